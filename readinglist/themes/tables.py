"""Checked access to the tables of `themes.toml`, with errors that name the file, the line and the key."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from readinglist.errors import ThemeError, near_matches
from readinglist.tomlfile import TomlFile


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file: its `data`, and the keys that lead to it."""

    file: TomlFile
    path: tuple[str | int, ...]
    data: Mapping[str, Any]
    source: Sequence[str]

    def fail(self, message: str, *keys: str | int, hint: str = "") -> NoReturn:
        """Raise a `ThemeError` that points at `keys` in this table."""
        raise ThemeError(message, where=self.file.where(*self.path, *keys), hint=hint)

    def fail_at(self, line: int, message: str, key: str, hint: str = "") -> NoReturn:
        """Raise a `ThemeError` that points at a line inside the value of `key`."""
        named = ".".join(str(one) for one in (*self.path, key) if isinstance(one, str))
        where = f"{self.file.path}:{line}: {named}" if line else self.file.where(*self.path, key)
        raise ThemeError(message, where=where, hint=hint)

    def allow(self, known: Iterable[str]) -> None:
        """Refuse every key that is not among `known`, naming near matches."""
        allowed = list(known)
        for key in self.data:
            if key not in allowed:
                hint = did_you_mean(key, allowed) or "Known here: " + ", ".join(allowed) + "."
                self.fail(f"unknown key '{key}'", key, hint=hint)

    def table(self, key: str) -> Table:
        """The table at `key`, an empty one if there is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.fail("must be a table", key, hint=f"Write [{key}] or {key}.name = ….")
        return Table(self.file, (*self.path, key), value, self.source)

    def tables(self, key: str) -> list[Table]:
        """The tables of an array of tables, [[key]]."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail("must be an array of tables", key, hint=f"Begin each with [[{key}]].")
        return [Table(self.file, (*self.path, key, at), one, self.source) for at, one in enumerate(value)]

    def text(self, key: str, *, default: str | None = None) -> str:
        """The text at `key`, without surrounding space; it may be empty only if that is the default."""
        value = self.data.get(key, default)
        if value is None:
            self.fail(f"'{key}' is missing")
        if not isinstance(value, str):
            self.fail("must be a text in quotes", key)
        if not value.strip() and value != default:
            self.fail("must not be empty", key)
        return value.strip()

    def texts(self, key: str) -> list[str]:
        """The texts of an array; a single text counts as an array of one."""
        value = self.data.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list):
            self.fail('must be an array of texts: ["…", "…"]', key)
        for one in values:
            if not isinstance(one, str) or not one.strip():
                self.fail(f"must hold only texts that are not empty, not {one!r}", key)
        return [one.strip() for one in values]

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """The number at `key`, checked to lie between `low` and `high`."""
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.fail("must be a number", key)
        if not low <= value <= high:
            self.fail(f"must lie between {low:g} and {high:g}, not {value:g}", key)
        return float(value)

    def by_language(self, key: str) -> dict[str, str]:
        """Texts by language, `key.en = "…"`; a bare text counts for every language ("")."""
        value = self.data.get(key, {})
        if isinstance(value, str):
            return {"": self.text(key)}
        inner = self.table(key)
        return {language: inner.text(language) for language in inner.data}

    def line(self, *keys: str | int) -> int:
        """The line of a key in this table, or of the nearest part around it; 0 where none is known."""
        full = (*self.path, *keys)
        for end in range(len(full), 0, -1):
            found = self.file.lines.get(full[:end])
            if found is not None:
                return found
        return 0

    def text_lines(self, key: str) -> list[int]:
        """The line of each text of an array that may run over several lines, in the order of `texts`."""
        at = self.line(key)
        lines = []
        for value in self.texts(key):
            place = self._find_quoted(value, at)
            at = place or at
            lines.append(at)
        return lines

    def _find_quoted(self, value: str, start: int) -> int:
        wanted = (f'"{value}"', f"'{value}'")
        for number in range(max(start, 1), min(len(self.source), start + 400) + 1):
            line = self.source[number - 1]
            if any(quoted in line for quoted in wanted):
                return number
        return 0


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """ "Did you mean 'x'?" for the known names nearest to `name`, or "" """
    near = near_matches(name, known)
    return "Did you mean " + " or ".join(f"'{one}'" for one in near) + "?" if near else ""
