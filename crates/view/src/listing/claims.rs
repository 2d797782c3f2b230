//! The claims: who says what, how, where, and who says otherwise.
//!
//! Takes claim lines; returns rows by day of publication, document and place in it, each with its words.
//! Known limit: the day is that of the article, not of the utterance.
//!
//! Example: `2023-08-30  United States  asserts  | that Russia bought shells`.

use super::marks::{MarkRow, all_words, write_marks};
use super::{cell, days, optional, remarks, short_id, word};
use crate::filter::{ActorQuery, Window, WordQuery};
use crate::lookup::day_key;
use crate::render::{Paper, Piece, Row, Tone, joined};
use crate::{Excerpt, Lookup};
use jiff::civil::Date;
use model::record::Claim;
use model::{Id, Interval, Stance};
use schemars::JsonSchema;
use serde::Serialize;

/// What the claims are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// Who speaks: an actor, or words of the source as the text has it.
    pub by: Option<ActorQuery>,
    /// Words of the content, of what it is about, or of the events it tells.
    pub about: Option<WordQuery>,
    /// One stance.
    pub stance: Option<Stance>,
    /// Days of publication.
    pub window: Window,
    /// Least confidence, 0 to 1.
    pub min_confidence: f64,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ClaimRow {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// First day on which its document can have been published.
    pub earliest: Option<Date>,
    /// Last such day.
    pub latest: Option<Date>,
    /// Its document.
    #[schemars(with = "String")]
    pub document: Id,
    /// That document's outlet.
    pub outlet: Option<String>,
    /// That outlet, or the name it came in under; for text only.
    #[serde(skip)]
    pub whence: String,
    /// Who speaks.
    pub speakers: Vec<String>,
    /// The words that name the speaker.
    pub source: Option<Excerpt>,
    /// What the speaker does by it.
    pub stance: String,
    /// certain, probable, possible.
    pub certainty: String,
    /// direct, indirect, mixed.
    pub quotation: String,
    /// The words that attribute.
    pub cue: Excerpt,
    /// What is attributed, piece by piece.
    pub content: Vec<Excerpt>,
    /// Spoken to whom.
    pub addressees: Vec<String>,
    /// Carried by whom.
    pub via: Vec<String>,
    /// What it is about.
    #[schemars(with = "Option<String>")]
    pub proposition: Option<Id>,
    /// Who asserts that, when it is disputed.
    pub asserted_by: Vec<String>,
    /// Who denies it.
    pub denied_by: Vec<String>,
    /// 0 to 1.
    pub confidence: f64,
    /// Who marked it as misread.
    pub marked: Vec<MarkRow>,
}

/// The claims that fit `filter`.
pub fn claims(lookup: &Lookup<'_>, filter: &ClaimFilter) -> Vec<ClaimRow> {
    let all = lookup.record.claims.iter();
    let mut found: Vec<&Claim> = all.filter(|c| fits(lookup, filter, c)).collect();
    found.sort_by_key(|c| {
        (
            day_key(lookup.published(&c.document)),
            &c.document,
            c.cue,
            &c.id,
        )
    });
    found.into_iter().map(|c| claim_row(lookup, c)).collect()
}

fn fits(lookup: &Lookup<'_>, filter: &ClaimFilter, claim: &Claim) -> bool {
    let spoken = |query: &ActorQuery| {
        query.fits_any(&claim.speakers, lookup) || source_fits(lookup, claim, query)
    };
    filter.stance.is_none_or(|s| claim.stance == s)
        && claim.confidence >= filter.min_confidence
        && filter.window.holds(lookup.published(&claim.document))
        && filter.by.as_ref().is_none_or(spoken)
        && filter
            .about
            .as_ref()
            .is_none_or(|words| words.fits(about(lookup, claim).iter().map(String::as_str)))
}

fn source_fits(lookup: &Lookup<'_>, claim: &Claim, query: &ActorQuery) -> bool {
    let source = claim.source.map(|s| lookup.excerpt(&claim.document, s));
    source.is_some_and(|s| query.names(&s.text))
}

