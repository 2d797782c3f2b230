-- From schema 3 to 4: the log tells of lines too, and what was fetched is remembered.
ALTER TABLE change RENAME TO change_3;
CREATE TABLE change (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,             -- UTC
    what TEXT NOT NULL,           -- of a document: added, replaced, removed; of a line: new, changed, joined, gone
    id TEXT NOT NULL,             -- of the document or line
    body TEXT                     -- JSON: what a line says otherwise; NULL of documents
);
CREATE TABLE visit (
    address TEXT PRIMARY KEY,     -- of a feed, or what one of its entries is known by
    feed TEXT,                    -- the feed of an entry; NULL of feeds
    stamp TEXT,                   -- of an entry: when its feed says that it was last changed
    etag TEXT,                    -- of a feed: what its last answer is recognised by
    modified TEXT,
    at TEXT NOT NULL,             -- UTC, when it was last asked
    due TEXT,                     -- UTC, when it is to be asked again; NULL for never
    failures INTEGER NOT NULL,    -- in a row
    problem TEXT                  -- the last one; NULL after a success
) WITHOUT ROWID;
INSERT INTO change (number, at, what, id) SELECT number, at, what, document FROM change_3;
DROP TABLE change_3;
