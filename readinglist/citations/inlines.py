"""What pandoc gives back, its JSON of formatted text, read into `richtext`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from readinglist.citations.markup import MARK, unguard
from readinglist.citations.richtext import Link, Node, Rich, Span, Style, Text

_STYLES: Mapping[str, Style] = {
    "Emph": "emphasis",
    "Strong": "strong",
    "SmallCaps": "smallcaps",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "Underline": "underline",
    "Strikeout": "strikeout",
}
# From the outermost to the innermost, so that the same formatting always gives the same tree.
_ORDER: tuple[Style, ...] = (
    "strong",
    "emphasis",
    "underline",
    "strikeout",
    "smallcaps",
    "superscript",
    "subscript",
    "code",
)
# A full stop after a question mark, which `guards.guard_title` has hidden from pandoc.
_AFTER_EXCLAMATION = re.compile(rf"([?!]{MARK}[”’»]*)[.:]")
_STOP_AFTER_QUOTE = re.compile(r"(“[^”]*[^”?!.,])(”)([.,])")
_INNER_END = re.compile(r"(‘[^’]*[^’?!.,])(’)([.,])(?=”)")
_QUOTED_END = re.compile(r"“[^”]*[^”?!.,]”$|‘[^’]*[^’?!.,]’$")
_OPENING = frozenset("“‘«‹„")
_CLOSING = frozenset("”’»›“")
# Set within themselves these turn back ("The New <i>Katz</i>" in an italic title), as citeproc-js has it.
_FLIPPING: frozenset[Style] = frozenset({"emphasis", "strong"})


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    styles: frozenset[Style] = frozenset()
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """One entry out of pandoc: the number or label in the margin, and the entry itself."""

    number: str
    content: Rich


def read_entry(inlines: Sequence[Any], *, inside: bool = False) -> Formatted:
    """The entry in a list of pandoc inlines. Nothing is passed on raw: what is no style gives its text.

    With `inside`, full stops and commas stand inside quotation marks wherever the style puts them after one.
    """
    margin: list[_Run] = []
    body: list[_Run] = []
    plain = _Run("")
    for inline in _punctuation_inward(inlines):
        target = margin if "csl-left-margin" in _classes(inline) else body
        target.extend(_runs([inline], plain))
    number = " ".join("".join(run.text for run in margin).split())
    return Formatted(number, _tree(_tidy(_stops_inward(body) if inside else body)))


def _classes(inline: Any) -> Sequence[str]:
    if isinstance(inline, dict) and inline.get("t") == "Span":
        return tuple(inline["c"][0][1])
    return ()


def _runs(inlines: Iterable[Any], around: _Run) -> Iterator[_Run]:
    for inline in inlines:
        kind, content = inline.get("t"), inline.get("c")
        if kind == "Str":
            yield replace(around, text=content)
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            yield replace(around, text=" ")
        elif kind in _STYLES:
            yield from _runs(content, _styled(around, _STYLES[kind]))
        elif kind == "Span":
            yield from _span_runs(content[0], content[1], around)
        elif kind == "Link":
            yield from _link_runs(content[1], content[2][0], around)
        elif kind == "Quoted":
            marks = "‘’" if content[0].get("t") == "SingleQuote" else "“”"
            yield replace(around, text=marks[0])
            yield from _runs(content[1], around)
            yield replace(around, text=marks[1])
        elif kind == "Code":
            yield replace(around, text=content[1], styles=around.styles | {"code"})
        elif kind in {"Math", "RawInline"}:
            yield replace(around, text=content[1])
        elif kind in {"Cite", "Image"}:
            yield from _runs(content[1], around)
        elif kind == "Note":
            for block in content:
                yield from _runs(block.get("c") or (), around)


def _styled(around: _Run, style: Style) -> _Run:
    flips = style in _FLIPPING and style in around.styles
    return replace(around, styles=around.styles - {style} if flips else around.styles | {style})


def _span_runs(attributes: Sequence[Any], content: Sequence[Any], around: _Run) -> Iterator[_Run]:
    classes = attributes[1]
    inside = around
    for key, value in attributes[2]:
        if key == "lang":
            inside = replace(inside, lang=str(value))
    if "nodecor" in classes:
        inside = replace(inside, styles=frozenset())
    if "csl-block" in classes or "csl-indent" in classes:
        yield replace(around, text=" ")
    yield from _runs(_punctuation_inward(content), inside)
    if "csl-block" in classes:
        yield replace(around, text=" ")


def _punctuation_inward(inlines: Sequence[Any]) -> Sequence[Any]:
    """`‘x’.”` made `‘x.’”`.

    pandoc moves a full stop or comma into the outer quotation marks, not into inner ones that end at the same
    place. Done only where it has moved it at all, so only in locales with punctuation inside.
    """
    if len(inlines) < 3 or _string(inlines[-1]) not in _CLOSING or _string(inlines[-2]) not in {".", ","}:
        return inlines
    quoted = inlines[-3]
    if not isinstance(quoted, dict) or quoted.get("t") != "Span":
        return inlines
    inner = quoted["c"][1]
    if len(inner) < 3 or _string(inner[-1]) not in _CLOSING or _string(inner[0]) not in _OPENING:
        return inlines
    moved = {"t": "Span", "c": [quoted["c"][0], [*inner[:-1], inlines[-2], inner[-1]]]}
    return [*inlines[:-3], moved, inlines[-1]]


def _stops_inward(runs: Iterable[_Run]) -> list[_Run]:
    """`“War on Drugs”.` made `“War on Drugs.”`, also where only the quotation is in italics.

    pandoc moves it only into quotation marks that the style itself sets. What was typed so stays: a mark
    parts it (`guards.guard_title`).
    """
    joined: list[_Run] = []
    for run in runs:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    for position, run in enumerate(joined):
        text = _STOP_AFTER_QUOTE.sub(_moved_inward, run.text)
        joined[position] = replace(run, text=text)
        after = joined[position + 1] if position + 1 < len(joined) else _Run("")
        if after.text[:1] in {".", ","} and _QUOTED_END.search(text):
            inward = text[:-1] + after.text[0] + text[-1]
            joined[position] = replace(run, text=_INNER_END.sub(r"\1\3\2", inward))
            joined[position + 1] = replace(after, text=after.text[1:])
    return joined


def _moved_inward(found: re.Match[str]) -> str:
    """The stop inside the quotation marks, and inside inner ones that end at the same place."""
    return _INNER_END.sub(r"\1\3\2", f"{found[1]}{found[3]}{found[2]}")


def _string(inline: Any) -> str:
    return str(inline.get("c", "")) if isinstance(inline, dict) and inline.get("t") == "Str" else ""


def _link_runs(content: Sequence[Any], target: str, around: _Run) -> Iterator[_Run]:
    runs = list(_runs(content, around))
    url = safe_url(target)
    if url and _says(url, "".join(run.text for run in runs)):
        runs = [replace(run, url=url) for run in runs]
    yield from runs


def safe_url(target: str) -> str:
    """`target` as a URL fit to be linked to, or "" where it is none: http, https, mailto and doi only."""
    if MARK in target:
        return ""
    # What must be escaped in any URL is; what is already escaped stays.
    url = quote(target.strip(), safe="%/:=&?~#+!$,;'@()*[]")
    try:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"}:
            port_is_valid = parts.port is None or parts.port >= 0
            return url if port_is_valid and parts.hostname and "." in parts.hostname else ""
        return url if parts.scheme in {"mailto", "doi"} and parts.path else ""
    except ValueError:
        return ""


def _says(url: str, text: str) -> bool:
    """Whether a link's text is its own address; pandoc also links titles to addresses that are left out."""
    wanted = re.sub(r"\s", "", unquote(text)).casefold()
    return bool(wanted) and wanted in unquote(url).casefold()


