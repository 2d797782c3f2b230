//! Which words around a cue are its source, its content, more of the cue, or none of these.
//!
//! Takes a [`Parse`] and the head of a cue; returns a [`Role`] for each token of its paragraph. Second
//! step of the claim reader. Method: the sentence is cut at the path from the cue to the root; every
//! subtree that hangs off the path is labelled as a whole by a log-linear model (Berger et al. 1996)
//! or split into its head and its children, which are labelled in turn. Further sentences of the
//! paragraph are looked at where they stand between quotation marks. Weights: `data/en/part-weights.csv`.
//! Known limit: a wrongly attached phrase goes with the subtree that it hangs on.
//!
//! Example: around "warned" in "Kim warned on Monday of war": "Kim" source, "on Monday" none, "war" content.

use super::feature::{self, Sink};
use super::measure::{self, Row};
use super::parse::Parse;
use lexicon::claims::Claims;
use lexicon::name;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a stretch of words is to a cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    #[default]
    None,
    /// Names who speaks.
    Source,
    /// What is said.
    Content,
    /// More of the cue: its auxiliaries, a light verb's noun.
    Cue,
    /// Mixed; its parts decide.
    Split,
}

impl Role {
    /// All roles in the order of the columns of the weights.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Source,
        Self::Content,
        Self::Cue,
        Self::Split,
    ];
}

/// A subtree, or the head of a split one, as it stands to a cue.
pub struct Unit {
    /// Its tokens in text order.
    pub tokens: Vec<usize>,
    /// Its head.
    pub head: usize,
    /// Labels from the cue up and down to it, such as `^ccomp.dobj>`.
    pub path: String,
    /// How often a subtree was split to come to it.
    pub depth: usize,
}

/// Steps up from the cue that are walked.
const UP: usize = 6;
/// Splits one below the other.
pub(super) const DEPTH: usize = 5;
/// Sentences before and after the cue's that a quotation may run over.
const BEFORE: usize = 3;
/// As above, after.
const AFTER: usize = 6;

/// Walks the units around the cue at `cue`, outermost first; `decide` gives each its role and is asked
/// about the parts of what it calls [`Role::Split`].
pub fn walk(parse: &Parse, cue: usize, decide: &mut dyn FnMut(&Unit) -> Role) {
    let mut path = String::new();
    let (mut now, mut from) = (cue, cue);
    for level in 0..=UP {
        if level > 0 {
            let path = format!("{path}.");
            visit_alone(parse, now, &path, (1, decide));
        }
        for &child in parse.children(now) {
            if child != from {
                let side = if child > cue { '>' } else { '<' };
                let path = format!("{path}{}{side}", parse.token(child).dep);
                visit(parse, child, &path, (0, decide));
            }
        }
        let up = parse.token(now).head;
        if up == now {
            break;
        }
        path.push_str(parse.token(now).dep);
        path.push('^');
        from = now;
        now = up;
    }
    for (sentence, path) in neighbours(parse, cue) {
        for at in sentence.clone().filter(|&t| parse.token(t).head == t) {
            visit(parse, at, &path, (0, decide));
        }
    }
}

/// A decision and how deep it is taken.
type Deciding<'d, 'f> = (usize, &'d mut (dyn FnMut(&Unit) -> Role + 'f));

fn visit(parse: &Parse, head: usize, path: &str, (depth, decide): Deciding) {
    let tokens = parse.subtree(head);
    if tokens.iter().all(|&t| parse.is_mark(t)) {
        return;
    }
    let single = tokens.len() == 1;
    let unit = Unit {
        tokens,
        head,
        path: path.to_owned(),
        depth,
    };
    if decide(&unit) != Role::Split || single || depth >= DEPTH {
        return;
    }
    visit_alone(parse, head, &format!("{path}."), (depth + 1, decide));
    for &child in parse.children(head) {
        let side = if child > head { '>' } else { '<' };
        let path = format!("{path}{}{side}", parse.token(child).dep);
        visit(parse, child, &path, (depth + 1, decide));
    }
}

