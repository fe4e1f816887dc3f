"""Carrying a list over into another term, and what of it deserves a look: links, editions, references."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readinglist.actions.local import open_local
from readinglist.actions.progress import Progress, silent
from readinglist.errors import UsageError
from readinglist.files import safe_name, write_file
from readinglist.items import Item
from readinglist.items.text import fold, plain
from readinglist.lists.load import find_list, list_names
from readinglist.lists.model import Entry, ReadingList
from readinglist.lists.rewriting import load_exact
from readinglist.lists.rollover import Rolled, roll_over
from readinglist.lists.schedule import schedule
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at.

    `kind` is "dead" (not in the library, or in the trash), "renamed" (the key is an older one), "newer" (a
    later edition is in the library), "link", "no class" or "words" (that speak of the old term's dates).
    """

    kind: str
    where: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class RolloverReport:
    """What a rollover made. `written` is False for a dry run."""

    path: Path
    written: bool
    rolled: Rolled
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "path": str(self.path),
            "written": self.written,
            "changes": [asdict(one) for one in self.rolled.changes],
            "findings": [asdict(one) for one in self.findings],
        }


def roll_list_over(
    workspace: Workspace,
    old: str,
    new: str,
    start: datetime.date,
    *,
    dry_run: bool = False,
    check_links: bool = False,
    progress: Progress = silent,
) -> RolloverReport:
    """Write the list `new` as `old` in a term that starts on `start`, and look at what it cites.

    `check_links` asks the web about every link. Raises `NotFoundError`, `ListError`, `UsageError` for a name
    that is taken or no file's name, `WorkspaceError` where nothing has been synced.
    """
    path = find_list(workspace.lists_folder, old)
    target = _target(workspace, new, path)
    rolled = roll_over(load_exact(path), path, target, start)
    # A calendar that does not fit is found before anything is written.
    off = list(_no_class(rolled.reading_list))
    with open_local(workspace) as library:
        cited = library.items_by_key(rolled.reading_list.cited_keys)
        findings = [*off, *_references(rolled.reading_list, cited), *_editions(cited, library.items())]
    if check_links:
        findings += _links(rolled.reading_list, cited, progress)
    findings += [Finding("words", f"{target}:{remark.line}", "", remark.text) for remark in rolled.remarks]
    if not dry_run:
        write_file(target, rolled.text)
    return RolloverReport(target, not dry_run, rolled, tuple(findings))


def _target(workspace: Workspace, name: str, old: Path) -> Path:
    if name in list_names(workspace.lists_folder):
        raise UsageError(
            f"there is a list '{name}' already", hint="Give another name, or delete that file first."
        )
    if safe_name(name) != name:
        raise UsageError(f"'{name}' is no name for a file", hint=f"'{safe_name(name, 'list')}' would do.")
    return old.with_name(f"{name}{old.suffix}")


def entries_of(reading_list: ReadingList) -> Iterator[tuple[str, Entry]]:
    """Every entry and alternative that is written out, with its `file:line`."""
    for placed in reading_list.flat_sections:
        for at, entry in enumerate(placed.section.entries):
            path = (*placed.path, "entries", at)
            yield reading_list.where(*path), entry
            for number, other in enumerate(entry.alternatives):
                yield reading_list.where(*path, "alternatives", number), other


def _no_class(reading_list: ReadingList) -> Iterator[Finding]:
    for placed, meeting in zip(reading_list.flat_sections, schedule(reading_list), strict=True):
        if not meeting.held and meeting.date:
            reason = meeting.holiday or meeting.reason
            text = meeting.date.isoformat() + (f", {reason}" if reason else "")
            yield Finding("no class", reading_list.where(*placed.path), f"{placed.section.title},", text)


def _references(reading_list: ReadingList, cited: Mapping[str, Item]) -> Iterator[Finding]:
    for where, entry in entries_of(reading_list):
        if not entry.cite:
            continue
        item = cited.get(entry.cite)
        if item is None:
            yield Finding("dead", where, entry.cite, "is not in the library")
        elif item.deleted:
            yield Finding("dead", where, entry.cite, "lies in Zotero's trash")
        elif item.citation_key.casefold() != entry.cite.casefold() and item.key != entry.cite:
            yield Finding("renamed", where, entry.cite, f"is called {item.citation_key} now")


def _editions(cited: Mapping[str, Item], items: Iterable[Item]) -> Iterator[Finding]:
    """Later editions of what is cited: same title, same first creator, same type of item."""
    known: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        known.setdefault(_work(item), []).append(item)
    for key, item in sorted(cited.items()):
        for other in known.get(_work(item), ()):
            if other.key != item.key and _edition(other) > _edition(item):
                told = ", ".join(part for part in (other.get("edition"), str(other.year or "")) if part)
                yield Finding(
                    "newer", "", key, f"a later edition is in the library: {other.citation_key} ({told})"
                )


def _work(item: Item) -> tuple[str, str, str]:
    creator = item.creators[0].sort_name if item.creators else ""
    title = re.sub(r"\W+", " ", fold(plain(item.title))).strip()
    # An item without a title is like no other.
    return title or item.key, fold(creator.partition(",")[0]), item.item_type


def _edition(item: Item) -> tuple[int, int]:
    number = re.search(r"\d+", item.get("edition"))
    return item.year or 0, int(number[0]) if number else 1


def _links(reading_list: ReadingList, cited: Mapping[str, Item], progress: Progress) -> Iterator[Finding]:
    from readinglist.actions.links import fetch_link_states

    wanted: dict[str, tuple[str, str]] = {}
    for where, entry in entries_of(reading_list):
        for url in _addresses(entry, cited.get(entry.cite)):
            wanted.setdefault(url, (where, entry.label))
    states = fetch_link_states(wanted, done=lambda done, total: progress("Asking for links", done, total))
    for state in states:
        if state.state != "ok":
            where, label = wanted[state.url]
            told = f"{state.state} ({state.detail})" if state.detail else state.state
            yield Finding("link", where, label, f"{state.url}: {told}")


def _addresses(entry: Entry, item: Item | None) -> Iterator[str]:
    """The links of an entry: the library's, its own, the item's."""
    if entry.available:
        yield from (one for one in (entry.available.link, entry.available.permalink) if one)
    if entry.link:
        yield entry.link
    if item is not None:
        doi = item.get("DOI").strip()
        url = item.get("url").strip()
        if doi:
            yield doi if doi.startswith("http") else f"https://doi.org/{doi}"
        elif url:
            yield url
