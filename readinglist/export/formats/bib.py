"""BibTeX: the works of a list for LaTeX with BibTeX's own styles."""

from __future__ import annotations

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView


def render_bibtex(view: ListView, options: RenderOptions) -> Rendered:
    """Each work of the list once, in BibTeX's classic entry types and fields."""
    from readinglist.interchange.bibtex import write_shared

    return Rendered(write_shared(view.works, "bibtex").encode(), view.warnings)


TARGET = Target(
    name="bib",
    extension="bib",
    description="BibTeX, for LaTeX with BibTeX's own styles and for reference managers",
    audience="authors who write in LaTeX",
    render=render_bibtex,
    worded=False,
)
