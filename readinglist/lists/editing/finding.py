"""Finding the parts of a list's file that a command names: a section by week or title, an entry by its
key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from readinglist.errors import ListError, UsageError, near_matches
from readinglist.items.text import fold
from readinglist.lists.editing.tree import Span, read_tree


@dataclass(frozen=True, slots=True)
class SectionSpot:
    """A section in the file: the sequence that it is an item of, its place there, and its own mapping."""

    sequence: Span
    index: int
    span: Span
    title: str
    week: str
    level: int

    @property
    def label(self) -> str:
        """ "Week 4: Encryption", as people name it."""
        return f"Week {self.week}: {self.title}" if self.week else self.title


@dataclass(frozen=True, slots=True)
class EntrySpot:
    """An entry in the file, with its section."""

    section: SectionSpot
    sequence: Span
    index: int
    span: Span
    key: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A list's text with its spans."""

    text: str
    file: str
    root: Span
    anchors: dict[str, Span]

    def sections(self) -> list[SectionSpot]:
        """Every section in reading order, each before its subsections."""
        return list(self._sections(self.root, 1))

    def _sections(self, holder: Span, level: int) -> Iterator[SectionSpot]:
        sequence = holder.get("sections")
        if sequence is None or sequence.kind != "sequence":
            return
        for at, span in enumerate(sequence.items):
            inside = self.target(span)
            spot = SectionSpot(
                sequence, at, span, self.said(inside, "title"), self.said(inside, "week"), level
            )
            yield spot
            if span.kind == "mapping":
                yield from self._sections(span, level + 1)

    def entries(self, section: SectionSpot) -> list[EntrySpot]:
        """The entries that a section has written out."""
        sequence = section.span.get("entries") if section.span.kind == "mapping" else None
        if sequence is None or sequence.kind != "sequence":
            return []
        return [
            EntrySpot(section, sequence, at, span, self.entry_key(span))
            for at, span in enumerate(sequence.items)
        ]

    def entry_key(self, span: Span) -> str:
        """The citation key of an entry, "" for a text or a link."""
        inside = self.target(span)
        return inside.value if inside.kind == "scalar" else self.said(inside, "cite")

    def said(self, mapping: Span, key: str) -> str:
        """The text of a mapping's key, also where an alias or a merged mapping says it; "" without one."""
        if mapping.kind != "mapping":
            return ""
        value = mapping.get(key)
        if value is not None:
            return self.target(value).value
        merged = mapping.get("<<")
        return self.said(self.target(merged), key) if merged is not None else ""

    def target(self, span: Span) -> Span:
        """What an alias stands for; any other span itself."""
        return self.anchors.get(span.value, span) if span.kind == "alias" else span

    def find_section(self, name: str) -> SectionSpot:
        """A section by "Week 4", "4", its title or the beginning of it. Raises `ListError` with near
        matches."""
        known = self.sections()
        hits = _hits(name, known)
        if len(hits) == 1:
            return hits[0]
        titles = [spot.label for spot in known]
        if hits:
            raise UsageError(
                f"{len(hits)} sections fit '{name}'",
                where=self.file,
                hint="Name one in full: " + "; ".join(spot.title for spot in hits),
            )
        near = near_matches(name, [spot.title for spot in known])
        hint = "Did you mean " + " or ".join(f"'{one}'" for one in near) + "?" if near else ""
        listed = "; ".join(titles[:12]) + ("; …" if len(titles) > 12 else "")
        raise ListError(
            f"there is no section '{name}'",
            where=self.file,
            hint=hint or (f"The sections are: {listed}" if titles else "The list has no sections yet."),
        )

    def find_same(self, spot: SectionSpot) -> SectionSpot:
        """The section that stands in this text where `spot` stood in an earlier one: edits within a section
        move nothing before it and change no order."""
        return next(
            one for one in self.sections() if (one.level, one.span.start) == (spot.level, spot.span.start)
        )

    def find_entries(self, key: str, section: str = "") -> list[EntrySpot]:
        """Every entry that cites a key, in all sections or one. Raises `ListError` where there is none."""
        places = [self.find_section(section)] if section else self.sections()
        entries = [entry for place in places for entry in self.entries(place)]
        hits = [entry for entry in entries if entry.key.casefold() == key.casefold() and key]
        if not hits:
            near = near_matches(key, [entry.key for entry in entries if entry.key])
            hint = "Did you mean " + " or ".join(f"'{one}'" for one in near) + "?" if near else ""
            scope = f"section '{places[0].title}'" if section else "list"
            raise ListError(f"the {scope} has no entry '{key}'", where=self.file, hint=hint)
        return hits

    def find_entry(self, key: str, section: str = "") -> EntrySpot:
        """The one entry that cites a key. Raises as `find_entries`, and where there are several."""
        hits = self.find_entries(key, section)
        if len(hits) > 1:
            raise UsageError(
                f"'{key}' stands {len(hits)} times in the list",
                where=self.file,
                hint="Say which with the section: " + "; ".join(hit.section.label for hit in hits),
            )
        return hits[0]


def read_outline(text: str, file: str) -> Outline:
    """The outline of a list's text. Raises `ListError` where it is no YAML mapping."""
    root = read_tree(text, file)
    return Outline(text, file, root, {span.anchor: span for span in _every(root) if span.anchor})


def _every(span: Span) -> Iterator[Span]:
    yield span
    for item in span.items:
        yield from _every(item)
    for key, value in span.pairs:
        yield from _every(key)
        yield from _every(value)


def _hits(name: str, known: Sequence[SectionSpot]) -> list[SectionSpot]:
    wanted = fold(" ".join(name.split()))
    week = re.fullmatch(r"(?:week|semana|wk\.?|w)?\s*(\d{1,2})", wanted)
    number = week[1].lstrip("0") if week else None
    tries: list[Callable[[SectionSpot], bool]] = [
        lambda spot: spot.week == number and spot.level == 1,
        lambda spot: fold(spot.title) == wanted,
        lambda spot: fold(spot.label) == wanted,
        lambda spot: fold(spot.title).startswith(wanted),
        lambda spot: wanted in fold(spot.title),
    ]
    for fits in tries:
        hits = [spot for spot in known if wanted and fits(spot)]
        if hits:
            return hits
    return []
