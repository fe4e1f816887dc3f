"""Asking before something is changed: at a terminal a question, elsewhere an option."""

from __future__ import annotations

import sys

import click

from readinglist.cli.output import tell


def confirmed(question: str, yes: bool) -> bool:
    """Whether to go on: `--yes`, or a yes at the terminal; false after a no.

    Raises `click.UsageError` where nobody can be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise click.UsageError(
            "There is no terminal to ask at: give --yes to do this, --dry-run to see it only."
        )
    if click.confirm(question, default=False, err=True):
        return True
    tell("Nothing was changed.")
    return False
