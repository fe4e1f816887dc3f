"""People whom the APA style leaves out stand in its parentheses after the title."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readinglist.citations.rooms import make_room
from readinglist.citations.csl import load_csl
from readinglist.citations.processor import format_list
from readinglist.citations.richtext import plain_text
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


def test_a_law_has_no_such_parentheses_so_they_stand_after_it() -> None:
    shown = text(type="bill", number="7", contributor=people("Wei Li"))
    assert shown == "On Rivers, No. 7 (2019). By A. Ruiz; with W. Li."


def test_a_style_of_another_kind_is_left_as_it_is() -> None:
    for style, has_room in (
        ("apa", True),
        ("apa-no-ampersand", True),
        ("mhra-notes", False),
        ("ieee", False),
    ):
        root = load_csl(find_style(style).path)
        before = len(list(root.iter()))
        assert make_room(root, "en") is has_room
        assert (len(list(root.iter())) > before) is has_room
