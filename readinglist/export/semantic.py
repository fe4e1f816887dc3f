"""What a page says of its works to programs: COinS for browser connectors, JSON-LD for search engines.

COinS: an OpenURL ContextObject in the title of an empty span of class Z3988. JSON-LD: schema.org's `ItemList`
of works, in a `Course` where the list has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from readinglist.export.openurl import openurl_query
from readinglist.export.view import EntryView, ListView
from readinglist.export.works import Kind, Work
from readinglist.items import Creator

_TYPES: dict[Kind, str] = {
    "article": "ScholarlyArticle", "newspaper": "NewsArticle", "book": "Book", "chapter": "Chapter",
    "paper": "ScholarlyArticle", "thesis": "Thesis", "report": "Report", "webpage": "WebPage",
    "video": "Movie", "audio": "PodcastEpisode", "case": "CreativeWork", "law": "Legislation",
    "image": "VisualArtwork", "map": "Map", "software": "SoftwareSourceCode", "other": "CreativeWork",
}  # fmt: skip
_HOSTS: dict[Kind, str] = {
    "article": "Periodical", "newspaper": "Newspaper", "chapter": "Book", "paper": "Book",
    "webpage": "WebSite", "audio": "PodcastSeries",
}  # fmt: skip

# Parts that schema.org has a property for, two of them of films and broadcasts only.
_PARTS = {
    "editor": "editor", "translator": "translator", "producer": "producer", "executiveProducer": "producer",
    "director": "director", "castMember": "actor",
}  # fmt: skip
_ON_FILM = frozenset({"director", "actor"})
# Who had no part in the work itself: in another one, or in a trial.
_NO_MAKERS = frozenset({
    "reviewedAuthor", "bookAuthor", "originalCreator", "seriesEditor", "recipient", "counsel", "cosponsor",
    "attorneyAgent", "commenter",
})  # fmt: skip


def coins(entry: EntryView) -> str:
    """An entry's work as the title of a COinS span; "" where the entry is no work."""
    return openurl_query(entry.item) if entry.kind == "work" else ""


def json_ld(view: ListView) -> str:
    """The list as JSON-LD, fit to stand inside of a script element: no "<" in it."""
    listed: dict[str, Any] = {
        "@type": "ItemList",
        "name": view.title,
        "description": view.description.plain,
        "numberOfItems": len(view.entries),
        "itemListOrder": "https://schema.org/ItemListOrderAscending",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "item": _work(entry)}
            for at, entry in enumerate(view.entries, 1)
        ],
    }
    document = {
        "@context": "https://schema.org",
        "inLanguage": view.locale,
        **(_course(view, listed) or listed),
    }
    text = json.dumps(_without_empty(document), ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _course(view: ListView, listed: dict[str, Any]) -> dict[str, Any] | None:
    about = view.about
    if not about.code:
        return None
    minutes = sum(entry.minutes or 0 for entry in view.entries if not entry.instead_of)
    instance = {
        "@type": "CourseInstance",
        "courseWorkload": f"PT{minutes}M" if minutes else "",
        "startDate": about.start.isoformat() if about.start else "",
        "instructor": [{"@type": "Person", "name": name} for name in about.instructors],
    }
    return {
        "@type": "Course",
        "name": view.title,
        "description": view.description.plain or view.subtitle or view.title,
        "courseCode": about.code,
        "provider": {"@type": "Organization", "name": about.institution} if about.institution else "",
        "hasCourseInstance": instance if len(_without_empty(instance)) > 1 else "",
        "mainEntity": listed,
    }


def _work(entry: EntryView) -> dict[str, Any]:
    work = Work(entry.item)
    host = {"@type": _HOSTS.get(work.kind, "CreativeWork"), "name": work.host} if work.host else ""
    return {
        "@type": _TYPES[work.kind],
        "name": work.title or entry.citation.plain,
        **_people(work),
        "datePublished": work.date,
        "inLanguage": entry.item.language,
        "isPartOf": host,
        "publisher": {"@type": "Organization", "name": work.text("publisher")}
        if work.text("publisher")
        else "",
        "isbn": work.isbns[0] if work.isbns and work.kind == "book" else "",
        "pagination": work.text("pages"),
        "sameAs": work.url,
        "timeRequired": f"PT{entry.minutes}M" if entry.minutes else "",
        "keywords": list(entry.themes),
    }


def _people(work: Work) -> dict[str, list[dict[str, str]]]:
    """Everybody who made the work, by the property that schema.org has for their part."""
    made: dict[str, list[dict[str, str]]] = {"author": [], "editor": []}
    for one in work.item.creators:
        if one.creator_type in _NO_MAKERS:
            continue
        part = _PARTS.get(one.creator_type, "author" if one in work.authors else "contributor")
        if part in _ON_FILM and work.kind not in ("video", "audio"):
            part = "contributor"
        made.setdefault(part, []).append(_agent(one))
    return made


def _agent(one: Creator) -> dict[str, str]:
    if one.name:
        return {"@type": "Organization", "name": one.name}
    return {"@type": "Person", "name": one.display, "familyName": one.last_name, "givenName": one.first_name}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(_filled(value))
    return [_without_empty(one) for one in value] if isinstance(value, list) else value


def _filled(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, one in value.items():
        kept = _without_empty(one)
        if kept or kept == 0:
            yield key, kept
