"""RIS, for reference managers and databases: items to .ris files and back, by rispy.

Child notes are never written: other programs show `N1` to readers.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import rispy

from readinglist.errors import FormatError
from readinglist.interchange import Format, Problem, ReadResult
from readinglist.interchange.csl.tables import cited_as
from readinglist.interchange.ristags.tables import (
    HOST_BESIDE_MEETING,
    READ_ALIASES,
    READ_TYPES,
    TYPES,
    fields_and_tags,
    read_roles,
    role_tag,
)
from readinglist.items import Creator, Item, Tag
from readinglist.items.dates import PartialDate, parse_date
from readinglist.items.schema import creator_types, fields_of, fields_with_base, primary_creator_type
from readinglist.items.text import plain

Lines = list[tuple[str, str]]

_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]+")
_TAG = re.compile(r"[A-Z][A-Z0-9]")


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """Records without a number before them; every tag may come more than once."""

    def set_header(self, count: int) -> str:
        return ""


def write(items: Sequence[Item]) -> str:
    """The items as RIS, sorted by citation key."""
    ordered = sorted(items, key=lambda item: (item.citation_key or item.key, item.source, item.key))
    return write_records([record(item) for item in ordered])


def write_records(records: Sequence[Lines], newline: str = "\n") -> str:
    """Records of (tag, value) pairs as RIS, in this order; the first pair of each is its `TY`."""
    tags = sorted({tag for lines in records for tag, _ in lines} - {"TY", "ER"})
    writer = _Writer(
        mapping={"TY": "type_of_reference", **{tag: tag.lower() for tag in tags}}, list_tags=tags
    )
    references: list[dict[str, object]] = []
    for lines in records:
        reference: dict[str, object] = {"type_of_reference": lines[0][1]}
        for tag, value in lines[1:]:
            text = one_line(value)
            if text:
                held = reference.setdefault(tag.lower(), [])
                assert isinstance(held, list)
                held.append(text)
        references.append(reference)
    return str(writer.formats(references)).replace("\n", newline)


def one_line(value: str) -> str:
    """A value as a RIS line holds it: on one line, without control characters."""
    return " ".join(_CONTROL.sub(" ", value).split())


def record(item: Item, editor: str = "") -> Lines:
    """An item's tags and values in the order in which they are written; `editor` is a tag for all editors."""
    lines: Lines = [("TY", TYPES.get(cited_as(item), "GEN")), ("ID", item.citation_key or item.key)]
    lines += _creators(item, editor)
    lines += _dates(item.date)
    lines += _texts(item)
    lines += _pages(item)
    numbers = [item.get("ISBN"), item.get("ISSN")]
    lines += [
        ("SN", number)
        for value in numbers
        for number in re.split(r"[,;]\s*|\s+(?=[\dX-]{8,})", value)
        if number
    ]
    lines += [("KW", tag.name) for tag in item.tags]
    return lines


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for field, tag in fields_and_tags(cited_as(item)):
        value = item.get(field)
        place = HOST_BESIDE_MEETING if field == "publicationTitle" and "T2" in taken else tag
        if value and place not in taken:
            taken.add(place)
            yield place, value if tag in ("UR", "DO") else plain(value)


def _creators(item: Item, editor: str) -> Iterator[tuple[str, str]]:
    primary = primary_creator_type(item.item_type)
    reviewed: list[str] = []
    for one in item.creators:
        # A name without a comma is one that no program takes apart, so a body keeps its words in order.
        name = one.name or (f"{one.last_name}, {one.first_name}".rstrip(", "))
        if one.creator_type == "reviewedAuthor":  # No maker of the item, but of what it is about.
            reviewed.append(name)
        elif one.creator_type in (primary, "author"):
            yield "AU", name
        else:
            tag = editor if one.creator_type == "editor" else ""
            yield tag or role_tag(one.creator_type, cited_as(item)), name
    if reviewed:
        yield "RI", "; ".join(reviewed)


