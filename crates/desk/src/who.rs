//! Which actors a filter means: one by its id, or all whom a name or a country fits.
//!
//! Takes what stands in the address; says of lists of actors whether one of them is meant. Names are compared once an
//! actor, since thousands of claims share a speaker. Known limit: made for one request, forgotten after it.
//!
//! Example: `by=RUS` means every actor of Russia, `by=actor-…` that one.

use model::Id;
use std::cell::RefCell;
use std::collections::BTreeMap;
use view::Lookup;
use view::filter::ActorQuery;

pub(crate) struct Who<'a> {
    lookup: &'a Lookup<'a>,
    exact: Option<&'a Id>,
    query: ActorQuery,
    known: RefCell<BTreeMap<&'a Id, bool>>,
}

impl<'a> Who<'a> {
    pub(crate) fn new(lookup: &'a Lookup<'a>, typed: &str) -> Self {
        Self {
            lookup,
            exact: lookup.actor(&Id::from(typed)).map(|a| &a.id),
            query: ActorQuery::new(typed),
            known: RefCell::default(),
        }
    }

    /// Whether one of `ids` is meant.
    pub(crate) fn is_among(&self, ids: &[Id]) -> bool {
        match self.exact {
            Some(exact) => ids.contains(exact),
            None => ids.iter().any(|id| self.is_meant(id)),
        }
    }

    fn is_meant(&self, id: &Id) -> bool {
        let Some(actor) = self.lookup.actor(id) else {
            return false;
        };
        let mut known = self.known.borrow_mut();
        *known
            .entry(&actor.id)
            .or_insert_with(|| self.query.fits(actor))
    }
}
