"""From a request to its answer: key, parameters, library, rights, handler; without sockets."""

from __future__ import annotations

from readinglist.demo.server.access import Access, access_to, find_key, find_library
from readinglist.demo.server.context import Context
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import API_HEADERS, TEXT, ApiError, Request, Response, not_found_page
from readinglist.demo.server.params import Params, read_params
from readinglist.demo.server.routes import Route, Router
from readinglist.demo.server.state import ApiKey
from readinglist.demo.server.store import Store
from readinglist.demo.server.tokens import check_write_token, keep_write_token
from readinglist.items import schema

_METHODS = ("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_READING = ("HEAD", "GET")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "HEAD, GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match, If-None-Match, "
    "If-Modified-Since-Version, If-Unmodified-Since-Version, Zotero-API-Key, Zotero-API-Version, "
    "Zotero-Schema-Version, Zotero-Write-Token",
    "Access-Control-Expose-Headers": "Backoff, ETag, Last-Modified-Version, Link, Retry-After, "
    "Total-Results, Zotero-API-Version, Zotero-Full-Text-Reindexing, "
    "Zotero-TTS-Standard-Credits-Remaining, Zotero-TTS-Premium-Credits-Remaining, Zotero-TTS-Dev",
}


class App:
    """Answers requests out of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.crashes: list[Exception] = []
        self._router = Router()
        self._own_headers = API_HEADERS | {"Zotero-Schema-Version": str(schema.schema()["version"])}

    def answer(self, request: Request) -> Response:
        """The answer to a request. Never raises: what goes wrong becomes a status and a text."""
        cross = CORS if request.header("origin") else {}
        if request.method == "OPTIONS":
            return Response(200, b"", CORS | {"Access-Control-Max-Age": "86400", "Content-Type": TEXT})
        found = self._router.find(request.path)
        if found is None:
            return not_found_page()
        try:
            with self.store.lock:
                response = self._handle(request, *found)
            # The schema itself is a plain file on the real server, without the API's headers.
            if "Access-Control-Allow-Origin" not in response.headers:
                response.headers = self._own_headers | response.headers
        except ApiError as error:
            response = error.response(self._own_headers)
        except Exception as error:
            # As the real server does it; `crashes` keeps what happened for whoever looks for it.
            self.crashes.append(error)
            response = ApiError(500, "An error occurred").response(self._own_headers)
        response.headers |= cross
        return response

    def _handle(self, request: Request, route: Route, names: dict[str, str]) -> Response:
        if request.method not in _METHODS:
            raise ApiError(501, "Method is not implemented", bare=True)
        if request.header("expect"):
            raise ApiError(417, "Expect header is not supported", bare=True)
        key = find_key(self.store, request)
        _check_api_version(request)
        reading = request.method in _READING
        params = read_params(request, multi=route.multi) if reading else Params()
        if not reading:
            _check_write_request(request, key)
            check_write_token(self.store, request, key)
        library = self._library(names)
        access = access_to(library, key) if library else Access(True, True, True)
        handler = route.handlers.get(request.method)
        context = Context(self.store, request, names, key, params, library, access)
        if _needs_access(route):
            _check_access(access, reading)
        if handler is None:
            raise ApiError(405, "Method not allowed", headers={"Allow": route.allowed})
        response = handler(context)
        if not reading:
            keep_write_token(self.store, request, key, response)
        return response

    def _library(self, names: dict[str, str]) -> Library | None:
        if "user" in names:
            return find_library(self.store, "user", names["user"])
        if "group" in names:
            return find_library(self.store, "group", names["group"])
        return None


def _needs_access(route: Route) -> bool:
    """Whether the library's rights decide; groups' metadata, keys and publications see to it themselves."""
    open_ones = ("groups/{group}", "users/{user}/groups", "users/{user}/publications/items")
    return "{" in route.pattern and route.pattern not in open_ones and "keys" not in route.pattern


def _check_access(access: Access, reading: bool) -> None:
    if not access.read:
        raise ApiError(403, "Forbidden" if reading else "Write access denied")
    if not reading and not access.write:
        raise ApiError(403, "Write access denied")


def _check_api_version(request: Request) -> None:
    in_header = request.header("zotero-api-version")
    in_query = dict(request.pairs()).get("v", "")
    if in_header and in_query and in_header != in_query:
        raise ApiError(400, "Zotero-API-Version header does not match 'v' query parameter", bare=True)
    wanted = in_header or in_query or "3"
    if wanted not in ("1", "2", "3"):
        raise ApiError(400, f"Invalid API version '{wanted}'", bare=True)
    if wanted != "3":
        raise ApiError(501, f"API version {wanted} is not available from this server")


def _check_write_request(request: Request, key: ApiKey | None) -> None:
    if key is None:
        raise ApiError(403, "An API key is required for write requests.", bare=True)
    if request.method in ("POST", "PUT", "PATCH") and not request.body:
        raise ApiError(400, f"{request.method} data not provided", bare=True)
