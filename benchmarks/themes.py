"""How well and how fast themes are assigned: `python -m benchmarks.themes [--only quality|speed]` prints it.

Quality is measured on the two halves of the bundled labels (readinglist/demo/data/labels.jsonl). The rules
were developed on one; of the other mostly figures were looked at, but more than once, and the classifier's
settings were chosen on them, so that they are a little too good. An item's half is the parity of the SHA-256
of its Zotero key: even is developed on, odd is held out. "fields" reads an item's own fields, "notes" its
child notes too, "abstract" puts the notes' text where an abstract would stand, "no tags" does so and takes
the tags away. With the classifier ("+ learned") each fifth of the items is judged by one that learned from
the other four. It is asked about works of the field that the collection does not hold, too: well-known ones
with title, year and creator only (works-new.jsonl, works-seen.jsonl), labelled by the scope notes before any
rule was tried on them, and works of all types, half of them with an abstract that was written for the purpose
(works-outside-a.jsonl to -c.jsonl), labelled by someone who did not know the rules. docs/rules.md
says which were looked at, and when.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.themes_edit import after_one_edit
from readinglist.actions.processes import PORTION, workers
from readinglist.items import Item
from readinglist.items.text import html_to_plain, language_tag
from readinglist.resources import package_file
from readinglist.themes.advice import Adviser
from readinglist.themes.assign import assign
from readinglist.themes.classifier import train
from readinglist.themes.evaluate import Evaluation, Labelled, evaluate
from readinglist.themes.examples import examples_of
from readinglist.themes.labels import Label, load_labels
from readinglist.themes.vocabulary import Vocabulary, load_vocabulary
from readinglist.zotero.mapping import CHILD_TYPES, item_from_json, note_from_json

DATA = ("demo", "data")
LABELS = package_file(*DATA, "labels.jsonl")
WORKS = {
    name: Path(__file__).parent / f"works-{name}.jsonl"
    for name in ("new", "seen", "outside-a", "outside-b", "outside-c")
}
ITEMS = 10_000
FOLDS = 5


def load_items() -> dict[str, Item]:
    """The bundled items by Zotero key, with their child notes."""
    raw = json.loads(package_file(*DATA, "collection.json").read_text("utf-8"))["items"]
    notes = defaultdict(list)
    for one in raw:
        if one["itemType"] == "note" and one.get("parentItem"):
            notes[one["parentItem"]].append(note_from_json(one))
    items = (item_from_json(one) for one in raw if one["itemType"] not in CHILD_TYPES)
    return {item.key: dataclasses.replace(item, notes=tuple(notes[item.key])) for item in items}


def held_out(key: str) -> bool:
    """Whether an item belongs to the half that the rules were not developed on."""
    return hashlib.sha256(key.encode()).digest()[-1] % 2 == 1


def variants(item: Item) -> Iterator[tuple[str, Item]]:
    """The item as it would be read with more or less beside its title."""
    bare = dataclasses.replace(item, notes=())
    text = "\n".join(html_to_plain(note.html) for note in item.notes)
    fields = {"abstractNote": text, **item.fields} if text else item.fields
    with_abstract = dataclasses.replace(bare, fields=fields)
    yield "fields", bare
    yield "notes", item
    yield "abstract", with_abstract
    yield "no tags", dataclasses.replace(with_abstract, tags=())


def judged(vocabulary: Vocabulary, item: Item, label: Label, adviser: Adviser | None = None) -> Labelled:
    """An item as a labelled one, with the themes that it is given."""
    return Labelled(
        themes=label.themes,
        given=frozenset(one.theme for one in assign(vocabulary, item, None, adviser)),
        optional=label.optional,
        language=language_tag(item.language).split("-")[0],
    )


def measure(
    vocabulary: Vocabulary,
    items: dict[str, Item],
    half: bool,
    advisers: tuple[Adviser | None, ...] = (None,) * FOLDS,
) -> dict[str, Evaluation]:
    """The evaluation of each variant on one half; each item is judged with the adviser of its fold."""
    labelled = defaultdict(list)
    for label in load_labels(LABELS, vocabulary.ids):
        if held_out(label.key) == half:
            for name, item in variants(items[label.key]):
                labelled[name].append(judged(vocabulary, item, label, advisers[fold(label.key)]))
    return {name: evaluate(ones, vocabulary.ids) for name, ones in labelled.items()}


def fold(key: str) -> int:
    """The fifth of the labelled items that one belongs to."""
    return hashlib.sha256(key.encode()).digest()[0] % FOLDS


def learned(vocabulary: Vocabulary, items: dict[str, Item], without: int | None) -> Adviser | None:
    """A classifier of all labelled items but those of one fold, with their notes as abstracts."""
    examples = (
        example
        for label in load_labels(LABELS, vocabulary.ids)
        if fold(label.key) != without
        for example in examples_of(
            vocabulary, dict(variants(items[label.key]))["abstract"], {}, label.themes, label.optional
        )
    )
    return train(list(examples), vocabulary.ids, vocabulary.learning.weight)


def print_row(what: str, reads: str, one: Evaluation) -> None:
    """A row of the table of figures."""
    micro = one.micro
    languages = "".join(f"{one.per_language[tag].f1:7.3f}" for tag in ("en", "es"))
    figures = f"{micro.precision:7.3f}{micro.recall:7.3f}{micro.f1:7.3f}{one.macro_f1:7.3f}"
    print(f"{what:21}{reads:10}{one.items:6}{figures}{languages}")


def print_quality(vocabulary: Vocabulary, items: dict[str, Item]) -> None:
    """The table of figures on both halves and on the other works, and each theme's on the held-out half."""
    heads = "".join(f"{head:>7}" for head in ("prec", "recall", "micro", "macro", "en", "es"))
    print(f"{'half':21}{'reads':10}{'items':>6}{heads}")
    advisers = tuple(learned(vocabulary, items, number) for number in range(FOLDS))
    for half, what in ((False, "developed"), (True, "held out")):
        for name, one in measure(vocabulary, items, half).items():
            print_row(what, name, one)
        for name, one in measure(vocabulary, items, half, advisers).items():
            print_row(f"{what} + learned", name, one)
    everything = learned(vocabulary, items, None)
    for name, path in WORKS.items():
        labels = load_labels(path, vocabulary.ids, with_items=True)
        for adviser, what in ((None, name), (everything, f"{name} + learned")):
            ones = [judged(vocabulary, item_from_json(one.item or {}), one, adviser) for one in labels]
            print_row(what, "item", evaluate(ones, vocabulary.ids))
    print(f"\n{'theme (held out, abstract)':32}{'prec':>7}{'recall':>7}{'F1':>7}{'items':>7}")
    for theme, counts in measure(vocabulary, items, True)["abstract"].per_theme.items():
        print(f"{theme:32}{counts.precision:7.3f}{counts.recall:7.3f}{counts.f1:7.3f}{counts.support:7}")


