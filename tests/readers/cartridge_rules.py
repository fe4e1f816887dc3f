"""A check of Common Cartridges, written from the IMS Common Cartridge specification, version 1.3."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from tests.readers.shapes import Child, Shape, parsed, shape_faults

CP = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest}"
LINK = "{http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3}"
MANIFEST = "imsmanifest.xml"
_ID = r"[A-Za-z_][A-Za-z0-9._-]*"
_WORDS = r"\s*\S.*"
_LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{1,8})*"
# Below a root: a path of names, none of which leads up or elsewhere.
_PATH = r"(?!\.)[^/\\:?#%]+(/(?!\.)[^/\\:?#%]+)*"
SHAPES = {
    "manifest": Shape(
        (
            Child(f"{CP}metadata", "metadata"),
            Child(f"{CP}organizations", "organizations"),
            Child(f"{CP}resources", "resources"),
        ),
        attributes={"identifier": _ID},
    ),
    "metadata": Shape(
        (Child(f"{CP}schema", "schema"), Child(f"{CP}schemaversion", "version"), Child(f"{LOM}lom", "lom"))
    ),
    "schema": Shape(text="IMS Common Cartridge"),
    "version": Shape(text=r"1\.3\.0"),
    "lom": Shape((Child(f"{LOM}general", "general"),)),
    "general": Shape(
        (
            Child(f"{LOM}title", "strings"),
            Child(f"{LOM}language", "language", 0, None),
            Child(f"{LOM}description", "strings", 0, None),
            Child(f"{LOM}keyword", "strings", 0, None),
        ),
        mixed_order=True,
    ),
    "strings": Shape((Child(f"{LOM}string", "string", 1, None),)),
    "string": Shape(optional={"language": _LANGUAGE}, text=_WORDS),
    "language": Shape(text=_LANGUAGE),
    "organizations": Shape((Child(f"{CP}organization", "organization"),)),
    "organization": Shape(
        (Child(f"{CP}item", "root"),), attributes={"identifier": _ID, "structure": "rooted-hierarchy"}
    ),
    "root": Shape((Child(f"{CP}item", "item", 0, None),), attributes={"identifier": _ID}),
    "item": Shape(
        (Child(f"{CP}title", "title"), Child(f"{CP}item", "item", 0, None)),
        attributes={"identifier": _ID},
        optional={"identifierref": _ID},
    ),
    "title": Shape(text=_WORDS),
    "resources": Shape((Child(f"{CP}resource", "resource", 0, None),)),
    "resource": Shape(
        (Child(f"{CP}file", "file", 1, None),),
        attributes={"identifier": _ID, "type": "webcontent|imswl_xmlv1p3"},
        optional={"href": _PATH},
    ),
    "file": Shape(attributes={"href": _PATH}),
    "link": Shape((Child(f"{LINK}title", "title"), Child(f"{LINK}url", "url"))),
    "url": Shape(
        attributes={"href": r"(?i:https?)://[^\s<>\"]+"},
        optional={"target": r"\S+", "windowFeatures": r"[^\n\t]+"},
    ),
}


def cartridge_faults(content: bytes) -> list[str]:
    """Where a cartridge of pages and links breaks one of these rules; empty if nowhere.

    Of the package: 1. a zip that is whole, no name in it twice, each a path below the root in forward
    slashes; 2. `imsmanifest.xml` at the root, well-formed, without a document type.

    Of the manifest (the profile of Content Packaging 1.2; no other elements, attributes, or text between):

    3. `metadata`, `organizations` and `resources`, once each and in this order, in the namespace of 1.3;
    4. the schema is "IMS Common Cartridge", its version "1.3.0", with a LOM record in the namespace for
       manifests, whose one title has words in a language that is named by a tag;
    5. one `organization`, a "rooted-hierarchy", with one root item that has neither title nor reference;
    6. an item has an identifier and one title with words; with a reference it has no items below it;
    7. identifiers are XML names and unique in the manifest; a reference is to a resource;
    8. a resource has a type that is written here (web content or web link, of those in the vocabulary) and
       at least one file; its files are in the package, none twice, and its `href` is one of them;
    9. a web link has one file and no `href`; web content that an item opens has an `href`.

    Of a web link's file: 10. `webLink` in the namespace of 1.3 with a title and a `url`, whose address is
    one of http or https with a host, without blanks.

    And of ours, where the specification allows more: 11. no item leads nowhere: it has a reference or items;
    12. each resource is opened by just one item, and each file of the package belongs to just one resource.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if damaged := package.testzip():
                return [f"{damaged} is damaged"]
            names = package.namelist()
            files = {name: package.read(name) for name in names}
    except (zipfile.BadZipFile, EOFError) as error:
        return [f"no zip: {error}"]
    faults = [f"{name} is there {count} times" for name, count in Counter(names).items() if count > 1]
    faults += [f"{name!r} is no path below the root" for name in names if not re.fullmatch(_PATH, name)]
    if MANIFEST not in files:
        return [*faults, f"no {MANIFEST} at the root"]
    root = parsed(files[MANIFEST])
    if isinstance(root, str):
        return [*faults, f"{MANIFEST}: {root}"]
    start = Child(f"{CP}manifest", "manifest")
    faults += [f"{MANIFEST}: {fault}" for fault in shape_faults(root, start, SHAPES)]
    faults += [f"{MANIFEST}: {fault}" for fault in _reference_faults(root)]
    return faults + list(_file_faults(root, files))


