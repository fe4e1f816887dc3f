"""The command line: one file a command in `commands/`, found by its name. Commands parse, call and print."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from readinglist import __version__
from readinglist.cli import commands, failures


class CommandTable(click.Group):
    """A group whose commands are the modules of `readinglist.cli.commands`, imported when they are needed.

    A module's name is its command's name and its `command` attribute is the command.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in alphabetical order."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Click's own, with near matches for a mistyped command."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from readinglist.errors import near_matches

            near = near_matches(args[0], self.list_commands(ctx))
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"No such command '{failures.clean(args[0])}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


@click.command(
    cls=CommandTable,
    context_settings=CONTEXT,
    epilog="Start with `readinglist demo`, or with `readinglist init` for your own library.",
)
@click.version_option(__version__, "-V", "--version", prog_name="readinglist")
@click.option(
    "-C",
    "--workspace",
    "folder",
    type=click.Path(file_okay=False),
    default=None,
    metavar="DIR",
    help="Work in this folder instead of the current one.",
)
@click.option("--debug", is_flag=True, help="Show every request, and a traceback when something goes wrong.")
@click.pass_context
def cli(ctx: click.Context, folder: str | None, debug: bool) -> None:
    """Sync a Zotero collection, organise it by theme, export reading lists."""
    ctx.color = failures.colour_wanted()
    if debug:
        failures.show_requests()


def main(args: Sequence[str] | None = None) -> NoReturn:
    """The program's entry point; `args` without the program's name, the process's own by default.

    Every failure ends as a message and an exit code, never as a bare traceback.
    """
    given = list(sys.argv[1:] if args is None else args)
    failures.run(
        lambda: cli.main(given, prog_name="readinglist", standalone_mode=False), debug="--debug" in given
    )
