"""Differences that are known, each with its cause and the manual's rule: read from `judged.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """One cause. `ours` and `theirs` are patterns and their replacements, applied to both texts.

    A difference has this cause when both texts are alike after the rules' replacements. `styles` are those it
    holds for, none for all. `fold` marks, with its first group, characters whose case is not compared.
    """

    cause: str
    manual: str
    styles: tuple[str, ...]
    ours: tuple[tuple[re.Pattern[str], str], ...]
    theirs: tuple[tuple[re.Pattern[str], str], ...]
    fold: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """The known causes, in the order in which they are tried."""

    rules: Sequence[Rule]

    def cause(self, style: str, ours: str, theirs: str) -> str:
        """The causes, joined with "; ", that together explain the difference; "" where they do not."""
        found = []
        for rule in self.rules:
            if rule.styles and style not in rule.styles:
                continue
            new = _apply(rule.ours, ours, rule.fold), _apply(rule.theirs, theirs, rule.fold)
            if new != (ours, theirs):
                found.append(rule.cause)
                ours, theirs = new
            if ours == theirs:
                return "; ".join(found)
        return ""


def load_judge() -> Judge:
    """The rules of `judged.toml` beside this file."""
    read = tomllib.loads(Path(__file__).with_name("judged.toml").read_text("utf-8"))
    return Judge([_rule(one) for one in read.get("rule", ())])


def _rule(one: Mapping[str, Any]) -> Rule:
    return Rule(
        one["cause"],
        one["manual"],
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
