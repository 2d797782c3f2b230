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
    let linked = match phrase.number {
        Some(number) if phrase.is_definite => link_list(ledger, mention, (&row, number)),
        _ => None,
    };
    let linked = linked.or_else(|| antecedent(ledger, mention, &phrase));
    if let Some(referent) = linked.or_else(|| unnamed(ledger, &phrase, &row)) {
        ledger.tie(mention, referent);
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
        let kept = words.iter().skip_while(|w| {
            people.is_determiner(w) || people.is_definite(w) || people.number(w).is_some()
        });
        let kept: Vec<&str> = kept.copied().collect();
        let is_possessed = tokens
            .clone()
            .any(|t| matches!(ledger.annotation.tokens[t].dep, "poss"));
        Self {
            row: row.cloned(),
            noun: fold(&ledger.annotation.tokens[head].lemma),
            description: clean(&kept.join(" ").replace(" 's", "'s").replace(" ’s", "'s")),
            is_plural: ledger.annotation.tokens[head].tag.ends_with('S'),
            is_definite: words.iter().any(|w| people.is_definite(w)) && !is_possessed,
            is_open: words.iter().any(|w| people.is_open(w)),
            has_article: words
                .first()
                .is_some_and(|w| people.is_determiner(w) || people.is_definite(w)),
            number: words.iter().find_map(|w| people.number(w)),
            country: country_of(ledger, mention),
        }
    }
}

/// Country named inside the phrase, or behind it with "of" and the like.
fn country_of(ledger: &Ledger<'_>, mention: usize) -> Option<Country> {
    let head = ledger.mentions[mention].head;
    let below = ledger.annotation.subtree(head);
    let belongs = |m: usize| {
        let at = ledger.mentions[m].head;
        let token = &ledger.annotation.tokens[at];
        let case = &ledger.annotation.tokens[token.head];
        let owner = token.dep == "pobj"
            && case.head == head
            && ledger.lexicon.people.is_belonging(ledger.word(token.head));
        m != mention
            && below.binary_search(&at).is_ok()
            && (owner
                || ledger.mentions[mention]
                    .span
                    .contains(ledger.mentions[m].span))
    };
    let near = mention.saturating_sub(NEAR)..(mention + NEAR).min(ledger.mentions.len());
    let owner = near
        .into_iter()
        .find(|&m| belongs(m) && ledger.referent(m).is_some_and(|r| r.country.is_some()))?;
    ledger.referent(owner).and_then(|r| r.country)
}

/// Mentions to both sides in which a phrase's own parts are looked for: phrases hold no more.
const NEAR: usize = 12;

