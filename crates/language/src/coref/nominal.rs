//! Nouns: lists ("both leaders"), definite nouns that take up an actor, and actors without a name.
//!
//! Takes the ledger when everything to the left is resolved; ties one nominal mention. Lists take the
//! members of the nearest coordination with as many fitting members, else the last fitting actors;
//! definite nouns the last actor with that title, class or noun; others become unnamed actors, groups
//! or offices. Known limit: "the two" without a noun is not read.
//!
//! Example: in "The US, South Korea and Japan met. The three nations agreed" the list has three members.

use super::ledger::{Ledger, clean};
use lexicon::nominals::Nominal;
use lexicon::spelling::fold;
use model::{ActorKind, Country, MentionForm, Referent};
use std::collections::BTreeSet;

/// Ties the nominal mention `mention`; other mentions are left as they are.
pub(super) fn link(ledger: &mut Ledger<'_>, mention: usize) {
    let one = &ledger.mentions[mention];
    if one.form == MentionForm::Pronoun || one.referent.is_some() {
        return;
    }
    if one.form == MentionForm::Name && one.label != "ORG" {
        return;
    }
    let phrase = Phrase::of(ledger, mention);
    let Some(row) = phrase.row.clone() else {
        return link_institution(ledger, mention, &phrase);
    };
    let linked = link_list(ledger, mention, &phrase)
        .or_else(|| own_state(ledger, mention, &row))
        .or_else(|| antecedent(ledger, mention, &phrase))
        .or_else(|| unnamed(ledger, mention, &phrase));
    match linked {
        Some(referent) => ledger.tie(mention, referent),
        None => link_institution(ledger, mention, &phrase),
    }
}

/// A nominal mention taken apart.
struct Phrase {
    row: Option<Nominal>,
    /// Folded head noun.
    noun: String,
    /// Its words without determiners and numbers.
    description: String,
    is_plural: bool,
    is_definite: bool,
    /// "no officials", "other countries": nobody in particular.
    is_open: bool,
    has_article: bool,
    number: Option<usize>,
    /// States and organisations named inside the phrase or behind it with "of".
    owners: Vec<usize>,
    country: Option<Country>,
}

impl Phrase {
    fn of(ledger: &Ledger<'_>, mention: usize) -> Self {
        let people = &ledger.lexicon.people;
        let tokens = ledger.tokens(mention);
        let head = ledger.mentions[mention].head;
        let words: Vec<&str> = tokens.clone().map(|t| ledger.word(t)).collect();
        let mut singular = words.clone();
        if let Some(last) = singular.last_mut() {
            *last = ledger.annotation.tokens[head].lemma.as_str();
        }
        let nominals = &ledger.lexicon.nominals;
        let row = nominals.title(&singular).or_else(|| nominals.title(&words));
        let is_front = |w: &str| {
            people.is_determiner(w) || people.is_definite(w) || people.number(w).is_some()
        };
        let front = words
            .iter()
            .take_while(|w| is_front(w))
            .count()
            .min(words.len() - 1);
        let owners = owners(ledger, mention);
        let is_possessed = tokens
            .clone()
            .any(|t| matches!(ledger.annotation.tokens[t].dep, "poss"));
        Self {
            row: row.cloned(),
            noun: fold(&ledger.annotation.tokens[head].lemma),
            description: description(ledger, tokens.start + front..tokens.end),
            is_plural: ledger.annotation.tokens[head].tag.ends_with('S'),
            is_definite: words.iter().any(|w| people.is_definite(w)) && !is_possessed,
            is_open: words.iter().any(|w| people.is_open(w)),
            has_article: words
                .first()
                .is_some_and(|w| people.is_determiner(w) || people.is_definite(w)),
            number: words.iter().find_map(|w| people.number(w)),
            country: only_country(ledger, &owners),
            owners,
        }
    }
}

