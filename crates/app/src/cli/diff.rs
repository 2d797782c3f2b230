//! `onrecord diff`: what differs between two record files, or two days of one, and why.
//!
//! Takes two files, or two days; prints what is new, changed, joined and gone. Known limit: two files are shown as they were last derived.
//!
//! Example: `onrecord diff --from 2023-08-31 --to 2023-09-20`.

use super::days::last_day;
use super::list::{self, FormatOption};
use crate::Exit;
use crate::session::{Session, texts, told};
use anyhow::{Result, bail};
use clap::Args;
use clap::builder::PossibleValuesParser;
use engine::Store;
use jiff::civil::Date;
use model::record::Record;
use std::path::PathBuf;
use view::Lookup;
use view::diff::{DiffRow, KINDS, diff};

/// List what differs between two records, or two days of one, and why
///
/// Lines that are new, that say something else, that became part of another, and that are gone, each with the documents that made it
/// so. Claims and actors are many and are listed with `--kind` only.
#[derive(Args, Debug)]
pub struct Diff {
    /// The older and the newer record file
    ///
    /// Without them, two days of one record are compared: see `--from`. Example: `onrecord diff monday.db today.db`
    #[arg(value_name = "FILE", num_args = 2, conflicts_with_all = ["from", "to"])]
    files: Vec<PathBuf>,

    /// The earlier day: the record as the articles published until then have it
    ///
    /// Written YYYY-MM-DD, YYYY-MM or YYYY; the whole month or year counts. Example: `--from 2023-08-31`
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    from: Option<Date>,

    /// The later day; without it, the whole record
    ///
    /// Written as in `--from`. Example: `--to 2023-09-20`
    #[arg(long, value_name = "DATE", value_parser = last_day, requires = "from")]
    to: Option<Date>,

    /// Only lines of these types
    ///
    /// Several are separated by commas. Example: `--kind event,dispute`
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = PossibleValuesParser::new(KINDS))]
    kind: Vec<String>,

    #[command(flatten)]
    format: FormatOption,
}

impl Diff {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let rows = match (self.files.as_slice(), self.from) {
            ([old, new], _) => {
                let (old, new) = (Store::open_read_only(old)?, Store::open_read_only(new)?);
                self.compared((&old, &old.record()?), (&new, &new.record()?))
            }
            (_, Some(from)) => self.of_days(session, from)?,
            _ => bail!("nothing to compare (help: name two record files, or a day with `--from`)"),
        };
        list::print(session, &rows, self.format, "nothing differs")
    }

    fn of_days(&self, session: &Session<'_>, from: Date) -> Result<Vec<DiffRow>> {
        let store = session.current()?;
        let engine = session.engine()?;
        let as_of = |day: Date| -> Result<Record> {
            let past = engine.as_of(&store, day)?;
            session.notes.say(&told(&past, day));
            Ok(past.record)
        };
        let before = as_of(from)?;
        let now = self.to.map_or_else(|| Ok(store.record()?), as_of)?;
        Ok(self.compared((&store, &before), (&store, &now)))
    }

    fn compared(&self, before: (&Store, &Record), now: (&Store, &Record)) -> Vec<DiffRow> {
        let few = &KINDS[..KINDS.len() - MANY];
        let asked: Vec<&str> = self.kind.iter().map(String::as_str).collect();
        let kinds = if asked.is_empty() { few } else { &asked };
        let (old, new) = (texts(before.0), texts(now.0));
        let (old, new) = (Lookup::new(before.1, &old), Lookup::new(now.1, &new));
        diff(&old, &new, kinds)
    }
}

/// The last kinds are too many to be listed unasked: claims and actors.
const MANY: usize = 2;
