"""The query parameters of reading requests: checked, given defaults, and written back into Link headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from readinglist.demo.server.messages import ApiError, Request

DEFAULT_LIMIT, MAX_LIMIT = 25, 100
_NUMBER = re.compile(r"-?\d+", re.ASCII)
_EXPORTS = (
    *("bib", "bibtex", "biblatex", "bookmarks", "coins", "csljson", "csv", "mods", "refer"),
    *("rdf_bibliontology", "rdf_dc", "rdf_zotero", "ris", "tei", "wikipedia"),
)
_SINGLE_FORMATS = ("json", "atom", *_EXPORTS)
_MULTI_FORMATS = (*_SINGLE_FORMATS, "keys", "versions")
_INCLUDES = ("data", "none", "html", "citation", *_EXPORTS)
_SORTS = (
    *("dateAdded", "dateModified", "title", "creator", "itemType", "date", "publisher", "publicationTitle"),
    *("journalAbbreviation", "language", "accessDate", "libraryCatalog", "callNumber", "rights", "extra"),
    *("addedBy", "numItems", "itemKeyList", "collectionKeyList", "searchKeyList"),
)
_QMODES = ("titleCreatorYear", "everything", "contains", "startswith")
_KNOWN = (
    *("collectionKey", "content", "direction", "format", "include", "includeTrashed", "itemKey", "itemType"),
    *("limit", "linkwrap", "locale", "newer", "q", "qmode", "searchKey", "since", "sort", "start", "style"),
    *("tag", "v"),
)
_LINK_DEFAULTS = {
    **{"format": "json", "limit": "25", "start": "0", "since": "0", "newer": "0", "direction": "desc"},
    **{"include": "data", "sort": "dateModified", "locale": "en-US", "v": "3", "linkwrap": "0"},
}


@dataclass(frozen=True, slots=True)
class Params:
    """A reading request's parameters.

    `limit` is 0 when there is none. `sort` is "" for the default order. `keys` are those asked for by
    `itemKey`, `collectionKey` or `searchKey`, None when none of them was valid. `given` is what a Link
    repeats.
    """

    format: str = "json"
    include: tuple[str, ...] = ("data",)
    limit: int = DEFAULT_LIMIT
    start: int = 0
    since: int = 0
    sort: str = ""
    descending: bool = True
    keys: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    item_types: tuple[str, ...] = ()
    q: str = ""
    qmode: str = ""
    trashed: bool = False
    locale: str = "en-US"
    has_since: bool = False
    given: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def selection(self) -> tuple[object, ...]:
        """What decides which objects are listed in which order, whatever the page."""
        return (
            *(self.since, self.sort, self.descending, self.keys, self.tags, self.item_types),
            *(self.q, self.qmode, self.trashed),
        )


def read_params(request: Request, *, multi: bool) -> Params:
    """Read and check the parameters, or raise the error that the real server answers.

    `multi` says whether the request is for a list, which knows more formats.
    """
    pairs = _renamed(request.pairs())
    one = dict(pairs)
    form = _format(request, one, multi)
    limit, start = _paging(one, form)
    keys = _keys(one)
    if keys:
        limit = MAX_LIMIT
    sort, descending = _order(one)
    if one.get("qmode", _QMODES[0]) not in _QMODES:
        raise ApiError(400, f"Invalid 'qmode' value '{one['qmode']}'", bare=True)
    return Params(
        format=form,
        include=_include(one),
        limit=limit,
        start=start,
        since=_since(one),
        sort=sort,
        descending=descending,
        keys=keys,
        tags=tuple(value for name, value in pairs if name == "tag"),
        item_types=tuple(value for name, value in pairs if name == "itemType"),
        q=one.get("q", ""),
        qmode=one.get("qmode", ""),
        trashed=one.get("includeTrashed", "0") not in ("", "0"),
        locale=one.get("locale", "en-US"),
        has_since=bool(one.get("since") or one.get("newer")),
        given=_given(pairs, form, limit, one),
    )


def _renamed(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Old names to new ones: `order` was `sort`, and `sort` was `direction`."""
    names = {name for name, _ in pairs}
    if "order" in names:
        swap = {"order": "sort", "sort": "direction"}
        return [(swap.get(name, name), value) for name, value in pairs]
    if any(name == "sort" and value in ("asc", "desc") for name, value in pairs):
        return [("direction" if name == "sort" else name, value) for name, value in pairs]
    return pairs


