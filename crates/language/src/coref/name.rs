//! Names: which name mentions are the same state, organisation or person.
//!
//! Takes the ledger with mentions; makes referents for known actors, full personal names, bare surnames
//! and other organisations, in this order. A bare surname is the bearer named before it who was called
//! so most often. Known limit: two persons of one name in a document are one.
//!
//! Example: after "Kim Jong Un" and "Kim Son Gyong" the bare "Kim" is who was called "Kim" before.

use super::ledger::{Ledger, clean};
use lexicon::actors::{Known, Sense};
use lexicon::people::{People, Person};
use lexicon::spelling::fold;
use model::{ActorKind, Gender, MentionForm, Referent};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a name before a two-word name with a family name in front is read as one in any case.
const EAST_ASIAN_WORDS: usize = 3;

/// Ties all name mentions that can act to referents.
pub(super) fn link(ledger: &mut Ledger<'_>) {
    let acting = |m: &usize| !is_dateline_place(ledger, *m);
    let acting: Vec<usize> = (0..ledger.mentions.len()).filter(acting).collect();
    for &mention in &acting {
        link_known(ledger, mention);
    }
    let mut persons = Persons::default();
    for &mention in &acting {
        persons.link_full(ledger, mention);
    }
    for &mention in &acting {
        persons.link_bare(ledger, mention);
    }
    link_organisations(ledger, &acting);
}

/// A name in a dateline that is no agency's: where the report was written, nobody who acts.
fn is_dateline_place(ledger: &Ledger<'_>, mention: usize) -> bool {
    let span = ledger.mentions[mention].span;
    let dateline = ledger.annotation.dateline_at(span.start);
    dateline.is_some_and(|d| !d.agency.is_some_and(|a| a.overlaps(span)))
}

/// States, organisations and institutions of the tables.
fn link_known(ledger: &mut Ledger<'_>, mention: usize) {
    let one = &ledger.mentions[mention];
    if one.form == MentionForm::Pronoun || one.label == "PERSON" {
        return;
    }
    let lexicon = ledger.lexicon;
    let text = ledger.text(mention);
    if let Some(hit) = lexicon.actors.look(text) {
        if hit.sense != Sense::Capital || !is_place_only(ledger, mention) {
            let referent = ledger.known(hit.known);
            ledger.tie(mention, referent);
        }
    } else if one.label == "ORG" {
        link_institution(ledger, mention);
    }
}

/// "in Moscow": a capital behind a preposition of place is no government.
fn is_place_only(ledger: &Ledger<'_>, mention: usize) -> bool {
    let token = &ledger.annotation.tokens[ledger.mentions[mention].head];
    let case = &ledger.annotation.tokens[token.head];
    token.dep == "pobj"
        && case.tag == "IN"
        && ledger
            .lexicon
            .people
            .is_place_preposition(ledger.word(token.head))
}

/// "Seoul's unification ministry": the state in front and an institution of the table.
fn link_institution(ledger: &mut Ledger<'_>, mention: usize) {
    let lexicon = ledger.lexicon;
    let tokens = ledger.tokens(mention);
    let phrase = |range: std::ops::Range<usize>| {
        let words: Vec<&str> = range.map(|t| ledger.word(t)).collect();
        words.join(" ")
    };
    let split = (tokens.start + 1..tokens.end).find_map(|cut| {
        let institution = lexicon.nominals.institution(&phrase(cut..tokens.end))?;
        let possessive = ledger.annotation.tokens[cut - 1].tag == "POS";
        let state = lexicon
            .actors
            .look(&phrase(tokens.start..cut - usize::from(possessive)))?;
        (state.known.kind == ActorKind::State).then_some((state.known, institution))
    });
    let Some((state, institution)) = split else {
        return;
    };
    let referent = if institution.is_state {
        ledger.known(state)
    } else {
        state_institution(ledger, state, institution)
    };
    ledger.tie(mention, referent);
}

