"""What somebody asks of an export beside the list: targets, style, arrangement, options, dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.errors import ConfigError, ExportError, ReadinglistError, UsageError, near_matches
from readinglist.export.target import Option, Target

if TYPE_CHECKING:
    from readinglist.export.arrange import Arrangement
    from readinglist.export.view import ListView

Settings = Mapping[str, Mapping[str, str | int | bool]]


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What is asked for; "" and () stand for what the list or the settings say.

    `language_per_entry` sets each entry by the rules of its own language also where the list does not say so.
    `options` are values for the targets' options, by name; each must be known to one of the targets.
    `timestamp` dates files that carry a date (SOURCE_DATE_EPOCH), None: the library's own date. `template`
    is a file that stands in for the template of the one target asked for; `look` is how it is dressed.
    `together` makes one file of all lists besides, where a target can.
    """

    targets: tuple[str, ...] = ()
    style: str = ""
    locale: str = ""
    language_per_entry: bool = False
    paper: str = ""
    annotated: bool = False
    by: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    template: Path | None = None
    look: str = ""
    together: bool = False
    timestamp: int | None = None

    def applied(self, view: ListView, stem: str) -> ListView:
        """The view annotated and arranged as asked, named as its files will be.

        Raises `UsageError` for an arrangement that there is not.
        """
        from readinglist.export.arrange import annotated, arranged

        if "students" in self.options:  # What is said here and now stands over the list.
            view = replace(view, about=replace(view.about, students=None))
        if self.by:
            view = arranged(view, _arrangement(self.by))
        if self.annotated:
            view = annotated(view)
        return replace(view, name=self.stem(stem))

    def stem(self, name: str) -> str:
        """A file's name without its extension, with what it says of the arrangement."""
        parts = [name, "annotated" if self.annotated else "", f"by-{self.by}" if self.by else ""]
        return "-".join(part for part in parts if part)

    def said(self, values: Mapping[str, str]) -> dict[str, str]:
        """What was asked for explicitly, to be remembered beside a file."""
        said = {
            "style": self.style,
            "locale": self.locale,
            "paper": self.paper,
            "look": self.look,
            "by": self.by,
            **values,
        }
        if self.language_per_entry:
            said["language_per_entry"] = "yes"
        if self.annotated:
            said["annotated"] = "yes"
        if self.template:
            said["template"] = self.template.name
        return {name: value for name, value in said.items() if value}


def _arrangement(by: str) -> Arrangement:
    from readinglist.export.arrange import ARRANGEMENTS

    for known in ARRANGEMENTS:
        if by == known:
            return known
    raise UsageError(f"a list cannot be arranged by '{by}'", hint="by " + ", ".join(ARRANGEMENTS))


def target_values(
    targets: Sequence[Target], choices: ExportChoices, settings: Settings, root: Path
) -> dict[str, dict[str, str]]:
    """The values of each target's options: what was asked for, else what the settings in `root` say.

    Raises `UsageError` for an option that none of the targets has and for a value that it cannot have,
    `ConfigError` for such in the settings, `ExportError` for a template that is not there.
    """
    known = {option.name for target in targets for option in target.options}
    for name in choices.options:
        if name not in known:
            raise _unknown(name, sorted(known), targets)
    _check_template(targets, choices.template)
    return {target.name: _values(target, choices.options, settings, root) for target in targets}


def _values(target: Target, asked: Mapping[str, str], settings: Settings, root: Path) -> dict[str, str]:
    options = {option.name: option for option in target.options}
    found: dict[str, str] = {}
    for name, value in settings.get(target.name, {}).items():
        where = f"readinglist.toml: targets.{target.name}.{name}"
        if name not in options:
            near = near_matches(name, options, 1)
            hint = f"Did you mean '{near[0]}'?" if near else f"It has: {', '.join(options) or 'none'}."
            raise ConfigError(f"the target '{target.name}' has no option '{name}'", where=where, hint=hint)
        found[name] = _checked(options[name], _text(value), ConfigError, where)
        if options[name].file and found[name]:
            found[name] = str(root / found[name])
    for name, value in asked.items():
        if name in options:
            found[name] = _checked(options[name], value, UsageError, "")
    return found


def _text(value: str | int | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _checked(option: Option, value: str, error: type[ReadinglistError], where: str) -> str:
    if option.choices and value not in option.choices:
        hint = "One of " + ", ".join(option.choices) + "."
        raise error(f"'{value}' is no value of the option '{option.name}'", where=where, hint=hint)
    return value


def _unknown(name: str, known: Sequence[str], targets: Sequence[Target]) -> UsageError:
    near = near_matches(name, known, 1)
    asked = ", ".join(target.name for target in targets)
    hint = f"Did you mean '{near[0]}'?" if near else "`readinglist export --targets` lists the options."
    return UsageError(f"none of the targets asked for ({asked}) has an option '{name}'", hint=hint)


def _check_template(targets: Sequence[Target], template: Path | None) -> None:
    if template is None:
        return
    if len(targets) != 1 or not targets[0].template:
        raise UsageError(
            "--template goes with one target that has a template",
            hint="Such as --to html; `readinglist templates list` shows which have one.",
        )
    if not template.is_file():
        raise ExportError("there is no such template", where=str(template))
