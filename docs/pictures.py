"""Makes the pictures of the README and of the gallery from the bundled lists: `python -m docs.pictures`.

Needs chromium, pdftoppm (poppler-utils), LibreOffice (soffice) and ImageMagick (convert) on the PATH.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docs.gallery import RESERVE, SYLLABUS, readinglist

IMAGES = Path(__file__).with_name("images")
LOOKS = ("classic", "compact", "department")
BRAND = {
    "logo": "logo.svg",
    "logo_alt": "Universidad de las Dos Riberas",
    "name": "Department of Sociology",
    "accent": "#1f4e79",
}
COLOURS = 40
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",
)
PASTED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Course page</title>
<style>body{{font:15px/1.5 "Liberation Sans",Arial,sans-serif;margin:0;color:#2d3b45}}
nav{{background:#394b58;color:#fff;padding:14px 24px}}main{{padding:24px;max-width:820px}}</style>
<nav>SOC 4420 › Pages › Reading list</nav><main>{fragment}</main></html>"""


def run(*command: str | Path) -> None:
    """Run a program, its chatter unseen; raises CalledProcessError when it fails."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


@dataclass(frozen=True)
class Studio:
    """A demo and a scratch folder, in which pictures are taken."""

    scratch: Path
    demo: Path

    def export(self, name: str, *options: str, to: str) -> Path:
        """The folder with the files of one list."""
        out = self.scratch / "-".join([name, to, *options]).replace("/", "").replace("=", "")
        readinglist(self.demo, "export", name, "--to", to, "-o", out, *options)
        return out

    def shot(self, page: Path, width: int, height: int, *flags: str, at: str = "") -> Path:
        """A page in the browser, `width` by `height` pixels; `at` is the anchor that it is opened at."""
        found = self.scratch / f"shot-{len(list(self.scratch.glob('shot-*')))}.png"
        profile = f"--user-data-dir={self.scratch}/profile"
        # Chromium lets no window be narrower, and takes no picture of a page that is scrolled: frame them.
        if width < 500 or at:
            page = self._framed(page, width, height, at)
        size = f"--window-size={max(width, 500)},{height}"
        run("chromium", *FLAGS, *flags, profile, size, f"--screenshot={found}", page.as_uri())
        run("convert", found, "-crop", f"{width}x{height}+0+0", "+repage", found)
        return found

    def pasted(self, part: Path) -> Path:
        """A page of a course that shows what is in a file."""
        page = part.with_name(f"pasted-{part.name}")
        page.write_text(PASTED.format(fragment=part.read_text("utf-8")), "utf-8")
        return page

    def _framed(self, page: Path, width: int, height: int, at: str) -> Path:
        frame = page.with_name(f"frame-{page.stem}.html")
        style = f"body{{margin:0}}iframe{{border:0;width:{width}px;height:{height}px}}"
        frame.write_text(
            f'<!doctype html><style>{style}</style><iframe src="{page.name}{at}"></iframe>',
            "utf-8",
        )
        return frame

    def pages(self, file: Path, first: int, last: int, dots: int = 70) -> list[Path]:
        """Pages of a document as pictures; what is no PDF goes through LibreOffice."""
        if file.suffix != ".pdf":
            profile = f"-env:UserInstallation={(self.scratch / 'office').as_uri()}"
            out = file.with_name(f"{file.name}-pdf")
            run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out, file)
            file = out / f"{file.stem}.pdf"
        stem = file.with_name(f"{file.stem}-page")
        run("pdftoppm", "-r", str(dots), "-f", str(first), "-l", str(last), "-png", file, stem)
        return sorted(file.parent.glob(f"{stem.name}-*.png"))


def save(name: str, pictures: Sequence[Path], width: int = 0, colours: int = COLOURS) -> None:
    """The pictures side by side as docs/images/NAME.png, in few colours, at most `width` pixels wide."""
    framed: list[str | Path] = []
    for one in pictures:
        framed += [
            "(",
            one,
            "-bordercolor",
            "#c8c8c8",
            "-border",
            "1",
            "-bordercolor",
            "white",
            "-border",
            "6",
            ")",
        ]
    smaller = ["-resize", f"{width}x>"] if width else []
    few = ["+dither", "-colors", str(colours), "-strip", "-define", "png:compression-level=9"]
    run("convert", *framed, "-background", "white", "+append", *smaller, *few, f"PNG8:{IMAGES / name}.png")


def brand(demo: Path) -> None:
    """Give the demo's settings a department."""
    shutil.copy(IMAGES / "logo.svg", demo)
    file = demo / "readinglist.toml"
    head, table, rest = file.read_text("utf-8").partition("[department]")
    for key, value in BRAND.items():
        rest = re.sub(rf'^{key} = ""$', f'{key} = "{value}"', rest, count=1, flags=re.MULTILINE)
    file.write_text(head + table + rest, "utf-8")


