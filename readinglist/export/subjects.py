"""Subject headings of an authority for themes, as the MARC targets are told them."""

from __future__ import annotations

from readinglist.errors import UsageError
from readinglist.export.target import Option

HEADINGS = Option(
    "headings",
    "subject headings for themes: 'theme = Heading -- Subdivision; other theme = Heading'",
)


def headings_by_theme(text: str) -> dict[str, str]:
    """Heading by theme label in small letters. Raises `UsageError` for a part without "="."""
    found = {}
    for part in text.split(";"):
        theme, equals, heading = part.partition("=")
        if equals and theme.strip() and heading.strip():
            found[theme.strip().casefold()] = heading.strip()
        elif part.strip():
            raise UsageError(
                f"the option 'headings' cannot be read at '{part.strip()[:60]}'",
                hint="Write 'theme = Heading; other theme = Heading -- Subdivision'.",
            )
    return found
