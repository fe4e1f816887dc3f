"""Creators who would get lost: put where the style shows them, and noticed where they are missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from readinglist.citations.richtext import Rich, Text
from readinglist.citations.shown import missing_parts
from readinglist.citations.variables import NAME_VARIABLES, STAND_INS

_FULLER = re.compile(
    r"([^\W\d_](?:[^()\d_\"“”«»]*?[^\W_])??\.?)(?:(?<=\.)| ) ?(?:\([^()]*\)|[\"“«][^\"”»]*[\"”»])"
)


def promote_creators(item: dict[str, Any], shown: Collection[str]) -> dict[str, Any]:
    """`item`, with its leading creators as `author` where the style shows none of the parts its creators had.

    A style from before CSL 1.0.2 knows no hosts or performers; a podcast would stand there without anybody.
    Directors, narrators and translators are named elsewhere (`rooms`, `roles`), as a film begins with
    its title (Cite Them Right; `benchmarks/citeproc/judged.toml` says where that was read). `shown` are the
    name variables that the style can show.
    """
    held = [variable for variable in NAME_VARIABLES if item.get(variable)]
    if not held or any(variable in shown for variable in held):
        return item
    if "director" in held:
        return item
    leading = next((variable for variable in STAND_INS if variable in held), None)
    if leading is None:
        return item
    return {**{key: value for key, value in item.items() if key != leading}, "author": item[leading]}


def bare_suffixes(item: dict[str, Any]) -> dict[str, Any]:
    """`item` with "Jr." as "Jr": a style that sets no full stops after initials sets none there either, as
    citeproc-js has it."""
    return _with_names(
        item, lambda one: one | {"suffix": str(one["suffix"]).rstrip(".")} if one.get("suffix") else one
    )


def without_fuller_form(item: dict[str, Any]) -> dict[str, Any]:
    """`item` without the fuller form that a catalogue adds to initials: "R. E. (Rudolf Emil)" is "R. E."

    It is there to tell people of one name apart (RDA 9.5, by web.library.yale.edu/cataloging), and a style
    of initials would set "R. E. (Rudolf. E.". Nor has a nickname an initial: 'Ernesto "Che"' is "E."
    """

    def shorter(one: dict[str, Any]) -> dict[str, Any]:
        found = _FULLER.fullmatch(str(one.get("given", "")))
        return one | {"given": found[1]} if found else one

    return _with_names(item, shorter)


def _with_names(item: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """`item` with each of its names changed."""
    return item | {
        variable: [change(one) for one in item[variable]] for variable in NAME_VARIABLES if item.get(variable)
    }


def missing_creators(item: Mapping[str, Any], text: str) -> str:
    """The creators, as "Ana Ruiz (guest)", of whose part nobody is in the formatted `text`, "" for none."""
    return ", ".join(
        f"{_reading_order(item[variable][0])} ({variable})" for variable in missing_parts(item, text)
    )


def mend_names(entry: Rich, item: Mapping[str, Any]) -> Rich:
    """`entry` without the comma that pandoc sets between two bodies, and the blank after "d’" and "al-".

    "Animal Político and Poderopedia": the comma belongs to an inverted name (Chicago Manual of Style, by
    libguides.acu.edu.au/chicago/author_layout); APA 7 joins two bodies by a bare "&" (by
    lideavoidesupport.pages.dev/878113.html). pandoc sets "D’ ARCY" in capitals.
    """
    for variable in NAME_VARIABLES:
        names = item.get(variable) or ()
        if len(names) == 2 and all("literal" in name for name in names):
            first, second = (re.escape(str(name["literal"])) for name in names)
            entry = _replace_text(entry, rf"({first}), (?=\S{{1,5}} {second})", r"\1 ")
        for name in names:
            for part in ("non-dropping-particle", "dropping-particle"):
                particle = str(name.get(part, ""))
                if particle.endswith(("'", "’", "-")):
                    family = re.escape(str(name.get("family", "")))
                    entry = _replace_text(entry, rf"({re.escape(particle[:-1])}['’-]) (?={family})", r"\1")
    return entry


def shorten_others(entry: Rich, item: Mapping[str, Any], at_most: tuple[int, int]) -> Rich:
    """`entry` with its lists of editors, translators and the like as short as the style has them.

    pandoc lengthens every list of an entry when it needs more authors to tell works apart; only the authors'
    does that (CSL 1.0.2, "Disambiguation": it is the cites that are told apart). `at_most` is from how many
    names on, and to how many, a list is shortened; names in reading order only.
    """
    least, shown = at_most
    for variable in NAME_VARIABLES:
        names = [re.escape(_reading_order(name, ", ")) for name in item.get(variable) or ()]
        if len(names) >= least > shown == 1:
            others = "|".join(names[1:])
            entry = _replace_text(entry, rf"(?<=.)({names[0]})(?:, (?:{others}))+, (?=et al\.)", r"\1 ")
    return entry


def _replace_text(entry: Rich, pattern: str, new: str) -> Rich:
    found = re.compile(pattern, re.IGNORECASE)
    return tuple(Text(found.sub(new, node.text)) if isinstance(node, Text) else node for node in entry)


def _reading_order(name: Mapping[str, Any], before_suffix: str = " ") -> str:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "literal")
    whole = " ".join(str(name[part]) for part in parts if name.get(part))
    return f"{whole}{before_suffix}{name['suffix']}" if name.get("suffix") else whole
