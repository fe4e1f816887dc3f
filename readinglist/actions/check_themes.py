"""What is odd about a workspace's rules and decisions, though the file is sound: found by trying them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.theme_sight import as_judged, moved_keys
from readinglist.items import Item
from readinglist.themes.fields import reading_of, units_of
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace

_TOO_MANY = 0.5
_FEW_ITEMS = 10
_SILENT = ("ignore", "scope")


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing to look at: `where` is file and line, `theme` the theme or citation key concerned."""

    where: str
    theme: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ThemesCheck:
    """The oddities, how many rules there are, and on how many items they were tried."""

    oddities: tuple[Oddity, ...]
    rules: int
    items: int


def check_themes(workspace: Workspace, *, unused: bool = False) -> ThemesCheck:
    """Try every rule on every item, and look up every decision.

    Told are rules that meet more than half of the items, tags and collections that no item has, decisions on
    items that are not there, and those that contradict each other under two keys of one item; with `unused`
    also terms that meet no item. Raises `ThemeError`.
    """
    vocabulary = load_themes(workspace)
    with open_local(workspace) as library:
        items, names = as_judged(workspace, library.items()), library.collection_names()
        moves = moved_keys(vocabulary.decisions, library)
        keys = {item.citation_key for item in items} | set(library.known_keys()) | set(moves)
    counts: Counter[int] = Counter()
    for item in items:
        texts = [unit.text for unit in units_of(item, names)]
        counts.update(
            {term for found in vocabulary.matcher.find(texts, reading_of(item)) for term in found.terms}
        )
    file = workspace.themes_file.name
    oddities = [
        *_of_terms(vocabulary, counts, len(items), file, unused=unused),
        *_of_names(vocabulary, items, list(names.values()), file),
        *(
            Oddity(
                f"{file}:{decision.line}",
                key,
                "a decision on an item that is not in the library",
                "Was it removed in Zotero, or is its key another? `readinglist items` lists the keys.",
            )
            for key, decision in vocabulary.decisions.items()
            if key not in keys
        ),
        *_contradictions(vocabulary, moves, file),
    ]
    return ThemesCheck(tuple(oddities), len(vocabulary.rules), len(items))


def _contradictions(vocabulary: Vocabulary, moves: Mapping[str, str], file: str) -> list[Oddity]:
    """Decisions under an item's earlier key that say the opposite of those under another of its keys."""
    found = []
    stands: dict[tuple[str, str], tuple[str, int]] = {}
    for key in sorted(vocabulary.decisions, key=lambda key: key in moves):
        one = vocabulary.decisions[key]
        for theme, side in [*((t, "include") for t in one.include), *((t, "exclude") for t in one.exclude)]:
            other, line = stands.setdefault((moves.get(key, key), theme), (side, one.line))
            if other != side:
                message = f"{side} {theme} contradicts line {line} on the same item, which stands"
                found.append(Oddity(f"{file}:{one.line}", key, message, "Take one of the two out."))
    return found


def _of_terms(
    vocabulary: Vocabulary, counts: Counter[int], items: int, file: str, *, unused: bool
) -> list[Oddity]:
    found = []
    for number, (place, rule) in enumerate(vocabulary.rules):
        theme, named = vocabulary.themes[place].id, f"{rule.kind}: {rule.term.text}"
        if rule.kind in _SILENT or rule.kind == "otherwise":
            continue
        if items >= _FEW_ITEMS and counts[number] > _TOO_MANY * items:
            message = f"“{named}” meets {counts[number]} of {items} items"
            found.append(Oddity(f"{file}:{rule.line}", theme, message, "It tells nothing apart."))
        elif unused and items and not counts[number]:
            found.append(Oddity(f"{file}:{rule.line}", theme, f"“{named}” meets no item"))
    return found


def _of_names(
    vocabulary: Vocabulary, items: Sequence[Item], collections: Sequence[str], file: str
) -> list[Oddity]:
    from readinglist.themes.words import even

    present = {
        "tag": {even(tag.name) for item in items for tag in item.tags},
        "collection": {even(name) for name in collections},
    }
    return [
        Oddity(f"{file}:{line}", theme.id, f"no item has the {kind} “{name}”, which was to decide")
        for theme in vocabulary.themes
        for kind, names in (("tag", theme.rules.tags), ("collection", theme.rules.collections))
        for name, line in names.items()
        if name not in present[kind]
    ]
