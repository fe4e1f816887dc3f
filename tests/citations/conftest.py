"""What tests of citations share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from readinglist.citations import processor


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each run of the processor was given."""
    given: list[int] = []
    real = processor.run_citeproc

    def counted(some: Sequence[dict[str, Any]], *more: Any, **named: Any) -> dict[str, Any]:
        given.append(len(some))
        return real(some, *more, **named)

    monkeypatch.setattr(processor, "run_citeproc", counted)
    return given
