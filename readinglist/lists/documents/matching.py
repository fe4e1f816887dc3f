"""Which work of the library a reference means: by identifier, else by title, names and year together.

A reference to a work that the library does not have must find nothing, however near its neighbours are; so a
title has to fit, and what speaks against a work (another year, other names, other numbers in the title)
counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from readinglist.lists.documents.catalogue import STOP, Catalogue, Name, Work, address, squeezed, words_of
from readinglist.lists.documents.titles import UNDATED, YEAR, quoted_in, titles_in

ACCEPTED = 80
DOUBTFUL = 62
# Below this no title fits, whatever else does: there are several works by one author of one year.
LEAST_TITLE = 70

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>“”]+")
_URL = re.compile(r"https?://[^\s\"<>“”)\]]+")
# The part to read, at the end of a reference.
_LOCATOR = re.compile(
    r"[,;(\[]?\s*\b(?:chs?|chaps?|chapters?|caps?|capítulos?|capitulos?)\b\.?\s*[\divx]+(?:\s*(?:[-–—,&]|and|y)\s*[\divx]+)*[)\].]*\s*$"
    r"|[,;(\[]\s*(?:introduction|introducción|conclusions?|conclusión)[)\].]*\s*$",
    re.IGNORECASE,
)
# What comes after this is the book in which a chapter stands.
_CONTAINER = re.compile(r"(?<=[.”\"’»?!])\s+(?:In|En|in|en):?\s+(?=[\w“\"*_])")
_ISBN = re.compile(r"\b97[89][-\s]?(?:\d[-\s]?){9}[\dXx]\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference's text with what helps to read it: `marked` are the parts in italics, `urls` its links'
    addresses, `names` those of the reference before it where this one has only a dash for them."""

    text: str
    marked: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    names: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The best work for a reference, None without any; `score` is from 0 to 100, `accepted` says whether the
    work is meant for certain. `title` is how well the title fits, of that."""

    work: Work | None
    score: int
    accepted: bool
    title: int = 0
    second: int = 0


NOTHING = Match(None, 0, False)


@dataclass(frozen=True, slots=True)
class _Read:
    """A reference, read once for all works."""

    text: str
    words: tuple[str, ...]
    word_set: frozenset[str]
    head: tuple[str, ...]
    zones: tuple[tuple[str, tuple[str, ...]], ...]
    quoted: tuple[str, ...]
    before: str
    years: frozenset[int]
    undated: bool
    rest: frozenset[str]


def match(reference: Reference, catalogue: Catalogue) -> Match:
    """The work of the catalogue that a reference means."""
    by_identifier = _identified(reference, catalogue)
    read = _read(reference, catalogue)
    if not read.words:
        return NOTHING
    scored = []
    for work in catalogue.candidates(read.words):
        title = _title_score(read, work, catalogue)
        scored.append((_score(read, work, title), title, work))
    if by_identifier is not None:
        title = _title_score(read, by_identifier, catalogue)
        if title >= 45 or len(read.rest) < 3:
            return Match(by_identifier, 100, True, round(title))
    if not scored:
        return NOTHING
    scored.sort(key=lambda one: (-one[0], -one[1], one[2].item.citation_key))
    score, title, work = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    bare = _by_names_alone(read, catalogue, [one[2] for one in scored])
    if bare is not None and score < ACCEPTED:
        return Match(bare, ACCEPTED, True, 0, round(second))
    if score < ACCEPTED and title < 60:
        score = min(score, DOUBTFUL - 1)
    rivals = [one for one in scored[1:] if score - one[0] < 3 and one[0] >= ACCEPTED]
    if rivals and score >= ACCEPTED:
        work = _nearest([work, *(one[2] for one in rivals)], read)
    return Match(work, round(min(score, 100)), score >= ACCEPTED, round(title), round(second))


def _identified(reference: Reference, catalogue: Catalogue) -> Work | None:
    text = " ".join((reference.text, *reference.urls))
    for doi in _DOI.findall(text):
        at = catalogue.by_doi.get(doi.casefold().rstrip(".,;)]"))
        if at is not None:
            return catalogue.works[at]
    isbns = {re.sub(r"\D", "", isbn) for isbn in _ISBN.findall(text)}
    urls = {address(url.rstrip(".,;")) for url in _URL.findall(text)}
    if not isbns and not urls:
        return None
    hits = [
        work
        for work in catalogue.works
        if any(url and url in urls and "/" in url for url in work.urls) or (isbns & work.isbns)
    ]
    return hits[0] if len(hits) == 1 else None


def _read(reference: Reference, catalogue: Catalogue) -> _Read:
    shown = _URL.sub(" ", _DOI.sub(" ", reference.text))
    shown = re.sub(r"\bdoi:?\s*", " ", shown, flags=re.IGNORECASE)
    shown = _LOCATOR.sub(" ", shown)
    text = f"{reference.names} {shown}" if reference.names else shown
    words = words_of(text)
    zones = []
    for zone in titles_in(shown, reference.marked):
        inner = tuple(word for word in words_of(zone))
        if inner:
            zones.append((" ".join(inner), inner))
    years = frozenset(int(year) for year in YEAR.findall(shown))
    rest = frozenset(
        word
        for word in words
        if word not in STOP and not word.isdecimal() and word not in _FILLERS and len(word) > 1
    )
    return _Read(
        text=" ".join(words),
        words=words,
        word_set=frozenset(words),
        head=words[:40],
        zones=tuple(zones),
        quoted=tuple(squeezed(part) for part in quoted_in(shown) if len(words_of(part)) >= 3),
        before=squeezed(_CONTAINER.split(shown, maxsplit=1)[0]),
        years=years,
        undated=bool(UNDATED.search(shown)),
        rest=rest,
    )


_FILLERS = frozenset(
    [
        "pp",
        "p",
        "pages",
        "page",
        "paginas",
        "pagina",
        "pags",
        "pag",
        "ch",
        "chap",
        "chapter",
        "chapters",
        "cap",
        "caps",
        "capitulo",
        "capitulos",
        "vol",
        "no",
        "num",
        "ed",
        "eds",
        "coord",
        "coords",
        "al",
        "et",
        "see",
        "read",
        "leer",
        "lea",
        "cf",
        "ver",
        "week",
        "semana",
        "required",
        "optional",
        "recommended",
        "obligatoria",
        "opcional",
        "introduction",
        "introduccion",
        "intro",
        "minutes",
        "min",
        "section",
        "part",
        "parte",
        "eg",
        "ie",
        "ibid",
        "nd",
        "sf",
        "online",
        "linea",
        "doi",
        "https",
        "www",
        "com",
        "essential",
        "further",
    ]
)


def _title_score(read: _Read, work: Work, catalogue: Catalogue) -> float:
    """How well a work's title fits what the reference shows, from 0 to 100."""
    best = 0.0
    content = [word for word in work.words if word not in STOP]
    named = any(_shown(name, read) for name in work.names[:4])
    for title in work.titles:
        size, share = len(title), 1.0 if title == work.title else 0.97
        if size >= 14 and len(title.split()) >= 3 and (title == work.title or size >= 20):
            best = max(best, share * _inside(title, read, anywhere=named))
        for zone, _ in read.zones:
            best = max(best, share * fuzz.ratio(zone, title))
    for zone, inner in read.zones:
        told = [word for word in inner if word not in STOP and word not in _FILLERS]
        if len(zone) >= 12 and len(told) >= 2 and len(zone) < len(work.title):
            best = max(best, 0.97 * fuzz.ratio(zone, work.title[: len(zone)]))
        if len(told) >= 2:
            best = max(best, 0.95 * _covered(told, content, catalogue) * min(1.0, 0.55 + 0.1 * len(told)))
    if best >= 60:
        shown = 0.95 * _covered(content, read.rest, catalogue) if content else 0
        zoned = max((_told(inner, content, catalogue) for _, inner in read.zones), default=0.0)
        best = min(best, 25 + max(shown, zoned))
    if best >= 60 and not _numbers_agree(read, work):
        best -= 35
    if best >= 60 and _is_container(read, work):
        best -= 35
    return best