def _dates(date: PartialDate) -> Lines:
    """`PY` with the year, `DA` as YYYY/MM/DD/other (RIS specification, 2011, "Date fields")."""
    if date.year is None:
        return [("PY", date.text)] if date.text else []
    lines = [("PY", str(date.year))]
    if date.month is not None:
        day = f"{date.day:02}" if date.day is not None else ""
        lines.append(("DA", f"{date.year:04}/{date.month:02}/{day}/"))
    return lines


def _pages(item: Item) -> Lines:
    pages = item.get("pages")
    found = re.fullmatch(r"\s*([^\s,;-]+?)\s*[-\u2010-\u2015\u2212]+\s*([^\s,;-]+)\s*", pages)
    if found:
        return [("SP", found[1]), ("EP", found[2])]
    number = item.get("numPages")
    return [("SP", pages or number)] if pages or number else []


def read(text: str) -> ReadResult:
    """Read a RIS file of any program. Raises `FormatError` when it is not RIS at all."""
    text = text.removeprefix("\ufeff")
    if not re.search(r"^TY {2}- ", text, re.MULTILINE):
        raise FormatError(
            "not RIS: there is no line that begins with 'TY  - '", hint="RIS has one tag a line."
        )
    problems: list[Problem] = []
    items = []
    for line, lines in _records(text, problems):
        items.append(_item(lines, line, problems))
    return ReadResult(tuple(items), tuple(problems))


