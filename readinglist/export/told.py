"""What Zotero's Extra field says of a work, put where a catalogue looks for it.

Zotero's own documentation has people write "DOI: …" or "Editor: Family || Given" there where a type has no
field for it (zotero.org/support/kb/item_types_and_fields, "Citing Fields from Extra"). Citations read the
lines; records and links read fields and creators.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from readinglist.interchange.csl.tables import date_fields, name_variables, text_fields
from readinglist.items import Creator, Item
from readinglist.items.extra import parse_extra

# The field, of a base where there is one, for types that have none of their own.
_ELSEWHERE = {
    "container-title": "publicationTitle", "collection-title": "series", "collection-number": "seriesNumber",
    "publisher": "publisher", "publisher-place": "place", "volume": "volume", "issue": "issue",
    "edition": "edition", "number": "number", "number-of-pages": "numPages", "page": "pages",
    "number-of-volumes": "numberOfVolumes", "DOI": "DOI", "ISBN": "ISBN", "ISSN": "ISSN", "URL": "url",
}  # fmt: skip
_ROLES = {
    "container-author": "bookAuthor", "collection-editor": "seriesEditor",
    "reviewed-author": "reviewedAuthor", "script-writer": "scriptwriter", "series-creator": "seriesCreator",
    "executive-producer": "executiveProducer", "original-author": "originalCreator",
}  # fmt: skip


def told(item: Item, private: Collection[str] = ()) -> Item:
    """The item with its Extra lines in fields and creators as well, which they override as in citations.

    Lines for the CSL variables in `private`, and those that no field is for, stay in Extra alone.
    """
    extra = parse_extra(item.fields.get("extra", ""))
    fields = dict(item.fields)
    carried, dates = text_fields(item.item_type), date_fields(item.item_type)
    for variable, value in extra.variables.items():
        own = carried.get(variable, ())
        name = next((one for one in own if fields.get(one)), own[0] if own else _ELSEWHERE.get(variable, ""))
        if name and variable not in private:
            fields[name] = value
    for variable, date in extra.dates.items():
        if variable in dates and variable != "accessed":
            fields[dates[variable]] = date.text
    creators = item.creators
    for variable, names in extra.names.items():
        role = _role(variable, item.item_type)
        creators = (
            *(one for one in creators if one.creator_type != role),
            *(Creator(role, one.last_name, one.first_name, one.name) for one in names),
        )
    return replace(item, fields=fields, creators=creators)


def _role(variable: str, item_type: str) -> str:
    """The creator type of an item type that a CSL name variable stands for, else the variable itself."""
    own = (role for role, carried in name_variables(item_type).items() if carried == variable)
    return next(own, _ROLES.get(variable, variable))
