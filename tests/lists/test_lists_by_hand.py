"""Syllabi as people type them: several works in a sentence, references without titles, stars."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.syllabi import works as bundled_works
from benchmarks.syllabi_by_hand import count, documents
from readinglist.items import Item
from readinglist.lists.documents.bibliography import Bibliography
from readinglist.lists.documents.blocks import Block
from readinglist.lists.documents.catalogue import make_catalogue, words_of
from readinglist.lists.documents.found import FoundEntry, FoundSyllabus
from readinglist.lists.documents.importing import find_readings
from readinglist.lists.documents.labels import importance_label
from readinglist.lists.documents.parting import parted
from readinglist.lists.documents.parts_to_read import part_to_read


@cache
def works() -> tuple[Item, ...]:
    return tuple(bundled_works())


def read(*blocks: str | Block) -> FoundSyllabus:
    """What is found below a heading that says the term."""
    parts = [one if isinstance(one, Block) else Block("paragraph", one) for one in blocks]
    return find_readings([Block("heading", "Course, Spring 2027", 1), *parts], works())


def keys(found: FoundSyllabus) -> list[str | None]:
    return [entry.item.citation_key if entry.item else None for entry in found.entries]


def test_syllabi_that_people_typed_are_read_and_nothing_is_taken_for_another_work() -> None:
    whole: Counter[str] = Counter()
    log = []
    for path, truth in documents():
        counts, faults = count(path, truth, works())
        whole += counts
        log += [f"{path.name}: {fault}" for fault in faults]
    assert whole["known"] > 400
    assert whole["right"] / whole["known"] >= 0.93, "\n".join(log)
    assert whole["wrong"] == 0, "\n".join(log)
    assert whole["dated"] / whole["dates"] >= 0.95, "\n".join(log)


def test_a_line_with_a_date_is_told_from_the_readings_in_it() -> None:
    found = read(
        "Tu Jan 26 – Spyware. Ahmed & Perlroth, NYT, June 19 2017; skim Gobierno Espía for the pictures",
        "Th Jan 28 – No class.",
    )
    spyware, none = found.sections
    assert (str(spyware.date), spyware.title) == ("2027-01-26", "Spyware")
    assert keys(found)[0] == "ahmed2017using"
    assert (str(none.date), none.title, none.entries) == ("2027-01-28", "No class", ())


def test_several_works_in_one_sentence_are_several_entries() -> None:
    found = read(
        "Week 2",
        "Listen: Chapo: Kingpin on Trial (Spotify), any two episodes. Read Feuer’s piece “How a Colombian "
        "I.T. Guy Helped U.S. Authorities Take Down the Kingpin” (Jan. 8, 2019). Background: Figueroa, "
        "“Narcotráfico, realidad que trasciende la prensa mexicana” (Noria).",
    )
    assert keys(found) == ["hamilton2018chapo", "feuer2019chapo", "figueroa2015narcotrafico"]
    assert [entry.importance for entry in found.entries] == [None, None, "further"]


def test_a_work_is_told_by_its_names_and_place_but_not_where_a_word_fits_none() -> None:
    assert keys(read("Week 1", "- Trejo and Ley 2018 (the CPS article); Seelke, CRS In Brief, 2018")) == [
        "trejo2018drug",
        "seelke2018violence",
    ]
    assert "trejo2018drug" not in keys(read("Week 1", "- Trejo and Ley 2018 (the APSR article on courts)"))


def test_a_book_in_which_a_chapter_stands_is_no_second_reference() -> None:
    found = read(
        "Week 1",
        "Guerrero C., J. “How Do You Catch Drug Smugglers in the Open Sea?” In Narcosubmarines: Outlaw "
        "Innovation and Maritime Interdiction in the War on Drugs. 2020.",
    )
    assert keys(found) == ["guerreroc2020catch"]


def test_stars_mean_what_the_document_says() -> None:
    found = read(
        "A star means that you can skip it.",
        "Tu Jan 26 – Edmonds-Poli (2013) on the press and democracy; *Seelke, CRS In Brief, 2018",
    )
    assert [entry.importance for entry in found.entries] == [None, "further"]
    found = read(
        "Items with an asterisk are required. The rest is recommended.",
        "Tu Jan 26 – *Edmonds-Poli (2013) on the press and democracy; Seelke, CRS In Brief, 2018",
    )
    assert [entry.importance for entry in found.entries] == ["essential", "recommended"]


def test_labels_within_a_paragraph_count_up_to_the_next() -> None:
    found = read(
        "January 28. Required: Dell, “Trafficking Networks and the Mexican Drug War”; Seelke, CRS In "
        "Brief, 2018. Recommended: Trejo and Ley 2018 (the CPS article). Further (Spanish): Figueroa, "
        "“Narcotráfico, realidad que trasciende la prensa mexicana”."
    )
    assert [entry.importance for entry in found.entries] == [
        "essential",
        "essential",
        "recommended",
        "further",
    ]


def test_short_forms_are_known_by_the_bibliography_and_its_entries_are_not_read_again() -> None:
    found = read(
        "Week 1: Latonero 2011; Lum & Isaac 2016",
        Block("heading", "References", 2),
        "Latonero, M. (2011). Human Trafficking Online: The Role of Social Networking Sites and Online "
        "Classifieds. USC Annenberg.",
        "Lum, K., & Isaac, W. (2016). To predict and serve? Significance, 13(5), 14–19.",
        "Nakamoto, S. (2008). Bitcoin: A Peer-to-Peer Electronic Cash System.",
    )
    week, references = found.sections
    assert [entry.item.citation_key if entry.item else None for entry in week.entries] == [
        "latonero2011human",
        None,
    ]
    assert [entry.again for entry in references.entries] == [True, True, False]


def test_a_case_is_told_by_its_parties_and_by_its_number() -> None:
    found = read(
        "Week 1",
        "- WhatsApp v. NSO Group, 17 F.4th 930",
        "- CNDH, Recomendación 23VG/2019, apartados I a III",
    )
    assert [entry.item.item_type if entry.item else None for entry in found.entries] == ["case", "report"]
    assert found.entries[1].locator == "apartados I-III" or found.entries[1].locator == "apartados I a III"


def test_an_article_about_a_case_is_not_the_case() -> None:
    found = read("Week 5: Riley v. California, 573 U.S. 373 (2014)")
    assert keys(found) == [None]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "Jardine, The Dark Web Dilemma",
                "Read Figueroa, “Narcotráfico, realidad que trasciende la prensa mexicana” (Noria)",
                "Trejo and Ley 2018 (the CPS article)",
                "*Journal of Things*, 41(2), 60–77",
                "Cox, Dark Wire, chs. 8 through 12",
                "“Untitled things that nobody has written” (2012)",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["; ", ". ", " and ", ", ", " – ", "\n"]),
)
def test_cutting_a_text_into_references_loses_no_word(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    catalogue = make_catalogue(works())
    asking = {"and", "read"}
    words = [word for part in parted(text, catalogue) for word in words_of(part) if word not in asking]
    assert words == [word for word in words_of(text) if word not in asking]


def test_the_name_of_the_course_in_capitals_is_no_reading() -> None:
    found = read("HISTORIA DEL NARCOTRÁFICO EN MÉXICO", "Week 1", "- Jardine, The Dark Web Dilemma")
    assert keys(found) == ["jardine2015dark"]


def test_a_paragraph_of_thousands_of_semicolons_comes_to_an_end() -> None:
    # Its work grew with the square of its length: it took minutes.
    assert keys(read("Week 1", f"{'(' * 5000}{' ; aaa' * 5000}")) == []


def test_probing_for_short_forms_leaves_the_bibliography_as_it_is() -> None:
    bibliography = Bibliography("References")
    bibliography.add(FoundEntry("Latonero, M. (2011). Human Trafficking Online. USC Annenberg.", None, 0))
    assert bibliography.parted("Latonero 2011; the handout") == ["Latonero 2011; the handout"]
    assert [entry.again for entry in bibliography.entries([])] == [False]
    assert bibliography.named("Latonero 2011") is not None
    assert [entry.again for entry in bibliography.entries([])] == [True]


def test_a_bibliography_of_one_week_is_what_that_week_reads() -> None:
    first = ["- Jardine, The Dark Web Dilemma", "- Seelke, CRS In Brief, 2018", "- Trejo and Ley 2018 (CPS)"]
    found = read(
        Block("heading", "Week 1: Markets", 2),
        Block("heading", "Bibliography", 3),
        *(Block("item", one[2:]) for one in first),
        Block("heading", "Week 2: Spyware", 2),
        Block("heading", "Bibliography", 3),
        Block("item", "Ahmed & Perlroth, NYT, June 19 2017"),
    )
    assert [(section.title, len(section.entries)) for section in found.sections] == [
        ("Markets", 3),
        ("Spyware", 1),
    ]


def test_a_word_with_a_hyphen_is_no_label() -> None:
    assert importance_label("Principal-agent theory. Smith")[0] is None
    assert importance_label("Required - Smith") == ("essential", "Smith")


def test_a_word_of_roman_letters_is_no_number() -> None:
    assert part_to_read("Parts civil") is None
    assert part_to_read("caps. IV y V") is not None


@pytest.mark.parametrize("text", ["Aa-" * 4000, f"{'Abc-' * 3000} x", f"Title.{' ' * 8000}x", "-" * 9000])
def test_a_hostile_line_is_read_in_time(text: str) -> None:
    assert keys(read("Week 1", f"{text}; Jardine, The Dark Web Dilemma")) in ([], ["jardine2015dark"], [None])
