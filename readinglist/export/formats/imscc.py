"""IMS Common Cartridge 1.3: a list as a module of links for Canvas, Moodle, Blackboard and Brightspace.

By the Common Cartridge 1.3 specification (imsglobal.org/cc). Identifiers are made of the list's name and
citation keys, so that a second import updates what the first made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from readinglist.export.packing import identifier, pack
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import EntryView, ListView, SectionView
from readinglist.export.works import Work
from readinglist.export.writers.portable_html import PortableHtmlWriter

_CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"
_LONGEST_TITLE = 255  # Canvas cuts, Blackboard refuses, what is longer.


def render_imscc(view: ListView, options: RenderOptions) -> Rendered:
    """A cartridge of one module a section; a reading without an address becomes a page that describes it.

    Raises `ExportError` for a fault in a template.
    """
    builder = _Builder(view, options)
    return Rendered(pack([("imsmanifest.xml", builder.manifest()), *builder.files]), view.warnings)


class _Builder:
    """Collects the cartridge's files while its manifest is made."""

    def __init__(self, view: ListView, options: RenderOptions) -> None:
        self.view = view
        self.files: list[tuple[str, bytes]] = []
        self._environment = make_environment(
            PortableHtmlWriter(), view.words, options.template_folder, autoescape=True
        )
        for prefix, namespace in (("", _CP), ("lomimscc", _LOM)):
            Xml.register_namespace(prefix, namespace)

    def manifest(self) -> bytes:
        """`imsmanifest.xml`, after which `files` holds all that it names."""
        view = self.view
        root = Xml.Element(_cp("manifest"), {"identifier": identifier("manifest", view.name)})
        self._metadata(root)
        organisation = Xml.SubElement(
            Xml.SubElement(root, _cp("organizations")),
            _cp("organization"),
            {"identifier": identifier("organization", view.name), "structure": "rooted-hierarchy"},
        )
        top = Xml.SubElement(organisation, _cp("item"), {"identifier": identifier("root", view.name)})
        resources = Xml.SubElement(root, _cp("resources"))
        self._page(top, resources, "overview", view.title, self._render("cartridge-overview.html.j2"))
        parent = top
        for at, section in enumerate(view.sections):
            if not section.shown and not any(one.shown for one in _below(view.sections, at)):
                continue
            above = top if section.level == 1 else parent
            module = self._item(above, section.full_title, identifier("section", view.name, section.id))
            parent = module if section.level == 1 else parent
            for entry in section.shown:
                self._entry(module, resources, entry)
        Xml.indent(root)
        return _serialised(root)

    def _metadata(self, root: Xml.Element) -> None:
        metadata = Xml.SubElement(root, _cp("metadata"))
        Xml.SubElement(metadata, _cp("schema")).text = "IMS Common Cartridge"
        Xml.SubElement(metadata, _cp("schemaversion")).text = "1.3.0"
        general = Xml.SubElement(Xml.SubElement(metadata, f"{{{_LOM}}}lom"), f"{{{_LOM}}}general")
        title = Xml.SubElement(general, f"{{{_LOM}}}title")
        Xml.SubElement(title, f"{{{_LOM}}}string", {"language": self.view.locale}).text = self.view.title
        Xml.SubElement(general, f"{{{_LOM}}}language").text = self.view.locale

    def _item(self, parent: Xml.Element, title: str, name: str, reference: str = "") -> Xml.Element:
        attributes = {"identifier": name} | ({"identifierref": reference} if reference else {})
        made = Xml.SubElement(parent, _cp("item"), attributes)
        Xml.SubElement(made, _cp("title")).text = _short(title)
        return made

    def _entry(self, module: Xml.Element, resources: Xml.Element, entry: EntryView) -> None:
        url = next((link.url for link in entry.addresses if _opens_a_page(link.url)), "")
        if not url:
            text = self._render("cartridge-entry.html.j2", entry=entry)
            self._page(module, resources, entry.id, _label(entry), text)
            return
        name = identifier("resource", self.view.name, entry.id)
        path = f"links/{name}.xml"
        resource = Xml.SubElement(resources, _cp("resource"), {"identifier": name, "type": "imswl_xmlv1p3"})
        Xml.SubElement(resource, _cp("file"), {"href": path})
        self.files.append((path, _web_link(_label(entry), url)))
        self._item(module, _label(entry), identifier("item", self.view.name, entry.id), name)

    def _page(self, parent: Xml.Element, resources: Xml.Element, key: str, title: str, html: str) -> None:
        name = identifier("page", self.view.name, key)
        path = f"pages/{name}.html"
        attributes = {"identifier": name, "type": "webcontent", "href": path}
        resource = Xml.SubElement(resources, _cp("resource"), attributes)
        Xml.SubElement(resource, _cp("file"), {"href": path})
        self.files.append((path, html.encode()))
        self._item(parent, title, identifier("page-item", self.view.name, key), name)

    def _render(self, template: str, **values: EntryView) -> str:
        return render(self._environment, template, list=self.view, **values)


def _below(sections: Sequence[SectionView], at: int) -> Iterator[SectionView]:
    """The subsections of the section at this place."""
    if sections[at].level == 1:
        yield from takewhile(lambda one: one.level > 1, sections[at + 1 :])


def _opens_a_page(url: str) -> bool:
    """Whether it is an address of the web: neither one for mail nor one that opens Zotero."""
    return urlsplit(url).scheme in ("http", "https")


def _web_link(title: str, url: str) -> bytes:
    root = Xml.Element("webLink", {"xmlns": _LINK})
    Xml.SubElement(root, "title").text = _short(title)
    Xml.SubElement(root, "url", {"href": url, "target": "_blank"})
    return _serialised(root)


def _serialised(root: Xml.Element) -> bytes:
    made: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _label(entry: EntryView) -> str:
    """How a course page names a reading: "Essential: Campbell 2014: Narco-propaganda"."""
    authors = Work(entry.item).authors
    names = [one.last_name or one.name for one in authors[:3]]
    more = " et al." if len(authors) > 3 else ""
    who = ", ".join(name for name in names if name) + more
    year = str(entry.item.year) if entry.item.year is not None else ""
    head = " ".join(part for part in (who, year) if part)
    title = entry.title.strip() or entry.citation.plain
    return ": ".join(part for part in (entry.mark, head, title) if part)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def _cp(tag: str) -> str:
    return f"{{{_CP}}}{tag}"


TARGET = Target(
    name="imscc",
    extension="imscc",
    description="an IMS Common Cartridge 1.3: a module of links and pages a section",
    audience="course pages in Canvas, Moodle, Blackboard, Brightspace",
    render=render_imscc,
    template="cartridge-overview.html.j2",
)
