"""The words of dates in the five languages that are read: months, seasons, "no date", "circa", "to"."""

from __future__ import annotations

from collections.abc import Mapping

# Month names and the abbreviations in use, casefolded and without accents (Unicode CLDR, plus what
# Zotero users type: "sept", "set", "mrz"). English, Spanish, German, French, Portuguese.
_MONTHS = (
    "jan january ene enero januar janner jaenner janv janvier janeiro",
    "feb february febrero februar feber fev fevr fevrier fevereiro",
    "mar march marzo marz maerz mrz mars marco",
    "apr april abr abril avr avril",
    "may mayo mai maio",
    "jun june junio juni juin junho",
    "jul july julio juli juil juillet julho",
    "aug august ago agosto aout",
    "sep sept september septiembre setiembre set septembre setembro",
    "oct october octubre okt oktober octobre out outubro",
    "nov november noviembre novembre novembro",
    "dec december dic diciembre dez dezember decembre dezembro",
)

# CSL's season numbers: https://docs.citationstyles.org/en/stable/specification.html (Date Fields).
_SEASONS = (
    "spring primavera fruhling fruehling fruhjahr fruehjahr printemps",
    "summer verano estio sommer ete verao",
    "autumn fall otono herbst automne outono",
    "winter invierno hiver inverno",
)

MONTHS: Mapping[str, int] = {word: n for n, line in enumerate(_MONTHS, 1) for word in line.split()}
SEASONS: Mapping[str, int] = {word: n for n, line in enumerate(_SEASONS, 1) for word in line.split()}

NO_DATE = frozenset(
    # Letters only, so that "n.d.", "s. f." and "[s/f]" all match: English, Spanish and Portuguese,
    # French, German, Latin.
    str.split(
        "nd nodate undated sf sinfecha sd semdata sansdate oj ohnejahr od ohnedatum sa sineanno sinedata"
    )
)
"""What says that there is no date, letters only."""

CIRCA = frozenset(
    str.split(
        "ca circa cca approx approximately about around aprox aproximadamente hacia alrededor cerca "
        "etwa um vers environ"
    )
)
"""Words that make a date approximate. "c." and "h." are read only when they stand before a number."""

TO = frozenset(str.split("to until through bis al a au ate hasta and y und et e"))
"""Words that join the two ends of a range, when a part of a date stands on both sides."""

BETWEEN = frozenset(str.split("de del of the st nd rd th er re o do da den der du le"))
"""Words that may stand between a day, its month and its year."""
