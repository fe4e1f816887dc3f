"""MARCXML: the works of a list for a library's catalogue, as XML."""

from __future__ import annotations

from readinglist.export.subjects import HEADINGS, headings_by_theme
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView

_START = b'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'


def render_marcxml(view: ListView, options: RenderOptions) -> Rendered:
    """The records of the target `marc` in loc.gov/standards/marcxml. Raises `UsageError` as that does."""
    from pymarc.marcxml import record_to_xml

    from readinglist.export.marc import records

    made, warnings = records(view, options, headings_by_theme(options.value(HEADINGS)))
    parts = [record_to_xml(record) + b"\n" for record in made]
    return Rendered(_START + b"".join(parts) + b"</collection>\n", (*view.warnings, *warnings))


TARGET = Target(
    name="marcxml",
    extension="marc.xml",
    description="MARC 21 records as MARCXML",
    audience="libraries, for their catalogue and discovery system",
    render=render_marcxml,
    options=(HEADINGS,),
    worded=False,
)
