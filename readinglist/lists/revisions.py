"""A list as it was in a revision of the version control that its folder lies under (git)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from readinglist.errors import ListError, NotFoundError, UsageError, WorkspaceError
from readinglist.lists.load import EXTENSIONS, parse_list
from readinglist.lists.model import ReadingList
from readinglist.lists.source import MOST_BYTES

_PATIENCE = 30


def load_revision(folder: Path, name: str, revision: str) -> ReadingList:
    """The list `name` of `folder` as it was in a revision ("HEAD~1", a branch, a tag, a commit).

    Its errors name the file as `NAME.yaml@REVISION`. Raises `WorkspaceError` where there is no git or no
    repository, `NotFoundError` for a revision or a list that is not there, `ListError` as `load_list` does.
    """
    if not name or "/" in name or "\\" in name or "\0" in name + revision:
        raise UsageError(f"'{name}' is not the name of a list")
    commit = _commit(folder, revision)
    for extension in EXTENSIONS:
        data = _git(folder, "cat-file", "blob", f"{commit}:./{name}{extension}")
        if data is None:
            continue
        where = f"{name}{extension}@{revision}"
        if len(data) > MOST_BYTES:
            raise ListError("the file is too large for a reading list", where=where)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ListError("the file is not UTF-8 text", where=where) from error
        made = parse_list(text, folder / f"{name}{extension}@{revision}")
        return made.model_copy(update={"name": f"{name}@{revision}"})
    raise NotFoundError(
        f"there is no list '{name}' in the revision '{revision}'",
        where=str(folder),
        hint=f"`git log -- {folder.name}/{name}.yaml` shows where it is.",
    )


def _commit(folder: Path, revision: str) -> str:
    if _git(folder, "rev-parse", "--is-inside-work-tree") is None:
        raise WorkspaceError(
            "the folder is not under version control",
            where=str(folder),
            hint="Revisions are git's: `git init` begins a repository.",
        )
    # `--end-of-options`: a revision is never taken for an option, whatever it begins with.
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not found:
        raise NotFoundError(
            f"there is no revision '{revision}'", where=str(folder), hint="`git log --oneline` lists them."
        )
    return found.decode("ascii", "replace").split()[-1]


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints, None when it fails."""
    try:
        done = subprocess.run(
            ("git", "-C", str(folder), *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError as error:
        raise WorkspaceError("git is not installed", hint="Compare two files instead.") from error
    except subprocess.TimeoutExpired as error:
        raise WorkspaceError("git does not answer", where=str(folder)) from error
    return done.stdout if done.returncode == 0 else None
