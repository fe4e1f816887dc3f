"""The two sets of items that are compared: the bundled collection, and an unruly one over all types."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from readinglist.interchange.csljson import to_csl
from readinglist.items.schema import creator_types, fields_of, item_types
from readinglist.resources import package_file
from readinglist.zotero.mapping import item_from_json

_TITLES = (
    "The Digital Plaza: Violence and Visibility in Northern Mexico",
    "Narcocultura y redes sociales: una lectura desde la frontera",
    "“We Are Everywhere”: propaganda, banners and the state",
    "How <i>Twitter</i> became a war room",
    "Drones, encryption, and the “new” organised crime — a review",
    "What is a cartel?",
    "Bitcoin & the underground economy of Sinaloa, 2009–2019",
    "Die Gewalt der Bilder: Überlegungen zu einem digitalen Krieg",
    "H<sub>2</sub>O, CO<sub>2</sub> and the politics of fuel theft",
    "An analysis of 'lost' archives",
    "del dicho al hecho: La guerra en YouTube",
    "WhatsApp Inc. v. the State: a hearing",
    "U.S.–Mexico relations after 2006",
    "iPhone forensics in the field",
    "Violence!",
    'Los <span class="nocase">Zetas</span> on-line',
)
_SHORT = ("Digital Plaza", "Narcocultura", "War Room", "Gewalt")
_NAMES = (
    ("Howard", "Campbell"), ("Ludwig", "van Beethoven"), ("Ana María", "Ruiz Gómez"),
    ("Jean", "de La Fontaine"), ("Martin Luther", "King, Jr."), ("José Manuel", "Valenzuela Arce"),
    ("Bruno", "da Cunha"), ("J. R. R.", "Tolkien"), ("Élise", "d’Arcy"), ("Xi", "Wang"), ("Óscar", "Ñáñez"),
    ("Anna-Lena", "Müller"), ("", "Anonymous"), ("Madonna", ""),
    ("Robert", "van Altena"), ("Ioan", "Grillo"), ("Guadalupe", "Correa-Cabrera"), ("Saïd", "al-Jabri"),
)  # fmt: skip
_BODIES = (
    "Insight Crime", "United Nations Office on Drugs and Crime", "Secretaría de Gobernación",
    "Procter & Gamble",
    "U.S. Department of Justice",
)  # fmt: skip
_DATES = (
    "2014", "2014-03", "2014-03-17", "Spring 2015", "2010-2012", "c. 1999", "n.d.", "", "17 de marzo de 2011",
    "March 2009", "12/2008", "sin fecha", "2019-10-05", "2019", "2019", "ca. 1848",
)  # fmt: skip
_LANGUAGES = ("", "en", "eng", "English", "es", "español", "es-MX", "en-US", "de", "fr", "en_GB", "en", "en")
_PAGES = ("60-77", "60–77", "12", "e1023", "A1, A12-A15", "101-9", "S12–S19", "xii–xv", "1 - 12", "")
_NUMBERS = ("3", "12", "2-3", "IV", "special issue", "14B", "", "2023")
_EDITIONS = ("2", "2nd", "Second edition", "rev.", "3a ed.", "", "", "1")
_PUBLISHERS = ("Oxford University Press", "Siglo XXI", "Grijalbo", "UNAM", "", "Routledge & Kegan Paul")
_PLACES = ("Mexico City", "México, D.F.", "London; New York", "Chicago, IL", "", "Tijuana")
_VENUES = (
    "Latin American Perspectives", "Revista Mexicana de Sociología", "The New York Times",
    "Crime, Law and Social Change",
    "Journal of Drug Issues", "Proceso", "El Blog del Narco", "nature",
)  # fmt: skip
_URLS = (
    "https://example.org/a?b=c&d=e",
    "https://www.example.com/~user/page_one.html",
    "",
    "http://example.net/",
)
_DOIS = ("10.1177/0094582X12443519", "https://doi.org/10.1007/s10611-011-9288-3", "", "")
_KINDS = ("Doctoral dissertation", "Working paper", "Tesis de maestría", "Podcast", "", "Blog post")
_WORDS = ("Series B", "Report", "HD video", "Archivo General de la Nación", "", "vol. 2", "Bill 12")

_VALUES: Mapping[str, Sequence[str]] = {
    "title": _TITLES,
    "date": _DATES,
    "language": _LANGUAGES,
    "pages": _PAGES,
    "shortTitle": _SHORT,
    "edition": _EDITIONS,
    "publisher": _PUBLISHERS,
    "place": _PLACES,
    "url": _URLS,
    "DOI": _DOIS,
    "accessDate": ("2024-05-01", "2024-05-01T10:00:00Z", ""),
    "ISBN": ("9780226287058", ""),
    "ISSN": ("0094-582X", ""),
    "extra": ("", "", "", "original-date: 1925", "Notes to self."),
}
_LIKE: Mapping[str, Sequence[str]] = {
    "title": _VENUES,
    "date": _DATES,
    "type": _KINDS,
    "number": _NUMBERS,
    "volume": _NUMBERS,
    "issue": _NUMBERS,
    "publisher": _PUBLISHERS,
    "place": _PLACES,
    "pages": ("12", "340", ""),
    "section": ("B", "Opinion", "12", ""),
}
_SILENT = frozenset(
    {"abstractNote", "rights", "libraryCatalog", "callNumber", "citationKey", "journalAbbreviation"}
)


def bundled() -> list[dict[str, Any]]:
    """The bundled collection as CSL-JSON."""
    raw = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))
    return [_csl(one) for one in raw["items"] if one["itemType"] not in {"note", "attachment"}]


def unruly(count: int = 10, seed: int = 7) -> list[dict[str, Any]]:
    """`count` items of every Zotero type, filled at random with what people type; one seed, one set."""
    chance = random.Random(seed)
    types = [one for one in item_types() if one not in {"note", "attachment", "annotation"}]
    return [_csl(_unruly_item(chance, kind, f"{kind}{number}")) for kind in types for number in range(count)]


def _unruly_item(chance: random.Random, kind: str, key: str) -> dict[str, Any]:
    data: dict[str, Any] = {"key": key, "version": 1, "itemType": kind}
    for position, field in enumerate(fields_of(kind)):
        if field in _SILENT or (position and chance.random() < 0.3):
            continue
        data[field] = chance.choice(_TITLES if not position else _values(field))
    roles = creator_types(kind)
    creators = []
    for position in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 4, 8)) if roles else 0):
        role = roles[0] if position == 0 and chance.random() < 0.8 else chance.choice(roles)
        if chance.random() < 0.15:
            creators.append({"creatorType": role, "name": chance.choice(_BODIES)})
        else:
            first, last = chance.choice(_NAMES)
            creators.append({"creatorType": role, "firstName": first, "lastName": last})
    return {**data, "creators": creators}


def _values(field: str) -> Sequence[str]:
    if field in _VALUES:
        return _VALUES[field]
    return next((values for word, values in _LIKE.items() if word in field.casefold()), _WORDS)


def _csl(data: Mapping[str, Any]) -> dict[str, Any]:
    item = item_from_json({"key": data["key"], "version": 1, "data": dict(data)}, "groups/1")
    return {**to_csl(item), "id": str(data["key"])}
