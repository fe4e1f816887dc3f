"""A reference's text, read once for all works that it may mean: its words, title zones, names, years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readinglist.lists.documents.catalogue import STOP, squeezed, words_of
from readinglist.lists.documents.marks import day_in
from readinglist.lists.documents.titles import UNDATED, YEAR, quoted_in, titles_in

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>“”]+")
URL = re.compile(r"https?://[^\s\"<>“”)\]]+")
# The part to read, at the end of a reference.
_LOCATOR = re.compile(
    r"[,;(\[]?\s*\b(?:chs?|chaps?|chapters?|caps?|capítulos?|capitulos?)\b\.?\s*[\divx]+(?:\s*(?:[-–—,&]|and|y)\s*[\divx]+)*[)\].]*\s*$"
    r"|[,;(\[]\s*(?:introduction|introducción|conclusions?|conclusión)[)\].]*\s*$",
    re.IGNORECASE,
)
# What comes after this is the book in which a chapter stands.
_CONTAINER = re.compile(r"(?<=[.”\"’»?!])\s+(?:In|En|in|en):?\s+(?=[\w“\"*_])")
ISBN = re.compile(r"\b97[89][-\s]?(?:\d[-\s]?){9}[\dXx]\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference's text with what helps to read it: `marked` are the parts in italics, `urls` its links'
    addresses, `names` those of the reference before it where this one has only a dash for them."""

    text: str
    marked: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    names: str = ""


@dataclass(frozen=True, slots=True)
class Read:
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
    undressed: str
    opening: str
    day: tuple[int, int] | None


def read_reference(reference: Reference) -> Read:
    """What a reference shows. Identifiers and the part to read are no words of it."""
    shown = URL.sub(" ", DOI.sub(" ", " ".join(reference.text.split())))
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
        if word not in STOP and not word.isdecimal() and word not in FILLERS and len(word) > 1
    )
    return Read(
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
        undressed=squeezed(UNDATED.sub(" ", YEAR.sub(" ", shown))),
        day=day_in(shown),
        opening=squeezed(re.split(r"[(\[.,;]", shown.lstrip(' “"«‘'), maxsplit=1)[0]),
    )


FILLERS = frozenset(
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
        "sections",
        "apartado",
        "apartados",
        "seccion",
        "secciones",
        "partes",
        "parts",
        "pt",
        "pts",
        "sec",
        "secs",
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
