"""How commands talk: results on standard output, the conversation on standard error, tables without boxes."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.failures import STEERING, clean

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from readinglist.actions.progress import Progress

KEY_STYLE = "cyan"
THEME_STYLE = "magenta"


def console(*, stderr: bool = False) -> Console:
    """A rich console for standard output or error; 80 columns wide where the width is unknown."""
    from rich.console import Console

    width = None if stderr else columns_wide()
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def styled(text: str, style: str = "") -> Text:
    """`text`, made harmless for a terminal, in a rich style."""
    from rich.text import Text

    return Text(clean(text), style=style)


def table(*columns: str | tuple[str, dict[str, Any]]) -> Table:
    """A table without boxes; each column a heading, or a heading with rich's options for the column."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        heading, options = column if isinstance(column, tuple) else (column, {})
        made.add_column(heading, **options)
    return made


def show_table(made: Table) -> None:
    """Print a table on standard output, lines without trailing blanks."""
    printer = console()
    with printer.capture() as captured:
        printer.print(made)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())


def say(text: str = "", *, style: str = "") -> None:
    """Print a result on standard output."""
    line = clean(text)
    click.echo(emphasised(line, style) if style else line)


def emphasised(text: str, style: str) -> str:
    """A clean text in a style, for `click.echo`, which takes the colours away where they are not wanted."""
    return click.style(text, **_click_style(style))


def say_marked(mark: str, text: str = "", *, style: str = KEY_STYLE) -> None:
    """Print a result whose first part, such as a citation key, has a colour of its own."""
    click.echo(marked(mark, text, style=style))


def say_wrapped(text: str, *, first: str = "", rest: str = "") -> None:
    """Print a result on as many lines as it needs, `first` before the first and `rest` before the others."""
    say_lines(wrapped(text, first=first, rest=rest))


def say_lines(lines: Iterable[str]) -> None:
    """Print finished lines, as `marked` and `wrapped` make them, in one go: a long result is many lines."""
    made = list(lines)
    if made:
        click.echo("\n".join(made))


def marked(mark: str, text: str = "", *, style: str = KEY_STYLE) -> str:
    """A line for `say_lines` whose first part, such as a citation key, has a colour of its own."""
    return click.style(clean(mark), **_click_style(style)) + clean(text)


def wrapped(text: str, *, first: str = "", rest: str = "") -> list[str]:
    """A text as lines for `say_lines`, `first` before the first and `rest` before the others."""
    width = columns_wide()
    if text and len(first) + len(text) <= width and text.isprintable() and text == text.strip():
        return [first + clean(text)]  # As it would be wrapped; most lines are short.
    lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest)
    return [clean(line) for line in lines] or ([first.rstrip()] if first.strip() else [])


def tell(text: str = "") -> None:
    """Say something to the person on standard error."""
    click.echo(clean(text), err=True)


def warn(text: str) -> None:
    """Say on standard error what deserves a look but stopped nothing."""
    click.echo(click.style("Note: ", fg="yellow") + clean(text), err=True)


def print_json(value: Any) -> None:
    """Print JSON on standard output: UTF-8, indented, unchanged by locale or terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # What could steer a terminal stands inside of strings only, where JSON has an escape for it.
    click.echo(STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress callback that draws on standard error while it is a terminal, and is silent when piped."""
    if not sys.stderr.isatty():
        yield lambda step, done=None, total=None: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
    )
    with Bars(*columns, console=console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int | None = None, total: int | None = None) -> None:
            if step not in tasks:
                for earlier in tasks.values():
                    bars.update(earlier, visible=False)
                tasks[step] = bars.add_task(clean(step), total=total)
            bars.update(tasks[step], completed=done or 0, total=total)

        yield report


def shorten(text: str, width: int) -> str:
    """`text` on one line of at most `width` characters, cut at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: max(width - 1, 1)]
    at = cut.rfind(" ")
    return (cut[:at] if at > width // 2 else cut).rstrip(" ,;:.") + "…"


def fitted(text: str, width: int) -> str:
    """`text` on one line that takes at most `width` columns of a terminal, in which some signs are wide."""
    line = shorten(text, width)
    # Below the combining accents every sign takes one column, as does the ellipsis.
    if max(line.replace("…", ""), default="") < "\u0300":
        return line
    from rich.cells import cell_len, set_cell_size

    return line if cell_len(line) <= width else set_cell_size(line, width - 1).rstrip() + "…"


def columns_wide() -> int:
    """The width of standard output in characters, at least 40; 80 where nothing says."""
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 item", "2 items"; `many` where the plural is not made with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_names(names: Sequence[str], most: int = 2) -> str:
    """Names for a narrow place: "Campbell and Hansen", "Koenraadt et al." when there are more than `most`."""
    if len(names) > most:
        return f"{names[0]} et al."
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _click_style(style: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {
        "bold": {"bold": True},
        "dim": {"dim": True},
        KEY_STYLE: {"fg": "cyan"},
        THEME_STYLE: {"fg": "magenta"},
    }
    return known.get(style, {})
