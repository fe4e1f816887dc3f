"""Writing files whole or not at all, and names that every system takes."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import WorkspaceError
from readinglist.files import safe_name, write_file, write_pieces


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


@given(st.text() | st.binary(), st.text() | st.binary())
def test_what_is_written_is_there_and_told(
    tmp_path_factory: pytest.TempPathFactory, one: str | bytes, two: str | bytes
) -> None:
    path = tmp_path_factory.mktemp("files") / "below" / "file"

    def data(content: str | bytes) -> bytes:
        return content if isinstance(content, bytes) else content.encode("utf-8", "replace")

    assert write_file(path, one) is True
    assert path.read_bytes() == data(one)
    assert write_file(path, one) is False
    assert write_file(path, two) is (data(one) != data(two))
    assert path.read_bytes() == data(two)
    assert names(path.parent) == ["file"]


@given(st.lists(st.text(max_size=5)), st.lists(st.text(max_size=5)), st.binary(max_size=4))
def test_pieces_are_written_as_the_whole_of_them(
    tmp_path_factory: pytest.TempPathFactory, one: list[str], two: list[str], tail: bytes
) -> None:
    path = tmp_path_factory.mktemp("files") / "below" / "file"
    for pieces in (one, [*one, *two], two):
        whole = "".join(pieces).encode("utf-8", "replace")
        before = path.read_bytes() if path.exists() else None
        assert write_pieces(path, iter(pieces)) is (before != whole)
        assert path.read_bytes() == whole
        assert write_pieces(path, iter(pieces)) is False
    path.write_bytes(path.read_bytes() + tail)
    assert write_pieces(path, two) is bool(tail)
    assert path.read_bytes() == "".join(two).encode("utf-8", "replace")
    assert names(path.parent) == ["file"]


def test_pieces_that_break_off_leave_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_file(path, "old and whole")

    def pieces() -> Iterator[str]:
        yield "old and new"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_pieces(path, pieces())
    assert path.read_text() == "old and whole"
    assert names(tmp_path) == ["file"]


def test_nothing_is_touched_when_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_file(path, "text")
    os.utime(path, ns=(1, 1))
    assert write_file(path, "text") is False
    assert write_pieces(path, ("te", "xt")) is False
    assert path.stat().st_mtime_ns == 1


def test_permissions_are_kept_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "file"
    before = os.umask(0o027)
    try:
        write_file(path, "one")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    write_file(path, "two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_readers_see_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_file(path, "old")
    with path.open() as reader:
        write_file(path, "new")
        assert reader.read() == "old"
    assert path.read_text() == "new"


@pytest.mark.parametrize("place", ["file/below", "folder", "/proc/nowhere/file"])
def test_a_place_that_cannot_be_written_is_named_and_left_clean(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder" / "full").mkdir(parents=True)
    with pytest.raises(WorkspaceError) as error:
        write_file(tmp_path / place, "text")
    assert error.value.where == str(tmp_path / place)
    assert error.value.hint
    assert names(tmp_path) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "mine"


def test_an_interruption_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_file(path, "old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["file"]


def test_a_name_as_long_as_can_be_is_written(tmp_path: Path) -> None:
    name = "ñ" * 127
    assert write_file(tmp_path / name, "text")
    assert names(tmp_path) == [name]


FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


@given(
    st.text()
    | st.sampled_from(["con", "NUL.txt", "com¹", "..", ".", "-rf", "a" * 500, "中" * 500, "../../etc/passwd"])
)
def test_a_safe_name_is_one_that_every_system_takes(text: str) -> None:
    name = safe_name(text)
    assert name
    assert not FORBIDDEN & set(name)
    assert name.encode("utf-8")
    assert name[0] not in ".-"
    assert name[-1] not in ". "
    assert len(name.encode()) <= 220
    assert unicodedata.normalize("NFKC", name.split(".")[0]).casefold() not in DEVICES
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Week 4: Propaganda & violence", "Week-4-Propaganda-violence"),
        ("Seminario ñandú", "Seminario-ñandú"),
        ("Seminario n\u0303andu\u0301", "Seminario-ñandú"),
        ("v1.2_final", "v1.2_final"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "untitled"),
        ("CON", "untitled-CON"),
        ("\u202e\x1b[31m", "31m"),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name
