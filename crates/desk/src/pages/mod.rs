//! The pages, and the one table that says which address shows which.
//!
//! Takes an [`Ask`] and the [`Shelf`]; returns a [`Page`]: a title, markup, and the same data for the JSON
//! twin. Filters stand in the address; lists are cut into pages behind the cursor `after`. Known limit: what
//! a file that cannot be read would have shown is missing from lists without a word.
//!
//! Example: `/claims?stance=deny&after=claim-…` is the second page of the denials.

mod actor;
mod actors;
mod add;
mod changes;
mod claims;
mod correct;
mod course;
mod decisions;
mod disputes;
mod document;
mod documents;
mod event;
mod events;
mod lineage;
mod map;
mod marks;
mod network;
mod norms;
mod overview;
mod proposition;
mod search;
mod stories;
mod story;
mod timeline;

use crate::markup::{address, with};
use crate::shelf::{Ask, Shelf};
use axum::http::StatusCode;
use jiff::civil::Date;
use maud::{Markup, html};
use model::Id;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use view::filter::Window;

pub(crate) use add::{page as add, told as batch_told};

/// Entries of a list shown at once: a few screens, far under a megabyte.
const ENTRIES: usize = 50;

/// What stands behind the question mark of an address.
type Params = BTreeMap<String, String>;

/// Values of a filter with how many entries have each.
type Counts<'a> = BTreeMap<&'a str, usize>;

/// A page before it is framed.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) title: String,
    pub(crate) body: Markup,
    pub(crate) data: Value,
    /// What the past record behind it rests on; `None` for the present.
    pub(crate) told: Option<String>,
    /// Markup of strangers that is shown as it came, in place of the body.
    pub(crate) original: Option<String>,
}

impl Page {
    fn new(title: impl Into<String>, body: Markup, data: Value) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.into(),
            body,
            data,
            told: None,
            original: None,
        }
    }

    /// A page that says why something was not done.
    pub(crate) fn refusal(status: StatusCode, title: &str, words: &str) -> Self {
        let body = html! {
            h1 { (title) }
            p { (words) }
            p { "Go back in the browser to mend the form, or look at the " a href="/decisions" { "decisions" } " that hold." }
        };
        Self {
            status,
            ..Self::new(title, body, json!({ "error": words }))
        }
    }
}

/// The page that is asked for, or one that says what there is instead.
pub(crate) fn page(shelf: &Shelf<'_>, ask: &Ask) -> Page {
    let parts: Vec<&str> = ask.path.trim_matches('/').split('/').collect();
    let listed = |list: Result<Page, Stale>| Some(list.unwrap_or_else(|Stale| stale(ask)));
    let found = match parts.as_slice() {
        ["" | "index"] => Some(overview::page(shelf)),
        ["stories"] => listed(stories::page(shelf, &ask.params)),
        ["timeline"] => listed(timeline::page(shelf, &ask.params)),
        ["events"] => listed(events::page(shelf, &ask.params)),
        ["claims"] => listed(claims::page(shelf, &ask.params)),
        ["decisions"] => listed(decisions::page(shelf, &ask.params)),
        ["disputes"] => listed(disputes::page(shelf, &ask.params)),
        ["documents"] => listed(documents::page(shelf, &ask.params)),
        ["state"] => Some(state(shelf)),
        ["search"] => listed(search::page(shelf, &ask.params)),
        ["actors"] => listed(actors::page(shelf, &ask.params)),
        ["propositions"] => listed(proposition::page(shelf, &ask.params)),
        ["network"] => Some(network::page(shelf, &ask.params)),
        ["map"] => Some(map::page(shelf, &ask.params)),
        ["norms"] => listed(norms::page(shelf, &ask.params)),
        ["changes"] => Some(changes::page(shelf, &ask.params)),
        ["add", _] => ask.batch.as_ref().map(|batch| add::batch(shelf, batch)),
        ["stories", id] => story::page(shelf, id),
        ["events", id] => event::page(shelf, id),
        ["claims", id] => claims::one(shelf, id),
        ["disputes", id] => disputes::one(shelf, id),
        ["decisions", id] => decisions::one(shelf, id),
        ["actors", id] => actor::page(shelf, id),
        ["propositions", id] => proposition::one(shelf, id),
        ["norms", id] => norms::one(shelf, id),
        ["documents", id] => document::page(shelf, id, &ask.params),
        ["documents", id, "original"] => document::original(shelf, id),
        _ => None,
    };
    let mut found = found.unwrap_or_else(|| missing(&ask.path));
    if let ([_, id], StatusCode::OK) = (parts.as_slice(), found.status) {
        found.data["decisions"] = decisions::rows(shelf, id);
    }
    found
}

/// How much there is and when it last grew, for those who wait for more; no page leads here.
fn state(shelf: &Shelf<'_>) -> Page {
    let newest = shelf.news().first();
    let data = json!({
        "documents": shelf.documents.len(), "claims": shelf.claims.len(), "events": shelf.events.len(),
        "disputes": shelf.lookup.record.disputes.len(), "newest": newest.map(|b| &b.at),
        "came": newest.map(|b| b.came().count()),
    });
    Page::new("State", html! {}, data)
}

fn missing(path: &str) -> Page {
    let body = html! {
        h1 { "Not in the record" }
        p { "Nothing stands at " code { (path) } ". It may have been in a record that was read again since." }
        p { "Look for it in the " a href="/documents" { "documents" } ", the " a href="/events" { "events" }
            ", the " a href="/claims" { "claims" } ", or search the texts above." }
    };
    Page {
        status: StatusCode::NOT_FOUND,
        ..Page::new(
            "Not found",
            body,
            json!({ "error": "not in the record", "path": path }),
        )
    }
}

/// A cursor that names nothing in its list, or nothing any more.
struct Stale;

/// What is said of such a cursor, and what to do.
fn stale(ask: &Ask) -> Page {
    let first = address(&ask.path, &with(&ask.params, "after", ""));
    let words = "`after` names nothing in this list, or nothing any more";
    let help =
        "ask without `after`, and for each further part with what `next` gave in the part before";
    let body = html! {
        h1 { "This list has changed" }
        p { "The place from which it was to go on is not in it, or not any more." }
        p { a href=(first) { "The list from its start" } }
    };
    Page {
        status: StatusCode::BAD_REQUEST,
        ..Page::new("Changed", body, json!({ "error": words, "help": help }))
    }
}

/// A cut of a list, and where it goes on.
struct Cut<'a, T> {
    shown: &'a [T],
    total: usize,
    next: Option<String>,
}

/// The entries of `all` behind the one whose id is the cursor in `params`.
///
/// # Errors
/// No entry has that id.
fn cut<'a, T>(all: &'a [T], params: &Params, id: impl Fn(&T) -> &Id) -> Result<Cut<'a, T>, Stale> {
    let start = match asked(params, "after") {
        None => 0,
        Some(after) => {
            let place = all.iter().position(|t| id(t).as_str() == after);
            place.ok_or(Stale)? + 1
        }
    };
    let most = asked(params, "limit").and_then(|l| l.parse().ok());
    let most: usize = most.unwrap_or(ENTRIES).clamp(1, crate::api::MOST);
    let end = all.len().min(start + most);
    let last = all[start..end].last().filter(|_| end < all.len());
    Ok(Cut {
        shown: &all[start..end],
        total: all.len(),
        next: last.map(|t| id(t).to_string()),
    })
}

impl<T> Cut<'_, T> {
    /// The link to what comes next.
    fn more(&self, path: &str, params: &Params) -> Markup {
        let first = with(params, "after", "");
        html! {
            nav.more aria-label="More" {
                @if params.contains_key("after") { a href=(address(path, &first)) { "← From the start" } }
                @if let Some(after) = &self.next {
                    a rel="next" href=(address(path, &with(params, "after", after))) { "Next " (ENTRIES) " →" }
                }
            }
        }
    }
}

/// What the address narrows a list to; an empty field narrows nothing.
fn asked<'p>(params: &'p Params, name: &str) -> Option<&'p str> {
    params.get(name).map(|v| v.trim()).filter(|v| !v.is_empty())
}

/// The days between `since` and `until`; what is no day is no limit.
fn window(params: &Params) -> Window {
    let day = |name| asked(params, name).and_then(|d| d.parse::<Date>().ok());
    Window {
        since: day("since"),
        until: day("until"),
    }
}

/// A model value by the word of the export.
fn word<T: serde::Serialize>(value: T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The model value that `word` names; `None` when it names none.
fn parsed<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(word.into()).ok()
}

/// The chosen filters, each with a way to take it out.
fn chosen(path: &str, params: &Params, names: &[(&str, String)]) -> Markup {
    html! {
        @if !names.is_empty() {
            p.chosen {
                @for (name, shown) in names {
                    a href=(address(path, &with(params, name, ""))) title="Take this filter out" { (shown) " ×" }
                }
            }
        }
    }
}

/// What narrows a list, behind one line on a phone, so that the list comes first; in the open where there is room (the style sheet opens it, without
/// script). The line tells what of `set` is narrowed already.
fn folded(line: &str, params: &Params, set: &[&str], inside: &Markup) -> Markup {
    let set: Vec<&str> = set.iter().filter_map(|name| asked(params, name)).collect();
    html! {
        details.folded {
            summary { (line) @if !set.is_empty() { span.faint { ": " (set.join(", ")) } } }
            (inside)
        }
    }
}

/// What a list could be narrowed to beside it: see [`folded`].
fn beside(inside: &Markup) -> Markup {
    html! { aside aria-label="Narrow down" { (folded("Narrow down", &Params::new(), &[], inside)) } }
}

/// A text field, a pair of days and a button, for the head of a list.
fn fields(path: &str, params: &Params, label: &str) -> Markup {
    let value = |name| asked(params, name).unwrap_or_default();
    let kept = params.iter().filter(|(n, v)| {
        !["about", "since", "until", "after"].contains(&n.as_str()) && !v.is_empty()
    });
    let form = html! {
        form.fields action=(path) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            label { (label) input name="about" value=(value("about")); }
            label { "From" input type="date" name="since" value=(value("since")); }
            label { "To" input type="date" name="until" value=(value("until")); }
            button { "Show" }
        }
    };
    folded(
        "Words and days",
        params,
        &["about", "since", "until"],
        &form,
    )
}

/// Values with how often each occurs, most frequent first, each a link that narrows to it; `shown` names them.
fn facet(
    path: &str,
    params: &Params,
    (name, counts): (&str, &Counts<'_>),
    shown: impl Fn(&str) -> String,
) -> Markup {
    /// Values shown; the field above finds the others.
    const VALUES: usize = 12;
    let mut values: Vec<(&str, usize)> = counts.iter().map(|(v, n)| (*v, *n)).collect();
    values.sort_by_key(|(value, count)| (Reverse(*count), *value));
    values.truncate(VALUES);
    let now = asked(params, name);
    html! {
        @for (value, count) in values {
            li { a href=(address(path, &with(params, name, value))) aria-current=[(now == Some(value)).then_some("true")] {
                span { (shown(value)) } " " b { (count) }
            } }
        }
    }
}