def _reference_faults(root: etree._Element) -> Iterator[str]:
    names = Counter(one.get("identifier") for one in root.iter() if one.get("identifier"))
    for name, count in names.items():
        if count > 1:
            yield f"the identifier {name} is there {count} times"
    resources = {one.get("identifier"): one for one in root.iter(f"{CP}resource")}
    opened: Counter[str] = Counter()
    for item in root.iterfind(f"{CP}organizations/{CP}organization/{CP}item//{CP}item"):
        reference, below = item.get("identifierref"), item.find(f"{CP}item") is not None
        if reference and below:
            yield f"the item {item.get('identifier')} has a reference and items below it"
        if not reference and not below:
            yield f"the item {item.get('identifier')} leads nowhere"
        if reference and reference not in resources:
            yield f"the item {item.get('identifier')} refers to {reference}, which is no resource"
        opened.update([reference] if reference else [])
    for name, resource in resources.items():
        if opened[name or ""] != 1:
            yield f"the resource {name} is opened by {opened[name or '']} items"
        yield from (f"the resource {name} {fault}" for fault in _resource_faults(resource))


def _resource_faults(resource: etree._Element) -> Iterator[str]:
    hrefs = [one.get("href") for one in resource.iter(f"{CP}file")]
    own = resource.get("href")
    if own is not None and own not in hrefs:
        yield f"opens {own}, which is none of its files"
    if resource.get("type") == "imswl_xmlv1p3":
        if own is not None:
            yield "is a web link with an href"
        if len(hrefs) != 1:
            yield f"is a web link with {len(hrefs)} files"
    elif own is None:
        yield "is opened by an item and has no href"


def _file_faults(root: etree._Element, files: dict[str, bytes]) -> Iterator[str]:
    uses = Counter(one.get("href", "") for one in root.iter(f"{CP}file"))
    for name in sorted({*uses, *files} - {MANIFEST}):
        if name not in files:
            yield f"{name} is not in the package"
        elif uses[name] != 1:
            yield f"{name} belongs to {uses[name]} resources"
    for resource in root.iter(f"{CP}resource"):
        for one in resource.iter(f"{CP}file"):
            name = one.get("href", "")
            if resource.get("type") == "imswl_xmlv1p3" and name in files:
                yield from (f"{name}: {fault}" for fault in _link_faults(files[name]))
            elif not files.get(name, b"-").strip():
                yield f"{name} is empty"


def _link_faults(content: bytes) -> Iterator[str]:
    root = parsed(content)
    if isinstance(root, str):
        yield root
        return
    yield from shape_faults(root, Child(f"{LINK}webLink", "link"), SHAPES)
    for url in root.iter(f"{LINK}url"):
        try:
            if not urlsplit(url.get("href", "")).hostname:
                yield f"{url.get('href')!r} has no host"
        except ValueError as error:
            yield f"{url.get('href')!r}: {error}"