/// The institution of a state: the lexicon's row where it has one, else made from both names.
fn state_institution(
    ledger: &mut Ledger<'_>,
    state: &Known,
    institution: &lexicon::nominals::Institution,
) -> usize {
    let Some(country) = state.country else {
        return ledger.known(state);
    };
    let key = format!("organisation/{country}/{}", institution.key);
    if let Some(known) = ledger.lexicon.actors.by_key(&key) {
        return ledger.known(known);
    }
    let adjective = state.adjective.as_ref();
    let alias = adjective.map(|a| format!("{a} {}", institution.usual));
    ledger.keyed(&key, || Referent {
        kind: ActorKind::Organisation,
        name: format!("{}'s {}", state.name, institution.usual),
        aliases: alias.into_iter().collect(),
        known: Some(key.clone()),
        country: Some(country),
        sector: institution.sector.clone(),
        ..Referent::default()
    })
}

/// Organisations that no table knows: same words, or one name the beginning of the other.
fn link_organisations(ledger: &mut Ledger<'_>, acting: &[usize]) {
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for &mention in acting {
        let one = &ledger.mentions[mention];
        if one.referent.is_some() || one.form != MentionForm::Name || one.label != "ORG" {
            continue;
        }
        let name = clean(ledger.text(mention));
        let key = fold(&name);
        if ledger.lexicon.nominals.institution(&key).is_some() {
            continue;
        }
        let same = by_name
            .get(&key)
            .or_else(|| longer_name(&by_name, &key))
            .copied();
        let referent = same.unwrap_or_else(|| {
            ledger.add(Referent {
                kind: ActorKind::Organisation,
                sector: ledger.lexicon.organisations.sector(&name).cloned(),
                name,
                ..Referent::default()
            })
        });
        by_name.insert(key, referent);
        ledger.tie(mention, referent);
    }
}

/// The organisation whose name goes on where `short` ends ("Wagner" and "Wagner Group").
fn longer_name<'n>(names: &'n BTreeMap<String, usize>, short: &str) -> Option<&'n usize> {
    let start = format!("{short} ");
    let (name, number) = names.range(start.clone()..).next()?;
    name.starts_with(&start).then_some(number)
}

/// A personal name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PersonalName {
    /// Folded words without forms of address and suffixes.
    words: Vec<String>,
    /// Folded family names, the likelier first.
    surnames: Vec<String>,
}

impl PersonalName {
    /// Takes `name` apart; `None` when nothing is left.
    fn of(name: &str, people: &People) -> Option<Self> {
        let raw: Vec<&str> = name
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
            .filter(|w| !w.is_empty() && !people.is_suffix(w))
            .collect();
        let address = raw
            .iter()
            .take_while(|w| people.address(w).is_some())
            .count();
        let kept = &raw[address.min(raw.len().saturating_sub(1))..];
        let last = kept.last()?;
        if kept.iter().any(|w| w.chars().any(char::is_numeric)) {
            return None;
        }
        let mut surnames = Vec::new();
        if is_family_first(kept, people) {
            surnames.push(fold(kept[0]));
        } else {
            surnames.push(fold(last));
            let particles = kept[..kept.len() - 1]
                .iter()
                .rev()
                .take_while(|w| people.is_particle(w))
                .count();
            if particles > 0 && particles + 1 < kept.len() {
                surnames.push(fold(&kept[kept.len() - 1 - particles..].join(" ")));
            }
            if kept.len() == 2 && people.is_family_first(kept[0]) {
                surnames.push(fold(kept[0]));
            }
        }
        let words = kept.iter().map(|w| fold(w)).collect();
        Some(Self { words, surnames })
    }

    fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    fn key(&self) -> String {
        self.words.join(" ")
    }

    /// Same family name, and given names that do not differ: equal, left out, or an initial.
    fn fits(&self, other: &Self) -> bool {
        let family = self.surnames.first() == other.surnames.first();
        let (short, long) = if self.words.len() <= other.words.len() {
            (self, other)
        } else {
            (other, self)
        };
        let same_first = short
            .words
            .first()
            .zip(long.words.first())
            .is_some_and(|(a, b)| {
                a == b
                    || (a.len() == 1 && b.starts_with(a.as_str()))
                    || (b.len() == 1 && a.starts_with(b.as_str()))
            });
        let inside = short.words.iter().skip(1).all(|w| long.words.contains(w));
        family && same_first && inside && short.words.len() > 1
    }
}

/// Letters of a romanised syllable, at most: Korean ones ("Hyeong") and Chinese ones ("Zhuang") have six, a mark may be among them.
const SYLLABLE_LETTERS: usize = 7;

