"""The manifest of exports: from which library version and list revision each file came."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
"""The manifest's name, beside the files."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Where a file comes from. Hashes are SHA-256 in hexadecimal; no date is among it, so that it
    only changes when a file does."""

    name: str
    list_name: str
    list_hash: str
    target: str
    library: str
    version: int | None
    options: str
    hash: str

    @classmethod
    def of(
        cls,
        name: str,
        content: bytes,
        *,
        list_name: str,
        list_file: bytes,
        target: str,
        library: str,
        version: int | None,
        options: str,
    ) -> FileRecord:
        """The record of a file with this content, made from this list."""
        digest = hashlib.sha256
        return cls(
            name,
            list_name,
            digest(list_file).hexdigest(),
            target,
            library,
            version,
            options,
            digest(content).hexdigest(),
        )

    def as_json(self) -> dict[str, Any]:
        """As it stands in the manifest."""
        return {
            "list": self.list_name,
            "list_sha256": self.list_hash,
            "target": self.target,
            "library": self.library,
            "library_version": self.version,
            "options": json.loads(self.options),
            "sha256": self.hash,
        }


def read_manifest(path: Path) -> dict[str, Any]:
    """The files that a manifest knows, by name; none where it is missing or cannot be read."""
    try:
        files = json.loads(path.read_text("utf-8")).get("files", {})
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
    return dict(files) if isinstance(files, dict) else {}


def merged(known: Mapping[str, Any], records: Sequence[FileRecord], folder: Path | None) -> bytes:
    """A manifest of these records and of what was known of other files that are still in `folder`."""
    made = {record.name: record.as_json() for record in records}
    kept = {
        name: value
        for name, value in known.items()
        if folder is not None and name not in made and (folder / Path(name).name).is_file()
    }
    files = dict(sorted({**kept, **made}.items()))
    return (json.dumps({"files": files}, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
