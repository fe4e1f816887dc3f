"""An old syllabus as sections of references, each with the work of the library that it means, or none."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from readinglist.items import Item
from readinglist.lists.documents.bibliography import cut_bibliography
from readinglist.lists.documents.blocks import HARD, SHORT, SOFT, Block, Part, Row
from readinglist.lists.documents.catalogue import make_catalogue
from readinglist.lists.documents.columns import is_header, role_of
from readinglist.lists.documents.entries import SIGNS_NEEDED, EntryFinder, without_mentions
from readinglist.lists.documents.found import FoundEntry, FoundSection, FoundSyllabus
from readinglist.lists.documents.labels import (
    at_labels,
    importance_label,
    readings_label,
    rest_meaning,
    star_meaning,
)
from readinglist.lists.documents.marks import (
    HeadingMarks,
    TermYears,
    heading_marks,
    starts_with_date,
    term_years,
)
from readinglist.lists.documents.matching import Match
from readinglist.lists.documents.parting import first_reference
from readinglist.lists.documents.splitting import (
    begins_reference,
    reference_signs,
    split_references,
)
from readinglist.lists.documents.titles import quoted_in
from readinglist.lists.model import Importance

# "1 Further: …": as a footnote comes out of a PDF.
_NOTE_NUMBER = re.compile(r"^\d{1,2}\s+(?=[A-ZÁÉÍÓÚÑ])")
# "1.2.1 Required": as LaTeX and Word number headings.
_SECTION_NUMBER = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=\D)")


_LAST_WORDS = re.compile(r"(?:^|[.;–—-]\s+)(?P<words>[^.;]*)$")


def find_readings(parts: Sequence[Part], items: Iterable[Item]) -> FoundSyllabus:
    """The sections and references of a document, matched with the works of a library."""
    texts = list(_texts(parts))
    finder = EntryFinder(make_catalogue(items), starred=star_meaning(texts), unstarred=rest_meaning(texts))
    reader = _Reader(finder, term_years(texts), spanish := _is_spanish(parts))
    parts, bibliography, references = cut_bibliography(parts, day_first=spanish)
    finder.read_bibliography(bibliography, references)
    in_table = False
    for part in parts:
        if isinstance(part, Row):
            reader.row(part)
        else:
            if in_table:
                reader.importance = None
            reader.block(part)
        in_table = isinstance(part, Row)
    title = next((b.text for b in parts if isinstance(b, Block) and b.kind == "heading"), "")
    return FoundSyllabus(" ".join(title.split()), reader.finish())


@dataclass(slots=True)
class _Open:
    """The section that is being read."""

    title: str = ""
    week: int | None = None
    date: datetime.date | None = None
    level: int = 0
    entries: list[FoundEntry] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    finder: EntryFinder
    years: TermYears
    spanish: bool
    sections: list[_Open] = field(default_factory=lambda: [_Open()])
    importance: Importance | None = None
    columns: list[tuple[str, Importance | None]] = field(default_factory=list)

    @property
    def now(self) -> _Open:
        return self.sections[-1]

    def block(self, block: Block) -> None:
        block = replace(block, text=self.finder.with_stars(block.text))
        if block.kind == "heading" or block.bold:
            block = replace(block, text=_SECTION_NUMBER.sub("", block.text))
        if block.kind == "heading":
            self.heading(block)
            return
        lines = dated_lines(block.text)
        if len(lines) > 1:
            for line in lines:
                self.block(replace(block, text=line, lead=block.lead if line.startswith(block.lead) else ""))
            return
        lead = block.lead
        if lead and block.text.startswith(lead) and self.is_head(lead):
            behind = block.text[len(lead) :].lstrip(" .:–—-" + SOFT + SHORT)
            block = replace(block, text=f"{lead}{HARD}{behind}", lead="")
        text = block.text
        head, rest = self.heading_line(block)
        if head is not None:
            self.begin(head, level=8)
            if not rest:
                return
            text = rest
        for part in at_labels(text):
            self.labelled(replace(block, text=part))

    def labelled(self, block: Block) -> None:
        """A paragraph, or the part of one behind a label such as "Required:"."""
        text = block.text
        level, rest = importance_label(_NOTE_NUMBER.sub("", text))
        if level:
            self.importance = level
            text = rest
        else:
            generic, rest = readings_label(text)
            if generic and (not rest or len(rest) < len(text)):
                text = rest
        if text.strip():
            self.references(replace(block, text=text))

    def is_head(self, lead: str) -> bool:
        """Whether the bold beginning of a paragraph is the heading of what follows in it."""
        marks = heading_marks(lead, day_first=self.spanish)
        dated = marks.month_day is not None and starts_with_date(lead)
        return (marks.counted or dated) and len(lead) < 160

    def heading(self, block: Block) -> None:
        text = " ".join(block.text.split())
        level, rest = importance_label(text)
        if level and not rest:
            self.importance = level
            return
        if block.level == 6 and self.match(block).accepted:
            self.references(block)
            return
        generic, rest = readings_label(text)
        if generic and not rest and (self.now.title and (block.level > self.now.level or self.now.week)):
            self.importance = None
            return
        marks = heading_marks(text, day_first=self.spanish)
        if (
            self.match(block).accepted
            and not marks.counted
            and reference_signs(text, marked=False) >= SIGNS_NEEDED
        ):
            self.references(block)
            return
        self.begin(marks, level=block.level, whole=text)

    def heading_line(self, block: Block) -> tuple[HeadingMarks | None, str]:
        """What a paragraph that begins a week says, and the text that follows in it."""
        first, _, rest = block.text.partition(HARD)
        first = " ".join(first.split())
        marks = heading_marks(first, day_first=self.spanish)
        dated = marks.month_day is not None and starts_with_date(first)
        if not (marks.counted or dated):
            return self.bold_line(block, first, marks, rest)
        start = self.first_reading(marks.title, block.marked)
        if start is not None:
            topic, readings = marks.title[:start].strip(" .:–—-"), marks.title[start:]
            return replace(marks, title=topic), f"{readings}{HARD}{rest}" if rest else readings
        if marks.counted and len(first) >= 160 and (cut := _run_in_heading(first)):
            marks = heading_marks(first[:cut], day_first=self.spanish)
            return marks, f"{first[cut:]}{HARD}{rest}"
        if len(first) > 400:
            return None, ""
        if self.is_reference(Block("paragraph", marks.title, marked=block.marked), first):
            # "Week 3 (February 1): Campbell, H. (2014). …": the reference follows in the same line.
            return replace(marks, title=""), f"{marks.title}{HARD}{rest}" if rest else marks.title
        return (None, "") if len(first) > 200 else (marks, rest)

    def bold_line(
        self, block: Block, first: str, marks: HeadingMarks, rest: str
    ) -> tuple[HeadingMarks | None, str]:
        """What a bold paragraph says that has no number and no date."""
        if not block.bold or block.kind != "paragraph" or len(first) > 120:
            return None, ""
        if importance_label(first)[0] or readings_label(first)[0]:
            return None, ""
        if self.is_reference(Block("paragraph", first, marked=block.marked), first):
            return None, ""
        return marks, rest

    def is_reference(self, block: Block, line: str) -> bool:
        """Whether what stands in a line that may be a heading is a reference."""
        signs = reference_signs(block.text, marked=False)
        if self.match(block).accepted and (signs >= 2 or quoted_in(block.text)):
            return True
        return len(line) >= 160 and signs >= SIGNS_NEEDED

    def first_reading(self, text: str, marked: Sequence[str]) -> int | None:
        """Where the readings begin that stand in the line of a week or a date; None where none do."""
        start = first_reference(text, self.finder.catalogue, marked)
        if start is None:
            return 0 if self.finder.meant(text, marked) else None
        last = _LAST_WORDS.search(text[:start])  # "Tunnels. Required: …": the label belongs to the readings.
        return last.start("words") if last and importance_label(last["words"].strip())[0] else start

    def begin(self, marks: HeadingMarks, level: int, whole: str = "") -> None:
        title = marks.title
        if not title:
            title = whole or (f"{'Semana' if self.spanish else 'Week'} {marks.week}" if marks.week else "")
        self.importance, self.finder.names = None, ""
        now = self.now
        date = marks.date(self.years)
        below = marks.week is None and marks.month_day is None and level >= now.level
        if below and not now.entries and (now.week or now.date) and _is_bare(now.title):
            now.title = title  # "Week 3" and, below it, its topic.
            return
        if not (now.entries or now.week or now.date or title) and now.title and date:
            now.date = date
            return
        self.sections.append(_Open(title, marks.week, date, level))

    def row(self, row: Row) -> None:
        if row.header or is_header(row):
            self.columns = [role_of(" ".join(block.text for block in cell)) for cell in row.cells]
            return
        roles = [*self.columns, *[("", None)] * len(row.cells)][: len(row.cells)]
        kinds = [kind for kind, _ in roles]
        if "title" in kinds and ("author" in kinds or "year" in kinds):
            self.joined(row, kinds)
            return
        heads: list[str] = []
        readings: list[tuple[tuple[Block, ...], Importance | None]] = []
        for cell, (kind, level) in zip(row.cells, roles, strict=True):
            text = " ".join(" ".join(block.text.split()) for block in cell).strip()
            if not text:
                continue
            if kind == "readings" or (kind not in ("when", "topic") and self.has_references(cell)):
                readings.append((cell, level))
            elif kind != "other" and len(text) < 200 and (kind or not readings):
                heads.append(text)
        if heads:
            self.begin_row(heads)
        for cell, level in readings:
            if heads or level:
                self.importance = level  # A row without heads goes on with the one before it.
            for block in cell:
                if block.kind == "heading":
                    block = replace(block, kind="paragraph")
                self.block(block) if not block.bold else self.cell_block(block)

    def cell_block(self, block: Block) -> None:
        level, rest = importance_label(block.text)
        if level:
            self.importance = level
            block = replace(block, text=rest)
        if block.text.strip():
            self.references(block)

    def begin_row(self, heads: Sequence[str]) -> None:
        """A row's week, date and topic, wherever they stand in it."""
        week, month_day, year, titles = None, None, None, []
        for text in heads:
            marks = heading_marks(text, day_first=self.spanish)
            number = re.fullmatch(r"\W*(\d{1,2})\W*", text)
            if number and week is None:
                week = int(number[1])
                continue
            week = week or marks.week
            if month_day is None and marks.month_day is not None:
                month_day, year = marks.month_day, marks.year
            if marks.title:
                titles.append(marks.title)
        self.begin(HeadingMarks(": ".join(titles), week, month_day, year, True), level=9)

    def joined(self, row: Row, kinds: Sequence[str]) -> None:
        """A row of a table that has one reference in several cells: author, title, year."""
        told = {
            kind: " ".join(b.text for b in cell) for cell, kind in zip(row.cells, kinds, strict=True) if kind
        }
        when = told.get("when", "").strip()
        if when:
            self.begin_row([when, *([told["topic"]] if told.get("topic") else [])])
        parts = [
            told.get("author", ""),
            f"“{told['title'].strip()}”" if told.get("title") else "",
            told.get("year", ""),
        ]
        parts += [told[key] for key in ("readings", "other") if told.get(key)]
        text = ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
        if told.get("title", "").strip():
            self.references(Block("item", text))

    def has_references(self, cell: Iterable[Block]) -> bool:
        for block in cell:
            for text in split_references(block.text):
                if (
                    reference_signs(text, marked=bool(block.marked)) >= SIGNS_NEEDED
                    or self.match(replace(block, text=text)).accepted
                ):
                    return True
        return False

    def match(self, block: Block) -> Match:
        return self.finder.match(block)

    def references(self, block: Block) -> None:
        in_class = bool(self.now.week or self.now.date)
        self.now.entries += self.finder.entries(block, self.importance, in_class=in_class)

    def finish(self) -> tuple[FoundSection, ...]:
        full = self.finder.bibliography
        if full.references:
            cited = [entry for one in self.sections for entry in one.entries]
            self.sections.append(_Open(full.title, entries=full.entries(cited)))
        return tuple(
            FoundSection(one.title, one.week, one.date, tuple(without_mentions(one.entries)))
            for one in self.sections
            if one.entries or ((one.week or one.date) and one.title)
        )


