//! What the trained event reader sees of a text, written out for learning.
//!
//! Takes a document with its annotation; returns for each sentence, and for each of its clauses, its phrases, its pairs and the
//! names of their features, made by the code that reads (`sight`). Known limit: as large as a hundred times the text; one document at a time.
//!
//! Example: `crates/statement/examples/event-features.rs` writes them to a file for `eval/learn_events.py`.

use super::clause::{Clause, clauses};
use super::factuality::{self, Sighted};
use super::sight::{Sight, Sink};
use super::{Reader, argument::Finder, joint, status};
use lexicon::events::Events;
use lexicon::feature::Names;
use lexicon::status_weights::Stand;
use model::{Annotation, Claim, Document, Span};
use std::collections::BTreeSet;

/// Numbers of the phrases of a pair, its features, and those of its type.
pub type SeenPair = ((usize, usize), Vec<String>, Vec<String>);

/// A phrase with what is seen of it.
#[derive(Clone, Debug)]
pub struct SeenPhrase {
    /// Its head.
    pub head: Span,
    /// Its words.
    pub words: Span,
    /// Number of the token that heads the whole phrase which it stands for.
    pub whole: usize,
    /// Features as source and as target.
    pub features: [Vec<String>; 2],
}

/// A sentence with all that is seen of it.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Its phrases.
    pub phrases: Vec<SeenPhrase>,
    /// For each pair its phrases, its features, and those of its type.
    pub pairs: Vec<SeenPair>,
    /// Features of the sentence.
    pub nothing: Vec<String>,
    /// For a clause of the sentence before it, how it hangs there; `None` for a sentence.
    pub clause: Option<&'static str>,
}

/// Sentences of a document in text order, each followed by its clauses where it has several.
pub fn seen(document: &Document, annotation: &Annotation, lexicon: &Events) -> Vec<Seen> {
    let tree = super::Tree::new(annotation, &lexicon.grammar);
    let finder = Finder {
        tree: &tree,
        annotation,
        mentions: super::Mentions::new(annotation),
        text: &document.text,
        lexicon,
    };
    let reader = Reader {
        document,
        finder,
        claims: &[],
        told: Vec::new(),
    };
    let sentences = annotation.sentences.iter();
    let with_clauses = sentences.flat_map(|sentence| {
        let (sight, _) = reader.sight(sentence);
        let clauses = clauses(&sight).into_iter();
        let clauses: Vec<Seen> = clauses.map(|c| of_clause(&reader, &c)).collect();
        [of_sentence(&sight)].into_iter().chain(clauses)
    });
    with_clauses.collect()
}

fn of_clause(reader: &Reader<'_>, clause: &Clause) -> Seen {
    let tree = clause.tree(&reader.lexicon().grammar);
    let own = reader.within(clause, &tree);
    let sentence = &clause.annotation.sentences[0];
    let seen = of_sentence(&own.sight(sentence).0);
    Seen {
        clause: Some(clause.relation),
        ..seen
    }
}

/// Words that name events, in text order, with what the reader of status sees of each, and behind `!` what the program
/// says of it for each stand that the reader may take, in their order.
pub fn standings(
    document: &Document,
    annotation: &Annotation,
    claims: &[Claim],
    lexicon: &Events,
) -> Vec<(Span, Vec<String>)> {
    let tree = super::Tree::new(annotation, &lexicon.grammar);
    let found = super::read(document, annotation, claims, lexicon);
    let told = |span: Span| {
        let holds = |c: &&Claim| c.content.iter().any(|s| s.contains(span));
        let holding = claims.iter().filter(holds);
        holding.min_by_key(|c| c.content.iter().map(|s| s.len()).sum::<usize>())
    };
    let features = |span: Span| {
        let trigger = annotation.tokens_in(span).next()?;
        let at = Sighted {
            tree: &tree,
            lexicon,
            trigger,
            claim: told(span),
        };
        let ruled = status::status(&tree, trigger, lexicon, at.claim);
        let mut features = names(|sink| factuality::see(at, ruled, sink));
        let answers = Stand::ALL.map(|stand| factuality::answer(at, ruled, stand).as_str());
        features.push(format!("!{}", answers.join(" ")));
        Some((span, features))
    };
    found.iter().filter_map(|e| features(e.trigger)).collect()
}

fn of_sentence(sight: &Sight<'_, '_>) -> Seen {
    let finder = sight.finder;
    let span = |head: usize| finder.annotation.cover(&finder.phrase(head));
    let phrases = (0..sight.phrases.len()).map(|n| {
        let head = sight.phrases[n].head;
        let word = finder.tree.tokens[head].span;
        SeenPhrase {
            head: word,
            words: span(head).unwrap_or(word),
            whole: joint::whole(finder, head),
            features: ['s', 't'].map(|role| names(|sink| sight.phrase(n, role, sink))),
        }
    });
    let pairs = (0..sight.phrases.len()).flat_map(|s| {
        let others = (0..sight.phrases.len()).filter(move |&t| t != s);
        others.map(move |t| (s, t))
    });
    let pairs = pairs.map(|pair| {
        let way = sight.way(pair);
        let mut kinds = names(|sink| sight.kinds(pair, &way, sink));
        kinds.extend(names(|sink| sight.bag(sink)));
        let kinds: BTreeSet<String> = kinds.into_iter().collect();
        let own = names(|sink| sight.pair(pair, &way, sink));
        (pair, own, kinds.into_iter().collect())
    });
    Seen {
        phrases: phrases.collect(),
        pairs: pairs.collect(),
        nothing: names(|sink| sight.nothing(sink)),
        clause: None,
    }
}

fn names(see: impl FnOnce(&mut Sink<'_>)) -> Vec<String> {
    let mut names = Vec::new();
    let mut spelled = Names::default();
    see(&mut |name| names.push(spelled.spell(name).to_owned()));
    names
}
