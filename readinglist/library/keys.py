"""Citation keys: given once and then kept, in `bib/keys.csv`.

The file has a header and one line a key, sorted: `citation_key,source,zotero_key,role`. An item has one
line whose role is empty: its current key. A key that it had before has the role `alias` and goes on finding
it. Lines of deleted items stay, so that a restored item gets its key again and nobody else takes it. A key
belongs to one item only, whatever its upper and lower case: BibTeX and some file systems do not tell them
apart.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from readinglist.errors import LibraryError
from readinglist.files import write_file
from readinglist.library.keywords import LONGEST, safe_key

_HEADER = ("citation_key", "source", "zotero_key", "role")
_ALIAS = "alias"

ItemId = tuple[str, str]
"""A source ("groups/4420117") and a Zotero key: what names an item for good."""


class KeyRow(NamedTuple):
    """One citation key and the item that it belongs to; `alias` when the item has another one now."""

    citation_key: str
    source: str
    zotero_key: str
    alias: bool = False

    @property
    def item(self) -> ItemId:
        """Source and Zotero key."""
        return self.source, self.zotero_key


@dataclass(frozen=True)
class KeyTable:
    """All citation keys. Look up by `owner` and `current`; rows are sorted."""

    rows: tuple[KeyRow, ...] = ()

    def __post_init__(self) -> None:
        # By plain tuples, which are compared three times as fast as named ones.
        object.__setattr__(self, "rows", tuple(sorted(self.rows, key=itemgetter(0, 1, 2, 3))))

    @cached_property
    def _owners(self) -> Mapping[str, ItemId]:
        return {row.citation_key.casefold(): row.item for row in self.rows}

    @cached_property
    def _current(self) -> Mapping[ItemId, str]:
        return {row.item: row.citation_key for row in self.rows if not row.alias}

    def owner(self, citation_key: str) -> ItemId | None:
        """The item that a key or alias belongs to."""
        return self._owners.get(citation_key.casefold())

    def current(self, item: ItemId) -> str:
        """The item's citation key, "" while it has none."""
        return self._current.get(item, "")

    def merged(self, other: KeyTable) -> KeyTable:
        """This table with the keys of `other` that do not contradict it.

        An item that has a current key here keeps it; its current one from there becomes an alias.
        """
        if not self.rows:
            return other
        rows = list(self.rows)
        for row in other.rows:
            if self.owner(row.citation_key) is None:
                alias = row.alias or bool(self.current(row.item))
                rows.append(KeyRow(row.citation_key, row.source, row.zotero_key, alias))
        return KeyTable(tuple(rows))


class Candidate(NamedTuple):
    """An item that should have a key: what Zotero gives it (made safe, or ""), and what we would make."""

    item: ItemId
    given: str
    generated: str
    date_added: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The new table; which keys were added; and which were replaced by the owner's new ones (old → new)."""

    table: KeyTable
    added: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


def assign_keys(
    table: KeyTable, candidates: Iterable[Candidate], last_given: Mapping[ItemId, str] | None = None
) -> Assigned:
    """Give every candidate a key that has none; follow the owner where Zotero's own key was changed.

    `last_given` is what Zotero gave each item the last time (`Candidate.given` then). The result depends on
    the set of candidates and not on their order: those added to Zotero first choose first.
    """
    ordered = sorted(candidates, key=lambda one: (one.date_added, *one.item))
    taken = {row.citation_key.casefold(): row.item for row in table.rows}
    current = {row.item: row.citation_key for row in table.rows if not row.alias}
    renamed = _renamings(ordered, last_given, taken, current) if last_given else {}
    # Keys that people gave come before those we make: nothing we make may stand in their way.
    added = [
        *_give([(one.given, one.item) for one in ordered if one.given], taken, current),
        *_give([(one.generated, one.item) for one in ordered], taken, current),
    ]
    rows = [KeyRow(key, source, zotero_key) for (source, zotero_key), key in current.items()]
    if table.rows:
        now = {row.citation_key.casefold() for row in rows}
        rows += [
            KeyRow(row.citation_key, row.source, row.zotero_key, True)
            for row in table.rows
            if row.citation_key.casefold() not in now
        ]
    return Assigned(KeyTable(tuple(rows)), tuple(sorted(added)), renamed)


def _give(
    wishes: Iterable[tuple[str, ItemId]], taken: dict[str, ItemId], current: dict[ItemId, str]
) -> list[str]:
    """Give the items that have no key yet the one that is wished for them, or one like it; those given."""
    added = []
    for base, item in wishes:
        if not base or item in current:
            continue
        folded = base.casefold()
        if len(base) > LONGEST or taken.setdefault(folded, item) != item:
            base = free_key(base, taken, item)
            taken[base.casefold()] = item
        current[item] = base
        added.append(base)
    return added


