"""Creators who would get lost: put where the style shows them, and noticed where they are missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from readinglist.citations.variables import NAME_VARIABLES, STAND_INS


def promote_creators(item: dict[str, Any], shown: Collection[str]) -> dict[str, Any]:
    """`item`, with its leading creators as `author` where the style shows none of the parts its creators had.

    A style from before CSL 1.0.2 knows no hosts, performers or narrators; a podcast would stand there without
    anybody. `shown` are the name variables that the style can show.
    """
    held = [variable for variable in NAME_VARIABLES if item.get(variable)]
    if not held or any(variable in shown for variable in held):
        return item
    leading = next(variable for variable in STAND_INS if variable in held)
    return {**{key: value for key, value in item.items() if key != leading}, "author": item[leading]}


def missing_creators(item: Mapping[str, Any], text: str) -> str:
    """The creators, as "Ana Ruiz (guest)", of whose part nobody is in the formatted `text`, "" for none.

    Of each part the first name decides, as the others may have become "et al."
    """
    haystack = _letters(text)
    lost = []
    for variable in NAME_VARIABLES:
        names = item.get(variable)
        if names:
            telling = str(names[0].get("family") or names[0].get("literal") or "")
            # Particles that stand in the family name move: "da Cunha" is set "Cunha, Bruno da".
            bare = (
                re.sub(r"^(?:[^\W\d_]+[’' ]\s*)+?(?=[^\W\d_a-zà-ÿ])", "", telling)
                if telling[:1].islower()
                else telling
            )
            if _letters(bare) not in haystack:
                lost.append(f"{_reading_order(names[0])} ({variable})")
    return ", ".join(lost)


def _reading_order(name: Mapping[str, Any]) -> str:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "literal", "suffix")
    return " ".join(str(name[part]) for part in parts if name.get(part))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))
