//! What is seen of a pair of phrases: the features of the trained event reader.
//!
//! Takes the phrases of a sentence and what the tables of events say of its words; gives names of features, in three groups: of
//! a phrase in a role, of a pair, and of what a pair's event may be. A last group is of the sentence, for the answer that it
//! tells no event. The same code makes the features for learning and for reading. Known limit: words count by their lemma.
//!
//! Example: for Norland and Sudland in "Norland attacked Sudland" one feature is `p=nsubj^dobj`, another `v=attack`.

use super::Candidate;
use super::argument::{Actorhood, Finder, Role, Roles};
use super::pair::{Path, Phrase, path};
use super::trigger::{self, Naming};
use lexicon::feature::{Name, Names, Part};
use lexicon::name;
use lexicon::word_classes::Class;
use model::Sentence;
use std::collections::{BTreeMap, BTreeSet};

/// Takes the name of a feature.
pub(super) type Sink<'s> = dyn FnMut(&Name<'_>) + 's;

/// Numbers of the features that `see` gives, each once.
pub(super) fn numbers(see: impl FnOnce(&mut Sink<'_>)) -> Vec<u64> {
    let (mut names, mut numbers) = (Names::default(), Vec::new());
    see(&mut |name| numbers.push(names.number(name)));
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Words between two phrases that count at most.
const BETWEEN: usize = 12;
/// Numbers above this count alike.
const MANY: usize = 4;
/// Steps of the chain of verbs below a source that count.
const STEPS: usize = 4;

/// A sentence as the features see it.
pub(crate) struct Sight<'f, 'a> {
    pub finder: &'f Finder<'a>,
    pub sentence: &'f Sentence,
    pub phrases: Vec<Phrase>,
    /// What the tables make of each word.
    pub named: BTreeMap<usize, Naming<'a>>,
    words: Vec<Word<'f>>,
    /// Whom each phrase names, itself or in what belongs to it.
    named_inside: Vec<BTreeSet<usize>>,
    /// Candidates of the tables with both roles.
    ruled: Vec<Ruled>,
}

/// What tells the type of several pairs' events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    /// A word on the way.
    Word(usize),
    /// What follows below a verb, with the letter of its features.
    Chain(usize, char),
}

struct Word<'f> {
    lemma: &'f str,
    class: Option<Class>,
}

struct Ruled {
    sources: Vec<usize>,
    targets: Vec<usize>,
    kind: &'static str,
    bin: usize,
}

