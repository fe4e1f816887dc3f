"""What a librarian did for the works of a list: located, scanned, bought, linked, done.

It is private, and lies in `lists/.review/NAME.yaml`: a text file to be kept under version control with the
list, and apart from it, so that whatever reads a list has none of it.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from readinglist.errors import near_matches
from readinglist.files import write_file
from readinglist.lists.model import Date
from readinglist.lists.problems import Problem, list_error
from readinglist.lists.source import Source, kind_of, load_text, parse_source

FOLDER = ".review"
StepName = Literal["locate", "scan", "buy", "link"]
STEPS: tuple[StepName, ...] = get_args(StepName)
StepState = Literal["wanted", "done"]

_HEADER = """\
# What the library has done for the reading list '{name}'. Private: no export reads this file.
# `readinglist lists review {name}` goes on with it.
"""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Step(_Part):
    """One thing to do for a work: `wanted` or `done`, `on` a day, with a note (a shelf mark, an address)."""

    state: StepState = "done"
    on: Date | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        return {"state": value} if isinstance(value, str) else value


class WorkReview(_Part):
    """What was done for one work. `done` is the day on which all that it needs was there."""

    locate: Step | None = None
    scan: Step | None = None
    buy: Step | None = None
    link: Step | None = None
    done: Date | None = None
    note: str = ""

    def step(self, name: StepName) -> Step | None:
        """The step of that name, None where nothing is said about it."""
        found: Step | None = getattr(self, name)
        return found

    @property
    def begun(self) -> bool:
        """Whether anything is said about the work."""
        return self != WorkReview()


@dataclass(frozen=True, slots=True)
class Review:
    """A list's review by citation key, as its file has it."""

    works: Mapping[str, WorkReview] = field(default_factory=dict)

    def of(self, key: str) -> WorkReview:
        """The review of a work; an empty one where there is none."""
        return self.works.get(key, WorkReview())


def review_file(folder: Path, name: str) -> Path:
    """Where the review of the list `name` lies; `folder` is that of the lists."""
    return folder / FOLDER / f"{name}.yaml"


def load_review(path: Path) -> Review:
    """A list's review, an empty one where there is no file.

    Raises one `ListError` that names every problem with its file and line.
    """
    if not path.is_file():
        return Review()
    text = load_text(path)
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        return Review()
    source = parse_source(text, str(path))
    works: dict[str, WorkReview] = {}
    problems: list[Problem] = []
    for key, value in source.root.items():
        try:
            works[key] = WorkReview.model_validate(value)
        except ValidationError as error:
            problems += [_problem(source, (key, *one["loc"]), one) for one in error.errors(include_url=False)]
    if problems:
        raise list_error(problems, f"{len(problems)} problems in this review", where=str(path))
    return Review(works)


def save_mark(
    path: Path, name: str, key: str, changes: Mapping[str, Step | datetime.date | str | None]
) -> Review:
    """Change what the review says about one work, and write it; None takes a field out.

    The file is read anew first, so that what somebody else noted about other works in the meantime stays.
    Comments in it stay. Raises what `load_review` does, and `WorkspaceError` where it cannot be written.
    """
    load_review(path)
    yaml = YAML(typ="rt")
    yaml.width = 100
    yaml.preserve_quotes = True
    text = load_text(path) if path.is_file() else _HEADER.format(name=name)
    whole = yaml.load(text)
    whole = whole if isinstance(whole, CommentedMap) else CommentedMap()
    fresh = not whole
    work = whole.get(key)
    if not isinstance(work, CommentedMap):
        work = CommentedMap()
    for field_name, value in changes.items():
        if value is None or value == "":
            work.pop(field_name, None)
        else:
            work[field_name] = _plain(value)
    if work:
        whole[key] = work
    else:
        whole.pop(key, None)
    stream = io.StringIO()
    yaml.dump(whole, stream)
    body = stream.getvalue() if whole else ""
    # A file of nothing but comments has no mapping that could carry them.
    write_file(path, _comments(text) + body if fresh or not whole else body)
    return load_review(path)


def _comments(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))


def _plain(value: Step | datetime.date | str) -> Any:
    if not isinstance(value, Step):
        return value
    made = CommentedMap({"state": value.state})
    if value.on:
        made["on"] = value.on
    if value.note:
        made["note"] = value.note
    made.fa.set_flow_style()
    return made


def _problem(source: Source, path: tuple[str | int, ...], detail: Any) -> Problem:
    spot = next(source.spots[path[:end]] for end in range(len(path), -1, -1) if path[:end] in source.spots)
    where = f"{source.file}:{spot.line}:{spot.column}: {': '.join(str(one) for one in path)}"
    if detail["type"] == "extra_forbidden":
        known = list(WorkReview.model_fields if len(path) == 2 else Step.model_fields)
        near = near_matches(str(path[-1]), known, count=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"The keys here are {', '.join(known)}."
        return Problem(where, f"there is no key '{path[-1]}' here", hint)
    if detail["type"] == "literal_error":
        return Problem(where, f"expected {detail['ctx']['expected']}, not {kind_of(detail['input'])}")
    message = str(detail["msg"])
    return Problem(where, f"{message[:1].lower()}{message[1:]}, not {kind_of(detail['input'])}")
