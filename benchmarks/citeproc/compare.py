"""Our entries beside citeproc-js's, style by style: `python -m benchmarks.citeproc.compare [--show STYLE]`.

Same items, styles and locales; quotation marks and white space made alike, numbers in the margin left out,
and "———" for a repeated author switched off in both, as a reading list does not stand in the style's order.
What differs is looked up in `judged.toml`: a difference of a kind that stands there with the manual's rule,
and where it was read, counts as right; one whose rule has no source is listed apart. Fetches citeproc-js and
the CSL locales by npm and pip into `build/citeproc`.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.citeproc.fresh import fresh
from benchmarks.citeproc.items import bundled, unruly
from benchmarks.citeproc.judge import Judge, Verdict, load_judge
from benchmarks.citeproc.later import beyond, fourth, later, third
from benchmarks.citeproc.tools import Tools, fetch_tools, reference
from readinglist.citations.creators import promote_creators
from readinglist.citations.csl import NAMESPACE, load_csl
from readinglist.citations.inlines import entries_by_id
from readinglist.citations.pandoc import run_citeproc
from readinglist.citations.prepare import prepare_item
from readinglist.citations.processor import format_list
from readinglist.citations.rewrite import ReadyStyle, ready_style
from readinglist.citations.richtext import Text, plain_text
from readinglist.citations.roles import role_item, role_style, with_people
from readinglist.citations.rooms import make_room
from readinglist.citations.rooms.marks import marked
from readinglist.citations.shown import in_doubt, missing_parts, with_placeholders
from readinglist.citations.styles import find_style
from readinglist.citations.variables import NAME_VARIABLES

STYLES = (
    ("apa", "en-US", 0.96),
    ("modern-language-association", "en-US", 0.96),
    ("chicago-author-date", "en-US", 0.96),
    ("chicago-notes-bibliography", "en-US", 0.96),
    ("harvard-cite-them-right", "en-GB", 0.96),
    ("elsevier-vancouver", "en-US", 0.96),
    ("iso690-author-date-es", "es-ES", 0.96),
    ("ieee", "en-US", 0.90),
)


_NAMED, _TITLED, _LEADING, _SHORT, _PARTED = (
    "people named after the entry",
    "people named within the entry",
    "host or the like set as author",
    "given names stay initials",
    "a reviewed work's author parted from its title",
)
_INITIALS = frozenset({"harvard-cite-them-right", "iso690-author-date-es"})


@dataclass(slots=True)
class Result:
    """One style over one set: how many entries there are, are equal, are right by a rule of the manual, are
    explained by a rule without a source, and the rest."""

    style: str
    limit: float
    count: int = 0
    equal: int = 0
    right: Counter[str] = field(default_factory=Counter)
    unsupported: Counter[str] = field(default_factory=Counter)
    different: list[tuple[str, str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Equal or right, of all."""
        return (self.equal + self.right.total()) / self.count if self.count else 1.0


def alike(text: str) -> str:
    """`text` with quotation marks and white space made alike, without a number in front."""
    text = re.sub(r"[«»“”„‟\"]", '"', text)
    text = re.sub(r"[‘’‚`´]", "'", text).replace("''", '"')
    text = re.sub(r"^\s*(\[\d+\]|\d+\.)\s*", "", text)
    return re.sub(r"\s+", " ", text).strip()


def compare(
    items: Sequence[Mapping[str, Any]], styles: Sequence[tuple[str, str, float]], tools: Tools, judge: Judge
) -> list[Result]:
    """One result a style."""
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in styles:
            style, locale, _ = one
            file = find_style(style).path
            path = folder / f"{style}.csl"
            xml = file.read_text("utf-8")
            path.write_text(re.sub(r'\ssubsequent-author-substitute(-rule)?="[^"]*"', "", xml), "utf-8")
            ready = ready_style(load_csl(file), locale)
            leading = [promote_creators(dict(item), ready.name_variables) for item in items]

            room = style_with_room(path, locale)

            def ask(
                *lists: Sequence[Mapping[str, Any]], path: Path = path, locale: str = locale
            ) -> list[dict[str, str]]:
                runs = [{"style": str(path), "locale": locale, "items": each} for each in lists]
                return reference(tools, runs, folder)

            made = ask(list(items), leading)
            probes = [
                [with_placeholders(item) for item in some if in_doubt(item, texts[str(item["id"])])]
                for some, texts in zip((items, leading), made, strict=True)
            ]
            both = zip((items, leading), made, ask(*probes), strict=True)
            lost = [_lost(some, texts, probed) for some, texts, probed in both]
            titled: list[dict[str, str]] = []
            if room:
                marks = zip((items, leading), lost, strict=True)
                lists = [
                    [marked(item, gone.get(str(item["id"]), ())) for item in some] for some, gone in marks
                ]
                titled = ask(*lists, path=room)
            theirs = _Theirs(items, leading, ready, locale, made, lost, titled)
            results.append(_result(items, one, theirs, judge))
    return results


