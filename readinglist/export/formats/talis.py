"""RIS as Talis Aspire takes it in: importance, note for students and part to read beside the work.

By Talis's support page "RIS import" (support.talis.com, article 17338816364189): `U1` importance, `N1` the
note for students, `N2` the abstract, `SN` bare and one a line, lines end in CRLF.
"""

from __future__ import annotations

from collections.abc import Iterator

from readinglist.export.listed import listed, unlisted
from readinglist.export.target import Option, Rendered, RenderOptions, Target
from readinglist.export.view import EntryView, ListView
from readinglist.export.works import Work

ESSENTIAL = Option("essential", "what your Talis calls essential reading", "Essential")
RECOMMENDED = Option("recommended", "what your Talis calls recommended reading", "Recommended")
FURTHER = Option("further", "what your Talis calls further reading", "Further")
ABSTRACTS = Option("abstracts", "whether abstracts go along", "yes", ("yes", "no"))

# Tags of the plain record that mean something else to Talis (`A2` is one more author), or are written here.
_REPLACED = frozenset({"N1", "N2", "AB", "SN", "KW", "DB", "Y2", "U1", "A2", "C3"})


def render_talis(view: ListView, options: RenderOptions) -> Rendered:
    """One record an entry, in the order of the list; a work cited twice comes twice, a link as a web page."""
    from readinglist.interchange.ris import write_records

    labels = {option.name: options.value(option) for option in (ESSENTIAL, RECOMMENDED, FURTHER)}
    abstracts = options.value(ABSTRACTS) == "yes"
    entries = (entry for section in view.sections for entry in listed(section.shown))
    records = [list(_record(entry, labels, abstracts)) for entry in entries]
    return Rendered(write_records(records, newline="\r\n").encode(), (*view.warnings, *unlisted(view)))


def _record(entry: EntryView, labels: dict[str, str], abstracts: bool) -> Iterator[tuple[str, str]]:
    from readinglist.interchange.ris import record

    work = Work(entry.item)
    lines = [line for line in record(entry.item, editor="ED") if line[0] not in _REPLACED]
    if work.kind == "paper" and work.host:  # The proceedings, not the meeting.
        lines = [(tag, work.host if tag == "T2" else value) for tag, value in lines]
    if not any(tag == "TI" for tag, _ in lines):
        lines.insert(1, ("TI", entry.title or entry.citation.plain))
    if work.url and not any(tag == "UR" for tag, _ in lines):
        lines.append(("UR", work.url))
    yield from lines
    yield from (("SN", number) for number in (*work.isbns, *work.issns))
    yield "U1", labels[entry.importance]
    yield "N1", " ".join(part for part in (_sentence(entry.details), entry.note.plain) if part)
    if abstracts:
        yield "N2", entry.item.abstract


def _sentence(details: str) -> str:
    return f"{details}." if details else ""


TARGET = Target(
    name="talis",
    extension="talis.ris",
    description="RIS for Talis Aspire: with importance and notes for students",
    audience="libraries with Talis Aspire",
    render=render_talis,
    options=(ESSENTIAL, RECOMMENDED, FURTHER, ABSTRACTS),
    worded=False,
)
