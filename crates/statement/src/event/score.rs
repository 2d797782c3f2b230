//! How likely a candidate event is right: a logistic sum over what is seen of it.
//!
//! Takes a naming and its roles; returns features, and a probability by the weights in `[events.weights]` of
//! `data/thresholds.toml` (logistic regression, fitted on marked sentences in which one event counts). A
//! feature without a weight counts nothing. Known limit: calibrated on single sentences, not on articles.
//!
//! Example: a phrase at the root with a named source and target scores high; a weak noun without roles low.

use super::argument::{Actorhood, Role, Roles};
use super::tree::Tree;
use super::trigger::{Naming, Rule};
use lexicon::events::Events;

/// Verbs between the trigger and the root beyond this count alike.
const DEEP: usize = 3;

/// Names of what is seen of a candidate.
pub(crate) fn features(
    tree: &Tree<'_>,
    naming: &Naming<'_>,
    roles: &Roles,
    consumed: bool,
) -> Vec<String> {
    let mut found = vec!["bias".to_owned()];
    let rule = match naming.rule {
        Rule::Word => format!("strength_{}", naming.strength),
        Rule::Phrase => "phrase".to_owned(),
        Rule::Operator => "operator".to_owned(),
        Rule::Modality => "modality".to_owned(),
        Rule::Obligation => "obligation".to_owned(),
    };
    found.push(rule);
    found.push(format!("depth_{}", depth(tree, naming.trigger).min(DEEP)));
    if !tree.is_verb(naming.trigger) {
        found.push(
            if tree.tokens[naming.trigger].dep == "dobj" {
                "noun_object"
            } else {
                "noun"
            }
            .to_owned(),
        );
    }
    if let "relcl" | "acl" | "advcl" | "ccomp" | "conj" | "xcomp" | "pcomp" =
        tree.tokens[naming.trigger].dep
    {
        found.push(format!("dep_{}", tree.tokens[naming.trigger].dep));
    }
    if consumed {
        found.push("consumed".to_owned());
    }
    if roles.is_split {
        found.push("split".to_owned());
    }
    role("source", roles.source.as_ref(), &mut found);
    role("target", roles.target.as_ref(), &mut found);
    found
}

fn role(name: &str, role: Option<&Role>, found: &mut Vec<String>) {
    let Some(role) = role else {
        found.push(format!("{name}_none"));
        return;
    };
    let kind = match role.actorhood {
        Actorhood::Named => "named",
        Actorhood::Nominal => "nominal",
        Actorhood::Pronoun => "pronoun",
        Actorhood::Thing => "thing",
    };
    found.push(format!("{name}_{kind}"));
    found.push(format!("{name}_distance_{}", role.distance));
    found.push(format!("{name}_rank_{}", role.rank.min(DEEP)));
    if role.is_shared {
        found.push(format!("{name}_shared"));
    }
}

/// Words between the trigger and the root of its sentence that are verbs.
fn depth(tree: &Tree<'_>, trigger: usize) -> usize {
    let above = tree.ancestors(trigger);
    above.into_iter().filter(|&a| tree.is_verb(a)).count()
}

/// Probability by the weights of the features.
pub(crate) fn probability(lexicon: &Events, features: &[String]) -> f64 {
    let weights = &lexicon.thresholds.weights;
    let sum: f64 = features.iter().filter_map(|f| weights.get(f)).sum();
    logistic(sum)
}

/// The probability whose log odds are `sum`.
pub(super) fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}
