"""Our entries beside citeproc-js's, style by style: `python -m benchmarks.citeproc.compare [--show STYLE]`.

Same items, styles and locales; quotation marks and white space made alike, numbers in the margin left out, and
"———" for a repeated author switched off in both, as a reading list does not stand in the style's order. What
differs is looked up in `judged.toml`: a difference of a kind that stands there with the manual's rule counts as
right. Fetches citeproc-js and the CSL locales by npm and pip into `build/citeproc`.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.citeproc.items import bundled, unruly
from benchmarks.citeproc.judge import Judge, load_judge
from benchmarks.citeproc.tools import Tools, fetch_tools, reference
from readinglist.citations.processor import format_list
from readinglist.citations.richtext import plain_text
from readinglist.citations.styles import find_style

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


@dataclass(slots=True)
class Result:
    """One style over one set: how many entries there are, are equal, are right otherwise, and the rest."""

    style: str
    limit: float
    count: int = 0
    equal: int = 0
    right: Counter[str] = field(default_factory=Counter)
    different: list[tuple[str, str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Equal or right, of all."""
        return (self.equal + self.right.total()) / self.count if self.count else 1.0


def alike(text: str) -> str:
    """`text` with quotation marks, dashes of spacing and white space made alike, without a number in front."""
    text = re.sub(r"[«»“”„‟\"]", '"', text)
    text = re.sub(r"[‘’‚`´]", "'", text).replace("''", '"')
    text = re.sub(r"^\s*(\[\d+\]|\d+\.)\s*", "", text)
    return re.sub(r"\s+", " ", text).strip()


def compare(
    items: Sequence[Mapping[str, Any]], styles: Sequence[tuple[str, str, float]], tools: Tools, judge: Judge
) -> list[Result]:
    """One result a style."""
    runs = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for style, locale, _ in styles:
            path = folder / f"{style}.csl"
            xml = find_style(style).path.read_text("utf-8")
            path.write_text(re.sub(r'\ssubsequent-author-substitute(-rule)?="[^"]*"', "", xml), "utf-8")
            runs.append({"style": str(path), "locale": locale, "items": list(items)})
        theirs = reference(tools, runs, folder)
    return [
        _result(items, one, entries, judge) for one, entries in zip(styles, theirs, strict=True)
    ]


def _result(
    items: Sequence[Mapping[str, Any]], one: tuple[str, str, float], theirs: Mapping[str, str], judge: Judge
) -> Result:
    style, locale, limit = one
    made = format_list(items, style=style, locale=locale)
    result = Result(style, limit, lost=[warning for warning in made.warnings if "left out" in warning])
    for item in items:
        if (wanted := theirs.get(str(item["id"]), "").strip()) == "":
            continue
        result.count += 1
        ours = alike(plain_text(made.entries[str(item["id"])].bibliography))
        wanted = alike(wanted)
        if ours == wanted:
            result.equal += 1
        elif cause := judge.cause(style, item, ours, wanted):
            result.right[cause] += 1
        else:
            result.different.append((str(item["id"]), ours, wanted))
    return result


def main() -> int:
    """Compare both sets and print the tables; exit code 1 where a style stays below its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", metavar="STYLE", help="print what differs in this style, or in 'all'")
    parser.add_argument("--set", choices=("bundled", "unruly"), help="one of the two sets only")
    parser.add_argument("--count", type=int, default=10, help="unruly items of each type")
    parser.add_argument("--seed", type=int, default=7, help="which unruly items")
    asked = parser.parse_args()
    tools = fetch_tools(Path("build", "citeproc").resolve())
    judge = load_judge()
    holds = True
    for name in ("bundled", "unruly"):
        if asked.set in (None, name):
            items = bundled() if name == "bundled" else unruly(asked.count, asked.seed)
            chosen = [one for one in STYLES if asked.show in (None, "all", one[0])]
            results = compare(items, chosen, tools, judge)
            _print(name, results, show=bool(asked.show))
            holds = holds and all(result.share >= result.limit for result in results)
    return 0 if holds else 1


def _print(name: str, results: Sequence[Result], *, show: bool) -> None:
    out = sys.stdout.write
    out(f"\n{name:<30}{'entries':>8}{'equal':>8}{'right':>7}{'share':>8}{'limit':>7}{'lost':>6}\n")
    for one in results:
        out(
            f"{one.style:<30}{one.count:>8}{one.equal:>8}{one.right.total():>7}{one.share:>8.1%}"
            f"{one.limit:>7.0%}{len(one.lost):>6}\n"
        )
        for cause, count in one.right.most_common() if show else ():
            out(f"    {count:>4} {cause}\n")
        for item, ours, theirs in one.different if show else ():
            out(f"  {item}\n    ours   {ours}\n    theirs {theirs}\n")
        for warning in one.lost if show else ():
            out(f"  {warning}\n")


if __name__ == "__main__":
    sys.exit(main())
