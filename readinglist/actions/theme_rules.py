"""A proposed rule change carried out: written into `themes.toml`, themes and `bib/` brought up to date."""

from __future__ import annotations

from readinglist.actions.local import open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.sync import organise
from readinglist.themes.proposals import Proposal
from readinglist.themes.ruleedit import move_term
from readinglist.themes.tomltext import load_source, save_source
from readinglist.workspace import Workspace


def apply_proposal(workspace: Workspace, proposal: Proposal) -> None:
    """Write the change into the file. Raises `ThemeError` where it has to be made by hand."""
    path = workspace.themes_file
    text = load_source(path)
    new = move_term(
        text,
        proposal.theme,
        proposal.term,
        proposal.old,
        proposal.new,
        proposal.reading,
        where=str(path),
    )
    save_source(path, new)


def organise_anew(workspace: Workspace, progress: Progress = silent) -> None:
    """Assign themes after the file was changed and rewrite in `bib/` what changed."""
    with open_local(workspace) as library:
        organise(workspace, library, progress)
