"""What of a library's items a reference may show: titles, names, years, identifiers, folded and indexed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from readinglist.items import Creator, Item
from readinglist.items.text import fold, plain

# Words that tell no work from another, in English and Spanish.
STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "de",
        "del",
        "des",
        "di",
        "do",
        "el",
        "en",
        "et",
        "for",
        "from",
        "in",
        "into",
        "la",
        "las",
        "le",
        "les",
        "lo",
        "los",
        "of",
        "on",
        "or",
        "os",
        "para",
        "por",
        "que",
        "se",
        "sin",
        "sobre",
        "su",
        "sus",
        "the",
        "their",
        "to",
        "un",
        "una",
        "uno",
        "und",
        "une",
        "y",
        "e",
        "o",
        "u",
        "con",
        "como",
        "is",
        "its",
        "it",
        "with",
        "al",
        "da",
        "das",
        "dos",
        "no",
    ]
)
_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"\s*(?::|\?|!|(?<!\b\w)(?<!\bvs)\.\s|\s[-–—]\s|;|\s\()\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """One creator as found in references: the family name's words, and whether it is a body's name."""

    words: tuple[str, ...]
    body: bool = False
    acronym: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One item as it may be referred to. `title` is folded words, `main` the title up to its first break."""

    item: Item
    title: str
    main: str
    titles: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[Name, ...]
    year: int | None
    doi: str
    urls: tuple[str, ...]
    isbns: frozenset[str]
    container: str
    numbers: frozenset[str]
    around: frozenset[str]
    codes: frozenset[str]


@dataclass(slots=True)
class Catalogue:
    """The works of a library with an index of their words."""

    works: tuple[Work, ...]
    weights: dict[str, float] = field(default_factory=dict)
    by_word: dict[str, list[int]] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_doi: dict[str, int] = field(default_factory=dict)
    _near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _lengths: dict[int, list[str]] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """How much a word tells: its inverse document frequency among the titles."""
        return self.weights.get(word, self.weights.get("", 1.0))

    def near(self, word: str) -> tuple[str, ...]:
        """Indexed words that a word may be a misspelling of, itself first where it is one."""
        if word not in self._near:
            found = [word] if word in self.by_word or word in self.by_name else []
            if not found and len(word) >= 5:
                known = [
                    one for size in range(len(word) - 2, len(word) + 3) for one in self._lengths.get(size, ())
                ]
                hits = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=80, limit=4)
                found = [str(hit[0]) for hit in hits]
            self._near[word] = tuple(found)
        return self._near[word]

    def candidates(self, words: Sequence[str], most: int = 40) -> list[Work]:
        """The works that share most with the words of a reference."""
        scores: dict[int, float] = {}
        for word in dict.fromkeys(words):
            if word in STOP:
                continue
            for known in self.near(word):
                weight = self.weight(known)
                for at in self.by_word.get(known, ()):
                    scores[at] = scores.get(at, 0) + weight
                for at in self.by_name.get(known, ()):
                    scores[at] = scores.get(at, 0) + 4
        best = sorted(scores, key=lambda at: (-scores[at], at))[:most]
        return [self.works[at] for at in best]


def make_catalogue(items: Iterable[Item]) -> Catalogue:
    """A catalogue of the items that are not in the trash."""
    works = tuple(_work(item) for item in items if not item.deleted and item.title.strip())
    catalogue = Catalogue(works)
    for at, work in enumerate(works):
        for word in set(work.words) - STOP:
            catalogue.by_word.setdefault(word, []).append(at)
        for name in work.names:
            for word in {*name.words, name.acronym} - {""} - STOP:
                catalogue.by_name.setdefault(word, []).append(at)
        if work.doi:
            catalogue.by_doi.setdefault(work.doi, at)
    count = max(len(works), 1)
    catalogue.weights = {
        word: math.log(1 + count / len(places)) for word, places in catalogue.by_word.items()
    }
    catalogue.weights[""] = math.log(1 + count)
    for word in {*catalogue.by_word, *catalogue.by_name}:
        if len(word) >= 4:
            catalogue._lengths.setdefault(len(word), []).append(word)
    return catalogue


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(_WORD.findall(fold(text)))


