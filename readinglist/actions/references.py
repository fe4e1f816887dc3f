"""References from a .bib or .csv file, as a new list needs them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from readinglist.errors import FormatError, NotFoundError, WorkspaceError
from readinglist.interchange import load_format
from readinglist.items import Item
from readinglist.items.text import fold, plain
from readinglist.lists.editing.scalars import Value

MOST_BYTES = 30 * 1024 * 1024

_COLUMNS = {
    "key": "key citation_key citekey cite id clave",
    "title": "title titulo",
    "author": "author authors autor autores creator creators",
    "year": "year date ano fecha publication_year",
    "section": "section week topic seccion semana tema",
    "importance": "importance priority importancia",
    "locator": "locator pages paginas part",
    "note": "note notes nota notas",
    "doi": "doi",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: a key (or ""), a text to match and to show, its title, its section, and an entry's
    keys."""

    key: str
    text: str
    title: str = ""
    section: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)


def load_references(path: Path, kind: str) -> list[Reference]:
    """The references of a file of the kind "bib" or "csv". Raises `FormatError`, with the line, and
    others."""
    text = _load_text(path)
    references = _from_bib(text, path) if kind == "bib" else _from_csv(text, path)
    if not references:
        raise FormatError("there is no reference in the file", where=str(path))
    return references


def _load_text(path: Path) -> str:
    if not path.is_file():
        raise NotFoundError("there is no such file", where=str(path))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FormatError("the file is too large", where=str(path), hint="Split it.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise WorkspaceError(f"cannot read: {error.strerror or error}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise FormatError("the file is not UTF-8 text", where=str(path), hint="Save it as UTF-8.") from error


def _from_bib(text: str, path: Path) -> list[Reference]:
    read = load_format("bibtex").read(text)
    if not read.items and read.problems:
        raise FormatError(str(read.problems[0]), where=str(path))
    return [Reference(item.citation_key, item_text(item), item.title) for item in read.items]


def item_text(item: Item) -> str:
    """A reference in words: "Campbell, H. (2014). Title. Journal. doi"."""
    names = "; ".join(one.sort_name for one in item.creators[:4])
    year = f"({item.year})" if item.year else "(n.d.)"
    doi = f"https://doi.org/{item.get('DOI')}" if item.get("DOI") else ""
    parts = (f"{names} {year}".strip(), plain(item.title), item.get("publicationTitle"), doi)
    return ". ".join(part for part in parts if part)


def _from_csv(text: str, path: Path) -> list[Reference]:
    sample = text[:4096]
    delimiter = max((";", ",", "\t"), key=lambda one: sample.splitlines()[0].count(one) if sample else 0)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FormatError(f"the table cannot be read: {error}", where=str(path)) from error
    if not rows:
        return []
    columns = {name: at for at, head in enumerate(rows[0]) if (name := _column(head))}
    if "key" not in columns and "title" not in columns:
        raise FormatError(
            "no column is called `key` or `title`",
            where=f"{path}:1",
            hint=f"The first line names the columns: {', '.join(_COLUMNS)}.",
        )
    return [
        made for row in rows[1:] if any(cell.strip() for cell in row) and (made := _from_row(row, columns))
    ]


def _from_row(row: Sequence[str], columns: Mapping[str, int]) -> Reference | None:
    cells = {name: row[at].strip() for name, at in columns.items() if at < len(row) and row[at].strip()}
    fields: dict[str, Value] = {}
    if fold(cells.get("importance", "")) in ("essential", "recommended", "further"):
        fields["importance"] = fold(cells["importance"])
    fields |= {name: cells[name] for name in ("locator", "note") if name in cells}
    year = f"({cells['year'][:4]})" if "year" in cells else ""
    doi = f"https://doi.org/{cells['doi']}" if "doi" in cells else ""
    names = f"{cells.get('author', '')} {year}".strip()
    text = ". ".join(part for part in (names, cells.get("title", ""), doi) if part) or cells.get("key", "")
    if not text:
        return None
    return Reference(cells.get("key", ""), text, cells.get("title", ""), cells.get("section", ""), fields)


def _column(head: str) -> str:
    word = fold(head.strip()).replace(" ", "_")
    return next((name for name, words in _COLUMNS.items() if word in words.split()), "")
