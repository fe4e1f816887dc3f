"""Where the files that ship with the program lie: in the installed package, or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped_folder(name: str) -> Path:
    """The folder `templates` or `bib` that ships: in the installed package, else at the checkout's top."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def package_file(*parts: str) -> Path:
    """The path of a data file inside the package, as `package_file("demo", "data", "themes.toml")`."""
    return _PACKAGE.joinpath(*parts)
