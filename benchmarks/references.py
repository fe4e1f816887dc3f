"""References to the bundled works as people write them: eight styles, shortened, with slips, in short forms.

Written here and not by a citation processor, so that the import is measured with texts which its own program had
no part in. `*…*` marks italics.
"""

# ruff: noqa: E501 (lines of made text are as long as they are)
from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from readinglist.items import Creator, Item
from readinglist.items.text import plain

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MESES = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reference shows of a work: its title as it was typed here, its names, its year."""

    item: Item
    title: str

    @property
    def names(self) -> tuple[Creator, ...]:
        """The creators who stand first."""
        firsts = [one for one in self.item.creators if one.creator_type not in ("translator", "recipient")]
        return tuple(firsts)

    @property
    def year(self) -> str:
        """The year, "n.d." without one."""
        return str(self.item.year) if self.item.year else "n.d."

    def get(self, *names: str) -> str:
        """The first of the item's fields that has something."""
        return next((plain(self.item.get(name)) for name in names if self.item.get(name)), "")

    @property
    def part(self) -> bool:
        """Whether it stands inside something: its title is quoted, and the container in italics."""
        return bool(self.get("publicationTitle"))


def shortened(title: str, chance: random.Random) -> str:
    """A title without its subtitle, or cut after some words; never to less than three words."""
    # Never after the "v." of a case: "United States v." names none.
    head = re.split(r"\s*(?<!\bv)[:?.]\s|\s+[–—]\s+", title)[0]
    if head != title and len(head.split()) >= 3:
        return head
    words = title.split()
    if len(words) > 6:
        return " ".join(words[: chance.randint(5, len(words) - 1)]).rstrip(",;:–—")
    return title


def slipped(text: str, chance: random.Random) -> str:
    """A text with one slip of the fingers in a long word: two letters changed about, one left out or doubled."""
    words = list(re.finditer(r"[^\W\d_]{6,}", text))
    if not words:
        return text
    word = chance.choice(words)
    at = word.start() + chance.randint(1, len(word[0]) - 3)
    kind = chance.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :] if kind == 1 else text[:at] + text[at] + text[at:]


def _initials(one: Creator) -> str:
    return " ".join(f"{part[0]}." for part in re.split(r"[\s-]+", one.first_name) if part)


def _family(one: Creator) -> str:
    return one.last_name or one.name


def _joined(parts: Sequence[str], last: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}{last}{parts[-1]}"


def _inverted(shown: Shown, last: str, *, full: bool = False, upper: bool = False, most: int = 6) -> str:
    made = []
    for one in shown.names[:most]:
        family = _family(one).upper() if upper else _family(one)
        first = one.first_name if full else _initials(one)
        made.append(f"{family}, {first}" if first else family)
    return "et al.".join([_joined(made, last) + " ", ""]) if len(shown.names) > most else _joined(made, last)


def _first_inverted(shown: Shown, last: str) -> str:
    names = shown.names
    if len(names) > 2:
        return f"{_inverted(Shown(_only(shown.item), ''), '', full=True)}, et al."
    made = [f"{_family(names[0])}, {names[0].first_name}" if names[0].first_name else _family(names[0])]
    made += [f"{one.first_name} {_family(one)}".strip() for one in names[1:]]
    return _joined(made, last)


def _only(item: Item) -> Item:
    from dataclasses import replace

    return replace(item, creators=item.creators[:1])


def _source(shown: Shown, *, pages: str = "") -> str:
    parts = []
    if shown.get("volume"):
        issue = f"({shown.get('issue')})" if shown.get("issue") else ""
        parts.append(f"{shown.get('volume')}{issue}")
    if shown.get("pages"):
        parts.append(pages + shown.get("pages").replace("-", "–"))
    return ", ".join(parts)


def _publisher(shown: Shown) -> str:
    return shown.get(
        "publisher", "institution", "university", "websiteTitle", "blogTitle", "distributor", "network"
    )


