"""Spreading pieces of work evenly over weeks: an exact search for few pieces, a repeated local one for many.

The balance is measured by the sum of the squares of the weeks' loads: since no move changes their total, the
smallest sum is also the smallest distance from the mean, or from any other target. Among equal plans the one
with fewer and shorter moves is better. Nothing depends on a clock, so the same list gives the same plan.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod, sqrt

# Assignments that are simply all tried.
EXACT = 20_000
_SEED = 20_270_118
# How much work the local search may do, in single comparisons of two places: about half a second.
_EFFORT = 600_000
_MANY = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to read: minutes, the week (from 0) in which it stands, and the weeks in which it may."""

    minutes: int
    home: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What to spread: the minutes of each week that stay, the pieces that may move, and their order.

    A pair (i, j) in `order` says that piece i is to stand in no later week than piece j.
    """

    fixed: tuple[int, ...]
    pieces: tuple[Piece, ...]
    order: tuple[tuple[int, int], ...] = ()


def loads(task: Task, places: Sequence[int]) -> list[int]:
    """The minutes of each week with every piece in its place."""
    sums = list(task.fixed)
    for piece, week in zip(task.pieces, places, strict=True):
        sums[week] += piece.minutes
    return sums


def cost(minutes: Sequence[int]) -> int:
    """The sum of the squares: the smaller, the more even."""
    return sum(one * one for one in minutes)


def spread(minutes: Sequence[int]) -> float:
    """The standard deviation of the weeks' loads, in minutes."""
    if not minutes:
        return 0.0
    mean = sum(minutes) / len(minutes)
    return sqrt(sum((one - mean) ** 2 for one in minutes) / len(minutes))


def allowed(task: Task, places: Sequence[int]) -> bool:
    """Whether every piece is where it may be and no order is broken that the homes keep."""
    return all(week in piece.weeks for piece, week in zip(task.pieces, places, strict=True)) and all(
        places[first] <= places[second] for first, second in kept_order(task)
    )


def kept_order(task: Task) -> list[tuple[int, int]]:
    """The pairs that hold now; one that the list itself breaks is not enforced."""
    return [(i, j) for i, j in task.order if task.pieces[i].home <= task.pieces[j].home]


def solve(task: Task) -> tuple[int, ...]:
    """The week of each piece in the best plan found; every piece at home where nothing is better."""
    if not task.pieces:
        return ()
    if prod(len(piece.weeks) for piece in task.pieces) <= EXACT:
        return _all_tried(task)
    return _Search(task).best()


def trimmed(task: Task, places: Sequence[int], slack: float) -> tuple[int, ...]:
    """The plan without the moves that bring least, as long as its spread stays within `slack` (1.03: 3 %)."""
    kept = list(places)
    sums = loads(task, kept)
    limit = spread(sums) * slack
    order = kept_order(task)
    while True:
        away = [
            (piece.minutes * (piece.minutes + sums[piece.home] - sums[kept[at]]), at)
            for at, piece in enumerate(task.pieces)
            if kept[at] != piece.home
        ]
        for _, at in sorted(away):
            piece, week = task.pieces[at], kept[at]
            kept[at] = piece.home
            sums[week] -= piece.minutes
            sums[piece.home] += piece.minutes
            if spread(sums) > limit:
                kept[at] = week
                sums[week] += piece.minutes
                sums[piece.home] -= piece.minutes
                return tuple(kept)
            if all(kept[i] <= kept[j] for i, j in order if at in (i, j)):
                break
            kept[at] = week
            sums[week] += piece.minutes
            sums[piece.home] -= piece.minutes
        else:
            return tuple(kept)


def _rank(task: Task, places: Sequence[int]) -> tuple[int, int, int]:
    """What makes one plan better than another: balance, then fewer moves, then shorter ones."""
    ways = [abs(week - piece.home) for piece, week in zip(task.pieces, places, strict=True)]
    return cost(loads(task, places)), sum(way > 0 for way in ways), sum(ways)


def _all_tried(task: Task) -> tuple[int, ...]:
    order = kept_order(task)
    sums = list(task.fixed)
    places = [piece.home for piece in task.pieces]
    best: list[tuple[tuple[int, int, int], tuple[int, ...]]] = []

    def place(at: int) -> None:
        if at == len(places):
            if all(places[i] <= places[j] for i, j in order) and (not best or cost(sums) <= best[0][0][0]):
                found = (_rank(task, places), tuple(places))
                if not best or found < best[0]:
                    best[:] = [found]
            return
        for week in task.pieces[at].weeks:
            places[at] = week
            sums[week] += task.pieces[at].minutes
            place(at + 1)
            sums[week] -= task.pieces[at].minutes

    place(0)
    return best[0][1] if best else tuple(piece.home for piece in task.pieces)


