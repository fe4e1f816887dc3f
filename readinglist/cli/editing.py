"""What the commands that edit themes have in common: texts by language, showing an edit, asking, writing."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readinglist.cli.asking import confirmed
from readinglist.cli.output import counted, print_json, say, say_wrapped, tell

if TYPE_CHECKING:
    from readinglist.actions.theme_edit import Edit
    from readinglist.workspace import Workspace

Function = TypeVar("Function", bound=Callable[..., Any])
_MOST_LINES = 60
_MOST_ITEMS = 12


def edit_options(function: Function) -> Function:
    """The options --dry-run, --yes and --json."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print what changes as JSON."),
        click.option("--yes", "-y", is_flag=True, help="Do not ask."),
        click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing."),
    ):
        function = option(function)
    return function


def by_language(texts: Iterable[str], option: str, otherwise: str) -> dict[str, str]:
    """ "en=Open access" as {"en": "Open access"}; a text without a language gets `otherwise`.

    Raises `click.UsageError` for two texts of one language.
    """
    found: dict[str, str] = {}
    for text in texts:
        language, equals, value = text.partition("=")
        if not equals or not language.replace("-", "").isalnum() or len(language) > 12:
            language, value = otherwise, text
        if language in found:
            raise click.UsageError(f"{option} is given twice for the language '{language}'.")
        found[language.strip()] = value.strip()
    return found


def carry_out(workspace: Workspace, edit: Edit, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Show the edit, ask, and write it."""
    from readinglist.actions.theme_edit import apply_edit

    if as_json:
        print_json(edit.as_json())
    else:
        _show(workspace, edit)
    if edit.new == edit.old and not edit.others:
        tell("Nothing to change.")
        return
    if dry_run or not confirmed("Write this?", yes):
        return
    apply_edit(workspace, edit)
    tell(f"Written: {', '.join([workspace.themes_file.name, *(path.name for path in edit.others)])}.")


def _show(workspace: Workspace, edit: Edit) -> None:
    say(f"{edit.said}:", style="bold")
    _show_difference(workspace.themes_file.name, edit.old, edit.new)
    for path, text in edit.lists.items():
        _show_difference(path.name, path.read_text("utf-8"), text)
    for path in edit.labels:
        say(f"  {path.name}: {counted(edit.relabelled, 'labelled item')} follow")
    for one in edit.moved[:_MOST_ITEMS]:
        changes = [*(f"+ {theme}" for theme in one.gains), *(f"- {theme}" for theme in one.loses)]
        say_wrapped(f"{one.citation_key}  {', '.join(changes)}", rest="    ")
    if len(edit.moved) > _MOST_ITEMS:
        say(f"… and {len(edit.moved) - _MOST_ITEMS} more items")
    tell(f"{counted(len(edit.moved), 'item')} would have other themes.")


def _show_difference(name: str, old: str, new: str) -> None:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, n=0, lineterm=""))
    for line in lines[2 : 2 + _MOST_LINES]:
        say(f"  {name} {line}" if line.startswith("@@") else f"  {line}")
    if len(lines) > 2 + _MOST_LINES:
        say(f"  … and {len(lines) - 2 - _MOST_LINES} more lines of {name}")
