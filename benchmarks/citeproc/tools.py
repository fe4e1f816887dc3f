"""What the comparison needs and the program does not: citeproc-js from npm, the CSL locales from PyPI.

Both are fetched by their ordinary clients into a folder of the caller's, and only once.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENGINE = "citeproc@2.4.63"
LOCALES = "citeproc-py==0.11.1"
_SCRIPT = Path(__file__).with_name("reference.cjs")


@dataclass(frozen=True, slots=True)
class Tools:
    """Where citeproc-js and the folder of CSL locales are."""

    engine: Path
    locales: Path


def fetch_tools(folder: Path) -> Tools:
    """The tools in `folder`, fetched there unless they are there. Raises `SystemExit` without node or npm."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise SystemExit("The comparison needs node and npm (Debian: apt-get install nodejs npm).")
    folder.mkdir(parents=True, exist_ok=True)
    engine = folder / "node_modules" / "citeproc"
    if not engine.is_dir():
        _run([npm, "install", "--silent", "--no-save", "--prefix", str(folder), ENGINE])
    locales = folder / "citeproc" / "data" / "locales"
    if not locales.is_dir():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        _run([*command, "--dest", str(folder), LOCALES])
        with zipfile.ZipFile(next(folder.glob("citeproc_py-*.whl"))) as wheel:
            names = [name for name in wheel.namelist() if name.startswith("citeproc/data/locales/")]
            wheel.extractall(folder, names)
    return Tools(engine, locales)


def reference(tools: Tools, runs: Sequence[Mapping[str, Any]], folder: Path) -> list[dict[str, str]]:
    """What citeproc-js makes of each run: `style` (path), `locale`, `items`. Entries by item id."""
    job = folder / "job.json"
    job.write_text(
        json.dumps({"engine": str(tools.engine), "locales": str(tools.locales), "runs": list(runs)}), "utf-8"
    )
    made = _run(["node", str(_SCRIPT), str(job)])
    found: list[dict[str, str]] = json.loads(made)
    return found


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout
