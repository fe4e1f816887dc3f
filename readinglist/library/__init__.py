"""The local copy of the Zotero libraries: SQLite, queries, full-text search, citation keys, assignments."""

from readinglist.library.changes import Changes
from readinglist.library.keys import KeyTable, load_keys, save_keys
from readinglist.library.library import Library, open_library
from readinglist.library.query import Query, QueryError, parse_query

__all__ = [
    "Changes",
    "KeyTable",
    "Library",
    "Query",
    "QueryError",
    "load_keys",
    "open_library",
    "parse_query",
    "save_keys",
]
