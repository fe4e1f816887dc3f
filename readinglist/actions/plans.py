"""The plan of a list: its hours a week, and the moves that would even them out."""

from __future__ import annotations

from typing import Any

from readinglist.actions.lists import resolve_list
from readinglist.errors import UsageError
from readinglist.lists.model import Importance
from readinglist.lists.plan import Plan, make_plan
from readinglist.workspace import Workspace

MOST_HOURS = 168


def plan_list(
    workspace: Workspace,
    name: str,
    *,
    hours: float | None = None,
    count: Importance = "further",
    within: int | None = None,
    most: int | None = None,
) -> Plan:
    """The plan of the list `name`; see `lists.plan.make_plan`. Nothing is changed.

    Raises `NotFoundError`, `ListError`, and `UsageError` for hours that no week has.
    """
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise UsageError(f"{hours:g} hours a week are not possible", hint="Give something such as --hours 6.")
    resolved = resolve_list(workspace, name)
    return make_plan(resolved, hours=hours, count=count, within=within, most=most)


def as_json(plan: Plan) -> dict[str, Any]:
    """A plan as plain data; times in minutes."""
    return {
        "target": plan.target,
        "tolerance": plan.tolerance,
        "spread": round(plan.spread, 1),
        "spread_after": round(plan.spread_after, 1),
        "weeks": [
            {
                "week": one.label,
                "first_day": one.first.isoformat() if one.first else None,
                "sections": list(one.sections),
                "essential": one.minutes[0],
                "recommended": one.minutes[1],
                "further": one.minutes[2],
                "minutes": one.total,
                "verdict": plan.verdict(one.total) if one.sections else None,
                "minutes_after": one.after,
                "unestimated": one.unestimated,
                "note": one.note or None,
            }
            for one in plan.weeks
        ],
        "moves": [
            {
                "citation_key": one.reading.label,
                "where": one.reading.where,
                "importance": one.reading.importance,
                "minutes": one.reading.minutes,
                "from_week": one.from_week,
                "to_week": one.to_week,
                "to_section": one.to_section,
                "spread_after": round(one.spread, 1),
            }
            for one in plan.moves
        ],
        "unestimated": [{"entry": label, "where": where} for label, where in plan.unestimated],
        "sections_without_week": list(plan.unplaced),
    }
