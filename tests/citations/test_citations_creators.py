"""No creator is lost: whoever Zotero holds stands in the entry, or behind the style's own "et al."."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from readinglist.citations.processor import format_list
from readinglist.citations.richtext import plain_text
from readinglist.interchange.csl.tables import UNCITED, name_variables
from readinglist.interchange.csljson import to_csl
from readinglist.items.schema import creator_types, fields_of, item_types
from readinglist.zotero.mapping import item_from_json

STYLES = (
    ("apa", "en-US"),
    ("modern-language-association", "en-US"),
    ("chicago-author-date", "en-US"),
    ("chicago-notes-bibliography", "en-US"),
    ("harvard-cite-them-right", "en-GB"),
    ("elsevier-vancouver", "en-US"),
    ("iso690-author-date-es", "es-ES"),
    ("ieee", "en-US"),
)
KINDS = tuple(kind for kind in item_types() if kind not in {"note", "attachment", "annotation"})
# What styles set in place of the names that they leave out of a list.
OTHERS = re.compile(r"\W{0,3}(?:\w+(?:-\w+)?\W{1,3}){0,3}(?:et al|and others|y otros|\. ?\. ?\.)")
Creator = Mapping[str, str]


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def surname(number: int) -> str:
    """A name that stands in no other text: "Zuqbabo", "Zuqbaca" …"""
    consonants, vowels = "bcdfghjklmnprstv", "aeiou"
    syllables = []
    for _ in range(3):
        number, rest = divmod(number, 80)
        syllables.append(consonants[rest // 5] + vowels[rest % 5])
    return "Zuq" + "".join(syllables)


def person(role: str, number: int) -> Creator:
    return {"creatorType": role, "firstName": "Ada", "lastName": surname(number)}


def work(
    kind: str,
    key: str,
    creators: Iterable[Creator],
    *,
    title: str = "On rivers",
    publisher: str = "Sur",
    venue: str = "Waters of the North",
    date: str = "2019-03-05",
) -> dict[str, Any]:
    data = {"key": key, "itemType": kind, fields_of(kind)[0]: title, "creators": list(creators)}
    for field in fields_of(kind):
        if field in {"date", "dateDecided", "dateEnacted", "issueDate"}:
            data[field] = date
        elif field in {"publicationTitle", "bookTitle", "proceedingsTitle", "programTitle", "websiteTitle"}:
            data[field] = venue
        elif field in {"url", "publisher"}:
            data[field] = {"url": "https://example.org/a", "publisher": publisher}[field]
    return {**to_csl(item_from_json({"key": key, "version": 1, "data": data}, "groups/1")), "id": key}


def listed(creator: Creator) -> str:
    """The role in whose list of names a creator stands: who wrote a song's words joins its contributors."""
    role = creator["creatorType"]
    return "contributor" if role == "wordsBy" else role


def lost(creators: Sequence[Creator], text: str) -> list[str]:
    """Who is neither in `text` nor in the "et al." right behind the last name shown of the creator's list."""
    missing: list[str] = []
    for role in dict.fromkeys(listed(one) for one in creators):
        whole = [one.get("lastName") or one["name"] for one in creators if listed(one) == role]
        shown = [name for name in whole if folded(name) in folded(text)]
        ends = [folded(text).index(folded(name)) + len(folded(name)) for name in shown]
        if len(shown) < len(whole) and not (
            shown[:1] == whole[:1] and any(OTHERS.match(folded(text)[end:]) for end in ends)
        ):
            missing += [f"{name} ({role})" for name in whole if name not in shown]
    return missing


def cited(kind: str) -> tuple[str, ...]:
    return tuple(role for role in creator_types(kind) if role not in UNCITED)


def table() -> dict[str, tuple[str, list[Creator]]]:
    """Each role of each type: alone, after two of the type's first role, and all together."""
    numbers = iter(range(100_000))
    found: dict[str, tuple[str, list[Creator]]] = {}
    for kind in KINDS:
        first, *_ = creator_types(kind)
        for role in cited(kind):
            found[f"{kind}-{role}-alone"] = kind, [person(role, next(numbers))]
            if role != first:
                leading = [person(first, next(numbers)) for _ in range(2)]
                found[f"{kind}-{role}-second"] = kind, [*leading, person(role, next(numbers))]
        many = [person(first, next(numbers)) for _ in range(9)]
        others = [person(role, next(numbers)) for role in cited(kind)[1:] for _ in range(2)]
        found[f"{kind}-all"] = kind, [*many, *others]
    return found