def _tidy(runs: Iterable[_Run]) -> list[_Run]:
    """Marks taken out, spaces single, none at either end, neighbours of one kind joined."""
    joined: list[_Run] = []
    space = True
    ended = ""
    for run in runs:
        text = _AFTER_EXCLAMATION.sub(r"\1", ended + run.text)[len(ended) :]
        ended = mark[0] if (mark := re.search(rf"[?!]{MARK}[”’»]*$", ended + text)) else ""
        text = re.sub(r"[ \t\n]+", " ", unguard(text))
        if space:
            text = text.lstrip(" ")
        if not text:
            continue
        space = text.endswith(" ")
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    while joined and not (end := joined[-1].text.rstrip(" ")):
        joined.pop()
    if joined:
        joined[-1] = replace(joined[-1], text=end)
    return joined


def _tree(runs: Sequence[_Run]) -> Rich:
    """The runs as a tree: links outermost, then languages, then styles in their order."""
    nodes: list[Node] = []
    start = 0
    while start < len(runs):
        first, end = runs[start], start + 1
        if first.url:
            while end < len(runs) and runs[end].url == first.url:
                end += 1
            nodes.append(Link(first.url, _tree([replace(run, url="") for run in runs[start:end]])))
        elif first.lang:
            while end < len(runs) and runs[end].lang == first.lang and not runs[end].url:
                end += 1
            nodes.append(Span("plain", _tree([replace(run, lang="") for run in runs[start:end]]), first.lang))
        elif first.styles:
            style = next(one for one in _ORDER if one in first.styles)
            while end < len(runs) and style in runs[end].styles and not runs[end].url and not runs[end].lang:
                end += 1
            inner = [replace(run, styles=run.styles - {style}) for run in runs[start:end]]
            nodes.append(Span(style, _tree(inner)))
        else:
            nodes.append(Text(first.text))
        start = end
    return tuple(nodes)
