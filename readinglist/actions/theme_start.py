"""A vocabulary begun for one's own library, from the tags or collections that are in the local copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.theme_edit import Edit, load_text
from readinglist.errors import NotFoundError
from readinglist.library import Library
from readinglist.library.overview import CollectionNode
from readinglist.themes.pushed import load_record
from readinglist.themes.restructure import insert_themes
from readinglist.themes.starting import Begun, Seed, begin, seeds_of_tags, theme_text
from readinglist.themes.tomltext import line_end, load_source, without_mark
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Start:
    """The themes to begin with, and the edit of `themes.toml` that writes them."""

    themes: tuple[Begun, ...]
    edit: Edit

    def as_json(self) -> dict[str, Any]:
        """The themes as plain data."""
        return {
            "themes": [
                {
                    "id": one.id,
                    "label": one.label,
                    "broader": one.broader or None,
                    "items": one.seed.count,
                    "tags": list(one.seed.tags),
                    "collections": list(one.seed.collections),
                }
                for one in self.themes
            ]
        }


def plan_from_tags(workspace: Workspace, *, least: int = 3, most: int = 30, automatic: bool = False) -> Start:
    """A theme for each tag with at least `least` items, the `most` frequent ones.

    Tags that Zotero added by itself on import are left out unless `automatic`, those of ours always. Raises
    `NotFoundError` when none is left.
    """
    with open_local(workspace) as library:
        tags = library.tags()
    prefixes = load_record(workspace.pushed_file).prefixes()
    wanted = [
        (tag.name, tag.items)
        for tag in tags
        if (automatic or not tag.automatic) and not any(tag.name.startswith(one) for one in prefixes)
    ]
    seeds = seeds_of_tags(wanted, least=least, most=most)
    if not seeds:
        hidden = sum(tag.automatic for tag in tags)
        more = " --automatic takes those that came with imports, too." if hidden and not automatic else ""
        raise NotFoundError(
            f"no tag is on {least} items or more", hint=f"--least asks for fewer items.{more}"
        )
    return _start(workspace, seeds, "themes from tags")


def plan_from_collections(workspace: Workspace, *, least: int = 1) -> Start:
    """A theme for each collection with at least `least` items in it or below it, in the same tree.

    Raises `NotFoundError` when there is none.
    """
    with open_local(workspace) as library:
        seeds = tuple(_seeds_of(_trees(workspace, library), (), least))
    if not seeds:
        raise NotFoundError(
            "no collection has enough items", hint="--least asks for fewer; `readinglist sync` fetches them."
        )
    return _start(workspace, seeds, "themes from collections")


def _trees(workspace: Workspace, library: Library) -> list[CollectionNode]:
    return [node for source in workspace.settings.source for node in library.collections(source.path)]


def _seeds_of(nodes: Iterable[CollectionNode], path: tuple[str, ...], least: int) -> Iterable[Seed]:
    for node in nodes:
        total = _total(node)
        if total >= least:
            yield Seed(node.name, collections=(node.name,), count=total, path=path)
            yield from _seeds_of(node.children, (*path, node.name), least)


def _total(node: CollectionNode) -> int:
    return node.items + sum(_total(child) for child in node.children)


def _start(workspace: Workspace, seeds: Sequence[Seed], said: str) -> Start:
    vocabulary = load_themes(workspace)
    labels = [label for theme in vocabulary.themes for label in theme.label.values()]
    themes = begin(seeds, vocabulary.ids, labels)
    language = workspace.settings.lists.locale.split("-")[0]
    old = load_source(workspace.themes_file)
    mark, new = without_mark(old)
    block = "".join(theme_text(one, language, line_end(new)) for one in themes)
    if block:
        new = insert_themes(new, block)
    load_text(new)
    return Start(themes, Edit(said, old, mark + new))
