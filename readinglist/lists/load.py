"""From a list's file to the model: finding it, checking it, and errors that name the place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from readinglist.errors import ListError, near_matches, not_found
from readinglist.lists.model import (
    DEEPEST_SECTIONS,
    Available,
    Break,
    DayException,
    Entry,
    EntryWorkload,
    PartPath,
    Person,
    Places,
    ReadingList,
    Section,
    Status,
    Term,
    Workload,
)
from readinglist.lists.order import order_problems
from readinglist.lists.problems import Problem, list_error
from readinglist.lists.short_forms import spelt_out
from readinglist.lists.source import Source, Spot, kind_of, load_source, parse_source, shown

EXTENSIONS = (".yaml", ".yml")

# Words people use for a key before they look it up.
_OTHER_WORDS = {
    "key": "cite", "citation": "cite", "citekey": "cite", "citation_key": "cite", "id": "cite",
    "pages": "locator", "pp": "locator", "chapter": "locator", "priority": "importance",
    "comment": "note", "public_note": "note", "librarian_note": "private_note", "time": "minutes",
    "introduction": "intro", "readings": "entries", "items": "entries",
    "name": "title", "code": "course", "professor": "instructors", "teachers": "instructors",
    "weeks": "sections", "instructor": "instructors", "csl": "style", "language": "locale",
    "license": "licence", "day": "meets", "days": "meets", "begin": "start", "country": "holidays",
    "mail": "email", "url": "link", "due_date": "due", "deadline": "due", "either": "alternatives",
    "or": "alternatives", "objectives": "outcomes", "learning_outcomes": "outcomes", "goals": "outcomes",
    "subsections": "sections", "labels": "importance_labels", "shelfmark": "shelf_mark",
    "call_number": "shelf_mark", "shelf": "shelf_mark", "pinned": "pins", "pin": "pins", "excluded": "exclude",  # noqa: E501
    "except": "exclude", "keywords": "tags",
}  # fmt: skip


def list_names(folder: Path) -> tuple[str, ...]:
    """The names of the lists in a folder (its `.yaml` and `.yml` files), sorted; none where it is missing."""
    return tuple(sorted({file.stem for file in _list_files(folder)}))


def find_list(folder: Path, name: str) -> Path:
    """The file of the list `name` in `folder`. Raises `NotFoundError` with near matches."""
    for file in _list_files(folder):
        if file.stem == name:
            return file
    raise not_found("list", name, list_names(folder), where=str(folder), listing="readinglist lists")


def load_list(path: Path) -> ReadingList:
    """Read and check a reading list.

    Short forms: an entry may be just its citation key, `meets` and `instructors` may be one instead of a list
    of them, an instructor may be "Name <address>", `workload` may be "none". Every problem that the
    model finds is named in one `ListError`, each with file, line, column, key, what was expected, and a near
    match. Raises `NotFoundError` where there is no such file.
    """
    _refuse_twin(path)
    return _checked(load_source(path), path)


def parse_list(text: str, path: Path) -> ReadingList:
    """Check the text that is to stand in `path` as `load_list` checks what stands there."""
    return _checked(parse_source(text, str(path)), path)


def _checked(source: Source, path: Path) -> ReadingList:
    data, aliases = spelt_out(source)
    problems = _unknown_keys(data, aliases, source)
    reading_list = None
    try:
        reading_list = ReadingList.model_validate({**data, "name": path.stem})
    except ValidationError as error:
        problems += [
            _problem(detail, aliases, source)
            for detail in error.errors(include_url=False)
            if detail["type"] != "extra_forbidden"
        ]
    if reading_list is not None:
        problems += _misplaced_weeks(reading_list, aliases, source)
        problems += _too_deep(reading_list, aliases, source)
        problems += _circles(reading_list, aliases, source)
        problems += [
            Problem(_where(path, aliases, source), message, hint)
            for path, message, hint in order_problems(reading_list)
        ]
    if problems or reading_list is None:
        problems.sort(key=_place)
        raise list_error(problems, f"{len(problems)} problems in this list", where=str(path))
    lines = {spelt: source.spots[real].line for spelt, real in aliases.items() if real in source.spots}
    return reading_list.placed(
        Places(str(path), {**{at: spot.line for at, spot in source.spots.items()}, **lines})
    )


def _list_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix in EXTENSIONS and file.is_file() and not file.name.startswith(".")
    )


def _refuse_twin(path: Path) -> None:
    for extension in EXTENSIONS:
        twin = path.with_suffix(extension)
        if twin != path and path.suffix in EXTENSIONS and twin.is_file() and path.is_file():
            raise ListError(
                f"two files make the list '{path.stem}': {path.name} and {twin.name}",
                where=str(path.parent),
                hint="Rename or delete one of them.",
            )


def _unknown_keys(
    data: Mapping[str, Any], aliases: Mapping[PartPath, PartPath], source: Source
) -> list[Problem]:
    problems: list[Problem] = []

    def look(value: Any, model: type, path: PartPath) -> None:
        if not isinstance(value, Mapping):
            return
        known = _keys_of(model)
        problems.extend(
            Problem(_where((*path, key), aliases, source), f"there is no key '{key}' here", _near(key, known))
            for key in value
            if key not in known
        )
        if model is Entry and not {"cite", "text", "link"} & value.keys() and value.keys() - set(known):
            where = _where((*path, "cite"), aliases, source)
            problems.append(Problem(where, "'cite' is missing", _missing_hint((*path, "cite"), value)))
        for key, part in _PARTS.get(model, {}).items():
            inner = value.get(key)
            if isinstance(inner, list):
                for at, one in enumerate(inner):
                    look(one, part, (*path, key, at))
            else:
                look(inner, part, (*path, key))

    look(data, ReadingList, ())
    return problems


_PARTS: dict[type, dict[str, type]] = {
    ReadingList: {
        "instructors": Person,
        "term": Term,
        "workload": Workload,
        "sections": Section,
        "status": Status,
    },
    Term: {"breaks": Break, "exceptions": DayException},
    Section: {"entries": Entry, "sections": Section},
    Entry: {"available": Available, "workload": EntryWorkload, "alternatives": Entry},
}


@cache
def _keys_of(model: type) -> tuple[str, ...]:
    # A list is named by its file, so `name` is no key of it.
    return tuple(key for key in model.model_fields if (model, key) != (ReadingList, "name"))  # type: ignore[attr-defined]


def _near(key: str, known: Sequence[str]) -> str:
    other = _OTHER_WORDS.get(key.casefold(), "")
    near = [other] if other in known else near_matches(key, known)
    if near:
        return "Did you mean " + " or ".join(f"'{one}'" for one in near) + "?"
    return f"The keys here are {', '.join(known)}."


def _place(problem: Problem) -> tuple[int, int]:
    """The line and column of a problem."""
    found = re.search(r":(\d+):(\d+):", problem.where)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _where(path: PartPath, aliases: Mapping[PartPath, PartPath], source: Source) -> str:
    spot = Spot(1, 1)
    for length in range(len(path), -1, -1):
        part = path[:length]
        found = source.spots.get(aliases.get(part, part))
        if found:
            spot = found
            break
    return f"{source.file}:{spot.line}:{spot.column}: {shown(path)}"


def _problem(detail: ErrorDetails, aliases: Mapping[PartPath, PartPath], source: Source) -> Problem:
    path: PartPath = tuple(detail["loc"])
    where = _where(path, aliases, source)
    found, context = detail["input"], detail.get("ctx", {})
    kind = detail["type"]
    if kind == "entry_empty":
        key, hint = "cite", _missing_hint((*path, "cite"), found)
        return Problem(_where((*path, key), aliases, source), f"'{key}' is missing", hint)
    if kind.startswith("entry_"):
        return Problem(where, detail["msg"])
    if kind == "missing":
        message, hint = f"'{path[-1]}' is missing", _missing_hint(path, found)
        return Problem(where, message, hint)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'|(\d+)", context["expected"])
        words = [word or number for word, number in choices]
        return Problem(
            where, f"expected {' or '.join(words)}, not {kind_of(found)}", _did_you_mean(found, words)
        )
    if kind in ("list_break", "list_exception"):
        return Problem(where, detail["msg"])
    return Problem(where, f"{_expectation(kind, detail['msg'], context)}, not {kind_of(found)}")


def _expectation(kind: str, message: str, context: Mapping[str, Any]) -> str:
    texts = {
        "string_type": "expected text",
        "string_too_short": "expected some text",
        "int_parsing": "expected a whole number",
        "int_type": "expected a whole number",
        "int_from_float": "expected a whole number",
        "int_parsing_size": "expected a smaller number",
        "tuple_type": "expected a list",
        "model_type": "expected keys with values",
        "greater_than_equal": f"expected {context.get('ge')} or more",
        "less_than_equal": f"expected {context.get('le')} or less",
    }
    return texts.get(kind, message[:1].lower() + message[1:])


def _missing_hint(path: PartPath, found: Any) -> str:
    if path[-1] == "cite" and isinstance(found, Mapping) and "alternatives" in found:
        return "Alternatives belong to a work: `cite:` names it, `alternatives:` what may be read instead."
    if path[-1] == "cite" and isinstance(found, Mapping) and len(found) == 1:
        return f"An entry is a citation key, or keys with values: `cite: {next(iter(found))}`."
    if path[-1] == "cite":
        return "Say which work it is: `cite: smith2014title`."
    return f"Add `{path[-1]}:`."


def _did_you_mean(found: Any, words: Sequence[str]) -> str:
    near = near_matches(found, words, count=1) if isinstance(found, str) else []
    return f"Did you mean '{near[0]}'?" if near else ""


def _misplaced_weeks(
    reading_list: ReadingList, aliases: Mapping[PartPath, PartPath], source: Source
) -> list[Problem]:
    weeks = reading_list.term.weeks if reading_list.term else None
    return [
        Problem(
            _where((*placed.path, "week"), aliases, source),
            f"week {placed.section.week} of a term that has {weeks} weeks",
            "Change the section's `week` or the term's `weeks`.",
        )
        for placed in reading_list.flat_sections
        if weeks is not None and placed.section.week is not None and placed.section.week > weeks
    ]


def _too_deep(
    reading_list: ReadingList, aliases: Mapping[PartPath, PartPath], source: Source
) -> list[Problem]:
    return [
        Problem(
            _where(placed.path, aliases, source),
            "sections stand at most two deep",
            "Move this section up, or make its readings part of the section around it.",
        )
        for placed in reading_list.flat_sections
        if placed.level == DEEPEST_SECTIONS + 1
    ]


def _circles(
    reading_list: ReadingList, aliases: Mapping[PartPath, PartPath], source: Source
) -> list[Problem]:
    """Entries of one section that are each other's alternatives: one of the two would be read twice."""
    problems = []
    for placed in reading_list.flat_sections:
        others = {
            entry.cite: {other.cite for other in entry.alternatives}
            for entry in placed.section.entries
            if entry.alternatives
        }
        for at, entry in enumerate(placed.section.entries):
            for number, other in enumerate(entry.alternatives):
                if entry.cite in others.get(other.cite, ()):
                    where = (*placed.path, "entries", at, "alternatives", number)
                    problems.append(
                        Problem(
                            _where(where, aliases, source),
                            f"'{entry.cite}' and '{other.cite}' are alternatives of each other: a circle",
                            "Say it at one of them, and take the other out.",
                        )
                    )
    return problems
