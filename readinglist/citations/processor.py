"""A list of items into formatted bibliography entries, all in one run of pandoc's citation processor.

One run, so that year suffixes (2019a, 2019b) and disambiguation are decided over the whole list, whatever
order and sections it is shown in. Where entries are kept, the run holds those that are not, each with all it
might be mistaken for (`contexts`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from readinglist.citations import cache as kept
from readinglist.citations.alike import alike, filled, plain_style
from readinglist.citations.contexts import independent
from readinglist.citations.creators import (
    bare_suffixes,
    mend_names,
    missing_creators,
    promote_creators,
    shorten_others,
    without_fuller_form,
)
from readinglist.citations.csl import load_csl
from readinglist.citations.everyone import name_everyone
from readinglist.citations.inlines import Formatted as _Entry
from readinglist.citations.inlines import entries_by_id, from_citations
from readinglist.citations.locales import find_locale, item_locale, range_dash
from readinglist.citations.markup import MARK, strip_markup
from readinglist.citations.pandoc import pandoc_version, run_citeproc
from readinglist.citations.prepare import prepare_item
from readinglist.citations.rewrite import ReadyStyle, drop_sort, ready_style
from readinglist.citations.richtext import Rich, Text, plain_text
from readinglist.citations.roles import name_people
from readinglist.citations.styles import StyleFile, find_style
from readinglist.citations.variables import NAME_VARIABLES
from readinglist.errors import CitationError, NotFoundError

_BATCH = 250

__all__ = ["Formatted", "FormattedEntry", "format_list"]


@dataclass(frozen=True, slots=True)
class FormattedEntry:
    """One entry: its text, and the number or label that the style sets in the margin ("[3]", "12.", "").

    Numbers follow the list's order. A style that runs its number in with the text has it there.
    """

    bibliography: Rich
    number: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A formatted list: entries by item id in the order given, what to tell the user, and what was used."""

    entries: Mapping[str, FormattedEntry]
    warnings: tuple[str, ...]
    style: StyleFile
    locale: str


def format_list(
    csl_items: Sequence[Mapping[str, Any]],
    *,
    style: str | StyleFile,
    locale: str = "",
    by_language: bool = False,
    cache: Path | None = None,
    timeout: float = 0,
) -> Formatted:
    """Format items of CSL-JSON as a bibliography.

    `csl_items` stand in the list's order, each with an `id` (any text; the same id again is the same item).
    `style` is what `styles.find_style` takes, or gave. `locale` is a language tag; "" takes the style's own,
    else en-US. With `by_language` an entry whose item names a language that has a locale is set in that
    locale; letters after years and numbers are those of the whole list all the same. `cache` is a folder in
    which finished entries are kept. `timeout` is in seconds, 0 for a generous one. A warning names an item
    whose creator the style left out, or for which it shows nothing at all.

    Raises `NotFoundError` for an unknown style or locale, `CitationError` for a style that cannot be used, an
    item without an id, or a processor that fails.
    """
    chosen = style if isinstance(style, StyleFile) else find_style(style, cache=cache)
    tag = find_locale(locale) if locale else _own_locale(chosen)
    items = _by_id(csl_items)
    job = _Job(tuple(items.values()), chosen, cache, timeout or 60 + len(items) / 10)
    run = job.run(tag) if items else _Run([], {})
    prepared, raw = run.items, dict(run.entries)
    if by_language:
        _own_languages(job, tag, prepared, raw)
    bare = _titles_only(items, prepared, raw, tag, job.timeout)
    entries: dict[str, FormattedEntry] = {}
    warnings: list[str] = []
    for item_id, item in zip(items, prepared, strict=True):
        entry = bare.get(item["id"]) or raw[item["id"]]
        if item["id"] in bare:
            warnings.append(
                f"{item_id}: the style '{chosen.id}' shows nothing for it; its title stands instead"
            )
        elif missing := missing_creators(item, plain_text(entry.content)):
            warnings.append(f"{item_id}: the style '{chosen.id}' left out {missing}")
        entries[item_id] = FormattedEntry(entry.content, entry.number)
    return Formatted(entries, tuple(warnings), chosen, tag)


