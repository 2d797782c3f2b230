-- From schema 2 to 3: what analysts lay down is kept beside the documents.
CREATE TABLE decision (
    id TEXT PRIMARY KEY,          -- decision-…
    body TEXT NOT NULL,           -- JSON: what the analyst laid down, with the evidence it names
    undone TEXT                   -- UTC, when it was taken back; NULL while it holds
) WITHOUT ROWID;