def _records(text: str, problems: list[Problem]) -> Iterator[tuple[int, Lines]]:
    """Each record with its line. One that rispy cannot read is left out and named."""
    starts = [found.start() for found in re.finditer(r"^TY {2}- ?", text, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        chunk, line = text[start:end], text.count("\n", 0, start) + 1
        if not re.search(r"^ER {2}-", chunk, re.MULTILINE):
            problems.append(Problem(line, "", "this record has no ER line; it was read up to the next one"))
            chunk = chunk.rstrip() + "\nER  - \n"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = rispy.loads(chunk, mapping=_all_tags(chunk), list_tags=sorted(_tags_in(chunk)))
        except (rispy.parser.ParseError, OSError, ValueError) as error:
            problems.append(Problem(line, "", f"this record could not be read: {error}", chunk.strip()))
            continue
        for one in found:
            yield line, _lines(one)


def _tags_in(chunk: str) -> set[str]:
    return set(re.findall(r"^([A-Z][A-Z0-9]) {2}- ?", chunk, re.MULTILINE)) - {"TY", "ER"}


def _all_tags(chunk: str) -> dict[str, str]:
    return {"TY": "TY", "ER": "ER", "UK": "unknown_tag", **{tag: tag for tag in _tags_in(chunk)}}


def _lines(found: Mapping[str, object]) -> Lines:
    lines: Lines = []
    for tag, value in found.items():
        if _TAG.fullmatch(tag):
            values = value if isinstance(value, list) else [value]
            lines += [(tag, str(one).strip()) for one in values if str(one).strip()]
    return lines


def _item(lines: Lines, line: int, problems: list[Problem]) -> Item:
    held: dict[str, list[str]] = defaultdict(list)
    for tag, value in lines:
        held[READ_ALIASES.get(tag, tag)].append(value)
    told = (held.get("TY") or ["GEN"])[0].upper()
    kind = READ_TYPES.get(told, "document")
    key = (held.get("ID") or [""])[0]
    if told not in READ_TYPES:
        problems.append(Problem(line, key, f"unknown type '{told}': read as a document"))
    fields = _fields(held, kind)
    if not fields.get("title") and not any(
        item_title in fields for item_title in fields_with_base(kind, "title")
    ):
        problems.append(Problem(line, key, "this record has no title"))
    order = {name: at for at, name in enumerate(fields_of(kind))}
    return Item(
        item_type=kind,
        fields=dict(sorted(fields.items(), key=lambda pair: order.get(pair[0], len(order)))),
        creators=tuple(_read_creators(held, kind)),
        tags=tuple(Tag(name) for name in dict.fromkeys(held.get("KW", []))),
        citation_key=key if re.fullmatch(r"[^\s{},\\\"#%~]+", key) else "",
    )


def _fields(held: Mapping[str, list[str]], kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    known = fields_of(kind)
    used = {"SN"}  # Read below, among the other numbers.
    for field, tag in _meeting_first(fields_and_tags(kind), held):
        own = next((one for one in (field, *fields_with_base(kind, field)) if one in known), "")
        if own and held.get(tag) and own not in found and tag not in used:
            found[own] = held[tag][0]
            used.add(tag)
    date = _read_date(held.get("DA", []))
    own_date = next((one for one in ("date", *fields_with_base(kind, "date")) if one in known), "")
    if date and own_date:
        found[own_date] = date
    found.update(_read_pages(held, known))
    numbered = ("number", "SN") in fields_and_tags(kind)
    own_number = next((one for one in ("number", *fields_with_base(kind, "number")) if one in known), "")
    found.update(_read_numbers(held.get("SN", []), known, own_number if numbered else ""))
    return found


def _meeting_first(
    pairs: Sequence[tuple[str, str]], held: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """`T2` is the host, unless that stands beside it: then it is the meeting."""
    for field, tag in pairs:
        if field in ("conferenceName", "meetingName"):
            if held.get(HOST_BESIDE_MEETING):
                yield from ((field, tag), ("publicationTitle", HOST_BESIDE_MEETING))
        else:
            yield field, tag


def _read_date(values: Sequence[str]) -> str:
    """The fullest of the dates given, as YYYY-MM-DD as far as it goes."""
    best = ""
    for value in values:
        parts = [part.strip() for part in value.split("/")]
        numbers = [part for part in parts[:3] if part.isdigit()]
        said = "-".join([numbers[0].zfill(4), *(part.zfill(2) for part in numbers[1:])]) if numbers else value
        if parse_date(said).year is None:
            said = value.strip("/")
        if len(said) > len(best):
            best = said
    return best


def _read_pages(held: Mapping[str, list[str]], known: Sequence[str]) -> dict[str, str]:
    first, last = (held.get("SP") or [""])[0], (held.get("EP") or [""])[0]
    if not first:
        return {}
    if "pages" in known:
        return {"pages": f"{first}-{last}" if last and last != first else first}
    return {"numPages": first} if "numPages" in known and not last else {}


def _read_numbers(values: Sequence[str], known: Sequence[str], own: str) -> dict[str, str]:
    """ISSN and ISBN; what is neither is the number `own` of a report, standard or patent, if there is one."""
    issns = [value for value in values if re.fullmatch(r"\d{4}-?\d{3}[\dXx]", value)]
    others = [value for value in values if value not in issns]
    found: dict[str, str] = {}
    if own:
        numbers = [value for value in others if not re.fullmatch(r"[\d -]{9,16}[\dXx]", value)]
        found.update(zip((own,), numbers, strict=False))
        others = [value for value in others if value not in numbers]
    if issns and "ISSN" in known:
        found["ISSN"] = ", ".join(issns)
    if others and "ISBN" in known:
        found["ISBN"] = " ".join(others)
    return found


def _read_creators(held: Mapping[str, list[str]], kind: str) -> Iterator[Creator]:
    primary = primary_creator_type(kind)
    roles = creator_types(kind)
    fields = {tag for _, tag in fields_and_tags(kind)}
    for tag, wanted in (("AU", primary), *(pair for pair in read_roles(kind) if pair[0] not in fields)):
        role = wanted if wanted in roles else ("contributor" if "contributor" in roles else primary)
        for name in held.get(tag, []):
            last, comma, first = name.partition(",")
            if comma and first.strip() and last.strip():
                yield Creator(role, last.strip(), first.strip())
            elif name.strip(" ,"):
                yield Creator(role, name=name.strip(" ,"))


FORMAT = Format("ris", ".ris", "RIS (.ris), for reference managers and databases", read, write)