/// The words of `tokens` as they stand, a sentence's capital aside.
fn description(ledger: &Ledger<'_>, tokens: std::ops::Range<usize>) -> String {
    let first = &ledger.annotation.tokens[tokens.start];
    let span = first
        .span
        .cover(ledger.annotation.tokens[tokens.end - 1].span);
    let text = clean(span.of(&ledger.document.text).unwrap_or_default());
    if first.pos == "PROPN" || ledger.is_named(tokens.start) {
        return text;
    }
    let mut letters = text.chars();
    let capital = letters.next().map(char::to_lowercase);
    capital.into_iter().flatten().chain(letters).collect()
}

/// Referents named inside the phrase, or behind it with "of" and the like, coordinated ones too.
fn owners(ledger: &Ledger<'_>, mention: usize) -> Vec<usize> {
    let (head, span) = (ledger.mentions[mention].head, ledger.mentions[mention].span);
    let below = ledger.annotation.subtree(head);
    let belongs = |m: usize| {
        let at = ledger.mentions[m].head;
        let token = &ledger.annotation.tokens[coordination_top(ledger, at)];
        let case = &ledger.annotation.tokens[token.head];
        let behind = token.dep == "pobj"
            && case.head == head
            && ledger.lexicon.people.is_belonging(ledger.word(token.head));
        m != mention
            && below.binary_search(&at).is_ok()
            && (behind || span.contains(ledger.mentions[m].span))
    };
    let near = mention.saturating_sub(NEAR)..(mention + NEAR).min(ledger.mentions.len());
    let mut found: Vec<usize> = Vec::new();
    for m in near.filter(|&m| ledger.mentions[m].form == MentionForm::Name) {
        let goes_on = found
            .last()
            .is_some_and(|&last| are_coordinated(ledger, last, m));
        if goes_on || belongs(m) {
            found.push(m);
        }
    }
    let mut owners: Vec<usize> = found
        .into_iter()
        .filter_map(|m| ledger.mentions[m].referent)
        .collect();
    let mut seen = BTreeSet::new();
    owners.retain(|o| seen.insert(*o));
    owners
}

/// The one country that some referents belong to.
fn only_country(ledger: &Ledger<'_>, owners: &[usize]) -> Option<Country> {
    let countries: BTreeSet<Country> = owners
        .iter()
        .filter_map(|&o| ledger.referents[o].country)
        .collect();
    countries.first().copied().filter(|_| countries.len() == 1)
}

/// Mentions to both sides in which a phrase's own parts are looked for: phrases hold no more.
const NEAR: usize = 12;

