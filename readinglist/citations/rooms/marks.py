"""Marks on items: who is left out of the entry, and who of these belongs to what holds the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from readinglist.citations.contexts import independent

LOST = "x-lost-"
"""Before a name variable: the variable that an item bears whose people in that part are left out."""

LOST_WITHIN = "x-lost-within-"
"""The same, for those of the book or the like that holds the work, who stand after its title."""

_OF_THE_WHOLE = frozenset(
    ("collection-editor", "compiler", "container-author", "editor", "editorial-director")
)
# Works that the APA style, and others by its hand, set without people after what holds them.
_SERIALS = """
    article-journal article-magazine article-newspaper periodical post post-weblog review review-book webpage
"""
_WITHOUT_WHOLE = frozenset(_SERIALS.split())


def marked(item: Mapping[str, Any], lost: Sequence[str]) -> dict[str, Any]:
    """`item` with its `lost` name variables marked, for a style with room to show them."""
    within = item.get("container-title") and item.get("type") not in _WITHOUT_WHOLE
    return dict(item) | {
        f"{LOST_WITHIN if within and variable in _OF_THE_WHOLE else LOST}{variable}": "1" for variable in lost
    }


def marked_in_context(
    items: Sequence[Mapping[str, Any]], lost: Mapping[str, Sequence[str]], *, told_apart: bool, whole: bool
) -> list[dict[str, Any]]:
    """Those `items` that have `lost` name variables, by id, marked, and all that their entries depend on.

    `told_apart` and `whole` are those of the `ReadyStyle`.
    """
    groups = [list(range(len(items)))] if whole else independent(items, told_apart=told_apart)
    places = sorted(
        place for group in groups if any(items[one]["id"] in lost for one in group) for place in group
    )
    return [marked(items[place], lost.get(items[place]["id"], ())) for place in places]