def squeezed(text: str) -> str:
    """A text as its folded words, one blank between them: for comparing."""
    return " ".join(words_of(text))


def _work(item: Item) -> Work:
    title = " ".join(plain(item.title).split())
    short = " ".join(plain(item.get("shortTitle")).split())
    head = next((part for part in _CUT.split(title) if part.strip(' ¿¡“"«')), title)
    titles = {squeezed(title), squeezed(head)} | ({squeezed(short)} if short else set())
    words = words_of(title)
    container = squeezed(plain(item.get("publicationTitle")))
    around = words_of(
        " ".join(
            plain(item.get(name))
            for name in (
                "publicationTitle",
                "publisher",
                "place",
                "seriesTitle",
                "series",
                "institution",
                "university",
            )
        )
    )
    creators = sorted(item.creators, key=lambda one: one.creator_type not in _FIRST)
    return Work(
        item=item,
        title=squeezed(title),
        main=squeezed(head),
        titles=tuple(sorted(titles - {""}, key=len, reverse=True)),
        words=words,
        names=tuple(name for name in map(_name, creators) if name.words),
        year=item.year,
        doi=item.get("DOI").strip().casefold().removeprefix("https://doi.org/"),
        urls=tuple(address(url) for url in (item.get("url"),) if url),
        isbns=frozenset(re.findall(r"\d{9,12}[\dx]", item.get("ISBN").replace("-", "").casefold())),
        container=container,
        numbers=frozenset(word for word in words if word.isdecimal()),
        around=frozenset(around),
        codes=codes_in(" ".join([title, *(item.get(name) for name in _NUMBERED)])),
    )


_NUMBERED = ("docketNumber", "reportNumber", "billNumber", "publicLawNumber", "number", "patentNumber")
# "C-670/22", "GAO-17-474", "23VG/2019", "82/2021"; no "9/2024", which is a month.
_CODE = re.compile(
    r"(?<![\w/.-])(?:[A-Z]{1,5}-\d{1,4}[-/]\d{2,4}|(?:1[3-9]|[2-9]\d|\d{3,4}|\d{1,3}[A-Z]{1,3})/(?:19|20)\d\d)(?![\w/-])"
)


_NAMED_CODE = re.compile(
    r"(?:\bA\.\s?I\.|\b[Aa]cci[oó]n(?:es)? de inconstitucionalidad|\b[Aa]mparo(?: en revisi[oó]n)?"
    r"|\b[Ee]xp(?:ediente|\.)|\b[Rr]ecomendaci[oó]n|\b[Nn](?:o|úm|\.º)\.?)\s*(\d{1,3}/(?:19|20)\d\d)"
)


def codes_in(text: str) -> frozenset[str]:
    """The numbers of cases, reports and laws in a text, as their bodies write them."""
    return frozenset([*_CODE.findall(text), *_NAMED_CODE.findall(text)])


_FIRST = frozenset(
    {
        "author",
        "artist",
        "cartographer",
        "contributor",
        "director",
        "interviewee",
        "inventor",
        "podcaster",
        "presenter",
    }
    | {"programmer", "sponsor", "performer"}
)


def address(url: str) -> str:
    """An address without what may be written differently: scheme, www, a last slash, a fragment."""
    return re.sub(r"^https?://(?:www\.)?|#.*$|/+$", "", url.strip().casefold())


def _name(creator: Creator) -> Name:
    if creator.last_name and creator.first_name:
        return Name(
            tuple(word for word in words_of(creator.last_name) if word not in PARTICLES)
            or words_of(creator.last_name)
        )
    whole = creator.name or creator.last_name or creator.first_name
    words = words_of(whole)
    letters = "".join(word[0] for word in re.findall(r"[^\W\d_]+", fold(whole)) if word not in STOP)
    inside = re.search(r"\(([A-Z]{2,10})\)|^([A-Z][A-Z\d]{1,7}):", whole)
    acronym = fold(inside[1] or inside[2]) if inside else (letters if len(letters) >= 3 else "")
    return Name(words, len(words) > 1, acronym)


PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "van", "von", "der", "den", "da", "dos", "di", "le", "y", "e"}
)
