//! Places: ties mentions of states, cities and regions to places with country and position.
//!
//! Takes mentions and the lexicon; sets [`Mention::place`] and fills the list of places. Toponyms are
//! resolved by the table alone (one place a name); what the table lacks becomes a place without
//! country. Known limit: two places of one name are not told apart.
//!
//! Example: "in Vladivostok" is a place in `RUS` at 43.12 north, 131.89 east.

use lexicon::Lexicon;
use lexicon::actors::Sense;
use lexicon::spelling::fold;
use model::{ActorKind, Annotation, Document, Mention, MentionForm, PlaceName};
use std::collections::BTreeMap;

/// Labels of names that can be places.
const PLACES: [&str; 3] = ["GPE", "LOC", "FAC"];

/// Ties every name of a place among `mentions` to an entry of `places`, adding those that are new.
pub(crate) fn link(
    mentions: &mut [Mention],
    places: &mut Vec<PlaceName>,
    (document, _annotation, lexicon): (&Document, &Annotation, &Lexicon),
) {
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for mention in mentions.iter_mut() {
        if mention.form != MentionForm::Name || !PLACES.contains(&mention.label.as_str()) {
            continue;
        }
        let text = mention.span.of(&document.text).unwrap_or_default();
        let Some(place) = place_of(text, lexicon) else {
            continue;
        };
        let key = fold(&place.name);
        let number = *by_name.entry(key).or_insert_with(|| {
            places.push(place);
            places.len() - 1
        });
        mention.place = Some(number);
    }
}

/// The place that the name `text` names; `None` for organisations that the recogniser took for places.
fn place_of(text: &str, lexicon: &Lexicon) -> Option<PlaceName> {
    if let Some(place) = lexicon.places.look(text) {
        return Some(place.clone());
    }
    let place = |name: &str, country| PlaceName {
        name: name.to_owned(),
        country,
        latitude: None,
        longitude: None,
    };
    match lexicon.actors.look(text) {
        Some(hit) if hit.known.kind != ActorKind::State || hit.sense == Sense::Metonym => None,
        Some(hit) if hit.sense == Sense::Capital => Some(place(text, hit.known.country)),
        Some(hit) => Some(place(&hit.known.name, hit.known.country)),
        None => {
            let words: Vec<&str> = text.split_whitespace().collect();
            Some(place(&words.join(" "), None))
        }
    }
}
