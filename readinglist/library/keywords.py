"""How a citation key looks: made from author, year and title, or made safe from what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readinglist.items import Creator
from readinglist.items.names import family_for_key
from readinglist.items.schema import primary_creator_type
from readinglist.items.text import ascii_fold

LONGEST = 80

# Words that say nothing at the start of a title: articles, prepositions, pronouns, conjunctions.
_STOP_WORDS = frozenset(
    word
    for words in (
        # English
        "a an the and or but of in on at to from for by with without into onto over under about between",
        "among through during after before against as is are was were be been do does did how what when",
        "where why who which whose that this these those it its their our your my his her we you they i",
        "not no",
        # Spanish
        "el la los las lo un una unos unas y e o u de del al en con sin por para sobre entre desde hasta",
        "hacia segun como que cual cuando donde quien es son fue ser su sus mi tu nuestro se ni mas",
        # German
        "der die das den dem des ein eine einen einem einer eines und oder aber von vom zu zum zur im am an",
        "auf aus bei mit nach fur uber unter zwischen durch gegen ohne um wie wer wo wann warum ist sind",
        # French
        "le les du d l et ou au aux dans sur sous avec sans pour par entre vers chez qui quoi quand",
        "pourquoi est sont ce cet cette ces sa ses leur leurs une ne pas",
        # Portuguese
        "os uma uns umas da dos das na nos nas ao aos pelo pela com sem sob ate mais seu sua",
    )
    for word in words.split()
)
_ALLOWED = re.compile(r"[^A-Za-z0-9_.:+-]+")
_CITATION_KEY_LINE = re.compile(
    r"^[ \t]*citation[ -]?key[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_WORD = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile("['’ʼ´][sS](?![^\\W_])")
_MARKS = re.compile("['’‘ʼ`´]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")


def given_key(native: str, extra: str) -> str:
    """The key in Zotero: the field `citationKey`, else a "Citation Key:" line in Extra; made safe, or ""."""
    if native and (key := safe_key(native)):
        return key
    found = _CITATION_KEY_LINE.search(extra) if extra else None
    return safe_key(found[1]) if found else ""


def safe_key(text: str) -> str:
    """`text` as a key that BibTeX, YAML, a file name and a shell can hold: ASCII, no blanks, no slashes.

    Accents go, every run of other characters becomes a hyphen; "" when nothing is left. A key that is safe
    already stays as it is.
    """
    key = _ALLOWED.sub("-", ascii_fold(text)) if _ALLOWED.search(text) else text
    key = key[:LONGEST].strip("-.:+_")
    return key if any(char.isalnum() for char in key) else ""


def generated_key(item_type: str, title: str, creators: Sequence[Creator], year: int | None) -> str:
    """Author, year and first telling word of the title: `campbell2014narco`; ASCII and lower case.

    `title` has no markup; for it stands the short title where there is none. Without a year "nd" stands for
    it; without a creator the title's first word stands in front and its second behind. Never empty, always
    beginning with a letter.
    """
    family = _letters(family_for_key(creator)) if (creator := _first_creator(item_type, creators)) else ""
    if family:
        head, tail = family, "".join(_telling_words(title, 1))
    else:
        head, tail = (*_telling_words(title, 2), "", "")[:2]
        head = head or item_type.lower()
    key = f"{head[:30]}{_letters('nd' if year is None else str(year))}{tail[:30]}"
    return key if key[0].isalpha() else f"x{key}"


def _first_creator(item_type: str, creators: Sequence[Creator]) -> Creator | None:
    primary = primary_creator_type(item_type)
    for one in creators:
        if one.creator_type == primary:
            return one
    return creators[0] if creators else None


def _telling_words(title: str, wanted: int) -> list[str]:
    """The first words of a title that may stand in a key: no stop words where there are others."""
    if not title.isascii() or "'" in title or "`" in title:
        title = _MARKS.sub("", _POSSESSIVE.sub("", title))
    if "." in title:
        title = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", title)
    text = ascii_fold(title).lower()
    found: list[str] = []
    # Most titles need not be read to their end.
    for word in _WORD.finditer(text):
        if len(word[0]) > 1 and word[0] not in _STOP_WORDS:
            found.append(word[0])
            if len(found) == wanted:
                return found
    words = _WORD.findall(text)
    return (found or [word for word in words if word not in _STOP_WORDS] or words)[:wanted]


def _letters(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.lower()
    return re.sub(r"[^a-z0-9]", "", ascii_fold(text).lower())
