"""The fast matcher finds what a slow one finds that was written from the words of docs/rules.md alone."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.themes.matcher import Matcher, Span
from readinglist.themes.terms import read_terms
from readinglist.themes.words import Reading

# Words, each with the name of what it is a form of in English and in Spanish. Capitals, accents and British
# spelling are none of its own.
WORDS = {
    "drug": ("drug", "drug"), "drugs": ("drug", ""), "Drügs": ("drug", ""), "drugstore": ("drugstore", ""),
    "organised": ("organize", ""), "ORGANIZED": ("organize", ""), "organizing": ("organize", ""),
    "gang": ("gang", ""), "gangs": ("gang", ""), "mexicano": ("", "mexicano"), "Mexicanas": ("", "mexicano"),
    "canciones": ("cancion", "canción"), "cancion": ("cancion", "canción"), "Canción": ("cancion", "canción"),
    "redes": ("", "red"), "red": ("red", "red"), "war": ("war", ""), "wars": ("war", ""),
}  # fmt: skip
JOINED = ("drug", "store", "Wars", "gang")
PLAIN = str.maketrans("üíóáéú", "uioaeu")
READINGS: tuple[Reading, ...] = ("en", "es", "any")
FAR = (None, 1, 2, 10)


@dataclasses.dataclass(frozen=True)
class Wish:
    """A word of a rule: with `=` before it, with `*` behind it, or as it is."""

    word: str
    sign: str = ""

    def written(self) -> str:
        return f"={self.word}" if self.sign == "=" else f"{self.word}{self.sign}"


Phrase = tuple[tuple[Wish, ...], ...]
"""Words that follow one another; of several joined by hyphens each group stands together."""


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule as a person thinks of it: alternatives on each side, and how near the sides must be."""

    sides: tuple[tuple[Phrase, ...], ...]
    far: int | None
    reading: Reading

    def written(self) -> str:
        operator = " & " if self.far is None else f" ~{self.far} "
        return operator.join(" | ".join(map(_written, side)) for side in self.sides)


def _written(phrase: Phrase) -> str:
    return " ".join("-".join(wish.written() for wish in group) for group in phrase)


def plain(word: str) -> str:
    """Without capitals and accents."""
    return word.lower().translate(PLAIN)


def same_word(rule: str, text: str, of: Reading, reading: Reading) -> bool:
    """Whether two words are forms of one in a language that both the rule and the text are read in."""
    one, other = plain(rule), plain(text)
    if one == other:
        return True
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    shared = len(list(alike))
    for at, language in enumerate(("en", "es")):
        if of in (language, "any") and reading in (language, "any"):
            names = {plain(word): known[at] for word, known in WORDS.items() if known[at]}
            # What is written in one word changes its form at its end.
            ends = ((names.get(one[start:]), names.get(other[start:])) for start in range(shared))
            if any(first and first == second for first, second in ends):
                return True
    return False


def fits(wish: Wish, word: str, of: Reading, reading: Reading) -> bool:
    """Whether a word of the text is what a word of a rule asks for."""
    if wish.sign == "*":
        return plain(word).startswith(plain(wish.word))
    if wish.sign == "=":
        return plain(word) == plain(wish.word)
    return same_word(wish.word, word, of, reading)


Place = tuple[int, int, int]
Text = Sequence[Sequence[str]]
"""A text as its words, those joined by hyphens together."""


def readings_of(text: Text) -> Iterator[tuple[int, int, str]]:
    """Every word of a text, its place and the place behind it; hyphens may be read over."""
    at = 0
    for group in text:
        for start, end in itertools.combinations(range(len(group) + 1), 2):
            # Two parts may be one word, or all of them.
            if end - start in (1, 2, len(group)):
                yield at + start, at + end, "".join(group[start:end])
        at += len(group)


def rows_of(phrase: Phrase) -> Iterator[tuple[Wish, ...]]:
    """The ways to write a phrase: what is joined by a hyphen apart, or in one word."""
    ways = []
    for group in phrase:
        together = Wish("".join(wish.word for wish in group), "*" if group[-1].sign == "*" else "")
        ways.append([group, (together,)] if len(group) > 1 else [group])
    for chosen in itertools.product(*ways):
        yield tuple(itertools.chain(*chosen))


def places(phrase: Phrase, texts: Sequence[Text], of: Reading, reading: Reading) -> set[Place]:
    """Everywhere that a phrase stands."""
    found = set()
    for unit, text in enumerate(texts):
        words = list(readings_of(text))
        for row in rows_of(phrase):
            begun = {(start, start) for start, _, _ in words}
            for wish in row:
                begun = {
                    (first, end)
                    for first, until in begun
                    for start, end, word in words
                    if start == until and fits(wish, word, of, reading)
                }
            found |= {(unit, first, end) for first, end in begun}
    return found


