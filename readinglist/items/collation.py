"""Alphabetical order by a language's rules: ñ after n in Spanish, ø after z in Danish, é beside e."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

# Letters with a place of their own, and after which letter: from the tailorings of the Unicode CLDR
# (cldr/common/collation, release 46). "n<ñ" puts ñ after n and before o. What stands nowhere here is ordered
# as its letter without marks, as in the Default Unicode Collation Element Table.
_TAILORED: Mapping[str, str] = {
    "az": "c<ç g<ğ h<x i<ı k<q o<ö s<ş u<ü",
    "ca": "",
    "cs": "c<č h<ch r<ř s<š z<ž",
    "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "da": "z<æ<ø<å",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "eu": "n<ñ",
    "fi": "z<å<ä<ö",
    "gl": "n<ñ",
    "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö s<sz t<ty u<ü z<zs",
    "is": "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ<æ<ö<å",
    "lt": "c<č s<š z<ž",
    "lv": "c<č g<ģ k<ķ l<ļ n<ņ s<š z<ž",
    "nb": "z<æ<ø<å",
    "nn": "z<æ<ø<å",
    "no": "z<æ<ø<å",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș t<ț",
    "sk": "a<ä c<č h<ch o<ô s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
    "sv": "z<å<ä<ö",
    "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü",
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
}
# Letters that Unicode does not take apart, and what they are ordered as where a language says nothing.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i"}
)


CollationKey: TypeAlias = tuple[tuple[tuple[str, int], ...], str]


def collation_key(text: str, locale: str = "") -> CollationKey:
    """A key to sort `text` by, in the order of the language of `locale` (a BCP 47 tag; "" for no language's).

    Capitals, quotation marks and punctuation do not count; marks count only between words that are otherwise
    alike, but for the letters that the language gives a place of their own.
    """
    folded = unicodedata.normalize("NFC", text.casefold())
    places, pattern = _tailoring(locale.replace("_", "-").split("-")[0].casefold())
    key: list[tuple[str, int]] = []
    for match in pattern.finditer(folded):
        unit = match[0]
        if unit in places:
            key.append(places[unit])
        else:
            plain = "".join(c for c in unicodedata.normalize("NFKD", unit) if not unicodedata.combining(c))
            key.extend((c, 0) for c in plain.translate(_PLAIN) if c.isalnum() or c == " ")
    while key and key[0][0] == " ":
        del key[0]
    return tuple(key), folded


def initial(text: str, locale: str = "") -> str:
    """The letter under which `text` stands in an index of that language: "Ñ" in Spanish, where English has
    "N"; in capitals, "" where it begins with no letter."""
    folded = unicodedata.normalize("NFC", text.casefold()).lstrip("\"'“”‘’«»¿¡([{# ")
    places, pattern = _tailoring(locale.replace("_", "-").split("-")[0].casefold())
    match = pattern.match(folded)
    if match is None or not folded[:1].isalpha():
        return ""
    if match[0] in places:
        return match[0].capitalize()
    plain = (c for c in unicodedata.normalize("NFKD", match[0]) if not unicodedata.combining(c))
    return "".join(plain).translate(_PLAIN)[:1].upper()


@cache
def _tailoring(language: str) -> tuple[Mapping[str, tuple[str, int]], re.Pattern[str]]:
    places: dict[str, tuple[str, int]] = {}
    for rule in _TAILORED.get(language, "").split():
        first, *others = rule.split("<")
        places |= {unit: (first, number) for number, unit in enumerate(others, 1)}
    units = "|".join(re.escape(unit) for unit in sorted(places, key=len, reverse=True))
    return places, re.compile(f"{units}|." if units else ".", re.DOTALL)