fn visit_alone(parse: &Parse, head: usize, path: &str, (depth, decide): Deciding) {
    if !parse.is_mark(head) {
        decide(&Unit {
            tokens: vec![head],
            head,
            path: path.to_owned(),
            depth,
        });
    }
}

/// Sentences of the cue's paragraph that a quotation may run over, with a path such as `S+1`.
fn neighbours(parse: &Parse, cue: usize) -> Vec<(Range<usize>, String)> {
    let all = &parse.annotation.sentences;
    let here = parse.sentence(cue);
    let Some(own) = all.get(here) else {
        return Vec::new();
    };
    let window = here.saturating_sub(BEFORE)..(here + AFTER + 1).min(all.len());
    let mut found = Vec::new();
    for number in window.filter(|&n| n != here && all[n].paragraph == own.paragraph) {
        let tokens = all[number].tokens.clone();
        let spoken = tokens.clone().any(|t| parse.quote(t) > 0);
        let side = if number > here { '+' } else { '-' };
        if spoken || number == here + 1 && ends_open(parse, own.tokens.clone()) {
            found.push((tokens, format!("S{side}{}", number.abs_diff(here))));
        }
    }
    found
}

/// Whether a sentence ends with a mark such as ":".
fn ends_open(parse: &Parse, sentence: Range<usize>) -> bool {
    let last = sentence.rev().find(|&t| parse.token(t).pos != "SPACE");
    last.is_some_and(|t| parse.token(t).tag == ":")
}

/// Labels of the roles' forests, in the order of [`Role::ALL`].
const FORESTS: [&str; 5] = ["none", "source", "content", "more", "split"];
/// Labels of the log-linear scores of a unit, and of the unit that it was split from.
const SCORES: [&str; 5] = [
    "none_score",
    "source_score",
    "content_score",
    "cue_score",
    "split_score",
];
const ABOVE: [&str; 5] = [
    "none_above",
    "source_above",
    "content_above",
    "cue_above",
    "split_above",
];
/// The log-linear models are in doubt when no role is likelier than this; the trees learned from such units alone.
const DOUBT: f64 = 0.96;

fn in_doubt(shares: &[f64; 5]) -> bool {
    shares.iter().all(|&p| p < DOUBT)
}

fn own(parse: &Parse, cue: usize, probability: f64) -> Vec<(&'static str, f64)> {
    let token = parse.token(cue);
    let mut row = vec![
        ("cue_likely", probability),
        ("cue_tag", measure::code(token.tag)),
        ("cue_dep", measure::code(token.dep)),
        ("cue_quoted", f64::from(u8::from(parse.quote(cue) > 0))),
    ];
    measure::below(parse, cue, &mut |name, value| {
        if name != "kids" {
            row.push((name, value));
        }
    });
    row
}

/// What is the same for all units around one cue.
pub struct Setting<'p> {
    pub(super) parse: &'p Parse<'p>,
    pub(super) cue: usize,
    probabilities: &'p [f64],
    lemma: &'p str,
    frame: &'p str,
    /// Quotation on the left, at, and on the right of the cue within its sentence.
    quotes: String,
    /// What the trees see of the cue itself.
    own: Vec<(&'static str, f64)>,
}

impl<'p> Setting<'p> {
    /// The setting of the cue at `cue`, given how likely every token is a cue.
    pub fn new(parse: &'p Parse<'p>, cue: usize, probabilities: &'p [f64]) -> Self {
        let sentence = parse.sentence_tokens(cue);
        let flag = |tokens: Range<usize>| feature::quoted(parse, &tokens.collect::<Vec<_>>());
        let quotes = [
            flag(sentence.start..cue),
            flag(cue..cue + 1),
            flag(cue + 1..sentence.end),
        ];
        Self {
            own: own(parse, cue, probabilities[cue]),
            lemma: parse.lemma(cue),
            frame: parse.frame(cue),
            quotes: quotes.iter().collect(),
            parse,
            cue,
            probabilities,
        }
    }

