//! The digest: what a record tells in one screen or two.
//!
//! Takes a whole record; returns its stories (larger first) with documents, the dated summary, who says what,
//! what is disputed and what would conflict with a norm. What is told by more documents and what is surer comes first; the amounts are
//! limited, the listings have everything. Known limit: claims without any known speaker are left to `claims`.
//!
//! Example: the story "Shells": one document, one dated line, two speakers, one dispute.

use crate::Lookup;
use crate::filter::Window;
use crate::listing::{
    BreachFilter, BreachRow, ClaimRow, Cut, DisputeRow, DocumentRow, TimelineRow, breaches,
    claim_row, counted, days, dispute_row, documents, timeline,
};
use crate::render::{Format, Paper, Piece, Row, Tone, json};
use model::record::{Claim, Record, Story};
use model::{Id, Interval};
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Stories shown: a digest is a screen or two each, the rest are in `documents` and `timeline`.
const STORIES: usize = 5;
/// Dated lines shown of a story: a screen's worth.
const LINES: usize = 10;
/// Speakers shown of a story.
const SPEAKERS: usize = 8;
/// Claims shown of a speaker.
const CLAIMS: usize = 3;
/// Contents of so many bytes at most come after longer ones: they point to something rather than tell it.
const BARE: usize = 16;
/// Disputes shown of a story.
const DISPUTES: usize = 6;
/// What a possible breach is called among the counts.
const BREACH: &str = "possible breach";
/// Possible breaches shown of a story.
const BREACHES: usize = 6;

/// What a record tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Digest {
    /// How much there is of each thing.
    pub counts: Vec<(String, usize)>,
    /// The largest stories, those with more documents first.
    pub stories: Vec<StoryDigest>,
    /// Number of stories that are left out.
    pub more_stories: usize,
}

/// What a story tells.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StoryDigest {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// What it is about.
    pub title: String,
    /// Its days.
    #[schemars(with = "crate::Days")]
    pub interval: Interval,
    /// Its documents by day.
    pub documents: Vec<DocumentRow>,
    /// Its most important dated lines, by day.
    pub timeline: Vec<TimelineRow>,
    /// Who says what: the speakers heard most, with their surest claims.
    pub speakers: Vec<SpeakerDigest>,
    /// What is disputed.
    pub disputes: Vec<DisputeRow>,
    /// What would conflict with a norm, if it is so: what more independent origins tell comes first.
    pub possible_breaches: Vec<BreachRow>,
}

/// What a speaker says in a story.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SpeakerDigest {
    /// The actor.
    #[schemars(with = "String")]
    pub actor: Id,
    /// Its name.
    pub name: String,
    /// Number of its claims.
    pub count: usize,
    /// Some of them.
    pub claims: Vec<ClaimRow>,
}

/// The digest of `lookup`'s record.
pub fn digest(lookup: &Lookup<'_>) -> Digest {
    let mut stories: Vec<&Story> = lookup.record.stories.iter().collect();
    stories.sort_by_key(|s| (Reverse(s.documents.len()), &s.id));
    let more_stories = stories.len().saturating_sub(STORIES);
    stories.truncate(STORIES);
    Digest {
        counts: counts(lookup.record),
        stories: stories
            .into_iter()
            .map(|s| story_digest(lookup, s))
            .collect(),
        more_stories,
    }
}

/// How much there is of what listings show: events without a type are left out, and what is marked as misread.
fn counts(record: &Record) -> Vec<(String, usize)> {
    let typed = record
        .events
        .iter()
        .filter(|e| e.event_type.is_some() && e.marked.is_empty())
        .count();
    let claims = record.claims.iter().filter(|c| c.marked.is_empty());
    let counted = [
        ("document", record.documents.len()),
        ("actor", record.actors.len()),
        ("event", typed),
        ("claim", claims.count()),
        ("dispute", record.disputes.len()),
        (BREACH, record.possible_breaches.len()),
    ];
    // Most records stand beside no norm, and a nought would say more than is known.
    let shown = counted
        .into_iter()
        .filter(|(noun, n)| *n > 0 || *noun != BREACH);
    shown
        .map(|(noun, count)| (noun.to_owned(), count))
        .collect()
}