def _own_locale(style: StyleFile) -> str:
    try:
        return find_locale(style.locale or "en-US")
    except NotFoundError as error:
        raise CitationError(
            f"the style is made for the locale '{style.locale}', which there is not",
            where=str(style.path),
            hint="Say in which locale it is to be used, as with --locale en-US.",
        ) from error


def _titles_only(
    names: Iterable[str],
    items: Sequence[Mapping[str, Any]],
    made: Mapping[str, _Entry],
    locale: str,
    timeout: float,
) -> dict[str, _Entry]:
    """Entries, by internal id, for what the style shows nothing of: title and people, the name if need be."""
    bare: dict[str, _Entry] = {}
    for item_id, item in zip(names, items, strict=True):
        entry = made.get(item["id"])
        if entry is None or not plain_text(entry.content).strip():
            title = Text(strip_markup(str(item.get("title", ""))) or item_id)
            bare[item["id"]] = _Entry(entry.number if entry else "", (title,))
    people = {
        item["id"]: [one for one in NAME_VARIABLES if one in item] for item in items if item["id"] in bare
    }
    people = {key: held for key, held in people.items() if held}
    return bare | name_people(bare, items, people, None, locale, timeout)


def _by_id(csl_items: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    items: dict[str, Mapping[str, Any]] = {}
    for number, item in enumerate(csl_items, 1):
        item_id = item.get("id")
        if item_id is None or item_id == "":
            raise CitationError(f"item {number} has no id", hint="Each item of CSL-JSON needs an `id`.")
        items.setdefault(str(item_id), item)
    return items


def _internal(number: int) -> str:
    """Ids of our own, so that no citation key can mean anything to pandoc."""
    return f"item{number:06d}"


@dataclass(frozen=True, slots=True)
class _Run:
    """The items as they went into the processor, and its entries by internal id, in the style's order."""

    items: list[dict[str, Any]]
    entries: Mapping[str, _Entry]


@dataclass(frozen=True, slots=True)
class _Job:
    """A list in one style, to be run in one locale or several."""

    items: Sequence[Mapping[str, Any]]
    style: StyleFile
    cache: Path | None
    timeout: float

    def run(self, locale: str, order: Sequence[str] = (), wanted: Collection[str] = ()) -> _Run:
        """The list in one locale. With `order` (internal ids) the style does not sort by itself, and of what
        is kept only the entries `wanted` need be there."""
        root = load_csl(self.style.path)
        if order:
            drop_sort(root)
        ready = ready_style(root, locale)
        dash = range_dash(locale)
        prepared = [prepare_item(item, _internal(number), dash) for number, item in enumerate(self.items)]
        prepared = [promote_creators(item, ready.name_variables) for item in prepared]
        if ready.initials is not None:
            prepared = [without_fuller_form(item) for item in prepared]
        if ready.initials is not None and "." not in ready.initials:
            prepared = [bare_suffixes(item) for item in prepared]
        if ready.note_stands_in:
            # Where the title stands for the author, pandoc would set such a note in two places.
            for item in prepared:
                if "author" not in item:
                    item.pop("note", None)
        if not order:
            return _Run(prepared, self._load_or_run(prepared, ready, locale, ()))
        # Without sorting pandoc gives letters in the order of the ids: given anew, in the order wanted.
        by_id = {item["id"]: item for item in prepared}
        kept_order = [*order, *(key for key in by_id if key not in set(order))]
        ranked = [by_id[key] | {"id": _internal(rank)} for rank, key in enumerate(kept_order)]
        ranks = [_internal(rank) for rank, key in enumerate(kept_order) if key in set(wanted)]
        found = self._load_or_run(ranked, ready, locale, ranks)
        entries = {
            key: found[_internal(rank)] for rank, key in enumerate(kept_order) if _internal(rank) in found
        }
        return _Run(prepared, entries)

    def _load_or_run(
        self, items: Sequence[dict[str, Any]], style: ReadyStyle, locale: str, wanted: Collection[str]
    ) -> Mapping[str, _Entry]:
        try:
            return self._kept_or_run(items, style, locale, wanted)
        except CitationError as error:
            if error.where:
                raise
            # What pandoc itself says of a style does not say of which.
            raise CitationError(error.message, where=self.style.id, hint=error.hint) from error

    def _kept_or_run(
        self, items: Sequence[dict[str, Any]], style: ReadyStyle, locale: str, wanted: Collection[str]
    ) -> Mapping[str, _Entry]:
        if self.cache is None:
            return _run(items, style, locale, self.timeout)
        store = kept.load_kept(self.cache, kept.cache_key(style.xml, locale, pandoc_version()))
        return _load_or_format(
            items, style, store, frozenset(wanted), lambda some: _run(some, style, locale, self.timeout)
        )


def _load_or_format(
    items: Sequence[dict[str, Any]],
    style: ReadyStyle,
    store: kept.KeptEntries,
    wanted: Collection[str],
    run: Callable[[Sequence[dict[str, Any]]], Mapping[str, _Entry]],
) -> dict[str, _Entry]:
    """The entries of `items`, those that are not kept formatted in one `run`; only groups with one of the
    `wanted` ids where some are named. Each group's entries stand in the style's order.

    A number in the margin is kept as its place in the list, which may be another the next time.
    """
    parts = [list(range(len(items)))] if style.whole else independent(items, told_apart=style.told_apart)
    if wanted:
        parts = [part for part in parts if any(items[position]["id"] in wanted for position in part)]
    keys = [kept.cache_key(*(_content(items[position]) for position in part)) for part in parts]
    groups = {key: store.get(key) for key in keys}
    missing = sorted(
        position for key, part in zip(keys, parts, strict=True) if groups[key] is None for position in part
    )
    if missing:
        ranks = {items[position]["id"]: rank for rank, position in enumerate(missing, 1)}
        made = run([items[position] for position in missing])
        for key, part in zip(keys, parts, strict=True):
            if groups[key] is None:
                at = {items[position]["id"]: place for place, position in enumerate(part)}
                groups[key] = [
                    (at[one], _Entry(_unnumbered(entry.number, ranks[one]), entry.content))
                    for one, entry in made.items()
                    if one in at
                ]
                store.put(key, groups[key] or ())
        store.save()
    entries: dict[str, _Entry] = {}
    for key, part in zip(keys, parts, strict=True):
        for place, entry in groups[key] or ():
            position = part[place]
            entries[items[position]["id"]] = _Entry(
                entry.number.replace(MARK, str(position + 1)), entry.content
            )
    return entries


def _content(item: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in item.items() if key != "id"}, sort_keys=True)


