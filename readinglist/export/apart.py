"""Templates of somebody's own run in a process of their own, which can be stopped.

What is called there and what comes back are values of this program; the template can only write text.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from readinglist.errors import ExportError, ReadinglistError
from readinglist.export.guard import MAP, begin_watch
from readinglist.export.target import Rendered, RenderOptions, Target

Made = TypeVar("Made")

SECONDS = 20.0
"""How long templates of one's own may take, for one file."""

MOST_SECONDS = 300.0
"""How long the whole file may take, with Typst's or pandoc's part."""

_TEXTS = frozenset((".j2", ".css"))
# The child gets this program's own path of modules: not that of the folder it happens to be started in.
_CHILD = "\n".join(
    (
        "import json, sys",
        "sys.path[:] = json.loads(sys.argv[1])",
        "from readinglist.export.apart import main",
        "main()",
    )
)


def render_target(target: Target, options: RenderOptions, view: Any, *, seconds: float = SECONDS) -> Rendered:
    """The target's file of this view, in a process of its own where a template is somebody's own.

    Raises what the target raises, and `ExportError` for a template that takes too long.
    """
    if not target.template or not has_own(options.template_folder, options.template):
        return target.render(view, options)
    return run_apart(_render, target.name, view, options, seconds=seconds)


def has_own(folder: Path | None, given: Path | None = None) -> bool:
    """Whether there is a template of somebody's own: one given, or any in the folder."""
    if given is not None:
        return True
    return folder is not None and folder.is_dir() and any(_templates(folder))


def call(function: Callable[..., Made], *values: Any, own: Path | None) -> Made:
    """What `function` returns for these values, called apart where the folder `own` holds a template.

    Raises as `run_apart` does.
    """
    return run_apart(function, *values) if has_own(own) else function(*values)


def run_apart(function: Callable[..., Made], *values: Any, seconds: float = SECONDS) -> Made:
    """What `function` (of a module's top) returns for these values, called in another process.

    Raises what it raises of this program's errors, and `ExportError` that names the template and the line
    where rendering takes more than `seconds`, or the process ends otherwise.
    """
    call = pickle.dumps((function, values, seconds))
    done = _child(call)
    if done.returncode and _without_line(done.stderr.decode("utf-8", "replace")):
        done = _child(call)
    if done.returncode:
        raise _stopped(done.stderr.decode("utf-8", "replace"), seconds)
    kind, made = pickle.loads(done.stdout)
    if kind == "error":
        assert isinstance(made, ReadinglistError)
        raise made
    result: Made = made
    return result


def _child(call: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", _CHILD, json.dumps(sys.path)]
    try:
        return subprocess.run(
            command,
            input=call,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExportError(
            f"making the file took longer than {MOST_SECONDS:.0f} seconds and was stopped",
            hint="Look for a loop without an end in the template.",
        ) from error
    except OSError as error:
        raise ExportError(f"no process for the template could be started: {error.strerror}") from error


def main() -> None:
    """The child: calls what standard input says, and writes what comes of it to standard output."""
    function, values, seconds = pickle.load(sys.stdin.buffer)
    begin_watch(seconds, sys.stderr)
    try:
        answer = ("made", function(*values))
    except ReadinglistError as error:
        error.__cause__ = error.__context__ = None
        answer = ("error", error)
    sys.stdout.buffer.write(pickle.dumps(answer))
    sys.stdout.buffer.flush()


def _render(name: str, view: Any, options: RenderOptions) -> Rendered:
    from readinglist.export import load_target

    return load_target(name).render(view, options)


def _templates(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.suffix in _TEXTS and path.is_file())


def _without_line(told: str) -> bool:
    """Whether the clock stopped a template and could not read where it was, as happens on a busy machine: it
    looks at a process that goes on running."""
    named = {json.loads(line.removeprefix(MAP))["file"] for line in told.splitlines() if line.startswith(MAP)}
    return "Timeout (" in told and not any(file in named for file, _ in _frames(told))


def _stopped(told: str, seconds: float) -> ExportError:
    """The error for a child that did not end by itself: what its clock and its templates said."""
    maps: dict[str, list[list[int]]] = {}
    for line in told.splitlines():
        if line.startswith(MAP):
            facts = json.loads(line.removeprefix(MAP))
            maps[facts["file"]] = facts["lines"]
    where, shown = next(reversed(maps), ""), ""
    for file, number in _frames(told):
        if file in maps:
            at = next((own for own, compiled in reversed(maps[file]) if compiled <= number), 1)
            where, shown = f"{file}:{at}", _line(Path(file), at)
            break
    hint = f"That line reads: {shown}" if shown else ""
    if "Timeout (" in told:
        return ExportError(
            f"the template takes more than {seconds:g} seconds and was stopped", where=where, hint=hint
        )
    last = next((line for line in reversed(told.splitlines()) if line and not line.startswith(MAP)), "")
    return ExportError(f"the template could not be run: {last[:300] or 'its process ended'}", where=where)


def _frames(told: str) -> Iterable[tuple[str, int]]:
    """The frames of faulthandler's report, the innermost first: `  File "NAME", line N in FUNCTION`."""
    for line in told.splitlines():
        head, quote, rest = line.partition('File "')
        name, found, number = rest.rpartition('", line ')
        digits = number.split(" ")[0]
        if quote and found and not head.strip() and digits.isdecimal():
            yield name, int(digits)


def _line(path: Path, number: int) -> str:
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return lines[number - 1].strip()[:200] if number <= len(lines) else ""
