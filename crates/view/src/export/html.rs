//! The record as a dossier in one HTML file that needs nothing else: no script, no font, no picture, no address outside.
//!
//! Takes a record and its texts; writes headings, entries and quotes, each quote with a link to its document's entry. All text is escaped, control and
//! bidirectional marks are shown as such, and a policy in the head forbids whatever could load or run (Content Security Policy Level 3). Fit for printing.
//! Known limit: see `dossier`; addresses of articles stand as text, not as links.
//!
//! Example: `<blockquote>… <cite><a href="#doc-…">Larnica Post, 2024-03-07</a></cite></blockquote>`.

use super::dossier::{self, Dossier, Entry, Section};
use super::jsonl::{Error, LeftOut};
use crate::{Texts, clean};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use model::record::Record;
use std::io::Write;

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1,h2,h3,.f,cite,nav{font-family:system-ui,sans-serif}h1{line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #999}\
h3{font-size:1rem;margin:1.4rem 0 0}.f{font-size:.85rem;color:#444;margin:0;overflow-wrap:anywhere}blockquote{margin:.5rem 0 .5rem .2rem;padding-left:.8rem;border-left:3px solid #bbb}\
cite{display:block;font-size:.85rem;font-style:normal}a{color:#0b4f8a}code{color:#555;font-size:.8em}\
@media print{body{font-size:11pt;max-width:none;margin:0}h3{break-after:avoid}blockquote{break-inside:avoid}a{color:inherit}}";

/// Writes the dossier of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn html(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let dossier = dossier::of(record, texts);
    let page = page(&dossier).into_string();
    out.write_all(page.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(dossier::left_out(record))
}

fn page(dossier: &Dossier) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (clean(&dossier.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (clean(&dossier.title)) }
                p.f { (dossier.extent) }
                nav { ul { @for section in &dossier.sections {
                    li { a href={"#" (anchor(section))} { (section.title) } " (" (section.entries.len()) ")" }
                } } }
                @for section in &dossier.sections {
                    h2 id=(anchor(section)) { (section.title) }
                    @for entry in &section.entries { (written(entry)) }
                }
            }
        }
    }
}

fn anchor(section: &Section) -> String {
    section.title.to_lowercase().replace([' ', ','], "-")
}

fn written(entry: &Entry) -> Markup {
    html! {
        h3 id=(entry.id) { (clean(&entry.head)) }
        p.f { (clean(&entry.facts.join(" · "))) " " code { (entry.id) } }
        @for quote in &entry.quotes {
            blockquote {
                @if !quote.side.is_empty() { b { (quote.side) } " " }
                (clean(&quote.words))
                cite { a href={"#" (quote.document)} { (clean(&quote.whence)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_marks_of_direction_do_not_come_to_life() {
        let hostile = Entry {
            head: "<script>alert(1)</script>\u{202e}".to_owned(),
            ..Entry::default()
        };
        let page = written(&hostile).into_string();
        assert!(
            page.contains("&lt;script&gt;") && !page.contains("<script"),
            "{page}"
        );
        assert!(!page.contains('\u{202e}'), "{page}");
    }
}
