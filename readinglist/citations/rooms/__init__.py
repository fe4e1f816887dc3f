"""Room in a style for the people whom it leaves out, where its manual has those who had a further part.

One module a kind of style. Each knows a style of its kind by macros and groups, so that its variants, and
one's own copy of it, have the room too. In all other styles these people follow the entry (`roles`).
"""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from collections.abc import Callable

from readinglist.citations.csl import name
from readinglist.citations.rooms import apa, chicago, harvard, ieee, iso690, mla, vancouver
from readinglist.citations.rooms.marks import LOST
from readinglist.citations.rooms.people import macros_of

_SORTED = "x-sorted-"

KINDS: tuple[Callable[[ET.Element, str], bool], ...] = (
    apa.make_room,
    chicago.make_room,
    mla.make_room,
    ieee.make_room,
    harvard.make_room,
    vancouver.make_room,
    iso690.make_room,
)
"""The kinds of style with room, the first that fits is taken."""


def make_room(root: ET.Element, language: str) -> bool:
    """Let the style of `root` show people whom an item marks as left out (`marks`); false for a style of no
    known kind.

    `root` is changed only if it is of one. `language` is that of the entries. Entries are sorted as without
    the room, so that letters after years stay where they are.
    """
    if not any(make(root, language) for make in KINDS):
        return False
    _sort_as_before(root)
    return True


def _sort_as_before(root: ET.Element) -> None:
    """Let the sort keys of `root` call copies of their macros that show nobody who is left out."""
    macros = macros_of(root)
    with_people = {key for key in macros if key.startswith(LOST)}
    found = with_people
    while found:
        found = {key for key, macro in macros.items() if key not in with_people and _calls(macro) & found}
        with_people = with_people | found
    waiting = [key for key in root.iter(name("key")) if key.get("macro") in with_people]
    made: set[str] = set()
    while waiting:
        call = waiting.pop()
        called = str(call.get("macro"))
        call.set("macro", f"{_SORTED}{called}")
        if called not in made:
            made.add(called)
            plain = copy.deepcopy(macros[called])
            plain.set("name", f"{_SORTED}{called}")
            for parent in list(plain.iter()):
                for child in [one for one in parent if one.get("macro", "").startswith(LOST)]:
                    parent.remove(child)
            waiting.extend(node for node in plain.iter() if node.get("macro") in with_people)
            root.insert(list(root).index(macros[called]), plain)


def _calls(macro: ET.Element) -> set[str | None]:
    return {node.get("macro") for node in macro.iter()}
