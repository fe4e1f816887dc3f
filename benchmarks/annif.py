"""Our themes beside Annif's: `python -m benchmarks.annif PATH/TO/annif` prints the table.

Annif (annif.org) is never a dependency: install it in an environment of its own (`pip install annif`) and
give the path of its command. Its backends tf-idf and MLLM get the bundled vocabulary as SKOS, learn from the
half of the labels on which our rules were developed, one project for each language; they are measured on the
other half. Our strong terms go with them as alternative labels, and they are given the threshold that is best
on that other half, so that none of it is a matter of tuning. All read the same: titles, tags, and the notes'
text in the abstract's place.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.themes import DATA, LABELS, held_out, load_items, variants
from readinglist.items import Item
from readinglist.items.text import language_tag
from readinglist.resources import package_file
from readinglist.themes.assign import assign
from readinglist.themes.classifier import train
from readinglist.themes.evaluate import Evaluation, Labelled, evaluate
from readinglist.themes.examples import examples_of
from readinglist.themes.fields import units_of
from readinglist.themes.skos_write import uri_of, write_skos
from readinglist.themes.vocabulary import Vocabulary, load_vocabulary

_PROJECT = """[{backend}-{language}]
name={backend} {language}
language={language}
backend={backend}
vocab=themes
analyzer=snowball({snowball})
"""
_SNOWBALL = {"en": "english", "es": "spanish"}
_BACKENDS = ("tfidf", "mllm")


def main() -> None:
    """Print the table."""
    vocabulary = load_vocabulary(package_file(*DATA, "themes.toml"))
    items = load_items()
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    read = {one["key"]: dict(variants(items[one["key"]]))["abstract"] for one in labels}
    known = [one for one in labels if not held_out(one["key"])]
    new = [one for one in labels if held_out(one["key"])]
    print(f"{'':24}{'prec':>7}{'recall':>7}{'micro':>7}{'macro':>7}")
    for backend, scores in _annif(sys.argv[1], vocabulary, read, known, new).items():
        best = max(
            (_measured(vocabulary, read, new, _above(scores, at / 100)) for at in range(1, 100)),
            key=lambda one: one.micro.f1,
        )
        _print(f"Annif {backend}", best)
    _print("rules", _measured(vocabulary, read, new, _ours(vocabulary, read, new, None)))
    examples = [
        example
        for one in known
        for example in examples_of(
            vocabulary, read[one["key"]], {}, frozenset(one["themes"]), frozenset(one["optional"])
        )
    ]
    learned = train(examples, vocabulary.ids, vocabulary.learning.weight)
    _print("rules and classifier", _measured(vocabulary, read, new, _ours(vocabulary, read, new, learned)))


def _ours(vocabulary, read, labels, adviser):
    return {
        one["key"]: {given.theme for given in assign(vocabulary, read[one["key"]], None, adviser)}
        for one in labels
    }


def _annif(command, vocabulary, read, known, new):
    """For each backend each item's scores by theme."""
    themes = {uri_of(vocabulary, theme): theme.id for theme in vocabulary.themes}
    uris = {theme: uri for uri, theme in themes.items()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        projects = (
            _PROJECT.format(backend=backend, language=language, snowball=_SNOWBALL[language])
            for backend in _BACKENDS
            for language in _SNOWBALL
        )
        (folder / "projects.cfg").write_text("\n".join(projects), "utf-8")
        (folder / "themes.ttl").write_text(write_skos(_with_names(vocabulary), "turtle"), "utf-8")
        _run(command, folder, "load-vocab", "themes", "themes.ttl")
        scores = {backend: {} for backend in _BACKENDS}
        for language in _SNOWBALL:
            _train(command, folder, language, read, known, uris)
            texts = folder / f"new-{language}"
            texts.mkdir()
            for one in new:
                if _language(read[one["key"]]) == language:
                    (texts / f"{one['key']}.txt").write_text(_text(read[one["key"]]), "utf-8")
            for backend in _BACKENDS:
                _run(
                    command, folder, "index", "--force", "--limit", "11", f"{backend}-{language}", texts.name
                )
                for file in texts.glob("*.annif"):
                    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines())
                    found = {themes[row[0].strip("<>")]: float(row[-1]) for row in rows}
                    scores[backend][file.stem] = found
        return scores


def _with_names(vocabulary: Vocabulary) -> Vocabulary:
    """The themes with their strong terms as alternative labels: MLLM finds no theme by the labels alone."""
    themes = []
    for theme in vocabulary.themes:
        strong = (rule.term.text for rule in theme.rules.terms if rule.kind == "strong")
        plain = tuple(dict.fromkeys(text.strip("=*") for text in strong if not set(text) & set("~&|@")))
        themes.append(dataclasses.replace(theme, alt={"en": plain, "es": plain}))
    return dataclasses.replace(vocabulary, themes=tuple(themes))


def _train(command, folder, language, read, known, uris):
    lines = [
        _text(read[one["key"]]) + "\t" + " ".join(f"<{uris[theme]}>" for theme in one["themes"])
        for one in known
        if _language(read[one["key"]]) == language and one["themes"]
    ]
    (folder / f"known-{language}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    for backend in _BACKENDS:
        _run(command, folder, "train", f"{backend}-{language}", f"known-{language}.tsv")


def _run(command: str, folder: Path, *args: str) -> None:
    # Annif would fetch NLTK's model of where sentences end; for titles and short notes an empty one does.
    model = folder / "nltk" / "tokenizers" / "punkt_tab" / "english"
    if not model.is_dir():
        model.mkdir(parents=True)
        for name in ("collocations.tab", "sent_starters.txt", "abbrev_types.txt", "ortho_context.tab"):
            (model / name).touch()
    surroundings = {**os.environ, "NLTK_DATA": str(folder / "nltk")}
    done = subprocess.run([command, *args], cwd=folder, env=surroundings, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"annif {' '.join(args)}: {done.stderr[-2000:]}")


def _text(item: Item) -> str:
    return " ".join(" ".join(unit.text for unit in units_of(item, {})).split())


def _language(item: Item) -> str:
    """Items in a third language go to English, as Annif has to have one."""
    return "es" if language_tag(item.language).startswith("es") else "en"


def _above(scores, threshold):
    return {key: {theme for theme, score in one.items() if score >= threshold} for key, one in scores.items()}


def _measured(vocabulary: Vocabulary, read, labels, given) -> Evaluation:
    ones: Iterable[Labelled] = (
        Labelled(frozenset(one["themes"]), frozenset(given.get(one["key"], ())), frozenset(one["optional"]))
        for one in labels
    )
    return evaluate(list(ones), vocabulary.ids)


def _print(name: str, one: Evaluation) -> None:
    micro = one.micro
    print(f"{name:24}{micro.precision:7.3f}{micro.recall:7.3f}{micro.f1:7.3f}{one.macro_f1:7.3f}")


if __name__ == "__main__":
    main()
