"""Objects as the API shows them: data with every field of the type, meta, library and links; printed once."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote_plus

from readinglist.demo.server.facts import item_meta
from readinglist.demo.server.library import Library
from readinglist.demo.server.pretty import encoded
from readinglist.demo.server.state import Collection, Group, Item, Search, TagState, User
from readinglist.items import schema

JSON_TYPE = "application/json"
_LIST_MARGIN = "    "


def item_data(library: Library, item: Item) -> dict[str, Any]:
    """The `data` of an item: what writing clients send back, every field of its type present."""
    if item.raw is not None:
        return {"key": item.key, "version": item.version} | {
            name: value for name, value in item.raw.items() if name not in ("key", "version")
        }
    data: dict[str, Any] = {"key": item.key, "version": item.version}
    if item.parent:
        data["parentItem"] = item.parent
    data["itemType"] = item.type
    data |= _properties(item)
    if item.deleted:
        data["deleted"] = 1
    data["tags"] = [_tag_entry(name, item.tags[name]) for name in sorted(item.tags)]
    if not item.parent and item.type != "annotation":
        data["collections"] = list(item.collections)
    data["relations"] = relations_data(item.relations)
    return data | {"dateAdded": item.added, "dateModified": item.modified}


@cache
def field_order(item_type: str) -> tuple[str, ...]:
    """The properties of a regular item in the order in which the server lists them."""
    fields = schema.fields_of(item_type)
    return (*fields[:1], "creators", *fields[1:])


def _properties(item: Item) -> dict[str, Any]:
    data = item.data
    if item.type == "note":
        return {"note": data.get("note", "")}
    if item.type == "attachment":
        return _attachment_properties(data)
    if item.type == "annotation":
        return _annotation_properties(data)
    return {name: data.get(name, [] if name == "creators" else "") for name in field_order(item.type)}


def _attachment_properties(data: dict[str, Any]) -> dict[str, Any]:
    mode = data.get("linkMode", "")
    shown: dict[str, Any] = {"linkMode": mode}
    for name in ("title", "accessDate", "url", "note", "contentType", "charset"):
        shown[name] = data.get(name, "")
    if mode == "linked_file":
        shown["path"] = data.get("path", "")
    elif mode != "linked_url":
        shown |= {
            "filename": data.get("filename", ""),
            "md5": data.get("md5"),
            "mtime": data.get("mtime"),
        }
    return shown


def _annotation_properties(data: dict[str, Any]) -> dict[str, Any]:
    kind = data.get("annotationType", "")
    shown: dict[str, Any] = {"annotationType": kind}
    if data.get("annotationAuthorName"):
        shown["annotationAuthorName"] = data["annotationAuthorName"]
    if kind in ("highlight", "underline"):
        shown["annotationText"] = data.get("annotationText", "")
    shown["annotationComment"] = data.get("annotationComment", "")
    shown["annotationColor"] = data.get("annotationColor", "#ffd400")
    for name in ("annotationPageLabel", "annotationSortIndex"):
        shown[name] = data.get(name, "")
    shown["annotationPosition"] = data.get("annotationPosition", "{}")
    return shown


def _tag_entry(name: str, kind: int) -> dict[str, Any]:
    return {"tag": name, "type": kind} if kind else {"tag": name}


def relations_data(relations: dict[str, list[str]]) -> dict[str, Any]:
    """Relations as shown: one value as text, several as a list."""
    return {name: uris[0] if len(uris) == 1 else list(uris) for name, uris in relations.items() if uris}


def collection_data(collection: Collection) -> dict[str, Any]:
    """The `data` of a collection."""
    data: dict[str, Any] = {
        "key": collection.key,
        "version": collection.version,
        "name": collection.name,
        "parentCollection": collection.parent or False,
        "relations": relations_data(collection.relations),
    }
    return data | ({"deleted": True} if collection.deleted else {})


def search_data(search: Search) -> dict[str, Any]:
    """The `data` of a saved search."""
    data: dict[str, Any] = {
        "key": search.key,
        "version": search.version,
        "name": search.name,
        "conditions": search.conditions,
    }
    return data | ({"deleted": True} if search.deleted else {})


def user_block(user: User) -> dict[str, Any]:
    """A user as `meta` names the one who added or changed an item of a group."""
    links = {"alternate": {"href": f"https://www.zotero.org/{user.slug}", "type": "text/html"}}
    return {"id": user.id, "username": user.username, "name": user.display_name, "links": links}


class Printer:
    """Prints a library's objects for the server's own address; items are printed once and then kept."""

    def __init__(self, library: Library, base: str, users: dict[int, User], *, notes: bool = True) -> None:
        self._library = library
        self._notes = notes
        self._base = base
        self._users = users

    def item(self, item: Item, *, with_data: bool = True) -> bytes:
        """An item for a list (`pretty.outdented` makes it stand alone)."""
        place = (self._base, with_data, self._notes)
        known = item.cache.get(place)
        if known is None:
            known = item.cache[place] = encoded(self.item_object(item, with_data), _LIST_MARGIN)
        return known

    def item_object(self, item: Item, with_data: bool = True) -> dict[str, Any]:
        """An item with everything around its data."""
        library = self._library
        users = {}
        if library.type == "group":
            ids = (item.created_by, item.modified_by)
            users = {one: user_block(self._users[one]) for one in ids if one in self._users}
        shown = self._frame("items", item.key, item.version)
        shown["links"] |= self._item_links(item)
        shown["meta"] = item_meta(library, item, users, self._notes)
        return shown | ({"data": item_data(library, item)} if with_data else {})

    def collection(self, collection: Collection) -> dict[str, Any]:
        """A collection with everything around its data."""
        library = self._library
        shown = self._frame("collections", collection.key, collection.version)
        if collection.parent:
            shown["links"]["up"] = self._json_link("collections", collection.parent)
        members = (library.items[one] for one in library.members.get(collection.key, ()))
        shown["meta"] = {
            "numCollections": sum(one.parent == collection.key for one in library.collections.values()),
            "numItems": sum(not one.parent and not one.deleted for one in members),
        }
        return shown | {"data": collection_data(collection)}

    def search(self, search: Search) -> dict[str, Any]:
        """A saved search with everything around its data."""
        shown = self._frame("searches", search.key, search.version)
        del shown["links"]["alternate"]
        return shown | {"data": search_data(search)}

    def tag(self, tag: TagState) -> dict[str, Any]:
        """A tag with the number of items that have it."""
        path = f"{self._library.prefix}/tags/{quote_plus(tag.name)}"
        links = {
            "self": {"href": self._base + path, "type": JSON_TYPE},
            "alternate": {"href": f"http://zotero.org{path}", "type": "text/html"},
        }
        return {"tag": tag.name, "links": links, "meta": {"type": tag.type, "numItems": tag.items}}

    def _frame(self, kind: str, key: str, version: int) -> dict[str, Any]:
        library = self._library
        web = {"alternate": {"href": library.web_prefix, "type": "text/html"}}
        block = {"type": library.type, "id": library.id, "name": library.name, "links": web}
        alternate = {"href": f"{library.web_prefix}/{kind}/{key}", "type": "text/html"}
        links = {"self": self._json_link(kind, key), "alternate": alternate}
        return {"key": key, "version": version, "library": block, "links": links}

    def _json_link(self, kind: str, key: str) -> dict[str, str]:
        return {"href": f"{self._base}{self._library.prefix}/{kind}/{key}", "type": JSON_TYPE}

    def _item_links(self, item: Item) -> dict[str, Any]:
        links: dict[str, Any] = {}
        if item.parent:
            links["up"] = self._json_link("items", item.parent)
        if item.file_size:
            links["enclosure"] = {
                "type": item.data.get("contentType", ""),
                "href": f"{self._base}{self._library.prefix}/items/{item.key}/file/view",
                "title": item.data.get("filename", ""),
                "length": item.file_size,
            }
        elif not item.parent:
            links |= self._best_attachment(item)
        return links

    def _best_attachment(self, item: Item) -> dict[str, Any]:
        for key in self._library.children.get(item.key, ()):
            child = self._library.items[key]
            if child.file_size and not child.deleted:
                link: dict[str, Any] = self._json_link("items", key)
                link |= {
                    "attachmentType": child.data.get("contentType", ""),
                    "attachmentSize": child.file_size,
                }
                return {"attachment": link}
        return {}


def group_object(group: Group, base: str, *, items: int, admin: bool | None) -> dict[str, Any]:
    """A group's metadata; `admin` is None when the asker has no key."""
    web = f"https://www.zotero.org/groups/{group.slug}"
    links = {
        "self": {"href": f"{base}/groups/{group.id}", "type": JSON_TYPE},
        "alternate": {"href": web, "type": "text/html"},
    }
    meta: dict[str, Any] = {"created": group.created, "lastModified": group.modified, "numItems": items}
    if admin is not None:
        meta["isAdmin"] = admin
    data: dict[str, Any] = {
        "id": group.id,
        "version": group.version,
        "name": group.name,
        "owner": group.owner,
        "type": group.type,
        "description": group.description,
        "url": group.url,
        "libraryEditing": group.editing,
        "libraryReading": group.reading,
        "fileEditing": group.file_editing,
    }
    if group.admins:
        data["admins"] = list(group.admins)
    if group.members:
        data["members"] = list(group.members)
    return {"id": group.id, "version": group.version, "links": links, "meta": meta, "data": data}
