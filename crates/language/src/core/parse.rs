//! Heads, dependency labels and sentence starts: an arc-eager parser with sentence breaks.
//!
//! Takes the vectors of one paragraph's tokens; returns head and label of each token and where
//! sentences start. The transition system is spaCy's: arc-eager (Nivre 2003) with a move that breaks
//! sentences (Honnibal and Johnson 2014), greedy, on pseudo-projective trees (Nivre and Nilsson 2005)
//! that are lifted back afterwards. Cost: about two steps a token. Known limit: errors of one step stay.
//!
//! Example: in "Kirby denied it." token 0 hangs on token 1 as `nsubj`.

use super::error::CoreError;
use super::transition::{Contributions, Move, Scorer};
use super::weights::{Strings, Weights};

/// Numbers of the actions in the model's list of moves.
const SHIFT: u32 = 0;
const REDUCE: u32 = 1;
const LEFT: u32 = 2;
const RIGHT: u32 = 3;
const BREAK: u32 = 4;
/// Tokens that describe a state.
const PLACES: usize = 8;
/// How often edges of subtrees are carried upwards before crossing arcs are given up (spaCy's bound).
const ROUNDS: usize = 12;
/// Mark between the label of a lifted arc and that of its former head.
const LIFTED: &str = "||";

/// The tree of one paragraph; tokens are numbered from its first one.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Head of each token; its own number for roots.
    pub(crate) heads: Vec<usize>,
    /// Number of each token's label.
    pub(crate) labels: Vec<u32>,
    /// Whether a sentence starts at the token.
    pub(crate) starts: Vec<bool>,
}

/// The parser.
pub(crate) struct Parser {
    scorer: Scorer<PLACES>,
    root: u32,
    /// For labels of lifted arcs: the label itself and that of the head to look for.
    lifted: Vec<Option<(u32, u32)>>,
}

impl Parser {
    /// Reads the parser; `labels` are all labels of the model.
    pub(crate) fn load(weights: &Weights, labels: Strings) -> Result<Self, CoreError> {
        let number = |wanted: &str| labels.iter().position(|label| label == wanted);
        let split = |label: &str| {
            let (own, head) = label.split_once(LIFTED)?;
            Some((number(own)? as u32, number(head)? as u32))
        };
        let root = number("ROOT").ok_or_else(|| CoreError::section("labels", "no `ROOT`"))?;
        Ok(Self {
            scorer: Scorer::load(weights, "parser")?,
            root: root as u32,
            lifted: labels.iter().map(split).collect(),
        })
    }

    /// Parses the tokens with vectors `vectors`; `is_space` tells which of them are white space.
    pub(crate) fn parse(
        &self,
        vectors: &[f32],
        is_space: &[bool],
        room: &mut Contributions,
    ) -> Tree {
        self.scorer.prepare(vectors, room);
        let mut state = State::new(is_space.len());
        while !state.is_final() {
            let scores = self.scorer.scores(state.places(), room);
            let valid = state.valid();
            let is_valid = |candidate: Move| valid[candidate.action as usize];
            match self.scorer.best(scores, is_valid) {
                Some(chosen) => state.apply(chosen),
                None => break,
            }
        }
        self.finish(&state, is_space)
    }

    fn finish(&self, state: &State, is_space: &[bool]) -> Tree {
        let count = is_space.len();
        let mut tree = Tree {
            heads: (0..count).map(|t| state.heads[t].unwrap_or(t)).collect(),
            labels: state.labels.clone(),
            starts: Vec::new(),
        };
        for token in 0..count {
            if state.heads[token].is_none() {
                tree.labels[token] = self.root;
            }
        }
        self.lower(&mut tree, is_space);
        tree.starts = sentence_starts(&tree.heads);
        tree
    }

    /// Puts lifted arcs back: to the nearest token below the present head that bears the noted label.
    fn lower(&self, tree: &mut Tree, is_space: &[bool]) {
        for token in 0..tree.heads.len() {
            let lifted = self.lifted.get(tree.labels[token] as usize);
            let Some(&Some((label, wanted))) = lifted else {
                continue;
            };
            if let Some(head) = find_below(tree, is_space, token, wanted) {
                tree.heads[token] = head;
            }
            tree.labels[token] = label;
        }
    }
}

/// Breadth-first search below the head of `token` for a token labelled `wanted`.
fn find_below(tree: &Tree, is_space: &[bool], token: usize, wanted: u32) -> Option<usize> {
    let mut level = vec![tree.heads[token]];
    let mut visited = 0;
    while !level.is_empty() && visited <= tree.heads.len() {
        let mut next = Vec::new();
        for head in level {
            let below = (0..tree.heads.len()).filter(|&child| {
                tree.heads[child] == head && child != head && child != token && !is_space[child]
            });
            for child in below {
                if tree.labels[child] == wanted {
                    return Some(child);
                }
                next.push(child);
            }
        }
        visited += next.len();
        level = next;
    }
    None
}

/// A sentence starts at the leftmost token below each root.
fn sentence_starts(heads: &[usize]) -> Vec<bool> {
    let count = heads.len();
    let mut left: Vec<usize> = (0..count).collect();
    let mut starts = vec![false; count];
    for _ in 0..ROUNDS {
        for token in (0..count).chain((0..count).rev()) {
            left[heads[token]] = left[heads[token]].min(left[token]);
        }
        starts.fill(false);
        for token in (0..count).filter(|&t| heads[t] == t) {
            starts[left[token]] = true;
        }
        if heads_stay_inside(heads, &starts) {
            break;
        }
    }
    if let Some(first) = starts.first_mut() {
        *first = true;
    }
    starts
}

