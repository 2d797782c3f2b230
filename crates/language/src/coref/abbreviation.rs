//! Abbreviations that the text introduces: "National Security Council (NSC)", "NSC (National ...)".
//!
//! Takes the ledger with names; joins the referents of a name and of the abbreviation that stands in
//! brackets behind it, or whose letters are its initials (Schwartz and Hearst 2003, on names instead of
//! free text). Known limit: letters from inside words ("Interpol") are not seen.
//!
//! Example: "the Nordic Arms Watch (NAW) said ... NAW added" is one organisation.

use super::ledger::Ledger;
use lexicon::spelling::plain;
use model::{ActorKind, MentionForm};

/// Letters that an abbreviation needs before initials alone decide.
const LEAST_LETTERS: usize = 3;

/// Joins abbreviations with the names they stand for.
pub(super) fn link(ledger: &mut Ledger<'_>) {
    for mention in 0..ledger.mentions.len() {
        if let Some(full) = introduced_by(ledger, mention).or_else(|| spelt_out(ledger, mention)) {
            join(ledger, mention, full);
        }
    }
}

/// The mention right before the bracket that mention `mention` stands in, when initials fit.
fn introduced_by(ledger: &Ledger<'_>, mention: usize) -> Option<usize> {
    if ledger.mentions[mention].form != MentionForm::Name {
        return None;
    }
    let bracket = ledger.tokens(mention).start.checked_sub(1)?;
    if ledger.annotation.tokens[bracket].tag != "-LRB-" {
        return None;
    }
    let end = ledger.annotation.tokens[bracket.checked_sub(1)?].span.end;
    let before = (0..ledger.mentions.len()).find(|&m| {
        let candidate = &ledger.mentions[m];
        candidate.form == MentionForm::Name && candidate.span.end == end && m != mention
    })?;
    let (a, b) = (ledger.text(before), ledger.text(mention));
    (fits(a, b) || fits(b, a)).then_some(before)
}

/// The earliest full name whose initials mention `mention` is, for unknown organisations.
fn spelt_out(ledger: &Ledger<'_>, mention: usize) -> Option<usize> {
    let referent = ledger.referent(mention)?;
    let letters = ledger.text(mention);
    let is_short = letters.chars().filter(|c| c.is_uppercase()).count() >= LEAST_LETTERS
        && !letters.contains(' ');
    if referent.kind != ActorKind::Organisation || referent.known.is_some() || !is_short {
        return None;
    }
    (0..ledger.mentions.len()).find(|&m| {
        let other = ledger.mentions[m].label.as_str();
        m != mention && other == "ORG" && fits(ledger.text(m), letters)
    })
}

/// Whether `short` is made of the initials of `name`, small words aside.
fn fits(name: &str, short: &str) -> bool {
    let letters: String = plain(short).chars().filter(|c| c.is_alphabetic()).collect();
    let initials = |all: bool| -> String {
        let words = name.split(|c: char| c.is_whitespace() || c == '-');
        let first = words.filter_map(|w| w.chars().next());
        first.filter(|c| all || c.is_uppercase()).collect()
    };
    let is_letters = letters.len() > 1 && letters == letters.to_uppercase();
    let same = |i: String| plain(&i).to_uppercase() == letters;
    is_letters && name.contains(' ') && (same(initials(false)) || same(initials(true)))
}

/// Makes the abbreviation at `short` and the full name at `full` one referent; a known actor keeps its row.
fn join(ledger: &mut Ledger<'_>, short: usize, full: usize) {
    let (Some(a), Some(b)) = (
        ledger.mentions[short].referent,
        ledger.mentions[full].referent,
    ) else {
        return;
    };
    if a == b || (ledger.referents[a].known.is_some() && ledger.referents[b].known.is_some()) {
        return;
    }
    let (from, to) = if ledger.referents[a].known.is_some() {
        (b, a)
    } else {
        (a, b)
    };
    for mention in &mut ledger.mentions {
        if mention.referent == Some(from) {
            mention.referent = Some(to);
        }
    }
    let reason = format!(
        "“{}” stands for “{}” in the text",
        ledger.text(short),
        ledger.text(full)
    );
    ledger.because(to, reason);
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn initials_make_an_abbreviation_with_and_without_small_words() {
        assert!(fits("Nordic Arms Watch", "NAW"));
        assert!(fits("Institute for the Study of Peace", "ISP"));
        assert!(!fits("Nordic Arms Watch", "NATO"));
        assert!(!fits("Nordic", "N"));
    }
}
