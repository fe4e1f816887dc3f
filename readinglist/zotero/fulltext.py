"""The text of attachments, where it is wanted: one request says which changed, one more fetches each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from readinglist.errors import RemoteError
from readinglist.zotero.crew import Crew
from readinglist.zotero.gate import Progress
from readinglist.zotero.mapping import safe_text
from readinglist.zotero.session import Session

BATCH = 50
Texts = Mapping[str, tuple[int, str]]
"""Version and text by an attachment's key."""


def pull_texts(
    session: Session,
    since: int,
    held: Mapping[str, int],
    save: Callable[[Texts, int | None], None],
    *,
    progress: Progress | None = None,
) -> int:
    """Fetch the texts that changed after the library's version `since`; how many came.

    `held` are the versions that are held. `save` gets the texts a batch at a time with None, so that an
    interrupted pull goes on from what it has, and at the end nothing more with the version that they belong
    to. Raises `AccessError` or `RemoteError`.
    """
    listed = session.text_versions(since)
    wanted = sorted(
        key for key, version in listed.data.items() if isinstance(version, int) and held.get(key) != version
    )
    tell = progress or session.progress
    done = 0
    for start in range(0, len(wanted), BATCH):
        crew: Crew[tuple[str, str]] = Crew(session.limits.at_once)
        batch = wanted[start : start + BATCH]
        for key in batch:
            crew.add(lambda key=key: (key, _text(session, key)))  # type: ignore[misc]
        found = {}
        for key, text in crew.results():
            found[key] = (listed.data[key], text)
            done += 1
            tell("full texts", done, len(wanted))
        save(found, None)
    save({}, max(listed.version, since))
    return done


def _text(session: Session, key: str) -> str:
    """An attachment's text; "" where it went away between the two requests."""
    try:
        content = session.text(key).data.get("content")
    except RemoteError as error:
        if "there is no" in error.message:
            return ""
        raise
    return safe_text(content) if isinstance(content, str) else ""
