"""Words as the rules see them: accents, case, hyphens, spelling and word forms even out."""

from __future__ import annotations

import unicodedata

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from readinglist.themes.words import CHUNK, english_stem, even, parts, spanish_stem

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéíóúüñç", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organised", "organized"),
        ("behaviour", "behaviors"),
        ("cartels", "cartel"),
        ("recruiting", "recruited"),
    ],
)
def test_english_forms_and_spellings_share_a_stem(one: str, other: str) -> None:
    assert english_stem(one) == english_stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("investigacion", "investigaciones"),
        ("redes", "red"),
        ("foros", "foro"),
        ("reclutar", "reclutaron"),
        ("extorsion", "extorsiones"),
        ("leyes", "ley"),
    ],
)
def test_spanish_forms_share_a_stem(one: str, other: str) -> None:
    assert spanish_stem(one) == spanish_stem(other)


def test_a_short_stem_does_not_swallow_other_words() -> None:
    assert spanish_stem("foro") != spanish_stem("for")
    assert spanish_stem("queer") != spanish_stem("que")


@given(LETTERS)
def test_evening_out_is_insensitive_to_case_and_accents_and_settles(word: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    assert even(word) == even(word.upper()) == even(bare) == even(even(word))


@given(LETTERS)
def test_composed_and_decomposed_letters_are_one_word(word: str) -> None:
    assert even(unicodedata.normalize("NFD", word)) == even(word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("narco-submarine", ("narco", "submarine")),
        ("Mexico’s", ("mexico",)),
        ("U.S.", ("us",)),
        ("I.T.", ("it",)),
        ("Cártel", ("cartel",)),
        ("COVID\u201119", ("covid", "19")),
    ],
)
def test_a_chunk_is_taken_apart_into_words(text: str, words: tuple[str, ...]) -> None:
    (chunk,) = CHUNK.findall(text)
    assert parts(chunk) == words


@pytest.mark.parametrize(
    ("language", "ends"), [("english", "abfhjkopquvwxz"), ("spanish", "bcfghjklmpqtuvwxyz")]
)
@given(word=st.text("abcdefghijklmnopqrstuvwxyz", min_size=1), end=st.integers(0, 13))
def test_words_that_are_not_shown_to_snowball_are_their_own_stems(
    language: str, ends: str, word: str, end: int
) -> None:
    word += ends[end]
    assert snowballstemmer.stemmer(language).stemWord(word) == word
    assert len(word) < 4 or {"english": english_stem, "spanish": spanish_stem}[language](word) == word
