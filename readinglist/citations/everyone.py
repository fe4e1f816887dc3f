"""Nobody missing from an entry: whom a style leaves out is named within the entry or after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from readinglist.citations.alike import plain_style
from readinglist.citations.inlines import Formatted
from readinglist.citations.rewrite import ReadyStyle
from readinglist.citations.richtext import plain_text
from readinglist.citations.roles import name_people
from readinglist.citations.rooms.marks import marked_in_context
from readinglist.citations.shown import left_out

Run = Callable[[Sequence[dict[str, Any]], ReadyStyle], Mapping[str, Formatted]]
"""What a style makes of items, by id."""


def name_everyone(
    entries: Mapping[str, Formatted],
    items: Sequence[dict[str, Any]],
    style: ReadyStyle,
    locale: str,
    timeout: float,
    run: Run,
) -> dict[str, Formatted]:
    """`entries` of the `items`, by id, with the people whom the style left out named: within the entry where
    the style has room for them, else after it.

    Those named within it are formatted once more with all that they might be mistaken for, as letters
    after years depend on it. `timeout` in seconds. Raises `CitationError`.
    """
    lost = _lost(entries, items, style, run)
    if lost and style.room:
        again = marked_in_context(items, lost, told_apart=style.told_apart, whole=style.whole)
        made = run(again, style)
        found = {
            key: Formatted(entries[key].number, made[key].content)
            for key in lost
            if key in made and made[key].content
        }
        entries = {**entries, **found}
        lost = _lost(entries, [item for item in again if item["id"] in lost], style, run)
    return {**entries, **name_people(entries, items, lost, style.initials, locale, timeout)}


def _lost(
    entries: Mapping[str, Formatted], items: Sequence[dict[str, Any]], style: ReadyStyle, run: Run
) -> dict[str, tuple[str, ...]]:
    plain = replace(style, xml=plain_style(style.xml), told_apart=False, whole=False)
    return left_out(
        [item for item in items if item["id"] in entries and entries[item["id"]].content],
        _texts(entries),
        lambda probes: _texts(run(probes, plain)),
    )


def _texts(entries: Mapping[str, Formatted]) -> dict[str, str]:
    return {key: plain_text(entry.content) for key, entry in entries.items()}
