"""From an exception to what its user sees: a clear message on standard error and the exit code.

Exit codes: 0 done; 1 an error in data, settings or surroundings; 2 a command used wrongly; 130 interrupted.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from readinglist.errors import ReadinglistError

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def clean(text: str) -> str:
    """`text` with what could steer a terminal (escapes, controls, direction overrides) made visible.

    Line feeds and tabs stay; anything else of that kind becomes U+FFFD.
    """
    return _CONTROL.sub("\ufffd", text)


def run(program: Callable[[], Any], *, debug: bool) -> NoReturn:
    """Call `program` and leave the process with the exit code of what came of it."""
    try:
        program()
        sys.stdout.flush()
        code = 0
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nInterrupted; what was there before is as it was.", err=True)
        code = 130
    except click.ClickException as error:
        show_usage_error(error)
        code = error.exit_code
    except ReadinglistError as error:
        if debug:
            _show_traceback()
        show_error(error)
        code = error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if debug:
            _show_traceback()
        show_error(unexpected(error))
        code = 1
    sys.exit(code)


def unexpected(error: Exception) -> ReadinglistError:
    """The message for an error nobody foresaw; its text is kept out, since it may hold anything."""
    if isinstance(error, OSError) and error.strerror:
        return ReadinglistError(
            error.strerror, where=str(error.filename or ""), hint="Check the file, the folder and the disk."
        )
    return ReadinglistError(
        f"something went wrong inside the program ({type(error).__name__})",
        hint="Run the command again with --debug before it (readinglist --debug …) and report what it shows.",
    )


def show_usage_error(error: click.ClickException) -> None:
    """Print click's own error as click does, the usage line before it."""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        click.echo(f"`{error.ctx.command_path} --help` says more.", err=True)
    click.echo(click.style("Error: ", fg="red", bold=True) + clean(error.format_message()), err=True)


def show_error(error: ReadinglistError) -> None:
    """Print an error: what, where, what to do."""
    place = f"{error.where}: " if error.where else ""
    click.echo(click.style("Error: ", fg="red", bold=True) + clean(f"{place}{error.message}"), err=True)
    if error.hint:
        click.echo(clean(error.hint), err=True)


def _show_traceback() -> None:
    """A traceback without the values of local variables, which may hold what must not be shown."""
    import traceback

    click.echo(clean(traceback.format_exc()), err=True)
