//! Lists: what "both leaders" and "the three nations" take up.
//!
//! Takes the ledger and a counted or bare definite plural; returns the referent that stands for its
//! members: those of the nearest coordination with as many fitting members, else the last fitting actors.
//! Used by [`super::nominal`]. Known limit: "the two" without a noun is not read.
//!
//! Example: in "The US, South Korea and Japan met. The three nations agreed" the list has three members.

use super::ledger::Ledger;
use super::nominal::{Phrase, STATE_CLASS, has_noun, is_personal};
use lexicon::nominals::Nominal;
use model::{ActorKind, Referent};
use std::collections::BTreeSet;

/// The list that a counted or bare definite plural takes up: nearest coordination first, else the last named.
pub(super) fn link(ledger: &mut Ledger<'_>, mention: usize, phrase: &Phrase) -> Option<usize> {
    let row = phrase.row.as_ref()?;
    let counts_all = phrase.number.is_none() && phrase.is_plural && row.kind.is_none();
    if !phrase.is_definite || phrase.is_open || !(phrase.number.is_some() || counts_all) {
        return None;
    }
    let members = CLASSES.iter().find_map(|fits| {
        let search = Search {
            row,
            number: phrase.number,
            fits: *fits,
        };
        coordination(ledger, mention, &search).or_else(|| last_named(ledger, mention, &search))
    })?;
    Some(ledger.list(mention, members))
}

/// What members of a list are looked for.
struct Search<'s> {
    row: &'s Nominal,
    /// How many; `None` for any two or more.
    number: Option<usize>,
    fits: Fits,
}

impl Search<'_> {
    fn is_met_by(&self, members: &[usize]) -> bool {
        self.number
            .map_or(members.len() > 1, |n| members.len() == n)
    }
}

type Fits = fn(&Ledger<'_>, &Referent, &Nominal) -> bool;

/// Who can be a member, strictest test first.
const CLASSES: [Fits; 2] = [is_of_class, may_be_of_class];

/// A state for "nations", a person with a title of the class, an organisation with the noun.
fn is_of_class(ledger: &Ledger<'_>, referent: &Referent, row: &Nominal) -> bool {
    if !referent.members.is_empty() {
        return false;
    }
    match referent.kind {
        ActorKind::State => {
            row.class == STATE_CLASS || (row.kind.is_none() && !is_personal(ledger, row))
        }
        ActorKind::Person => has_title(ledger, referent, row),
        ActorKind::Organisation | ActorKind::Group => has_noun(ledger, referent, &row.noun),
        _ => false,
    }
}

/// Any person where the noun is for persons.
fn may_be_of_class(ledger: &Ledger<'_>, referent: &Referent, row: &Nominal) -> bool {
    referent.kind == ActorKind::Person
        && (row.is_title || is_personal(ledger, row) || row.gender.is_some())
}

fn has_title(ledger: &Ledger<'_>, referent: &Referent, row: &Nominal) -> bool {
    referent.roles.iter().any(|role| {
        let words: Vec<&str> = role.title.split_whitespace().collect();
        ledger
            .lexicon
            .nominals
            .title(&words)
            .is_some_and(|t| t.class == row.class)
    })
}

/// The members of the nearest coordination of names before `mention` that meets `search`.
fn coordination(ledger: &Ledger<'_>, mention: usize, search: &Search) -> Option<Vec<usize>> {
    let limit = ledger.lexicon.coreference.list_sentences;
    let here = ledger.sentence(mention)?;
    let near: Vec<usize> = ledger
        .before(mention)
        .take_while(|&m| ledger.sentence(m).is_some_and(|s| s + limit >= here))
        .filter(|&m| {
            ledger.mentions[m].label != "NORP"
                && ledger
                    .referent(m)
                    .is_some_and(|r| (search.fits)(ledger, r, search.row))
        })
        .collect();
    let mut run: Vec<usize> = Vec::new();
    for (at, &m) in near.iter().enumerate() {
        run.push(m);
        let goes_on = near
            .get(at + 1)
            .is_some_and(|&earlier| are_coordinated(ledger, earlier, m));
        if !goes_on {
            let members = distinct(ledger, &run);
            if run.len() > 1 && search.is_met_by(&members) {
                return Some(members);
            }
            run.clear();
        }
    }
    None
}

/// Different referents of mentions given last first, in text order.
fn distinct(ledger: &Ledger<'_>, mentions: &[usize]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let referents = mentions
        .iter()
        .rev()
        .filter_map(|&m| ledger.mentions[m].referent);
    referents.filter(|r| seen.insert(*r)).collect()
}

/// Whether two names are coordinated: by the parse, or because only commas, "and" and articles part them.
pub(super) fn are_coordinated(ledger: &Ledger<'_>, earlier: usize, later: usize) -> bool {
    let (a, b) = (ledger.mentions[earlier].head, ledger.mentions[later].head);
    let between = ledger.tokens(earlier).end..ledger.tokens(later).start;
    let is_light = |t: usize| matches!(ledger.annotation.tokens[t].tag, "," | "CC" | "DT" | "POS");
    let same_sentence = ledger.sentence(earlier) == ledger.sentence(later);
    let is_run = !between.is_empty() && between.clone().all(is_light);
    same_sentence && (is_run || coordination_top(ledger, a) == coordination_top(ledger, b))
}

/// The first token of the coordination that token `token` belongs to.
pub(super) fn coordination_top(ledger: &Ledger<'_>, token: usize) -> usize {
    let mut at = token;
    while ledger.annotation.tokens[at].dep == "conj" && ledger.annotation.tokens[at].head < at {
        at = ledger.annotation.tokens[at].head;
    }
    at
}

/// The last different fitting actors named before `mention` that meet `search`, in order of naming.
fn last_named(ledger: &Ledger<'_>, mention: usize, search: &Search) -> Option<Vec<usize>> {
    search.number?;
    let mut members = Vec::new();
    for m in ledger
        .before(mention)
        .take(ledger.lexicon.coreference.antecedents)
    {
        let fitting = ledger.mentions[m]
            .referent
            .filter(|&r| (search.fits)(ledger, &ledger.referents[r], search.row));
        members.extend(fitting.filter(|r| !members.contains(r)));
        if search.is_met_by(&members) {
            members.reverse();
            return Some(members);
        }
    }
    None
}