class _Search:
    """Goes downhill by moves, exchanges and divisions of two weeks, again and again from near the best."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.order = kept_order(task)
        self.bound: dict[int, list[tuple[int, int]]] = {}
        for i, j in self.order:
            self.bound.setdefault(i, []).append((i, j))
            self.bound.setdefault(j, []).append((i, j))
        self.places = [piece.home for piece in task.pieces]
        self.sums = loads(task, self.places)
        self.weeks = [frozenset(piece.weeks) for piece in task.pieces]
        self.effort = _EFFORT

    def best(self) -> tuple[int, ...]:
        chance = random.Random(_SEED)
        self.descend()
        best = (_rank(self.task, self.places), tuple(self.places))
        movable = [at for at, piece in enumerate(self.task.pieces) if len(piece.weeks) > 1]
        # The mean cannot be beaten: the loads are as even as whole minutes can be.
        total, count = sum(self.sums), len(self.sums)
        floor = (count - total % count) * (total // count) ** 2 + (total % count) * (total // count + 1) ** 2
        while movable and self.effort > 0 and best[0][0] > floor:
            self.restore(best[1])
            for at in chance.sample(movable, min(len(movable), chance.randint(2, 4))):
                week = chance.choice(self.task.pieces[at].weeks)
                if self.fits(at, week):
                    self.put(at, week)
            self.descend()
            best = min(best, (_rank(self.task, self.places), tuple(self.places)))
        return best[1]

    def restore(self, places: Sequence[int]) -> None:
        self.places = list(places)
        self.sums = loads(self.task, places)

    def put(self, at: int, week: int) -> None:
        self.sums[self.places[at]] -= self.task.pieces[at].minutes
        self.sums[week] += self.task.pieces[at].minutes
        self.places[at] = week

    def fits(self, at: int, week: int) -> bool:
        """Whether a piece may go to a week while all others stay."""
        if week not in self.weeks[at]:
            return False
        return all(
            week <= self.places[j] if i == at else self.places[i] <= week for i, j in self.bound.get(at, ())
        )

    def descend(self) -> None:
        while self.effort > 0 and (self.move() or self.exchange() or self.divide()):
            pass

    def move(self) -> bool:
        """The single move that gains most."""
        best = (0, 0, 0)
        sums, places = self.sums, self.places
        for at, piece in enumerate(self.task.pieces):
            minutes, mine = piece.minutes, places[at]
            over = sums[mine] - minutes
            self.effort -= len(piece.weeks)
            for week in piece.weeks:
                if sums[week] < over and week != mine:
                    found = (minutes * (sums[week] - over), at, week)
                    if found < best and self.fits(at, week):
                        best = found
        if not best[0]:
            return False
        self.put(best[1], best[2])
        return True

    def exchange(self) -> bool:
        """The exchange of two pieces that gains most."""
        found: tuple[int, int, int] = (0, 0, 0)
        sums, places, weeks = self.sums, self.places, self.weeks
        minutes = [piece.minutes for piece in self.task.pieces]
        # Of many pieces only those in the heaviest and in the lightest week are tried with all others.
        ends = {self.sums.index(max(self.sums)), self.sums.index(min(self.sums))}
        many = len(minutes) > _MANY
        for i in range(len(minutes)):
            mine = places[i]
            if many and mine not in ends:
                continue
            length, here = minutes[i], sums[mine]
            self.effort -= len(minutes) if many else i
            for j in range(len(minutes) if many else i):
                difference = length - minutes[j]
                theirs = places[j]
                gain = difference * (difference + sums[theirs] - here)
                if (
                    gain < found[0]
                    and mine != theirs
                    and theirs in weeks[i]
                    and mine in weeks[j]
                    and self.may_exchange(i, j)
                ):
                    found = (gain, i, j)
        if not found[0]:
            return False
        self.swap(found[1], found[2])
        return True

    def may_exchange(self, i: int, j: int) -> bool:
        if i not in self.bound and j not in self.bound:
            return True
        self.swap(i, j)
        held = all(self.places[a] <= self.places[b] for one in (i, j) for a, b in self.bound.get(one, ()))
        self.swap(i, j)
        return held

    def swap(self, i: int, j: int) -> None:
        mine, theirs = self.places[i], self.places[j]
        self.put(i, theirs)
        self.put(j, mine)

    def divide(self) -> bool:
        """The best division between two weeks of all that may stand in both, by the sums possible."""
        standing: list[list[int]] = [[] for _ in self.sums]
        for at, week in enumerate(self.places):
            if at not in self.bound and week in self.weeks[at]:
                standing[week].append(at)
        for one in range(len(self.sums)):
            for other in range(one):
                free = sorted(
                    [at for at in standing[one] if other in self.weeks[at]]
                    + [at for at in standing[other] if one in self.weeks[at]]
                )
                self.effort -= 10 * len(free)
                if len(free) > 1 and self.divided(free, one, other):
                    return True
        return False

    def divided(self, free: list[int], one: int, other: int) -> bool:
        minutes = [self.task.pieces[at].minutes for at in free]
        mine = sum(self.task.pieces[at].minutes for at in free if self.places[at] == one)
        wanted = (self.sums[other] - self.sums[one]) / 2 + mine
        # Bit n of `reached[k]`: the first k pieces can give n minutes.
        reached = [1]
        for length in minutes:
            reached.append(reached[-1] | reached[-1] << length)
        best = _nearest_bit(reached[-1], wanted)
        if abs(best - wanted) >= abs(mine - wanted):
            return False
        for at, length, before in zip(reversed(free), reversed(minutes), reversed(reached[:-1]), strict=True):
            inside = not before >> best & 1
            best -= length if inside else 0
            week = one if inside else other
            if self.places[at] != week:
                self.put(at, week)
        return True


def _nearest_bit(bits: int, wanted: float) -> int:
    """The set bit whose number is nearest to `wanted`."""
    point = max(0, round(wanted))
    below = (bits & ((1 << (point + 1)) - 1)).bit_length() - 1
    above = bits >> point
    higher = point + (above & -above).bit_length() - 1 if above else -1
    choices = [one for one in (below, higher) if one >= 0]
    return min(choices, key=lambda one: abs(one - wanted))
