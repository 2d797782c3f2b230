//! The possible breaches: norms and commitments beside what would conflict with them if it is so; never a verdict.
//!
//! Takes possible breaches; returns rows by norm, then by day of the event, each with the event's status, its
//! origins, the claims and the sentences. Known limit: what a norm exempts is not known here; the link leads to
//! its text.
//!
//! Example: resolution 1874 beside "North Korea – supply – Russia (alleged)".

use super::{
    ClaimRow, EventRow, cell, claim_row, counted, days, event_row, optional, remarks, short_id,
};
use crate::filter::{ActorQuery, Window, WordQuery};
use crate::lookup::day_key;
use crate::render::{Paper, Piece, Row, Tone, joined};
use crate::{Excerpt, Lookup};
use jiff::civil::Date;
use model::record::{Claim, Commitment, Event, Norm, PossibleBreach};
use model::{Id, Interval, Status};
use schemars::JsonSchema;
use serde::Serialize;

/// What the possible breaches are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct BreachFilter {
    /// An actor of the event, or one that speaks of it.
    pub by: Option<ActorQuery>,
    /// Words of the norm, the event or the reason.
    pub about: Option<WordQuery>,
    /// One status of the event.
    pub status: Option<Status>,
    /// Days it can have happened on; days of the claims where no event is known.
    pub window: Window,
    /// The beginning of the id of a story.
    pub story: Option<String>,
}

/// A rule that binds actors from outside.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct NormRow {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// The treaty, resolution or list.
    pub instrument: String,
    /// Where in it.
    pub paragraph: Option<String>,
    /// Who is bound.
    pub binds: Vec<String>,
    /// What it says.
    pub summary: String,
    /// First day in force.
    pub from: Option<Date>,
    /// Last day in force.
    pub until: Option<Date>,
    /// Where it can be read.
    pub uri: Option<String>,
}

/// A norm or a commitment beside what would conflict with it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BreachRow {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// The norm.
    pub norm: Option<NormRow>,
    /// The commitment, where it is one that would be broken.
    #[schemars(with = "Option<String>")]
    pub commitment: Option<Id>,
    /// The words of the commitment.
    pub promised: Option<String>,
    /// The event.
    pub event: Option<EventRow>,
    /// Where the reports of the event come from.
    pub origins: Vec<String>,
    /// Claims that tell it.
    pub claims: Vec<ClaimRow>,
    /// Why the two stand side by side.
    pub reason: String,
    /// The sentences.
    pub quotes: Vec<Excerpt>,
}

/// The possible breaches that fit `filter`.
pub fn breaches(lookup: &Lookup<'_>, filter: &BreachFilter) -> Vec<BreachRow> {
    let all = lookup.record.possible_breaches.iter();
    let mut found: Vec<&PossibleBreach> = all.filter(|b| fits(lookup, filter, b)).collect();
    found.sort_by_cached_key(|b| {
        let norm =
            norm(lookup, b).map(|n| (n.instrument.clone(), n.paragraph.clone(), n.id.clone()));
        (
            norm.is_none(),
            norm,
            day_key(interval(lookup, b)),
            b.id.clone(),
        )
    });
    found.into_iter().map(|b| breach_row(lookup, b)).collect()
}

fn norm<'r>(lookup: &Lookup<'r>, breach: &PossibleBreach) -> Option<&'r Norm> {
    let id = breach.norm.as_ref()?;
    lookup.record.norms.iter().find(|n| n.id == *id)
}

fn commitment<'r>(lookup: &Lookup<'r>, breach: &PossibleBreach) -> Option<&'r Commitment> {
    let id = breach.commitment.as_ref()?;
    lookup.record.commitments.iter().find(|c| c.id == *id)
}

fn event<'r>(lookup: &Lookup<'r>, breach: &PossibleBreach) -> Option<&'r Event> {
    lookup.event(breach.event.as_ref()?)
}

fn claims<'r>(lookup: &Lookup<'r>, breach: &PossibleBreach) -> Vec<&'r Claim> {
    breach
        .claims
        .iter()
        .filter_map(|c| lookup.claim(c))
        .collect()
}

/// The days of the event; where it has none, the days on which the articles that tell it were published.
fn interval(lookup: &Lookup<'_>, breach: &PossibleBreach) -> Interval {
    let told = event(lookup, breach)
        .map(|e| e.interval)
        .unwrap_or_default();
    if !told.is_unknown() {
        return told;
    }
    let first = breach.spans.iter().map(|s| lookup.published(&s.document));
    first.min_by_key(|i| day_key(*i)).unwrap_or_default()
}

