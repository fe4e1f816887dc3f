"""A reading list into one file each: what is public of it (`view`), how it is written (`writers`, `formats`).

A target is one module in `formats/` that holds a `TARGET`; its file's name is the target's name.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from readinglist.errors import not_found
from readinglist.export.target import Option, Rendered, RenderOptions, Target

__all__ = ["Option", "RenderOptions", "Rendered", "Target", "load_target", "targets"]


@cache
def targets() -> tuple[str, ...]:
    """The names of all targets, sorted; imports none of them."""
    from readinglist.export import formats as folder

    return tuple(sorted(module.name for module in pkgutil.iter_modules(folder.__path__)))


def load_target(name: str) -> Target:
    """The target of this name ("html", "md" …). Raises `NotFoundError` with near matches."""
    if name not in targets():
        raise not_found("export target", name, targets(), listing="readinglist export --targets")
    target = importlib.import_module(f"readinglist.export.formats.{name}").TARGET
    assert isinstance(target, Target)
    return target
