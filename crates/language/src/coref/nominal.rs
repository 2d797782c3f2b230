//! Nouns: definite nouns that take up an actor, and actors without a name.
//!
//! Takes the ledger when everything to the left is resolved; ties one nominal mention. Plurals are first
//! tried as lists ([`super::list`]); definite nouns take up the last actor with that title, class or noun;
//! others become unnamed actors, groups or offices. Known limit: nouns outside the table name nobody.
//!
//! Example: in "Norway's finance minister, Lars Holm, spoke. The minister argued" the minister is Lars Holm.

use super::ledger::{Ledger, clean};
use super::list::{self, are_coordinated, coordination_top};
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
    if let Some(named) = named_with(ledger, mention, &phrase) {
        return ledger.tie(mention, named);
    }
    if is_predicate(ledger, mention) {
        return;
    }
    let Some(row) = phrase.row.clone() else {
        return link_institution(ledger, mention, &phrase);
    };
    let linked = list::link(ledger, mention, &phrase)
        .or_else(|| own_state(ledger, mention, &row))
        .or_else(|| antecedent(ledger, mention, &phrase))
        .or_else(|| unnamed(ledger, mention, &phrase));
    match linked {
        Some(referent) => ledger.tie(mention, referent),
        None => link_institution(ledger, mention, &phrase),
    }
}

/// Whether the phrase only says what somebody is ("She is a critic", "as president"): it names nobody of its own.
fn is_predicate(ledger: &Ledger<'_>, mention: usize) -> bool {
    let annotation = ledger.annotation;
    let token = &annotation.tokens[ledger.mentions[mention].head];
    let exists = |verb: usize| {
        annotation
            .children(verb)
            .any(|c| annotation.tokens[c].dep == "expl")
    };
    match token.dep {
        "attr" | "oprd" => !exists(token.head),
        "pobj" => ledger
            .lexicon
            .people
            .is_role_preposition(ledger.word(token.head)),
        _ => false,
    }
}

/// Whom the name in apposition to the phrase names ("the news agency KCNA", "Roe, a mother of two").
fn named_with(ledger: &Ledger<'_>, mention: usize, phrase: &Phrase) -> Option<usize> {
    let annotation = ledger.annotation;
    let head = ledger.mentions[mention].head;
    let token = &annotation.tokens[head];
    let above = matches!(token.dep, "appos" | "compound").then_some(token.head);
    let below = annotation
        .children(head)
        .filter(|&c| annotation.tokens[c].dep == "appos");
    let names = above
        .into_iter()
        .chain(below)
        .flat_map(|t| ledger.all_headed(t));
    let is_name = |m: &usize| ledger.mentions[*m].form == MentionForm::Name;
    let found = names.filter(is_name).find_map(|m| {
        let number = ledger.mentions[m].referent?;
        is_fit(ledger, phrase, &ledger.referents[number]).then_some(number)
    });
    found.filter(|_| !phrase.is_plural)
}

/// Whether the noun can stand for such a referent: personal nouns for persons, bodies for bodies.
fn is_fit(ledger: &Ledger<'_>, phrase: &Phrase, referent: &Referent) -> bool {
    let is_personal =
        |row: &Nominal| row.is_title || row.gender.is_some() || is_personal(ledger, row);
    match (&phrase.row, referent.kind) {
        (Some(row), ActorKind::Person) => is_personal(row),
        (Some(row), ActorKind::Organisation | ActorKind::Group) => !is_personal(row),
        (None, kind) => matches!(kind, ActorKind::Organisation | ActorKind::Group),
        _ => false,
    }
}

/// A nominal mention taken apart.
pub(super) struct Phrase {
    pub(super) row: Option<Nominal>,
    /// Folded head noun.
    noun: String,
    /// Its words without determiners and numbers.
    description: String,
    pub(super) is_plural: bool,
    pub(super) is_definite: bool,
    /// "no officials", "other countries": nobody in particular.
    pub(super) is_open: bool,
    has_article: bool,
    pub(super) number: Option<usize>,
    /// "its leader", "Poland's president"
    is_possessed: bool,
    /// How many, in figures or words, as it stands; empty where the phrase does not say.
    quantity: String,
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
        let is_counted = |t: usize| counts(ledger, t);
        let front = tokens
            .clone()
            .take_while(|&t| is_front(ledger.word(t)) || is_counted(t))
            .count()
            .min(words.len() - 1);
        let counted = tokens.clone().take(front).filter(|&t| is_counted(t));
        let quantity: Vec<&str> = counted.map(|t| ledger.word(t)).collect();
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
            is_possessed,
            quantity: quantity.join(" "),
            has_article: words
                .first()
                .is_some_and(|w| people.is_determiner(w) || people.is_definite(w)),
            number: words.iter().find_map(|w| people.number(w)),
            country: only_country(ledger, &owners),
            owners,
        }
    }
}

