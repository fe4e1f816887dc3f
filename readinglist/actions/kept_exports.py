"""What earlier exports came to, so that one whose inputs are as they were need not be rendered again.

Kept a file for each list and target in the folder of caches, not in the manifest beside the exports: that
goes into version control, and what an export was made *with* differs from machine to machine.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from readinglist.actions.export_choices import ExportChoices
from readinglist.actions.inputs import digest, file_digest, standing_digest, unchanged
from readinglist.actions.manifest import FileRecord
from readinglist.errors import ReadinglistError
from readinglist.files import write_file
from readinglist.workspace import Workspace

_EXTENSIONS = (".yaml", ".yml")
_FOLDER = "exports"
_KEEP = 400


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one target made of one list: its files, what is to be said of the list, and of the target."""

    files: tuple[FileRecord, ...]
    said: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class KeptExports:
    """The outcomes that are kept of one workspace's exports with the same choices."""

    def __init__(self, workspace: Workspace, choices: ExportChoices) -> None:
        self._workspace = workspace
        self._folder = workspace.cache_folder / _FOLDER
        options = dict(sorted(choices.options.items()))
        self._choices = repr(replace(choices, targets=(), options=options))
        self._standing: dict[str, str] = {}

    def standing(self, name: str) -> str:
        """The digest of the standing inputs of a list, taken once: before anything of it is read. "" where
        the list's file is not plainly there."""
        if name not in self._standing:
            files = [self._workspace.lists_folder / f"{name}{extension}" for extension in _EXTENSIONS]
            found = [file for file in files if file.is_file()]
            one = len(found) == 1 and found[0].parent == self._workspace.lists_folder
            self._standing[name] = standing_digest(self._workspace, found[0]) if one else ""
        return self._standing[name]

    def find(self, name: str, target: str) -> Outcome | None:
        """What this target makes of this list, None unless every input is as it was then."""
        standing = self.standing(name)
        try:
            read = json.loads(self._file(name, target).read_text("utf-8"))
            if not standing or read["standing"] != standing or not unchanged(read["opened"]):
                return None
            files = tuple(FileRecord(**one) for one in read["files"])
            return Outcome(files, tuple(read["said"]), tuple(read["notes"]))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def save(self, name: str, target: str, outcome: Outcome, opened: Mapping[str, str]) -> None:
        """Keep an outcome with the files opened for it. A place that cannot be written only costs time."""
        if not (standing := self.standing(name)):
            return
        content = {"standing": standing, "opened": dict(opened), **asdict(outcome)}
        with contextlib.suppress(ReadinglistError):
            write_file(self._file(name, target), json.dumps(content, ensure_ascii=True))
            self._tidy()

    def _file(self, name: str, target: str) -> Path:
        key = digest(self._choices, name, target)
        return self._folder / f"{key[:40]}.json"

    def _tidy(self) -> None:
        with contextlib.suppress(OSError):
            files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
            for file in files[:-_KEEP]:
                file.unlink(missing_ok=True)


def as_recorded(record: FileRecord, folder: Path) -> bool:
    """Whether the file of a record lies in `folder` with the content that was rendered."""
    try:
        return file_digest((folder / record.name).read_bytes()) == record.hash
    except OSError:
        return False
