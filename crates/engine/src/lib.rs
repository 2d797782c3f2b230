//! The whole product on one screen: an article becomes a reading, readings become the record.
//!
//! Takes inputs and an open record file; plays the stages in order: source, language, statement, record.
//! It knows every stage; no stage knows another. Texts in other languages than English are kept,
//! searchable, and marked as not read. Known limit: the record is derived from all readings after each
//! `add`, so one more article costs as much as the deriving does.
//!
//! Example: `engine.add(&mut store, &[Input::from_argument("news/")], &mut |_| ())?`.

mod add;
mod decide;
mod norms;
mod past;
mod watch;

pub use add::{AddSummary, Progress};
pub use decide::{Part, Undecidable};
pub use norms::{NormCheck, NormFailure};
pub use past::Past;
pub use record::store::{self, Store};
pub use source::{
    Columns, Export, Feeds, FeedsError, Fetcher, Input, Location, Manners, Network, Problem,
    RawArticle, Refusal, Watched,
};
pub use watch::{Asked, Outcome, Round};

use language::core::{Core, CoreError};
use lexicon::{Files, Lexicon};
use model::{Annotation, Document, Reading};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::path::{Path, PathBuf};

/// What can keep the engine from its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file under `data/` is wrong.
    #[error(transparent)]
    Lexicon(#[from] lexicon::Error),
    /// The language model is damaged.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// The machine gives no more threads.
    #[error("cannot start threads: {0} (help: ask for fewer with `--threads 1`)")]
    Threads(#[from] ThreadPoolBuildError),
    /// The record file cannot be used.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// What an analyst wants to lay down cannot be.
    #[error(transparent)]
    Decision(#[from] Undecidable),
    /// Stored readings were made with other language knowledge; lines derived from both would be of neither.
    #[error(
        "record {path} was read with other language knowledge than this program has now (help: run `onrecord rebuild --record {path}` to read its articles again, or give the `--data` folder that it was read with)"
    )]
    OtherLexicon {
        /// The record.
        path: PathBuf,
    },
}

/// Threads are started all at once, and no machine that reads articles has more to give than this.
const MOST_THREADS: usize = 256;

/// The stages with what they need: language knowledge, the language model, a number of threads.
pub struct Engine {
    lexicon: Lexicon,
    core: &'static Core,
    pool: ThreadPool,
    columns: Columns,
}

impl Engine {
    /// Loads data files (those of `folder` in place of the built-in ones) and the language model.
    ///
    /// # Errors
    /// A data file that does not hold what it promises; a damaged model; no threads to be had.
    pub fn new(folder: Option<&Path>, threads: usize) -> Result<Self, Error> {
        let files = folder.map_or_else(Files::embedded, Files::with_folder);
        Ok(Self {
            lexicon: Lexicon::load(&files)?,
            core: Core::embedded()?,
            pool: ThreadPoolBuilder::new()
                .num_threads(threads.clamp(1, MOST_THREADS))
                .build()?,
            columns: Columns::default(),
        })
    }

    /// Reads tables by `columns`.
    #[must_use]
    pub fn with_columns(self, columns: Columns) -> Self {
        Self { columns, ..self }
    }

    /// The language knowledge in use.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads one article.
    ///
    /// # Errors
    /// An article without text, or with more than an article has.
    pub fn read(&self, article: RawArticle) -> Result<Reading, Problem> {
        let document = source::document(article, &self.lexicon)?;
        Ok(self.read_document(document))
    }

    /// Reads documents on all threads; the readings come in the order of the documents.
    pub(crate) fn read_all(&self, documents: Vec<Document>) -> Vec<Reading> {
        let readings = || {
            // One at a time: documents differ in length by a hundred times.
            let documents = documents.into_par_iter().with_max_len(1);
            documents.map(|d| self.read_document(d)).collect()
        };
        self.pool.install(readings)
    }

    /// Reads a document whose text is known to be fit.
    pub fn read_document(&self, document: Document) -> Reading {
        if !is_english(&document) {
            return unread(document);
        }
        let annotation = language::annotate(&document, self.core, &self.lexicon);
        let statements = statement::extract(&document, &annotation, &self.lexicon);
        let sentences = annotation.sentences.iter().map(|s| s.span);
        let sentences = sentences.filter(|s| annotation.dateline_at(s.start).is_none());
        Reading {
            agencies: annotation.agencies(),
            sentences: sentences.collect(),
            mentions: annotation.mentions,
            referents: annotation.referents,
            places: annotation.places,
            times: annotation.times,
            notes: annotation.notes,
            statements,
            document,
        }
    }

    /// The annotation of a bare text, for looking at the language stage itself.
    pub fn parse(&self, text: &str) -> Annotation {
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        language::annotate(&document, self.core, &self.lexicon)
    }

    /// Whether the readings in `store` are of today's language knowledge, so that they may be added to and derived
    /// from. They are not read again unasked: on a large record that takes minutes, and under another `--data`
    /// folder it would throw away the reading that somebody wanted.
    ///
    /// # Errors
    /// [`Error::OtherLexicon`]; the record file cannot be used.
    pub fn check_readings(&self, store: &Store) -> Result<(), Error> {
        if store.lexicons()?.iter().all(|l| *l == self.lexicon.version) {
            return Ok(());
        }
        Err(Error::OtherLexicon {
            path: store.path().to_owned(),
        })
    }

    /// Derives the record anew where documents, readings or decisions changed since; returns whether they had.
    ///
    /// # Errors
    /// Readings of another lexicon; the record file cannot be used.
    pub fn refresh(&self, store: &mut Store) -> Result<bool, Error> {
        self.check_readings(store)?;
        let current = store.derived_lexicon()?.as_deref() == Some(self.lexicon.version.as_str());
        if current && !store.is_stale()? {
            return Ok(false);
        }
        self.pool.install(|| {
            let generation = store.generation()?;
            let readings = store.readings()?;
            let decisions = store.decisions()?;
            let derived = record::derive(
                &readings.iter().collect::<Vec<_>>(),
                &decisions,
                &self.lexicon,
            );
            drop(readings);
            store.set_record(&derived, &self.lexicon.version, generation)?;
            Ok(true)
        })
    }
}

fn is_english(document: &Document) -> bool {
    let language = document.language.as_deref();
    language.is_none_or(|l| {
        l.split(['-', '_'])
            .next()
            .is_some_and(|l| l.eq_ignore_ascii_case("en"))
    })
}

/// The reading of a text in a language that is not read: kept and searchable, nothing more.
fn unread(document: Document) -> Reading {
    let language = document.language.clone().unwrap_or_default();
    Reading {
        document,
        notes: vec![format!("the text is in `{language}`; only English is read")],
        ..Reading::default()
    }
}