fn about(lookup: &Lookup<'_>, claim: &Claim) -> Vec<String> {
    let content = claim
        .content
        .iter()
        .map(|&s| lookup.excerpt(&claim.document, s).text);
    let proposition = claim
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    let events = claim.events.iter().filter_map(|e| lookup.event(e));
    content
        .chain(proposition.map(|p| p.label.clone()))
        .chain(events.map(|e| e.label.clone()))
        .collect()
}

/// The row of `claim`.
pub fn claim_row(lookup: &Lookup<'_>, claim: &Claim) -> ClaimRow {
    let published = lookup.published(&claim.document);
    let proposition = claim
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    let disputed = proposition.filter(|p| !p.denied_by.is_empty());
    let excerpt = |span| lookup.excerpt(&claim.document, span);
    ClaimRow {
        id: claim.id.clone(),
        earliest: published.earliest,
        latest: published.latest,
        document: claim.document.clone(),
        outlet: lookup.outlet(&claim.document),
        whence: lookup.whence(&claim.document),
        speakers: lookup.names(&claim.speakers),
        source: claim.source.map(excerpt),
        stance: word(claim.stance),
        certainty: word(claim.certainty),
        quotation: word(claim.quotation),
        cue: lookup.excerpt_in(&claim.document, claim.cue, claim.sentence),
        content: claim.content.iter().map(|&s| excerpt(s)).collect(),
        addressees: lookup.names(&claim.addressees),
        via: lookup.names(&claim.via),
        proposition: claim.proposition.clone(),
        asserted_by: disputed
            .map(|p| lookup.names(&p.asserted_by))
            .unwrap_or_default(),
        denied_by: disputed
            .map(|p| lookup.names(&p.denied_by))
            .unwrap_or_default(),
        confidence: claim.confidence,
        marked: MarkRow::all(&claim.marked),
    }
}

impl Row for ClaimRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "earliest",
        "latest",
        "document",
        "outlet",
        "speakers",
        "source",
        "stance",
        "certainty",
        "quotation",
        "cue",
        "content",
        "addressees",
        "via",
        "proposition",
        "asserted_by",
        "denied_by",
        "confidence",
        "start",
        "end",
        "sentence",
        "marked",
    ];

    fn cells(&self) -> Vec<String> {
        let content: Vec<&str> = self.content.iter().map(|c| c.text.as_str()).collect();
        vec![
            self.id.to_string(),
            cell(self.earliest),
            cell(self.latest),
            self.document.to_string(),
            optional(self.outlet.as_deref()),
            joined(&self.speakers),
            self.source
                .as_ref()
                .map(|s| s.text.clone())
                .unwrap_or_default(),
            self.stance.clone(),
            self.certainty.clone(),
            self.quotation.clone(),
            self.cue.text.clone(),
            content.join(" … "),
            joined(&self.addressees),
            joined(&self.via),
            self.proposition
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            joined(&self.asserted_by),
            joined(&self.denied_by),
            format!("{:.2}", self.confidence),
            self.cue.start.to_string(),
            self.cue.end.to_string(),
            format!("{}{}{}", self.cue.before, self.cue.text, self.cue.after),
            all_words(&self.marked),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for row in rows {
            paper.blank();
            row.write_block(paper);
        }
    }
}

impl ClaimRow {
    /// The days on which its document can have been published.
    pub(crate) fn published(&self) -> Interval {
        Interval {
            earliest: self.earliest,
            latest: self.latest,
        }
    }

    /// Who speaks, for people: the actors, else the text's words for them, else the outlet itself, where it is known.
    pub(crate) fn speaker(&self) -> String {
        if !self.speakers.is_empty() {
            return self.speakers.join(", ");
        }
        let source = self.source.as_ref().map(|s| s.text.clone());
        let outlet = || self.outlet.clone();
        source
            .or_else(outlet)
            .unwrap_or_else(|| "the article".to_owned())
    }