def _unnumbered(margin: str, number: int) -> str:
    return re.sub(rf"(?<!\d){number}(?!\d)", MARK, margin, count=1)


def _own_languages(job: _Job, main: str, items: Sequence[dict[str, Any]], raw: dict[str, _Entry]) -> None:
    """Put into `raw` the entries of other languages than `main`, each from a run of the list in its locale.

    Those runs take the order of the first one, as letters after years are given in the order of the
    bibliography, and each locale would sort in its own way. A number stays that of the first run.
    """
    order = tuple(raw)
    wanted: dict[str, list[str]] = {}
    for item in items:
        if (tag := item_locale(item, main)) != main:
            wanted.setdefault(tag, []).append(item["id"])
    for tag, keys in wanted.items():
        run = job.run(tag, order, keys)
        for key in keys:
            if key in run.entries and key in raw:
                raw[key] = _Entry(raw[key].number, run.entries[key].content)


def _run(
    items: Sequence[dict[str, Any]], style: ReadyStyle, locale: str, timeout: float
) -> dict[str, _Entry]:
    """One run of the whole list in one locale, everybody named; entries by internal id."""

    def run(some: Sequence[dict[str, Any]], how: ReadyStyle) -> dict[str, _Entry]:
        return _run_mended(some, how, locale, timeout)

    return name_everyone(run(items, style), items, style, locale, timeout, run)


