"""Modules that a library imports and that we never use, loaded only when somebody looks into them."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any


def defer(*names: str) -> None:
    """Let these top-level modules be loaded at the first look into them and not when they are imported.

    Those that are loaded already, or are not installed, are left alone. The standard library's `LazyLoader`
    would not do: it loads at the next `import` of the name.
    """
    for name in names:
        spec = None if name in sys.modules else importlib.util.find_spec(name)
        if spec is not None:
            module = _Deferred(name)
            module.__spec__ = spec
            sys.modules[name] = module


class _Deferred(ModuleType):
    """Stands for a module until it is wanted, and afterwards for those who hold on to it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)
