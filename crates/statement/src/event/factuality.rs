//! How far an event is told as a fact, by a trained reader over the parse.
//!
//! Takes the trigger, what the rules say of it (`status`) and the claim that tells it; returns a status. Method: one softmax over
//! fact, hedged, open and counterfact (graded event factuality, Stanovsky et al. 2017, cut in four), whose features are the words and
//! labels at the trigger, at its verb, above and beside it, and the answer of the rules. What a word denies or alleges, and what is still to
//! come, stays with the rules. Known limits: a word beside it may be of the next sentence; weights in `status-weights.csv`, learned by `eval/learn_status.py`.
//!
//! Example: in "It is unlikely to fall." the word above "fall" makes it a counterfact, which no rule names.

use super::sight::{self, Sink};
use super::status;
use super::tree::Tree;
use super::trigger::modality;
use lexicon::events::{Events, Kind, Standing};
use lexicon::name;
use lexicon::status_weights::Stand;
use model::{Claim, Stance, Status};

const STANDS: usize = Stand::ALL.len();
/// Where each stand lies between certainly (3) and certainly not (-3), in the order of [`Stand::ALL`]; Stanovsky et al. 2017.
const SCALE: [f32; STANDS] = [3.0, 1.0, 0.0, -3.0];
/// Words above the trigger that are looked at.
const ABOVE: usize = 3;

/// What is looked at for one trigger.
#[derive(Clone, Copy)]
pub(crate) struct Sighted<'a> {
    pub tree: &'a Tree<'a>,
    pub lexicon: &'a Events,
    /// Number of the word that names the event.
    pub trigger: usize,
    /// The shortest claim that tells it.
    pub claim: Option<&'a Claim>,
}

/// Status of the event: what the rules say where it fits what the trained reader says, else the plainest status that does.
pub(crate) fn status(at: Sighted<'_>) -> Status {
    let ruled = status::status(at.tree, at.trigger, at.lexicon, at.claim);
    if at.lexicon.status_weights.is_empty() {
        return ruled;
    }
    answer(at, ruled, stand(at, ruled))
}

/// What becomes of the rules' answer where the trained reader gives `stand`.
pub(crate) fn answer(at: Sighted<'_>, ruled: Status, stand: Stand) -> Status {
    if is_settled(at, ruled) || of(ruled) == stand {
        return ruled;
    }
    match stand {
        Stand::Fact => achieved(at),
        Stand::Hedged if at.tree.tokens[at.trigger].tag == "VB" => Status::Planned,
        Stand::Hedged => Status::Proposed,
        Stand::Open => Status::Hypothetical,
        Stand::Counter => Status::Negated,
    }
}

/// The nearest words above the trigger.
fn over(at: Sighted<'_>) -> impl Iterator<Item = usize> {
    at.tree.ancestors(at.trigger).into_iter().take(ABOVE)
}

/// What a fact is by its tense; an infinitive ("knelt to pray") is done, unless the word above it says that it is yet to be.
fn achieved(at: Sighted<'_>) -> Status {
    let tense = status::tense(at.tree, at.trigger);
    let mut words = over(at).map(|v| at.lexicon.status(Standing::Governor, at.tree.lemma(v)));
    let is_awaited = words.any(|s| s.is_some_and(|s| of(s) != Stand::Fact));
    if tense == Status::Planned && !is_awaited {
        return Status::Occurred;
    }
    tense
}

/// What stays with the rules however sure a reader is: what is denied or alleged is so by somebody's word, a modal or "if" right at the
/// event leaves it open, what will be has not been, and what was not was not.
fn is_settled(at: Sighted<'_>, ruled: Status) -> bool {
    let anchor = status::clause_verb(at.tree, status::raised(at.tree, at.trigger, at.lexicon));
    let modal = |verb: usize| modality(at.tree, verb, at.lexicon);
    // "would hold talks" speaks of the talks, "would hurt sales" not.
    let light = |v: &usize| at.lexicon.is_of(Kind::Light, at.tree.lemma(*v));
    let noun = !at.tree.is_verb(at.trigger);
    let governing = at.tree.governing_verb(at.trigger).filter(|_| noun);
    let verbs = [Some(at.trigger), Some(anchor), governing]
        .into_iter()
        .flatten();
    let mut own = verbs.filter(|v| !noun || *v == at.trigger || light(v));
    is_told_so(at, ruled)
        || own.any(|v| modal(v).is_some())
        || match ruled {
            Status::Planned => {
                let mut above = over(at).filter(|v| !noun || light(v));
                above.any(|v| modal(v) == Some(ruled))
            }
            Status::Hypothetical => status::condition(at.tree, anchor, at.lexicon).is_some(),
            Status::Negated => is_not_at_all(at, anchor),
            _ => false,
        }
}

