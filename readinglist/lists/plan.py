"""The hours of each week of a list, and which readings to move so that the weeks are alike.

Essentials keep their week, and so does what a query finds and what has no estimate; what is to be read after
something else stays after it (`lists.order`).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from readinglist.errors import ListError
from readinglist.lists.balance import Piece, Task, allowed, loads, solve, spread, trimmed
from readinglist.lists.model import IMPORTANCES, Importance, PartPath, PlacedSection
from readinglist.lists.order import reading_order
from readinglist.lists.resolve import FOUND, ResolvedEntry, ResolvedList, ResolvedSection
from readinglist.lists.schedule import calendar_of

# How near to the best balance a plan stays when it leaves out the moves that bring least.
SLACK = 1.03


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry in a plan: its label, its place, its week (an index), what it takes, whether it may move."""

    label: str
    path: PartPath
    where: str
    importance: Importance
    minutes: int
    week: int
    movable: bool


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """A week: its `label` ("4", or its first day where weeks have no numbers), its sections' titles.

    `minutes` are those of essential, recommended and further readings, `after` all minutes once the moves are
    made. `note` says that there is no class, or no section. `unestimated` counts readings without a time.
    """

    label: str
    first: datetime.date | None
    sections: tuple[str, ...]
    minutes: tuple[int, int, int]
    after: int
    unestimated: int = 0
    note: str = ""

    @property
    def total(self) -> int:
        """All minutes as the list is."""
        return sum(self.minutes)


@dataclass(frozen=True, slots=True)
class Move:
    """A proposed move; `spread` is the weeks' standard deviation in minutes once it is made."""

    reading: Reading
    from_week: str
    to_week: str
    to_section: str
    spread: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A list's weeks and the moves that would even them out.

    `target` is in minutes a week: what was asked for, else the mean of the weeks with sections, and
    `tolerance` how far from it a week still fits. `unestimated` are entries without a time, with their
    places; `unplaced` sections without week or date.
    """

    weeks: tuple[PlanWeek, ...]
    target: int
    tolerance: int
    moves: tuple[Move, ...]
    spread: float
    spread_after: float
    unestimated: tuple[tuple[str, str], ...] = ()
    unplaced: tuple[str, ...] = ()

    def verdict(self, minutes: int) -> str:
        """ "over", "under" or "fits"."""
        if minutes > self.target + self.tolerance:
            return "over"
        return "under" if minutes < self.target - self.tolerance else "fits"


@dataclass(slots=True)
class _Weeks:
    """The weeks of a list while they are gathered: by a key that sorts, with what stands in them."""

    keys: list[int] = field(default_factory=list)
    sections: dict[int, list[tuple[PlacedSection, ResolvedSection]]] = field(
        default_factory=lambda: defaultdict(list)
    )


def make_plan(
    resolved: ResolvedList,
    *,
    hours: float | None = None,
    count: Importance = "further",
    within: int | None = None,
    most: int | None = None,
) -> Plan:
    """The plan of a list for `hours` a week (None: as many as its weeks have on average).

    Readings down to the importance `count` are counted and moved, at most `within` weeks far and `most` of
    them. Raises `ListError` for a list none of whose sections has a week or date.
    """
    weeks, unplaced = _weeks(resolved)
    if not weeks.sections:
        raise ListError(
            "no section of this list has a week or a date, so there is nothing to plan",
            where=resolved.reading_list.where(),
            hint="Give the sections a `week:`, and the list a `term:`.",
        )
    counted = IMPORTANCES[: IMPORTANCES.index(count) + 1]
    readings, unestimated = _readings(resolved, weeks, counted)
    # Only weeks that have a section can take a reading.
    open_weeks = [at for at, key in enumerate(weeks.keys) if key in weeks.sections]
    task, pieces = _task(resolved, readings, open_weeks, within)
    places = _places(task, most)
    now = loads(task, [piece.home for piece in task.pieces])
    after = loads(task, places)
    target = round(hours * 60) if hours is not None else round(sum(now) / len(now))
    return Plan(
        weeks=tuple(
            _plan_weeks(resolved, weeks, readings, unestimated, dict(zip(open_weeks, after, strict=True)))
        ),
        target=target,
        tolerance=max(15, round(target / 10)),
        moves=tuple(_moves(task, places, pieces, weeks, open_weeks)),
        spread=spread(now),
        spread_after=spread(after),
        unestimated=tuple((one.entry.label, where) for one, where, _ in unestimated),
        unplaced=unplaced,
    )


def _weeks(resolved: ResolvedList) -> tuple[_Weeks, tuple[str, ...]]:
    """The weeks with their sections: by number, else by the date's week in the term or in the calendar."""
    whole = resolved.reading_list
    calendar = calendar_of(whole)
    weeks = _Weeks()
    unplaced = []
    for placed, section in zip(whole.flat_sections, resolved.sections, strict=True):
        key = placed.section.week
        if key is None and section.date is not None:
            key = calendar.week_of(section.date) if calendar else _monday(section.date).toordinal()
        if key is None:
            if section.entries:
                unplaced.append(placed.section.title)
        else:
            weeks.sections[key].append((placed, section))
    if calendar is not None:
        weeks.keys = list(range(1, calendar.term.weeks + 1))
    elif weeks.sections:
        first, last = min(weeks.sections), max(weeks.sections)
        weeks.keys = list(range(first, last + 1, 7 if first > 1000 else 1))
    return weeks, tuple(unplaced)


def _monday(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=date.weekday())


