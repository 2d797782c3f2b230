//! The words around a trigger, each with the place where it stands: subject, object, after "against".
//!
//! Takes a token of the tree; returns fillers in order of distance: the trigger's own, then those of the
//! noun or clause below it, then those of the verb above a noun. Frames (`event-frames.csv`) name the
//! places. Known limit: a prepositional phrase is taken where the parser attached it.
//!
//! Example: "Norland imposed sanctions on Sudland" gives Norland at `subj`, sanctions at `obj`, and
//! Sudland at `on`.

use super::tree::Tree;

/// A noun phrase in reach of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filler<'a> {
    /// Name of the place as frames use it.
    pub place: &'a str,
    /// Head of the phrase.
    pub token: usize,
    /// 0 at the trigger, 1 one word away, and so on.
    pub distance: u8,
    /// Whether it belongs to another verb and is only shared.
    pub is_shared: bool,
}

/// Phrases within this many steps below a trigger can fill its roles.
const REACH: u8 = 2;

/// Fillers of `trigger`.
pub(crate) fn fillers<'a>(tree: &'a Tree<'_>, trigger: usize) -> Vec<Filler<'a>> {
    let mut found = Vec::new();
    if tree.is_verb(trigger) {
        of_verb(tree, trigger, &mut found);
    } else if tree.tokens[trigger].pos == "ADJ" {
        of_adjective(tree, trigger, &mut found);
    } else {
        of_noun(tree, trigger, 0, &mut found);
        above_noun(tree, trigger, &mut found);
    }
    found
}

fn push<'a>(found: &mut Vec<Filler<'a>>, place: &'a str, token: usize, distance: u8) {
    if !found.iter().any(|f| f.token == token) {
        found.push(Filler {
            place,
            token,
            distance,
            is_shared: false,
        });
    }
}

fn of_verb<'a>(tree: &'a Tree<'_>, verb: usize, found: &mut Vec<Filler<'a>>) {
    let passive = tree.is_passive(verb);
    if let Some(subject) = tree.subject(verb) {
        let place = if passive { "obj" } else { "subj" };
        found.push(Filler {
            place,
            token: subject.token,
            distance: 0,
            is_shared: subject.is_shared,
        });
    }
    below(tree, verb, 0, found);
    let nested: Vec<usize> = found
        .iter()
        .filter(|f| f.place != "subj" && f.token != verb)
        .map(|f| f.token)
        .collect();
    for token in nested {
        of_noun(tree, tree.through(token), 1, found);
    }
    clause(tree, verb, 1, found);
}

/// "is ready to help": the subject of the clause, and what the infinitive has.
fn of_adjective<'a>(tree: &'a Tree<'_>, adjective: usize, found: &mut Vec<Filler<'a>>) {
    let verb = tree.tokens[adjective].head;
    if let Some(subject) = tree.subject(verb) {
        push(found, "subj", subject.token, 0);
    }
    clause(tree, adjective, 0, found);
}

/// Objects, agents and prepositional phrases below a verb.
fn below<'a>(tree: &'a Tree<'_>, verb: usize, distance: u8, found: &mut Vec<Filler<'a>>) {
    for &child in tree.children(verb) {
        let token = &tree.tokens[child];
        match token.dep {
            "dobj" | "attr" | "oprd" => push(
                found,
                if distance == 0 { "obj" } else { "iobj" },
                child,
                distance,
            ),
            "dative" if token.pos != "ADP" => push(found, "dative", child, distance),
            "agent" => objects(tree, child, "subj", distance, found),
            "prep" | "dative" => objects(tree, child, token.lemma.as_str(), distance, found),
            "acomp" | "advmod" | "prt" => {
                for preposition in tree.with(child, "prep") {
                    objects(
                        tree,
                        preposition,
                        tree.tokens[preposition].lemma.as_str(),
                        distance,
                        found,
                    );
                }
            }
            _ => {}
        }
    }
}

