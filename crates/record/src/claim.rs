//! Claim lines: what each document attributes, tied to the record's actors and events.
//!
//! Takes the claims of all readings and the merged events; returns lines by document and position, still
//! without propositions. Speakers, addressees and carriers become actor ids; a claim's id is a hash of its
//! document, cue and content. Known limit: where no source is named the speakers are empty; the outlet is
//! not made an actor.
//!
//! Example: "Kirby said …" has the id of the actor John Kirby among its speakers.

use crate::corroborate::Outlets;
use crate::derive::Ground;
use crate::event::Merged;
use model::record::{Claim, DocumentLine};
use model::{Id, Reading, Span, Stance, Status};

/// The claims of a record.
pub(crate) struct Claims {
    /// By document and cue.
    pub(crate) lines: Vec<Claim>,
    /// Reading and number of the claim behind each line.
    pub(crate) at: Vec<(usize, usize)>,
    /// Which way each line speaks.
    pub(crate) sides: Vec<Side>,
    /// The line of each claim of each reading.
    pub(crate) of: Vec<Vec<usize>>,
}

/// Which way a claim speaks of what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// It asserts or accuses.
    For,
    /// It denies, or asserts that something did not happen.
    Against,
    /// It demands, warns, promises and the like.
    Neither,
}

impl Claims {
    /// Whether a line stands: nobody marked it as misread.
    pub(crate) fn stands(&self, line: usize) -> bool {
        self.lines[line].marked.is_empty()
    }

    /// The reading's own claim behind a line.
    pub(crate) fn told<'r>(&self, ground: &Ground<'r>, line: usize) -> &'r model::Claim {
        let (reading, number) = self.at[line];
        &ground.readings[reading].statements.claims[number]
    }
}

/// All claims.
pub(crate) fn lines(ground: &Ground, documents: &[DocumentLine], events: &Merged) -> Claims {
    let mut claims = Claims {
        lines: Vec::new(),
        at: Vec::new(),
        sides: Vec::new(),
        of: Vec::with_capacity(ground.readings.len()),
    };
    let outlets = Outlets::of(ground, documents);
    for (r, reading) in ground.readings.iter().enumerate() {
        let told = &reading.statements.claims;
        claims
            .of
            .push((claims.lines.len()..claims.lines.len() + told.len()).collect());
        for (number, own) in told.iter().enumerate() {
            let line = line(ground, events, (r, number));
            claims.lines.push(Claim {
                outlet: outlets.name(r).to_owned(),
                ..line
            });
            claims.at.push((r, number));
            claims.sides.push(side(reading, own));
        }
    }
    claims
}

fn side(reading: &Reading, claim: &model::Claim) -> Side {
    let told = || {
        claim
            .events
            .iter()
            .filter_map(|&e| reading.statements.events.get(e))
    };
    let negates = told().next().is_some() && told().all(|e| e.status == Status::Negated);
    match claim.stance {
        Stance::Deny => Side::Against,
        Stance::Assert | Stance::Accuse if negates => Side::Against,
        Stance::Assert | Stance::Accuse => Side::For,
        _ => Side::Neither,
    }
}

fn line(ground: &Ground, events: &Merged, at: (usize, usize)) -> Claim {
    let (r, number) = at;
    let claim = &ground.readings[r].statements.claims[number];
    let actors = |referents: &[usize]| ground.actors(r, referents).into_iter().collect();
    Claim {
        speakers: actors(&claim.speakers),
        addressees: actors(&claim.addressees),
        via: actors(&claim.via),
        events: events.ids(r, &claim.events),
        marked: ground.marks.get(&at).cloned().unwrap_or_default(),
        ..bare(ground.readings[r], number)
    }
}

/// The line of a claim as far as its document alone tells it.
pub(crate) fn bare(reading: &Reading, number: usize) -> Claim {
    let claim = &reading.statements.claims[number];
    Claim {
        id: id_of(reading, number),
        document: reading.document.id.clone(),
        source: claim.source,
        speakers: Vec::new(),
        cue: claim.cue,
        content: claim.content.clone(),
        quotation: claim.quotation,
        stance: claim.stance,
        certainty: claim.certainty,
        addressees: Vec::new(),
        via: Vec::new(),
        outlet: String::new(),
        proposition: None,
        events: Vec::new(),
        sentence: claim.sentence,
        confidence: claim.confidence,
        marked: Vec::new(),
    }
}

/// A hash of document, cue and content; a second claim with the same cue and content counts on.
fn id_of(reading: &Reading, number: usize) -> Id {
    let claims = &reading.statements.claims;
    let claim = &claims[number];
    let same = |c: &&model::Claim| c.cue == claim.cue && c.content == claim.content;
    let before = claims.iter().take(number).filter(same).count();
    let text = |s: &Span| format!("{}-{}", s.start, s.end);
    let content: Vec<String> = claim.content.iter().map(text).collect();
    let parts = [
        reading.document.id.as_str(),
        &text(&claim.cue),
        &content.join(" "),
        &before.to_string(),
    ];
    Id::of("claim", &parts)
}

/// The words of a claim's content, pieces joined by an ellipsis, blanks made single.
pub(crate) fn words(ground: &Ground, reading: usize, content: &[Span]) -> String {
    let text = &ground.readings[reading].document.text;
    let pieces = content.iter().filter_map(|s| s.of(text));
    let pieces = pieces.map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    pieces.collect::<Vec<_>>().join(" … ")
}
