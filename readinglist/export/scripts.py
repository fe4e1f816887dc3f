"""Scripts that fonts may lack: which characters are of which, where a list has them, fonts that have them.

A character's script is told from its name in the Unicode Character Database (UAX 44), which begins with it.
Font names are those under which Noto, GNU FreeFont, DejaVu and the systems' own fonts are installed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from readinglist.export.view import EntryView, ListView


@dataclass(frozen=True, slots=True)
class Script:
    """A script: fonts that have it, best first, and what babel calls a language written in it ("": none)."""

    name: str
    fonts: tuple[str, ...]
    babel: str = ""
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Shortage:
    """Characters of one script that fonts lack, and the keys of the entries that have them, in order.

    A list's own words (its title, an introduction, a text that is no work) have the key "".
    """

    script: Script
    characters: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def shown(self) -> str:
        """`Thai ก (U+0E01), ข (U+0E02) and 34 more, in thai2014prison`."""
        first = [f"{one} (U+{ord(one):04X})" for one in self.characters[:3]]
        return f"{self.script.name} {_joined(first, len(self.characters))}, in {self.places}"

    @property
    def places(self) -> str:
        """The keys, and "the list's own words"."""
        keys = [key for key in self.keys if key]
        own = ["the list's own words"] if "" in self.keys else []
        return _joined([*keys[:4], *own], len(self.keys))


_CJK = ("Noto Sans CJK {0}", "Source Han Serif {0}")
_WIDE = ("Arial Unicode MS",)
_SERIF = ("Noto Serif", "FreeSerif", "DejaVu Serif", "Times New Roman")
_SYMBOLS = Script(
    "symbols",
    ("DejaVu Sans", "Noto Sans Symbols2", "Noto Sans Math", "FreeSerif", "Segoe UI Symbol", "Apple Symbols"),
)
_EMOJI = Script("emoji", ("Noto Emoji", "Symbola", "Segoe UI Emoji", "Noto Color Emoji", "Apple Color Emoji"))


def _east_asian(name: str, region: str, babel: str, *system: str) -> Script:
    fonts = (f"Noto Serif CJK {region}", *(font.format(region) for font in _CJK), *system, *_WIDE)
    return Script(name, fonts, babel)


_HAN = _east_asian("Han", "SC", "chinese-simplified", "Songti SC", "SimSun", "Droid Sans Fallback")
_KANA = _east_asian(
    "Japanese kana", "JP", "japanese", "Hiragino Mincho ProN", "Yu Mincho", "Droid Sans Fallback"
)
# By the first word of a character's name.
_SCRIPTS: Mapping[str, Script] = {
    "CJK": _HAN, "IDEOGRAPHIC": _HAN, "FULLWIDTH": _HAN, "BOPOMOFO": _HAN,
    "HIRAGANA": _KANA, "KATAKANA": _KANA, "HALFWIDTH": _KANA,
    "HANGUL": _east_asian("Hangul", "KR", "korean", "AppleMyungjo", "Batang"),
    "GREEK": Script("Greek", _SERIF, "greek"),
    "CYRILLIC": Script("Cyrillic", _SERIF, "russian"),
    "HEBREW": Script(
        "Hebrew", ("Noto Serif Hebrew", "Noto Sans Hebrew", *_SERIF[1:], "DejaVu Sans"), "hebrew", True
    ),
    "ARABIC": Script(
        "Arabic", ("Noto Naskh Arabic", "Amiri", "Noto Sans Arabic", *_SERIF[1::2], "DejaVu Sans"), "arabic",
        True,
    ),
    "DEVANAGARI": Script(
        "Devanagari", ("Noto Serif Devanagari", "Noto Sans Devanagari", "FreeSerif", "Mangal"), "hindi"
    ),
    "THAI": Script("Thai", ("Noto Serif Thai", "Noto Sans Thai", "FreeSerif", "Norasi", "Tahoma"), "thai"),
}  # fmt: skip
_OTHER_SCRIPT = re.compile(r"([A-Z]+)[ -](?:LETTER|SYLLABLE|VOWEL|CHARACTER|DIGIT|SIGN|CAPITAL|SMALL)\b")
_NO_SCRIPTS = frozenset({"MODIFIER", "COMBINING", "MATHEMATICAL", "VARIATION", "STRUCK", "LATIN"})
_LATIN = re.compile("(?:LATIN|COMBINING)(?: |$)")


def script_of(character: str) -> Script:
    """The script of a character that is not Latin; symbols and emoji count as scripts of their own."""
    name = unicodedata.name(character, "")
    if 0x1F000 <= ord(character) <= 0x1FBFF:
        return _EMOJI
    known = _SCRIPTS.get(re.split("[ -]", name)[0])
    if known is not None:
        return known
    found = _OTHER_SCRIPT.match(name)
    if found and found[1] not in _NO_SCRIPTS and unicodedata.category(character)[0] in "LMN":
        word = found[1].title()
        return Script(word, (f"Noto Serif {word}", f"Noto Sans {word}", "FreeSerif"))
    return _SYMBOLS


def is_latin(character: str) -> bool:
    """Whether it is a letter of the Latin script, or a mark that goes onto one."""
    return bool(_LATIN.match(unicodedata.name(character, "")))


def shortages(view: ListView, missing: Set[str]) -> tuple[Shortage, ...]:
    """What a list has of the characters `missing`, by script, in the order in which the list has them.

    Those that stand nowhere in the list's texts are left out.
    """
    if not missing:
        return ()
    characters: dict[Script, dict[str, None]] = {}
    keys: dict[Script, dict[str, None]] = {}
    for key, text in _texts(view):
        for character in text:
            if character in missing:
                script = script_of(character)
                characters.setdefault(script, {})[character] = None
                keys.setdefault(script, {})[key] = None
    return tuple(Shortage(script, tuple(found), tuple(keys[script])) for script, found in characters.items())


def characters_of(view: ListView) -> frozenset[str]:
    """Every character that a page of this list shows."""
    return frozenset().union(*(text for _, text in _texts(view)))


def _texts(view: ListView) -> Iterator[tuple[str, str]]:
    """Every text of a list that a page shows, with the key of the entry that it belongs to, or ""."""
    for text in (view.title, view.subtitle, view.description.plain, view.policies.plain, view.time_note):
        yield "", text
    for fact in view.facts:
        yield "", fact.label
        yield from (("", value.plain) for value in fact.values)
    yield from (("", f"{mark.label} {mark.meaning}") for mark in view.marks)
    yield from (("", line.plain) for line in view.colophon)
    for section in view.sections:
        yield "", f"{section.full_title} {section.summary} {section.holiday} {section.intro.plain}"
        for group in section.groups:
            yield "", group.label
            for entry in group.entries:
                yield entry.key, entry_text(entry)


def entry_text(entry: EntryView) -> str:
    """All that a page shows of an entry."""
    labels = " ".join(link.label for link in entry.links)
    return f"{entry.number} {entry.mark} {entry.citation.plain} {entry.details} {entry.note.plain} {labels}"


def _joined(shown: list[str], count: int) -> str:
    more = count - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