/// Whether it is denied or alleged by a word that does no less: one above the event, one at it, or the cue of the claim that tells it. What
/// only sounds unsure, or accuses of something else, does less.
fn is_told_so(at: Sighted<'_>, ruled: Status) -> bool {
    if !matches!(ruled, Status::Denied | Status::Alleged) {
        return false;
    }
    let tree = at.tree;
    let says = |standing: Standing, lemma: &str| at.lexicon.status(standing, lemma) == Some(ruled);
    let mut own = tree.children(at.trigger).iter();
    let cue = at.claim.is_some_and(|c| {
        says(Standing::Governor, &c.cue_lemma)
            || (ruled == Status::Denied && c.stance == Stance::Deny)
    });
    cue || over(at).any(|v| says(Standing::Governor, tree.lemma(v)))
        || own.any(|&c| says(Standing::Modifier, tree.lemma(c)))
}

/// "had not met", "prevented them from meeting": told of the past, it did not happen. "Promised not to meet": nor shall it.
fn is_not_at_all(at: Sighted<'_>, anchor: usize) -> bool {
    let tree = at.tree;
    let past = |verb: usize| tree.tokens[verb].tag.starts_with("VBD");
    let infinitive = |verb: usize| tree.tokens[verb].tag == "TO";
    let done = past(anchor) || tree.with(anchor, "aux").any(|a| past(a) || infinitive(a));
    let not = status::is_not(tree, anchor, at.lexicon);
    let kept = tree.governing_verb(at.trigger).filter(|v| past(*v));
    let from = kept.and_then(|v| at.lexicon.status(Standing::Governor, tree.lemma(v)));
    (done && not) || from == Some(Status::Negated)
}

fn of(status: Status) -> Stand {
    match status {
        Status::Occurred | Status::Ongoing => Stand::Fact,
        Status::Planned | Status::Proposed | Status::Alleged => Stand::Hedged,
        Status::Hypothetical => Stand::Open,
        Status::Denied | Status::Negated => Stand::Counter,
    }
}

/// The stand nearest to what is expected, by squared distance on the scale of factuality.
fn stand(at: Sighted<'_>, ruled: Status) -> Stand {
    let mut sums = [0.0_f32; STANDS];
    for number in sight::numbers(|sink| see(at, ruled, sink)) {
        if let Some(weights) = at.lexicon.status_weights.of(number) {
            sums.iter_mut().zip(weights).for_each(|(s, w)| *s += w);
        }
    }
    let top = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let shares = sums.map(|s| (s - top).exp());
    let cost = |n: usize| -> f32 {
        let apart = SCALE.map(|value| (value - SCALE[n]).powi(2));
        shares.iter().zip(apart).map(|(s, a)| s * a).sum()
    };
    let nearest = (0..STANDS).min_by(|a, b| cost(*a).total_cmp(&cost(*b)));
    Stand::ALL[nearest.unwrap_or_default()]
}

/// Features of the event at a trigger; `ruled` is what the rules say of it.
pub(crate) fn see(at: Sighted<'_>, ruled: Status, sink: &mut Sink<'_>) {
    let tree = at.tree;
    sink(name!["1"]);
    sink(name!["r=", format!("{ruled:?}")]);
    node(at, at.trigger, "", sink);
    let anchor = status::clause_verb(tree, at.trigger);
    if anchor != at.trigger {
        node(at, anchor, "c", sink);
        sink(name!["cd=", tree.tokens[at.trigger].dep]);
    }
    above(at, sink);
    told(at, sink);
    beside(at, sink);
    let sentence = tree.ancestors(at.trigger);
    let root = sentence.last().copied().unwrap_or(at.trigger);
    let open = tree.with(root, "punct").last();
    if let Some(mark) = open {
        sink(name!["q=", tree.lemma(mark)]);
    }
}

