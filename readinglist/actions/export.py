"""A reading list from the workspace to finished files: resolved, cited in one run, rendered, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.actions.export_choices import ExportChoices, target_values
from readinglist.actions.export_making import ListMaker, MadeFile, together, view_of
from readinglist.actions.inputs import Opened, recording
from readinglist.actions.kept_exports import KeptExports, Outcome, as_recorded
from readinglist.actions.manifest import MANIFEST, FileRecord, merged, read_manifest
from readinglist.actions.progress import Progress, silent
from readinglist.errors import WorkspaceError
from readinglist.files import safe_name, write_file
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export made: each file, whether it differs from what was there, and what to know of it."""

    files: tuple[tuple[Path, bool], ...]
    warnings: tuple[str, ...] = ()


def export_list(
    workspace: Workspace,
    name: str,
    *,
    targets: Sequence[str] = (),
    style: str = "",
    locale: str = "",
    language_per_entry: bool = False,
    paper: str = "",
    output: Path | None = None,
    progress: Progress = silent,
) -> ExportReport:
    """Make the list `name` into one file a target, in `output` (the workspace's `exports/` by default).

    What is not given is taken from the list, then from the workspace's settings. All files are rendered
    before the first is written. Raises `NotFoundError`, `ListError`, `CitationError`, `ExportError` or
    `WorkspaceError`.
    """
    choices = ExportChoices(
        targets=tuple(targets),
        style=style,
        locale=locale,
        language_per_entry=language_per_entry,
        paper=paper,
    )
    return export_lists(workspace, [name], choices, output=output, progress=progress)


def export_lists(
    workspace: Workspace,
    names: Sequence[str],
    choices: ExportChoices,
    *,
    output: Path | None = None,
    write: bool = True,
    progress: Progress = silent,
) -> ExportReport:
    """Make several lists into files; nothing is written before everything is rendered.

    `write` false writes nothing and says of each file whether it would change. In the workspace's own
    `exports/` a manifest says where each file comes from. Raises as `export_list` does.
    """
    folder = _output_folder(output or workspace.exports_folder)
    made, warnings = _made(workspace, names, choices, folder if write else None, progress)
    step = write_file if write else _differs
    done = []
    for record, content in made:
        path = folder / record.name
        if content is not None:
            done.append((path, step(path, content)))
        else:
            done.append((path, not as_recorded(record, folder)))
    if output is None:
        known = merged(read_manifest(folder / MANIFEST), [record for record, _ in made], folder)
        changed = step(folder / MANIFEST, known)
        if not write:  # A person who exports asked for the files; one who checks wants to know of this too.
            done.append((folder / MANIFEST, changed))
    return ExportReport(tuple(done), warnings)


def _made(
    workspace: Workspace,
    names: Sequence[str],
    choices: ExportChoices,
    folder: Path | None,
    progress: Progress,
) -> tuple[list[tuple[FileRecord, bytes | None]], tuple[str, ...]]:
    """The files of these lists, without content where it is known what it would be, and warnings.

    What is known needs no rendering, unless its files must be written into `folder` and are not there as
    they should be.
    """
    kept = KeptExports(workspace, choices)
    wanted = wanted_targets(workspace, choices)
    joined = joined_targets(workspace, choices) if len(names) > 1 else ()
    found: dict[tuple[str, str], tuple[Outcome, Sequence[bytes] | None]] = {}
    for name, target in ((name, target) for name in names for target in wanted):
        # What goes into one file with other lists is needed itself, not only what it came to.
        outcome = None if target in joined else kept.find(name, target)
        if outcome and (folder is None or all(as_recorded(one, folder) for one in outcome.files)):
            found[name, target] = (outcome, None)
    missing = {name: [one for one in wanted if (name, one) not in found] for name in names}
    makers: list[ListMaker] = []
    if any(missing.values()):
        rendered, makers = _rendered(workspace, missing, choices, kept, progress)
        found |= rendered
    return _gathered(names, wanted, found, [together(makers, target) for target in joined])


def _gathered(
    names: Sequence[str],
    wanted: Sequence[str],
    found: Mapping[tuple[str, str], tuple[Outcome, Sequence[bytes] | None]],
    joined: Sequence[MadeFile],
) -> tuple[list[tuple[FileRecord, bytes | None]], tuple[str, ...]]:
    """All files in the order of lists and targets, those of all lists at the end, and warnings."""
    files: list[tuple[FileRecord, bytes | None]] = []
    warnings: list[str] = []
    for name in names:
        outcomes = [found[name, target] for target in wanted]
        for outcome, contents in outcomes:
            unknown: Sequence[bytes | None] = [None] * len(outcome.files)
            files += zip(outcome.files, contents if contents is not None else unknown, strict=True)
        by_target = {target: outcome for target, (outcome, _) in zip(wanted, outcomes, strict=True)}
        warnings += _warnings(name, by_target, len(names) > 1)
    files += [(one.record, one.content) for one in joined]
    _refuse_twins([record for record, _ in files])
    return files, tuple(dict.fromkeys(warnings))


def wanted_targets(workspace: Workspace, choices: ExportChoices) -> tuple[str, ...]:
    """The targets that were asked for, else those of the settings; each once."""
    return tuple(dict.fromkeys(choices.targets or workspace.settings.lists.to))


def joined_targets(workspace: Workspace, choices: ExportChoices) -> tuple[str, ...]:
    """Those of the wanted targets that also make one file of several lists."""
    if not choices.together:
        return ()
    from readinglist.export import load_target

    wanted = wanted_targets(workspace, choices)
    return tuple(target for target in wanted if load_target(target).together is not None)


