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
use std::collections::BTreeMap;

/// Letters that an abbreviation needs before initials alone decide.
const LEAST_LETTERS: usize = 3;
/// Mentions before a bracket among which the name it explains is: names are seldom nested deeper.
const NEAR: usize = 4;

/// Joins abbreviations with the names they stand for.
pub(super) fn link(ledger: &mut Ledger<'_>) {
    let spelt_out = full_names(ledger);
    let mut called = by_referent(ledger);
    for mention in 0..ledger.mentions.len() {
        let full =
            introduced_by(ledger, mention).or_else(|| initials_of(ledger, mention, &spelt_out));
        if let Some(full) = full {
            join(ledger, (mention, full), &mut called);
        }
    }
}

/// Mentions of each referent.
fn by_referent(ledger: &Ledger<'_>) -> Vec<Vec<usize>> {
    let mut called = vec![Vec::new(); ledger.referents.len()];
    for (number, mention) in ledger.mentions.iter().enumerate() {
        if let Some(referent) = mention.referent {
            called[referent].push(number);
        }
    }
    called
}

/// First mention of an organisation for each abbreviation that its initials make.
fn full_names(ledger: &Ledger<'_>) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for mention in 0..ledger.mentions.len() {
        let text = ledger.text(mention);
        if ledger.mentions[mention].label == "ORG" && text.contains(' ') {
            names.entry(capital_initials(text)).or_insert(mention);
            names.entry(initials(text)).or_insert(mention);
        }
    }
    names
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
    let before = (0..mention).rev().take(NEAR).find(|&m| {
        let candidate = &ledger.mentions[m];
        candidate.form == MentionForm::Name && candidate.span.end == end
    })?;
    let (a, b) = (ledger.text(before), ledger.text(mention));
    (fits(a, b) || fits(b, a)).then_some(before)
}

/// The earliest full name whose initials mention `mention` is, for unknown organisations.
fn initials_of(
    ledger: &Ledger<'_>,
    mention: usize,
    names: &BTreeMap<String, usize>,
) -> Option<usize> {
    let referent = ledger.referent(mention)?;
    let letters = letters(ledger.text(mention));
    let is_short = letters.chars().count() >= LEAST_LETTERS && letters == letters.to_uppercase();
    if referent.kind != ActorKind::Organisation || referent.known.is_some() || !is_short {
        return None;
    }
    names.get(&letters).copied().filter(|&m| m != mention)
}

/// The letters of a word, without accents.
fn letters(word: &str) -> String {
    plain(word).chars().filter(|c| c.is_alphabetic()).collect()
}

/// First letters of the words of a name, in capitals.
fn initials(name: &str) -> String {
    plain(&first_letters(name).collect::<String>()).to_uppercase()
}

/// The same, of capitalised words only.
fn capital_initials(name: &str) -> String {
    let capitals = first_letters(name).filter(|c| c.is_uppercase());
    plain(&capitals.collect::<String>()).to_uppercase()
}

fn first_letters(name: &str) -> impl Iterator<Item = char> {
    let words = name.split(|c: char| c.is_whitespace() || c == '-');
    words.filter_map(|w| w.chars().next())
}

/// Whether `short` is made of the initials of `name`, small words aside.
fn fits(name: &str, short: &str) -> bool {
    let letters = letters(short);
    let is_letters = letters.chars().count() > 1 && letters == letters.to_uppercase();
    let same = letters == capital_initials(name) || letters == initials(name);
    is_letters && name.contains(' ') && same
}

/// Makes the abbreviation at `short` and the full name at `full` one referent; a known actor keeps its row.
fn join(ledger: &mut Ledger<'_>, (short, full): (usize, usize), called: &mut [Vec<usize>]) {
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
    let moved = std::mem::take(&mut called[from]);
    for &mention in &moved {
        ledger.tie(mention, to);
    }
    called[to].extend(moved);
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
