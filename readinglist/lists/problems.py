"""Problems found in a list's file, and the one error that names them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.errors import ListError

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `where` is `file:line` or `file:line:column: key`, `hint` what to do."""

    where: str
    message: str
    hint: str = ""


def list_error(problems: Sequence[Problem], summary: str, *, where: str = "", hint: str = "") -> ListError:
    """A `ListError` for one or more problems; `summary` heads them when there are several.

    A single problem becomes the error itself. Of many, the first `MOST_SHOWN` are written out in full and
    for the others only how many there are.
    """
    if len(problems) == 1:
        only = problems[0]
        return ListError(only.message, where=only.where, hint=only.hint or hint)
    lines = [f"{summary}:"]
    for problem in problems[:MOST_SHOWN]:
        place = f"{problem.where}: " if problem.where else ""
        lines.append(f"  {place}{problem.message}")
        if problem.hint:
            lines.append(f"    {problem.hint}")
    if len(problems) > MOST_SHOWN:
        lines.append(f"  … and {len(problems) - MOST_SHOWN} more")
    return ListError("\n".join(lines), where=where, hint=hint)
