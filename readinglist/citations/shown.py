"""Whose part a formatted entry shows: told from its text, and where that leaves a doubt, from placeholders.

"Smith" in an entry may be its author, its translator, or a word of its title. Where a name might stand there
for another reason, the item is formatted once more with names that no other text holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from readinglist.citations.variables import NAME_VARIABLES, TEXT_VARIABLES

# Not set by styles, and long.
_HIDDEN = frozenset(("abstract", "annote", "keyword", "language"))
# Surnames that are words which a style or a locale may set by itself, besides all very short ones.
_WORDS = """
    abstract april august autumn book catalog chair column composer court director editor episode figure film
    host issue january july june letter magazine march note opera page paper part post preprint press producer
    report retrieved schedule section series spring summer supplement table thesis translator verse volume
    winter writer with available online accessed abril agosto enero invierno julio junio libro marzo mayo
    parte primavera tesis tomo verano
"""
_COMMON = frozenset(_WORDS.split())


def missing_parts(item: Mapping[str, Any], text: str) -> tuple[str, ...]:
    """The name variables of which surely nobody is in the formatted `text`.

    Of each part the first name decides, as the others may have become "et al."
    """
    haystack = _joined(text)
    return tuple(
        variable
        for variable in NAME_VARIABLES
        if item.get(variable) and _joined(_telling(item[variable][0])) not in haystack
    )


def in_doubt(item: Mapping[str, Any], text: str) -> bool:
    """Whether a part's first name is in `text`, but maybe for another reason than that part.

    Each text and each person of the item in which the name stands as a word must have brought it along once;
    then nobody is missing. Else it cannot be told.
    """
    held = {variable: item[variable] for variable in NAME_VARIABLES if item.get(variable)}
    if len(held) == 1 and "author" in held:
        return False
    shown = _spaced(text)
    everybody = {_key(one): _spaced(_whole(one)) for names in held.values() for one in names}
    texts = [str(item[one]) for one in TEXT_VARIABLES if one not in _HIDDEN and item.get(one)]
    others = _spaced(" / ".join(texts))
    haystack = ""
    for names in held.values():
        name = _spaced(_telling(names[0]))
        if not name.strip():
            continue
        wanted = others.count(name) + sum(person.count(name) for person in everybody.values())
        times = shown.count(name)
        common = len(name) < 6 or name.strip() in _COMMON
        if times >= wanted and not common:
            continue
        haystack = haystack or _joined(text)
        if times or _joined(name) in haystack:
            return True
    return False


def with_placeholders(item: Mapping[str, Any]) -> dict[str, Any]:
    """`item` with each person's name made one that stands nowhere else; the same person keeps the same.

    No two items have the same names, so that a processor has none to tell apart.
    """
    made: dict[str, str] = {}
    probe = dict(item)
    mine = _joined(str(item.get("id", "")))
    for variable in NAME_VARIABLES:
        if names := item.get(variable):
            probe[variable] = [_placeholder(one, made, mine) for one in names]
    return probe


def _placeholder(one: Mapping[str, Any], made: dict[str, str], mine: str) -> dict[str, str]:
    name = made.setdefault(_key(one), f"Zq{mine}x{len(made)}qz")
    return {"literal": name} if "literal" in one else {"family": name, "given": "Ada"}


def _key(one: Mapping[str, Any]) -> str:
    return repr(sorted((key, str(value)) for key, value in one.items()))


def _telling(one: Mapping[str, Any]) -> str:
    """The family name or body, without particles that stand in it: "da Cunha" is set "Cunha, Bruno da"."""
    telling = str(one.get("family") or one.get("literal") or "")
    if not telling[:1].islower():
        return telling
    return re.sub(r"^(?:[^\W\d_]+[’' ]\s*)+?(?=[^\W\d_a-zà-ÿ])", "", telling)


def _whole(one: Mapping[str, Any]) -> str:
    return " / ".join(str(one[part]) for part in ("family", "given", "literal") if one.get(part))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def _joined(text: str) -> str:
    return re.sub(r"[\W_]+", "", _plain(text))


def _spaced(text: str) -> str:
    """The words of `text`, each with a blank of its own on either side, so that neighbours are both found."""
    return "".join(f" {word} " for word in re.findall(r"[^\W_]+", _plain(text)))
