"""How well old syllabi are read: `python -m benchmarks.syllabi [SEED …]` prints a table by layout and format.

Syllabi are made from the bundled works, with slips, shortened titles and works that the library lacks, in ten
layouts, and turned into documents by programs that a department has: pandoc (Word), LibreOffice (Word, PDF),
Chromium, pdfTeX and Typst (PDF). Every seed makes others; the texts are `benchmarks.references`'. Programs that are
not installed are left out, and named.
"""

# ruff: noqa: E501 (lines of made text are as long as they are)
from __future__ import annotations

import contextlib
import datetime
import html
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import typst
from rapidfuzz import fuzz

from benchmarks.references import MESES, MONTHS, STYLES, Shown, shortened, slipped
from readinglist.citations.pandoc import pandoc_path
from readinglist.items import Item
from readinglist.items.text import fold, plain
from readinglist.library.keys import Candidate, KeyTable, assign_keys
from readinglist.library.keywords import generated_key, given_key
from readinglist.lists.documents.importing import find_readings
from readinglist.lists.documents.loading import load_document
from readinglist.resources import package_file
from readinglist.zotero.mapping import item_from_json

NEAR = 55
HELD_OUT = 0.12
TOPICS = ["Propaganda", "Cryptomarkets", "Surveillance and the state", "Money laundering", "Going dark", "Narcoculture",
          "Violence on line", "Recruitment"]  # fmt: skip
TEMAS = ["Propaganda", "Criptomercados", "Vigilancia y Estado", "Lavado de dinero", "Cifrado", "Narcocultura",
         "Violencia en línea", "Reclutamiento"]  # fmt: skip
PROSE = ["What changes when a threat is uploaded instead of hung from a bridge? We discuss the readings in class.",
         "Please submit your reading response by 10 p.m. on the evening before class."]  # fmt: skip
PROSA = ["¿Qué cambia cuando una amenaza se sube a la red en lugar de colgarse de un puente?",
         "Los estudiantes entregarán una reseña de dos páginas antes de la sesión."]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as it stands in a syllabus and what it means: a citation key, or None."""

    text: str
    key: str | None
    importance: str | None = None
    locator: str | None = None

    @property
    def shown(self) -> str:
        """The text without the marks of italics."""
        return self.text.replace("*", "")


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a syllabus."""

    number: int
    day: datetime.date
    topic: str
    required: tuple[Ref, ...]
    further: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A made syllabus: its layout, HTML (or Markdown where it has footnotes), and references."""

    layout: str
    body: str
    refs: tuple[Ref, ...]
    kind: str = "html"
    columns: int = 1


@dataclass(slots=True)
class Tally:
    """What came of the references of some documents."""

    count: int = 0
    right: int = 0
    wrong: int = 0
    extra: int = 0
    marks: int = 0
    marks_right: int = 0
    log: list[str] = field(default_factory=list)


def _keys(item: Item) -> tuple[str, str]:
    """The citation key that an item has in Zotero, and the one that is made for it."""
    given = given_key(item.fields.get("citationKey", ""), item.fields.get("extra", ""))
    return given, generated_key(item.item_type, plain(item.title), item.creators, item.year)


def works() -> list[Item]:
    """The bundled works with the citation keys that a sync gives them."""
    raw = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))["items"]
    items = [item_from_json(one, "groups/4420117") for one in raw]
    items = [one for one in items if one.item_type not in ("note", "attachment") and not one.deleted]
    table = assign_keys(
        KeyTable(),
        [Candidate((one.source, one.key), *_keys(one), one.date_added) for one in items],
    ).table
    keys = {row.zotero_key: row.citation_key for row in table.rows if not row.alias}
    return [replace(one, citation_key=keys[one.key]) for one in items]


@lru_cache(maxsize=1)
def _twins(told: tuple[tuple[str, str], ...]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {}
    for key, title in told:
        keys.setdefault(title, set()).add(key)
    return {key: keys[title] for key, title in told}


def twins(items: Sequence[Item]) -> dict[str, set[str]]:
    """By citation key the keys of the works with the same title."""
    return _twins(tuple((one.citation_key, fold(plain(one.title))) for one in items))


def html_of(text: str) -> str:
    """`*…*` as HTML's italics."""
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", html.escape(text, quote=False))