def _format(request: Request, one: dict[str, str], multi: bool) -> str:
    atom = "application/atom+xml" in request.header("accept") or "content" in one
    form = one.get("format") or ("atom" if atom else "json")
    if form not in (_MULTI_FORMATS if multi else _SINGLE_FORMATS):
        raise ApiError(400, f"Invalid 'format' value '{form}'", bare=True)
    if form == "bib":
        for name in ("limit", "start", "sort"):
            if name in one:
                raise ApiError(400, f"'{name}' is not valid for format=bib", bare=True)
    return form


def _paging(one: dict[str, str], form: str) -> tuple[int, int]:
    unlimited = form in ("keys", "versions")
    given = _number(one.get("limit", ""))
    if given <= 0:
        limit = 0 if unlimited else DEFAULT_LIMIT
    else:
        limit = given if unlimited else min(given, MAX_LIMIT)
    return limit, max(0, _number(one.get("start", "")))


def _number(text: str) -> int:
    """A whole number, 0 for a text that is none; absurdly large ones become merely large."""
    if not _NUMBER.fullmatch(text):
        return 0
    return int(text) if len(text) < 19 else (-(10**18) if text.startswith("-") else 10**18)


def _include(one: dict[str, str]) -> tuple[str, ...]:
    values = tuple(sorted(set(one["include"].split(",")))) if one.get("include") else ("data",)
    for value in values:
        if value not in _INCLUDES:
            raise ApiError(400, f"Invalid 'include' value '{value}'", bare=True)
    if "none" in values and len(values) > 1:
        raise ApiError(400, "include=none is not valid in multi-format responses", bare=True)
    return values


def _since(one: dict[str, str]) -> int:
    for name in ("since", "newer"):
        text = one.get(name, "")
        if text and not _NUMBER.fullmatch(text):
            raise ApiError(400, f"Invalid value for '{name}' parameter", bare=True)
        if text:
            return _number(text)
    return 0


def _order(one: dict[str, str]) -> tuple[str, bool]:
    sort = one.get("sort", "")
    if sort and sort not in _SORTS:
        raise ApiError(400, f"Invalid 'sort' value '{sort}'", bare=True)
    direction = one.get("direction", "")
    if direction not in ("", "asc", "desc"):
        raise ApiError(400, f"Invalid 'direction' value '{direction}'", bare=True)
    descending = direction == "desc" if direction else not sort or sort.startswith("date")
    return sort, descending


def _keys(one: dict[str, str]) -> tuple[str, ...] | None:
    for name in ("itemKey", "collectionKey", "searchKey"):
        if one.get(name):
            # Only invalid keys: the real server drops the filter [items-itemKey-only-invalid].
            return tuple(key for key in one[name].split(",") if valid_key(key)) or None
    return None


def valid_key(text: str) -> bool:
    """Whether this can be the key of an object: eight characters of Zotero's alphabet."""
    return len(text) == 8 and text.isascii() and text.isalnum() and text == text.upper()


def _given(
    pairs: list[tuple[str, str]], form: str, limit: int, one: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    kept = {name: value for name, value in pairs if name in _KNOWN}
    if form == "atom" and "content" not in one:
        kept["format"] = "atom"
    if "include" in kept:
        kept["include"] = ",".join(_include(one))
    if _number(kept.get("limit", "")) != limit:
        kept.pop("limit", None)
        if "limit" in one and limit not in (0, DEFAULT_LIMIT):
            kept["limit"] = str(limit)
    many = {name: [v for n, v in pairs if n == name] for name in ("tag", "itemType")}
    found: list[tuple[str, str]] = []
    for name in sorted(kept):
        values = many.get(name) or [kept[name]]
        found += [(name, value) for value in values if value != _LINK_DEFAULTS.get(name)]
    return tuple(one for one in found if one[0] != "start")


def link_header(request: Request, params: Params, total: int) -> str:
    """The Link header of a page: first, prev, next, last as far as they apply, and the web page."""
    url = request.base + request.path
    limit, start = params.limit, params.start

    def page(rel: str, at: int) -> str:
        given = sorted([*params.given, *([("start", str(at))] if at > 0 else [])], key=lambda pair: pair[0])
        query = urlencode(given)
        return f'<{url}{"?" if query else ""}{query}>; rel="{rel}"'

    links = []
    if limit:
        if start > 0:
            links += [page("first", 0), page("prev", max(0, start - limit))]
        if start + limit < total:
            links += [page("next", start + limit), page("last", (total - 1) // limit * limit)]
        elif start >= total > 0:
            links.append(page("last", max(0, total - limit)))
    links.append(f'<https://www.zotero.org{request.path}>; rel="alternate"')
    return ", ".join(links)
