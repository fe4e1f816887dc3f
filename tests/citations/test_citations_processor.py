"""Whole lists through the real processor."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.citations import pandoc, processor
from readinglist.citations.csl import NAMESPACE
from readinglist.citations.guards import is_numeric
from readinglist.citations.markup import clean
from readinglist.citations.processor import format_list
from readinglist.citations.richtext import Link, Rich, Span, Text, plain_text
from readinglist.citations.styles import find_style
from readinglist.errors import CitationError, NotFoundError


def book(item_id: str, title: str = "A title", year: int | None = 2010, **more: Any) -> dict[str, Any]:
    item: dict[str, Any] = {"id": item_id, "type": "book", "title": title}
    if year:
        item["issued"] = {"date-parts": [[year]]}
    return item | more


def ruiz(given: str = "Ana") -> list[dict[str, str]]:
    return [{"family": "Ruiz", "given": given}]


def texts(items: list[dict[str, Any]], style: str = "apa", locale: str = "en-US", **more: Any) -> list[str]:
    done = format_list(items, style=style, locale=locale, **more)
    return [plain_text(entry.bibliography) for entry in done.entries.values()]


def spans(rich: Rich) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for node in rich:
        if isinstance(node, Span):
            found.append((node.style, plain_text(node.content)))
        if not isinstance(node, Text):
            found.extend(spans(node.content))
    return found


def links(rich: Rich) -> list[str]:
    found: list[str] = []
    for node in rich:
        if isinstance(node, Link):
            found.append(node.url)
        if not isinstance(node, Text):
            found.extend(links(node.content))
    return found


def test_entries_stand_in_the_order_given_whatever_the_style_sorts_by() -> None:
    done = format_list(
        [book("z", author=[{"literal": "Zeta"}]), book("a", author=[{"literal": "Alpha"}])], style="apa"
    )
    assert list(done.entries) == ["z", "a"]
    assert plain_text(done.entries["z"].bibliography) == "Zeta. (2010). A title."
    assert (done.style.id, done.locale, done.warnings) == ("apa", "en-US", ())


def test_year_suffixes_are_decided_over_the_whole_list() -> None:
    found = texts(
        [book("c", "Chess", author=ruiz()), book("o", "Other", 1999), book("b", "Boats", author=ruiz())]
    )
    assert "(2010b)" in found[0] and "(2010a)" in found[2]


def test_undated_works_of_one_author_get_suffixes_too() -> None:
    found = texts([book("a", "Alpha", None, author=ruiz()), book("b", "Beta", None, author=ruiz())])
    assert "(n.d.-a)" in found[0] and "(n.d.-b)" in found[1]


@pytest.mark.parametrize(
    "style", ["chicago-notes-bibliography", "modern-language-association", "iso690-author-date-es"]
)
def test_repeated_authors_are_written_out(style: str) -> None:
    found = texts([book("a", "Alpha", author=ruiz()), book("b", "Beta", 2011, author=ruiz())], style)
    assert all("ruiz" in one.casefold() for one in found)


@pytest.mark.parametrize(
    "style", ["ieee", "vancouver", "american-medical-association", "apa-numeric-superscript"]
)
def test_numbers_follow_the_list(style: str) -> None:
    items = [book(name, author=[{"literal": name}]) for name in ("Zeta", "Alpha", "Mu")]
    done = format_list(items, style=style)
    assert ["".join(c for c in entry.number if c.isdigit()) for entry in done.entries.values()] == [
        "1",
        "2",
        "3",
    ]
    assert all(key in plain_text(entry.bibliography) for key, entry in done.entries.items())


def test_numbers_follow_the_list_where_the_style_sorts_its_bibliography() -> None:
    items = [book(name, author=[{"literal": name}]) for name in ("Zeta", "Alpha")]
    done = format_list(items, style="american-medical-association-alphabetical")
    assert [entry.number for entry in done.entries.values()] == ["1.", "2."]


def test_a_note_style_gives_bibliography_entries() -> None:
    assert texts([book("a", author=ruiz(), publisher="Sur")], "chicago-notes-bibliography") == [
        "Ruiz, Ana. A Title. Sur, 2010."
    ]


def test_a_style_of_notes_only_gives_its_notes() -> None:
    assert texts([book("a", author=ruiz(), publisher="Sur")], "chicago-notes") == [
        "Ana Ruiz, A Title (Sur, 2010)."
    ]


def test_what_a_bibliography_leaves_out_is_taken_from_the_note() -> None:
    case = {
        "id": "c",
        "type": "legal_case",
        "title": "WhatsApp Inc. v. NSO Group",
        "container-title": "F.4th",
        "volume": "17",
        "page": "930",
        "authority": "9th Cir.",
        "issued": {"date-parts": [[2021]]},
        "language": "en",
    }
    done = format_list([case], style="chicago-notes-bibliography")
    assert (
        plain_text(done.entries["c"].bibliography)
        == "WhatsApp Inc. v. NSO Group, 17 F.4th 930 (9th Cir. 2021)."
    )
    assert done.warnings == ()


def test_a_dependent_style_formats_as_its_parent() -> None:
    assert texts([book("a", author=ruiz())], "nature-physics") == texts([book("a", author=ruiz())], "nature")


def test_an_item_cited_again_is_one_entry_and_an_empty_list_none() -> None:
    assert len(format_list([book("a"), book("b"), book("a")], style="ieee").entries) == 2
    assert format_list([], style="apa").entries == {}


def test_odd_citation_keys_mean_nothing_to_the_processor() -> None:
    keys = ["*", "a b", "@x;@y", "../../etc", "ñ", "]", "item000001", "<script>", "\u202e"]
    done = format_list([book(key, f"Title {n}", author=ruiz()) for n, key in enumerate(keys)], style="ieee")
    assert list(done.entries) == keys
    assert all(
        f"Title {n}" in plain_text(entry.bibliography) for n, entry in enumerate(done.entries.values())
    )


def test_an_item_without_an_id_is_refused() -> None:
    with pytest.raises(CitationError, match="item 2 has no id"):
        format_list([book("a"), {"type": "book"}], style="apa")


@pytest.mark.parametrize(
    ("variable", "word"),
    [
        ("host", "Host"),
        ("guest", "Guest"),
        ("narrator", "Narr"),
        ("performer", "Recorded by"),
        ("contributor", ""),
        ("executive-producer", "Executive Producer"),
        ("script-writer", "Writer"),
        ("series-creator", ""),
        ("composer", ""),
        ("producer", ""),
    ],
)
@pytest.mark.parametrize("kind", ["broadcast", "song", "motion_picture", "book"])
def test_no_creator_of_the_newer_parts_is_lost_in_apa_without_a_word(
    variable: str, word: str, kind: str
) -> None:
    item = book("a", type=kind, **{variable: [{"family": "Koenraadt", "given": "Rosa"}]})
    done = format_list([item], style="apa")
    text = plain_text(done.entries["a"].bibliography)
    assert "Koenraadt" in text or done.warnings == (
        f"a: the style 'apa' left out Rosa Koenraadt ({variable})",
    )


@pytest.mark.parametrize(
    "style", ["ieee", "elsevier-vancouver", "iso690-author-date-es", "harvard-cite-them-right"]
)
def test_a_podcast_keeps_its_host_in_styles_that_know_no_hosts(style: str) -> None:
    item = book("a", type="broadcast", host=[{"family": "Koenraadt", "given": "Rosa"}])
    assert "koenraadt" in texts([item], style)[0].casefold()


def test_formatting_in_titles_survives() -> None:
    title = (
        "The <i>Katz</i> test, H<sub>2</sub>O, 10<sup>3</sup>, <b>bold</b>, <sc>caps</sc>, "
        '<span style="font-variant:small-caps;">more</span> “quoted ‘inner’ words”'
    )
    done = format_list([book("a", title, type="article-journal", **{"container-title": "J"})], style="apa")
    rich = done.entries["a"].bibliography
    assert {
        ("emphasis", "Katz"),
        ("subscript", "2"),
        ("superscript", "3"),
        ("strong", "bold"),
        ("smallcaps", "caps"),
        ("smallcaps", "more"),
    } <= set(spans(rich))
    assert "“quoted ‘inner’ words.”" in plain_text(rich)


def test_italics_within_an_italic_title_turn_back() -> None:
    rich = format_list([book("a", "The <i>Katz</i> test")], style="apa").entries["a"].bibliography
    assert [text for style, text in spans(rich) if style == "emphasis"] == ["The ", " test"]


def test_quotation_marks_are_those_of_the_locale() -> None:
    item = book("a", 'A "b" c', type="article-journal", language="es")
    assert "«b»" in texts([item], "iso690-author-date-es", "es-ES")[0]
    assert "“b”" in texts([item], "iso690-author-date-es", "en-US")[0]


def test_an_identifier_is_one_link_and_a_title_none() -> None:
    done = format_list([book("a", DOI="10.1177/0094582X12443519", URL="https://example.org")], style="apa")
    assert links(done.entries["a"].bibliography) == ["https://doi.org/10.1177/0094582X12443519"]
    silent = format_list([book("a", URL="https://example.org")], style="elsevier-without-titles")
    assert links(silent.entries["a"].bibliography) in ([], ["https://example.org"])


HOSTILE = [
    "<script>alert(1)</script>",
    r"\input{/etc/passwd} \write18{x}",
    '#import "x" $x^2$ `code` *em* _u_',
    "=cmd|'/c calc'!A1",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "[a](javascript:alert(1)) ![b](c)",
    "@other [@other] ^[note]",
    "{{ 7*7 }} {% raw %}",
    "../../etc/passwd",
]


@pytest.mark.parametrize("style", ["apa", "chicago-notes-bibliography", "ieee"])
def test_hostile_text_comes_out_as_its_characters(style: str) -> None:
    items = [
        book(str(n), text, author=[{"literal": text}], publisher=text, language="es", note=text)
        for n, text in enumerate(HOSTILE)
    ]
    for text, out in zip(HOSTILE, texts(items, style), strict=True):
        assert letters(text) in letters(out)


def test_a_dangerous_address_is_text_and_no_link() -> None:
    for url in ("javascript:alert(1)", "data:text/html,<b>", "file:///etc/passwd", " JaVaScRiPt:alert(1)"):
        done = format_list([book("a", type="webpage", URL=url)], style="apa")
        assert links(done.entries["a"].bibliography) == []


@pytest.mark.parametrize(
    "title",
    [
        "مرحبا بالعالم",
        "中文标题",
        "Cafe\u0301 n\u0303",
        "👩‍👩‍👧 x",
        "Кирилл",
        "日本語「引用」",
        "שלום",
        "x\u00a0y",
    ],
)
def test_every_script_survives(title: str) -> None:
    assert title in texts([book("a", title, language="es")])[0]


def test_a_title_of_ten_thousand_characters_and_three_thousand_authors() -> None:
    authors = [{"family": f"Family{n}", "given": "Given"} for n in range(3000)]
    started = time.monotonic()
    found = texts([book("a", "word " * 2000, author=authors)], "apa")[0]
    assert found.count("word") == 2000
    assert "Family0" in found and "Family2999" in found and len(found) < 12_000
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    "style", ["apa", "chicago-notes-bibliography", "ieee", "modern-language-association"]
)
def test_an_item_with_nothing_but_a_title_or_not_even_that_has_an_entry(style: str) -> None:
    done = format_list([{"id": "a", "title": "Only"}, {"id": "empty"}], style=style)
    assert "Only" in plain_text(done.entries["a"].bibliography)
    assert plain_text(done.entries["empty"].bibliography)


def test_a_date_that_the_style_spells_in_english_order_is_turned_in_spanish() -> None:
    item = book("a", "Uno", type="article-newspaper", issued={"date-parts": [[2022, 12, 9]]})
    month = book("b", "Dos", type="article-newspaper", issued={"date-parts": [[2022, 12]]})
    assert texts([item, month], "apa", "es-MX") == ["Uno. (2022, 9 de diciembre).", "Dos. (2022, diciembre)."]
    assert "(2022, December 9)" in texts([item], "apa", "en-US")[0]


def test_terms_missing_in_the_spanish_locale_are_spanish_all_the_same() -> None:
    item = book("a", "Algo", type="broadcast", host=[{"family": "Ruiz", "given": "Ana"}])
    assert "(Anfitrión)" in texts([item], "apa", "es-MX")[0]


def test_a_page_without_a_date_of_access_has_no_bare_retrieved() -> None:
    page = book("a", None, None, type="webpage", URL="https://example.org/x")
    assert "Retrieved" not in texts([page])[0]
    seen = page | {"accessed": {"date-parts": [[2020, 1, 2]]}}
    assert "Retrieved January 2, 2020, from https://example.org/x" in texts([seen])[0]


def test_a_label_stands_after_the_names() -> None:
    edited = book("a", editor=[{"family": "Dam", "given": "Kenneth"}, {"family": "Lin", "given": "Herbert"}])
    assert texts([edited], "vancouver")[0].startswith("Dam K, Lin H, editors. A title.")


def test_ieee_says_online_without_a_date_of_access_too() -> None:
    report = book("a", "R", type="report", URL="https://example.org/x")
    assert "[Online]. Available: https://example.org/x" in texts([report], "ieee")[0]


def test_a_style_without_sense_for_an_item_leaves_its_title_and_says_so(tmp_path: Path) -> None:
    style = tmp_path / "dois.csl"
    style.write_text(
        f'<style xmlns="{NAMESPACE}" class="in-text" version="1.0"><info><title>D</title><id>d</id></info>'
        '<citation><layout><text variable="DOI"/></layout></citation>'
        '<bibliography><layout><text variable="DOI"/></layout></bibliography></style>',
        "utf-8",
    )
    done = format_list([book("a", "<i>Only</i> this"), book("b", DOI="10.1/x")], style=str(style))
    assert plain_text(done.entries["a"].bibliography) == "Only this"
    assert len(done.warnings) == 1 and "a: " in done.warnings[0]


def test_unknown_style_and_locale_are_told_apart() -> None:
    with pytest.raises(NotFoundError, match="style 'appa'"):
        format_list([book("a")], style="appa")
    with pytest.raises(NotFoundError, match="locale 'xx'"):
        format_list([book("a")], style="apa", locale="xx")


def test_the_styles_own_locale_stands_in_for_none() -> None:
    assert format_list([book("a")], style="iso690-author-date-es").locale == "es-ES"
    assert format_list([book("a")], style="apa").locale == "en-US"


def test_a_finished_run_is_kept_and_read_back_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [book("a", "<i>x</i> y", author=ruiz(), DOI="10.1/x"), book("b")]
    first = format_list(items, style="ieee", cache=tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the processor was started again")

    monkeypatch.setattr(processor, "run_citeproc", fail)
    assert format_list(items, style="ieee", cache=tmp_path) == first
    with pytest.raises(AssertionError):
        format_list(items, style="ieee", locale="es-MX", cache=tmp_path)
    with pytest.raises(AssertionError):
        format_list([*items, book("c", "Another")], style="ieee", cache=tmp_path)


@pytest.mark.parametrize(
    "rubbish", ["", "{", "[]", '{"item000000": 5}', '{"item000000": ["", [{"style": 1}]]}']
)
def test_a_broken_cache_is_ignored(tmp_path: Path, rubbish: str) -> None:
    first = format_list([book("a")], style="ieee", cache=tmp_path)
    for file in tmp_path.glob("*.cited.json"):
        file.write_text(rubbish, "utf-8")
    assert format_list([book("a")], style="ieee", cache=tmp_path) == first


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", "utf-8")
    assert texts([book("a")], "ieee", cache=file / "below")


def test_a_processor_that_takes_too_long_or_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CitationError, match="did not finish"):
        format_list([book(str(n)) for n in range(50)], style="apa", timeout=0.001)
    monkeypatch.setattr(pandoc, "pandoc_path", lambda: Path("/nonexistent/pandoc"))
    with pytest.raises(CitationError, match="cannot start pandoc"):
        format_list([book("a")], style="apa")


def test_a_processor_that_fails_says_what_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_MEMORY", "2M")
    with pytest.raises(CitationError, match="ran out of memory"):
        format_list([book(str(n), author=ruiz()) for n in range(2000)], style="chicago-author-date")


@pytest.mark.parametrize("kept", [False, True])
def test_what_the_processor_says_of_a_style_names_its_file(tmp_path: Path, kept: bool) -> None:
    style = tmp_path / "mine.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>T</title><id>t</id></info>'
        '<citation><layout><text variable="title"/></layout></citation>'
        "<bibliography><layout><text/></layout></bibliography></style>"
    )
    with pytest.raises(CitationError) as caught:
        format_list([book("a")], style=str(style), cache=tmp_path if kept else None)
    assert caught.value.where == str(style)
    assert caught.value.message == "the citation processor failed: text element lacks needed attribute"


@pytest.mark.parametrize("part", ["citation", "bibliography"])
def test_a_style_without_layout_is_refused_in_words(tmp_path: Path, part: str) -> None:
    whole = {"citation": "<layout/>", "bibliography": "<layout/>"} | {part: ""}
    parts = "".join(f"<{name}>{inside}</{name}>" for name, inside in whole.items())
    style = tmp_path / "mine.csl"
    style.write_text(f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0">{parts}</style>')
    with pytest.raises(CitationError, match=f"mine.csl: the style's <{part}> has no <layout>"):
        format_list([book("a")], style=str(style))


def letters(text: str) -> str:
    return "".join(c for c in clean(text).casefold() if c.isalnum())


LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=60
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LETTERS.filter(lambda text: bool(letters(text))), min_size=1, max_size=20))
def test_any_text_in_a_title_comes_out_with_the_same_letters(titles: list[str]) -> None:
    items = [book(str(n), title, None, language="es") for n, title in enumerate(titles)]
    done = format_list(items, style="chicago-notes-bibliography")
    for title, entry in zip(titles, done.entries.values(), strict=True):
        assert letters(title) in letters(plain_text(entry.bibliography))


def test_one_number_with_commas_or_hyphens_has_no_plural_label() -> None:
    def patent(number: str) -> str:
        (text,) = texts([book("a", type="patent", number=number, author=ruiz())])
        return text

    assert "(Patent No. 9,876,543)" in patent("9,876,543")
    assert "(Patent No. US 9,876,543 B2)" in patent("US 9,876,543 B2")
    assert "(Patent Nos. 12, 13)" in patent("12, 13")


def test_a_translator_stays_where_the_editor_stands_for_the_author() -> None:
    chapter = book("a", type="chapter", editor=ruiz(), translator=[{"family": "Grillo", "given": "Ioan"}])
    (text,) = texts([chapter | {"container-title": "C"}], "chicago-author-date")
    assert "In C, translated by Ioan Grillo" in text


def test_editors_are_not_more_than_the_style_has_because_authors_are_told_apart() -> None:
    def chapter(item_id: str, second: str) -> dict[str, Any]:
        people = [{"family": name, "given": "Bea"} for name in ("Wang", second, "Lee")]
        others = [{"family": name, "given": "Zoe"} for name in ("Smith", "Jones", "Brown")]
        return book(item_id, type="chapter", author=people, editor=others) | {"container-title": "C"}

    found = texts([chapter("a", "Kim"), chapter("b", "Mora")], "modern-language-association")
    assert all("edited by Zoe Smith et al." in text for text in found)
    assert "Wang, Bea, Bea Kim, et al." in found[0] or "Wang, Bea, Bea Kim, and" in found[0]


def test_a_reviewed_works_author_is_parted_from_its_title() -> None:
    review = {"id": "r", "type": "review", "title": "The <b>Katz</b>", "author": ruiz()}
    review["reviewed-author"] = [{"family": "Li", "given": "Wei"}]
    (text,) = texts([review], "modern-language-association")
    assert text == "Ruiz, Ana. Review of The Katz, by Wei Li."


def test_a_broadcast_without_a_network_is_not_aired_on_nothing() -> None:
    show = {"id": "s", "type": "broadcast", "title": "Talk", "number": "S01E03", "author": ruiz()}
    show["issued"] = {"date-parts": [[2019, 11]]}
    (text,) = texts([show], "chicago-notes-bibliography")
    assert text.endswith("Aired November 2019.")


def test_a_season_is_sorted_as_its_year_and_a_range_as_its_beginning() -> None:
    def song(item_id: str, title: str, **issued: Any) -> dict[str, Any]:
        return book(item_id, title, None, type="song", author=ruiz(), issued=issued)

    found = texts(
        [
            song("n", "November", **{"date-parts": [[2019, 11]]}),
            song("s", "Spring", **{"date-parts": [[2019]], "season": 1}),
            song("y", "Year", **{"date-parts": [[2019]]}),
        ]
    )
    assert "2019c" in found[0] and "2019a" in found[1] and "2019b" in found[2]


def test_a_work_without_a_title_has_its_letter_after_those_with_one() -> None:
    untitled = book("u", author=ruiz(), genre="Review", type="review")
    del untitled["title"]
    found = texts([untitled, book("z", "Zebras", author=ruiz()), book("b", "Boats", author=ruiz())])
    assert "2010c" in found[0] and "2010b" in found[1] and "2010a" in found[2]


def test_small_roman_numerals_are_numbers_of_pages_only() -> None:
    assert is_numeric("xii-xv", pages=True) and not is_numeric("xii-xv")
    assert not is_numeric("IV-VI", pages=True)


def test_a_note_stands_for_nobody() -> None:
    talk = book("a", type="paper-conference", note="A note of mine.") | {"container-title": "Proceedings"}
    (text,) = texts([talk], "iso690-author-date-es", "es-ES")
    assert "note of mine" not in text and "En:," not in text


def test_a_style_made_for_a_locale_that_there_is_not_is_named(tmp_path: Path) -> None:
    style = tmp_path / "own.csl"
    text = find_style("ieee").path.read_text("utf-8")
    style.write_text(text.replace('class="in-text"', 'class="in-text" default-locale="tlh"', 1), "utf-8")
    with pytest.raises(CitationError, match="made for the locale 'tlh'") as caught:
        format_list([book("a")], style=str(style))
    assert caught.value.where == str(style)
    assert format_list([book("a")], style=str(style), locale="en-US").entries