def dated_lines(text: str) -> list[str]:
    """A paragraph cut at its empty lines, and before each line that begins a week or a day: "Mon 1/25 …"."""
    lines: list[str] = []
    for part in re.split(rf"{HARD}\s*{HARD}", text):
        begun = len(lines)
        for line in part.split(HARD):
            if len(lines) == begun or starts_with_date(line) or heading_marks(line).counted:
                lines.append(line)
            else:
                lines[-1] = f"{lines[-1]}{HARD}{line}"
    return [line for line in lines if line.strip()]


def _run_in_heading(line: str) -> int:
    """Where the references begin in "Week 1. Cryptomarkets. Martin, J. (2014). …"; 0 where none follow."""
    cut = re.match(r"(\W*\w+\.?\s+\w+\b.{0,90}?[.:)])\s+(?=[A-ZÁÉÍÓÚÑ¿¡“\"«])", line)
    if cut is None:
        return 0
    tail = line[cut.end() :]
    topic = re.match(r"([^.“\"«(]{4,80}\.)\s+(?=[A-ZÁÉÍÓÚÑ¿¡“\"«])", tail) if cut.end() < 30 else None
    return cut.end() + topic.end() if topic and not begins_reference(tail) else cut.end()


def _is_bare(title: str) -> bool:
    """Whether a title is none, or only counts: "Week 3"."""
    bare = r"(?:week|semana|session|sesión|class|clase)?\W*\d*"
    return not title or re.fullmatch(bare, title, re.IGNORECASE) is not None


def _texts(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Block):
            yield part.text
        else:
            yield from (block.text for cell in part.cells for block in cell)


def _is_spanish(parts: Iterable[Part]) -> bool:
    words = re.findall(r"[a-zá-ú]+", " ".join(list(_texts(parts))[:400]).casefold())
    spanish = sum(
        word in ("de", "la", "el", "los", "las", "en", "y", "del", "para", "semana") for word in words
    )
    english = sum(word in ("the", "of", "and", "in", "to", "for", "on", "week") for word in words)
    return spanish > english
