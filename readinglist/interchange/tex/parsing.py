"""Entries of a .bib file by bibtexparser, one at a time, with everything it would drop in silence noticed."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bibtexparser.bibdatabase import UndefinedString
from bibtexparser.bparser import BibTexParser

from readinglist.interchange import Problem
from readinglist.interchange.tex.scan import Chunk

# Its remarks are made again, as problems, by what reads its results here.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_IN_COLLECTION = frozenset(
    str.split("inbook incollection inproceedings conference inreference bookinbook suppbook suppcollection")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One parsed entry: its line, and its fields as raw LaTeX with `ENTRYTYPE` and `ID`."""

    line: int
    fields: Mapping[str, str]


@dataclass(slots=True)
class Outcome:
    """What became of a chunk: an entry, a failure, or neither (comments, macros); and what to tell."""

    entry: Entry | None = None
    failed: bool = False
    problems: list[Problem] = field(default_factory=list)


class Parser:
    """bibtexparser with its macros kept from one chunk to the next."""

    def __init__(self) -> None:
        self._parser = BibTexParser(ignore_nonstandard_types=False, common_strings=True)
        self._parser.expect_multiple_parse = True
        self._database = self._parser.bib_database

    def parse(self, chunk: Chunk) -> Outcome:
        """Parse one chunk; never raises."""
        if not chunk.kind:
            return _outside(chunk)
        if chunk.kind == "comment":
            return Outcome()
        if chunk.kind == "preamble":
            told = Problem(chunk.line, "", "@preamble is TeX code, which is never run: left out", chunk.text)
            return Outcome(problems=[told])
        unknown: list[str] = []
        if not chunk.closed or not self._run(chunk, unknown):
            return _without_fields(chunk) or Outcome(failed=True)
        if chunk.kind == "string":
            return Outcome()
        # bibtexparser hands the fields over backwards.
        fields = dict(reversed(self._database.entries[0].items()))
        messages = [f"the macro '{name}' is not defined" for name in unknown]
        messages += [f"the field '{name}' is given twice; the first counts" for name in _repeated(chunk.text)]
        problems = [Problem(chunk.line, fields["ID"], message) for message in messages]
        return Outcome(Entry(chunk.line, fields), problems=problems)

    def _run(self, chunk: Chunk, unknown: list[str]) -> bool:
        """Parse; a macro that is not defined stands for its own name, and is put into `unknown`."""
        try:
            for _ in range(30):
                self._database.entries.clear()
                self._database.comments.clear()
                try:
                    self._parser.parse(chunk.text)
                except UndefinedString as error:
                    name = str(error.args[0])
                    unknown.append(name)
                    self._database.strings[name] = name
                    continue
                return not self._database.comments and bool(self._database.entries or chunk.kind == "string")
            return False
        except RecursionError:
            return False
        except self._parser._expr.ParseException:
            return False
        finally:
            for name in unknown:
                self._database.strings.pop(name, None)


def _outside(chunk: Chunk) -> Outcome:
    """Text between entries: a comment, worth a word unless it is marked as one."""
    lines = chunk.text.split("\n")
    told = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("%")]
    if not told or not any(char.isalnum() for n in told for char in lines[n]):
        return Outcome()
    text = "\n".join(lines[n] for n in told).strip()
    return Outcome(
        problems=[Problem(chunk.line + told[0], "", "text outside of any entry was left out", text)]
    )


def _without_fields(chunk: Chunk) -> Outcome | None:
    """An entry that is only a key, which BibTeX allows and bibtexparser does not."""
    found = re.fullmatch(r"@\s*(\w+)\s*[{(]\s*([^\s,{}()=]+)\s*,?\s*[})]\s*", chunk.text)
    if not found:
        return None
    fields = {"ENTRYTYPE": found[1].lower(), "ID": found[2]}
    told = Problem(chunk.line, found[2], "the entry has no fields")
    return Outcome(entry=Entry(chunk.line, fields), problems=[told])


def _repeated(text: str) -> Sequence[str]:
    """Names of fields that stand twice in an entry, in small letters."""
    depth = 0
    quoted = False
    seen: set[str] = set()
    twice: list[str] = []
    for found in re.finditer(r'[{}"]|([A-Za-z][\w.+-]*)\s*=', text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == '"':
            quoted = not quoted if depth == 1 else quoted
        elif depth == 1 and not quoted:
            name = found[1].lower()
            if name in seen and name not in twice:
                twice.append(name)
            seen.add(name)
    return twice


def inherit(entries: Sequence[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries with what their `crossref` hands down: the fields they lack, a book's title as booktitle.

    One step, as in BibTeX; a reference to nothing is told.
    """
    parents: dict[str, Entry] = {}
    for entry in entries:
        parents.setdefault(entry.fields["ID"].casefold(), entry)
    return [_inherited(entry, parents, problems) for entry in entries]


def _inherited(entry: Entry, parents: Mapping[str, Entry], problems: list[Problem]) -> Entry:
    wanted = entry.fields.get("crossref", "").strip()
    if not wanted:
        return entry
    parent = parents.get(wanted.casefold())
    if parent is None or parent is entry:
        message = f"crossref names '{wanted}', which is not in the file"
        problems.append(Problem(entry.line, entry.fields["ID"], message))
        return entry
    collected = entry.fields["ENTRYTYPE"] in _IN_COLLECTION
    handed = {}
    for name, value in parent.fields.items():
        if name in (
            "ENTRYTYPE",
            "ID",
            "crossref",
            "zoterotype",
            "keywords",
            "abstract",
            "shorttitle",
            "note",
        ):
            continue
        if name == "title" and collected:
            handed["booktitle"] = value
        elif not name.startswith("zotero-") and not (name == "title" and "title" in entry.fields):
            handed[name] = value
    return Entry(entry.line, {**handed, **entry.fields})
