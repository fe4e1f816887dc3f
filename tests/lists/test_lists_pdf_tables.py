"""Tables of PDFs, by their structure tree and, where there is none, by the lines drawn around the cells."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import typst

from readinglist.lists.documents.blocks import Block, Cell, Part, Row, rows_of
from readinglist.lists.documents.loading import load_document

TABLE = """#set text(size: 10pt)
= Dark Markets
#table(columns: (4em, 6em, 1fr), align: horizon,
  [Week], [Topic], [Readings],
  [1], [Propaganda], [*Required*

  Campbell, Howard. 2014. Narco-propaganda in the Mexican drug war: an anthropological perspective. Latin American Perspectives 41: 60--77.

  Gehl, Robert. 2018. Weaving the Dark Web: legitimacy on Freenet, Tor and I2P. Cambridge: MIT Press.],
  table.cell(rowspan: 2)[2], [Markets], [Martin, James. 2014. Drugs on the Dark Net. Basingstoke: Palgrave.],
  [More], [Barratt, Monica. 2012. Silk Road: eBay for drugs. Addiction 107: 683.],
)"""  # noqa: E501


def made(folder: Path, source: str, *, tagged: bool) -> list[Part]:
    """A document as Typst makes it, or the same without its structure tree."""
    path = folder / "made.pdf"
    path.write_bytes(typst.compile(source.encode(), format="pdf"))
    if not tagged:
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            del document.Root.StructTreeRoot
            document.save(path)
    return load_document(path)


def told(row: Row) -> list[str]:
    return [" ".join(" ".join(block.text.split()) for block in cell) for cell in row.cells]


def test_cells_centred_beside_long_ones_stay_in_their_row_with_or_without_a_structure_tree(
    tmp_path: Path,
) -> None:
    for tagged in (True, False):
        rows = [part for part in made(tmp_path, TABLE, tagged=tagged) if isinstance(part, Row)]
        assert told(rows[0]) == ["Week", "Topic", "Readings"]
        assert told(rows[1])[:2] == ["1", "Propaganda"]
        assert [block.text.split(",")[0] for block in rows[1].cells[2]] == ["Required", "Campbell", "Gehl"]
        assert told(rows[2])[0] == "2"
        assert told(rows[3]) == [
            "",
            "More",
            "Barratt, Monica. 2012. Silk Road: eBay for drugs. Addiction 107: 683.",
        ]


def test_a_frame_around_a_paragraph_is_no_table(tmp_path: Path) -> None:
    source = "= Course\n#rect[Office hours on Tuesdays in Room 12.]\nCampbell, H. (2014). Propaganda."
    parts = made(tmp_path, source, tagged=False)
    assert all(isinstance(part, Block) for part in parts)
    assert [part.text for part in parts if isinstance(part, Block)][1:] == [
        "Office hours on Tuesdays in Room 12.",
        "Campbell, H. (2014). Propaganda.",
    ]


def test_a_paragraph_that_a_page_end_cuts_is_one_in_a_tagged_document(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(400))
    source = f"#set page(width: 10cm, height: 8cm, header: [SOC 4420])\nFirst.\n\n{words}"
    parts = made(tmp_path, source, tagged=True)
    texts = [" ".join(part.text.split()) for part in parts if isinstance(part, Block)]
    assert texts == ["First.", words]


def test_a_structure_tree_that_lacks_much_of_the_text_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(typst.compile(b"= Course\nFirst paragraph.\n\nSecond paragraph.", format="pdf"))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        whole = document.Root.StructTreeRoot.K
        document_element = whole[0] if isinstance(whole, pikepdf.Array) else whole
        document_element.K = pikepdf.Array([document_element.K[0]])
        document.save(path)
    texts = [part.text for part in load_document(path) if isinstance(part, Block)]
    assert texts == ["Course", "First paragraph.", "Second paragraph."]


def test_a_structure_tree_that_goes_in_circles_is_read_to_an_end(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(typst.compile(b"= Course\nFirst paragraph.", format="pdf"))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        whole = document.Root.StructTreeRoot.K
        element = whole[0] if isinstance(whole, pikepdf.Array) else whole
        element.K.append(element)
        document.save(path)
    texts = [part.text for part in load_document(path) if isinstance(part, Block)]
    assert texts == ["Course", "First paragraph."]


def test_a_cell_that_spans_rows_and_columns_leaves_the_others_in_their_columns() -> None:
    def cell(text: str, columns: int = 1, rows: int = 1) -> Cell:
        return Cell((Block("paragraph", text),), columns, rows)

    rows = list(
        rows_of(
            [
                ([cell("all", columns=3)], False),
                ([cell("May", rows=2), cell("4"), cell("a")], False),
                ([cell("11"), cell("b")], False),
                ([cell("June"), cell("1"), cell("c")], False),
            ]
        )
    )
    assert [told(row) for row in rows] == [
        ["all", "", ""],
        ["May", "4", "a"],
        ["", "11", "b"],
        ["June", "1", "c"],
    ]