def apart(one: Place, other: Place) -> bool:
    """Whether two places share no word."""
    return one[0] != other[0] or one[2] <= other[1] or other[2] <= one[1]


def near(one: Place, other: Place, far: int | None) -> bool:
    """Whether at most `far` words lead from one place to the other."""
    if far is None:
        return True
    return one[0] == other[0] and max(other[1] - one[2], one[1] - other[2]) <= far


def by_the_book(rule: Rule, texts: Sequence[Text], reading: Reading) -> set[tuple[Place, ...]]:
    """The places of a rule: all of a plain one, the first of one with several sides."""
    if reading != "any" and rule.reading not in (reading, "any"):
        return set()
    sides = [
        sorted(set().union(*(places(one, texts, rule.reading, reading) for one in side)))
        for side in rule.sides
    ]
    together = (
        group
        for group in itertools.product(*sides)
        if all(apart(one, other) for one, other in itertools.combinations(group, 2))
        and all(near(group[0], other, rule.far) for other in group[1:])
    )
    return set(together) if len(sides) == 1 else set(itertools.islice(together, 1))


def fast(rules: Sequence[Rule], texts: Sequence[Text], reading: Reading) -> list[set[tuple[Place, ...]]]:
    """What the matcher of all rules together finds for each."""
    terms = [term for rule in rules for term in read_terms(rule.written(), rule.reading)]
    assert len(terms) == len(rules)
    found: list[set[tuple[Place, ...]]] = [set() for _ in rules]
    for numbers, groups in Matcher(terms).find([" ".join(map("-".join, text)) for text in texts], reading):
        for number in numbers:
            found[number] |= {tuple(tuple(span) for span in group) for group in groups}
    return found


word = st.sampled_from(sorted(WORDS))
wish = st.builds(Wish, word, st.just("")) | st.builds(Wish, word, st.just("="))
start = st.builds(Wish, st.sampled_from(["drug", "mexi", "organ", "cancio"]), st.just("*"))
alone = st.tuples(wish | start)
joined = st.sampled_from(JOINED)
hyphened = st.tuples(st.builds(Wish, joined), st.builds(Wish, joined) | start)
phrase = st.lists(alone | hyphened, min_size=1, max_size=3).map(tuple)
side = st.lists(phrase, min_size=1, max_size=2).map(tuple)
rule = st.builds(
    Rule, st.lists(side, min_size=1, max_size=3).map(tuple), st.sampled_from(FAR), st.sampled_from(READINGS)
)
group = word.map(lambda one: [one]) | st.lists(joined, min_size=2, max_size=3)
text = st.lists(group, max_size=12)


# Of few words, so that sides meet the same ones and stand in one another's way.
few = st.sampled_from([((Wish("drug"),),), ((Wish("war"),),), ((Wish("drug"),), (Wish("war"),))])
tight = st.builds(
    Rule, st.lists(st.tuples(few), min_size=2, max_size=4).map(tuple), st.sampled_from(FAR), st.just("any")
)
crowded = st.lists(st.sampled_from(["drug", "wars"]).map(lambda one: [one]), min_size=3, max_size=7)


@settings(max_examples=300)
@given(st.lists(tight, min_size=3, max_size=6), st.lists(crowded, min_size=1, max_size=2))
def test_sides_share_no_words_and_the_first_places_count(rules: list[Rule], texts: list[Text]) -> None:
    found = fast(rules, texts, "en")
    for one, ours in zip(rules, found, strict=True):
        assert ours == by_the_book(one, texts, "en"), one.written()


@settings(max_examples=300)
@given(
    st.lists(rule, min_size=1, max_size=5),
    st.lists(text, min_size=1, max_size=3),
    st.sampled_from(READINGS),
)
def test_the_matcher_finds_what_the_book_says(rules: list[Rule], texts: list[Text], reading: Reading) -> None:
    found = fast(rules, texts, reading)
    for one, ours in zip(rules, found, strict=True):
        assert ours == by_the_book(one, texts, reading), one.written()


def test_a_later_place_is_tried_where_the_first_leaves_another_side_no_words() -> None:
    (term,) = read_terms("gang ~ drug ~ drug war")
    (found,) = Matcher([term]).find(["gang of the drug war, and another drug"], "en")
    assert list(found.places) == [(Span(0, 0, 1), Span(0, 7, 8), Span(0, 3, 5))]


def test_places_of_a_term_are_spans() -> None:
    (found,) = Matcher(read_terms("silk road")).find(["the silk road"], "en")
    assert found.places == [(Span(0, 1, 3),)]