/// What `story` tells.
pub fn story_digest(lookup: &Lookup<'_>, story: &Story) -> StoryDigest {
    let here = |id: &Id| story.documents.binary_search(id).is_ok();
    let all = documents(lookup, Window::default());
    StoryDigest {
        id: story.id.clone(),
        title: story.title.clone(),
        interval: story.interval,
        documents: all.into_iter().filter(|d| here(&d.id)).collect(),
        timeline: timeline(
            lookup,
            Window::default(),
            Some(story.id.as_str()),
            Cut::days(Some(LINES)),
        ),
        speakers: speakers(lookup, story),
        disputes: disputes(lookup, story),
        possible_breaches: possible_breaches(lookup, story),
    }
}

fn possible_breaches(lookup: &Lookup<'_>, story: &Story) -> Vec<BreachRow> {
    let filter = BreachFilter {
        story: Some(story.id.to_string()),
        ..BreachFilter::default()
    };
    let mut rows = breaches(lookup, &filter);
    let origins = |r: &BreachRow| r.event.as_ref().map_or(0, |e| e.independent_origins);
    rows.sort_by_key(|r| Reverse((origins(r), r.claims.len())));
    rows.truncate(BREACHES);
    rows
}

fn speakers(lookup: &Lookup<'_>, story: &Story) -> Vec<SpeakerDigest> {
    let mut said: BTreeMap<&Id, Vec<&Claim>> = BTreeMap::new();
    let here = |c: &&Claim| story.documents.binary_search(&c.document).is_ok();
    let stands = |c: &&Claim| c.marked.is_empty();
    for claim in lookup.record.claims.iter().filter(here).filter(stands) {
        for speaker in &claim.speakers {
            said.entry(speaker).or_default().push(claim);
        }
    }
    let mut said: Vec<(&Id, Vec<&Claim>)> = said.into_iter().collect();
    said.sort_by_key(|(id, claims)| (Reverse(claims.len()), *id));
    said.truncate(SPEAKERS);
    said.into_iter()
        .map(|(id, claims)| speaker(lookup, id, claims))
        .collect()
}

fn speaker(lookup: &Lookup<'_>, id: &Id, mut claims: Vec<&Claim>) -> SpeakerDigest {
    let count = claims.len();
    claims.sort_by(|a, b| {
        is_bare(a)
            .cmp(&is_bare(b))
            .then_with(|| b.confidence.total_cmp(&a.confidence))
            .then_with(|| a.id.cmp(&b.id))
    });
    let mut rows: Vec<ClaimRow> = Vec::new();
    for claim in claims {
        let row = claim_row(lookup, claim);
        if rows.len() < CLAIMS && !rows.iter().any(|r| is_repeat(r, &row)) {
            rows.push(row);
        }
    }
    SpeakerDigest {
        actor: id.clone(),
        name: lookup.name(id),
        count,
        claims: rows,
    }
}

/// Whether a claim's words alone tell little: "it", "the accusation".
fn is_bare(claim: &Claim) -> bool {
    claim.content.iter().map(|s| s.end - s.start).sum::<usize>() <= BARE
}

/// Whether two claims say the same: the same proposition in the same manner, or the same words.
fn is_repeat(a: &ClaimRow, b: &ClaimRow) -> bool {
    let words = |r: &ClaimRow| r.content.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
    let same = a.proposition.is_some() && a.proposition == b.proposition && a.stance == b.stance;
    same || words(a) == words(b)
}

fn disputes(lookup: &Lookup<'_>, story: &Story) -> Vec<DisputeRow> {
    let here = |d: &&model::record::Dispute| {
        let claims = d
            .supporting
            .iter()
            .chain(&d.against)
            .filter_map(|c| lookup.claim(c));
        let documents = claims
            .map(|c| &c.document)
            .chain(d.spans.iter().map(|s| &s.document));
        documents
            .into_iter()
            .any(|id| story.documents.binary_search(id).is_ok())
    };
    let mut found: Vec<_> = lookup.record.disputes.iter().filter(here).collect();
    found.sort_by_key(|d| (Reverse(d.supporting.len().min(d.against.len())), &d.id));
    found.truncate(DISPUTES);
    found.into_iter().map(|d| dispute_row(lookup, d)).collect()
}