def _run_mended(
    items: Sequence[dict[str, Any]], style: ReadyStyle, locale: str, timeout: float
) -> dict[str, _Entry]:
    """What the style makes of the list, the names in it mended."""
    entries = _run_all(items, style, locale, timeout)
    done = dict(entries)
    for item in items:
        if (entry := entries.get(item["id"])) is not None:
            content = mend_names(entry.content, item)
            if style.at_most:
                content = shorten_others(content, item, style.at_most)
            done[item["id"]] = _Entry(entry.number, content)
    return done


def _run_all(
    items: Sequence[dict[str, Any]], style: ReadyStyle, locale: str, timeout: float
) -> dict[str, _Entry]:
    """What the style makes of the list. What the bibliography has no entry for, as legal cases in the Chicago
    notes style, comes from its notes."""
    entries = _run_once(items, style, locale, timeout, cite=not style.has_bibliography)
    if style.has_bibliography and style.notes:
        empty = [item for item in items if item["id"] not in entries or not entries[item["id"]].content]
        if empty:
            entries |= _run_once(empty, style, locale, timeout, cite=True)
    return entries


def _run_once(
    items: Sequence[dict[str, Any]], style: ReadyStyle, locale: str, timeout: float, *, cite: bool
) -> dict[str, _Entry]:
    """Entries by internal id. A long list goes in parts, which do not depend on one another: the processor's
    time grows with the square of their length."""
    run = partial(_run_batch, items, locale=locale, timeout=timeout)
    batches = [list(range(len(items)))]
    if not style.whole and len(items) > _BATCH:
        if style.told_apart and not cite:
            return _run_plainly_first(items, style, run)
        batches = filled(independent(items, told_apart=style.told_apart), _BATCH)
    entries: dict[str, _Entry] = {}
    for batch in batches:
        entries |= run(batch, style, cite=cite)[cite]
    return entries


def _run_plainly_first(
    items: Sequence[dict[str, Any]], style: ReadyStyle, run: Callable[..., tuple[dict[str, _Entry], Any]]
) -> dict[str, _Entry]:
    """The entries of a style that tells works apart: all once without that, and again those that it would
    cite alike. What belongs together stands in the style's order."""
    plain = replace(style, xml=plain_style(style.xml))
    entries: dict[str, _Entry] = {}
    cited: dict[str, str] = {}
    for batch in filled([[position] for position in range(len(items))], _BATCH):
        made, citations = run(batch, plain, cite=True)
        entries |= made
        cited |= {one: plain_text(entry.content) for one, entry in citations.items()}
    places = {item["id"]: position for position, item in enumerate(items)}
    for batch in filled([[places[one] for one in group] for group in alike(cited)], _BATCH):
        for position in batch:
            entries.pop(items[position]["id"], None)
        entries |= run(batch, style, cite=False)[0]
    return entries


def _run_batch(
    items: Sequence[dict[str, Any]],
    batch: Sequence[int],
    style: ReadyStyle,
    *,
    cite: bool,
    locale: str,
    timeout: float,
) -> tuple[dict[str, _Entry], dict[str, _Entry]]:
    """The entries of the bibliography and, with `cite`, the citations of the items at the positions of
    `batch`, numbered by these."""
    some = [items[position] for position in batch]
    blocks = run_citeproc(some, style.xml, locale, cite=cite, timeout=timeout).get("blocks", [])
    try:
        inside = style.stops_inside
        both = entries_by_id(blocks, inside), from_citations(blocks, inside)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise CitationError("the citation processor answered something unreadable") from error
    for rank, position in enumerate(batch, 1):
        one = items[position]["id"]
        for made in both if rank != position + 1 else ():
            if (entry := made.get(one)) is not None:
                number = _unnumbered(entry.number, rank).replace(MARK, str(position + 1))
                made[one] = _Entry(number, entry.content)
    return both