class Maker:
    """Makes the weeks of one syllabus from some works, and the layouts of them."""

    def __init__(self, items: Sequence[Item], lacking: frozenset[str], chance: random.Random) -> None:
        self.items, self.lacking, self.chance = list(items), lacking, chance

    def ref(self, item: Item, style: str, *, part: bool, spanish: bool) -> Ref:
        title = plain(item.title)
        if self.chance.random() < 0.25:
            title = shortened(title, self.chance)
        text = STYLES[style](Shown(item, title.replace("*", "").rstrip(".")))
        if self.chance.random() < 0.25:
            text = slipped(text, self.chance)
        locator = None
        if part and item.item_type == "book" and self.chance.random() < 0.5:
            locator = f"{'cap.' if spanish else 'ch.'} {self.chance.randint(1, 6)}"
            text = f"{text.rstrip('.')}, {locator}."
        return Ref(text, None if item.citation_key in self.lacking else item.citation_key, None, locator)

    def weeks(
        self, style: str, count: int = 5, each: int = 5, *, part: bool = True, spanish: bool = False
    ) -> list[Week]:
        chosen = iter(self.chance.sample(self.items, count * each))
        made = []
        for number in range(1, count + 1):
            refs = [self.ref(next(chosen), style, part=part, spanish=spanish) for _ in range(each)]
            day = datetime.date(2025, 2, 3) + datetime.timedelta(weeks=number - 1)
            required = tuple(replace(one, importance="essential") for one in refs[: each - 2])
            further = tuple(replace(one, importance="recommended") for one in refs[each - 2 :])
            topic = (TEMAS if spanish else TOPICS)[number - 1]
            made.append(Week(number, day, topic, required, further))
        return made


def _all(weeks: Sequence[Week]) -> tuple[Ref, ...]:
    return tuple(ref for week in weeks for ref in (*week.required, *week.further))


def _items(refs: Sequence[Ref], tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f"<li>{html_of(ref.text)}</li>" for ref in refs) + f"</{tag}>"


def _paragraphs(refs: Sequence[Ref]) -> str:
    return "".join(f'<p class="ref">{html_of(ref.text)}</p>' for ref in refs)


def _head(title: str, term: str) -> str:
    return (
        f"<h1>{title}</h1><p>SOC 4420, {term}</p><p>Prof. A. Reader, office hours on Tuesdays, Room 12.</p>"
    )


def bullets(make: Maker) -> Syllabus:
    """Headings of weeks, bullets under labels; APA."""
    weeks = make.weeks("apa")
    body = _head("Digital Crime", "Spring 2025")
    for week in weeks:
        body += f"<h2>Week {week.number} ({MONTHS[week.day.month - 1]} {week.day.day}): {week.topic}</h2><p>{PROSE[week.number % 2]}</p>"
        body += f"<h3>Required</h3>{_items(week.required)}<h3>Recommended</h3>{_items(week.further)}"
    return Syllabus("bullets, APA", body, _all(weeks))


def hanging(make: Maker) -> Syllabus:
    """Hanging indents under sessions; Chicago, author and date."""
    weeks = make.weeks("chicago")
    body = _head("Crime and Technology", "Fall 2025")
    for week in weeks:
        body += f"<h2>Session {week.number} — {week.topic}</h2><p>{PROSE[week.number % 2]}</p>{_paragraphs(week.required)}"
        body += f"<p><b>Recommended readings:</b></p>{_paragraphs(week.further)}"
    refs = [replace(ref, importance=None) if ref.importance == "essential" else ref for ref in _all(weeks)]
    return Syllabus("hanging, Chicago", body, tuple(refs))


