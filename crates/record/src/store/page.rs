//! The pages that documents were read from, as they came.
//!
//! Takes the markup of a page; keeps it beside its document, packed, and gives it back. Nothing is derived from it and it is not part of
//! the export: it is there to be looked at beside the text that was taken from it. A page that came in another encoding is kept as UTF-8.
//! Of several pages of one document the longest that is kept whole stays, whatever the order of input. Known limit: it need not be the one whose hash the
//! document names.
//!
//! Example: a document that came as text alone has no page.

use super::{Error, Store, pack};
use model::Id;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// The page that a document was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Its markup.
    Whole(String),
    /// It is longer than is kept: so many bytes.
    TooLong(u64),
}

impl Page {
    /// Longest markup that is kept, in bytes: the pages of articles have some hundred thousand, and what is far beyond is mostly script.
    pub const MOST: usize = 2 << 20;

    /// What is kept of `markup`.
    pub fn of(markup: &str) -> Self {
        if markup.len() > Self::MOST {
            Self::TooLong(markup.len() as u64)
        } else {
            Self::Whole(markup.to_owned())
        }
    }

    /// Length of the markup in bytes, as UTF-8.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Whole(markup) => markup.len() as u64,
            Self::TooLong(bytes) => *bytes,
        }
    }
}

impl Store {
    /// The page that the document `id` was read from; `None` where it came as text, or before pages were kept.
    ///
    /// # Errors
    /// The file cannot be read; the page does not unpack.
    pub fn page(&self, id: &Id) -> Result<Option<Page>, Error> {
        let select = "SELECT bytes, markup FROM page WHERE document = ?1";
        let columns = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let found = statement.query_row([id.as_str()], columns).optional();
        let found: Option<(i64, Option<Vec<u8>>)> = self.reported(found)?;
        let Some((bytes, frame)) = found else {
            return Ok(None);
        };
        let Some(frame) = frame else {
            return Ok(Some(Page::TooLong(bytes.unsigned_abs())));
        };
        let markup = pack::unpack_within(&frame, Page::MOST)
            .map_err(|e| self.unreadable(id.as_str(), &e))?;
        let markup = String::from_utf8(markup).map_err(|e| self.unreadable(id.as_str(), &e))?;
        Ok(Some(Page::Whole(markup)))
    }

    /// Length in bytes of the page that the document `id` was read from, beyond [`Page::MOST`] where it was too long to be kept; `None` as
    /// for [`Store::page`].
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn page_length(&self, id: &Id) -> Result<Option<u64>, Error> {
        let select = "SELECT bytes FROM page WHERE document = ?1";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let found = statement.query_row([id.as_str()], |row| row.get(0));
        let bytes: Option<i64> = self.reported(found.optional())?;
        Ok(bytes.map(i64::unsigned_abs))
    }
}

/// Keeps `page` beside `document`, where that is stored and has none that goes before: a whole one before a mere length, then the longer.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    document: &Id,
    page: &Page,
) -> rusqlite::Result<()> {
    let insert = "INSERT INTO page (document, bytes, markup) SELECT id, ?2, ?3 FROM document WHERE id = ?1
        ON CONFLICT (document) DO UPDATE SET bytes = excluded.bytes, markup = excluded.markup
        WHERE (excluded.markup IS NOT NULL, excluded.bytes, excluded.markup) > (page.markup IS NOT NULL, page.bytes, page.markup)";
    let bytes = i64::try_from(page.bytes()).unwrap_or(i64::MAX);
    let frame = match page {
        Page::Whole(markup) => Some(pack::pack_bytes(markup.as_bytes()).map_err(pack::refused)?),
        Page::TooLong(_) => None,
    };
    let mut statement = transaction.prepare_cached(insert)?;
    statement.execute(params![document.as_str(), bytes, frame])?;
    Ok(())
}

