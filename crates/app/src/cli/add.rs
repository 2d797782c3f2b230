//! `onrecord add`: articles into the record, with a summary of what was read, skipped and why.
//!
//! Takes files, folders, `-` and addresses; one bad article costs only itself. What is in the record already is not read
//! again. Known limit: the network is used for addresses that are named here, and in `watch`, for nothing else.
//!
//! Example: `onrecord add news/ more.jsonl.gz` reports `read 12 articles, 1 was in the record already, 1 refused`.

use crate::Exit;
use crate::progress::Bar;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use desk::{Parcel, Refused, Slip, Stage};
use engine::{AddSummary, Columns, Engine, Fetcher, Input, Manners, Network, Progress, Store};
use jiff::Timestamp;
use model::record::{Actor, Claim, Dispute, Event};
use std::ffi::OsString;

/// Read articles into the record
///
/// Read are .txt .md .html .htm .xhtml .jsonl .ndjson .json .csv .tsv .parquet .warc .rss .atom .xml, each also packed with .gz, .zst or
/// .bz2; folders and .zip and .wacz archives are read whole; a pattern in quotation marks ('news/**/*.html') names files. A line of JSON Lines has `text` or `html` and may have `id`, `url`, `title`, `published` (YYYY-MM-DD),
/// `outlet`, `authors`, `language`. A bad file or line is reported and skipped; the rest is read and the exit
/// code is 2. The same article again changes nothing. Each batch of articles is kept as soon as it is read, so a
/// run that was broken off can simply be repeated.
#[derive(Args, Debug)]
pub struct Add {
    /// Files, folders, addresses, or - for standard input
    ///
    /// An address at http or https is fetched: a page, a feed with the pages that it names, or a file. Example:
    /// `onrecord add articles/ archive.jsonl.gz page.html https://news.example/feed.xml`
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<OsString>,

    /// Which column of a table holds what
    ///
    /// Pairs FIELD=COLUMN with the fields of JSON Lines, commas between them; for .csv, .tsv and .parquet. Common names of columns are known
    /// without it. Example: `--columns text=Body,published=Day,outlet=Paper`
    #[arg(long, value_name = "PAIRS", default_value = "", hide_default_value = true, value_parser = columns)]
    columns: Columns,

    /// A host of your own network that addresses may name
    ///
    /// Only public addresses are fetched otherwise, also after redirects. With the port, where the address has one; may be given several times. Example:
    /// `--private-host intranet.example:8080`
    #[arg(long, value_name = "HOST")]
    private_host: Vec<String>,
}

fn columns(typed: &str) -> Result<Columns, String> {
    Columns::parse(typed.split(',').filter(|pair| !pair.trim().is_empty()))
}

impl Add {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let inputs: Vec<Input> = self.inputs.iter().map(Input::from_argument).collect();
        let engine = session.engine()?.with_columns(self.columns.clone());
        let mut store = session.made()?;
        let bar = Bar::new(session.notes);
        let mut show = |progress| bar.show(progress);
        let summary = if inputs.iter().any(Input::is_address) {
            let network = Network::new(Fetcher::new(self.manners()), Timestamp::now());
            engine.add_from(&mut store, (&inputs, network), &mut show)?
        } else {
            engine.add(&mut store, &inputs, &mut show)?
        };
        drop(bar);
        report(session, &store, &summary)?;
        Ok(exit(&summary))
    }
}

impl Add {
    /// A host that was named to be private may be fetched from.
    fn manners(&self) -> Manners {
        Manners {
            private_hosts: self.private_host.iter().cloned().collect(),
            ..Manners::default()
        }
    }
}

/// Adds what visitors of the desk hand in, and says what became of it.
pub(crate) fn held(
    engine: &Engine,
    store: &mut Store,
    parcels: Vec<Parcel>,
    tell: desk::Tell<'_>,
) -> Result<Slip> {
    let input = |p: Parcel| match p {
        Parcel::File { name, bytes } => Input::Held {
            name,
            bytes: bytes.into(),
        },
        Parcel::Address(address) => Input::Address(address),
    };
    let inputs: Vec<Input> = parcels.into_iter().map(input).collect();
    let mut told = |progress| {
        tell(match progress {
            Progress::Reading { articles, .. } => Stage::Reading(articles),
            Progress::Deriving => Stage::Deriving,
        });
    };
    let summary = if inputs.iter().any(Input::is_address) {
        let network = Network::new(Fetcher::new(Manners::default()), Timestamp::now());
        engine.add_from(store, (&inputs, network), &mut told)?
    } else {
        engine.add(store, &inputs, &mut told)?
    };
    let refused = |r: engine::Refusal| Refused {
        place: r.at.input,
        line: r.at.line,
        what: r.problem.to_string(),
        help: r.problem.help().to_owned(),
    };
    Ok(Slip {
        read: summary.read,
        known: summary.known,
        other_languages: summary.other_languages,
        refused: summary.refused.into_iter().map(refused).collect(),
    })
}

fn exit(summary: &AddSummary) -> Exit {
    if summary.refused.is_empty() {
        Exit::found(summary.read.len() + summary.known)
    } else {
        Exit::Refused
    }
}

pub(crate) fn report(session: &Session<'_>, store: &Store, summary: &AddSummary) -> Result<()> {
    for id in &summary.read {
        session.notes.detail(&format!("read {id}"));
    }
    for path in &summary.left_out {
        let shown = path.display();
        session.notes.detail(&format!("left out {shown}"));
    }
    for (id, language) in &summary.other_languages {
        session.notes.warning(&format!("{id} is in `{language}`: kept and searchable, but only English is read for claims and events"));
    }
    for refusal in &summary.refused {
        session.notes.refused(&refusal.to_string());
    }
    session.notes.say(&counts(summary));
    if !session.notes.is_quiet() {
        session.notes.say(&holdings(store)?);
    }
    Ok(())
}

fn counts(summary: &AddSummary) -> String {
    let mut parts = vec![format!("read {}", counted(summary.read.len(), "article"))];
    if summary.known > 0 {
        parts.push(format!("{} already in the record", summary.known));
    }
    if !summary.refused.is_empty() {
        parts.push(format!("{} refused", summary.refused.len()));
    }
    if !summary.left_out.is_empty() {
        let files = counted(summary.left_out.len(), "file");
        parts.push(format!("{files} of other kinds left out"));
    }
    parts.join(", ")
}

/// How much the record holds now, events without a type aside.
pub(crate) fn holdings(store: &Store) -> Result<String> {
    let held = [
        counted(store.ids()?.len(), "document"),
        counted(store.count::<Actor>()?, "actor"),
        counted(store.count::<Event>()?, "event"),
        counted(store.count::<Claim>()?, "claim"),
        counted(store.count::<Dispute>()?, "dispute"),
    ];
    Ok(format!(
        "{} holds {}",
        store.path().display(),
        held.join(", ")
    ))
}

pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
