//! The parts that all pages are made of: the frame, quotes with their link, days, statuses, links.
//!
//! Takes rows of [`view`]; returns markup in which all text is escaped (by `maud`, at compile time checked).
//! A quote always leads to its words, marked, in their article. Known limit: English only.
//!
//! Example: an excerpt of `doc-1` from 4 to 10 leads to `/documents/doc-1?at=4-10#at`.

use crate::pages::Page;
use crate::tray::PATH as ADD;
use maud::{DOCTYPE, Markup, html};
use model::{Id, Interval};
use std::collections::BTreeMap;
use std::fmt::Write;
use view::{Excerpt, Lookup, listing};

/// The places that every page leads to.
const PLACES: [(&str, &str); 12] = [
    ("/", "Overview"),
    ("/timeline", "Timeline"),
    ("/events", "Events"),
    ("/claims", "Claims"),
    ("/disputes", "Disputes"),
    ("/actors", "Actors"),
    ("/network", "Network"),
    ("/map", "Map"),
    ("/norms", "Norms"),
    ("/documents", "Documents"),
    ("/changes", "New"),
    ("/decisions", "Decisions"),
];

/// What stands around a page.
pub(crate) struct Frame<'f> {
    /// The address that was asked for.
    pub(crate) here: &'f str,
    /// What stands behind its question mark.
    pub(crate) query: Option<&'f str>,
    /// Whether visitors can add articles.
    pub(crate) can_add: bool,
    /// Whether visitors have a session that they can end.
    pub(crate) can_leave: bool,
}

/// The whole document of `page` in its `frame`.
pub(crate) fn whole(page: &Page, frame: &Frame<'_>) -> String {
    let (here, query) = (frame.here, frame.query);
    let marked = |place: &str| match place {
        "/" => matches!(here, "" | "/"),
        place => here.starts_with(place),
    };
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · onrecord" }
                link rel="icon" href="/favicon.svg";
                link rel="stylesheet" href="/desk.css";
                link rel="alternate" type="application/json" href=(twin(here, query));
                script type="module" src="/desk.js" {}
            }
            body {
                a.skip href="#main" { "Skip to the page" }
                header {
                    a.name href="/" { "onrecord" }
                    nav aria-label="Pages" {
                        @for (place, name) in PLACES {
                            a href=(place) aria-current=[marked(place).then_some("page")] { (name) }
                        }
                        @if frame.can_add { a href=(ADD) aria-current=[marked(ADD).then_some("page")] { "Add" } }
                    }
                    form role="search" action="/search" {
                        input type="search" name="q" placeholder="Search  ( / )" aria-label="Search the texts";
                    }
                }
                @if let Some(told) = &page.told { p.past role="note" { (told) " · " a href={ (crate::past::ROOT) "?day=" } { "back to now" } } }
                main #main { (page.body) }
                footer {
                    a href=(twin(here, query)) { "This page as JSON" }
                    a href={ (crate::api::ROOT) "/openapi.json" } { "API" }
                    @if frame.can_leave { form method="post" action=(crate::gate::LEAVE) { button { "Leave" } } }
                    span { "Statuses and stances are a machine’s reading. Every quote leads to its words." }
                }
            }
        }
    };
    markup.into_string()
}

/// The address of the same data as JSON.
fn twin(path: &str, query: Option<&str>) -> String {
    let path = match path {
        "" | "/" => "/index",
        path => path,
    };
    let query = query.map(|q| format!("?{q}")).unwrap_or_default();
    format!("{path}.json{query}")
}

/// Where the words of `excerpt` stand, marked.
pub(crate) fn at(excerpt: &Excerpt) -> String {
    format!(
        "/documents/{}?at={}-{}#at",
        excerpt.document, excerpt.start, excerpt.end
    )
}

/// The words of `excerpt` in their sentence; a click leads to them.
pub(crate) fn quote(excerpt: &Excerpt) -> Markup {
    html! {
        a.words href=(at(excerpt)) title="Open these words in their article" {
            (excerpt.before) mark { (excerpt.text) } (excerpt.after)
        }
    }
}

