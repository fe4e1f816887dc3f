"""Citation keys: made, given, kept, unique; and the file that they are kept in."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import LibraryError
from readinglist.items import Creator, Item
from readinglist.items.text import plain
from readinglist.library import load_keys, open_library, save_keys
from readinglist.library.keys import (
    Candidate,
    KeyRow,
    KeyTable,
    assign_keys,
    format_keys,
    parse_keys,
)
from readinglist.library.keywords import generated_key, given_key, safe_key

SOURCE = "groups/1"


def _item(title: str = "", date: str = "", *names: str, **more: Any) -> Item:
    creators = tuple(Creator("author", name) for name in names)
    kind = more.pop("item_type", "book")
    return Item(item_type=kind, fields={"title": title, "date": date} | more, creators=creators)


def _generated(item: Item) -> str:
    return generated_key(item.item_type, plain(item.title), item.creators, item.year)


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (_item("Narco-Propaganda in the Mexican “Drug War”", "2014", "Campbell"), "campbell2014narco"),
        (_item("The <i>Sinaloa</i> files", "May 2010", "Núñez Noriega"), "nuneznoriega2010sinaloa"),
        (_item("El narcotráfico en México", "2012-06", "Ávila"), "avila2012narcotrafico"),
        (_item("U.S. Policy: A Review", "2011", "Seelke"), "seelke2011us"),
        (_item("Mexico's Drug War", "2013", "Jones"), "jones2013mexico"),
        (_item("Untitled", "", "Ruiz"), "ruiznduntitled"),
        (_item("Los señores del narco", "2010"), "senores2010narco"),
        (_item("", "2010"), "book2010"),
        (_item(), "booknd"),
        (_item("The", "2001"), "the2001"),
        (_item("1984", "1949"), "x19841949"),
        (_item("麻薬", "2001", "李"), "book2001"),
        (_item("../../etc/passwd <script>", "2020", "=cmd()|' /C calc'"), "ccc2020etc"),
    ],
)
def test_a_key_is_made_of_author_year_and_title(item: Item, key: str) -> None:
    made = _generated(item)
    assert made == key
    assert safe_key(made) == made


def test_an_editor_stands_in_for_a_missing_author() -> None:
    item = Item(
        item_type="book", fields={"title": "Drugs"}, creators=(Creator("editor", "Gootenberg", "Paul"),)
    )
    assert _generated(item) == "gootenbergnddrugs"


def test_the_key_in_zotero_is_the_field_then_the_line_in_extra() -> None:
    assert given_key("smith2014", "Citation Key: other") == "smith2014"
    assert given_key("", "DOI: 10.1/x\nCitation Key:  SanchezGodoy2009 \nmore") == "SanchezGodoy2009"
    assert given_key("", "citation key: a b") == "a-b"
    assert given_key("", "No Citation Key here: x") == ""
    assert given_key("   ", "") == ""


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Müller 2014, b", "Muller-2014-b"),
        ("a{b}\\input{c}%#~", "a-b-input-c"),
        ("=cmd()", "cmd"),
        ("ok_key:1.2+x-y", "ok_key:1.2+x-y"),
        ("李", ""),
        ("...", ""),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_typed_key_is_made_safe(typed: str, key: str) -> None:
    assert safe_key(typed) == key


@given(st.text(max_size=120))
def test_making_a_key_safe_twice_changes_nothing(text: str) -> None:
    key = safe_key(text)
    assert safe_key(key) == key
    assert key.isascii()
    assert not set(key) & set(" /\\,{}\"'%#~$^&()=|<>@\n\t")


BASES = st.sampled_from(["smith2014", "Smith2014", "ruiz2010", "smith2014a", "x" * 80])
CANDIDATES = st.lists(
    st.tuples(
        st.integers(0, 30), st.sampled_from(["", "smith2014", "mine", "SMITH2014"]), BASES, st.integers(0, 3)
    ),
    max_size=25,
    unique_by=lambda one: one[0],
)


def _candidates(drawn: Any) -> list[Candidate]:
    return [Candidate((SOURCE, f"K{n:03}"), given, made, f"201{year}") for n, given, made, year in drawn]


@settings(max_examples=200, deadline=None)
@given(CANDIDATES, st.randoms(use_true_random=False))
def test_keys_are_unique_and_do_not_depend_on_the_order(drawn: Any, chance: random.Random) -> None:
    candidates = _candidates(drawn)
    table = assign_keys(KeyTable(), candidates).table
    folded = [row.citation_key.casefold() for row in table.rows]
    assert len(set(folded)) == len(folded) == len(candidates)
    chance.shuffle(candidates)
    assert assign_keys(KeyTable(), candidates).table == table
    assert parse_keys(format_keys(table)) == table


@settings(max_examples=200, deadline=None)
@given(CANDIDATES, CANDIDATES)
def test_a_key_once_given_is_never_taken_away(first: Any, later: Any) -> None:
    table = assign_keys(KeyTable(), _candidates(first)).table
    after = assign_keys(table, _candidates(later))
    assert not after.renamed
    for row in table.rows:
        assert after.table.current(row.item) == row.citation_key
    again = assign_keys(after.table, _candidates(later))
    assert again.table == after.table
    assert not again.added


def test_those_added_first_get_the_plain_key_and_others_a_letter() -> None:
    candidates = [Candidate((SOURCE, f"K{n:03}"), "", "smith2014", f"20{40 - n}") for n in range(30)]
    table = assign_keys(KeyTable(), candidates).table
    assert table.current((SOURCE, "K029")) == "smith2014"
    assert table.current((SOURCE, "K028")) == "smith2014a"
    assert table.current((SOURCE, "K002")) == "smith2014aa"


def test_a_key_given_by_a_person_comes_before_one_that_is_made() -> None:
    table = assign_keys(
        KeyTable(),
        [
            Candidate((SOURCE, "A"), "", "smith2014", "2001"),
            Candidate((SOURCE, "B"), "smith2014", "x", "2009"),
        ],
    ).table
    assert table.current((SOURCE, "B")) == "smith2014"
    assert table.current((SOURCE, "A")) == "smith2014a"


def test_the_owners_new_key_becomes_current_and_the_old_one_an_alias(library: Any, fill: Any) -> None:
    fill({"title": "Drugs", "date": "2014", "creators": [{"lastName": "Ruiz"}], "key": "ITEM0001"})
    assert library.item("ruiz2014drugs").citation_key == "ruiz2014drugs"
    changes = fill({"title": "Drugs", "date": "2014", "citationKey": "mine", "key": "ITEM0001"})
    assert changes.renamed == {"ruiz2014drugs": "mine"}
    for name in ("mine", "MINE", "ruiz2014drugs", "ITEM0001"):
        assert library.item(name).citation_key == "mine"
    assert KeyRow("ruiz2014drugs", SOURCE, "ITEM0001", True) in changes.keys.rows
    back = fill({"title": "Drugs", "citationKey": "ruiz2014drugs", "key": "ITEM0001"})
    assert back.renamed == {"mine": "ruiz2014drugs"}
    assert library.item("mine").citation_key == "ruiz2014drugs"
    assert library.known_keys() == ("mine", "ruiz2014drugs")


def test_a_new_key_that_another_item_has_is_not_taken(library: Any, fill: Any) -> None:
    fill(
        {"title": "A", "date": "2001", "key": "ITEM0001"},
        {"title": "B", "citationKey": "mine", "key": "ITEM0002"},
    )
    assert not fill({"title": "A", "date": "2001", "citationKey": "Mine", "key": "ITEM0001"}).renamed
    assert library.item("mine").key == "ITEM0002"


def test_an_edited_title_does_not_change_the_key(library: Any, fill: Any) -> None:
    fill({"title": "Drugs", "date": "2014", "key": "ITEM0001"})
    assert not fill({"title": "Something else", "date": "2019", "key": "ITEM0001"}).keys_added
    assert library.item("drugs2014").title == "Something else"


def test_the_file_stands_over_zotero_and_the_database(library: Any, fill: Any, tmp_path: Path) -> None:
    keys = KeyTable((KeyRow("byhand", SOURCE, "ITEM0001"),))
    fill({"title": "A", "citationKey": "inzotero", "key": "ITEM0001"}, keys=keys)
    assert library.item("byhand").key == "ITEM0001"
    again = library.update_keys(KeyTable((KeyRow("newer", SOURCE, "ITEM0001"),)))
    assert again.table.current((SOURCE, "ITEM0001")) == "newer"
    assert library.item("byhand").citation_key == "newer"
    with open_library(tmp_path / "anew.sqlite") as anew:
        assert anew.update_keys(again.table).table == again.table


def test_a_deleted_items_key_stays_its_own(library: Any, fill: Any) -> None:
    from readinglist.zotero.pulled import Keys

    fill({"title": "Drugs", "date": "2014", "key": "ITEM0001"})
    fill(deleted=Keys(items=frozenset({"ITEM0001"})))
    assert library.item("drugs2014") is None
    assert fill({"title": "Drugs", "date": "2014", "key": "ITEM0002"}).keys_added == ("drugs2014a",)
    assert not fill({"title": "Drugs", "date": "2014", "key": "ITEM0001"}).keys_added
    assert library.item("drugs2014").key == "ITEM0001"


def test_a_database_made_anew_gives_the_same_keys(place: Any, tmp_path: Path) -> None:
    table = place.sync().keys
    for number in range(6):
        place.editor.add_item(
            "book", title="Narco", date="2020", creators=[{"creatorType": "author", "name": "Ruiz"}]
        )
        place.editor.edit_item("P4PHRY7P", extra=f"Citation Key: campbell{number}")
        table = place.sync().keys
    file = tmp_path / "bib" / "keys.csv"
    assert save_keys(file, table)
    assert not save_keys(file, table)
    place.path.unlink()
    assert place.sync(keys=load_keys(file)).keys == table
    assert table.current(("groups/4420117", "P4PHRY7P")) == "campbell5"
    assert table.owner("campbell2014narco") == table.owner("campbell0") == ("groups/4420117", "P4PHRY7P")


def test_the_file_is_sorted_and_says_what_an_alias_is() -> None:
    table = KeyTable((KeyRow("b", SOURCE, "K2"), KeyRow("a", SOURCE, "K1", True), KeyRow("c", SOURCE, "K1")))
    assert format_keys(table) == (
        "citation_key,source,zotero_key,role\na,groups/1,K1,alias\nb,groups/1,K2,\nc,groups/1,K1,\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a,groups/1\n", 2, "expected citation_key"),
        ("a,groups/1,K1,old\n", 2, "role"),
        ("a,groups/1,K1,\nA,groups/1,K2,\n", 3, "two items"),
        ("a,groups/1,K1,\nb,groups/1,K1,\n", 3, "two keys"),
        ("a b,groups/1,K1,\n", 2, "characters"),
        ('"a,groups/1,K1\n', 2, "broken CSV"),
        ("<<<<<<< HEAD\n", 2, "expected citation_key"),
    ],
)
def test_a_broken_file_is_named_with_its_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.csv"
    file.write_text("citation_key,source,zotero_key,role\n" + text, "utf-8")
    with pytest.raises(LibraryError, match=words) as caught:
        load_keys(file)
    assert caught.value.where in (f"{file}:{line}", f"{file}:{line + 1}")


def test_a_file_without_roles_with_a_mark_and_windows_lines_is_read(tmp_path: Path) -> None:
    file = tmp_path / "keys.csv"
    file.write_bytes(b"\xef\xbb\xbfcitation_key,source,zotero_key\r\na,groups/1,K1\r\n\r\n")
    assert load_keys(file).rows == (KeyRow("a", SOURCE, "K1"),)
    assert load_keys(tmp_path / "none.csv") == KeyTable()
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(LibraryError, match="UTF-8"):
        load_keys(file)
    with pytest.raises(LibraryError, match="cannot be read"):
        load_keys(tmp_path)
