"""A world of two libraries and a workspace for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.world import World, end_world, new_world, running


@pytest.fixture
def world() -> Iterator[World]:
    """A server with a group's and a user's library, and a workspace that follows both."""
    with running() as parts:
        made = new_world(*parts)
        yield made
        assert not made.server.crashes
        end_world(made)
