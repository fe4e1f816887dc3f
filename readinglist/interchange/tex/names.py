"""Names in BibTeX's form ("von Last, Jr, First and {Organisation}"), both ways.

Source: Oren Patashnik, BibTeXing (1988), section 4, and Nicolas Markey, Tame the BeaST, section 11.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from readinglist.interchange.tex.decode import decode
from readinglist.interchange.tex.encode import clean, encode
from readinglist.items import Creator
from readinglist.items.names import name_parts

_REMEMBERED = 4096
"""Names come again and again in a library."""


def normal(creator: Creator) -> Creator | None:
    """The creator as a .bib file can hold it: blanks run together, a name with an empty half as one field."""
    last, first, name = (_line(text) for text in (creator.last_name, creator.first_name, creator.name))
    if name or not (last and first):
        name = name or last or first
        return Creator(creator.creator_type, name=name) if name else None
    return Creator(creator.creator_type, last_name=last, first_name=first)


def _line(text: str) -> str:
    # A backtick that is a word breaks biber however it is written; the mark that it stands for does not.
    return _LONE_GRAVE.sub("‘", " ".join(clean(text).split()))


def write_names(creators: Iterable[Creator]) -> str:
    """The names (all of one role, as `normal` makes them) in one BibTeX value."""
    return " and ".join(_written(creator) for creator in creators)


@lru_cache(maxsize=_REMEMBERED)
def _written(creator: Creator) -> str:
    if creator.name:
        return _braced(creator.name)
    first, suffix = _suffixed(creator)
    middle = f", {_guarded(suffix)}" if suffix else ""
    family, given = _family(creator), _guarded(first)
    if f"{family}{middle}{given}".count(",") > 1:
        # Biber (2.18) counts commas in braces too, and refuses more than two, unless braces begin and end it.
        family = family if family.startswith("{") else f"{{{family}}}"
        given = given if given.endswith("}") else f"{{{given}}}"
    return f"{family}{middle}, {given}"


def _family(creator: Creator) -> str:
    """The family name so that BibTeX finds the particle Zotero would find, and no other."""
    last = creator.last_name
    if len(last) > 2 and last[0] == last[-1] == '"':
        return _braced(last[1:-1])
    family = name_parts(creator).family
    particle = last[: len(last) - len(family)] if last.endswith(family) else ""
    written = encode(family)
    if _needs_braces(family) or any(word[:1].islower() for word in family.split()[1:]):
        written = _braced(family)
    if _needs_braces(particle):
        return f"{_braced(particle.rstrip())} {written}"
    return encode(particle.rstrip()) + (" " if particle.endswith(" ") else "") + written


def _suffixed(creator: Creator) -> tuple[str, str]:
    parts = name_parts(creator)
    if not parts.suffix or "," in parts.suffix:
        return creator.first_name, ""
    first = creator.first_name.partition(",")[0].rstrip()
    same = f"{first}, {parts.suffix}" == creator.first_name
    return (first, parts.suffix) if same else (creator.first_name, "")


def _guarded(text: str) -> str:
    return _braced(text) if _needs_braces(text) else encode(text)


def _braced(text: str) -> str:
    # Biber (2.18) makes "`{" an initial, an open brace, of `\textasciigrave{}`; a blank there it takes away.
    return f"{{{_GRAVE.sub(_grave, encode(text))}}}"


def _grave(found: re.Match[str]) -> str:
    return "\\textasciigrave" if found[1] == "\\" else "\\textasciigrave "


def _needs_braces(text: str) -> bool:
    # Biber (2.18) makes initials of what stands behind a hyphen, and would cut a group between two in half.
    return "," in text or "--" in text or "`" in text or _AND_WORD.search(text) is not None


def read_names(value: str, role: str) -> tuple[tuple[Creator, ...], bool]:
    """The names in a BibTeX value as creators of type `role`; and whether it ends in "and others"."""
    creators = []
    others = False
    for part in _split(value, _AND):
        name = part.strip()
        if name.lower() == "others":
            others = True
        elif name:
            creators.append(_read(name, role))
    return tuple(one for one in creators if one.display), others


@lru_cache(maxsize=_REMEMBERED)
def _read(name: str, role: str) -> Creator:
    if _wholly_braced(name):
        return Creator(role, name=_plain(name))
    commas = [part.strip() for part in _split(name, _COMMA)]
    if len(commas) == 1:
        return _first_last(name, role)
    last = _last(commas[0])
    first = _plain(commas[-1])
    if len(commas) > 2 and any(commas[1:-1]):
        first = f"{first}, {' '.join(_plain(part) for part in commas[1:-1] if part)}"
    if not (last and first):
        return Creator(role, name=last or first)
    return Creator(role, last_name=last, first_name=first)


def _last(text: str) -> str:
    """A family name; one that braces hold together against its particle gets Zotero's quotes."""
    last = _plain(text)
    if _wholly_braced(text) and " " in last and last[0].islower():
        return f'"{last}"'
    return last


def _first_last(name: str, role: str) -> Creator:
    """A name without a comma: given names, then the particle in small letters, then the family name."""
    words = [word for word in _split(name, _SPACE) if word]
    if len(words) == 1:
        return Creator(role, name=_plain(name))
    cut = next((n for n, word in enumerate(words[:-1]) if n and word[0].islower()), len(words) - 1)
    if words[0][0].islower() and cut == len(words) - 1:
        return Creator(role, name=_plain(name))
    return Creator(role, last_name=_plain(" ".join(words[cut:])), first_name=_plain(" ".join(words[:cut])))


def _plain(text: str) -> str:
    return " ".join(decode(text).split(" ")).strip(" \n")


def split_keywords(value: str) -> list[str]:
    """The keywords of a BibTeX value, parted by commas or semicolons outside of braces."""
    return [word for word in (_plain(part) for part in _split(value, _KEYWORD_END)) if word]


_AND_WORD = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)
_LONE_GRAVE = re.compile(r"(?<![^\s-])`(?![^\s-])")
_GRAVE = re.compile(r"\\textasciigrave\{\}(?=([^\s{}]))")
_KEYWORD_END = re.compile(r"[{},;]")
_AND = re.compile(r"[{}]|(?<=[\s}])and(?=[\s{])", re.IGNORECASE)
_COMMA = re.compile(r"[{},]")
_SPACE = re.compile(r"[{}]|\s+|(?<!\\)~")


def _split(text: str, pattern: re.Pattern[str]) -> Sequence[str]:
    """The pieces of a value between the matches of `pattern` that stand outside of braces."""
    pieces = []
    depth = start = 0
    for found in pattern.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(text[start : found.start()])
            start = found.end()
    pieces.append(text[start:])
    return pieces


def _wholly_braced(text: str) -> bool:
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for found in re.finditer(r"[{}]", text):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end() == len(text)
    return False
