//! Full-text search: which documents hold the words, and where in their texts.
//!
//! Takes words as a person types them (`"exact phrase"` and `start*` are understood, all must occur);
//! returns documents, best first by BM25 as FTS5 computes it (sqlite.org/fts5.html, 5.1.1; Robertson and
//! Zaragoza 2009), with byte spans of every hit in the stored text. Case and accents do not matter.
//! Known limit: words are not stemmed, so `deny` does not find `denied`; `den*` does.
//!
//! Example: `store.search("letters sho*")?` finds "Shoigu … letters" with two spans.

use super::{Error, Store};
use model::{Id, Span};
use rusqlite::Row;

/// A document that holds the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The document.
    pub document: Id,
    /// Where its text holds them, in order; empty when only the title does.
    pub spans: Vec<Span>,
    /// How well it fits: higher is better, comparable within one search only.
    pub score: f64,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// In headline and text together.
    Any,
    /// In the headline.
    Title,
    /// In the text.
    Text,
}

impl Store {
    /// Documents that hold all of `words`, best first; equal scores by id.
    ///
    /// # Errors
    /// The file cannot be read. Words without a letter or digit find nothing.
    pub fn search(&self, words: &str) -> Result<Vec<Hit>, Error> {
        self.search_best(words, usize::MAX).map(|(hits, _)| hits)
    }

    /// The `most` best of the documents that hold all of `words`, and how many there are. Texts are marked for the
    /// best only, which is most of the work.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn search_best(&self, words: &str, most: usize) -> Result<(Vec<Hit>, usize), Error> {
        self.search_in((words, Field::Any), most, |_| true)
    }

    /// As [`Store::search_best`], in one field, of the documents for which `fits` holds.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn search_in(
        &self,
        (words, field): (&str, Field),
        most: usize,
        fits: impl Fn(&Id) -> bool,
    ) -> Result<(Vec<Hit>, usize), Error> {
        let words = expression(words);
        if words.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let query = match field {
            Field::Any => words,
            Field::Title => format!("title : ({words})"),
            Field::Text => format!("text : ({words})"),
        };
        let mut found = self.ranked(&query)?;
        found.retain(|(_, id, _)| fits(id));
        let total = found.len();
        let best = found.into_iter().take(most);
        let hits = best.map(|(number, document, score)| {
            let text = self.text(&document)?.unwrap_or_default();
            let spans = self.spans(&query, number, &text)?;
            Ok(Hit {
                document,
                spans,
                score,
            })
        });
        Ok((hits.collect::<Result<_, Error>>()?, total))
    }

    /// Number, id and score of every document that `query` finds, best first.
    fn ranked(&self, query: &str) -> Result<Vec<(i64, Id, f64)>, Error> {
        let select = "SELECT d.number, d.id, -bm25(words) FROM words JOIN document d ON d.number = words.rowid WHERE words MATCH ?1 ORDER BY 3 DESC, 2";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let columns = |row: &Row<'_>| Ok((row.get(0)?, super::id(row, 1)?, row.get(2)?));
        let rows = self.reported(statement.query_map([query], columns))?;
        self.reported(rows.collect())
    }

    fn spans(&self, query: &str, number: i64, text: &str) -> Result<Vec<Span>, Error> {
        let Some((open, close)) = markers(text) else {
            return Ok(Vec::new());
        };
        let select =
            "SELECT highlight(words, 1, ?3, ?4) FROM words WHERE words MATCH ?1 AND rowid = ?2";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let params = rusqlite::params![query, number, open.to_string(), close.to_string()];
        let marked: String = self.reported(statement.query_row(params, |row| row.get(0)))?;
        Ok(between(&marked, open, close))
    }
}

/// Two characters that `text` does not hold, of Unicode's private use area.
fn markers(text: &str) -> Option<(char, char)> {
    let mut free = ('\u{e000}'..='\u{f8ff}').filter(|c| !text.contains(*c));
    Some((free.next()?, free.next()?))
}

/// Spans between the markers, as offsets of the text without them.
fn between(marked: &str, open: char, close: char) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut at, mut start) = (0, 0);
    for c in marked.chars() {
        if c == open {
            start = at;
        } else if c == close {
            spans.push(Span::new(start, at));
        } else {
            at += c.len_utf8();
        }
    }
    spans
}

/// What was typed as an FTS5 expression in which every word is quoted, so that no sign is an operator.
fn expression(words: &str) -> String {
    let mut terms = Vec::new();
    for (index, piece) in words.split('"').enumerate() {
        let is_phrase = index % 2 == 1;
        if is_phrase {
            terms.extend(term(piece));
        } else {
            terms.extend(piece.split_whitespace().filter_map(term));
        }
    }
    terms.join(" ")
}

fn term(piece: &str) -> Option<String> {
    let star = if piece.ends_with('*') { "*" } else { "" };
    let word = piece.replace(['*', '\0'], " ");
    let says_something = word.chars().any(char::is_alphanumeric);
    says_something.then(|| format!("\"{}\"{star}", word.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_query_language_are_taken_as_words() {
        assert_eq!(expression("NEAR(a) -b: c*"), "\"NEAR(a)\" \"-b:\" \"c\"*");
        assert_eq!(
            expression("say \"arms deal\" AND"),
            "\"say\" \"arms deal\" \"AND\""
        );
        assert_eq!(expression(" \" * ?? \0"), "");
    }

    #[test]
    fn markers_avoid_characters_of_the_text() {
        assert_eq!(markers("a\u{e000}b"), Some(('\u{e001}', '\u{e002}')));
    }
}