def picture_looks(studio: Studio) -> None:
    """Each look as a web page, a PDF and a Word document."""
    for look in LOOKS:
        made = studio.export(SYLLABUS, "--look", look, to="html,pdf,docx")
        page = made / f"{SYLLABUS}.html"
        # The sections are what is compact.
        week = re.search(r'<section class="section" id="([^"]+)"', page.read_text("utf-8"))
        at = f"#{week[1]}" if look == "compact" and week else ""
        save(f"look-{look}-html", [studio.shot(page, 1240, 1240, at=at)], 520)
        shown = 2 if look == "compact" else 1
        save(f"look-{look}-pdf", studio.pages(made / f"{SYLLABUS}.pdf", shown, shown), 520)
        save(f"look-{look}-docx", studio.pages(made / f"{SYLLABUS}.docx", 1, 1), 520)


def picture_web(studio: Studio) -> None:
    """The web page on screens, in the dark, on a phone, on paper, in a course page, annotated."""
    page = studio.export(SYLLABUS, to="html") / f"{SYLLABUS}.html"
    dark = "--blink-settings=preferredColorScheme=0"
    save("syllabus-html", [studio.shot(page, 1280, 1180)], 960)
    save("gallery-html-dark", [studio.shot(page, 1280, 900, dark)], 960)
    phones = [studio.shot(page, 320, 640), studio.shot(page, 320, 640, dark)]
    save("gallery-html-phone", phones)
    paper = studio.scratch / "printed.pdf"
    profile = f"--user-data-dir={studio.scratch}/profile"
    run("chromium", *FLAGS, profile, "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri())
    save("gallery-html-print", studio.pages(paper, 2, 3, 80), 1000)
    fragment = studio.export(RESERVE, "--fragment", to="html") / f"{RESERVE}.fragment.html"
    save("gallery-html-fragment", [studio.shot(studio.pasted(fragment), 900, 900)], 800)
    annotated = studio.export(SYLLABUS, "--annotated", "--by", "theme", to="html")
    page = annotated / f"{SYLLABUS}-annotated-by-theme.html"
    theme = re.findall(r'<section class="section" id="([^"]+)"', page.read_text("utf-8"))[1]
    save("gallery-html-annotated", [studio.shot(page, 1280, 900, at=f"#{theme}")], 960)


def picture_documents(studio: Studio) -> None:
    """PDF, Word, OpenDocument, EPUB."""
    made = studio.export(SYLLABUS, to="pdf,docx,odt,epub")
    save("syllabus-pdf", studio.pages(made / f"{SYLLABUS}.pdf", 2, 2, 80))
    save("gallery-pdf", studio.pages(made / f"{SYLLABUS}.pdf", 2, 3))
    save("syllabus-docx", studio.pages(made / f"{SYLLABUS}.docx", 3, 3, 80))
    save("gallery-docx", studio.pages(made / f"{SYLLABUS}.docx", 2, 3))
    save("gallery-odt", studio.pages(made / f"{SYLLABUS}.odt", 2, 3))
    book = studio.scratch / "book"
    with zipfile.ZipFile(made / f"{SYLLABUS}.epub") as archive:
        archive.extractall(book)
    chapters = [book / "EPUB" / name for name in ("front.xhtml", "section-003.xhtml")]
    save("gallery-epub", [studio.shot(one, 420, 640) for one in chapters])


def picture_tables(studio: Studio) -> None:
    """The workbook's sheets and the cartridge's overview."""
    out = studio.scratch / "all"
    readinglist(studio.demo, "export", "--all", "--to", "xlsx", "--option", "students=45", "-o", out)
    sheets = studio.pages(out / "all-lists.xlsx", 1, 99, 90)
    for sheet in (sheets[0], sheets[-1]):
        run("convert", sheet, "-trim", "-bordercolor", "white", "-border", "16", sheet)
    save("gallery-xlsx-list", [sheets[0]], 960)
    save("gallery-xlsx-order", [sheets[-1]], 960)
    cartridge = studio.export(SYLLABUS, to="imscc") / f"{SYLLABUS}.imscc"
    inside = studio.scratch / "cartridge"
    with zipfile.ZipFile(cartridge) as archive:
        archive.extractall(inside)
    overview = max(inside.rglob("*.html"), key=lambda path: path.stat().st_size)
    save("gallery-imscc", [studio.shot(studio.pasted(overview), 900, 900)], 800)


PARTS = {
    "looks": picture_looks,
    "web": picture_web,
    "documents": picture_documents,
    "tables": picture_tables,
}


def main() -> int:
    """Run the demo in a scratch folder and take all pictures, or those of the parts named."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        demo = Path(scratch, "demo")
        readinglist(Path(scratch), "demo", demo)
        brand(demo)
        studio = Studio(Path(scratch), demo)
        for name, part in PARTS.items():
            if not sys.argv[1:] or name in sys.argv[1:]:
                part(studio)
    return 0


if __name__ == "__main__":
    sys.exit(main())