fn fits(lookup: &Lookup<'_>, filter: &BreachFilter, breach: &PossibleBreach) -> bool {
    let event = event(lookup, breach);
    let takes_part = |query: &ActorQuery| {
        let sides = event.iter().flat_map(|e| [&e.sources, &e.targets]);
        let speaks = claims(lookup, breach).into_iter().map(|c| &c.speakers);
        sides.chain(speaks).any(|ids| query.fits_any(ids, lookup))
    };
    let tells = |words: &WordQuery| words.fits(about(lookup, breach).iter().map(String::as_str));
    let in_story = |story: &String| {
        let documents = breach
            .spans
            .iter()
            .filter_map(|s| lookup.document(&s.document));
        let mut stories = documents.filter_map(|d| d.story.as_ref());
        stories.any(|s| s.as_str().starts_with(story.as_str()))
    };
    filter.by.as_ref().is_none_or(takes_part)
        && filter.about.as_ref().is_none_or(tells)
        && filter
            .status
            .is_none_or(|s| event.is_some_and(|e| e.status == s))
        && filter.window.holds(interval(lookup, breach))
        && filter.story.as_ref().is_none_or(in_story)
}

fn about(lookup: &Lookup<'_>, breach: &PossibleBreach) -> Vec<String> {
    let mut texts = vec![breach.reason.clone()];
    if let Some(norm) = norm(lookup, breach) {
        texts.extend([norm.instrument.clone(), norm.summary.clone()]);
    }
    texts.extend(commitment(lookup, breach).map(|c| c.content.clone()));
    texts.extend(event(lookup, breach).map(|e| e.label.clone()));
    texts
}

pub(crate) fn breach_row(lookup: &Lookup<'_>, breach: &PossibleBreach) -> BreachRow {
    let event = event(lookup, breach);
    let origins = event.map(|e| e.origins.as_slice()).unwrap_or_default();
    BreachRow {
        id: breach.id.clone(),
        norm: norm(lookup, breach).map(norm_row),
        commitment: breach.commitment.clone(),
        promised: commitment(lookup, breach).map(|c| c.content.clone()),
        event: event.map(|e| event_row(lookup, e)),
        origins: origins
            .iter()
            .map(|o| lookup.name(&Id::from(o.origin.as_str())))
            .collect(),
        claims: claims(lookup, breach)
            .into_iter()
            .map(|c| claim_row(lookup, c))
            .collect(),
        reason: breach.reason.clone(),
        quotes: breach
            .spans
            .iter()
            .map(|s| lookup.excerpt(&s.document, s.span))
            .collect(),
    }
}

fn norm_row(norm: &Norm) -> NormRow {
    NormRow {
        id: norm.id.clone(),
        instrument: norm.instrument.clone(),
        paragraph: norm.paragraph.clone(),
        binds: norm.binds.clone(),
        summary: norm.summary.clone(),
        from: norm.from,
        until: norm.until,
        uri: norm.uri.clone(),
    }
}

impl NormRow {
    /// Instrument and paragraph.
    fn title(&self) -> String {
        let at = self.paragraph.as_ref().map(|p| format!(", paragraph {p}"));
        format!("{}{}", self.instrument, at.unwrap_or_default())
    }

    fn write(&self, paper: &mut Paper) {
        paper.write(0, &[Piece::new(&self.title(), Tone::Strong)]);
        paper.write(2, &[Piece::plain(&self.summary)]);
        let force = days(Interval {
            earliest: self.from,
            latest: self.until,
        });
        let binds = format!("binds {}", joined(&self.binds));
        let facts = [
            binds,
            force,
            optional(self.uri.as_deref()),
            short_id(&self.id),
        ];
        paper.write(2, &remarks(&facts));
    }
}

impl Row for BreachRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "norm",
        "instrument",
        "paragraph",
        "summary",
        "commitment",
        "promised",
        "event",
        "label",
        "status",
        "earliest",
        "latest",
        "independent_origins",
        "origins",
        "claims",
        "reason",
        "words",
    ];

    fn cells(&self) -> Vec<String> {
        let norm = self.norm.as_ref();
        let event = self.event.as_ref();
        let ids: Vec<String> = self.claims.iter().map(|c| c.id.to_string()).collect();
        let words: Vec<&str> = self.quotes.iter().map(|q| q.text.as_str()).collect();
        vec![
            self.id.to_string(),
            optional(norm.map(|n| n.id.as_str())),
            optional(norm.map(|n| n.instrument.as_str())),
            optional(norm.and_then(|n| n.paragraph.as_deref())),
            optional(norm.map(|n| n.summary.as_str())),
            optional(self.commitment.as_ref().map(Id::as_str)),
            optional(self.promised.as_deref()),
            optional(event.map(|e| e.id.as_str())),
            optional(event.map(|e| e.label.as_str())),
            optional(event.map(|e| e.status.as_str())),
            cell(event.and_then(|e| e.earliest)),
            cell(event.and_then(|e| e.latest)),
            event
                .map(|e| e.independent_origins.to_string())
                .unwrap_or_default(),
            joined(&self.origins),
            joined(&ids),
            self.reason.clone(),
            words.join(" | "),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        let mut above: Option<&Id> = None;
        for row in rows {
            paper.blank();
            let norm = row.norm.as_ref();
            if let Some(norm) = norm.filter(|n| above != Some(&n.id)) {
                norm.write(paper);
                paper.blank();
            }
            above = norm.map(|n| &n.id);
            row.write_block(paper);
        }
    }
}

