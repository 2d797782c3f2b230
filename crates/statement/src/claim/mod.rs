//! Attributions: who says what, by which words.
//!
//! Takes a document's annotation and the lexicon; returns [`Claim`]s in order of their cue. Steps: find
//! the cues (`cue`), label the words around each (`part`, `label`), keep what does not overlap (`draft`),
//! settle whom each claim comes from (`origin`) and how far each content reaches (`variant`, `rank`), then read the stance, the certainty and the people involved. Method and span conventions: PolNeAR
//! (Newell, Margolin and Ruths 2018). Contents do not nest but for the claim that a denial carries
//! (`inner`). Known limit: the paragraph is the horizon.
//!
//! Example: "Moscow denied the report" gives source "Moscow", cue "denied", content "the report".

pub mod cue;
pub mod draft;
pub mod feature;
mod inner;
pub mod label;
pub mod measure;
pub mod origin;
pub mod parse;
pub mod part;
mod people;
mod promise;
pub mod rank;
mod stance;
mod topic;
mod trim;
pub mod variant;
pub mod weigh;

use draft::Draft;
use lexicon::Lexicon;
use lexicon::claims::Claims;
use model::{Annotation, Claim, Document, Promise, Quotation};
use parse::Parse;
use part::{Met, Setting};

/// The claims of `document`, in order of their cue; [`Claim::events`] stay empty.
pub fn extract(document: &Document, annotation: &Annotation, lexicon: &Lexicon) -> Vec<Claim> {
    read(document, annotation, lexicon).0
}

/// The claims as [`extract`] gives them, and the promises that their contents tell.
pub fn read(
    document: &Document,
    annotation: &Annotation,
    lexicon: &Lexicon,
) -> (Vec<Claim>, Vec<Promise>) {
    let parse = Parse::new(&document.text, annotation);
    let (mut found, mut promises): (Vec<Claim>, Vec<Promise>) = (Vec::new(), Vec::new());
    for draft in drafts(&parse, &lexicon.claims) {
        let Some(claim) = claim(&parse, &draft, &found, lexicon) else {
            continue;
        };
        let told = promise::told(&parse, &draft, &lexicon.claims);
        let number = found.len();
        promises.extend(told.iter().filter_map(|p| promised(&parse, p, number)));
        found.push(claim);
    }
    (found, promises)
}

/// The promise of `draft`, which the claim of number `claim` tells.
fn promised(parse: &Parse, draft: &Draft, claim: usize) -> Option<Promise> {
    Some(Promise {
        claim,
        by: people::speakers(parse, draft),
        source: parse.span(&draft.source)?,
        cue: parse.span(&draft.cue_tokens)?,
        content: draft.content_spans(parse),
        events: Vec::new(),
    })
}

/// The claim of `draft`, given the `earlier` ones; `None` where its content covers no text.
fn claim(parse: &Parse, draft: &Draft, earlier: &[Claim], lexicon: &Lexicon) -> Option<Claim> {
    let content = draft.content_spans(parse);
    let sentence = parse
        .annotation
        .sentences
        .get(parse.sentence(draft.cue))?
        .span;
    let speakers = people::speakers(parse, draft);
    (!content.is_empty()).then_some(())?;
    Some(Claim {
        source: parse.span(&draft.source),
        cue: parse.span(&draft.cue_tokens)?,
        cue_lemma: parse.token(draft.cue).lemma.clone(),
        quotation: quotation(parse, draft),
        stance: stance::stance(parse, draft, &lexicon.claims),
        certainty: stance::certainty(parse, draft, &lexicon.claims),
        addressees: people::addressees(parse, draft, &lexicon.claims),
        via: people::via(parse, draft, &lexicon.claims),
        topic: topic::topic(parse, draft, lexicon),
        about: topic::about(parse, draft, (earlier, &speakers), lexicon),
        events: Vec::new(),
        confidence: draft.probability,
        speakers,
        content,
        sentence,
    })
}

/// Whether the words of the content stand between quotation marks: all, some or none.
fn quotation(parse: &Parse, draft: &Draft) -> Quotation {
    let tokens: Vec<usize> = draft.content.iter().copied().collect();
    match feature::quoted(parse, &tokens) {
        'i' => Quotation::Direct,
        'm' => Quotation::Mixed,
        _ => Quotation::Indirect,
    }
}

/// The drafts of all claims of `parse`, in order of their cue.
pub fn drafts(parse: &Parse, claims: &Claims) -> Vec<Draft> {
    let likely = cue::probabilities(parse, claims);
    let mut flat = flat_drafts(parse, &likely, claims);
    rank::choose(parse, (&likely, claims), &mut flat);
    let mut kept: Vec<Draft> = flat
        .into_iter()
        .filter_map(|draft| trim::trimmed(parse, draft, claims))
        .collect();
    let carried: Vec<Draft> = kept
        .iter()
        .filter_map(|denial| inner::carried(parse, denial, claims))
        .collect();
    kept.extend(carried);
    kept.sort_by_key(|draft| draft.cue);
    kept
}

/// The drafts that are likely enough and do not overlap, with the content that each was labelled with.
pub fn flat_drafts(parse: &Parse, likely: &[f64], claims: &Claims) -> Vec<Draft> {
    let mut flat = plain_drafts(parse, likely, claims);
    origin::choose(parse, (likely, claims), &mut flat);
    flat
}

/// As [`flat_drafts`], with the source that each was labelled with.
pub fn plain_drafts(parse: &Parse, likely: &[f64], claims: &Claims) -> Vec<Draft> {
    let mut open = open_drafts(parse, likely, claims);
    weigh::weigh(parse, &mut open, claims);
    open.retain(|draft| {
        let stance = stance::stance(parse, draft, claims);
        draft.probability >= claims.settings.least(stance)
    });
    draft::flat(open)
}

/// A draft for every word that may be a cue, given how likely each is; they overlap still.
pub fn open_drafts(parse: &Parse, likely: &[f64], claims: &Claims) -> Vec<Draft> {
    let cues = (0..parse.token_count()).filter(|&t| likely[t] >= claims.settings.cue);
    let found = cues.filter_map(|at| {
        let setting = Setting::new(parse, at, likely);
        let mut met = Met::default();
        let parts = label::label(&setting, (&label::UPRIGHT, claims), &mut met);
        let draft = Draft::new(parse, (at, likely[at]), parts, &claims.settings)?;
        Some(Draft { met, ..draft })
    });
    found
        .filter(|draft| !people::is_way(parse, draft, claims))
        .collect()
}
