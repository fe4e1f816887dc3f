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

    def saying(self, text: str) -> _Run:
        """Another text set in the same way; `dataclasses.replace` takes several times as long."""
        return _Run(text, self.styles, self.url, self.lang)

    def is_set_like(self, other: _Run) -> bool:
        """Whether both are set in the same way, whatever they say."""
        return (self.styles, self.url, self.lang) == (other.styles, other.url, other.lang)


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


def entries_by_id(blocks: Sequence[Any], inside: bool = False) -> dict[str, Formatted]:
    """The entries in the blocks of pandoc's document, by item id; `inside` as for `read_entry`."""
    entries: dict[str, Formatted] = {}
    for block in blocks:
        if block["t"] != "Div":
            continue
        for one in block["c"][1]:
            if one["t"] == "Div" and one["c"][0][0].startswith("ref-"):
                inlines = [inline for part in one["c"][1] for inline in part.get("c") or ()]
                entries[one["c"][0][0].removeprefix("ref-")] = read_entry(inlines, inside=inside)
    return entries


def from_citations(blocks: Sequence[Any], inside: bool) -> dict[str, Formatted]:
    """The entries of a style that makes only notes or citations: what it would have put in the first note."""
    entries: dict[str, Formatted] = {}
    for block in blocks:
        for cite in block["c"] if block["t"] == "Para" else ():
            if cite["t"] == "Cite":
                entries[cite["c"][0][0]["citationId"]] = read_entry([cite], inside=inside)
    return entries


def _classes(inline: Any) -> Sequence[str]:
    if isinstance(inline, dict) and inline.get("t") == "Span":
        return tuple(inline["c"][0][1])
    return ()


def _runs(inlines: Iterable[Any], around: _Run) -> Iterator[_Run]:
    for inline in inlines:
        kind, content = inline.get("t"), inline.get("c")
        if kind == "Str":
            yield around.saying(content)
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            yield around.saying(" ")
        elif kind in _STYLES:
            yield from _runs(content, _styled(around, _STYLES[kind]))
        elif kind == "Span":
            yield from _span_runs(content[0], content[1], around)
        elif kind == "Link":
            yield from _link_runs(content[1], content[2][0], around)
        elif kind == "Quoted":
            marks = "‘’" if content[0].get("t") == "SingleQuote" else "“”"
            yield around.saying(marks[0])
            yield from _runs(content[1], around)
            yield around.saying(marks[1])
        elif kind == "Code":
            yield replace(around, text=content[1], styles=around.styles | {"code"})
        elif kind in {"Math", "RawInline"}:
            yield around.saying(content[1])
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
        yield around.saying(" ")
    yield from _runs(_punctuation_inward(content), inside)
    if "csl-block" in classes:
        yield around.saying(" ")


def _punctuation_inward(inlines: Sequence[Any]) -> Sequence[Any]:
    """`‘x’.”` made `‘x.’”`.

    pandoc moves a full stop or comma into the outer quotation marks, not into inner ones that end at the same
    place. Done only where it has moved it at all, so only in locales with punctuation inside.
    """
    if len(inlines) < 3 or _string(inlines[-1]) not in _CLOSING or _string(inlines[-2]) not in {".", ","}:
        return inlines
    moved = _moved_into(inlines[-3], inlines[-2])
    return inlines if moved is None else [*inlines[:-3], moved, inlines[-1]]


def _moved_into(quoted: Any, stop: Any) -> Any:
    """The quotation `quoted`, maybe in a link, with `stop` before its closing mark; None if it is none."""
    if not isinstance(quoted, dict) or quoted.get("t") not in {"Span", "Link"}:
        return None
    attributes, inner, *target = quoted["c"]
    if quoted["t"] == "Link":
        moved = _moved_into(inner[-1], stop) if inner else None
        return None if moved is None else {"t": "Link", "c": [attributes, [*inner[:-1], moved], *target]}
    if len(inner) < 3 or _string(inner[-1]) not in _CLOSING or _string(inner[0]) not in _OPENING:
        return None
    return {"t": "Span", "c": [attributes, [*inner[:-1], stop, inner[-1]]]}


def _stops_inward(runs: Iterable[_Run]) -> list[_Run]:
    """`“War on Drugs”.` made `“War on Drugs.”`, also where only the quotation is in italics.

    pandoc moves it only into quotation marks that the style itself sets. What was typed so stays: a mark
    parts it (`guards.guard_title`).
    """
    joined: list[_Run] = []
    for run in runs:
        if joined and joined[-1].is_set_like(run):
            joined[-1] = joined[-1].saying(joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    for position, run in enumerate(joined):
        text = _STOP_AFTER_QUOTE.sub(_moved_inward, run.text)
        joined[position] = run.saying(text)
        after = joined[position + 1] if position + 1 < len(joined) else _Run("")
        if after.text[:1] in {".", ","} and _QUOTED_END.search(text):
            inward = text[:-1] + after.text[0] + text[-1]
            joined[position] = run.saying(_INNER_END.sub(r"\1\3\2", inward))
            joined[position + 1] = after.saying(after.text[1:])
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
        if joined and joined[-1].is_set_like(run):
            joined[-1] = run.saying(joined[-1].text + text)
        else:
            joined.append(run.saying(text))
    while joined and not (end := joined[-1].text.rstrip(" ")):
        joined.pop()
    if joined:
        joined[-1] = joined[-1].saying(end)
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
