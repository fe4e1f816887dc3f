"""Languages as people type them in Zotero ("español", "eng", "en_US", "Spanish (Mexico)") as BCP 47 tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

# The languages whose names for all other languages are known, besides each of `_NATIVE`'s own name.
_READ_IN = ("pt", "de", "fr", "es", "en")
_NATIVE = str.split(
    "af am ar az be bg bn bs ca cs cy da el et eu fa fi ga gl gu he hi hr hu hy id is it ja ka kk km kn ko "
    "lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps qu ro ru si sk sl sq sr sv sw ta te th tr uk ur uz "
    "vi yo zh zu"
)
# What is typed, and is neither a code nor a name in Unicode's CLDR.
_HABITS = {
    "castellano": "es", "castilian": "es", "espanol castellano": "es", "sp": "es", "esp": "es", "cast": "es",
    "ing": "en", "engl": "en", "angl": "en", "fran": "fr", "franc": "fr", "jp": "ja", "cn": "zh", "cz": "cs",
    "alem": "de", "port": "pt", "ital": "it", "mandarin": "zh", "mexican spanish": "es-MX",
    "brazilian": "pt-BR", "espanol mexicano": "es-MX", "multilingual": "mul", "multiple languages": "mul",
    "valencia": "ca-valencia", "norsk": "nb", "norwegian": "no", "flemish": "nl-BE", "farsi": "fa",
    "us english": "en-US", "uk english": "en-GB", "nahuatl": "nah", "quechua": "qu", "catalan": "ca",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,6}")
_PLAIN = re.compile(rf"(?:{'|'.join((*_READ_IN, *_NATIVE))})(?:-[A-Z]{{2}})?")
_BEFORE = re.compile(r"^(?:in|en|idioma|language|lengua|langue|sprache)\s*[:.]?\s+")


@lru_cache(maxsize=2048)
def language_tag(text: str) -> str:
    """The BCP 47 tag for what is typed as a language; "" for nothing and for what cannot be read.

    Codes of ISO 639-1 and 639-2 ("eng", "ger"), locales ("en_US"), names in English, Spanish, French,
    German, Portuguese and the language itself, with a country if need be ("Spanish (Mexico)", "inglés
    británico"). Of several languages the first counts. Names are those of Unicode's CLDR, by Babel.
    """
    for part in re.split(r"[;,/|+\n]| & | and | y | und | et ", text[:200]):
        tag = _one(part.strip(" .[]\"'«»“”"))
        if tag:
            return tag
    return ""


def _one(text: str) -> str:
    if not text:
        return ""
    if _TAG.fullmatch(text):
        tag = _standard(text)
        if tag:
            return tag
    name = _folded(text)
    return _named(name) or _named(_BEFORE.sub("", name))


def is_language(tag: str) -> bool:
    """Whether a tag is one of BCP 47 whose parts are registered: "es-MX" is, "english" and "xx" are not."""
    if _PLAIN.fullmatch(tag):
        return True
    import langcodes

    return bool(langcodes.tag_is_valid(tag) and langcodes.Language.get(tag).is_valid())


def _standard(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    import langcodes  # Its tables take 0.15 s to load, and nearly every tag is a plain one.

    try:
        tag = langcodes.standardize_tag(text.replace("_", "-"))
    except ValueError:
        return ""
    language = tag.split("-")[0]
    known = _locale("en").languages
    return tag if language in known and language not in ("und", "zxx") else ""


def _named(name: str) -> str:
    if name in _HABITS:
        return _HABITS[name]
    if found := _names().get(name):
        return found
    # "spanish (mexico)", "spanish - mexico", "espanol de mexico"
    split = re.match(r"^([^()]+?)\s*(?:\(\s*([^()]+?)\s*\)|\s-\s(.+)|\sde\s(.+))$", name)
    if not split:
        return ""
    language = _HABITS.get(split[1]) or _names().get(split[1], "")
    country = next(group for group in split.groups()[1:] if group)
    territory = _territories().get(country, "")
    if language and territory and "-" not in language:
        return f"{language}-{territory}"
    return language


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


@cache
def _names() -> Mapping[str, str]:
    """Folded name → tag; English names win over others that are spelt alike."""
    names: dict[str, str] = {}
    for code in _NATIVE:
        try:
            own = _locale(code).languages.get(code, "")
        except (UnknownLocaleError, ValueError):
            continue
        names[_folded(own)] = code
    for reader in _READ_IN:
        for code, name in _locale(reader).languages.items():
            names[_folded(name)] = code.replace("_", "-")
    names.pop("", None)
    return names


@cache
def _territories() -> Mapping[str, str]:
    found = {"us": "US", "usa": "US", "uk": "GB", "gb": "GB", "eeuu": "US", "ee.uu.": "US"}
    for reader in _READ_IN:
        for code, name in _locale(reader).territories.items():
            if len(code) == 2:
                found.setdefault(_folded(name), code)
                found.setdefault(code.lower(), code)
    return found


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in apart if not "\u0300" <= char <= "\u036f").split())
