-- A record of format 1, as onrecord wrote it before readings were packed. Composed for this test.
-- Texts: two invented notices; licence MIT OR Apache-2.0, written for onrecord.
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
    number INTEGER PRIMARY KEY,   -- row of the full-text index
    id TEXT NOT NULL UNIQUE,      -- doc-…
    title TEXT,                   -- indexed for search
    text TEXT NOT NULL,           -- never changes
    about TEXT NOT NULL,          -- JSON: the document without its text
    reading TEXT NOT NULL,        -- JSON: what was read, without the document
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
    PRIMARY KEY (kind, position)
) WITHOUT ROWID;
CREATE INDEX line_by_id ON line (id) WHERE id IS NOT NULL;
CREATE TABLE position (
    document TEXT NOT NULL,       -- doc-…
    kind TEXT NOT NULL,           -- mention or time
    body TEXT NOT NULL,           -- JSON: all lines of that kind in that document
    PRIMARY KEY (document, kind)
) WITHOUT ROWID;
CREATE TABLE change (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,             -- UTC
    what TEXT NOT NULL,           -- added, replaced, removed
    document TEXT NOT NULL
);
INSERT INTO meta (key, value) VALUES ('generation', 1), ('derived', 1), ('derived_lexicon', '0000000000000001'), ('needs', '0.1.0');
INSERT INTO document (number, id, title, text, about, reading, lexicon) VALUES (1, 'doc-d7d330ca9d8c3747', 'Ferry on time', 'The port’s office denied that the ferry was late.',
  '{"id":"doc-d7d330ca9d8c3747","input_id":"https://harbour.example/ferry","uri":"https://harbour.example/ferry","outlet":"Harbour Post","title":"Ferry on time","authors":[],"language":"en","text":"","sha256":"cc7cc8ac0817c746f260d92fed49cd0227fd32b21684ffda9002cf5ba6dbeb72","original_sha256":"cc7cc8ac0817c746f260d92fed49cd0227fd32b21684ffda9002cf5ba6dbeb72","declared":{"date":"2023-05-01","basis":"input","span":null},"furniture":[]}',
  '{"document":{"id":"","input_id":"","uri":null,"outlet":null,"title":null,"authors":[],"language":null,"text":"","sha256":"","original_sha256":"","declared":null,"furniture":[]},"mentions":[{"span":{"start":0,"end":19},"head":0,"label":"","form":"nominal","referent":0,"place":null}],"referents":[{"kind":"organisation","name":"The port’s office","aliases":[],"known":null,"country":null,"roles":[],"sector":null,"gender":null,"wikidata":null,"members":[],"reasons":[]}],"places":[],"times":[],"sentences":[{"start":0,"end":51}],"statements":{"claims":[{"source":{"start":0,"end":19},"speakers":[0],"cue":{"start":20,"end":26},"cue_lemma":"deny","content":[{"start":27,"end":50}],"quotation":"indirect","stance":"deny","certainty":"certain","addressees":[],"via":[],"topic":[],"about":null,"events":[],"sentence":{"start":0,"end":51},"confidence":0.8}],"events":[]},"notes":[]}',
  '0000000000000001');
INSERT INTO words (rowid, title, text) VALUES (1, 'Ferry on time', 'The port’s office denied that the ferry was late.');
INSERT INTO change (at, what, document) VALUES ('2023-05-01T08:00:00Z', 'added', 'doc-d7d330ca9d8c3747');
INSERT INTO line (kind, position, id, body) VALUES ('document', 0, 'doc-d7d330ca9d8c3747', '{}');
INSERT INTO document (number, id, title, text, about, reading, lexicon) VALUES (2, 'doc-48ba5034e88e016e', NULL, 'Mayor Özil said: “The bridge opens in May.” 🌉',
  '{"id":"doc-48ba5034e88e016e","input_id":"https://hill.example/bridge","uri":"https://hill.example/bridge","outlet":"Hill Gazette","title":null,"authors":[],"language":"en","text":"","sha256":"b76f9570553e822a1c8b425df157ab772550d7588754e68e56305285d8e75718","original_sha256":"b76f9570553e822a1c8b425df157ab772550d7588754e68e56305285d8e75718","declared":{"date":"2023-05-02","basis":"input","span":null},"furniture":[]}',
  '{"document":{"id":"","input_id":"","uri":null,"outlet":null,"title":null,"authors":[],"language":null,"text":"","sha256":"","original_sha256":"","declared":null,"furniture":[]},"mentions":[{"span":{"start":0,"end":11},"head":0,"label":"","form":"name","referent":0,"place":null}],"referents":[{"kind":"person","name":"Mayor Özil","aliases":[],"known":null,"country":null,"roles":[],"sector":null,"gender":null,"wikidata":null,"members":[],"reasons":[]}],"places":[],"times":[],"sentences":[{"start":0,"end":53}],"statements":{"claims":[{"source":{"start":0,"end":11},"speakers":[0],"cue":{"start":12,"end":16},"cue_lemma":"say","content":[{"start":18,"end":48}],"quotation":"direct","stance":"assert","certainty":"certain","addressees":[],"via":[],"topic":[],"about":null,"events":[],"sentence":{"start":0,"end":53},"confidence":0.8}],"events":[]},"notes":[]}',
  '0000000000000001');
INSERT INTO words (rowid, title, text) VALUES (2, NULL, 'Mayor Özil said: “The bridge opens in May.” 🌉');
INSERT INTO change (at, what, document) VALUES ('2023-05-02T08:00:00Z', 'added', 'doc-48ba5034e88e016e');
INSERT INTO line (kind, position, id, body) VALUES ('document', 1, 'doc-48ba5034e88e016e', '{}');
PRAGMA application_id = 1869509219;
PRAGMA user_version = 1;
