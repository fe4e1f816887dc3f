"""Blocks of a template of one's own that nothing asks for: a misspelt one would be left out in silence."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, TemplateError, nodes

from readinglist.errors import ExportError, near_matches
from readinglist.resources import shipped_folder


def check_blocks(environment: Environment, name: str) -> None:
    """Raises `ExportError` for a block that the template which this one builds on does not have.

    Looks at templates of somebody's own only. What is wrong with them otherwise is for rendering to say.
    """
    try:
        tree, file = _parsed(environment, name)
        if shipped_folder("templates") in Path(file).parents:
            return
        parent = _parent(tree)
        known = _blocks(environment, parent, {name}) if parent else None
    except (TemplateError, RecursionError):
        return
    for node in tree.body:
        if known is not None and isinstance(node, nodes.Block) and node.name not in known:
            near = near_matches(node.name, known)
            raise ExportError(
                f"the template has a block '{node.name}', which '{parent}' does not have",
                where=f"{file}:{node.lineno}",
                hint=f"Did you mean '{near[0]}'?" if near else f"It has {', '.join(sorted(known))}.",
            )


def _parsed(environment: Environment, name: str) -> tuple[nodes.Template, str]:
    assert environment.loader is not None
    source, file, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name, file), file or name


def _parent(tree: nodes.Template) -> str:
    """The template that this one builds on, "" where there is none or its name is not written out."""
    for node in tree.body:
        if isinstance(node, nodes.Extends) and isinstance(node.template, nodes.Const):
            return str(node.template.value)
    return ""


def _blocks(environment: Environment, name: str, seen: set[str]) -> set[str]:
    """The blocks of a template and of those that it builds on; `RecursionError` where it builds on itself."""
    if not name:
        return set()
    if name in seen:
        raise RecursionError(name)
    tree, _ = _parsed(environment, name)
    found = {block.name for block in tree.find_all(nodes.Block)}
    return found | _blocks(environment, _parent(tree), {*seen, name})
