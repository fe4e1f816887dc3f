"""Lists to begin with: a seminar, a lecture course, a reserve list, or next to nothing."""

from __future__ import annotations

from readinglist.lists.editing.scalars import Value
from readinglist.lists.writing import NewList, NewSection

TEMPLATES = ("seminar", "lecture", "reserve")

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "intro": "What is this week about, and what should one look for?",
        "first": "What this course is about",
        "week": "Topic of week {n}",
        "late": "### Late work\n\nSay so early.\n\n### Access\n\nTell us what you need to read in another format.",  # noqa: E501
        "loan": "### Loan\n\nThree hours in the reading room.",
        "books": "Books",
        "articles": "Articles",
        "media": "Films and recordings",
    },
    "es": {
        "intro": "¿De qué trata esta semana y a qué hay que atender?",
        "first": "De qué trata el curso",
        "week": "Tema de la semana {n}",
        "late": "### Entregas tardías\n\nAvise a tiempo.\n\n### Acceso\n\nPida los textos en otro formato si lo necesita.",  # noqa: E501
        "loan": "### Préstamo\n\nTres horas en sala.",
        "books": "Libros",
        "articles": "Artículos",
        "media": "Películas y grabaciones",
    },
}


def template_list(template: str, title: str, locale: str) -> NewList:
    """The list of a template (one of `TEMPLATES`, or "" for an empty one) in the locale's language or
    English."""
    words = _WORDS.get(locale.partition("-")[0], _WORDS["en"])
    head: dict[str, Value] = {"title": title, "locale": locale}
    if template == "reserve":
        head |= {"order": "author", "workload": "none"}
        sections = [NewSection({"title": words[one]}) for one in ("books", "articles", "media")]
        return NewList(
            head, sections, words["loan"], "Add works with `readinglist lists add NAME KEY --section Books`."
        )
    if template in ("seminar", "lecture"):
        weeks, purpose = (12, "understand") if template == "seminar" else (14, "survey")
        head["workload"] = {"density": 600, "difficulty": "some", "purpose": purpose}
        made = []
        for week in range(1, weeks + 1):
            name = words["first"] if week == 1 else words["week"].format(n=week)
            keys: dict[str, Value] = {"title": name, "week": week}
            if template == "seminar":
                keys["intro"] = words["intro"]
            made.append(NewSection(keys))
        comment = (
            "Say when the course runs, and every week has its date:\n"
            f"term: {{start: 2027-01-18, weeks: {weeks}, meets: monday, holidays: MX}}"
        )
        return NewList(head, made, words["late"], comment)
    return NewList(head)