/// The words of `excerpt` alone.
pub(crate) fn words(excerpt: &Excerpt) -> Markup {
    html! {
        a.words href=(at(excerpt)) title="Open these words in their article" { (excerpt.text) }
    }
}

/// The days of `interval`; uncertain ones say so by more than colour.
pub(crate) fn days(interval: Interval) -> Markup {
    let is_sure = interval.earliest.is_some() && interval.earliest == interval.latest;
    let title = if is_sure {
        "this day"
    } else {
        "some day in this time"
    };
    html! {
        @if interval.is_unknown() {
            span.day.unsure { "undated" }
        } @else {
            span.day.unsure[!is_sure] title=(title) {
                @if !is_sure { "≈ " }
                (listing::days(interval))
            }
        }
    }
}

/// A status by word and by sign, so that no reader depends on colour.
pub(crate) fn status(word: &str) -> Markup {
    html! { span class={ "status " (word) } { span.sign aria-hidden="true" { (sign(word)) } " " (word) } }
}

/// The sign of a status.
pub(crate) fn sign(status: &str) -> &'static str {
    match status {
        "occurred" => "●",
        "ongoing" => "◐",
        "planned" => "○",
        "proposed" => "◇",
        "alleged" => "?",
        "denied" => "✕",
        "negated" => "∅",
        "" => "·",
        _ => "◌",
    }
}

/// What a speaker does by a claim, as people say it.
pub(crate) fn verb(stance: &str) -> &str {
    match stance {
        "assert" => "says",
        "deny" => "denies",
        "accuse" => "accuses",
        "demand" => "demands",
        "warn" => "warns",
        "threaten" => "threatens",
        "commit" => "promises",
        "speculate" => "thinks possible",
        "concern" => "worries",
        "praise" => "praises",
        "decline" => "declines",
        other => other,
    }
}

/// Actors by name, each leading to its page.
pub(crate) fn actors(lookup: &Lookup<'_>, ids: &[Id]) -> Markup {
    html! {
        @for (index, id) in ids.iter().enumerate() {
            @if index > 0 { ", " }
            a.actor href={ "/actors/" (id) } { (lookup.name(id)) }
        }
    }
}

/// `count` things with their list behind them.
pub(crate) fn count(count: usize, noun: &str, href: &str) -> Markup {
    let plural = if count == 1 { "" } else { "s" };
    html! { a.count href=(href) { b { (count) } " " (noun) (plural) } }
}

/// How many of what there are, for the head of a list.
pub(crate) fn many(count: usize, [one, many]: [&str; 2]) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The address of `path` with `params`, empty ones left out.
pub(crate) fn address(path: &str, params: &BTreeMap<String, String>) -> String {
    let mut address = path.to_owned();
    let mut sign = '?';
    for (name, value) in params.iter().filter(|(_, v)| !v.is_empty()) {
        address.push(sign);
        address.push_str(&escaped(name));
        address.push('=');
        address.push_str(&escaped(value));
        sign = '&';
    }
    address
}

/// `params` with `name` set to `value` and back on the first page; an empty value takes it out.
pub(crate) fn with(
    params: &BTreeMap<String, String>,
    name: &str,
    value: &str,
) -> BTreeMap<String, String> {
    let mut changed = params.clone();
    changed.remove("after");
    changed.insert(name.to_owned(), value.to_owned());
    changed
}

/// `text` for an address (RFC 3986, 2.3: all but unreserved characters as bytes in hexadecimal).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_escapes_what_has_a_meaning_in_it() {
        let params = BTreeMap::from([
            ("by".to_owned(), "A & B".to_owned()),
            ("q".to_owned(), String::new()),
        ]);
        assert_eq!(address("/claims", &params), "/claims?by=A%20%26%20B");
        assert_eq!(address("/claims", &with(&params, "by", "")), "/claims");
    }

    #[test]
    fn hostile_words_stay_words() {
        let excerpt = Excerpt {
            text: "<script>alert(1)</script>".into(),
            ..Excerpt::default()
        };
        let shown = quote(&excerpt).into_string();
        assert!(shown.contains("&lt;script&gt;") && !shown.contains("<script>"));
    }
}
