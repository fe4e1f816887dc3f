"""BibTeX: items to .bib files that BibTeX and biblatex read, and back, by bibtexparser.

Child notes and attachments are never written, nor tags that begin with "_" or "/" (programs use them as
switches). Everything else comes back as it was, with blanks and line ends at the ends of names and
tags, control characters, and the halves of a name of which one is empty made plain.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bibtexparser.bibdatabase import BibDatabase, BibDataString, BibDataStringExpression
from bibtexparser.bwriter import BibTexWriter

from readinglist.interchange import Format, Problem, ReadResult
from readinglist.interchange.tex.dialects import Dialect, shared_fields
from readinglist.interchange.tex.encode import encode
from readinglist.interchange.tex.parsing import Entry, Parser, inherit
from readinglist.interchange.tex.reading import item_from
from readinglist.interchange.tex.scan import Chunk, chunks, split_at_inner
from readinglist.interchange.tex.writing import MONTHS, entry_fields
from readinglist.items import Item

_ORDER = str.split(
    "author title subtitle booktitle bookauthor editor editora editoratype translator journal journaltitle"
    " shortjournal howpublished series volume number issue part volumes edition version type chapter pages"
    " pagetotal publisher institution school organization address location eventtitle venue year month date"
    " origdate origtitle origpublisher origlocation doi isbn issn pmid pmcid eprint eprinttype archiveprefix"
    " url urldate language langid shorttitle keywords note abstract zoterotype"
)


def write(items: Sequence[Item]) -> str:
    """The items as a .bib file in UTF-8, sorted by citation key; the same items give the same bytes.

    An item without a citation key is called by its Zotero key. Characters that BibTeX does not take in a
    key become hyphens, and a key that is then taken gets a number.
    """
    ordered = _ordered(items)
    return BETWEEN.join(entry(item, key) for item, key in zip(ordered, entry_keys(ordered), strict=True))


BETWEEN = "\n"
"""What stands between two entries of a file."""


def entry(item: Item, key: str = "") -> str:
    """One item as an entry of a .bib file, called `key`; by its citation key, as it is, where none is given.

    Files made of entries one by one are what `write` gives where every item has a citation key that BibTeX
    takes and nobody else has.
    """
    name = key or item.citation_key
    fields = {**entry_fields(item), "ID": name}
    if item.citation_key and name != item.citation_key:
        fields["zotero-citekey"] = encode(item.citation_key)
    return _written([fields])


def write_shared(items: Sequence[Item], dialect: Dialect) -> str:
    """The items as a .bib file for other people: sorted, with one dialect's fields and none of our own."""
    ordered = _ordered(items)
    keys = entry_keys(ordered)
    return _written(
        [{**shared_fields(item, dialect), "ID": key} for item, key in zip(ordered, keys, strict=True)]
    )


def _ordered(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda one: (one.citation_key or one.key, one.source, one.key))


def entry_keys(items: Sequence[Item]) -> list[str]:
    """What each of these items is called in a .bib file that holds them in this order."""
    taken: set[str] = set()
    return [_free_key(item.citation_key or item.key, taken) for item in items]


def shared_keys(items: Sequence[Item]) -> dict[str, str]:
    """Citation key → what `write_shared` calls the item."""
    ordered = _ordered(items)
    return dict(zip((item.citation_key for item in ordered), entry_keys(ordered), strict=True))


def _written(entries: Sequence[dict[str, str]]) -> str:
    database = BibDatabase()
    for one in entries:
        fields: dict[str, object] = dict(one)
        if fields.get("month") in MONTHS:
            fields["month"] = BibDataStringExpression([BibDataString(database, fields["month"])])
        database.entries.append(fields)
    return str(_writer().write(database))


@cache
def _writer() -> BibTexWriter:
    writer = BibTexWriter()
    writer.indent = "  "
    writer.order_entries_by = None
    writer.display_order = _ORDER
    writer.add_trailing_comma = True
    return writer


def _free_key(wanted: str, taken: set[str]) -> str:
    key = re.sub(r"[^\w.:/+-]+", "-", wanted).strip("-") or "item"
    free, number = key, 1
    # BibTeX tells keys apart without regard to case.
    while free.casefold() in taken:
        number += 1
        free = f"{key}-{number}"
    taken.add(free.casefold())
    return free


def read(text: str) -> ReadResult:
    """Read a .bib file, BibTeX's or biblatex's. Never raises and runs nothing.

    Macros (@string, months) are put in, cross-references resolved, LaTeX becomes text. What cannot be parsed
    is named with its line and handed over in `Problem.text`; the entries around it are read all the same.
    """
    entries, problems = _parsed(text)
    items: list[Item] = []
    first_line: dict[str, int] = {}
    for one in inherit(entries, problems):
        reading = item_from(one.fields)
        item = reading.item
        key = item.citation_key
        problems += [Problem(one.line, key, message) for message in reading.problems]
        if key.casefold() in first_line:
            message = (
                f"the key was used before, on line {first_line[key.casefold()]}: this item is left without"
            )
            problems.append(Problem(one.line, key, message))
            item = replace(item, citation_key="")
        first_line.setdefault(key.casefold(), one.line)
        items.append(item)
    return ReadResult(tuple(items), tuple(sorted(problems, key=lambda problem: problem.line)))


def _parsed(text: str) -> tuple[list[Entry], list[Problem]]:
    parser = Parser()
    entries: list[Entry] = []
    problems: list[Problem] = []
    waiting = deque([(chunks(text.removeprefix("\ufeff")), 0)])
    while waiting:
        stream, offset = waiting[0]
        chunk = next(stream, None)
        if chunk is None:
            waiting.popleft()
            continue
        chunk = replace(chunk, line=chunk.line + offset)
        outcome = parser.parse(chunk)
        problems += outcome.problems
        if outcome.entry:
            entries.append(outcome.entry)
        elif outcome.failed:
            inner = split_at_inner(chunk)
            problems.append(_broken(inner[0] if inner else chunk))
            if inner:
                waiting.appendleft((chunks(inner[1]), chunk.line + inner[0].text.count("\n") - 1))
    return entries, problems


def _broken(chunk: Chunk) -> Problem:
    key = re.match(r"@\s*\w+\s*[{(]\s*([^\s,{}()]+)", chunk.text)
    reason = "this entry could not be read and was left out"
    if not chunk.closed:
        reason = "this entry's braces are not balanced; it was left out"
    return Problem(chunk.line, key[1] if key else "", reason, chunk.text.strip())


FORMAT = Format("bibtex", ".bib", "BibTeX and biblatex (.bib), for LaTeX and reference managers", read, write)
