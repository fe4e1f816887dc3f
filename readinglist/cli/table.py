"""Groups of commands that are tables of files: a command is a module in a folder, found by its name."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

import click

from readinglist.cli.failures import clean


class CommandTable(click.Group):
    """A group whose commands are the modules of a package, imported when they are needed.

    A module's name is its command's name (`_` stands for `-`, a last `_` is dropped: `import_`), and its
    `command` attribute is the command. Commands added in other ways are kept beside them.
    """

    def __init__(self, *args: Any, folder: ModuleType | str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._folder = folder

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in alphabetical order."""
        return sorted({*self._modules(), *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        module = self._modules().get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = importlib.import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Click's own, with near matches for a mistyped command."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from readinglist.errors import near_matches

            near = near_matches(args[0], self.list_commands(ctx))
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"No such command '{clean(args[0])}'.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def _modules(self) -> dict[str, str]:
        folder = importlib.import_module(self._folder) if isinstance(self._folder, str) else self._folder
        return {
            module.name.rstrip("_").replace("_", "-"): f"{folder.__name__}.{module.name}"
            for module in pkgutil.iter_modules(folder.__path__)
        }
