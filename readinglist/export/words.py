"""The words that lists are made of, in the reader's language: gettext catalogues, dates, numbers, durations.

English is the language of the source. Other languages live in `readinglist/locale/<language>/LC_MESSAGES/
readinglist.po` and are read as they are, so that a new or mended translation is one text file.
"""

from __future__ import annotations

import datetime
import gettext
import io
import re
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal

from readinglist.errors import CitationError
from readinglist.resources import package_file

DOMAIN = "readinglist"
NO_BREAK_SPACE = "\u00a0"

# Countries that print on US Letter, from CLDR's measurementData (paperSize "US-Letter").
_LETTER = frozenset(("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"))
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def languages() -> tuple[str, ...]:
    """The languages in which lists can be worded ("en", "es" …)."""
    folder = package_file("locale")
    found = {path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")}
    return tuple(sorted(found | {"en"}))


def read_locale(tag: str) -> Locale:
    """The locale of a BCP 47 tag ("es-MX", "en"). Raises `CitationError` for one that nobody knows."""
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError, TypeError) as error:
        raise CitationError(
            f"there is no locale '{tag}'",
            hint="A locale is a language and a country, such as en-US, en-GB, es-MX or es-ES.",
        ) from error


def translations(locale: str) -> gettext.NullTranslations:
    """The catalogue for a locale's language; the untranslated English words where there is none."""
    return _catalogue(read_locale(locale).language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = package_file("locale", language, "LC_MESSAGES", f"{DOMAIN}.po")
    if not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalog = read_po(file, locale=language, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Words:
    """Messages, dates, numbers and durations of one locale. `messages` is its gettext catalogue."""

    locale: Locale
    messages: gettext.NullTranslations

    def __reduce__(self) -> tuple[object, ...]:
        """Words are made anew from their locale where they are sent to another process."""
        return words_for, (self.tag,)

    def language_name(self, tag: str) -> str:
        """A language's name, "es" → "Spanish"; the text itself where it is no tag of a known language."""
        try:
            return read_locale(tag).get_display_name(self.locale) or tag
        except CitationError:
            return tag

    @property
    def tag(self) -> str:
        """The locale as a BCP 47 tag: "es-MX"."""
        return str(self.locale).replace("_", "-")

    @property
    def spoken(self) -> bool:
        """Whether there is a catalogue for this language."""
        return self.locale.language in languages()

    def gettext(self, message: str) -> str:
        """The translation of a message."""
        return self.messages.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        """The translation of a message that means different things in different places."""
        return self.messages.pgettext(context, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The translation of a message that counts something; `{n}` in it becomes the number."""
        text = self.messages.ngettext(singular, plural, number)
        return text.format(n=self.number(number))

    def number(self, value: int) -> str:
        """A number as the locale writes it."""
        return format_decimal(value, locale=self.locale)

    def date(self, day: datetime.date) -> str:
        """A whole date: "February 8, 2027", "8 de febrero de 2027"."""
        return format_date(day, "long", locale=self.locale)

    def day(self, day: datetime.date) -> str:
        """A date without its year: "February 8", "8 de febrero"."""
        return format_skeleton("MMMMd", day, locale=self.locale)

    def weekdays(self, names: tuple[str, ...]) -> str:
        """Weekdays in a row: "Monday and Wednesday"; `names` are English ones in lower case."""
        days = get_day_names("wide", "stand-alone", locale=self.locale)
        return self.enumeration(tuple(days[_WEEKDAYS.index(name)] for name in names))

    def enumeration(self, parts: tuple[str, ...]) -> str:
        """Things in a row: "a, b, and c", "a, b y c"."""
        return format_list(parts, locale=self.locale)

    def duration(self, minutes: int) -> str:
        """A rough time, with no-break spaces: "4 h 30 min", "45 min"."""
        minutes = rounded(minutes)
        hours, rest = divmod(minutes, 60)
        parts = []
        if hours:
            parts.append(self.pgettext("duration", "{n} h").format(n=self.number(hours)))
        if rest or not hours:
            parts.append(self.pgettext("duration", "{n} min").format(n=self.number(rest)))
        return NO_BREAK_SPACE.join(parts).replace(" ", NO_BREAK_SPACE)


def words_for(locale: str) -> Words:
    """The words of a locale. Raises `CitationError` for a locale that nobody knows."""
    return Words(read_locale(locale), translations(locale))


def readings_heading(locale: str) -> str:
    """What a section is called that has no other name: "Readings", "Lecturas"; in English where the locale
    is none that anybody knows."""
    try:
        return words_for(locale).gettext("Readings")
    except CitationError:
        return "Readings"


def page_words(words: Words) -> tuple[str, ...]:
    """The parts of "4 of 11" in the language's order; "page" and "pages" stand for the two numbers."""
    text = words.pgettext("page number", "{page} of {pages}")
    return tuple(part for part in re.split(r"\{(pages?)\}", text) if part)


def rounded(minutes: int) -> int:
    """An estimate as one would say it: to 5 minutes below an hour, to 10 above, never 0."""
    step = 5 if minutes < 60 else 10
    return max(step, (minutes + step // 2) // step * step)


def paper_for(locale: Locale) -> str:
    """ "letter" or "a4", by the custom of the locale's country, or of its language's likeliest country."""
    territory = locale.territory
    if not territory:
        likely = Locale.parse(locale.language, sep="-", resolve_likely_subtags=True)
        from babel.core import get_global

        subtags = get_global("likely_subtags").get(locale.language, "")
        territory = subtags.split("_")[-1] if subtags else likely.territory
    return "letter" if territory in _LETTER else "a4"
