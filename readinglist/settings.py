"""`readinglist.toml`: its settings, their defaults and checks. `default.toml` beside this documents each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from readinglist.errors import ConfigError, near_matches
from readinglist.export.colours import LEAST, contrast, normal_colour, readable
from readinglist.export.looks import DARK_PAPER, DEFAULT, Brand
from readinglist.tomlfile import TomlFile, load_toml

WEB_API = "https://api.zotero.org"
LOCAL_API = "http://localhost:23119/api"
BUNDLED = "bundled"
LOCAL = "local"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Source(_Table):
    """One Zotero library: `type` and `id` name it, `collections` narrow it, `endpoint` serves it."""

    name: str = Field("library", min_length=1, max_length=100)
    type: Literal["group", "user"] = "user"
    id: int = Field(0, ge=0)
    collections: tuple[str, ...] = ()
    endpoint: str = WEB_API
    fulltext: bool = False
    key_file: str = ""

    @field_validator("endpoint")
    @classmethod
    def _known_endpoint(cls, value: str) -> str:
        if value in (BUNDLED, LOCAL) or value.startswith(("http://", "https://")):
            return value.rstrip("/")
        raise ValueError('expected an address that starts with https:// or http://, "local" or "bundled"')

    @property
    def path(self) -> str:
        """The library as Zotero's addresses name it: "groups/4420117", "users/1"."""
        return f"{self.type}s/{self.id}"


class ImportanceSettings(_Table):
    """What importances are called in the lists of this folder: in a language or locale ("es", "es-MX"), in
    lists of an institution, or, where these say nothing, in all."""

    locale: str = ""
    institution: str = ""
    essential: str = ""
    recommended: str = ""
    further: str = ""

    @property
    def labels(self) -> dict[Literal["essential", "recommended", "further"], str]:
        """The labels that are given."""
        found: dict[Literal["essential", "recommended", "further"], str] = {
            "essential": self.essential, "recommended": self.recommended, "further": self.further
        }  # fmt: skip
        return {one: label for one, label in found.items() if label}


class ListSettings(_Table):
    """How lists look unless they say otherwise."""

    style: str = "apa"
    locale: str = "en-US"
    to: tuple[str, ...] = ("html", "md", "docx", "pdf")
    paper: Literal["auto", "a4", "letter"] = "auto"
    importance_labels: tuple[ImportanceSettings, ...] = ()
    look: str = Field(DEFAULT, min_length=1)
    template_seconds: float = Field(20, gt=0, le=3600)

    def labels_for(
        self, locale: str, institution: str
    ) -> dict[Literal["essential", "recommended", "further"], str]:
        """The labels for a list of an institution in a locale; the more particular ones win."""
        language = locale.partition("-")[0]
        fitting = [
            one
            for one in self.importance_labels
            if one.locale.casefold() in ("", language.casefold(), locale.casefold())
            and (not one.institution or one.institution.casefold() == institution.casefold())
        ]
        found: dict[Literal["essential", "recommended", "further"], str] = {}
        for one in sorted(fitting, key=lambda one: (bool(one.institution), len(one.locale))):
            found |= one.labels
        return found


LinkKind = Literal[
    "doi", "url", "open", "archived", "proxy", "permalink", "copy", "resolver", "catalogue", "zotero"
]


class LinkSettings(_Table):
    """A library's links, and which links are shown: see `export.linking`."""

    proxy: str = ""
    resolver: str = ""
    resolver_format: str = "{resolver}?{openurl}"
    catalogue: str = ""
    show: tuple[LinkKind, ...] = (
        "doi", "url", "open", "archived", "proxy", "permalink", "copy", "resolver", "catalogue"
    )  # fmt: skip
    targets: dict[str, tuple[LinkKind, ...]] = Field(default_factory=dict)

    @field_validator("proxy", "resolver", "catalogue")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("expected an address that starts with https:// or http://")
        return value

    @field_validator("catalogue")
    @classmethod
    def _has_isbn(cls, value: str) -> str:
        if value and "{isbn}" not in value:
            raise ValueError("expected {isbn} where the number goes")
        return value

    @field_validator("resolver_format")
    @classmethod
    def _has_openurl(cls, value: str) -> str:
        if "{openurl}" not in value:
            raise ValueError("expected {openurl} where the description of the work goes")
        return value


_FAMILY = re.compile(r"[\w][\w .-]{0,59}")


