"""Reading .bib files that other programs and people wrote, broken ones too."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.interchange import load_format
from readinglist.interchange.tex.decode import decode
from readinglist.items import Creator

BIBTEX = load_format("bibtex")

FILE = r"""% Encoding: UTF-8
A line of junk
@string{ nar = "Narco" # " Studies" }
@preamble{"\newcommand{\x}{y}"}
@comment{jabref-meta: databaseType:bibtex;}

@article{one,
  author = {Garc{\'\i}a M{\'a}rquez, Gabriel and van der Berg, Jan and King, Jr., Martin and
    {World Bank} and others},
  title = {The {DEA} in M\'exico: \emph{Narcocultura} \& 10$^{th}$ ``war''},
  subtitle = {Sub},
  journaltitle = nar,
  year = 2010, month = may,
  pages = {131--140},
  volume = "12",
  keywords = {a, {b, c}; d},
  note = {Read \input{/etc/passwd}},
  file = {:/home/me/x.pdf:PDF},
  annote = {my <b> remark},
  langid = {mexican},
  foo = {bar},
}
@book{par, title={Parent Book}, editor={Ed, Itor}, publisher={P}, year={1999}}
@inproceedings{chi, author={Donald E. Knuth and Ludwig van Beethoven and Plato},
  title={Child}, crossref={PAR}}
@misc{lost, title={x}, crossref={nothere}}
@article{broken, title={unbalanced {, year={2000}
@misc{after, title={After}, year={2001}}
@article{nocomma, title={x} year={y}}
@misc{key}
@misc{one, title={dup}, title={dup2}}
@article{macro, title = undefinedmacro, month = mai, year=2001}
@article(paren, title={In (parens)}, year=2000)
@weird{w, title={W}, howpublished={\url{http://x.y/_a}}}
@phdthesis{th, title={T}, school={UNAM}, type={Tesis de maestr{\'\i}a}}
@misc{ax, title={AX}, eprint={1234.5678}, archiveprefix={arXiv}, primaryclass={cs.SI}}
@online{on, title={On}, url={https://a.b/c_d%20e}, urldate={2020-01-02}, date={2014-21}}
"""


def test_a_foreign_file_is_read_as_a_whole() -> None:
    items = {one.citation_key: one for one in BIBTEX.read(FILE).items}
    one = items["one"]
    assert one.item_type == "journalArticle"
    assert dict(one.fields) == {
        "title": "The DEA in México: <i>Narcocultura</i> & 10<sup>th</sup> “war”: Sub",
        "publicationTitle": "Narco Studies",
        "date": "2010-05",
        "volume": "12",
        "pages": "131-140",
        "language": "es-MX",
        "extra": "tex.foo: bar\nRead \\input{/etc/passwd}",
    }
    assert one.creators == (
        Creator("author", "García Márquez", "Gabriel"),
        Creator("author", "van der Berg", "Jan"),
        Creator("author", "King", "Martin, Jr."),
        Creator("author", name="World Bank"),
    )
    assert [tag.name for tag in one.tags] == ["a", "b, c", "d"]
    assert [note.html for note in one.notes] == ["<p>my &lt;b&gt; remark</p>"]
    assert items["chi"].get("proceedingsTitle") == "Parent Book"
    assert [name.display for name in items["chi"].creators[:3]] == [
        "Donald E. Knuth",
        "Ludwig van Beethoven",
        "Plato",
    ]
    assert items["chi"].creators[1] == Creator("author", "van Beethoven", "Ludwig")
    assert items["macro"].get("date") == "2001-05"
    assert items["paren"].title == "In (parens)"
    assert items["th"].fields == {"title": "T", "thesisType": "Tesis de maestría", "university": "UNAM"}
    assert (items["ax"].item_type, items["ax"].get("archiveID")) == ("preprint", "arXiv:1234.5678")
    assert items["on"].fields["url"] == "https://a.b/c_d%20e"
    assert items["on"].date.season == 1


def test_every_loss_is_told_with_its_line() -> None:
    told = [(one.line, one.key, one.message) for one in BIBTEX.read(FILE).problems]
    assert told == [
        (2, "", "text outside of any entry was left out"),
        (4, "", "@preamble is TeX code, which is never run: left out"),
        (7, "one", "the field 'file' (a path on the computer it came from) was left out"),
        (7, "one", '"and others" stands for names that are not in the file'),
        (26, "lost", "crossref names 'nothere', which is not in the file"),
        (27, "broken", "this entry's braces are not balanced; it was left out"),
        (29, "nocomma", "this entry could not be read and was left out"),
        (30, "key", "the entry has no fields"),
        (31, "one", "the field 'title' is given twice; the first counts"),
        (31, "one", "the key was used before, on line 7: this item is left without"),
        (32, "macro", "the macro 'mai' is not defined"),
        (32, "macro", "the macro 'undefinedmacro' is not defined"),
        (34, "w", "the entry type @weird is unknown: read as a document"),
    ]


def test_the_text_of_what_is_left_out_is_kept() -> None:
    texts = {one.key: one.text for one in BIBTEX.read(FILE).problems}
    assert texts["broken"] == "@article{broken, title={unbalanced {, year={2000}"
    assert texts["nocomma"] == "@article{nocomma, title={x} year={y}}"


def test_a_foreign_file_written_and_read_again_is_the_same() -> None:
    items = [one for one in BIBTEX.read(FILE).items if one.citation_key]
    written = BIBTEX.write(items)
    result = BIBTEX.read(written)
    assert result.problems == ()
    assert {one.citation_key: one.fields for one in result.items} == {
        one.citation_key: one.fields for one in items
    }
    assert "\\input" not in written and "my <b> remark" not in written


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (
            r"M\'exico {\'e}t\'{e} \"u \~n \c{c} \v{s} {\ss} \o{} \aa b \'{\i} \L\'od\'z",
            "México été ü ñ ç š ß ø åb í Łódź",
        ),
        (r"``a'' --- b--c \ldots{} 10\,000 \& \% \$ \# \_", "“a” — b–c … 10\u2009000 & % $ # _"),
        ("  a\n   b  ", "a b"),
        (r"{{Double}} {\em x} \textbf{y}", "Double x y"),
        (r"$\alpha$ $x_2$ $\frac{1}{2}$ $5", "α x2 $\\frac{1}{2}$ $5"),
        (r"\foo{bar} \write18{rm} \input{/x}", r"\foo{bar} \write18{rm} \input{/x}"),
        ("\\", "\\"),
        ("{", ""),
        ("}", ""),
    ],
)
def test_latex_becomes_text(latex: str, text: str) -> None:
    if "write18" in latex:  # digits end a command's name, so its braces are plain ones
        text = text.replace("{rm}", "rm")
    assert decode(latex) == text


@pytest.mark.parametrize(
    "hostile",
    ["@a{x, t={" + "{" * 5000 + "}" * 5000 + "}}", "@a{" * 20_000, "@a{k,\n" * 5_000, "@" * 100_000,
     "{" * 100_000,
     '@a{x, t="' + "a" * 100_000, "@a{x, " + "a=" * 5_000 + "}", "@a{x, author={" + "A and " * 5_000 + "B}}",
     "@a{x, keywords={" + "a," * 20_000 + "}}", "\x00\x1b[31m",
     "@a{x, t=" + " # ".join(f"u{n}" for n in range(60)) + "}"],
)  # fmt: skip
def test_hostile_files_are_read_in_time(hostile: str) -> None:
    began = time.perf_counter()
    BIBTEX.read(hostile)
    assert time.perf_counter() - began < 8


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "@article{a,",
                "@misc(b,",
                "title",
                "=",
                "{x}",
                '"y"',
                "}",
                ")",
                "{",
                ",",
                "\n",
                "#",
                "jan",
                "@string{s=",
                "\\'e",
            ]
        ),
        max_size=20,
    ).map("".join)
)
def test_no_file_raises(text: str) -> None:
    BIBTEX.read(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_latex_raises_or_loses_letters(text: str) -> None:
    letters = [char for char in text if char.isalnum()]
    if not set("\\$^_{}~\"'`") & set(text):
        assert [char for char in decode(text) if char.isalnum()] == letters
    decode(text, markup=True)