    /// The claim in a few lines: who, the words, where from.
    pub(crate) fn write_block(&self, paper: &mut Paper) {
        paper.write(
            0,
            &[
                Piece::plain(&format!("{}  ", days(self.published()))),
                Piece::new(&self.speaker(), Tone::Strong),
                Piece::plain(": "),
                Piece::new(&self.stance, tone(&self.stance)),
                Piece::new(&hedge(&self.certainty), Tone::Faint),
            ],
        );
        self.write_words(paper, 2);
        paper.write(2, &remarks(&self.notes()));
        write_marks(&self.marked, paper);
    }

    /// The words of the claim; where it has none of its own, the sentence with the cue marked.
    pub(crate) fn write_words(&self, paper: &mut Paper, indent: usize) {
        if self.content.is_empty() {
            paper.quote(indent, &self.cue);
        }
        for piece in &self.content {
            paper.quote(indent, piece);
        }
    }

    /// Who says otherwise: for a denial those who assert, for anything else those who deny.
    fn opposed(&self) -> String {
        let (word, names) = if self.stance == word(Stance::Deny) {
            ("asserted by", &self.asserted_by)
        } else {
            ("denied by", &self.denied_by)
        };
        if names.is_empty() {
            return String::new();
        }
        format!("{word} {}", names.join(", "))
    }

    fn notes(&self) -> Vec<String> {
        let listed = |intro: &str, names: &[String]| {
            if names.is_empty() {
                String::new()
            } else {
                format!("{intro} {}", names.join(", "))
            }
        };
        vec![
            self.whence.clone(),
            format!("\"{}\"", self.cue.text),
            listed("to", &self.addressees),
            listed("via", &self.via),
            self.opposed(),
            short_id(&self.id),
        ]
    }
}

fn tone(stance: &str) -> Tone {
    if stance == word(Stance::Deny) {
        Tone::Bad
    } else {
        Tone::Good
    }
}

fn hedge(certainty: &str) -> String {
    if certainty == word(model::Certainty::Certain) {
        String::new()
    } else {
        format!(" ({certainty})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::small_record;
    use crate::render::{Format, listing};
    use model::record::Mark;

    #[test]
    fn a_claim_is_shown_with_its_words_and_who_denies_it() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let filter = ClaimFilter {
            stance: Some(Stance::Assert),
            ..ClaimFilter::default()
        };
        let printed = listing(&claims(&lookup, &filter), Format::Text, Paper::plain(80));
        let expected = "\
2023-08-30 United States: assert
  | that Russia bought shells
  Daily · \"said\" · denied by Russia · claim-aaaaaaaa
";
        assert_eq!(printed, expected);
    }

    #[test]
    fn a_claim_marked_wrong_is_listed_with_the_mark() {
        let (mut record, text) = small_record();
        record.claims[1].marked = vec![Mark {
            decision: Id::from("decision-1"),
            by: "A. Reader".into(),
            at: "2023-09-06T10:00:00Z".into(),
            why: Some("the report says so, not she".into()),
        }];
        let texts = Texts::new(|_| Some(text.clone()));
        let rows = claims(&Lookup::new(&record, &texts), &ClaimFilter::default());
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        let marked = "\n  marked wrong by A. Reader: the report says so, not she\n";
        assert_eq!(printed.matches(marked).count(), 1);
        let cells = listing(&rows, Format::Csv, Paper::plain(80));
        assert!(cells.contains("marked wrong by A. Reader"));
    }

    #[test]
    fn claims_are_narrowed_by_speaker_words_and_days() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let count = |filter: ClaimFilter| claims(&lookup, &filter).len();
        let by = |name: &str| ClaimFilter {
            by: Some(ActorQuery::new(name)),
            ..ClaimFilter::default()
        };
        assert_eq!(
            (count(by("Moscow")), count(by("RUS")), count(by("Tokyo"))),
            (1, 1, 0)
        );
        let about = ClaimFilter {
            about: Some(WordQuery::new("shells")),
            ..ClaimFilter::default()
        };
        assert_eq!(count(about), 2);
    }
}
