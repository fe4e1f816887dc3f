"""How a sync is wanted, and who is asked for keys and permission meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from readinglist.settings import Source
from readinglist.zotero.connection import Secret
from readinglist.zotero.session import Limits

FindKey = Callable[[Source], Secret | None]
MayDrop = Callable[[Source, Sequence[str]], bool]


def _never(source: Source, titles: Sequence[str]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a sync is wanted.

    `pull_only` leaves themes and `bib/` alone, `dry_run` changes nothing, `fulltext` fetches the text of
    attachments of every source. `may_drop` is asked before items are dropped that a restored server has no
    longer; its titles are what would go. `limits` say how stubborn and how polite to be.
    """

    pull_only: bool = False
    dry_run: bool = False
    fulltext: bool = False
    may_drop: MayDrop = _never
    limits: Limits = field(default_factory=Limits)
