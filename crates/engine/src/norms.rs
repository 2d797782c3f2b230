//! Do the examples of a norm pack work: each is read like an article and derived with that pack alone.
//!
//! Takes the path of a pack, which may lie anywhere; returns the examples that fail. A sentence under `fits` must
//! come to stand beside its norm, told on the norm's first day; one under `nots` must not. Known limit: a
//! sentence that the reader gets wrong fails here though the norm is right; say it in other words.
//!
//! Example: `engine.check_norms("my-pack.toml".as_ref())?.failures` is empty for a sound pack.

use crate::{Engine, Error};
use jiff::civil::Date;
use lexicon::norms::{Norm, Pack};
use model::{Basis, Id};
use source::RawArticle;
use std::collections::BTreeSet;
use std::mem;
use std::path::Path;

/// What became of a pack's examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormCheck {
    /// The pack's name.
    pub pack: String,
    /// Number of its norms.
    pub norms: usize,
    /// Number of their examples.
    pub examples: usize,
    /// The examples that fail, by line.
    pub failures: Vec<NormFailure>,
}

/// An example that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormFailure {
    /// Line on which its norm begins.
    pub line: usize,
    /// Instrument and paragraph of the norm.
    pub norm: String,
    /// The example.
    pub text: String,
    /// What is wrong, in words.
    pub problem: &'static str,
}

impl Engine {
    /// Reads the pack at `path` and runs its examples.
    ///
    /// # Errors
    /// The pack does not hold what it must; the message names file, line and how to mend it.
    pub fn check_norms(&mut self, path: &Path) -> Result<NormCheck, Error> {
        let pack = self.lexicon.norms.pack_at(path, &self.lexicon.merge)?;
        let before = mem::replace(&mut self.lexicon.norms.packs, vec![pack]);
        let checked = self.examples();
        self.lexicon.norms.packs = before;
        Ok(checked)
    }

    /// The check of the only pack in use.
    fn examples(&self) -> NormCheck {
        let pack = &self.lexicon.norms.packs[0];
        let all = std::iter::once(&pack.whole).chain(&pack.norms);
        let mut failures = Vec::new();
        for norm in all.clone() {
            let fits = norm.examples.fits.iter();
            let missed = fits.filter(|text| !self.stands_beside(pack, norm, text));
            failures.extend(missed.map(|text| failure(norm, text, "is not set beside the norm")));
            let nots = norm.examples.nots.iter();
            let wrong = nots.filter(|text| self.stands_beside(pack, norm, text));
            failures.extend(
                wrong.map(|text| failure(norm, text, "is set beside the norm and must not")),
            );
        }
        failures.sort_by_key(|f| f.line);
        NormCheck {
            pack: pack.name.clone(),
            norms: pack.norms.len(),
            examples: all
                .map(|n| n.examples.fits.len() + n.examples.nots.len())
                .sum(),
            failures,
        }
    }

    /// Whether `text` comes to stand beside `norm`; beside any norm, where that is the pack as a whole.
    fn stands_beside(&self, pack: &Pack, norm: &Norm, text: &str) -> bool {
        let found = self.breached(text, norm.from);
        found.contains(&norm.id()) || (norm.id() == pack.whole.id() && !found.is_empty())
    }

    /// The norms that `text` stands beside when it is told on `day`.
    fn breached(&self, text: &str, day: Option<Date>) -> BTreeSet<Id> {
        let article = RawArticle {
            input_id: "example".to_owned(),
            language: Some("en".to_owned()),
            published: day.map(|d| (d, Basis::Input)),
            text: text.to_owned(),
            ..RawArticle::default()
        };
        let Ok(reading) = self.read(article) else {
            return BTreeSet::new();
        };
        let derive = || record::derive(&[&reading], &[], &self.lexicon);
        let record = self.pool.install(derive);
        let breaches = record.possible_breaches.into_iter();
        breaches.filter_map(|b| b.norm).collect()
    }
}

fn failure(norm: &Norm, text: &str, problem: &'static str) -> NormFailure {
    NormFailure {
        line: norm.line,
        norm: norm.title(),
        text: text.to_owned(),
        problem,
    }
}
