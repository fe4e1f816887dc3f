"""The part of a work to read, in the reader's language: "pp. 60-77" → "Read pp. 60–77", "Leer pp. 60–77"."""

from __future__ import annotations

import re

from readinglist.export.cleaning import clean
from readinglist.export.words import NO_BREAK_SPACE, Words

LISTENED = frozenset({"podcast", "audioRecording", "radioBroadcast"})
WATCHED = frozenset({"film", "videoRecording", "tvBroadcast"})

# What people type before the number, in English and Spanish; the names of kinds are CSL's locator types.
_KINDS = {
    "page": r"pp?|pages?|págs?|pags?|páginas?|paginas?",
    "chapter": r"chs?|chaps?|chapters?|caps?|capítulos?|capitulos?|cc",
    "section": r"§+|secs?|sects?|sections?|secc?|seccs?|sección|secciones|seccion",
    "paragraph": r"¶+|paras?|pars?|párrs?|paragraphs?|párrafos?|parrafos?",
    "part": r"pts?|parts?|partes?",
    "volume": r"vols?|volumes?|volúmen(?:es)?|volumen(?:es)?",
}
_NUMBER = r"(?:\d+|[ivxlcdm]+|[A-Z]\.?\d+)"
_RANGE = rf"{_NUMBER}(?:\s*[-\u2010-\u2015\u2212]\s*{_NUMBER})?"
_NUMBERS = rf"{_RANGE}(?:\s*(?:,|;|and|y|e|&)\s*{_RANGE})*"
_PATTERNS = {
    kind: re.compile(rf"(?:{words})(?:\.\s*|\s+|(?=\d)|(?<=[§¶]))({_NUMBERS})\.?", re.IGNORECASE)
    for kind, words in _KINDS.items()
}
_BARE = re.compile(rf"({_NUMBERS})", re.IGNORECASE)
_DASH = re.compile(r"(?<=\w)\s*[-\u2010-\u2015\u2212]+\s*(?=\w)")
_RANGE_OF_DIGITS = re.compile(r"(?<=\d)\s*[-\u2010-\u2015\u2212]+\s*(?=\d)")


def locator_text(locator: str, words: Words, item_type: str = "") -> str:
    """What to read of a work, as a sentence's beginning without full stop; "" where all of it is meant.

    Pages, chapters, sections, paragraphs, parts and volumes are understood in English and Spanish and said in
    the list's language; anything else is repeated as typed, with dashes between numbers.
    """
    typed = clean(locator)
    if not typed:
        return ""
    if item_type in LISTENED or item_type in WATCHED:
        part = _RANGE_OF_DIGITS.sub("–", typed)
        message = (
            words.gettext("Listen to: {part}") if item_type in LISTENED else words.gettext("Watch: {part}")
        )
        return message.format(part=part)
    for kind, pattern in _PATTERNS.items():
        found = pattern.fullmatch(typed)
        if found:
            return _said(kind, found[1], words)
    if _BARE.fullmatch(typed) and typed[0].isdigit():
        return _said("page", typed, words)
    return words.gettext("Read: {part}").format(part=_RANGE_OF_DIGITS.sub("–", typed))


def _said(kind: str, numbers: str, words: Words) -> str:
    parts = [
        _DASH.sub("–", part.strip()) for part in re.split(r"\s*(?:[,;&]|\band\b|\by\b|\be\b)\s*", numbers)
    ]
    many = len(parts) > 1 or "–" in parts[0]
    message = {
        "page": words.gettext("Read pp. {n}") if many else words.gettext("Read p. {n}"),
        "chapter": words.gettext("Read chapters {n}") if many else words.gettext("Read chapter {n}"),
        "section": words.gettext("Read sections {n}") if many else words.gettext("Read section {n}"),
        "paragraph": words.gettext("Read paragraphs {n}") if many else words.gettext("Read paragraph {n}"),
        "part": words.gettext("Read parts {n}") if many else words.gettext("Read part {n}"),
        "volume": words.gettext("Read volumes {n}") if many else words.gettext("Read volume {n}"),
    }[kind]
    return message.replace(" {n}", NO_BREAK_SPACE + "{n}").format(n=_together(parts, words))


def _together(parts: list[str], words: Words) -> str:
    return words.enumeration(tuple(parts)) if len(parts) < 3 else ", ".join(parts)
