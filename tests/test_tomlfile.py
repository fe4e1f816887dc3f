"""The lines of keys in TOML files, in generated files of every form, and errors that name file and line."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from readinglist.errors import ConfigError
from readinglist.tomlfile import KeyPath, TomlFile, find_lines, load_toml

BARE = st.text("abcXYZ019_-", min_size=1, max_size=4)
QUOTED = st.text(st.characters(codec="utf-8"), max_size=5)
NAMES = BARE | QUOTED
TRICKY = ["[x]", "# no", "a = 1", '"', "'", "]]", "\n", "[[t]]\n", "= [", '\\"', "{", "}"]
TEXTS = st.lists(st.sampled_from(TRICKY), max_size=5).map("".join)


def written(name: str) -> str:
    """A key as TOML has it: bare where it may be, else a basic string."""
    bare = name and all(char.isascii() and (char.isalnum() or char in "_-") for char in name)
    return name if bare else basic(name)


def basic(text: str) -> str:
    """A basic string on one line."""
    return json.dumps(text).replace("\x7f", "\\u007f")


def multiline(text: str) -> str:
    """A basic string over several lines."""
    return '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'


def literal(text: str) -> str:
    """A literal string over several lines."""
    return "'''" + text.replace("'", "") + "'''"


SCALARS = st.one_of(
    st.integers(-9, 9).map(str),
    TEXTS.map(basic),
    TEXTS.map(multiline),
    TEXTS.map(literal),
    st.just("1979-05-27"),
)
ARRAYS = st.lists(SCALARS, max_size=3).map(lambda parts: "[ # a comment ]\n" + ",\n".join(parts) + "\n]")
INLINE = st.lists(SCALARS.filter(lambda text: "\n" not in text), max_size=2).map(
    lambda parts: "{ " + ", ".join(f"k{number} = {part}" for number, part in enumerate(parts)) + " }"
)
VALUES = SCALARS | ARRAYS | INLINE
FILLERS = st.sampled_from(["", "# [no.table]", "   ", "\t# key = 1", "# \u2028 \x85 text"])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """A TOML file of tables, arrays of tables and dotted keys, and the line of each."""
    lines: list[str] = []
    where: dict[KeyPath, int] = {}

    def add(path: KeyPath, text: str) -> None:
        lines.extend(draw(st.lists(FILLERS, max_size=2)))
        where[path] = len(lines) + 1
        lines.extend(text.split("\n"))

    def pairs(table: KeyPath) -> None:
        for name in draw(st.lists(NAMES, max_size=3, unique=True)):
            dotted = draw(st.booleans())
            keys = (name, "in", "side") if dotted else (name,)
            blank = draw(st.sampled_from(["", " ", "\t"]))
            key = f"{blank}.{blank}".join(written(one) for one in keys)
            comment = draw(st.sampled_from(["", " # [x] = 1"]))
            add((*table, *keys), f"{blank}{key}{blank}={blank}{draw(VALUES)}{comment}")

    pairs(())
    used = {path[0] for path in where}
    for name in draw(st.lists(NAMES.filter(lambda one: one not in used), max_size=3, unique=True)):
        if draw(st.booleans()):
            add((name,), f"[{written(name)}] # ]")
            pairs((name,))
            continue
        for number in range(draw(st.integers(1, 3))):
            add((name, number), f"  [[ {written(name)} ]]")
            pairs((name, number))
            if draw(st.booleans()):
                add((name, number, "be.low"), f'[{written(name)} . "be.low"]')
                pairs((name, number, "be.low"))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end])), where


def parsed(text: str) -> dict[str, object]:
    """The file's values; a file that is none (a table below a dotted key) is passed over."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        reject()


@given(documents())
def test_the_line_of_every_key_and_header(document: tuple[str, dict[KeyPath, int]]) -> None:
    text, where = document
    data = parsed(text)
    found = find_lines(text)
    assert {path: found.get(path) for path in where} == where
    for path, line in found.items():
        value: object = data
        for key in path:
            value = value[key]  # type: ignore[index]
        assert 1 <= line <= text.count("\n") + 1


@given(st.lists(st.sampled_from([*"ab[]=.\"'#\n\\ {},", '"""', "'''"])).map("".join))
def test_any_text_is_gone_through(text: str) -> None:
    find_lines(text)


def test_where_names_the_nearest_line_that_is_known() -> None:
    file = TomlFile(Path("x.toml"), {}, find_lines('a = 1\n[t]\nb = {c = 1}\n[[s]]\n"d.e" = 2\n'))
    assert file.where("a") == "x.toml:1: a"
    assert file.where("t", "b", "c") == "x.toml:3: t.b.c"
    assert file.where("s", 0, "d.e") == "x.toml:5: s.d.e"
    assert file.where("s", 0, "gone") == "x.toml:4: s.gone"
    assert file.where("gone") == "x.toml: gone"
    assert file.where() == "x.toml"


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"a = 1\nb = [\n", ("x.toml", "not valid TOML")),
        (b"a = 1\nb = = 2\n", ("x.toml:2:", "not valid TOML")),
        (b"a = 1\na = 2\n", ("x.toml:2", "overwrite")),
        (b"\xff\xfe", ("x.toml", "UTF-8")),
        (b"a = " + b"[" * 100_000, ("x.toml", "TOML")),
    ],
)
def test_a_broken_file_is_named_with_its_line(content: bytes, parts: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as error:
        load_toml(path, ConfigError)
    assert all(part in str(error.value) for part in parts), error.value


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    file = load_toml(path, ConfigError)
    assert (file.data, file.lines) == ({"a": 1, "b": 2}, {("a",): 1, ("b",): 2})


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.toml", tmp_path):
        with pytest.raises(ConfigError) as error:
            load_toml(path, ConfigError)
        assert error.value.where == str(path)
