"""`readinglist completion SHELL`: the script that makes a shell complete commands, keys, themes and so on."""

from __future__ import annotations

import click

from readinglist.cli.examples import examples
from readinglist.cli.output import say


@click.command(
    short_help="Print the completion script for a shell.",
    epilog=examples('eval "$(readinglist completion bash)"'),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that makes SHELL complete citation keys, themes, lists and styles.

    \b
    bash:  eval "$(readinglist completion bash)"   in ~/.bashrc
    zsh:   eval "$(readinglist completion zsh)"    in ~/.zshrc
    fish:  readinglist completion fish | source    in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    from readinglist.cli import cli

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"No completion for {shell}.")
    say(made(cli, {}, "readinglist", "_READINGLIST_COMPLETE").source())