    /// Probability of each role for `unit`: by the log-linear models, and where they are in doubt by the trees.
    pub(super) fn shares(&self, unit: &Unit, claims: &Claims, met: &mut Met) -> [f64; 5] {
        let key = (unit.head, unit.path.ends_with('.'));
        if let Some(&(scores, shares)) = met.answers.get(&key) {
            met.scores.insert(unit.head, scores);
            return shares;
        }
        let above = self.above(unit, met);
        let scores = claims.part.sum(|sink| self.features(unit, sink));
        let found = self.judged((unit, &scores, &above), claims);
        met.scores.insert(unit.head, scores);
        met.answers.insert(key, (scores, found));
        found
    }

    fn judged(&self, seen: (&Unit, &[f64; 5], &[f64; 5]), claims: &Claims) -> [f64; 5] {
        let plain = shares(*seen.1);
        if !in_doubt(&plain) || !claims.trees.contains_key(FORESTS[0]) {
            return plain;
        }
        let mut row = Vec::new();
        self.measures(seen, &mut |_, value| row.push(value as f32));
        let found = FORESTS.map(|name| claims.trees.get(name).map_or(0.0, |t| t.probability(&row)));
        let sum: f64 = found.iter().sum();
        found.map(|p| p / sum.max(f64::MIN_POSITIVE))
    }

    /// What the trees see of `unit` where the log-linear models doubt; `None` where they do not.
    pub fn row(
        &self,
        unit: &Unit,
        claims: &Claims,
        met: &mut Met,
    ) -> Option<Vec<(&'static str, f64)>> {
        let above = self.above(unit, met);
        let scores = claims.part.sum(|sink| self.features(unit, sink));
        met.scores.insert(unit.head, scores);
        in_doubt(&shares(scores)).then_some(())?;
        let mut row = Vec::new();
        self.measures((unit, &scores, &above), &mut |name, value| {
            row.push((name, value));
        });
        Some(row)
    }

    /// The scores of the unit that `unit` was split from, by its head.
    fn above(&self, unit: &Unit, met: &Met) -> [f64; 5] {
        let head = if unit.path.ends_with('.') {
            unit.head
        } else {
            self.parse.token(unit.head).head
        };
        met.scores.get(&head).copied().unwrap_or_default()
    }

    fn measures(&self, (unit, scores, above): (&Unit, &[f64; 5], &[f64; 5]), row: &mut Row) {
        for (name, score) in SCORES.iter().zip(scores) {
            row(name, *score);
        }
        for (name, score) in ABOVE.iter().zip(above) {
            row(name, *score);
        }
        for &(name, value) in &self.own {
            row(name, value);
        }
        self.shape(unit, row);
        self.edges(unit, row);
        let inside = unit
            .tokens
            .iter()
            .map(|&t| self.probabilities[t])
            .fold(0.0, f64::max);
        row("inside_likely", inside);
        row("head_likely", self.probabilities[unit.head]);
        row("way_likely", self.on_the_way(unit.head));
    }

    fn shape(&self, unit: &Unit, row: &mut Row) {
        let (parse, cue) = (self.parse, self.cue as f64);
        let (first, last) = (unit.tokens[0], unit.tokens[unit.tokens.len() - 1]);
        let head = parse.token(unit.head);
        row("depth", unit.depth as f64);
        row("size", unit.tokens.len() as f64);
        row("first_gap", first as f64 - cue);
        row("last_gap", last as f64 - cue);
        row("ups", unit.path.matches('^').count() as f64);
        row("downs", unit.path.matches(['<', '>']).count() as f64);
        row("alone", f64::from(u8::from(unit.path.ends_with('.'))));
        row(
            "sentence",
            parse.sentence(unit.head) as f64 - parse.sentence(self.cue) as f64,
        );
        row("tag", measure::code(head.tag));
        row("dep", measure::code(head.dep));
        row("entity", measure::code(head.entity));
        row("head_dep", measure::code(parse.token(head.head).dep));
        row("kids", parse.children(unit.head).len() as f64);
        row("rest", parse.sentence_tokens(last).end as f64 - last as f64);
    }

