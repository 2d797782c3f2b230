//! What was fetched, so that a watch goes on where it stopped and asks for nothing twice.
//!
//! Takes and returns visits of feeds and of their entries. They are outside the export, and nothing in the record rests on them. Known limit: entries
//! that a feed no longer names are remembered for ever.
//!
//! Example: a feed with its `ETag`, asked at ten and due at a quarter past.

use super::{Error, Store};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

/// What is known of an address that was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// Of a feed, or what one of its entries is known by.
    pub address: String,
    /// The feed of an entry; `None` of feeds.
    pub feed: Option<String>,
    /// When the feed of an entry says that it was last changed, in its words.
    pub stamp: Option<String>,
    /// `ETag` of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub modified: Option<String>,
    /// When it was last asked.
    pub at: Timestamp,
    /// When it is to be asked again; `None` for never.
    pub due: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// The last of them.
    pub problem: Option<String>,
}

impl Store {
    /// The visit of `address`, where there was one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn visit(&self, address: &str) -> Result<Option<Visit>, Error> {
        let select = "SELECT address, feed, stamp, etag, modified, at, due, failures, problem FROM visit WHERE address = ?1";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let found = statement.query_row([address], Stored::of).optional();
        let Some(stored) = self.reported(found)? else {
            return Ok(None);
        };
        let time = |text: &str| {
            text.parse()
                .map_err(|e: jiff::Error| self.unreadable("visit", &e))
        };
        Ok(Some(Visit {
            at: time(&stored.at)?,
            due: stored.due.as_deref().map(time).transpose()?,
            ..stored.visit
        }))
    }

    /// Keeps `visits` in place of earlier ones of their addresses.
    ///
    /// # Errors
    /// Locked, read-only, full or damaged; none is kept then.
    pub fn keep_visits(&mut self, visits: &[Visit]) -> Result<(), Error> {
        let keep = "INSERT OR REPLACE INTO visit (address, feed, stamp, etag, modified, at, due, failures, problem)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        self.transact(|transaction| {
            let mut statement = transaction.prepare_cached(keep)?;
            for v in visits {
                statement.execute(params![
                    v.address,
                    v.feed,
                    v.stamp,
                    v.etag,
                    v.modified,
                    v.at.to_string(),
                    v.due.map(|d| d.to_string()),
                    v.failures,
                    v.problem
                ])?;
            }
            Ok(())
        })
    }
}

/// A row whose times are still text.
struct Stored {
    visit: Visit,
    at: String,
    due: Option<String>,
}

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            visit: Visit {
                address: row.get(0)?,
                feed: row.get(1)?,
                stamp: row.get(2)?,
                etag: row.get(3)?,
                modified: row.get(4)?,
                failures: row.get(7)?,
                problem: row.get(8)?,
                ..Visit::default()
            },
            at: row.get(5)?,
            due: row.get(6)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_kept_as_it_is_and_replaced_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        let first = Visit {
            address: "https://news.example/feed".into(),
            etag: Some("\"1\"".into()),
            at: "2023-09-14T08:00:00Z".parse().unwrap(),
            due: Some("2023-09-14T08:15:00.5Z".parse().unwrap()),
            ..Visit::default()
        };
        store.keep_visits(std::slice::from_ref(&first)).unwrap();
        assert_eq!(store.visit(&first.address).unwrap(), Some(first.clone()));
        let gone = Visit {
            due: None,
            failures: 3,
            problem: Some("the server answered 410".into()),
            ..first
        };
        store.keep_visits(std::slice::from_ref(&gone)).unwrap();
        assert_eq!(store.visit(&gone.address).unwrap(), Some(gone));
        assert_eq!(store.visit("https://other.example").unwrap(), None);
    }
}
