//! Resolves ids to names and evidence to words, for all listings.
//!
//! Takes the lines of a record (all, or those a listing needs) and a loader of document texts; answers
//! "what is this actor called", "which outlet", "which words stand there". Texts are loaded on demand and
//! a few kept. Known limit: a listing that jumps between more than [`KEPT`] documents loads texts again.
//!
//! Example: `lookup.excerpt(&claim.document, claim.cue)` has the text "denied".

use crate::Excerpt;
use jiff::civil::Date;
use model::record::{Actor, Claim, DocumentLine, Event, Place, Proposition, Record, Story};
use model::{CodePoints, Document, Id, Interval, Span};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Texts kept in memory: a listing goes through documents in order, so few are needed at once.
const KEPT: usize = 64;

/// Gets the text of a document.
type Load<'a> = Box<dyn Fn(&Id) -> Option<String> + 'a>;

/// The texts of documents, loaded when asked for.
pub struct Texts<'a> {
    load: Load<'a>,
    beginning: Box<dyn Fn(&Id) -> usize + 'a>,
    kept: RefCell<BTreeMap<Id, Rc<CodePoints<'static>>>>,
}

impl<'a> Texts<'a> {
    /// Texts from `load`, which returns `None` for a document it does not have.
    pub fn new(load: impl Fn(&Id) -> Option<String> + 'a) -> Self {
        Self {
            load: Box::new(load),
            beginning: Box::new(|_| 0),
            kept: RefCell::default(),
        }
    }

    /// The same with the byte of each text at which the article begins, behind a stamp at its head.
    #[must_use]
    pub fn beginning_at(mut self, beginning: impl Fn(&Id) -> usize + 'a) -> Self {
        self.beginning = Box::new(beginning);
        self
    }

    /// The text of `document` with its code points.
    pub fn of(&self, document: &Id) -> Option<Rc<CodePoints<'static>>> {
        let mut kept = self.kept.borrow_mut();
        if let Some(found) = kept.get(document) {
            return Some(Rc::clone(found));
        }
        let text = Rc::new(CodePoints::new((self.load)(document)?));
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(document.clone(), Rc::clone(&text));
        Some(text)
    }
}

/// The lines of a record by id, with the texts behind them.
pub struct Lookup<'a> {
    /// The lines.
    pub record: &'a Record,
    texts: &'a Texts<'a>,
    actors: BTreeMap<&'a Id, &'a Actor>,
    documents: BTreeMap<&'a Id, &'a DocumentLine>,
    claims: BTreeMap<&'a Id, &'a Claim>,
    events: BTreeMap<&'a Id, &'a Event>,
    places: BTreeMap<&'a Id, &'a Place>,
    propositions: BTreeMap<&'a Id, &'a Proposition>,
    stories: BTreeMap<&'a Id, &'a Story>,
}

impl<'a> Lookup<'a> {
    /// Indexes `record`; costs one pass over its lines.
    pub fn new(record: &'a Record, texts: &'a Texts<'a>) -> Self {
        Self {
            record,
            texts,
            actors: record.actors.iter().map(|a| (&a.id, a)).collect(),
            documents: record.documents.iter().map(|d| (&d.id, d)).collect(),
            claims: record.claims.iter().map(|c| (&c.id, c)).collect(),
            events: record.events.iter().map(|e| (&e.id, e)).collect(),
            places: record.places.iter().map(|p| (&p.id, p)).collect(),
            propositions: record.propositions.iter().map(|p| (&p.id, p)).collect(),
            stories: record.stories.iter().map(|s| (&s.id, s)).collect(),
        }
    }

