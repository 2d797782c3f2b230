-- From schema 4 to 5: the page that a document was read from is kept.
CREATE TABLE page (
    document TEXT PRIMARY KEY,    -- doc-…
    bytes INTEGER NOT NULL,       -- of the markup, as UTF-8
    markup BLOB                   -- packed with Zstandard: the page that the document was read from; NULL where it is too long
) WITHOUT ROWID;
