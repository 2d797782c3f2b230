//! Which words attribute: the probability that a token is the head of a cue.
//!
//! Takes a [`Parse`]; returns [`Cue`]s with a probability each. First step of the claim reader. Method:
//! a log-linear model (Berger et al. 1996) over lemma, construction, neighbours and quotation marks,
//! in two passes; the second also sees how likely the words above and below are cues. Its weights are
//! `data/en/cue-weights.csv`, learned from attributions marked by hand in news text (PolNeAR, Newell
//! et al. 2018). Candidates are verbs and whatever else the weights know by lemma. Known limit: a cue
//! of several words is found by its syntactic head alone.
//!
//! Example: in "Moscow denied the report" the token "denied" has a probability near 1.

use super::feature::{self, Sink};
use super::measure::{self, Row};
use super::parse::Parse;
use lexicon::claims::{Act, Claims};
use lexicon::name;

/// A word that may attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    /// Its token.
    pub token: usize,
    /// Probability that it is the head of a cue, 0 to 1.
    pub probability: f64,
}

/// Steps from a candidate up to the words that govern it that are looked at.
const LEVELS: usize = 4;
/// Words below a candidate count as cues only above this; beneath it their tenths all round to 0 or 1.
const UNLIKELY: f64 = 0.05;

/// Candidates less likely than this after the log-linear passes are none; the trees learned from the others alone.
pub const LEAST: f64 = 0.02;
/// Groups of features whose sums the trees see, in the order of [`groups`].
const SUMS: [&str; 5] = [
    "listed_sum",
    "words_sum",
    "constructions_sum",
    "quotation_sum",
    "arguments_sum",
];

/// Log odds of a candidate: of either pass, and what each group of features adds to the second.
#[derive(Clone, Copy)]
struct Odds {
    token: usize,
    first: f64,
    sums: [f64; 5],
    context: f64,
}

impl Odds {
    fn second(&self) -> f64 {
        self.sums.iter().sum::<f64>() + self.context
    }
}

/// Probability by token after the first pass, 0 for tokens that are no candidates.
pub fn first_probabilities(parse: &Parse, claims: &Claims) -> Vec<f64> {
    first_pass(parse, claims).0
}

/// Probability by token, 0 for tokens that are no candidates.
pub fn probabilities(parse: &Parse, claims: &Claims) -> Vec<f64> {
    let (mut second, odds) = second_pass(parse, claims);
    let Some(trees) = claims.trees.get("cue") else {
        return second;
    };
    let mut row = Vec::with_capacity(trees.features().len());
    let found: Vec<(usize, f64)> = odds
        .iter()
        .filter(|o| second[o.token] >= LEAST)
        .map(|o| {
            row.clear();
            measures(parse, o, &second, &mut |_, value| row.push(value as f32));
            (o.token, trees.probability(&row))
        })
        .collect();
    second.fill(0.0);
    for (token, p) in found {
        second[token] = p;
    }
    second
}

/// Receives a candidate's token and what the trees see of it.
pub type TakeRow<'t> = dyn FnMut(usize, &[(&'static str, f64)]) + 't;

/// What the trees see of every candidate that the log-linear passes leave, with its token.
pub fn rows(parse: &Parse, claims: &Claims, take: &mut TakeRow) {
    let (second, odds) = second_pass(parse, claims);
    let mut row = Vec::new();
    for o in odds.iter().filter(|o| second[o.token] >= LEAST) {
        row.clear();
        measures(parse, o, &second, &mut |name, value| {
            row.push((name, value));
        });
        take(o.token, &row);
    }
}

fn measures(parse: &Parse, odds: &Odds, likely: &[f64], row: &mut Row) {
    row("first", odds.first);
    row("second", odds.second());
    for (name, sum) in SUMS.iter().zip(odds.sums) {
        row(name, sum);
    }
    row("context_sum", odds.context);
    measure::candidate(parse, odds.token, likely, row);
}

fn second_pass(parse: &Parse, claims: &Claims) -> (Vec<f64>, Vec<Odds>) {
    let (first, mut odds) = first_pass(parse, claims);
    let mut second = vec![0.0; parse.token_count()];
    for one in odds.iter_mut().filter(|o| first[o.token] >= LEAST / 2.0) {
        let [_, more] = claims
            .cue
            .sum(|sink| context(parse, one.token, &first, sink));
        one.context = more;
        second[one.token] = probability(one.second());
    }
    (second, odds)
}

