"""Checks that a wheel and an sdist hold what they must: `python -m tests.packages FILE…`."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def wheel_names(path: Path) -> set[str]:
    """The names of the files in a wheel."""
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def sdist_names(path: Path) -> set[str]:
    """The names of the files in an sdist, without the folder they all stand in."""
    with tarfile.open(path) as archive:
        return {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}


def shipped(folder: str) -> set[str]:
    """The files under a folder of the checkout, relative to its top."""
    return {str(file.relative_to(ROOT)) for file in (ROOT / folder).rglob("*") if file.is_file()}


def missing(path: Path) -> list[str]:
    """What ought to be in the package and is not."""
    ours = shipped("templates") | shipped("bib")
    data = {name for name in shipped("readinglist") if "__pycache__" not in name}
    if path.suffix == ".whl":
        return sorted(({f"readinglist/{name}" for name in ours} | data) - wheel_names(path))
    tests = {name for name in shipped("tests") if name.endswith(".py")}
    return sorted((ours | data | tests) - sdist_names(path))


def main() -> int:
    """Name what is missing in each package given; exit code 1 when there is anything."""
    bad = 0
    for name in sys.argv[1:]:
        lost = missing(Path(name))
        bad += len(lost)
        sys.stdout.write(f"{Path(name).name}: {'complete' if not lost else 'lacks ' + ', '.join(lost)}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
