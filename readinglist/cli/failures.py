"""From an exception to what its user sees: a clear message on standard error and the exit code.

Exit codes: 0 done; 1 an error in data, settings or surroundings; 2 a command used wrongly; 130 interrupted;
143 ended by another program (SIGTERM).
"""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from readinglist.errors import ReadinglistError

STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def clean(text: str) -> str:
    """`text` with what could steer a terminal (escapes, controls, direction overrides) made visible.

    Line feeds and tabs stay; anything else of that kind becomes U+FFFD.
    """
    return STEERING.sub("\ufffd", text)


def run(program: Callable[[], Any], *, debug: bool) -> NoReturn:
    """Call `program` and leave the process with the exit code of what came of it."""
    _never_fail_to_print()
    try:
        # Click hands back the code that a command left with; a command that went well returns nothing.
        left = program()
        sys.stdout.flush()
        code = left if isinstance(left, int) else 0
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


def end_tidily_when_told() -> None:
    """From now on a SIGTERM, by which schedulers and CI end a program, leaves no half-written file behind and
    no process that was started for a template or a citation."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(number: int, frame: object) -> NoReturn:
    signal.signal(
        signal.SIGTERM, signal.SIG_IGN
    )  # Once is enough: what is being put in order is not left half.
    sys.exit(128 + number)


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


def colour_wanted() -> bool | None:
    """False where the user wants no colours (no-color.org), None to let the terminal decide."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def show_usage_error(error: click.ClickException) -> None:
    """Print click's own error as click does, the usage line before it; a bare group's help as it is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        click.echo(f"`{error.ctx.command_path} --help` says more.", err=True)
    _say_error(error.format_message())


def show_error(error: ReadinglistError) -> None:
    """Print an error: what, where, what to do."""
    place = f"{error.where}: " if error.where else ""
    _say_error(f"{place}{error.message}")
    if error.hint:
        click.echo(clean(error.hint), err=True)


def _say_error(text: str) -> None:
    mark = click.style("Error: ", fg="red", bold=True)
    click.echo(mark + clean(text), err=True, color=colour_wanted())


def _never_fail_to_print() -> None:
    """Let a terminal that knows fewer characters than we print show an escape instead of a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show_requests() -> Callable[[], None]:
    """Write what is asked of a Zotero server to standard error; the key never stands in it.

    What is returned ends it.
    """
    import logging  # Only --debug needs it, and --help should not wait for it.

    class Lines(logging.Handler):
        """Prints records to the standard error of the moment, made harmless for a terminal."""

        def emit(self, record: logging.LogRecord) -> None:
            click.echo(clean(record.getMessage()), err=True)

    log, lines = logging.getLogger("readinglist"), Lines()
    before = log.level, log.propagate
    log.addHandler(lines)
    log.setLevel(logging.DEBUG)
    log.propagate = False

    def end() -> None:
        log.removeHandler(lines)
        log.level, log.propagate = before

    return end


def _show_traceback() -> None:
    """A traceback without the values of local variables, which may hold what must not be shown."""
    import traceback

    click.echo(clean(traceback.format_exc()), err=True)
