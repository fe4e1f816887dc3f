"""The Zotero server that a source names: the Web API, the desktop program, or the bundled one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from readinglist.actions.progress import Progress
from readinglist.actions.wishes import FindKey
from readinglist.settings import BUNDLED, LOCAL, LOCAL_API, Source
from readinglist.workspace import Workspace
from readinglist.zotero.connection import Connection, Secret
from readinglist.zotero.pull import begin_first_page
from readinglist.zotero.session import Limits, Session, open_session


@contextmanager
def open_remote(
    source: Source, key: Secret | None, progress: Progress, limits: Limits | None = None
) -> Iterator[Session]:
    """A session with the source's library; the bundled server runs while it is open and stops with it.

    `limits` says how stubborn and how polite to be. Raises what `open_session` raises.
    """
    with ExitStack() as stack:
        endpoint = source.endpoint
        if endpoint == BUNDLED:
            from readinglist.demo import bundled_store, start_server

            endpoint = stack.enter_context(start_server(bundled_store())).endpoint
        elif endpoint == LOCAL:
            endpoint = LOCAL_API
        connection = Connection(
            library_type=source.type,
            library_id=str(source.id),
            endpoint=endpoint,
            api_key=None if source.endpoint in (BUNDLED, LOCAL) else key,
            local=source.endpoint == LOCAL,
        )
        session = open_session(connection, limits=limits, progress=progress)
        stack.callback(session.close)
        yield session


@contextmanager
def begin_first(
    workspace: Workspace, find_key: FindKey, progress: Progress, limits: Limits
) -> Iterator[Session | None]:
    """A session with the first source that asks for its first page already; None unless nothing is held yet.

    What is to handle the answer takes as long to load as the answer takes to come.
    """
    source = next(iter(workspace.settings.source), None)
    if workspace.database.exists() or source is None or source.endpoint in (BUNDLED, LOCAL):
        yield None
        return
    with open_remote(source, find_key(source), progress, limits) as session:
        begin_first_page(session)
        yield session
