"""Labels that tell how important readings are: "Required:", "(optional)", a star; English and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readinglist.lists.documents.marks import flat_text
from readinglist.lists.model import Importance

_LEVELS: tuple[tuple[Importance, str], ...] = (
    (
        "further",
        r"further|supplementary|supplemental|additional|background|complementari[ao]s?|adicional(?:es)?|para profundizar|(?:para )?ampliar|ampliacion|optional|opcional(?:es)?|extra",  # noqa: E501
    ),
    ("recommended", r"recommended|recomendad[ao]s?|suggested|sugerid[ao]s?"),
    (
        "essential",
        r"required|essential|core|mandatory|compulsory|obligatori[ao]s?|basic[ao]s?|esencial(?:es)?|fundamental(?:es)?|must[- ]read|principal(?:es)?|imprescindibles?",  # noqa: E501
    ),
)
_READINGS = r"(?:readings?|texts?|bibliography|literature|references|sources|viewing|listening|lecturas?|textos?|bibliografia|literatura|referencias|materiales|materials?)"  # noqa: E501
_LABEL = {
    level: re.compile(
        rf"^\W*(?:(?:{_READINGS}|for|de|also|tambien)\s+)?(?:{words})(?:\s+{_READINGS}|\s+reading)?"
        r"(?:\s+(?:for|de|del|para)\s+\w+(?:\s\w+)?|\s+(?:this week|esta semana))?"
        r"(?:\s*\([^)]{2,20}\))?\s*(?::|\.|–|—|-(?!\w)|\)|\]|$)\s*"
    )
    for level, words in _LEVELS
}
# A label in the middle of a paragraph: "Required: A; B. Recommended: C. Further (Spanish): D."
_WITHIN = re.compile(
    r"(?<=[.;?!)”\"»’\v])\s+(?="
    + rf"(?:{_READINGS}\s+)?(?:{'|'.join(words for _, words in _LEVELS)})(?:\s+{_READINGS}|\s+reading)?"
    + r"(?:\s*\([^)]{2,20}\))?\s*:\s)"
)


_INLINE = {
    level: re.compile(
        rf"[(\[]\s*(?:lectura\s+)?(?:{words})(?:\s+reading)?\s*[)\]]|[-–—,]\s*(?:{words})\s*\.?$"
    )
    for level, words in _LEVELS
}
_GENERIC = re.compile(
    rf"^\W*(?:the\s+|las\s+|this week.?s\s+)?{_READINGS}(?:\s+(?:for|list|of|de|del|para|this|la|the)\b[\w\s]{{0,20}})?\s*(?::|\.|-|–|$)\s*"  # noqa: E501
)


_LEGEND = re.compile(
    r"(?:\bstar(?:red|s)?\b|\basterisk\w*|\basterisco\w*|\*)[^.;*]{0,60}?(?P<what>optional|skip|further|recommended|suggested"
    r"|opcional|recomendad|complementari|required|must|essential|obligatori)"
)


def star_meaning(texts: Iterable[str]) -> Importance | None:
    """The importance that a star before a reference stands for, where the document explains it."""
    for text in texts:
        found = _LEGEND.search(flat_text(text))
        if found and len(text) < 600:
            word = found["what"]
            if word in ("required", "must", "essential", "obligatori"):
                return "essential"
            return "recommended" if word in ("recommended", "suggested", "recomendad") else "further"
    return None


_REST = re.compile(
    r"\b(?:the rest|the others?|all others?|everything else|l[aoe]s? demas|el resto)\b[^.]{0,30}?"
    r"(?P<what>optional|further|recommended|suggested|background|opcional|recomendad|complementari|apoyo)"
)


def rest_meaning(texts: Iterable[str]) -> Importance | None:
    """The importance of what has no star, where the document says so: "The rest is recommended"."""
    for text in texts:
        flat = flat_text(text)
        found = _REST.search(flat)
        if found and len(text) < 600 and re.search(r"star|asteri|\*", flat):
            return "recommended" if found["what"][:5] in ("recom", "sugge", "apoyo") else "further"
    return None


def importance_label(text: str) -> tuple[Importance | None, str]:
    """The importance that a label at the beginning sets ("Required readings:"), and the text behind it."""
    flat = flat_text(text)
    for level, pattern in _LABEL.items():
        found = pattern.match(flat)
        if found and found.end() <= 60:
            return level, text[found.end() :].strip() if len(flat) == len(text) else ""
    return None, text


def at_labels(text: str) -> list[str]:
    """A paragraph cut before each label of importance within it; one that has none comes back whole."""
    flat = flat_text(text)
    if len(flat) != len(text):
        return [text]
    cuts = [hit.end() for hit in _WITHIN.finditer(flat)]
    return [text[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def readings_label(text: str) -> tuple[bool, str]:
    """Whether a text begins with a word such as "Readings:", and the text behind it."""
    flat = flat_text(text)
    found = _GENERIC.match(flat)
    if found and len(flat) == len(text):
        return True, text[found.end() :].strip()
    return False, text


def importance_within(text: str) -> tuple[Importance | None, str]:
    """The importance marked inside a reference ("(optional)", "[recomendada]"), and the text without it."""
    flat = flat_text(text)
    for level, pattern in _INLINE.items():
        found = pattern.search(flat)
        if found and len(flat) == len(text):
            return level, f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;–—-")
    return None, text
