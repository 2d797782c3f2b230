//! From where a time is told: the publication date, or the last date that the text named.
//!
//! Takes the document's date and manner; keeps the last date as the text goes on; completes what has no
//! year. Method: news is told from the publication date, a narrative of history from its own last date
//! (Mazur & Dale 2010); the tense of the governing verb turns weekdays and months to the past or the
//! future. Known limits: a flashback in a narrative carries the anchor with it; the manner is one for the
//! whole document.
//!
//! Example: "Wednesday" in an article of Thursday, 2023-08-31 is 2023-08-30; "will meet on Wednesday" is 2023-09-06.

use super::value::{Grain, Point};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use lexicon::times::{Thresholds, Times};
use model::Annotation;

/// Which way a time without a year lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    Unknown,
}

/// The anchors, as far as the text has been read.
pub(super) struct Anchors {
    /// Publication date.
    pub(super) published: Option<Date>,
    /// Whether times are told from the last date.
    pub(super) is_history: bool,
    /// The last date that the text named.
    pub(super) last: Option<Point>,
    /// The last quarter that it named.
    pub(super) quarter: Option<Point>,
    pub(super) limits: Thresholds,
}

/// Months of a year.
const YEAR_MONTHS: i32 = 12;

impl Anchors {
    /// The day from which "yesterday" and "last week" are told.
    pub(super) fn told_on(&self) -> Option<Date> {
        if self.is_history {
            self.last_day()
                .or(self.last.as_ref().and_then(Point::first_day))
        } else {
            self.published
        }
    }

    /// The last date of the text, when it is a day.
    pub(super) fn last_day(&self) -> Option<Date> {
        let last = self.last.as_ref()?;
        matches!(last.grain, Grain::Day(..))
            .then(|| last.first_day())
            .flatten()
    }

    /// The year of a month, or of a day of it, that the text gives without one.
    pub(super) fn year_of(
        &self,
        (month, day): (i32, Option<i32>),
        direction: Direction,
    ) -> Option<i32> {
        if self.is_history {
            return self.year_in_history(month);
        }
        let today = self.published?;
        let year = i32::from(today.year());
        let now = (i32::from(today.month()), i32::from(today.day()));
        let here = (month, day.unwrap_or(now.1));
        let ahead = month - now.0;
        Some(match direction {
            Direction::Past if here > now => year - 1,
            Direction::Future if here < now => year + 1,
            Direction::Unknown if ahead > self.limits.months_ahead => year - 1,
            Direction::Unknown if ahead <= self.limits.months_ahead - YEAR_MONTHS => year + 1,
            _ => year,
        })
    }

    fn year_in_history(&self, month: i32) -> Option<i32> {
        let last = self.last.as_ref()?;
        let before = match last.grain {
            Grain::Month(before) | Grain::Day(before, _) => before,
            _ => month,
        };
        let step = i32::from(before - month >= self.limits.months_back);
        last.year.map(|y| {
            if last.is_before_christ {
                y - step
            } else {
                y + step
            }
        })
    }