def apa(shown: Shown) -> str:
    """APA: Campbell, H. (2014). Narco-propaganda … *Latin American Perspectives*, *41*(2), 60–77."""
    names = _inverted(shown, ", & ")
    head = f"{names.rstrip('.')}." if names else ""
    year = f"({shown.year})."
    if shown.part:
        rest = (
            f"{shown.title}. *{shown.get('publicationTitle')}*"
            + (f", {_source(shown)}" if _source(shown) else "")
            + "."
        )
    else:
        publisher = _publisher(shown)
        rest = f"*{shown.title}*." + (f" {publisher}." if publisher else "")
    return " ".join(
        part
        for part in (
            (head, year, rest) if head else (rest.split(". ")[0] + ".", year, ". ".join(rest.split(". ")[1:]))
        )
        if part
    )


def mla(shown: Shown) -> str:
    """MLA: Campbell, Howard. “Narco-Propaganda …” *Latin American Perspectives*, vol. 41, no. 2, 2014, pp. 60-77."""
    head = f"{_first_inverted(shown, ', and ').rstrip('.')}. " if shown.names else ""
    if not shown.part:
        return (
            f"{head}*{shown.title}*. {', '.join(part for part in (_publisher(shown), shown.year) if part)}."
        )
    parts = [f"*{shown.get('publicationTitle')}*"]
    parts += [f"vol. {shown.get('volume')}"] if shown.get("volume") else []
    parts += [f"no. {shown.get('issue')}"] if shown.get("issue") else []
    parts += [shown.year] + ([f"pp. {shown.get('pages')}"] if shown.get("pages") else [])
    return f"{head}“{shown.title}.” {', '.join(parts)}."


def chicago(shown: Shown) -> str:
    """Chicago, author and date: Campbell, Howard. 2014. “Narco-Propaganda …” *LAP* 41 (2): 60–77."""
    head = f"{_first_inverted(shown, ', and ').rstrip('.')}. " if shown.names else ""
    if not shown.part:
        place = shown.get("place")
        made = f"{place}: {_publisher(shown)}" if place and _publisher(shown) else _publisher(shown) or place
        title = f"{shown.year}. *{shown.title}*" if head else f"*{shown.title}*. {shown.year}"
        return f"{head}{title}.{f' {made}.' if made else ''}"
    rest = f"*{shown.get('publicationTitle')}* {shown.get('volume')}".strip()
    rest += f" ({shown.get('issue')})" if shown.get("issue") else ""
    rest += f": {shown.get('pages').replace('-', '–')}" if shown.get("pages") else ""
    title = f"{shown.year}. “{shown.title}.”" if head else f"“{shown.title}.” {shown.year}."
    return f"{head}{title} {rest}."


def note(shown: Shown) -> str:
    """Chicago's notes: Howard Campbell, “Narco-Propaganda …,” *LAP* 41, no. 2 (2014): 60–77."""
    names = [f"{one.first_name} {_family(one)}".strip() for one in shown.names]
    who = f"{names[0]} et al." if len(names) > 3 else _joined(names, " and ")
    head = f"{who}, " if who else ""
    if not shown.part:
        made = ": ".join(part for part in (shown.get("place"), _publisher(shown)) if part)
        return f"{head}*{shown.title}* ({', '.join(part for part in (made, shown.year) if part)})."
    number = f", no. {shown.get('issue')}" if shown.get("issue") else ""
    pages = f": {shown.get('pages').replace('-', '–')}" if shown.get("pages") else ""
    return f"{head}“{shown.title},” *{shown.get('publicationTitle')}* {shown.get('volume')}{number} ({shown.year}){pages}."


def harvard(shown: Shown) -> str:
    """Harvard: Campbell, H. (2014) ‘Narco-propaganda …’, *LAP*, 41(2), pp. 60–77."""
    head = f"{_inverted(shown, ' and ')} " if shown.names else ""
    if not shown.part:
        made = ": ".join(part for part in (shown.get("place"), _publisher(shown)) if part)
        title = f"({shown.year}) *{shown.title}*" if head else f"*{shown.title}* ({shown.year})"
        return f"{head}{title}.{f' {made}.' if made else ''}"
    rest = _source(shown, pages="pp. ")
    title = f"({shown.year}) ‘{shown.title}’" if head else f"‘{shown.title}’ ({shown.year})"
    return f"{head}{title}, *{shown.get('publicationTitle')}*{f', {rest}' if rest else ''}."