def made_up(items: dict[str, Item], count: int) -> list[Item]:
    """Items made of the bundled ones' words, a hundred of them in each abstract, and words never seen."""
    chance = random.Random(42)
    models = list(items.values())
    words = [word for item in models for word in (item.title + " " + item.abstract).split()]
    made = []
    for number in range(count):
        model = chance.choice(models)
        new = [f"w{chance.randrange(10**6)}" for _ in range(3)]
        fields = {
            **model.fields,
            "title": " ".join(chance.sample(words, 10) + new),
            "abstractNote": " ".join(chance.choices(words, k=100)),
        }
        made.append(dataclasses.replace(model, key=f"K{number}", fields=fields))
    return made


@dataclasses.dataclass(frozen=True)
class Assigner:
    """Assigns themes to some of the items; how many."""

    vocabulary: Vocabulary
    items: list[Item]

    def __call__(self, place: slice) -> int:
        return sum(len(assign(self.vocabulary, item)) for item in self.items[place])


def print_speed(path: Path, items: dict[str, Item]) -> None:
    """Seconds for all of it from nothing, loading the vocabulary and assigning each item; and after one edit.

    "as bundled" repeats the bundled items with their notes; "long" gives each a dense abstract of 100 words
    and words that were never seen before.
    """
    bundled = list(items.values())
    for name, count, limit, many in (
        ("as bundled", ITEMS, 4.0, [bundled[at % len(bundled)] for at in range(ITEMS)]),
        ("as bundled", 10 * ITEMS, None, [bundled[at % len(bundled)] for at in range(10 * ITEMS)]),
        ("long", ITEMS, 4.0, made_up(items, ITEMS)),
    ):
        before = _cpu()
        start, worked = time.perf_counter(), time.process_time()
        vocabulary = load_vocabulary(path)
        loaded = time.process_time() - worked
        vocabulary.matcher  # noqa: B018 (made once, before the processes part)
        places = [slice(at, at + PORTION) for at in range(0, count, PORTION)]
        with workers(Assigner(vocabulary, many), shared=True) as work_through:
            given = sum(work_through(places))
        took = time.perf_counter() - start
        more = f"({_cpu() - before:.2f} s of CPU, {loaded:.2f} s for the rules), {given} assignments"
        print_time(f"{count:7} items {name}", took, limit, more)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    print(f"memory at most {peak:.0f} MB")
    themes, whole = after_one_edit(ITEMS)
    print_time(f"{ITEMS:7} items after one edit", themes, 0.5, f"(with bib/ {whole:.2f} s)")


def print_time(what: str, took: float, limit: float | None, more: str) -> None:
    """A row of the table of times, with its limit."""
    held = "" if limit is None else f"of at most {limit:g}  {'holds' if took <= limit else 'DOES NOT HOLD'}"
    print(f"{what:32}{took:6.2f} s  {held:30}{more}")


def _cpu() -> float:
    """Seconds of CPU of this process and of those that it started and that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    """Print quality and speed."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Example: python -m benchmarks.themes --only speed",
    )
    parser.add_argument("--only", choices=("quality", "speed"), help="one of the two tables")
    only = parser.parse_args().only
    path = package_file(*DATA, "themes.toml")
    items = load_items()
    if only != "speed":
        print_quality(load_vocabulary(path), items)
        print()
    if only != "quality":
        print_speed(path, items)


if __name__ == "__main__":
    main()