    /// The actor `id`.
    pub fn actor(&self, id: &Id) -> Option<&'a Actor> {
        self.actors.get(id).copied()
    }

    /// The document `id`.
    pub fn document(&self, id: &Id) -> Option<&'a DocumentLine> {
        self.documents.get(id).copied()
    }

    /// The claim `id`.
    pub fn claim(&self, id: &Id) -> Option<&'a Claim> {
        self.claims.get(id).copied()
    }

    /// The event `id`.
    pub fn event(&self, id: &Id) -> Option<&'a Event> {
        self.events.get(id).copied()
    }

    /// The place `id`.
    pub fn place(&self, id: &Id) -> Option<&'a Place> {
        self.places.get(id).copied()
    }

    /// The proposition `id`.
    pub fn proposition(&self, id: &Id) -> Option<&'a Proposition> {
        self.propositions.get(id).copied()
    }

    /// The story `id`.
    pub fn story(&self, id: &Id) -> Option<&'a Story> {
        self.stories.get(id).copied()
    }

    /// What the actor `id` is called; the id where it is not among the lines.
    pub fn name(&self, id: &Id) -> String {
        self.actor(id)
            .map_or_else(|| id.to_string(), |a| a.name.clone())
    }

    /// What the actors `ids` are called, in their order.
    pub fn names(&self, ids: &[Id]) -> Vec<String> {
        ids.iter().map(|id| self.name(id)).collect()
    }

    /// The outlet of document `id`, where it is known.
    pub fn outlet(&self, id: &Id) -> Option<String> {
        self.document(id)?.outlet.clone()
    }

    /// What people tell document `id` by: its outlet, or the name it came in under.
    pub fn whence(&self, id: &Id) -> String {
        let line = self.document(id);
        line.map_or_else(
            || id.to_string(),
            |d| d.outlet.clone().unwrap_or_else(|| d.input_id.clone()),
        )
    }

    /// The days on which document `id` can have been published.
    pub fn published(&self, id: &Id) -> Interval {
        self.document(id)
            .map(|d| d.published.interval)
            .unwrap_or_default()
    }

    /// The headline of document `id`, or how its text begins.
    pub fn headline(&self, id: &Id) -> String {
        let given = self.document(id).and_then(|d| d.title.clone());
        given.unwrap_or_else(|| self.opening(id))
    }

    fn opening(&self, id: &Id) -> String {
        let Some(text) = self.texts.of(id) else {
            return String::new();
        };
        let from = (self.texts.beginning)(id);
        let article = text.text().get(from..).unwrap_or(text.text());
        let line = article.lines().find(|l| !l.trim().is_empty());
        shortened(line.unwrap_or_default().trim(), OPENING)
    }

    /// The words of `document` under `span`.
    pub fn excerpt(&self, document: &Id, span: Span) -> Excerpt {
        self.excerpt_in(document, span, span)
    }

    /// The words of `document` under `span`, with what else `sentence` holds before and after them.
    pub fn excerpt_in(&self, document: &Id, span: Span, sentence: Span) -> Excerpt {
        let Some(points) = self.texts.of(document) else {
            return Excerpt {
                document: document.clone(),
                ..Excerpt::default()
            };
        };
        let words = |start, end| {
            let found = Span::new(start, end).of(points.text());
            found.unwrap_or_default().to_owned()
        };
        Excerpt {
            document: document.clone(),
            start: points.at_byte(span.start),
            end: points.at_byte(span.end),
            text: words(span.start, span.end),
            before: words(sentence.start.min(span.start), span.start),
            after: words(span.end, sentence.end.max(span.end)),
        }
    }

    /// The words of `document` under `span`, with up to `reach` code points on either side, cut at white space.
    pub fn excerpt_near(&self, document: &Id, span: Span, reach: usize) -> Excerpt {
        let Some(points) = self.texts.of(document) else {
            return self.excerpt(document, span);
        };
        let from = points.byte_of(points.at_byte(span.start).saturating_sub(reach));
        let to = points.byte_of(points.at_byte(span.end) + reach);
        let text = points.text();
        let before = Span::new(from, span.start).of(text).unwrap_or_default();
        let after = Span::new(span.end, to).of(text).unwrap_or_default();
        let skipped = if from == 0 {
            0
        } else {
            before.find(char::is_whitespace).unwrap_or(0)
        };
        let kept = if to == text.len() {
            after.len()
        } else {
            after.rfind(char::is_whitespace).unwrap_or(after.len())
        };
        self.excerpt_in(document, span, Span::new(from + skipped, span.end + kept))
    }
}

/// The byte at which the article begins: behind the stamp, where one stands at the head.
pub fn beginning(document: &Document) -> usize {
    let stamp = document.furniture.first();
    let is_head = |before: &str| before.trim().is_empty();
    let at_head = stamp.filter(|s| document.text.get(..s.start).is_some_and(is_head));
    at_head.map_or(0, |s| s.end)
}

/// Code points of an opening shown in place of a headline: one line of a terminal.
const OPENING: usize = 80;

/// `text`, cut before the word that goes beyond `most` code points and marked with `…` when cut.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end())
}

/// The day to sort by: the earliest known, else the latest; unknown days come last.
pub(crate) fn day_key(interval: Interval) -> (bool, Option<Date>, Option<Date>) {
    let day = interval.earliest.or(interval.latest);
    (day.is_none(), day, interval.latest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::tests::small_record;

    #[test]
    fn an_excerpt_counts_code_points_and_keeps_the_sentence_around() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let claim = &record.claims[0];
        let found = lookup.excerpt_in(&claim.document, claim.cue, claim.sentence);
        assert_eq!(found.text, "denied");
        assert_eq!(found.before, "“No,” Moscow ");
        let point: String = text
            .chars()
            .skip(found.start)
            .take(found.end - found.start)
            .collect();
        assert_eq!(point, "denied");
    }

    #[test]
    fn a_text_that_is_not_stored_gives_empty_words() {
        let (record, _) = small_record();
        let texts = Texts::new(|_| None);
        let lookup = Lookup::new(&record, &texts);
        assert_eq!(
            lookup
                .excerpt(&record.documents[0].id, Span::new(0, 4))
                .text,
            ""
        );
    }

    #[test]
    fn a_long_line_is_cut_before_the_word_that_does_not_fit() {
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one", 9), "one");
    }
}
