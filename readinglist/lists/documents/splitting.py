"""From a block of text to single references: where one ends and the next begins, and what is none at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readinglist.lists.documents.blocks import HARD, SHORT, SOFT
from readinglist.lists.documents.labels import importance_label
from readinglist.lists.documents.titles import UNDATED, YEAR, quoted_in

# A star that a document explains: "Starred readings are optional."
STAR = "★"
_UP = "A-ZÁÉÍÓÚÑÜÀÈÇÖÄŠŽ"
_NAME = rf"(?:(?:de|del|la|las|los|van|von|der|den|da|di|el|al|y|dos)\s+)*[{_UP}][\w’'-]+"
BULLET = re.compile(
    r"^\s*(?:[•▪◦‣●○■□☐☑✓➢➤–—*·>+\uf000-\uf0ff]|[-]{1,2}|\(?\d{1,3}[.)]|\[\d{1,3}\]|[a-z]\))\s+"
)
_DASHED_NAMES = re.compile(r"^\s*(?:[-–—_]{2,}|[—―]+)\s*[.,]?\s*")
_LEAD = re.compile(
    r"^\s*(?:(?i:see(?:\s+also)?|cf\.?|read|leer|lean|véase|ver|vid\.|e\.g\.,?|watch|view|listen(?:\s+to)?|escuchar|also|y también|text|texto|film|película|podcast|screening|proyección|skim|ojear|hojear)[:,]?|(?i:mon|tues?|wed|thu(?:rs?)?|fri|lunes|martes|miércoles|jueves|viernes):)\s+(?=[A-ZÁÉÍÓÚÑ“\"«‘_*¿¡])"  # noqa: E501
)
_BEGINS = (
    re.compile(rf"{_NAME}(?:\s{_NAME})*,\s+[{_UP}]"),  # Campbell, H. / Campbell, Howard
    re.compile(  # Winter & Reeves, Deep Web; Jin et al., DarkBERT
        rf"{_NAME}(?:\s{_NAME})?(?:\s+(?:&|and|y)\s+{_NAME}(?:\s{_NAME})?|\s+et al\.),\s+[¿¡“\"«‘]?[{_UP}]"
    ),
    re.compile(rf"[{_UP}]{{2,}}[{_UP}\s’'-]*,\s"),  # CAMPBELL, Howard
    re.compile(rf"(?:[{_UP}]\.[\s-]?){{1,3}}{_NAME}"),  # H. Campbell
    re.compile(rf"{_NAME}(?:\s{_NAME})?\s[{_UP}]{{1,3}}[,.]"),  # Campbell H,
    re.compile(  # Howard Campbell, “Title”; Trejo & Ley, “Title”; Gibbs et al., “Title”
        rf"{_NAME}(?:\s+(?:{_NAME}|[{_UP}]\.)){{0,3}}(?:\s+(?:and|y|&)\s+{_NAME}(?:\s{_NAME})?|,?\s+et al\.?)?[,:]?\s+[“\"«‘*_]"  # noqa: E501
    ),
    re.compile(
        rf"{_NAME}(?:[\s,&]+(?:and|y|et al\.?|&|{_NAME}|[{_UP}]\.)){{0,8}},?\s*"
        r"(?:[(\[]?(?:1[89]|20)\d\d|[(\[](?:n\.\s?d|s\.\s?f)\.)"
    ),  # Campbell and Hansen (2014)
    re.compile(  # FBI Phoenix. 2019. “Title”
        rf"[{_UP}][^.,;:()“”\"]{{3,60}}\.\s+(?:(?:1[89]|20)\d\d[a-z]?|n\.\s?d\.|s\.\s?f\.)\.\s+[{_UP}“\"«‘¿¡]"
    ),
    re.compile(  # Artículo 19 (2013) Doble asesinato
        rf"{_NAME}(?:\s{_NAME})?\s\d{{1,2}}\s\((?:1[89]|20)\d\d\)\.?\s[{_UP}“«‘]"
    ),
    re.compile(r"[^\W\d_][\w’'-]{2,30}\.\s+(?:1[89]|20)\d\d\.\s+[“\"«‘]"),  # teppy. 2010. “Title”
    re.compile(rf"{_NAME}(?:\s[\w.,&’'-]+){{0,5}}\s(?:vs?|c)\.\s{_NAME}"),  # Riley v. California
    re.compile(r"[“\"«‘][^”\"»’]{8,}[”\"»’]"),
    re.compile(r"\s*(?:[-–—_]{2,}|[—―]+)\s*[.,]"),
)
_NAME_YEAR = rf"{_NAME}(?:\s{_NAME})?(?:,?\s+(?:and|y|&|et al\.?)(?:\s+{_NAME}(?:\s{_NAME})?)?)?,?\s*\(?(?:(?:1[89]|20)\d\d[a-z]?|n\.d\.|s\.f\.)\)?(?:[,:]\s*(?:pp?\.\s*)?[\d–-]+)?"  # noqa: E501
_NAME_YEARS = re.compile(rf"^\s*{_NAME_YEAR}(?:\s*(?:,|;|\band\b|\by\b|&)\s*{_NAME_YEAR})+\s*\.?\s*$")
_RUN_ON = re.compile(
    rf"(?<=[.\d)/])\s+(?={_NAME}(?:\s{_NAME})?,\s+(?:[{_UP}]\.|[{_UP}]\w+)[^()“”]{{0,150}}?(?:\((?:1[89]|20)\d\d[a-z]?\)|[“\"][^”\"]{{10,}}))"
)


def asks_to_read(text: str) -> bool:
    """Whether a text begins by asking for a reading: "Read Feuer's piece", "See also", "Listen:"."""
    return _LEAD.match(text) is not None


def begins_reference(text: str) -> bool:
    """Whether a text begins as references do: with a name and initials, a name and a year, a quoted title."""
    text = BULLET.sub("", text).lstrip(STAR)
    return any(pattern.match(text) for pattern in _BEGINS)


# "Trejo, G. and Ley, S. (2020)": what follows is the title.
_NAMES_AND_YEAR = re.compile(
    rf"\s*{_NAME}(?:\s{_NAME})*,\s+[{_UP}]\.[^()“\"«‘*]{{0,200}}\((?:(?:1[89]|20)\d\d[a-z]?|n\.\s?d\.)\)\.?\s*"
)
# "Calderón, Gabriela, et al. 2015.", "OMAND, David y MILLER, Carl, 2012.": so does here.
_ONLY_NAMES_AND_YEAR = re.compile(
    rf"\s*{_NAME},(?:[\s,&]+(?:{_NAME}|[{_UP}]\.|and|y|et al\.?)){{1,12}}[.,]?"
    r"\s+(?:(?:1[89]|20)\d\d[a-z]?|n\.d\.)\.?\s*"
)


def _only_names(text: str) -> bool:
    return bool(_NAMES_AND_YEAR.fullmatch(text) or _ONLY_NAMES_AND_YEAR.fullmatch(text))


def complete(text: str) -> bool:
    """Whether a text may be a whole reference: it has a year, or says that it has none, and an end."""
    if _only_names(text):
        return False
    dated = YEAR.search(text) or UNDATED.search(text) or "http" in text
    return bool(dated) and bool(re.search(r"(?:[.)\]”\"»]|\d|https?://\S+)\s*$", text)) and len(text) > 25


def split_references(text: str) -> list[str]:
    """The texts of single references in a block, in order; a block that is none comes back as it is."""
    groups: list[str] = []
    for line in text.split(HARD):
        pieces = _soft(line)
        first = pieces[0].strip() if pieces else ""
        if groups and first and _continues(groups[-1], first):
            groups[-1] = f"{groups[-1]} {first}"
            pieces = pieces[1:]
        groups += [piece for piece in pieces if piece.strip()]
    found = [piece for group in groups for piece in _within(" ".join(group.split()))]
    return [text for piece in found if (text := cleaned(piece))]


def _soft(line: str) -> list[str]:
    groups: list[str] = []
    pieces = re.split(f"([{SOFT}{SHORT}])", line)
    for at in range(0, len(pieces), 2):
        piece, mark = pieces[at].strip(), pieces[at - 1] if at else SOFT
        ahead = " ".join(part.strip() for part in pieces[at : at + 12 : 2])[: max(160, len(piece))]
        if groups and not _parts_from(groups[-1], piece, ahead, short=mark == SHORT):
            groups[-1] = f"{groups[-1]} {piece}"
        else:
            groups.append(piece)
    return groups


def _parts_from(before: str, piece: str, ahead: str, *, short: bool) -> bool:
    """Whether a line begins something new. `ahead` is the line with the one after it; `short` says that the
    line before ended early."""
    if BULLET.match(piece):
        return True
    if (begins_reference(before) or (short and len(before) > 20)) and _may_end(before):
        # Short forms, which have no year: "Sharp, “Visualizing Narcocultura”".
        closed = re.search(r"[^.,][”\"»]\s*$", before) is not None
        if (short and closed and piece[:1].isupper()) or ((short or closed) and begins_reference(ahead)):
            return True
    if not complete(before):
        return False
    return begins_reference(ahead) or (short and bool(re.match(rf"[{_UP}¿¡“\"«‘]", piece)))


def _may_end(text: str) -> bool:
    """Whether a text may be a whole reference, also one without a year: it shows a title behind its names."""
    if _only_names(text) or re.search(r"(?:[,:;&(–—-]|\b(?:and|y|in|en|of|de|the))$", text.rstrip()):
        return False
    return bool(quoted_in(text)) or len(text) > len(names_of(text)) + 12


def _continues(before: str, line: str) -> bool:
    """Whether a line after a hard break goes on with what stands before it."""
    if (
        BULLET.match(line)
        or complete(before)
        or asks_to_read(line)
        or _labelled(line)
        or (begins_reference(line) and len(before) > 60)
    ):
        return False
    if begins_reference(line) and (YEAR.search(before) or UNDATED.search(before)):
        return False
    if line[:1].islower() or before.rstrip().endswith((",", ":", "-", " and", " y", "&")):
        return True
    # "Campbell, H. (2014)." and its title: names alone are no reference.
    return _only_names(before) or (len(before) < 40 and begins_reference(before) and not quoted_in(before))


def _labelled(line: str) -> bool:
    label, behind = importance_label(line)
    return label is not None and bool(behind)


def _within(text: str) -> Iterator[str]:
    if _NAME_YEARS.match(text):
        yield from (hit[0] for hit in re.finditer(_NAME_YEAR, text))
        return
    for part in _at_semicolons(text):
        yield from _run_on(part)


_JOINT = re.compile(
    r";\s+(?:(?:and|y|see also|véase también)\s+)?|\s+[•●▪]\s+|(?<=[.;,])\s+(?=\(?[2-9]\)\s)", re.IGNORECASE
)


_SIDE = 800


def _at_semicolons(text: str) -> list[str]:
    """The parts between the semicolons that end a reference; those between authors' names end none."""
    parts, start = [], 0
    for joint in _JOINT.finditer(text):
        # So much of both sides as a reference has: a line of thousands of semicolons is read in time.
        before, after = (
            text[max(start, joint.start() - _SIDE) : joint.start()],
            text[joint.end() : joint.end() + _SIDE],
        )
        if _alone(before) and _follows(after):
            parts.append(before)
            start = joint.end()
    return [*parts, text[start:]]


