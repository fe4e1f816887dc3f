"""RIS: the works of a list for reference managers."""

from __future__ import annotations

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView


def render_ris(view: ListView, options: RenderOptions) -> Rendered:
    """Each work of the list once, as RIS; lines end in CRLF, as the specification of RIS has them."""
    from readinglist.interchange.ris import record, write_records

    records = [record(item) for item in view.works]
    return Rendered(write_records(records, newline="\r\n").encode(), view.warnings)


TARGET = Target(
    name="ris",
    extension="ris",
    description="RIS, for EndNote, Mendeley, Zotero and databases",
    audience="people with a reference manager",
    render=render_ris,
    worded=False,
)
