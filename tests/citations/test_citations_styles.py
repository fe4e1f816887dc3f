"""Finding styles and locales, and refusing files that are no styles."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.citations.csl import NAMESPACE, load_csl
from readinglist.citations.index import load_index
from readinglist.citations.locales import find_locale, locales
from readinglist.citations.styles import ALIASES, find_style, search_styles
from readinglist.errors import CitationError, NotFoundError

MINIMAL = f"""<style xmlns="{NAMESPACE}" class="in-text" version="1.0" default-locale="es-ES">
  <info><title>Mine &amp; yours</title><id>mine</id><category citation-format="author-date"/></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><text variable="title"/></layout></bibliography>
</style>"""


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("apa", "apa"),
        ("APA", "apa"),
        ("mla", "modern-language-association"),
        ("Chicago notes", "chicago-notes-bibliography"),
        ("chicago author-date", "chicago-author-date"),
        ("APA Style 7th edition", "apa"),
        ("http://www.zotero.org/styles/ieee", "ieee"),
        ("Nature Physics", "nature-physics"),
    ],
)
def test_a_style_is_found_by_id_title_or_everyday_name(text: str, style: str) -> None:
    assert find_style(text).id == style


def test_every_everyday_name_leads_to_a_style() -> None:
    for alias, target in ALIASES.items():
        assert find_style(alias).id == target


def test_a_dependent_style_is_followed_to_its_parent() -> None:
    style = find_style("nature-physics")
    assert style.parent == "nature"
    assert style.path.name == "nature.csl"
    assert style.kind == "numeric"


def test_a_renamed_style_is_found_under_its_old_name() -> None:
    assert find_style("chicago-fullnote-bibliography").id == "chicago-notes-bibliography"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("apaa", "apa"),
        ("iee e", "ieee"),
        ("harvrd", "harvard"),
        ("chicgo-author-date", "'chicago-author-date'"),
    ],
)
def test_an_unknown_style_names_what_is_near(text: str, near: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_style(text)
    assert near in caught.value.hint


def test_an_unknown_style_with_nothing_near_points_to_the_listing() -> None:
    with pytest.raises(NotFoundError, match="readinglist styles"):
        find_style("zzzzqqq")


def test_no_style_at_all_is_refused() -> None:
    with pytest.raises(CitationError):
        find_style("  ")


def test_a_search_finds_the_style_of_that_name_first_and_independent_ones_before_dependent_ones() -> None:
    found = search_styles("vancouver")
    assert found[0].id == "nlm-citation-sequence"
    dependent = [info.dependent for info in found[1:]]
    assert dependent == sorted(dependent)
    assert all("iso690" in info.id for info in search_styles("iso690 es"))
    assert search_styles("no such words anywhere") == []
    assert len(search_styles("chicago", count=3)) == 3


def test_the_index_knows_kinds_parents_and_locales(tmp_path: Path) -> None:
    index = load_index(tmp_path)
    assert len(index) > 10_000
    assert index["ieee"].kind == "numeric"
    assert index["chicago-notes"].kind == "note"
    assert index["revista-clinica-espanola"].parent == "nlm-citation-sequence-superscript"
    assert index["revista-clinica-espanola"].locale == "es-ES"
    assert "psychology" in index["apa"].fields
    assert len(list(tmp_path.iterdir())) == 1


def test_a_broken_index_file_is_made_anew(tmp_path: Path) -> None:
    load_index.__globals__["_load_index"].cache_clear()
    load_index(tmp_path)
    file = next(tmp_path.iterdir())
    file.write_text("[{]", "utf-8")
    load_index.__globals__["_load_index"].cache_clear()
    assert load_index(tmp_path)["apa"].kind == "author-date"
    assert file.read_text("utf-8").startswith("[{")


def test_a_style_file_of_ones_own_is_used(tmp_path: Path) -> None:
    file = tmp_path / "mine.csl"
    file.write_text(MINIMAL, "utf-8")
    style = find_style(str(file))
    assert (style.title, style.kind, style.locale, style.path) == (
        "Mine & yours",
        "author-date",
        "es-ES",
        file,
    )


def test_a_dependent_style_file_of_ones_own_is_followed(tmp_path: Path) -> None:
    file = tmp_path / "mine.csl"
    file.write_text(
        f'<style xmlns="{NAMESPACE}" version="1.0" default-locale="de-DE"><info><title>Dep</title><id>d</id>'
        '<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></info></style>',
        "utf-8",
    )
    style = find_style(str(file))
    assert (style.parent, style.path.name, style.locale) == ("apa", "apa.csl", "de-DE")


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE style [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    f'<style xmlns="{NAMESPACE}"><info><title>&b;</title></info></style>'
)
ROUND = MINIMAL.replace(
    "<citation>",
    '<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro><citation>',
).replace('<bibliography><layout><text variable="title"/>', '<bibliography><layout><text macro="a"/>')
MULTIPLYING = MINIMAL.replace(
    "<citation>",
    "".join(f'<macro name="m{n}"><text macro="m{n + 1}"/><text macro="m{n + 1}"/></macro>' for n in range(40))
    + '<macro name="m40"><text variable="title"/></macro><citation>',
).replace('<bibliography><layout><text variable="title"/>', '<bibliography><layout><text macro="m0"/>')


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no well-formed XML"),
        ("<html><body>404</body></html>", "no CSL style"),
        ("{}", "no well-formed XML"),
        ("<style/>", "no CSL style"),
        (f'<style xmlns="{NAMESPACE}"><info/></style>', "no <citation>"),
        (MINIMAL.replace('version="1.0"', 'version="0.8"'), "CSL 0.8"),
        (BOMB, "document type"),
        (ROUND, "calls itself"),
        (MULTIPLYING, "beyond measure"),
        (MINIMAL.replace('variable="title"', 'macro="lost"'), "macro 'lost'"),
        (f'<style xmlns="{NAMESPACE}">' + "<group>" * 500, "too deep"),
        (MINIMAL.replace("</style>", ""), "no well-formed XML"),
        (MINIMAL.replace('<text variable="title"/>', "<frobnicate/>"), "an element <frobnicate> that CSL"),
        ("x" * 10_000_000, "10 MB"),
    ],
)
def test_a_file_that_is_no_usable_style_is_refused_with_the_reason(
    tmp_path: Path, content: str, says: str
) -> None:
    file = tmp_path / "bad.csl"
    file.write_text(content, "utf-8")
    with pytest.raises(CitationError, match=says) as caught:
        load_csl(find_style(str(file)).path)
    assert str(file) in caught.value.where


def test_a_bomb_in_another_encoding_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / "bad.csl"
    file.write_bytes(BOMB.replace('version="1.0"?', 'version="1.0" encoding="utf-16"?').encode("utf-16"))
    with pytest.raises(CitationError, match="document type"):
        find_style(str(file))


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csl", tmp_path):
        with pytest.raises(CitationError, match="no such style file"):
            find_style(f"{path}/" if path == tmp_path else str(path))


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en-US"),
        ("es", "es-ES"),
        ("es-MX", "es-MX"),
        ("es_mx", "es-MX"),
        ("es-AR", "es-MX"),
        ("es-419", "es-MX"),
        ("en-AU", "en-GB"),
        ("en-CA", "en-US"),
        ("pt", "pt-PT"),
        ("zh-Hant-HK", "zh-TW"),
        ("de-LI", "de-CH"),
        ("nl-BE", "nl-NL"),
        ("eu", "eu"),
    ],
)
def test_a_language_tag_gets_the_nearest_locale(tag: str, locale: str) -> None:
    assert find_locale(tag) == locale


def test_an_unknown_locale_names_what_is_near() -> None:
    with pytest.raises(NotFoundError, match="Did you mean"):
        find_locale("xs-ES")
    with pytest.raises(NotFoundError, match=r"There are af, ar, .*zh, with a region"):
        find_locale("tlh")
    assert "es-MX" in locales()


@pytest.mark.parametrize("parents", [{"a": "b", "b": "a"}, {"a": "a"}, {"a": "b", "b": "apa"}])
def test_dependent_styles_that_stand_for_one_another_end(tmp_path: Path, parents: dict[str, str]) -> None:
    for one, parent in parents.items():
        (tmp_path / f"{one}.csl").write_text(
            f'<style xmlns="{NAMESPACE}" version="1.0"><info><title>{one}</title><id>{one}</id>'
            f'<link href="http://www.zotero.org/styles/{parent}" rel="independent-parent"/></info></style>',
            "utf-8",
        )
    with pytest.raises(CitationError, match=f"stands for '{parents['a']}', which does not ship"):
        find_style(str(tmp_path / "a.csl"))
