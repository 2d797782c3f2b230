//! Changes of a record file: documents in and out, and the derived lines anew.
//!
//! Takes readings and records; every call is one transaction, so a kill leaves all of it or nothing.
//! The same document given twice with different particulars (a title here, none there) keeps the
//! particulars that [`is_fuller`] prefers, whatever came first: the record is a function of the set of
//! articles, not of their order. Known limit: texts that differ by one letter are two documents.
//!
//! Example: `store.put(&[reading], "1f00…")?` returns 1 the first time and 0 the second.

use super::{Error, Generation, Page, Store, log, pack, page, renew};
use model::record::Record;
use model::{Document, Id, Reading};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;

impl Store {
    /// Stores the readings that are new, made with the lexicon `lexicon`; returns how many were.
    /// A stored document is replaced only by one with fuller particulars.
    ///
    /// # Errors
    /// Locked, read-only, full or damaged; nothing of the batch is stored then.
    pub fn put(&mut self, readings: &[Reading], lexicon: &str) -> Result<usize, Error> {
        self.put_with_pages(readings, &[], lexicon)
    }

    /// As [`Store::put`], and keeps the pages that documents were read from: of one document the longest that is kept whole.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn put_with_pages(
        &mut self,
        readings: &[Reading],
        pages: &[(Id, Page)],
        lexicon: &str,
    ) -> Result<usize, Error> {
        self.change(|transaction| {
            let mut stored = 0;
            for reading in readings {
                stored += usize::from(put_one(transaction, reading, lexicon)?);
            }
            for (document, page) in pages {
                page::keep(transaction, document, page)?;
            }
            Ok(stored)
        })
    }

    /// Stores readings in place of those of the same documents (`rebuild`); returns how many differ
    /// from what was stored. One that does not differ only takes the lexicon's new version.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn replace(&mut self, readings: &[Reading], lexicon: &str) -> Result<usize, Error> {
        self.change(|transaction| {
            let mut stored = 0;
            for reading in readings {
                stored += usize::from(replace_one(transaction, reading, lexicon)?);
            }
            Ok(stored)
        })
    }

    /// Takes the document `id` out; false when it is not there.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn remove(&mut self, id: &Id) -> Result<bool, Error> {
        let removed = self.change(|transaction| {
            let known = delete(transaction, id)?;
            page::remove(transaction, id)?;
            if known {
                log::document(transaction, "removed", id)?;
            }
            Ok(usize::from(known))
        })?;
        Ok(removed > 0)
    }

    /// Keeps `record`, derived with the lexicon `lexicon` from the readings of `generation`, in place
    /// of the lines before. Where the ground changed meanwhile the record stays stale.
    ///
    /// # Errors
    /// As [`Store::put`]; the lines before are kept then.
    pub fn set_record(
        &mut self,
        record: &Record,
        lexicon: &str,
        generation: Generation,
    ) -> Result<(), Error> {
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = self.reported(begun)?;
        let texts = self.texts()?;
        let renewal = self.reported(renew::compared(&transaction, record))?;
        let (changes, moved) = self.differences(record, &renewal)?;
        let write = || {
            renew::lines(&transaction, record, (&renewal, &texts))?;
            renew::positions(&transaction, record, &texts)?;
            renew::redirects(&transaction, &moved)?;
            log::lines(&transaction, &changes)?;
            set(&transaction, "derived", generation.0)?;
            set(&transaction, "derived_lexicon", lexicon)
        };
        self.reported(write())?;
        self.reported(transaction.commit())
    }

    /// Runs `work`, which returns how many documents or decisions it changed, and raises the generation if any.
    pub(super) fn change(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<usize>,
    ) -> Result<usize, Error> {
        self.transact(|transaction| {
            let changed = work(transaction)?;
            if changed > 0 {
                let raise = "UPDATE meta SET value = value + 1 WHERE key = 'generation'";
                transaction.execute(raise, [])?;
            }
            Ok(changed)
        })
    }

    pub(super) fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let behaviour = TransactionBehavior::Immediate;
        let run = |connection: &mut rusqlite::Connection| {
            let transaction = connection.transaction_with_behavior(behaviour)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        run(&mut self.connection).map_err(|e| Error::of(&self.path, e))
    }
}

/// Whether `new` is to stand in place of `old` as the particulars of the same article: it tells more,
/// or, telling as much, comes first in the order of its JSON. Total, so any order of input ends alike.
pub(super) fn is_fuller(new: &Document, old: &Document) -> bool {
    let told = |d: &Document| {
        let given = [
            d.declared.is_some(),
            d.title.is_some(),
            d.language.is_some(),
        ];
        given.iter().filter(|g| **g).count() + usize::from(!d.authors.is_empty())
    };
    let rank = |d: &Document| (std::cmp::Reverse(told(d)), json(d).unwrap_or_default());
    rank(new) < rank(old)
}

