//! Who acts on whom: the ties between actors, and a place for each actor that no filter moves.
//!
//! Takes the typed events of a record; returns, for the actors with most ties, where each stands in a frame of
//! [`WIDTH`] by [`HEIGHT`]. Method: forces as in Fruchterman and Reingold 1991 ("Graph drawing by force-directed
//! placement"), started from a sunflower spiral by rank (Vogel 1979), with a fixed number of steps and no random
//! number; then labels are pushed apart. Costs the square of [`ACTORS`], whatever the record. Known limit: actors
//! beyond those have no place in the picture, only in the list beside it.
//!
//! Example: "Norland warns Sudland" twice is one tie with two events.

use model::Id;
use model::record::Event;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use view::Lookup;

/// Units across the picture.
pub(crate) const WIDTH: f64 = 1000.0;
/// Units down the picture.
pub(crate) const HEIGHT: f64 = 660.0;
/// Actors in the picture: more than this no label can be read.
const ACTORS: usize = 36;
/// Steps of the forces; the picture stands still long before.
const STEPS: u32 = 250;
/// Steps that push labels apart.
const PUSHES: u32 = 120;
/// Half the width of a letter and half the height of an actor with its label, in units.
const LETTER: f64 = 3.9;
const LINE: f64 = 21.0;
/// How strongly the middle draws, against the unit force of one tie: keeps loose parts in the frame.
const MIDDLE: f64 = 0.35;

/// Source and target.
pub(crate) type Pair<'a> = (&'a Id, &'a Id);

/// Events by who acts on whom.
pub(crate) type Ties<'a> = BTreeMap<Pair<'a>, Vec<&'a Event>>;

/// Where actors stand.
pub(crate) struct Net<'a> {
    places: BTreeMap<&'a Id, (f64, f64)>,
}

/// An actor while it is moved.
struct Body<'a> {
    id: &'a Id,
    at: (f64, f64),
    half: f64,
}

/// The ties of `events`.
pub(crate) fn ties<'a>(events: impl Iterator<Item = &'a Event>) -> Ties<'a> {
    let mut ties = Ties::new();
    for event in events {
        for source in &event.sources {
            for target in event.targets.iter().filter(|t| *t != source) {
                ties.entry((source, target)).or_default().push(event);
            }
        }
    }
    ties
}

impl<'a> Net<'a> {
    /// Lays out the actors with most events between them.
    pub(crate) fn new(lookup: &Lookup<'_>, events: &[&'a Event]) -> Self {
        let ties = ties(events.iter().copied());
        let mut bodies = bodies(lookup, &ties);
        let links = links(&bodies, &ties);
        for step in 0..STEPS {
            let reach = WIDTH / 8.0 * f64::from(STEPS - step) / f64::from(STEPS);
            pull(&mut bodies, &links, reach);
        }
        fill(&mut bodies);
        for _ in 0..PUSHES {
            push_apart(&mut bodies);
        }
        Self {
            places: bodies.into_iter().map(|b| (b.id, b.at)).collect(),
        }
    }

    /// Where the actor `id` stands.
    pub(crate) fn place(&self, id: &Id) -> Option<(f64, f64)> {
        self.places.get(id).copied()
    }
}

