"""The collection by theme, counted: by year, type and language, together, too many, none, and the gaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from readinglist.themes.words import even

Cell = str | int
_GAP = 4
_SILENT = 3
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Work:
    """An entry as the overview counts it. `language` is a primary language ("es"), "" where none is given."""

    citation_key: str
    title: str
    year: int | None
    item_type: str
    language: str
    themes: tuple[str, ...]
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a short name for files, a heading, columns and rows; texts in it are as typed (hostile)."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """The table as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that a report shows. `labels` are the themes' names by id, in the file's order."""

    labels: Mapping[str, str]
    works: tuple[Work, ...]
    findings: tuple[str, ...]
    gaps: tuple[str, ...]
    grids: tuple[Grid, ...]

    def grid(self, name: str) -> Grid:
        """The table of this name. Raises `KeyError`."""
        return {grid.name: grid for grid in self.grids}[name]

    @property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last with an entry, those without one too."""
        found = [work.year for work in self.works if work.year]
        return tuple(range(min(found), max(found) + 1)) if found else ()

    def counts(self) -> dict[str, int]:
        """Entries by theme."""
        return {theme: sum(theme in work.themes for work in self.works) for theme in self.labels}


def overview(
    labels: Mapping[str, str],
    works: Sequence[Work],
    terms: Mapping[str, Sequence[tuple[str, int]]],
    most: int = 3,
) -> Overview:
    """Count the works. `terms` are each theme's terms with their lines, `most` the number of themes that is
    the greatest which the rules give one item."""
    works = tuple(sorted(works, key=lambda work: work.citation_key))
    grids = (
        _themes(labels, works),
        _by("years", "Entries by year and theme", "Year", labels, works, lambda work: work.year or "none"),
        _by("types", "Entries by type and theme", "Type", labels, works, lambda work: work.item_type),
        _by(
            "languages",
            "Entries by language and theme",
            "Language",
            labels,
            works,
            lambda work: work.language or "none",
        ),
        _together(labels, works),
        _listed("without", "Entries without a theme", [work for work in works if not work.themes]),
        _listed(
            "many",
            f"Entries with {most} themes or more",
            [work for work in works if len(work.themes) >= most],
        ),
        _shared_terms(labels, terms),
        _pairs(labels, works),
    )
    gaps = find_gaps(labels, works)
    return Overview(dict(labels), works, _findings(labels, works), gaps, grids)


def _themes(labels: Mapping[str, str], works: Iterable[Work]) -> Grid:
    works = list(works)
    rows: list[tuple[Cell, ...]] = []
    for theme, label in labels.items():
        mine = [work for work in works if theme in work.themes]
        years = [work.year for work in mine if work.year]
        alone = sum(len(work.themes) == 1 for work in mine)
        hand = sum(theme in work.by_hand for work in mine)
        span: tuple[Cell, Cell] = (min(years), max(years)) if years else ("", "")
        rows.append((theme, label, len(mine), alone, hand, *span))
    columns = ("Theme", "Label", "Entries", "Only this theme", "By hand", "First year", "Last year")
    return Grid("themes", "Entries by theme", columns, tuple(rows))


def _by(
    name: str,
    title: str,
    what: str,
    labels: Mapping[str, str],
    works: Iterable[Work],
    value: Callable[[Work], Cell],
) -> Grid:
    counted: dict[Cell, Counter[str]] = defaultdict(Counter)
    totals: Counter[Cell] = Counter()
    for work in works:
        totals[value(work)] += 1
        counted[value(work)].update(work.themes)
    order = sorted(
        totals, key=lambda one: (isinstance(one, str), one if isinstance(one, int) else 0, str(one))
    )
    rows = tuple((one, totals[one], *(counted[one][theme] for theme in labels)) for one in order)
    return Grid(name, title, (what, "All", *labels), rows)


def _together(labels: Mapping[str, str], works: Iterable[Work]) -> Grid:
    both: Counter[tuple[str, str]] = Counter()
    for work in works:
        both.update((one, other) for one in work.themes for other in work.themes)
    rows: list[tuple[Cell, ...]] = [(one, *(both[one, other] for other in labels)) for one in labels]
    return Grid("together", "Entries that two themes share", ("Theme", *labels), tuple(rows))


