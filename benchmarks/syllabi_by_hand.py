"""How well syllabi are read that people typed: `python -m benchmarks.syllabi_by_hand [-v] [NAME …]`.

The 24 documents in `benchmarks/by_hand/` were written by hand, each as another professor would type it, with
what is in them beside them (NAME.json), before the importer was tried on any. They are harder than those
of `benchmarks.syllabi`: a fifth of the references shows no title, some only describe the work. On a first run
75 % were right (a: 80, b: 70). The importer was mended on all of them since, on three of them last (b08, b10,
b12: 86.5 % before anything in them was looked at), so that the figures say what it reads, not how it does on
what nobody has seen.

`zotero_key` null is a work that the library lacks; `also_keys`, `also_importance`, `also_dates` are as right;
what is `ambiguous` does not count.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.syllabi import works
from readinglist.items import Item
from readinglist.lists.documents.found import FoundEntry, FoundSection
from readinglist.lists.documents.importing import find_readings
from readinglist.lists.documents.loading import load_document

FOLDER = Path(__file__).parent / "by_hand"
Placed = tuple[FoundSection, FoundEntry]


def documents(names: Sequence[str] = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each document with what is in it."""
    for path in sorted(FOLDER.iterdir()):
        if path.suffix != ".json" and (not names or path.stem in names):
            yield path, json.loads(path.with_suffix(".json").read_text("utf-8"))


def count(path: Path, truth: Mapping[str, Any], items: Sequence[Item]) -> tuple[Counter[str], list[str]]:
    """What was read of a document, and what was not, in words.

    Keys: `known` and `right`, `lacking` and `told`, `wrong`, `dates` and `dated`, `labels` and `labelled`,
    `extra`.
    """
    found = find_readings(load_document(path), items)
    left: list[Placed] = [(section, entry) for section in found.sections for entry in section.entries]
    counts: Counter[str] = Counter()
    faults = []
    keys = {reading["zotero_key"] for reading in truth["readings"]} - {None}
    for reading in truth["readings"]:
        if reading.get("ambiguous"):
            continue
        key = reading["zotero_key"]
        counts["known" if key else "lacking"] += 1
        hit = _found(reading, left)
        if hit is not None:
            counts["right" if key else "told"] += 1
            left.remove(hit)
            _around(reading, hit, counts, faults)
            continue
        others = [one for one in _shown(reading, left) if one[1].item and one[1].item.key not in keys]
        counts["wrong"] += bool(others)
        faults.append(f"{'wrong' if others else 'missed'}: {reading['text'][:90]}")
    extra = [entry for _, entry in left if not entry.again]
    counts["extra"] += len(extra)
    return counts, faults + [f"extra: {entry.text[:90]}" for entry in extra]


def _shown(reading: Mapping[str, Any], left: Sequence[Placed]) -> list[Placed]:
    text = _plain(reading["text"])
    return [one for one in left if fuzz.partial_ratio(text, _plain(one[1].text)) >= 90]


def _found(reading: Mapping[str, Any], left: Sequence[Placed]) -> Placed | None:
    shown = _shown(reading, left)
    if reading["zotero_key"] is None:
        return next((one for one in shown if one[1].item is None), None)
    keys = {reading["zotero_key"], *reading.get("also_keys", ())}
    hits = [one for one in (*shown, *left) if one[1].item and one[1].item.key in keys]
    return min(hits, key=lambda one: one[1].again, default=None)


def _around(reading: Mapping[str, Any], hit: Placed, counts: Counter[str], faults: list[str]) -> None:
    section, entry = hit
    if reading.get("date"):
        counts["dates"] += 1
        right = {reading["date"], *reading.get("also_dates", ())}
        day = section.date.isoformat() if section.date else None
        counts["dated"] += day in right
        if day not in right:
            faults.append(f"date {day}, not {reading['date']}: {entry.text[:60]}")
    if reading.get("importance"):
        counts["labels"] += 1
        labels = {reading["importance"], *reading.get("also_importance", ())}
        counts["labelled"] += (entry.importance or "essential") in labels
        if (entry.importance or "essential") not in labels:
            faults.append(f"{entry.importance}, not {reading['importance']}: {entry.text[:60]}")


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where fewer than 90 % are right or more than 1 % wrong."""
    items = works()
    whole: Counter[str] = Counter()
    for path, truth in documents([one for one in arguments if not one.startswith("-")]):
        counts, faults = count(path, truth, items)
        whole += counts
        print(f"{path.name:10} {counts['right']:3} of {counts['known']:3}, wrong {counts['wrong']}")
        if "-v" in arguments:
            print(*(f"    {one}" for one in faults), sep="\n")
    right, wrong = _share(whole, "right", "known"), 100 * whole["wrong"] / (whole["known"] + whole["lacking"])
    print(f"all: {right:.1f} % right, {wrong:.1f} % wrong; {whole['extra']} that are none;", end=" ")
    print(f"lacking told {_share(whole, 'told', 'lacking'):.0f} %,", end=" ")
    print(
        f"dates {_share(whole, 'dated', 'dates'):.0f} %, labels {_share(whole, 'labelled', 'labels'):.0f} %"
    )
    return 0 if right >= 90 and wrong <= 1 else 1


def _share(counts: Counter[str], part: str, whole: str) -> float:
    return 100 * counts[part] / max(counts[whole], 1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
