"""`readinglist export`: a reading list as files to hand out."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.complete import (
    complete_list,
    complete_locale,
    complete_look,
    complete_style,
    complete_targets,
)
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.failures import show_error
from readinglist.cli.output import counted, print_json, progress, say, say_wrapped, tell, warn

if TYPE_CHECKING:
    from readinglist.actions.export import ExportReport
    from readinglist.actions.export_choices import ExportChoices
    from readinglist.actions.watching import Round
    from readinglist.workspace import Workspace

_ARRANGEMENTS = ("theme", "week", "importance", "type", "year", "author")


@click.command(
    short_help="Make a reading list into HTML, Word, PDF, RIS, MARC and more.",
    epilog=examples(
        "readinglist export narco-digital-syllabus",
        "readinglist export course-reserve --to docx,pdf --locale es-MX -o ~/Desktop",
        "readinglist export course-reserve --to xlsx --option students=120",
        "readinglist export course-reserve --to pdf --look compact",
        "readinglist export --all --check",
        "readinglist export narco-digital-syllabus --to html --watch",
    ),
)
@click.argument("name", required=False, shell_complete=complete_list)
@click.option("--all", "every", is_flag=True, help="Export every list of the workspace.")
@click.option(
    "--to",
    multiple=True,
    metavar="TARGETS",
    shell_complete=complete_targets,
    help="What to make, such as html,docx; may be repeated.",
)
@click.option("--targets", is_flag=True, help="Say what there is to make, and exit.")
@click.option("--json", "as_json", is_flag=True, help="With --targets: say it as JSON.")
@click.option(
    "--style", metavar="STYLE", shell_complete=complete_style, help="A citation style; see `styles`."
)
@click.option(
    "--locale", metavar="LOCALE", shell_complete=complete_locale, help="The list's language, such as es-MX."
)
@click.option(
    "--language-per-entry",
    is_flag=True,
    help="Set each entry by the rules of its own language, not the list's.",
)
@click.option("--paper", type=click.Choice(["auto", "a4", "letter"]), help="The PDF's and Word's paper.")
@click.option(
    "--look", metavar="LOOK", shell_complete=complete_look, help="classic, compact, department or your own."
)
@click.option("--annotated", is_flag=True, help="As an annotated bibliography.")
@click.option("--by", type=click.Choice(_ARRANGEMENTS), help="Arrange the readings anew.")
@click.option("--fragment", is_flag=True, help="HTML to paste into a course page.")
@click.option("--flavour", type=click.Choice(["pandoc", "gfm", "obsidian", "quarto"]), help="Whose Markdown.")
@click.option(
    "--reference", metavar="FILE", help="A document of your own whose styles DOCX or ODT takes over."
)
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A template of your own, for one target.",
)
@click.option(
    "--option",
    "pairs",
    metavar="NAME=VALUE",
    multiple=True,
    help="Tell the targets something; see --targets.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to write to (exports/ by default).",
)
@click.option(
    "--zip", "zip_file", metavar="FILE", type=click.Path(path_type=Path), help="Put all files into one zip."
)
@click.option("--stdout", is_flag=True, help="Write the one file to standard output.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--check", is_flag=True, help="Exit with 1 where files on disk are not as they would be written."
)
@click.option("--watch", is_flag=True, help="Go on exporting what becomes stale, until Ctrl-C.")
@click.pass_context
def command(
    ctx: click.Context, /, name: str | None, every: bool, targets: bool, as_json: bool, **said: Any
) -> None:
    """Make the reading list NAME into files to hand out.

    What is not given is taken from the list's own file, then from readinglist.toml. Private notes never get
    into the files. A file that would come out the same is not written again. Files that carry a date have
    that of the library's last change, or of the list's status if it is later; SOURCE_DATE_EPOCH gives them
    another.
    """
    if targets:
        _list_targets(as_json)
        return
    from readinglist.actions.export import all_lists
    from readinglist.errors import UsageError

    if every == bool(name):
        raise UsageError("give the NAME of a list, or --all", hint="`readinglist lists` shows the lists.")
    _refuse_contradictions(said)
    workspace = open_workspace(ctx)
    names = all_lists(workspace) if every else (name or "",)
    choices = replace(_choices(said), together=every)
    if said["watch"]:
        _watch(ctx, (name,) if name else (), choices, said)
        return
    if said["stdout"]:
        _to_stdout(workspace, names, choices)
        return
    done = _export(workspace, names, choices, said)
    _report(done, said)


_ALONE = {
    "watch": ("stdout", "zip_file", "check", "dry_run"),
    "stdout": ("zip_file", "output", "check", "dry_run"),
    "zip_file": ("output",),
}


def _refuse_contradictions(said: dict[str, Any]) -> None:
    """Raises `UsageError` for options of which one would be passed over in silence."""
    from readinglist.errors import UsageError

    for one, others in _ALONE.items():
        for other in others:
            if said[one] and said[other]:
                first, second = (name.removesuffix("_file").replace("_", "-") for name in (one, other))
                raise UsageError(f"--{first} does not go with --{second}")


def _choices(said: dict[str, Any]) -> ExportChoices:
    from readinglist.actions.export_choices import ExportChoices

    options = _pairs(said["pairs"])
    if said["fragment"]:
        options["fragment"] = "yes"
    options |= {name: said[name] for name in ("flavour", "reference") if said[name]}
    return ExportChoices(
        targets=split_targets(",".join(said["to"]) if said["to"] else None),
        style=said["style"] or "",
        locale=said["locale"] or "",
        language_per_entry=said["language_per_entry"],
        paper=said["paper"] or "",
        look=said["look"] or "",
        annotated=said["annotated"],
        by=said["by"] or "",
        options=options,
        template=said["template"],
        timestamp=source_date(),
    )


def _pairs(pairs: tuple[str, ...]) -> dict[str, str]:
    from readinglist.errors import UsageError

    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--option wants NAME=VALUE, not '{pair}'")
        found[name.strip()] = value.strip()
    return found


def source_date() -> int | None:
    """SOURCE_DATE_EPOCH, None where it is not set. Raises `UsageError` where it is no number of seconds."""
    from readinglist.errors import UsageError

    text = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not text:
        return None
    if not text.isdecimal() or int(text) > 253_402_300_799:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is '{text}'",
            hint="It is a number of seconds since 1970 (reproducible-builds.org).",
        )
    return int(text)


def _export(
    workspace: Workspace, names: tuple[str, ...], choices: ExportChoices, said: dict[str, Any]
) -> ExportReport:
    from readinglist.actions.export import export_lists, export_zip

    write = not (said["dry_run"] or said["check"])
    with progress() as report:
        if said["zip_file"]:
            return export_zip(workspace, names, choices, said["zip_file"], write=write, progress=report)
        return export_lists(workspace, names, choices, output=said["output"], write=write, progress=report)


def _report(done: ExportReport, said: dict[str, Any]) -> None:
    if not (said["check"] or said["dry_run"]):
        say_written(done)
        return
    stale = [path for path, differs in done.files if differs]
    for path in stale:
        say(f"{path} is {'not as it would be' if path.exists() else 'missing'}")
    for warning in done.warnings:
        warn(warning)
    if said["check"]:
        tell(
            f"{len(stale)} of {len(done.files)} files are stale."
            if stale
            else "All files are as they should be."
        )
        if stale:
            raise SystemExit(1)
        return
    tell(f"{len(stale)} of {len(done.files)} files would be written; nothing was.")


def _watch(ctx: click.Context, names: tuple[str, ...], choices: ExportChoices, said: dict[str, Any]) -> None:
    from readinglist.actions.watching import watch

    tell("Watching the workspace; Ctrl-C ends it.")
    try:
        for one in watch(lambda: open_workspace(ctx), names, choices, output=said["output"]):
            _say_round(one)
    except KeyboardInterrupt:
        tell("\nNo longer watching.")


def _say_round(one: Round) -> None:
    if one.changed:
        more = f" and {len(one.changed) - 1} more" if len(one.changed) > 1 else ""
        tell(f"{time.strftime('%H:%M:%S')} {one.changed[0].name}{more} changed.")
    if one.error is not None:
        show_error(one.error)
    if one.report is None:
        return
    for path, changed in one.report.files:
        if changed:
            say(str(path))
    for warning in one.report.warnings:
        warn(warning)
    written = sum(changed for _, changed in one.report.files)
    tell(f"{counted(written, 'file')} written." if written else "Nothing was stale.")
    sys.stdout.flush()


def _to_stdout(workspace: Workspace, names: tuple[str, ...], choices: ExportChoices) -> None:
    from readinglist.actions.export import render_lists
    from readinglist.errors import UsageError

    with progress() as report:
        made, warnings = render_lists(workspace, names, choices, progress=report)
    mains = {file.record.target for file in made}
    if len(names) != 1 or len(mains) != 1:
        raise UsageError("--stdout takes one list and one target", hint="Such as --to ris.")
    sys.stdout.flush()
    sys.stdout.buffer.write(made[0].content)
    sys.stdout.buffer.flush()
    for warning in warnings:
        warn(warning)
    for file in made[1:]:
        warn(f"{file.record.name} belongs to it and was not written; --zip and -o write both")


def _list_targets(as_json: bool) -> None:
    from readinglist.export import load_target, targets

    loaded = [load_target(name) for name in targets()]
    if as_json:
        print_json([_as_json(target) for target in loaded])
        return
    for target in loaded:
        say_wrapped(f"{target.name:<9} {target.description}; for {target.audience}", rest=" " * 10)
        for option in target.options:
            values = f" ({' | '.join(option.choices)})" if option.choices else ""
            default = f"; {option.default} by default" if option.default else ""
            say_wrapped(
                f"{option.name}: {option.description}{values}{default}", first=" " * 12, rest=" " * 14
            )


def _as_json(target: Any) -> dict[str, Any]:
    options = [
        {
            "name": one.name,
            "description": one.description,
            "default": one.default,
            "choices": list(one.choices),
        }
        for one in target.options
    ]
    return {
        "name": target.name,
        "description": target.description,
        "audience": target.audience,
        "extension": target.extension,
        "options": options,
    }


def split_targets(text: str | None) -> tuple[str, ...]:
    """ "html,docx" as target names; empty for None."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def say_written(done: ExportReport) -> None:
    """Say which files were written and which were as they should be already."""
    for path, changed in done.files:
        say(f"{path}" if changed else f"{path} (unchanged)")
    for warning in done.warnings:
        warn(warning)