/// Whether no head lies outside its token's sentence (the check of spaCy, which spares last tokens).
fn heads_stay_inside(heads: &[usize], starts: &[bool]) -> bool {
    let mut from = 0;
    for token in 0..heads.len() {
        if (token > 0 && starts[token]) || token + 1 == heads.len() {
            let inside = |head: &usize| (from..=token).contains(head);
            if !heads[from..token].iter().all(inside) {
                return false;
            }
            from = token;
        }
    }
    true
}

/// Children of one side, as a stack for each head in one list.
#[derive(Default)]
struct Children {
    /// Child and the entry below it.
    entries: Vec<(usize, Option<usize>)>,
    top: Vec<Option<usize>>,
}

impl Children {
    fn new(count: usize) -> Self {
        Self {
            entries: Vec::new(),
            top: vec![None; count],
        }
    }

    fn push(&mut self, head: usize, child: usize) {
        self.entries.push((child, self.top[head]));
        self.top[head] = Some(self.entries.len() - 1);
    }

    fn last(&self, head: usize) -> Option<usize> {
        self.top[head].map(|entry| self.entries[entry].0)
    }

    /// Takes `child` away if it is the last one.
    fn remove(&mut self, head: usize, child: usize) {
        if let Some(entry) = self.top[head].filter(|&entry| self.entries[entry].0 == child) {
            self.top[head] = self.entries[entry].1;
        }
    }
}

struct State {
    count: usize,
    stack: Vec<usize>,
    /// Tokens that went back from the stack to the front of the buffer, the front one last.
    returned: Vec<usize>,
    /// First token that was never on the stack.
    next: usize,
    heads: Vec<Option<usize>>,
    labels: Vec<u32>,
    left: Children,
    right: Children,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    fn new(count: usize) -> Self {
        let mut starts = vec![false; count];
        if let Some(first) = starts.first_mut() {
            *first = true;
        }
        Self {
            count,
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            heads: vec![None; count],
            labels: vec![0; count],
            left: Children::new(count),
            right: Children::new(count),
            unshiftable: vec![false; count],
            starts,
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn buffer_len(&self) -> usize {
        self.returned.len() + self.count - self.next
    }

    fn buffer(&self, place: usize) -> Option<usize> {
        match self.returned.len().checked_sub(place + 1) {
            Some(index) => Some(self.returned[index]),
            None => Some(self.next + place - self.returned.len()).filter(|&t| t < self.count),
        }
    }

    fn stack(&self, depth: usize) -> Option<usize> {
        let index = self.stack.len().checked_sub(depth + 1)?;
        Some(self.stack[index])
    }

    fn places(&self) -> [Option<usize>; PLACES] {
        let (front, top) = (self.buffer(0), self.stack(0));
        [
            front,
            self.buffer(1),
            top,
            self.stack(1),
            self.stack(2),
            front.and_then(|head| self.left.last(head)),
            top.and_then(|head| self.left.last(head)),
            top.and_then(|head| self.right.last(head)),
        ]
    }

    /// Which of the five actions may be done.
    fn valid(&self) -> [bool; 5] {
        let front = self.buffer(0);
        let many = self.buffer_len() >= 2;
        let starts = front.is_some_and(|token| self.starts[token]);
        let unshiftable = front.is_some_and(|token| self.unshiftable[token]);
        let stacked = !self.stack.is_empty();
        let arc = stacked && front.is_some() && !starts;
        let breaks = |second: usize| front == second.checked_sub(1) && !self.starts[second];
        [
            !stacked || (many && !starts && !unshiftable),
            stacked,
            arc,
            arc,
            many && self.buffer(1).is_some_and(breaks),
        ]
    }

    fn apply(&mut self, chosen: Move) {
        let (top, front) = (self.stack(0), self.buffer(0));
        match (chosen.action, top, front) {
            (SHIFT, _, Some(_)) => self.shift(),
            (REDUCE, Some(top), _) => self.reduce(top),
            (LEFT, Some(top), Some(front)) => {
                self.arc(front, top, chosen.label);
                self.unshiftable[front] = false;
                self.stack.pop();
            }
            (RIGHT, Some(top), Some(front)) => {
                self.arc(top, front, chosen.label);
                self.shift();
            }
            (BREAK, _, _) => {
                if let Some(second) = self.buffer(1) {
                    self.starts[second] = true;
                }
            }
            _ => {}
        }
    }

    fn shift(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn reduce(&mut self, top: usize) {
        let alone = self.stack.len() == 1;
        self.stack.pop();
        if self.heads[top].is_none() && !alone {
            self.unshiftable[top] = true;
            self.returned.push(top);
        }
    }

    fn arc(&mut self, head: usize, child: usize, label: u32) {
        if let Some(old) = self.heads[child] {
            let side = if old > child {
                &mut self.left
            } else {
                &mut self.right
            };
            side.remove(old, child);
        }
        let side = if head > child {
            &mut self.left
        } else {
            &mut self.right
        };
        side.push(head, child);
        self.heads[child] = Some(head);
        self.labels[child] = label;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_start_at_the_leftmost_token_below_each_root() {
        assert_eq!(
            sentence_starts(&[1, 1, 1, 4, 4]),
            [true, false, false, true, false]
        );
    }

    #[test]
    fn replacing_an_arc_forgets_only_the_last_child() {
        let mut children = Children::new(3);
        children.push(2, 0);
        children.push(2, 1);
        children.remove(2, 0);
        assert_eq!(children.last(2), Some(1));
        children.remove(2, 1);
        assert_eq!(children.last(2), Some(0));
    }
}
