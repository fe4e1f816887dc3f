"""Names that are hard on biber, read by biber and typeset by LuaTeX."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.interchange.bibtex import write_shared
from readinglist.items import Creator, Item
from tests.readers.conftest import program, ran

NAMES = (
    "`Abd al-Rahman",
    "`Abdu'l-Bahá",
    "``Ana",
    "`",
    "a ` b",
    "x-`y",
    "`$x",
    "`{x}",
    "-Dash",
    "x}y",
    "a, b",
)
DOCUMENT = r"""
\documentclass{article}
\usepackage[backend=biber,style=STYLE,giveninits=true]{biblatex}
\addbibresource{names.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""


@pytest.mark.heavy
@pytest.mark.parametrize("style", ["authoryear", "alphabetic"])
def test_latex_typesets_each_name_and_its_initials(style: str, tmp_path: Path) -> None:
    items = [
        Item(
            key=f"K{number}{kind}",
            item_type="book",
            fields={"title": f"Title {number}{kind}", "date": "2001"},
            creators=(creator,),
            citation_key=f"k{number}{kind}",
        )
        for number, name in enumerate(NAMES)
        for kind, creator in enumerate(
            (
                Creator("author", name, "Given"),
                Creator("author", "Family", name),
                Creator("author", name=name),
            )
        )
    ]
    (tmp_path / "names.bib").write_text(write_shared(items, "biblatex"), "utf-8")
    (tmp_path / "names.tex").write_text(DOCUMENT.replace("STYLE", style), "utf-8")
    latex = [program("lualatex"), "-interaction=nonstopmode", "-no-shell-escape", "names.tex"]
    ran(*latex, cwd=tmp_path)
    assert "ERROR" not in ran(program("biber"), "names", cwd=tmp_path)
    said = ran(*latex, cwd=tmp_path)
    assert not [line for line in said.splitlines() if line.startswith("!")]
    shown = ran(program("pdftotext"), "names.pdf", "-", cwd=tmp_path)
    assert [one.fields["title"] for one in items if one.fields["title"] not in " ".join(shown.split())] == []
