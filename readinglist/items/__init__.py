"""The vocabulary of everything else: items, creators, dates, names, Zotero's types and fields. No I/O."""

from readinglist.items.dates import PartialDate, parse_date
from readinglist.items.item import Attachment, Creator, Item, Note, Tag

__all__ = ["Attachment", "Creator", "Item", "Note", "PartialDate", "Tag", "parse_date"]
