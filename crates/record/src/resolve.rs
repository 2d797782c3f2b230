//! Actors across documents: which referents of all readings are one actor of the record.
//!
//! Takes the readings and the lexicon; returns actors, and for each referent of each reading the actors
//! it stands for. Joins in passes from sure to less sure, as in name-based entity resolution (Christen
//! 2012): known keys; full names where countries do not differ; a surname with the same country and
//! title; equal names of organisations and offices. Unnamed actors stay in their document. The result
//! depends on the set of readings only. Known limit: two strangers of one name and country are one.
//!
//! Example: "Vladimir Putin" here and "Russia's President Putin" there are one actor.

use crate::decision;
use lexicon::spelling::fold;
use model::record::{Actor, Evidence};
use model::{ActorKind, Country, Decision, Id, Reading, Referent, Role, Span, Thing};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Letters that an abbreviation needs to join organisations by itself.
const ABBREVIATION_LEAST: usize = 3;

/// Actors of the record, and the actors of each referent of each reading.
pub(crate) struct Resolved {
    /// By id.
    pub(crate) actors: Vec<Actor>,
    /// `of[reading][referent]`: one id, or several for a list of members.
    pub(crate) of: Vec<Vec<Vec<Id>>>,
}

/// Resolves all referents of `readings` under `decisions`. Cost: about n log n in their number.
pub(crate) fn actors(readings: &[&Reading], decisions: &[&Decision]) -> Resolved {
    let mut pool = Pool::new(readings);
    join_known(&mut pool);
    join_persons(&mut pool);
    join_surnames(&mut pool);
    join_organisations(&mut pool);
    pool.decide(decisions);
    let ids = pool.ids();
    let of = (0..readings.len())
        .map(|r| {
            let referents = 0..readings[r].referents.len();
            referents.map(|f| pool.ids_of((r, f), &ids, 0)).collect()
        })
        .collect();
    Resolved {
        actors: pool.lines(&ids),
        of,
    }
}

/// Lists of lists are followed so deep: texts nest them no deeper.
const DEEPEST_LIST: usize = 4;

/// A referent of a reading that is one actor.
struct Node<'r> {
    reading: usize,
    referent: &'r Referent,
    /// Earliest mention, as order and id see it.
    evidence: (Option<String>, &'r Id, Span),
}

/// All nodes in an order that the input's order does not change, joined by union-find.
struct Pool<'r> {
    readings: Vec<&'r Reading>,
    nodes: Vec<Node<'r>>,
    node_of: BTreeMap<(usize, usize), usize>,
    parent: Vec<usize>,
    reasons: BTreeMap<usize, BTreeSet<String>>,
}

