"""The references of one block of a syllabus as entries: each with the work that it means, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from readinglist.items import Item
from readinglist.items.text import fold
from readinglist.lists.documents.bibliography import Bibliography
from readinglist.lists.documents.blocks import Block, one_line
from readinglist.lists.documents.catalogue import Catalogue, Work, words_of
from readinglist.lists.documents.found import FoundEntry
from readinglist.lists.documents.labels import importance_label, importance_within
from readinglist.lists.documents.matching import ACCEPTED, DOUBTFUL, Match, match
from readinglist.lists.documents.parting import parted, shown_work, trimmed
from readinglist.lists.documents.parts_to_read import part_to_read
from readinglist.lists.documents.reading import Reference
from readinglist.lists.documents.splitting import (
    STAR,
    dashed_names,
    names_a_title,
    names_of,
    reference_signs,
    split_references,
)
from readinglist.lists.model import Importance

SIGNS_NEEDED = 3
_LONGEST_REFERENCE = 1200
_CONTINUED = re.compile(
    r"\b(?:cont(?:inued|'d|’d|\.)?|again|continuación|de nuevo|otra vez)(?!\w)", re.IGNORECASE
)
_STAR = re.compile(r"(^|[;\n\v\f]\s*|\s)\*(?=[\w“\"«¿¡])")
_BARE_PAGES = re.compile(r",\s*(\d{1,4})\s*[-–]\s*(\d{1,4})\.?\s*(?:[;.].{0,40})?$")
# What is said about a reference behind a dash: "Ruiz, in SILIKN (2025) – read it with care".
_REMARK = re.compile(r"(?<=.{12})\s+[–—-]\s*(?=[^\W\d_A-Z])")
_BOOKS = frozenset({"book", "thesis", "report"})


@dataclass(slots=True)
class EntryFinder:
    """Finds references in blocks, one after the other: a dash and "again" mean what was said before."""

    catalogue: Catalogue
    starred: Importance | None = None
    unstarred: Importance | None = None
    names: str = ""
    cited: list[Work] = field(default_factory=list)
    bibliography: Bibliography = field(default_factory=Bibliography)

    def read_bibliography(self, title: str, blocks: Sequence[Block]) -> None:
        """Take in the full references of a bibliography, by which short forms are known."""
        full = [entry for block in blocks for entry in self.entries(block, None, in_class=False)]
        self.bibliography = Bibliography(title)
        for entry in full:
            self.bibliography.add(entry)
        self.cited, self.names = [], ""

    def with_stars(self, text: str) -> str:
        """A text whose stars mean something with a mark for each, which is no emphasis and no bullet."""
        return _STAR.sub(rf"\1{STAR}", text) if self.starred else text

    def match(self, block: Block, names: str = "") -> Match:
        """The work that a block means, if it is one reference."""
        text = one_line(block.text)
        if len(text) > _LONGEST_REFERENCE:
            return Match(None, 0, False)
        marked = tuple(part for part in map(one_line, block.marked) if part in text)
        urls = block.urls if len(block.urls) <= 2 else ()
        return match(Reference(text, marked, urls, names), self.catalogue)

    def entries(self, block: Block, importance: Importance | None, *, in_class: bool) -> list[FoundEntry]:
        """The references of a block. `in_class` says that it stands below a week or a date, where a sentence
        about a work of the library asks for reading it."""
        text = self.with_stars(block.text)
        marked = tuple(map(one_line, block.marked))
        whole = split_references(text)
        pieces = [
            part
            for piece in whole
            for short in self.bibliography.parted(piece)
            for part in parted(short, self.catalogue, marked)
        ]
        found: list[FoundEntry] = []
        for piece in pieces:
            beside = bool(found and found[-1].item and names_a_title(piece))
            one = self._entry(block, piece, alone=len(pieces) == 1, beside=beside, in_class=in_class)
            if one is not None:
                found.append(replace(one, importance=one.importance or importance or self.unstarred))
        return found

    def _entry(
        self, block: Block, text: str, *, alone: bool, beside: bool, in_class: bool
    ) -> FoundEntry | None:
        marked = tuple(part for part in map(one_line, block.marked) if part in text)
        starred = self.starred if text.startswith(STAR) else None
        level, text = importance_within(text.lstrip(STAR))
        own, behind = importance_label(text)
        if own and behind:
            level, text = own, behind
        level = level or starred
        rest = dashed_names(text)
        names = self.names if rest is not None else ""
        urls = block.urls if alone else ()
        hit = self.match(Block("item", rest or text, marked=marked, urls=urls), names)
        if not hit.accepted and (remark := _REMARK.search(text)):
            before = self.match(Block("item", text[: remark.start()], marked=marked))
            hit = before if before.accepted else hit
        if not hit.accepted:
            hit = self._trimmed(text, marked) or (self.meant(text, marked) if in_class else None) or hit
        signs = reference_signs(text, marked=bool(marked)) + (block.kind in ("item", "note"))
        full = None if hit.accepted else self.bibliography.named(text)
        if full is not None:
            return replace(
                _made(text, hit, level, SIGNS_NEEDED), item=full.item, score=full.score, nearest=None
            )
        signs += 2 * bool(names) + beside
        if hit.accepted and not in_class and signs < 2 and _shouts(text):
            return None  # The course's own name, which is the title of a book as well.
        if not hit.accepted and (signs < SIGNS_NEEDED or len(text) > 700 or len(text) < 12):
            return None
        if rest is None:
            self.names = names_of(text)
        if hit.accepted and hit.work is not None:
            self.cited.append(hit.work)
        return _made(text, hit, level, signs)

    def _trimmed(self, text: str, marked: Sequence[str]) -> Match | None:
        short = trimmed(text, self.catalogue, marked)
        return None if short == text else self.match(Block("item", short, marked=tuple(marked)))

    def meant(self, text: str, marked: Sequence[str]) -> Match | None:
        """The work of a sentence that shows a title of the library, or goes on with one that was cited."""
        work = shown_work(text, marked, self.catalogue)
        if work is None and _CONTINUED.search(text):
            words = words_of(text[:60])
            again = [one for one in self.cited if one.names and set(one.names[0].words) <= set(words)]
            work = again[-1] if again else None
        return Match(work, ACCEPTED, True) if work else None


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.6 * len(letters)


def without_mentions(entries: Sequence[FoundEntry]) -> list[FoundEntry]:
    """Without sentences that only mention a work which the same section has as a reference too."""
    told = {entry.item.key for entry in entries if entry.item and entry.signs >= SIGNS_NEEDED}
    return [
        entry
        for entry in entries
        if not (entry.item and entry.signs < 2 and len(entry.text) > 150 and entry.item.key in told)
    ]


def _made(text: str, found: Match, importance: Importance | None, signs: int) -> FoundEntry:
    nearest = found.work.item if found.work and found.score >= DOUBTFUL else None
    item = found.work.item if found.work and found.accepted else None
    return FoundEntry(
        text=text,
        item=item,
        score=max(found.score, ACCEPTED) if item else min(found.score, ACCEPTED - 1),
        importance=importance,
        locator=_locator(text, item),
        nearest=None if item else nearest,
        signs=signs,
    )


def _locator(text: str, item: Item | None) -> str | None:
    """The part to read, where it is a part: not the pages on which the whole article stands."""
    part = part_to_read(text)
    if part is None:
        bare = _BARE_PAGES.search(text) if item is not None and item.item_type in _BOOKS else None
        return f"pp. {bare[1]}-{bare[2]}" if bare else None
    if item is None:
        return part.text if part.asked else None
    own = re.sub(r"\s", "", item.get("pages")).replace("–", "-")
    if part.pages:
        if _same_pages(re.sub(r"\s", "", part.pages).replace("–", "-").replace("—", "-"), own):
            return None
        return part.text
    if fold(part.text) in fold(item.title):
        return None
    return part.text


def _same_pages(one: str, other: str) -> bool:
    def ends(text: str) -> tuple[str, str]:
        first, _, last = text.partition("-")
        if last and len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        return first, last or first

    return bool(other) and ends(one) == ends(other)
