"""The bundled collection and the Zotero Web API server that serves it; light until a server is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.demo.server import Faults, Limits, RunningServer, Store

DEMO_GROUP = 4420117


def bundled_store() -> Store:
    """A new store with the bundled collection: the public group 4420117, readable without a key."""
    from readinglist.demo import server

    return server.bundled_store()


def start_server(
    store: Store, port: int = 0, faults: Faults | None = None, limits: Limits | None = None
) -> RunningServer:
    """Serve `store` on 127.0.0.1; see `readinglist.demo.server.start_server`."""
    from readinglist.demo import server

    return server.start_server(store, port, faults, limits)