impl Digest {
    /// The digest in `format`; CSV has no digest, so it is text there too.
    pub fn render(&self, format: Format, mut paper: Paper) -> String {
        if format == Format::Json {
            return json(self);
        }
        let counts: Vec<String> = self
            .counts
            .iter()
            .map(|(noun, count)| counted(*count, noun))
            .collect();
        paper.write(0, &[Piece::plain(&counts.join(", "))]);
        for story in &self.stories {
            story.write(&mut paper);
        }
        if self.more_stories > 0 {
            let left = format!(
                "and {} more stories, with fewer documents; `onrecord timeline` has them all",
                self.more_stories
            );
            paper.blank();
            paper.write(0, &[Piece::new(&left, Tone::Faint)]);
        }
        paper.finish()
    }
}

impl StoryDigest {
    fn write(&self, paper: &mut Paper) {
        paper.heading(&format!("STORY: {}", self.title));
        paper.write(
            0,
            &[Piece::new(
                &format!(
                    "{} · {}",
                    days(self.interval),
                    counted(self.documents.len(), "document")
                ),
                Tone::Faint,
            )],
        );
        paper.blank();
        DocumentRow::write(&self.documents, paper);
        self.write_timeline(paper);
        self.write_speakers(paper);
        if !self.disputes.is_empty() {
            paper.heading("Disputed");
            DisputeRow::write(&self.disputes, paper);
        }
        if !self.possible_breaches.is_empty() {
            paper.heading("Would conflict with a norm, if so");
        }
        for row in &self.possible_breaches {
            paper.blank();
            row.write_short(paper);
        }
    }

    fn write_timeline(&self, paper: &mut Paper) {
        if !self.timeline.is_empty() {
            paper.heading("What happened");
        }
        for row in &self.timeline {
            row.write_line(paper);
        }
    }

    fn write_speakers(&self, paper: &mut Paper) {
        if !self.speakers.is_empty() {
            paper.heading("Who says what");
        }
        for speaker in &self.speakers {
            speaker.write(paper);
        }
    }
}

impl SpeakerDigest {
    fn write(&self, paper: &mut Paper) {
        paper.write(
            0,
            &[
                Piece::new(&self.name, Tone::Strong),
                Piece::new(&format!(" · {}", counted(self.count, "claim")), Tone::Faint),
            ],
        );
        for claim in &self.claims {
            let line = format!(
                "{} \"{}\" · {} · {}",
                claim.stance,
                claim.cue.text,
                claim.whence,
                days(claim.published())
            );
            paper.write(2, &[Piece::new(&line, Tone::Faint)]);
            claim.write_words(paper, 4);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::small_record;

    #[test]
    fn a_digest_tells_stories_days_speakers_and_disputes() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let printed = digest(&Lookup::new(&record, &texts)).render(Format::Text, Paper::plain(80));
        let expected = "\
1 document, 2 actors, 1 event, 2 claims, 1 dispute

STORY: Shells
2023-08-30 · 1 document

PUBLISHED   OUTLET  TITLE                 ID
2023-08-30  Daily   Moscow denies report  doc-11111111

What happened
2023-08     Washington said that Russia bought shells. (Daily)

Who says what
Russia · 1 claim
  deny \"denied\" · Daily · 2023-08-30
    | the report
United States · 1 claim
  assert \"said\" · Daily · 2023-08-30
    | that Russia bought shells

Disputed

denial: that Russia bought shells
  for United States · Daily, 2023-08-30, claim-aaaaaaaa
    | Washington «said» that Russia bought shells.
  against Russia · Daily, 2023-08-30, claim-dddddddd
    | “No,” Moscow «denied» the report.
  dispute-11111111
";
        assert_eq!(printed, expected);
    }
}
