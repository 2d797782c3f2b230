//! Clauses of a sentence, each as a sentence of its own.
//!
//! Takes a sentence that tells several things; returns for each clause that may tell one an annotation of its words alone: its
//! verb is the root; the subject, auxiliaries and negation that it shares and the noun that it describes stand in it, what other
//! clauses tell does not. What a verb is about stays with it ("vowed to attack", "urged them to leave"). Known limits: an object
//! that two verbs share belongs to the one that it stands with; sentences of over 200 tokens stay whole, and of a sentence the
//! first twelve clauses count.
//!
//! Example: "Rebels freed a nurse and demanded talks with Norland." gives "Rebels freed a nurse" and "Rebels demanded talks with Norland".

use super::argument::{Role, Roles};
use super::sight::Sight;
use super::tree::Tree;
use lexicon::events::Grammar;
use model::{Annotation, EventType, Mention, Sentence, Token};
use std::collections::BTreeSet;

/// A clause.
pub(super) struct Clause {
    /// Its words as one sentence.
    pub(super) annotation: Annotation,
    /// How its verb hangs in the sentence.
    pub(super) relation: &'static str,
    /// For each of its tokens the number in the document.
    numbers: Vec<usize>,
    /// Whether it begins the sentence, so that a dateline may lead it.
    is_first: bool,
}

impl Clause {
    /// The document's number of a token.
    pub(super) fn token(&self, own: usize) -> usize {
        self.numbers[own]
    }

    /// Its relations.
    pub(super) fn tree<'c>(&'c self, grammar: &'c Grammar) -> Tree<'c> {
        if self.is_first {
            Tree::new(&self.annotation, grammar)
        } else {
            Tree::without_datelines(&self.annotation, grammar)
        }
    }

    /// Roles with the document's numbers.
    pub(super) fn roles(&self, roles: &Roles) -> Roles {
        let role = |role: &Option<Role>| {
            role.clone().map(|r| Role {
                heads: r.heads.iter().map(|&h| self.numbers[h]).collect(),
                ..r
            })
        };
        Roles {
            source: role(&roles.source),
            target: role(&roles.target),
            is_split: roles.is_split,
        }
    }
}

/// Tokens of a sentence that is taken apart at most: what is longer is a list, and would cost the square of its length.
const LONGEST: usize = 200;
/// Clauses of a sentence that are looked at.
const MOST: usize = 12;

/// The clauses of a sentence with a word that the tables give a type, in text order of their verbs; none where there is but one.
pub(super) fn clauses(sight: &Sight<'_, '_>) -> Vec<Clause> {
    let tokens = sight.sentence.tokens.clone();
    if tokens.len() > LONGEST {
        return Vec::new();
    }
    let verbs: BTreeSet<usize> = tokens.filter(|&t| has_clause(sight, t)).collect();
    if verbs.len() < 2 {
        return Vec::new();
    }
    let cut = Cut { sight, verbs };
    let clauses = cut.verbs.iter().filter_map(|&v| cut.clause(v));
    clauses.take(MOST).collect()
}

/// Whether a clause of its own hangs from `token`.
fn has_clause(sight: &Sight<'_, '_>, token: usize) -> bool {
    let tree = sight.finder.tree;
    let node = &tree.tokens[token];
    if !tree.is_verb(token) {
        return false;
    }
    // What a verb of a type is about stays with it, but for what somebody is accused of.
    let frees = |verb: usize| matches!(kind(sight, verb), None | Some(EventType::Accuse));
    match node.dep {
        "ROOT" | "parataxis" | "relcl" => true,
        "conj" => has_clause(sight, node.head),
        "advcl" => !tree.with(token, "aux").any(|a| tree.tokens[a].tag == "TO"),
        "acl" => matches!(node.tag, "VBG" | "VBN"),
        "ccomp" => frees(node.head),
        "pcomp" => frees(tree.tokens[node.head].head),
        _ => false,
    }
}

