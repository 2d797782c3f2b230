//! Roles: titles before and behind people's names, the organisation or state they belong to.
//!
//! Takes the ledger with names; gives persons their roles, country, sector and gender, organisations
//! their country, and ties title nouns in apposition or behind "is" to the person. The left part of the
//! noun phrase is read with the parse as a guide (Hobbs's title patterns). Known limit: a title that
//! stands in another sentence is not read.
//!
//! Example: "White House national security spokesperson John Kirby" is "national security spokesperson" of the White House.

use super::ledger::{Ledger, clean};
use lexicon::nominals::Nominal;
use model::{ActorKind, Country, Gender, MentionForm, Role, Sector};
use std::ops::Range;

/// Words between a title and the name behind it ("envoy for Ukraine Jane Roe").
const WORDS_BETWEEN: usize = 4;
/// Words that a title with its owner can have.
const LONGEST_TITLE: usize = 14;

/// What a title tells of its bearer.
#[derive(Debug)]
struct Title {
    role: Role,
    country: Option<Country>,
    sector: Option<Sector>,
    gender: Option<Gender>,
}

/// Reads titles around all names of persons and homes of organisations.
pub(super) fn link(ledger: &mut Ledger<'_>) {
    for mention in 0..ledger.mentions.len() {
        place_organisation(ledger, mention);
    }
    for mention in 0..ledger.mentions.len() {
        if is_person_name(ledger, mention) {
            read_before(ledger, mention);
        }
    }
    for mention in 0..ledger.mentions.len() {
        if ledger.mentions[mention].form == MentionForm::Nominal {
            read_apposition(ledger, mention);
        }
    }
}

fn is_person_name(ledger: &Ledger<'_>, mention: usize) -> bool {
    let person = ledger
        .referent(mention)
        .is_some_and(|r| r.kind == ActorKind::Person);
    person && ledger.mentions[mention].form == MentionForm::Name
}

/// "Ewha University in Seoul", "Israeli newspaper Haaretz": an unknown organisation gets the country named with it.
fn place_organisation(ledger: &mut Ledger<'_>, mention: usize) {
    let open = |r: &model::Referent| {
        r.kind == ActorKind::Organisation && r.known.is_none() && r.country.is_none()
    };
    if !ledger.referent(mention).is_some_and(open) {
        return;
    }
    let head = ledger.mentions[mention].head;
    let tokens = ledger.tokens(mention);
    let own = tokens.clone().find_map(|t| country_named(ledger, t));
    let children: Vec<usize> = ledger.annotation.children(head).collect();
    let behind = children.iter().find_map(|&p| {
        let belongs = ledger.annotation.tokens[p].dep == "prep"
            && ledger.lexicon.people.is_belonging(ledger.word(p));
        let object = ledger
            .annotation
            .children(p)
            .find(|&o| ledger.annotation.tokens[o].dep == "pobj")?;
        country_at(ledger, object).filter(|_| belongs)
    });
    let before = children
        .iter()
        .filter(|&&c| c < tokens.start)
        .find_map(|&c| country_at(ledger, c));
    if let (Some(country), Some(referent)) =
        (own.or(before).or(behind), ledger.mentions[mention].referent)
    {
        ledger.referents[referent].country = Some(country);
    }
}

/// Country of the state or city whose name of one word token `token` is.
fn country_named(ledger: &Ledger<'_>, token: usize) -> Option<Country> {
    let word = ledger.word(token);
    let state = ledger.lexicon.actors.look(word);
    let state = state.filter(|h| h.known.kind == ActorKind::State);
    let place = || ledger.lexicon.places.look(word)?.country;
    state.and_then(|h| h.known.country).or_else(place)
}

/// Country of the state or place named at token `token`.
fn country_at(ledger: &Ledger<'_>, token: usize) -> Option<Country> {
    let mention = ledger
        .all_headed(token)
        .find(|&m| ledger.mentions[m].form == MentionForm::Name)?;
    let place = ledger.mentions[mention]
        .place
        .and_then(|p| ledger.places[p].country);
    place.or_else(|| {
        let state = ledger
            .referent(mention)
            .filter(|r| r.kind == ActorKind::State);
        state.and_then(|r| r.country)
    })
}

/// The title in front of a person's name.
fn read_before(ledger: &mut Ledger<'_>, mention: usize) {
    let start = ledger.tokens(mention).start;
    let window = before_name(ledger, start);
    let Some((title, row)) = title_in(ledger, window.clone(), start) else {
        return;
    };
    let title = title_of(ledger, window.start..title.end, title.start, &row);
    let referent = ledger.mentions[mention].referent;
    give(ledger, referent, title);
}