def _renamings(
    ordered: list[Candidate],
    last_given: Mapping[ItemId, str],
    taken: dict[str, ItemId],
    current: dict[ItemId, str],
) -> dict[str, str]:
    """Put the owner's changed keys into `taken` and `current`; old → new."""
    renamed = {}
    for one in ordered:
        known = one.item in current and one.item in last_given
        if not known or not one.given or one.given in (last_given[one.item], current[one.item]):
            continue
        if taken.setdefault(one.given.casefold(), one.item) == one.item:
            renamed[current[one.item]] = one.given
            current[one.item] = one.given
    return renamed


def free_key(base: str, taken: Mapping[str, ItemId], item: ItemId) -> str:
    """`base`, or with the first suffix of a, b, … z, aa, ab … that no other item has.

    `taken` maps casefolded keys to their items; an alias of `item` itself is free for it.
    """
    key, number = base[:LONGEST], 0
    while taken.get(key.casefold(), item) != item:
        number += 1
        suffix = _letters(number)
        key = base[: LONGEST - len(suffix)] + suffix
    return key


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def load_keys(path: Path) -> KeyTable:
    """Read `keys.csv`; an empty table when there is no file. Raises `LibraryError` with file and line."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return KeyTable()
    except UnicodeDecodeError:
        raise LibraryError("this file is not UTF-8 text", where=str(path)) from None
    except OSError as error:
        raise LibraryError(f"cannot be read: {error.strerror}", where=str(path)) from None
    return parse_keys(text, str(path))


def parse_keys(text: str, where: str = "keys.csv") -> KeyTable:
    """Read the text of `keys.csv`. Raises `LibraryError` naming `where` and the line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[KeyRow] = []
    owners: dict[str, ItemId] = {}
    current: dict[ItemId, str] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if tuple(cells)[:3] == _HEADER[:3] and not rows:
                continue
            row = _row(cells, f"{where}:{reader.line_num}")
            _check(row, owners, current, f"{where}:{reader.line_num}")
            rows.append(row)
    except csv.Error as error:
        raise LibraryError(f"broken CSV: {error}", where=f"{where}:{reader.line_num}") from None
    return KeyTable(tuple(rows))


def save_keys(path: Path, table: KeyTable) -> bool:
    """Write `keys.csv`; false, and nothing touched, when it holds just this. Raises `WorkspaceError`."""
    return write_file(path, format_keys(table))


def format_keys(table: KeyTable) -> str:
    """The text of `keys.csv`: sorted without regard to the machine's language, line ends as on Unix."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows((name, source, key, _ALIAS if alias else "") for name, source, key, alias in table.rows)
    return out.getvalue()


def _row(cells: list[str], where: str) -> KeyRow:
    cells = [cell.strip() for cell in cells]
    if len(cells) not in (3, 4) or not all(cells[:3]):
        raise LibraryError(
            f"expected {','.join(_HEADER)} and found {len(cells)} value{'s' if len(cells) != 1 else ''}",
            where=where,
            hint="As in: campbell2014narco,groups/4420117,P4PHRY7P,",
        )
    role = cells[3] if len(cells) == 4 else ""
    if role not in ("", _ALIAS):
        raise LibraryError(f"the role is '{_ALIAS}' or empty, not '{role}'", where=where)
    if cells[0] != safe_key(cells[0]):
        raise LibraryError(
            f"'{cells[0]}' holds characters that a citation key cannot have",
            where=where,
            hint="Letters a-z, digits and - _ . : + are allowed"
            + (f", as in {safe_key(cells[0])}" if safe_key(cells[0]) else "."),
        )
    return KeyRow(cells[0], cells[1], cells[2], role == _ALIAS)


def _check(row: KeyRow, owners: dict[str, ItemId], current: dict[ItemId, str], where: str) -> None:
    owner = owners.setdefault(row.citation_key.casefold(), row.item)
    if owner != row.item:
        raise LibraryError(
            f"'{row.citation_key}' belongs to two items, {owner[1]} and {row.zotero_key}",
            where=where,
            hint="Keep the line that your lists mean and delete the other.",
        )
    if row.alias:
        return
    if current.setdefault(row.item, row.citation_key) != row.citation_key:
        raise LibraryError(
            f"item {row.zotero_key} has two keys, '{current[row.item]}' and '{row.citation_key}'",
            where=where,
            hint=f"Put '{_ALIAS}' behind the older one: it goes on working.",
        )
