//! The record as a dossier in Markdown (`CommonMark` 0.31).
//!
//! Takes a record and its texts; writes sections of entries with their words as block quotes. Signs that `CommonMark` gives a meaning are escaped, so words of
//! articles stay words: no link, picture or markup of theirs comes to life. Known limit: see `dossier`.
//!
//! Example: `> “Sweden denied the sale.” – Larnica Post, 2024-03-07 (doc-…)`.

use super::dossier;
use super::jsonl::{Error, LeftOut};
use crate::Texts;
use crate::clean::steers;
use model::record::Record;
use std::io::Write;

/// Writes the dossier of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn markdown(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let dossier = dossier::of(record, texts);
    writeln!(
        out,
        "# {}\n\n{}",
        plain(&dossier.title),
        plain(&dossier.extent)
    )?;
    for section in &dossier.sections {
        writeln!(out, "\n## {}", plain(section.title))?;
        for entry in &section.entries {
            let facts: Vec<String> = entry.facts.iter().map(|f| plain(f)).collect();
            writeln!(
                out,
                "\n**{}** `{}`  \n{}",
                plain(&entry.head),
                entry.id,
                facts.join(" · ")
            )?;
            for quote in &entry.quotes {
                let side = match quote.side {
                    "" => String::new(),
                    side => format!("{side}: "),
                };
                let (words, whence) = (plain(&quote.words), plain(&quote.whence));
                writeln!(out, "\n> {side}“{words}” – {whence} (`{}`)", quote.document)?;
            }
        }
    }
    out.flush()?;
    Ok(dossier::left_out(record))
}

/// Signs with a meaning inside a line.
const MARKUP: &str = "\\`*_{}[]<>#|!~&";

/// `text` on one line with the signs escaped that could be read as markup; at its beginning also those of lists and rules.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut safe = String::with_capacity(line.len());
    let mut counts = true;
    for (at, c) in line.chars().filter(|c| !steers(*c)).enumerate() {
        let opens_list =
            (counts && matches!(c, '.' | ')')) || (at == 0 && matches!(c, '-' | '+' | '='));
        counts &= c.is_ascii_digit();
        if opens_list || MARKUP.contains(c) {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_articles_is_escaped() {
        assert_eq!(
            plain("[x](http://a.example) <b>&"),
            "\\[x\\](http://a.example) \\<b\\>\\&"
        );
        assert_eq!(plain("# one\n* two"), "\\# one \\* two");
        assert_eq!(plain("- 2023-08-15."), "\\- 2023-08-15.");
        assert_eq!(plain("12. May"), "12\\. May");
    }
}
