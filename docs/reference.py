"""Writes docs/commands.md, the command reference, from every command's own --help; `--check` only compares.

python -m docs.reference
python -m docs.reference --check
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from readinglist.cli import cli

PAGE = Path(__file__).with_name("commands.md")

INTRODUCTION = """\
# Command reference

Made from each command's own `--help` by `python -m docs.reference`; do not edit by hand.

Results go to standard output, everything else to standard error. `--json` prints what a script
would want and does not change with locale or terminal. Exit codes: 0 done, 1 an error in data,
settings or surroundings, 2 a command used wrongly, 130 interrupted, 143 ended by another program (SIGTERM).

Environment: `ZOTERO_API_KEY` (the key for Zotero's server), `ZOTERO_API_KEY_FILE` (a file
that holds it), `READINGLIST_ENDPOINT` (another server), `NO_COLOR`, `SOURCE_DATE_EPOCH` (the
date in exported files that carry one).
"""


def commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Each command's full name and its help text, depth first, in alphabetical order."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=80, terminal_width=80)
    context.help_option_names = ["-h", "--help"]
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from commands(found, child, context)


def page() -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION]
    for path, text in commands(cli, "readinglist"):
        level = "##" if path.count(" ") <= 1 else "###"
        parts.append(f"{level} {path}\n\n```text\n{text.rstrip()}\n```\n")
    return "\n".join(parts)


def main() -> int:
    """Write the page, or with `--check` say whether it is what would be written."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.read_text("utf-8") == text:
            return 0
        sys.stderr.write("docs/commands.md is not what --help says: run python -m docs.reference\n")
        return 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