    fn edges(&self, unit: &Unit, row: &mut Row) {
        let parse = self.parse;
        let (first, last) = (unit.tokens[0], unit.tokens[unit.tokens.len() - 1]);
        row("first_tag", measure::code(parse.token(first).tag));
        row("last_tag", measure::code(parse.token(last).tag));
        row(
            "before_tag",
            parse.before(first).map_or(-1.0, |t| measure::code(t.tag)),
        );
        row(
            "after_tag",
            parse.after(last).map_or(-1.0, |t| measure::code(t.tag)),
        );
        row(
            "quotation",
            f64::from(u32::from(feature::quoted(parse, &unit.tokens))),
        );
        let here = parse.quote(self.cue);
        let same = unit.tokens.iter().any(|&t| parse.quote(t) == here);
        row("same_quote", f64::from(u8::from(same)));
        let between = if first > self.cue {
            self.cue..first
        } else {
            last.min(self.cue)..self.cue
        };
        row(
            "marks",
            between.filter(|&t| parse.is_mark(t)).count() as f64,
        );
    }

    /// What the classifier sees of `unit`.
    pub fn features(&self, unit: &Unit, sink: &mut Sink) {
        self.place(unit, sink);
        self.words(unit, sink);
        self.quotation(unit, sink);
        self.surroundings(unit, sink);
    }

    fn place(&self, unit: &Unit, sink: &mut Sink) {
        let (parse, path, lemma) = (self.parse, &unit.path, self.lemma);
        let cue = parse.token(self.cue);
        sink(name!["bias"]);
        sink(name!["p=", path]);
        sink(name!["pp=", path, "/", cue.pos, "/", cue.dep]);
        sink(name!["pt=", path, "/", cue.tag]);
        sink(name!["lp=", lemma, "/", path]);
        sink(name!["pf=", path, "/", self.frame]);
        sink(name!["lpf=", lemma, "/", path, "/", self.frame]);
        sink(name![
            "n=",
            unit.depth,
            "/",
            feature::steps(unit.tokens.len())
        ]);
        sink(name!["pn=", path, "/", feature::steps(unit.tokens.len())]);
        let ups = path.matches('^').count();
        let last = path
            .rsplit(['^', '<', '>'])
            .find(|p| !p.is_empty())
            .unwrap_or(path);
        let right = unit.head > self.cue;
        sink(name!["u=", ups, "/", last, "/", right]);
        sink(name!["lu=", lemma, "/", ups, "/", last, "/", right]);
    }

    fn words(&self, unit: &Unit, sink: &mut Sink) {
        let (parse, path, lemma) = (self.parse, &unit.path, self.lemma);
        let head = parse.token(unit.head);
        let word = parse.lemma(unit.head);
        sink(name!["w=", word]);
        sink(name!["pw=", path, "/", word]);
        sink(name!["lw=", lemma, "/", head.dep, "/", word]);
        sink(name!["tg=", path, "/", head.tag]);
        sink(name!["e=", path, "/", head.entity]);
        sink(name!["hf=", path, "/", parse.frame(unit.head)]);
        let first = parse.lemma(unit.tokens[0]);
        sink(name!["pfw=", path, "/", first]);
        sink(name!["lfw=", lemma, "/", head.dep, "/", first]);
        if let Some(mark) = parse.child(unit.head, &["mark", "advmod", "aux"]) {
            sink(name!["mk=", path, "/", parse.lemma(mark)]);
        }
        if let Some(object) = parse.child(unit.head, &["pobj", "pcomp"]) {
            let object = parse.token(object);
            sink(name!["po=", path, "/", word, "/", object.tag]);
            sink(name!["pe=", path, "/", word, "/", object.entity]);
            sink(name!["pl=", path, "/", object.lemma.to_lowercase()]);
        }
    }

    fn quotation(&self, unit: &Unit, sink: &mut Sink) {
        let (parse, path) = (self.parse, &unit.path);
        let own = feature::quoted(parse, &unit.tokens);
        let here = parse.quote(self.cue);
        let same = unit.tokens.iter().any(|&t| parse.quote(t) == here);
        sink(name!["q=", own, "/", self.quotes, "/", same]);
        sink(name!["pq=", path, "/", own, "/", self.quotes]);
        sink(name!["lq=", self.lemma, "/", own, "/", same]);
        sink(name![
            "uq=",
            parse.token(unit.head).dep,
            "/",
            own,
            "/",
            same
        ]);
        if path.starts_with('S') {
            let between = self.between(unit);
            sink(name!["sq=", own, "/", self.quotes, "/", between]);
            sink(name![
                "spq=",
                path,
                "/",
                own,
                "/",
                between,
                "/",
                self.other_cue(unit)
            ]);
            sink(name!["lsq=", self.lemma, "/", path, "/", own, "/", between]);
        }
    }