def entries(works: Mapping[str, tuple[str, Sequence[Creator]]], style: str, locale: str) -> dict[str, str]:
    items = [work(kind, key, creators) for key, (kind, creators) in works.items()]
    done = format_list(items, style=style, locale=locale)
    return {key: plain_text(entry.bibliography) for key, entry in done.entries.items()}


@pytest.mark.parametrize(("style", "locale"), STYLES)
def test_each_role_of_each_type_is_in_the_entry(style: str, locale: str) -> None:
    works = table()
    texts = entries(works, style, locale)
    missing = {
        key: (gone, texts[key]) for key, (_, all_) in works.items() if (gone := lost(all_, texts[key]))
    }
    assert missing == {}


def test_only_those_are_not_cited_who_did_not_make_the_work() -> None:
    without = {role for kind in KINDS for role in creator_types(kind) if role not in name_variables(kind)}
    assert without == set(UNCITED)


@pytest.mark.parametrize(
    ("style", "kind", "role", "people"),
    [
        ("mhra-notes", "book", "contributor", "With Ada Zuqbababa."),
        ("nature", "book", "contributor", "With A. Zuqbababa."),
        ("american-medical-association", "book", "contributor", "With A Zuqbababa."),
        ("american-sociological-association", "book", "seriesEditor", "Series edited by A. Zuqbababa."),
        ("apa-6th-edition", "book", "contributor", "With A. Zuqbababa."),
    ],
)
def test_people_behind_the_entry_are_named_as_the_style_names_people(
    style: str, kind: str, role: str, people: str
) -> None:
    (text,) = entries({"a": (kind, [person(role, 0)])}, style, "en-US").values()
    assert text.removesuffix(".").endswith(people.removesuffix("."))


def test_whom_a_style_shows_nothing_of_stand_after_the_title(tmp_path: Path) -> None:
    style = tmp_path / "places.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>Places'
        '</title><id>places</id></info><citation><layout><text variable="title"/></layout></citation>'
        '<bibliography><layout><text variable="publisher-place"/></layout></bibliography></style>',
        "utf-8",
    )
    people = [person("author", 0), person("translator", 1)]
    done = format_list([work("book", "a", people), work("book", "b", [])], style=str(style), locale="en-US")
    texts = [plain_text(entry.bibliography) for entry in done.entries.values()]
    assert texts == ["On rivers. By Ada Zuqbababa; translated by Ada Zuqbebaba", "On rivers"]
    assert len(done.warnings) == 2


def test_a_name_in_an_abstract_that_the_style_shows_is_no_persons(tmp_path: Path) -> None:
    style = tmp_path / "abstracts.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>Abstracts'
        '</title><id>abstracts</id></info><citation><layout><text variable="title"/></layout></citation>'
        '<bibliography><layout><text variable="title" suffix=". "/><text variable="abstract"/></layout>'
        "</bibliography></style>",
        "utf-8",
    )
    item = work("book", "a", [{"creatorType": "translator", "firstName": "Ana", "lastName": "Ruiz"}])
    done = format_list([item | {"abstract": "What Ana Ruiz saw."}], style=str(style), locale="en-US")
    assert (
        plain_text(done.entries["a"].bibliography) == "On rivers. What Ana Ruiz saw. Translated by Ana Ruiz."
    )


def test_the_same_person_in_other_company_does_not_hide_the_others() -> None:
    one, two = surname(0), surname(1)
    works = {"a": ("blogPost", [person("author", 0), person("translator", 0), person("translator", 1)])}
    for style, locale in STYLES[4:7]:
        (text,) = entries(works, style, locale).values()
        assert folded(one) in folded(text) and folded(two) in folded(text)


def test_a_lost_creator_would_be_noticed() -> None:
    people = [person("host", 1), person("guest", 2), person("guest", 3)]
    one, two, three = (each["lastName"] for each in people)
    assert lost(people, f"{one} (Host), with {two} and {three}") == []
    assert lost(people, f"{one} (Host), with {two} et al.") == []
    assert lost(people, f"{one} (Host), with {two}") == [f"{three} (guest)"]
    assert lost(people, f"{one} et al. On rivers.") == [f"{two} (guest)", f"{three} (guest)"]


# People who share names with one another, with texts and with a style's own words.
PEOPLE = (
    ("John", "Smith"), ("Jane", "Smith"), ("Li", "Wei"), ("Wei", "Li"), ("Teun", "van Dijk"),
    ("May", "March"), ("Ana", "da Cunha"), ("Bell", "hooks"), ("Ada", "King"), ("Luther", "King, Jr."),
    ("Pat", "O’Neill"), ("Ana María", "Ruiz Gómez"), ("Pía", "Ruiz"), ("Saïd", "al-Jabri"), ("", "Madonna"),
    ("", "Watch"), ("Al", "Press"), ("", "King Li Smith Trust"), ("", "Cámara de Diputados"), ("Ed", "In"),
    ("白", "李"),
)  # fmt: skip
TITLES = (
    "On rivers",
    "The Smith papers",
    "Li and Wei",
    "A king’s watch",
    "Ruiz against Ruiz",
    "Hooks and lies",
    "March",
    "李白",
)
TEXTS = ("title", "publisher", "venue")
PLACES = ("Sur", "Watch", "Smith Press", "Cámara de Diputados", "Madonna")
VENUES = ("Waters of the North", "King’s Watch", "The O’Neill papers", "李")