/// Family name in front: it is a listed one, and the given name is hyphenated or of two words.
fn is_family_first(words: &[&str], people: &People) -> bool {
    let Some(first) = words.first() else {
        return false;
    };
    let hyphenated = words.get(1).is_some_and(|w| w.contains('-'));
    let short = words.len() == EAST_ASIAN_WORDS
        && words[1..]
            .iter()
            .all(|w| w.len() <= SYLLABLE_LETTERS && !w.contains('.'));
    words.len() > 1 && people.is_family_first(first) && (hyphenated || short)
}

/// The persons found so far.
#[derive(Default)]
struct Persons {
    entries: Vec<Bearer>,
    /// Entries by folded family name, full name and key of the table.
    by_word: BTreeMap<String, Vec<usize>>,
}

struct Bearer {
    name: PersonalName,
    referent: usize,
    /// Byte of the first full name.
    first: usize,
    bare_uses: usize,
    full_uses: usize,
}

impl Persons {
    /// Full names: of the table, of a person named before, or new.
    fn link_full(&mut self, ledger: &mut Ledger<'_>, mention: usize) {
        let one = &ledger.mentions[mention];
        let text = ledger.text(mention);
        let known = ledger.lexicon.people.known(text);
        let may_be = one.label == "PERSON" || (known.is_some() && one.form == MentionForm::Name);
        if one.referent.is_some() || !may_be {
            return;
        }
        let Some(name) =
            PersonalName::of(text, &ledger.lexicon.people).filter(PersonalName::is_full)
        else {
            return;
        };
        let at = one.span.start;
        let entry = self.full_entry(ledger, &name, known);
        let entry = entry.unwrap_or_else(|| self.add(ledger, (name, clean(text)), (at, known)));
        self.entries[entry].full_uses += 1;
        let referent = self.entries[entry].referent;
        "PERSON".clone_into(&mut ledger.mentions[mention].label);
        ledger.tie(mention, referent);
    }

    fn full_entry(
        &self,
        ledger: &Ledger<'_>,
        name: &PersonalName,
        known: Option<&Person>,
    ) -> Option<usize> {
        let row = known.map(|k| k.key.clone());
        let words = name.surnames.iter().chain(&row);
        let near: BTreeSet<usize> = words
            .filter_map(|w| self.by_word.get(w))
            .flatten()
            .copied()
            .collect();
        near.into_iter().find(|&e| {
            let entry = &self.entries[e];
            let other = ledger.referents[entry.referent].known.as_ref();
            let same_row = row.is_some() && other == row.as_ref();
            let same_name = entry.name.key() == name.key() || entry.name.fits(name);
            same_row || ((row.is_none() || other.is_none()) && same_name)
        })
    }

    fn add(
        &mut self,
        ledger: &mut Ledger<'_>,
        (name, text): (PersonalName, String),
        (at, known): (usize, Option<&Person>),
    ) -> usize {
        let referent =
            ledger.add(known.map_or_else(|| stranger(&name, &text, &ledger.lexicon.people), row));
        let mut words: BTreeSet<String> = name.surnames.iter().cloned().collect();
        words.insert(name.key());
        if let Some(person) = known {
            words.insert(person.key.clone());
            words.extend(person.surnames.iter().cloned());
        }
        for word in words {
            self.by_word
                .entry(word)
                .or_default()
                .push(self.entries.len());
        }
        self.entries.push(Bearer {
            name,
            referent,
            first: at,
            bare_uses: 0,
            full_uses: 0,
        });
        self.entries.len() - 1
    }

    /// Single names: a bearer of the document, else of the table, else new; other labels only where a bearer fits.
    fn link_bare(&mut self, ledger: &mut Ledger<'_>, mention: usize) {
        let one = &ledger.mentions[mention];
        if one.referent.is_some()
            || one.form != MentionForm::Name
            || one.place.is_some() && one.label != "GPE"
        {
            return;
        }
        let text = ledger.text(mention);
        let Some(name) = PersonalName::of(text, &ledger.lexicon.people) else {
            return;
        };
        let is_person = one.label == "PERSON";
        let at = one.span.start;
        let entry = self.bearer(ledger, &name, mention);
        let alone = ledger.lexicon.people.alone(&name.key());
        let entry = match (entry, alone) {
            (Some(entry), _) => entry,
            (None, Some(person)) => self.add(ledger, (name, clean(text)), (at, Some(person))),
            (None, None) if is_person => self.add(ledger, (name, clean(text)), (at, None)),
            _ => return,
        };
        self.tie_bare(ledger, mention, entry);
    }

