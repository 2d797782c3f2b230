//! The record as of a day, at addresses of its own: `/as-of/2023-08-31/claims` and the like.
//!
//! Takes an address; says which day it is of and what it asks for there. The caller of the desk derives past records, as
//! only it has the readings' rules ([`Rewind`]); each day gets a clerk of its own, and the last few are kept. Links of a
//! page stay on its day. Known limit: a day of a large record takes as long as deriving it anew.
//!
//! Example: `/as-of?day=2023-08-31` leads to `/as-of/2023-08-31/`.

use crate::shelf::Clerk;
use jiff::civil::Date;
use model::record::Record;
use record::store::{Error, Store};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Where days are asked for.
pub(crate) const ROOT: &str = "/as-of";

/// Days kept: a person compares two, and each holds a whole record.
const DAYS: usize = 2;

/// A record as of a day.
#[derive(Clone, Debug)]
pub struct Then {
    /// Its lines, with mentions.
    pub record: Record,
    /// What it rests on and leaves out, in words.
    pub told: String,
}

type Derive = dyn Fn(&Store, Date) -> Result<Then, String> + Send + Sync;

/// Derives the record as of a day, or says in words why it cannot.
#[derive(Clone)]
pub struct Rewind(Arc<Derive>);

impl Rewind {
    /// From a function that derives.
    pub fn new(
        derive: impl Fn(&Store, Date) -> Result<Then, String> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(derive))
    }

    pub(crate) fn derive(&self, store: &Store, day: Date) -> Result<Then, String> {
        (self.0)(store, day)
    }
}

impl fmt::Debug for Rewind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rewind")
    }
}

/// The clerks of the days that were asked for last.
#[derive(Default)]
pub(crate) struct Days(Mutex<Vec<(Date, Arc<Clerk>)>>);

impl Days {
    /// The clerk of `day`.
    ///
    /// # Errors
    /// The record cannot be read.
    pub(crate) fn clerk(
        &self,
        path: &Path,
        rewind: &Rewind,
        day: Date,
    ) -> Result<Arc<Clerk>, Error> {
        // A clerk is whole before it is kept, so that a panic leaves nothing half done.
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, clerk)) = days.iter().find(|(of, _)| *of == day) {
            return Ok(Arc::clone(clerk));
        }
        let clerk = Arc::new(Clerk::start(
            path.to_owned(),
            Some((rewind.clone(), day)),
            None,
        )?);
        if days.len() >= DAYS {
            days.remove(0);
        }
        days.push((day, Arc::clone(&clerk)));
        Ok(clerk)
    }
}

/// The day of `path` and what stands behind it.
pub(crate) fn split(path: &str) -> Option<(Date, &str)> {
    let rest = path.strip_prefix(ROOT)?.strip_prefix('/')?;
    let (day, _) = rest.split_once('/').unwrap_or((rest, ""));
    Some((day.parse().ok()?, &rest[day.len()..]))
}

/// `page` with its links on `day`; those to files of the program, to the programming interface and to other days stay.
pub(crate) fn kept(page: &str, day: Date) -> String {
    let mut kept = page.to_owned();
    for attribute in ["href", "action"] {
        let (now, then) = (
            format!("{attribute}=\"/"),
            format!("{attribute}=\"{ROOT}/{day}/"),
        );
        kept = kept.replace(&now, &then);
        for fixed in ["desk.css", "favicon.svg", "api/", "as-of/"] {
            kept = kept.replace(&format!("{then}{fixed}"), &format!("{now}{fixed}"));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_address_tells_its_day() {
        let day = date(2023, 8, 31);
        assert_eq!(split("/as-of/2023-08-31/claims"), Some((day, "/claims")));
        assert_eq!(split("/as-of/2023-08-31"), Some((day, "")));
        assert_eq!(split("/as-of/never/claims"), None);
        assert_eq!(split("/claims"), None);
    }

    #[test]
    fn links_stay_on_their_day() {
        let page = r##"<link href="/desk.css"><a href="/claims?by=RUS"><a href="#main"><a href="/as-of/2023-09-01/">"##;
        let expected = r##"<link href="/desk.css"><a href="/as-of/2023-08-31/claims?by=RUS"><a href="#main"><a href="/as-of/2023-09-01/">"##;
        assert_eq!(kept(page, date(2023, 8, 31)), expected);
    }
}
