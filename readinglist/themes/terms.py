"""The language of terms, in which rules say what to look for, read into values.

    glacier             one word, in all its forms (glaciers)
    sea ice             words that follow one another, each in all its forms
    melt-water          also written apart or together: melt water, meltwater, melt-water
    glacio*             every word that begins so
    =ice                this word only, no other form of it
    whale ~ sonar       both within ten words of one another, in any order; `~3` within three
    whale & sonar       both somewhere in the item, be it one in the title and one in a tag
    sonar | echo        either; binds closer than ~ and &
    @whales             every term of the list `whales` in the file's [words]

Case and accents never matter. There are no regular expressions, so that nothing that a person
writes here can take more than time proportional to the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from readinglist.themes.words import CHUNK, Reading, composed, parts

NEAR = 10
"""Words that `~` allows between its two sides when no number is given."""

MAX_DISTANCE = 100
MAX_WORDS = 12
MIN_PREFIX = 3
_MAX_HYPHENS = 4
_ANYWHERE = 0
_OPERATOR = re.compile(r"\s*(~\d*|&)\s*")
_WORD = re.compile(rf"=?(?:{CHUNK.pattern})\*?")
_GROUP = re.compile(r"^@([\w-]+)$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word to look for, evened out; `exact` allows no other form, `prefix` any ending."""

    text: str
    exact: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """What a rule looks for.

    `sides` holds, for each side of `~` or `&`, the alternatives, each a row of words; a plain term has
    one side. `distance` is the most words apart, 0 for anywhere in the item. `text` is what was written.
    """

    text: str
    reading: Reading
    sides: tuple[tuple[tuple[Word, ...], ...], ...]
    distance: int = _ANYWHERE


class TermSyntaxError(ValueError):
    """A term that cannot be read; the message says why."""


def read_terms(
    text: str, reading: Reading = "any", groups: Mapping[str, Sequence[str]] | None = None
) -> tuple[Term, ...]:
    """Read one written term. A bare `@list` gives one term for each of the list's, all else just one.

    Raises `TermSyntaxError` for what cannot be read, `UnknownGroupError` for a list that is not there.
    """
    bare = _GROUP.match(text.strip())
    if bare:
        return tuple(_read(member, reading, {}) for member in _group(bare[1], groups or {}))
    return (_read(text, reading, groups or {}),)


class UnknownGroupError(TermSyntaxError):
    """`@name` where [words] has no such list; `name` is what was sought."""

    def __init__(self, name: str) -> None:
        super().__init__(f"[words] has no list '{name}'")
        self.name = name


def _group(name: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if name not in groups:
        raise UnknownGroupError(name)
    return groups[name]


def _read(text: str, reading: Reading, groups: Mapping[str, Sequence[str]]) -> Term:
    pieces = _OPERATOR.split(composed(text.strip()))
    operators = pieces[1::2]
    if len({operator[0] for operator in operators}) > 1:
        raise TermSyntaxError("'~' and '&' cannot stand in one term")
    sides = tuple(_side(piece, groups) for piece in pieces[::2])
    distance = max((_distance(operator) for operator in operators), default=_ANYWHERE)
    return Term(text.strip(), reading, sides, distance)


def _distance(operator: str) -> int:
    if operator == "&":
        return _ANYWHERE
    distance = int(operator[1:] or NEAR) if len(operator) < 6 else MAX_DISTANCE + 1
    if not 0 < distance <= MAX_DISTANCE:
        raise TermSyntaxError(f"'~' takes 1 to {MAX_DISTANCE} words")
    return distance


def _side(text: str, groups: Mapping[str, Sequence[str]]) -> tuple[tuple[Word, ...], ...]:
    rows: list[tuple[Word, ...]] = []
    for alternative in text.split("|"):
        named = _GROUP.match(alternative.strip())
        if named:
            for member in _group(named[1], groups):
                rows.extend(_rows(composed(member)))
        else:
            rows.extend(_rows(alternative))
    return tuple(dict.fromkeys(rows))


@lru_cache(maxsize=16384)
def _rows(text: str) -> tuple[tuple[Word, ...], ...]:
    """The rows of words that one alternative stands for: more than one if a hyphen may be left out."""
    if re.sub(r"[\s,.:;/·#!?¿¡()'’-]+", "", _WORD.sub("", text)):
        raise TermSyntaxError(f"cannot read '{text.strip()}' as words")
    choices = [_choices(found[0]) for found in _WORD.finditer(text)]
    if not choices:
        raise TermSyntaxError("there is no word in it")
    if len(choices) > MAX_WORDS:
        raise TermSyntaxError(f"more than {MAX_WORDS} words in a row")
    if sum(len(choice) > 1 for choice in choices) > _MAX_HYPHENS:
        raise TermSyntaxError(f"more than {_MAX_HYPHENS} hyphenated words in a row")
    return tuple(tuple(itertools.chain(*chosen)) for chosen in itertools.product(*choices))


def _choices(written: str) -> list[tuple[Word, ...]]:
    exact, prefix = written.startswith("="), written.endswith("*")
    words = parts(written.strip("=*"))
    if not words:
        raise TermSyntaxError(f"cannot read '{written}' as a word")
    if prefix and len(words[-1]) < MIN_PREFIX:
        raise TermSyntaxError(f"'{written}' would match too much: at least {MIN_PREFIX} letters before '*'")
    apart = tuple(Word(word, exact, prefix and at == len(words) - 1) for at, word in enumerate(words))
    return [apart] if len(words) == 1 else [apart, (Word("".join(words), exact, prefix),)]
