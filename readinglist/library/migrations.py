"""The database's tables, as numbered steps. A step that was released is never changed: a new one is added."""

from __future__ import annotations

_FIRST = """
CREATE TABLE sources (
    source     TEXT PRIMARY KEY,
    name       TEXT NOT NULL DEFAULT '',
    version    INTEGER NOT NULL DEFAULT 0,
    server_id  TEXT NOT NULL DEFAULT '',
    synced_at  TEXT NOT NULL DEFAULT ''
);

-- Items of every kind, child notes, attachments and annotations too. `json` is the object as Zotero sent it.
CREATE TABLE items (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,
    key           TEXT NOT NULL,
    version       INTEGER NOT NULL,
    item_type     TEXT NOT NULL,
    parent        TEXT NOT NULL,
    deleted       INTEGER NOT NULL,
    date_added    TEXT NOT NULL,
    date_modified TEXT NOT NULL,
    year          INTEGER,
    language      TEXT NOT NULL,
    title         TEXT NOT NULL,
    creators      TEXT NOT NULL,
    abstract      TEXT NOT NULL,
    note          TEXT NOT NULL,
    given_key     TEXT NOT NULL,
    made_key      TEXT NOT NULL,
    json          TEXT NOT NULL,
    UNIQUE (source, key)
);
CREATE INDEX items_by_parent ON items (source, parent) WHERE parent != '';

CREATE TABLE item_tags (
    item    INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    folded  TEXT NOT NULL,
    name    TEXT NOT NULL,
    kind    INTEGER NOT NULL,
    PRIMARY KEY (item, name)
) WITHOUT ROWID;
CREATE INDEX tags_by_name ON item_tags (folded, item);

CREATE TABLE memberships (
    item        INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    collection  TEXT NOT NULL,
    PRIMARY KEY (item, collection)
) WITHOUT ROWID;
CREATE INDEX memberships_by_collection ON memberships (collection, item);

CREATE TABLE relations (
    item       INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    predicate  TEXT NOT NULL,
    object     TEXT NOT NULL,
    PRIMARY KEY (item, predicate, object)
) WITHOUT ROWID;
CREATE INDEX relations_by_object ON relations (object, item);

CREATE TABLE collections (
    source   TEXT NOT NULL,
    key      TEXT NOT NULL,
    version  INTEGER NOT NULL,
    name     TEXT NOT NULL,
    parent   TEXT NOT NULL,
    deleted  INTEGER NOT NULL,
    json     TEXT NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;

CREATE TABLE searches (
    source   TEXT NOT NULL,
    key      TEXT NOT NULL,
    version  INTEGER NOT NULL,
    json     TEXT NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;

CREATE TABLE settings (
    source   TEXT NOT NULL,
    name     TEXT NOT NULL,
    version  INTEGER NOT NULL,
    json     TEXT NOT NULL,
    PRIMARY KEY (source, name)
) WITHOUT ROWID;

-- Keys outlive their items: a restored item gets its own again, and nobody else takes it.
CREATE TABLE citation_keys (
    citation_key  TEXT PRIMARY KEY,
    folded        TEXT NOT NULL UNIQUE,
    source        TEXT NOT NULL,
    key           TEXT NOT NULL,
    alias         INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX one_citation_key_each ON citation_keys (source, key) WHERE NOT alias;

-- The key that Zotero itself held at the last sync: a change there is the owner's wish.
CREATE TABLE given_keys (
    source  TEXT NOT NULL,
    key     TEXT NOT NULL,
    given   TEXT NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;

CREATE TABLE assigned (
    source  TEXT NOT NULL,
    key     TEXT NOT NULL,
    basis   TEXT NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;

CREATE TABLE assignments (
    source    TEXT NOT NULL,
    key       TEXT NOT NULL,
    theme     TEXT NOT NULL,
    position  INTEGER NOT NULL,
    score     REAL NOT NULL,
    json      TEXT NOT NULL,
    PRIMARY KEY (source, key, theme),
    FOREIGN KEY (source, key) REFERENCES assigned (source, key) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX assignments_by_theme ON assignments (theme);

CREATE VIRTUAL TABLE search USING fts5 (
    title, creators, tags, abstract, notes, tokenize = 'unicode61 remove_diacritics 2'
);
"""

