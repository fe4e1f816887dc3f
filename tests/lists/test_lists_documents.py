"""Old syllabi: references found in documents of many layouts, and matched to the right work or to none."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
import typst
from rapidfuzz import fuzz

from benchmarks.syllabi import works as bundled_works
from readinglist.citations.pandoc import pandoc_path
from readinglist.errors import FormatError, NotFoundError
from readinglist.items import Item
from readinglist.lists.documents.blocks import Block
from readinglist.lists.documents.found import FoundSyllabus
from readinglist.lists.documents.importing import find_readings
from readinglist.lists.documents.labels import importance_label
from readinglist.lists.documents.loading import load_document
from readinglist.lists.documents.marks import heading_marks, term_years
from readinglist.lists.documents.parts_to_read import part_to_read
from readinglist.lists.documents.splitting import split_references

SYLLABI = Path(__file__).parent / "syllabi"
EXPECTED: dict[str, list[tuple[str, str | None]]] = {
    name: [(text, key) for text, key in pairs]
    for name, pairs in json.loads((SYLLABI / "expected.json").read_text("utf-8")).items()
}


@cache
def works() -> tuple[Item, ...]:
    """The bundled collection with the citation keys that a sync gives it."""
    return tuple(bundled_works())


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Path]]:
    """The ten syllabi, and the same as Word and (without footnotes) as PDF documents."""
    folder = tmp_path_factory.mktemp("documents")
    made = []
    for name in EXPECTED:
        source = SYLLABI / name
        made.append((name, source))
        kind = "html" if source.suffix == ".html" else "markdown"
        word = folder / f"{source.stem}.docx"
        subprocess.run([str(pandoc_path()), "-f", kind, "-o", str(word), str(source)], check=True)
        made.append((name, word))
        if "footnotes" in name:
            continue
        typ = folder / f"{source.stem}.typ"
        subprocess.run([str(pandoc_path()), "-s", "-f", kind, "-o", str(typ), str(source)], check=True)
        # Pandoc puts tables into figures, which Typst never divides between pages.
        typ.write_text("#show figure: set block(breakable: true)\n" + typ.read_text("utf-8"), "utf-8")
        pdf = folder / f"{source.stem}.pdf"
        pdf.write_bytes(typst.compile(str(typ)))
        made.append((name, pdf))
    return made


def told(found: FoundSyllabus, text: str) -> tuple[str | None, float]:
    """The key that was found for a reference, and how near the text is to that of its entry."""
    best = max(found.entries, key=lambda entry: fuzz.ratio(entry.text, text), default=None)
    if best is None:
        return None, 0
    return (best.item.citation_key if best.item else None), fuzz.ratio(best.text, text)


def measure(documents: Sequence[tuple[str, Path]]) -> tuple[int, int, int, list[str]]:
    right = wrong = count = 0
    log = []
    for name, path in documents:
        found = find_readings(load_document(path), works())
        for text, key in EXPECTED[name]:
            got, near = told(found, text)
            got = got if near > 55 else None
            count += 1
            right += got == key and (near > 55 or key is None)
            wrong += got is not None and got != key
            if got != key:
                log.append(f"{path.name}: {text[:80]} → {got}, not {key}")
    return count, right, wrong, log


def test_references_are_matched_to_the_right_work_or_to_none(documents: list[tuple[str, Path]]) -> None:
    count, right, wrong, log = measure(documents)
    assert count > 400
    assert right / count >= 0.95, "\n".join(log)
    assert wrong / count <= 0.01, "\n".join(log)


def test_weeks_dates_importance_and_parts_are_recognised() -> None:
    found = find_readings(load_document(SYLLABI / "shorthand.md"), works())
    assert [section.title for section in found.sections] == ["Propaganda", "Encryption", "State and party"]
    assert [str(section.date) for section in found.sections] == ["2026-09-07", "2026-09-14", "2026-09-21"]
    parts = {
        entry.item.citation_key: (entry.locator, entry.importance) for entry in found.entries if entry.item
    }
    assert parts["zavala2018carteles"] == ("caps. 1-2", None)
    assert parts["trejo2020votes"] == ("Introduction", None)
    assert parts["cox2024dark"] == (None, "further")
    assert parts["guevara2013propaganda"] == ("pp. 131-140", None)


def test_required_and_recommended_readings_are_told_apart() -> None:
    found = find_readings(load_document(SYLLABI / "bullets-apa.md"), works())
    week = found.sections[0]
    assert (week.week, str(week.date)) == (1, "2027-02-01")
    assert [entry.importance for entry in week.entries] == ["essential"] * 3 + ["recommended"]


def test_what_is_found_as_json_has_null_where_nothing_matches() -> None:
    found = find_readings(load_document(SYLLABI / "shorthand.md"), works()).as_json()
    assert set(found) == {"sections"}
    entries = [entry for section in found["sections"] for entry in section["entries"]]
    assert all(set(section) == {"title", "date", "entries"} for section in found["sections"])
    keys = {"text", "citation_key", "zotero_key", "score", "importance", "locator"}
    assert all(set(entry) == keys for entry in entries)
    levy = next(entry for entry in entries if entry["text"].startswith("Levy"))
    assert levy["citation_key"] is None and levy["zotero_key"] is None


@pytest.mark.parametrize(
    ("text", "week", "title", "month_day"),
    [
        ("Week 3 (February 1): Propaganda", 3, "Propaganda", (2, 1)),
        ("Week 3 – 1 Feb. 2027 – Propaganda", 3, "Propaganda", (2, 1)),
        ("Semana 3. Lunes 1 de febrero. Propaganda", 3, "Propaganda", (2, 1)),
        ("WEEK THREE: PROPAGANDA", 3, "PROPAGANDA", None),
        ("Sesión 12: Redes", 12, "Redes", None),
        ("2027-02-01 Propaganda", None, "Propaganda", (2, 1)),
        ("Unit 2. Propaganda", None, "Propaganda", None),
        ("Semana 3 (14–18 feb): Propaganda", 3, "Propaganda", (2, 14)),
        ("Week 3 (February 14-18, 2027): Propaganda", 3, "Propaganda", (2, 14)),
        ("Week 3, 28 Feb – 4 March: Propaganda", 3, "Propaganda", (2, 28)),
        ("Semana 3: del 14 al 18 de febrero. Propaganda", 3, "Propaganda", (2, 14)),
        ("Propaganda and the staging of violence", None, "Propaganda and the staging of violence", None),
    ],
)
def test_headings_of_weeks(
    text: str, week: int | None, title: str, month_day: tuple[int, int] | None
) -> None:
    marks = heading_marks(text)
    assert (marks.week, marks.title, marks.month_day) == (week, title, month_day)


def test_a_date_that_no_calendar_has_is_no_date() -> None:
    marks = heading_marks("Week 3 (31/02/2027): Propaganda", day_first=True)
    assert marks.date(term_years(["Spring 2027"])) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Spring 2027", (2027,)),
        ("Primavera de 2027", (2027,)),
        ("Curso académico 2026-2027", (2026, 2027)),
        ("In 2014", ()),
    ],
)
def test_the_years_of_a_term(text: str, years: tuple[int, ...]) -> None:
    assert term_years([text]).years == years


@pytest.mark.parametrize(
    ("text", "level", "rest"),
    [
        ("Required readings:", "essential", ""),
        ("Required: Campbell 2014", "essential", "Campbell 2014"),
        ("Lecturas obligatorias", "essential", ""),
        ("Lecturas recomendadas:", "recommended", ""),
        ("Bibliografía complementaria", "further", ""),
        ("Further reading", "further", ""),
        ("Campbell, H. (2014). Required.", None, "Campbell, H. (2014). Required."),
    ],
)
def test_labels_of_importance(text: str, level: str | None, rest: str) -> None:
    assert importance_label(text) == (level, rest)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Campbell, Narco-propaganda, read pp. 60–77", "pp. 60-77"),
        ("Gehl, Weaving the Dark Web, chap. 2", "chap. 2"),
        ("Zavala, Los cárteles no existen, caps. 1 y 2", "caps. 1 y 2"),
        ("Narco Cultura, 0:12:30–0:45:00", "0:12:30-0:45:00"),
        ("Trejo & Ley, Votes, Drugs and Violence (Introduction)", "Introduction"),
        ("Kap. 3 of something", None),
    ],
)
def test_parts_to_read(text: str, part: str | None) -> None:
    found = part_to_read(text)
    assert (found.text if found else None) == part


def test_semicolons_part_references_and_not_authors() -> None:
    assert (
        len(
            split_references("CAMPBELL, Howard; HANSEN, Tobin, 2014. Getting out of the game. Urban Studies.")
        )
        == 1
    )
    two = "Campbell, H. (2014). Narco-propaganda. LAP.; Guevara, A. (2013). Propaganda in Mexico. JSS."
    assert len(split_references(two)) == 2
    assert split_references("Campbell (2014) and Guevara (2013)") == ["Campbell (2014)", "Guevara (2013)"]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(FormatError, match="zip bomb"):
        load_document(path)


def test_an_encrypted_pdf_is_named(tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "locked.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(FormatError, match="encrypted"):
        load_document(path)


def test_a_pdf_of_pictures_or_of_a_thousand_pages_is_named(tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "long.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path)
    with pytest.raises(FormatError, match="no text"):
        load_document(path)
    for _ in range(999):
        pdf.add_blank_page()
    pdf.save(path)
    with pytest.raises(FormatError, match="more than 120 pages"):
        load_document(path)


def test_a_thousand_pages_of_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    page = "- Campbell, H. (2014). Narco-propaganda. *Latin American Perspectives*, 41(2), 60–77.\n" * 30
    path.write_text("\n\n".join(f"## Week {number}\n\n{page}" for number in range(1000)), "utf-8")
    with pytest.raises(FormatError, match=r"more than some 200 pages .*that is no syllabus"):
        load_document(path)


def test_pages_in_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "columns.typ"
    entries = [
        f"[{at}] Author{at} A. The title of the work number {at} on markets. Journal. 2014;{at}:1–9."
        for at in range(1, 31)
    ]
    text = "\n\n".join(entries).replace("[", "\\[").replace("]", "\\]")
    path.write_text(
        f"#set page(columns: 2)\n#set par(justify: true, hanging-indent: 18pt)\n{text}\n", "utf-8"
    )
    pdf = path.with_suffix(".pdf")
    pdf.write_bytes(typst.compile(str(path)))
    found = find_readings(load_document(pdf), works())
    assert [entry.text.split(" A.")[0] for entry in found.entries] == [f"Author{at}" for at in range(1, 31)]


def test_notes_at_the_foot_of_a_page_are_read_singly(tmp_path: Path) -> None:
    path = tmp_path / "notes.typ"
    notes = ["Howard Campbell, “Narco-Propaganda in the Mexican Drug War,” LAP 41, no. 2 (2014): 60–77.",
             "“PGP: Happy Birthday to You,” Wired (2001).",
             "Robert W. Gehl, _Weaving the Dark Web_ (Cambridge, MA: MIT Press, 2018)."]  # fmt: skip
    path.write_text("= Week 1\n" + " ".join(f"We begin here.#footnote[{one}]" for one in notes), "utf-8")
    pdf = path.with_suffix(".pdf")
    pdf.write_bytes(typst.compile(str(path)))
    found = find_readings(load_document(pdf), works())
    keys = [entry.item.citation_key if entry.item else None for entry in found.entries]
    assert keys == ["campbell2014narco", "pgp2001happy", "gehl2018weaving"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("United States v. Harmon (2020)", "united2020states"),
        ("Silva Forné et al., “Índice de letalidad 2008-2014”", "silvaforne2017indice"),
        ("Heineman (2015), Cartel Land", "heineman2015cartel"),
        ("United States v. Nobody of the kind (2020)", None),
    ],
)
def test_short_forms_are_matched_or_left_alone(text: str, key: str | None) -> None:
    block = Block("item", text)
    found = find_readings([Block("heading", "Week 1", 1), block], works())
    (entry,) = found.entries
    assert (entry.item.citation_key if entry.item else None) == key


@pytest.mark.parametrize("name", ["broken.docx", "broken.pdf"])
def test_a_broken_document_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01 nothing of the kind")
    with pytest.raises(FormatError, match=name):
        load_document(path)


def test_other_files_and_none_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.odt").write_text("x")
    with pytest.raises(FormatError, match=r"\.odt"):
        load_document(tmp_path / "a.odt")
    with pytest.raises(NotFoundError):
        load_document(tmp_path / "none.docx")
