"""Modules that a library imports and that we never use, loaded only when the library does use them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """While this is open, importing one of these modules gives a stand-in that loads it when looked into.

    Who imports them later gets the modules themselves; so does who has them loaded already.
    """
    missing = [name for name in names if name not in sys.modules]
    stands = {name: _StandIn(name) for name in missing}
    sys.modules.update(stands)
    try:
        yield
    finally:
        for name, stand in stands.items():
            if sys.modules.get(name) is stand:
                del sys.modules[name]


class _StandIn(ModuleType):
    """Stands for a module for those who imported it while it was deferred."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system's own questions
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)