impl<'r> Pool<'r> {
    fn new(readings: &[&'r Reading]) -> Self {
        let mut found: Vec<(usize, usize, Node<'r>)> = Vec::new();
        for (r, reading) in readings.iter().enumerate() {
            let first = first_mentions(reading);
            for (f, referent) in reading.referents.iter().enumerate() {
                if referent.members.is_empty() {
                    let evidence = evidence(reading, first[f]);
                    found.push((
                        r,
                        f,
                        Node {
                            reading: r,
                            referent,
                            evidence,
                        },
                    ));
                }
            }
        }
        found.sort_by(|a, b| order(&a.2).cmp(&order(&b.2)).then(a.1.cmp(&b.1)));
        let node_of = found
            .iter()
            .enumerate()
            .map(|(n, (r, f, _))| ((*r, *f), n))
            .collect();
        let nodes: Vec<Node> = found.into_iter().map(|(_, _, node)| node).collect();
        Self {
            readings: readings.to_vec(),
            parent: (0..nodes.len()).collect(),
            nodes,
            node_of,
            reasons: BTreeMap::new(),
        }
    }

    /// The first node of the actor that node `node` belongs to.
    fn top(&self, node: usize) -> usize {
        let mut at = node;
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    /// Makes two nodes one actor.
    fn join(&mut self, a: usize, b: usize, reason: String) {
        let (a, b) = (self.top(a), self.top(b));
        if a == b {
            return;
        }
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second] = first;
        let theirs = self.reasons.remove(&second).unwrap_or_default();
        let reasons = self.reasons.entry(first).or_default();
        reasons.extend(theirs);
        reasons.insert(reason);
    }

    /// Regroups the nodes as the analyst's decisions have them.
    fn decide(&mut self, decisions: &[&Decision]) {
        let decisions = || decisions.iter().filter(|d| d.thing == Thing::Actor);
        if decisions().next().is_none() {
            return;
        }
        let groups = self.groups().into_values().collect();
        let decided = decision::decided(decisions().copied(), groups, &self.mentioned());
        let before = std::mem::take(&mut self.reasons);
        for group in decided {
            let top = group.members.first().copied().unwrap_or_default();
            let own = group.members.iter().filter_map(|m| before.get(m)).flatten();
            let reasons: BTreeSet<String> = own.chain(&group.decided).cloned().collect();
            if !reasons.is_empty() {
                self.reasons.insert(top, reasons);
            }
            for member in group.members {
                self.parent[member] = top;
            }
        }
    }

    /// The node of each mention.
    fn mentioned(&self) -> BTreeMap<Evidence, Vec<usize>> {
        let mut at: BTreeMap<Evidence, Vec<usize>> = BTreeMap::new();
        for (r, reading) in self.readings.iter().enumerate() {
            for mention in &reading.mentions {
                let node = mention.referent.and_then(|f| self.node_of.get(&(r, f)));
                let document = reading.document.id.clone();
                let span = mention.span;
                at.entry(Evidence { document, span })
                    .or_default()
                    .extend(node);
            }
        }
        at
    }

    /// The first nodes of all actors, in order.
    fn tops(&self) -> Vec<usize> {
        (0..self.nodes.len())
            .filter(|&n| self.parent[n] == n)
            .collect()
    }

    /// The nodes of each actor, by first node.
    fn groups(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for node in 0..self.nodes.len() {
            groups.entry(self.top(node)).or_default().push(node);
        }
        groups
    }

    /// The id of each actor, by first node.
    fn ids(&self) -> BTreeMap<usize, Id> {
        let id = |top: usize| {
            let (_, document, span) = &self.nodes[top].evidence;
            let (start, end) = (span.start.to_string(), span.end.to_string());
            (top, Id::of("actor", &[document.as_str(), &start, &end]))
        };
        self.tops().into_iter().map(id).collect()
    }

    /// The actors that a referent stands for.
    fn ids_of(&self, at: (usize, usize), ids: &BTreeMap<usize, Id>, depth: usize) -> Vec<Id> {
        if let Some(&node) = self.node_of.get(&at) {
            return vec![ids[&self.top(node)].clone()];
        }
        if depth > DEEPEST_LIST {
            return Vec::new();
        }
        let members = &self.readings[at.0].referents[at.1].members;
        let mut all: Vec<Id> = Vec::new();
        for &member in members
            .iter()
            .filter(|&&m| m < self.readings[at.0].referents.len())
        {
            all.extend(self.ids_of((at.0, member), ids, depth + 1));
        }
        let mut seen = BTreeSet::new();
        all.retain(|id| seen.insert(id.clone()));
        all
    }

    fn lines(&self, ids: &BTreeMap<usize, Id>) -> Vec<Actor> {
        let mut lines: Vec<Actor> = self
            .groups()
            .into_iter()
            .map(|(top, nodes)| self.line(ids[&top].clone(), &nodes))
            .collect();
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        lines
    }

    fn line(&self, id: Id, nodes: &[usize]) -> Actor {
        let referents = || nodes.iter().map(|&n| self.nodes[n].referent);
        let best = referents()
            .max_by_key(|r| fullness(r))
            .expect("an actor has a node");
        let mut names: BTreeSet<String> = referents()
            .flat_map(|r| r.aliases.iter().cloned())
            .collect();
        let full = |r: &&Referent| best.kind != ActorKind::Person || fold(&r.name).contains(' ');
        names.extend(referents().filter(full).map(|r| r.name.clone()));
        names.remove(&best.name);
        // At the end of a sentence the full stop of an abbreviation is the sentence's.
        let cut: Vec<String> = names
            .iter()
            .filter(|n| names.contains(&format!("{n}.")))
            .cloned()
            .collect();
        names.retain(|n| !cut.contains(n));
        let mut reasons: BTreeSet<String> = referents()
            .flat_map(|r| r.reasons.iter().cloned())
            .collect();
        reasons.extend(self.reasons.get(&nodes[0]).into_iter().flatten().cloned());
        Actor {
            id,
            kind: best.kind,
            name: best.name.clone(),
            aliases: names.into_iter().collect(),
            country: first_known(referents().map(|r| r.country)),
            roles: self.roles(nodes),
            sector: first_known(referents().map(|r| r.sector.clone())),
            wikidata: first_known(referents().map(|r| r.wikidata.clone())),
            reasons: reasons.into_iter().collect(),
        }
    }

    fn roles(&self, nodes: &[usize]) -> Vec<(Role, Id)> {
        let mut roles: BTreeSet<(Role, Id)> = BTreeSet::new();
        for &node in nodes {
            let document = &self.readings[self.nodes[node].reading].document.id;
            roles.extend(
                self.nodes[node]
                    .referent
                    .roles
                    .iter()
                    .map(|r| (r.clone(), document.clone())),
            );
        }
        roles.into_iter().collect()
    }

    /// The only country that the actor's referents give, if they give one.
    fn country(&self, nodes: &[usize]) -> Option<Country> {
        first_known(nodes.iter().map(|&n| self.nodes[n].referent.country))
    }
}

/// Which referent's name and kind stand for the actor: the lexicon's, else the one with most words; the first of equals.
fn fullness(referent: &Referent) -> (bool, usize, Reverse<&str>) {
    (
        referent.known.is_some(),
        fold(&referent.name).split(' ').count(),
        Reverse(&referent.name),
    )
}

fn first_known<T>(mut values: impl Iterator<Item = Option<T>>) -> Option<T> {
    values.find_map(|v| v)
}

/// The span of each referent's first mention; an empty one where it has none.
fn first_mentions(reading: &Reading) -> Vec<Span> {
    let mut first = vec![None; reading.referents.len()];
    for mention in &reading.mentions {
        if let Some(slot) = mention.referent.and_then(|r| first.get_mut(r)) {
            let earlier = slot.is_none_or(|s| mention.span < s);
            if earlier {
                *slot = Some(mention.span);
            }
        }
    }
    first
        .into_iter()
        .map(|s| s.unwrap_or(Span::new(0, 0)))
        .collect()
}

fn evidence(reading: &Reading, span: Span) -> (Option<String>, &Id, Span) {
    let date = reading.document.declared.map(|d| d.date.to_string());
    (date, &reading.document.id, span)
}

/// Earliest stated date first, documents without one last, then document and position.
fn order<'n>(node: &'n Node<'_>) -> (bool, &'n Option<String>, &'n Id, Span) {
    let (date, document, span) = &node.evidence;
    (date.is_none(), date, document, *span)
}

/// One actor for each key of the lexicon.
fn join_known(pool: &mut Pool<'_>) {
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for node in 0..pool.nodes.len() {
        let Some(key) = &pool.nodes[node].referent.known else {
            continue;
        };
        let reason = format!("known as {}", pool.nodes[node].referent.name);
        match by_key.get(key) {
            Some(&first) => pool.join(first, node, reason),
            None => {
                by_key.insert(key.clone(), node);
            }
        }
    }
}

/// Persons of one full name join unless their countries differ; one without country joins the only one.
fn join_persons(pool: &mut Pool<'_>) {
    let mut by_name: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for node in 0..pool.nodes.len() {
        let referent = pool.nodes[node].referent;
        if referent.kind != ActorKind::Person {
            continue;
        }
        for name in std::iter::once(&referent.name).chain(&referent.aliases) {
            let key = name_key(name);
            if key.len() > 1 {
                by_name.entry(key).or_default().push(node);
            }
        }
    }
    for nodes in by_name.values() {
        join_compatible(pool, nodes, "same full name");
    }
}

/// Joins nodes of one name: by country, and those without country with the only country there is.
fn join_compatible(pool: &mut Pool<'_>, nodes: &[usize], reason: &str) {
    let groups = pool.groups_of(nodes);
    let mut by_country: BTreeMap<Option<Country>, Vec<usize>> = BTreeMap::new();
    for (top, members) in &groups {
        by_country
            .entry(pool.country(members))
            .or_default()
            .push(*top);
    }
    let countries = by_country.keys().flatten().count();
    if countries <= 1 {
        let tops: Vec<usize> = groups.keys().copied().collect();
        join_all(pool, &tops, reason);
        return;
    }
    for tops in by_country.into_values() {
        join_all(pool, &tops, reason);
    }
}

fn join_all(pool: &mut Pool<'_>, tops: &[usize], reason: &str) {
    let Some((&first, rest)) = tops.split_first() else {
        return;
    };
    for &other in rest {
        let reason = format!("{reason}: {}", pool.nodes[other].referent.name);
        pool.join(first, other, reason);
    }
}

impl Pool<'_> {
    /// The actors that some nodes belong to, each with those of its nodes that are among them.
    fn groups_of(&self, nodes: &[usize]) -> BTreeMap<usize, Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &node in nodes {
            groups.entry(self.top(node)).or_default().push(node);
        }
        groups
    }
}