/// Nouns after a preposition, also after a second one ("from among").
fn objects<'a>(
    tree: &'a Tree<'_>,
    preposition: usize,
    place: &'a str,
    distance: u8,
    found: &mut Vec<Filler<'a>>,
) {
    for &child in tree.children(preposition) {
        match tree.tokens[child].dep {
            "pobj" => push(found, place, child, distance),
            "prep" => objects(tree, child, place, distance, found),
            "pcomp" if distance < REACH => {
                if let Some(subject) = tree.first(child, &["nsubj"]) {
                    push(found, "isubj", subject, distance + 1);
                }
                below(tree, child, distance + 1, found);
            }
            _ => {}
        }
    }
}

/// Subject and objects of infinitives and clauses below a verb.
fn clause<'a>(tree: &'a Tree<'_>, verb: usize, distance: u8, found: &mut Vec<Filler<'a>>) {
    if distance > REACH {
        return;
    }
    for &child in tree.children(verb) {
        if !matches!(tree.tokens[child].dep, "xcomp" | "ccomp" | "acomp") {
            continue;
        }
        if let Some(subject) = tree.first(child, &["nsubj", "nsubjpass"]) {
            push(found, "isubj", subject, distance);
        }
        let known = found.len();
        below(tree, child, distance, found);
        let nested: Vec<usize> = found[known..].iter().map(|f| f.token).collect();
        for token in nested {
            of_noun(tree, token, distance + 1, found);
        }
        clause(tree, child, distance + 1, found);
    }
}

/// Possessors, names before the noun, prepositional phrases and participles of a noun.
fn of_noun<'a>(tree: &'a Tree<'_>, noun: usize, distance: u8, found: &mut Vec<Filler<'a>>) {
    if distance > REACH {
        return;
    }
    for &child in tree.children(noun) {
        let token = &tree.tokens[child];
        match token.dep {
            "poss" => push(found, "poss", child, distance),
            "amod" | "compound" | "nmod" if is_name(tree, noun, child) => {
                push(found, "mod", child, distance);
            }
            "prep" | "dative" | "agent" => {
                let before = found.len();
                objects(tree, child, token.lemma.as_str(), distance, found);
                let nested: Vec<usize> = found[before..].iter().map(|f| f.token).collect();
                for inner in nested {
                    of_noun(tree, inner, distance + 1, found);
                }
            }
            "acl" => participle(tree, child, distance, found),
            _ => {}
        }
    }
}

/// Whether `child` is a name of its own before `noun`, not a part of the noun's name.
fn is_name(tree: &Tree<'_>, noun: usize, child: usize) -> bool {
    !tree.tokens[child].entity.is_empty() && tree.tokens[noun].entity.is_empty()
}

/// "a summit involving A and B": the participle serves as a preposition.
fn participle<'a>(tree: &'a Tree<'_>, verb: usize, distance: u8, found: &mut Vec<Filler<'a>>) {
    for object in tree.with(verb, "dobj") {
        push(found, tree.tokens[verb].lemma.as_str(), object, distance);
    }
    for &child in tree.children(verb) {
        if matches!(tree.tokens[child].dep, "prep" | "agent") {
            objects(
                tree,
                child,
                tree.tokens[child].lemma.as_str(),
                distance + 1,
                found,
            );
        }
    }
}

/// What the verb above a noun trigger offers: "X issued a warning to Y".
fn above_noun<'a>(tree: &'a Tree<'_>, noun: usize, found: &mut Vec<Filler<'a>>) {
    let Some(verb) = tree.governing_verb(noun) else {
        return;
    };
    let is_subject = matches!(tree.tokens[noun].dep, "nsubj" | "csubj");
    if !is_subject {
        agent(tree, verb, found);
    }
    for &child in tree.children(verb) {
        let token = &tree.tokens[child];
        match token.dep {
            "dobj" if child != noun => push(found, "gobj", child, 1),
            "dative" if token.pos != "ADP" => push(found, "dative", child, 1),
            "prep" | "dative" => objects(tree, child, token.lemma.as_str(), 1, found),
            _ => {}
        }
    }
    found.retain(|f| f.token != noun);
}

fn agent<'a>(tree: &'a Tree<'_>, verb: usize, found: &mut Vec<Filler<'a>>) {
    if tree.is_passive(verb) {
        for preposition in tree.with(verb, "agent") {
            objects(tree, preposition, "gsubj", 1, found);
        }
    } else if let Some(subject) = tree.subject(verb) {
        push(found, "gsubj", subject.token, 1);
    }
}
