"""The dialogue of `themes review`: a question at a time, one keystroke an answer, 80 columns."""

from __future__ import annotations

import string
import textwrap
from typing import TYPE_CHECKING

import click

from readinglist.cli.keys import ESCAPE, INTERRUPT, ReadKey
from readinglist.cli.output import (
    KEY_STYLE,
    columns_wide,
    counted,
    say,
    say_marked,
    say_wrapped,
    shorten,
    tell,
)

if TYPE_CHECKING:
    from readinglist.actions.theme_review import Doubt, Review
    from readinglist.themes.evidence import Evidence, Score
    from readinglist.themes.proposals import Proposal

_ANSWERS = "a accept   r reject   o other theme   s skip   u undo   q quit"
_REASONS = 4
_LETTERS = string.ascii_lowercase + string.digits[1:]
_BACK = (ESCAPE, INTERRUPT, "\r", "\n", " ")
_END = ("q", INTERRUPT)
_VERDICTS = {
    "assigned": "the rules give it",
    "near": "just missed",
    "outdone": "outdone by a better one",
    "crowded": "no room beside others",
}


def ask_all(review: Review, read: ReadKey, locale: str) -> None:
    """Ask question after question until none is left or the person quits."""
    total = len(review.doubts)
    while (doubt := review.present) is not None:
        _show(doubt, review.place + 1, total)
        if not _answer(review, read, doubt, locale):
            return
    say("That was the last one.")


def _answer(review: Review, read: ReadKey, doubt: Doubt, locale: str) -> bool:
    """Carry one answer out; false to quit."""
    while True:
        key = _ask(read, _ANSWERS)
        if key in _END:
            say("quit")
            return False
        if key == "a" and doubt.theme:
            review.accept()
            say(f"accepted: {doubt.theme}")
        elif key == "r" and doubt.theme:
            review.reject()
            say(f"rejected: {doubt.theme}")
        elif key == "s":
            review.skip()
            say("skipped")
        elif key == "o":
            chosen = _choose(review, read, locale)
            if not chosen:
                continue
            review.other(chosen)
            say(f"instead: {chosen}")
        elif key == "u":
            say("undone" if review.undo() else "nothing to undo")
        else:
            say()
            continue
        return True


def _ask(read: ReadKey, prompt: str) -> str:
    click.echo(f"{prompt} ? ", nl=False)
    return read()


def _show(doubt: Doubt, number: int, total: int) -> None:
    width = columns_wide()
    say()
    say_marked(f"{number} of {total}  {shorten(doubt.citation_key, width - 20)}", "", style=KEY_STYLE)
    say_wrapped(shorten(doubt.title, 3 * (width - 4)), first="  ", rest="  ")
    if doubt.facts:
        say(f"  {shorten(doubt.facts, width - 4)}")
    if doubt.score is None:
        say("  No theme came near. (o chooses one.)", style="bold")
    else:
        say(f"  {shorten(f'{doubt.label} ({doubt.theme})?', width - 4)}", style="bold")
        say(f"  {_verdict(doubt.score)}")
        for one in _strongest(doubt.score):
            _show_reason(one, width)
    if doubt.others:
        say_wrapped(", ".join(doubt.others), first="  also: ", rest="        ")


def _verdict(score: Score) -> str:
    said = _VERDICTS.get(score.verdict, score.verdict)
    return f"{said}: score {score.score:g}, {score.threshold:g} needed"


def _strongest(score: Score) -> list[Evidence]:
    return sorted(score.evidence, key=lambda one: -abs(one.weight))[:_REASONS]


def _show_reason(one: Evidence, width: int) -> None:
    line = f"{one.weight:+.2f} {one.field}: {one.context or one.words} [{one.rule}, line {one.line}]"
    for part in textwrap.wrap(
        shorten(line, 2 * (width - 8)), width - 1, initial_indent="    ", subsequent_indent="          "
    ):
        say(part)


def _choose(review: Review, read: ReadKey, locale: str) -> str:
    """A theme chosen by a letter, a page at a time; "" to go back."""
    themes = [(theme.id, review.vocabulary.label(theme.id, locale)) for theme in review.vocabulary.themes]
    pages = [themes[at : at + 20] for at in range(0, len(themes), 20)] or [[]]
    page = 0
    while True:
        say()
        for letter, (theme, label) in zip(_LETTERS, pages[page], strict=False):
            say(f"  {letter}  {shorten(f'{label} ({theme})', columns_wide() - 6)}")
        more = "   + more" if len(pages) > 1 else ""
        key = _ask(read, f"which one? Enter goes back{more}")
        if key == "+" and len(pages) > 1:
            page = (page + 1) % len(pages)
        elif key in _BACK:
            say("back")
            return ""
        elif key in _LETTERS[: len(pages[page])]:
            return pages[page][_LETTERS.index(key)][0]


def show_proposals(proposals: tuple[Proposal, ...], file: str) -> None:
    """Print rule changes, numbered, each with what it would settle and what else it would move."""
    for number, one in enumerate(proposals, 1):
        say()
        say_wrapped(f"{number}. {said(one, file)}", rest="   ")
        say_wrapped(f"settles {', '.join(one.settles)}", first="   ", rest="     ")
        if not one.moves:
            say("   moves nothing else")
        for mark, moved in (("+", one.gains), ("-", one.loses)):
            if moved:
                shown = [f"{key} {theme}" for key, theme in moved[:6]]
                more = f" and {len(moved) - 6} more" if len(moved) > 6 else ""
                say_wrapped(f"also {mark} {', '.join(shown)}{more}", first="   ", rest="          ")


def said(one: Proposal, file: str) -> str:
    """A rule change in words."""
    language = "" if one.reading == "any" else f"{one.reading}."
    if not one.old:
        return f'{one.theme}: add "{one.term}" to {language}{one.new}'
    place = f" ({file}:{one.line})" if one.line else ""
    if not one.new:
        return f'{one.theme}: take "{one.term}" out of {language}{one.old}{place}'
    return f'{one.theme}: move "{one.term}" from {language}{one.old} to {one.new}{place}'


def ask_proposal(read: ReadKey, one: Proposal, file: str) -> str:
    """Ask about one rule change by a keystroke: "y", "n" or "q"."""
    while True:
        key = _ask(read, f"{shorten(said(one, file), columns_wide() - 26)}: y apply  n no  q quit")
        if key in _END:
            say("quit")
            return "q"
        if key in ("y", "n"):
            say("applied" if key == "y" else "left")
            return key


def sum_up(review: Review) -> None:
    """Say what was done and how to see it."""
    tell(f"{counted(review.answered, 'answer')} in themes.toml, {len(review.doubts) - review.place} left.")
