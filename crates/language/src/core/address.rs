//! Whether a run of characters is a web or mail address, which stays one token.
//!
//! Takes the characters of a run; tells whether the whole run is an address as spaCy's tokeniser
//! understands it (the well-known pattern by Diego Perini 2010, as adapted there): optional scheme,
//! optional user part, then an IPv4 address or a domain name, optional port, optional path. Written by
//! hand because only "whole run or not" is asked, which needs no backtracking: time is linear in the
//! length times the number of `@`. Known limit: bare words with a dot (`end.start`) count as names.
//!
//! Example: `www.example.org/a?b=c` is one, `example` is not.

use super::class::Classes;

/// Longest label of a domain name (RFC 1035, section 2.3.4, counts 63; the pattern allows 64).
const LABEL: usize = 64;
/// Lengths of a top-level domain.
const TOP_LEVEL: std::ops::RangeInclusive<usize> = 2..=63;
/// Lengths of a port.
const PORT: std::ops::RangeInclusive<usize> = 2..=5;

/// Whether all of `text` is an address.
pub(crate) fn is_address(text: &[char], classes: &Classes) -> bool {
    if !text.contains(&'.') {
        return false;
    }
    let matcher = Matcher { text, classes };
    let starts = std::iter::once(0).chain(matcher.scheme_end());
    starts.into_iter().any(|start| {
        let users = (start + 2..=text.len()).filter(|&at| text[at - 1] == '@');
        std::iter::once(start)
            .chain(users)
            .any(|at| matcher.host(at))
    })
}

struct Matcher<'t> {
    text: &'t [char],
    classes: &'t Classes,
}

impl Matcher<'_> {
    fn is_word(&self, c: char) -> bool {
        c == '_' || self.classes.letter.contains(c) || self.classes.number.contains(c)
    }

    /// Where a leading `scheme://` ends.
    fn scheme_end(&self) -> Option<usize> {
        let scheme = |c: &char| matches!(c, '+' | '-' | '.') || self.is_word(*c);
        let length = self.text.iter().take_while(|c| scheme(c)).count();
        let mark = self.text.get(length..length + 3);
        (length >= 2 && mark == Some(&[':', '/', '/'])).then_some(length + 3)
    }

    /// Whether an address without scheme and user starts at `at` and fills the rest.
    fn host(&self, at: usize) -> bool {
        self.domain(at) || self.numeric(at).is_some_and(|end| self.tail(end))
    }

    fn domain(&self, mut at: usize) -> bool {
        let mut labels = 0;
        loop {
            if labels > 0 && self.top_level(at) {
                return true;
            }
            match self.label(at) {
                Some(end) => at = end,
                None => return false,
            }
            labels += 1;
        }
    }

    /// End of the label and its dot that start at `at`.
    fn label(&self, at: usize) -> Option<usize> {
        let plain = |c: char| c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c);
        let inside = |c: &&char| plain(**c) || matches!(c, '_' | '-');
        let rest = self.text.get(at..)?;
        let length = rest.iter().take_while(inside).take(LABEL + 1).count();
        let ends_well = rest.get(length) == Some(&'.');
        let fits = (1..=LABEL).contains(&length);
        (ends_well && fits && plain(rest[0]) && plain(rest[length - 1])).then_some(at + length + 1)
    }

    /// Whether a top-level domain starts at `at` and what follows fills the rest.
    fn top_level(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default();
        let class = self.classes.top_level;
        let run = rest.iter().take_while(|&&c| class.contains(c));
        let longest = run.take(*TOP_LEVEL.end()).count();
        (*TOP_LEVEL.start()..=longest)
            .rev()
            .any(|length| self.tail(at + length))
    }

    /// Whether an optional port and an optional path fill the rest from `at`.
    fn tail(&self, at: usize) -> bool {
        let is_path = |at: usize| matches!(self.text.get(at), None | Some('/' | '?' | '#'));
        if self.text.get(at) != Some(&':') {
            return is_path(at);
        }
        let digits = self.digits(at + 1);
        PORT.contains(&digits) && is_path(at + 1 + digits)
    }

    /// Number of decimal digits from `at`.
    fn digits(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let decimal = self.classes.decimal;
        rest.iter().take_while(|&&c| decimal.contains(c)).count()
    }

    /// End of the public IPv4 address that starts at `at`.
    fn numeric(&self, at: usize) -> Option<usize> {
        let mut octets = Vec::new();
        let mut end = at;
        for number in 0..4 {
            let length = self.digits(end);
            octets.push(self.text.get(end..end + length)?);
            end += length;
            // A point stands behind the first three of four.
            if number < 3 {
                (self.text.get(end) == Some(&'.')).then_some(())?;
                end += 1;
            }
        }
        is_public(&octets).then_some(end)
    }
}

/// The ranges of the pattern: first octet 1-223, last 1-254, none of the private networks.
fn is_public(octets: &[&[char]]) -> bool {
    let value = |k: usize| -> Option<u32> {
        let text: String = octets[k].iter().collect();
        text.parse().ok()
    };
    // An octet has at most three digits.
    let plain = |k: usize| octets[k].first().is_some_and(|&c| c != '0') && octets[k].len() <= 3;
    let middle = |k: usize| {
        let (length, first) = (octets[k].len(), octets[k].first());
        match length {
            1 | 2 => true,
            3 => first == Some(&'1') || value(k).is_some_and(|v| (200..=255).contains(&v)),
            _ => false,
        }
    };
    let ends = plain(0)
        && plain(3)
        && value(0).is_some_and(|v| (1..=223).contains(&v))
        && value(3).is_some_and(|v| (1..=254).contains(&v));
    let private = match (value(0), value(1)) {
        (Some(10 | 127), _) | (Some(169), Some(254)) | (Some(192), Some(168)) => true,
        (Some(172), Some(second)) => (16..=31).contains(&second),
        _ => false,
    };
    ends && middle(1) && middle(2) && !private
}
