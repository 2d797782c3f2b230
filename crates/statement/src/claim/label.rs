//! The roles of all words around a cue, as the units that they stand in are judged.
//!
//! Takes a [`Setting`]; returns [`Parts`]. Between `part` and `draft`. Method: units are judged outermost first, and the
//! likeliest role wins; with a [`Lean`] some roles count for more, which gives other readings of the same cue. What was
//! judged once is kept in [`Met`]. Known limit: a reading differs from another by whole units only.
//!
//! Example: leaning to content, "on Monday" in "Kim warned on Monday of war" may become content.

use super::part::{self, Met, Role, Setting};
use lexicon::claims::Claims;
use std::collections::BTreeMap;

/// Factors of the roles' probabilities, in the order of [`Role::ALL`].
pub type Lean = [f64; 5];
/// No role counts for more.
pub const UPRIGHT: Lean = [1.0; 5];

/// What the words around one cue are to it.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Role by token number; tokens not listed have none.
    pub roles: BTreeMap<usize, Role>,
    /// Probability of each role by token number, as judged in the smallest unit looked at; of the upright labelling alone.
    pub shares: BTreeMap<usize, [f64; 5]>,
    /// The unit likeliest to be the source, and its probability, whatever its role became; of the upright labelling alone.
    pub likeliest_source: Option<(Vec<usize>, f64)>,
}

/// Labels the words around the cue of `setting`.
pub fn label(setting: &Setting, (lean, claims): (&Lean, &Claims), met: &mut Met) -> Parts {
    let mut parts = Parts::default();
    part::walk(setting.parse, setting.cue, &mut |unit| {
        let shares = setting.shares(unit, claims, met);
        let can_split = unit.tokens.len() > 1 && unit.depth < part::DEPTH;
        let role = best(&shares, lean, can_split);
        if role != Role::Split {
            parts.roles.extend(unit.tokens.iter().map(|&t| (t, role)));
        }
        if *lean != UPRIGHT {
            return role;
        }
        met.upright.push((shares, can_split));
        if role != Role::Split {
            let tokens = unit.tokens.iter();
            parts.shares.extend(tokens.map(|&t| (t, shares)));
        }
        let source = shares[Role::Source as usize];
        let known = parts.likeliest_source.as_ref();
        if known.is_none_or(|(_, p)| *p < source) {
            parts.likeliest_source = Some((unit.tokens.clone(), source));
        }
        role
    });
    parts
}

/// Whether every unit that the upright labelling met keeps its role under `lean`, so that both label alike.
pub(super) fn is_unmoved(met: &Met, lean: &Lean) -> bool {
    let keeps = |(shares, can_split): &([f64; 5], bool)| {
        best(shares, lean, *can_split) == best(shares, &UPRIGHT, *can_split)
    };
    !met.upright.is_empty() && met.upright.iter().all(keeps)
}

fn best(shares: &[f64; 5], lean: &Lean, can_split: bool) -> Role {
    let open = Role::ALL
        .into_iter()
        .zip(shares.iter().zip(lean).map(|(s, l)| s * l))
        .filter(|(role, _)| can_split || *role != Role::Split);
    open.max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(Role::None, |(role, _)| role)
}
