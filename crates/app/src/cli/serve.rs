//! `onrecord serve`: the record as web pages on this machine.
//!
//! Brings the record up to date, opens the desk, says where, and answers until it is stopped. Known limit: articles
//! that are added meanwhile show once `add` has derived the record.
//!
//! Example: `onrecord serve --listen 127.0.0.1:8400`.

use super::{add, decisions};
use crate::Exit;
use crate::session::Session;
use anyhow::Result;
use clap::Args;
use engine::{Engine, Store};
use std::net::SocketAddr;

/// Show the record as web pages
///
/// A desk for a browser: stories, timeline, events, claims, disputes, every quote marked in its article. Nothing
/// outside this machine is contacted. Every page has the same data under its address with `.json`.
#[derive(Args, Debug)]
pub struct Serve {
    /// Where to listen
    ///
    /// The default serves this machine alone. Port 0 takes any free one. Example: `--listen 127.0.0.1:9000`
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8400")]
    listen: SocketAddr,

    /// What visitors must show
    ///
    /// At least 16 letters, digits, `-` or `_`; asked for by any address but this machine's own. Visitors show it
    /// once in a form, or open `/?token=TOKEN`; programs send it as a bearer token. It is not encrypted on its way.
    #[arg(
        long,
        value_name = "TOKEN",
        env = "ONRECORD_TOKEN",
        hide_env_values = true
    )]
    token: Option<String>,

    /// Only show: nobody can add, correct, note or take back
    ///
    /// Without it, visitors add articles, and lay down decisions in the record file, each with their name.
    #[arg(long)]
    read_only: bool,

    /// Let visitors hand in addresses, which are fetched
    ///
    /// Pages, feeds and files, public addresses only. Without it the desk contacts nobody.
    #[arg(long, conflicts_with = "read_only")]
    fetch: bool,
}

/// How the desk writes what its visitors decide, and adds what they hand in.
fn pen(session: &Session<'_>, fetches: bool) -> Result<desk::Pen> {
    let (record, data) = (session.global.record.clone(), session.global.data.clone());
    let write = move |order| decisions::write(&record, data.as_deref(), order);
    let pen = desk::Pen::new(move |order| write(order).map_err(|error| format!("{error:#}")))?;
    let (record, data, threads) = (
        session.global.record.clone(),
        session.global.data.clone(),
        session.threads(),
    );
    let tray = desk::Tray::new(move |parcels, tell| {
        let added = || {
            let engine = Engine::new(data.as_deref(), threads)?;
            add::held(&engine, &mut Store::open(&record)?, parcels, tell)
        };
        added().map_err(|error: anyhow::Error| format!("{error:#}"))
    });
    Ok(pen.with_tray(if fetches { tray.with_addresses() } else { tray }))
}

impl Serve {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        drop(session.current()?);
        let options = desk::Options {
            record: session.global.record.clone(),
            listen: self.listen,
            token: self.token.clone(),
            past: Some(session.rewind()),
            pen: (!self.read_only)
                .then(|| pen(session, self.fetch))
                .transpose()?,
        };
        let listener = desk::Listener::bind(&options)?;
        session.notes.say(&format!(
            "the desk is open at http://{}/ (end it with Ctrl-C)",
            listener.address()
        ));
        listener.serve()?;
        Ok(Exit::Done)
    }
}
