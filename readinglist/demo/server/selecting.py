"""Which items, collections, tags and searches a reading request lists, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from readinglist.demo.server.facts import creator_summary, date_of, folded, title_of
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError
from readinglist.demo.server.params import Params
from readinglist.demo.server.sorting import sort_collections, sort_items, sort_tags
from readinglist.demo.server.state import Collection, Item, Search, TagState
from readinglist.items import schema

Test = Callable[[Item], bool]
_KEPT_SELECTIONS = 64


@dataclass(frozen=True, slots=True)
class Scope:
    """Where items are looked for: all of the library, the trash, one collection, one item's children."""

    kind: Literal["all", "trash", "collection", "children"] = "all"
    key: str = ""
    top: bool = False


def select_items(library: Library, scope: Scope, params: Params, *, notes: bool = True) -> list[Item]:
    """The items that a request lists, all pages of them. `notes` is false for keys that may not see notes.

    The result is kept until the library changes, since a client asks for one page after the other.
    """
    wanted = (scope, params.selection, notes)
    if wanted not in library.selections:
        if len(library.selections) >= _KEPT_SELECTIONS:
            library.selections.clear()
        library.selections[wanted] = _select(library, scope, params, notes)
    found: list[Item] = library.selections[wanted]
    return found


def _select(library: Library, scope: Scope, params: Params, notes: bool) -> list[Item]:
    tests = [*_scope_tests(scope, params), *_type_tests(params.item_types), *_tag_tests(params.tags)]
    if not notes:
        tests.append(lambda item: item.type != "note")
    if params.keys is not None:
        keys = frozenset(params.keys)
        tests.append(lambda item: item.key in keys)
    if params.since > 0:
        tests.append(lambda item: item.version > params.since)
    if params.q:
        tests.append(_quick_search(library, scope, params))
    found = (item for item in _candidates(library, scope) if all(test(item) for test in tests))
    return sort_items(library, found, params.sort, params.descending, params.keys)


def _candidates(library: Library, scope: Scope) -> Iterable[Item]:
    items = library.items
    if scope.kind == "children":
        return [items[key] for key in library.children.get(scope.key, ())]
    if scope.kind != "collection":
        return items.values()
    members = [items[key] for key in library.members.get(scope.key, ())]
    if scope.top:
        return members
    # A collection lists the children of its items too, but no annotations [collection-items].
    below = [items[key] for member in members for key in library.children.get(member.key, ())]
    return members + [one for one in below if one.type != "annotation"]


def _scope_tests(scope: Scope, params: Params) -> list[Test]:
    tests: list[Test] = []
    if scope.kind == "trash":
        tests.append(lambda item: item.deleted)
    elif not params.trashed:
        tests.append(lambda item: not item.deleted)
    if scope.top:
        tests.append(lambda item: not item.parent)
    return tests


def _type_tests(conditions: tuple[str, ...]) -> list[Test]:
    if len(conditions) > 1:
        raise ApiError(400, "Cannot specify 'itemType' more than once")
    if not conditions or not conditions[0]:
        return []
    text = conditions[0]
    negative = text.startswith("-")
    types = frozenset(one.strip() for one in text.removeprefix("-").split("||"))
    for one in types:
        if one not in schema.item_types():
            raise ApiError(400, f"Invalid itemType '{one}'")
    if negative:
        # Annotations are dropped along with what is excluded [items-type-not].
        return [lambda item: item.type not in types and item.type != "annotation"]
    return [lambda item: item.type in types]


def _tag_tests(conditions: tuple[str, ...]) -> list[Test]:
    tests: list[Test] = []
    for text in conditions:
        if not text:
            continue
        negative = text.startswith("-")
        names = frozenset(
            folded(one.strip().removeprefix("\\")) for one in text.removeprefix("-").split("||")
        )
        tests.append(_tag_test(names, negative))
    return tests


def _tag_test(names: frozenset[str], negative: bool) -> Test:
    if negative:
        return lambda item: item.type != "annotation" and names.isdisjoint(map(folded, item.tags))
    return lambda item: not names.isdisjoint(map(folded, item.tags))


def _quick_search(library: Library, scope: Scope, params: Params) -> Test:
    words = _words(params.q)
    everything = params.qmode == "everything"

    def hit(item: Item) -> bool:
        if all(_word_found(item, word) for word in words):
            return True
        text = library.texts.get(item.key) if everything else None
        return text is not None and all(word in folded(str(text.data["content"])) for word in words)

    if not scope.top:
        return hit

    def hit_below(item: Item) -> bool:
        children = (library.items[key] for key in library.children.get(item.key, ()))
        return hit(item) or any(hit(child) for child in children)

    return hit_below


def _words(q: str) -> list[str]:
    words: list[str] = []
    for number, part in enumerate(folded(q).split('"')):
        words += [part.strip()] if number % 2 and part.strip() else part.split()
    return words


def _word_found(item: Item, word: str) -> bool:
    """Quick search looks into title, creators and the year; nothing else, not even tags [items-q-*]."""
    if word in folded(title_of(item)):
        return True
    if len(word) == 4 and word.isdigit() and date_of(item)[:4] == word:
        return True
    for one in item.data.get("creators") or ():
        name = one.get("name") or f"{one.get('firstName', '')} {one.get('lastName', '')}"
        if word in folded(name):
            return True
    return word in folded(creator_summary(item))


def select_collections(library: Library, params: Params, *, parent: str | None = None) -> list[Collection]:
    """The collections that a request lists: all, or with `parent` those directly below it ("" is the top)."""
    found = [
        one
        for one in library.collections.values()
        if one.version > params.since
        and (parent is None or one.parent == parent)
        and (params.keys is None or one.key in params.keys)
        and (not params.q or folded(params.q) in folded(one.name))
    ]
    return sort_collections(found, params.sort, params.descending)


def select_searches(library: Library, params: Params) -> list[Search]:
    """The saved searches that a request lists, the newest first."""
    found = [
        one
        for one in library.searches.values()
        if one.version > params.since and (params.keys is None or one.key in params.keys)
    ]
    return sorted(found, key=lambda one: one.number, reverse=True)


def select_tags(library: Library, params: Params, items: Iterable[Item] | None = None) -> list[TagState]:
    """The tags that a request lists: all that are in use, or those of `items`."""
    if items is None:
        found = [one for one in library.tags.values() if one.items > 0]
    else:
        pairs = {pair for item in items for pair in item.tags.items()}
        found = [library.tags[pair] for pair in pairs if pair in library.tags]
    if params.since > 0:
        found = [one for one in found if one.version > params.since]
    if params.q:
        wanted = folded(params.q)
        begins = params.qmode == "startswith"
        found = [
            one
            for one in found
            if (folded(one.name).startswith(wanted) if begins else wanted in folded(one.name))
        ]
    if params.tags:
        names = {folded(one) for text in params.tags for one in text.split(" || ")}
        found = [one for one in found if folded(one.name) in names]
    return sort_tags(found, params.sort, params.descending)
