"""The query language: words, "phrases", field:value, years as a range, a minus before what must not be.

    encrypt* theme:encryption year:2010..2015 -type:newspaperArticle creator:"van Dijk" collection:"Core
    readings"

Every term must hold. Several `type:`, `year:` or `lang:` terms are alternatives among themselves, since an
item has only one of each. A star at a word's end stands for any ending. `none` as the value of theme, tag,
year, lang or collection finds items without one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from readinglist.errors import UsageError, near_matches

FIELDS = ("theme", "type", "year", "tag", "collection", "lang", "creator", "title", "key")
ALTERNATIVES = frozenset({"type", "year", "lang"})
MAY_BE_NONE = frozenset({"theme", "tag", "year", "lang", "collection"})

_RANGE = re.compile(r"(\d{1,4})?(\.\.)?(\d{1,4})?")


class QueryError(UsageError):
    """A query that cannot be understood. `column` (from 1) is where in it."""

    def __init__(self, message: str, column: int, *, hint: str = "") -> None:
        super().__init__(message, where=f"query, column {column}", hint=hint)
        self.column = column


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `field` is "" for words anywhere; `quoted`: star and `none` mean themselves."""

    value: str
    field: str = ""
    negated: bool = False
    quoted: bool = False

    def __str__(self) -> str:
        value = self.value
        if self.quoted:
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            value = f'"{escaped}"'
        return f"{'-' if self.negated else ''}{self.field}{':' if self.field else ''}{value}"

    @property
    def is_none(self) -> bool:
        """Whether items without this field are meant."""
        return not self.quoted and self.value.casefold() == "none" and self.field in MAY_BE_NONE

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first and the last year of a `year:` term, None where it is open."""
        found = _RANGE.fullmatch(self.value)
        if not found:
            return None, None
        first, dots, last = found.groups()
        low = int(first) if first else None
        return (low, int(last) if last else None) if dots else (low, low)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `str()` writes it so that parsing gives the same query again."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " ".join(str(term) for term in self.terms)

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse_query(text: str) -> Query:
    """Read a query. Raises `QueryError`, which names the column, for what cannot be understood."""
    return Query(tuple(_Reader(text).terms()))


class _Reader:
    """Walks through the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def terms(self) -> list[Term]:
        found: list[Term] = []
        while True:
            while self.at < len(self.text) and self.text[self.at].isspace():
                self.at += 1
            if self.at >= len(self.text):
                return found
            found.append(self._term())

    def _term(self) -> Term:
        start = self.at
        negated = self.text[self.at] == "-"
        if negated:
            self.at += 1
            if self.at >= len(self.text) or self.text[self.at].isspace():
                raise QueryError("a minus with nothing behind it", start + 1, hint="As in -theme:encryption")
        field = self._field()
        column = self.at + 1
        value, quoted = self._value(field)
        if field == "year" and not quoted:
            _check_year(value, column)
        elif field == "year":
            raise QueryError("a year stands without quotation marks", column, hint="As in year:2010..2015")
        elif (not field or field in ("creator", "title")) and not any(c.isalnum() for c in value):
            raise QueryError(f"'{value}' has no letter or digit to look for", column)
        return Term(value, field, negated, quoted)

    def _field(self) -> str:
        found = re.compile(r"([^\W\d_]+):").match(self.text, self.at)
        if not found:
            return ""
        name = found[1].casefold()
        if name not in FIELDS:
            near = near_matches(name, FIELDS, 1)
            hint = (
                f"Did you mean '{near[0]}:'?" if near else "Known are " + ", ".join(f"{f}:" for f in FIELDS)
            )
            raise QueryError(
                f"there is no field '{found[1]}'",
                self.at + 1,
                hint=f"{hint} Quotation marks make it plain words.",
            )
        self.at = found.end()
        return name

    def _value(self, field: str) -> tuple[str, bool]:
        if self.at < len(self.text) and self.text[self.at] == '"':
            return self._quoted(), True
        start = self.at
        while self.at < len(self.text) and not self.text[self.at].isspace():
            if self.text[self.at] == '"':
                raise QueryError("a quotation mark inside a word", self.at + 1, hint="Put a blank before it.")
            self.at += 1
        value = self.text[start : self.at]
        if not value:
            raise QueryError(f"'{field}:' with nothing behind it", start + 1, hint=f'As in {field}:"…"')
        return value, False

    def _quoted(self) -> str:
        start = self.at
        self.at += 1
        value = ""
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == '"':
                break
            if char == "\\" and self.text[self.at : self.at + 1] in ('"', "\\"):
                char = self.text[self.at]
                self.at += 1
            value += char
        else:
            raise QueryError("this quotation mark is never closed", start + 1)
        if not value.strip():
            raise QueryError("nothing between the quotation marks", start + 1)
        if self.at < len(self.text) and not self.text[self.at].isspace():
            raise QueryError("a blank is missing after the quotation mark", self.at + 1)
        return value


def _check_year(value: str, column: int) -> None:
    if value.casefold() == "none":
        return
    found = _RANGE.fullmatch(value)
    if not found or not (found[1] or found[3]) or (found[3] and not found[2]):
        raise QueryError(
            f"'{value}' is no year and no range of years",
            column,
            hint="As in year:2014, year:2010..2015, year:2010.. or year:..2015",
        )
    first, dots, last = found.groups()
    if dots and first and last and int(first) > int(last):
        raise QueryError(f"the range {value} ends before it begins", column, hint=f"year:{last}..{first}")