def numbered(make: Maker) -> Syllabus:
    """Numbered lists; MLA, the importance in brackets."""
    weeks = make.weeks("mla")
    body = _head("Narcoculture", "Spring 2025")
    refs: list[Ref] = []
    for week in weeks:
        told = [*week.required, *(replace(ref, text=f"{ref.text} (recommended)") for ref in week.further)]
        refs += [replace(ref, importance=None) for ref in week.required] + told[len(week.required) :]
        body += f"<p><b>{MONTHS[week.day.month - 1]} {week.day.day}. {week.topic}</b></p>{_items(told, 'ol')}"
    return Syllabus("numbered, MLA", body, tuple(refs))


def footnotes(make: Maker) -> Syllabus:
    """Prose with footnotes; Chicago's notes. In Markdown, which has footnotes."""
    weeks = make.weeks("note", count=4, part=False)
    body, notes = "# History of the Drug Trade\n\nSpring 2025\n\n", ""
    refs = []
    for week in weeks:
        body += f"## Week {week.number}: {week.topic}\n\n"
        for ref in (*week.required, *week.further):
            refs.append(replace(ref, importance=None))
            body += f"{make.chance.choice(['We begin with the classic account', 'A second voice is heard here', 'Compare this with the report', 'The debate goes on'])}.[^{len(refs)}] "
            escaped = re.sub(r"([$#@<>~^|])", r"\\\1", ref.text)
            notes += f"[^{len(refs)}]: {escaped}\n\n"
        body += "\n\n"
    return Syllabus("footnotes, Chicago", body + notes, tuple(refs), "markdown")


def table(make: Maker) -> Syllabus:
    """A table with a row a week: week, date, topic, readings; Harvard."""
    weeks = make.weeks("harvard", part=False)
    body = _head("Dark Markets", "Spring 2025")
    body += "<table border='1'><thead><tr><th>Week</th><th>Date</th><th>Topic</th><th>Readings</th></tr></thead><tbody>"
    for week in weeks:
        cell = f"<p><b>Required</b></p>{_paragraphs(week.required)}<p><b>Recommended</b></p>{_paragraphs(week.further)}"
        body += f"<tr><td>{week.number}</td><td>{week.day.day} {MONTHS[week.day.month - 1][:3]}</td><td>{week.topic}</td><td>{cell}</td></tr>"
    return Syllabus("table, Harvard", f"{body}</tbody></table>", _all(weeks))


def nested(make: Maker) -> Syllabus:
    """A table in a table: author, title and pages of each reading in cells of their own."""
    weeks = make.weeks("short_title", count=4, part=False)
    body = _head("Cartels", "Spring 2025") + "<table border='1'><tbody>"
    refs = []
    for week in weeks:
        inner = "<table border='1'><tbody>"
        for ref in (*week.required, *week.further):
            refs.append(replace(ref, importance=None))
            inner += f"<tr><td>{html_of(ref.text)}</td></tr>"
        body += f"<tr><td>Week {week.number}<br>{week.day.day}/{week.day.month}/2025</td><td>{week.topic}</td><td>{inner}</tbody></table></td></tr>"
    return Syllabus("table in table, short", f"{body}</tbody></table>", tuple(refs))


def semana(make: Maker) -> Syllabus:
    """Spanish weeks of some days; ISO 690, labels in the line before."""
    weeks = make.weeks("iso690", spanish=True)
    body = "<h1>Sociología del narcotráfico</h1><p>Semestre de primavera 2025</p>"
    for week in weeks:
        last = week.day + datetime.timedelta(days=4)
        body += f"<p><b>Semana {week.number} ({week.day.day}–{last.day} {MESES[last.month - 1][:3]}): {week.topic}</b></p><p>{PROSA[week.number % 2]}</p>"
        body += f"<p>Lectura obligatoria:</p>{_items(week.required)}<p>Lectura recomendada:</p>{_items(week.further)}"
    return Syllabus("semanas, ISO 690", body, _all(weeks))


def guiones(make: Maker) -> Syllabus:
    """Spanish paragraphs that begin with a dash, the importance said at each."""
    weeks = make.weeks("spanish", spanish=True)
    body = "<h1>Seminario de cultura digital</h1><p>Curso 2024-2025</p>"
    refs = []
    for week in weeks:
        body += f"<h2>Sesión {week.number}. {week.topic}. {week.day.day} de {MESES[week.day.month - 1]}</h2><p>{PROSA[week.number % 2]}</p>"
        for ref in (*week.required, *week.further):
            mark = "obligatoria" if ref.importance == "essential" else "recomendada"
            refs.append(replace(ref, text=f"{ref.text} [{mark}]"))
            body += f"<p>– {html_of(refs[-1].text)}</p>"
    return Syllabus("guiones, Spanish", body, tuple(refs))


