"""Makes the README's pictures from the bundled syllabus: `python -m docs.pictures`.

Needs chromium, pdftoppm (poppler-utils) and LibreOffice (soffice) on the PATH.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

IMAGES = Path(__file__).with_name("images")
NAME = "narco-digital-syllabus"
BROWSER = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def run(*command: str | Path) -> None:
    """Run a program, its chatter unseen; raises CalledProcessError when it fails."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def page_of(pdf: Path, number: int, name: str) -> None:
    """One page of a PDF as docs/images/NAME.png."""
    run(
        "pdftoppm",
        "-r",
        "80",
        "-f",
        str(number),
        "-l",
        str(number),
        "-png",
        "-singlefile",
        pdf,
        IMAGES / name,
    )


def main() -> int:
    """Run the demo in a scratch folder and take a picture of each finished document."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "demo")
        run(sys.executable, "-m", "readinglist", "demo", folder)
        exports = folder / "exports"
        shot = IMAGES / "syllabus-html.png"
        profile = f"--user-data-dir={scratch}/profile"
        run(
            *BROWSER,
            profile,
            "--window-size=1280,1180",
            f"--screenshot={shot}",
            f"file://{exports}/{NAME}.html",
        )
        page_of(exports / f"{NAME}.pdf", 2, "syllabus-pdf")
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", scratch, exports / f"{NAME}.docx")
        page_of(Path(scratch, f"{NAME}.pdf"), 3, "syllabus-docx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
