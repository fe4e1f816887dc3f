"""Opening the database: what may be wrong with the file, and migrations."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from readinglist.errors import LibraryError
from readinglist.library import open_library
from readinglist.library.database import connect
from readinglist.library.migrations import MIGRATIONS
from tests.library.conftest import content_of, put


def test_a_new_database_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "library.sqlite"
    with open_library(path) as library:
        assert library.items() == []
        assert library.version("groups/1") == 0
        assert library.state("groups/1").synced_at == ""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_missing_database_may_be_an_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="readinglist sync"):
        open_library(tmp_path / "none.sqlite", create=False)
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(LibraryError, match=r"damaged(.|\n)*Delete the folder"):
        open_library(path)
    assert path.read_bytes().startswith(b"this is no database")


def test_a_truncated_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    open_library(path).close()
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(LibraryError), open_library(path) as library:
        library.items()


def test_a_newer_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    open_library(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="newer readinglist"):
        open_library(path)


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(LibraryError, match="another program"):
        open_library(path)


def test_a_folder_in_its_place_and_a_file_as_its_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        open_library(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="cannot be opened"):
        open_library(tmp_path / "file" / "library.sqlite")


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LibraryError, match="may write"):
            open_library(tmp_path / "library.sqlite")
    finally:
        tmp_path.chmod(0o700)


def test_a_failing_migration_leaves_the_old_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.sqlite"
    connect(path).close()
    broken = (*MIGRATIONS, "CREATE TABLE extra (x);\nCREATE TABLE items (x);")
    monkeypatch.setattr("readinglist.library.database.MIGRATIONS", broken)
    with pytest.raises(LibraryError):
        connect(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (
            0,
        )
    monkeypatch.setattr("readinglist.library.database.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE extra (x);"))
    connect(path).close()


def test_an_older_form_is_brought_forward_without_loss(tmp_path: Path) -> None:
    new, old = tmp_path / "new.sqlite", tmp_path / "old.sqlite"
    tagged = {"tags": [{"tag": "Más"}, {"tag": "b", "type": 1}], "collections": ["COLL0001"]}
    items = (
        {"title": "One", "abstractNote": "About one", "citationKey": "given2020", **tagged},
        {"title": "Two", "relations": {"dc:relation": "http://zotero.org/groups/1/items/KEY00000"}},
        {"itemType": "note", "parentItem": "KEY00001", "note": "<p>A note</p>"},
    )
    folder = {"COLL0001": {"key": "COLL0001", "version": 1, "data": {"key": "COLL0001", "name": "Folder"}}}
    with open_library(new) as library:
        put(library, *items, collections=folder)
    with closing(_of_form_3(old, new)):
        pass
    assert content_of(old, "groups/1") == content_of(new, "groups/1")
    changed = ({**items[0], "citationKey": "other2020"}, *items[1:])
    for path in (new, old):
        with open_library(path) as library:
            health = library.check()
            assert (health.problems, health.mended) == ((), "")
            assert library.item("one") is None
            assert put(library, *changed, collections=folder).renamed == {"given2020": "other2020"}


def _of_form_3(path: Path, source: Path) -> sqlite3.Connection:
    """A database of the third form that holds what the one at `source` holds."""
    old = sqlite3.connect(path)
    for script in MIGRATIONS[:3]:
        old.executescript(script)
    old.execute("PRAGMA user_version = 3")
    old.execute(f"PRAGMA application_id = {0x52444C53}")
    old.execute("ATTACH ? AS new", (str(source),))
    columns = (
        "id, source, key, version, item_type, parent, deleted, date_added, date_modified, year, language,"
    )
    columns += " title, creators, given_key, made_key, abstract, note, json"
    old.execute(f"INSERT INTO items ({columns}) SELECT {columns} FROM new.items JOIN new.bodies ON item = id")
    for table in ("sources", "item_tags", "memberships", "relations", "collections", "syncs", "journal"):
        old.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
    keys = "citation_key, folded, source, key, alias"
    old.execute(f"INSERT INTO citation_keys ({keys}) SELECT {keys} FROM new.citation_keys")
    old.execute("INSERT INTO given_keys SELECT source, key, given FROM new.citation_keys WHERE NOT alias")
    found = "title, creators, tags, abstract, notes, texts"
    old.execute(f"INSERT INTO search (rowid, {found}) SELECT rowid, {found} FROM new.search")
    old.commit()
    return old
