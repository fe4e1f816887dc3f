"""Whether and from what the classifier learns: `themes.toml`'s [learn].

[learn]
enabled = true             # what was learned takes part in every assignment
labels = "labels.jsonl"    # labelled items beside the decisions; a path from this file's folder
weight = 0.4               # what a margin of 1 is worth in the rules' scores
"""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.themes.tables import Table


@dataclass(frozen=True, slots=True)
class Learning:
    """The settings of [learn]. `labels` is a path from the vocabulary's folder, "" for none."""

    enabled: bool = False
    labels: str = ""
    weight: float = 0.4


def read_learning(table: Table) -> Learning:
    """The [learn] table, defaults filled in. Raises `ThemeError`."""
    table.allow(("enabled", "labels", "weight"))
    enabled = table.data.get("enabled", False)
    if not isinstance(enabled, bool):
        table.fail("must be true or false", "enabled")
    plain = Learning()
    return Learning(enabled, table.text("labels", default=""), table.number("weight", plain.weight, 0.01, 10))
