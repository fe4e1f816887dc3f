"""Several references in one run of text, told apart by the titles in it: the library's, and quoted ones.

Punctuation alone does not tell where "Listen to Chapo: Kingpin on Trial, two episodes. Read Feuer's “How a
Colombian I.T. Guy …”" has its second reference; that two titles stand in it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from readinglist.items.text import fold
from readinglist.lists.documents.catalogue import STOP, Catalogue, Work, squeezed, words_of
from readinglist.lists.documents.comparing_names import names_score, year_score
from readinglist.lists.documents.labels import importance_label
from readinglist.lists.documents.matching import match
from readinglist.lists.documents.reading import Reference, read_reference
from readinglist.lists.documents.splitting import asks_to_read, begins_reference, cleaned

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"“[^“”]{12,300}”|«[^«»]{12,300}»|\"[^\"]{12,300}\"")
# Where a reference may end: behind a semicolon, a sentence, a comma or a dash.
_JOINT = re.compile(
    r"(?P<semicolon>;)\s+(?:(?:and|y|e|plus|also|además)\s+)?"
    r"|(?P<stop>(?<!\b[^\W\d_])(?<!\bvol)(?<!\bno)(?<!\beds)(?<!\bed)(?<!\bpp)(?<!\bal)[.?!][”\"»’)]*)\s+"
    r"|(?P<comma>[,)”\"»])\s+(?:(?:and|y|e|plus|then|luego|además)\s+)?"
    r"|(?P<colon>:)\s+"
    r"|\s(?P<dash>[–—+/|•])\s+"
    r"|\s(?P<word>and|y|with|con|plus)\s+"
)
_STRENGTHS = {"semicolon": 3.0, "stop": 2.0, "colon": 1.5, "dash": 1.0, "comma": 0.5, "word": 0.0}
_LEAST = 2.5
_LONGEST = 4000
# What stands before the reference in a sentence about it.
_MENTION = re.compile(
    r"(?:^|[\s(])(?:see|read|from|in|by|with|watch|view|skim|véase|ver|leer|leemos|de|con|en|por)\s+(?=[^\W\d_a-z“«\"])"
    r"|:\s+"
)
# Where the topic of a line may end, and its readings begin: "Phones. Riley v. California", "Cine: Reportero".
_TOPIC_END = re.compile(
    r"(?:(?<!\b[^\W\d_])(?<!\bal)(?<!\bvs)[.?!][”\"»’)]*|:|\s[–—-])\s+(?=[^\W\d_“\"«‘¿¡*★])"
)
_SENTENCE = re.compile(r"(?<!\b[^\W\d_])(?<!\bal)(?<!\beds)[.?!]\s")
_ONLY_NAMES = re.compile(r"[^\d“”\"«»:]{0,40}")
_NO_LANGUAGE = r"(?!English|Spanish|class|inglés|español|clase)"
# What stands before the title of a book in which the thing referred to is, or of one that is reviewed.
_OF_ANOTHER = re.compile(
    rf"(?:^|[.,”\"»’)])\s*(?:in|en|dentro de)\s{_NO_LANGUAGE}[^.;:]{{0,60}}$"
    r"|\b(?:review of|reseña de|reply to|respuesta a|of|about|sobre)\W*$",
    re.IGNORECASE,
)
# "Kingdom Cons [Trabajos del reino]", "(translation of …)": another title of the same thing.
_ANOTHER_TITLE = re.compile(
    r"\W{0,3}(?:\w{1,30}\s?){0,2}[\[(/=]\W*|.*\b(?:original|translat\w+|traducción|trad\.)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A title as it stands in a text: from where to where, and whose; None for one that nobody knows."""

    start: int
    end: int
    work: Work | None
    italic: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """A text as its folded words in one string, with the place of each in the text."""

    joined: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> _Words:
        words = [(fold(hit[0]), hit.start(), hit.end()) for hit in _WORD.finditer(text)]
        starts, at = [], 0
        for word, _, _ in words:
            starts.append(at)
            at += len(word) + 1
        joined = " ".join(word for word, _, _ in words)
        return cls(joined, tuple(starts), tuple((start, end) for _, start, end in words))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From a place in the words to one in the text, widened to whole words."""
        inside = [at for at, begins in enumerate(self.starts) if start - 1 <= begins < end - 1] or [0]
        return self.places[inside[0]][0], self.places[inside[-1]][1]


def parted(text: str, catalogue: Catalogue, marked: Sequence[str] = ()) -> list[str]:
    """A text cut where the titles of several works stand in it; one with a single work comes back whole."""
    if not 40 <= len(text) <= _LONGEST:
        return [text]
    cuts = [0]
    for before, after in pairwise(_works(text, catalogue, marked)):
        cut = _cut(text, before, after)
        if cut is not None:
            cuts.append(cut)
    if len(cuts) == 1:
        return [text]
    pieces = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return [piece for one in pieces if (piece := cleaned(one.rstrip(" ;–—")))]


def first_reference(text: str, catalogue: Catalogue, marked: Sequence[str] = ()) -> int | None:
    """Where the first reference of a line begins, behind what the line is about: "Key escrow. Abelson, …".

    None where none is in it: a text that only looks like one is not enough.
    """
    if len(text) > _LONGEST:
        return None
    titles = _titles(text, catalogue, marked)
    places = [0, *(hit.end() for hit in _TOPIC_END.finditer(text))]
    for at, place in enumerate(places):
        until = places[at + 1] if at + 1 < len(places) else len(text)
        rest = text[place:]
        shown = next((one for one in titles if one.start >= place), None)
        named = begins_reference(rest) or _ONLY_NAMES.fullmatch(text[place : shown.start] if shown else rest)
        if shown and named and not _SENTENCE.search(text[place : shown.start]):
            return place
        alone = rest[: until - place].split(";")[0]
        hit = match(Reference(alone), catalogue)
        if hit.accepted and (begins_reference(alone) or not hit.title):
            return place
    return None


def shown_work(text: str, marked: Sequence[str], catalogue: Catalogue) -> Work | None:
    """The work whose title alone tells that a sentence is about it: "Skim Gobierno Espía for the pictures".

    The title has to stand in quotation marks or italics, or to be a long one, and no year or name may speak
    against the work. Of several the first; None where there is none.
    """
    inside = [squeezed(part) for part in marked]
    inside += [squeezed(hit[0]) for hit in _QUOTED.finditer(text)]
    read = read_reference(Reference(text))
    hits = []
    for work in catalogue.candidates(words_of(text)):
        telling = [title for title in work.titles if f" {title} " in f" {read.text} "]
        near = any(_content(title) >= 2 and _follows_name(title, read.text, work) for title in telling)
        dated = work.year is not None and work.year in read.years
        if (
            not (near or any(_stands_out(title, inside, dated) for title in telling))
            or year_score(read, work) < 0
        ):
            continue
        if re.search(r"\sv\.\s", text) and work.item.item_type != "case" and work.title not in telling:
            continue  # "Riley v. California" is the case, and no article about it.
        if not begins_reference(text) or names_score(read, work) > 0:
            hits.append((read.text.find(telling[0]), work))
    return min(hits, key=lambda one: (one[0], one[1].item.citation_key))[1] if hits else None


def _follows_name(title: str, words: str, work: Work) -> bool:
    """Whether one of a work's names stands directly before its title: "Nick Bilton, American Kingpin"."""
    before = words[: words.find(title)].split()[-2:]
    return any(word in before for name in work.names[:2] for word in name.words[-1:])


