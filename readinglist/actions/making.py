"""Themes and entries of `bib/` for the items that changed: whose kept ones were made from something else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from readinglist import __version__
from readinglist.actions.learn import Learned
from readinglist.actions.processes import MANY, PORTION, workers
from readinglist.actions.progress import Progress
from readinglist.actions.theme_sight import Ours
from readinglist.interchange.bibtex import entry
from readinglist.library import Library
from readinglist.library.assignments import AssignedItem, KeptThemes, kept_themes
from readinglist.library.derived import Entry, Held
from readinglist.library.keys import ItemId
from readinglist.library.reading import RawItem, item_of
from readinglist.themes.assign import assign
from readinglist.themes.vocabulary import Vocabulary


class Wanted(NamedTuple):
    """What is to be made of one item: the bases of its themes and of its entry, "" for what need not be."""

    row: int
    item: ItemId
    themes: str
    entry: str


Portion: TypeAlias = Sequence[tuple[RawItem, Wanted]]
Made: TypeAlias = tuple[list[KeptThemes], list[Entry]]


@dataclass(frozen=True)
class Judge:
    """All that an item's themes depend on beside itself."""

    vocabulary: Vocabulary
    names: Mapping[str, str]
    ours: Ours
    learned: Learned

    def basis(self) -> Callable[[Held], str]:
        """What gives a hash of all that an item's themes are made from.

        A decision on another item is none of its business, nor the name of a collection that it is not in.
        """
        rules = f"{__version__} {self.vocabulary.rules_fingerprint} {self.learned.fingerprint}"

        def basis(one: Held) -> str:
            decision = self.vocabulary.decisions.get(one.citation_key) if one.citation_key else None
            folders = [self.names.get(key) for key in one.collections]
            return _hash(one.digest, repr((rules, decision, folders, self.ours.put_on(one.item))))

        return basis

    def make(self, portion: Portion) -> Made:
        """The themes and entries that are wanted."""
        themes, entries = [], []
        for raw, wanted in portion:
            item = item_of(raw)
            if wanted.entry:
                entries.append(Entry(wanted.row, wanted.entry, entry(item)))
            if wanted.themes:
                seen = self.ours.without(item)
                found = assign(self.vocabulary, seen, self.names, self.learned.adviser)
                themes.append(kept_themes(AssignedItem(wanted.item, wanted.themes, found)))
        return themes, entries


def make_anew(library: Library, held: Sequence[Held], judge: Judge, progress: Progress) -> int:
    """Make what is out of date of these items and keep it in the library; how many got themes anew."""
    wanted = list(_wanted(library, held, judge.basis()))
    if not wanted:
        return 0
    many = len(wanted) >= MANY and not judge.learned.labelled
    judge.vocabulary.matcher  # noqa: B018 (made once, before the processes part)
    with workers(judge.make, shared=many) as work_through:
        made = work_through(_portions(library, wanted))
        library.derived.save(_told(made, progress, len(wanted)))
    return sum(bool(one.themes) for one in wanted)


def _wanted(library: Library, held: Sequence[Held], basis: Callable[[Held], str]) -> Iterator[Wanted]:
    known_themes, known_entries = library.bases(), library.derived.entry_bases()
    for one in held:
        themes, text = basis(one), _hash(one.digest, __version__)
        if known_themes.get(one.item) == themes:
            themes = ""
        if known_entries.get(one.row) == text:
            text = ""
        if themes or text:
            yield Wanted(one.row, one.item, themes, text)


def _portions(library: Library, wanted: Sequence[Wanted]) -> Iterator[Portion]:
    for start in range(0, len(wanted), PORTION):
        some = wanted[start : start + PORTION]
        yield list(zip(library.derived.raw(one.row for one in some), some, strict=True))


def _told(made: Iterable[Made], progress: Progress, total: int) -> Iterator[Made]:
    done = 0
    progress("Assigning themes", done, total)
    for portion in made:
        yield portion
        done = min(done + PORTION, total)
        progress("Assigning themes", done, total)


def _hash(digest: bytes, more: str) -> str:
    return hashlib.blake2b(digest + more.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