def short(make: Maker) -> Syllabus:
    """Short forms, run in with semicolons."""
    weeks = make.weeks("short_year")
    body = _head("Introduction", "Spring 2025")
    for week in weeks:
        body += f"<p><b>Week {week.number}.</b> {week.topic}</p>"
        body += f"<p>Required: {html_of('; '.join(ref.text for ref in week.required))}.</p>"
        body += f"<p>Recommended: {html_of('; '.join(ref.text for ref in week.further))}.</p>"
    return Syllabus("short forms, semicolons", body, _all(weeks))


def columns(make: Maker) -> Syllabus:
    """Two columns on a page; Vancouver, numbered by hand."""
    weeks = make.weeks("vancouver", part=False)
    body = _head("Cybercrime", "Autumn 2025")
    refs = []
    for week in weeks:
        body += f"<h2>Week {week.number}: {week.topic}</h2>"
        for at, ref in enumerate((*week.required, *week.further), 1):
            refs.append(replace(ref, importance=None))
            body += f'<p class="ref">[{at}] {html_of(ref.text)}</p>'
    return Syllabus("two columns, Vancouver", body, tuple(refs), columns=2)


LAYOUTS: tuple[Callable[[Maker], Syllabus], ...] = (
    bullets, hanging, numbered, footnotes, table, nested, semana, guiones, short, columns
)  # fmt: skip

CSS = """body{font-family:serif;font-size:11pt;text-align:justify;hyphens:auto%s} .ref{padding-left:2em;text-indent:-2em}
table{border-collapse:collapse;width:100%%} td{vertical-align:top;padding:4px}"""
TYPST = """#set page(paper: "us-letter", columns: COLUMNS, header: align(right)[Syllabus SOC 4420], numbering: "1 / 1")
#set par(justify: true, hanging-indent: HANGpt)
#set text(size: 10pt, lang: "en", hyphenate: true)
#show figure: set block(breakable: true)
#let horizontalrule = line(length: 100%)
"""
LATEX = r"""\documentclass[11pt,COLUMNS]{article}
\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{lmodern,longtable,booktabs,calc,array,fancyhdr,hyperref}
\usepackage[margin=2.5cm]{geometry}\providecommand{\tightlist}{}\pagestyle{fancy}\fancyhead[L]{\leftmark}\fancyhead[R]{SOC 4420}
\newcounter{none}\sloppy
\begin{document}
"""


def pandoc(text: str, kind: str, to: str, out: Path | None = None) -> str:
    """A text of one kind as another, by pandoc."""
    command = [str(pandoc_path()), "-f", kind, "-t", to, *(["-s", "-o", str(out)] if out else [])]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def by_pandoc(one: Syllabus, stem: Path) -> Path:
    """A Word document by pandoc."""
    pandoc(one.body, one.kind, "docx", stem.with_suffix(".docx"))
    return stem.with_suffix(".docx")


def as_page(one: Syllabus, stem: Path) -> Path:
    """A page of HTML."""
    style = CSS % (";columns:2" if one.columns == 2 else "")
    body = one.body if one.kind == "html" else pandoc(one.body, one.kind, "html")
    path = stem.with_suffix(".html")
    path.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Syllabus</title><style>{style}</style>{body}",
        "utf-8",
    )
    return path


def as_markdown(one: Syllabus, stem: Path) -> Path:
    """Markdown, by pandoc."""
    path = stem.with_suffix(".md")
    path.write_text(one.body if one.kind == "markdown" else pandoc(one.body, one.kind, "markdown"), "utf-8")
    return path


