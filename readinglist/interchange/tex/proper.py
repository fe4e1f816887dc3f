"""Words that are names wherever they stand, so that a title capitalised throughout keeps them apart."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from babel import Locale

# What English forms from the names of countries and peoples, which no catalogue of Unicode's lists.
_PEOPLES = (
    "african american argentine argentinian asian australian austrian bolivian brazilian british canadian"
    " chilean chinese colombian cuban danish dutch ecuadorian egyptian english european finnish french"
    " german greek guatemalan haitian honduran hungarian indian indonesian iranian iraqi irish israeli"
    " italian japanese korean latino latina mexican moroccan nigerian norwegian pakistani palestinian"
    " panamanian peruvian polish portuguese romanian russian salvadoran scottish spanish swedish swiss"
    " syrian turkish ukrainian venezuelan vietnamese welsh christian catholic muslim jewish marxist"
)


def proper_words(title: str, abstract: str) -> Set[str]:
    """The words of a title, in small letters, that are names whatever the title's way to capitalise.

    Names of countries (Unicode CLDR, by Babel) and peoples, and words that the abstract writes with a
    capital inside a sentence and never with a small letter.
    """
    words = {re.sub(r"['’]s$", "", word).lower() for word in re.findall(r"[^\W\d_](?:[\w'’]*\w)?", title)}
    return (words & _known()) | (words & _names_in(abstract) if abstract else frozenset())


@cache
def _known() -> frozenset[str]:
    names = [name for name in Locale.parse("en").territories.values() if name.isalpha() and len(name) > 3]
    return frozenset(_PEOPLES.split()) | {name.lower() for name in names} - {"world", "turkey", "chad"}


def _names_in(abstract: str) -> frozenset[str]:
    # "Some," in front of the word and no full stop, colon or line end: it stands inside a sentence.
    inside = re.findall(r"(?<=[a-zà-ÿ,;] )([A-ZÀ-Þ][\w-]*)", abstract[:20000])
    small = set(re.findall(r"(?<![\w-])[a-zà-ÿ][\w-]*", abstract[:20000]))
    return frozenset(word.lower() for word in inside) - small