def _readings(
    resolved: ResolvedList, weeks: _Weeks, counted: Sequence[Importance]
) -> tuple[list[Reading], list[tuple[ResolvedEntry, str, int]]]:
    """What is counted, and what has no time (with its place and its week)."""
    readings: list[Reading] = []
    unestimated: list[tuple[ResolvedEntry, str, int]] = []
    for at, key in enumerate(weeks.keys):
        for placed, section in weeks.sections.get(key, ()):
            for one in section.entries:
                written = 0 <= one.position < FOUND
                path = (*placed.path, "entries", one.position) if written else placed.path
                where = resolved.reading_list.where(*path)
                if one.entry.importance not in counted:
                    continue
                if one.minutes is None:
                    unestimated.append((one, where, at))
                    continue
                movable = written and one.entry.importance != "essential" and one.minutes > 0
                label, importance = one.item.citation_key, one.entry.importance
                readings.append(Reading(label, path, where, importance, one.minutes, at, movable))
    return readings, unestimated


def _task(
    resolved: ResolvedList, readings: Sequence[Reading], open_weeks: Sequence[int], within: int | None
) -> tuple[Task, list[Reading]]:
    """The readings as a task of balancing over the open weeks, and its pieces' readings in their order."""
    index = {week: at for at, week in enumerate(open_weeks)}
    pieces = [one for one in readings if one.movable]
    fixed = [0] * len(open_weeks)
    for one in readings:
        if not one.movable:
            fixed[index[one.week]] += one.minutes
    earliest: dict[PartPath, int] = {}
    latest: dict[PartPath, int] = {}
    by_path = {one.path: one for one in readings}
    number = {one.path: at for at, one in enumerate(pieces)}
    order = []
    for first, second in reading_order(resolved.reading_list):
        if first not in by_path or second not in by_path or by_path[first].week > by_path[second].week:
            continue
        if first in number and second in number:
            order.append((number[first], number[second]))
        elif second in number:
            earliest[second] = max(earliest.get(second, 0), index[by_path[first].week])
        elif first in number:
            latest[first] = min(latest.get(first, len(fixed)), index[by_path[second].week])
    reach = len(fixed) if within is None else within
    made = tuple(
        Piece(
            one.minutes,
            index[one.week],
            tuple(
                at
                for at, week in enumerate(open_weeks)
                if abs(week - one.week) <= reach
                and earliest.get(one.path, 0) <= at <= latest.get(one.path, len(fixed))
            ),
        )
        for one in pieces
    )
    return Task(tuple(fixed), made, tuple(order)), pieces


def _places(task: Task, most: int | None) -> tuple[int, ...]:
    if most is None:
        return trimmed(task, solve(task), SLACK)
    places = [piece.home for piece in task.pieces]
    for at, week in _best_first(task, places, lambda at: task.pieces[at].weeks, most):
        places[at] = week
    return tuple(places)


def _best_first(
    task: Task, start: Sequence[int], weeks: Callable[[int], Iterable[int]], most: int
) -> list[tuple[int, int]]:
    """Up to `most` moves, each piece once: at each step the one after which the weeks are most alike."""
    places = list(start)
    left = set(range(len(places)))
    made: list[tuple[int, int]] = []
    while left and len(made) < most:
        sums = loads(task, places)
        tried = sorted(
            (
                2 * task.pieces[at].minutes * (task.pieces[at].minutes + sums[week] - sums[places[at]]),
                at,
                week,
            )
            for at in left
            for week in weeks(at)
            if week != places[at]
        )
        found = next(
            (
                (gain, at, week)
                for gain, at, week in tried
                if gain < 0 and allowed(task, [*places[:at], week, *places[at + 1 :]])
            ),
            None,
        )
        if found is None:
            break
        places[found[1]] = found[2]
        left.discard(found[1])
        made.append(found[1:])
    return made


def _moves(
    task: Task, places: Sequence[int], pieces: Sequence[Reading], weeks: _Weeks, open_weeks: Sequence[int]
) -> list[Move]:
    """The moves of a plan, those that bring most first."""
    now = [piece.home for piece in task.pieces]
    away = {at for at, week in enumerate(places) if week != now[at]}
    order = [at for at, _ in _best_first(task, now, lambda at: {places[at]}, len(away))]
    # What only brings something together with others comes last, in the order of the list.
    order += sorted(away - set(order))
    moves = []
    for at in order:
        now[at] = places[at]
        key = weeks.keys[open_weeks[places[at]]]
        moves.append(
            Move(
                reading=pieces[at],
                from_week=_label(weeks.keys[pieces[at].week]),
                to_week=_label(key),
                to_section=weeks.sections[key][0][0].section.title,
                spread=spread(loads(task, now)),
            )
        )
    return moves


def _label(key: int) -> str:
    return str(key) if key < 1000 else datetime.date.fromordinal(key).isoformat()


def _plan_weeks(
    resolved: ResolvedList,
    weeks: _Weeks,
    readings: Sequence[Reading],
    unestimated: Sequence[tuple[ResolvedEntry, str, int]],
    after: dict[int, int],
) -> Iterable[PlanWeek]:
    calendar = calendar_of(resolved.reading_list)
    for at, key in enumerate(weeks.keys):
        sections = weeks.sections.get(key, [])
        minutes = [
            sum(one.minutes for one in readings if one.week == at and one.importance == importance)
            for importance in IMPORTANCES
        ]
        off = next((one for _, one in sections if not one.held), None)
        reason = (off.holiday or off.reason) if off else ""
        note = (f"no class: {reason}" if reason else "no class") if off else "" if sections else "no section"
        first = calendar.firsts[key - 1] if calendar else None
        if first is None and key > 1000:
            first = datetime.date.fromordinal(key)
        yield PlanWeek(
            label=_label(key),
            first=first,
            sections=tuple(placed.section.title for placed, _ in sections),
            minutes=(minutes[0], minutes[1], minutes[2]),
            after=after.get(at, 0),
            unestimated=sum(week == at for _, _, week in unestimated),
            note=note,
        )
