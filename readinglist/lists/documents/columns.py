"""What the columns of a syllabus's table hold, by what their heads say."""

from __future__ import annotations

import re

from readinglist.items.text import fold
from readinglist.lists.documents.blocks import Row
from readinglist.lists.documents.labels import importance_label
from readinglist.lists.model import Importance

_ROLES = (
    ("when", r"week|date|day|session|class|when|semana|fecha|sesion|clase|dia|no\.?|#|n\.?º"),
    ("author", r"authors?|autor(?:es|a|as)?|author\(s\)|autor/a"),
    ("title", r"titles?|titulos?|work|obra"),
    ("year", r"year|ano|date of publication"),
    ("topic", r"topics?|themes?|subjects?|temas?|contenidos?|modul[eo]|unidad|unit"),
    ("readings", r".*(?:readings?|lecturas?|texts?|textos?|bibliograf\w*|bibliography|references|referencias|sources|materiales?|required|obligatori\w+|recommended|complementari\w+|optional|essential|further).*"),  # noqa: E501
    ("other", r".*(?:assignments?|tareas?|activit\w*|activid\w*|due|entregas?|notes?|notas?|pages|paginas|type|tipo).*"),  # noqa: E501
)  # fmt: skip


def role_of(text: str) -> tuple[str, Importance | None]:
    """A column's role ("when", "topic", "readings" … or "") and the importance of its readings."""
    flat = fold(" ".join(text.split())).strip(" :.")
    for role, pattern in _ROLES:
        if re.fullmatch(pattern, flat) or (
            role == "when" and re.fullmatch(rf"(?:{pattern})(?:\s*(?:/|and|y|&)\s*\w+)*", flat)
        ):
            return role, importance_label(text)[0] if role == "readings" else None
    return "", None


def is_header(row: Row) -> bool:
    """Whether a row names the columns."""
    texts = [" ".join(block.text for block in cell) for cell in row.cells]
    roles = [role_of(text)[0] for text in texts if text.strip()]
    return (
        len(roles) >= 2 and sum(bool(role) for role in roles) >= 2 and all(len(text) < 60 for text in texts)
    )
