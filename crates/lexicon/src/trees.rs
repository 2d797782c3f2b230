//! Gradient-boosted trees (Friedman 2001): learned answers to yes-or-no questions over a row of numbers.
//!
//! Takes `data/en/claim-trees.txt`; returns one [`Forest`] a name. The file is text: `forest NAME`, then
//! `features` with the names of the numbers in their order, then one `tree` a line in preorder, where `3<0.5`
//! sends rows whose number 3 is at most 0.5 to the left and `=0.12` adds 0.12 to the log odds. Known limit: all
//! numbers must be given; there is no branch for missing ones.
//!
//! Example: `tree 0<0.5 =-1 =1` gives log odds -1 to the row `[0.2]` and 1 to `[0.7]`.

use crate::{Error, Files};
use std::collections::BTreeMap;

const FILE: &str = "en/claim-trees.txt";
/// Trees that a row goes down together: the processor looks at one while it waits for another.
const TOGETHER: usize = 8;

/// A node. A leaf leads to itself, so that a path may go on at its end.
#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u32,
    /// Rows whose number is at most this go left. At a leaf: what it adds to the log odds.
    value: f32,
    /// Left, right.
    next: [u32; 2],
}

/// A tree.
#[derive(Clone, Copy, Debug)]
struct Tree {
    root: usize,
    /// Nodes above its deepest leaf.
    depth: usize,
}

/// Trees whose answers are summed.
#[derive(Debug, Default)]
pub struct Forest {
    features: Vec<String>,
    trees: Vec<Tree>,
    nodes: Vec<Node>,
}

impl Forest {
    /// Names of the numbers of a row, in their order.
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// Probability for `row`, which has one number for each of [`Forest::features`].
    pub fn probability(&self, row: &[f32]) -> f64 {
        let (many, rest) = self.trees.as_chunks::<TOGETHER>();
        let mut sum = 0.0;
        for trees in many {
            self.answers(trees, row).iter().for_each(|a| sum += a);
        }
        for &tree in rest {
            sum += self.answers(&[tree], row)[0];
        }
        1.0 / (1.0 + (-sum).exp())
    }

    /// Answers of some trees, all gone down as far as the deepest goes. The way is an index, not a branch: no processor
    /// foresees it.
    fn answers<const N: usize>(&self, trees: &[Tree; N], row: &[f32]) -> [f64; N] {
        let mut at = trees.map(|t| t.root);
        let depth = trees.iter().map(|t| t.depth).max().unwrap_or(0);
        for _ in 0..depth {
            for at in &mut at {
                let node = &self.nodes[*at];
                let value = row.get(node.feature as usize).copied().unwrap_or(0.0);
                *at = node.next[usize::from(value > node.value)] as usize;
            }
        }
        at.map(|at| f64::from(self.nodes[at].value))
    }

    /// Adds the tree written as `words`; says what is wrong with it otherwise.
    fn grow(&mut self, words: &str) -> Result<(), String> {
        let root = self.nodes.len();
        // Inner nodes that still wait for their right branch, outermost first.
        let mut open: Vec<usize> = Vec::new();
        let mut ended = false;
        for word in words.split_whitespace() {
            if ended {
                return Err(format!("`{word}` stands behind the end of the tree"));
            }
            let at = self.nodes.len();
            let (node, is_leaf) = self.node(at as u32, word)?;
            self.nodes.push(node);
            if !is_leaf {
                open.push(at);
                continue;
            }
            match open.pop() {
                Some(above) => self.nodes[above].next[1] = at as u32 + 1,
                None => ended = true,
            }
        }
        if !ended {
            return Err("the tree ends too early".to_owned());
        }
        let depth = self.depth(root);
        self.trees.push(Tree { root, depth });
        Ok(())
    }

    /// The node `at` and whether it is a leaf. Its right branch is not known yet.
    fn node(&self, at: u32, word: &str) -> Result<(Node, bool), String> {
        let number = |text: &str| text.parse::<f32>().map_err(|e| format!("`{word}`: {e}"));
        if let Some(value) = word.strip_prefix('=') {
            let leaf = Node {
                feature: 0,
                value: number(value)?,
                next: [at; 2],
            };
            return Ok((leaf, true));
        }
        let (feature, value) = word
            .split_once('<')
            .ok_or_else(|| format!("`{word}` is no node"))?;
        let feature: u32 = feature.parse().map_err(|e| format!("`{word}`: {e}"))?;
        if feature as usize >= self.features.len() {
            return Err(format!("`{word}`: there is no such feature"));
        }
        let inner = Node {
            feature,
            value: number(value)?,
            next: [at + 1; 2],
        };
        Ok((inner, false))
    }

    /// Nodes above the deepest leaf below `root`, which is the last tree.
    fn depth(&self, root: usize) -> usize {
        let mut depths = vec![0; self.nodes.len() - root];
        for at in root..self.nodes.len() {
            for next in self.nodes[at]
                .next
                .map(|n| n as usize)
                .into_iter()
                .filter(|n| *n != at)
            {
                depths[next - root] = depths[at - root] + 1;
            }
        }
        depths.into_iter().max().unwrap_or(0)
    }
}

/// The forests of the file, by name.
///
/// # Errors
/// The first line that does not hold what the header of the file promises.
pub fn load(files: &Files) -> Result<BTreeMap<String, Forest>, Error> {
    parse(&files.text(FILE)?)
}

fn parse(text: &str) -> Result<BTreeMap<String, Forest>, Error> {
    let mut forests: BTreeMap<String, Forest> = BTreeMap::new();
    let mut name = String::new();
    for (number, line) in text.lines().enumerate() {
        let wrong = |what: String| {
            Error::malformed(
                FILE,
                number + 1,
                what,
                "write the file anew with eval/learn_claims.py",
            )
        };
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        if kind.is_empty() || kind.starts_with('#') {
            continue;
        }
        if kind == "forest" {
            rest.clone_into(&mut name);
            forests.insert(name.clone(), Forest::default());
            continue;
        }
        let forest = forests
            .get_mut(&name)
            .ok_or_else(|| wrong("no `forest` stands before this line".to_owned()))?;
        match kind {
            "features" => forest.features = rest.split_whitespace().map(str::to_owned).collect(),
            "tree" => forest.grow(rest).map_err(wrong)?,
            _ => return Err(wrong(format!("`{kind}` is none of forest, features, tree"))),
        }
    }
    Ok(forests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_down_every_tree_and_the_leaves_are_summed() {
        let forests = parse("forest f\nfeatures a b\ntree 0<0.5 =-1 1<2 =0 =1\ntree =1\n").unwrap();
        let p = |row: &[f32]| forests["f"].probability(row);
        assert!((p(&[0.2, 0.0]) - 0.5).abs() < 1e-6);
        assert!((p(&[0.7, 3.0]) - 1.0 / (1.0 + (-2.0_f64).exp())).abs() < 1e-6);
        assert!(p(&[0.7, 2.0]) < p(&[0.7, 3.0]));
    }

    #[test]
    fn a_damaged_tree_is_named_with_its_line() {
        for tree in ["tree 0<1 =1", "tree =1 =2", "tree 7<1 =1 =1", "tree x"] {
            let error = parse(&format!("forest f\nfeatures a\n{tree}\n"))
                .unwrap_err()
                .to_string();
            assert!(error.contains("claim-trees.txt:3"), "{error}");
        }
    }

    #[test]
    fn the_built_in_file_has_both_forests() {
        let forests = load(&Files::embedded()).unwrap();
        assert!(forests.contains_key("cue") && forests.contains_key("claim"));
    }
}
