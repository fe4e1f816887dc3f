"""`export --language-per-entry` and `language_per_entry` in a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LIST = """\
title: Two languages
locale: en-US
style: modern-language-association
{setting}
sections:
  - title: All
    entries: [{keys}]
"""


def keys_in(workspace: Path, run: Any, language: str) -> list[str]:
    found = run("-C", workspace, "items", "--json", f"lang:{language}", "type:journalArticle").out
    import json

    read = json.loads(found)
    rows = read["rows"] if isinstance(read, dict) else read
    return [str(row.get("citation_key") or row.get("key")) for row in rows][:2]


def test_each_entry_is_set_by_the_rules_of_its_language(workspace: Path, run: Any) -> None:
    keys = ", ".join(keys_in(workspace, run, "es") + keys_in(workspace, run, "en"))
    for name, setting in (("plain", ""), ("own", "language_per_entry: true")):
        (workspace / "lists" / f"{name}.yaml").write_text(LIST.format(setting=setting, keys=keys), "utf-8")
        run("-C", workspace, "export", name, "--to", "md")
    plain = (workspace / "exports" / "plain.md").read_text("utf-8")
    own = (workspace / "exports" / "own.md").read_text("utf-8")
    assert "«" in own and "«" not in plain and "“" in own
    run("-C", workspace, "export", "plain", "--to", "md", "--language-per-entry")
    assert (workspace / "exports" / "plain.md").read_text("utf-8") == own
