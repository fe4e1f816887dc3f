"""What pyzotero imports and we do not use is loaded late, and once."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import sys
import readinglist.zotero.session
assert "bibtexparser" not in sys.modules and "feedparser" not in sys.modules
from bibtexparser.bibdatabase import BibDatabase
import bibtexparser
import pyzotero._decorators as theirs
assert isinstance(theirs._parse_bibtex("@book{a, title={X}}"), BibDatabase)
assert theirs.bibtexparser.bparser is bibtexparser.bparser
assert theirs.feedparser.parse("<feed/>").entries == []
"""


def test_what_pyzotero_imports_and_we_do_not_use_is_loaded_when_it_is_wanted_and_only_once() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
