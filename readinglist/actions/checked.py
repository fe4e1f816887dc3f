"""When each source was last found unchanged: kept beside the local copy, which such a sync leaves alone.

Whatever is made of the local copy can then see at a glance that nothing in it moved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from readinglist.files import write_file
from readinglist.library.overview import SourceState
from readinglist.workspace import Workspace

_FILE = "checked.json"


def checked_at(workspace: Workspace) -> Mapping[str, str]:
    """The UTC moment (ISO 8601) by source ("groups/4420117"); empty where it is not known."""
    try:
        found = json.loads((workspace.state_folder / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {source: at for source, at in found.items() if isinstance(at, str)}


def last_synced(state: SourceState, checked: Mapping[str, str]) -> str:
    """When a source was last synced, whether that brought something or not; "" before the first time."""
    return max(state.synced_at, checked.get(state.source, ""))


def note_checked(workspace: Workspace, source: str) -> None:
    """Note that a source was found unchanged just now. Raises `WorkspaceError` when it cannot be written."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({**checked_at(workspace), source: now}, indent=1, sort_keys=True)
    write_file(workspace.state_folder / _FILE, text)
