"""Looks: how the same list is dressed. A look is a folder `looks/NAME` beside the templates.

It holds any of the files that the templates take in (`look.css`, `epub-look.css`, `look-values.typ.j2`,
`look.typ.j2`, `letterhead.*`), a `reference.docx` and `reference.odt` of its own, and `look.toml`, which
describes it and may name the look that it builds on. A workspace's own folder stands over the one that ships.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from readinglist.errors import ConfigError, ExportError, not_found
from readinglist.export.colours import readable
from readinglist.resources import shipped_folder
from readinglist.tomlfile import load_toml

LOOKS = "looks"
DEFAULT = "classic"
DARK_PAPER = "#16181b"
MOST_LOGO_BYTES = 2 * 1024 * 1024
_DEEPEST = 5
_UNSAFE_SVG = (b"<script", b"<!entity", b"<foreignobject", b"javascript:")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture to stand at the head of a list: its bytes, `kind` as a file's ending, and where a document
    must be told it, its `height` as CSS writes it."""

    content: bytes
    kind: str
    height: str = ""

    @property
    def media_type(self) -> str:
        """ "image/png" and the like."""
        return {"svg": "image/svg+xml", "jpg": "image/jpeg"}.get(self.kind, "image/png")

    @property
    def data_uri(self) -> str:
        """The whole picture as an address, to stand inside a file."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"

    @property
    def file(self) -> str:
        """The name under which documents of several files hold it."""
        return f"logo.{self.kind}"


@dataclass(frozen=True, slots=True)
class Brand:
    """What a department's look is made with: `[department]` in the settings.

    Colours are `#rrggbb`; `accent_dark` is for dark screens. `text_font` and `label_font` are families, ""
    for the look's own. `name` stands in the letterhead ("" for the list's institution), `alt` says what the
    logo shows.
    """

    name: str = ""
    accent: str = "#1f4e79"
    accent_dark: str = ""
    ink: str = "#1b1d20"
    quiet: str = "#555b63"
    text_font: str = ""
    label_font: str = ""
    logo: Logo | None = None
    alt: str = ""

    @property
    def accent_on_dark(self) -> str:
        """The accent for dark screens: the one given, else a tone of `accent` that can be read there."""
        return self.accent_dark or readable(self.accent, DARK_PAPER, 6)


@dataclass(frozen=True, slots=True)
class Look:
    """A look: its name, what it is for, its folders (own ones first) and the department's brand.

    `branded` says whether it is made with a brand at all (`brand = true` in its `look.toml`).
    """

    name: str = DEFAULT
    description: str = ""
    folders: tuple[Path, ...] = ()
    branded: bool = False
    brand: Brand = field(default_factory=Brand)


CLASSIC = Look()


def look_names(own: Path | None) -> tuple[str, ...]:
    """All looks, those of the workspace's templates folder `own` among them; sorted."""
    found = {
        folder.name
        for above in _above(own)
        if above.is_dir()
        for folder in above.iterdir()
        if folder.is_dir() and not folder.name.startswith(".")
    }
    return tuple(sorted(found))


def load_look(name: str, own: Path | None, *, where: str = "") -> Look:
    """The look of this name, with no brand as yet. `where` says who asked for it.

    Raises `NotFoundError` with near matches, `ExportError` for a broken `look.toml`.
    """
    folders: list[Path] = []
    description = ""
    branded = False
    wanted = name
    for _ in range(_DEEPEST):
        facts, here = _load_folder(wanted, own, where)
        folders += here
        description = description or str(facts.get("description", ""))
        branded = branded or facts.get("brand") is True
        wanted = str(facts.get("base", ""))
        if not wanted:
            return Look(name, description, tuple(folders), branded)
    raise ExportError(f"the look '{name}' builds on itself", where=str(folders[0] / "look.toml"))


def load_logo(path: Path, *, where: str) -> Logo:
    """A logo from its file: PNG, JPEG or SVG. Raises `ConfigError`, which names the setting `where`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"the logo cannot be read: {error.strerror or error}: {path}",
            where=where,
            hint="The path is sought from the folder of readinglist.toml.",
        ) from error
    if len(content) > MOST_LOGO_BYTES:
        raise ConfigError("the logo is larger than 2 MB", where=where, hint="Save a smaller one.")
    head = content[:1024].lstrip().lower()
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Logo(content, "png")
    if content.startswith(b"\xff\xd8\xff"):
        return Logo(content, "jpg")
    if b"<svg" in head or (head.startswith(b"<?xml") and b"<svg" in content.lower()):
        bad = next((one.decode() for one in _UNSAFE_SVG if one in content.lower()), "")
        if bad:
            raise ConfigError(
                f"the logo holds '{bad}', which a picture does not need",
                where=where,
                hint="Save it as plain SVG, or as PNG.",
            )
        return Logo(content, "svg")
    raise ConfigError(f"the logo is no PNG, JPEG or SVG picture: {path}", where=where)


def _load_folder(name: str, own: Path | None, where: str) -> tuple[Mapping[str, object], list[Path]]:
    if name not in look_names(own):
        raise not_found("look", name, look_names(own), where=where, listing="readinglist templates list")
    folders = [above / name for above in _above(own) if (above / name).is_dir()]
    facts = next((folder / "look.toml" for folder in folders if (folder / "look.toml").is_file()), None)
    data: Mapping[str, object] = dict(load_toml(facts, ExportError).data) if facts is not None else {}
    return data, folders


def _above(own: Path | None) -> tuple[Path, ...]:
    shipped = shipped_folder("templates") / LOOKS
    return (own / LOOKS, shipped) if own is not None else (shipped,)