def _stands_out(title: str, inside: Sequence[str], dated: bool) -> bool:
    """Whether a title is long, has its year, or stands in quotation marks or italics, whole or nearly so."""
    content = _content(title)
    if content < 2:
        return False
    return content + dated >= 4 or any(
        title in part or (part in title and _content(part) >= 2 and len(part) >= 0.7 * len(title))
        for part in inside
    )


def trimmed(text: str, catalogue: Catalogue, marked: Sequence[str] = ()) -> str:
    """A sentence from where its first reference begins: "For the method see Meiklejohn, A Fistful …"."""
    titles = _titles(text, catalogue, marked) if len(text) <= _LONGEST else []
    if not titles:
        return text
    leads = list(_MENTION.finditer(text, 0, titles[0].start))
    for lead in reversed(leads):
        if match(Reference(text[lead.end() :]), catalogue).accepted:
            return text[lead.end() :]
    return text


def _works(text: str, catalogue: Catalogue, marked: Sequence[str]) -> list[_Shown]:
    """What tells that works stand in a text: their titles, and what means a work between semicolons."""
    found = _titles(text, catalogue, marked)
    at = 0
    for segment in re.split(r"(;)", text):
        inside = any(one.start < at + len(segment) and at < one.end for one in found)
        if segment != ";" and not inside and ";" in text:
            hit = match(Reference(segment), catalogue)
            if hit.accepted and hit.work is not None:
                lead = len(segment) - len(segment.lstrip())
                found.append(_Shown(at + lead, at + len(segment), hit.work))
        at += len(segment)
    for part in marked:
        start = text.find(part)
        end = start + len(part)
        if start >= 0 and " " in part and all(end <= one.start or one.end <= start for one in found):
            found.append(_Shown(start, end, None, italic=True))
    return sorted(found, key=lambda one: one.start)