    fn tie_bare(&mut self, ledger: &mut Ledger<'_>, mention: usize, entry: usize) {
        let referent = self.entries[entry].referent;
        self.entries[entry].bare_uses += 1;
        if ledger.referents[referent].gender.is_none() {
            ledger.referents[referent].gender = address_before(ledger, mention).flatten();
        }
        "PERSON".clone_into(&mut ledger.mentions[mention].label);
        ledger.mentions[mention].place = None;
        ledger.tie(mention, referent);
        let (bare, full) = (
            clean(ledger.text(mention)),
            ledger.referents[referent].name.clone(),
        );
        if fold(&bare) != fold(&full) {
            ledger.because(referent, format!("“{bare}” is the surname of {full}"));
        }
    }

    /// Who the bare name `name` means: bearers named before first, then by how often called so, then by first full name.
    fn bearer(&self, ledger: &Ledger<'_>, name: &PersonalName, mention: usize) -> Option<usize> {
        let at = ledger.mentions[mention].span.start;
        let gender = address_before(ledger, mention).flatten();
        let fits = |e: &usize| {
            let other = ledger.referents[self.entries[*e].referent].gender;
            gender.zip(other).is_none_or(|(a, b)| a == b)
        };
        let bearers = self.by_word.get(&name.key());
        let candidates = bearers.into_iter().flatten().copied().filter(fits);
        candidates.max_by_key(|&e| {
            let entry = &self.entries[e];
            let before = entry.first < at;
            (
                before,
                entry.bare_uses,
                entry.full_uses,
                std::cmp::Reverse(entry.first),
            )
        })
    }
}

/// The form of address inside or right before mention `mention`, and the gender it tells.
#[expect(
    clippy::option_option,
    reason = "no form of address, or one that tells no gender"
)]
fn address_before(ledger: &Ledger<'_>, mention: usize) -> Option<Option<Gender>> {
    let tokens = ledger.tokens(mention);
    let inside = ledger.lexicon.people.address(ledger.word(tokens.start));
    inside.or_else(|| {
        ledger
            .lexicon
            .people
            .address(ledger.word(tokens.start.checked_sub(1)?))
    })
}

fn row(person: &Person) -> Referent {
    Referent {
        kind: ActorKind::Person,
        name: person.name.clone(),
        known: Some(person.key.clone()),
        country: person.country,
        sector: person.sector.clone(),
        gender: person.gender,
        wikidata: person.wikidata.clone(),
        ..Referent::default()
    }
}

fn stranger(name: &PersonalName, text: &str, people: &People) -> Referent {
    let given = name.words.first().filter(|_| name.is_full());
    let all = text.split_whitespace().count();
    let skipped = all.saturating_sub(name.words.len());
    let address = text
        .split_whitespace()
        .take_while(|w| people.address(w).is_some())
        .count()
        .min(skipped);
    let kept: Vec<&str> = text.split_whitespace().skip(address).collect();
    Referent {
        kind: ActorKind::Person,
        name: kept.join(" "),
        gender: given.and_then(|g| people.given_name_gender(g)),
        ..Referent::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::Files;

    fn name(text: &str) -> PersonalName {
        let people = People::load(&Files::embedded()).unwrap();
        PersonalName::of(text, &people).unwrap()
    }

    #[test]
    fn family_names_stand_first_in_east_asian_names_only() {
        assert_eq!(name("Han Min-ho").surnames, ["han"]);
        assert_eq!(name("Choe Sun Il").surnames, ["choe"]);
        assert_eq!(
            name("Dr. Anna van der Meer").surnames,
            ["meer", "van der meer"]
        );
        assert_eq!(name("Kim Novak").surnames, ["novak", "kim"]);
    }

    #[test]
    fn middle_names_and_initials_do_not_part_a_person() {
        assert!(name("Joan Q. Fletcher").fits(&name("Joan Fletcher")));
        assert!(name("J. Fletcher").fits(&name("Joan Fletcher")));
        assert!(!name("Ruth Fletcher").fits(&name("Joan Fletcher")));
        assert!(!name("Fletcher").fits(&name("Joan Fletcher")));
    }
}