_NAME_TITLE = re.compile(rf"{_NAME},\s+(?:[{_UP}][\w’'-]+|\d+)(?:\s[\w’'-]+){{2,}}")


def names_a_title(text: str) -> bool:
    """Whether a text is a short form without a year: "Castells, The Rise of the Network Society"."""
    return _NAME_TITLE.match(text) is not None


def _follows(text: str) -> bool:
    """Whether another reference comes after a semicolon: it begins as one, and has a year or title."""
    head = cleaned(text)[:260].split("; ")[0]
    told = bool(YEAR.search(head) or UNDATED.search(head) or quoted_in(head))
    if not told and names_a_title(head):
        return True
    return told and (
        begins_reference(head)
        or re.search(r"\((?:1[89]|20)\d\d[a-z]?\)\W*$", head) is not None
        or (bool(re.match(r"[A-ZÁÉÍÓÚÑ¿¡“\"«]", head)) and len(head) > 30)
    )


def _alone(text: str) -> bool:
    """Whether a part between semicolons is a reference of its own, and not one of several authors."""
    text = cleaned(text)
    dated = bool(YEAR.search(text) or UNDATED.search(text))
    titled = bool(quoted_in(text)) or len(text) > 32
    short = re.fullmatch(rf"{_NAME_YEAR}\.?", text) is not None or (
        # "Heineman (2015), Cartel Land", "Beyond Silk Road (2013)": the year in parentheses, and some words.
        re.search(r"\((?:(?:1[89]|20)\d\d[a-z]?|n\.\s?d\.|s\.\s?f\.)\)", text) is not None and len(text) > 15
    )
    return short or (titled and (dated or bool(quoted_in(text))))