impl<'f, 'a> Sight<'f, 'a> {
    /// Looks at `sentence`; `named` are the words that the tables know, `candidates` what they find in it.
    pub(crate) fn new(
        finder: &'f Finder<'a>,
        sentence: &'f Sentence,
        (named, candidates): (BTreeMap<usize, Naming<'a>>, &[Candidate<'a>]),
    ) -> Self {
        let tokens = sentence.tokens.clone();
        let word = |t: usize| {
            let lemma = finder.tree.lemma(t);
            let class = finder.lexicon.classes.of(lemma);
            Word { lemma, class }
        };
        let heads = |r: &Option<Role>| r.as_ref().map_or_else(Vec::new, |r| r.heads.clone());
        let ruled = candidates.iter().filter_map(|c| {
            Some(Ruled {
                sources: heads(&c.roles.source),
                targets: heads(&c.roles.target),
                kind: c.naming.event_type?.as_str(),
                bin: (c.probability * 5.0) as usize,
            })
        });
        let phrases = super::pair::phrases(finder, sentence);
        let inside = |p: &Phrase| {
            let words = finder.phrase(p.head).into_iter();
            words.filter_map(|t| finder.referent(t)).collect()
        };
        Self {
            finder,
            sentence,
            named_inside: phrases.iter().map(inside).collect(),
            phrases,
            named,
            words: tokens.map(word).collect(),
            ruled: ruled.collect(),
        }
    }

    fn word(&self, token: usize) -> Option<&Word<'f>> {
        let at = token.checked_sub(self.sentence.tokens.start)?;
        self.words.get(at)
    }

    fn lemma(&self, token: usize) -> &str {
        self.word(token).map_or("", |w| w.lemma)
    }

    /// Calls `put` with the lemma of a word and with its class.
    fn one(&self, token: usize, mut put: impl FnMut(Part<'_>)) {
        put(Part::Text(self.lemma(token)));
        if let Some(class) = self.word(token).and_then(|w| w.class) {
            put(Part::Class(class));
        }
    }

    /// Calls `put` with the lemmas of two words and with the classes of both.
    fn two(&self, a: usize, b: usize, mut put: impl FnMut(Part<'_>, Part<'_>)) {
        put(Part::Text(self.lemma(a)), Part::Text(self.lemma(b)));
        let class = |t: usize| self.word(t).and_then(|w| w.class);
        if let (Some(a), Some(b)) = (class(a), class(b)) {
            put(Part::Class(a), Part::Class(b));
        }
    }

    /// The type that the tables give a word; `-` for none.
    fn kind(&self, token: usize) -> &'static str {
        let kind = self.named.get(&token).and_then(|n| n.event_type);
        kind.map_or("-", model::EventType::as_str)
    }

    /// What is seen of phrase `of` as source (`s`) or target (`t`).
    pub(crate) fn phrase(&self, of: usize, role: char, sink: &mut Sink<'_>) {
        let phrase = &self.phrases[of];
        let (tree, r) = (self.finder.tree, role);
        let word = &tree.tokens[phrase.head];
        let governor = phrase.governor;
        let chain = &phrase.chain;
        sink(name![r, "d=", word.dep]);
        sink(name![r, "c=", chain]);
        sink(name![r, "e=", word.entity]);
        sink(name![r, "p=", word.tag]);
        self.one(phrase.head, |w| sink(name![r, "l=", w]));
        self.one(governor, |w| sink(name![r, "g=", w]));
        self.one(governor, |w| sink(name![r, "gc=", w, "|", chain]));
        sink(name![r, "k=", self.kind(governor), "|", chain]);
        sink(name![r, "gd=", tree.tokens[governor].dep]);
        let passive = tree.is_passive(governor);
        sink(name![r, "v=", passive, "|", chain]);
        sink(name![r, "a=", actorhood(phrase.acts)]);
        let depth = tree.ancestors(governor).len().min(MANY);
        sink(name![r, "h=", depth]);
        sink(name![r, "i=", of.min(MANY + 1)]);
        if let Some(preposition) = phrase.preposition {
            let noun = tree.tokens[preposition].head;
            let by = self.lemma(preposition);
            sink(name![r, "r=", by]);
            self.one(noun, |w| sink(name![r, "rn=", w, "_", by]));
            sink(name![r, "rk=", self.kind(noun), "_", by]);
        } else {
            sink(name![r, "n=", self.kind(word.head), "|", word.dep]);
        }
        for &child in tree.children(phrase.head) {
            let below = tree.tokens[child].dep;
            if let "poss" | "prep" | "relcl" | "conj" | "appos" | "acl" = below {
                sink(name![r, "b=", below]);
            }
            if let "poss" | "compound" | "amod" = below {
                sink(name![r, "bl=", below, " ", self.lemma(child)]);
            }
        }
        self.around(phrase, role, sink);
    }

    /// What stands around the phrase: the noun it belongs to, its verb's object, the verb above its verb.
    fn around(&self, phrase: &Phrase, r: char, sink: &mut Sink<'_>) {
        let tree = self.finder.tree;
        let (word, governor) = (&tree.tokens[phrase.head], phrase.governor);
        let chain = &phrase.chain;
        let acts = actorhood(phrase.acts);
        sink(name![r, "ac=", acts, "|", chain]);
        sink(name![r, "ec=", word.entity, "|", chain]);
        self.one(word.head, |w| {
            sink(name![r, "nl=", word.dep, "|", w]);
        });
        let object = tree.first(governor, &["dobj", "nsubjpass", "attr"]);
        let object = object.filter(|&o| o != phrase.head);
        let kind = object.map_or("", |o| self.kind(o));
        sink(name![r, "ko=", kind, "|", chain]);
        match object {
            Some(object) => self.two(governor, object, |g, o| {
                sink(name![r, "go=", g, "|", o]);
            }),
            None => sink(name![r, "go=", self.lemma(governor), "|"]),
        }
        let (label, above) = (tree.tokens[governor].dep, tree.tokens[governor].head);
        let (over, under) = (self.kind(above), self.kind(governor));
        sink(name![r, "ga=", label, "|", over, "|", under]);
        self.one(above, |w| sink(name![r, "gl=", label, "|", w]));
        let says = tree.first(governor, &["ccomp"]).is_some();
        sink(name![r, "cc=", says, "|", chain]);
        self.rivals(phrase, r, sink);
    }

    /// Other phrases of the same verb but its subject, and how clearly they name somebody: of "handed tents to refugees" the
    /// second is who gets something.
    fn rivals(&self, phrase: &Phrase, r: char, sink: &mut Sink<'_>) {
        let (chain, acts) = (&phrase.chain, phrase.acts);
        let others = self.phrases.iter().filter(|p| {
            let apart = p.head != phrase.head && p.governor == phrase.governor;
            apart && !p.chain.contains("nsubj") && !p.chain.contains("agent")
        });
        let mut best = None;
        for other in others {
            let rival = other.acts;
            best = best.max(Some(std::cmp::Reverse(rival)));
            let [own, its] = [acts, rival].map(actorhood);
            sink(name![r, "rv=", chain, "|", own, "|", other.chain, "|", its]);
        }
        let best = best.map_or("", |b| actorhood(b.0));
        sink(name![r, "ri=", actorhood(acts), "|", best, "|", chain]);
        sink(name![r, "rj=", actorhood(acts), "|", best]);
    }

    /// What is seen of the pair.
    pub(crate) fn pair(&self, (source, target): (usize, usize), way: &Path, sink: &mut Sink<'_>) {
        let (s, t) = (&self.phrases[source], &self.phrases[target]);
        let tokens = self.finder.tree.tokens;
        let labels = self.labels(s.head, t.head, way);
        let top = way.top;
        let is_one = s.referent.is_some() && s.referent == t.referent;
        sink(name!["id=", is_one]);
        sink(name!["p=", labels]);
        self.one(top, |w| sink(name!["pl=", labels, "|", w]));
        sink(name!["pk=", labels, "|", self.kind(top)]);
        sink(name![
            "u=",
            way.up.len().min(MANY),
            " ",
            way.down.len().min(MANY)
        ]);
        sink(name!["lp=", tokens[top].pos, "|", tokens[top].dep]);
        sink(name!["o=", s.head < t.head]);
        sink(name!["w=", target.abs_diff(source).min(MANY)]);
        sink(name![
            "e=",
            tokens[s.head].entity,
            "|",
            tokens[t.head].entity
        ]);
        sink(name!["d=", tokens[s.head].dep, " ", tokens[t.head].dep]);
        sink(name!["c=", s.chain, "|", t.chain]);
        sink(name!["ck=", s.chain, "|", t.chain, "|", self.kind(top)]);
        sink(name!["g=", s.governor == t.governor]);
        sink(name![
            "kk=",
            s.chain,
            "|",
            self.kind(s.governor),
            "|",
            t.chain,
            "|",
            self.kind(t.governor)
        ]);
        self.two(s.governor, t.governor, |a, b| {
            sink(name!["gg=", a, " ", b]);
        });
        sink(name!["ah=", actorhood(s.acts), " ", actorhood(t.acts)]);
        sink(name!["eq=", self.lemma(s.head) == self.lemma(t.head)]);
        self.shared((source, target), sink);
        self.on_the_way((source, target), (&labels, way), sink);
        self.ruled(s.head, t.head, sink);
    }

    /// Whether both name one actor: "Norland's envoy renewed Norland's call".
    fn shared(&self, (source, target): (usize, usize), sink: &mut Sink<'_>) {
        let (s, t) = (&self.phrases[source], &self.phrases[target]);
        let (mine, its) = (&self.named_inside[source], &self.named_inside[target]);
        let shares = !mine.is_disjoint(its);
        let dep = self.finder.tree.tokens[t.head].dep;
        sink(name!["sh=", shares, "|", dep]);
        let one = s.governor == t.governor;
        sink(name!["si=", shares, "|", one, "|", t.chain]);
    }

    /// What stands on the way between the two.
    fn on_the_way(
        &self,
        (source, target): (usize, usize),
        (labels, way): (&str, &Path),
        sink: &mut Sink<'_>,
    ) {
        let (s, t) = (&self.phrases[source], &self.phrases[target]);
        let (tree, tokens, top) = (self.finder.tree, self.finder.tree.tokens, way.top);
        let object = tree.first(top, &["dobj", "nsubjpass", "attr", "pobj"]);
        let object = object.map_or("", |o| self.kind(o));
        sink(name!["po=", labels, "|", object]);
        let inside = source.min(target) + 1..source.max(target);
        let rivals = inside.filter(|&p| !tokens[self.phrases[p].head].entity.is_empty());
        sink(name!["wb=", rivals.count().min(MANY)]);
        let nested = top == s.head || top == t.head;
        sink(name!["x=", nested, "|", tokens[t.head].dep]);
        let on = || way.up.iter().chain(&way.down);
        let verbs = on().filter(|&&w| tokens[w].pos == "VERB").count();
        sink(name!["vb=", verbs.min(MANY)]);
        for label in on().map(|&w| tokens[w].dep).collect::<BTreeSet<_>>() {
            if let "relcl" | "advcl" | "acl" | "appos" | "conj" | "ccomp" | "xcomp" = label {
                sink(name!["pd=", label]);
            }
        }
        let named = on().chain([&top]).filter(|w| self.named.contains_key(w));
        sink(name!["nk=", named.count().min(MANY)]);
    }

    fn ruled(&self, source: usize, target: usize, sink: &mut Sink<'_>) {
        for rule in &self.ruled {
            let (s, t) = (
                rule.sources.contains(&source),
                rule.targets.contains(&target),
            );
            if s || t {
                sink(name!["ru=", s, " ", t, " ", rule.bin]);
            }
            if s && t {
                sink(name!["rk=", rule.kind]);
            }
        }
    }

    /// What is seen of what the event of the pair may be, besides [`Sight::bag`].
    pub(crate) fn kinds(&self, pair: (usize, usize), way: &Path, sink: &mut Sink<'_>) {
        self.kinds_alone(pair, way, sink);
        for piece in self.pieces(pair, way) {
            self.piece(piece, sink);
        }
    }

    /// Of [`Sight::kinds`] what other pairs may share.
    pub(super) fn pieces(&self, (source, target): (usize, usize), way: &Path) -> Vec<Piece> {
        let (s, t) = (&self.phrases[source], &self.phrases[target]);
        let mut on: BTreeSet<usize> = way.up.iter().chain(&way.down).copied().collect();
        on.extend([way.top, s.governor, t.governor]);
        on.remove(&s.head);
        on.remove(&t.head);
        let mut pieces: Vec<Piece> = on.into_iter().map(Piece::Word).collect();
        pieces.push(Piece::Chain(s.governor, 'h'));
        if t.governor != s.governor {
            pieces.push(Piece::Chain(t.governor, 'j'));
        }
        pieces
    }

    /// What is seen of a piece.
    pub(super) fn piece(&self, piece: Piece, sink: &mut Sink<'_>) {
        match piece {
            Piece::Word(word) => self.predicate(word, sink),
            Piece::Chain(verb, mark) => self.chain(verb, mark, sink),
        }
    }

    /// Of [`Sight::kinds`] what no other pair shares.
    pub(super) fn kinds_alone(&self, pair: (usize, usize), way: &Path, sink: &mut Sink<'_>) {
        let (s, t) = (&self.phrases[pair.0], &self.phrases[pair.1]);
        sink(name!["="]);
        self.one(s.governor, |w| sink(name!["gs=", w]));
        self.one(t.governor, |w| sink(name!["gt=", w, "|", t.chain]));
        sink(name!["tk=", self.kind(way.top)]);
        self.between(s.head, t.head, sink);
        let tokens = self.finder.tree.tokens;
        for (role, phrase) in [('s', s), ('t', t)] {
            self.one(phrase.head, |w| sink(name![role, "l=", w]));
            sink(name![role, "e=", tokens[phrase.head].entity]);
        }
        for rule in &self.ruled {
            let hits = (
                rule.sources.contains(&s.head),
                rule.targets.contains(&t.head),
            );
            sink(name!["ru=", rule.kind, " ", hits.0, " ", hits.1]);
        }
    }

    /// A word on the way with what belongs to it.
    fn predicate(&self, word: usize, sink: &mut Sink<'_>) {
        let tree = self.finder.tree;
        let token = &tree.tokens[word];
        if !matches!(token.pos, "VERB" | "AUX" | "NOUN" | "ADJ" | "ADP") {
            return;
        }
        let not = if tree.first(word, &["neg"]).is_some() {
            "_NOT"
        } else {
            ""
        };
        self.one(word, |w| sink(name!["v=", w, not]));
        sink(name!["k=", self.kind(word), not]);
        if let Some(naming) = self.named.get(&word) {
            let rule = naming.rule.as_str();
            sink(name![
                "kr=",
                self.kind(word),
                not,
                " ",
                rule,
                naming.strength
            ]);
        }
        for &child in tree.children(word) {
            let below = self.lemma(child);
            match tree.tokens[child].dep {
                "aux" => sink(name!["x=", below, " ", self.kind(word), not]),
                "dobj" | "nsubjpass" | "attr" | "oprd" | "acomp" => {
                    self.two(word, child, |v, o| sink(name!["vo=", v, " ", o]));
                    self.one(child, |w| sink(name!["ob=", w]));
                    sink(name!["ko=", self.kind(word), " ", self.kind(child)]);
                    for &inner in tree.children(child) {
                        if matches!(tree.tokens[inner].dep, "amod" | "compound") {
                            self.one(inner, |w| sink(name!["om=", w]));
                        }
                    }
                }
                "prep" | "prt" | "dative" => {
                    self.one(word, |v| sink(name!["vp=", v, " ", below]));
                    if let Some(inner) = tree.first(child, &["pobj", "pcomp"]) {
                        self.one(inner, |w| sink(name!["po=", below, " ", w]));
                        sink(name!["pk=", self.lemma(word), " ", self.kind(inner)]);
                    }
                }
                "xcomp" | "ccomp" => {
                    self.two(word, child, |v, x| sink(name!["vx=", v, " ", x]));
                }
                _ => {}
            }
        }
    }

    /// Words that stand between the two, single and in twos.
    fn between(&self, one: usize, other: usize, sink: &mut Sink<'_>) {
        let tokens = self.finder.tree.tokens;
        let content =
            |w: &usize| matches!(tokens[*w].pos, "VERB" | "NOUN" | "ADJ" | "ADP" | "PART");
        let inside = (one.min(other) + 1..one.max(other))
            .filter(content)
            .take(BETWEEN);
        let words: Vec<usize> = inside.collect();
        for &word in &words {
            self.one(word, |w| sink(name!["b=", w]));
        }
        for two in words.windows(2) {
            self.two(two[0], two[1], |a, b| sink(name!["bb=", a, " ", b]));
        }
    }

    /// What every pair's event may be by the sentence: its content words and the types they name.
    pub(crate) fn bag(&self, sink: &mut Sink<'_>) {
        let tokens = self.finder.tree.tokens;
        for token in self.sentence.tokens.clone() {
            if matches!(tokens[token].pos, "VERB" | "NOUN") {
                self.one(token, |w| sink(name!["w=", w]));
            }
        }
        for kind in self
            .named
            .keys()
            .map(|&w| self.kind(w))
            .collect::<BTreeSet<_>>()
        {
            sink(name!["sk=", kind]);
        }
    }

    /// Modals, negations, operators and types from a verb down its complements, in ones, twos and threes.
    fn chain(&self, verb: usize, mark: char, sink: &mut Sink<'_>) {
        let (tree, lexicon) = (self.finder.tree, self.finder.lexicon);
        let (mut at, mut steps): (usize, Vec<&str>) = (verb, Vec::new());
        for _ in 0..STEPS {
            for &child in tree.children(at) {
                match tree.tokens[child].dep {
                    "aux" if tree.tokens[child].tag == "MD" => steps.push(self.lemma(child)),
                    "aux" if tree.tokens[child].tag == "TO" => steps.push("to"),
                    "neg" => steps.push("NOT"),
                    _ => {}
                }
            }
            let plain = trigger::plain(tree, at, lexicon).and_then(|n| n.event_type);
            let kind = plain.map_or("-", model::EventType::as_str);
            steps.push(trigger::operator(tree, at, lexicon).unwrap_or(kind));
            let below = tree.first(at, &["xcomp", "ccomp", "acl"]);
            let Some(next) = below.or_else(|| tree.first(at, &["dobj", "nsubjpass"])) else {
                break;
            };
            at = next;
        }
        for size in 1..=3 {
            for run in steps.windows(size) {
                let [one, two, three] = [0, 1, 2].map(|n| run.get(n).copied().unwrap_or(""));
                sink(name![mark, size, "=", one, ">", two, ">", three]);
            }
        }
    }

    fn labels(&self, from: usize, to: usize, way: &Path) -> String {
        let tokens = self.finder.tree.tokens;
        let label = |w: &usize| tokens[*w].dep;
        let mut up: Vec<&str> = way.up.iter().map(label).collect();
        if from != way.top {
            up.insert(0, tokens[from].dep);
        }
        let mut down: Vec<&str> = way.down.iter().map(label).collect();
        if to != way.top {
            down.insert(0, tokens[to].dep);
        }
        down.reverse();
        format!("{}^{}", up.join(" "), down.join(" "))
    }

    /// What is seen of the sentence for the answer whether it tells anything.
    pub(crate) fn nothing(&self, sink: &mut Sink<'_>) {
        let tokens = self.finder.tree.tokens;
        sink(name!["0="]);
        sink(name!["0p=", (self.phrases.len() / 2).min(2 * MANY)]);
        let best = self.ruled.iter().map(|r| r.bin).max();
        sink(name!["0r=", best.map_or(9, |b| b)]);
        sink(name!["0n=", self.ruled.len().min(MANY)]);
        let named = self
            .phrases
            .iter()
            .filter(|p| !tokens[p.head].entity.is_empty())
            .count();
        sink(name!["0e=", named.min(MANY)]);
        for &token in self.named.keys() {
            sink(name!["0k=", self.kind(token)]);
        }
        for word in self.sentence.tokens.clone() {
            match tokens[word].pos {
                "VERB" => sink(name!["0v=", self.lemma(word)]),
                "NOUN" => sink(name!["0w=", self.lemma(word)]),
                _ => {}
            }
            if tokens[word].dep == "ROOT" {
                sink(name!["0z=", self.lemma(word)]);
                sink(name!["0y=", tokens[word].tag, "|", self.kind(word)]);
            }
        }
    }

    /// Whether the tables find an event of this pair and type.
    pub(crate) fn agrees(&self, (source, target): (usize, usize), kind: &str) -> bool {
        let (s, t) = (self.phrases[source].head, self.phrases[target].head);
        let fits = |r: &Ruled| r.kind == kind && r.sources.contains(&s) && r.targets.contains(&t);
        self.ruled.iter().any(fits)
    }

    /// Pairs of phrases that the tables give roles in `candidate`.
    pub(crate) fn pairs(&self, roles: &Roles) -> Vec<(usize, usize)> {
        let numbers = |role: &Option<Role>| -> Vec<usize> {
            let heads = role.iter().flat_map(|r| &r.heads);
            let number = |h: &usize| self.phrases.iter().position(|p| p.head == *h);
            heads.filter_map(number).collect()
        };
        let (sources, targets) = (numbers(&roles.source), numbers(&roles.target));
        let of = |&s: &usize| targets.iter().map(move |&t| (s, t));
        let all = sources.iter().flat_map(of);
        all.filter(|(s, t)| s != t).collect()
    }

    /// Lemma of the word above both phrases of a pair.
    pub(crate) fn top(&self, pair: (usize, usize)) -> &str {
        self.lemma(self.way(pair).top)
    }

    /// Path between the phrases of a pair.
    pub(crate) fn way(&self, (source, target): (usize, usize)) -> Path {
        path(
            self.finder,
            self.phrases[source].head,
            self.phrases[target].head,
        )
    }
}

fn actorhood(of: Actorhood) -> &'static str {
    match of {
        Actorhood::Named => "named",
        Actorhood::Nominal => "nominal",
        Actorhood::Pronoun => "pronoun",
        Actorhood::Thing => "thing",
    }
}