def _titles(text: str, catalogue: Catalogue, marked: Sequence[str]) -> list[_Shown]:
    """The titles in a text in their order, none within another."""
    words = _Words.of(text)
    quoted = [hit.span() for hit in _QUOTED.finditer(text)]
    found = [_Shown(start, end, None) for start, end in quoted]
    italic = [hit.span() for part in marked if part for hit in re.finditer(re.escape(part), text)]
    apart = [(start, end, squeezed(text[start:end])) for start, end in (*quoted, *italic)]
    for work in catalogue.candidates(words.joined.split()):
        found += _shown(text, words, work, (*quoted, *italic))
        for start, end, part in apart:
            # The beginning of a title: "WhatsApp Inc. v. NSO Group".
            if work.title.startswith(f"{part} ") and (
                _content(part) >= (2 if _named(text, start, end, work) else 3)
            ):
                found.append(_Shown(start, end, work))
    found.sort(key=lambda one: (-(one.end - one.start), one.work is None, one.start))
    kept: list[_Shown] = []
    for one in found:
        over = [at for at, other in enumerate(kept) if one.start < other.end and other.start < one.end]
        if not over:
            kept.append(one)
        elif kept[over[0]].work is None:  # What is quoted is known.
            kept[over[0]] = replace(kept[over[0]], work=one.work)
    return sorted(kept, key=lambda one: one.start)


def _shown(text: str, words: _Words, work: Work, quoted: Sequence[tuple[int, int]]) -> Iterator[_Shown]:
    for title in work.titles:
        place = _place(title, words.joined)
        if place is None:
            continue
        start, end = words.span(*place)
        in_quotes = any(first <= start and end <= last for first, last in quoted)
        if not (in_quotes or text[start].isupper() or text[start].isdecimal()):
            continue
        if _content(title) >= (2 if in_quotes else 3) or _named(text, start, end, work):
            yield _Shown(start, end, work)
            return


def _content(title: str) -> int:
    return len([word for word in title.split() if word not in STOP])


def _place(title: str, joined: str) -> tuple[int, int] | None:
    """Where a title stands among the words, exactly or with a slip or two."""
    at = f" {joined} ".find(f" {title} ")
    if at >= 0:
        return at, at + len(title)
    if len(title) < 20 or len(title) > len(joined):
        return None
    found = fuzz.partial_ratio_alignment(title, joined, score_cutoff=90)
    return (found.dest_start, found.dest_end) if found else None


def _named(text: str, start: int, end: int, work: Work) -> bool:
    """Whether one of a work's names stands shortly before or behind a place."""
    near = words_of(f"{text[max(0, start - 70) : start]} {text[end : end + 50]}")
    return any(word in near for name in work.names[:2] for word in name.words)


def _cut(text: str, before: _Shown, after: _Shown) -> int | None:
    """Where the second of two titles' references begins, None where they are of one reference."""
    if before.work is not None and before.work is after.work:
        return None
    between = text[before.end : after.start]
    if after.italic and not re.search(r"\w", between):
        return None  # “Title”, *Journal*
    if before.work and after.work and _contains(after.work, before.work):
        return None
    if text[after.start] not in '“«"' and _OF_ANOTHER.search(between):
        return None
    joints = [
        (hit.end(), _STRENGTHS[hit.lastgroup or "word"])
        for hit in _JOINT.finditer(text, before.end, after.start)
    ]
    # A comma before what begins as a reference is worth more than the end of a sentence before what does not.
    joints = [(at, strength + _promise(text[at:])) for at, strength in joints]
    best = max((strength for _, strength in joints), default=-1.0)
    known = before.work is not None and after.work is not None and not _ANOTHER_TITLE.fullmatch(between)
    if best < (0.0 if known else 3.0 if before.italic or after.italic else _LEAST):
        return None
    at = max(place for place, (_, strength) in enumerate(joints) if strength == best)
    # "Ahmed, A.; Perlroth, N. “…”": what stands between two joints may be the names of one reference.
    while (
        at and joints[at - 1][1] >= _LEAST and _ONLY_NAMES.fullmatch(text[joints[at - 1][0] : joints[at][0]])
    ):
        at -= 1
    return joints[at][0]


def _contains(whole: Work, part: Work) -> bool:
    """Whether a work is the book, journal or series in which another one stands."""
    inside = part.container
    return (
        bool(inside)
        and min(len(whole.main), len(inside)) >= 8
        and (fuzz.partial_ratio(whole.main, inside) >= 88)
    )


def _promise(text: str) -> float:
    """How much a text looks like the beginning of a reference."""
    label, behind = importance_label(text)
    begins, asks = begins_reference(text), bool(label and behind) or asks_to_read(text)
    return 1.5 * begins + 1.0 * asks + 0.5 * (begins or asks)