impl BreachRow {
    /// The norm in a line, then the event with its words.
    pub(crate) fn write_short(&self, paper: &mut Paper) {
        if let Some(norm) = &self.norm {
            paper.write(0, &[Piece::new(&norm.title(), Tone::Strong)]);
        }
        self.write_block(paper);
    }

    /// What would conflict, its status and origins, the words, why it stands here.
    fn write_block(&self, paper: &mut Paper) {
        if let Some(promised) = &self.promised {
            paper.write(
                0,
                &[
                    Piece::new("promised: ", Tone::Faint),
                    Piece::new(promised, Tone::Strong),
                ],
            );
        }
        paper.write(2, &self.headline());
        for (n, quote) in self.quotes.iter().enumerate() {
            // Copies tell it in the same words.
            if !self.quotes[..n].iter().any(|q| q.text == quote.text) {
                paper.quote(4, quote);
            }
        }
        paper.write(4, &remarks(&[self.reason.clone(), short_id(&self.id)]));
    }

    fn headline(&self) -> Vec<Piece> {
        let Some(event) = &self.event else {
            let said = counted(self.claims.len(), "claim");
            return vec![Piece::new("beside it ", Tone::Faint), Piece::plain(&said)];
        };
        let happened = Interval {
            earliest: event.earliest,
            latest: event.latest,
        };
        let origins = counted(event.independent_origins, "independent origin");
        let from = format!("{origins} ({})", joined(&self.origins));
        let facts = [
            days(happened),
            event.status.clone(),
            from,
            short_id(&event.id),
        ];
        vec![
            Piece::new("if so: ", Tone::Faint),
            Piece::new(&event.label, Tone::Strong),
            Piece::new(&format!(" · {}", facts.join(" · ")), Tone::Faint),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::{id, small_record};
    use crate::render::{Format, listing};
    use jiff::civil::date;
    use model::record::{Evidence, Record};

    fn record() -> (Record, String) {
        let (mut record, text) = small_record();
        record.norms.push(Norm {
            id: id("norm", '1'),
            instrument: "Treaty of Vossen".into(),
            paragraph: Some("4".into()),
            binds: vec!["RUS".into()],
            summary: "No shells may be bought.".into(),
            from: Some(date(2020, 1, 1)),
            until: None,
            uri: Some("https://vossen.example".into()),
        });
        record.possible_breaches.push(PossibleBreach {
            id: id("breach", '1'),
            norm: Some(id("norm", '1')),
            commitment: None,
            event: Some(id("event", '1')),
            claims: vec![id("claim", 'a')],
            reason: "shells: “bought”".into(),
            spans: vec![Evidence {
                document: id("doc", '1'),
                span: record.claims[1].sentence,
            }],
        });
        (record, text)
    }

    #[test]
    fn a_norm_is_shown_with_what_would_conflict_its_status_and_origins() {
        let (record, text) = record();
        let texts = Texts::new(|_| Some(text.clone()));
        let rows = breaches(&Lookup::new(&record, &texts), &BreachFilter::default());
        let expected = "\
Treaty of Vossen, paragraph 4
  No shells may be bought.
  binds RUS · from 2020-01-01 · https://vossen.example · norm-11111111

  if so: Russia – buy – shells · 2023-08 · alleged · 1 independent origin
  (United States) · event-11111111
    | Washington said that Russia bought shells.
    shells: “bought” · breach-11111111
";
        assert_eq!(listing(&rows, Format::Text, Paper::plain(80)), expected);
        let cells = listing(&rows, Format::Csv, Paper::plain(80));
        assert!(cells.contains("Treaty of Vossen,4,"), "{cells}");
    }

    #[test]
    fn filters_look_at_actors_words_status_days_and_story() {
        let (record, text) = record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let count = |filter: BreachFilter| breaches(&lookup, &filter).len();
        let by = |name: &str| BreachFilter {
            by: Some(ActorQuery::new(name)),
            ..BreachFilter::default()
        };
        assert_eq!(
            (
                count(by("RUS")),
                count(by("United States")),
                count(by("CHN"))
            ),
            (1, 1, 0)
        );
        let about = |words: &str| BreachFilter {
            about: Some(WordQuery::new(words)),
            ..BreachFilter::default()
        };
        assert_eq!((count(about("vossen shells")), count(about("oil"))), (1, 0));
        let status = |status| BreachFilter {
            status: Some(status),
            ..BreachFilter::default()
        };
        assert_eq!(
            (
                count(status(Status::Alleged)),
                count(status(Status::Occurred))
            ),
            (1, 0)
        );
        let story = |story: &str| BreachFilter {
            story: Some(story.into()),
            ..BreachFilter::default()
        };
        assert_eq!((count(story("story-1")), count(story("story-2"))), (1, 0));
        let since = BreachFilter {
            window: Window {
                since: Some(date(2023, 9, 1)),
                until: None,
            },
            ..BreachFilter::default()
        };
        assert_eq!(count(since), 0);
    }
}