/// A document as its table holds it.
struct Row<'r> {
    document: &'r Document,
    about: String,
    reading: Vec<u8>,
    lexicon: &'r str,
}

impl<'r> Row<'r> {
    fn of(reading: &'r Reading, lexicon: &'r str) -> rusqlite::Result<Self> {
        let bare = Reading {
            document: Document::default(),
            ..reading.clone()
        };
        Ok(Self {
            document: &reading.document,
            about: json(&without_text(&reading.document))?,
            reading: pack::pack(&bare).map_err(pack::refused)?,
            lexicon,
        })
    }

    fn is_stored(&self, transaction: &Transaction<'_>) -> rusqlite::Result<bool> {
        let same = "SELECT 1 FROM document WHERE id = ?1 AND about = ?2 AND reading = ?3";
        let mut statement = transaction.prepare_cached(same)?;
        statement.exists(params![self.document.id.as_str(), self.about, self.reading])
    }

    fn insert(&self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let insert = "INSERT INTO document (id, title, text, about, reading, lexicon) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        transaction.prepare_cached(insert)?.execute(params![
            self.document.id.as_str(),
            self.document.title,
            self.document.text,
            self.about,
            self.reading,
            self.lexicon
        ])?;
        let index = "INSERT INTO words (rowid, title, text) VALUES (last_insert_rowid(), ?1, ?2)";
        let words = params![self.document.title, self.document.text];
        transaction.prepare_cached(index)?.execute(words)?;
        Ok(())
    }
}

fn put_one(
    transaction: &Transaction<'_>,
    reading: &Reading,
    lexicon: &str,
) -> rusqlite::Result<bool> {
    let id = &reading.document.id;
    let known = "SELECT about FROM document WHERE id = ?1";
    let about: Option<String> = transaction
        .prepare_cached(known)?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    let row = Row::of(reading, lexicon)?;
    let Some(about) = about else {
        row.insert(transaction)?;
        log::document(transaction, "added", id)?;
        return Ok(true);
    };
    let fuller = about != row.about
        && serde_json::from_str(&about)
            .is_ok_and(|old: Document| is_fuller(&without_text(&reading.document), &old));
    if fuller {
        delete(transaction, id)?;
        row.insert(transaction)?;
        log::document(transaction, "replaced", id)?;
    }
    Ok(fuller)
}

fn replace_one(
    transaction: &Transaction<'_>,
    reading: &Reading,
    lexicon: &str,
) -> rusqlite::Result<bool> {
    let id = &reading.document.id;
    let row = Row::of(reading, lexicon)?;
    if row.is_stored(transaction)? {
        let version = "UPDATE document SET lexicon = ?2 WHERE id = ?1";
        let mut statement = transaction.prepare_cached(version)?;
        statement.execute([id.as_str(), lexicon])?;
        return Ok(false);
    }
    let known = delete(transaction, id)?;
    row.insert(transaction)?;
    let what = if known { "replaced" } else { "added" };
    log::document(transaction, what, id)?;
    Ok(true)
}

fn delete(transaction: &Transaction<'_>, id: &Id) -> rusqlite::Result<bool> {
    // An external-content index forgets a row only when told what it holds (sqlite.org/fts5.html, 4.4.3).
    let forget = "INSERT INTO words (words, rowid, title, text) SELECT 'delete', number, title, text FROM document WHERE id = ?1";
    transaction.prepare_cached(forget)?.execute([id.as_str()])?;
    let delete = "DELETE FROM document WHERE id = ?1";
    let deleted = transaction.prepare_cached(delete)?.execute([id.as_str()])?;
    Ok(deleted > 0)
}

fn set(
    transaction: &Transaction<'_>,
    key: &str,
    value: impl rusqlite::ToSql,
) -> rusqlite::Result<()> {
    let replace = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
    transaction
        .execute(replace, params![key, value])
        .map(|_| ())
}

/// The document with an empty text, which has a column of its own.
pub(super) fn without_text(document: &Document) -> Document {
    Document {
        text: String::new(),
        ..document.clone()
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(pack::refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(n: usize) -> Reading {
        let text = format!("Article {n}. ").repeat(50);
        let document = Document {
            id: Document::id_of(None, None, "", &text),
            text,
            ..Document::default()
        };
        Reading {
            document,
            ..Reading::default()
        }
    }

    #[test]
    fn a_full_disk_is_reported_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        store.put(&[article(0)], "lexicon").unwrap();
        let limit = "PRAGMA max_page_count = 60";
        store.connection.query_row(limit, [], |_| Ok(())).unwrap();
        let many: Vec<Reading> = (1..900).map(article).collect();
        let refused = store.put(&many, "lexicon");
        assert!(matches!(refused, Err(Error::Full { .. })), "{refused:?}");
        assert_eq!(store.ids().unwrap().len(), 1);
        assert_eq!(store.put(&[article(1)], "lexicon").unwrap(), 1);
    }
}
