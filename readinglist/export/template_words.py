"""What is wrong in a template, told to who wrote it: "a section has no 'titel'", not the class's name.

Jinja and Python name the types of the program ('readinglist.export.view.SectionView object'), which nobody
who writes a template has ever seen.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from types import NoneType

from jinja2 import StrictUndefined
from jinja2.utils import missing

from readinglist.errors import near_matches

_NAMES: Mapping[str, str] = {
    "str": "a text",
    "bytes": "a row of bytes",
    "Markup": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "a yes or no",
    "tuple": "a row of values",
    "list": "a row of values",
    "generator": "a row of values",
    "dict": "a table",
    "NoneType": "nothing",
    "type": "a function",
    "method": "a function",
    "function": "a function",
    "builtin_function_or_method": "a function",
    "Phrase": "a formatted text",
    "Prose": "a formatted text",
    "WebLink": "a link",
    "Raw": "a text that is in the target's own syntax already",
    "DayOff": "a day off",
    "ImportanceWords": "the words for importance",
    "date": "a date",
}
_WORDED = (
    (
        re.compile(r"^can only concatenate str \(not \"([\w.]+)\"\) to str$"),
        "a text can be joined by + to a text only, not to {0}; ~ joins anything",
    ),
    (
        re.compile(r"^unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'$"),
        "{1} and {2} cannot be calculated with '{0}'",
    ),
    (
        re.compile(r"^'(\S+)' not supported between instances of '([\w.]+)' and '([\w.]+)'$"),
        "{1} and {2} have no order: '{0}' cannot compare them",
    ),
    (re.compile(r"^'([\w.]+)' object is not callable$"), "{0} is no function: leave out its brackets ()"),
    (re.compile(r"^'([\w.]+)' object is not iterable$"), "{0} is no row of values that can be gone through"),
    (re.compile(r"^object of type '([\w.]+)' has no len\(\)$"), "{0} has no length"),
    (re.compile(r"^type ([\w.]+) doesn't define __round__ method$"), "{0} cannot be rounded"),
    (re.compile(r"^'([\w.]+)' object has no attribute '(\w+)'$"), "{0} has no '{1}'"),
    (re.compile(r"^Object of type ([\w.]+) is not JSON serializable$"), "{0} cannot be written as JSON"),
    (
        re.compile(r"^access to attribute '(\w+)' of '([\w.]+)' object is unsafe\.$"),
        "'{0}' of {1} is closed to templates, as it is unsafe",
    ),
)


class Missing(StrictUndefined):
    """What is not there: to print or ask it is an error that says what has no such value, and what it has."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        wanted, owner = self._undefined_name, self._undefined_obj
        if self._undefined_hint:
            return str(self._undefined_hint)
        if owner is missing:
            return f"'{wanted}' is undefined: there is no such value"
        if isinstance(owner, tuple | list):
            return _no_such_one(owner, wanted)
        near = near_matches(str(wanted), values_of(owner))
        meant = "; did you mean " + " or ".join(f"'{one}'" for one in near) + "?" if near else ""
        return f"{named(owner)} has no '{wanted}'{meant}"


def _no_such_one(row: tuple[object, ...] | list[object], wanted: object) -> str:
    if isinstance(wanted, int):
        return f"a row of {len(row)} values has none at {wanted}; the first is at 0"
    return f"a row of values has no '{wanted}'; each of them may: take one, as [0], or go through them by for"


def values_of(owner: object) -> list[str]:
    """The names of the values that a template can take from `owner`."""
    if isinstance(owner, Mapping):
        return [str(key) for key in owner]
    if not dataclasses.is_dataclass(owner):
        return []
    own = (one for one in dir(type(owner)) if isinstance(getattr(type(owner), one, None), property))
    return [*(one.name for one in dataclasses.fields(owner)), *own]


def named(value: object) -> str:
    """What a value is to who writes templates: "a section", "a row of values"."""
    return "nothing" if isinstance(value, NoneType) else _name(type(value).__name__)


def _name(kind: str) -> str:
    kind = kind.rsplit(".", 1)[-1]
    if kind in _NAMES:
        return _NAMES[kind]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.removesuffix("View")).lower()
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def in_words(error: BaseException) -> str:
    """The message of an error of Jinja's or Python's, with the types in it named as `named` does."""
    message = str(error)
    for pattern, worded in _WORDED:
        if found := pattern.match(message):
            parts = [part if _is_word(part, message) else _name(part) for part in found.groups()]
            return worded.format(*parts)
    return message


def _is_word(part: str, message: str) -> bool:
    """Whether a part of a message is an operator or the name of a value, and not a type."""
    return (
        not re.fullmatch(r"[\w.]+", part) or f"attribute '{part}'" in message or part in ("divmod()", "pow()")
    )
