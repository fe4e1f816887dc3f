"""Words as the rules see them: case, accents, hyphens and spelling evened out, word forms by stemming."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias, TypeVar

import snowballstemmer

Reading: TypeAlias = Literal["en", "es", "any"]
"""By which language's word forms a text or a term is read; "any" tries both."""

HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\u00ad"
_INNER = HYPHENS + "'’"
# A chunk is what stands between spaces and punctuation: "micro-organism", "Mexico's", "COVID-19", "U.S.".
CHUNK = re.compile(rf"(?<!\w)(?:[^\W\d_]\.){{2,}}(?!\w)|[^\W_]+(?:[{re.escape(_INNER)}][^\W_]+)*")
_SPLIT = re.compile(rf"[{re.escape(HYPHENS)}]")
_WITHOUT = str.maketrans("", "", "'’.")
_POSSESSIVE = re.compile(r"['’]s$")

# British and American spellings meet before stemming: "organised" and "organized", "behaviour" and
# "behavior". Applied to both the rule and the text, so that a wrong guess ("advize") does no harm.
_ISE = re.compile(r"(?<=\w{3})is(e|es|ed|er|ers|ing|ation|ations)$")
_OUR = re.compile(r"(?<=\w{3})our(|s|ed|ing|al|ist|ists)$")
# Snowball's Spanish rules look for the accent in "-ción" and "-sión", which folding has taken away.
_CION = re.compile(r"(?<=\w)([cs])ion$")
# The letters in which the endings end that Snowball takes away or changes; any other word is its own stem.
_ENGLISH_ENDS = frozenset("cdegilmnrsty")
_SPANISH_ENDS = frozenset("adeinors")
# A shorter stem means too little: "foro" would be "for", and "queer" would be "que".
_SHORTEST = 4
_MOST_REMEMBERED = 200_000
_LONGEST_REMEMBERED = 100  # letters; what is longer is no word, and will not come again

V = TypeVar("V")


def even(text: str) -> str:
    """`text` in lower case without accents: "Crónica" and "CRONICA" are one word."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def composed(text: str) -> str:
    """`text` with letters and their accents as one character each, so that words are found whole."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def parts(chunk: str) -> tuple[str, ...]:
    """The evened-out words of one chunk: ("micro", "organism"); a possessive's "'s" is dropped."""
    if chunk.isascii() and chunk.isalnum():
        return (chunk.lower(),)
    words = (_POSSESSIVE.sub("", piece) for piece in _SPLIT.split(chunk))
    evened = (even(word).translate(_WITHOUT) for word in words)
    return tuple(word for word in evened if word)


def joinings(words: tuple[str, ...]) -> Iterator[tuple[int, str, int]]:
    """Each way to read a hyphenated chunk: (place of the first part, word, number of parts).

    ("micro", "organism") gives micro, organism and microorganism, so that a hyphen more or less
    makes no difference.
    """
    for at, word in enumerate(words):
        yield at, word, 1
    for at in range(len(words) - 1):
        yield at, words[at] + words[at + 1], 2
    if len(words) > 2:
        yield 0, "".join(words), len(words)


def forms(word: str, reading: Reading) -> tuple[str, ...]:
    """The keys by which an evened-out word is compared: itself, and its stem in each language read.

    Stems come from Snowball's English and Spanish algorithms (snowballstem.org) and carry their
    language's mark, so that an English stem never meets a Spanish one.
    """
    keys = [word]
    if reading != "es":
        keys.append("en:" + english_stem(word))
    if reading != "en":
        keys.append("es:" + spanish_stem(word))
    return tuple(keys)


class Remembered(dict[str, V]):
    """What a function gives for a word, worked out once; `[word]` asks for it. Forgets when it is large."""

    def __init__(self, work_out: Callable[[str], V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> V:
        value = self._work_out(word)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        if len(word) <= _LONGEST_REMEMBERED:
            self[word] = value
        return value


_stemmers = threading.local()


def _stemmer(language: str) -> snowballstemmer.SnowballStemmer:
    # A Snowball stemmer keeps the word it works on in itself, so that threads must not share one.
    made = getattr(_stemmers, language, None)
    if made is None:
        made = snowballstemmer.stemmer(language)
        setattr(_stemmers, language, made)
    return made


@lru_cache(maxsize=65536)
def english_stem(word: str) -> str:
    """The stem of an evened-out English word, British spelling read as American."""
    if word[-1:] not in _ENGLISH_ENDS:
        return word
    spelled = _OUR.sub(r"or\1", _ISE.sub(r"iz\1", word))
    stem = str(_stemmer("english").stemWord(spelled))
    return stem if len(stem) >= _SHORTEST else singular(word)


@lru_cache(maxsize=65536)
def spanish_stem(word: str) -> str:
    """The stem of an evened-out Spanish word."""
    if word[-1:] not in _SPANISH_ENDS:
        return word
    stem = even(str(_stemmer("spanish").stemWord(_CION.sub(r"\1ión", word))))
    return stem if len(stem) >= _SHORTEST else singular(word)


def singular(word: str) -> str:
    """A short word without its plural ending: "foros" → "foro", "redes" → "red", "laws" → "law"."""
    if len(word) > 3 and word.endswith("es") and word[-3] in "dlnrzyj":
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word
