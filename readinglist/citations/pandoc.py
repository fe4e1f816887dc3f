"""Running pandoc's citation processor: one process, no network, nothing but its own temporary folder."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pypandoc

from readinglist.errors import CitationError

_MEMORY = "1500M"


@cache
def pandoc_path() -> Path:
    """The pandoc that comes with `pypandoc_binary`, else one found on the system. Raises `CitationError`."""
    folder = Path(pypandoc.__file__).parent / "files"
    for file in (folder / "pandoc", folder / "pandoc.exe"):
        if file.is_file():
            return file
    try:
        return Path(pypandoc.get_pandoc_path())
    except OSError as error:
        raise CitationError(
            "pandoc, which formats the citations, is not installed",
            hint="Install the package pypandoc_binary (`pip install` it).",
        ) from error


@cache
def pandoc_version() -> str:
    """What tells one pandoc from another, found without starting it where that can be."""
    path = pandoc_path()
    if Path(pypandoc.__file__).parent in path.parents:
        try:
            return f"bundled {metadata.version('pypandoc_binary')} {path.stat().st_size}"
        except metadata.PackageNotFoundError:
            pass
    return f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}"


def run_citeproc(
    items: Sequence[dict[str, Any]], style_xml: bytes, locale: str, *, cite: bool, timeout: float
) -> dict[str, Any]:
    """Format prepared `items`, in their order, and return pandoc's JSON document.

    With `cite` each item is also cited in a paragraph of its own, for styles that make no bibliography; else
    all are taken up uncited, in order, which is quicker. Raises `CitationError` when pandoc is missing,
    fails, or takes longer than `timeout` seconds.
    """
    with tempfile.TemporaryDirectory(prefix="readinglist-") as name:
        folder = Path(name)
        try:
            (folder / "items.json").write_text(json.dumps(items), "utf-8")
            (folder / "style.csl").write_bytes(style_xml)
        except OSError as error:
            raise CitationError(
                f"cannot write the citation processor's input: {error.strerror or error}",
                where=name,
                hint="Is the disk with the folder for temporary files full?",
            ) from error
        command = [
            str(pandoc_path()),
            "+RTS",
            f"-M{_MEMORY}",
            "-RTS",
            "--from=json",
            "--to=json",
            "--sandbox",
        ]
        command += ["--citeproc", "--bibliography=items.json", "--csl=style.csl", f"--metadata=lang={locale}"]
        document = json.dumps(_document([item["id"] for item in items], cite))
        return _read(_run(command, document.encode(), folder, timeout))


def _run(command: Sequence[str], document: bytes, folder: Path, timeout: float) -> bytes:
    try:
        done = subprocess.run(
            command, input=document, capture_output=True, cwd=folder, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CitationError(
            f"the citation processor did not finish within {timeout:.0f} seconds",
            hint="Does it finish with another style? Then this style is at fault.",
        ) from error
    except OSError as error:
        raise CitationError(
            f"cannot start pandoc: {error.strerror or error}", where=str(command[0])
        ) from error
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = next(
            (line.strip() for line in reversed(lines) if line.strip()), f"exit code {done.returncode}"
        )
        said = said.removeprefix("CiteprocParseError: ").removeprefix("CiteprocXMLError: ")
        if "Heap exhausted" in " ".join(lines):
            said = "it ran out of memory"
        raise CitationError(f"the citation processor failed: {said}", hint="Does it work with another style?")
    return done.stdout


def _read(output: bytes) -> dict[str, Any]:
    try:
        document = json.loads(output)
    except ValueError as error:
        raise CitationError("the citation processor answered something unreadable") from error
    if not isinstance(document, dict):
        raise CitationError("the citation processor answered something unreadable")
    return document


def _document(ids: Sequence[str], cite: bool) -> dict[str, Any]:
    citations = [
        {
            "citationId": one,
            "citationPrefix": [],
            "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for one in ids
    ]
    meta: dict[str, Any] = {}
    blocks: list[Any] = []
    if cite:
        blocks = [{"t": "Para", "c": [{"t": "Cite", "c": [[one], []]}]} for one in citations]
    elif citations:
        meta["nocite"] = {"t": "MetaInlines", "c": [{"t": "Cite", "c": [citations, []]}]}
    return {"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": blocks}
