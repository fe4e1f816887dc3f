"""Lists and library side by side: where a work is used, what is missing on either side, what lists cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.search import find_item
from readinglist.errors import ReadinglistError, near_matches, not_found
from readinglist.items import Item
from readinglist.items.text import language_tag, plain
from readinglist.library import Library
from readinglist.lists.load import find_list, list_names, load_list
from readinglist.lists.model import ReadingList, Section
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a list has a work; `how`: "entry", "alternative", "pin", "query" or "order" (`after`)."""

    list: str
    section: str
    where: str
    how: str
    importance: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class WhereUsed:
    """A work and every place where lists have it; `unread` names lists that could not be read."""

    citation_key: str
    title: str
    uses: tuple[Use, ...]
    unread: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class MissingKey:
    """A citation key that a list has and the library has not (or only in the trash), with near keys."""

    list: str
    where: str
    key: str
    reason: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlisted:
    """The works of a theme that no list cites: `works` of `total`, newest first, as key, year and title."""

    theme: str
    label: str
    total: int
    works: tuple[tuple[str, int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing on either side. `unread` names lists that could not be read."""

    keys: tuple[MissingKey, ...]
    themes: tuple[Unlisted, ...]
    unread: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Share:
    """How often something is in the lists and in the library: counts of works, each once."""

    value: str
    label: str
    listed: int
    library: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What lists cover, beside the library's own: works by theme, language, years and type."""

    lists: tuple[str, ...]
    listed: int
    library: int
    themes: tuple[Share, ...]
    languages: tuple[Share, ...]
    years: tuple[Share, ...]
    types: tuple[Share, ...]
    unread: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)


def where_used(workspace: Workspace, key: str) -> WhereUsed:
    """Every place where a list has a work (by citation key, alias or Zotero key), written out or by a query.

    A key that only lists know is found too. Raises `NotFoundError` for one that nobody knows.
    """
    lists, unread = _lists(workspace)
    with open_local(workspace) as library:
        names, title = _names(library, key, lists)
        found: dict[str, bool] = {}

        def by_query(query: str) -> bool:
            if query not in found:
                found[query] = any(one.citation_key.casefold() in names for one in library.find(query))
            return found[query]

        uses = [use for one in lists for use in _uses(one, names, by_query)]
    current = title[0]
    return WhereUsed(current, title[1], tuple(uses), tuple(unread))


def missing(workspace: Workspace, name: str = "", *, theme: str = "") -> Missing:
    """What lists (or the list `name`) cite and the library lacks, and works of themes that are in no list.

    With `name` the themes are those of the works that the list cites; `theme` looks at one only. Raises
    `NotFoundError`.
    """
    lists, unread = _lists(workspace)
    chosen = [load_list(find_list(workspace.lists_folder, name))] if name else lists
    vocabulary = load_themes(workspace)
    if theme:
        vocabulary.theme(theme)
    with open_local(workspace) as library:
        cited = library.items_by_key(frozenset().union(*(one.cited_keys for one in (*lists, *chosen))))
        known = library.known_keys()
        lacking = tuple(one for whole in chosen for one in _lacking(whole, cited, known))
        used = {id_of(item) for item in cited.values()}
        for whole in lists:
            used |= {id_of(item) for item in _found(library, whole)}
        items = library.items()
        themes = library.themes_of(items)
    wanted = _themes_of_list(chosen[0], cited, themes) if name else vocabulary.ids
    locale = workspace.settings.lists.locale
    unlisted = []
    for one in (theme,) if theme else wanted:
        of_theme = [item for item in items if one in themes.get(item.citation_key, ())]
        free = sorted(
            (item for item in of_theme if id_of(item) not in used),
            key=lambda item: (-(item.year or 0), item.citation_key),
        )
        works = tuple((item.citation_key, item.year, plain(item.title)) for item in free)
        unlisted.append(Unlisted(one, vocabulary.label(one, locale), len(of_theme), works))
    return Missing(lacking, tuple(unlisted), tuple(unread))


def coverage(workspace: Workspace, name: str = "") -> Coverage:
    """What the works of all lists, or of the list `name`, are about, their years, languages and types.

    Works found by queries count. Raises `NotFoundError`.
    """
    lists, unread = _lists(workspace)
    chosen = [load_list(find_list(workspace.lists_folder, name))] if name else lists
    vocabulary = load_themes(workspace)
    with open_local(workspace) as library:
        cited = library.items_by_key(frozenset().union(*(one.cited_keys for one in chosen)))
        listed = {id_of(item): item for item in cited.values() if not item.deleted}
        for whole in chosen:
            listed.update({id_of(item): item for item in _found(library, whole)})
        items = library.items()
        themes = library.themes_of(items)
    locale = workspace.settings.lists.locale
    mine = list(listed.values())
    spans = sorted({_years(item.year) for item in (*items, *mine)}, reverse=True)

    def shares(
        values: Callable[[Item], Iterable[str]], label: Callable[[str], str], order: Sequence[str] = ()
    ) -> tuple[Share, ...]:
        ours = Counter(value for item in mine for value in values(item))
        all_ = Counter(value for item in items for value in values(item))
        known = [*order, *sorted((all_ | ours).keys() - set(order), key=lambda one: (-all_[one], one))]
        return tuple(Share(one, label(one), ours[one], all_[one]) for one in known if ours[one] or all_[one])

    return Coverage(
        lists=tuple(one.name for one in chosen),
        listed=len(mine),
        library=len(items),
        themes=shares(
            lambda item: themes.get(item.citation_key, ()) or ("",),
            lambda one: vocabulary.label(one, locale) if one in vocabulary.ids else one or "no theme",
        ),
        languages=shares(lambda item: (language_tag(item.language).partition("-")[0],), _language),
        years=shares(lambda item: (_years(item.year),), lambda one: one or "no year", spans),
        types=shares(lambda item: (item.item_type,), _words),
        unread=tuple(unread),
    )  # fmt: skip


def id_of(item: Item) -> tuple[str, str]:
    """What an item is known by, whatever it is called."""
    return item.source, item.key


def _lists(workspace: Workspace) -> tuple[list[ReadingList], list[str]]:
    """Every list that can be read, and the names of those that cannot."""
    lists, unread = [], []
    for name in list_names(workspace.lists_folder):
        try:
            lists.append(load_list(find_list(workspace.lists_folder, name)))
        except ReadinglistError:
            unread.append(name)
    return lists, unread


def _names(library: Library, key: str, lists: Sequence[ReadingList]) -> tuple[set[str], tuple[str, str]]:
    """Every key that the work goes by, folded; its current key and its title."""
    cited = {one.casefold(): one for whole in lists for one in whole.cited_keys}
    if library.item(key) is None and key.casefold() in cited:
        return {key.casefold()}, (cited[key.casefold()], "")
    if library.item(key) is None:
        known = (*library.known_keys(), *cited.values())
        raise not_found("item", key, known, listing="readinglist items")
    item = find_item(library, key)
    aliases = [row.citation_key for row in library.key_table().rows if row.item == id_of(item)]
    return {one.casefold() for one in (*aliases, item.citation_key)}, (item.citation_key, plain(item.title))


def _uses(whole: ReadingList, names: set[str], by_query: Callable[[str], bool]) -> Iterator[Use]:
    for placed in whole.flat_sections:
        section = placed.section
        heading = _heading(section)
        written = False
        for at, entry in enumerate(section.entries):
            path = (*placed.path, "entries", at)
            if entry.cite.casefold() in names:
                written = True
                yield Use(whole.name, heading, whole.where(*path), "entry", entry.importance, entry.locator)
            for number, other in enumerate(entry.alternatives):
                if other.cite.casefold() in names:
                    where = whole.where(*path, "alternatives", number)
                    yield Use(whole.name, heading, where, "alternative", entry.importance, other.locator)
            if any(one.casefold() in names for one in entry.after):
                yield Use(whole.name, heading, whole.where(*path, "after"), "order")
        if any(one.casefold() in names for one in section.pins):
            written = True
            yield Use(whole.name, heading, whole.where(*placed.path, "pins"), "pin", section.importance)
        if section.query and not written and not any(one.casefold() in names for one in section.exclude):
            try:
                if by_query(section.query):
                    yield Use(
                        whole.name, heading, whole.where(*placed.path, "query"), "query", section.importance
                    )
            except ReadinglistError:
                continue  # `readinglist lists show` tells about a query that cannot be read.


def _heading(section: Section) -> str:
    return f"Week {section.week}: {section.title}" if section.week else section.title


def _found(library: Library, whole: ReadingList) -> Iterator[Item]:
    """What the queries of a list find."""
    for placed in whole.flat_sections:
        if placed.section.query:
            excluded = {one.casefold() for one in placed.section.exclude}
            try:
                found = library.find(placed.section.query)
            except ReadinglistError:
                continue
            yield from [one for one in found if one.citation_key.casefold() not in excluded][
                : placed.section.limit
            ]


def _lacking(whole: ReadingList, cited: Mapping[str, Item], known: Sequence[str]) -> Iterator[MissingKey]:
    for placed in whole.flat_sections:
        paths = [
            (entry.cite, (*placed.path, "entries", at)) for at, entry in enumerate(placed.section.entries)
        ]
        paths += [
            (other.cite, (*placed.path, "entries", at, "alternatives", number))
            for at, entry in enumerate(placed.section.entries)
            for number, other in enumerate(entry.alternatives)
        ]
        paths += [(key, (*placed.path, "pins", at)) for at, key in enumerate(placed.section.pins)]
        for key, path in paths:
            item = cited.get(key)
            if key and (item is None or item.deleted):
                reason = "in the trash" if item else "not in the library"
                near = () if item else tuple(near_matches(key, known))
                yield MissingKey(whole.name, whole.where(*path), key, reason, near)


def _themes_of_list(
    whole: ReadingList, cited: Mapping[str, Item], themes: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """The themes of a list's works, the most frequent first."""
    items = {id_of(cited[key]): cited[key] for key in whole.cited_keys if key in cited}
    counts = Counter(theme for item in items.values() for theme in themes.get(item.citation_key, ()))
    return tuple(theme for theme, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _years(year: int | None) -> str:
    """A span of five years: "2010–2014"; "" without a year, and before 1950 the century."""
    if year is None:
        return ""
    if year < 1950:
        return f"{year // 100 * 100}–{year // 100 * 100 + 99}" if year < 1900 else "1900–1949"
    return f"{year // 5 * 5}–{year // 5 * 5 + 4}"


def _language(tag: str) -> str:
    if not tag:
        return "not said"
    from babel import Locale

    return str(Locale("en").languages.get(tag, tag))


def _words(item_type: str) -> str:
    """ "journalArticle" as "journal article"."""
    return "".join(f" {one.lower()}" if one.isupper() else one for one in item_type)
