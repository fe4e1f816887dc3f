"""Themes for the items that changed: those whose stored assignment was computed from something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readinglist.actions.assign_many import assign_many
from readinglist.actions.learn import Learned
from readinglist.actions.progress import Progress
from readinglist.items import Item
from readinglist.library import Library
from readinglist.library.assignments import AssignedItem, basis_of
from readinglist.themes.vocabulary import Vocabulary


def assign_changed(
    library: Library,
    items: Sequence[Item],
    vocabulary: Vocabulary,
    progress: Progress,
    learned: Learned | None = None,
) -> int:
    """Assign themes to the items that need it and keep them in the library; how many were looked at.

    An item needs it when its content, a rule, what was learned, the decision on it or the name of one of its
    collections changed. A decision on another item is none of its business.
    """
    learned = learned or Learned()
    names = library.collection_names()
    rules = f"{vocabulary.rules_fingerprint} {learned.fingerprint}"
    known = library.bases()
    bases = ((item, basis_of(item, f"{rules} {_own(item, vocabulary, names)}")) for item in items)
    stale = [(item, basis) for item, basis in bases if known.get((item.source, item.key)) != basis]
    found = assign_many(vocabulary, [item for item, _ in stale], names, learned)
    fresh = []
    for number, ((item, basis), assignments) in enumerate(zip(stale, found, strict=True)):
        if number % 50 == 0:
            progress("Assigning themes", number, len(stale))
        fresh.append(AssignedItem((item.source, item.key), basis, assignments))
    if fresh:
        library.save_assignments(fresh)
    return len(fresh)


def _own(item: Item, vocabulary: Vocabulary, names: Mapping[str, str]) -> str:
    """What an item's themes depend on beside itself and the rules: its decision, its collections' names."""
    decision = vocabulary.decisions.get(item.citation_key) if item.citation_key else None
    return repr((decision, [names.get(key) for key in item.collections]))
