"""Pull: fetch everything in a library that changed since a version, as of one version.

Pyzotero's `everything()` is not used: it follows `next` links one after another (100 pages are 100 waits),
keeps no `Last-Modified-Version`, and merges pages from before and after somebody's edit without a word, so
that rows can be missing or double. Here pages are asked for by number, five at once, sorted by the date
added (which edits do not change), and every answer's version is compared; when they differ, only what moved
is fetched again (`_settle`).

`If-Modified-Since-Version` is not sent: the server answers 304, without any version, also when its own
version is *lower* than ours (recorded: modified-items-greater), so that a library restored from a backup
would look unchanged for ever. `since=` costs the same single request, and its empty answer names the
version.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from readinglist.zotero.crew import Crew
from readinglist.zotero.gate import Progress
from readinglist.zotero.pulled import Keys, Pulled, Raw
from readinglist.zotero.session import Answer, Session
from readinglist.zotero.shelf import FETCHED_BY_KEY, MemoryShelf, Page, Shelf
from readinglist.zotero.trouble import unexpected

__all__ = ["Keys", "Pulled", "pull"]

PAGE = 100
BATCH = 50  # keys in one itemKey= parameter: the documented number
_ROUNDS = 12  # how often a library may move under our hands before we give up
_SPARE = 2  # threads that read an answer while as many requests as are allowed are under way
_ORDER = {"sort": "dateAdded", "direction": "asc"}
_LISTS = ("items", "collections", "searches")


def pull(
    session: Session,
    since: int = 0,
    *,
    server_id: str = "",
    shelf: Shelf | None = None,
    progress: Progress | None = None,
) -> Pulled:
    """Fetch what changed after version `since` (0: everything) with one consistent version.

    `shelf` is handed the items as they come, while the next ones are under way, and keeps them (default: in
    memory); one that outlives the process lets an interrupted pull go on from the pages that it has.
    `server_id` is the one that came with `since` from a desktop program. `progress` (default: the session's)
    hears how many items have come. Nothing is written but to the shelf. Raises `AccessError` or
    `RemoteError`.
    """
    before = session.requests
    fetch = _Fetch(session, shelf or MemoryShelf(), progress or session.progress)
    if session.connection.local:
        went_back = False
        _fetch_local(fetch, since, server_id)
    else:
        went_back = _fetch_web(fetch, since)
    return fetch.pulled(since, went_back, session.requests - before)


def begin_first_page(session: Session) -> None:
    """Begin to fetch the first page of a whole library, which `pull` then waits for."""
    session.begin_items(since=0, start=0, limit=PAGE, **_ORDER)


def _fetch_web(fetch: _Fetch, since: int) -> bool:
    """Fetch from the Web API; true when the server's version turned out to be lower than `since`."""
    if since <= 0:
        fetch.everything()
        return False
    first = fetch.look(since)
    if first.version < since:
        # Versions from before and after a restore can be equal and mean different states, so comparing them
        # would not do: all is fetched anew.
        fetch.everything()
        return True
    if first.version > since:
        fetch.changes(since, first)
    return False


def _fetch_local(fetch: _Fetch, since: int, server_id: str) -> None:
    """Fetch from the desktop program, whose versions mean something only with its `Zotero-Server-ID`.

    Without that header (Zotero 8, 9) `since` would overlook edits that were not synced yet.
    """
    if since > 0 and server_id:
        first = fetch.look(since)
        if first.server_id == server_id and first.version >= since:
            fetch.changes(since, first, has_deleted=False)
            return
    fetch.everything()


class _Fetch:
    """One pull while it goes on: what has come so far, and at which versions."""

    def __init__(self, session: Session, shelf: Shelf, progress: Progress) -> None:
        self.session = session
        self.shelf = shelf
        self.progress = progress
        self.version = 0
        self.server_id = ""
        self.complete = False
        self.unchanged = False
        self.present: Keys | None = None
        self.folders: frozenset[str] | None = None
        self.library_name = ""
        self._began = False
        self._clear()

    def _clear(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {"collections": {}, "searches": {}}
        self._item_versions: dict[str, int] = {}
        self._kept: dict[int, Page] = {}
        self.settings: dict[str, Any] = {}
        self.deleted: Mapping[str, Any] = {}
        self._versions: set[int] = set()
        self._expected = dict.fromkeys(_LISTS, 0)

    def look(self, since: int) -> Answer:
        """Ask for the first page of what changed: enough to see whether anything did."""
        first = self._seen(self._page("items", since, 0))
        self.version = first.version
        self.unchanged = first.version == since and not first.data
        return first

    def everything(self) -> None:
        """Fetch the whole library."""
        self._clear()
        self.complete, self.unchanged = True, False
        self._round(0, None, has_deleted=not self.session.connection.local)
        kinds = {kind: frozenset(self._held(kind)) for kind in _LISTS}
        self.present = Keys(**kinds, settings=frozenset(self.settings))

    def changes(self, since: int, first: Answer, *, has_deleted: bool = True) -> None:
        """Fetch the rest of what changed after `since`, of which `first` is the first page."""
        self.unchanged = False
        self._round(since, first, has_deleted=has_deleted)
        if not has_deleted:
            self._compare_keys()

    def pulled(self, since: int, went_back: bool, requests: int) -> Pulled:
        """What has come, as a value."""
        gone = {kind: _keys(self.deleted.get(kind)) for kind in (*_LISTS, "settings", "tags")}
        return Pulled(
            source=self.session.source,
            since=since,
            version=self.version,
            items=self.shelf.items() if self._began else {},
            collections=self.objects["collections"],
            searches=self.objects["searches"],
            settings=self.settings,
            deleted=Keys(**{kind: keys - frozenset(self._held(kind)) for kind, keys in gone.items()}),
            present=self.present,
            folders=self.folders,
            went_back=went_back,
            unchanged=self.unchanged,
            library_name=self.library_name,
            server_id=self.server_id,
            requests=requests,
        )

    def _round(self, since: int, first: Answer | None, *, has_deleted: bool) -> None:
        """Fetch all pages of all kinds; settle when they do not belong together."""
        crew: Crew[tuple[str, int, Answer]] = Crew(self.session.limits.at_once + _SPARE)
        self._resume(since)
        if first is not None:
            self._take(crew, "items", since, 0, first)
        elif 0 in self._kept:
            self._ask_pages(crew, "items", since, self._kept[0].total)
        else:
            self._ask(crew, "items", since, 0)
        # Of a first pull only what is deleted while it goes on matters, and that is asked in `_settle`.
        self._ask_others(crew, since, since if has_deleted and since else None)
        self._collect(crew, since)
        self._look_for_folders()
        if len(self._versions) == 1 and self._counts_right(*_LISTS):
            self.version = self._versions.pop()
        else:
            self._settle(since, has_deleted=has_deleted)

    def _resume(self, since: int) -> None:
        """Take over what an interrupted pull left: its pages count as if they had been asked for now.

        Not from a desktop program: an edit there that is not synced yet changes no version.
        """
        local = self.session.connection.local
        pages, held = self.shelf.begin(self.session.connection.place, since, resume=not local)
        self._began = True
        self._item_versions = held
        self._kept = {page.start: page for page in pages if page.start >= 0}
        self._versions.update(page.version for page in pages)
        if self._kept:
            self._expected["items"] = max(page.total for page in self._kept.values())

    def _held(self, kind: str) -> Collection[str]:
        return self._item_versions if kind == "items" else self.objects.get(kind, ())

    def _counts_right(self, *kinds: str) -> bool:
        """Whether as many objects came as the server counted: none missing or double between two pages."""
        return all(len(self._held(kind)) == self._expected[kind] for kind in kinds)

    def _ask_others(self, crew: Crew[tuple[str, int, Answer]], since: int, deleted_since: int | None) -> None:
        self._ask(crew, "collections", since, 0)
        self._ask(crew, "searches", since, 0)
        crew.add(lambda: ("settings", 0, self.session.settings(since)))
        if deleted_since is not None:
            crew.add(lambda: ("deleted", 0, self.session.deleted(deleted_since)))

    def _ask_pages(self, crew: Crew[tuple[str, int, Answer]], kind: str, since: int, total: int) -> None:
        for start in range(PAGE, total, PAGE):
            if kind != "items" or start not in self._kept:
                self._ask(crew, kind, since, start)

    def _ask(self, crew: Crew[tuple[str, int, Answer]], kind: str, since: int, start: int) -> None:
        crew.add(lambda: (kind, start, self._page(kind, since, start)))

    def _page(self, kind: str, since: int, start: int) -> Answer:
        ask: Callable[..., Answer] = getattr(self.session, kind)
        return ask(since=since, start=start, limit=PAGE, **(_ORDER if kind == "items" else {}))

    def _collect(self, crew: Crew[tuple[str, int, Answer]], since: int) -> None:
        for kind, start, answer in crew.results():
            self._take(crew, kind, since, start, self._seen(answer))

    def _take(
        self, crew: Crew[tuple[str, int, Answer]], kind: str, since: int, start: int, answer: Answer
    ) -> None:
        self._versions.add(answer.version)
        if kind == "settings":
            self.settings = dict(answer.data)
        elif kind == "deleted":
            self.deleted = answer.data
        else:
            self._keep(kind, start, answer)
            if start == 0:
                self._expected[kind] = answer.total or 0
                self._ask_pages(crew, kind, since, answer.total or 0)
            if kind == "items":
                self.progress("items", len(self._item_versions), self._expected["items"] or None)

    def _keep(self, kind: str, start: int, answer: Answer) -> None:
        found = {self._key(kind, raw): raw for raw in answer.data}
        if kind != "items":
            self.objects[kind].update(found)
            return
        versions = {key: _version_of(raw) for key, raw in found.items()}
        page = Page(start, answer.version, answer.total or 0)
        self.shelf.keep(page, found, versions)
        self._item_versions.update(versions)
        if answer.data:
            self._note_library(answer.data[0])

    def _key(self, kind: str, raw: Raw) -> str:
        key = raw.get("key")
        if not isinstance(key, str) or not key:
            raise unexpected(
                self.session.connection, f"the server sent something without a key among its {kind}"
            )
        return key

    def _settle(self, since: int, *, has_deleted: bool) -> None:
        """Carry on from what has come until all of it is of one version, fetching only what moved.

        The list of keys and versions comes in one answer and so belongs to one version; what we hold at the
        version listed there is right, whenever it was fetched. Collections, searches, settings and
        deletions are short and are asked for again. Of a first pull the deletions since its first page count:
        an item that came before loses its relation to a deleted one without a new version.
        """
        deleted_since = min(self._versions) if has_deleted and not since else since if has_deleted else None
        for _ in range(_ROUNDS):
            self.progress("the library is being edited: fetching what moved", None, None)
            listed = self._seen(self.session.item_versions(since))
            held = self._item_versions
            # A server that was put back meanwhile may give old numbers to new contents.
            went_back = listed.version < max(self._versions)
            gone = set(held) if went_back else held.keys() - listed.data.keys()
            self.shelf.drop(gone)
            for key in gone:
                del held[key]
            wanted = sorted(key for key, version in listed.data.items() if held.get(key) != version)
            self._versions = {listed.version}
            self.objects["collections"], self.objects["searches"] = {}, {}
            crew: Crew[tuple[str, int, Answer]] = Crew(self.session.limits.at_once + _SPARE)
            for start in range(0, len(wanted), BATCH):
                self._ask_keys(crew, wanted[start : start + BATCH])
            self._ask_others(crew, since, deleted_since)
            self._collect(crew, since)
            self._look_for_folders()
            others = self._counts_right("collections", "searches")
            if len(self._versions) == 1 and others and held == listed.data:
                self.version = listed.version
                return
        raise unexpected(
            self.session.connection,
            f"the library did not hold still: it changed during {_ROUNDS} attempts in a row",
        )

    def _look_for_folders(self) -> None:
        """Where collections were deleted, ask which there are: what lay below one goes without being listed.

        Recorded: collection-delete-deleted-since. Where it lay then may be news to us, so that what is held
        does not tell.
        """
        if not self.complete and _keys(self.deleted.get("collections")):
            listed = self._seen(self.session.collection_versions())
            self.folders = frozenset(listed.data)
            self._versions.add(listed.version)

    def _ask_keys(self, crew: Crew[tuple[str, int, Answer]], keys: list[str]) -> None:
        by_key = FETCHED_BY_KEY
        crew.add(lambda: ("items", by_key, self.session.items(itemKey=",".join(keys), limit=PAGE)))

    def _compare_keys(self) -> None:
        """Ask which keys there are: the desktop program cannot say what was deleted."""
        items = self._seen(self.session.item_versions(0))
        kinds: dict[str, frozenset[str]] = {"items": frozenset(items.data)}
        for kind in ("collections", "searches"):
            crew: Crew[tuple[str, int, Answer]] = Crew(self.session.limits.at_once + _SPARE)
            found: set[str] = set()
            self._ask(crew, kind, 0, 0)
            for _, start, answer in crew.results():
                found.update(str(raw.get("key")) for raw in answer.data)
                if start == 0:
                    for later in range(PAGE, answer.total or 0, PAGE):
                        self._ask(crew, kind, 0, later)
            kinds[kind] = frozenset(found)
        self.present = Keys(**kinds, settings=frozenset(self.settings))

    def _seen(self, answer: Answer) -> Answer:
        if answer.version < 0:
            raise unexpected(
                self.session.connection,
                "the server's answer has no Last-Modified-Version: it is no Zotero server",
            )
        self.server_id = answer.server_id or self.server_id
        return answer

    def _note_library(self, raw: Raw) -> None:
        library = raw.get("library")
        name = library.get("name") if isinstance(library, dict) else None
        if isinstance(name, str) and name:
            self.library_name = name


def _version_of(raw: Raw) -> int:
    version = raw.get("version")
    return version if isinstance(version, int) else -1


def _keys(value: Any) -> frozenset[str]:
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list) else frozenset()