def _told(zone: Collection[str], content: Sequence[str], catalogue: Catalogue) -> float:
    told = [word for word in zone if word not in STOP and word not in _FILLERS and not word.isdecimal()]
    return _covered(told, content, catalogue) if told else 0


def _inside(title: str, read: _Read, *, anywhere: bool) -> float:
    """How well a whole title is found inside the reference; without `anywhere` only at its very beginning."""
    if len(title) > len(read.text) + 4:
        return 0
    found = fuzz.partial_ratio_alignment(title, read.text, score_cutoff=70)
    if found is None or (not anywhere and found.dest_start > 12):
        return 0
    return found.score


def _is_container(read: _Read, work: Work) -> bool:
    """Whether a work's title only shows as that of the book in which the thing referred to stands."""
    title = work.title
    if read.before and read.before != read.text and len(title) >= 10 and work.words[0] not in ("in", "en"):
        whole = fuzz.partial_ratio(title, read.text) if len(title) <= len(read.text) else 0
        first = fuzz.partial_ratio(work.main, read.before) if len(work.main) <= len(read.before) else 0
        if whole >= 88 and first < 80:
            return True
    if work.item.item_type in ("book", "report", "conferencePaper") and read.quoted:
        return all(
            max(fuzz.ratio(part, one) for one in work.titles) < 60 and fuzz.partial_ratio(part, title) < 75
            for part in read.quoted
        )
    return False


def _covered(told: Collection[str], content: Collection[str], catalogue: Catalogue) -> float:
    """How much of what a title zone tells is in a work's title, from 0 to 100; misspelt words count a
    little less."""
    whole = found = 0.0
    known = set(content)
    for word in told:
        weight = catalogue.weight(word) if word in known else catalogue.weight("")
        whole += weight
        if word in known:
            found += weight
        elif len(word) >= 5:
            near = max(
                (fuzz.ratio(word, one) for one in content if abs(len(one) - len(word)) <= 2), default=0
            )
            found += 0.8 * weight * near / 100 if near >= 80 else 0
    return 100 * found / whole if whole else 0


