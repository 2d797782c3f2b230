//! Adding by hand: a form for one article that is pasted, one for files, and what became of each batch.
//!
//! Takes what was typed, or a batch of the [`crate::tray`]; returns the page. Errors stand where they happened: beside the field, or with file, line
//! and how to mend it. A batch under way loads its page again by itself, without script every few seconds. Known limit: addresses are taken only where whoever opens the desk allows it.
//!
//! Example: `/add/3` after two files tells what came in and which line of which file was refused.

use super::{ENTRIES, Page};
use crate::markup::days;
use crate::shelf::Shelf;
use crate::tray::{Batch, PATH, Refused, Slip, Stage, Tray, Typed};
use axum::http::StatusCode;
use maud::{Markup, html};
use model::Id;
use serde_json::{Value, json};

/// Endings of files that are read, for the browser's choice; packed ones and others can still be dropped.
const READ: &str = ".txt,.text,.md,.html,.htm,.xhtml,.jsonl,.ndjson,.json,.csv,.tsv,.warc,.wacz,.rss,.atom,.xml,.zip,.gz,.zst,.bz2";

/// What is wrong with what was typed: the field, and in words.
type Wrong<'w> = Option<(&'w str, &'w str)>;

/// The forms, filled with what was typed and with what is `wrong` beside its field; below, the batches so far.
pub(crate) fn page(key: &str, (typed, wrong): (&Typed, Wrong<'_>), tray: &Tray) -> Page {
    let batches = tray.all();
    let body = html! {
        h1 { "Add articles" }
        p.lead { "They are read on this machine, into this record. What is in it already is not read again." }
        div.pair {
            div { (files(key, wrong)) @if tray.fetches() || is(wrong, "addresses") { (addresses(key, typed, wrong)) } }
            (article(key, typed, wrong))
        }
        @if !batches.is_empty() {
            section { h2 { "Handed in since the desk opened" }
                ul.batches { @for (number, batch) in &batches { li { a href={ (PATH) "/" (number) } { (called(&batch.files)) } " " span.faint { (word(&batch.stage)) } } } } }
        }
    };
    let data = json!({ "batches": batches.iter().map(|(n, b)| told(*n, b)).collect::<Vec<_>>() });
    let page = Page::new("Add articles", body, data);
    let status = wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Page { status, ..page }
}

fn files(key: &str, wrong: Wrong<'_>) -> Markup {
    html! {
        section { h2 { "Files" }
            form.add method="post" action=(PATH) enctype="multipart/form-data" data-add {
                input type="hidden" name="key" value=(key);
                input type="hidden" name="what" value="files";
                label.drop for="files" { strong { "Choose files, or drop them here" }
                    span.faint { "Texts, pages, JSON Lines, tables, feeds, web archives, zip archives; also packed. Up to 64 MB at once." } }
                input #files type="file" name="file" multiple accept=(READ) required
                    aria-invalid=[is(wrong, "files").then_some("true")] aria-describedby=[is(wrong, "files").then_some("wrong")];
                (beside(wrong, "files"))
                ul.chosen-files aria-live="polite" {}
                button { "Add the files" }
            }
        }
    }
}

fn addresses(key: &str, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    html! {
        section { h2 { "Addresses" }
            form.add method="post" action=(PATH) enctype="multipart/form-data" {
                input type="hidden" name="key" value=(key);
                input type="hidden" name="what" value="addresses";
                label { "Of pages, feeds or files, one a line" textarea name="addresses" rows="5" required
                    aria-invalid=[is(wrong, "addresses").then_some("true")] aria-describedby=[is(wrong, "addresses").then_some("wrong")] { (typed.get("addresses")) } }
                (beside(wrong, "addresses"))
                p.faint { "They are fetched from the network, politely and public ones only." }
                button { "Fetch and add" }
            }
        }
    }
}

fn article(key: &str, typed: &Typed, wrong: Wrong<'_>) -> Markup {
    let line = |name: &str, label: &str, kind: &str| {
        html! {
            label { (label)
                input type=(kind) name=(name) value=(typed.get(name)) maxlength="2000"
                    aria-invalid=[is(wrong, name).then_some("true")] aria-describedby=[is(wrong, name).then_some("wrong")]; }
            (beside(wrong, name))
        }
    };
    html! {
        section { h2 { "One article, pasted" }
            form.add method="post" action=(PATH) enctype="multipart/form-data" {
                input type="hidden" name="key" value=(key);
                input type="hidden" name="what" value="article";
                (line("title", "Headline", "text"))
                div.row { (line("outlet", "Outlet", "text")) (line("published", "Day of publication", "date")) }
                (line("url", "Address", "text"))
                label { "Text" textarea name="text" rows="14" required
                    aria-invalid=[is(wrong, "text").then_some("true")] aria-describedby=[is(wrong, "text").then_some("wrong")] { (typed.get("text")) } }
                (beside(wrong, "text"))
                p.faint { "Only the text is needed. Without a day, one is worked out from the text where it tells one." }
                button { "Add the article" }
            }
        }
    }
}

fn is(wrong: Wrong<'_>, field: &str) -> bool {
    wrong.is_some_and(|(name, _)| name == field)
}

/// What is wrong with `field`, below it.
fn beside(wrong: Wrong<'_>, field: &str) -> Markup {
    html! { @if let Some((_, words)) = wrong.filter(|_| is(wrong, field)) { p #wrong.odd role="alert" { (words) } } }
}

/// What became of the batch `number`.
pub(super) fn batch(shelf: &Shelf<'_>, (number, batch): &(usize, Batch)) -> Page {
    let is_open = matches!(
        batch.stage,
        Stage::Waiting | Stage::Reading(_) | Stage::Deriving
    );
    let body = html! {
        h1 { (called(&batch.files)) }
        @if is_open {
            noscript { meta http-equiv="refresh" content="2"; }
            p.lead role="status" data-batch={ (PATH) "/" (number) ".json" } { (word(&batch.stage)) }
            progress aria-label="Being read" {}
            p.faint { "You may leave this page; the reading goes on." }
        }
        @match &batch.stage {
            Stage::Failed(words) => p.odd role="alert" { "Not added: " (words) },
            Stage::Done(slip) => (done(shelf, slip)),
            _ => {},
        }
        p { a href=(PATH) { "Add more" } " · " a href="/changes" { "What is new" } " · " a href="/" { "Overview" } }
    };
    Page::new("Adding", body, told(*number, batch))
}

fn done(shelf: &Shelf<'_>, slip: &Slip) -> Markup {
    html! {
        p.counts {
            span.count { b { (slip.read.len()) } " came in" }
            @if slip.known > 0 { span.count { b { (slip.known) } " in the record already" } }
            @if !slip.refused.is_empty() { a.count href="#refused" { b { (slip.refused.len()) } " refused" } }
        }
        @if !slip.refused.is_empty() {
            section #refused { h2 { "Refused" }
                ul.refused { @for refused in slip.refused.iter().take(4 * ENTRIES) { (refusal(refused)) } }
                @if slip.refused.len() > 4 * ENTRIES { p { "… and " (slip.refused.len() - 4 * ENTRIES) " more, in the JSON of this page." } }
            }
        }
        @if !slip.read.is_empty() {
            section { h2 { "Came in" }
                @for id in slip.read.iter().take(ENTRIES) { (came(shelf, id, &slip.other_languages)) }
                @if slip.read.len() > ENTRIES { p { "… and " (slip.read.len() - ENTRIES) " more under " a href="/changes" { "what is new" } "." } }
            }
        }
    }
}

fn refusal(refused: &Refused) -> Markup {
    html! {
        li { code { (refused.place) } @if let Some(line) = refused.line { ", line " (line) } ": " (refused.what)
            p.faint { "To mend it: " (refused.help) } }
    }
}

fn came(shelf: &Shelf<'_>, id: &Id, other_languages: &[(Id, String)]) -> Markup {
    let lookup = shelf.lookup;
    let language = other_languages.iter().find(|(of, _)| of == id);
    html! {
        article.entry {
            h3 { a href={ "/documents/" (id) } { (lookup.headline(id)) } }
            p.line { (lookup.whence(id)) " · " (days(lookup.published(id)))
                @if let Some((_, language)) = language { " · " span.odd { "in “" (language) "”: kept and searchable, but only English is read for claims and events" } } }
        }
    }
}

/// The first file of a batch, and how many others.
fn called(files: &[String]) -> String {
    match files {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [one, others @ ..] => format!("{one} and {} more", others.len()),
    }
}

fn word(stage: &Stage) -> String {
    match stage {
        Stage::Waiting => "waits until another batch is done".to_owned(),
        Stage::Reading(0) => "reading …".to_owned(),
        Stage::Reading(articles) => format!("{articles} articles read …"),
        Stage::Deriving => "working out what they say together …".to_owned(),
        Stage::Done(slip) => match (slip.read.len(), slip.refused.len()) {
            (read, 0) => format!("{read} came in"),
            (read, refused) => format!("{read} came in, {refused} refused"),
        },
        Stage::Failed(_) => "could not be added".to_owned(),
    }
}

/// A batch for programs and for the script.
pub(crate) fn told(number: usize, batch: &Batch) -> Value {
    let stage = match &batch.stage {
        Stage::Waiting => "waiting",
        Stage::Reading(_) => "reading",
        Stage::Deriving => "deriving",
        Stage::Done(_) => "done",
        Stage::Failed(_) => "failed",
    };
    let mut told = json!({ "batch": number, "files": batch.files, "stage": stage, "told": word(&batch.stage) });
    if let Stage::Done(slip) = &batch.stage {
        told["read"] = json!(slip.read);
        told["known"] = json!(slip.known);
        told["refused"] = json!(slip.refused);
    }
    if let Stage::Failed(words) = &batch.stage {
        told["error"] = json!(words);
    }
    told
}
