"""Tags that people gave or took away in Zotero by hand, taken over as decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.sync import FindKey, organise, sync
from readinglist.actions.theme_decisions import write_decisions
from readinglist.actions.theme_push import check_prefix, held_names, settle
from readinglist.actions.theme_sight import with_current_keys
from readinglist.errors import near_matches
from readinglist.items import Item
from readinglist.items.text import plain
from readinglist.themes.decisions import Decision
from readinglist.themes.editing import Side, Signature
from readinglist.themes.pushed import Change, Event, ItemId, load_record, save_record
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Taken:
    """One decision that Zotero's tags amount to: the item has the theme, or has it not."""

    source: str
    key: str
    citation_key: str
    title: str
    theme: str
    side: Side
    tag: str
    kind: int = 0


@dataclass(frozen=True, slots=True)
class TagPlan:
    """What would be taken over; `notices` say what is not, and why."""

    prefix: str
    taken: tuple[Taken, ...]
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {
            "prefix": self.prefix,
            "taken": [asdict(one) for one in self.taken],
            "notices": list(self.notices),
        }


def plan_pull_tags(
    workspace: Workspace, find_key: FindKey, *, prefix: str = "theme:", progress: Progress = silent
) -> TagPlan:
    """Bring the workspace up to date, then see which of its tags people gave or took away by hand.

    Raises `UsageError` for a prefix that cannot be one, and what `sync` raises.
    """
    check_prefix(prefix)
    sync(workspace, find_key, progress=progress)
    with open_local(workspace) as library:
        vocabulary = with_current_keys(load_themes(workspace), library)
        items = library.items()
        owned = settle(workspace, library, items).owned("tags")
    taken: list[Taken] = []
    against: list[str] = []
    unknown: dict[str, int] = {}
    for item in items:
        decision = vocabulary.decisions.get(item.citation_key)
        for one in _found(item, owned.get((item.source, item.key), frozenset()), prefix):
            if one.theme not in vocabulary.ids:
                unknown[one.theme] = unknown.get(one.theme, 0) + 1
            elif _decided(decision, one.theme, one.side):
                continue
            elif _decided(decision, one.theme, "exclude" if one.side == "include" else "include"):
                against.append(f"{one.citation_key} {one.theme}")
            else:
                taken.append(one)
    return TagPlan(prefix, tuple(taken), (*_unknown(unknown, vocabulary, prefix), *_against(against)))


def _found(item: Item, ours: frozenset[str], prefix: str) -> Iterable[Taken]:
    """What was done by hand: tags with the prefix that we did not put there, and ours that are gone."""
    base = (item.source, item.key, item.citation_key, plain(item.title))
    for tag in item.tags:
        if tag.name.startswith(prefix) and tag.name not in ours:
            yield Taken(*base, tag.name.removeprefix(prefix).strip(), "include", tag.name, int(tag.automatic))
    for name in sorted(ours - held_names(item, "tags")):
        if name.startswith(prefix):
            yield Taken(*base, name.removeprefix(prefix).strip(), "exclude", name)


def _decided(decision: Decision | None, theme: str, side: Side) -> bool:
    return decision is not None and theme in (decision.include if side == "include" else decision.exclude)


def _unknown(unknown: Mapping[str, int], vocabulary: Vocabulary, prefix: str) -> list[str]:
    notices = []
    for theme, count in sorted(unknown.items()):
        near = near_matches(theme, vocabulary.ids, 1)
        hint = f"; did you mean '{prefix}{near[0]}'?" if near else ""
        items = "1 item" if count == 1 else f"{count} items"
        notices.append(
            f"there is no theme '{theme}', whose tag {items} has{hint}".replace("items has", "items have")
        )
    return notices


def _against(against: list[str]) -> list[str]:
    return [
        f"{one.replace(' ', ': Zotero and your decision differ on ')}; "
        f"`readinglist themes clear {one}` before would let Zotero decide"
        for one in against
    ]


def take_tags(
    workspace: Workspace, plan: TagPlan, signature: Signature | None = None, progress: Progress = silent
) -> None:
    """Write the decisions down, bring themes up to date, and note the tags as ours from now on.

    Ours means that a later push may take such a tag away when the decision is taken back. Raises
    `ThemeError`, `WorkspaceError`.
    """
    decisions: dict[str, dict[str, Side | None]] = {}
    for one in plan.taken:
        decisions.setdefault(one.citation_key, {})[one.theme] = one.side
    with open_local(workspace) as library:
        write_decisions(workspace, library, load_themes(workspace), decisions, signature)
        record = load_record(workspace.pushed_file)
        event = Event("pull", "tags", plan.prefix, changes=_changes(plan.taken))
        save_record(workspace.pushed_file, record.with_last(event))
        organise(workspace, library, progress)


def _changes(taken: Iterable[Taken]) -> tuple[Change, ...]:
    added: dict[ItemId, dict[str, int]] = {}
    removed: dict[ItemId, dict[str, int]] = {}
    for one in taken:
        side = added if one.side == "include" else removed
        side.setdefault((one.source, one.key), {})[one.tag] = one.kind
    return tuple(
        Change(*item, added.get(item, {}), removed.get(item, {})) for item in sorted({*added, *removed})
    )
