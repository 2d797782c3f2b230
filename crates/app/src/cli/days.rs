//! The options `--since` and `--until`.
//!
//! A day, a month or a year may be given: `--since 2023-08` begins with the first of August, `--until 2023-08` ends
//! with its last day. Both ends count. Known limit: no relative days ("last week"), so that the same command
//! always lists the same.
//!
//! Example: `--since 2023-07-25 --until 2023-08`.

use clap::Args;
use jiff::civil::Date;
use view::filter::Window;

/// The days that a listing is narrowed to.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Days {
    /// Not before this day, month or year
    ///
    /// Written YYYY-MM-DD, YYYY-MM or YYYY. What can have been on that day counts; what has no date does not.
    /// Example: `--since 2023-08`
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    since: Option<Date>,

    /// Not after this day, month or year
    ///
    /// Written YYYY-MM-DD, YYYY-MM or YYYY; the whole month or year counts. Example: `--until 2023-09`
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
}

impl Days {
    pub(crate) fn window(self) -> Window {
        Window {
            since: self.since,
            until: self.until,
        }
    }
}

fn first_day(typed: &str) -> Result<Date, String> {
    completed(typed, "-01-01")
}

pub(super) fn last_day(typed: &str) -> Result<Date, String> {
    match typed.len() {
        4 => completed(typed, "-12-31"),
        7 => completed(typed, "-12-01").map(Date::last_of_month),
        _ => completed(typed, ""),
    }
}

/// `typed` as a day, its missing end taken from `rest`, the end of a date after its year.
fn completed(typed: &str, rest: &str) -> Result<Date, String> {
    let missing = "YYYY-MM-DD".len().saturating_sub(typed.len());
    let kept = rest.len().saturating_sub(missing);
    let whole = format!("{typed}{}", rest.get(kept..).unwrap_or_default());
    let strict = whole.len() == "YYYY-MM-DD".len();
    let day = whole.parse::<Date>().ok().filter(|_| strict);
    day.ok_or_else(|| "write YYYY-MM-DD, YYYY-MM or YYYY, such as 2023-08-30".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_and_years_are_taken_whole() {
        assert_eq!(first_day("2023"), Ok(date(2023, 1, 1)));
        assert_eq!(first_day("2023-08"), Ok(date(2023, 8, 1)));
        assert_eq!(last_day("2024-02"), Ok(date(2024, 2, 29)));
        assert_eq!(last_day("2023"), Ok(date(2023, 12, 31)));
        assert_eq!(last_day("2023-08-30"), Ok(date(2023, 8, 30)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for typed in [
            "",
            "yesterday",
            "2023-13",
            "2023-02-30",
            "23",
            "2023-8-1",
            "é023-08-01",
        ] {
            assert!(
                first_day(typed).is_err() && last_day(typed).is_err(),
                "{typed}"
            );
        }
    }
}
