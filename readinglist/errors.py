"""The errors a user can meet: one family, each saying what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable


class ReadinglistError(Exception):
    """Base of everything that goes wrong in a way that its user can understand and mend.

    `message` says what is wrong, `where` names the place (a file, `file:line`, `file:line: key`, an
    address), `hint` says what to do next. `exit_code` is the process's exit status: 1 for an error in
    data, settings or surroundings, 2 for a command used wrongly.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n{self.hint}" if self.hint else text


class UsageError(ReadinglistError):
    """The command was called with options that do not fit together."""

    exit_code = 2


class WorkspaceError(ReadinglistError):
    """The folder is no workspace, or cannot be read or written."""


class ConfigError(ReadinglistError):
    """`readinglist.toml` is broken or holds something it should not."""


class NotFoundError(ReadinglistError):
    """A list, theme, citation key, style, collection … that was named is not there."""


class RemoteError(ReadinglistError):
    """The Zotero server could not be reached or answered something unexpected."""


class AccessError(RemoteError):
    """The Zotero server refuses: wrong or missing key, private library, missing rights."""


class LibraryError(ReadinglistError):
    """The local copy cannot be read or written."""


class FormatError(ReadinglistError):
    """A file in a bibliographic format could not be understood."""


class ListError(ReadinglistError):
    """A reading list's file is broken, or cites what is not there."""


class ThemeError(ReadinglistError):
    """`themes.toml` is broken: vocabulary, rules or decisions."""


class CitationError(ReadinglistError):
    """A style or locale is unusable, or the citation processor failed."""


class ExportError(ReadinglistError):
    """An export could not be made or written."""


def not_found(
    kind: str, name: str, known: Iterable[str], *, where: str = "", listing: str = ""
) -> NotFoundError:
    """A `NotFoundError` for `name` with up to three near matches out of `known`.

    `kind` is the word for what was sought ("list", "theme", …), `listing` the command that lists all
    of them (`readinglist themes`), shown when nothing is near.
    """
    near = near_matches(name, known)
    if near:
        hint = "Did you mean " + " or ".join(f"'{one}'" for one in near) + "?"
    elif listing:
        hint = f"`{listing}` lists what there is."
    else:
        hint = ""
    return NotFoundError(f"there is no {kind} '{name}'", where=where, hint=hint)


def near_matches(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` of the `known` words that look most like `name`, best first."""
    import difflib

    by_folded: dict[str, str] = {}
    for word in known:
        by_folded.setdefault(word.casefold(), word)
    close = difflib.get_close_matches(name.casefold(), by_folded, n=count, cutoff=0.6)
    return [by_folded[word] for word in close]
