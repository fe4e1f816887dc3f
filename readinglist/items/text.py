"""Text as it stands in Zotero's fields: folding for search, title markup, notes' HTML, language names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from readinglist.items.languages import language_tag

__all__ = [
    "Mark",
    "Segment",
    "ascii_fold",
    "fold",
    "html_to_plain",
    "language_tag",
    "plain",
    "tagged",
    "title_markup",
]

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
        "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ẞ": "Ss", "ı": "i", "ħ": "h", "Ħ": "H",
        "ŧ": "t", "Ŧ": "T", "ŋ": "n", "Ŋ": "N", "ĸ": "k", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ə": "e", "Ə": "E",
        "ʼ": "'", "ʻ": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """The text for searching and sorting: casefolded, accents stripped, blanks run together.

    `fold("  Ñandú  ØRE")` is "nandu ore". Letters of other scripts stay; folding twice changes nothing.
    """
    folded = _without_accents(text).casefold()
    return " ".join(_without_accents(folded).casefold().split())


def ascii_fold(text: str) -> str:
    """The text in the basic Latin alphabet as far as it has one ("Ó Briain" → "O Briain"), case kept.

    Letters of other scripts ("李") stay as they are.
    """
    return _without_accents(text)


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    kept = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", kept)


Mark: TypeAlias = Literal["italic", "bold", "sub", "sup", "smallcaps", "nocase"]
"""What Zotero's title markup can say; "nocase" keeps a citation style from changing the case."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters of a title (unescaped) and the marks on it, the outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


# Source: https://www.zotero.org/support/kb/rich_text_bibliography. Anything else is text.
_TAG = re.compile(
    r"""<(/?)(?:(i|b|sub|sup|sc)|span(?:\s+class=["'](nocase)["']|"""
    r"""\s+style=["']\s{0,9}font-variant:\s{0,9}(small-caps)\s{0,9};?\s{0,9}["'])?)\s{0,9}>"""
)
_MARKS: dict[str, Mark] = {
    "i": "italic", "b": "bold", "sub": "sub", "sup": "sup", "sc": "smallcaps",
    "nocase": "nocase", "small-caps": "smallcaps",
}  # fmt: skip
_OPENING: dict[Mark, tuple[str, str]] = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "smallcaps": ("<sc>", "</sc>"),
    "nocase": ('<span class="nocase">', "</span>"),
}
_DEEPEST = 8  # Deeper markup is nobody's title: its tags count as text.


def title_markup(text: str) -> tuple[Segment, ...]:
    """A title with Zotero's inline markup, cut into segments.

    <i>, <b>, <sub>, <sup>, <sc>, <span class="nocase"> and <span style="font-variant:small-caps;"> count
    where they are opened and closed; unknown, unclosed and unopened tags are text and lose nothing.
    """
    tags = _matched_tags(text)
    segments: list[Segment] = []
    marks: list[Mark] = []
    position = 0
    for start, end, mark in tags:
        _append(segments, text[position:start], marks)
        if mark is None:
            marks.pop()
        else:
            marks.append(mark)
        position = end
    _append(segments, text[position:], marks)
    return tuple(segments)


def plain(text: str) -> str:
    """A title without Zotero's markup, the characters alone."""
    if "<" not in text:
        return text
    return "".join(segment.text for segment in title_markup(text))


def tagged(segments: Sequence[Segment]) -> str:
    """The segments as a title again, in Zotero's markup, every tag closed."""
    parts: list[str] = []
    open_marks: list[Mark] = []
    for segment in (*segments, Segment("")):
        common = 0
        while (
            common < min(len(open_marks), len(segment.marks)) and open_marks[common] == segment.marks[common]
        ):
            common += 1
        while len(open_marks) > common:
            parts.append(_OPENING[open_marks.pop()][1])
        for mark in segment.marks[common:]:
            parts.append(_OPENING[mark][0])
            open_marks.append(mark)
        parts.append(segment.text)
    return "".join(parts)


def _append(segments: list[Segment], text: str, marks: Sequence[Mark]) -> None:
    if text and segments and segments[-1].marks == tuple(marks):
        segments[-1] = Segment(segments[-1].text + text, tuple(marks))
    elif text:
        segments.append(Segment(text, tuple(marks)))


def _matched_tags(text: str) -> list[tuple[int, int, Mark | None]]:
    """The tags that have a partner, in order: (start, end, mark), None as mark of a closing one."""
    found: list[tuple[int, int, Mark | None]] = []
    stack: list[tuple[str, int, int, Mark]] = []
    waiting: dict[str, int] = {}
    for match in _TAG.finditer(text):
        name = match[2] or "span"
        kind = match[2] or match[3] or match[4]
        if not match[1]:
            if kind and len(stack) < _DEEPEST:
                stack.append((name, match.start(), match.end(), _MARKS[kind]))
                waiting[name] = waiting.get(name, 0) + 1
        elif waiting.get(name) and not (name == "span" and (match[3] or match[4])):
            # What was opened inside and not closed is text.
            while stack[-1][0] != name:
                waiting[stack.pop()[0]] -= 1
            _, start, end, mark = stack.pop()
            waiting[name] -= 1
            found += [(start, end, mark), (match.start(), match.end(), None)]
    return sorted(found)


_BLOCKS = frozenset(
    str.split("p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote pre table tr hr dl dt dd section article")
)
_HIDDEN = frozenset(str.split("script style head title template"))
_ANY_TAG = re.compile(r"<!--|<[!?][^<>]*>|<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*>")


def html_to_plain(text: str) -> str:
    """The text of a note's HTML: tags, comments, scripts and styles gone, one line a paragraph.

    A scan that never goes back, since a real HTML parser takes quadratic time on hostile nesting; the result
    is text, so nothing depends on it for safety.
    """
    parts: list[str] = []
    position = 0
    while found := _ANY_TAG.search(text, position):
        parts.append(text[position : found.start()])
        position = found.end()
        name = (found[2] or "").lower()
        if found[0] == "<!--":
            end = text.find("-->", position)
            position = len(text) if end < 0 else end + 3
        elif name in _HIDDEN and not found[1]:
            closing = re.compile(f"</{name}[^<>]*>", re.IGNORECASE).search(text, position)
            position = closing.end() if closing else len(text)
        elif name in _BLOCKS:
            parts.append("\n")
        elif name in ("td", "th"):
            parts.append(" ")
    parts.append(text[position:])
    # Blanks and breaks of the source are blanks; only block elements begin a line.
    lines = "".join(part if part == "\n" else _spaces(part) for part in parts).split("\n")
    clean = (" ".join(html.unescape(line).split()) for line in lines)
    return "\n".join(line for line in clean if line)


def _spaces(part: str) -> str:
    return part.replace("\n", " ").replace("\r", " ")
