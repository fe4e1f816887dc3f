"""The check of cartridges finds each fault that is put into an exported file."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.readers.breaking import (
    SETTINGS,
    Breaking,
    Node,
    again,
    attribute,
    broken,
    first,
    gone,
    inside,
    places,
    text,
)
from tests.readers.cartridge_rules import CP, MANIFEST, SHAPES, cartridge_faults
from tests.readers.conftest import Made

Files = dict[str, bytes]


@pytest.fixture(scope="session")
def package(checked: Callable[[str], Made]) -> Files:
    """The files of the bundled syllabus as a cartridge."""
    with zipfile.ZipFile(checked("syllabus").path("imscc")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _manifest(put: Breaking) -> Callable[[Files], object]:
    def changed(files: Files) -> None:
        root = etree.fromstring(files[MANIFEST])
        put(root)
        files[MANIFEST] = etree.tostring(root)

    return changed


def _link(put: Breaking) -> Callable[[Files], object]:
    def changed(files: Files) -> None:
        name = next(name for name in files if name.startswith("links/"))
        root = etree.fromstring(files[name])
        put(root)
        files[name] = etree.tostring(root)

    return changed


def _some(files: Files, folder: str) -> str:
    return next(name for name in files if name.startswith(folder))


LEAF = "c:organizations//c:item[@identifierref]"
MODULE = "c:organizations/c:organization/c:item/c:item[c:item]"
PAGE, WEB = "c:resources/c:resource[@href]", "c:resources/c:resource[@type='imswl_xmlv1p3']"


def _same_identifier(root: Node) -> None:
    first(root, LEAF).set("identifier", first(root, MODULE).get("identifier", ""))


def _two_openings(root: Node) -> None:
    first, second = root.findall(f".//{CP}item[@identifierref]")[:2]
    second.set("identifierref", first.get("identifierref", ""))


CARTRIDGE_FAULTS: dict[str, tuple[Callable[[Files], object], str]] = {
    "no manifest": (lambda files: files.pop(MANIFEST), "no imsmanifest.xml"),
    "a manifest that is cut off": (
        lambda files: files.update({MANIFEST: files[MANIFEST][:-20]}), "not well-formed"
    ),
    "entities": (
        lambda files: files.update({MANIFEST: b"<!DOCTYPE manifest>" + files[MANIFEST].split(b"\n", 1)[1]}),
        "document type",
    ),
    "a file outside": (lambda files: files.update({"../x.html": b"x"}), "no path below the root"),
    "a file with a backslash": (
        lambda files: files.update({"pages\\x.html": b"x"}), "no path below the root"
    ),
    "a file that belongs to nothing": (lambda files: files.update({"x.html": b"x"}), "belongs to 0"),
    "a file that is missing": (lambda files: files.pop(_some(files, "pages/")), "is not in the package"),
    "a link that is missing": (lambda files: files.pop(_some(files, "links/")), "is not in the package"),
    "an empty page": (lambda files: files.update({_some(files, "pages/"): b"\n"}), "is empty"),
    "version 1.2": (
        lambda files: files.update({MANIFEST: files[MANIFEST].replace(b"imsccv1p3", b"imsccv1p2")}),
        "instead of",
    ),
    "no identifier of the manifest": (
        _manifest(lambda root: root.attrib.pop("identifier")), "no attribute identifier"
    ),
    "no metadata": (_manifest(gone("c:metadata")), "0 <metadata>"),
    "no organizations": (_manifest(gone("c:organizations")), "0 <organizations>"),
    "no resources": (_manifest(gone("c:resources")), "0 <resources>"),
    "resources first": (_manifest(lambda root: root.insert(0, root[-1])), "out of order"),
    "no schema": (_manifest(gone("c:metadata/c:schema")), "0 <schema>"),
    "another schema": (_manifest(text("c:metadata/c:schema", "IMS Content")), "is no text that may be"),
    "another version of the schema": (
        _manifest(text("c:metadata/c:schemaversion", "1.3")), "is no text that may be"
    ),
    "no description of the whole": (_manifest(gone("c:metadata/l:lom")), "0 <lom>"),
    "no title of the whole": (_manifest(gone("c:metadata//l:title")), "0 <title>"),
    "a language in words": (
        _manifest(attribute("c:metadata//l:string", "language", "español")), "language='español' is none"
    ),
    "two organizations": (_manifest(again("c:organizations/c:organization")), "2 <organization>"),
    "another structure": (
        _manifest(attribute("c:organizations/c:organization", "structure", "flat")),
        "structure='flat' is none",
    ),
    "no structure": (
        _manifest(attribute("c:organizations/c:organization", "structure", None)), "no attribute structure"
    ),
    "two root items": (_manifest(again("c:organizations/c:organization/c:item")), "2 <item>"),
    "no root item": (_manifest(gone("c:organizations/c:organization/c:item")), "0 <item>"),
    "a root item with a title": (
        _manifest(inside("c:organizations/c:organization/c:item", f"{CP}title")), "<title> is not allowed"
    ),
    "an item without a title": (_manifest(gone(f"{LEAF}/c:title")), "0 <title>"),
    "an item with a blank title": (_manifest(text(f"{LEAF}/c:title", " ")), "is no text that may be"),
    "an item without an identifier": (
        _manifest(attribute(LEAF, "identifier", None)), "no attribute identifier"
    ),
    "an identifier that is no name": (
        _manifest(attribute(LEAF, "identifier", "1a")), "identifier='1a' is none"
    ),
    "an identifier twice": (_manifest(_same_identifier), "is there 2 times"),
    "a reference that leads nowhere": (
        _manifest(attribute(LEAF, "identifierref", "inone")), "inone, which is no resource"
    ),
    "a leaf without a reference": (_manifest(attribute(LEAF, "identifierref", None)), "leads nowhere"),
    "a reference of a folder": (
        _manifest(
            lambda root: first(root, MODULE).set("identifierref", first(root, LEAF).get("identifierref"))
        ),
        "has a reference and items below it",
    ),
    "an old attribute of items": (
        _manifest(attribute(LEAF, "isvisible", "true")), "isvisible is not allowed"
    ),
    "a resource that no item opens": (_manifest(gone(LEAF)), "is opened by 0 items"),
    "a resource that two items open": (_manifest(_two_openings), "is opened by 2 items"),
    "a resource without a file": (_manifest(gone(f"{WEB}/c:file")), "0 <file>"),
    "a page without a file": (_manifest(gone(f"{PAGE}/c:file")), "none of its files"),
    "a resource without a type": (_manifest(attribute(WEB, "type", None)), "no attribute type"),
    "a type of version 1.1": (
        _manifest(attribute(WEB, "type", "imswl_xmlv1p1")), "type='imswl_xmlv1p1' is none"
    ),
    "a resource without an identifier": (
        _manifest(attribute(WEB, "identifier", None)), "no attribute identifier"
    ),
    "a web link with an href": (_manifest(attribute(WEB, "href", "links/x.xml")), "a web link with an href"),
    "a web link with two files": (_manifest(again(f"{WEB}/c:file")), "a web link with 2 files"),
    "a page without an href": (_manifest(attribute(PAGE, "href", None)), "has no href"),
    "an href that is none of the files": (
        _manifest(attribute(PAGE, "href", "pages/x.html")), "none of its files"
    ),
    "a file without an href": (_manifest(attribute(f"{WEB}/c:file", "href", None)), "no attribute href"),
    "a file that is absolute": (
        _manifest(attribute(f"{WEB}/c:file", "href", "/x.xml")), "href='/x.xml' is none"
    ),
    "a link of version 1.1": (
        _link(lambda root: setattr(root, "tag", root.tag.replace("v1p3", "v1p1"))), "instead of"
    ),
    "a link without a title": (_link(lambda root: root.remove(root[0])), "0 <title>"),
    "a link without an address": (_link(lambda root: root.remove(root[1])), "0 <url>"),
    "a link with two addresses": (_link(lambda root: root.append(copy.deepcopy(root[1]))), "2 <url>"),
    "an address before the title": (_link(lambda root: root.insert(0, root[1])), "out of order"),
    "a link without an href": (_link(lambda root: root[1].attrib.pop("href")), "no attribute href"),
    "a link that is a script": (_link(lambda root: root[1].set("href", "javascript:alert(1)")), "is none"),
    "a link with a blank": (_link(lambda root: root[1].set("href", "https://example.org/a b")), "is none"),
    "a link without a host": (_link(lambda root: root[1].set("href", "https:///a")), "has no host"),
    "a link that is no XML": (lambda files: files.update({_some(files, "links/"): b"x"}), "not well-formed"),
}  # fmt: skip


@pytest.mark.parametrize("fault", CARTRIDGE_FAULTS)
def test_a_fault_in_a_cartridge_is_found(fault: str, package: Files) -> None:
    put, words = CARTRIDGE_FAULTS[fault]
    files = dict(package)
    put(files)
    found = cartridge_faults(packed(files))
    assert any(words in one for one in found), found


def test_a_package_that_is_none_or_damaged_or_has_a_name_twice_is_found(package: Files) -> None:
    content = packed(package)
    assert "no zip" in cartridge_faults(content[: len(content) // 2])[0]
    at = content.index(b"<manifest")
    assert "is damaged" in cartridge_faults(content[:at] + b"X" + content[at + 1 :])[0]
    twice = io.BytesIO(content)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(twice, "a") as archive:
        archive.writestr(MANIFEST, package[MANIFEST])
    assert f"{MANIFEST} is there 2 times" in cartridge_faults(twice.getvalue())


@SETTINGS
@given(st.data())
def test_a_broken_rule_of_the_manifest_is_found_at_each_place(package: Files, data: st.DataObject) -> None:
    root = etree.fromstring(package[MANIFEST])
    broken(data, *data.draw(st.sampled_from(list(places(root, SHAPES["manifest"], SHAPES)))))
    assert cartridge_faults(packed(package | {MANIFEST: etree.tostring(root)}))
