-- From schema 1 to 2: readings and positions are packed, lines carry the hash of their words, old ids
-- lead to new ones. The rows of document_1 are copied, packed, by the program, which then drops it.
-- Derived lines are dropped; without the mark `derived` the next command derives them again.
DROP TABLE line;
DROP TABLE position;
DELETE FROM meta WHERE key IN ('derived', 'derived_lexicon');
ALTER TABLE document RENAME TO document_1;
CREATE TABLE document (
    number INTEGER PRIMARY KEY,   -- row of the full-text index
    id TEXT NOT NULL UNIQUE,      -- doc-…
    title TEXT,                   -- indexed for search
    text TEXT NOT NULL,           -- never changes
    about TEXT NOT NULL,          -- JSON: the document without its text
    reading BLOB NOT NULL,        -- JSON packed with Zstandard: what was read, without the document
    lexicon TEXT NOT NULL         -- version of the lexicon that read it
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
