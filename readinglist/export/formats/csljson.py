"""CSL-JSON: the works of a list for citation processors and reference managers."""

from __future__ import annotations

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView


def render_csljson(view: ListView, options: RenderOptions) -> Rendered:
    """Each work of the list once, as CSL-JSON 1.0.2."""
    from readinglist.interchange.csljson import write

    return Rendered(write(view.works).encode(), view.warnings)


TARGET = Target(
    name="csljson",
    extension="csl.json",
    description="CSL-JSON, for Zotero, Pandoc and citation processors",
    audience="people with a reference manager",
    render=render_csljson,
    worded=False,
)
