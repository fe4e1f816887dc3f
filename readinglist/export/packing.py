"""Zip files that are the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable


def pack(files: Iterable[tuple[str, bytes]], *, first_stored: bool = False) -> bytes:
    """A zip of these files in this order, dated as early as a zip can be.

    `first_stored` leaves the first file uncompressed, as EPUB and OpenDocument want their `mimetype`.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, (name, content) in enumerate(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            stored = first_stored and not number
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def identifier(*parts: str) -> str:
    """A name for something that stays while its parts stay: letters and digits, fit for an XML id."""
    import hashlib

    return "i" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def uuid_urn(*parts: str) -> str:
    """The same as a `urn:uuid:` (RFC 9562, version 5)."""
    import uuid

    return uuid.uuid5(uuid.NAMESPACE_URL, "\x1f".join(("readinglist", *parts))).urn
