"""The variables of CSL 1.0.2 (docs.citationstyles.org, appendix IV), sorted by how they are mended."""

from __future__ import annotations

_NAMES = """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editor-translator editorial-director executive-producer guest host illustrator interviewer narrator
    organizer original-author performer producer recipient reviewed-author script-writer series-creator
    translator
"""
_DATES = "accessed available-date event-date issued original-date submitted"
_TEXTS = """
    abstract annote archive archive-place archive_collection archive_location authority call-number
    chapter-number citation-label collection-number collection-title container-title container-title-short
    dimensions division DOI edition event event-place event-title genre ISBN ISSN issue journalAbbreviation
    jurisdiction keyword language license medium note number number-of-pages number-of-volumes
    original-publisher original-publisher-place original-title page page-first part-number part-title PMCID
    PMID printing-number publisher publisher-place references reviewed-genre reviewed-title scale section
    shortTitle source status supplement-number title title-short URL version volume volume-title
"""
_TITLES = "title container-title collection-title volume-title part-title event-title original-title"
_NUMBERS = """
    chapter-number collection-number edition issue number number-of-pages number-of-volumes page part-number
    printing-number section supplement-number version volume
"""
_STAND_INS = """
    editor host performer composer script-writer series-creator compiler curator organizer chair producer
    executive-producer guest
"""

NAME_VARIABLES = tuple(_NAMES.split())
"""Every name variable."""

DATE_VARIABLES = tuple(_DATES.split())
"""Every date variable."""

TEXT_VARIABLES = tuple(_TEXTS.split())
"""Every standard and number variable that an item can hold."""

TITLE_VARIABLES = frozenset(_TITLES.split())
"""Those that styles set in title case."""

IDENTIFIERS = frozenset(("DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL", "citation-label"))
"""Those in which nothing is markup."""

RANGES = frozenset(
    ("issue", "volume", "page", "chapter-number", "collection-number", "number", "number-of-volumes")
)
"""Those in which a hyphen between numbers means a range."""

NUMBERS = frozenset(_NUMBERS.split())
"""Those that styles ask whether they are numeric, and set with labels."""

VENUES = frozenset(("container-title", "container-title-short", "collection-title", "journalAbbreviation"))
"""Those that styles set without full stops."""

STAND_INS = tuple(_STAND_INS.split())
"""Who stands for the author of a work that has none, the likeliest first."""
