//! JSON for programs that is also safe to look at.
//!
//! Takes anything serde can write; returns indented JSON (RFC 8259) with a line end. Characters that could
//! steer a terminal are written as `\u` escapes, which leaves the value unchanged. Known limit: a listing
//! is one array, so it is built whole in memory; the export streams.
//!
//! Example: a name with a right-to-left override is printed with `\u202e` in its place.

use crate::clean::steers;
use serde::Serialize;
use std::fmt::Write;

/// `value` as JSON.
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let plain = serde_json::to_string_pretty(value)
        .expect("listings have string keys and no failing writers");
    let mut safe = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        if c != '\n' && steers(c) {
            write!(safe, "\\u{:04x}", u32::from(c)).expect("a string takes every write");
        } else {
            safe.push(c);
        }
    }
    safe.push('\n');
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steering_characters_are_escaped_and_read_back_the_same() {
        let name = "a\u{9b}b\u{202e}c\u{1b}";
        let printed = json(&[name]);
        assert!(
            !printed.chars().any(|c| c != '\n' && steers(c)),
            "{printed:?}"
        );
        let back: Vec<String> = serde_json::from_str(&printed).unwrap();
        assert_eq!(back, [name]);
    }
}
