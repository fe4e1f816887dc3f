"""One list made into its files: its view, with citations and links, and what each target makes of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.actions.export_choices import ExportChoices
from readinglist.actions.manifest import FileRecord
from readinglist.errors import UsageError
from readinglist.workspace import Workspace

# What renders is imported where it is needed: an export of which nothing changed needs none of it.
if TYPE_CHECKING:
    from readinglist.export.linking import LinkRules
    from readinglist.export.looks import Look
    from readinglist.export.target import Paper, RenderOptions, Target
    from readinglist.export.view import ListView
    from readinglist.items import Item
    from readinglist.library import Library
    from readinglist.lists.resolve import ResolvedList

ALL_LISTS = "all-lists"
"""What the file of all lists together is called."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was rendered and not yet written: its bytes, and its name and where they come from."""

    content: bytes
    record: FileRecord


@dataclass(frozen=True, slots=True)
class ListMaker:
    """Makes the files of one list."""

    workspace: Workspace
    choices: ExportChoices
    values: Mapping[str, Mapping[str, str]]
    view: ListView
    path: Path
    look: Look

    def files(self, target: Target) -> tuple[list[MadeFile], tuple[str, ...]]:
        """A target's file with those beside it, and its warnings."""
        from readinglist.export.apart import render_target

        self._open_given(target)
        seconds = self.workspace.settings.lists.template_seconds
        rendered = render_target(target, self.options(target), self.shown(target), seconds=seconds)
        stem = self.view.name
        parts = [(f"{stem}.{rendered.extension or target.extension}", rendered.content)]
        parts += [(stem + ending, content) for ending, content in rendered.beside]
        lists = {self.path.stem: self.path.read_bytes()}
        files = [MadeFile(content, self.record(name, target, content, lists)) for name, content in parts]
        return files, rendered.warnings

    def _open_given(self, target: Target) -> None:
        """Look into the files that are given from elsewhere, so that they are known for inputs.

        A template of one's own runs in another process, and nobody hears here of what is opened there.
        """
        values = self.values[target.name]
        given = [values[option.name] for option in target.options if option.file and values.get(option.name)]
        for path in (*([self.choices.template] if self.choices.template else []), *map(Path, given)):
            with contextlib.suppress(OSError), path.open("rb"):
                pass

    def options(self, target: Target) -> RenderOptions:
        """How the target is to render."""
        from readinglist.export.target import RenderOptions

        return RenderOptions(
            template_folder=self.workspace.templates_folder,
            paper=_paper(self.choices.paper or self.workspace.settings.lists.paper),
            timestamp=self.choices.timestamp,
            template=self.choices.template,
            look=self.look,
            values=self.values[target.name],
        )

    def shown(self, target: Target) -> ListView:
        """The view with the links that this target shows."""
        from readinglist.export.arrange import with_links

        return with_links(self.view, link_rules(self.workspace).shown_in(target.name))

    def record(self, name: str, target: Target, content: bytes, lists: Mapping[str, bytes]) -> FileRecord:
        """What the manifest says of a file made of these lists, by name."""
        return FileRecord.of(
            name,
            content,
            list_name=", ".join(lists),
            list_file=b"".join(lists.values()),
            target=target.name,
            library=self.view.library,
            version=self.view.library_version,
            options=json.dumps(self.choices.said(self._told(target)), sort_keys=True),
        )

    def _told(self, target: Target) -> dict[str, str]:
        """The values of the target's options; of a file its name, for its folder differs by machine."""
        files = {option.name for option in target.options if option.file}
        values = self.values[target.name]
        return {name: Path(value).name if name in files else value for name, value in values.items()}


def together(makers: Sequence[ListMaker], target_name: str) -> MadeFile:
    """The one file of all lists."""
    from readinglist.export import load_target

    target = load_target(target_name)
    assert target.together is not None
    first = makers[0]
    content = target.together([one.shown(target) for one in makers], first.options(target)).content
    name = f"{first.choices.stem(ALL_LISTS)}.{target.extension}"
    lists = {one.path.stem: one.path.read_bytes() for one in makers}
    return MadeFile(content, first.record(name, target, content, lists))


def link_rules(workspace: Workspace) -> LinkRules:
    """How the workspace's settings make and show links. Raises `NotFoundError` for an unknown target."""
    from readinglist.export import load_target
    from readinglist.export.linking import LinkRules

    links = workspace.settings.links
    for name in links.targets:
        load_target(name)
    return LinkRules(
        proxy=links.proxy,
        resolver=links.resolver,
        resolver_format=links.resolver_format,
        catalogue=links.catalogue,
        show=tuple(links.show),
        by_target={name: tuple(kinds) for name, kinds in links.targets.items()},
    )


def view_of(
    workspace: Workspace, library: Library, resolved: ResolvedList, choices: ExportChoices
) -> tuple[ListView, list[str]]:
    """A resolved list as its readers see it, and what is to be said of its citations."""
    from readinglist.citations.processor import format_list
    from readinglist.export.compose import build_view
    from readinglist.export.view import Provenance
    from readinglist.interchange.csljson import to_csl

    whole = resolved.reading_list
    settings = workspace.settings.lists
    items = cited_items(resolved)
    tag = choices.locale or whole.locale or settings.locale
    formatted = format_list(
        [to_csl(item) for item in items],
        style=choices.style or whole.style or settings.style,
        locale=tag,
        by_language=choices.language_per_entry or whole.language_per_entry,
        cache=workspace.cache_folder,
    )
    # The list's own words win over those of the folder, in every language.
    house = settings.labels_for(tag, whole.institution)
    labels = {**whole.importance_labels, "": {**house, **whole.importance_labels.get("", {})}}
    resolved = replace(resolved, reading_list=whole.model_copy(update={"importance_labels": labels}))
    source = workspace.settings.source[0]
    state = library.state(source.path)
    provenance = Provenance(
        style=formatted.style.title,
        library=state.name or source.name,
        library_version=state.version,
        date=state.date,
    )
    view = build_view(
        resolved,
        formatted.entries,
        locale=tag,
        provenance=provenance,
        themes=_theme_labels(workspace, library, items, tag),
        links=link_rules(workspace),
        annotated=choices.annotated,
    )
    return view, list(formatted.warnings)


def cited_items(resolved: ResolvedList) -> list[Item]:
    """Every item of a list once, in the order in which the list first cites it."""
    items: dict[str, Item] = {}
    for section in resolved.sections:
        for entry in section.entries:
            for one in (entry, *entry.alternatives):
                items.setdefault(one.item.citation_key, one.item)
    return list(items.values())


def _theme_labels(
    workspace: Workspace, library: Library, items: Sequence[Item], locale: str
) -> Mapping[str, Sequence[str]]:
    from readinglist.actions.local import load_themes

    vocabulary = load_themes(workspace)
    assigned = library.themes_of(items)
    return {
        key: [vocabulary.label(theme, locale) for theme in themes if theme in vocabulary.ids]
        for key, themes in assigned.items()
    }


def _paper(name: str) -> Paper:
    papers: dict[str, Paper] = {"auto": "auto", "a4": "a4", "letter": "letter"}
    if name not in papers:
        raise UsageError(f"unknown paper '{name}'", hint="auto, a4 or letter")
    return papers[name]