impl Phrase {
    /// A singular without article or owner: a piece of a title ("Director"), not somebody.
    fn is_bare(&self) -> bool {
        !self.is_plural && !self.has_article && !self.is_possessed && self.owners.is_empty()
    }
}

/// Whether token `token` tells how many: a numeral or what modifies one ("more than 300").
fn counts(ledger: &Ledger<'_>, token: usize) -> bool {
    let tokens = &ledger.annotation.tokens;
    let above = &tokens[tokens[token].head];
    let modifies = matches!(
        tokens[token].dep,
        "advmod" | "amod" | "quantmod" | "compound" | "nummod"
    );
    // "62-year-old" tells no number of men.
    let is_tied = tokens.get(token + 1).is_some_and(|t| t.tag == "HYPH");
    let is_numeral = tokens[token].tag == "CD" || (above.tag == "CD" && modifies);
    (is_numeral || tokens[token].dep == "quantmod") && !is_tied
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

/// Class of the table's nouns for states.
pub(super) const STATE_CLASS: &str = "state";
/// Class of the table's nouns for heads of state and government.
const LEADER_CLASS: &str = "leader";

/// Whether the nouns of the class name persons: some noun of the class is a title.
pub(super) fn is_personal(ledger: &Ledger<'_>, row: &Nominal) -> bool {
    ledger.lexicon.nominals.is_title_class(&row.class)
}

/// Whether the phrase takes up the organisation: by its noun, and each further word of it stands in its
/// names or is its country's ("the space agency" is no news agency).
fn is_called(ledger: &Ledger<'_>, referent: &Referent, phrase: &Phrase) -> bool {
    let key = referent.known.as_deref().unwrap_or_default();
    let known = ledger.lexicon.actors.by_key(key);
    let names = known.into_iter().flat_map(|k| &k.names);
    let names = names.chain(&referent.aliases).chain([&referent.name]);
    let words: BTreeSet<String> = names
        .flat_map(|n| fold(n).split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let is_own = |word: &str| {
        let state = ledger.lexicon.actors.look(word);
        let same = state.is_some_and(|h| h.known.country == referent.country);
        same || words.contains(&fold(word))
    };
    let described = phrase.description.split(' ');
    let last = phrase.description.split(' ').count().saturating_sub(1);
    has_noun(ledger, referent, &phrase.noun) && described.take(last).all(is_own)
}

/// Whether `noun` takes up the organisation: by the lexicon's nouns, or as a word of its name.
pub(super) fn has_noun(ledger: &Ledger<'_>, referent: &Referent, noun: &str) -> bool {
    let key = referent.known.as_deref().unwrap_or_default();
    let listed = ledger
        .lexicon
        .actors
        .by_key(key)
        .is_some_and(|k| k.nouns.iter().any(|n| n == noun));
    listed || fold(&referent.name).split(' ').any(|w| w == noun)
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
            is_fit && !phrase.is_plural && is_called(ledger, referent, phrase)
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

/// Kind of an actor without a name whose noun is of kind `kind`: several holders of an office are a group, "a minister" is somebody.
fn kind_of(kind: ActorKind, phrase: &Phrase) -> ActorKind {
    match kind {
        ActorKind::Office if phrase.is_plural => ActorKind::Group,
        ActorKind::Office if !phrase.is_definite && !phrase.is_possessed => ActorKind::Unnamed,
        kind => kind,
    }
}

/// A new actor without a name; the same description is one actor. Leaders of several states stand for these.
fn unnamed(ledger: &mut Ledger<'_>, mention: usize, phrase: &Phrase) -> Option<usize> {
    let row = phrase.row.as_ref()?;
    let kind = row.kind?;
    if phrase.is_open || phrase.description.is_empty() || kind == ActorKind::Organisation {
        return None;
    }
    if kind == ActorKind::Office && phrase.is_bare() {
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
        kind: kind_of(kind, phrase),
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
        "{}/{}/{}/{:?}",
        kind.as_str(),
        phrase.quantity,
        fold(&phrase.description),
        phrase.country
    );
    let made = ledger.keyed(&key, make);
    Some(made)
}

/// "The Obama administration", "Assad's army": the state whose head is named in front.
fn own_government(ledger: &mut Ledger<'_>, phrase: &Phrase) -> Option<usize> {
    let lexicon = ledger.lexicon;
    let is_leader = |&o: &usize| {
        let owner = &ledger.referents[o];
        owner.kind == ActorKind::Person && owner.country.is_some()
    };
    let leader = phrase.owners.iter().copied().find(is_leader)?;
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
    let is_some = phrase.has_article && !phrase.is_definite;
    if is_some && phrase.owners.is_empty() {
        return;
    }
    if institution.is_state
        && let Some(state) = own_government(ledger, phrase)
    {
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
        let referent = &ledger.referents[number];
        let fits = known.ends_with(&suffix) || is_called(ledger, referent, phrase);
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
