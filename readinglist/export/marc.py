"""A list's works as MARC 21 bibliographic records, by pymarc.

Fields and codes by the MARC 21 Format for Bibliographic Data (loc.gov/marc/bibliographic); relators by the
MARC Code List for Relators; what the thing described is made of by `marc_codes`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from pymarc import Field, Indicators, Leader, Record, Subfield

from readinglist.export.marc_codes import LANGUAGES, LEADERS, extent, fixed_fields, is_online, rda_types
from readinglist.export.target import RenderOptions
from readinglist.export.view import EntryView, ListView
from readinglist.export.works import Kind, Work
from readinglist.items import Creator

_RELATORS = {
    "author": ("author", "aut"), "editor": ("editor", "edt"), "translator": ("translator", "trl"),
    "director": ("film director", "fmd"), "podcaster": ("host", "hst"), "artist": ("artist", "art"),
    "guest": ("on-screen participant", "osp"), "contributor": ("contributor", "ctb"),
    "seriesEditor": ("series editor", "edt"), "performer": ("performer", "prf"),
    "interviewee": ("interviewee", "ive"), "interviewer": ("interviewer", "ivr"),
    "producer": ("producer", "pro"), "presenter": ("presenter", "pre"), "programmer": ("programmer", "prg"),
    "cartographer": ("cartographer", "ctg"), "sponsor": ("sponsor", "spn"), "narrator": ("narrator", "nrt"),
}  # fmt: skip
# Initial articles that filing skips (245, second indicator), by language.
_ARTICLES = {
    "en": ("the ", "a ", "an "), "es": ("el ", "la ", "los ", "las ", "un ", "una "),
    "de": ("der ", "die ", "das "), "fr": ("le ", "la ", "les ", "l'", "l’", "un ", "une "),
    "pt": ("o ", "a ", "os ", "as ", "um ", "uma "),
    "it": ("il ", "lo ", "la ", "i ", "gli ", "le ", "l'", "l’"),
}  # fmt: skip
_MOST_NAMES = 300  # … and five for a record's, which 3,000 names would break.
_MOST_RESPONSIBLE = 20  # In the statement of responsibility; more are a crowd.
_LONGEST_FIELD = 9_000  # ISO 2709 has four digits for a field's length, in bytes.


def records(view: ListView, options: RenderOptions, headings: Mapping[str, str]) -> Iterator[Record]:
    """One record a work, in the list's order. `headings` are subject headings by theme (`[targets.marc]`)."""
    moment = datetime.datetime.fromtimestamp(options.timestamp_for(view.date), datetime.UTC)
    entries: dict[str, list[EntryView]] = {}
    for entry in view.entries:
        entries.setdefault(entry.key, []).append(entry)
    for same in entries.values():
        yield _record(view, same, moment, headings)


def _record(
    view: ListView, entries: Sequence[EntryView], moment: datetime.datetime, headings: Mapping[str, str]
) -> Record:
    entry = entries[0]
    work = Work(entry.item)
    record = Record(force_utf8=True, leader=str(_leader(work.kind)))
    record.add_field(
        Field("001", data=re.sub(r"\s", "-", entry.key)[:200]),
        Field("005", data=moment.strftime("%Y%m%d%H%M%S.0")),
        *(Field(tag, data=data) for tag, data in sorted(fixed_fields(work, moment).items())),
    )
    made = [
        *_numbers(work), *_main_entry(work), *_description(work, entry), *_notes(view, entries),
        *_subjects(entry, headings), *_added(work), *_host(work), *_links(entry, work),
    ]  # fmt: skip
    # A catalogue expects the fields in the order of their numbers.
    record.add_ordered_field(*sorted(made, key=lambda field: field.tag[0]))
    return record


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
    """Without what ends a subfield, field or record in ISO 2709, and within the length of a field."""
    text = " ".join(re.sub("[\u0000-\u001f\u007f-\u009f\u2028\u2029]", " ", value).split())
    return text.encode()[:_LONGEST_FIELD].decode("utf-8", "ignore")


def _numbers(work: Work) -> Iterator[Field]:
    language = LANGUAGES.get(work.item.language.split("-")[0], "")
    part = work.kind in ("chapter", "article", "paper", "newspaper")
    yield from _fields(
        *(_field("020", "__", ("a", number)) for number in ([] if part else work.isbns)),
        *(_field("022", "__", ("a", number)) for number in ([] if part else work.issns)),
        _field("024", "7_", ("a", work.doi), ("2", "doi")) if work.doi else None,
        _field("040", "__", ("b", "eng"), ("e", "rda")),
        _field("041", "0_", ("a", language)) if language else None,
    )


def _main_entry(work: Work) -> Iterator[Field]:
    if work.authors and work.authors != work.editors:
        yield from _fields(_name("1", work.authors[0]))


def _name(hundreds: str, creator: Creator) -> Field | None:
    """A personal or corporate name with its part in the work, in words and as a code; None without a name."""
    words, code = _RELATORS.get(creator.creator_type, ("", ""))
    name = _before(creator.sort_name, "," if words else "")
    if not name:
        return None
    if creator.name:
        return _field(f"{hundreds}10", "2_", ("a", name), ("e", f"{words}." if words else ""), ("4", code))
    return _field(f"{hundreds}00", "1_", ("a", name), ("e", f"{words}." if words else ""), ("4", code))


def _description(work: Work, entry: EntryView) -> Iterator[Field]:
    title = work.title or entry.title or entry.citation.plain
    main, colon, rest = title.partition(": ")
    responsible = _responsible([one.display for one in (work.authors or work.editors)])
    first = "1" if work.authors and work.authors != work.editors else "0"
    last = " /" if responsible else "."
    yield from _fields(
        _field(
            "245", f"{first}{_skipped(title, work.item.language)}",
            ("a", f"{main} :" if colon else main + last), ("b", rest + last if colon else ""),
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
    )  # fmt: skip


def _responsible(names: Sequence[str]) -> str:
    """245 $c: all of them, of a crowd the first and how many others, as RDA 2.4.1.5 has it."""
    known = [name for name in names if _fit(name)]
    if len(known) > _MOST_RESPONSIBLE:
        return f"{known[0]} [and {len(known) - 1} others]"
    return "; ".join(known)


def _published(work: Work) -> Field | None:
    place, publisher = work.text("place"), work.text("publisher")
    return _field("264", "_1", ("a", _before(place, " :")), ("b", _before(publisher, ",")), ("c", work.year))


def _series(work: Work) -> Field | None:
    series, number = work.text("series"), work.text("seriesNumber")
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


def _added(work: Work) -> Iterator[Field]:
    main = work.authors[:1] if work.authors != work.editors else ()
    for one in work.item.creators[:_MOST_NAMES]:
        if one not in main and not (work.kind == "chapter" and one in work.editors):
            yield from _fields(_name("7", one))


def _host(work: Work) -> Iterator[Field]:
    """773, the journal or book that an article or chapter is part of."""
    if work.kind not in ("article", "newspaper", "chapter", "paper") or not work.host:
        return
    volume, issue, pages = work.text("volume"), work.text("issue"), work.text("pages")
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
    editors = "; ".join(one.sort_name for one in work.editors) if work.kind == "chapter" else ""
    yield from _fields(
        _field(
            "773", "0_", ("a", editors), ("t", work.host),
            ("d", imprint if work.kind in ("chapter", "paper") else ""), ("g", where),
            *(("x", number) for number in work.issns[:1]), *(("z", number) for number in work.isbns[:1]),
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