/// The list that `number` actors of class `row.class` make, nearest coordination first.
fn link_list(
    ledger: &mut Ledger<'_>,
    mention: usize,
    (row, number): (&Nominal, usize),
) -> Option<usize> {
    let members = CLASSES.iter().find_map(|fits| {
        coordination(ledger, mention, (row, number, fits))
            .or_else(|| last_named(ledger, mention, (row, number, fits)))
    })?;
    let mut sorted = members.clone();
    sorted.sort_unstable();
    let same = ledger.referents.iter().position(|r| {
        let mut theirs = r.members.clone();
        theirs.sort_unstable();
        !theirs.is_empty() && theirs == sorted
    });
    let names: Vec<&str> = members
        .iter()
        .map(|&m| ledger.referents[m].name.as_str())
        .collect();
    let reason = format!("“{}” takes up {}", ledger.text(mention), names.join(", "));
    let list = Referent {
        kind: ledger.referents[members[0]].kind,
        name: String::new(),
        reasons: vec![reason],
        members,
        ..Referent::default()
    };
    Some(same.unwrap_or_else(|| ledger.add(list)))
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
        ActorKind::State => row.kind.is_none() && !is_personal(ledger, row),
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

/// The members of the nearest coordination of names before `mention` that has `number` fitting ones.
fn coordination(
    ledger: &Ledger<'_>,
    mention: usize,
    (row, number, fits): (&Nominal, usize, &Fits),
) -> Option<Vec<usize>> {
    let limit = ledger.lexicon.coreference.list_sentences;
    let here = ledger.sentence(mention)?;
    let near: Vec<usize> = ledger
        .before(mention)
        .take_while(|&m| ledger.sentence(m).is_some_and(|s| s + limit >= here))
        .filter(|&m| ledger.referent(m).is_some_and(|r| fits(ledger, r, row)))
        .collect();
    near.iter().find_map(|&last| {
        let top = coordination_top(ledger, ledger.mentions[last].head);
        let mut members: Vec<usize> = near
            .iter()
            .filter(|&&m| coordination_top(ledger, ledger.mentions[m].head) == top)
            .filter_map(|&m| ledger.mentions[m].referent)
            .collect();
        members.reverse();
        let mut seen = Vec::new();
        members.retain(|m| {
            !seen.contains(m) && {
                seen.push(*m);
                true
            }
        });
        (members.len() == number).then_some(members)
    })
}

/// The first token of the coordination that token `token` belongs to.
fn coordination_top(ledger: &Ledger<'_>, token: usize) -> usize {
    let mut at = token;
    while ledger.annotation.tokens[at].dep == "conj" && ledger.annotation.tokens[at].head < at {
        at = ledger.annotation.tokens[at].head;
    }
    at
}

/// The last `number` different fitting actors named before `mention`, in order of naming.
fn last_named(
    ledger: &Ledger<'_>,
    mention: usize,
    (row, number, fits): (&Nominal, usize, &Fits),
) -> Option<Vec<usize>> {
    let mut members = Vec::new();
    for m in ledger
        .before(mention)
        .take(ledger.lexicon.coreference.antecedents)
    {
        let Some(referent) = ledger.mentions[m].referent else {
            continue;
        };
        if !members.contains(&referent) && fits(ledger, &ledger.referents[referent], row) {
            members.push(referent);
        }
        if members.len() == number {
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
        ActorKind::Organisation => !phrase.is_plural && has_noun(ledger, referent, &phrase.noun),
        ActorKind::Group => has_noun(ledger, referent, &phrase.noun),
        ActorKind::Unnamed | ActorKind::Office => {
            let last = fold(&referent.name);
            let words: Vec<&str> = last.split(' ').collect();
            ledger
                .lexicon
                .nominals
                .title(&words)
                .is_some_and(|t| t.noun == row.noun)
                && is_plural_name(&last) == is_plural_name(&fold(&phrase.description))
        }
        ActorKind::State => false,
    }
}

/// Whether a description ends as English plurals do; both sides of a comparison are measured alike.
fn is_plural_name(name: &str) -> bool {
    name.ends_with('s')
}

/// A title with the same noun; classes are for lists only, since "the leader" is often somebody else than the president.
fn has_same_title(referent: &Referent, row: &Nominal, ledger: &Ledger<'_>) -> bool {
    referent.roles.iter().any(|role| {
        let words: Vec<&str> = role.title.split_whitespace().collect();
        let title = ledger.lexicon.nominals.title(&words);
        title.is_some_and(|t| t.noun == row.noun || (t.class == row.class && t.class == "leader"))
    })
}

/// A new actor without a name; the same description is one actor.
fn unnamed(ledger: &mut Ledger<'_>, phrase: &Phrase, row: &Nominal) -> Option<usize> {
    let kind = row.kind?;
    if phrase.is_open || phrase.description.is_empty() || kind == ActorKind::Organisation {
        return None;
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

/// "The ministry", "police": institutions without a state in front.
fn link_institution(ledger: &mut Ledger<'_>, mention: usize, phrase: &Phrase) {
    let lexicon = ledger.lexicon;
    let words = phrase.description.clone();
    let Some(institution) = lexicon.nominals.institution(&words) else {
        return;
    };
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
            name: words,
            sector: institution.sector.clone(),
            ..Referent::default()
        })
    });
    ledger.tie(mention, referent);
}
