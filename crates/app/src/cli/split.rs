//! `onrecord split`: what the program read as one thing is two.
//!
//! Takes an id and the documents that tell something else; keeps a decision and derives the record under it. Known limit: what is
//! taken out becomes one thing; split it again where it is several.
//!
//! Example: `onrecord split event-8c2f01ab doc-543f71aa --why "the visit of July, not of September"`.

use super::decisions::{By, is_done, meant};
use crate::Exit;
use crate::session::Session;
use anyhow::{Context, Result, bail};
use clap::Args;
use engine::Part;
use model::Id;

/// Lay down that one event, or actor, is two
///
/// What the named documents tell is taken out and becomes a thing of its own. The program's own reading stays visible: `onrecord show` says who
/// set what apart and when. The decision survives new articles and `rebuild`, goes into exports, and is taken back by
/// `onrecord undo`.
#[derive(Args, Debug)]
pub struct Split {
    /// The event or actor: its id, the beginning of it, or an actor's name
    ///
    /// Example: `onrecord split event-8c2f01ab doc-543f71aa`
    #[arg(value_name = "ID")]
    id: String,

    /// Documents that tell something else; `DOCUMENT@START` for one place of a document
    ///
    /// START counts code points from the beginning of the text, as `onrecord show ID --format json` gives it under `trigger` or `at`.
    /// Example: `onrecord split event-8c2f01ab doc-543f71aa@157 doc-90bb1c2d`
    #[arg(value_name = "DOCUMENT", num_args = 1.., required = true)]
    parts: Vec<String>,

    #[command(flatten)]
    by: By,
}

impl Split {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let mut store = session.existing()?;
        let engine = session.engine()?;
        engine.refresh(&mut store)?;
        let Some(ids) = meant(session, &store, std::slice::from_ref(&self.id))? else {
            return Ok(Exit::Nothing);
        };
        let known = store.ids()?;
        let parts: Result<Vec<Part>> = self.parts.iter().map(|typed| part(typed, &known)).collect();
        let decision = engine.split(&mut store, &ids[0], (&parts?, self.by.said()?))?;
        let done = format!(
            "set apart {} of {} places that tell {}",
            decision.sides[0].len(),
            decision.sides.iter().map(Vec::len).sum::<usize>(),
            ids[0]
        );
        is_done(session, &done, &decision);
        Ok(Exit::Done)
    }
}

fn part(typed: &str, known: &[Id]) -> Result<Part> {
    let (document, start) = match typed.split_once('@') {
        None => (typed, None),
        Some((document, start)) => {
            let start = start.parse().with_context(|| {
                format!("`{typed}`: what stands behind @ is no number (help: DOCUMENT@START, START in code points)")
            })?;
            (document, Some(start))
        }
    };
    let mut found = known.iter().filter(|id| id.as_str().starts_with(document));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(Part {
            document: one.clone(),
            start,
        }),
        (None, _) => {
            bail!("there is no document `{document}` (help: `onrecord documents` lists them)")
        }
        _ => bail!("`{document}` begins the ids of several documents (help: give more of the id)"),
    }
}
