"""What was decided by hand for an item, and always wins over the rules: `themes.toml`'s [decisions].

    [decisions]
    suber2012open = { include = ["open-access"], exclude = ["publishing"] }

or at more length, with who and when:

    [decisions.suber2012open]
    include = ["open-access"]
    by = "A. Librarian"
    on = 2027-01-12
    why = "The book on it."
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from readinglist.themes.tables import Table, did_you_mean

_KEYS = ("include", "exclude", "by", "on", "why")


@dataclass(frozen=True, slots=True)
class Decision:
    """Themes an item was given (`include`) and refused (`exclude`) by hand; `line` is where that stands.

    `by`, `on` (a date as text) and `why` are for people and may be empty.
    """

    citation_key: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    by: str = ""
    on: str = ""
    why: str = ""
    line: int = 0


def read_decisions(table: Table, theme_ids: Collection[str]) -> dict[str, Decision]:
    """The [decisions] table by citation key.

    Raises `ThemeError` for an unknown theme or key, and for a theme both included and excluded.
    """
    return {key: _read(table.table(key), key, theme_ids) for key in table.data}


def _read(table: Table, citation_key: str, theme_ids: Collection[str]) -> Decision:
    table.allow(_KEYS)
    chosen = {side: tuple(dict.fromkeys(table.texts(side))) for side in ("include", "exclude")}
    for side, names in chosen.items():
        for name in names:
            if name not in theme_ids:
                hint = did_you_mean(name, theme_ids) or "Themes: " + ", ".join(theme_ids) + "."
                table.fail(f"there is no theme '{name}'", side, hint=hint)
    both = [name for name in chosen["include"] if name in chosen["exclude"]]
    if both:
        table.fail(
            f"'{both[0]}' is both included and excluded", "exclude", hint="Take it out of one of the two."
        )
    return Decision(
        citation_key,
        chosen["include"],
        chosen["exclude"],
        by=table.text("by", default=""),
        on=_date(table),
        why=table.text("why", default=""),
        line=table.line(),
    )


def _date(table: Table) -> str:
    value = table.data.get("on", "")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return table.text("on", default="")