/// Tokens in front of a name that can hold its title: up to punctuation, a verb or the sentence's start.
fn before_name(ledger: &Ledger<'_>, start: usize) -> Range<usize> {
    let sentence = ledger
        .annotation
        .sentence_of(start)
        .map_or(start, |s| ledger.annotation.sentences[s].tokens.start);
    let lowest = sentence.max(start.saturating_sub(LONGEST_TITLE));
    let mut from = start;
    while from > lowest {
        let token = &ledger.annotation.tokens[from - 1];
        let is_break =
            matches!(token.pos, "VERB" | "AUX" | "SPACE" | "PRON" | "SCONJ") && token.tag != "PRP$";
        let is_mark = token.pos == "PUNCT" && !matches!(token.tag, "HYPH" | "-LRB-" | "-RRB-");
        if is_break || is_mark {
            break;
        }
        from -= 1;
    }
    from..start
}

/// The title nearest to the name: its tokens, owner aside, and its row.
fn title_in(
    ledger: &Ledger<'_>,
    window: Range<usize>,
    name: usize,
) -> Option<(Range<usize>, Nominal)> {
    let lowest = window.start.max(name.saturating_sub(1 + WORDS_BETWEEN));
    for head in (lowest..name).rev() {
        if !joins(ledger, head + 1..name) {
            break;
        }
        let words: Vec<&str> = (window.start..=head).map(|t| ledger.word(t)).collect();
        let Some(row) = ledger.lexicon.nominals.title(&words).filter(|r| r.is_title) else {
            continue;
        };
        let start = title_start(ledger, window.start, head);
        return Some((start..head + 1, row.clone()));
    }
    None
}

/// Whether the tokens between a title and a name leave them one phrase: none, brackets, or "for Ukraine".
fn joins(ledger: &Ledger<'_>, between: Range<usize>) -> bool {
    let Some(first) = between.clone().next() else {
        return true;
    };
    let tag = |t: usize| ledger.annotation.tokens[t].tag;
    let is_phrase = tag(first) == "IN" && ledger.lexicon.people.is_belonging(ledger.word(first));
    let nouns = between
        .clone()
        .skip(1)
        .all(|t| matches!(tag(t), "NNP" | "NN" | "NNS" | "NNPS" | "DT" | "CC"));
    // While scanning leftwards the phrase is not complete yet; every token so far must fit in one.
    let partial = between
        .clone()
        .all(|t| matches!(tag(t), "NNP" | "NNPS" | "DT" | "IN"));
    (is_phrase && nouns) || partial
}

/// First token of a title that ends at `head`: behind determiners, possessives, names of states and organisations.
fn title_start(ledger: &Ledger<'_>, lowest: usize, head: usize) -> usize {
    let mut start = head;
    while start > lowest {
        let token = start - 1;
        let tag = ledger.annotation.tokens[token].tag;
        let is_edge = matches!(
            tag,
            "DT" | "POS" | "PRP$" | "-RRB-" | "-LRB-" | "IN" | "CC" | "RB" | "CD"
        );
        let is_name = ledger.is_named(token);
        if is_edge || is_name {
            break;
        }
        start -= 1;
    }
    behind_hyphen(ledger, start, head)
}

/// Start of a title behind what a hyphen ties to the word in front ("Turkish-born head", "then-president").
fn behind_hyphen(ledger: &Ledger<'_>, start: usize, head: usize) -> usize {
    let tag = |t: usize| ledger.annotation.tokens[t].tag;
    let mut start = start;
    while start < head && matches!(tag(start), "HYPH" | "POS" | "," | ":") {
        let is_tied = tag(start) == "HYPH" && tag(start + 1) == "VBN" && start + 1 < head;
        start += 1 + usize::from(is_tied);
    }
    start
}

/// What the title `start..end` with its owner in `phrase` tells.
fn title_of(ledger: &Ledger<'_>, phrase: Range<usize>, start: usize, row: &Nominal) -> Title {
    let span = ledger.annotation.tokens[start]
        .span
        .cover(ledger.annotation.tokens[phrase.end - 1].span);
    let title = clean(span.of(&ledger.document.text).unwrap_or_default()).to_lowercase();
    let title = without_owner(&title, ledger).to_owned();
    let mut owner = owners(ledger, phrase.start..start);
    if is_of_topic(ledger, start..phrase.end, row) {
        owner.country = None;
    }
    let behind = owner_behind(ledger, phrase.end - 1);
    let owner = owner.or(behind);
    Title {
        role: Role {
            title,
            organisation: owner.organisation,
        },
        country: owner.country,
        sector: row.sector.clone().or(owner.sector),
        gender: row.gender,
    }
}

/// `title` without words in front that have a possessive ending ("Oslo´s mayor", "'s president").
fn without_owner<'t>(title: &'t str, ledger: &Ledger<'_>) -> &'t str {
    let mut kept = title;
    while let Some((first, rest)) = kept.split_once(' ') {
        if ledger.lexicon.people.without_possessive(first) == first {
            break;
        }
        kept = rest;
    }
    kept
}

