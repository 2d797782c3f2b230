//! The day in an article's address.
//!
//! Takes an address; returns the day that its path gives, whole: newspapers file their pages by year, month and day.
//! Known limits: a day is taken as it stands, though a page may be filed days before or after it is published; years
//! and months alone give none.
//!
//! Example: `https://example.org/world/2022/mar/04/talks` is of 4 March 2022.

use jiff::civil::Date;

/// Pages on the web are not older.
const FIRST_YEAR: i16 = 1990;

/// The first day that the path of `address` gives: `2022/03/04`, `2022/mar/04`, `2022-03-04` or `20220304` between slashes.
pub(crate) fn day(address: &str) -> Option<Date> {
    let path = address.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip_while(|p| p.is_empty()).collect();
    let apart = parts.windows(3).find_map(|w| of_parts(w[0], w[1], w[2]));
    apart.or_else(|| parts.iter().find_map(|part| of_one(part)))
}

/// `2022-03-04` or `20220304`, with or without more behind a hyphen.
fn of_one(part: &str) -> Option<Date> {
    let mut pieces = part.splitn(4, '-');
    let first = pieces.next()?;
    if first.len() == 8 {
        return of_parts(first.get(..4)?, first.get(4..6)?, first.get(6..)?);
    }
    of_parts(first, pieces.next()?, pieces.next()?)
}

fn of_parts(year: &str, month: &str, day: &str) -> Option<Date> {
    let figures = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let whole = year.len() == 4 && figures(day) && (figures(month) || month.len() == 3);
    let written = format!("{year}-{month}-{day}");
    let named = || Date::strptime("%Y-%b-%d", &written);
    let day = Date::strptime("%Y-%m-%d", &written).or_else(|_| named());
    day.ok().filter(|d| whole && d.year() >= FIRST_YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_between_slashes_is_read_with_figures_or_the_month_in_letters() {
        let fourth = Some(date(2022, 3, 4));
        assert_eq!(
            day("https://example.org/2022/03/04/world/talks.html"),
            fourth
        );
        assert_eq!(
            day("https://example.org/world/2022/mar/4/talks?page=2"),
            fourth
        );
        assert_eq!(day("https://example.org/news/2022-03-04/talks"), fourth);
        assert_eq!(
            day("https://example.org/news/2022-03-04-talks-resume"),
            fourth
        );
        assert_eq!(day("/archive/20220304/talks"), fourth);
    }

    #[test]
    fn what_is_no_whole_day_gives_none() {
        for address in [
            "https://example.org/2022/03/talks",
            "https://example.org/2022/13/04/talks",
            "https://example.org/article/20221304/x",
            "https://example.org/idUSKBN2OM11H",
            "https://example.org/1200/10/10/plates",
            "https://example.org/search?from=/2022/03/04/",
            "",
        ] {
            assert_eq!(day(address), None, "{address}");
        }
    }
}
