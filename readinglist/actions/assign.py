"""Themes for the items that changed: those whose stored assignment was computed from something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from readinglist.actions.progress import Progress
from readinglist.items import Item
from readinglist.library import Library
from readinglist.library.assignments import AssignedItem, basis_of
from readinglist.themes.assign import assign
from readinglist.themes.vocabulary import Vocabulary


def assign_changed(
    library: Library, items: Sequence[Item], vocabulary: Vocabulary, progress: Progress
) -> int:
    """Assign themes to the items that need it and keep them in the library; how many were looked at.

    An item needs it when its content, the vocabulary, a decision or a collection's name changed.
    """
    names = library.collection_names()
    vocabulary, followed = following(vocabulary, library)
    told = json.dumps([vocabulary.fingerprint, sorted(names.items()), followed])
    digest = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    known = library.bases()
    fresh = []
    for number, item in enumerate(items):
        basis = basis_of(item, digest)
        if known.get((item.source, item.key)) == basis:
            continue
        if number % 50 == 0:
            progress("Assigning themes", number, len(items))
        fresh.append(AssignedItem((item.source, item.key), basis, assign(vocabulary, item, names)))
    if fresh:
        library.save_assignments(fresh)
    return len(fresh)


def following(vocabulary: Vocabulary, library: Library) -> tuple[Vocabulary, list[list[str]]]:
    """The vocabulary with decisions on an item's earlier keys, and on items merged into it, as its own.

    Also which key's decision each such item follows. A decision under the present key stands over others.
    """
    decisions = dict(vocabulary.decisions)
    followed = []
    for key, others in library.other_keys().items():
        older = next((one for one in others if one in vocabulary.decisions), "")
        if older and key not in decisions:
            decisions[key] = vocabulary.decisions[older]
            followed.append([key, older])
    return (replace(vocabulary, decisions=decisions) if followed else vocabulary), sorted(followed)
