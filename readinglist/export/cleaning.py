"""Text from Zotero, lists and styles made fit to be shown: no control characters, no unsafe addresses.

What is dropped can only hide or disturb text: C0 and C1 controls (terminal escapes start with one),
bidirectional embeddings, overrides and isolates (they can make a text read as another; CVE-2021-42574), lone
surrogates, non-characters, tag characters and byte-order marks. A text takes its direction from its letters.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

from readinglist.citations.richtext import Link, Node, Rich, Span, Text

LINE_BREAK = "\u2028"
"""Stands in a `Text` for a line break that the author asked for; every writer has its own way to set it."""

_DROPPED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\u061c\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_ESCAPE_SEQUENCE = re.compile("\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?")
_SPACES = re.compile("[ \t\r\n\u0085\u2028\u2029]+")
ADDRESS = re.compile(r"(https?://[^\s\u200b]+)")
"""A web address that a text spells out; `split` puts addresses at odd places."""

# Before a slash, full stop, comma, hyphen, tilde, underscore, question mark, number or per cent sign; before
# or after an equals sign or ampersand; never inside the "://", nor before a mark that ends the address.
_ADDRESS_BREAK = re.compile(r"(?<![/:.,])(?=[/.,~_?#%&=-][^\s])|(?<=[&=])(?=.)")
_LONGEST_URL = 4000  # Typst refuses 8,000 bytes; three bytes stand for a character that must be encoded.
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+\.[^\s@<>()\[\]\\,;:\"]+")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SCHEMES = frozenset({"http", "https", "mailto"})
_SAFE_IN_URL = "!#$%&'()*+,/:;=?@[]~-._"


def clean(text: str) -> str:
    """`text` on one line: white space folded to single spaces (no-break ones kept), nothing harmful left."""
    text = _ESCAPE_SEQUENCE.sub("", text)
    return _SPACES.sub(" ", _DROPPED.sub("", text)).strip(" ")


def clean_lines(text: str) -> str:
    """`text` with its lines kept and harmful characters gone."""
    text = _ESCAPE_SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _DROPPED.sub("", re.sub("[\u0085\u2028\u2029]", "\n", text))


def clean_rich(rich: Rich) -> Rich:
    """A citation made fit to be shown: texts cleaned (spaces at their ends kept), unsafe links unwrapped."""
    nodes: list[Node] = []
    for node in rich:
        if isinstance(node, Text):
            nodes.append(Text(_SPACES.sub(" ", _DROPPED.sub("", _ESCAPE_SEQUENCE.sub("", node.text)))))
        elif isinstance(node, Span):
            nodes.append(Span(node.style, clean_rich(node.content), clean_tag(node.lang)))
        else:
            url = safe_url(node.url)
            content = clean_rich(node.content)
            nodes.extend([Link(url, content)] if url else content)
    return tuple(nodes)


def clean_tag(tag: str) -> str:
    """A language tag that has the shape of one (RFC 5646); "" otherwise."""
    return tag if _TAG.fullmatch(tag) else ""


def safe_url(url: str) -> str:
    """`url`, percent-encoded where needed, when a reader may follow it (http, https, mailto); else ""."""
    url = clean(url)
    if len(url) > _LONGEST_URL:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or (parts.scheme.lower() != "mailto" and not parts.hostname):
        return ""
    quoted = quote(url, safe=_SAFE_IN_URL)
    return quoted if len(quoted) <= _LONGEST_URL else ""


def doi_url(doi: str) -> str:
    """The address of a DOI as people type it ("10.1000/x", "doi:10.1000/x", an address), else ""."""
    doi = clean(doi)
    found = _DOI.search(unquote(doi) if "://" in doi else doi)
    return safe_url("https://doi.org/" + quote(found[0], safe="/:;()._-")) if found else ""


def email_url(email: str) -> str:
    """The `mailto:` address of one e-mail address; "" for anything else."""
    email = clean(email)
    return safe_url(f"mailto:{email}") if _EMAIL.fullmatch(email) else ""


def orcid_url(orcid: str) -> str:
    """The address of an ORCID iD, bare or itself an address; "" for anything else."""
    found = _ORCID.search(clean(orcid))
    return f"https://orcid.org/{found[0]}" if found else ""


def mail_address(url: str) -> str:
    """An address as a reader would see it: what follows `mailto:`, other addresses whole."""
    return url.removeprefix("mailto:")


def says_address(text: str, url: str) -> bool:
    """Whether a text is the address of its link, in whichever form ("www.…", letters of any script)."""
    return same_address(text) in (same_address(url), same_address(mail_address(url)))


def same_address(url: str) -> str:
    """What two addresses have in common when they lead to the same place: to compare, not to follow."""
    text = re.sub(r"^https?://(www\.|dx\.)?", "", unquote(url).strip().lower())
    return text.partition("#")[0].rstrip("/")


def slug(text: str, fallback: str) -> str:
    """An anchor made of `text`: lower-case ASCII letters, digits and hyphens, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-") or fallback


def anchor(key: str) -> str:
    """A citation key as an anchor: what is no letter, digit, dot, underscore or hyphen becomes a hyphen."""
    return re.sub(r"[^\w.-]+", "-", key).strip("-") or "reading"


def text_direction(text: str) -> str:
    """ "rtl" when the first letter with a direction runs from right to left, else "ltr" (UAX 9, P2, P3)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def address_pieces(address: str) -> list[str]:
    """A spelt-out address in pieces between which a line may end (Chicago Manual, 17th ed., 7.46)."""
    scheme, separator, rest = address.partition("://")
    return [scheme + separator, *(piece for piece in _ADDRESS_BREAK.split(rest) if piece)]
