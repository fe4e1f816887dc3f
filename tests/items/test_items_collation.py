"""Alphabetical order by language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readinglist.items.collation import collation_key, initial


def ordered(locale: str, *words: str) -> list[str]:
    return sorted(words, key=lambda word: collation_key(word, locale))


def test_spanish_puts_n_with_tilde_after_n_and_marks_beside_their_vowels() -> None:
    words = ("Ñáñez", "Nuño", "Núñez", "Ortiz", "Álvarez", "Alvarado", "Zúñiga", "Llano", "Luna")
    assert ordered("es-MX", *words) == [
        "Alvarado", "Álvarez", "Llano", "Luna", "Núñez", "Nuño", "Ñáñez", "Ortiz", "Zúñiga",
    ]  # fmt: skip
    assert ordered("en", "Ñáñez", "Nuño", "Nz") == ["Ñáñez", "Nuño", "Nz"]


def test_other_alphabets_have_their_own_ends() -> None:
    assert ordered("da", "Ærø", "Zebra", "Åben", "Øst") == ["Zebra", "Ærø", "Øst", "Åben"]
    assert ordered("sv", "Öst", "Zebra", "Åben", "Äng") == ["Zebra", "Åben", "Äng", "Öst"]
    assert ordered("cs", "Cibule", "Chleba", "Ivan", "Hrad", "Čech") == [
        "Cibule",
        "Čech",
        "Hrad",
        "Chleba",
        "Ivan",
    ]
    assert ordered("et", "Zorro", "Tamm", "Šokk", "Sild") == ["Sild", "Šokk", "Zorro", "Tamm"]


def test_an_index_has_the_letters_of_its_language() -> None:
    words = ("Ñáñez", "Ávila", "«Zeta»", "Chleba", "Østergård", "42", "")
    assert [initial(word, "es") for word in words] == ["Ñ", "A", "Z", "C", "O", "", ""]
    assert [initial(word, "en") for word in words] == ["N", "A", "Z", "C", "O", "", ""]
    assert (initial("Chleba", "cs"), initial("Østergård", "da"), initial("Æ")) == ("Ch", "Ø", "A")


def test_case_and_punctuation_do_not_count() -> None:
    assert ordered("en", "«beta»", "“Alpha”", "¿gamma?", "delta") == ["“Alpha”", "«beta»", "delta", "¿gamma?"]


def test_a_shorter_name_stands_first() -> None:
    assert ordered("es", "Ruiz Gómez", "Ruiz") == ["Ruiz", "Ruiz Gómez"]


@given(st.text(), st.text(), st.sampled_from(["", "es", "da", "cs-CZ", "zz", "es_MX"]))
def test_any_two_texts_can_be_compared_and_equal_keys_mean_equal_texts_but_for_case(
    one: str, other: str, locale: str
) -> None:
    first, second = collation_key(one, locale), collation_key(other, locale)
    assert (first < second) or (second < first) or first == second
    assert first == collation_key(one, locale)