@dataclass(frozen=True)
class Crowd:
    """A work and its people, by role: a person may be in several; nobody twice in one."""

    kind: str
    texts: Mapping[str, str]
    people: Mapping[str, Sequence[tuple[str, str]]]

    def made(self, key: str) -> dict[str, Any]:
        creators = [
            {"creatorType": role, **({"firstName": first, "lastName": last} if first else {"name": last})}
            for role, them in self.people.items()
            for first, last in them
        ]
        return work(self.kind, key, creators, **self.texts)

    def unmistakable(self, at: int) -> tuple[Crowd, dict[str, str], dict[str, str]]:
        """The same work with names and texts that stand nowhere else, and what each of them stands for."""
        everybody = list(dict.fromkeys(one for them in self.people.values() for one in them))
        names = {one: surname(80 * at + number) for number, one in enumerate(everybody)}
        people = {
            role: [(first, names[first, last]) for first, last in them] for role, them in self.people.items()
        }
        texts = {name: surname(80 * at + 60 + number) for number, name in enumerate(TEXTS)}
        return (
            Crowd(self.kind, {**self.texts, **texts}, people),
            {new: last for (_, last), new in names.items()},
            {new: self.texts[name] for name, new in texts.items()},
        )


def crowd(source: random.Random) -> Crowd:
    kind = source.choice(KINDS)
    # Those who wrote a song's words join its contributors: with more than two, "et al." may come in.
    roles = [role for role in cited(kind) if role != "wordsBy"]
    known = source.sample(PEOPLE, 8)
    people = {
        role: source.sample(known, source.choice((1, 1, 2)))
        for role in source.sample(roles, source.randint(1, min(4, len(roles))))
    }
    texts = {
        "title": source.choice(TITLES),
        "publisher": source.choice(PLACES),
        "venue": source.choice(VENUES),
        "date": source.choice(("2019-03-05", "2019", "")),
    }
    return Crowd(kind, texts, people)


def times(name: str, text: str) -> int:
    """How often `name` stands in `text`, as words where its script has words."""
    if not name.isascii() and not re.search(r"[A-Za-z]", name):
        return text.count(name)
    return len(re.findall(rf"(?<!\w)(?={re.escape(folded(name))}(?!\w))", folded(text)))


def too_few(one: Crowd, at: int, text: str, twin: str) -> list[str]:
    """Whom `text` names fewer times than `twin`, the entry of the unmistakable work, or `twin` not at all."""
    _, names, texts = one.unmistakable(at)
    expected = folded(twin)
    nowhere = [old for new, old in names.items() if folded(new) not in expected]
    for new, old in {**names, **texts}.items():
        expected = expected.replace(folded(new), folded(old))
    bare = [re.sub(r"^(van|da|al)[ -]|, Jr\.$", "", last) for last in names.values()]
    return nowhere + [name for name in bare if times(name, text) < times(name, expected)]


def check_crowds(crowds: Sequence[Crowd], style: str, locale: str) -> None:
    """Nobody is lost in any of these: each is named as often as where no name can be mistaken for another."""
    twins = [one.unmistakable(at)[0].made(f"t{at}") for at, one in enumerate(crowds)]
    items = [*(one.made(f"k{at}") for at, one in enumerate(crowds)), *twins]
    done = format_list(items, style=style, locale=locale)
    texts = {key: plain_text(entry.bibliography) for key, entry in done.entries.items()}
    missing = {
        (at, texts[f"k{at}"], texts[f"t{at}"]): (one, gone)
        for at, one in enumerate(crowds)
        if (gone := too_few(one, at, texts[f"k{at}"], texts[f"t{at}"]))
    }
    assert missing == {}


@pytest.mark.parametrize(("style", "locale"), STYLES)
@settings(
    max_examples=1,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32))
def test_people_who_share_names_are_all_in_the_entry(style: str, locale: str, seed: int) -> None:
    """One list for each style; one of them, with its twins, so long that it goes through pandoc in parts."""
    source = random.Random(seed)
    check_crowds([crowd(source) for _ in range(130 if style == "chicago-author-date" else 30)], style, locale)