/// Words of a personal name without initials, sorted, so that the order of names does not count.
fn name_key(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<String> = folded
        .split(' ')
        .filter(|w| w.chars().count() > 1)
        .map(str::to_owned)
        .collect();
    words.sort();
    words
}

/// A person known by surname only joins the one full name of the same surname, country and title.
fn join_surnames(pool: &mut Pool<'_>) {
    let mut full: BTreeMap<(String, Country, String), BTreeSet<usize>> = BTreeMap::new();
    for node in 0..pool.nodes.len() {
        for key in surname_keys(pool.nodes[node].referent, true) {
            full.entry(key).or_default().insert(node);
        }
    }
    for node in 0..pool.nodes.len() {
        for key in surname_keys(pool.nodes[node].referent, false) {
            let bearers: BTreeSet<usize> = full
                .get(&key)
                .into_iter()
                .flatten()
                .map(|&n| pool.top(n))
                .collect();
            if let (1, Some(&bearer)) = (bearers.len(), bearers.first()) {
                pool.join(
                    bearer,
                    node,
                    format!("same surname, country and title: {}, {}", key.0, key.2),
                );
            }
        }
    }
}

/// (surname, country, last word of title) of a person with a full name, or of one without.
fn surname_keys(referent: &Referent, full: bool) -> Vec<(String, Country, String)> {
    let name = fold(&referent.name);
    let words: Vec<&str> = name.split(' ').collect();
    let Some(country) = referent
        .country
        .filter(|_| referent.kind == ActorKind::Person && (words.len() > 1) == full)
    else {
        return Vec::new();
    };
    let mut keys = Vec::new();
    for role in &referent.roles {
        let title = role.title.rsplit(' ').next().unwrap_or_default().to_owned();
        let ends = [words[0], words[words.len() - 1]];
        keys.extend(ends.map(|w| (w.to_owned(), country, title.clone())));
    }
    keys
}

