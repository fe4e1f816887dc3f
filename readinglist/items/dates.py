"""Dates as Zotero users type them: "2010-05", "Spring 2014", "n.d.", "1998/2003", "12 de mayo de 2011"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which some parts may be missing.

    `year`, `month` (1–12), `day` (1–31) start it; `end_year`, `end_month`, `end_day` end a range.
    `season` is 1 spring, 2 summer, 3 autumn, 4 winter (CSL's numbers). `circa` marks an approximate date.
    `text` is what was typed. A text in which nothing can be read has no year, and `literal` is true unless
    it is empty or says that there is no date ("n.d.", "s.f.").
    """

    text: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    season: int | None = None
    circa: bool = False
    literal: bool = False


@lru_cache(maxsize=4096)
def parse_date(text: str) -> PartialDate:
    """Read a date as typed in Zotero. Never raises; what cannot be read stays as `text`."""
    import re

    found = re.search(r"\d{4}", text)
    return PartialDate(text=text, year=int(found[0]) if found else None)
