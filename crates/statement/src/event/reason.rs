//! Why an event is in the record, in words for people.
//!
//! Takes a naming; returns one sentence part that quotes the words which named the event. Words that PLOVER does not type
//! need no reason beyond their trigger. Known limit: roles are not explained, their spans stand beside the event.
//!
//! Example: "vowed to attack" gives `"vowed" of "attack" names it`.

use super::argument::Finder;
use super::trigger::{Naming, Rule};

/// What named the event; `None` for an untyped one.
pub(crate) fn words(finder: &Finder<'_>, naming: &Naming<'_>) -> Option<String> {
    naming.event_type?;
    let word = |t: usize| {
        let span = finder.tree.tokens[t].span;
        span.of(finder.text).unwrap_or_default()
    };
    let trigger = word(naming.trigger);
    Some(match (naming.rule, naming.second.or(naming.below)) {
        (Rule::Word, _) => format!("the word \"{trigger}\" names it"),
        (Rule::Phrase, Some(second)) => format!("\"{trigger}\" with \"{}\" names it", word(second)),
        (Rule::Operator, Some(below)) => format!("\"{trigger}\" of \"{}\" names it", word(below)),
        (Rule::Modality, _) => format!("the auxiliary or negation of \"{trigger}\" makes it"),
        (Rule::Obligation, _) => format!("somebody says that \"{trigger}\" must be"),
        (Rule::Phrase | Rule::Operator, None) => format!("\"{trigger}\" names it"),
    })
}