/// Organisations and named groups of one name, or one abbreviation, and offices of one country.
fn join_organisations(pool: &mut Pool<'_>) {
    let mut by_name: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for node in 0..pool.nodes.len() {
        let referent = pool.nodes[node].referent;
        match referent.kind {
            ActorKind::Organisation if is_proper(&referent.name) => {
                for name in std::iter::once(&referent.name).chain(&referent.aliases) {
                    let is_short = !name.contains(' ') && name.chars().count() < ABBREVIATION_LEAST;
                    if !is_short && is_proper(name) {
                        by_name.entry((false, fold(name))).or_default().push(node);
                    }
                }
            }
            ActorKind::Office if referent.country.is_some() => {
                by_name
                    .entry((true, fold(&referent.name)))
                    .or_default()
                    .push(node);
            }
            _ => {}
        }
    }
    for nodes in by_name.values() {
        join_compatible(pool, nodes, "same name");
    }
}

/// Whether a name is one, and no description ("the army"): it has a capital letter.
fn is_proper(name: &str) -> bool {
    name.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Document, Mention, MentionForm};

    fn person(name: &str, country: Option<&str>, title: &str) -> Referent {
        let role = Role {
            title: title.to_owned(),
            organisation: None,
        };
        Referent {
            kind: ActorKind::Person,
            name: name.to_owned(),
            country: country.and_then(Country::new),
            roles: if title.is_empty() {
                Vec::new()
            } else {
                vec![role]
            },
            ..Referent::default()
        }
    }

    fn reading(id: &str, referents: Vec<Referent>) -> Reading {
        let mention = |r: usize| Mention {
            span: Span::new(r * 10, r * 10 + 5),
            head: r,
            label: "PERSON".to_owned(),
            form: MentionForm::Name,
            referent: Some(r),
            place: None,
        };
        Reading {
            document: Document {
                id: Id::from(id),
                ..Document::default()
            },
            mentions: (0..referents.len()).map(mention).collect(),
            referents,
            ..Reading::default()
        }
    }

    fn resolve(readings: &[&Reading]) -> Resolved {
        actors(readings, &[])
    }

    #[test]
    fn one_full_name_is_one_actor_unless_countries_differ() {
        let a = reading("a", vec![person("Ana Sović", Some("SRB"), "")]);
        let b = reading("b", vec![person("Ana J. Sovic", None, "")]);
        let c = reading("c", vec![person("Sović Ana", Some("HRV"), "")]);
        let two = resolve(&[&a, &b]);
        assert_eq!((two.actors.len(), &two.of[0][0]), (1, &two.of[1][0]));
        let three = resolve(&[&a, &b, &c]);
        assert_eq!(three.actors.len(), 3);
    }

    #[test]
    fn a_surname_joins_only_with_country_and_title() {
        let full = reading(
            "a",
            vec![person("Ana Sovic", Some("SRB"), "finance minister")],
        );
        let same = reading("b", vec![person("Sovic", Some("SRB"), "minister")]);
        let bare = reading("c", vec![person("Sovic", None, "")]);
        let resolved = resolve(&[&full, &same, &bare]);
        assert_eq!(resolved.of[0], resolved.of[1]);
        assert_ne!(resolved.of[0], resolved.of[2]);
    }

    #[test]
    fn a_list_stands_for_its_members_and_order_does_not_show() {
        let list = Referent {
            members: vec![0, 1],
            ..Referent::default()
        };
        let a = reading(
            "a",
            vec![
                person("Ana Sovic", None, ""),
                person("Ivo Brkan", None, ""),
                list,
            ],
        );
        let b = reading("b", vec![person("Ivo Brkan", None, "")]);
        let (one, two) = (resolve(&[&a, &b]), resolve(&[&b, &a]));
        assert_eq!(one.of[0][2].len(), 2);
        assert_eq!(one.actors, two.actors);
        assert_eq!(one.of[0], two.of[1]);
    }

    #[test]
    fn unnamed_actors_stay_in_their_documents() {
        let experts = || Referent {
            name: "experts".to_owned(),
            ..Referent::default()
        };
        let resolved = resolve(&[
            &reading("a", vec![experts()]),
            &reading("b", vec![experts()]),
        ]);
        assert_eq!(resolved.actors.len(), 2);
    }
}
