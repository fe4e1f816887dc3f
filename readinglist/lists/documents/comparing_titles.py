"""How well the title of a work fits what a reference shows of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz

from readinglist.lists.documents.catalogue import STOP, Catalogue, Work
from readinglist.lists.documents.comparing_names import shows_name
from readinglist.lists.documents.reading import FILLERS, Read


def title_score(read: Read, work: Work, catalogue: Catalogue) -> float:
    """How well a work's title fits what the reference shows, from 0 to 100."""
    best = 0.0
    content = [word for word in work.words if word not in STOP]
    named = any(shows_name(name, read) for name in work.names[:4])
    for title in work.titles:
        size, share = len(title), 1.0 if title == work.title else 0.97
        if size >= 14 and len(title.split()) >= 3 and (title == work.title or size >= 20):
            best = max(best, share * _inside(title, read, anywhere=named))
        for zone, _ in read.zones:
            best = max(best, share * fuzz.ratio(zone, title))
    for zone, inner in read.zones:
        told = [word for word in inner if word not in STOP and word not in FILLERS]
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
    told = [word for word in zone if word not in STOP and word not in FILLERS and not word.isdecimal()]
    return _covered(told, content, catalogue) if told else 0


def _inside(title: str, read: Read, *, anywhere: bool) -> float:
    """How well a whole title is found inside the reference; without `anywhere` only at its very beginning."""
    if len(title) > len(read.text) + 4:
        return 0
    found = fuzz.partial_ratio_alignment(title, read.text, score_cutoff=70)
    if found is None or (not anywhere and found.dest_start > 12):
        return 0
    return found.score


def _is_container(read: Read, work: Work) -> bool:
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


def _numbers_agree(read: Read, work: Work) -> bool:
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


def alone(read: Read, work: Work) -> bool:
    """Whether a reference is just a work's whole title, with a year or without."""
    content = len([word for word in work.words if word not in STOP])
    if len(work.title) < 14 or content < 2 or not _numbers_agree(read, work):
        return False
    # "Chapo: Kingpin on Trial (Spotify), any two episodes": what follows is no more of the title.
    opens = content >= 3 and fuzz.ratio(read.opening, work.title) >= 93
    if opens or fuzz.ratio(read.undressed, work.title) >= 93:
        return True
    # A title without its subtitle, where it tells enough: "Votes, Drugs, and Violence, chs. 5-6".
    head = [word for word in work.main.split() if word not in STOP]
    return len(head) >= 3 and fuzz.ratio(read.undressed, work.main) >= 97


def in_full(read: Read, work: Work) -> bool:
    """Whether the reference has a work's title with its subtitle."""
    if fuzz.partial_ratio(work.title, read.text) >= 88 and len(work.title) <= len(read.text) + 4:
        return True
    return any(fuzz.ratio(zone, work.title) >= 88 for zone, _ in read.zones)
