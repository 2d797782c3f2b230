//! Articles with the part of their annotation that the claim reader's classifiers see, as JSON Lines.
//!
//! Takes `articles.jsonl`; writes each line with a field `annotation` (tokens, sentences, quoted stretches), and reads it
//! back. Reading a corpus takes a minute, learning looks at it seven times. Known limit: no times, mentions or
//! referents.
//!
//! Example: a token is `[start, end, lemma, tag, pos, morph, head, relation, entity]`.

use language::core::Core;
use lexicon::Lexicon;
use model::{Annotation, Document, QuotedStretch, Sentence, Span, Token};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;

/// Labels met so far; each is kept for the rest of the run, as those of a model are.
#[derive(Default)]
pub(crate) struct Labels(BTreeSet<&'static str>);

impl Labels {
    fn get(&mut self, value: &Value) -> &'static str {
        let label = value.as_str().unwrap_or_default();
        if let Some(known) = self.0.get(label) {
            return known;
        }
        let kept: &'static str = Box::leak(label.to_owned().into_boxed_str());
        self.0.insert(kept);
        kept
    }
}

/// Writes the articles of `folder` with their annotations.
pub(crate) fn write(folder: &str, mut out: impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let (core, lexicon) = (Core::embedded()?, Lexicon::embedded()?);
    for line in std::fs::read_to_string(format!("{folder}/articles.jsonl"))?.lines() {
        let mut article: Value = serde_json::from_str(line)?;
        let document = Document {
            text: article["text"].as_str().unwrap_or_default().to_owned(),
            ..Document::default()
        };
        let read = language::annotate(&document, core, &lexicon);
        article["annotation"] = json!({
            "tokens": read.tokens.iter().map(|t| json!([t.span.start, t.span.end, t.lemma, t.tag, t.pos, t.morph, t.head, t.dep, t.entity])).collect::<Vec<_>>(),
            "sentences": read.sentences.iter().map(|s| json!([s.span.start, s.span.end, s.tokens.start, s.tokens.end, s.paragraph])).collect::<Vec<_>>(),
            "quoted": read.quoted.iter().map(|q| json!([q.span.start, q.span.end, q.closed])).collect::<Vec<_>>(),
        });
        writeln!(out, "{article}")?;
    }
    Ok(())
}

/// The annotation in `value`, as far as it was written.
pub(crate) fn read(value: &Value, labels: &mut Labels) -> Annotation {
    let rows = |name: &str| value[name].as_array().cloned().unwrap_or_default();
    let number = |v: &Value| usize::try_from(v.as_u64().unwrap_or_default()).unwrap_or_default();
    let span = |row: &Value| Span::new(number(&row[0]), number(&row[1]));
    let sentence = |row: Value| Sentence {
        span: span(&row),
        tokens: number(&row[2])..number(&row[3]),
        paragraph: number(&row[4]),
    };
    let quoted = |row: Value| QuotedStretch {
        span: span(&row),
        closed: row[2].as_bool().unwrap_or_default(),
    };
    let mut token = |row: Value| Token {
        span: span(&row),
        lemma: row[2].as_str().unwrap_or_default().to_owned(),
        tag: labels.get(&row[3]),
        pos: labels.get(&row[4]),
        morph: labels.get(&row[5]),
        head: number(&row[6]),
        dep: labels.get(&row[7]),
        entity: labels.get(&row[8]),
    };
    Annotation {
        tokens: rows("tokens").into_iter().map(&mut token).collect(),
        sentences: rows("sentences").into_iter().map(sentence).collect(),
        quoted: rows("quoted").into_iter().map(quoted).collect(),
        ..Annotation::default()
    }
}
