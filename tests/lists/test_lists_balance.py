"""The planner's search: as good as trying everything, order kept, essentials untouched, and quick."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.lists import balance
from readinglist.lists.balance import Piece, Task, allowed, cost, kept_order, loads, solve, spread, trimmed


@st.composite
def tasks(draw: st.DrawFn, weeks: int = 6, pieces: int = 6, order: bool = True) -> Task:
    count = draw(st.integers(1, weeks))
    fixed = tuple(draw(st.integers(0, 400)) for _ in range(count))
    made = []
    for _ in range(draw(st.integers(0, pieces))):
        home = draw(st.integers(0, count - 1))
        reach = draw(st.sampled_from([1, 2, count]))
        places = tuple(week for week in range(count) if abs(week - home) <= reach)
        made.append(Piece(draw(st.integers(1, 200)), home, places))
    number = len(made)
    pairs = (
        draw(st.lists(st.tuples(st.integers(0, number - 1), st.integers(0, number - 1)), max_size=3))
        if number and order
        else []
    )
    return Task(fixed, tuple(made), tuple((i, j) for i, j in pairs if i < j))


def exact(task: Task) -> float:
    """The smallest spread of all plans that keep the order, by trying every one."""
    every = itertools.product(*(piece.weeks for piece in task.pieces))
    return min(spread(loads(task, places)) for places in every if allowed(task, places))


@settings(deadline=None, max_examples=80)
@given(tasks(weeks=5, pieces=5))
def test_the_local_search_is_within_five_percent_of_the_best_of_all_plans(task: Task) -> None:
    if not task.pieces:
        return
    search = balance._Search(task)
    search.effort = 20_000
    found = search.best()
    assert allowed(task, found)
    assert spread(loads(task, found)) <= exact(task) * 1.05 + 1e-9


@settings(deadline=None, max_examples=60)
@given(tasks(weeks=5, pieces=4))
def test_with_few_pieces_the_best_plan_is_found_and_its_trimming_stays_near(task: Task) -> None:
    found = solve(task)
    assert allowed(task, found)
    assert spread(loads(task, found)) == pytest.approx(exact(task))
    less = trimmed(task, found, 1.03)
    assert allowed(task, less)
    assert spread(loads(task, less)) <= exact(task) * 1.05 + 1e-9


@settings(deadline=None, max_examples=12)
@given(tasks(weeks=15, pieces=40))
def test_any_plan_keeps_the_order_and_is_no_worse_than_the_list(task: Task) -> None:
    found = solve(task)
    homes = [piece.home for piece in task.pieces]
    assert allowed(task, found)
    assert all(found[i] <= found[j] for i, j in kept_order(task))
    assert cost(loads(task, found)) <= cost(loads(task, homes))
    assert sum(loads(task, found)) == sum(loads(task, homes))


def test_what_is_even_already_stays() -> None:
    task = Task((60, 60), (Piece(30, 0, (0, 1)), Piece(30, 1, (0, 1))))
    assert solve(task) == (0, 1)


def test_an_exchange_is_found_where_no_single_move_helps() -> None:
    task = Task(
        (0, 0), (Piece(100, 0, (0, 1)), Piece(90, 0, (0, 1)), Piece(60, 1, (0, 1)), Piece(70, 1, (0, 1)))
    )
    assert spread(loads(task, balance._Search(task).best())) == 0


def test_a_hundred_readings_over_fifteen_weeks_take_less_than_a_second() -> None:
    pieces = tuple(Piece(20 + at * 37 % 130, at * 7 % 15, tuple(range(15))) for at in range(100))
    started = time.perf_counter()
    found = solve(Task(tuple(at * 53 % 300 for at in range(15)), pieces))
    assert (
        time.perf_counter() - started < 5
    )  # Far above what it takes, for a machine that does other things too.
    assert spread(loads(Task(tuple(at * 53 % 300 for at in range(15)), pieces), found)) < 5
