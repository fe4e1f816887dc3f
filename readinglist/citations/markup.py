"""Text on its way into the citation processor: Zotero's inline markup kept, everything else made inert."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = "\ue0fe"
"""A private-use character that makes text inert for the processor; taken out of all that comes back."""

SPACE, HYPHEN, STOP, COMMA, AND = "\ue0fd", "\ue0fc", "\ue0fb", "\ue0fa", "\ue0f9"
"""Stand for a space, a hyphen, a full stop, a comma and "&" that the processor must not see; put back."""

LETTER = "\u3164"
"""An invisible letter (Hangul filler): makes another word of one that title case would leave small."""

_BACK = str.maketrans({MARK: None, SPACE: " ", HYPHEN: "-", STOP: ".", COMMA: ",", AND: "&", LETTER: None})

_TAG = re.compile(r"<(/?)([a-zA-Z]+)((?:\s[^<>]*)?)>")
_SIMPLE = {"i": "i", "em": "i", "b": "b", "strong": "b", "sub": "sub", "sup": "sup", "sc": "sc"}
_SMALL_CAPS = re.compile(
    r"""^\s+style\s*=\s*["']\s*font-variant\s*:\s*small-caps\s*;?\s*["']\s*$""", re.IGNORECASE
)
_NO_CASE = re.compile(r"""^\s+class\s*=\s*["']\s*nocase\s*["']\s*$""", re.IGNORECASE)

# C0 and C1 controls but tab and line feed, noncharacters, lone surrogates, and the directional embeddings,
# overrides and isolates, which can turn the text after them around. LRM, RLM and joiners stay.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069\ufeff"
    + MARK
    + SPACE
    + HYPHEN
    + STOP
    + COMMA
    + AND
    + LETTER
    + "]"
)


@dataclass
class _Tag:
    start: int
    end: int
    closing: bool
    name: str
    opener: str
    partner: int = -1


def clean(text: str) -> str:
    """`text` without control characters, directional overrides and lone surrogates, its blanks single."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return re.sub(r"[ \t\n]+", " ", _UNWANTED.sub("", text)).strip(" ")


def title_markup(text: str) -> str:
    """`text` cleaned, in the only markup that pandoc's CSL-JSON reader understands.

    Kept, when opened and closed in order: `<i> <b> <sub> <sup> <sc>`, `<em>` and `<strong>` as `<i>` and
    `<b>`, small capitals and "nocase" spans however they are spelt. Everything else that looks like a tag
    comes out as the characters that were typed. Source: Zotero's manual, "Rich text bibliography".
    """
    text = clean(text)
    if "<" not in text:
        return text
    tags = _pair_up(text)
    parts, position = [], 0
    for tag in tags:
        parts.append(text[position : tag.start])
        if tag.partner < 0:
            parts.append("<" + MARK + text[tag.start + 1 : tag.end])
        elif tag.closing:
            parts.append(f"</{tag.name}>")
        else:
            parts.append(tag.opener)
        position = tag.end
    parts.append(text[position:])
    return "".join(parts)


def unguard(text: str) -> str:
    """`text` as it is shown: the private-use characters of this module put back or taken out."""
    return text.translate(_BACK)


def strip_markup(text: str) -> str:
    """`text` cleaned, its understood markup dropped, everything else as typed."""
    return re.sub(r"</?(?:i|b|sub|sup|sc|span)(?:\s[^<>]*)?>", "", title_markup(text)).replace(MARK, "")


def _pair_up(text: str) -> list[_Tag]:
    tags = [_tag(match) for match in _TAG.finditer(text)]
    waiting: list[int] = []
    for number, tag in enumerate(tags):
        if not tag.name:
            continue
        if not tag.closing:
            waiting.append(number)
            continue
        for depth in range(len(waiting) - 1, max(-1, len(waiting) - 50), -1):
            opener = tags[waiting[depth]]
            if opener.name == tag.name:
                opener.partner, tag.partner = number, waiting[depth]
                del waiting[depth:]
                break
    return tags


def _tag(match: re.Match[str]) -> _Tag:
    closing, name, rest = match[1] == "/", match[2].lower(), match[3]
    tag = _Tag(match.start(), match.end(), closing, "", "")
    if name in _SIMPLE and not rest.strip():
        tag.name = _SIMPLE[name]
        tag.opener = f"<{tag.name}>"
    elif name == "span" and closing:
        tag.name = "span"
    elif name == "span" and _SMALL_CAPS.match(rest):
        tag.name, tag.opener = "span", '<span style="font-variant:small-caps;">'
    elif name == "span" and _NO_CASE.match(rest):
        tag.name, tag.opener = "span", '<span class="nocase">'
    return tag