fn first_pass(parse: &Parse, claims: &Claims) -> (Vec<f64>, Vec<Odds>) {
    let mut first = vec![0.0; parse.token_count()];
    let mut odds = Vec::new();
    for token in (0..parse.token_count()).filter(|&t| is_candidate(parse, t, claims)) {
        let sums = groups(parse, token, claims);
        let sum = sums.iter().map(|s| s[0]).sum();
        first[token] = probability(sum);
        odds.push(Odds {
            token,
            first: sum,
            sums: sums.map(|s| s[1]),
            context: 0.0,
        });
    }
    (first, odds)
}

/// What each group of features adds to the log odds of either pass.
fn groups(parse: &Parse, at: usize, claims: &Claims) -> [[f64; 2]; 5] {
    let frame = parse.frame(at);
    [
        claims
            .cue
            .sum(|sink| listed(parse, at, (frame, claims), sink)),
        claims.cue.sum(|sink| words(parse, at, frame, sink)),
        claims.cue.sum(|sink| constructions(parse, at, frame, sink)),
        claims.cue.sum(|sink| quotation(parse, at, frame, sink)),
        claims.cue.sum(|sink| arguments(parse, at, sink)),
    ]
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Whether `at` can head a cue at all: a verb, or a lemma that the weights know.
pub fn is_candidate(parse: &Parse, at: usize, claims: &Claims) -> bool {
    let token = parse.token(at);
    token.pos == "VERB"
        || claims.is_known(&lemma_feature(parse, at))
        || claims.cue(&token.lemma, token.pos).is_some()
}

/// The feature by which the weights know a lemma.
pub fn lemma_feature(parse: &Parse, at: usize) -> String {
    format!("l={}/{}", parse.lemma(at), parse.token(at).pos)
}

/// What the first pass sees of token `at`.
pub fn features(parse: &Parse, at: usize, claims: &Claims, sink: &mut Sink) {
    let frame = parse.frame(at);
    listed(parse, at, (frame, claims), sink);
    words(parse, at, frame, sink);
    constructions(parse, at, frame, sink);
    quotation(parse, at, frame, sink);
    arguments(parse, at, sink);
}

/// What the table of cues says of the word, so that a new row there counts without new weights.
fn listed(parse: &Parse, at: usize, (frame, claims): (&str, &Claims), sink: &mut Sink) {
    let token = parse.token(at);
    let Some(word) = claims.cue(&token.lemma, token.pos) else {
        return;
    };
    let pos = token.pos;
    sink(name!["k=", pos]);
    sink(name!["kd=", pos, "/", token.dep]);
    sink(name!["kf=", pos, "/", frame]);
    match word.act {
        Act::Stance(stance) => {
            sink(name!["ks=", pos, "/", format!("{stance:?}")]);
            sink(name!["ksf=", pos, "/", format!("{stance:?}"), "/", frame]);
        }
        Act::Noun => noun_of(parse, at, claims, sink),
    }
}

/// Whether the object of a light verb is listed ("issued a warning").
fn noun_of(parse: &Parse, at: usize, claims: &Claims, sink: &mut Sink) {
    let noun = parse.child(at, &["dobj", "nsubjpass"]);
    let row = noun.and_then(|n| claims.cue(&parse.token(n).lemma, parse.token(n).pos));
    match row.map(|r| r.act) {
        Some(Act::Stance(stance)) => {
            sink(name!["kn=noun"]);
            sink(name!["kns=", format!("{stance:?}")]);
        }
        _ => sink(name!["kn=none"]),
    }
}

fn words(parse: &Parse, at: usize, frame: &str, sink: &mut Sink) {
    let token = parse.token(at);
    let lemma = parse.lemma(at);
    sink(name!["bias"]);
    sink(name!["l=", lemma, "/", token.pos]);
    sink(name!["lt=", lemma, "/", token.tag]);
    sink(name!["lf=", lemma, "/", frame]);
    sink(name!["ld=", lemma, "/", token.dep]);
    sink(name!["pd=", token.pos, "/", token.dep]);
    sink(name!["pf=", token.pos, "/", frame]);
    sink(name!["t=", token.tag]);
    let next = parse
        .after(at)
        .map_or("</s>".into(), |t| t.lemma.to_lowercase());
    let previous = parse
        .before(at)
        .map_or("<s>".into(), |t| t.lemma.to_lowercase());
    sink(name!["ln=", lemma, "/", next]);
    sink(name!["lp=", lemma, "/", previous]);
    sink(name!["n=", next, "/", token.pos]);
    sink(name!["p=", previous, "/", token.pos]);
    sink(name![
        "nt=",
        token.pos,
        "/",
        parse.after(at).map_or("", |t| t.tag)
    ]);
    sink(name![
        "pt=",
        token.pos,
        "/",
        parse.before(at).map_or("", |t| t.tag)
    ]);
}

fn constructions(parse: &Parse, at: usize, frame: &str, sink: &mut Sink) {
    let token = parse.token(at);
    let lemma = parse.lemma(at);
    let head = parse.lemma(token.head);
    sink(name!["hd=", head, "/", token.dep]);
    sink(name!["hdl=", head, "/", token.dep, "/", lemma]);
    sink(name![
        "hp=",
        parse.token(token.head).pos,
        "/",
        token.dep,
        "/",
        token.pos
    ]);
    for &child in parse.children(at) {
        let below = parse.token(child);
        let side = if child > at { 'R' } else { 'L' };
        sink(name!["c=", token.pos, "/", below.dep, side]);
        sink(name!["lc=", lemma, "/", below.dep, side]);
        if !parse.is_mark(child) {
            let word = parse.lemma(child);
            sink(name!["cl=", below.dep, "/", word]);
            sink(name!["lcl=", lemma, "/", below.dep, "/", word]);
        }
        if let Some(mark) = parse.child(child, &["mark"]) {
            let word = parse.lemma(mark);
            sink(name!["m=", below.dep, "/", word]);
        }
    }
    sink(name!["fl=", frame.matches('.').count()]);
}

fn quotation(parse: &Parse, at: usize, frame: &str, sink: &mut Sink) {
    let token = parse.token(at);
    let lemma = parse.lemma(at);
    let inside = usize::from(parse.quote(at) > 0);
    sink(name!["q=", inside]);
    sink(name!["ql=", inside, "/", lemma]);
    sink(name!["qf=", inside, "/", token.pos, "/", frame]);
    let (left, right) = distances(parse, at);
    sink(name!["dl=", inside, "/", left]);
    sink(name!["dr=", inside, "/", right]);
    sink(name!["dlr=", inside, "/", left.min(5), "/", right.min(5)]);
    sink(name!["ldl=", lemma, "/", left.min(5)]);
    sink(name!["ldr=", lemma, "/", right.min(5)]);
    let tokens = parse.sentence_tokens(at);
    sink(name!["at=", feature::steps(at - tokens.start)]);
    sink(name!["end=", feature::steps(tokens.end - at)]);
    let tree = parse.reach(at);
    sink(name!["below=", feature::steps(tree.len())]);
}

/// Words between `at` and the nearest change of quotation on either side, within the sentence and one token beyond it.
fn distances(parse: &Parse, at: usize) -> (usize, usize) {
    let tokens = parse.sentence_tokens(at);
    let here = parse.quote(at);
    let left = (tokens.start.saturating_sub(1)..at)
        .rev()
        .position(|t| parse.quote(t) != here);
    let right =
        (at + 1..(tokens.end + 1).min(parse.token_count())).position(|t| parse.quote(t) != here);
    let step = |found: Option<usize>| found.map_or(99, feature::steps);
    (step(left), step(right))
}

fn arguments(parse: &Parse, at: usize, sink: &mut Sink) {
    let token = parse.token(at);
    let lemma = parse.lemma(at);
    let Some(subject) = parse.child(at, &["nsubj", "nsubjpass", "poss"]) else {
        return sink(name!["s=none/", token.pos]);
    };
    let who = parse.token(subject);
    let kind = if who.entity.is_empty() {
        who.tag
    } else {
        who.entity
    };
    sink(name!["s=", kind, "/", token.pos]);
    sink(name!["sl=", parse.lemma(subject)]);
    sink(name!["ls=", lemma, "/", kind]);
}

/// What the second pass sees besides: how likely the words above and below are cues.
pub fn context(parse: &Parse, at: usize, first: &[f64], sink: &mut Sink) {
    let token = parse.token(at);
    let mut path = String::new();
    let (mut now, mut best) = (at, 0.0_f64);
    for level in 0..LEVELS {
        let up = parse.token(now).head;
        if up == now {
            break;
        }
        path.push_str(parse.token(now).dep);
        path.push('^');
        let p = feature::tenths(first[up]);
        if level < 2 {
            sink(name!["up", level, "=", path, "/", p]);
        }
        best = best.max(first[up]);
        now = up;
    }
    sink(name!["upmax=", feature::tenths(best)]);
    let below = parse
        .children(at)
        .iter()
        .map(|&c| (first[c], parse.token(c).dep));
    for (p, dep) in below.filter(|&(p, _)| p > UNLIKELY) {
        sink(name!["down=", token.pos, "/", dep, "/", feature::tenths(p)]);
    }
    let tokens = parse.sentence_tokens(at);
    let inside = parse.quote(at);
    let others = tokens
        .filter(|&t| t != at && parse.quote(t) == inside)
        .map(|t| first[t]);
    let most = others.fold(0.0, f64::max);
    sink(name!["others=", feature::tenths(most)]);
}
