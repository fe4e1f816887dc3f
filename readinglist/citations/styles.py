"""Finding a CSL style by id, title, everyday name or path, and searching all of them."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from readinglist.citations.csl import load_csl, name, parent_id
from readinglist.citations.index import Kind, StyleInfo, load_index, load_info, load_renamed, styles_folder
from readinglist.errors import CitationError, NotFoundError, not_found

__all__ = ["ALIASES", "StyleFile", "StyleInfo", "find_style", "load_styles", "search_styles"]

ALIASES: Mapping[str, str] = {
    "abnt": "associacao-brasileira-de-normas-tecnicas",
    "acs": "american-chemical-society",
    "aip": "american-institute-of-physics",
    "ama": "american-medical-association",
    "apa 7": "apa",
    "apa 7th": "apa",
    "apa 6": "apa-6th-edition",
    "apsa": "american-political-science-association",
    "asa": "american-sociological-association",
    "bluebook": "bluebook-law-review",
    "chicago": "chicago-author-date",
    "chicago author date": "chicago-author-date",
    "chicago full note": "chicago-notes-bibliography",
    "chicago note": "chicago-notes-bibliography",
    "chicago notes": "chicago-notes-bibliography",
    "chicago notes and bibliography": "chicago-notes-bibliography",
    "cite them right": "harvard-cite-them-right",
    "gost": "gost-r-7-0-5-2008",
    "harvard": "harvard-cite-them-right",
    "iso 690": "iso690-author-date-en",
    "iso 690 es": "iso690-author-date-es",
    "iso 690 author date": "iso690-author-date-en",
    "iso 690 numeric": "iso690-numeric-en",
    "mhra": "mhra-notes",
    "mla": "modern-language-association",
    "mla 9": "modern-language-association",
    "nlm": "nlm-citation-sequence",
    "turabian": "chicago-notes-bibliography",
    "turabian author date": "chicago-author-date",
    "vancouver": "nlm-citation-sequence",
}
"""What people call the best-known styles; written without hyphens, in lower case."""


@dataclass(frozen=True, slots=True)
class StyleFile:
    """A style ready for use: its own id and title, and the file that formats (a dependent style's parent's).

    `locale` is the locale the style is made for, "" where it follows the document's. `parent` is the id of
    the formatting style where that is another one, else "".
    """

    id: str
    title: str
    path: Path
    kind: Kind = ""
    parent: str = ""
    locale: str = ""


def find_style(text: str, *, cache: Path | None = None) -> StyleFile:
    """The style that `text` names: an id, a title or short title, an everyday name ("chicago notes"), a path.

    Anything with a path separator, or ending in `.csl`, is a path of one's own. A dependent style is followed
    to its parent. `cache` is a folder to keep the index of all styles in. Raises `NotFoundError`, with near
    matches, for a name that no style has, `CitationError` for a file that is no usable style.
    """
    wanted = text.strip()
    if not wanted:
        raise CitationError("no style is named", hint="`readinglist styles` lists the styles that ship.")
    if wanted.casefold().endswith(".csl") or os.sep in wanted or "/" in wanted:
        if not re.match(r"https?://(www\.)?zotero\.org/styles/", wanted):
            return _own_file(Path(wanted).expanduser(), cache)
        wanted = wanted.rstrip("/").rsplit("/", 1)[-1]
    found = _by_id(wanted.casefold()) or _by_id(ALIASES.get(_words(wanted), ""))
    if found is None:
        found = _by_title(wanted, cache)
    if found is None:
        raise _unknown(wanted, cache)
    return found


def load_styles(*, cache: Path | None = None) -> tuple[StyleInfo, ...]:
    """Every style, sorted by id."""
    return tuple(load_index(cache).values())


def search_styles(text: str, *, cache: Path | None = None, count: int = 0) -> list[StyleInfo]:
    """The styles whose id or titles hold every word of `text`, best first; at most `count`, 0 for all.

    First the style that bears just this name, then independent styles, then dependent ones, shorter titles
    before longer ones. No words: every style.
    """
    words = _words(text).split()
    if not words:
        found = sorted(load_styles(cache=cache), key=lambda info: info.id)
        return found[:count] if count else found
    exact = {_words(text).replace(" ", "-"), ALIASES.get(_words(text), "")}
    hits: list[tuple[tuple[bool, bool, bool, int, str], StyleInfo]] = []
    for info in load_styles(cache=cache):
        haystack = _words(f"{info.id} {info.title} {info.short_title}")
        if all(f" {word}" in f" {haystack}" for word in words):
            starts = haystack.startswith(words[0])
            hits.append(((info.id not in exact, info.dependent, not starts, len(info.title), info.id), info))
    hits.sort(key=lambda hit: hit[0])
    found = [info for _, info in hits]
    return found[:count] if count else found


def _by_id(style_id: str) -> StyleFile | None:
    """The shipped style of that id, without reading the index."""
    if not style_id or not re.fullmatch(r"[\w.-]+", style_id):
        return None
    style_id = _file_id(style_id) or _file_id(load_renamed().get(style_id, ""))
    if not style_id:
        return None
    path = _shipped(style_id)
    info = load_info(path)
    if not info.parent:
        return StyleFile(info.id, info.title, path, info.kind, "", info.locale)
    parent_path = _shipped(_file_id(info.parent) or _file_id(load_renamed().get(info.parent, "")))
    if not parent_path.is_file():
        raise CitationError(
            f"the style '{style_id}' stands for '{info.parent}', which is not there", where=str(path)
        )
    parent = load_info(parent_path)
    return StyleFile(
        info.id, info.title, parent_path, info.kind or parent.kind, parent.id, info.locale or parent.locale
    )


def _file_id(style_id: str) -> str:
    return style_id if style_id and _shipped(style_id).is_file() else ""


def _shipped(style_id: str) -> Path:
    independent = styles_folder() / f"{style_id}.csl"
    return independent if independent.is_file() else styles_folder() / "dependent" / f"{style_id}.csl"


def _by_title(text: str, cache: Path | None) -> StyleFile | None:
    wanted = _words(text)
    if not wanted:
        return None
    hits = []
    for info in load_styles(cache=cache):
        names = (_words(info.id), _words(info.title), _words(info.short_title))
        if wanted in names:
            hits.append((info.dependent, names.index(wanted), info.id))
    return _by_id(min(hits)[2]) if hits else None


def _own_file(path: Path, cache: Path | None) -> StyleFile:
    if not path.is_file():
        raise CitationError(
            "there is no such style file",
            where=str(path),
            hint="`readinglist styles` lists the styles that ship.",
        )
    root = load_csl(path)
    info = load_info(path)
    parent = parent_id(root)
    if parent is None:
        kind: Kind = info.kind or ("note" if root.get("class") == "note" else "")
        return StyleFile(str(path), info.title, path, kind, "", root.get("default-locale", ""))
    shipped = _by_id(parent)
    if shipped is None:
        raise CitationError(
            f"the style stands for '{parent}', which does not ship",
            where=f"{path}: {name('link').rsplit('}')[-1]}",
            hint="Use the file of that independent style instead.",
        )
    own_locale = root.get("default-locale", "") or shipped.locale
    return StyleFile(str(path), info.title, shipped.path, shipped.kind, shipped.id, own_locale)


def _unknown(text: str, cache: Path | None) -> NotFoundError:
    from rapidfuzz import fuzz, process

    wanted = _words(text)
    names: dict[str, str] = {_words(info.id): info.id for info in load_styles(cache=cache)}
    for alias in ALIASES:
        names.setdefault(alias, alias)
    for info in load_styles(cache=cache):
        if not info.dependent and info.short_title:
            names.setdefault(_words(info.short_title), info.id)
    close = process.extract(wanted, names.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=60)
    near = _unique(names[hit[0]] for hit in close) or [
        info.id for info in search_styles(text, cache=cache, count=3)
    ]
    error = not_found("style", text, near, listing="readinglist styles")
    if near and not error.hint.startswith("Did you mean"):
        error.hint = "Did you mean " + " or ".join(f"'{one}'" for one in near[:3]) + "?"
    return error


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _words(text: str) -> str:
    """`text` in lower case without accents, its words separated by single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))
