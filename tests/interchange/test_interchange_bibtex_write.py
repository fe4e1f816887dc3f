"""What a written .bib file looks like."""

from __future__ import annotations

import pytest

from readinglist.errors import NotFoundError
from readinglist.interchange import formats, load_format
from readinglist.interchange.tex.dialects import shared_fields
from readinglist.interchange.tex.encode import encode_title
from readinglist.interchange.tex.names import normal, read_names, write_names
from readinglist.interchange.tex.proper import proper_words
from readinglist.items import Creator, Item

BIBTEX = load_format("bibtex")


def test_an_article() -> None:
    item = Item(
        item_type="journalArticle",
        citation_key="vanderberg2011dea",
        fields={
            "title": "La DEA & México: <i>Narcocultura</i> 50%",
            "publicationTitle": "Estudios #1",
            "date": "12 de mayo de 2011",
            "pages": "131-140",
            "url": "http://x.org/a_b%20c#d",
            "accessDate": "2022-08-01T12:00:00Z",
            "DOI": "10.1/a_b",
            "language": "español",
        },
        creators=(
            Creator("author", "van der Berg", "Jan"),
            Creator("author", name="Human Rights Watch"),
            Creator("author", "González de León", "Teo, Jr."),
            Creator("translator", "Ruiz", "Ana"),
        ),
    )
    assert BIBTEX.write([item]) == (
        "@article{vanderberg2011dea,\n"
        "  author = {van der Berg, Jan and {Human Rights Watch} and {González de León}, Jr., Teo},\n"
        "  title = {La {DEA} \\& {México}: \\emph{Narcocultura} 50\\%},\n"
        "  translator = {Ruiz, Ana},\n"
        "  journal = {Estudios \\#1},\n"
        "  pages = {131--140},\n"
        "  year = {2011},\n"
        "  month = may,\n"
        "  date = {2011-05-12},\n"
        "  doi = {10.1/a_b},\n"
        "  url = {http://x.org/a_b%20c#d},\n"
        "  urldate = {2022-08-01},\n"
        "  language = {español},\n"
        "  langid = {spanish},\n"
        "  zotero-accessdate = {2022-08-01T12:00:00Z},\n"
        "  zotero-date = {12 de mayo de 2011},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("title", "language", "latex"),
    [
        ("Geeks for the Cartels: The DEA", "en", "Geeks for the Cartels: The {DEA}"),
        ("Drug war in Mexico’s North", "en", "Drug war in {Mexico’s} North"),
        ("Blogging the truth about Silk Road", "en", "Blogging the truth about {Silk} {Road}"),
        ("Los señores de México y la DEA: Una guía", "es", "Los señores de {México} y la {DEA}: Una guía"),
        ("¿Qué es Twitter? Una guía", "es", "¿{Qué} es {Twitter}? {Una} guía"),
        ("iPhone in the U.S. Army", "en", "{iPhone} in the {U.S}. Army"),
        ('The <span class="nocase">eBay</span> way', "en", "The {eBay} way"),
        ("H<sub>2</sub>O", "en", "H\\textsubscript{2}{O}"),
    ],
)
def test_case_is_protected_where_styles_would_change_it(title: str, language: str, latex: str) -> None:
    assert encode_title(title, language, proper_words(title, "")) == latex


def test_the_abstract_tells_which_words_are_names() -> None:
    abstract = "We study how Sinaloa grew. Violence in Sinaloa fell, and the violence moved."
    assert proper_words("Violence in Sinaloa and Mexico", abstract) == {"sinaloa", "mexico"}


def test_keys_are_made_fit_and_unique() -> None:
    items = [
        Item(item_type="book", citation_key=key, fields={"title": "T"}) for key in ("a b,{}", "A-b", "", "x")
    ]
    written = BIBTEX.write(items)
    assert [line for line in written.splitlines() if line.startswith("@")] == [
        "@book{item,",
        "@book{A-b,",
        "@book{a-b-2,",
        "@book{x,",
    ]
    assert "a b,{}" in {one.citation_key for one in BIBTEX.read(written).items}


def test_lines_of_extra_reach_the_fields_that_bibtex_has() -> None:
    extra = (
        "original-title: Los señores\noriginal-date: 2010\ntex.article-number: e2411\n"
        "tex.execute: \\write18{rm}\nDOI: 10.1/x"
    )
    item = Item(item_type="book", citation_key="a", fields={"title": "T", "extra": extra})
    written = BIBTEX.write([item])
    assert "origtitle = {Los señores}" in written and "origdate = {2010}" in written
    assert "article-number = {e2411}" in written and "doi = {10.1/x}" in written
    assert "  execute =" not in written and "\\write18" not in written
    assert BIBTEX.read(written).items[0].fields == item.fields


def test_the_formats_are_found_by_their_modules() -> None:
    assert {"bibtex", "csljson"} <= set(formats())
    assert load_format("bibtex").extension == ".bib"
    with pytest.raises(NotFoundError, match="bibtexx"):
        load_format("bibtexx")


def test_a_name_with_two_hyphens_is_one_group_which_biber_takes_no_initials_from_the_middle_of() -> None:
    creators = [Creator("author", "Smith--Jones", "Ann --- B")]
    assert write_names(creators) == "{Smith-{}-Jones}, {Ann -{}-{}- B}"
    assert read_names(write_names(creators), "author") == (tuple(creators), False)


def test_a_backtick_in_a_name_leaves_biber_no_open_brace_for_an_initial() -> None:
    creators = [Creator("author", "`Abd al-Rahman", "Given"), Creator("author", "Ruiz", "``Ana `$")]
    written = write_names(creators)
    assert written == (
        r"{\textasciigrave Abd al-Rahman}, Given and Ruiz, "
        r"{\textasciigrave\textasciigrave Ana \textasciigrave\$}"
    )
    assert read_names(written, "author") == (tuple(creators), False)
    assert normal(Creator("author", name="a ` b")) == Creator("author", name="a ‘ b")


def test_biblatex_names_nobody_who_did_not_make_the_work() -> None:
    creators = (
        Creator("author", "Ruiz", "Ana"), Creator("reviewedAuthor", "Li", "Bo"),
        Creator("contributor", "Ek", "Cy"),
    )  # fmt: skip
    item = Item(item_type="journalArticle", fields={"title": "T"}, creators=creators, citation_key="k")
    found = shared_fields(item, "biblatex")
    assert found["editora"] == "Ek, Cy"
    case = Item(item_type="case", fields={"caseName": "A v. B"}, creators=(Creator("counsel", "Li", "Bo"),))
    assert "editora" not in shared_fields(case, "biblatex")


def test_biblatex_has_patents_and_shows_pubmeds_numbers() -> None:
    patent = Item(item_type="patent", fields={"title": "T", "patentNumber": "US 1", "date": "2001"})
    assert shared_fields(patent, "biblatex")["ENTRYTYPE"] == "patent"
    assert shared_fields(patent, "bibtex")["ENTRYTYPE"] == "misc"
    article = Item(item_type="journalArticle", fields={"title": "T", "extra": "PMID: 12345"})
    found = shared_fields(article, "biblatex")
    assert (found["eprint"], found["eprinttype"]) == ("12345", "pubmed")
    assert "pmid" not in found
    odd = Item(item_type="journalArticle", fields={"title": "T", "extra": "PMID: 1_2"})
    assert "eprint" not in shared_fields(odd, "biblatex")
