"""Making a reading list: empty, from themes, from a collection, from a file of references, from an old
syllabus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from readinglist.actions.editing import Change, new_path, save_new
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.references import Reference, load_references
from readinglist.errors import FormatError, UsageError, not_found
from readinglist.files import write_file
from readinglist.items import Item
from readinglist.items.text import fold, plain
from readinglist.library import Library
from readinglist.library.overview import CollectionNode
from readinglist.lists.documents.found import FoundEntry, FoundSection, FoundSyllabus
from readinglist.lists.documents.importing import find_readings
from readinglist.lists.documents.loading import load_document
from readinglist.lists.editing.scalars import Value
from readinglist.lists.schema import SCHEMA_NAME, schema_text
from readinglist.lists.writing import NewList, NewSection, list_text
from readinglist.workspace import Workspace

ORDERS = ("author", "year", "-year", "title")


@dataclass(frozen=True, slots=True)
class Made:
    """A new list: its file, how many sections and works it has, and what deserves a look, a line each."""

    change: Change
    sections: int = 0
    works: int = 0
    notes: tuple[str, ...] = ()


def new_from_template(workspace: Workspace, name: str, template: str = "", title: str = "") -> Made:
    """An empty list, or one of the templates seminar, lecture and reserve."""
    from readinglist.lists.templates import TEMPLATES, template_list

    if template and template not in TEMPLATES:
        raise not_found("template", template, TEMPLATES, listing=", ".join(TEMPLATES))
    new = template_list(template, title or _title_of(name), _locale(workspace))
    return _made(workspace, name, new, f"new list from the template {template}" if template else "new list")


def new_from_themes(
    workspace: Workspace, name: str, *, title: str = "", themes: Sequence[str] = (), order: str = "author"
) -> Made:
    """A section a theme, with its scope note as introduction. Raises `NotFoundError` for an unknown theme."""
    vocabulary = load_themes(workspace)
    for wanted in themes:
        if wanted not in vocabulary.ids:
            raise not_found("theme", wanted, vocabulary.ids, listing="readinglist themes")
    with open_local(workspace) as library:
        items = library.items()
        assigned = library.themes_of(items)
    chosen = [one for one in vocabulary.themes if not themes or one.id in themes]
    if not chosen:
        raise UsageError("the workspace has no themes", where=str(workspace.themes_file))
    sections = []
    for theme in chosen:
        found = [item for item in items if theme.id in assigned.get(item.citation_key, ())]
        if found:
            keys: dict[str, Value] = {"title": vocabulary.label(theme.id, _locale(workspace))}
            scope = vocabulary.scope(theme.id, _locale(workspace))
            if scope:
                keys["intro"] = scope
            sections.append(NewSection(keys, [item.citation_key for item in ordered(found, order)]))
    new = NewList(_head(workspace, title or _title_of(name)), sections, comment="Made from the themes.")
    return _made(workspace, name, new, "new list from themes")


def new_from_collection(
    workspace: Workspace, name: str, collection: str, *, title: str = "", order: str = "author"
) -> Made:
    """A section a collection: the one that is named (by key, name or path), then each one below it."""
    with open_local(workspace) as library:
        path = _find_collection(library, collection)
        items = library.items()
    node, above = path
    sections = [
        NewSection({"title": heading}, [item.citation_key for item in ordered(found, order)])
        for heading, key in _headings(node, above)
        if (found := [item for item in items if key in item.collections])
    ]
    new = NewList(
        _head(workspace, title or node.name), sections, comment=f"Made from the collection “{node.name}”."
    )
    return _made(workspace, name, new, f"new list from the collection {node.name}")


def new_from_file(workspace: Workspace, name: str, file: Path, kind: str, *, title: str = "") -> Made:
    """A list of the works of a .bib or .csv file that the library has; the others become texts."""
    from readinglist.export.words import readings_heading

    references = load_references(file, kind)
    with open_local(workspace) as library:
        found = _matched(library, references)
    sections: dict[str, list[Value]] = {}
    notes = []
    heading = readings_heading(_locale(workspace))
    for reference, item in found:
        entry: dict[str, Value] = dict(reference.fields)
        if item is None:
            notes.append(f"not in the library: {reference.text}")
        key: dict[str, Value] = {"cite": item.citation_key} if item else {"text": reference.text}
        entries = sections.setdefault(reference.section or heading, [])
        line: Value = {**key, **entry} if entry or item is None else item.citation_key
        if line not in entries:
            entries.append(line)
    written = [NewSection({"title": heading}, entries) for heading, entries in sections.items()]
    new = NewList(_head(workspace, title or _title_of(name)), written, comment=f"Made from {file.name}.")
    made = _made(workspace, name, new, f"new list from {file.name}")
    return replace(made, notes=tuple(notes))


def read_syllabus(workspace: Workspace, file: Path) -> FoundSyllabus:
    """What an old syllabus holds: sections, references, and the works of the library that these mean."""
    parts = load_document(file)
    with open_local(workspace) as library:
        return find_readings(parts, library.items())


def new_from_document(
    workspace: Workspace, name: str, file: Path, *, title: str = ""
) -> tuple[Made, FoundSyllabus]:
    """A list from an old syllabus. A reference that means no work for certain becomes a text, never a
    guess."""
    new_path(workspace, name)
    found = read_syllabus(workspace, file)
    if not found.entries:
        raise FormatError(
            "no reference was found in the document", where=str(file), hint="`--dry-run` shows what was read."
        )
    sections = []
    for section in found.sections:
        entries = [_entry(entry) for entry in section.entries if not entry.again]
        if section.entries and not entries:
            continue  # A bibliography of what the weeks have already.
        keys: dict[str, Value] = {"title": section.title or _heading(section, found, _locale(workspace))}
        if section.week:
            keys["week"] = section.week
        if section.date:
            keys["date"] = section.date
        sections.append(NewSection(keys, entries))
    new = NewList(
        _head(workspace, title or found.title or _title_of(name)),
        sections,
        comment=f"Imported from {file.name}.",
    )
    made = _made(workspace, name, new, f"new list from {file.name}")
    return replace(made, works=sum(entry.item is not None for entry in found.entries)), found


def _heading(section: FoundSection, found: FoundSyllabus, locale: str) -> str:
    """What a section without a title is called: its day, else as the document."""
    from readinglist.export.words import readings_heading, words_for

    if section.date is None:
        return found.title or readings_heading(locale)
    return words_for(locale).day(section.date)


def ordered(items: Iterable[Item], order: str) -> list[Item]:
    """Items by author, year or title."""

    def author(item: Item) -> str:
        return fold("; ".join(one.sort_name for one in item.creators[:3]) or plain(item.title))

    keys: dict[str, Callable[[Item], tuple[object, ...]]] = {
        "author": lambda item: (author(item), item.year or 9999),
        "year": lambda item: (item.year or 9999, author(item)),
        "-year": lambda item: (-(item.year or -9999), author(item)),
        "title": lambda item: (fold(plain(item.title)),),
    }
    if order not in keys:
        raise UsageError(f"unknown order '{order}'", hint=", ".join(ORDERS))
    return sorted(items, key=lambda item: (*keys[order](item), item.citation_key))


def save_schema(workspace: Workspace) -> Path:
    """Write the schema to where new lists point their editors; the path."""
    path = workspace.state_folder / SCHEMA_NAME
    write_file(path, schema_text())
    return path


def _made(workspace: Workspace, name: str, new: NewList, what: str) -> Made:
    change = save_new(workspace, name, list_text(new), what)
    save_schema(workspace)
    works = {
        entry if isinstance(entry, str) else entry.get("cite")
        for section in new.sections
        for entry in section.entries
        if isinstance(entry, str | dict)
    }
    return Made(change, len(new.sections), len(works - {None}))


def _entry(entry: FoundEntry) -> Value:
    more: dict[str, Value] = {}
    if entry.importance and entry.importance != "essential":
        more["importance"] = entry.importance
    if entry.locator:
        more["locator"] = entry.locator
    if entry.item:
        return {"cite": entry.item.citation_key, **more} if more else entry.item.citation_key
    if entry.nearest:
        more["private_note"] = f"Perhaps {entry.nearest.citation_key} (score {entry.score})."
    return {"text": entry.text, **more}


def _head(workspace: Workspace, title: str) -> dict[str, Value]:
    return {"title": title, "style": workspace.settings.lists.style, "locale": _locale(workspace)}


def _locale(workspace: Workspace) -> str:
    return workspace.settings.lists.locale


def _title_of(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _find_collection(library: Library, wanted: str) -> tuple[CollectionNode, str]:
    nodes = list(_every(library.collections()))
    folded = fold(wanted)
    hits = [node for node in nodes if wanted == node.key or folded in (fold(node.name), fold(node.path))]
    if not hits:
        names = [node.name for node in nodes]
        raise not_found("collection", wanted, names, listing="readinglist collections")
    if len(hits) > 1:
        choices = "; ".join(f"{node.path} ({node.key})" for node in hits)
        raise UsageError(f"{len(hits)} collections are called '{wanted}'", hint=choices)
    return hits[0], hits[0].path


def _every(nodes: Iterable[CollectionNode]) -> Iterator[CollectionNode]:
    for node in nodes:
        yield node
        yield from _every(node.children)


def _headings(node: CollectionNode, above: str) -> Iterator[tuple[str, str]]:
    yield node.name, node.key
    for inner in _every(node.children):
        yield inner.path.removeprefix(above).lstrip(" /"), inner.key


def _matched(library: Library, references: Sequence[Reference]) -> list[tuple[Reference, Item | None]]:
    from readinglist.lists.documents.catalogue import make_catalogue
    from readinglist.lists.documents.matching import match
    from readinglist.lists.documents.reading import Reference as Sought

    by_key = library.items_by_key([one.key for one in references if one.key])
    catalogue = make_catalogue(library.items())
    found: list[tuple[Reference, Item | None]] = []
    for one in references:
        item = by_key.get(one.key) if one.key else None
        hit = match(Sought(one.text), catalogue)
        fits = hit.work.item if hit.work and hit.accepted else None
        # A key of another library may be the same by chance: then the reference itself decides.
        if item is not None and one.title and fold(plain(item.title))[:30] != fold(plain(one.title))[:30]:
            item = fits
        found.append((one, item or fits))
    return found
