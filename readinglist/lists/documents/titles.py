"""Which part of a reference is its title: what is quoted or in italics, what follows the year, what follows
the name.

The patterns are those of APA, Harvard and Chicago author-date (the title after the year), MLA, Vancouver
and ISO 690
(after the first full stop), notes (between the name's comma and the parenthesis), and shortened forms of
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readinglist.lists.documents.catalogue import words_of

_QUOTED = re.compile(
    r"“([^“”]{4,300}?)[,.]?”|«([^«»]{4,300}?)[,.]?»|\"([^\"]{4,300}?)[,.]?\"|„([^“”„]{4,300}?)[“”]"
    r"|(?<![\w’'])[‘']([^‘]{8,300}?)[,.]?[’'](?![\w])"
)
YEAR = re.compile(r"(?<![\d\-–/.])(?:1[5-9]\d\d|20\d\d)(?=[a-z]?(?![\d/]|\.\d))(?![-–]\d{1,2}[-–]\d)")
UNDATED = re.compile(
    r"\b(?:n\.\s?d\.?|s\.\s?f\.?|sin fecha|no date|forthcoming|en prensa|in press)(?!\w)", re.IGNORECASE
)
_AFTER_YEAR = re.compile(
    r"(?:\(\s*(?:[^()]{0,25}?)(?:(?:1[5-9]|20)\d\d[a-z]?|n\.\s?d\.?|s\.\s?f\.?)[^()]{0,30}\)|(?<=[.,] )(?:(?:1[5-9]|20)\d\d[a-z]?|n\.\s?d|s\.\s?f))"  # noqa: E501
    r"\s*[.,:;–—-]*\s*[“\"«‘']?(.{4,300})",
    re.DOTALL,
)
# A full stop that ends a sentence: not after an initial or a usual abbreviation.
_STOP = re.compile(
    r"(?<!\b[^\W\d_])(?<!\b[A-Z]\.[A-Z])(?<!\bvol)(?<!\bno)(?<!\bed)(?<!\beds)(?<!\bal)(?<!\bvs)(?<!\bpp)(?<!\bnúm)[.?!](?:[”\"»’'])?(?=\s|$)"
)
_TAIL = re.compile(
    r"\s*[\[(]?(?:\bpp?\.|\bpágs?\.|\bvol\.|\bno\.|\bnúm\.|\bchap|\bcap\.|\bch\.|https?://|\bdoi\b|\ben línea\b|\bIn:?\s[A-Z]|\bEn:?\s[A-ZÁÉÍÓÚ]|[\[(]?Online).*$",  # noqa: E501
    re.IGNORECASE | re.DOTALL,
)


def titles_in(text: str, marked: tuple[str, ...] = ()) -> list[str]:
    """What may be the title of the work that a reference names, the likeliest first; may be empty.

    `marked` are the parts in italics.
    """
    found: dict[str, None] = {}
    for candidate in _candidates(text, marked):
        cleaned = candidate.strip(" .,;:–—-“”\"«»‘’'()[]*_\n\t")
        if len(words_of(cleaned)) >= 1 and len(cleaned) >= 4:
            found.setdefault(cleaned)
    return list(found)[:16]


def quoted_in(text: str) -> list[str]:
    """What stands in quotation marks."""
    return [next(part for part in hit.groups() if part) for hit in _QUOTED.finditer(text)]


def _candidates(text: str, marked: tuple[str, ...]) -> Iterator[str]:
    yield from quoted_in(text)[:3]
    yield from (part for part in marked[:3] if len(words_of(part)) >= 1)
    after = _AFTER_YEAR.search(text)
    if after:
        yield from _sentences(after[1])
    # After initials, which end no sentence for `_STOP`: "Campbell H. Narco-propaganda.", "Campbell, H.
    # Narco…".
    for initial in list(re.finditer(r"\b[A-ZÁÉÍÓÚÑ]{1,3}\.\s+(?=[A-ZÁÉÍÓÚÑ¿¡“\"«‘'\d][\w’'])", text[:400]))[
        :4
    ]:
        yield from _sentences(text[initial.end() :])
    sentences = _sentence_parts(text)
    if len(sentences) > 1:
        yield from _sentences(" ".join(sentences[1:]))
    if len(sentences) > 2:
        yield sentences[2]
    comma = re.match(r"[^,“\"«:]{3,60}[,:–—]\s*(.{6,300}?)\s*(?:\(|,\s*(?:1[5-9]|20)\d\d|$)", text, re.DOTALL)
    if comma:
        yield comma[1]
    dash = re.search(r"\s[-–—]\s(.{6,300}?)(?:\s*\(|$)", text)
    if dash:
        yield dash[1]
    head = re.match(
        r"\s*[“\"«*_]?(.{8,200}?)(?:\s*\(|,\s*(?:by|por)\s|\s+(?:by|por|de)\s+[A-ZÁÉÍÓÚ]|(?<!\b[^\W\d_])\.\s|$)",
        text,
    )
    if head:
        yield head[1]


def _sentences(text: str) -> Iterator[str]:
    """The first sentence, the first two (a title and its subtitle), and each without what is no title's."""
    parts = _sentence_parts(text)
    for joined in (parts[:1], parts[:2]):
        whole = " ".join(joined)
        if whole:
            yield _TAIL.sub("", whole)
    if parts:
        # "Title, Journal, 41(2)": up to the first comma that a capital or figure follows.
        yield re.split(r",\s+(?=[A-ZÁÉÍÓÚÑ\d*_])|\s[(\[]", parts[0], maxsplit=1)[0]


def _sentence_parts(text: str) -> list[str]:
    parts, at = [], 0
    for stop in _STOP.finditer(text):
        parts.append(text[at : stop.end()].strip())
        at = stop.end()
        if len(parts) > 8:
            break
    rest = text[at:].strip()
    return [part for part in [*parts, rest] if part]