def by_office(one: Syllabus, stem: Path, to: str, *, tagged: bool = False) -> Path:
    """What LibreOffice's writer makes of the Word document or the page; `tagged` as its newer versions, and
    Word, write it: with a structure tree."""
    source = (
        by_pandoc(one, stem)
        if one.kind == "markdown" or one.layout.startswith(("bullets", "short"))
        else as_page(one, stem)
    )
    folder = stem.parent / "office"
    profile = f"-env:UserInstallation=file://{stem.parent}/profile"
    filters = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}
    if tagged:
        filters["pdf"] += ':{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    read = ["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []
    command = [
        "soffice",
        profile,
        "--headless",
        *read,
        "--convert-to",
        filters[to],
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return folder / f"{stem.name}.{to}"


def by_chromium(one: Syllabus, stem: Path) -> Path:
    """A PDF printed from the page, with the browser's head and foot lines."""
    page, made = as_page(one, stem), stem.with_suffix(".pdf")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={stem.parent}/chromium",
        f"--print-to-pdf={made}",
        str(page),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return made


# Pandoc gives a table within a cell a column as wide as its longest line: it would run off the page.
_INNER_TABLE = re.compile(r"\\begin\{longtable\}\[\]\{@\{\}l@\{\}\}(.*?)\\end\{longtable\}", re.DOTALL)


def _as_tabular(found: re.Match[str]) -> str:
    rows = re.sub(r"\\(?:toprule|bottomrule)\\noalign\{\}|\\end(?:head|lastfoot)", "", found[1]).strip()
    return rf"\begin{{tabular}}[t]{{@{{}}>{{\raggedright\arraybackslash}}p{{\linewidth}}@{{}}}}{rows}\end{{tabular}}"


def by_latex(one: Syllabus, stem: Path) -> Path:
    """A PDF by pdfTeX: justified, hyphenated, with running heads."""
    text = _INNER_TABLE.sub(_as_tabular, pandoc(one.body, one.kind, "latex"))
    head = LATEX.replace("COLUMNS", "twocolumn" if one.columns == 2 else "onecolumn")
    stem.with_suffix(".tex").write_text(f"{head}{text}\n\\end{{document}}\n", "utf-8")
    subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", stem.name],
        cwd=stem.parent,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return stem.with_suffix(".pdf")


def by_typst(one: Syllabus, stem: Path) -> Path:
    """A PDF by Typst: justified, hyphenated, with running heads."""
    hang = "18" if one.layout.startswith(("hanging", "two")) else "0"
    head = TYPST.replace("COLUMNS", str(one.columns)).replace("HANG", hang)
    source = stem.with_suffix(".typ")
    source.write_text(head + pandoc(one.body, one.kind, "typst"), "utf-8")
    stem.with_suffix(".pdf").write_bytes(typst.compile(str(source)))
    return stem.with_suffix(".pdf")


WRITERS: dict[str, tuple[str, Callable[[Syllabus, Path], Path]]] = {
    "md": ("", as_markdown),
    "html": ("", as_page),
    "docx pandoc": ("", by_pandoc),
    "docx office": ("soffice", lambda one, stem: by_office(one, stem, "docx")),
    "pdf office": ("soffice", lambda one, stem: by_office(one, stem, "pdf")),
    "pdf tagged": ("soffice", lambda one, stem: by_office(one, stem, "pdf", tagged=True)),
    "pdf chromium": ("chromium", by_chromium),
    "pdf latex": ("pdflatex", by_latex),
    "pdf typst": ("", by_typst),
}


def measure(one: Syllabus, path: Path, items: Sequence[Item], tally: Tally) -> None:
    """Count what is right: each reference by the entry whose text is nearest."""
    found = find_readings(load_document(path), items)
    entries = list(found.entries)
    used = set()
    for ref in one.refs:
        scores = [fuzz.ratio(entry.text, ref.shown) for entry in entries]
        best = max(range(len(entries)), key=scores.__getitem__, default=None)
        near = best is not None and scores[best] > NEAR
        entry = entries[best] if near and best is not None else None
        used |= {best} if near else set()
        got = entry.item.citation_key if entry and entry.item else None
        if got and ref.key and got in twins(items).get(ref.key, ()):
            got = ref.key  # The library has the work twice.
        tally.count += 1
        tally.right += got == ref.key
        tally.wrong += got is not None and got != ref.key
        if got != ref.key:
            score = entry.score if entry else 0
            tally.log.append(
                f"  {path.name}: {ref.shown[:110]}\n      {got}, not {ref.key} ({score}) {entry.text[:120] if entry else ''}"
            )
        for mine, theirs in (
            (ref.importance, entry and entry.importance),
            (ref.locator, entry and entry.locator),
        ):
            if mine:
                tally.marks += 1
                tally.marks_right += mine == theirs
                if mine != theirs and entry:
                    tally.log.append(f"  {path.name}: {ref.shown[-60:]}: {theirs}, not {mine}")
    tally.extra += len(entries) - len(used)
    tally.log += [
        f"  {path.name}: no reference: {entry.text[:110]}"
        for at, entry in enumerate(entries)
        if at not in used
    ]


def syllabi(
    seed: int, layouts: Sequence[Callable[[Maker], Syllabus]] = LAYOUTS, maker: type[Maker] = Maker
) -> Iterator[tuple[Syllabus, list[Item]]]:
    """The syllabi of a seed, each with the works that its library has."""
    chance = random.Random(seed)
    items = [one for one in works() if one.title.strip() and (one.creators or len(one.title.split()) > 3)]
    for layout in layouts:
        out = chance.sample(items, round(HELD_OUT * len(items)))
        lacking = frozenset(key for one in out for key in twins(items)[one.citation_key])
        made = layout(maker(items, lacking, chance))
        yield made, [one for one in items if one.citation_key not in lacking]


def main(layouts: Sequence[Callable[[Maker], Syllabus]] = LAYOUTS, maker: type[Maker] = Maker) -> int:
    """Print the table; 1 where a format does not hold. `-v` tells each reference that went wrong."""
    verbose = "-v" in sys.argv
    only = [one[2:] for one in sys.argv[1:] if one.startswith("--")]
    seeds = [int(one) for one in sys.argv[1:] if one.isdecimal()] or [1]
    here = {name: write for name, (needs, write) in WRITERS.items() if not needs or shutil.which(needs)}
    here = {name: write for name, write in here.items() if not only or any(one in name for one in only)}
    cells: dict[tuple[str, str], Tally] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for seed in seeds:
            for one, items in syllabi(seed, layouts, maker):
                for name, write in here.items():
                    file = re.sub(r"\W+", "-", one.layout)
                    stem = Path(scratch) / name.replace(" ", "-") / f"{file}-{seed}"
                    stem.parent.mkdir(exist_ok=True)
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        measure(one, write(one, stem), items, cells.setdefault((one.layout, name), Tally()))
    return show(cells, list(here), verbose=verbose)


def show(cells: dict[tuple[str, str], Tally], names: Sequence[str], *, verbose: bool) -> int:
    """The table: right and wrong in per cent, and entries that are no references."""
    say = sys.stdout.write
    bad = False
    for layout in dict.fromkeys(layout for layout, _ in cells):
        say(f"{layout}\n")
        for name in names:
            _row(f"  {name}", [cells[layout, name]] if (layout, name) in cells else [])
            if verbose and (layout, name) in cells:
                say("".join(f"{line}\n" for line in cells[layout, name].log))
    say("all layouts\n")
    for name in names:
        told = [tally for (_, other), tally in cells.items() if other == name]
        bad |= _row(f"  {name}", told)
    return int(bad)


def _row(what: str, told: Sequence[Tally]) -> bool:
    count = sum(one.count for one in told) or 1
    right, wrong = (100 * sum(getattr(one, key) for one in told) / count for key in ("right", "wrong"))
    marks = 100 * sum(one.marks_right for one in told) / (sum(one.marks for one in told) or 1)
    holds = right >= 95 and wrong <= 1
    sys.stdout.write(
        f"{what:<16} {right:6.1f} % right {wrong:5.1f} % wrong, importance and parts {marks:5.1f} %,"
        f" {sum(one.extra for one in told)} that are none{'' if holds else '   DOES NOT HOLD'}\n"
    )
    return not holds


if __name__ == "__main__":
    sys.exit(main())
