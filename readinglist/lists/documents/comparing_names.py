"""How well names and years of a work fit those that a reference shows."""

from __future__ import annotations

from rapidfuzz import fuzz

from readinglist.lists.documents.catalogue import STOP, Name, Work
from readinglist.lists.documents.reading import Read


def names_score(read: Read, work: Work) -> float:
    if not work.names:
        inside = set(work.container.split()) - STOP
        if inside and inside <= read.word_set:
            return 16
        return 10 if begins_with_title(read, work) or inside & read.word_set else 2
    shown = [shows_name(name, read) for name in work.names[:12]]
    if shown[0]:
        others = work.names[1:4]
        return 22 if not others or any(shown[1:]) else 21
    if any(shown):
        return 15
    return -6 if begins_with_title(read, work) else -20


def begins_with_title(read: Read, work: Work) -> bool:
    """Whether nothing stands before the title, no author above all."""
    start = read.text[: len(work.main) + 6]
    return fuzz.partial_ratio(work.main[:40], start) >= 80 if start else False


def shows_name(name: Name, read: Read) -> bool:
    """Whether a reference shows a name, in one word misspelt at most."""
    if name.acronym and any(is_acronym(word, name.acronym) for word in read.head):
        return True
    wanted = [word for word in name.words if word not in STOP] or list(name.words)
    hits = sum(_has(word, read) for word in wanted)
    return hits >= max(1, (0.6 if name.body else 0.5) * len(wanted))


def is_acronym(word: str, acronym: str) -> bool:
    """Whether a word is a body's acronym, also without the country before it: "GAO" of the U.S. GAO."""
    return word == acronym or (len(word) >= 3 and acronym.endswith(word) and len(acronym) - len(word) <= 2)


def _has(word: str, read: Read) -> bool:
    if word in read.word_set:
        return True
    if len(word) < 4:
        return False
    least = 85 if len(word) < 6 else 80
    return any(
        abs(len(one) - len(word)) <= 2 and one[0] == word[0] and fuzz.ratio(word, one) >= least
        for one in read.head
    ) or (len(word) >= 6 and any(fuzz.ratio(word, one) >= 86 for one in read.head))


def year_score(read: Read, work: Work) -> float:
    if work.year is None:
        return 12 if read.undated else (4 if not read.years else -2)
    if work.year in read.years:
        return 16
    # Years in the title are none of publication.
    others = {year for year in read.years if str(year) not in work.numbers}
    if not others:
        return 4 if read.undated else 6
    if any(abs(year - work.year) == 1 for year in others):
        return 7
    return -9