def iso690(shown: Shown) -> str:
    """ISO 690 in Spanish: CAMPBELL, Howard, 2014. Narco-propaganda …. *LAP*, vol. 41, núm. 2, pp. 60-77."""
    head = f"{_inverted(shown, ' y ', full=True, upper=True, most=3)}, {shown.year}. " if shown.names else ""
    parts = [f"*{shown.get('publicationTitle')}*"] if shown.part else []
    parts += [f"vol. {shown.get('volume')}"] if shown.get("volume") else []
    parts += [f"núm. {shown.get('issue')}"] if shown.get("issue") else []
    parts += [f"pp. {shown.get('pages')}"] if shown.get("pages") else []
    if not shown.part:
        parts = [": ".join(one for one in (shown.get("place"), _publisher(shown)) if one)]
    title = shown.title if shown.part else f"*{shown.title}*"
    tail = "" if head else f", {shown.year}"
    return f"{head}{title}. {', '.join(part for part in parts if part)}{tail}."


def vancouver(shown: Shown) -> str:
    """Vancouver: Campbell H. Narco-propaganda … LAP. 2014;41(2):60–77."""
    names = ", ".join(
        f"{_family(one)} {_initials(one).replace('. ', '').rstrip('.')}".strip() for one in shown.names[:6]
    )
    head = f"{names}. " if names else ""
    if not shown.part:
        made = ": ".join(part for part in (shown.get("place"), _publisher(shown)) if part)
        return f"{head}{shown.title}. {made}{'; ' if made else ''}{shown.year}."
    issue = f"({shown.get('issue')})" if shown.get("issue") else ""
    rest = f";{shown.get('volume')}{issue}" if shown.get("volume") else ""
    return f"{head}{shown.title}. {shown.get('publicationTitle')}. {shown.year}{rest}{':' + shown.get('pages') if shown.get('pages') else ''}."


def spanish(shown: Shown) -> str:
    """As Spanish departments write: Campbell, Howard (2014). «Narco-propaganda …». *LAP*, 41(2): 60-77."""
    head = f"{_inverted(shown, ' y ', full=True, most=3)} ({shown.year}). " if shown.names else ""
    tail = "" if head else f" ({shown.year})"
    if not shown.part:
        made = ": ".join(part for part in (shown.get("place"), _publisher(shown)) if part)
        return f"{head}*{shown.title}*{tail}.{f' {made}.' if made else ''}"
    rest = _source(shown)
    return f"{head}«{shown.title}»{tail}. *{shown.get('publicationTitle')}*{f', {rest}' if rest else ''}."


def short_year(shown: Shown) -> str:
    """Campbell (2014); with more names, Trejo and Ley (2020) or Gibbs et al. (2019)."""
    names = [_family(one) for one in shown.names]
    who = f"{names[0]} et al." if len(names) > 2 else _joined(names, " and ")
    title = f"“{shown.title}”" if shown.part else f"*{shown.title}*"
    return f"{who} ({shown.year}), {title}" if who else f"{title} ({shown.year})"


def short_title(shown: Shown) -> str:
    """Campbell, “Narco-Propaganda”; Gehl, *Weaving the Dark Web*."""
    names = [_family(one) for one in shown.names]
    who = f"{names[0]} et al." if len(names) > 2 else _joined(names, " & ")
    title = f"“{shown.title}”" if shown.part else f"*{shown.title}*"
    return f"{who}, {title}" if who else title


STYLES: dict[str, Callable[[Shown], str]] = {
    one.__name__: one
    for one in (apa, mla, chicago, note, harvard, iso690, vancouver, spanish, short_year, short_title)
}
