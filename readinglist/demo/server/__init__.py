"""A Zotero Web API v3 server that lives in this process: for the demo, and for tests that want a real server.

    with start_server(bundled_store()) as server:
        ...  # server.endpoint is "http://127.0.0.1:PORT", the group is DEMO_GROUP

It answers as the real server was recorded to answer, takes writes, and can be told to go wrong.
"""

from __future__ import annotations

from readinglist.demo import DEMO_GROUP
from readinglist.demo.server.editing import Editor, edit
from readinglist.demo.server.faults import Fault, Faults
from readinglist.demo.server.http import RunningServer
from readinglist.demo.server.library import Library
from readinglist.demo.server.limits import Limits
from readinglist.demo.server.load import bundled_store, fill_library, load_store, store_of
from readinglist.demo.server.log import LoggedRequest, RequestLog
from readinglist.demo.server.state import ApiKey, Group, User
from readinglist.demo.server.store import Store

__all__ = [
    "DEMO_GROUP",
    "ApiKey",
    "Editor",
    "Fault",
    "Faults",
    "Group",
    "Library",
    "Limits",
    "LoggedRequest",
    "RequestLog",
    "RunningServer",
    "Store",
    "User",
    "bundled_store",
    "edit",
    "fill_library",
    "load_store",
    "start_server",
    "store_of",
]


def start_server(
    store: Store, port: int = 0, faults: Faults | None = None, limits: Limits | None = None
) -> RunningServer:
    """Serve `store` on 127.0.0.1, on a free port unless one is given; use it as a context manager.

    Raises OSError when the port is taken.
    """
    return RunningServer(store, port, faults or Faults(), limits or Limits())
