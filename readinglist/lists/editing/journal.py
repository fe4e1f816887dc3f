"""Changing a list's file on disk: only if it is still the one that was read, and so that it can be undone.

Each change leaves, in a folder of its own, the bytes that stood there before and a record of what was done.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readinglist.errors import ListError, NotFoundError, WorkspaceError
from readinglist.files import safe_name, write_file

MOST_KEPT = 100
_PATIENCE = 5.0
_STALE = 60.0
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """One change: what was done and when, and the digests of the file before ("" for none) and after it."""

    number: int
    what: str
    when: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was read: its text and its bytes, by which a change by somebody else is noticed."""

    path: Path
    text: str
    data: bytes | None

    @property
    def encoded_like(self) -> bytes:
        """What stands before the text in the file: a byte order mark, or nothing."""
        return _BOM if self.data is not None and self.data.startswith(_BOM) else b""


def load_draft(path: Path) -> Draft:
    """Read a list's file for changing. Raises `WorkspaceError`, and `ListError` where it is not UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError("there is no such file", where=str(path)) from None
    except OSError as error:
        raise WorkspaceError(f"cannot read: {error.strerror or error}", where=str(path)) from error
    try:
        return Draft(path, data.decode("utf-8-sig"), data)
    except UnicodeDecodeError as error:
        raise ListError("the file is not UTF-8 text", where=str(path)) from error


def save_change(draft: Draft, text: str, what: str, folder: Path) -> bool:
    """Write the changed text of a file and keep what it replaces in `folder`; False where nothing changed.

    Raises `ListError`, and writes nothing, when the file is no longer the one that was read.
    """
    data = draft.encoded_like + text.encode("utf-8")
    if data == draft.data:
        return False
    with _locked(folder, draft.path):
        if _load_bytes(draft.path) != draft.data:
            raise ListError(
                "somebody else has changed the list in the meantime; nothing was written",
                where=str(draft.path),
                hint="Look at what changed, then run the command again.",
            )
        _keep(draft, data, what, folder)
        write_file(draft.path, data)
    return True


def undo_change(path: Path, folder: Path) -> Record:
    """Bring back the file as it was before the last recorded change; the file of a new list goes away.

    Raises `NotFoundError` where there is nothing to undo, and `ListError` where the file was changed since by
    other means: that would be lost.
    """
    with _locked(folder, path):
        records = load_records(path, folder)
        if not records:
            raise NotFoundError(
                f"there is nothing to undo in the list '{path.stem}'",
                where=str(path),
                hint="Only what commands of `readinglist lists` changed can be undone.",
            )
        last = records[-1]
        now = _load_bytes(path)
        if _digest(now) != last.after:
            raise ListError(
                f"the list was changed by hand after “{last.what}”; undoing that would lose it",
                where=str(path),
                hint="Undo it by hand, or with version control.",
            )
        kept = _folder(path, folder) / f"{last.number:06d}.yaml"
        before = _load_bytes(kept) if last.before else None
        if _digest(before) != last.before:
            raise ListError("what stood there before is no longer kept", where=str(kept))
        try:
            if before is None:
                path.unlink()
            else:
                write_file(path, before)
            kept.unlink(missing_ok=True)
            kept.with_suffix(".json").unlink()
        except OSError as error:
            raise WorkspaceError(f"cannot write: {error.strerror or error}", where=str(path)) from error
    return last


def load_records(path: Path, folder: Path) -> list[Record]:
    """The recorded changes of a list's file, oldest first; what cannot be read is left out."""
    records = []
    for file in sorted(_folder(path, folder).glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            raw = json.loads(file.read_text("utf-8"))
            said = [str(raw[key]) for key in ("what", "when", "before", "after")]
            records.append(Record(int(file.stem), *said))
    return records


def _keep(draft: Draft, data: bytes, what: str, folder: Path) -> None:
    own = _folder(draft.path, folder)
    records = load_records(draft.path, folder)
    number = records[-1].number + 1 if records else 1
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    if draft.data is not None:
        write_file(own / f"{number:06d}.yaml", draft.data)
    record = {"what": what, "when": now, "before": _digest(draft.data), "after": _digest(data)}
    write_file(own / f"{number:06d}.json", json.dumps(record, ensure_ascii=False) + "\n")
    for old in records[: max(0, len(records) + 1 - MOST_KEPT)]:
        for extension in (".yaml", ".json"):
            with contextlib.suppress(OSError):
                (own / f"{old.number:06d}{extension}").unlink(missing_ok=True)


def _folder(path: Path, folder: Path) -> Path:
    return folder / safe_name(path.name, "list")


def _load_bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorkspaceError(f"cannot read: {error.strerror or error}", where=str(path)) from error


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data is not None else ""


@contextlib.contextmanager
def _locked(folder: Path, path: Path) -> Iterator[None]:
    """One change of a list at a time. A lock that a dead process left is broken after a minute."""
    lock = folder / f"{safe_name(path.name, 'list')}.lock"
    waited = time.monotonic()
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - lock.stat().st_mtime > _STALE:
                    lock.unlink()
                    continue
            if time.monotonic() - waited > _PATIENCE:
                raise ListError(
                    "another command is changing this list",
                    where=str(path),
                    hint=f"Try again; if none is running, delete {lock}.",
                ) from None
            time.sleep(0.05)
        except OSError as error:
            raise WorkspaceError(f"cannot write: {error.strerror or error}", where=str(lock)) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()
