-- A record of format 4, as onrecord wrote it before it kept pages. Composed for this test.
-- No texts; licence MIT OR Apache-2.0, written for onrecord.
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
    number INTEGER PRIMARY KEY,   -- row of the full-text index
    id TEXT NOT NULL UNIQUE,      -- doc-…
    title TEXT,                   -- indexed for search
    text TEXT NOT NULL,           -- never changes
    about TEXT NOT NULL,          -- JSON: the document without its text
    reading BLOB NOT NULL,        -- JSON packed with Zstandard: what was read, without the document
    lexicon TEXT NOT NULL         -- version of the lexicon that read it
);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = 'document', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE line (
    kind TEXT NOT NULL,           -- type of the export line
    position INTEGER NOT NULL,    -- order among its kind
    id TEXT,                      -- its id, where the kind has one
    body TEXT NOT NULL,           -- JSON of the line
    words TEXT,                   -- hash of the exact words it rests on; NULL when it names none
    PRIMARY KEY (kind, position)
) WITHOUT ROWID;
CREATE INDEX line_by_id ON line (id) WHERE id IS NOT NULL;
CREATE TABLE position (
    document TEXT NOT NULL,       -- doc-…
    kind TEXT NOT NULL,           -- mention or time
    body BLOB NOT NULL,           -- JSON packed with Zstandard: all lines of that kind in that document
    words TEXT,                   -- hash of their exact words
    PRIMARY KEY (document, kind)
) WITHOUT ROWID;
CREATE TABLE redirect (
    old TEXT PRIMARY KEY,         -- id of a line that is no more
    new TEXT NOT NULL             -- id of the line that holds most of its evidence now
) WITHOUT ROWID;
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
CREATE TABLE decision (
    id TEXT PRIMARY KEY,          -- decision-…
    body TEXT NOT NULL,           -- JSON: what the analyst laid down, with the evidence it names
    undone TEXT                   -- UTC, when it was taken back; NULL while it holds
) WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('generation', 1), ('needs', '0.1.0');
INSERT INTO visit (address, at, due, failures) VALUES ('https://news.example/feed.xml', '2023-09-06T10:00:00Z', '2023-09-06T10:15:00Z', 0);
INSERT INTO decision (id, body, undone) VALUES ('decision-c0ffee0000000002',
  '{"id":"decision-c0ffee0000000002","kind":"join","thing":"event","sides":[[{"document":"doc-d7d330ca9d8c3747","span":{"start":20,"end":26}}],[{"document":"doc-48ba5034e88e016e","span":{"start":13,"end":17}}]],"said":{"by":"A. Reader","at":"2023-09-06T10:00:00.000000Z","why":"one visit"}}',
  NULL);
INSERT INTO change (number, at, what, id, body) VALUES (1, '2023-09-06T10:00:00Z', 'added', 'doc-d7d330ca9d8c3747', NULL);
PRAGMA application_id = 1869509219;
PRAGMA user_version = 4;
