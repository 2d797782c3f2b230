//! `onrecord demo`: the bundled example articles, read and told.
//!
//! Reads the articles of `examples/affair` (compiled in) into a scratch record and prints its digest. Known limit:
//! the articles are composed for the purpose; real ones are longer and less tidy.
//!
//! Example: `onrecord demo --keep demo.db`, then `onrecord disputes --record demo.db`.

use super::digest::{self, DigestOption};
use crate::progress::Bar;
use crate::session::{Session, with_lookup};
use crate::{Exit, output};
use anyhow::{Context, Result};
use clap::Args;
use engine::{Input, Store};
use std::path::{Path, PathBuf};

/// The example articles by file name.
const ARTICLES: &[(&str, &[u8])] = &[
    (
        "articles.jsonl",
        include_bytes!("../../../../examples/affair/articles.jsonl"),
    ),
    (
        "newsletter.html",
        include_bytes!("../../../../examples/affair/newsletter.html"),
    ),
    (
        "stamped-late.txt",
        include_bytes!("../../../../examples/affair/stamped-late.txt"),
    ),
];

/// Read the bundled articles and print their digest
///
/// The articles were composed for onrecord, in the manner of different outlets: an agency piece, a rewrite of it, a
/// denial, an announcement, an analysis, a copy, one stamped with a wrong date.
#[derive(Args, Debug)]
pub struct Demo {
    /// Keep the record in this file
    ///
    /// So that you can ask it more; otherwise it is thrown away. Example: `onrecord demo --keep demo.db`
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,

    #[command(flatten)]
    format: DigestOption,
}

impl Demo {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let scratch = output::scratch()?;
        let articles = scratch.path().join("affair");
        unpack(&articles).context("cannot write the example articles")?;
        let record = self
            .keep
            .clone()
            .unwrap_or_else(|| scratch.path().join("demo.db"));
        let engine = session.engine()?;
        let mut store = Store::open_or_create(&record)?;
        let bar = Bar::new(session.notes);
        engine.add(&mut store, &[Input::Path(articles)], &mut |progress| {
            bar.show(progress);
        })?;
        drop(bar);
        with_lookup(&store, |lookup| digest::print(session, lookup, self.format))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the demo unpacks its articles into a scratch folder"
)]
fn unpack(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, bytes) in ARTICLES {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the test lists the example articles"
)]
mod tests {
    use super::*;

    #[test]
    fn every_example_article_is_bundled() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/affair");
        let names = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut found: Vec<String> = names.filter(|n| n != "README.md").collect();
        found.sort();
        assert_eq!(
            found,
            ARTICLES.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        );
    }
}