/// Forgets the page of `document`.
pub(super) fn remove(transaction: &Transaction<'_>, document: &Id) -> rusqlite::Result<()> {
    let delete = "DELETE FROM page WHERE document = ?1";
    transaction.execute(delete, [document.as_str()]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{ContentHash, Document, Reading};

    fn reading(text: &str) -> Reading {
        let document = Document {
            id: Document::id_of(None, None, "", text),
            text: text.to_owned(),
            sha256: ContentHash::of(text.as_bytes()),
            ..Document::default()
        };
        Reading {
            document,
            ..Reading::default()
        }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        (folder, store)
    }

    fn with_page(store: &mut Store, reading: &Reading, markup: &str) {
        let pages = [(reading.document.id.clone(), Page::of(markup))];
        store
            .put_with_pages(std::slice::from_ref(reading), &pages, "lexicon")
            .unwrap();
    }

    #[test]
    fn a_page_comes_back_survives_a_rebuild_and_goes_with_its_document() {
        let (_folder, mut store) = store();
        let reading = reading("Mara denied it.");
        let id = reading.document.id.clone();
        with_page(&mut store, &reading, "<p>Mara denied it.</p>");
        let mut other = reading.clone();
        other.notes = vec!["read anew".to_owned()];
        assert_eq!(store.replace(&[other], "another lexicon").unwrap(), 1);
        let kept = Page::Whole("<p>Mara denied it.</p>".to_owned());
        assert_eq!(store.page(&id).unwrap(), Some(kept));
        assert!(store.remove(&id).unwrap());
        assert_eq!(store.page(&id).unwrap(), None);
        store.put(&[reading], "lexicon").unwrap();
        assert_eq!(store.page_length(&id).unwrap(), None);
    }

    #[test]
    fn a_damaged_page_is_found_and_never_unpacked_without_end() {
        let (_folder, mut store) = store();
        let reading = reading("Mara denied it.");
        with_page(&mut store, &reading, "<p>Mara denied it.</p>");
        assert_eq!(store.verify().unwrap(), []);
        let bomb = pack::pack_bytes(&vec![b' '; Page::MOST + 1]).unwrap();
        let update = "UPDATE page SET markup = ?1";
        store.connection.execute(update, [bomb]).unwrap();
        assert!(store.page(&reading.document.id).is_err());
        let broken = store.verify().unwrap();
        assert_eq!(broken[0].document.as_ref(), Some(&reading.document.id));
    }

    #[test]
    fn of_several_pages_one_stays_whatever_their_order() {
        let long = "x".repeat(Page::MOST + 1);
        let pages = [
            "<p>Mara denied it.</p>",
            "<p>Mara denies it.</p>",
            "<p>No.",
            &long,
        ];
        let kept = |order: &[usize]| {
            let (_folder, mut store) = store();
            let reading = reading("Mara denied it.");
            for &number in order {
                with_page(&mut store, &reading, pages[number]);
            }
            store.page(&reading.document.id).unwrap().unwrap()
        };
        let first = kept(&[0, 1, 2, 3]);
        assert_eq!(first.bytes(), pages[0].len() as u64);
        for order in [[3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]] {
            assert_eq!(kept(&order), first);
        }
    }

    #[test]
    fn a_page_without_end_leaves_only_its_length_and_one_without_document_nothing() {
        let (_folder, mut store) = store();
        let long = "x".repeat(Page::MOST + 1);
        let reading = reading("Mara denied it.");
        let id = reading.document.id.clone();
        with_page(&mut store, &reading, &long);
        let length = Page::MOST as u64 + 1;
        assert_eq!(store.page(&id).unwrap(), Some(Page::TooLong(length)));
        assert_eq!(store.page_length(&id).unwrap(), Some(length));
        let stray = Id::from("doc-stray");
        let pages = [(stray.clone(), Page::of("<p>"))];
        store.put_with_pages(&[], &pages, "lexicon").unwrap();
        assert_eq!(store.page(&stray).unwrap(), None);
    }
}
