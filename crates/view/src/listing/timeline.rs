//! The timeline: the dated lines of each story, in order of days.
//!
//! Takes timeline lines; returns rows by story, then day; a most-important-first cut can be made by score.
//! Known limit: a story with many lines is only readable with a cut.
//!
//! Example: `2023-08  Washington said that Russia bought shells.`

use super::{cell, days, optional};
use crate::filter::Window;
use crate::lookup::day_key;
use crate::render::{Paper, Piece, Row, Tone, joined};
use crate::{Excerpt, Lookup};
use jiff::civil::Date;
use model::record::TimelineEntry;
use model::{Id, Interval};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A dated line of a story.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TimelineRow {
    /// The story.
    #[schemars(with = "String")]
    pub story: Id,
    /// What it is about.
    pub title: String,
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
    /// The words.
    pub quote: Excerpt,
    /// The outlet they stand in.
    pub outlet: Option<String>,
    /// That outlet, or the name it came in under; for text only.
    #[serde(skip)]
    pub whence: String,
    /// Events that they tell.
    #[schemars(with = "Vec<String>")]
    pub events: Vec<Id>,
    /// Higher is more important.
    pub score: f64,
}

/// How many lines are shown.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Lines a story at most, the most important ones; all where `None`.
    pub most: Option<usize>,
    /// Lines a day at most, the best ones.
    pub a_day: usize,
}

impl Cut {
    /// One line a day, at most `most` a story.
    pub fn days(most: Option<usize>) -> Self {
        Self { most, a_day: 1 }
    }
}

/// The lines inside `window`, of the story whose id begins with `story` where given, as many as `cut` lets.
pub fn timeline(
    lookup: &Lookup<'_>,
    window: Window,
    story: Option<&str>,
    cut: Cut,
) -> Vec<TimelineRow> {
    let entries = timeline_entries(lookup, window, (story, cut));
    let row = |entry| timeline_row(lookup, entry);
    entries.into_iter().map(row).collect()
}

/// The lines that [`timeline`] shows, without their words.
pub fn timeline_entries<'r>(
    lookup: &Lookup<'r>,
    window: Window,
    (story, cut): (Option<&str>, Cut),
) -> Vec<&'r TimelineEntry> {
    let mut by_story: BTreeMap<&Id, Vec<&TimelineEntry>> = BTreeMap::new();
    for entry in &lookup.record.timeline {
        let wanted = story.is_none_or(|s| entry.story.as_str().starts_with(s));
        if wanted && window.holds(entry.interval) {
            by_story.entry(&entry.story).or_default().push(entry);
        }
    }
    let mut stories: Vec<(&Id, Vec<&TimelineEntry>)> = by_story.into_iter().collect();
    stories.sort_by_key(|(id, _)| story_key(lookup, id));
    let lines = stories.into_iter();
    lines
        .flat_map(|(_, entries)| chosen(entries, cut))
        .collect()
}

/// Stories with more documents first, then by id.
fn story_key(lookup: &Lookup<'_>, id: &Id) -> (std::cmp::Reverse<usize>, Id) {
    let documents = lookup.story(id).map_or(0, |s| s.documents.len());
    (std::cmp::Reverse(documents), id.clone())
}

fn chosen(mut entries: Vec<&TimelineEntry>, cut: Cut) -> Vec<&TimelineEntry> {
    entries.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.at.cmp(&b.at)));
    let mut shown: BTreeMap<Interval, usize> = BTreeMap::new();
    entries.retain(|entry| {
        let of_day = shown.entry(entry.interval).or_default();
        *of_day += 1;
        *of_day <= cut.a_day
    });
    entries.truncate(cut.most.unwrap_or(usize::MAX));
    entries.sort_by_key(|e| (day_key(e.interval), e.at.clone()));
    entries
}

/// The row of `entry`.
pub fn timeline_row(lookup: &Lookup<'_>, entry: &TimelineEntry) -> TimelineRow {
    TimelineRow {
        story: entry.story.clone(),
        title: lookup
            .story(&entry.story)
            .map(|s| s.title.clone())
            .unwrap_or_default(),
        earliest: entry.interval.earliest,
        latest: entry.interval.latest,
        quote: lookup.excerpt(&entry.at.document, entry.at.span),
        outlet: lookup.outlet(&entry.at.document),
        whence: lookup.whence(&entry.at.document),
        events: entry.events.clone(),
        score: entry.score,
    }
}

impl Row for TimelineRow {
    const COLUMNS: &'static [&'static str] = &[
        "story", "title", "earliest", "latest", "text", "outlet", "document", "start", "end",
        "events", "score",
    ];

    fn cells(&self) -> Vec<String> {
        let events: Vec<String> = self.events.iter().map(ToString::to_string).collect();
        vec![
            self.story.to_string(),
            self.title.clone(),
            cell(self.earliest),
            cell(self.latest),
            self.quote.text.clone(),
            optional(self.outlet.as_deref()),
            self.quote.document.to_string(),
            self.quote.start.to_string(),
            self.quote.end.to_string(),
            joined(&events),
            format!("{:.4}", self.score),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        let mut story: Option<&Id> = None;
        for row in rows {
            if story != Some(&row.story) {
                paper.heading(&row.title);
                story = Some(&row.story);
            }
            row.write_line(paper);
        }
    }
}

impl TimelineRow {
    /// The day, and beside it the words with their outlet.
    pub(crate) fn write_line(&self, paper: &mut Paper) {
        let happened = Interval {
            earliest: self.earliest,
            latest: self.latest,
        };
        let pieces = [
            Piece::new(self.quote.text.trim(), Tone::Quote),
            Piece::new(&format!(" ({})", self.whence), Tone::Faint),
        ];
        paper.beside(&days(happened), DAY_COLUMN, &pieces);
    }
}

/// Cells of the column of days: a day and a gap.
const DAY_COLUMN: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::small_record;
    use crate::render::{Format, listing};

    #[test]
    fn a_cut_keeps_the_most_important_lines_in_order_of_days() {
        let (mut record, text) = small_record();
        let mut other = record.timeline[0].clone();
        other.score = 9.0;
        other.interval = Interval::default();
        let further = TimelineEntry {
            score: 4.5,
            ..other.clone()
        };
        record.timeline.extend([other, further]);
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let all = timeline(&lookup, Window::default(), None, Cut::days(None));
        assert_eq!(all.iter().map(|r| r.score).collect::<Vec<_>>(), [1.5, 9.0]);
        let two = Cut {
            most: None,
            a_day: 2,
        };
        assert_eq!(timeline(&lookup, Window::default(), None, two).len(), 3);
        let top = Cut::days(Some(1));
        let cut = timeline(&lookup, Window::default(), Some("story-1"), top);
        let printed = listing(&cut, Format::Text, Paper::plain(80));
        assert_eq!(
            printed,
            "Shells\nundated     Washington said that Russia bought shells. (Daily)\n"
        );
    }
}
