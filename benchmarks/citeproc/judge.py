"""Differences that are known, each with its cause and the manual's rule: read from `judged.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NONE_FOUND = "none found"


@dataclass(frozen=True, slots=True)
class Rule:
    """One cause. `ours` and `theirs` are patterns and their replacements, applied to both texts.

    A difference has this cause when both texts are alike after the rules' replacements. `styles` are those it
    holds for, none for all. `fold` marks, with its first group, characters whose case is not compared.
    `manual` is the rule in our words, `source` where it was read; without a source it is no ground for
    calling a text right.
    """

    cause: str
    manual: str
    source: str
    styles: tuple[str, ...]
    ours: tuple[tuple[re.Pattern[str], str], ...]
    theirs: tuple[tuple[re.Pattern[str], str], ...]
    fold: re.Pattern[str] | None = None

    @property
    def supported(self) -> bool:
        """Whether a source for the rule was found."""
        return self.source != _NONE_FOUND

    def holds_for(self, style: str) -> bool:
        """Whether the rule is one of `style`."""
        return not self.styles or style in self.styles


@dataclass(frozen=True, slots=True)
class Verdict:
    """The causes that together explain a difference, and whether each has a source."""

    cause: str
    supported: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """The known causes, in the order in which they are tried; `found` are those that formatting finds."""

    rules: Sequence[Rule]
    found: Sequence[Rule] = ()

    def verdict(self, style: str, ours: str, theirs: str, causes: Sequence[str] = ()) -> Verdict | None:
        """What explains the difference, None where nothing does. `causes` are those that formatting found;
        an unknown one of them has no source."""
        used = [self._found(style, cause) for cause in causes]
        names = list(causes)
        for rule in self.rules:
            if ours == theirs:
                break
            if rule.holds_for(style):
                new = _apply(rule.ours, ours, rule.fold), _apply(rule.theirs, theirs, rule.fold)
                if new != (ours, theirs):
                    names.append(rule.cause)
                    used.append(rule)
                    ours, theirs = new
        if ours != theirs or not names:
            return None
        return Verdict("; ".join(names), all(rule is not None and rule.supported for rule in used))

    def _found(self, style: str, cause: str) -> Rule | None:
        return next((rule for rule in self.found if rule.cause == cause and rule.holds_for(style)), None)


def load_judge() -> Judge:
    """The rules of `judged.toml` beside this file."""
    read = tomllib.loads(Path(__file__).with_name("judged.toml").read_text("utf-8"))
    return Judge([_rule(one) for one in read.get("rule", ())], [_rule(one) for one in read.get("found", ())])


def _rule(one: Mapping[str, Any]) -> Rule:
    return Rule(
        one["cause"],
        one["manual"],
        one["source"],
        tuple(one.get("styles", ())),
        _changes(one.get("ours", ())),
        _changes(one.get("theirs", ())),
        re.compile(one["fold"]) if "fold" in one else None,
    )


def _changes(pairs: Sequence[Sequence[str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), new.replace("$", "\\")) for pattern, new in pairs)


def _apply(changes: Sequence[tuple[re.Pattern[str], str]], text: str, fold: re.Pattern[str] | None) -> str:
    for pattern, new in changes:
        text = pattern.sub(new, text)
    if fold is not None:
        text = fold.sub(lambda found: found[1].casefold(), text)
    return " ".join(text.split())
