"""MARC 21 in ISO 2709: the works of a list for a library's catalogue."""

from __future__ import annotations

from readinglist.export.subjects import HEADINGS, headings_by_theme
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView


def render_marc(view: ListView, options: RenderOptions) -> Rendered:
    """One record a work, in UTF-8. Raises `UsageError` for subject headings that cannot be read."""
    from readinglist.export.marc import records

    made, warnings = records(view, options, headings_by_theme(options.value(HEADINGS)))
    return Rendered(b"".join(record.as_marc() for record in made), (*view.warnings, *warnings))


TARGET = Target(
    name="marc",
    extension="mrc",
    description="MARC 21 records (ISO 2709), with themes as subjects and links",
    audience="libraries, for their catalogue",
    render=render_marc,
    options=(HEADINGS,),
    worded=False,
)
