"""Themes and `bib/` in line with the local copy; and at a glance whether they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from readinglist import __version__
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.lock import only_one
from readinglist.actions.progress import Progress, silent
from readinglist.library import Library
from readinglist.workspace import Workspace

_ORGANISED = "organised"
_LISTS = "lists"


class _Stamp(NamedTuple):
    """What was organised; and what every sync asks of the vocabulary: where labels are, and if it learns."""

    digest: str = ""
    labels: str = ""
    learns: bool = False


def organise(workspace: Workspace, library: Library, progress: Progress) -> tuple[int, tuple[Path, ...]]:
    """Assign themes to what changed and rewrite in `bib/` what changed; how many, and which files."""
    if is_organised(workspace, library):
        return 0, ()
    from readinglist.actions.bib import bib_files, write_bib
    from readinglist.actions.learn import Around, around, learn, taught_keys
    from readinglist.actions.making import Judge, make_anew
    from readinglist.actions.theme_sight import load_ours, with_current_keys
    from readinglist.library.reading import item_of

    vocabulary = with_current_keys(load_themes(workspace), library)
    about = around(library) if vocabulary.learning.enabled else Around(library.collection_names())
    ours, held = load_ours(workspace), library.derived.held()
    taught = taught_keys(workspace, vocabulary, about)
    rows = [one.row for one in held if taught & {one.citation_key, one.item[1]}] if taught else []
    teaching = [ours.without(item_of(raw)) for raw in library.derived.raw(rows)]
    learned = learn(workspace, vocabulary, teaching, about)
    assigned = make_anew(library, held, Judge(vocabulary, about.names, ours, learned), progress)
    progress("Writing bib/")
    written = write_bib(workspace.bib_folder, bib_files(library, held, vocabulary))
    learning = vocabulary.learning
    digest = _digest(workspace, library, learning.labels)
    library.keep_stamp(_ORGANISED, json.dumps(_Stamp(digest, learning.labels, learning.enabled)))
    return assigned, written


def organise_now(workspace: Workspace, progress: Progress = silent) -> None:
    """Bring themes and `bib/` in line with the local copy, without a pull, where there is one."""
    if workspace.database.is_file():
        with only_one(workspace), open_local(workspace) as library:
            organise(workspace, library, progress)


def is_organised(workspace: Workspace, library: Library) -> bool:
    """Whether nothing that themes and `bib/` are made of has changed, nor the files of `bib/` themselves."""
    stamp = _stamp(library)
    return bool(stamp.digest) and stamp.digest == _digest(workspace, library, stamp.labels)


def disorganised(library: Library) -> None:
    """Note that the library changed since it was organised."""
    library.keep_stamp(_ORGANISED, "")


def learns(library: Library) -> bool:
    """Whether the vocabulary said, when it was last followed, that the classifier is to take part."""
    return _stamp(library).learns


def list_problems(workspace: Workspace, library: Library) -> list[str]:
    """What is wrong with the lists of the workspace, a line a list; looked for where something changed."""
    files = sorted(workspace.lists_folder.glob("*"))
    basis = _hash((_stamp(library), str(workspace.lists_folder), _contents(files)))
    kept = library.stamp(_LISTS)
    if kept.startswith(basis):
        told: list[str] = json.loads(kept.removeprefix(basis))
        return told
    from readinglist.actions.lists import problems

    found = problems(workspace, library)
    library.keep_stamp(_LISTS, basis + json.dumps(found))
    return found


def _stamp(library: Library) -> _Stamp:
    kept = library.stamp(_ORGANISED)
    return _Stamp(*json.loads(kept)) if kept.startswith("[") else _Stamp()


def _digest(workspace: Workspace, library: Library, labels: str) -> str:
    files = sorted(workspace.bib_folder.glob("*.bib"))
    read = [workspace.themes_file, workspace.keys_file, workspace.pushed_file]
    if labels:
        read.append(workspace.themes_file.parent / labels)
    told = [
        __version__,
        workspace.settings.model_dump(mode="json"),
        _contents(read),
        [(one, library.version(one), library.texts_version(one)) for one in library.sources()],
        [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files],
    ]
    return _hash(told)


def _contents(files: Iterable[Path]) -> list[tuple[str, str]]:
    return [
        (one.name, hashlib.sha256(one.read_bytes()).hexdigest() if one.is_file() else "") for one in files
    ]


def _hash(told: object) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