/// The words before and behind the event, and who or what it happens with.
fn beside(at: Sighted<'_>, sink: &mut Sink<'_>) {
    let tree = at.tree;
    let near = |token: Option<usize>| token.and_then(|t| tree.tokens.get(t).map(|n| (t, n)));
    let places = [
        ("b1", at.trigger.checked_sub(1)),
        ("b2", at.trigger.checked_sub(2)),
        ("a1", Some(at.trigger + 1)),
        ("a2", Some(at.trigger + 2)),
    ];
    for (place, token) in places {
        if let Some((token, word)) = near(token) {
            sink(name![place, "=", tree.lemma(token)]);
            sink(name![place, "t=", word.tag]);
        }
    }
    for role in ["nsubj", "nsubjpass", "dobj"] {
        if let Some(token) = tree.first(at.trigger, &[role]) {
            sink(name!["w", role, "=", tree.lemma(token)]);
            sink(name!["wt", role, "=", tree.tokens[token].tag]);
        }
    }
}

/// A word with those right below it.
fn node(at: Sighted<'_>, token: usize, role: &str, sink: &mut Sink<'_>) {
    let tree = at.tree;
    let own = &tree.tokens[token];
    let lemma = tree.lemma(token);
    sink(name![role, "l=", lemma]);
    if let Some(class) = at.lexicon.classes.of(lemma) {
        sink(name![role, "k=", class]);
    }
    sink(name![role, "t=", own.tag]);
    sink(name![role, "d=", own.dep, " ", own.tag]);
    let mut bare = true;
    for &child in tree.children(token) {
        let below = &tree.tokens[child];
        let dep = below.dep;
        match dep {
            "aux" | "auxpass" | "mark" | "neg" | "advmod" | "det" | "amod" | "preconj" | "prep" => {
                bare = false;
                sink(name![role, dep, "=", tree.lemma(child)]);
                sink(name![role, dep, " ", below.tag]);
            }
            "nsubj" | "nsubjpass" | "dobj" | "poss" | "acl" | "relcl" | "advcl" | "xcomp"
            | "ccomp" => {
                sink(name![role, dep]);
                limits(tree, child, role, sink);
            }
            _ => {}
        }
    }
    if bare {
        sink(name![role, "bare ", own.tag, " ", own.dep]);
    }
}

/// Words that say how many there are of what acts or is acted on ("no troops", "any deal"), and the conditions of a clause below.
fn limits(tree: &Tree<'_>, child: usize, role: &str, sink: &mut Sink<'_>) {
    let dep = tree.tokens[child].dep;
    for &part in tree.children(child) {
        if matches!(tree.tokens[part].dep, "det" | "mark" | "neg") {
            sink(name![role, dep, "<", tree.lemma(part)]);
        }
    }
}

/// The words that take the event as a part: each with its label, its own modals and negation.
fn above(at: Sighted<'_>, sink: &mut Sink<'_>) {
    let tree = at.tree;
    let (mut token, mut way) = (at.trigger, String::new());
    for step in 0..ABOVE {
        let own = &tree.tokens[token];
        if own.head == token {
            sink(name!["top", step]);
            return;
        }
        way.push_str(own.dep);
        way.push('>');
        token = own.head;
        let over = &tree.tokens[token];
        let lemma = tree.lemma(token);
        sink(name!["g", step, "=", way]);
        sink(name!["g", step, "=", way, over.tag]);
        sink(name!["g", step, "=", way, lemma]);
        sink(name!["gl=", lemma]);
        if let Some(class) = at.lexicon.classes.of(lemma) {
            sink(name!["g", step, "=", way, class]);
        }
        if let Some(status) = at.lexicon.status(Standing::Governor, lemma) {
            sink(name!["gs", step, "=", way, format!("{status:?}")]);
        }
        for &child in tree.children(token) {
            let dep = tree.tokens[child].dep;
            if matches!(dep, "aux" | "neg" | "mark" | "advmod") && child != at.trigger {
                sink(name!["ga", step, "=", way, dep, "=", tree.lemma(child)]);
                sink(name!["ga=", dep, "=", tree.lemma(child)]);
            }
        }
    }
}

/// What the claim that tells the event does.
fn told(at: Sighted<'_>, sink: &mut Sink<'_>) {
    let Some(claim) = at.claim else {
        return sink(name!["s=none"]);
    };
    let main = status::is_main(at.tree, at.trigger, claim);
    sink(name!["s=", format!("{:?}", claim.stance), " ", main]);
    sink(name!["s=", format!("{:?}", claim.stance)]);
    sink(name!["sc=", format!("{:?}", claim.certainty), " ", main]);
}
