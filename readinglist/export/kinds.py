"""What kinds of works are called, as headings of a list arranged by type."""

from __future__ import annotations

from readinglist.export.words import Words
from readinglist.export.works import Kind


def kind_words(kind: Kind, words: Words) -> str:
    """The heading for works of one kind, in the list's language."""
    said = words.gettext
    headings: dict[Kind, str] = {
        "article": said("Articles"),
        "newspaper": said("Newspaper articles"),
        "book": said("Books"),
        "chapter": said("Chapters"),
        "paper": said("Conference papers"),
        "thesis": said("Theses"),
        "report": said("Reports"),
        "webpage": said("Web pages"),
        "video": said("Film and video"),
        "audio": said("Audio"),
        "case": said("Cases"),
        "law": said("Legislation"),
        "image": said("Images"),
        "map": said("Maps"),
        "software": said("Software and data"),
        "other": said("Other works"),
    }
    return headings[kind]
