"""What terms find: word forms, hyphens, phrases, nearness, lists, languages; and what they never do."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.themes.matcher import Matcher
from readinglist.themes.terms import TermSyntaxError, UnknownGroupError, read_terms
from readinglist.themes.words import CHUNK, Reading, composed

GROUPS = {"cartels": ("cartel", "Los Zetas"), "none": ()}


def finds(term: str, *texts: str, reading: Reading = "any", of: Reading = "any") -> bool:
    return bool(Matcher(read_terms(term, of, GROUPS)).find(texts, reading))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("cryptomarket", "Cryptomarkets and their vendors"),
        ("silk road", "Lost on the Silk Road: online drugs"),
        ("dark-net", "the darknet"),
        ("dark-net", "the dark net"),
        ("dark-net", "the dark-net"),
        ("dark-net market", "darknet markets"),
        ("narcosubmarine", "a narco-submarine"),
        ("narco*", "Narcocorridos"),
        ("narco-cultur*", "narcoculture"),
        ("narco-cultur*", "la narco cultura"),
        ("=tor", "on TOR"),
        ("cartel ~ drone", "Drones of the cartels"),
        ("cartel ~ drone | UAV", "cartels fly UAVs"),
        ("@cartels ~ drone", "drones that Los Zetas bought"),
        ("@cartels", "los zetas"),
        ("criptomonedas ilícitas", "CRIPTOMONEDA ILICITA"),
        ("organised crime", "organized crimes"),
        ("I.T. guy", "El Chapo's IT guy"),
        ("#hashtag", "a #hashtag"),
    ],
)
def test_term_is_found(term: str, text: str) -> None:
    assert finds(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("silk road", "the road of silk"),
        ("silk road", "silk"),
        ("=tor", "tors"),
        ("cartel ~2 drone", "a cartel that has never owned any drone"),
        ("drug ~ drug war", "drug war"),
        ("narco*", "anarco"),
        ("tor", "actor"),
    ],
)
def test_term_is_not_found(term: str, text: str) -> None:
    assert not finds(term, text)


def test_anywhere_joins_fields_and_near_does_not() -> None:
    assert finds("cartel & drone", "Drones", "cartel")
    assert not finds("cartel ~ drone", "Drones", "cartel")


def test_a_phrase_does_not_reach_from_one_tag_into_the_next() -> None:
    assert not finds("silk road", "silk", "road")


def test_terms_of_another_language_are_left_out() -> None:
    assert finds("red", "la red", reading="es", of="es")
    assert finds("red", "red", reading="any", of="es")
    assert not finds("red", "a red car", reading="en", of="es")


@pytest.mark.parametrize(
    "term",
    [
        "",
        "   ",
        "~",
        "a ~",
        "ab*",
        "*",
        "a ~ b & c",
        "a ~0 b",
        "a ~999 b",
        "a ~99999999999 b",
        "(a|b)+$",
        "a\\d",
        "x " * 13,
    ],
)
def test_term_that_cannot_be_read_is_refused(term: str) -> None:
    with pytest.raises(TermSyntaxError):
        read_terms(term)


def test_unknown_list_is_refused_by_name() -> None:
    with pytest.raises(UnknownGroupError) as caught:
        read_terms("@cartel ~ drone", "any", GROUPS)
    assert caught.value.name == "cartel"


@given(st.sampled_from(["Crónica del Cártel", "narco-submarinos", "Evidencia digital"]), st.randoms())
def test_finding_is_insensitive_to_case_and_accents(text: str, chance: random.Random) -> None:
    other = "".join(chance.choice((letter.upper(), letter.lower())) for letter in text)
    bare = "".join(c for c in unicodedata.normalize("NFD", other) if not unicodedata.combining(c))
    for shape in (other, bare, unicodedata.normalize("NFD", other)):
        assert finds(text, shape)
        assert finds(shape, text)


@given(st.permutations(["cartel", "flies", "a", "drone", "today"]))
def test_nearness_is_insensitive_to_word_order(words: list[str]) -> None:
    assert finds("cartel ~ drone", " ".join(words))


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    matcher = Matcher(read_terms("cartel ~ drone") + read_terms("narco*") + read_terms("dark-net market"))
    assert matcher.find([text], "any") == matcher.find([text], "any")


@given(
    st.text(st.sampled_from("ab1.-'’_ ,:\t\n\x1c\x85\u2028\u00ad\u2011éI\u0301"), max_size=30)
    | st.text(max_size=30)
)
def test_no_word_reaches_over_a_blank(text: str) -> None:
    whole = composed(text)
    assert CHUNK.findall(whole) == [chunk for piece in whole.split() for chunk in CHUNK.findall(piece)]


@given(st.text(max_size=40))
def test_any_term_is_read_or_refused(term: str) -> None:
    try:
        read = read_terms(term, "any", GROUPS)
    except TermSyntaxError:
        return
    Matcher(read).find(["some text " + term], "any")


@pytest.mark.parametrize(
    "text", ["cartel " * 20_000, "a-" * 50_000, "cartel " * 5_000 + "x " * 50 + "drone " * 5_000]
)
def test_hostile_text_takes_no_time_beyond_its_length(text: str) -> None:
    matcher = Matcher(read_terms("cartel ~3 drone") + read_terms("cartel cartel cartel cartel"))
    start = time.process_time()
    matcher.find([text], "en")
    assert time.process_time() - start < 5
