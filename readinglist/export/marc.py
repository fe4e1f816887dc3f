"""A list's works as MARC 21 bibliographic records, by pymarc.

Fields and codes by the MARC 21 Format for Bibliographic Data (loc.gov/marc/bibliographic); relators by the
MARC Code List for Relators; what the thing described is made of by `marc_codes`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from pymarc import Field, Indicators, Leader, Record, Subfield

from readinglist.export.marc_codes import (
    LANGUAGES,
    LEADERS,
    RELATORS,
    extent,
    fixed_fields,
    is_online,
    rda_types,
)
from readinglist.export.marc_size import fitting
from readinglist.export.target import RenderOptions
from readinglist.export.view import EntryView, ListView
from readinglist.export.works import Kind, Work
from readinglist.interchange.csl.tables import cited_as
from readinglist.items import Creator

# Initial articles that filing skips (245, second indicator), by language.
_ARTICLES = {
    "en": ("the ", "a ", "an "), "es": ("el ", "la ", "los ", "las ", "un ", "una "),
    "de": ("der ", "die ", "das "), "fr": ("le ", "la ", "les ", "l'", "l’", "un ", "une "),
    "pt": ("o ", "a ", "os ", "as ", "um ", "uma "),
    "it": ("il ", "lo ", "la ", "i ", "gli ", "le ", "l'", "l’"),
}  # fmt: skip
_MOST_RESPONSIBLE = 20  # In the statement of responsibility; more are a crowd.
_MOST_NAMES = 300  # A record is at most 99,999 bytes long, which 3,000 names would break,
_MOST_READINGS = 100  # … or hundreds of notes.
_PARTS = frozenset({"chapter", "article", "paper", "newspaper"})
# Who is no maker of the work: 600, a subject of it.
_REVIEWED = "reviewedAuthor"


def records(
    view: ListView, options: RenderOptions, headings: Mapping[str, str]
) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """One record a work, in the list's order, and warnings of what a record has no room for.

    `headings` are subject headings by theme (`[targets.marc]`).
    """
    moment = datetime.datetime.fromtimestamp(options.timestamp_for(view.date), datetime.UTC)
    entries: dict[str, list[EntryView]] = {}
    for entry in view.entries:
        entries.setdefault(entry.key, []).append(entry)
    made = [_record(view, same, moment, headings) for same in entries.values()]
    cut = [key for key, (_, whole) in zip(entries, made, strict=True) if not whole]
    named = ", ".join(cut[:5]) + " …" * (len(cut) > 5)
    warnings = (f"a record has no room for all that is known of {named}",) if cut else ()
    return tuple(record for record, _ in made), warnings


def _record(
    view: ListView, entries: Sequence[EntryView], moment: datetime.datetime, headings: Mapping[str, str]
) -> tuple[Record, bool]:
    """A work's record, and whether all that is known of it is in it."""
    entry = entries[0]
    work = Work(entry.item)
    record = Record(force_utf8=True, leader=str(_leader(work.kind)))
    record.add_field(
        Field("001", data=re.sub(r"\s", "-", entry.key)[:200]),
        Field("005", data=moment.strftime("%Y%m%d%H%M%S.0")),
        *(Field(tag, data=data) for tag, data in sorted(fixed_fields(work, moment).items())),
    )
    made = [
        *_numbers(work), *_main_entry(work), *_description(work, entry),
        *_notes(view, entries[:_MOST_READINGS]), *_subjects(entry, headings), *_reviewed(work),
        *_added(work), *_meeting(work), *_host(work), *_links(entry, work),
    ]  # fmt: skip
    fields, whole = fitting(made)
    # A catalogue expects the fields in the order of their numbers.
    record.add_ordered_field(*sorted(fields, key=lambda field: field.tag[0]))
    left_out = len(entries) > _MOST_READINGS or len(work.item.creators) > _MOST_NAMES
    return record, whole and not left_out


def _leader(kind: Kind) -> Leader:
    type_, level = LEADERS[kind]
    # 18 "i": ISBD punctuation included; 17 "7": minimal level, for nobody held the work in hand.
    return Leader(f"00000n{type_}{level} a22000007i 4500")


def _field(tag: str, indicators: str, *pairs: tuple[str, str]) -> Field | None:
    subfields = [Subfield(code, text) for code, value in pairs if (text := _fit(value))]
    if not subfields:
        return None
    set_ = indicators.replace("_", " ")
    return Field(tag, Indicators(set_[0], set_[1]), subfields)


def _fields(*fields: Field | None) -> Iterator[Field]:
    return (field for field in fields if field is not None)


def _fit(value: str) -> str:
    """Without what ends a subfield, field or record in ISO 2709."""
    return " ".join(re.sub("[\u0000-\u001f\u007f-\u009f\u2028\u2029]", " ", value).split())


