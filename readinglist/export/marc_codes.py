"""What a MARC 21 record says in codes of the thing described: whether it is online, and what it is made of.

Leader 06, 006, 007, 008 (form of item), 300, 337, 338 and 856 say it each in its own way and must agree. By
the MARC 21 Format for Bibliographic Data: loc.gov/marc/bibliographic/bd006.html, bd007c.html (electronic
resource), bd008.html with bd008b, bd008c, bd008m, bd008p, bd008s and bd008v (positions 18 to 34 by type of
record), bd337.html, bd338.html and bd856.html; code "o" (online) for the form of item by MARC proposal
2010-01; "1 online resource" and 006 beside 007 by the Provider-Neutral E-Resource MARC Record Guide (PCC,
2019). Fill characters stand where nobody held the work in hand: "no attempt to code".
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from readinglist.export.works import Kind, Work
from readinglist.interchange.csl.tables import cited_as

# Leader 06 (type of record) and 07 (bibliographic level).
LEADERS: Mapping[Kind, tuple[str, str]] = {
    "article": ("a", "b"), "newspaper": ("a", "b"), "chapter": ("a", "a"), "paper": ("a", "a"),
    "book": ("a", "m"), "thesis": ("t", "m"), "report": ("a", "m"), "webpage": ("a", "i"),
    "video": ("g", "m"), "audio": ("i", "m"), "case": ("a", "m"), "law": ("a", "m"), "image": ("k", "m"),
    "map": ("e", "m"), "software": ("m", "m"), "other": ("a", "m"),
}  # fmt: skip
# Term and code of each creator's part in the work (MARC Code List for Relators).
RELATORS: Mapping[str, tuple[str, str]] = {
    "author": ("author", "aut"), "editor": ("editor", "edt"), "translator": ("translator", "trl"),
    "director": ("film director", "fmd"), "podcaster": ("host", "hst"), "artist": ("artist", "art"),
    "guest": ("on-screen participant", "osp"), "contributor": ("contributor", "ctb"),
    "seriesEditor": ("series editor", "edt"), "performer": ("performer", "prf"),
    "interviewee": ("interviewee", "ive"), "interviewer": ("interviewer", "ivr"),
    "producer": ("producer", "pro"), "presenter": ("presenter", "pre"), "programmer": ("programmer", "prg"),
    "cartographer": ("cartographer", "ctg"), "sponsor": ("sponsor", "spn"), "narrator": ("narrator", "nrt"),
    "attorneyAgent": ("contributor", "ctb"), "bookAuthor": ("author", "aut"), "castMember": ("actor", "act"),
    "chair": ("moderator", "mod"), "commenter": ("commentator for written text", "cwt"),
    "composer": ("composer", "cmp"), "cosponsor": ("sponsor", "spn"), "counsel": ("contributor", "ctb"),
    "creator": ("creator", "cre"), "executiveProducer": ("producer", "pro"), "host": ("host", "hst"),
    "inventor": ("inventor", "inv"), "organizer": ("organizer", "orm"), "originalCreator": ("creator", "cre"),
    "recipient": ("addressee", "rcp"), "scriptwriter": ("screenwriter", "aus"),
    "seriesCreator": ("creator", "cre"), "wordsBy": ("lyricist", "lyr"), "compiler": ("compiler", "com"),
    "curator": ("curator", "cur"), "illustrator": ("illustrator", "ill"),
    "editor-translator": ("editor", "edt"), "editorial-director": ("editor", "edt"),
}  # fmt: skip
# MARC Code List for Languages (ISO 639-2/B) for the languages that reading lists are likely to hold.
LANGUAGES = {
    "ar": "ara", "ca": "cat", "cs": "cze", "da": "dan", "de": "ger", "el": "gre", "en": "eng", "es": "spa",
    "eu": "baq", "fa": "per", "fi": "fin", "fr": "fre", "gl": "glg", "he": "heb", "hi": "hin", "hu": "hun",
    "af": "afr", "ay": "aym", "be": "bel", "bg": "bul", "bn": "ben", "bs": "bos", "cy": "wel", "et": "est",
    "ga": "gle", "gn": "grn", "hr": "hrv", "hy": "arm", "is": "ice", "ka": "geo", "lt": "lit", "lv": "lav",
    "mk": "mac", "ms": "may", "mt": "mlt", "sk": "slo", "sl": "slv", "sq": "alb", "sr": "srp", "sw": "swa",
    "th": "tha", "tl": "tgl", "ur": "urd", "yi": "yid",
    "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor", "la": "lat", "nah": "nah", "nl": "dut", "no": "nor",
    "nb": "nor", "nn": "nor", "pl": "pol", "pt": "por", "qu": "que", "ro": "rum", "ru": "rus", "sv": "swe",
    "tr": "tur", "uk": "ukr", "vi": "vie", "yua": "myn", "zh": "chi",
}  # fmt: skip
# Positions 18 to 34 of 008: "F" is the form of item, blanks are undefined, the rest is not coded.
_BOOK = "|||||F|||||||| ||"
_SERIAL = "|| ||F||||||   ||"
_MATERIALS = {
    "e": "|||||| |  |F | ||", "g": "||| |     |F   ||", "i": "|||||F|||||||| | ", "k": "||| |     |F   ||",
    "m": "    |F  | |      ",
}  # fmt: skip
# 336: what is perceived, by kind; text for all others.
_CONTENT: Mapping[Kind, tuple[str, str]] = {
    "video": ("two-dimensional moving image", "tdi"), "audio": ("spoken word", "spw"),
    "image": ("still image", "sti"), "map": ("cartographic image", "cri"),
    "software": ("computer program", "cop"),
}  # fmt: skip
# 337 and 338 of what is not online, by kind; a volume for all others.
_CARRIED: Mapping[Kind, tuple[tuple[str, str], tuple[str, str]]] = {
    "video": (("video", "v"), ("unspecified", "zu")), "audio": (("audio", "s"), ("unspecified", "zu")),
    "image": (("unmediated", "n"), ("sheet", "nb")), "map": (("unmediated", "n"), ("sheet", "nb")),
    "software": (("computer", "c"), ("unspecified", "zu")),
}  # fmt: skip
_FILES = {"software": "b", "video": "c", "image": "c", "map": "c", "audio": "h"}  # 006/09; else a document


def is_online(work: Work) -> bool:
    """Whether the record describes something online: what has an address and is not a printed book.

    A book, or a part of one, with an ISBN is described as the volume on the shelf; its address is then one
    of another version (856, second indicator 1). A page of the web is online by its nature.
    """
    return work.kind == "webpage" or (bool(work.url) and not work.isbns)


def fixed_fields(work: Work, moment: datetime.datetime) -> dict[str, str]:
    """The control fields 006, 007 (both only of what is online) and 008 by their tags."""
    fields = {"008": _general(work, moment)}
    if is_online(work):
        if work.kind != "software":  # There 008 itself is that of a computer file.
            fields["006"] = f"m    |o  {_FILES.get(work.kind, 'd')} |      "
        fields["007"] = "cr |n|||||||||"
    return fields


def _general(work: Work, moment: datetime.datetime) -> str:
    """008: date entered, dates, place not said, what its material has, language; forty characters."""
    year = work.year.rjust(4, "0")[-4:] if work.year.isdecimal() else ""
    type_, level = LEADERS[work.kind]
    known = f"s{year}    " if year else "nuuuuuuuu"
    # What goes on may have gone on: nobody knows.
    dates = f"u{year or 'uuuu'}uuuu" if level == "i" else known
    material = _MATERIALS.get(type_, _SERIAL if level in "bi" else _BOOK)
    language = LANGUAGES.get(work.item.language.split("-")[0], "und")
    form = "o" if is_online(work) else " "
    return f"{moment:%y%m%d}{dates}xx {material.replace('F', form)}{language} d"


def rda_types(work: Work) -> dict[str, tuple[str, str, str]]:
    """336, 337 and 338 by their tags: the term, its code, the list that it is from."""
    media, carrier = _CARRIED.get(work.kind, (("unmediated", "n"), ("volume", "nc")))
    if is_online(work):
        media, carrier = ("computer", "c"), ("online resource", "cr")
    content = _CONTENT.get(work.kind, ("text", "txt"))
    if cited_as(work.item) == "dataset":
        content = ("computer dataset", "cod")
    return {
        "336": (*content, "rdacontent"),
        "337": (*media, "rdamedia"),
        "338": (*carrier, "rdacarrier"),
    }


def extent(work: Work) -> str:
    """300: "240 pages", "pages 60–77" of a part, "2 volumes (480 pages)" of a set.

    Online it is "1 online resource (240 pages)". "" if nothing is known.
    """
    known = work.text("numPages")
    if re.fullmatch(r"\d+", known):
        known = "1 page" if int(known) == 1 else f"{known} pages"
    elif not known and (pages := work.text("pages")):
        known = f"pages {pages}" if re.search(r"\d\D+\d", pages) else f"page {pages}"
    known = known or work.text("runningTime")
    volumes = work.text("numberOfVolumes")
    if volumes.isdecimal() and int(volumes) > 1 and work.kind == "book" and not work.text("volume"):
        known = f"{volumes} volumes ({known})" if known else f"{volumes} volumes"
    if is_online(work):
        return f"1 online resource ({known})" if known else "1 online resource"
    return known
