"""Names and dates in CSL-JSON's form, both ways."""

from __future__ import annotations

from typing import Any

from readinglist.items import Creator
from readinglist.items.names import name_parts

_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")


def csl_name(creator: Creator) -> dict[str, Any]:
    """A creator as a CSL name; {} for one without any name."""
    parts = name_parts(creator)
    if parts.literal:
        return {"literal": parts.literal}
    named = {
        "family": parts.family,
        "given": parts.given,
        "non-dropping-particle": parts.non_dropping,
        "dropping-particle": parts.dropping,
        "suffix": parts.suffix,
        "comma-suffix": parts.comma_suffix,
    }
    return {key: value for key, value in named.items() if value}


def creator_from(value: Any, creator_type: str) -> Creator | None:
    """A CSL name as a creator; None for what is no name."""
    if not isinstance(value, dict):
        return None
    text = {key: str(value[key]).strip() for key in _PARTS if isinstance(value.get(key), (str, int))}
    if text.get("literal") or not (text.get("family") and text.get("given")):
        whole = text.get("literal") or " ".join(
            text[key]
            for key in ("given", "dropping-particle", "non-dropping-particle", "family")
            if text.get(key)
        )
        return Creator(creator_type, name=whole) if whole else None
    particle = text.get("non-dropping-particle", "")
    glue = "" if not particle or particle[-1] in "'’ʻ-" else " "
    last = f"{particle}{glue}{text['family']}" if particle else text["family"]
    first = " ".join(text[key] for key in ("given", "dropping-particle") if text.get(key))
    if text.get("suffix"):
        first += (",! " if value.get("comma-suffix") else ", ") + text["suffix"]
    creator = Creator(creator_type, last_name=last, first_name=first)
    if not particle and name_parts(creator).non_dropping:
        # Zotero's own way to say that what looks like a particle is part of the name.
        return Creator(creator_type, last_name=f'"{last}"', first_name=first)
    return creator


def date_text(value: Any) -> str:
    """A CSL date as people type it in Zotero ("2010-05-12", "1998/2003", "Spring 2014"), "" for none."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).strip()
    if not isinstance(value, dict):
        return ""
    raw = value.get("date-parts")
    ends = [_written(one) for one in raw[:2]] if isinstance(raw, list) else []
    text = "/".join(end for end in ends if end)
    if not text:
        for key in ("literal", "raw"):
            if isinstance(value.get(key), (str, int)):
                return str(value[key]).strip()
        return ""
    season = _number(value.get("season"))
    if season and 1 <= season % 20 <= 4 and "-" not in text.lstrip("-"):
        text = f"{_SEASONS[season % 20 - 1]} {text}"
    elif isinstance(value.get("season"), str) and not season:
        text = f"{value['season'].strip()} {text}"
    return f"c. {text}" if value.get("circa") else text


def _written(parts: Any) -> str:
    numbers = [_number(part) for part in parts[:3]] if isinstance(parts, list) else []
    if not numbers or not numbers[0] or abs(numbers[0]) > 9999:
        return ""
    text = f"{'-' if numbers[0] < 0 else ''}{abs(numbers[0]):04d}"
    for number in numbers[1:]:
        if not number or not 1 <= number <= 31:
            break
        text += f"-{number:02d}"
    return text


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        digits = value.strip()
        if len(digits) <= 6 and digits.lstrip("-").isdecimal():
            return int(digits)
    return None
