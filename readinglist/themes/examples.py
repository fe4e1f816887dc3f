"""A labelled item as the classifier is told it: whole, and once more with less text.

Many a work comes with its title only, and what the rules say of it then is less certain; a classifier that
had seen full records alone would trust them too much, and mistrust a short text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from readinglist.items import Item
from readinglist.themes.assign import said_by_rules
from readinglist.themes.classifier import Example
from readinglist.themes.fields import units_of
from readinglist.themes.vocabulary import Vocabulary


def examples_of(
    vocabulary: Vocabulary,
    item: Item,
    names: Mapping[str, str],
    themes: frozenset[str],
    unknown: frozenset[str],
) -> tuple[Example, ...]:
    """The item with its `themes`, then without abstract and notes, then without tags, where that differs.

    `names` maps the keys of collections to their names. Hand decisions take no part in what the rules say.
    """
    return tuple(
        Example(
            tuple(units_of(read, names)),
            themes,
            unknown,
            said_by_rules(vocabulary, read, names),
            again=number > 0,
        )
        for number, read in enumerate(_readings(item))
    )


def _readings(item: Item) -> Iterator[Item]:
    yield item
    if item.abstract or item.notes or item.texts:
        fields = {name: value for name, value in item.fields.items() if name != "abstractNote"}
        yield replace(item, fields=fields, notes=(), texts=())
    if item.tags:
        yield replace(item, tags=())
