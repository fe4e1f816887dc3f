"""Whose part a formatted entry shows: told from its text, and where that leaves a doubt, from placeholders.

"Smith" in an entry may be its author, its translator, or a word of its title. Where a name might stand there
for another reason, an item of the same make is formatted once more with names that no other text holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from readinglist.citations.markup import strip_markup, unguard
from readinglist.citations.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES

# What few styles set, and is long: it counts where the entry holds its beginning.
_RARELY = frozenset(("abstract", "annote", "keyword"))
_PARTICLES = ("dropping-particle", "non-dropping-particle")


def left_out(
    items: Iterable[Mapping[str, Any]],
    texts: Mapping[str, str],
    ask: Callable[[Sequence[dict[str, Any]]], Mapping[str, str]],
) -> dict[str, tuple[str, ...]]:
    """The name variables of which an entry shows nobody, by item id, where there are any.

    `texts` are the entries of the style by id. `ask` formats items made for the purpose in the same style;
    one for all that the style cannot tell apart. An item for which it makes nothing is told by its text.
    """
    found: dict[str, tuple[str, ...]] = {}
    doubtful: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        if in_doubt(item, texts[item["id"]]):
            doubtful.setdefault(_make(item), []).append(item)
        elif lost := missing_parts(item, texts[item["id"]]):
            found[item["id"]] = lost
    probes = [with_placeholders(same[0]) for same in doubtful.values()]
    tried = ask(probes) if probes else {}
    for probe, same in zip(probes, doubtful.values(), strict=True):
        text = tried.get(probe["id"], "")
        for item in same:
            if lost := missing_parts(probe, text) if text else missing_parts(item, texts[item["id"]]):
                found[item["id"]] = lost
    return found


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

    There is no doubt of a name beside its given name or initial, or of several words, which stands in no
    other text of the item and belongs to nobody else: a style's own words ("March", "Press") are not so.
    """
    held = [item[variable] for variable in NAME_VARIABLES if item.get(variable)]
    shown, everywhere, others = _spaced(text), _joined(text), ""
    people: list[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]], str]] = []
    for names in held:
        name = _spaced(_telling(names[0]))
        if not name.strip() or _joined(name) not in everywhere:
            continue
        others = others or _spaced(" / ".join(_texts(item, everywhere)))
        people = people or [(one, list_, _spaced(_whole(one))) for list_ in held for one in list_]
        elsewhere = name in others or any(
            name in said and (one != names[0] or list_ != names) for one, list_, said in people
        )
        if elsewhere or not _stands_as_name(names[0], name, shown):
            return True
    return False


def _stands_as_name(one: Mapping[str, Any], name: str, shown: str) -> bool:
    """Whether `shown` holds a body's several words, or a family name with the given name or initial."""
    if "literal" in one:
        return len(name.split()) > 1 and name in shown
    given = re.findall(r"[^\W_]+", _plain(str(one.get("given", ""))))
    if not given:
        return False
    first = rf" (?:{given[0]}|{given[0][0]}) "
    between = "".join(f"(?:{word})?" for part in _PARTICLES for word in _words(str(one.get(part, ""))))
    typed = "".join(f"(?:{word})?" for word in _words(str(one.get("family", ""))) if word not in name)
    suffix = "".join(f"(?:{word})?" for word in _words(str(one.get("suffix", ""))))
    forward, inverted = f"{first}{between}{typed}{name}", f"{name}{suffix}{first}"
    return re.search(f"{forward}|{inverted}", shown) is not None


def _texts(item: Mapping[str, Any], everywhere: str) -> list[str]:
    """All texts that a style might have set in the entry, whose letters are `everywhere`."""
    held = {one: str(item[one]) for one in TEXT_VARIABLES if one != "language" and item.get(one)}
    texts = [
        unguard(text)
        for one, text in held.items()
        if one not in _RARELY or _joined(unguard(strip_markup(text[:60])))[:12] in everywhere
    ]
    dates = [item[one].get("literal") for one in DATE_VARIABLES if item.get(one)]
    return [*texts, *(str(literal) for literal in dates if literal)]


def _make(item: Mapping[str, Any]) -> str:
    """All of an item that a style's conditions can ask for: its type, which variables it has, how many people
    in which parts, and which parts the same people have."""
    people: dict[str, int] = {}
    parts: list[object] = []
    for variable, value in sorted(item.items()):
        if variable in NAME_VARIABLES:
            group = people.setdefault(repr(value), len(people))
            parts.append((variable, group, ["literal" in one for one in value]))
        elif isinstance(value, Mapping):
            known = [(key, len(part) if isinstance(part, list) else 0) for key, part in sorted(value.items())]
            parts.append((variable, known, [len(part) for part in value.get("date-parts", ())]))
        elif variable != "id":
            parts.append((variable, value if variable == "type" else ""))
    return repr(parts)


def with_placeholders(item: Mapping[str, Any]) -> dict[str, Any]:
    """`item` with each person's name made one that stands nowhere else; the same people, as editors and as
    translators, keep the same, as a style may name them once for both.

    No two items have the same names, so that a processor has none to tell apart.
    """
    made: dict[str, list[dict[str, str]]] = {}
    probe = dict(item)
    mine = _joined(str(item.get("id", "")))
    for variable in NAME_VARIABLES:
        if names := item.get(variable):
            group = f"Zq{mine}x{len(made)}"
            people = [_placeholder(one, f"{group}y{place}qz") for place, one in enumerate(names)]
            probe[variable] = made.setdefault(repr(names), people)
    return probe


def _placeholder(one: Mapping[str, Any], name: str) -> dict[str, str]:
    return {"literal": name} if "literal" in one else {"family": name, "given": "Ada"}


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


def _words(text: str) -> list[str]:
    return [f" {word} " for word in re.findall(r"[^\W_]+", _plain(text))]


def _spaced(text: str) -> str:
    """The words of `text`, each with a blank of its own on either side, so that neighbours are both found."""
    return "".join(_words(text))
