//! Loads, checks and indexes everything under `data/` that an analyst may edit.
//!
//! Takes the files compiled into the program, or a folder given by the user that replaces some of
//! them; returns a [`Lexicon`] with one table a module. Every error names file, line and what to do.
//! The version is a hash of all files, so a record knows which language knowledge made it. Known
//! limit: English only.
//!
//! Example: `Lexicon::embedded()?.version` is the value of `lexicon` in an export's first line.

pub mod actors;
pub mod claims;
pub mod coreference;
pub mod datelines;
mod error;
pub mod event_nouns;
pub mod event_phrases;
pub mod event_weights;
pub mod events;
pub mod feature;
mod files;
mod folder;
pub mod merge;
pub mod nominals;
pub mod norms;
pub mod organisations;
pub mod outlets;
pub mod pages;
pub mod paragraphs;
pub mod people;
pub mod places;
pub mod sentences;
pub mod source;
pub mod spelling;
pub mod status_weights;
pub mod things;
pub mod times;
pub mod trees;
mod word;
pub mod word_classes;

pub use error::Error;
pub use files::Files;

/// All tables of `data/`.
#[derive(Debug)]
pub struct Lexicon {
    /// Hash of all files, 16 hexadecimal digits.
    pub version: String,
    /// When a text counts as hard-wrapped.
    pub wrapping: paragraphs::Wrapping,
    /// When a line is a headline in title case.
    pub headlines: paragraphs::Headlines,
    /// How long a sentence can be.
    pub sentences: sentences::Sentences,
    /// States and organisations by name.
    pub actors: actors::Actors,
    /// Tuned numbers of co-reference.
    pub coreference: coreference::Coreference,
    /// People's names.
    pub people: people::People,
    /// Nouns that name actors, institutions.
    pub nominals: nominals::Nominals,
    /// Words in the names of organisations.
    pub organisations: organisations::Organisations,
    /// Places by name.
    pub places: places::Places,
    /// Names of things that act in nothing.
    pub things: things::Things,
    /// What the words of attributions do, weights of the claim reader.
    pub claims: claims::Claims,
    /// Outlets by domain.
    pub outlets: outlets::Outlets,
    /// Time expressions.
    pub times: times::Times,
    /// Triggers, frames and types of events.
    pub events: events::Events,
    /// Datelines.
    pub datelines: datelines::Datelines,
    /// Days of web pages.
    pub pages: pages::Pages,
    /// Stamps and bylines.
    pub source: source::Source,
    /// Stories, families of triggers, what joins in the record.
    pub merge: merge::Merge,
    /// Rules that bind actors from outside.
    pub norms: norms::Norms,
}

impl Lexicon {
    /// The lexicon compiled into the program.
    ///
    /// # Errors
    /// A file that does not hold what its header promises; cannot happen in a tested build.
    pub fn embedded() -> Result<Self, Error> {
        Self::load(&Files::embedded())
    }

    /// The lexicon of `files`.
    ///
    /// # Errors
    /// A folder that is missing or has unknown files; the first file that cannot be read or does not hold what its
    /// header promises.
    pub fn load(files: &Files) -> Result<Self, Error> {
        files.check()?;
        Self::tables(files).map_err(|error| files.located(error))
    }

    fn tables(files: &Files) -> Result<Self, Error> {
        let actors = actors::Actors::load(files)?;
        let places = places::Places::load(files)?;
        let merge = merge::Merge::load(files)?;
        Ok(Self {
            version: files.version(),
            norms: norms::Norms::load(files, &merge)?,
            merge,
            datelines: datelines::Datelines::load(files, (&actors, &places))?,
            wrapping: paragraphs::Wrapping::load(files)?,
            headlines: paragraphs::Headlines::load(files)?,
            sentences: sentences::Sentences::load(files)?,
            actors,
            places,
            coreference: coreference::Coreference::load(files)?,
            people: people::People::load(files)?,
            nominals: nominals::Nominals::load(files)?,
            organisations: organisations::Organisations::load(files)?,
            things: things::Things::load(files)?,
            claims: claims::Claims::load(files)?,
            outlets: outlets::Outlets::load(files)?,
            times: times::Times::load(files)?,
            events: events::Events::load(files)?,
            pages: pages::Pages::load(files)?,
            source: source::Source::load(files)?,
        })
    }
}
