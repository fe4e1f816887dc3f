"""What the shell completes: citation keys, themes, lists, styles, targets. Never raises, never prints."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

_MOST = 200


def _completer(words: Callable[[click.Context], Iterable[tuple[str, str]]]) -> Completer:
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found: list[CompletionItem] = []
        # A shell in the middle of a line is no place for an error message.
        with contextlib.suppress(Exception):
            for value, help_text in words(ctx):
                if value.casefold().startswith(incomplete.casefold()):
                    found.append(CompletionItem(value, help=help_text or None))
                    if len(found) == _MOST:
                        break
        return found

    return complete


def _keys(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from readinglist.actions.local import open_local
    from readinglist.cli.context import open_workspace

    with open_local(open_workspace(ctx)) as library:
        return [(key, "") for key in sorted(library.known_keys())]


def _themes(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from readinglist.actions.local import load_themes
    from readinglist.cli.context import open_workspace

    workspace = open_workspace(ctx)
    vocabulary = load_themes(workspace)
    return [
        (theme.id, vocabulary.label(theme.id, workspace.settings.lists.locale)) for theme in vocabulary.themes
    ]


def _lists(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from readinglist.cli.context import open_workspace
    from readinglist.lists.load import list_names

    return [(name, "") for name in list_names(open_workspace(ctx).lists_folder)]


def _styles(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from readinglist.citations.styles import load_styles
    from readinglist.cli.context import user_cache

    return [(style.id, style.title) for style in load_styles(cache=user_cache())]


def _locales(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from readinglist.citations.locales import locales

    return [(name, "") for name in locales()]


def complete_targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Targets, the last one of a list with commas; those that stand in it already are left out."""
    from readinglist.export import targets

    done, comma, begun = incomplete.rpartition(",")
    left = [name for name in targets() if name not in done.split(",")]
    return [CompletionItem(f"{done}{comma}{name}") for name in left if name.startswith(begun)]


def _templates(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from readinglist.actions.templates import list_templates
    from readinglist.cli.context import open_workspace

    return [(one.name, one.description) for one in list_templates(open_workspace(ctx))]


def _looks(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from readinglist.cli.context import open_workspace
    from readinglist.export.looks import look_names

    return [(name, "") for name in look_names(open_workspace(ctx).templates_folder)]


complete_key = _completer(_keys)
complete_theme = _completer(_themes)
complete_list = _completer(_lists)
complete_style = _completer(_styles)
complete_locale = _completer(_locales)
complete_look = _completer(_looks)
complete_template = _completer(_templates)
