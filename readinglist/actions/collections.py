"""The collections of a workspace's libraries as Zotero's left pane shows them: a tree with counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.local import open_local
from readinglist.library.overview import CollectionNode
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A collection as a row of the tree: the source's name, its depth (0 at the top), its own items."""

    source: str
    key: str
    name: str
    path: str
    depth: int
    items: int

    def as_json(self) -> dict[str, Any]:
        """The row for machines."""
        return asdict(self)


def collection_rows(workspace: Workspace) -> tuple[CollectionRow, ...]:
    """Every collection of the sources, in their order, each before what is below it.

    Raises `WorkspaceError` when nothing was synced yet.
    """
    with open_local(workspace) as library:
        return tuple(
            row
            for source in workspace.settings.source
            for node in library.collections(source.path)
            for row in _rows(node, source.name, 0)
        )


def _rows(node: CollectionNode, source: str, depth: int) -> Iterator[CollectionRow]:
    yield CollectionRow(source, node.key, node.name, node.path, depth, node.items)
    for inner in node.children:
        yield from _rows(inner, source, depth + 1)