/// The list that a counted or bare definite plural takes up: nearest coordination first, else the last named.
fn link_list(ledger: &mut Ledger<'_>, mention: usize, phrase: &Phrase) -> Option<usize> {
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

/// "His country", "their countries": the states of whoever the pronoun stands for.
fn own_state(ledger: &mut Ledger<'_>, mention: usize, row: &Nominal) -> Option<usize> {
    if row.kind.is_some() || is_personal(ledger, row) || row.class != STATE_CLASS {
        return None;
    }
    let head = ledger.mentions[mention].head;
    let owner = ledger
        .annotation
        .children(head)
        .find(|&c| ledger.annotation.tokens[c].tag == "PRP$")?;
    let pronoun = ledger.headed(owner)?;
    super::pronoun::link(ledger, pronoun);
    let referent = ledger.referent(pronoun)?;
    let persons: Vec<&Referent> = if referent.members.is_empty() {
        vec![referent]
    } else {
        referent
            .members
            .iter()
            .map(|&m| &ledger.referents[m])
            .collect()
    };
    let own = persons
        .iter()
        .filter(|r| r.kind == ActorKind::Person)
        .filter_map(|r| r.country);
    let countries: BTreeSet<Country> = own.collect();
    let lexicon = ledger.lexicon;
    let states: Vec<usize> = countries
        .into_iter()
        .filter_map(|c| lexicon.actors.state(c))
        .map(|known| ledger.known(known))
        .collect();
    match states.as_slice() {
        [] => None,
        [only] => Some(*only),
        _ => Some(ledger.list(mention, states)),
    }
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

/// Class of the table's nouns for states.
const STATE_CLASS: &str = "state";
/// Class of the table's nouns for heads of state and government.
const LEADER_CLASS: &str = "leader";

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

/// Whether the nouns of the class name persons: some noun of the class is a title.
fn is_personal(ledger: &Ledger<'_>, row: &Nominal) -> bool {
    ledger.lexicon.nominals.is_title_class(&row.class)
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

/// Whether `noun` takes up the organisation: by the lexicon's nouns, or as a word of its name.
fn has_noun(ledger: &Ledger<'_>, referent: &Referent, noun: &str) -> bool {
    let key = referent.known.as_deref().unwrap_or_default();
    let listed = ledger
        .lexicon
        .actors
        .by_key(key)
        .is_some_and(|k| k.nouns.iter().any(|n| n == noun));
    listed || fold(&referent.name).split(' ').any(|w| w == noun)
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
fn are_coordinated(ledger: &Ledger<'_>, earlier: usize, later: usize) -> bool {
    let (a, b) = (ledger.mentions[earlier].head, ledger.mentions[later].head);
    let between = ledger.tokens(earlier).end..ledger.tokens(later).start;
    let is_light = |t: usize| matches!(ledger.annotation.tokens[t].tag, "," | "CC" | "DT" | "POS");
    let same_sentence = ledger.sentence(earlier) == ledger.sentence(later);
    let is_run = !between.is_empty() && between.clone().all(is_light);
    same_sentence && (is_run || coordination_top(ledger, a) == coordination_top(ledger, b))
}

/// The first token of the coordination that token `token` belongs to.
fn coordination_top(ledger: &Ledger<'_>, token: usize) -> usize {
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

/// The last actor that the definite singular noun can take up.
fn antecedent(ledger: &mut Ledger<'_>, mention: usize, phrase: &Phrase) -> Option<usize> {
    let row = phrase.row.as_ref()?;
    if !phrase.is_definite || phrase.is_open {
        return None;
    }
    let limit = ledger.lexicon.coreference.antecedents;
    let found = ledger.before(mention).take(limit).find_map(|m| {
        let number = ledger.mentions[m].referent?;
        let referent = &ledger.referents[number];
        let clash = phrase
            .country
            .zip(referent.country)
            .is_some_and(|(a, b)| a != b);
        (!clash && takes_up(ledger, referent, (phrase, row))).then_some(number)
    })?;
    let reason = format!(
        "“{}” takes up {}",
        ledger.text(mention),
        ledger.referents[found].name
    );
    ledger.because(found, reason);
    Some(found)
}

fn takes_up(ledger: &Ledger<'_>, referent: &Referent, (phrase, row): (&Phrase, &Nominal)) -> bool {
    if !referent.members.is_empty() {
        return false;
    }
    match referent.kind {
        ActorKind::Person => {
            !phrase.is_plural && row.is_title && has_same_title(referent, row, ledger)
        }
        ActorKind::Organisation => {
            let is_fit = row.kind == Some(ActorKind::Organisation);
            is_fit && !phrase.is_plural && has_noun(ledger, referent, &phrase.noun)
        }
        ActorKind::Group => has_noun(ledger, referent, &phrase.noun),
        ActorKind::Unnamed | ActorKind::Office => {
            let name = fold(&referent.name);
            let words: Vec<&str> = name.split(' ').collect();
            let is_plural = ledger.lexicon.nominals.title(&words).is_none();
            is_plural == phrase.is_plural && name.ends_with(&fold(&phrase.description))
        }
        ActorKind::State => false,
    }
}

/// A title with the same noun; of the other classes only leaders take each other up ("the president", "the leader").
fn has_same_title(referent: &Referent, row: &Nominal, ledger: &Ledger<'_>) -> bool {
    referent.roles.iter().any(|role| {
        let words: Vec<&str> = role.title.split_whitespace().collect();
        let title = ledger.lexicon.nominals.title(&words);
        title.is_some_and(|t| {
            t.noun == row.noun || (t.class == row.class && t.class == LEADER_CLASS)
        })
    })
}

/// A new actor without a name; the same description is one actor. Leaders of several states stand for these.
fn unnamed(ledger: &mut Ledger<'_>, mention: usize, phrase: &Phrase) -> Option<usize> {
    let row = phrase.row.as_ref()?;
    let kind = row.kind?;
    if phrase.is_open || phrase.description.is_empty() || kind == ActorKind::Organisation {
        return None;
    }
    let of_states = phrase
        .owners
        .iter()
        .all(|&o| ledger.referents[o].kind == ActorKind::State);
    if phrase.is_plural && phrase.owners.len() > 1 && of_states && kind == ActorKind::Office {
        return Some(ledger.list(mention, phrase.owners.clone()));
    }
    let make = || Referent {
        kind: if kind == ActorKind::Office && !phrase.is_plural && phrase.is_definite {
            kind
        } else {
            kind.max(ActorKind::Group)
        },
        name: phrase.description.clone(),
        country: phrase.country,
        sector: row.sector.clone(),
        gender: row.gender,
        ..Referent::default()
    };
    let kind = make().kind;
    let again = phrase.is_plural || phrase.is_definite || !phrase.has_article;
    if !again {
        return Some(ledger.add(make()));
    }
    let key = format!(
        "{}/{}/{:?}",
        kind.as_str(),
        fold(&phrase.description),
        phrase.country
    );
    let made = ledger.keyed(&key, make);
    Some(made)
}

/// "The Obama administration", "Assad's army": the state whose head is named in front.
fn own_government(ledger: &mut Ledger<'_>, phrase: &Phrase, is_state: bool) -> Option<usize> {
    let lexicon = ledger.lexicon;
    let is_leader = |&o: &usize| {
        let owner = &ledger.referents[o];
        owner.kind == ActorKind::Person && owner.country.is_some()
    };
    let leader = phrase
        .owners
        .iter()
        .copied()
        .find(is_leader)
        .filter(|_| is_state)?;
    let state = lexicon.actors.state(ledger.referents[leader].country?)?;
    Some(ledger.known(state))
}

/// "The ministry", "police": institutions without a state in front.
fn link_institution(ledger: &mut Ledger<'_>, mention: usize, phrase: &Phrase) {
    let lexicon = ledger.lexicon;
    let words = phrase.description.clone();
    let tail = words.rsplit(' ').next().unwrap_or_default();
    let institution = lexicon.nominals.institution(&words);
    let Some(institution) = institution.or_else(|| lexicon.nominals.institution(tail)) else {
        return;
    };
    if let Some(state) = own_government(ledger, phrase, institution.is_state) {
        return ledger.tie(mention, state);
    }
    let limit = lexicon.coreference.antecedents;
    let suffix = format!("/{}", institution.key);
    let same = ledger.before(mention).take(limit).find_map(|m| {
        let number = ledger.mentions[m].referent?;
        let known = ledger.referents[number]
            .known
            .as_deref()
            .unwrap_or_default();
        let fits =
            known.ends_with(&suffix) || has_noun(ledger, &ledger.referents[number], &phrase.noun);
        (fits && ledger.referents[number].kind != ActorKind::State).then_some(number)
    });
    let referent = same.unwrap_or_else(|| {
        let key = format!("institution/{}", institution.key);
        ledger.keyed(&key, || Referent {
            kind: ActorKind::Organisation,
            name: words.to_lowercase(),
            sector: institution.sector.clone(),
            ..Referent::default()
        })
    });
    ledger.tie(mention, referent);
}
