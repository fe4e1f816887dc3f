"""Limits for templates: how large a value and an output may be, and in a process of their own how long they
may take and how much memory they may use.

Templates that ship run in this process. One of somebody's own runs in a child (`apart`), where `begin_watch`
starts the clock of `faulthandler`: its thread needs no turn from the interpreter, so that neither a loop nor
a single endless operation gets past it, and what it prints says on which line the template was.
"""

from __future__ import annotations

import faulthandler
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from readinglist.errors import ExportError

MOST_OUTPUT = 64_000_000
MOST_ITEMS = 1_000_000
MOST_BITS = 4_096
MOST_MEMORY = 1024**3
MOST_TYPESETTING = 4 * 1024**3
MAP = "#readinglist-template "
"""What begins a line on standard error that tells the parent how compiled lines map to a template's."""


@dataclass(slots=True)
class _Watch:
    left: float
    out: Any


_watches: list[_Watch] = []


def begin_watch(seconds: float, out: Any) -> None:
    """From now on all rendering together has this time; `out` is the file where the clock writes."""
    _watches[:] = [_Watch(seconds, out)]


@contextmanager
def watched() -> Iterator[None]:
    """Within it the clock runs, and the memory is limited, where `begin_watch` was called; else nothing."""
    if not _watches:
        yield
        return
    watch = _watches[0]
    started = time.monotonic()
    faulthandler.dump_traceback_later(max(0.05, watch.left), exit=True, file=watch.out)
    try:
        with _limited_memory(MOST_MEMORY):
            yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        watch.left -= time.monotonic() - started


@contextmanager
def typesetting() -> Iterator[None]:
    """The memory that Typst may use, where `begin_watch` was called: its language has loops too."""
    if not _watches:
        yield
        return
    with _limited_memory(MOST_TYPESETTING):
        yield


def bounded(template: Template, values: dict[str, Any]) -> str:
    """The template filled in. Raises `ExportError` naming the line where the output gets too long."""
    parts = []
    size = 0
    events = template.generate(**values)
    for part in events:
        parts.append(part)
        size += len(part)
        if size > MOST_OUTPUT:
            raise ExportError(
                f"the template writes more than {MOST_OUTPUT:,} characters", where=_standing(events, template)
            )
    return "".join(parts)


class GuardedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox whose operators make nothing that is out of proportion."""

    intercepted_binops = frozenset(("*", "**", "+", "%"))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The operator's result. Raises `SecurityError` where it would be too large to be meant."""
        if _result_size(operator, left, right) > MOST_ITEMS:
            raise SecurityError(f"{_short(left)} {operator} {_short(right)} is too large")
        return super().call_binop(context, operator, left, right)


class TracedTemplate(Template):
    """A template that, when it is loaded under the clock, tells how its compiled lines map to its own."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """As Jinja's own."""
        made = super().from_code(environment, code, globals, uptodate)
        if _watches:
            facts = {"file": code.co_filename, "lines": made.debug_info}
            _watches[0].out.write(f"{MAP}{json.dumps(facts)}\n")
            _watches[0].out.flush()
        return made


GuardedEnvironment.template_class = TracedTemplate


def _result_size(operator: str, left: Any, right: Any) -> int:
    """About how many items (characters, bits over a bound) the result has; 0 where that is no matter."""
    numbers = isinstance(left, int) and isinstance(right, int)
    if operator == "**":
        large = numbers and abs(left) > 1 and right * left.bit_length() > MOST_BITS
        return MOST_ITEMS + 1 if large else 0
    if operator == "*":
        if numbers:
            return MOST_ITEMS + 1 if left.bit_length() + right.bit_length() > MOST_BITS else 0
        if isinstance(right, int) and hasattr(left, "__len__"):
            return len(left) * right
        return len(right) * left if isinstance(left, int) and hasattr(right, "__len__") else 0
    if operator == "%":
        return MOST_ITEMS + 1 if isinstance(left, str) and _wide(left) else 0
    return sum(len(one) for one in (left, right) if isinstance(one, list | tuple))


def _wide(form: str) -> bool:
    """Whether a format asks for more than four digits of width or takes its width from a value."""
    return bool(re.search(r"%[^a-zA-Z%]*(?:\d{5}|\*)", form))


def _short(value: Any) -> str:
    if isinstance(value, int | str) and len(str(value)) < 60:
        return repr(value)
    return f"a {type(value).__name__} of {len(value):,}" if hasattr(value, "__len__") else "a large number"


def _standing(events: Any, template: Template) -> str:
    """`file:line` where a template that is being filled in stands."""
    found = f"{template.filename}"
    step = getattr(events, "gi_yieldfrom", None)
    while step is not None and getattr(step, "gi_frame", None) is not None:
        frame = step.gi_frame
        made = frame.f_globals.get("__jinja_template__")
        if made is not None:
            found = f"{made.filename}:{made.get_corresponding_lineno(frame.f_lineno)}"
        step = step.gi_yieldfrom
    return found


@contextmanager
def _limited_memory(most: int) -> Iterator[None]:
    """At most `most` bytes more than now, where the system can limit it (Linux; macOS counts otherwise, and
    Windows has no such limit)."""
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    used = _memory_used()
    limit = used + most
    if not used or (before[0] != resource.RLIM_INFINITY and before[0] < limit):
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _memory_used() -> int:
    """The process's address space in bytes, 0 where the system does not say."""
    try:
        import resource

        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
