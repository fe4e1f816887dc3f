"""Random histories: edits on the server, faults on the way, and local equal to remote after every sync.

    python -m tests.sync.machine 5000

runs that many histories and prints what they held.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from readinglist.demo.server import Editor
from readinglist.demo.server import faults as wrong
from readinglist.demo.server.faults import Fault
from readinglist.demo.server.messages import ApiError
from readinglist.errors import LibraryError, ReadinglistError
from tests.sync.world import World, end_world, new_world, path_of, remote_state, running

which = st.integers(0, 1)
pick = st.integers(0, 10_000)
words = st.sampled_from(
    ["Archives", "Geeks", "Año", "An\u0303o", "😀 cartel", "nul\x00byte", "<i>Narco</i>", "", "a" * 300]
)
TYPES = ("book", "journalArticle", "thesis", "report", "webpage", "computerProgram")
ODD: tuple[dict[str, Any], ...] = (
    {"itemType": "hologram", "beamWidth": 3, "title": "From the future"},
    {"itemType": "book", "title": None, "creators": None, "tags": None, "relations": []},
    {"itemType": "book", "title": 7, "creators": [None, {"name": 1}], "tags": ["x", 3], "date": ["2001"]},
    {"itemType": "note", "note": "lone \ud800 surrogate"},
    {"title": "no type at all"},
)
FAULTS: dict[str, Fault] = {
    "429": wrong.too_many(),
    "429 with a wait": wrong.too_many(3),
    "429 with a date": wrong.too_many("Wed, 21 Oct 2015 07:28:00 GMT"),
    "500": wrong.status(500, "An error occurred"),
    "502": wrong.status(502),
    "503": wrong.unavailable(7),
    "reset": wrong.reset(),
    "reset after": wrong.reset(after=True),
    "cut": wrong.truncated(),
    "wrong JSON": wrong.not_json(),
    "other JSON": wrong.rewritten(lambda body: b'"surprise"'),
    "HTML": wrong.html(),
    "Backoff": wrong.backoff(2),
}


class Histories(RuleBasedStateMachine):
    """A history of two libraries, their workspace and the weather between them."""

    server: ClassVar[Any] = None
    told: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.world: World = new_world(*type(self).server)
        self.told["histories"] += 1

    def teardown(self) -> None:
        self.world.faults.clear()
        end_world(self.world)

    @initialize(numbers=st.tuples(st.integers(0, 12), st.integers(0, 4)))
    def begin(self, numbers: tuple[int, int]) -> None:
        for at, number in enumerate(numbers):
            editor = self.editor(at)
            shelf = editor.add_collection("Shelf")
            for index in range(number):
                editor.add_item("book", title=f"Archives {index}", collections=[shelf] if index % 2 else [])

    # What there is to choose from

    def editor(self, at: int) -> Editor:
        return self.world.editor(self.world.sources[at])

    def item(self, at: int, number: int, kind: str = "") -> str:
        items = self.editor(at).library.items
        keys = sorted(key for key, one in items.items() if one.raw is None and _fits(one.type, kind))
        return keys[number % len(keys)] if keys else ""

    def collection(self, at: int, number: int) -> str:
        keys = sorted(self.editor(at).library.collections)
        return keys[number % len(keys)] if keys else ""

    def do(self, change: Any) -> None:
        """Make a change; one that the server refuses is none."""
        try:
            change()
            self.told["edits"] += 1
        except ApiError:
            self.told["refused edits"] += 1

    # Edits

    @rule(
        at=which,
        kind=st.sampled_from(TYPES),
        title=words,
        n=pick,
        tags=st.lists(words.filter(bool), max_size=3),
    )
    def add(self, at: int, kind: str, title: str, n: int, tags: list[str]) -> None:
        shelf = self.collection(at, n)
        tagged = [{"tag": tag[:200], "type": n % 2} for tag in tags]
        into = [shelf] if shelf and n % 3 else []
        self.do(lambda: self.editor(at).add_item(kind, title=title, collections=into, tags=tagged))

    @rule(at=which, n=pick, title=words, year=st.sampled_from(["", "1999", "2020-05"]))
    def change(self, at: int, n: int, title: str, year: str) -> None:
        if key := self.item(at, n, "work"):
            self.do(lambda: self.editor(at).edit_item(key, title=title, date=year))

    @rule(at=which, n=pick, kind=st.sampled_from(TYPES))
    def change_type(self, at: int, n: int, kind: str) -> None:
        if key := self.item(at, n, "work"):
            self.do(lambda: self.editor(at).edit_item(key, itemType=kind))

    @rule(at=which, n=pick, name=st.sampled_from(["smith:2020", "own key", ""]))
    def name_it(self, at: int, n: int, name: str) -> None:
        if key := self.item(at, n, "work"):
            self.world.renamed.add((path_of(self.world.sources[at]), key))
            self.do(lambda: self.editor(at).edit_item(key, citationKey=name))

    @rule(at=which, n=pick, text=words, kind=st.sampled_from(["note", "attachment"]))
    def add_child(self, at: int, n: int, text: str, kind: str) -> None:
        data = (
            {"note": text}
            if kind == "note"
            else {"linkMode": "linked_url", "url": "https://a.example/", "title": text}
        )
        if parent := self.item(at, n, "work"):
            self.do(lambda: self.editor(at).add_item(kind, parentItem=parent, **data))

    @rule(at=which, n=pick, text=words)
    def annotate(self, at: int, n: int, text: str) -> None:
        editor = self.editor(at)
        if parent := self.item(at, n, "work"):

            def change() -> None:
                file = editor.add_item(
                    "attachment",
                    parentItem=parent,
                    linkMode="imported_file",
                    contentType="application/pdf",
                    filename="a.pdf",
                )
                editor.add_item(
                    "annotation",
                    parentItem=file,
                    annotationType="highlight",
                    annotationText=text,
                    annotationSortIndex="00000|000000|00000",
                    annotationPosition='{"pageIndex":0,"rects":[]}',
                )

            self.do(change)

    @rule(at=which, n=pick, m=pick)
    def reparent(self, at: int, n: int, m: int) -> None:
        child, parent = self.item(at, n, "child"), self.item(at, m, "work")
        if child and parent:
            self.do(lambda: self.editor(at).reparent(child, parent if m % 4 else ""))

    @rule(at=which, n=pick)
    def trash(self, at: int, n: int) -> None:
        if key := self.item(at, n):
            self.do(lambda: self.editor(at).trash(key))

    @rule(at=which)
    def restore(self, at: int) -> None:
        editor = self.editor(at)
        if keys := sorted(
            key for key, one in editor.library.items.items() if one.deleted and one.raw is None
        ):
            self.do(lambda: editor.restore(keys[0]))

    @rule(at=which, n=pick)
    def delete(self, at: int, n: int) -> None:
        if key := self.item(at, n):
            self.do(lambda: self.editor(at).delete_items(key))

    @rule(at=which, n=pick, m=pick)
    def merge(self, at: int, n: int, m: int) -> None:
        kept, merged = self.item(at, n, "work"), self.item(at, m, "work")
        if kept != merged:
            self.do(lambda: self.editor(at).merge(kept, merged))

    @rule(at=which, n=pick, m=pick)
    def relate(self, at: int, n: int, m: int) -> None:
        one, other = self.item(at, n, "work"), self.item(at, m, "work")
        editor = self.editor(at)
        if one != other:
            self.do(lambda: editor.edit_item(one, relations={"dc:relation": editor.library.uri(other)}))

    @rule(at=which, n=pick, m=pick)
    def move(self, at: int, n: int, m: int) -> None:
        key, shelf = self.item(at, n, "work"), self.collection(at, m)
        if key:
            self.do(lambda: self.editor(at).move(key, *([shelf] if shelf and m % 3 else [])))

    @rule(at=which, n=pick, name=words.filter(bool), nested=st.booleans())
    def add_collection(self, at: int, n: int, name: str, nested: bool) -> None:
        self.do(lambda: self.editor(at).add_collection(name[:200], self.collection(at, n) if nested else ""))

    @rule(at=which, n=pick, m=pick, name=words.filter(bool))
    def change_collection(self, at: int, n: int, m: int, name: str) -> None:
        key, parent = self.collection(at, n), self.collection(at, m)
        if not key:
            return
        changes: dict[str, Any] = {"name": name[:200]}
        if m % 3 == 0 and parent != key:
            changes = {"parentCollection": parent}
        elif m % 3 == 1:
            changes = {"deleted": m % 2 == 0}
        self.do(lambda: self.editor(at).edit_collection(key, **changes))

    @rule(at=which, n=pick)
    def delete_collection(self, at: int, n: int) -> None:
        if key := self.collection(at, n):
            self.do(lambda: self.editor(at).delete_collections(key))

    @rule(at=which, n=pick, new=st.sampled_from(["", "renamed", "Año"]))
    def change_tag(self, at: int, n: int, new: str) -> None:
        editor = self.editor(at)
        tags = sorted({tag for one in editor.library.items.values() if one.raw is None for tag in one.tags})
        if tags:
            name = tags[n % len(tags)]
            self.do(lambda: editor.rename_tag(name, new) if new and new != name else editor.delete_tag(name))

    @rule(at=which, n=pick)
    def change_others(self, at: int, n: int) -> None:
        editor = self.editor(at)
        searches = sorted(editor.library.searches)
        changes = [
            lambda: editor.add_search("Recent", ("title", "contains", "x")),
            lambda: editor.set_setting("tagColors", [{"name": f"t{n}", "color": "#FF6666"}]),
            lambda: editor.delete_setting("tagColors"),
        ]
        if searches:
            changes += [
                lambda: editor.edit_search(searches[0], name=f"Search {n}"),
                lambda: editor.delete_searches(searches[-1]),
            ]
        self.do(changes[n % len(changes)])

    @rule(at=which, n=pick)
    def add_odd(self, at: int, n: int) -> None:
        self.do(lambda: self.editor(at).put_raw(dict(ODD[n % len(ODD)])))

    @rule(n=pick)
    def decide(self, n: int) -> None:
        """Decide on a work and cite it, by hand."""
        known = sorted(self.world.known_keys.values())
        if known:
            self.world.decide(known[n % len(known)])

    # Syncs

    @rule()
    def sync(self) -> None:
        self.world.sync()
        self.told["syncs"] += 1
        self.check()

    @rule(
        places=st.dictionaries(st.integers(0, 14), st.sampled_from(sorted(FAULTS)), max_size=4),
        moved=st.none() | st.tuples(st.integers(0, 8), which, pick),
    )
    def sync_in_bad_weather(self, places: dict[int, str], moved: tuple[int, int, int] | None) -> None:
        world = self.world
        world.faults.restart()
        for index, name in places.items():
            world.faults.at(index, FAULTS[name])
            self.told["faults"] += 1
        if moved:
            index, at, n = moved
            world.faults.at(index, wrong.meanwhile(lambda: self._meanwhile(at, n)))
            self.told["edits during a sync"] += 1
        try:
            world.sync()
        finally:
            world.faults.clear()
        self.told["syncs"] += 1
        if moved:
            world.sync()
        self.check()

    @precondition(lambda self: self.world.database.exists())
    @rule(at=which, index=st.integers(0, 6), name=st.sampled_from(["500", "HTML", "reset", "429"]))
    def sync_that_fails(self, at: int, index: int, name: str) -> None:
        world = self.world
        before = [world.local(source) for source in world.sources]
        world.faults.restart()
        world.faults.at(range(index, 60), FAULTS[name])
        try:
            world.sync()
        except ReadinglistError:
            self.told["failed syncs"] += 1
        finally:
            world.faults.clear()
        for source, old in zip(world.sources, before, strict=True):
            assert world.local(source) in (old, remote_state(world.store.library(*source)))

    @rule(at=which)
    def back_up(self, at: int) -> None:
        """Keep a library as it is now, for the server to be put back to."""
        self.world.keep(self.world.sources[at])

    @rule(at=which)
    def put_back(self, at: int) -> None:
        """The server is put back: nothing may go unasked, and when it may, local equals remote again."""
        world, source = self.world, self.world.sources[at]
        if source not in world.backups:
            return
        world.sync()
        before = world.local(source)
        world.go_back(source)
        self.told["servers put back"] += 1
        lost = before["items"].keys() - world.store.library(*source).items.keys()
        try:
            world.sync()
        except LibraryError:
            assert lost
            assert world.local(source) == before
        world.sync(may_drop=lambda source, titles: True)
        self.check()

    def _meanwhile(self, at: int, n: int) -> None:
        editor = self.editor(at)
        kinds = [
            lambda: editor.add_item("book", title="Meanwhile"),
            lambda: editor.delete_items(*([key] if (key := self.item(at, n)) else [])),
            lambda: editor.trash(*([key] if (key := self.item(at, n)) else [])),
            lambda: editor.delete_collections(*([key] if (key := self.collection(at, n)) else [])),
        ]
        self.do(kinds[n % len(kinds)])

    def check(self) -> None:
        self.world.assert_equal()
        self.world.assert_derived()
        self.world.assert_kept()


def _fits(item_type: str, kind: str) -> bool:
    child = item_type in ("note", "attachment")
    return not kind or (child if kind == "child" else not child and item_type != "annotation")


def main(histories: int) -> None:
    """Run so many histories and print what they held; Ctrl-C ends earlier, with the figures so far."""
    began = time.monotonic()
    try:
        with running() as Histories.server:
            run_state_machine_as_test(
                Histories,
                settings=settings(
                    max_examples=histories,
                    stateful_step_count=30,
                    deadline=None,
                    database=None,
                    phases=[Phase.generate, Phase.shrink],
                    suppress_health_check=list(HealthCheck),
                ),
            )
            assert not Histories.server[1].crashes
    except KeyboardInterrupt:
        print("(ended early)")
    for name, number in sorted(Histories.told.items()):
        print(f"{number:>9,}  {name}")
    print(f"{time.monotonic() - began:>9,.0f}  seconds; local == remote, themes and bib/ as from nothing,")
    print("           nothing made by hand lost")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