_JOURNAL = """
-- What every sync changed, and in which fields of which item.
CREATE TABLE syncs (
    id        INTEGER PRIMARY KEY,
    source    TEXT NOT NULL,
    at        TEXT NOT NULL,
    since     INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    requests  INTEGER NOT NULL,
    counts    TEXT NOT NULL
);
CREATE TABLE journal (
    id       INTEGER PRIMARY KEY,
    sync     INTEGER NOT NULL REFERENCES syncs (id) ON DELETE CASCADE,
    key      TEXT NOT NULL,
    what     TEXT NOT NULL,
    title    TEXT NOT NULL,
    fields   TEXT NOT NULL
);
CREATE INDEX journal_by_sync ON journal (sync);
CREATE INDEX journal_by_key ON journal (key);

-- The text of attachments, where it was asked for; `texts_version` is the library's version of the last time.
CREATE TABLE texts (
    source   TEXT NOT NULL,
    key      TEXT NOT NULL,
    version  INTEGER NOT NULL,
    content  TEXT NOT NULL,
    PRIMARY KEY (source, key)
);
-- What was last made of the library outside of it, to know that it need not be made again.
CREATE TABLE stamps (
    name   TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) WITHOUT ROWID;
ALTER TABLE sources ADD COLUMN texts_version INTEGER NOT NULL DEFAULT 0;

DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
    title, creators, tags, abstract, notes, texts, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (rowid, title, creators, tags, abstract, notes, texts)
SELECT i.id, i.title, i.creators,
       coalesce((SELECT group_concat(t.name, char(10)) FROM item_tags t WHERE t.item = i.id), ''),
       i.abstract,
       coalesce((SELECT group_concat(n.note, char(10)) FROM items n
                 WHERE n.source = i.source AND n.parent = i.key AND n.parent != '' AND n.note != ''
                 AND NOT n.deleted), ''),
       ''
FROM items i WHERE i.item_type NOT IN ('note', 'attachment', 'annotation');
"""

_DERIVED = """
-- Entries of bib/, each with a hash of what it was made from: made anew when that is another.
CREATE TABLE entries (
    item   INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
    basis  TEXT NOT NULL,
    text   TEXT NOT NULL
);
-- Counting, dating and listing items without reading them.
CREATE INDEX items_by_kind ON items (source, item_type, deleted, key, date_modified, parent);
"""

_SLIM = """
-- What is long lies beside the items, so that going through them all does not read it.
CREATE TABLE bodies (
    item      INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
    abstract  TEXT NOT NULL,
    note      TEXT NOT NULL,
    json      TEXT NOT NULL
);
INSERT INTO bodies SELECT id, abstract, note, json FROM items;
CREATE TABLE slim_items (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,
    key           TEXT NOT NULL,
    version       INTEGER NOT NULL,
    item_type     TEXT NOT NULL,
    parent        TEXT NOT NULL,
    deleted       INTEGER NOT NULL,
    date_added    TEXT NOT NULL,
    date_modified TEXT NOT NULL,
    year          INTEGER,
    language      TEXT NOT NULL,
    title         TEXT NOT NULL,
    creators      TEXT NOT NULL,
    given_key     TEXT NOT NULL,
    made_key      TEXT NOT NULL,
    UNIQUE (source, key)
);
INSERT INTO slim_items SELECT id, source, key, version, item_type, parent, deleted, date_added, date_modified,
    year, language, title, creators, given_key, made_key FROM items;
DROP TABLE items;
ALTER TABLE slim_items RENAME TO items;
CREATE INDEX items_by_parent ON items (source, parent) WHERE parent != '';
CREATE INDEX items_by_kind ON items (source, item_type, deleted, key, date_modified, parent);

-- `given` is the key that Zotero itself held at the last sync, NULL where that is not known.
ALTER TABLE citation_keys ADD COLUMN given TEXT;
UPDATE citation_keys SET given = (
    SELECT g.given FROM given_keys g WHERE g.source = citation_keys.source AND g.key = citation_keys.key
) WHERE NOT alias;
DROP TABLE given_keys;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _JOURNAL, _DERIVED, _SLIM)
"""Step n (from 1) brings a database of `user_version` n-1 to n."""
