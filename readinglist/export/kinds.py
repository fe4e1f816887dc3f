"""What kinds of works are called, as headings of a list arranged by type."""

from __future__ import annotations

from readinglist.export.words import Words
from readinglist.export.works import Kind


def kind_words(kind: Kind, words: Words) -> str:
    """The heading for works of one kind, in the list's language."""
    headings: dict[Kind, str] = {
        "article": words.gettext("Articles"),
        "newspaper": words.gettext("Newspaper articles"),
        "book": words.gettext("Books"),
        "chapter": words.gettext("Chapters"),
        "paper": words.gettext("Conference papers"),
        "thesis": words.gettext("Theses"),
        "report": words.gettext("Reports"),
        "webpage": words.gettext("Web pages"),
        "video": words.gettext("Film and video"),
        "audio": words.gettext("Audio"),
        "case": words.gettext("Cases"),
        "law": words.gettext("Legislation"),
        "image": words.gettext("Images"),
        "map": words.gettext("Maps"),
        "software": words.gettext("Software and data"),
        "other": words.gettext("Other works"),
    }
    return headings[kind]
