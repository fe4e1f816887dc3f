"""Item and Creator: one bibliographic entry as Zotero describes it, with what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readinglist.items.dates import PartialDate, parse_date
from readinglist.items.schema import base_field, fields_with_base


@dataclass(frozen=True, slots=True)
class Creator:
    """A person or body with a part in the work. `creator_type` is Zotero's ("author", "podcaster" …).

    Either `last_name` and `first_name` are set (a two-field name) or `name` (a one-field name).
    """

    creator_type: str
    last_name: str = ""
    first_name: str = ""
    name: str = ""

    @property
    def display(self) -> str:
        """The name in reading order: "Rosa Koenraadt", or the one-field name."""
        if self.first_name and self.last_name and not self.name:
            return f"{self.first_name} {self.last_name}"
        return self.name or self.first_name or self.last_name

    @property
    def sort_name(self) -> str:
        """The name in sorting order: "Koenraadt, Rosa", or the one-field name."""
        return self.name or ", ".join(part for part in (self.last_name, self.first_name) if part)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; `automatic` is true for those Zotero added by itself on import (type 1)."""

    name: str
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A child note: Zotero key, its text (HTML as typed in Zotero, hostile until cleaned), its tags."""

    key: str
    html: str
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A child attachment's metadata.

    `link_mode` is Zotero's: linked_url, imported_file, imported_url, linked_file.
    """

    key: str
    title: str
    link_mode: str
    url: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One bibliographic item.

    `fields` holds Zotero's own field names with their non-empty text values, in the order of Zotero's
    schema; creators, tags, collections (keys) and relations stand beside it. `key` is Zotero's item key,
    `source` the library it comes from ("groups/4420117", "users/1"), `citation_key` the key given by this
    tool ("" while none is given). `notes` and `attachments` are the item's children, trashed ones left out;
    `texts` are the full texts of its files, where they were fetched.
    """

    key: str = ""
    item_type: str
    fields: Mapping[str, str] = field(default_factory=dict)
    creators: tuple[Creator, ...] = ()
    tags: tuple[Tag, ...] = ()
    collections: tuple[str, ...] = ()
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    citation_key: str = ""
    version: int = 0
    date_added: str = ""
    date_modified: str = ""
    deleted: bool = False
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    texts: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """The text of a Zotero field, or of the field that stands for it in this item's type.

        `get("publicationTitle")` finds a chapter's bookTitle, `get("date")` a case's dateDecided,
        `get("publisher")` a thesis's university (the schema's base fields). "" where there is none.
        """
        value = self.fields.get(name)
        if value:
            return value
        specific = fields_with_base(self.item_type, name)
        for other in specific:
            value = self.fields.get(other)
            if value:
                return value
        base = base_field(self.item_type, name)
        return self.fields.get(base, "") if base else ""

    @property
    def title(self) -> str:
        """The title as typed, with Zotero's inline markup (<i>, <sub> …); "" where there is none."""
        return self.get("title")

    @property
    def date(self) -> PartialDate:
        """The date of publication."""
        return parse_date(self.get("date"))

    @property
    def year(self) -> int | None:
        """The (first) year of the date, None where no year can be read."""
        return self.date.year

    @property
    def language(self) -> str:
        """The language as typed in Zotero ("es-MX", "English", ""); see `items.text.language_tag`."""
        return self.get("language")

    @property
    def abstract(self) -> str:
        """The abstract as typed."""
        return self.get("abstractNote")
