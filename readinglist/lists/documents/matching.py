"""Which work of the library a reference means: by identifier, else by title, names and year together.

A reference to a work that the library does not have must find nothing, however near its neighbours are; so a
title has to fit, and what speaks against a work (another year, other names, other numbers in the title)
counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.lists.documents.catalogue import STOP, Catalogue, Work, address, codes_in, squeezed
from readinglist.lists.documents.comparing_names import names_score, year_score
from readinglist.lists.documents.comparing_titles import alone, in_full, title_score
from readinglist.lists.documents.reading import DOI, ISBN, URL, Read, Reference, read_reference
from readinglist.lists.documents.short_references import by_names

ACCEPTED = 80
DOUBTFUL = 62
# Below this no title fits, whatever else does: there are several works by one author of one year.
LEAST_TITLE = 70


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


def match(reference: Reference, catalogue: Catalogue) -> Match:
    """The work of the catalogue that a reference means."""
    by_identifier = _identified(reference, catalogue)
    read = read_reference(reference)
    if not read.words:
        return NOTHING
    scored = []
    for work in catalogue.candidates(read.words):
        title = title_score(read, work, catalogue)
        scored.append((_score(read, work, title), title, work))
    if by_identifier is not None:
        title = title_score(read, by_identifier, catalogue)
        coded = bool(codes_in(reference.text) & by_identifier.codes)
        if title >= 45 or len(read.rest) < 3 or coded:
            return Match(by_identifier, 100, True, round(title))
    if not scored:
        return NOTHING
    scored.sort(key=lambda one: (-one[0], -one[1], one[2].item.citation_key))
    score, title, work = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    bare = by_names(read, [one[2] for one in scored]) if score < ACCEPTED or title < 80 else None
    if bare is not None:
        return Match(bare, ACCEPTED, True, 0, round(second))
    if score < ACCEPTED and title < 60:
        score = min(score, DOUBTFUL - 1)
    rivals = [one for one in scored[1:] if score - one[0] < 3 and one[0] >= ACCEPTED]
    if rivals and score >= ACCEPTED:
        work = _nearest([work, *(one[2] for one in rivals)], read)
    return Match(work, round(min(score, 100)), score >= ACCEPTED, round(title), round(second))


def _identified(reference: Reference, catalogue: Catalogue) -> Work | None:
    text = " ".join((reference.text, *reference.urls))
    for doi in DOI.findall(text):
        at = catalogue.by_doi.get(doi.casefold().rstrip(".,;)]"))
        if at is not None:
            return catalogue.works[at]
    codes = codes_in(reference.text)
    coded = [work for work in catalogue.works if codes & work.codes] if codes else []
    if len(coded) == 1:
        return coded[0]
    isbns = {re.sub(r"\D", "", isbn) for isbn in ISBN.findall(text)}
    urls = {address(url.rstrip(".,;")) for url in URL.findall(text)}
    if not isbns and not urls:
        return None
    hits = [
        work
        for work in catalogue.works
        if any(url and url in urls and "/" in url for url in work.urls) or (isbns & work.isbns)
    ]
    return hits[0] if len(hits) == 1 else None


def _score(read: Read, work: Work, title: float) -> float:
    names = names_score(read, work)
    year = year_score(read, work)
    score = 0.62 * title + names + year
    whole = title >= 90 and in_full(read, work)
    if whole and title >= 95 and len(work.words) >= 5 and names >= -6 and year >= 0:
        # A long title in full is enough where nothing speaks against it.
        score = max(score, 82 + names / 4 + year / 4)
    if whole and len(work.words) >= 7 and year == 16:
        # So does one with a name that was misspelt beyond recognition.
        score = max(score, 80)
    if title >= 93 and names >= 15 and len(work.words) >= 2:
        # Another edition or printing, or a slip in the year.
        score = max(score, 84 + year / 4)
    few = len([word for word in work.words if word not in STOP]) < 3
    if title < LEAST_TITLE or (few and names < 15 and year < 16):
        score = min(score, ACCEPTED - 3)
    if year >= 0 and alone(read, work):
        score = max(score, 84 + title / 100)
    return score


def _nearest(works: Sequence[Work], read: Read) -> Work:
    """Of works with the same title and names, the one of which the reference says most besides."""

    def told(work: Work) -> tuple[float, str]:
        around = len(work.around & read.word_set) - 0.2 * len(work.around - read.word_set)
        return around + 3 * (work.year in read.years), work.item.citation_key

    return max(works, key=told)


def title_of(work: Work) -> str:
    """A work's title as it is compared."""
    return squeezed(work.item.title)
