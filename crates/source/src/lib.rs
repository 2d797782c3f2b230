//! From bytes to documents: files, folders, archives, standard input, addresses; text, pages, JSON Lines, tables, feeds, web archives; plain or packed.
//!
//! Takes paths and addresses; yields one [`model::Document`] an article, or a [`Refusal`] that says what, where and
//! how to mend it. One bad article never stops the rest. Nothing here reads language beyond stamps,
//! bylines and the language a text is in. Known limit: PDF and
//! word-processor files are not read.
//!
//! Example: `Articles::new(&inputs, Columns::default())` over a folder of `.txt` files yields them by name.

mod archive;
mod article;
mod export;
mod feed;
mod feeds;
mod fetch;
mod html;
mod http;
mod input;
mod json_lines;
mod packed;
mod parquet;
mod refusal;
mod stamp;
mod stream;
mod table;
mod text;
mod visit;
mod walk;
mod warc;

pub use article::RawArticle;
pub use export::Export;
pub use feeds::{Feeds, FeedsError, Watched};
pub use fetch::{Answer, Fetcher, Found, Manners, Unfetched, Validators};
pub use html::{day_features, day_of_page};
pub use input::{Articles, Input};
pub use refusal::{Location, Problem, Refusal};
pub use table::Columns;
pub use visit::{Entry, Network, entries};

use lexicon::Lexicon;
use model::Document;

/// The document of one article.
///
/// # Errors
/// An article without text, or with one longer than an article can be.
pub fn document(article: RawArticle, lexicon: &Lexicon) -> Result<Document, Problem> {
    article::document(article, lexicon)
}