/// The actors with most events, on a spiral from the middle outwards.
fn bodies<'a>(lookup: &Lookup<'_>, ties: &Ties<'a>) -> Vec<Body<'a>> {
    let mut weights: BTreeMap<&Id, usize> = BTreeMap::new();
    for ((source, target), events) in ties {
        *weights.entry(source).or_default() += events.len();
        *weights.entry(target).or_default() += events.len();
    }
    let mut ranked: Vec<(&Id, usize)> = weights.into_iter().collect();
    ranked.sort_by_key(|(id, weight)| (Reverse(*weight), *id));
    ranked.truncate(ACTORS);
    let most = ranked.len().max(1) as f64;
    let place = |(rank, (id, _)): (usize, (&'a Id, usize))| {
        let turn = rank as f64 * std::f64::consts::TAU * 0.381_966; // the golden angle
        let out = (rank as f64 / most).sqrt() * 0.45;
        Body {
            id,
            at: (
                WIDTH * (0.5 + out * turn.cos()),
                HEIGHT * (0.5 + out * turn.sin()),
            ),
            half: lookup.name(id).chars().count() as f64 * LETTER + 6.0,
        }
    };
    ranked.into_iter().enumerate().map(place).collect()
}

/// Pairs of bodies that are tied, with how strongly; who is tied to many holds each less, or all would lie in a heap.
fn links(bodies: &[Body<'_>], ties: &Ties<'_>) -> Vec<(usize, usize, f64)> {
    let numbers: BTreeMap<&Id, usize> = bodies.iter().enumerate().map(|(n, b)| (b.id, n)).collect();
    let pairs = ties
        .keys()
        .filter_map(|(source, target)| Some((*numbers.get(source)?, *numbers.get(target)?)));
    let pairs: Vec<(usize, usize)> = pairs.collect();
    let mut degrees = vec![0usize; bodies.len()];
    for &(a, b) in &pairs {
        degrees[a] += 1;
        degrees[b] += 1;
    }
    let weight = |(a, b): (usize, usize)| (a, b, 1.0 / degrees[a].max(degrees[b]) as f64);
    pairs.into_iter().map(weight).collect()
}

/// One step: all push each other away, ties and the middle draw; nobody moves further than `reach`.
fn pull(bodies: &mut [Body<'_>], links: &[(usize, usize, f64)], reach: f64) {
    let ideal = (WIDTH * HEIGHT / bodies.len().max(1) as f64).sqrt() * 0.8;
    let mut moves = vec![(0.0, 0.0); bodies.len()];
    for a in 0..bodies.len() {
        for b in a + 1..bodies.len() {
            let (x, y, far) = apart(bodies[a].at, bodies[b].at);
            let force = ideal * ideal / far;
            shift(&mut moves, (a, b), (x * force, y * force));
        }
    }
    for &(a, b, weight) in links {
        let (x, y, far) = apart(bodies[a].at, bodies[b].at);
        let force = -far * far / ideal * weight;
        shift(&mut moves, (a, b), (x * force, y * force));
    }
    for (body, (x, y)) in bodies.iter_mut().zip(moves) {
        let x = x + (WIDTH / 2.0 - body.at.0) * MIDDLE;
        let y = y + (HEIGHT / 2.0 - body.at.1) * MIDDLE * WIDTH / HEIGHT;
        let far = x.hypot(y).max(1e-9);
        let step = far.min(reach) / far;
        body.at = (body.at.0 + x * step, body.at.1 + y * step);
    }
}

/// The direction from `b` to `a`, of length one, and how far they are apart; never zero.
fn apart(a: (f64, f64), b: (f64, f64)) -> (f64, f64, f64) {
    let (x, y) = (a.0 - b.0, a.1 - b.1);
    let far = x.hypot(y);
    if far < 1e-6 {
        (1.0, 0.0, 1.0)
    } else {
        (x / far, y / far, far)
    }
}

fn shift(moves: &mut [(f64, f64)], (a, b): (usize, usize), (x, y): (f64, f64)) {
    moves[a] = (moves[a].0 + x, moves[a].1 + y);
    moves[b] = (moves[b].0 - x, moves[b].1 - y);
}

/// Stretches the picture to the frame, with room for labels at the edges.
fn fill(bodies: &mut [Body<'_>]) {
    let ends = |value: fn(&Body<'_>) -> f64, bodies: &[Body<'_>]| {
        let values = bodies.iter().map(value);
        let (low, high) = (
            values.clone().fold(f64::MAX, f64::min),
            values.fold(f64::MIN, f64::max),
        );
        (low, (high - low).max(1.0))
    };
    let (left, wide) = ends(|b| b.at.0, bodies);
    let (top, high) = ends(|b| b.at.1, bodies);
    let (side, edge) = (70.0, LINE + 4.0);
    for body in bodies {
        body.at.0 = side + (body.at.0 - left) / wide * (WIDTH - 2.0 * side);
        body.at.1 = edge + (body.at.1 - top) / high * (HEIGHT - 2.0 * edge);
    }
}

/// One step: bodies whose labels overlap give way to each other, by the shorter way.
fn push_apart(bodies: &mut [Body<'_>]) {
    for a in 0..bodies.len() {
        for b in a + 1..bodies.len() {
            let (x, y) = (
                bodies[a].at.0 - bodies[b].at.0,
                bodies[a].at.1 - bodies[b].at.1,
            );
            let over_x = bodies[a].half + bodies[b].half - x.abs();
            let over_y = 2.0 * LINE - y.abs();
            if over_x <= 0.0 || over_y <= 0.0 {
                continue;
            }
            let (x, y) = if over_x < over_y {
                ((over_x / 2.0).copysign(x), 0.0)
            } else {
                (0.0, (over_y / 2.0).copysign(y))
            };
            nudge(&mut bodies[a], x, y);
            nudge(&mut bodies[b], -x, -y);
        }
    }
}

/// Moves `body` inside the frame.
fn nudge(body: &mut Body<'_>, x: f64, y: f64) {
    let half = body.half.min(WIDTH / 2.0);
    body.at.0 = (body.at.0 + x).clamp(half, WIDTH - half);
    body.at.1 = (body.at.1 + y).clamp(LINE, HEIGHT - LINE);
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::record::Record;
    use view::Texts;

    fn event(source: &str, target: &str) -> Event {
        let body = format!(
            r#"{{"id":"event-{source}{target}","label":"","sources":["{source}"],"targets":["{target}"],"status":"occurred","documents":1,"origins":[],"independent_origins":1,"confidence":1.0,"mentions":[]}}"#
        );
        serde_json::from_str(&body).unwrap()
    }

    #[test]
    fn actors_get_places_inside_the_frame_whose_labels_do_not_meet() {
        let events: Vec<Event> = (0..30)
            .map(|n| event(&format!("a{n}"), &format!("a{}", n * n % 7)))
            .collect();
        let events: Vec<&Event> = events.iter().collect();
        let (record, texts) = (Record::default(), Texts::new(|_| None));
        let lookup = Lookup::new(&record, &texts);
        let (net, again) = (Net::new(&lookup, &events), Net::new(&lookup, &events));
        assert_eq!(net.places, again.places);
        for (id, (x, y)) in &net.places {
            assert!(
                (0.0..=WIDTH).contains(x) && (0.0..=HEIGHT).contains(y),
                "{id}"
            );
            let others = net.places.iter().filter(|(other, _)| *other != id);
            let near =
                |(_, (a, b)): &(&&Id, &(f64, f64))| (a - x).abs() < 10.0 && (b - y).abs() < LINE;
            assert_eq!(others.filter(near).count(), 0, "{id}");
        }
    }

    #[test]
    fn nobody_is_tied_to_himself() {
        let events = [event("a", "a"), event("a", "b"), event("a", "b")];
        let found = ties(events.iter());
        assert_eq!(found.len(), 1);
        assert_eq!(found.values().next().unwrap().len(), 2);
    }
}
