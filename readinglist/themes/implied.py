"""The rules that a theme has without any being written: its labels, and a little its scope note's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readinglist.themes.rules import Rule
from readinglist.themes.terms import Term, TermSyntaxError, read_terms
from readinglist.themes.words import CHUNK, Reading, composed, even, parts

if TYPE_CHECKING:
    from readinglist.themes.vocabulary import Theme

_SCOPE_WORD = 5
# Words of a scope note that say nothing of its subject, in the languages of which word forms are known.
_EMPTY = """
about above after against along among around because before behind being below between beyond bears during
either every other others over shared should since still their theirs themselves there these thing things
those through under until using versus where whether which while whose within without acerca además algunos
algunas antes aquellos cerca como contra cuando desde donde durante entre estas estos hacia hasta mediante
mientras mismo mismos nuestra nuestro otras otros porque quien según sobre todas todos
"""
_EMPTY_WORDS = frozenset(even(word) for word in _EMPTY.split())


def label_rules(theme: Theme) -> Iterator[Rule]:
    """Labels and alternative labels speak strongly for their theme, as far as they can be read as words."""
    for language, label in theme.label.items():
        yield from _from_label(label, language, theme.line)
    for language, names in theme.alt.items():
        for name in names:
            yield from _from_label(name, language, theme.line)


def _from_label(label: str, language: str, line: int) -> Iterator[Rule]:
    reading = _reading(language)
    words = "".join(letter if letter.isalnum() or letter in "-'’" else " " for letter in label)
    try:
        terms: tuple[Term, ...] = read_terms(words, reading)
    except TermSyntaxError:
        return  # a label of signs, or longer than any phrase that a text would hold
    for term in terms:
        yield Rule("strong", term, line)


def scope_rules(theme: Theme) -> Iterator[Rule]:
    """The words of the scope notes speak a little for their theme: one alone never decides."""
    own = {rule.term.text for rule in theme.rules.terms}
    for language, note in theme.scope.items():
        reading = _reading(language)
        words = dict.fromkeys(word for chunk in CHUNK.findall(composed(note)) for word in parts(chunk))
        for word in words:
            if len(word) >= _SCOPE_WORD and word not in _EMPTY_WORDS and word not in own:
                for term in read_terms(word, reading):
                    yield Rule("scope", term, theme.line)


def _reading(language: str) -> Reading:
    primary = language.replace("_", "-").split("-")[0].casefold()
    return "en" if primary == "en" else "es" if primary == "es" else "any"
