"""Opening the database: what may be wrong with the file, and migrations."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from readinglist.errors import LibraryError
from readinglist.library import open_library
from readinglist.library.database import connect
from readinglist.library.migrations import MIGRATIONS


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