def _numbers_agree(read: _Read, work: Work) -> bool:
    """Whether the numbers in the two titles are the same: "Report 2019" is not "Report 2020".

    A shortened title may have left its numbers out, where the year is right.
    """
    missing = {number for number in work.numbers if len(number) > 1 and number not in read.word_set}
    if not missing:
        return True
    said = {word for zone, inner in read.zones[:3] for word in inner if word.isdecimal() and len(word) > 1}
    known = {str(year) for year in read.years} | {word for name in work.names for word in name.words}
    dated = work.year in read.years if work.year else not read.years
    return dated and not (said - work.numbers - known)


def _score(read: _Read, work: Work, title: float) -> float:
    names = _names_score(read, work)
    year = _year_score(read, work)
    score = 0.62 * title + names + year
    whole = title >= 90 and _in_full(read, work)
    if whole and title >= 95 and len(work.words) >= 5 and names >= -6 and year >= 0:
        # A long title in full is enough where nothing speaks against it.
        score = max(score, 82 + names / 4 + year / 4)
    if whole and len(work.words) >= 7 and year == 16:
        # So does one with a name that was misspelt beyond recognition.
        score = max(score, 80)
    if title >= 93 and names >= 15 and len(work.words) >= 2:
        # Another edition or printing, or a slip in the year.
        score = max(score, 82 + year / 4)
    few = len([word for word in work.words if word not in STOP]) < 3
    if title < LEAST_TITLE or (few and names < 15 and year < 16):
        score = min(score, ACCEPTED - 3)
    return score


def _in_full(read: _Read, work: Work) -> bool:
    """Whether the reference has a work's title with its subtitle."""
    if fuzz.partial_ratio(work.title, read.text) >= 88 and len(work.title) <= len(read.text) + 4:
        return True
    return any(fuzz.ratio(zone, work.title) >= 88 for zone, _ in read.zones)


def _names_score(read: _Read, work: Work) -> float:
    if not work.names:
        inside = set(work.container.split()) - STOP
        if inside and inside <= read.word_set:
            return 16
        return 10 if _begins_with_title(read, work) or inside & read.word_set else 2
    shown = [_shown(name, read) for name in work.names[:12]]
    if shown[0]:
        others = work.names[1:4]
        return 22 if not others or any(shown[1:]) else 21
    if any(shown):
        return 15
    return -6 if _begins_with_title(read, work) else -20


def _begins_with_title(read: _Read, work: Work) -> bool:
    """Whether nothing stands before the title, no author above all."""
    start = read.text[: len(work.main) + 6]
    return fuzz.partial_ratio(work.main[:40], start) >= 80 if start else False


def _shown(name: Name, read: _Read) -> bool:
    """Whether a reference shows a name, in one word misspelt at most."""
    if name.acronym and name.acronym in read.word_set:
        return True
    wanted = [word for word in name.words if word not in STOP] or list(name.words)
    hits = sum(_has(word, read) for word in wanted)
    return hits >= max(1, (0.6 if name.body else 0.5) * len(wanted))


def _has(word: str, read: _Read) -> bool:
    if word in read.word_set:
        return True
    if len(word) < 4:
        return False
    least = 85 if len(word) < 6 else 80
    return any(
        abs(len(one) - len(word)) <= 2 and one[0] == word[0] and fuzz.ratio(word, one) >= least
        for one in read.head
    ) or (len(word) >= 6 and any(fuzz.ratio(word, one) >= 86 for one in read.head))


def _year_score(read: _Read, work: Work) -> float:
    if work.year is None:
        return 12 if read.undated else (4 if not read.years else -2)
    if work.year in read.years:
        return 16
    if not read.years:
        return 4 if read.undated else 6
    if any(abs(year - work.year) == 1 for year in read.years):
        return 7
    return -9


def _by_names_alone(read: _Read, catalogue: Catalogue, works: Sequence[Work]) -> Work | None:
    """The one work by these names of this year, for a reference that has no title ("Campbell 2014, pp.
    60-70")."""
    if len(read.years) != 1 or len(read.rest) > 5:
        return None
    hits = []
    for work in works:
        if work.year not in read.years or not work.names or not _shown(work.names[0], read):
            continue
        said = {word for name in work.names for word in (*name.words, name.acronym)}
        given = {word for creator in work.item.creators for word in words_of(creator.first_name)}
        left = [
            word
            for word in read.rest
            if word not in said and word not in given and not any(fuzz.ratio(word, one) >= 85 for one in said)
        ]
        if not left:
            hits.append(work)
    return hits[0] if len(hits) == 1 else None


def _nearest(works: Sequence[Work], read: _Read) -> Work:
    """Of works with the same title and names, the one of which the reference says most besides."""

    def told(work: Work) -> tuple[float, str]:
        around = len(work.around & read.word_set) - 0.2 * len(work.around - read.word_set)
        return around + 3 * (work.year in read.years), work.item.citation_key

    return max(works, key=told)


def title_of(work: Work) -> str:
    """A work's title as it is compared."""
    return squeezed(work.item.title)