    /// How the words between the cue's sentence and the unit are quoted.
    fn between(&self, unit: &Unit) -> char {
        let own = self.parse.sentence_tokens(self.cue);
        let (first, last) = (unit.tokens[0], unit.tokens[unit.tokens.len() - 1]);
        let gap = if first >= own.end {
            own.end..first
        } else {
            last + 1..own.start
        };
        if gap.is_empty() {
            return 'n';
        }
        feature::quoted(self.parse, &gap.collect::<Vec<_>>())
    }

    /// How likely another cue, outside quotation marks, stands in the unit's sentence.
    fn other_cue(&self, unit: &Unit) -> u8 {
        let tokens = self.parse.sentence_tokens(unit.head);
        let outside = tokens.filter(|&t| self.parse.quote(t) == 0);
        feature::tenths(outside.map(|t| self.probabilities[t]).fold(0.0, f64::max)) / 3
    }

    fn surroundings(&self, unit: &Unit, sink: &mut Sink) {
        let (parse, path) = (self.parse, &unit.path);
        let (first, last) = (unit.tokens[0], unit.tokens[unit.tokens.len() - 1]);
        let mark = |at: Option<&model::Token>| {
            at.map_or("", |t| if t.pos == "PUNCT" { t.tag } else { "w" })
        };
        let (left, right) = (mark(parse.before(first)), mark(parse.after(last)));
        sink(name!["b=", path, "/", left]);
        sink(name!["a=", path, "/", right]);
        sink(name![
            "ba=",
            parse.token(unit.head).dep,
            "/",
            left,
            "/",
            right
        ]);
        let gap = if first > self.cue {
            first - self.cue
        } else {
            self.cue.saturating_sub(last)
        };
        sink(name!["g=", path, "/", feature::steps(gap)]);
        sink(name![
            "gl=",
            self.lemma,
            "/",
            first > self.cue,
            "/",
            feature::steps(gap)
        ]);
        let inside = unit
            .tokens
            .iter()
            .map(|&t| self.probabilities[t])
            .fold(0.0, f64::max);
        let at = self.probabilities[unit.head];
        sink(name![
            "c=",
            path,
            "/",
            feature::tenths(at) / 2,
            "/",
            feature::tenths(inside) / 2
        ]);
        sink(name![
            "ci=",
            unit.depth.min(2),
            "/",
            feature::tenths(inside) / 2
        ]);
        let way = self.on_the_way(unit.head);
        sink(name!["cw=", path, "/", feature::tenths(way) / 2]);
    }

    /// The likeliest cue between the unit and this cue in the tree.
    fn on_the_way(&self, head: usize) -> f64 {
        let (mut now, mut best, mut steps) = (self.parse.token(head).head, 0.0, 0);
        while now != self.cue && steps < UP {
            best = self.probabilities[now].max(best);
            now = self.parse.token(now).head;
            steps += 1;
        }
        best
    }
}

/// What is known of the units met so far.
#[derive(Clone, Debug, Default)]
pub struct Met {
    /// Scores of the log-linear models, by head.
    scores: BTreeMap<usize, [f64; 5]>,
    /// Scores and probabilities by head, and whether it stands without its subtree.
    answers: BTreeMap<(usize, bool), ([f64; 5], [f64; 5])>,
    /// Probabilities of the units that the upright labelling met, and whether each could be split.
    pub(super) upright: Vec<([f64; 5], bool)>,
}

/// Probabilities from one-against-the-rest scores, normalised to sum to 1.
fn shares(scores: [f64; 5]) -> [f64; 5] {
    let odds = scores.map(|s| 1.0 / (1.0 + (-s).exp()));
    let sum: f64 = odds.iter().sum();
    odds.map(|p| p / sum)
}
