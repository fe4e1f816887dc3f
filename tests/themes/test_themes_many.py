"""Making themes and entries of many items: two processes give what one gives, only what changed is made."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import readinglist.actions.processes
from readinglist.actions import making
from readinglist.actions.learn import Learned
from readinglist.actions.making import Judge, make_anew
from readinglist.actions.progress import silent
from readinglist.actions.theme_sight import Ours
from readinglist.library import Library, open_library
from readinglist.resources import package_file
from readinglist.themes.decisions import Decision
from readinglist.themes.vocabulary import Vocabulary
from readinglist.zotero.pulled import Keys, Pulled

SOURCE = "groups/1"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The bundled items with their notes, in a library of their own."""
    data = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))
    with open_library(tmp_path / "library.sqlite") as made:
        apply(made, data["items"], data["collections"])
        yield made


def apply(library: Library, items: list[dict[str, Any]], collections: Sequence[dict[str, Any]] = ()) -> None:
    """Bring these objects into the library."""
    version = library.version(SOURCE) + 1

    def raw(data: Iterable[dict[str, Any]]) -> dict[str, Any]:
        return {one["key"]: {"key": one["key"], "version": version, "data": one} for one in data}

    pulled = Pulled(SOURCE, version - 1, version, raw(items), collections=raw(collections), deleted=Keys())
    library.apply(pulled)


def make(library: Library, vocabulary: Vocabulary, ours: Ours | None = None) -> int:
    """Make what is out of date."""
    judge = Judge(vocabulary, library.collection_names(), ours or Ours({}, {}), Learned())
    return make_anew(library, library.derived.held(), judge, silent)


def kept(library: Library) -> tuple[Any, Any]:
    """All themes, and all entries."""
    rows = [one.row for one in library.derived.held()]
    return library.assignments(), dict(zip(rows, library.derived.entries(rows), strict=True))


def test_two_processes_give_what_one_gives(
    library: Library, bundled_vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes = []
    monkeypatch.setattr(making, "MANY", 10)
    monkeypatch.setattr(making, "PORTION", 40)
    monkeypatch.setattr(readinglist.actions.processes, "_may_fork", lambda: processes.append(2) or True)
    assert make(library, bundled_vocabulary) == 292
    together = kept(library)
    assert processes
    monkeypatch.setattr(readinglist.actions.processes, "_may_fork", lambda: False)
    assert make(library, dataclasses.replace(bundled_vocabulary, rules_fingerprint="another")) == 292
    library._db.execute("DELETE FROM entries")
    make(library, bundled_vocabulary)
    assert kept(library) == together


def test_a_decision_makes_only_its_own_item_anew(library: Library, bundled_vocabulary: Vocabulary) -> None:
    assert make(library, bundled_vocabulary) == 292
    assert make(library, bundled_vocabulary) == 0
    one = library.derived.held()[4]
    decision = Decision(one.citation_key, include=("encryption",), line=9)
    decided = dataclasses.replace(bundled_vocabulary, decisions={one.citation_key: decision})
    assert make(library, decided) == 1
    assert library.assignments()[one.item][0].theme == "encryption"
    assert library.assignments()[one.item][0].origin == "include"
    assert make(library, decided) == 0
    assert make(library, dataclasses.replace(decided, rules_fingerprint="another")) == 292


def test_a_note_or_the_name_of_a_folder_makes_their_own_items_anew(
    library: Library, bundled_vocabulary: Vocabulary
) -> None:
    make(library, bundled_vocabulary)
    item = library.derived.held()[7]
    apply(library, [{"key": "NEWNOTE1", "itemType": "note", "note": "x", "parentItem": item.item[1]}])
    assert make(library, bundled_vocabulary) == 1
    held = library.derived.held()
    folder = next(one.collections[0] for one in held if one.collections)
    inside = [one for one in held if folder in one.collections]
    names = library.collection_names() | {folder: "Another name"}
    judge = Judge(bundled_vocabulary, names, Ours({}, {}), Learned())
    assert make_anew(library, held, judge, silent) == len(inside) < len(held)


def test_what_a_push_put_on_an_item_is_a_reason_to_look_at_it_again(
    library: Library, bundled_vocabulary: Vocabulary
) -> None:
    make(library, bundled_vocabulary)
    item = library.derived.held()[7].item
    assert make(library, bundled_vocabulary, Ours({item: frozenset({"theme:x"})}, {})) == 1


def test_what_fails_half_way_leaves_what_was_there(
    library: Library, bundled_vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(library, bundled_vocabulary)
    before = kept(library)
    monkeypatch.setattr(making, "PORTION", 40)
    done = []

    def fails_later(*given: Any) -> Any:
        done.append(1)
        if len(done) > 100:
            raise RuntimeError
        return ()

    monkeypatch.setattr(making, "assign", fails_later)
    with pytest.raises(RuntimeError):
        make(library, dataclasses.replace(bundled_vocabulary, rules_fingerprint="another"))
    assert kept(library) == before
