"""Names: particles, suffixes, display, sorting, citation keys."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.items import Creator
from readinglist.items.names import NameParts, display_name, family_for_key, name_parts, sort_form, sort_key


def _name(last: str, first: str = "") -> Creator:
    return Creator("author", last_name=last, first_name=first)


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        ("van der Berg", "Jan", NameParts("Berg", "Jan", non_dropping="van der")),
        ("de la Cruz", "Juana", NameParts("Cruz", "Juana", non_dropping="de la")),
        ("Beethoven", "Ludwig van", NameParts("Beethoven", "Ludwig", dropping="van")),
        ("d'Arcy", "Jim", NameParts("Arcy", "Jim", non_dropping="d'")),
        ("d’Arcy-Smith", "Jim", NameParts("Arcy-Smith", "Jim", non_dropping="d’")),
        ("al-Rashid", "Harun", NameParts("Rashid", "Harun", non_dropping="al-")),
        ("King", "Martin Luther, Jr.", NameParts("King", "Martin Luther", suffix="Jr.")),
        ("King", "M.,! Jr.", NameParts("King", "M.", suffix="Jr.", comma_suffix=True)),
        ("García Márquez", "Gabriel", NameParts("García Márquez", "Gabriel")),
        ("González de León", "Teo", NameParts("González de León", "Teo")),
        ("De Choudhury", "Munmun", NameParts("De Choudhury", "Munmun")),
        ("O'Connor", "Mike", NameParts("O'Connor", "Mike")),
        ("boyd", "danah", NameParts("boyd", "danah")),
        ('"van Berg"', "Jan", NameParts("van Berg", "Jan")),
        ("World Bank", "", NameParts(literal="World Bank")),
        ("", "Madonna", NameParts(literal="Madonna")),
    ],
)
def test_names_are_taken_apart_as_zotero_does(last: str, first: str, expected: NameParts) -> None:
    assert name_parts(_name(last, first)) == expected


def test_names_are_shown_and_sorted() -> None:
    assert display_name(_name("van der Berg", "Jan")) == "Jan van der Berg"
    assert sort_form(_name("van der Berg", "Jan")) == "Berg, Jan van der"
    assert display_name(_name("King", "Martin, Jr.")) == "Martin King Jr."
    assert sort_key(_name("Ángeles", "Ó.")) < sort_key(_name("Berg", "Jan"))
    assert sort_key(Creator("author", name="The World Bank")) == "world bank"


@pytest.mark.parametrize(
    ("creator", "expected"),
    [
        (_name("Nuñez", "A."), "nunez"),
        (_name("Ó Briain", "D."), "obriain"),
        (_name("Øresund", "K."), "oresund"),
        (_name("Straßer", "K."), "strasser"),
        (_name("Łódź", "K."), "lodz"),
        (_name("van de Ven", "Katinka"), "vandeven"),
        (_name("Núñez Noriega", "G."), "nuneznoriega"),
        (_name("李", "明"), "李"),
        (_name("!!", "??"), "anon"),
        (_name("", ""), "anon"),
        (Creator("author", name="Human Rights Watch"), "hrw"),
        (Creator("author", name="Animal Político"), "animalpolitico"),
        (Creator("author", name="Grupo de Acción Financiera (GAFI)"), "gafi"),
        (Creator("author", name="R3D: Red en Defensa"), "r3d"),
        (Creator("author", name="U.S. Drug Enforcement Administration"), "usdea"),
    ],
)
def test_the_name_in_a_citation_key(creator: Creator, expected: str) -> None:
    assert family_for_key(creator) == expected


_TEXT = st.text(max_size=30) | st.sampled_from(["de la ", "d'", "van", "Jr.", ", ", "O’", "-", '"'])


@given(st.builds(Creator, st.just("author"), _TEXT, _TEXT, st.just("") | _TEXT))
def test_no_name_is_lost_or_breaks_anything(creator: Creator) -> None:
    parts = name_parts(creator)
    key = family_for_key(creator)
    assert key and all(char.isalnum() for char in key)
    assert bool(parts.literal) != bool(parts.family) or not creator.display.strip()
    letters = sorted(char for char in display_name(creator) if char.isalnum())
    if creator.name.strip() or not (creator.last_name.strip() and creator.first_name.strip()):
        return
    assert letters == sorted(char for char in creator.last_name + creator.first_name if char.isalnum())


def test_hostile_names_take_no_time() -> None:
    began = time.perf_counter()
    for text in ("de " * 30_000, "d'" * 30_000, "-" * 50_000, "a," * 30_000):
        name_parts(_name(text, text))
        family_for_key(_name(text, text))
        family_for_key(Creator("author", name=text))
    assert time.perf_counter() - began < 30
