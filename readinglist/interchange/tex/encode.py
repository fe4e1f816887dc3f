"""Text into LaTeX that BibTeX, biber and LaTeX read: specials escaped, letters left as UTF-8.

Nothing that was typed can act: every backslash, brace and other special character becomes text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from readinglist.items.text import Mark, title_markup

_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even behind a backslash, so `\{` alone would unbalance the file.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\n": r"\newline{}",
}
# Pairs that TeX's fonts would draw as one sign ("--" as a dash) are parted by an empty group.
_LIGATURE = r"-(?=-)|`(?=`)|'(?=')|,(?=,)|<(?=<)|>(?=>)|[?!](?=`)"
# A blank that BibTeX would drop: at the ends, or after another.
_BLANK = r"(?<= ) |^ | $"
_ENCODE = re.compile(rf"[\\{{}}~^&%$#_\u00a0\u00ad\n]|{_LIGATURE}|{_BLANK}")

_COMMANDS: dict[Mark, str] = {
    "italic": r"\emph{",
    "bold": r"\textbf{",
    "sub": r"\textsubscript{",
    "sup": r"\textsuperscript{",
    "smallcaps": r"\textsc{",
    "nocase": "{",
}


def clean(text: str) -> str:
    """The text without control characters and broken surrogates; every kind of line end is a newline."""
    if text.isascii() and text.isprintable():
        return text
    text = "\n".join(text.splitlines())
    return "".join(char for char in text.replace("\t", " ") if char == "\n" or not _dropped(char))


def _dropped(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs")


def encode(text: str) -> str:
    """Plain text as LaTeX. Its inverse is `decode.decode`, for text that `clean` leaves as it is."""
    return _encode(clean(text))


def _encode(text: str) -> str:
    return _ENCODE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    if char == " ":
        return "\\ "
    return _SPECIAL.get(char) or char + "{}"


def encode_title(text: str, language: str) -> str:
    r"""A title with Zotero's markup as LaTeX: <i> as \emph and so on, case protected by braces.

    `language` is a BCP 47 tag or "". Styles of BibTeX set titles in small letters but for the first; words
    that must keep their capitals stand in braces: acronyms and mixed case ("{DEA}", "{iPhone}") always,
    other capitalised words unless the title is English and capitalised throughout, where a capital says
    nothing. Text in a marked-up stretch stands in braces anyway.
    """
    segments = title_markup(clean(text))
    keep = _protector([segment.text for segment in segments if not segment.marks], language)
    parts: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    before = ""
    for segment in segments:
        parts.append(_switched(open_marks, segment.marks))
        open_marks = segment.marks
        parts.append(_encode(segment.text) if segment.marks else keep(segment.text, before))
        before += segment.text
        before = before[-8:]
    parts.append(_switched(open_marks, ()))
    return "".join(parts)


def _switched(now: Sequence[Mark], then: Sequence[Mark]) -> str:
    common = 0
    while common < min(len(now), len(then)) and now[common] == then[common]:
        common += 1
    return "}" * (len(now) - common) + "".join(_COMMANDS[mark] for mark in then[common:])


_WORD = re.compile(r"\S+")


class _protector:  # noqa: N801  (called like a function)
    """Puts the words of one title in braces that have to keep their capitals."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.capitalised = _capitalised_throughout(" ".join(texts), language)
        self.english = language.split("-")[0] in ("en", "")

    def __call__(self, text: str, before: str) -> str:
        parts = []
        position = 0
        for found in _WORD.finditer(text):
            parts.append(_encode_inside(text[position : found.start()], position == 0 and not before))
            parts.append(self._word(found[0], before + text[: found.start()][-8:]))
            position = found.end()
        parts.append(_encode_inside(text[position:], position == 0 and not before, end=True))
        return "".join(parts)

    def _word(self, word: str, before: str) -> str:
        letters = [char for char in word if char.isalpha()]
        encoded = _encode(word)
        if not letters or not any(char.isupper() for char in letters):
            return encoded
        return f"{{{encoded}}}" if self._keeps(word, letters, before.rstrip()) else encoded

    def _keeps(self, word: str, letters: Sequence[str], before: str) -> bool:
        parts = re.split(r"[-–—/]", word)
        if any(any(char.isupper() for char in _letters(part)[1:]) for part in parts):
            return True
        if self.english and letters == ["I"]:
            return True
        if not letters[0].isupper():
            return not self.capitalised
        if not before or before.endswith(":"):
            # BibTeX's own change of case spares the first sign of a title and of what follows a colon.
            return not word[0].isalpha()
        return before[-1] in ".?!—–" or not self.capitalised


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def _encode_inside(text: str, first: bool, *, end: bool = False) -> str:
    """Blanks between words; what BibTeX would drop at the ends of the value is kept as `\\ `."""
    if not text:
        return ""
    encoded = text[0] + re.sub(r"(?<= ) ", r"\\ ", text)[1:]
    if (first or (end and len(text) == 1)) and encoded[0] == " ":
        encoded = "\\ " + encoded[1:]
    elif end and encoded.endswith(" ") and not encoded.endswith("\\ "):
        encoded = encoded[:-1] + "\\ "
    return encoded.translate({0x0A: r"\newline{}", 0xA0: "~"})


def _capitalised_throughout(text: str, language: str) -> bool:
    """Whether an English title (or one of unknown language) capitalises its words for show."""
    base = language.split("-")[0]
    if base not in ("en", ""):
        return False
    words = re.findall(r"[^\W\d_]{4,}", re.sub(r"^\W*\w+|:\s*\W*\w+", " ", text))
    large = sum(1 for word in words if word[0].isupper())
    # Without a language one or two capitals may well be names.
    return len(words) >= (1 if base else 3) and large >= 0.7 * len(words)