/// The type that the tables give a word.
fn kind(sight: &Sight<'_, '_>, token: usize) -> Option<EventType> {
    sight.named.get(&token).and_then(|n| n.event_type)
}

/// Relations of clauses that are left out of the one they hang from.
const APART: [&str; 5] = ["conj", "advcl", "relcl", "acl", "parataxis"];
/// What a verb shares with the one that it is joined to, besides its subject.
const SHARED: [&str; 3] = ["aux", "auxpass", "neg"];

/// A sentence with the verbs of its clauses.
struct Cut<'s, 'f, 'a> {
    sight: &'s Sight<'f, 'a>,
    verbs: BTreeSet<usize>,
}

/// A word from outside a clause that stands in it.
struct Guest {
    token: usize,
    /// The word that it hangs from there, and how.
    head: usize,
    dep: &'static str,
    /// The relative pronoun whose place it takes.
    pronoun: Option<usize>,
}

impl<'a> Cut<'_, '_, 'a> {
    fn tree(&self) -> &Tree<'a> {
        self.sight.finder.tree
    }

    fn dep(&self, token: usize) -> &'static str {
        self.tree().tokens[token].dep
    }

    /// The clause of `verb`; `None` where none of its words has a type.
    fn clause(&self, verb: usize) -> Option<Clause> {
        let guests = self.guests(verb);
        let numbers = self.words(verb, &guests);
        if !numbers.iter().any(|&t| kind(self.sight, t).is_some()) {
            return None;
        }
        let tokens = self.tokens(&numbers, verb, &guests);
        let annotation = Annotation {
            sentences: vec![Sentence {
                tokens: 0..tokens.len(),
                ..self.sight.sentence.clone()
            }],
            mentions: self.mentions(&numbers),
            tokens,
            ..Annotation::default()
        };
        Some(Clause {
            annotation,
            relation: self.dep(verb),
            is_first: numbers.first() == Some(&self.sight.sentence.tokens.start),
            numbers,
        })
    }

    /// Words of the clause in text order.
    fn words(&self, verb: usize, guests: &[Guest]) -> Vec<usize> {
        let apart =
            |&t: &usize| t == verb || (self.verbs.contains(&t) && APART.contains(&self.dep(t)));
        let mut next: Vec<usize> = guests.iter().map(|g| g.token).chain([verb]).collect();
        let mut words: BTreeSet<usize> = BTreeSet::new();
        while let Some(token) = next.pop() {
            let below = self.tree().children(token);
            let joins = below.iter().any(|t| apart(t) && self.dep(*t) == "conj");
            let left = |t: &usize| apart(t) || (joins && self.dep(*t) == "cc");
            if words.insert(token) {
                next.extend(below.iter().filter(|t| !left(t)));
            }
        }
        for pronoun in guests.iter().filter_map(|g| g.pronoun) {
            words.remove(&pronoun);
        }
        words.into_iter().collect()
    }

    /// The words as tokens that hang from one another; what hangs elsewhere hangs from the verb.
    fn tokens(&self, words: &[usize], verb: usize, guests: &[Guest]) -> Vec<Token> {
        let number = |t: usize| words.binary_search(&t).ok();
        let root = number(verb).unwrap_or_default();
        let token = |(own, &t): (usize, &usize)| {
            let node = &self.tree().tokens[t];
            let (over, dep) = match guests.iter().find(|g| g.token == t) {
                _ if t == verb => (verb, "ROOT"),
                Some(guest) => (guest.head, guest.dep),
                None => (node.head, node.dep),
            };
            let head = number(over).filter(|&h| h != own).unwrap_or(root);
            Token {
                head,
                dep,
                ..node.clone()
            }
        };
        words.iter().enumerate().map(token).collect()
    }

    fn mentions(&self, words: &[usize]) -> Vec<Mention> {
        let span = self.sight.sentence.span;
        let all = &self.sight.finder.annotation.mentions;
        let from = all.partition_point(|m| m.span.start < span.start);
        let near = all[from..].iter().take_while(|m| m.span.start < span.end);
        let inside = near.filter_map(|m| {
            let head = words.binary_search(&m.head).ok()?;
            Some(Mention { head, ..m.clone() })
        });
        inside.collect()
    }

    /// What stands in the clause of `verb` from outside it.
    fn guests(&self, verb: usize) -> Vec<Guest> {
        let shared = self.shared(verb);
        let passive = self.is_passive(verb, &shared);
        let actor = self.described(verb).or_else(|| self.subject(verb, passive));
        shared.into_iter().chain(actor).collect()
    }

    /// Auxiliaries and negation of the verb that `verb` is joined to, where it has none of its own: "did not meet or call".
    fn shared(&self, verb: usize) -> Vec<Guest> {
        let has = |verb: usize, deps: &[&str]| self.tree().first(verb, deps).is_some();
        let own = ["aux", "auxpass", "nsubj", "nsubjpass", "expl"];
        let mut first = verb;
        while self.dep(first) == "conj" && self.verbs.contains(&first) && !has(first, &own) {
            first = self.tree().tokens[first].head;
        }
        if first == verb {
            return Vec::new();
        }
        let below = self.tree().children(first).iter();
        let below = below.filter(|t| SHARED.contains(&self.dep(**t)));
        let guest = |&token: &usize| Guest {
            token,
            head: verb,
            dep: self.dep(token),
            pronoun: None,
        };
        below.map(guest).collect()
    }

    /// Whether the verb stands in the passive voice, by itself or by what it shares.
    fn is_passive(&self, verb: usize, shared: &[Guest]) -> bool {
        let tree = self.tree();
        let is_participle = tree.tokens[verb].tag == "VBN";
        let bare = tree.first(verb, &["aux", "auxpass"]).is_none();
        let reduced = bare && matches!(self.dep(verb), "advcl" | "acl");
        let marked = tree.first(verb, &["agent"]).is_some();
        let joined = shared.iter().any(|g| g.dep == "auxpass");
        tree.is_passive(verb) || (is_participle && (reduced || marked || joined))
    }

    /// The noun that the clause describes, in the place of its relative pronoun, or as the object where it has none.
    fn described(&self, verb: usize) -> Option<Guest> {
        let tree = self.tree();
        let relative = self.relative(verb)?;
        let token = tree.tokens[relative].head;
        let start = self.sight.sentence.tokens.start;
        let mut own = (start..verb).filter(|&t| self.home(t) == Some(verb));
        let asks = |t: usize| matches!(tree.tokens[t].tag, "WDT" | "WP" | "WP$" | "WRB");
        match own.find(|&t| asks(t)) {
            Some(pronoun) if matches!(tree.tokens[pronoun].tag, "WDT" | "WP") => {
                let node = &tree.tokens[pronoun];
                Some(Guest {
                    token,
                    head: node.head,
                    dep: node.dep,
                    pronoun: Some(pronoun),
                })
            }
            // "whose aide resigned", "where they met": the noun has no place in the clause that we know.
            Some(_) => None,
            None => {
                let has = |deps: &[&str]| tree.first(verb, deps).is_some();
                let is_object = has(&["nsubj", "nsubjpass"]) && !has(&["dobj"]);
                (is_object && relative == verb).then_some(Guest {
                    token,
                    head: verb,
                    dep: "dobj",
                    pronoun: None,
                })
            }
        }
    }

    /// The verb of the relative clause that `verb` heads, or is joined to.
    fn relative(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        while self.dep(at) == "conj" && self.verbs.contains(&at) {
            at = self.tree().tokens[at].head;
        }
        (self.dep(at) == "relcl").then_some(at)
    }

    /// The verb of the clause that a word stands in.
    fn home(&self, token: usize) -> Option<usize> {
        let mut above = self.tree().ancestors(token).into_iter();
        above.find(|a| self.verbs.contains(a))
    }

    /// The subject of another verb that `verb` shares.
    fn subject(&self, verb: usize, is_passive: bool) -> Option<Guest> {
        let tree = self.tree();
        let mut token = tree.subject(verb)?.token;
        if matches!(tree.tokens[token].tag, "WDT" | "WP") {
            let relative = self.relative(self.home(token)?)?;
            token = tree.tokens[relative].head;
        }
        let is_own = token == verb || tree.ancestors(token).contains(&verb);
        let dep = if is_passive { "nsubjpass" } else { "nsubj" };
        (!is_own).then_some(Guest {
            token,
            head: verb,
            dep,
            pronoun: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::argument::Finder;
    use super::super::mentions::Mentions;
    use super::super::trigger;
    use super::*;
    use language::core::Core;
    use lexicon::Lexicon;
    use model::Document;
    use std::sync::LazyLock;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

    /// Calls `look` with the clauses of the first sentence of `text`, and the text.
    fn looked<T>(text: &str, look: impl Fn(&Clause) -> T) -> Vec<T> {
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let annotation = language::annotate(&document, Core::embedded().unwrap(), &LEXICON);
        let tree = Tree::new(&annotation, &LEXICON.events.grammar);
        let finder = Finder {
            tree: &tree,
            annotation: &annotation,
            mentions: Mentions::new(&annotation),
            text,
            lexicon: &LEXICON.events,
        };
        let sentence = &annotation.sentences[0];
        let name = |t: usize| Some((t, trigger::name(&tree, t, &LEXICON.events)?));
        let named = sentence.tokens.clone().filter_map(name).collect();
        let sight = Sight::new(&finder, sentence, (named, &[]));
        clauses(&sight).iter().map(look).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let words = |c: &Clause| {
            let tokens = c.annotation.tokens.iter();
            let words = tokens.filter(|t| t.pos != "PUNCT").map(|t| t.span.of(text));
            words.map(Option::unwrap).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(looked(text, words), expected, "{text}");
    }

    #[test]
    fn joined_verbs_share_their_subject() {
        check(
            "Rebels freed a nurse and demanded talks with Norway.",
            &["Rebels freed a nurse", "Rebels demanded talks with Norway"],
        );
    }

    #[test]
    fn a_negation_is_shared_and_a_passive_stays_one() {
        check(
            "Norway did not invade Sweden or attack Denmark.",
            &[
                "Norway did not invade Sweden",
                "Norway did not attack Denmark",
            ],
        );
        let of_journalist = |c: &Clause| c.annotation.tokens[1].dep;
        let text = "The journalist was arrested and deported by Norway.";
        assert_eq!(looked(text, of_journalist), ["nsubjpass", "nsubjpass"]);
    }

    #[test]
    fn the_noun_of_a_relative_clause_stands_for_its_pronoun() {
        check(
            "Norway praised the villagers who had attacked the rebels.",
            &[
                "Norway praised the villagers",
                "the villagers had attacked the rebels",
            ],
        );
        check(
            "Norway freed the sailors whom Denmark had arrested.",
            &[
                "Norway freed the sailors",
                "the sailors Denmark had arrested",
            ],
        );
    }

    #[test]
    fn what_a_verb_of_a_type_is_about_stays_with_it() {
        check("Norway urged Denmark to attack Sweden.", &[]);
        check(
            "Norway accused Denmark of attacking Sweden.",
            &[
                "Norway accused Denmark of attacking Sweden",
                "Denmark attacking Sweden",
            ],
        );
    }

    #[test]
    fn a_name_that_leads_a_clause_is_no_dateline() {
        let text = "Peru expelled two envoys, and Lithuania – a neighbour – condemned Belarus.";
        let free = |c: &Clause| {
            let tree = c.tree(&LEXICON.events.grammar);
            (0..c.annotation.tokens.len()).all(|t| tree.past_dateline(t) == Some(t))
        };
        assert_eq!(looked(text, free), [true, true]);
    }

    #[test]
    fn a_sentence_of_many_words_stays_whole() {
        let text = "Norway attacked Denmark and ".repeat(60) + "left.";
        assert!(looked(&text, |_| ()).is_empty());
    }
}
