"""A document from disk as blocks, by its kind."""

from __future__ import annotations

from pathlib import Path

from readinglist.errors import FormatError, NotFoundError, WorkspaceError, near_matches
from readinglist.lists.documents.blocks import Part
from readinglist.lists.documents.pandoc_reader import FORMATS, load_pandoc

KINDS = (*FORMATS, ".pdf")


def load_document(path: Path) -> list[Part]:
    """The blocks of a .docx, .pdf, .md or .html file.

    Raises `NotFoundError` where there is no file, `FormatError` for what is of another kind, broken,
    encrypted, hostile or far too large, and `WorkspaceError` where it cannot be read.
    """
    if not path.is_file():
        raise NotFoundError("there is no such file", where=str(path))
    kind = path.suffix.casefold()
    if kind not in KINDS:
        near = near_matches(kind, KINDS, 1)
        hint = f"Known are {', '.join(KINDS)}." + (f" Did you mean {near[0]}?" if near else "")
        raise FormatError(
            f"a document of the kind '{path.suffix}' cannot be read", where=str(path), hint=hint
        )
    try:
        if kind == ".pdf":
            from readinglist.lists.documents.pdf_reader import load_pdf

            return load_pdf(path)
        return load_pandoc(path)
    except OSError as error:
        raise WorkspaceError(f"cannot read: {error.strerror or error}", where=str(path)) from error
