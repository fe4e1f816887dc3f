"""Guards in text on its way into pandoc: numbers, titles and venues come out as from citeproc-js.

Each stands for a difference that was measured (`benchmarks/citeproc`). The guards are private-use characters
and "nocase" spans, which `markup.unguard` or pandoc takes out again.
"""

from __future__ import annotations

import re

from readinglist.citations.markup import AND, COMMA, HYPHEN, LETTER, MARK, SPACE, STOP

_CHUNK = r"[^\W\d_]{0,3}\d+(?:/\d+)*[^\W\d_]{0,3}"
_NUMERIC = re.compile(rf"{_CHUNK}(?:\s*[,&–-]\s*{_CHUNK})*")
_SEVERAL = re.compile(rf"{_CHUNK}(?:\s*[,&–-]\s*{_CHUNK})+")
_ROMAN = re.compile(r"(?:[ivxlc]+|\d+)(?:\s*[,&–-]\s*(?:[ivxlc]+|\d+))*")
_WITH_PART = re.compile(r"\d+,? (?:part|pt|book|bk|parte|libro)\b\.?.*", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ONE_NUMBER = str.maketrans({"-": HYPHEN, ",": COMMA, "&": AND})
# What Zotero's processor leaves small in title case besides pandoc's own words (CSL 1.0.2 names only a few):
# the prepositions that headline style sets small whatever their length (MLA Handbook, "Capitalization and
# Punctuation", by libguides.pvcc.edu/citationstyles/mla9-capitalization).
_SMALL = """
    about above across after against al along alongside amid amidst among amongst around as aside astride
    athwart atop barring before behind below beneath beside besides between beyond circa despite during et
    except given inside lest like minus modulo near next notwithstanding off out past per plus pro qua sans
    since than through throughout till toward towards under underneath until upon versus vis-à-vis within
    without
"""
_SMALL_WORD = re.compile(rf"(?<=[^?!:.] )({'|'.join(_SMALL.split())})(?= )")
# No words of a headline: tags that are text ("<strong> ideas", a series), account names, hashtags, TeX
# commands, Greek letters ("β-blocker"), "et al."
_NO_WORD = re.compile(
    rf"<{MARK}/?[A-Za-z]+"
    r"|(?<![\w@#/])[@#][\w.]*\w|\\[A-Za-z]+|(?<![^\W\d_])[α-ω](?![^\W\d_])|\bet (?:al|ux|vir)\."
)
# A dash after a sentence's end, and the "e" of "e-mail", which is no Italian "and".
_BEGINS = re.compile(r"(?<=[?!:.] [—–] )([^\W\d_]+)(?=\s)|\b([eoy])(?=-[^\W\d_])")
# "rock 'n' roll", "the '90s": apostrophes that would be taken for quotation marks.
_APOSTROPHES = re.compile(r"(?<=\s)['‘]([nN])['’](?=\s)|(?<![\w'‘])['‘](?=\d\d(?:s\b|\s|$))")
_KEPT = re.compile(r'(<span class="nocase">.*?</span>)')
_NO_CASE = r'<span class="nocase">\g<0></span>'
_AFTER_QUOTE = re.compile(r"(?<=[”’»])(?=[.,])")
_INNER_STOP = re.compile(r"(?<=\w)\.(?=[a-zà-ÿ])")


def is_numeric(text: str, *, pages: bool = False) -> bool:
    """Whether a number's text is numeric: figures, maybe with letters, alone or as a range or enumeration.

    As CSL 1.0.2 ("Choose", `is-numeric`), and "6/2018" and "3, Part A" too. Small Roman numerals count as
    `pages`.
    """
    if pages and _ROMAN.fullmatch(text):
        return True
    return (_NUMERIC.fullmatch(text) or _WITH_PART.fullmatch(text)) is not None


def guard_number(text: str) -> str:
    """A number's text with its blanks hidden unless it holds several numbers.

    pandoc sets a plural label before anything with a blank, a comma or a hyphen in it ("nos. 3 Suppl.",
    "Nos. 9,876,543", "Nos. US-2015"). In a compound ("2009-08-002") the hyphens are hidden too, as pandoc
    would take out the noughts.
    """
    text = _THOUSANDS.sub(COMMA, text)
    if _SEVERAL.fullmatch(text):
        return text.replace("-", HYPHEN) if text.count("-") > 1 else text
    if "<" in text:
        return text
    numeric = _NUMERIC.fullmatch(text)
    text = text.replace(" ", SPACE)
    return text if numeric else text.translate(_ONE_NUMBER)


def guard_pages(text: str) -> str:
    """Pages with their blanks hidden unless they are several; "xii-xv" is several."""
    if "<" in text or _SEVERAL.fullmatch(text):
        return text
    return text.replace(" ", SPACE)


def guard_title(text: str) -> str:
    """A title that keeps its prepositions small and its punctuation where it was typed.

    A comma or full stop typed after a quotation mark is not moved into it; a final "?" or "!" may be followed
    by a comma but not by a full stop (the comma: "This question, What is dark energy?, has been …" in the
    Chicago Manual's Q&A, Quotations, faq0094).
    """
    text = _APOSTROPHES.sub(lambda found: f"’{found[1]}’" if found[1] else "’", text)
    for pattern, new in (
        (_BEGINS, rf"\g<0>{LETTER}"),
        (_NO_WORD, _NO_CASE),
        (_SMALL_WORD, _NO_CASE),
    ):
        parts = _KEPT.split(text)
        parts[::2] = [pattern.sub(new, part) for part in parts[::2]]
        text = "".join(parts)
    text = _AFTER_QUOTE.sub(MARK, text)
    return text + MARK if text.endswith(("?", "!")) else text


def guard_venue(text: str) -> str:
    """A journal's or site's name, the stops in "example.com" hidden from styles that strip full stops."""
    return _INNER_STOP.sub(STOP, text)
