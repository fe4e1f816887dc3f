"""What the tests of themes share: vocabularies written on the spot, bundled items, their labels."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from readinglist.items import Item, Note, Tag
from readinglist.resources import package_file
from readinglist.themes.vocabulary import Vocabulary, load_vocabulary
from readinglist.zotero.mapping import CHILD_TYPES, item_from_json, note_from_json

# On a busy machine the first example pays for loading the rules.
settings.register_profile("themes", deadline=None)
settings.load_profile("themes")


@pytest.fixture
def vocabulary_of(tmp_path: Path) -> Callable[[str], Vocabulary]:
    """A function that loads a vocabulary from the text of a `themes.toml`."""

    def load(text: str) -> Vocabulary:
        path = tmp_path / "themes.toml"
        path.write_text(text, "utf-8")
        return load_vocabulary(path)

    return load


@pytest.fixture
def item_of() -> Callable[..., Item]:
    """A function that makes an item from a title and, if wanted, more."""

    def make(
        title: str = "",
        *,
        abstract: str = "",
        tags: tuple[str, ...] = (),
        note: str = "",
        language: str = "en",
        item_type: str = "journalArticle",
        citation_key: str = "some2020key",
        collections: tuple[str, ...] = (),
        **fields: str,
    ) -> Item:
        given = {"title": title, "abstractNote": abstract, "language": language, **fields}
        return Item(
            item_type=item_type,
            fields={name: value for name, value in given.items() if value},
            tags=tuple(Tag(name) for name in tags),
            notes=(Note("N", note),) if note else (),
            citation_key=citation_key,
            collections=collections,
        )

    return make


@pytest.fixture(scope="session")
def bundled_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the bundled collection."""
    return load_vocabulary(package_file("demo", "data", "themes.toml"))


@pytest.fixture(scope="session")
def bundled_items() -> dict[str, Item]:
    """The bundled items by Zotero key, with their child notes."""
    raw = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))["items"]
    notes = defaultdict(list)
    for one in raw:
        if one["itemType"] == "note" and one.get("parentItem"):
            notes[one["parentItem"]].append(note_from_json(one))
    items = (item_from_json(one) for one in raw if one["itemType"] not in CHILD_TYPES)
    return {item.key: dataclasses.replace(item, notes=tuple(notes[item.key])) for item in items}


@pytest.fixture(scope="session")
def held_out_labels() -> list[dict[str, object]]:
    """The labels of the half that the rules were not developed on: an odd SHA-256 of the Zotero key."""
    lines = package_file("demo", "data", "labels.jsonl").read_text("utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    return [one for one in labels if hashlib.sha256(one["key"].encode()).digest()[-1] % 2]
