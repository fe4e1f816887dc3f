"""What an export target is, what it is told, and what it answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from readinglist.errors import UsageError
from readinglist.export.looks import CLASSIC, Look

if TYPE_CHECKING:
    from babel import Locale

    from readinglist.export.view import ListView

Paper = Literal["auto", "a4", "letter"]

TEMPLATE_FILE = "given"
"""The folder, as templates know it, of a template given by its file."""

_EARLIEST = datetime.date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be told a target, as `--option NAME=VALUE` or in `[targets.TARGET]` of the settings.

    `choices` are the values there are, () where any text will do; `default` counts when nothing is said. A
    `file` is sought from the settings' folder where the settings name it.
    """

    name: str
    description: str
    default: str = ""
    choices: tuple[str, ...] = ()
    file: bool = False


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How to render.

    `template_folder` holds templates that stand over those that ship, by name (None: only those that ship).
    `paper` is "a4", "letter", or "auto" for the custom of the locale's country. `timestamp` (seconds since
    1970, UTC) is the date of creation written into files that carry one; None takes the view's own date, so
    that the same list gives the same bytes (reproducible-builds.org, SOURCE_DATE_EPOCH). `template` is a
    file that stands in for the target's own template. `look` is how the list is dressed. `values` are those
    of the target's `options`, by name.
    """

    template_folder: Path | None = None
    paper: Paper = "auto"
    timestamp: int | None = None
    template: Path | None = None
    look: Look = CLASSIC
    values: Mapping[str, str] = field(default_factory=dict)

    def value(self, option: Option) -> str:
        """What was said for an option, or its default."""
        return self.values.get(option.name, option.default)

    def number(self, option: Option) -> int:
        """An option's value as a whole number. Raises `UsageError` where it is none."""
        value = self.value(option)
        if not value.isdecimal():
            raise UsageError(f"the option '{option.name}' wants a whole number, not '{value}'")
        return int(value)

    def template_name(self, name: str) -> str:
        """The template to begin with: the file given in `template`, else the target's own `name`."""
        return f"{TEMPLATE_FILE}/{self.template.name}" if self.template is not None else name

    def paper_for(self, locale: Locale) -> str:
        """ "a4" or "letter" for a list in this locale."""
        from readinglist.export.words import paper_for

        return paper_for(locale) if self.paper == "auto" else self.paper

    def timestamp_for(self, day: datetime.date | None) -> int:
        """The date of creation in seconds: the one asked for, else midnight of `day`, else the first date
        that a zip file can hold."""
        if self.timestamp is not None:
            return self.timestamp
        day = day or _EARLIEST
        return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file's bytes, and what its reader should be told about them.

    `extension` stands instead of the target's own where the options made another kind of file. `beside` are
    further files that belong to it: what their names end in after the list's name (`-references.bib`), and
    their bytes.
    """

    content: bytes
    warnings: tuple[str, ...] = ()
    extension: str = ""
    beside: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One way to hand a list on.

    `name` chooses it, `extension` (without a dot) ends its file's name, `description` says what it makes,
    `audience` whom it is for. `render` raises `ExportError` when it cannot. `options` are what it can be
    told; `worded` is false for data, which hold no words of ours in the list's language; `template` names the
    template that `--template` stands in for, "" where there is none. `together` makes one file of all lists,
    for targets that can hold several.
    """

    name: str
    extension: str
    description: str
    audience: str
    render: Callable[[ListView, RenderOptions], Rendered]
    options: tuple[Option, ...] = ()
    worded: bool = True
    template: str = ""
    together: Callable[[Sequence[ListView], RenderOptions], Rendered] | None = None
