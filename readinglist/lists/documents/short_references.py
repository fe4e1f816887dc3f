"""References that show no title: "Booth on Nuevo Laredo (WaPo, Aug 2 2010)", "Seelke, CRS In Brief, 2018".

They mean a work where its author is named, something else tells it (its date, its journal, words of its
title), everything that is said fits it, and no other work fits as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from readinglist.lists.documents.catalogue import PARTICLES, STOP, Work, words_of
from readinglist.lists.documents.comparing_names import is_acronym, shows_name
from readinglist.lists.documents.marks import MONTHS
from readinglist.lists.documents.reading import Read

_MOST_WORDS = 14
_PLACES = (
    *("publicationTitle", "publisher", "series", "institution", "university", "websiteTitle", "place"),
    *("meetingName", "conferenceName", "court", "legislativeBody", "committee"),
)
_ROMAN = re.compile(r"[ivxlc]{1,5}")
# What people say of a work instead of its title, in English and Spanish.
_TALK = frozenset(
    """
    about again all any article articulo available biblioteca blog book both brief cancion canvas
    case caso chapter column columna cont continuacion continued copy cronica discurso dissertation
    documental documentary editorial english ensayo entire entrevista entry episode episodio espanol
    essay excerpt excerpts film first for fragmento half handout her his informe ingles interview
    journal judgment law leer ley library libro listen long magazine memo moodle new news newspaper
    noticia one op opinion our page pages paper para pdf pelicula piece podcast post press report
    reportaje reserve revista ruling same second seleccion selections sentencia short song spanish
    speech story tesis testimony that their thesis this toda todo traduccion translation two ver
    version video watch whole with
    """.split()  # noqa: SIM905 (a page of words)
)


def by_names(read: Read, works: Iterable[Work]) -> Work | None:
    """The one work that a reference without a title means; None where there is none, or more than one."""
    if not read.rest or len(read.rest) > _MOST_WORDS:
        return None
    told = [(evidence, work) for work in works if (evidence := _evidence(read, work))]
    best = max((evidence for evidence, _ in told), default=0)
    hits = [work for evidence, work in told if evidence == best]
    return hits[0] if best >= 2 and len(hits) == 1 else None


def _evidence(read: Read, work: Work) -> int:
    """How much tells that a work is meant; 0 where anything speaks against it, or is not explained by it.

    Where no name is shown, the place has to be, or the very day: "the Register story on enslaved engineers".
    """
    others = {year for year in read.years if str(year) not in work.numbers}
    if others and work.year not in others:
        return 0
    if work.item.item_type == "case" and _captioned(read.words, work):
        return 4
    named = bool(work.names) and shows_name(work.names[0], read)
    names = {word for name in work.names for word in (*name.words, name.acronym)} | PARTICLES
    given = {word for creator in work.item.creators for word in words_of(creator.first_name)}
    around = _container(work)
    left = [word for word in read.rest if word not in names | given and not _near(word, names)]
    titled = [word for word in left if _in_title(word, work)]
    placed = [word for word in left if word not in titled and (word in around or _abbreviates(word, around))]
    dated = _dated(left, work)
    explained = {*titled, *placed, *dated, *_kind(work)} | _TALK
    unexplained = [word for word in left if word not in explained and not _ROMAN.fullmatch(word)]
    if unexplained and not (named and all(_stands_for(word, work) for word in unexplained)):
        return 0
    day = (work.item.date.month, work.item.date.day)
    on_the_day = bool(others) and read.day is not None and read.day == day
    told = 2 * bool(others) + bool(dated) + 3 * on_the_day + 2 * bool(placed) + min(3, len(titled))
    if not work.names and others and len(titled) >= 3:
        return told - 1  # A case: "Smith & Wesson v. Estados Unidos Mexicanos (2025)".
    if not named:
        return told - 2 if on_the_day or (placed and len(titled) >= 2) else 0
    coauthors = any(shows_name(name, read) for name in work.names[1:4])
    alone = len(work.names) > 1 and not coauthors and " al " not in f" {read.text} "
    return told + coauthors - alone


def _captioned(words: Sequence[str], work: Work) -> bool:
    """Whether the parties beside the "v." are those of a case: "WhatsApp v. NSO Group, 17 F.4th 930"."""
    for versus in ("v", "vs"):
        if versus in words[1:-1]:
            at = words.index(versus, 1)
            return {words[at - 1], words[at + 1]} <= set(work.words)
    return False


def _stands_for(word: str, work: Work) -> bool:
    return any(is_acronym(word, name.acronym) for name in work.names if name.acronym)


def _kind(work: Work) -> tuple[str, ...]:
    """The words that say what kind of thing a work is: "hearing", "map", "thesis"."""
    return words_of(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", work.item.item_type))


def _near(word: str, names: Iterable[str]) -> bool:
    return len(word) >= 5 and any(fuzz.ratio(word, one) >= 85 for one in names)


def _in_title(word: str, work: Work) -> bool:
    if word in work.words:
        return True
    # "journalist" for "Journalists", "narcos" for "narco".
    stem = word[: max(5, len(word) - 2)]
    return len(word) >= 5 and any(one.startswith(stem) for one in work.words)


def _container(work: Work) -> tuple[str, ...]:
    """The words of the journal, newspaper, site or institution in which a work came out."""
    told = (words_of(work.item.get(name)) for name in _PLACES)
    return tuple(word for words in told for word in words if word not in STOP and len(word) > 1)


def _abbreviates(word: str, words: Sequence[str]) -> bool:
    """Whether a word is made of the beginnings of words that follow each other: NYT, WaPo, IJDP, CRS."""
    if len(word) < 2 or len(word) > 8:
        return False
    if len(word) >= 3 and any(one.startswith(word) for one in words):
        return True  # "Comm." for Communications.
    return any(_made_of(word, words[at:]) for at in range(len(words)))


def _made_of(word: str, words: Sequence[str], used: int = 0) -> bool:
    if not word:
        return used >= 2
    if not words:
        return False
    longest = min(4, len(word), len(words[0]))
    return any(
        word[:size] == words[0][:size] and _made_of(word[size:], words[1:], used + 1)
        for size in range(longest, 0, -1)
    )


def _dated(words: Iterable[str], work: Work) -> list[str]:
    """The words that name the work's month; a month that is another one's explains nothing."""
    month = work.item.date.month
    return [word for word in words if month and MONTHS.get(word) == month]
