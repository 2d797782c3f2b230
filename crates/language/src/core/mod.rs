//! The language core: tokens, tags, heads, sentences, lemmas and named entities of English text.
//!
//! Takes text and its paragraphs; returns what spaCy 3.8 with `en_core_web_sm` 3.8.0 finds in each
//! paragraph, token by token, without Python: the weights are that model's, the algorithms are written
//! anew. Each paragraph is a sequence of its own. First stage of the language crate; everything later
//! reads its tokens. Known limits: English; greedy parsing; a sequence is cut after 8,192 tokens.
//!
//! Example: "Kirby denied it." gives four tokens, one sentence with root `denied`, one `PERSON`.

mod address;
mod affix;
mod class;
mod dense;
mod embed;
mod entity;
mod error;
mod hash;
mod lemma;
mod lexeme;
mod parse;
mod reader;
mod ruler;
mod tokenize;
mod transition;
mod vocabulary;
mod weights;

pub use error::CoreError;
pub use reader::CoreReading;
pub(crate) use reader::sentence;

use dense::{Linear, WIDTH};
use embed::Embedding;
use entity::Recogniser;
use lemma::Lemmatizer;
use model::Span;
use parse::Parser;
use reader::Reader;
use ruler::Ruler;
use std::sync::{Mutex, OnceLock, PoisonError};
use tokenize::Tokenizer;
use weights::{Strings, Weights};

/// The weight file, aligned so that its numbers can be used in place.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/en/core-sm.bin"
)));

/// The loaded model. One value serves any number of threads.
pub struct Core {
    labels: Strings,
    tokenizer: Tokenizer,
    embedding: Embedding,
    tagger: Linear,
    tags: &'static [u32],
    parser: Parser,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    entity_embedding: Embedding,
    recogniser: Recogniser,
    /// Readers that wait for the next text, each with what it remembers of earlier ones.
    readers: Mutex<Vec<Reader>>,
}

impl Core {
    /// The model compiled into the program, loaded on first use (under 100 ms).
    ///
    /// # Errors
    /// A weight file that is damaged or of another layout; cannot happen in a tested build.
    pub fn embedded() -> Result<&'static Self, CoreError> {
        static CORE: OnceLock<Result<Core, CoreError>> = OnceLock::new();
        let core = CORE.get_or_init(|| Self::from_bytes(&EMBEDDED.0));
        core.as_ref().map_err(Clone::clone)
    }

    /// The model in the weight file `bytes`, which must start at a multiple of 8.
    ///
    /// # Errors
    /// Bytes that are no weight file, of another layout, cut, damaged or incomplete.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, CoreError> {
        let weights = Weights::open(bytes)?;
        let labels = weights.strings("labels")?;
        let tags = weights.numbers("tagger.labels")?;
        let tokenizer = Tokenizer::load(&weights)?;
        Ok(Self {
            lemmatizer: Lemmatizer::load(&weights, labels, &tokenizer)?,
            tokenizer,
            embedding: Embedding::load(&weights, "tok2vec")?,
            tagger: Linear::load(&weights, "tagger", WIDTH, tags.len())?,
            tags,
            parser: Parser::load(&weights, labels)?,
            ruler: Ruler::load(&weights)?,
            entity_embedding: Embedding::load(&weights, "ner")?,
            recogniser: Recogniser::load(&weights)?,
            labels,
            readers: Mutex::default(),
        })
    }

    /// Tokens, sentences and entities of the paragraphs of `text`.
    ///
    /// `paragraphs` are spans of `text` in text order; what lies outside them belongs to no token. A
    /// span that is outside the text or splits a character counts as empty. Cost: linear in the text.
    pub fn read(&self, text: &str, paragraphs: &[Span]) -> CoreReading {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reader = readers.pop().unwrap_or_default();
        drop(readers);
        let reading = reader.read(self, text, paragraphs);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.push(reader);
        reading
    }

    /// Whether `word` (lower case) is a form of a verb, an adjective or an adverb that the model's word lists hold.
    pub fn is_describing(&self, word: &str) -> bool {
        self.lemmatizer.is_describing(word)
    }

    /// The label with number `number`.
    fn label(&self, number: u32) -> &'static str {
        self.labels.get(number as usize)
    }
}