class DepartmentSettings(_Table):
    """What the look `department` is made with; "" leaves it to the look. See `export.looks`."""

    name: str = Field("", max_length=120)
    logo: str = ""
    logo_alt: str = Field("", max_length=300)
    accent: str = ""
    accent_dark: str = ""
    ink: str = ""
    quiet: str = ""
    text_font: str = ""
    label_font: str = ""

    @field_validator("logo")
    @classmethod
    def _logo_inside_the_workspace(cls, value: str) -> str:
        if value and (Path(value).is_absolute() or ".." in Path(value).parts):
            raise ValueError("expected the name of a picture inside this folder")
        return value

    @field_validator("accent", "ink", "quiet")
    @classmethod
    def _read_on_paper(cls, value: str) -> str:
        return _readable(value, "#ffffff", "white paper", "darker")

    @field_validator("accent_dark")
    @classmethod
    def _read_on_dark(cls, value: str) -> str:
        return _readable(value, DARK_PAPER, f"a dark screen ({DARK_PAPER})", "lighter")

    @field_validator("text_font", "label_font")
    @classmethod
    def _a_family(cls, value: str) -> str:
        if value and not _FAMILY.fullmatch(value):
            raise ValueError("expected the name of one font family, such as Source Serif 4")
        return value

    @property
    def brand(self) -> Brand:
        """The brand without its logo."""
        said = {key: getattr(self, key) for key in ("accent", "ink", "quiet") if getattr(self, key)}
        return Brand(
            name=self.name,
            accent_dark=self.accent_dark,
            text_font=self.text_font,
            label_font=self.label_font,
            alt=self.logo_alt,
            **said,
        )


def _readable(value: str, ground: str, on: str, way: str) -> str:
    if not value:
        return value
    colour = normal_colour(value)
    if contrast(colour, ground) < LEAST:
        raise ValueError(
            f"the contrast of {colour} on {on} is {int(contrast(colour, ground) * 100) / 100}:1, and text "
            f"needs {LEAST}:1; a {way} tone of it that has enough is {readable(colour, ground)}"
        )
    return colour


class ThemeSettings(_Table):
    """Where the theme vocabulary is."""

    file: str = "themes.toml"

    @field_validator("file")
    @classmethod
    def _inside_the_workspace(cls, value: str) -> str:
        if not value or Path(value).is_absolute() or ".." in Path(value).parts:
            raise ValueError("expected the name of a file inside this folder")
        return value


class Settings(_Table):
    """All of `readinglist.toml`."""

    source: tuple[Source, ...] = Field(min_length=1)
    lists: ListSettings = ListSettings()
    themes: ThemeSettings = ThemeSettings()
    links: LinkSettings = LinkSettings()
    department: DepartmentSettings = DepartmentSettings()
    targets: dict[str, dict[str, str | int | bool]] = Field(default_factory=dict)

    @field_validator("source")
    @classmethod
    def _names_differ(cls, value: tuple[Source, ...]) -> tuple[Source, ...]:
        for what in ("name", "path"):
            seen = [getattr(one, what) for one in value]
            twice = sorted({one for one in seen if seen.count(one) > 1})
            if twice:
                raise ValueError(f"two [[source]] tables with the {what} '{twice[0]}'")
        return value


def load_settings(path: Path) -> Settings:
    """Read and check `readinglist.toml`.

    Raises `ConfigError` naming file, line and key: broken TOML, an unknown key (with near matches), a value
    of the wrong kind.
    """
    file = load_toml(path, ConfigError)
    try:
        return Settings.model_validate(dict(file.data))
    except ValidationError as error:
        raise _config_error(file, error) from None


def _config_error(file: TomlFile, error: ValidationError) -> ConfigError:
    first = error.errors(include_url=False, include_input=True)[0]
    keys = tuple(key for key in first["loc"] if isinstance(key, str | int))
    where = file.where(*keys)
    if first["type"] == "extra_forbidden":
        near = near_matches(str(keys[-1]), _known_keys(keys[:-1]), 1)
        hint = f"Did you mean '{near[0]}'?" if near else "Known here: " + ", ".join(_known_keys(keys[:-1]))
        return ConfigError(f"unknown setting '{keys[-1]}'", where=where, hint=hint)
    if first["type"] == "missing" and keys == ("source",):
        return ConfigError(
            "no [[source]] table: where is the library?",
            where=str(file.path),
            hint="`readinglist init` in another folder shows what one looks like.",
        )
    message = first["msg"].removeprefix("Value error, ")
    given = first.get("input")
    shown = f" (it is {given!r})" if isinstance(given, str | int | float | bool) else ""
    return ConfigError(f"{message[:1].lower()}{message[1:]}{shown}", where=where)


def _known_keys(keys: tuple[Any, ...]) -> list[str]:
    tables: dict[str, type[BaseModel]] = {
        "source": Source, "lists": ListSettings, "themes": ThemeSettings, "links": LinkSettings,
        "department": DepartmentSettings,
    }  # fmt: skip
    names = [key for key in keys if isinstance(key, str)]
    if names == ["lists", "importance_labels"]:
        return list(ImportanceSettings.model_fields)
    return list((tables.get(names[0], Settings) if names else Settings).model_fields)
