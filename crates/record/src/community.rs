//! Communities of a weighted graph: groups whose members are nearer to each other than a fixed number.
//!
//! Takes the number of nodes and weighted edges; returns groups, each sorted. Method: the Louvain method
//! (Blondel et al. 2008: local moves, then the same among the groups) for the constant Potts model (Traag,
//! Van Dooren & Nesterov 2011), in which a pair inside a group is worth its weight less a fixed cost. Unlike
//! modularity that measure does not depend on the size of the graph, so five articles and five thousand are
//! grouped alike. Nodes are visited in order of their numbers, ties fall to the lower group. Known limit: a
//! local optimum, the same at each run.
//!
//! Example: two triangles with one weak edge between them are two groups.

use std::collections::BTreeMap;

/// A graph with `sizes` of its nodes, in articles.
struct Graph {
    sizes: Vec<usize>,
    edges: Vec<Vec<(usize, f64)>>,
}

/// Rounds of local moves at most; moves end by themselves as each raises the worth, this bounds the time.
const MOST_ROUNDS: usize = 50;

/// Groups of `count` nodes; a pair of one group without an edge costs `cost`, one with an edge gains its weight less `cost`.
pub(crate) fn communities(
    count: usize,
    edges: &BTreeMap<(usize, usize), f64>,
    cost: f64,
) -> Vec<Vec<usize>> {
    let mut graph = Graph::of(count, edges);
    let mut members: Vec<Vec<usize>> = (0..count).map(|node| vec![node]).collect();
    loop {
        let group = graph.local_moves(cost);
        let kept = distinct(&group);
        if kept == graph.sizes.len() {
            break;
        }
        members = joined(&members, &group);
        graph = graph.condensed(&group);
    }
    for group in &mut members {
        group.sort_unstable();
    }
    members
}

fn distinct(group: &[usize]) -> usize {
    group.iter().max().map_or(0, |most| most + 1)
}

fn joined(members: &[Vec<usize>], group: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); distinct(group)];
    for (node, &g) in group.iter().enumerate() {
        all[g].extend(&members[node]);
    }
    all
}

impl Graph {
    fn of(count: usize, edges: &BTreeMap<(usize, usize), f64>) -> Self {
        let mut graph = Self {
            sizes: vec![1; count],
            edges: vec![Vec::new(); count],
        };
        for (&(a, b), &weight) in edges {
            graph.edges[a].push((b, weight));
            graph.edges[b].push((a, weight));
        }
        graph
    }

    /// The group of each node after local moves, numbered in order of their first nodes.
    fn local_moves(&self, cost: f64) -> Vec<usize> {
        let mut group: Vec<usize> = (0..self.sizes.len()).collect();
        let mut sizes = self.sizes.clone();
        for _ in 0..MOST_ROUNDS {
            let mut moved = false;
            for node in 0..group.len() {
                let own = group[node];
                sizes[own] -= self.sizes[node];
                let best = self.best(node, &group, &sizes, cost);
                sizes[best] += self.sizes[node];
                moved |= best != own;
                group[node] = best;
            }
            if !moved {
                break;
            }
        }
        numbered(&group)
    }

    /// The group that `node`, which stands in none, is worth most in: one of its neighbours' or its own.
    fn best(&self, node: usize, group: &[usize], sizes: &[usize], cost: f64) -> usize {
        let mut ties: BTreeMap<usize, f64> = BTreeMap::new();
        for &(other, weight) in &self.edges[node] {
            *ties.entry(group[other]).or_default() += weight;
        }
        ties.entry(group[node]).or_default();
        let worth = |g: usize, weight: f64| weight - cost * (self.sizes[node] * sizes[g]) as f64;
        let mut best = (group[node], worth(group[node], ties[&group[node]]));
        for (g, weight) in ties {
            let gain = worth(g, weight);
            if gain > best.1 + LEAST_GAIN {
                best = (g, gain);
            }
        }
        if best.1 >= 0.0 {
            return best.0;
        }
        // Worth less than nothing in any: alone.
        let empty = std::iter::once(node)
            .chain(0..sizes.len())
            .find(|&g| sizes[g] == 0);
        empty.unwrap_or(group[node])
    }

    /// The graph whose nodes are the groups.
    fn condensed(&self, group: &[usize]) -> Self {
        let count = distinct(group);
        let mut sizes = vec![0; count];
        let mut weights: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
        for (node, edges) in self.edges.iter().enumerate() {
            sizes[group[node]] += self.sizes[node];
            for &(other, weight) in edges {
                if group[other] != group[node] {
                    *weights[group[node]].entry(group[other]).or_default() += weight;
                }
            }
        }
        let edges = weights.into_iter().map(|of| of.into_iter().collect());
        Self {
            sizes,
            edges: edges.collect(),
        }
    }
}

/// Gains below this are rounding, not reasons to move.
const LEAST_GAIN: f64 = 1e-9;

/// `group` with numbers from 0 in order of first members.
fn numbered(group: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut renumbered = Vec::with_capacity(group.len());
    for g in group {
        let next = numbers.len();
        renumbered.push(*numbers.entry(*g).or_insert(next));
    }
    renumbered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(pairs: &[(usize, usize, f64)]) -> BTreeMap<(usize, usize), f64> {
        pairs.iter().map(|&(a, b, w)| ((a, b), w)).collect()
    }

    #[test]
    fn a_weak_edge_between_two_groups_does_not_join_them() {
        let edges = edges(&[(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.5)]);
        assert_eq!(communities(4, &edges, 0.3), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn nodes_without_edges_stay_alone() {
        assert_eq!(communities(2, &BTreeMap::new(), 0.1), [vec![0], vec![1]]);
        assert!(communities(0, &BTreeMap::new(), 0.1).is_empty());
    }

    #[test]
    fn a_group_holds_while_its_pairs_are_worth_their_cost() {
        let edges = edges(&[(0, 1, 0.9), (0, 2, 0.6), (1, 2, 0.6)]);
        assert_eq!(communities(3, &edges, 0.5), [vec![0, 1, 2]]);
    }
}
