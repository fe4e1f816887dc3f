"""BibLaTeX: the works of a list for LaTeX with biblatex and biber."""

from __future__ import annotations

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView


def render_biblatex(view: ListView, options: RenderOptions) -> Rendered:
    """Each work of the list once, in biblatex's entry types and fields."""
    from readinglist.interchange.bibtex import write_shared

    return Rendered(write_shared(view.works, "biblatex").encode(), view.warnings)


TARGET = Target(
    name="biblatex",
    extension="biblatex.bib",
    description="BibLaTeX, for LaTeX with biblatex and biber",
    audience="authors who write in LaTeX",
    render=render_biblatex,
    worded=False,
)
