"""After any history of edits and any faults local equals remote, and nothing made by hand is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine import Histories
from tests.sync.world import running


def test_two_hundred_random_histories() -> None:
    with running() as Histories.server:
        run_state_machine_as_test(
            Histories,
            settings=settings(
                max_examples=200,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
        assert not Histories.server[1].crashes
