"""Text into LaTeX that BibTeX, biber and LaTeX read: specials escaped, letters left as UTF-8.

Nothing that was typed can act: every backslash, brace and other special character becomes text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence, Set

from readinglist.items.text import Mark, title_markup

_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even behind a backslash, so `\{` alone would unbalance the file.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
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
_LIGATURE = r"-(?=-)|'(?=')|,(?=,)|<(?=<)|>(?=>)"
_SIGN = re.compile(rf"[\\{{}}~^`&%$#_\u00a0\u00ad\n]|{_LIGATURE}")
# Where none of these and of the other pairs stands, there is no sign: found out faster than by that.
_MAYBE = re.compile("[\\\\{}~^&%$#_\u00a0\u00ad\n`<>]")
# A blank that BibTeX would drop: at the ends, or after another.
_BLANK = re.compile(r"(?<= ) |^ | $")

_COMMANDS: dict[Mark, str] = {
    "italic": r"\emph{",
    "bold": r"\textbf{",
    "sub": r"\textsubscript{",
    "sup": r"\textsuperscript{",
    "smallcaps": r"\textsc{",
    "nocase": "{",
}


def clean(text: str) -> str:
    """The text without control characters and broken surrogates; line ends are newlines, none at the end."""
    if text.isprintable() and "\ufffd" not in text:
        return text
    # LuaTeX takes U+FFFD for a fault in the file.
    text = text.replace("\t", " ").replace("\ufffd", "?")
    kept = "".join(char for char in text if char in _LINE_ENDS or not _dropped(char))
    return "\n".join(kept.splitlines()).rstrip("\n")


_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85"  # besides U+2028 and U+2029, which are no control characters


def _dropped(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs")


def encode(text: str) -> str:
    """Plain text as LaTeX. Its inverse is `decode.decode`, for text that `clean` leaves as it is."""
    return _blanks(_signs(clean(text)))


def _blanks(text: str) -> str:
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        return _BLANK.sub(r"\\ ", text)
    return text


def _signs(text: str) -> str:
    if not ("--" in text or "''" in text or ",," in text or _MAYBE.search(text)):
        return text
    return _SIGN.sub(lambda found: _SPECIAL.get(found[0]) or found[0] + "{}", text)


def encode_markup(text: str) -> str:
    """A title that no style changes the case of (a journal's, a series'): markup as LaTeX, no braces."""
    segments = title_markup(clean(text))
    parts: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    for segment in segments:
        parts += [_switched(open_marks, segment.marks), _signs(segment.text)]
        open_marks = segment.marks
    return _blanks("".join([*parts, _switched(open_marks, ())]))


def encode_title(text: str, language: str, proper: Set[str] = frozenset()) -> str:
    r"""A title with Zotero's markup as LaTeX: <i> as \emph and so on, case protected by braces.

    `language` is a BCP 47 tag or "". Styles of BibTeX set titles in small letters but for the first; words
    that must keep their capitals stand in braces: acronyms and mixed case ("{DEA}", "{iPhone}") always,
    other capitalised words unless the title is `capitalised_throughout`, where a capital says nothing unless
    the word is one of `proper` (in small letters). Marked-up text too: the braces of a command's argument
    keep capitals for BibTeX, but not for biblatex's sentence case.
    """
    segments = title_markup(clean(text))
    protect = _Protector("".join(segment.text for segment in segments), language, proper)
    parts: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    before = ""
    for segment in segments:
        parts.append(_switched(open_marks, segment.marks))
        open_marks = segment.marks
        kept = "nocase" in segment.marks
        parts.append(_signs(segment.text) if kept else protect(segment.text, before))
        before = (before + segment.text)[-8:]
    parts.append(_switched(open_marks, ()))
    return _blanks("".join(parts))


def _switched(now: Sequence[Mark], then: Sequence[Mark]) -> str:
    common = 0
    while common < min(len(now), len(then)) and now[common] == then[common]:
        common += 1
    return "}" * (len(now) - common) + "".join(_COMMANDS[mark] for mark in then[common:])


_WORD = re.compile(r"(\w(?:\S*\w)?)", re.UNICODE)


class _Protector:
    """Puts the words of one title in braces that have to keep their capitals."""

    def __init__(self, title: str, language: str, proper: Set[str]) -> None:
        self.proper = proper
        self.capitalised = capitalised_throughout(title, language)
        self.english = language.split("-")[0] in ("en", "")

    def __call__(self, text: str, before: str) -> str:
        parts = []
        position = 0
        for found in _WORD.finditer(text):
            word, start = found[0], found.start()
            if _has_capital(word) and self._keeps(word, before + text[max(0, start - 8) : start]):
                parts += [_signs(text[position:start]), f"{{{_signs(word)}}}"]
                position = found.end()
        parts.append(_signs(text[position:]))
        return "".join(parts)

    def _keeps(self, word: str, before: str) -> bool:
        letters = _letters(word)
        if any(any(char.isupper() for char in _letters(part)[1:]) for part in re.split(r"[-–—/]", word)):
            return True
        if self.english and letters == "I":
            return True
        if not letters[0].isupper():
            return not self.capitalised
        if not before.strip() or re.search(r":\s+$", before):
            # BibTeX's change of case spares the first sign of a title and of what follows a colon.
            return False
        if re.sub(r"['’]s$", "", word).lower() in self.proper:
            return True
        # Behind "¿" or a quotation mark at the start, or behind a full stop, the capital would be lost.
        lost = before.rstrip()[-1] in ".?!—–¿¡\"'“‘«(#" and not re.search(r"\b\w\.\s*$", before)
        return lost or not self.capitalised


def _has_capital(word: str) -> bool:
    return word != word.lower() if word.isascii() else any(char.isupper() for char in word)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def capitalised_throughout(text: str, language: str) -> bool:
    """Whether an English title (or one of unknown language) capitalises its words for show.

    `text` is a title without markup, `language` a BCP 47 tag or "".
    """
    base = language.split("-")[0]
    if base not in ("en", ""):
        return False
    words = re.findall(r"[^\W\d_]{4,}", re.sub(r"^\W*\w+|:\s*\W*\w+", " ", text))
    large = sum(1 for word in words if word[0].isupper())
    # Without a language one or two capitals may well be names.
    return len(words) >= (1 if base else 3) and large >= 0.7 * len(words)
