"""The full references at the end of a syllabus whose schedule has short forms: "OHCHR 2023, pp. 1-9"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from readinglist.lists.documents.blocks import Block, Part, Row
from readinglist.lists.documents.found import FoundEntry
from readinglist.lists.documents.marks import heading_marks, starts_with_date
from readinglist.lists.documents.reading import Reference, read_reference

_TITLE = re.compile(
    r"\W*(?:\d+\.?\s*)?(?:(?:full|complete|course|general|cited)\s+)?(?:bibliography|references|works cited"
    r"|reference list|literature cited|bibliograf[ií]a|referencias|obras citadas|lista de referencias)"
    r"(?:\s+(?:cited|citada|completas?|general(?:es)?|bibliogr[aá]ficas|del curso))?\W*",
    re.IGNORECASE,
)
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Full:
    """A full reference as an entry, with the words and years by which a short form names it."""

    entry: FoundEntry
    words: frozenset[str]
    head: frozenset[str]
    years: frozenset[int]


@dataclass(slots=True)
class Bibliography:
    """Full references, and which of them short forms were about."""

    title: str = ""
    references: list[_Full] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def add(self, entry: FoundEntry) -> None:
        """Take in a full reference."""
        read = read_reference(Reference(entry.text))
        self.references.append(_Full(entry, read.rest, frozenset(read.words[:12]), read.years))

    def named(self, text: str) -> FoundEntry | None:
        """The full reference that a short form names by its words and year; None for none or several."""
        at = self._find(text)
        if at is None:
            return None
        self.used.add(at)
        return self.references[at].entry

    def _find(self, text: str) -> int | None:
        # "A town: Thompson 2017": what stands before the colon is the topic.
        at = self._find_whole(text)
        return at if at is not None or ":" not in text else self._find_whole(text.rpartition(":")[2])

    def _find_whole(self, text: str) -> int | None:
        read = read_reference(Reference(text))
        told = read.rest - {"al", "et", "skim"}
        if not told or len(told) > 6 or not (read.years or read.undated or len(told) >= 2):
            return None
        hits = [
            at
            for at, full in enumerate(self.references)
            if told <= full.words and (not read.years or read.years & full.years) and told & full.head
        ]
        hits = [at for at in hits if read.words[0] in self.references[at].head] or hits
        return hits[0] if len(hits) == 1 else None

    def parted(self, text: str) -> list[str]:
        """Short forms between semicolons, where each is of one of the references; else the text as it is."""
        parts = [part.strip() for part in text.split(";")]
        if self.references and len(parts) > 1 and sum(self._find(part) is not None for part in parts) > 1:
            return [part for part in parts if part]
        return [text]

    def entries(self, cited: Sequence[FoundEntry]) -> list[FoundEntry]:
        """The full references; those that the schedule is about already are marked so."""
        keys = {entry.item.key for entry in cited if entry.item}
        return [
            replace(
                full.entry, again=at in self.used or bool(full.entry.item and full.entry.item.key in keys)
            )
            for at, full in enumerate(self.references)
        ]


def cut_bibliography(parts: Sequence[Part], day_first: bool) -> tuple[list[Part], str, list[Block]]:
    """The parts of a document without its bibliography, that one's title, and its blocks.

    A list of references is one where it follows weeks or dates; else it is what the course reads.
    """
    classes = False
    for at, part in enumerate(parts):
        if isinstance(part, Row):
            classes = True
            continue
        classes = classes or _is_class(part, day_first)
        if not (classes and _TITLE.fullmatch(part.text)):
            continue
        end = at + 1
        while end < len(parts) and isinstance(one := parts[end], Block) and one.kind != "heading":
            end += 1
        blocks = [one for one in parts[at + 1 : end] if isinstance(one, Block)]
        # Where weeks go on behind it, it is what one week reads.
        if len(blocks) >= _FEWEST and not any(_is_class(one, day_first) for one in parts[at + 1 :]):
            return [*parts[:at], *parts[end:]], part.text.strip(), blocks
    return list(parts), "", []


def _is_class(part: Part, day_first: bool) -> bool:
    """Whether a part begins a week or a day, or is a row of a table."""
    if isinstance(part, Row):
        return True
    marks = heading_marks(part.text[:200], day_first=day_first)
    return marks.counted or (marks.month_day is not None and starts_with_date(part.text))