def style_with_room(path: Path, locale: str) -> Path | None:
    """The style of `path` with room for people after the title, None if it is of another kind."""
    root = load_csl(path)
    if not make_room(root, locale.split("-")[0]):
        return None
    ET.register_namespace("", NAMESPACE)
    changed = path.with_name(f"{path.stem}-room.csl")
    changed.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
    return changed


def _lost(
    items: Sequence[Mapping[str, Any]], texts: Mapping[str, str], probed: Mapping[str, str]
) -> dict[str, list[str]]:
    """The name variables of which a text of theirs shows nobody, by item; `probed` are the texts with
    placeholders for names, where there are any."""
    lost: dict[str, list[str]] = {}
    for item in items:
        key = str(item["id"])
        prepared = prepare_item(item, key)
        if not texts.get(key):
            continue
        probe = (with_placeholders(item), probed[key]) if key in probed else (prepared, texts[key])
        if here := [part for part in missing_parts(*probe) if part in prepared]:
            lost[key] = here
    return lost


@dataclass(slots=True)
class _Theirs:
    """What citeproc-js `made` of the items: as they are, and with hosts and others as authors (`leading`).

    `lost` is whom it left out of both, `titled` what it made of them in the style with room for these people
    after the title, if there is any.

    Besides, both with the people that are missing from them named after the entry, as our program does.
    """

    items: Sequence[Mapping[str, Any]]
    leading: Sequence[Mapping[str, Any]]
    ready: ReadyStyle
    locale: str
    made: Sequence[Mapping[str, str]]
    lost: Sequence[Mapping[str, Sequence[str]]]
    titled: Sequence[Mapping[str, str]]
    named: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)

    @property
    def plain(self) -> Mapping[str, str]:
        """Its entries of the items as they are."""
        return self.made[0]

    def __post_init__(self) -> None:
        self.named = {(_NAMED,): self._named(self.plain, self.items, self.lost[0])}
        promoted = {key: text for key, text in self.made[1].items() if text != self.plain.get(key)}
        self.named[(_LEADING,)] = promoted
        self.named[(_LEADING, _NAMED)] = self._named(promoted, self.leading, self.lost[1])
        for causes, titled, lost in zip(
            ((_TITLED,), (_LEADING, _TITLED)), self.titled, self.lost, strict=False
        ):
            self.named[causes] = {key: text for key, text in titled.items() if key in lost}

    def _named(
        self,
        texts: Mapping[str, str],
        items: Sequence[Mapping[str, Any]],
        lost: Mapping[str, Sequence[str]],
    ) -> dict[str, str]:
        waiting = {
            str(item["id"]): role_item(prepare_item(item, str(item["id"])), lost[str(item["id"])])
            for item in items
            if str(item["id"]) in lost and texts.get(str(item["id"]))
        }
        if not waiting:
            return {}
        style = role_style(self.locale, self.ready.initials)
        blocks = run_citeproc(list(waiting.values()), style, self.locale, cite=False, timeout=120)["blocks"]
        people = entries_by_id(blocks)
        return {
            key: plain_text(with_people((Text(texts[key].strip()),), people[key].content)) for key in waiting
        }

    def candidates(self, key: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """Each text that may stand for this item, with the causes for it, the unchanged one first."""
        yield (), self.plain.get(key, "")
        for causes, texts in self.named.items():
            if key in texts:
                yield causes, texts[key]


def _result(
    items: Sequence[Mapping[str, Any]], one: tuple[str, str, float], theirs: _Theirs, judge: Judge
) -> Result:
    style, locale, limit = one
    made = format_list(items, style=style, locale=locale)
    result = Result(style, limit, lost=[warning for warning in made.warnings if "left out" in warning])
    for item in items:
        key = str(item["id"])
        if not theirs.plain.get(key, "").strip():
            continue
        result.count += 1
        ours = alike(plain_text(made.entries[key].bibliography))
        if ours == alike(theirs.plain[key]):
            result.equal += 1
        elif verdict := _verdict(
            style,
            ours,
            _with_reviews_parted(item, _with_initials(style, item, theirs.candidates(key))),
            judge,
        ):
            (result.right if verdict.supported else result.unsupported)[verdict.cause] += 1
        else:
            result.different.append((key, ours, alike(theirs.plain[key])))
    return result


def _with_initials(
    style: str, item: Mapping[str, Any], candidates: Iterator[tuple[tuple[str, ...], str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The candidates, in styles of initials with the given names that were written out made initials too."""
    for why, text in candidates:
        yield why, text
        if style in _INITIALS and (new := _initials(item, text)) != text:
            yield (*why, _SHORT), new


def _with_reviews_parted(
    item: Mapping[str, Any], candidates: Iterator[tuple[tuple[str, ...], str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The candidates, with a comma too before the author of a reviewed work: the MLA style sets "by" right
    behind its title, and is to set "Review of Katz, by Wei Li" (MLA Handbook, 9th ed.)."""
    for why, text in candidates:
        yield why, text
        if item.get("reviewed-author") and (new := re.sub(r"(?<=[^\s,])by (?=\w)", ", by ", text)) != text:
            yield (*why, _PARTED), new


def _initials(item: Mapping[str, Any], text: str) -> str:
    for variable in NAME_VARIABLES:
        for name in item.get(variable) or ():
            given, family = str(name.get("given", "")), str(name.get("family", ""))
            if given and family:
                short = re.sub(r"(\w)\w*\.?", r"\1.", given).replace(" ", "")
                found = re.escape(family)
                text = re.sub(rf"({found}, ){re.escape(given)}(?!\w)", rf"\g<1>{short}", text, flags=re.I)
                text = re.sub(rf"(?<!\w){re.escape(given)} ({found})", rf"{short} \1", text, flags=re.I)
    return text


def _verdict(
    style: str, ours: str, candidates: Iterator[tuple[tuple[str, ...], str]], judge: Judge
) -> Verdict | None:
    """What explains our text, by rules with a source rather than by others."""
    found = [verdict for why, text in candidates if (verdict := judge.verdict(style, ours, alike(text), why))]
    return next((one for one in found if one.supported), found[0] if found else None)


def main() -> int:
    """Compare the sets and print the tables; exit code 1 where a style stays below its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", metavar="STYLE", help="print what differs in this style, or in 'all'")
    names = ("bundled", "unruly", "fresh", "later", "beyond", "third", "fourth")
    parser.add_argument("--set", choices=names, help="one of the sets only")
    parser.add_argument("--count", type=int, default=10, help="unruly or fresh items of each type")
    parser.add_argument("--seed", type=int, default=7, help="which unruly or fresh items")
    asked = parser.parse_args()
    tools = fetch_tools(Path("build", "citeproc").resolve())
    judge = load_judge()
    holds = True
    sets: dict[str, Callable[[int, int], list[dict[str, Any]]]]
    sets = {
        "bundled": lambda *_: bundled(),
        "unruly": unruly,
        "fresh": fresh,
        "later": later,
        "beyond": beyond,
        "third": third,
        "fourth": fourth,
    }
    for name, made in sets.items():
        if asked.set in (None, name):
            items = made(asked.count, asked.seed)
            chosen = [one for one in STYLES if asked.show in (None, "all", one[0])]
            results = compare(items, chosen, tools, judge)
            _print(name, results, show=bool(asked.show))
            holds = holds and all(result.share >= result.limit for result in results)
    return 0 if holds else 1


def _print(name: str, results: Sequence[Result], *, show: bool) -> None:
    out = sys.stdout.write
    heads = ("entries", "equal", "right", "share", "limit", "lost", "unsupported")
    out(f"\n{name:<30}" + "".join(f"{head:>{len(head) + 3}}" for head in heads) + "\n")
    for one in results:
        out(
            f"{one.style:<30}{one.count:>10}{one.equal:>8}{one.right.total():>8}{one.share:>8.1%}"
            f"{one.limit:>8.0%}{len(one.lost):>7}{one.unsupported.total():>14}\n"
        )
        for cause, count in one.right.most_common() if show else ():
            out(f"    {count:>4} {cause}\n")
        for cause, count in one.unsupported.most_common() if show else ():
            out(f"    {count:>4} unsupported: {cause}\n")
        for item, ours, theirs in one.different if show else ():
            out(f"  {item}\n    ours   {ours}\n    theirs {theirs}\n")
        for warning in one.lost if show else ():
            out(f"  {warning}\n")


if __name__ == "__main__":
    sys.exit(main())