def _run_on(text: str) -> list[str]:
    if len(text) < 140 or len(YEAR.findall(text)) < 2:
        return [text]
    return _RUN_ON.split(text)


def cleaned(text: str) -> str:
    """A reference without the bullet, the number and the word that asks for reading it."""
    text = BULLET.sub("", text.strip())
    text = _LEAD.sub("", text)
    return text.strip(" \t*_")


def dashed_names(text: str) -> str | None:
    """The text behind a dash that stands for the names of the reference before, None without one."""
    found = _DASHED_NAMES.match(text)
    return text[found.end() :] if found and len(text) > found.end() + 5 else None


def names_of(text: str) -> str:
    """What stands before a reference's year or title: its names."""
    found = re.match(r"(.{3,120}?)(?:\s*[(\[]?(?:1[5-9]|20)\d\d|[“\"«‘]|\.\s+[^\W\d_]{3,})", text)
    return found[1].strip(" ,.(") if found else ""


_SIGNS = (
    re.compile(r"[(\[,.\s](?:1[89]|20)\d\d[a-z]?[)\].,;:\s]|[(\[,.\s](?:1[89]|20)\d\d[a-z]?$"),
    re.compile(r"\bpp?\.\s*\d|\bpágs?\.|\d\s?\(\d+\)|\bvol\.|\bno\.\s*\d|:\s?\d+[-–]\d+", re.IGNORECASE),
    re.compile(r"https?://|\bdoi\b|\bISBN\b", re.IGNORECASE),
    re.compile(
        r"\b(?:University|Press|Editorial|Ediciones|Journal|Review|Revista|Publications?|Books|Universidad|Routledge|Verlag|Times|Post|Universitaria|eds?\.|coords?\.|trans\.|trad\.)\b"
    ),
    re.compile(r"(?<=[.”\"»])\s+(?:In|En):?\s|^[A-ZÁÉÍÓÚÑ][\w.’'& ]{2,40} (?:vs?|c)\. [A-ZÁÉÍÓÚÑ]"),
)
_NO_SIGN = re.compile(
    r"\?\s*$|\d{1,2}:\d\d\s*(?:[-–]|to|a)\s*\d{1,2}:\d\d(?!:)|^(?:please|students|you|we|this|the course|the class|el curso|los estudiantes|this week|esta semana)\b|\b(?:will|you|your|should|we|submit|grade|points|office hours|assignment|due|tarea|entrega)\b",  # noqa: E501
    re.IGNORECASE,
)


def reference_signs(text: str, *, marked: bool) -> int:
    """How many signs of a reference a text shows; three or more make one."""
    signs = 2 * begins_reference(text) + sum(bool(pattern.search(text)) for pattern in _SIGNS)
    signs += bool(quoted_in(text) or marked) + bool(UNDATED.search(text))
    return signs - 2 * bool(_NO_SIGN.search(text)) - (len(text) > 700) - (len(text) < 15)