def _numbers(work: Work) -> Iterator[Field]:
    language = LANGUAGES.get(work.item.language.split("-")[0], "")
    part = work.kind in _PARTS
    standard = cited_as(work.item) == "standard"
    yield from _fields(
        _patent(work),
        *(_field("020", "__", ("a", number)) for number in ([] if part else work.isbns)),
        *(_field("020", "__", ("z", number)) for number in ([] if part else work.wrong_isbns)),
        *(_field("022", "__", ("a", number)) for number in ([] if part else work.issns)),
        _field("024", "7_", ("a", work.doi), ("2", "doi")) if work.doi else None,
        _field("024", "8_", ("a", work.text("number"))) if standard else None,
        _field("040", "__", ("b", "eng"), ("e", "rda")),
        _field("041", "0_", ("a", language)) if language else None,
        _field("088", "__", ("a", work.text("number"))) if work.kind == "report" else None,
    )


def _patent(work: Work) -> Field | None:
    if cited_as(work.item) != "patent":
        return None
    return _field("013", "__", ("a", work.text("number")), ("b", work.text("country")))


def _main_entry(work: Work) -> Iterator[Field]:
    if work.authors and work.authors != work.editors:
        yield from _fields(_name("1", work.authors[0]))


def _name(hundreds: str, creator: Creator) -> Field | None:
    """A personal or corporate name with its part in the work, in words and as a code; None without a name."""
    words, code = RELATORS.get(creator.creator_type, ("", ""))
    name = _before(creator.sort_name, "," if words else "")
    if not name:
        return None
    if creator.name:
        return _field(f"{hundreds}10", "2_", ("a", name), ("e", f"{words}." if words else ""), ("4", code))
    return _field(f"{hundreds}00", "1_", ("a", name), ("e", f"{words}." if words else ""), ("4", code))


def _description(work: Work, entry: EntryView) -> Iterator[Field]:
    title = work.title or entry.title or entry.citation.plain
    main, colon, rest = title.partition(": ")
    number, name = _part(work)
    responsible = _responsible([one.display for one in (work.authors or work.editors)])
    first = "1" if work.authors and work.authors != work.editors else "0"
    last = " /" if responsible else "."
    # Each subfield ends in the mark that comes before the next one.
    whole = "." if number or name else last
    after = "," if name else last
    yield from _fields(
        _field(
            "245", f"{first}{_skipped(title, work.item.language)}",
            ("a", f"{main} :" if colon else main + whole), ("b", rest + whole if colon else ""),
            ("n", _before(number, after)), ("p", _before(name, last)),
            ("c", f"{responsible}." if responsible else ""),
        ),
        _field("250", "__", ("a", work.text("edition"))),
        _published(work),
        _field("300", "__", ("a", extent(work))),
        *(
            _field(tag, "__", ("a", term), ("b", code), ("2", source))
            for tag, (term, code, source) in rda_types(work).items()
        ),
        _series(work),
        _thesis(work) if work.kind == "thesis" else None,
        _field("520", "3_", ("a", work.text("abstractNote"))),
        # Court, reporter, code and docket have no field of their own: the citation tells them.
        _field("524", "__", ("a", entry.citation.plain)) if work.kind in ("case", "law") else None,
    )  # fmt: skip


def _responsible(names: Sequence[str]) -> str:
    """245 $c: all of them, of a crowd the first and how many others, as RDA 2.4.1.5 has it."""
    known = [name for name in names if _fit(name)]
    if len(known) > _MOST_RESPONSIBLE:
        return f"{known[0]} [and {len(known) - 1} others]"
    return "; ".join(known)


def _part(work: Work) -> tuple[str, str]:
    """Which part of a work in several parts it is: "Volume 2", and the part's own title."""
    volume = work.text("volume") if work.kind in ("book", "audio", "video") else ""
    number = f"Volume {volume}" if volume.isdecimal() else volume
    return ", ".join(one for one in (number, work.text("partNumber")) if one), work.text("partTitle")


def _published(work: Work) -> Field | None:
    """264; each part ends in the mark that comes before the next one, the last of them in none."""
    place, publisher, year = work.text("place"), work.text("publisher"), work.year
    after_publisher = "," if year else ""
    after_place = " :" if publisher else after_publisher
    return _field(
        "264",
        "_1",
        ("a", _before(place, after_place)),
        ("b", _before(publisher, after_publisher)),
        ("c", year),
    )


def _series(work: Work) -> Field | None:
    series, number = work.series, work.text("seriesNumber")
    return _field("490", "0_", ("a", _before(series, " ;" if number else "")), ("v", number))


