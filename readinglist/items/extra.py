"""Zotero's Extra field: "Key: value" lines that stand for CSL variables, citation keys and TeX fields.

Sources: https://www.zotero.org/support/kb/item_types_and_fields#citing_fields_from_extra for the lines,
the CSL schema for the variables, https://retorque.re/zotero-better-bibtex/exporting/extra-fields for
"tex.…", "Family || Given" and the older "{:variable: value}".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from readinglist.items.dates import PartialDate, parse_date
from readinglist.items.item import Creator
from readinglist.items.schema import schema

NAME_VARIABLES = frozenset(
    str.split(
        "author chair collection-editor compiler composer container-author contributor curator director"
        " editor editor-translator editorial-director executive-producer guest host illustrator interviewer"
        " narrator organizer original-author performer producer recipient reviewed-author script-writer"
        " series-creator translator"
    )
)
"""The name variables of CSL 1.0.2."""

DATE_VARIABLES = frozenset(str.split("accessed available-date event-date issued original-date submitted"))
"""The date variables of CSL 1.0.2."""

TEXT_VARIABLES = frozenset(
    str.split(
        "abstract annote archive archive_collection archive_location archive-place authority call-number"
        " chapter-number citation-number collection-number collection-title container-title"
        " container-title-short dimensions division DOI edition event event-place event-title genre ISBN ISSN"
        " issue journalAbbreviation jurisdiction keyword language license locator medium note number"
        " number-of-pages number-of-volumes original-publisher original-publisher-place original-title page"
        " page-first part-number part-title PMCID PMID printing-number publisher publisher-place references"
        " reviewed-genre reviewed-title scale section source status supplement-number title title-short URL"
        " version volume volume-title year-suffix"
    )
)
"""The text and number variables of CSL 1.0.2."""

CSL_TYPES = frozenset(
    str.split(
        "article article-journal article-magazine article-newspaper bill book broadcast chapter classic"
        " collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing"
        " interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
        " paper-conference patent performance periodical personal_communication post post-weblog regulation"
        " report review review-book software song speech standard thesis treaty webpage"
    )
)
"""The item types of CSL 1.0.2."""

_LINE = re.compile(r"\s*([A-Za-z][\w .-]{0,60}?)\s*:\s*(\S.*?)\s*")
_BRACED = re.compile(r"\{:([A-Za-z_-]{1,60}):\s*([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Extra:
    """What the Extra field says.

    `item_type` is a CSL type ("Type: …") or "". `variables`, `names` and `dates` override what the item's
    own fields say, by CSL variable. `tex` holds the "tex." lines by field name in small letters. `rest`
    is the text that is no such line, for people to read.
    """

    item_type: str = ""
    citation_key: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[Creator, ...]] = field(default_factory=dict)
    dates: Mapping[str, PartialDate] = field(default_factory=dict)
    tex: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""


@lru_cache(maxsize=1024)
def parse_extra(text: str) -> Extra:
    """Read the Extra field. Never raises; a line whose key is unknown stays in `rest`, word for word.

    Keys are read without regard to case, with blanks or hyphens ("Original Date", "original-date"), and
    may be Zotero's own field names ("Publication Title"). Of a variable given twice the first counts,
    names add up.
    """
    found = _Reading()
    rest = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match and found.take(match[1], match[2]):
            continue
        kept = _BRACED.sub(lambda one: "" if found.take(one[1], one[2].strip()) else one[0], line)
        if kept.strip() or not line.strip():
            rest.append(kept)
    return found.extra("\n".join(rest).strip())


class _Reading:
    """Collects the lines of one Extra field."""

    def __init__(self) -> None:
        self.item_type = ""
        self.citation_key = ""
        self.variables: dict[str, str] = {}
        self.names: dict[str, list[Creator]] = {}
        self.dates: dict[str, PartialDate] = {}
        self.tex: dict[str, str] = {}

    def take(self, key: str, value: str) -> bool:
        """Take one line; False if its key is none that is known, or was given before."""
        tex = re.fullmatch(r"(?:tex|bibtex|biblatex)\.([A-Za-z][A-Za-z0-9_-]*)", key)
        if tex:
            return self._keep(self.tex, tex[1].lower(), value)
        name = re.sub(r"[\s_]+", "-", key.strip()).lower()
        if name in ("citation-key", "citekey"):
            self.citation_key = self.citation_key or value.split()[0]
            return True
        if name == "type":
            if value.lower() not in CSL_TYPES:
                return False
            self.item_type = self.item_type or value.lower()
            return True
        variable = _variables().get(name) or _variables().get(name.replace("-", ""))
        if variable in NAME_VARIABLES:
            self.names.setdefault(variable, []).append(_creator(variable, value))
            return True
        if variable in DATE_VARIABLES:
            return variable not in self.dates and bool(self.dates.setdefault(variable, parse_date(value)))
        return variable is not None and self._keep(self.variables, variable, value)

    def extra(self, rest: str) -> Extra:
        names = {variable: tuple(creators) for variable, creators in self.names.items()}
        return Extra(
            self.item_type, self.citation_key, self.variables, names, self.dates, self.tex, rest
        )  # fmt: skip

    @staticmethod
    def _keep(into: dict[str, str], key: str, value: str) -> bool:
        if key in into:
            return False
        into[key] = value
        return True


def _creator(variable: str, value: str) -> Creator:
    last, bar, first = value.partition("||")
    if bar and last.strip() and first.strip():
        return Creator(variable, last_name=last.strip(), first_name=first.strip())
    return Creator(variable, name=value.replace("||", " ").strip())


@cache
def _variables() -> Mapping[str, str]:
    """What a line's key may be, in small letters, and the CSL variable it stands for."""
    found: dict[str, str] = {}
    csl = schema()["csl"]["fields"]
    # "extra" is the field itself; "abstract note" and its like are Zotero's own names.
    for variable, fields in csl["text"].items():
        for name in fields:
            if name not in ("extra", "citationKey") and variable != "shortTitle":
                found.setdefault(name.lower(), variable)
    for variable, name in csl["date"].items():
        # "Date: …" is prose as often as not; Zotero's CSL name for it is "issued".
        if name != "date":
            found.setdefault(name.lower(), variable)
    for variable in NAME_VARIABLES | DATE_VARIABLES | TEXT_VARIABLES:
        found[variable.lower().replace("_", "-")] = variable
    return found
