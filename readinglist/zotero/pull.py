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

from collections.abc import Callable, Mapping
from typing import Any

from readinglist.zotero.crew import Crew
from readinglist.zotero.gate import Progress
from readinglist.zotero.pulled import Keys, Pulled, Raw
from readinglist.zotero.session import Answer, Session
from readinglist.zotero.trouble import unexpected

__all__ = ["Keys", "Pulled", "pull"]

PAGE = 100
BATCH = 50  # keys in one itemKey= parameter: the documented number
_ROUNDS = 12  # how often a library may move under our hands before we give up
_LISTS = ("items", "collections", "searches")


def pull(
    session: Session,
    since: int = 0,
    *,
    server_id: str = "",
    prepare: Callable[[Raw], Any] | None = None,
    progress: Progress | None = None,
) -> Pulled:
    """Fetch what changed after version `since` (0: everything) with one consistent version.

    `prepare` is called with each item as it comes, while the next ones are under way, and what it returns
    takes the item's place in the result. `server_id` is the one that came with `since` from a desktop
    program. `progress` (default: the session's) hears how many items have come. Nothing is written
    anywhere. Raises `AccessError` or `RemoteError`.
    """
    before = session.requests
    fetch = _Fetch(session, prepare or _as_it_is, progress or session.progress)
    if session.connection.local:
        went_back = False
        _fetch_local(fetch, since, server_id)
    else:
        went_back = _fetch_web(fetch, since)
    return fetch.pulled(since, went_back, session.requests - before)


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

    def __init__(self, session: Session, prepare: Callable[[Raw], Any], progress: Progress) -> None:
        self.session = session
        self.prepare = prepare
        self.progress = progress
        self.version = 0
        self.server_id = ""
        self.complete = False
        self.unchanged = False
        self.present: Keys | None = None
        self.library_name = ""
        self._clear()

    def _clear(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {kind: {} for kind in _LISTS}
        self._item_versions: dict[str, int] = {}
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
        self._round(0, None, has_deleted=False)
        kinds = {kind: frozenset(self.objects[kind]) for kind in _LISTS}
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
            items=self.objects["items"],
            collections=self.objects["collections"],
            searches=self.objects["searches"],
            settings=self.settings,
            deleted=Keys(
                **{kind: keys - frozenset(self.objects.get(kind, ())) for kind, keys in gone.items()}
            ),
            present=self.present,
            went_back=went_back,
            unchanged=self.unchanged,
            library_name=self.library_name,
            server_id=self.server_id,
            requests=requests,
        )

    def _round(self, since: int, first: Answer | None, *, has_deleted: bool) -> None:
        """Fetch all pages of all kinds; settle when they do not belong together."""
        crew: Crew[tuple[str, int, Answer]] = Crew(self.session.limits.at_once)
        if first is not None:
            self._take(crew, "items", since, 0, first)
        else:
            self._ask(crew, "items", since, 0)
        self._ask_others(crew, since, has_deleted)
        self._collect(crew, since)
        if len(self._versions) == 1 and self._counts_right(*_LISTS):
            self.version = self._versions.pop()
        else:
            self._settle(since, has_deleted=has_deleted)

    def _counts_right(self, *kinds: str) -> bool:
        """Whether as many objects came as the server counted: none missing or double between two pages."""
        return all(len(self.objects[kind]) == self._expected[kind] for kind in kinds)

    def _ask_others(self, crew: Crew[tuple[str, int, Answer]], since: int, has_deleted: bool) -> None:
        self._ask(crew, "collections", since, 0)
        self._ask(crew, "searches", since, 0)
        crew.add(lambda: ("settings", 0, self.session.settings(since)))
        if has_deleted:
            crew.add(lambda: ("deleted", 0, self.session.deleted(since)))

    def _ask(self, crew: Crew[tuple[str, int, Answer]], kind: str, since: int, start: int) -> None:
        crew.add(lambda: (kind, start, self._page(kind, since, start)))

    def _page(self, kind: str, since: int, start: int) -> Answer:
        ask: Callable[..., Answer] = getattr(self.session, kind)
        order = {"sort": "dateAdded", "direction": "asc"} if kind == "items" else {}
        return ask(since=since, start=start, limit=PAGE, **order)

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
            self._keep(kind, answer)
            if start == 0:
                self._expected[kind] = answer.total or 0
                for later in range(PAGE, answer.total or 0, PAGE):
                    self._ask(crew, kind, since, later)
            if kind == "items":
                self.progress("items", len(self.objects["items"]), self._expected["items"] or None)

    def _keep(self, kind: str, answer: Answer) -> None:
        for raw in answer.data:
            key = raw.get("key")
            if not isinstance(key, str) or not key:
                raise unexpected(
                    self.session.connection, f"the server sent something without a key among its {kind}"
                )
            if kind == "items":
                self._item_versions[key] = _version_of(raw)
                self._note_library(raw)
            self.objects[kind][key] = self.prepare(raw) if kind == "items" else raw

    def _settle(self, since: int, *, has_deleted: bool) -> None:
        """Carry on from what has come until all of it is of one version, fetching only what moved.

        The list of keys and versions comes in one answer and so belongs to one version; what we hold at the
        version listed there is right, whenever it was fetched. Collections, searches, settings and
        deletions are short and are asked for again.
        """
        for _ in range(_ROUNDS):
            self.progress("the library is being edited: fetching what moved", None, None)
            listed = self._seen(self.session.item_versions(since))
            held = self._item_versions
            for key in held.keys() - listed.data.keys():
                del held[key], self.objects["items"][key]
            wanted = sorted(key for key, version in listed.data.items() if held.get(key) != version)
            self._versions = {listed.version}
            self.objects["collections"], self.objects["searches"] = {}, {}
            crew: Crew[tuple[str, int, Answer]] = Crew(self.session.limits.at_once)
            for start in range(0, len(wanted), BATCH):
                self._ask_keys(crew, wanted[start : start + BATCH])
            self._ask_others(crew, since, has_deleted)
            self._collect(crew, since)
            others = self._counts_right("collections", "searches")
            if len(self._versions) == 1 and others and held == listed.data:
                self.version = listed.version
                return
        raise unexpected(
            self.session.connection,
            f"the library did not hold still: it changed during {_ROUNDS} attempts in a row",
        )

    def _ask_keys(self, crew: Crew[tuple[str, int, Answer]], keys: list[str]) -> None:
        # The start of 1 only says that no further pages follow.
        crew.add(lambda: ("items", 1, self.session.items(itemKey=",".join(keys), limit=PAGE)))

    def _compare_keys(self) -> None:
        """Ask which keys there are: the desktop program cannot say what was deleted."""
        items = self._seen(self.session.item_versions(0))
        kinds: dict[str, frozenset[str]] = {"items": frozenset(items.data)}
        for kind in ("collections", "searches"):
            crew: Crew[tuple[str, int, Answer]] = Crew(self.session.limits.at_once)
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


def _as_it_is(raw: Raw) -> Raw:
    return raw


def _version_of(raw: Raw) -> int:
    version = raw.get("version")
    return version if isinstance(version, int) else -1


def _keys(value: Any) -> frozenset[str]:
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list) else frozenset()
