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
    let frame = feature::frame(parse, at);
    [
        claims
            .cue
            .sum(|sink| listed(parse, at, (&frame, claims), sink)),
        claims.cue.sum(|sink| words(parse, at, &frame, sink)),
        claims
            .cue
            .sum(|sink| constructions(parse, at, &frame, sink)),
        claims.cue.sum(|sink| quotation(parse, at, &frame, sink)),
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
    format!("l={}/{}", feature::lemma(parse, at), parse.token(at).pos)
}

/// What the first pass sees of token `at`.
pub fn features(parse: &Parse, at: usize, claims: &Claims, sink: &mut Sink) {
    let frame = feature::frame(parse, at);
    listed(parse, at, (&frame, claims), sink);
    words(parse, at, &frame, sink);
    constructions(parse, at, &frame, sink);
    quotation(parse, at, &frame, sink);
    arguments(parse, at, sink);
}

/// What the table of cues says of the word, so that a new row there counts without new weights.
fn listed(parse: &Parse, at: usize, (frame, claims): (&str, &Claims), sink: &mut Sink) {
    let token = parse.token(at);
    let Some(word) = claims.cue(&token.lemma, token.pos) else {
        return;
    };
    let pos = token.pos;
    sink(format_args!("k={pos}"));
    sink(format_args!("kd={pos}/{}", token.dep));
    sink(format_args!("kf={pos}/{frame}"));
    match word.act {
        Act::Stance(stance) => {
            sink(format_args!("ks={pos}/{stance:?}"));
            sink(format_args!("ksf={pos}/{stance:?}/{frame}"));
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
            sink(format_args!("kn=noun"));
            sink(format_args!("kns={stance:?}"));
        }
        _ => sink(format_args!("kn=none")),
    }
}

fn words(parse: &Parse, at: usize, frame: &str, sink: &mut Sink) {
    let token = parse.token(at);
    let lemma = feature::lemma(parse, at);
    sink(format_args!("bias"));
    sink(format_args!("{}", lemma_feature(parse, at)));
    sink(format_args!("lt={lemma}/{}", token.tag));
    sink(format_args!("lf={lemma}/{frame}"));
    sink(format_args!("ld={lemma}/{}", token.dep));
    sink(format_args!("pd={}/{}", token.pos, token.dep));
    sink(format_args!("pf={}/{frame}", token.pos));
    sink(format_args!("t={}", token.tag));
    let next = parse
        .after(at)
        .map_or("</s>".into(), |t| t.lemma.to_lowercase());
    let previous = parse
        .before(at)
        .map_or("<s>".into(), |t| t.lemma.to_lowercase());
    sink(format_args!("ln={lemma}/{next}"));
    sink(format_args!("lp={lemma}/{previous}"));
    sink(format_args!("n={next}/{}", token.pos));
    sink(format_args!("p={previous}/{}", token.pos));
    sink(format_args!(
        "nt={}/{}",
        token.pos,
        parse.after(at).map_or("", |t| t.tag)
    ));
    sink(format_args!(
        "pt={}/{}",
        token.pos,
        parse.before(at).map_or("", |t| t.tag)
    ));
}

fn constructions(parse: &Parse, at: usize, frame: &str, sink: &mut Sink) {
    let token = parse.token(at);
    let lemma = feature::lemma(parse, at);
    let head = feature::lemma(parse, token.head);
    sink(format_args!("hd={head}/{}", token.dep));
    sink(format_args!("hdl={head}/{}/{lemma}", token.dep));
    sink(format_args!(
        "hp={}/{}/{}",
        parse.token(token.head).pos,
        token.dep,
        token.pos
    ));
    for &child in parse.children(at) {
        let below = parse.token(child);
        let side = if child > at { 'R' } else { 'L' };
        sink(format_args!("c={}/{}{side}", token.pos, below.dep));
        sink(format_args!("lc={lemma}/{}{side}", below.dep));
        if !parse.is_mark(child) {
            let word = feature::lemma(parse, child);
            sink(format_args!("cl={}/{word}", below.dep));
            sink(format_args!("lcl={lemma}/{}/{word}", below.dep));
        }
        if let Some(mark) = parse.child(child, &["mark"]) {
            let word = feature::lemma(parse, mark);
            sink(format_args!("m={}/{word}", below.dep));
        }
    }
    sink(format_args!("fl={}", frame.matches('.').count()));
}

fn quotation(parse: &Parse, at: usize, frame: &str, sink: &mut Sink) {
    let token = parse.token(at);
    let lemma = feature::lemma(parse, at);
    let inside = usize::from(parse.quote(at) > 0);
    sink(format_args!("q={inside}"));
    sink(format_args!("ql={inside}/{lemma}"));
    sink(format_args!("qf={inside}/{}/{frame}", token.pos));
    let (left, right) = distances(parse, at);
    sink(format_args!("dl={inside}/{left}"));
    sink(format_args!("dr={inside}/{right}"));
    sink(format_args!(
        "dlr={inside}/{}/{}",
        left.min(5),
        right.min(5)
    ));
    sink(format_args!("ldl={lemma}/{}", left.min(5)));
    sink(format_args!("ldr={lemma}/{}", right.min(5)));
    let tokens = parse.sentence_tokens(at);
    sink(format_args!("at={}", feature::steps(at - tokens.start)));
    sink(format_args!("end={}", feature::steps(tokens.end - at)));
    let tree = parse.reach(at);
    sink(format_args!("below={}", feature::steps(tree.len())));
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
    let lemma = feature::lemma(parse, at);
    let Some(subject) = parse.child(at, &["nsubj", "nsubjpass", "poss"]) else {
        return sink(format_args!("s=none/{}", token.pos));
    };
    let who = parse.token(subject);
    let kind = if who.entity.is_empty() {
        who.tag
    } else {
        who.entity
    };
    sink(format_args!("s={kind}/{}", token.pos));
    sink(format_args!("sl={}", feature::lemma(parse, subject)));
    sink(format_args!("ls={lemma}/{kind}"));
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
            sink(format_args!("up{level}={path}/{p}"));
        }
        best = best.max(first[up]);
        now = up;
    }
    sink(format_args!("upmax={}", feature::tenths(best)));
    let below = parse
        .children(at)
        .iter()
        .map(|&c| (first[c], parse.token(c).dep));
    for (p, dep) in below.filter(|&(p, _)| p > UNLIKELY) {
        sink(format_args!(
            "down={}/{dep}/{}",
            token.pos,
            feature::tenths(p)
        ));
    }
    let tokens = parse.sentence_tokens(at);
    let inside = parse.quote(at);
    let others = tokens
        .filter(|&t| t != at && parse.quote(t) == inside)
        .map(|t| first[t]);
    let most = others.fold(0.0, f64::max);
    sink(format_args!("others={}", feature::tenths(most)));
}
