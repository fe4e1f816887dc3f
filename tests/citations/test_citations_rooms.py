"""People whom a style leaves out stand within the entry, where its manual has those of a further part."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from readinglist.citations.csl import load_csl, parse_csl
from readinglist.citations.processor import format_list
from readinglist.citations.richtext import plain_text
from readinglist.citations.rooms import make_room
from readinglist.citations.styles import find_style


def people(*names: str) -> list[dict[str, str]]:
    return [dict(zip(("given", "family"), name.split(), strict=True)) for name in names]


def work(key: str = "a", **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "type": "book",
        "title": "On rivers",
        "author": people("Ana Ruiz"),
        "issued": {"date-parts": [[2019]]},
        "publisher": "Sur",
    } | {name.replace("_", "-"): value for name, value in more.items()}


def texts(*works: dict[str, Any], style: str = "apa", locale: str = "en-US", **how: Any) -> list[str]:
    done = format_list(works, style=style, locale=locale, **how)
    assert not done.warnings
    return [plain_text(entry.bibliography) for entry in done.entries.values()]


def text(style: str = "apa", locale: str = "en-US", **more: Any) -> str:
    (found,) = texts(work(**more), style=style, locale=locale)
    return found


def test_one_person_stands_there_with_the_part_written_out() -> None:
    assert text(performer=people("Wei Li")) == "Ruiz, A. (2019). On rivers (W. Li, Performer). Sur."


def test_several_people_stand_there_part_by_part() -> None:
    shown = text(host=people("Ada Lee", "Max Poe"), performer=people("Wei Li"))
    assert shown == "Ruiz, A. (2019). On rivers (A. Lee & M. Poe, Hosts; W. Li, Performer). Sur."


def test_they_join_those_and_the_edition_that_the_style_sets_there() -> None:
    shown = text(translator=people("Jo Katz"), performer=people("Wei Li"), edition="2")
    assert shown == "Ruiz, A. (2019). On rivers (J. Katz, Trans.; W. Li, Performer; 2nd ed.). Sur."


@pytest.mark.parametrize(
    ("variable", "part"),
    [
        ("editor", "Ed."),
        ("illustrator", "Illus."),
        ("narrator", "Narr."),
        ("translator", "Trans."),
        ("collection-editor", "Series Ed."),
        ("director", "Director"),
        ("guest", "Guest Expert"),
        ("host", "Host"),
        ("original-author", "Original Author"),
        ("recipient", "Recipient"),
    ],
)
def test_only_parts_with_an_abbreviation_in_the_manual_are_shortened(variable: str, part: str) -> None:
    assert f"On rivers (W. Li, {part})." in text(**{variable: people("Wei Li")})


def test_no_part_is_set_beside_an_author_because_of_them() -> None:
    assert text(performer=people("Wei Li"), locale="es-ES").startswith("Ruiz, A. (2019).")
    assert text(composer=people("Jo Com"), performer=people("Wei Li")).startswith("Com, J. (2019).")


def test_their_parts_are_in_the_language_of_the_list() -> None:
    spanish = text(locale="es-ES", performer=people("Wei Li"), producer=people("Jo Pro", "Al Pro"))
    assert spanish == "Ruiz, A. (2019). On rivers (W. Li, Intérprete; J. Pro & A. Pro, Productores). Sur."
    series = text(locale="es-ES", collection_editor=people("Wei Li"))
    assert series == "Ruiz, A. (2019). On rivers (W. Li, Dir. de la colección). Sur."


def test_their_parts_are_in_the_language_of_the_work_where_each_has_its_own() -> None:
    both = [work("a", performer=people("Wei Li")), work("b", performer=people("Wei Li"), language="es")]
    one, two = texts(*both, by_language=True)
    assert "(2019a). On rivers (W. Li, Performer)." in one
    assert "(2019b). On rivers (W. Li, Intérprete)." in two


def test_whoever_edited_the_book_stands_after_its_title_and_not_after_the_chapter_s() -> None:
    more = {"type": "chapter", "container-title": "The book", "container-author": people("Al Big")}
    shown = text(**more, editor=people("Ed Zinn"), contributor=people("Wei Li"), page="1-2")
    assert shown == (
        "Ruiz, A. (2019). On rivers (W. Li, Contributor). In A. Big, The book (E. Zinn, Ed.; pp. 1–2). Sur."
    )


def test_an_article_s_editor_stands_after_its_title() -> None:
    more = {"type": "article-journal", "container-title": "Waters", "volume": "3", "publisher": ""}
    shown = text(**more, editor=people("Ed Zinn"))
    assert shown == "Ruiz, A. (2019). On rivers (E. Zinn, Ed.). Waters, 3."


def test_they_come_before_the_number_of_a_patent() -> None:
    assert "On rivers (W. Li, Contributor; Patent No. 7)." in text(
        type="patent", number="7", contributor=people("Wei Li")
    )


def test_they_follow_a_title_that_stands_for_the_author() -> None:
    more = {"author": [], "translator": people("Jo Katz"), "performer": people("Wei Li")}
    assert text(**more) == "On rivers (J. Katz, Trans.; W. Li, Performer). (2019). Sur."


def test_letters_after_the_year_are_those_of_the_whole_list() -> None:
    works = [work("a"), work("b", performer=people("Wei Li")), work("c", title="Lakes")]
    assert [found.split("(")[1].split(")")[0] for found in texts(*works)] == ["2019b", "2019c", "2019a"]


def test_kept_entries_have_them_too(tmp_path: Path) -> None:
    works = [work("a"), work("b", performer=people("Wei Li"))]
    first, again = (texts(*works, cache=tmp_path) for _ in range(2))
    assert first == again and "(W. Li, Performer)" in first[1]


@pytest.mark.parametrize(
    ("kind", "style", "end"),
    [
        ("bill", "apa", "No. 7 (2019) (A. Ruiz, Author; W. Li, Contributor)."),
        ("treaty", "apa", "On Rivers, Ruiz, 2019 (W. Li, Contributor)."),
        ("bill", "chicago-author-date", "No. 7 (2019) (by Ana Ruiz; with Wei Li)."),
        ("legal_case", "chicago-notes-bibliography", "No. 7 (2019) (by Ana Ruiz; with Wei Li)."),
    ],
)
def test_a_reference_to_law_has_them_in_parentheses_at_its_end(kind: str, style: str, end: str) -> None:
    number = {} if kind == "treaty" else {"number": "7"}
    assert text(style, type=kind, contributor=people("Wei Li"), **number).endswith(end)


BOOK = {"edition": "2", "guest": people("Gu Est"), "contributor": people("Wei Li")}
CHAPTER = {
    "type": "chapter",
    "container-title": "The book",
    "editor": people("Ed Zinn"),
    "collection-editor": people("Co Led"),
    "contributor": people("Wei Li"),
}
ARTICLE = {"type": "article-journal", "container-title": "Waters", "volume": "3", "page": "4-5"}


LOCALES = {"harvard-cite-them-right": "en-GB", "iso690-author-date-es": "es-ES"}


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("ieee", "A. Ruiz, On rivers, W. Li, Contributor, G. Est, Guest, 2nd ed. Sur, 2019."),
        (
            "chicago-author-date",
            "Ruiz, Ana. 2019. On Rivers. 2nd ed. With guest Gu Est. With Wei Li. Sur.",
        ),
        (
            "modern-language-association",
            "Ruiz, Ana. On Rivers. With Gu Est. With Wei Li, 2nd ed., Sur, 2019.",
        ),
        ("harvard-cite-them-right", "Ruiz, A. (2019) On rivers. 2nd edn. With W. Li. With G. Est. Sur."),
        ("elsevier-vancouver", "Ruiz A. On rivers. 2nd ed. Li W, contributor. Est G, guest. Sur; 2019."),
        ("iso690-author-date-es", "RUIZ, A., 2019. On rivers. Con W. LI. Con G. EST. 2. S.l.: Sur."),
    ],
)
def test_those_of_a_book_follow_its_title_as_the_manual_has_them(style: str, shown: str) -> None:
    assert text(style, LOCALES.get(style, "en-US"), **BOOK) == shown


@pytest.mark.parametrize(
    ("style", "part"),
    [
        ("ieee", "“On rivers,” W. Li, Contributor, in The book, E. Zinn, Ed., C. Led, Series Ed., Sur"),
        ("chicago-author-date", "In The Book, edited by Ed Zinn, with Wei Li. Series edited by Co Led. Sur"),
        ("modern-language-association", "Book, edited by Ed Zinn, with Wei Li, series edited by Co Led"),
        ("harvard-cite-them-right", "The book. With W. Li. Series edited by C. Led. Sur."),
        ("elsevier-vancouver", "Zinn E, editor. The book. Li W, contributor. Led C, series ed., Sur"),
        ("iso690-author-date-es", "The book. Con W. LI. Colección dirigida por C. LED. S.l.: Sur"),
    ],
)
def test_those_of_the_book_that_holds_a_chapter_follow_that_one_s_title(style: str, part: str) -> None:
    assert part in text(style, LOCALES.get(style, "en-US"), **CHAPTER)


@pytest.mark.parametrize(
    ("style", "part"),
    [
        ("ieee", "“On rivers,” W. Li, Contributor, Waters, vol. 3"),
        ("chicago-author-date", "“On Rivers.” With Wei Li. Waters 3"),
        ("modern-language-association", "Waters, with Wei Li, vol. 3"),
        ("harvard-cite-them-right", "Waters. With W. Li, 3, pp. 4–5"),
        ("elsevier-vancouver", "On rivers. Li W, contributor. Waters 2019;3:4–5"),
        ("iso690-author-date-es", "Waters, con W. LI, vol. 3"),
    ],
)
def test_those_of_an_article_stand_beside_its_journal(style: str, part: str) -> None:
    assert part in text(style, LOCALES.get(style, "en-US"), **ARTICLE, contributor=people("Wei Li"))


def test_whoever_wrote_the_whole_is_no_by_line_where_parts_follow_names() -> None:
    shown = text("elsevier-vancouver", **CHAPTER, **{"container-author": people("Al Big")})
    assert "Led C, series ed. Big A, author of the whole work, Sur" in shown
    assert "by" not in shown


@pytest.mark.parametrize("style", ["chicago-author-date", "harvard-cite-them-right"])
def test_no_two_works_of_a_year_have_one_letter_because_of_them(style: str) -> None:
    works = [work(str(n), title=f"River {n % 3}", type=kind) for n, kind in enumerate(["book", "report"] * 6)]
    for one in works[::2]:
        one["performer"] = people("Aa Aa")
        one["guest"] = people("Bb Bb")
    letters = re.findall(r"2019([a-z])", " ".join(texts(*works, style=style)))
    assert sorted(letters) == list("abcdefghijkl")


@pytest.mark.parametrize(
    ("style", "has_room"),
    [
        ("apa", True),
        ("apa-no-ampersand", True),
        ("chicago-shortened-notes-bibliography", True),
        ("ieee", True),
        ("elsevier-vancouver", True),
        ("mhra-notes", False),
        ("nature", False),
    ],
)
def test_a_style_of_another_kind_is_left_as_it_is(style: str, has_room: bool) -> None:
    root = load_csl(find_style(style).path)
    before = ET.tostring(root)
    assert make_room(root, "en") is has_room
    assert (ET.tostring(root) != before) is has_room


def test_every_style_with_room_is_still_a_style() -> None:
    kinds: Counter[bool] = Counter()
    folder = find_style("apa").path.parent
    for path in sorted(folder.glob("*.csl"))[::7]:
        root = load_csl(path)
        kinds[make_room(root, "es")] += 1
        if kinds[True] % 5 == 1:
            parse_csl(ET.tostring(root), where=path.name)
    assert kinds[True] > 10 and kinds[False] > 100