/// Sector of the nouns for those who study something.
const SCHOLARS: &str = "EDU";

/// "Russian history researcher": what stands between state and scholar makes the state a subject of study.
fn is_of_topic(ledger: &Ledger<'_>, title: Range<usize>, row: &Nominal) -> bool {
    let is_noun = |t: usize| matches!(ledger.annotation.tokens[t].tag, "NN" | "NNS");
    let is_scholar = row.sector.as_ref().is_some_and(|s| s.0 == SCHOLARS);
    is_scholar && title.len() > 1 && is_noun(title.start)
}

/// Organisation and country named in some tokens.
#[derive(Debug, Default)]
struct Owner {
    organisation: Option<String>,
    country: Option<Country>,
    sector: Option<Sector>,
}

impl Owner {
    fn or(self, other: Self) -> Self {
        Self {
            organisation: self.organisation.or(other.organisation),
            country: self.country.or(other.country),
            sector: self.sector.or(other.sector),
        }
    }
}

/// The owners named among tokens `range`: the last organisation, the first state.
fn owners(ledger: &Ledger<'_>, range: Range<usize>) -> Owner {
    let mut owner = Owner::default();
    let mut home = None;
    for mention in ledger.starting_in(&range) {
        let inside = range.contains(&ledger.mentions[mention].head);
        let Some(referent) = ledger.referent(mention).filter(|_| inside) else {
            continue;
        };
        match referent.kind {
            ActorKind::State => owner.country = owner.country.or(referent.country),
            ActorKind::Organisation | ActorKind::Group => {
                home = home.or(referent.country);
                owner.organisation = Some(referent.name.clone());
                owner.sector.clone_from(&referent.sector);
            }
            _ => {}
        }
    }
    owner.country = owner.country.or(home);
    owner
}

/// The owner behind a title: "professor at Ewha University", "president of Russia".
fn owner_behind(ledger: &Ledger<'_>, head: usize) -> Owner {
    let below: Vec<usize> = ledger
        .annotation
        .children(head)
        .filter(|&c| c > head)
        .collect();
    let prepositions = below.into_iter().filter(|&p| {
        ledger.annotation.tokens[p].dep == "prep"
            && ledger.lexicon.people.is_belonging(ledger.word(p))
    });
    let mut found = Owner::default();
    for preposition in prepositions {
        for object in ledger.annotation.children(preposition) {
            let below = ledger.annotation.subtree(object);
            // What follows the object ("which reports on Russia") owns nothing.
            found = found.or(owners(ledger, below[0]..object + 1));
            found.country = found.country.or_else(|| country_at(ledger, object));
        }
    }
    found
}

fn give(ledger: &mut Ledger<'_>, referent: Option<usize>, title: Title) {
    let Some(referent) = referent else {
        return;
    };
    let one = &mut ledger.referents[referent];
    one.country = one.country.or(title.country);
    one.gender = one.gender.or(title.gender);
    if one.sector.is_none() {
        one.sector = title.sector;
    }
    ledger.give_role(referent, title.role);
}

/// "Jane Roe, a professor at X", "the spokeswoman, Jane Roe", "Jane Roe is a professor": noun and name are one person.
fn read_apposition(ledger: &mut Ledger<'_>, nominal: usize) {
    let head = ledger.mentions[nominal].head;
    let Some(name) = named_beside(ledger, head) else {
        return;
    };
    let tokens = ledger.tokens(nominal);
    let words: Vec<&str> = tokens.clone().map(|t| ledger.word(t)).collect();
    let Some(row) = ledger
        .lexicon
        .nominals
        .title(&words)
        .filter(|r| r.is_title)
        .cloned()
    else {
        return;
    };
    let start = title_start(ledger, tokens.start, head);
    let title = title_of(ledger, tokens.start..head + 1, start, &row);
    let referent = ledger.mentions[name].referent;
    give(ledger, referent, title);
    if let Some(referent) = referent {
        ledger.tie(nominal, referent);
    }
}

/// The person's name that the noun at `head` stands in apposition to, or is said to be.
fn named_beside(ledger: &Ledger<'_>, head: usize) -> Option<usize> {
    let token = &ledger.annotation.tokens[head];
    let below = ledger
        .annotation
        .children(head)
        .filter(|&c| ledger.annotation.tokens[c].dep == "appos");
    let mut candidates: Vec<usize> = below.collect();
    if token.dep == "appos" {
        candidates.push(token.head);
    }
    if token.dep == "attr" {
        let subjects = ledger.annotation.children(token.head);
        candidates.extend(subjects.filter(|&c| ledger.annotation.tokens[c].dep == "nsubj"));
    }
    candidates
        .iter()
        .find_map(|&c| ledger.all_headed(c).find(|&m| is_person_name(ledger, m)))
}