    /// The year around publication in which month and day fall on weekday `weekday`.
    pub(super) fn year_by_weekday(&self, (month, day): (i32, i32), weekday: i32) -> Option<i32> {
        let year = self.told_on()?.year();
        let falls = |year: &i16| {
            let date = Date::new(*year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            Some(i32::from(date.weekday().to_monday_one_offset()) == weekday)
        };
        [0, -1, 1]
            .into_iter()
            .filter_map(|step| year.checked_add(step))
            .find(|y| falls(y) == Some(true))
            .map(i32::from)
    }

    /// The day of weekday `weekday` (1 to 7).
    pub(super) fn weekday(&self, weekday: i32, direction: Direction) -> Option<Date> {
        let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
        let today = self.told_on()?;
        if today.weekday() == weekday {
            return Some(today);
        }
        let nth = if direction == Direction::Future {
            1
        } else {
            -1
        };
        today.nth_weekday(nth, weekday).ok()
    }

    /// The quarter that a report of business results speaks of: the last named, else the last completed.
    pub(super) fn reported_quarter(&self) -> Option<Point> {
        let completed = || {
            Some(Point::quarter(
                self.published?.checked_sub(3.months()).ok()?,
            ))
        };
        self.quarter.clone().or_else(completed)
    }

    /// Whether `point` ended less than a year before publication, so that a report can be of it.
    fn is_recent(&self, point: &Point) -> bool {
        let year_ago = self.published.and_then(|p| moved(p, -1, "Y"));
        year_ago
            .zip(point.interval().latest)
            .is_some_and(|(ago, latest)| {
                latest >= ago && self.published.is_some_and(|p| latest < p)
            })
    }

    /// Keeps `point` as the last date when it can serve as one.
    pub(super) fn keep(&mut self, point: &Point) {
        match point.grain {
            Grain::Quarter(Some(_)) if self.is_recent(point) => self.quarter = Some(point.clone()),
            Grain::Year | Grain::Month(_) | Grain::Day(..) | Grain::Season(_)
                if point.year.is_some() =>
            {
                self.last = Some(point.clone());
            }
            Grain::Weekday(_) if !self.is_history => self.last = Some(point.clone()),
            _ => {}
        }
    }
}

/// `date` moved by `count` of the unit with TIMEX3 letter `unit`, if that is a date.
pub(super) fn moved(date: Date, count: i32, unit: &str) -> Option<Date> {
    let span = Span::new();
    let span = match unit {
        "Y" => span.try_years(count),
        "Q" => span.try_months(count.checked_mul(3)?),
        "M" => span.try_months(count),
        "W" | "WE" => span.try_weeks(count),
        "D" => span.try_days(count),
        "E" => span.try_years(count.checked_mul(10)?),
        "C" => span.try_years(count.checked_mul(100)?),
        _ => return Some(date),
    };
    date.checked_add(span.ok()?).ok()
}

/// Which way the verb above token `token` turns a time, or a cue beside it.
pub(super) fn direction(annotation: &Annotation, times: &Times, token: usize) -> Direction {
    if annotation.tokens.is_empty() {
        return Direction::Unknown;
    }
    let verb = |&t: &usize| matches!(annotation.tokens[t].pos, "VERB" | "AUX");
    let cue = |t: usize| cue(annotation, times, t);
    let above = annotation.ancestors(token);
    for &head in above.iter().take(CUE_REACH) {
        if let Some(found) = cue(head) {
            let told = above.iter().copied().find(verb);
            let is_limit = annotation.tokens[head].pos == "ADP";
            let was_over = is_limit && told.is_some_and(|t| is_over(annotation, t));
            return if was_over { Direction::Past } else { found };
        }
        if verb(&head) {
            return verb_direction(annotation, times, head);
        }
    }
    Direction::Unknown
}

/// Whether a verb tells of what was over before ("had arrived by Wednesday").
fn is_over(annotation: &Annotation, verb: usize) -> bool {
    let had = |t: usize| annotation.tokens[t].dep == "aux" && annotation.tokens[t].tag == "VBD";
    annotation.tokens[verb].tag == "VBN" && annotation.children(verb).any(had)
}

/// The same for a month or its day, which lies as near as can be behind "to" and "from", and before a noun ("the May 3 accord").
pub(super) fn direction_of_month(
    annotation: &Annotation,
    times: &Times,
    token: usize,
) -> Direction {
    let Some(day) = annotation.tokens.get(token) else {
        return Direction::Unknown;
    };
    let own = if day.dep == "nummod" {
        &annotation.tokens[day.head]
    } else {
        day
    };
    let head = annotation.tokens[own.head].lemma.to_lowercase();
    let modifies = matches!(own.dep, "compound" | "nmod" | "poss");
    if modifies || times.words.is_in("near-cue", &head) {
        return Direction::Unknown;
    }
    direction(annotation, times, token)
}

/// Whether the verb above a time tells of something ahead of the tale ("would be exposed in 1976").
pub(super) fn is_ahead(annotation: &Annotation, times: &Times, token: usize) -> bool {
    let above = annotation.ancestors(token);
    let mut verbs = above
        .iter()
        .take(CUE_REACH)
        .filter(|&&t| annotation.tokens[t].pos == "VERB");
    let turns = |t: usize| {
        annotation.tokens[t].dep == "aux" && cue(annotation, times, t) == Some(Direction::Future)
    };
    verbs
        .next()
        .is_some_and(|&verb| annotation.children(verb).any(turns))
}

/// How many words above a time may turn it.
const CUE_REACH: usize = 6;

fn cue(annotation: &Annotation, times: &Times, token: usize) -> Option<Direction> {
    let token = &annotation.tokens[token];
    let lemma = token.lemma.to_lowercase();
    let has_past = token.tag == "VBD";
    if times.words.is_in("future-cue", &lemma) && !has_past {
        return Some(Direction::Future);
    }
    times
        .words
        .is_in("past-cue", &lemma)
        .then_some(Direction::Past)
}

fn verb_direction(annotation: &Annotation, times: &Times, verb: usize) -> Direction {
    let children: Vec<usize> = annotation
        .children(verb)
        .filter(|&c| matches!(annotation.tokens[c].dep, "aux" | "auxpass"))
        .collect();
    if let Some(found) = children.iter().find_map(|&c| cue(annotation, times, c)) {
        return found;
    }
    let tags = || children.iter().map(|&c| annotation.tokens[c].tag);
    let token = &annotation.tokens[verb];
    let (head, infinitive) = (&annotation.tokens[token.head], tags().any(|t| t == "TO"));
    match token.tag {
        // "is to resume".
        "VB" if infinitive && head.pos == "AUX" && head.tag != "VBD" => Direction::Future,
        // "set to resume".
        "VB" if infinitive && times.words.is_in("ahead-head", &head.lemma.to_lowercase()) => {
            Direction::Future
        }
        "VBD" => Direction::Past,
        "VBN" | "VBG" | "VB" if tags().any(|t| t == "VBD") => Direction::Past,
        "VBN" if tags().any(|t| t == "VBZ" || t == "VBP") => Direction::Unknown,
        "VB" | "VBG" | "VBN" => above(annotation, times, verb),
        _ => Direction::Unknown,
    }
}

/// An infinitive or participle takes the turn of the verb it depends on.
fn above(annotation: &Annotation, times: &Times, verb: usize) -> Direction {
    let mut heads = annotation.ancestors(verb).into_iter().take(CUE_REACH);
    heads
        .find_map(|h| cue(annotation, times, h))
        .unwrap_or(Direction::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn anchors(published: Option<Date>, last: Option<Point>) -> Anchors {
        let lexicon = lexicon::Lexicon::embedded().unwrap();
        Anchors {
            published,
            is_history: last.is_some(),
            last,
            quarter: None,
            limits: lexicon.times.thresholds,
        }
    }

    #[test]
    fn months_without_a_year_take_the_nearest() {
        let news = anchors(Some(date(2023, 11, 20)), None);
        assert_eq!(news.year_of((1, Some(1)), Direction::Unknown), Some(2024));
        assert_eq!(news.year_of((1, Some(1)), Direction::Past), Some(2023));
        assert_eq!(news.year_of((9, Some(1)), Direction::Unknown), Some(2023));
        assert_eq!(news.year_of((9, Some(1)), Direction::Future), Some(2024));
        assert_eq!(news.year_of((11, None), Direction::Future), Some(2023));
    }

    #[test]
    fn history_goes_on_from_its_last_date() {
        let story = anchors(None, Some(Point::month(date(1941, 12, 1))));
        assert_eq!(story.year_of((2, None), Direction::Unknown), Some(1942));
        assert_eq!(story.year_of((10, None), Direction::Unknown), Some(1941));
    }

    #[test]
    fn nothing_is_guessed_without_an_anchor() {
        let none = anchors(None, None);
        assert_eq!(none.year_of((2, None), Direction::Past), None);
        assert_eq!(none.weekday(3, Direction::Past), None);
        assert_eq!(moved(date(9999, 1, 1), 9, "Y"), None);
    }
}
