"""Names: particles and suffixes out of Zotero's two fields, display and sorting forms, citation key names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from readinglist.items.item import Creator
from readinglist.items.text import ascii_fold, fold


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name as CSL takes it apart. Either `literal` is set, or `family` and `given`.

    `non_dropping` is the particle that stays with the family name ("van der" in "van der Berg"),
    `dropping` the one that is left out where the family name stands alone ("von" of "Ludwig von").
    `comma_suffix` asks for a comma before the suffix in display order.
    Source: https://docs.citationstyles.org/en/stable/specification.html (Names, particles).
    """

    family: str = ""
    given: str = ""
    non_dropping: str = ""
    dropping: str = ""
    suffix: str = ""
    comma_suffix: bool = False
    literal: str = ""


# A leading particle: lower-case words, "d'", "al-", "ʻ" … in front of the rest of the family name.
_LEADING = re.compile(r"(?:[^\s'’ʻ-]+(?:\s+|['’ʻ]\s*|-)|['’ʻ][^\s'’ʻ-]+\s+)")


def name_parts(creator: Creator) -> NameParts:
    """Take a creator's name apart as Zotero does when it cites.

    Particles are the words before the family name, and after the given names, that begin with a small
    letter; a family name in straight quotes is left whole. What follows a comma in the given names is a
    suffix ("Martin Luther, Jr."; with ",!" it asks for a comma). Spanish double surnames stay whole.
    A two-field name with one half empty is a `literal`: so people type organisations and mononyms.
    """
    name, family, given = (text.strip() for text in (creator.name, creator.last_name, creator.first_name))
    if name or not (family and given):
        return NameParts(literal=name or family or given)
    if len(family) > 2 and family[0] == family[-1] == '"':
        inner = family[1:-1].strip()
        return NameParts(family=inner, given=given) if inner else NameParts(literal=given)
    particle, family = _split_family(family)
    given, suffix, comma = _split_suffix(given)
    given, dropping = _split_given(given)
    return NameParts(family, given, particle, dropping, suffix, comma)


def display_name(creator: Creator) -> str:
    """The name in reading order, suffix last: "Ludwig van Beethoven", "Martin Luther King Jr."."""
    parts = name_parts(creator)
    if parts.literal:
        return parts.literal
    words = (parts.given, parts.dropping, _glued(parts.non_dropping, parts.family), parts.suffix)
    return " ".join(word for word in words if word)


def sort_form(creator: Creator) -> str:
    """The name in an index's order, particles behind: "Berg, Jan van der", "King, Martin Luther, Jr."."""
    parts = name_parts(creator)
    if parts.literal:
        return parts.literal
    first = " ".join(word for word in (parts.given, parts.dropping, parts.non_dropping) if word)
    return ", ".join(word for word in (parts.family, first, parts.suffix) if word)


def sort_key(creator: Creator) -> str:
    """What to sort names by: the folded index form, without a leading article of an organisation."""
    return re.sub(r"^(?:the|los|las|el|la) (?=\S)", "", fold(sort_form(creator)))


@lru_cache(maxsize=20_000)  # a library names the same people again and again
def family_for_key(creator: Creator) -> str:
    """The part of a citation key that stands for this name: small letters and digits, never empty.

    The family name with its particles, accents folded ("Núñez Noriega" → "nuneznoriega", "van de Ven" →
    "vandeven"). Of an organisation the acronym in parentheses, else the part before a colon; three or
    more words give their initials ("Human Rights Watch" → "hrw"). Letters of scripts without a Latin
    form stay as they are ("李" → "李"). "anon" where nothing is left.
    """
    parts = name_parts(creator)
    if parts.literal:
        return _organisation(parts.literal) or "anon"
    return _letters(parts.non_dropping + parts.family) or _letters(parts.given) or "anon"


def _split_family(family: str) -> tuple[str, str]:
    position = 0
    while found := _LEADING.match(family, position):
        if found.end() >= len(family) or not _starts_small(found[0]):
            break
        position = found.end()
    return _trimmed(family[:position]), family[position:]


def _split_suffix(given: str) -> tuple[str, str, bool]:
    before, comma, after = given.partition(",")
    if not comma or not before.strip() or not after.strip(" !"):
        return given, "", False
    return before.strip(), after.lstrip("!").strip(), after.startswith("!")


def _split_given(given: str) -> tuple[str, str]:
    words = given.split()
    keep = len(words)
    while keep > 1 and _starts_small(words[keep - 1]):
        keep -= 1
    # "bell" or "jean paul", all in small letters, is how someone writes the name, not a particle.
    if keep == len(words) or (keep == 1 and _starts_small(words[0])):
        return given, ""
    return " ".join(words[:keep]), " ".join(words[keep:])


def _starts_small(word: str) -> bool:
    first = next((char for char in word if char not in "-'’ʻ \t"), "")
    return first.isalpha() and first.upper() != first


def _trimmed(particle: str) -> str:
    """Without the blank behind it, except after an apostrophe, where the blank is part of the writing."""
    bare = particle.strip()
    return bare + " " if bare[-1:] in ("'", "’") and particle[-1:] == " " else bare


def _glued(particle: str, family: str) -> str:
    if not particle:
        return family
    return particle + family if particle[-1] in "'’ʻ- " else f"{particle} {family}"


def _letters(text: str) -> str:
    return "".join(char for char in ascii_fold(text).casefold() if char.isalnum())


_SMALL_WORDS = frozenset(
    str.split(
        "a an and at by for in of on the to de del der des die das und für fur von el la los las y e"
        " en para por con do da dos das em le les et du d l"
    )
)


def _organisation(name: str) -> str:
    """The short form of an organisation or mononym; "" if it holds no letter or digit."""
    acronym = re.search(r"\(([^()\s]{2,12})\)\s*$", name)
    if acronym and acronym[1].isupper():
        return _letters(acronym[1])
    before = name.split(":")[0]
    words = re.findall(r"(?:\w\.){2,}|[\w'’]+", before if _letters(before) else name)
    told = [word for word in words if word.casefold() not in _SMALL_WORDS and _letters(word)] or words
    if len(told) < 3:
        return "".join(_letters(word) for word in told)
    return "".join(_letters(word) if _is_acronym(word) else _letters(word)[:1] for word in told)[:16]


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(_letters(word)) > 1