def _thesis(work: Work) -> Field | None:
    return _field("502", "__", ("b", work.text("type")), ("c", work.text("publisher")), ("d", work.year))


def _before(text: str, mark: str) -> str:
    """The text with the mark that comes before the next subfield; a mark alone is nothing."""
    known = _fit(text)
    return known + mark if known else ""


def _skipped(title: str, language: str) -> int:
    start = title.lower()
    for article in _ARTICLES.get(language.split("-")[0], ()):
        if start.startswith(article) and len(title) > len(article):
            return len(article)
    return 0


def _notes(view: ListView, entries: Sequence[EntryView]) -> Iterator[Field]:
    """526, the course that reads it: its name, the importance, and what students are told."""
    course = " · ".join(dict.fromkeys(part for part in (view.about.code, view.title) if part))
    for entry in entries:
        note = " ".join(
            part for part in (f"{entry.details}." if entry.details else "", entry.note.plain) if part
        )
        yield from _fields(_field("526", "8_", ("a", course), ("b", entry.importance), ("z", note)))


def _subjects(entry: EntryView, headings: Mapping[str, str]) -> Iterator[Field]:
    """Themes as uncontrolled terms (653), and the heading of an authority that a theme is mapped to (650)."""
    for theme in entry.themes:
        heading = headings.get(theme.casefold(), "")
        if heading:
            term, *parts = re.split(r"\s*--\s*", heading)
            yield from _fields(_field("650", "_0", ("a", term), *(("x", part) for part in parts)))
    yield from _fields(*(_field("653", "_0", ("a", theme)) for theme in entry.themes))


def _reviewed(work: Work) -> Iterator[Field]:
    """600, those whose work is reviewed: subjects of it, not its makers (source of the heading not said)."""
    for one in work.item.creators[:_MOST_NAMES]:
        if one.creator_type == _REVIEWED:
            tag, first = ("610", "2") if one.name else ("600", "1")
            yield from _fields(_field(tag, f"{first}4", ("a", one.sort_name)))


def _added(work: Work) -> Iterator[Field]:
    known = {*(work.authors[:1] if work.authors != work.editors else ()), *_host_makers(work)}
    for one in work.item.creators[:_MOST_NAMES]:
        if one not in known and one.creator_type != _REVIEWED:
            yield from _fields(_name("7", one))


def _host_makers(work: Work) -> tuple[Creator, ...]:
    """Who made the book that a chapter is part of: its authors, else its editors."""
    if work.kind != "chapter" or not work.host:
        return ()
    return tuple(one for one in work.item.creators if one.creator_type == "bookAuthor") or work.editors


def _meeting(work: Work) -> Iterator[Field]:
    """711, the conference at which it was presented."""
    meeting = work.text("conferenceName") or work.text("meetingName")
    yield from _fields(_field("711", "2_", ("a", meeting)))


def _host(work: Work) -> Iterator[Field]:
    """773, what it is part of: a journal, a book, a site, a series of broadcasts."""
    if not work.host:
        return
    pages, broadcast = work.text("pages"), work.kind in ("audio", "video")
    volume = "" if broadcast else work.text("volume")
    issue = work.text("number" if broadcast else "issue")
    where = " ".join(
        part
        for part in (
            f"Vol. {volume}" if volume else "",
            f"no. {issue}" if issue else "",
            f"({work.year})" if work.year else "",
        )
        if part
    )
    where = ", ".join(part for part in (where, f"p. {pages}" if pages else "") if part)
    imprint = ", ".join(part for part in (work.text("place"), work.text("publisher"), work.year) if part)
    makers = "; ".join(one.sort_name for one in _host_makers(work))
    # The numbers of a part are those of what it is part of; anything else has its own (020, 022).
    numbers = [("x", one) for one in work.issns[:1]] + [("z", one) for one in work.isbns[:1]]
    yield from _fields(
        _field(
            "773", "0_", ("a", makers), ("t", work.host),
            ("d", imprint if work.kind in ("chapter", "paper") else ""), ("g", where),
            *(numbers if work.kind in _PARTS else ()),
        )
    )  # fmt: skip


def _links(entry: EntryView, work: Work) -> Iterator[Field]:
    """856: 40 for the resource described, 41 for another version of it, 42 for what has to do with it."""
    seen: set[str] = set()
    own = "0" if is_online(work) else "1"
    relations = {"doi": own, "url": own, "open": "1", "archived": "1"}
    links = [(link.url, link.label, relations.get(link.kind, "2")) for link in entry.addresses]
    for url, label, relation in [*links, *([(work.url, "", own)] if work.url and not links else [])]:
        if re.match("https?://", url, re.IGNORECASE) and url not in seen:
            seen.add(url)
            yield from _fields(_field("856", f"4{relation}", ("u", url), ("y", label)))