def _warnings(name: str, outcomes: Mapping[str, Outcome], several: bool) -> list[str]:
    """What is to be said of a list, each thing once, after the targets' names where not all say it."""
    said = list(dict.fromkeys(one for outcome in outcomes.values() for one in outcome.said))
    speakers: dict[str, list[str]] = {}
    for target, outcome in outcomes.items():
        for note in dict.fromkeys(outcome.notes):
            speakers.setdefault(note, []).append(target)
    for note, targets in speakers.items():
        by_all = len(targets) == len(outcomes) > 1
        said += [note if by_all else f"{', '.join(targets)}: {note}"] if note not in said else []
    return [f"{name}: {one}" if several else one for one in said]


def export_zip(
    workspace: Workspace,
    names: Sequence[str],
    choices: ExportChoices,
    path: Path,
    *,
    write: bool = True,
    progress: Progress = silent,
) -> ExportReport:
    """Make lists into one zip file, with a manifest inside. Raises as `export_list` does."""
    from readinglist.export.packing import pack

    made, warnings = render_lists(workspace, names, choices, progress=progress)
    manifest = merged({}, [file.record for file in made], None)
    content = pack([*((file.record.name, file.content) for file in made), (MANIFEST, manifest)])
    return ExportReport(((path, (write_file if write else _differs)(path, content)),), warnings)


def render_lists(
    workspace: Workspace, names: Sequence[str], choices: ExportChoices, *, progress: Progress = silent
) -> tuple[tuple[MadeFile, ...], tuple[str, ...]]:
    """The files of these lists, rendered and not written, and warnings. Raises as `export_list` does."""
    wanted = wanted_targets(workspace, choices)
    joined = joined_targets(workspace, choices) if len(names) > 1 else ()
    kept = KeptExports(workspace, choices)
    found, makers = _rendered(workspace, dict.fromkeys(names, wanted), choices, kept, progress)
    files, warnings = _gathered(names, wanted, found, [together(makers, target) for target in joined])
    return tuple(MadeFile(content, record) for record, content in files if content is not None), warnings


def _rendered(
    workspace: Workspace,
    lists: Mapping[str, Sequence[str]],
    choices: ExportChoices,
    kept: KeptExports,
    progress: Progress,
) -> tuple[dict[tuple[str, str], tuple[Outcome, Sequence[bytes]]], list[ListMaker]]:
    """Each list of `lists` in each of its targets: what it came to, which is kept, and the contents.

    Beside that the makers of the lists, which can make more of them.
    """
    from readinglist.actions.local import open_local
    from readinglist.actions.looks import look_of
    from readinglist.export import load_target
    from readinglist.lists.load import find_list, load_list
    from readinglist.lists.resolve import resolve

    chosen = [load_target(target) for target in wanted_targets(workspace, choices)]
    values = target_values(chosen, choices, workspace.settings.targets, workspace.root)
    found: dict[tuple[str, str], tuple[Outcome, Sequence[bytes]]] = {}
    makers: list[ListMaker] = []
    opened = Opened(workspace)
    paths = {name: find_list(workspace.lists_folder, name) for name in lists}
    for name in lists:
        kept.standing(name)  # Before anything is read.
    with recording(opened), open_local(workspace) as library:
        for name, wanted in lists.items():
            if not wanted:
                continue
            progress("Reading the list")
            reading_list = load_list(paths[name])
            resolved = resolve(reading_list, library)
            progress("Formatting citations")
            view, said = view_of(workspace, library, resolved, choices)
            view = choices.applied(view, safe_name(name, "list"))
            look = look_of(workspace, reading_list, choices.look)
            maker = ListMaker(workspace, choices, values, view, paths[name], look)
            makers.append(maker)
            for number, target in enumerate(one for one in chosen if one.name in wanted):
                progress("Writing files", number, len(wanted))
                files, notes = maker.files(target)
                records = tuple(file.record for file in files)
                outcome = Outcome(records, tuple(said), tuple(notes))
                found[name, target.name] = (outcome, [file.content for file in files])
    for (name, target_name), (outcome, _) in found.items():
        kept.save(name, target_name, outcome, opened.states)
    return found, makers


def all_lists(workspace: Workspace) -> tuple[str, ...]:
    """The names of all lists. Raises `WorkspaceError` when there is none."""
    from readinglist.lists.load import list_names

    names = list_names(workspace.lists_folder)
    if not names:
        raise WorkspaceError("there are no lists to export", where=str(workspace.lists_folder))
    return names


def _refuse_twins(records: Sequence[FileRecord]) -> None:
    """Raises `WorkspaceError` where two lists would be written into one file."""
    seen: dict[str, FileRecord] = {}
    for record in records:
        other = seen.setdefault(record.name.casefold(), record)
        if other is not record:
            raise WorkspaceError(
                f"two lists would be written to {record.name}: '{other.list_name}' and '{record.list_name}'",
                hint="Give one of the lists another name.",
            )


def _output_folder(folder: Path) -> Path:
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError("this is a file, not a folder", where=str(folder), hint="Give another to -o.")
    return folder


def _differs(path: Path, content: bytes) -> bool:
    """Whether a file would be written anew. Raises `WorkspaceError` when it cannot be read."""
    try:
        return not path.is_file() or path.read_bytes() != content
    except OSError as error:
        raise WorkspaceError(f"cannot read: {error.strerror or error}", where=str(path)) from error
