"""What was found in a document: sections with references, and the works of the library that these mean."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from readinglist.items import Item
from readinglist.lists.model import Importance


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A reference in a document. `item` is the work that it means for certain, None otherwise; `nearest` is
    the one that it might mean. `score` is from 0 to 100. `again` says that it is the full reference, in a
    bibliography, of what the schedule has already."""

    text: str
    item: Item | None
    score: int
    importance: Importance | None = None
    locator: str | None = None
    nearest: Item | None = None
    signs: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A week or topic of a document, with its references."""

    title: str
    week: int | None
    date: datetime.date | None
    entries: tuple[FoundEntry, ...]


@dataclass(frozen=True, slots=True)
class FoundSyllabus:
    """What was found in a document."""

    title: str
    sections: tuple[FoundSection, ...]

    @property
    def entries(self) -> tuple[FoundEntry, ...]:
        """Every reference, in order."""
        return tuple(entry for section in self.sections for entry in section.entries)

    def as_json(self) -> dict[str, Any]:
        """As plain data: keys are null where nothing in the library matches."""
        return {
            "sections": [
                {
                    "title": section.title,
                    "date": section.date.isoformat() if section.date else None,
                    "entries": [
                        {
                            "text": entry.text,
                            "citation_key": entry.item.citation_key if entry.item else None,
                            "zotero_key": entry.item.key if entry.item else None,
                            "score": entry.score,
                            "importance": entry.importance,
                            "locator": entry.locator,
                        }
                        for entry in section.entries
                    ],
                }
                for section in self.sections
            ]
        }