def _listed(name: str, title: str, works: Iterable[Work]) -> Grid:
    rows = tuple((work.citation_key, work.title, work.year or "", ", ".join(work.themes)) for work in works)
    return Grid(name, title, ("Key", "Title", "Year", "Themes"), rows)


def _shared_terms(labels: Mapping[str, str], terms: Mapping[str, Sequence[tuple[str, int]]]) -> Grid:
    """Terms that are written as rules of more than one theme."""
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for theme in labels:
        for term, line in terms.get(theme, ()):
            places[even(term)].setdefault(theme, line)
    rows = tuple(
        (term, ", ".join(found), ", ".join(str(line) for line in found.values()))
        for term, found in sorted(places.items())
        if len(found) > 1
    )
    return Grid("terms", "Rules that several themes have", ("Term", "Themes", "Lines"), rows)


def _pairs(labels: Mapping[str, str], works: Iterable[Work]) -> Grid:
    works = list(works)
    counts = Counter(theme for work in works for theme in work.themes)
    both = Counter(pair for work in works for pair in combinations(sorted(set(work.themes)), 2))
    ordered = sorted(both.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: list[tuple[Cell, ...]] = [
        (one, other, number, _percent(number, counts[one]), _percent(number, counts[other]))
        for (one, other), number in ordered
        if one in labels and other in labels
    ]
    columns = ("Theme", "And theme", "Entries", "% of the first", "% of the second")
    return Grid("overlap", "Overlap of themes", columns, tuple(rows))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def find_gaps(labels: Mapping[str, str], works: Sequence[Work]) -> tuple[str, ...]:
    """What is missing, in words: themes without new works, years without any, languages that are not there.

    A theme counts as silent when its last work is three years or more older than the library's newest, and
    four years without one make a gap.
    """
    years = [work.year for work in works if work.year]
    languages = Counter(work.language for work in works if work.language)
    main = [language for language, count in languages.most_common() if count >= 0.1 * max(len(works), 1)]
    found: list[str] = []
    for theme, label in labels.items():
        mine = [work for work in works if theme in work.themes]
        if not mine:
            found.append(f"nothing on {label}")
            continue
        dated = sorted({work.year for work in mine if work.year})
        if dated and max(years) - dated[-1] >= _SILENT:
            found.append(f"nothing on {label} since {dated[-1]}")
        for before, after in pairwise(dated):
            if after - before > _GAP and len(dated) > 2 and before >= _usual_start(years):
                found.append(f"nothing on {label} between {before} and {after}")
        spoken = {work.language for work in mine}
        found += [
            f"nothing on {label} in the language '{language}'"
            for language in main
            if language not in spoken and len(mine) >= _ENOUGH
        ]
    return tuple(found)


def _usual_start(years: Sequence[int]) -> int:
    """The year from which on a gap means something: a tenth of all works are older."""
    ordered = sorted(years)
    return ordered[len(ordered) // 10]


def _findings(labels: Mapping[str, str], works: Sequence[Work]) -> tuple[str, ...]:
    total = len(works)
    counts = Counter(theme for work in works for theme in work.themes if theme in labels)
    without = sum(not work.themes for work in works)
    found = [f"{total} entries, {total - without} of them with a theme, {without} without."]
    if counts:
        (most, number), least = counts.most_common(1)[0], min(labels, key=lambda theme: counts[theme])
        found.append(f"{labels[most]} is the largest theme, with {number}.")
        found.append(f"{labels[least]} is the smallest, with {counts[least]}.")
    both = Counter(pair for work in works for pair in combinations(sorted(set(work.themes)), 2))
    known = [(pair, number) for pair, number in both.most_common() if pair[0] in labels and pair[1] in labels]
    if known:
        (one, other), number = min(known, key=lambda pair: (-pair[1], pair[0]))
        found.append(f"{labels[one]} and {labels[other]} meet most often, in {number} entries.")
    return tuple(found)
