"""The locales that the citation processor has built in, and which of them serves a language tag."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readinglist.errors import NotFoundError, not_found

_BUILT_IN = """
    af-ZA ar bal-PK bg-BG brh-PK ca-AD cs-CZ cy-GB da-DK de-AT de-CH de-DE el-GR en-GB en-US es-CL es-ES es-MX
    et-EE eu fa-IR fi-FI fr-CA fr-FR gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS it-IT ja-JP km-KH ko-KR la
    lij-IT lt-LT lv-LV mn-MN ms-MY nb-NO nl-NL nn-NO pa-PK pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sr-RS
    sv-SE th-TH tr-TR uk-UA vi-VN zh-CN zh-TW
"""
# CSL's primary dialects where a language has several (docs.citationstyles.org, "Locale Fallback").
_PRIMARY = {"de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "pt": "pt-PT", "zh": "zh-CN"}
# Where another dialect than the primary one is nearer: English spelling and dates, Latin American quotation
# marks, traditional characters. These deviate from CSL's own fallback, which knows only the primary dialect.
_BRITISH = "AU BW GH HK IE IN JM KE MT NG NZ PK SG TT TZ UG ZA ZM ZW"
_LATIN_AMERICAN = "419 AR BO CO CR CU DO EC GT HN NI PA PE PR PY SV US UY VE"
_NEARER = {
    **{f"en-{region}": "en-GB" for region in _BRITISH.split()},
    **{f"es-{region}": "es-MX" for region in _LATIN_AMERICAN.split()},
    **{f"zh-{region}": "zh-TW" for region in ("HK", "MO", "HANT")},
    "de-LI": "de-CH",
    "no": "nb-NO",
}


_HYPHENATING = frozenset({"ca-AD", "es-ES", "he-IL", "nl-NL", "ro-RO", "tr-TR"})
_AMERICAN = frozenset({"en-US", "bal-PK", "brh-PK", "fa-IR", "hi-IN", "id-ID", "ms-MY", "pa-PK"})


def range_dash(locale: str) -> str:
    """What a built-in locale sets between the ends of a range (the term "page-range-delimiter")."""
    return "-" if locale in _HYPHENATING else "–"


def punctuation_in_quote(locale: str) -> bool:
    """Whether a built-in locale sets stops inside quotation marks (`punctuation-in-quote`)."""
    return locale in _AMERICAN


def locales() -> tuple[str, ...]:
    """Every locale the processor has built in, as BCP 47 tags, sorted (pandoc 3.9)."""
    return tuple(_BUILT_IN.split())


def find_locale(name: str) -> str:
    """The built-in locale that serves the language tag `name` ("es" → "es-ES", "es_AR" → "es-MX").

    Upper and lower case, hyphen and underscore are alike. A region that has no locale of its own gets its
    language's. Raises `NotFoundError`, with near matches, where the language has none.
    """
    wanted = name.strip().replace("_", "-").casefold()
    exact = {tag.casefold(): tag for tag in locales()}
    if wanted in exact:
        return exact[wanted]
    nearer = {tag.casefold(): locale for tag, locale in _NEARER.items()}
    parts = wanted.split("-")
    for tail in parts[1:]:
        if f"{parts[0]}-{tail}" in exact:
            return exact[f"{parts[0]}-{tail}"]
        if f"{parts[0]}-{tail}" in nearer:
            return nearer[f"{parts[0]}-{tail}"]
    language = parts[0]
    if language in nearer:
        return nearer[language]
    if language in _PRIMARY:
        return _PRIMARY[language]
    for tag in locales():
        if tag.split("-")[0] == language:
            return tag
    error = not_found("locale", name, [*locales(), *_PRIMARY])
    languages = sorted({tag.split("-")[0] for tag in locales()})
    hint = error.hint or f"There are {', '.join(languages)}, with a region where it matters (es-MX)."
    raise NotFoundError(error.message, where=error.where, hint=hint)


def item_locale(item: Mapping[str, Any], main: str) -> str:
    """The locale of an item's language; `main` where it has none, or is of the same language."""
    language = str(item.get("language", ""))
    if not language or language.split("-")[0] == main.split("-")[0]:
        return main
    try:
        return find_locale(language)
    except NotFoundError:
        return main
