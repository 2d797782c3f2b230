//! The desk: web pages on which people read and question the record.
//!
//! Takes a record file and an address of this machine; answers requests with pages rendered here, each with
//! the same data at `.json`. It reads the file through a read-only connection, derives nothing, contacts
//! nobody, and needs no script. Decisions of visitors and articles that they hand in go to the caller, who alone writes ([`Pen`], [`Tray`]). Stands beside [`view`], whose rows and excerpts it shows. Known limit: one
//! thread renders all pages, one after the other.
//!
//! Example: `Listener::bind(&options)?.serve()` answers `/claims?stance=deny` with a ledger of denials.

mod api;
mod assets;
mod gate;
mod globe;
mod index;
mod lanes;
mod markup;
mod net;
mod news;
mod original;
mod pages;
mod pane;
mod past;
mod pen;
mod shelf;
mod stream;
mod strip;
mod tray;
mod who;
mod wire;

use api::Call;
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use gate::{Gate, see_there};
use jiff::civil::Date;
use markup::Frame;
use past::Days;
use serde_json::json;
use shelf::{Ask, Clerk};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tray::{Handed, Typed};

pub use past::{Rewind, Then};
pub use pen::{Order, Pen, Place, What};
pub use tray::{Parcel, Refused, Slip, Stage, Tell, Tray};

/// What keeps the desk from opening or staying open.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The record cannot be read.
    #[error(transparent)]
    Store(#[from] record::store::Error),
    /// An address that others can reach, and nothing to keep them out.
    #[error(
        "{0} can be reached from other machines (help: give `--token` with at least {least} letters, digits, `-` or `_`, or listen on 127.0.0.1)",
        least = gate::LEAST_TOKEN
    )]
    Open(SocketAddr),
    /// The system gives no random bytes.
    #[error("no random bytes for the key of the forms: {0} (help: serve with `--read-only`)")]
    NoKey(String),
    /// The address cannot be used, or the network gave up.
    #[error("cannot listen on {address}: {cause} (help: give another `--listen` address)")]
    Network {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
}

/// What to serve, and to whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The record file.
    pub record: PathBuf,
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// What visitors must show; without one only this machine is served.
    pub token: Option<String>,
    /// How the record as of a day is derived; without it only the present is shown.
    pub past: Option<Rewind>,
    /// How decisions are written; without it the desk only shows.
    pub pen: Option<Pen>,
}

/// An open desk that answers once it serves.
#[derive(Debug)]
pub struct Listener {
    socket: std::net::TcpListener,
    address: SocketAddr,
    router: Router,
}

struct Desk {
    clerk: Clerk,
    gate: Gate,
    record: PathBuf,
    past: Option<Rewind>,
    pen: Option<Pen>,
    days: Days,
}

impl Listener {
    /// Opens the record and the address.
    ///
    /// # Errors
    /// The record cannot be read; the address is taken, or open to others without a token.
    pub fn bind(options: &Options) -> Result<Self, Error> {
        let router = router(options)?;
        let failed = |cause| Error::Network {
            address: options.listen,
            cause,
        };
        let socket = std::net::TcpListener::bind(options.listen).map_err(failed)?;
        socket.set_nonblocking(true).map_err(failed)?;
        Ok(Self {
            address: socket.local_addr().map_err(failed)?,
            socket,
            router,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the program ends.
    ///
    /// # Errors
    /// The network gives up.
    pub fn serve(self) -> Result<(), Error> {
        let address = self.address;
        let failed = |cause| Error::Network { address, cause };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(failed)?;
        runtime
            .block_on(async {
                let socket = tokio::net::TcpListener::from_std(self.socket)?;
                axum::serve(socket, self.router).await
            })
            .map_err(failed)
    }
}

/// The desk without a network, for tests and for other servers.
///
/// # Errors
/// The record cannot be read; an address open to others comes without a token.
pub fn router(options: &Options) -> Result<Router, Error> {
    let gate = Gate::new(options.listen, options.token.clone())?;
    let desk = Arc::new(Desk {
        clerk: Clerk::start(
            options.record.clone(),
            None,
            options.pen.as_ref().map(Pen::key),
        )?,
        gate,
        record: options.record.clone(),
        past: options.past.clone(),
        pen: options.pen.clone(),
        days: Days::default(),
    });
    Ok(Router::new().fallback(answer).with_state(desk))
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    if let Some(response) = at_the_gate(&desk, &request) {
        return response;
    }
    if *request.method() == Method::POST {
        match request.uri().path() {
            gate::ENTER => return desk.gate.enter(request).await,
            gate::LEAVE => return desk.gate.leave(&request),
            pen::PATH => return decided(&desk, request).await,
            tray::PATH => return added(&desk, request).await,
            _ => {}
        }
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return only_shows();
    }
    let path = request.uri().path();
    if path == api::NEW {
        return stream::news(desk);
    }
    if let Some(response) = asset(&request) {
        return response;
    }
    if path == past::ROOT || past::split(path).is_some_and(|(_, rest)| rest == past::ROOT) {
        return to_day(request.uri());
    }
    let text = match path.strip_prefix(api::ROOT) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            called(&desk, rest, request.uri()).await
        }
        _ => page(&desk, request.uri()).await,
    };
    let response = gate::named(text.reply(), &text.words, request.headers());
    if text.is_strange {
        gate::confined(response)
    } else {
        response
    }
}

/// What is answered before anything of the record is: a refusal, or what everybody may have where a token is asked for.
fn at_the_gate(desk: &Desk, request: &Request) -> Option<Response> {
    if desk.gate.is_closed() {
        let is_form = *request.method() == Method::POST && request.uri().path() == gate::ENTER;
        if is_form {
            return None;
        }
        if *request.method() == Method::GET
            && let Some(response) = asset(request)
        {
            return Some(response);
        }
    }
    desk.gate.admit(request).err()
}

/// A file of the program, such as the style sheet.
fn asset(request: &Request) -> Option<Response> {
    let (kind, text) = assets::find(request.uri().path())?;
    let response = gate::reply(StatusCode::OK, kind, Body::from(text));
    Some(gate::named(response, text, request.headers()))
}

/// Takes a decision and leads to the list of them, or says why not.
async fn decided(desk: &Desk, request: Request) -> Response {
    let Some(pen) = &desk.pen else {
        return only_shows();
    };
    match pen.take(request).await {
        Ok(()) => see_there(pen::PATH),
        Err(page) => desk.framed(&page, pen::PATH),
    }
}

/// Takes articles in and leads to what becomes of them, or says why not.
async fn added(desk: &Desk, request: Request) -> Response {
    let Some((key, tray)) = desk.adding() else {
        return only_shows();
    };
    match tray.take(request, &key).await {
        Handed::Batch(number) => see_there(&format!("{}/{number}", tray::PATH)),
        Handed::Wrong(typed, field, words) => {
            let page = pages::add(&key, (&typed, Some((field, words))), tray);
            desk.framed(&page, tray::PATH)
        }
        Handed::Refused(page) => desk.framed(&page, tray::PATH),
    }
}

fn only_shows() -> Response {
    let words = "the desk only shows; use GET\n";
    let mut response = gate::plain(StatusCode::METHOD_NOT_ALLOWED, words);
    let methods = HeaderValue::from_static("GET, HEAD");
    response.headers_mut().insert(header::ALLOW, methods);
    response
}

/// An answer in text.
struct Text {
    status: StatusCode,
    kind: &'static str,
    words: String,
    /// Whether strangers wrote it, as it stands.
    is_strange: bool,
}

impl Text {
    fn new(status: StatusCode, kind: &'static str, words: String) -> Self {
        Self {
            status,
            kind,
            words,
            is_strange: false,
        }
    }

    fn reply(&self) -> Response {
        gate::reply(self.status, self.kind, Body::from(self.words.clone()))
    }
}

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

/// What an address of the programming interface answers; `rest` stands behind its root.
async fn called(desk: &Desk, rest: &str, uri: &Uri) -> Text {
    let wrong =
        |status, words: &str| Text::new(status, JSON, json!({ "error": words }).to_string());
    let Ok(Query(params)) = Query::<BTreeMap<String, String>>::try_from_uri(uri) else {
        return wrong(
            StatusCode::BAD_REQUEST,
            "what stands behind the question mark cannot be read",
        );
    };
    let (ask, key) = match api::call(rest, params) {
        Call::Fixed(data) => return Text::new(StatusCode::OK, JSON, data.to_string()),
        Call::Wrong(words) => return wrong(StatusCode::BAD_REQUEST, &words),
        Call::Missing => {
            return wrong(
                StatusCode::NOT_FOUND,
                "no such address; see /api/v1/openapi.json",
            );
        }
        Call::Items(ask, key) => (ask, Some(key)),
        Call::One(ask) => (ask, None),
    };
    match desk.clerk.ask(ask).await {
        Ok(page) if page.status == StatusCode::NOT_FOUND => wrong(page.status, "not in the record"),
        Ok(page) if page.status != StatusCode::OK => {
            Text::new(page.status, JSON, page.data.to_string())
        }
        Ok(page) => {
            let data = match key {
                Some(key) => api::listed(page.data, key),
                None => page.data,
            };
            Text::new(page.status, JSON, data.to_string())
        }
        Err(words) => wrong(StatusCode::SERVICE_UNAVAILABLE, words.trim()),
    }
}

/// Leads to the day that a visitor asks for, or back to now.
fn to_day(uri: &Uri) -> Response {
    let params = Query::<BTreeMap<String, String>>::try_from_uri(uri);
    let day = params
        .ok()
        .and_then(|Query(p)| p.get("day")?.parse::<Date>().ok());
    let place = day.map_or_else(|| "/".to_owned(), |day| format!("{}/{day}/", past::ROOT));
    see_there(&place)
}

async fn page(desk: &Desk, uri: &Uri) -> Text {
    let plain = "text/plain; charset=utf-8";
    let (day, path) = match past::split(uri.path()) {
        Some((day, rest)) => (Some(day), rest),
        None => (None, uri.path()),
    };
    let (path, wants_json) = path
        .strip_suffix(".json")
        .map_or((path, false), |bare| (bare, true));
    let params = Query::<BTreeMap<String, String>>::try_from_uri(uri);
    let mut ask = Ask {
        path: path.to_owned(),
        params: params.map(|Query(p)| p).unwrap_or_default(),
        ..Ask::default()
    };
    if let (Some((key, tray)), None) = (desk.adding(), day) {
        if path == tray::PATH {
            let page = pages::add(&key, (&Typed::default(), None), tray);
            return desk.text(&page, (path, uri.query()), wants_json);
        }
        ask.batch = tray.asked(path);
        if let (Some((number, batch)), true) = (&ask.batch, wants_json) {
            // Asked again and again while a batch is under way, so the record is not looked at.
            let told = pages::batch_told(*number, batch);
            return Text::new(StatusCode::OK, JSON, told.to_string());
        }
    }
    let shown = match desk.ask(ask, day).await {
        Ok(page) => page,
        Err(words) => return Text::new(StatusCode::SERVICE_UNAVAILABLE, plain, words),
    };
    let text = desk.text(&shown, (path, uri.query()), wants_json);
    match day.filter(|_| !wants_json && !text.is_strange) {
        Some(day) => Text {
            words: past::kept(&text.words, day),
            ..text
        },
        None => text,
    }
}

impl Desk {
    /// The page of now or of `day`.
    async fn ask(&self, ask: Ask, day: Option<Date>) -> Result<pages::Page, String> {
        match (day, &self.past) {
            (Some(day), Some(rewind)) => {
                let clerk = self.days.clerk(&self.record, rewind, day);
                clerk.map_err(|error| format!("{error}\n"))?.ask(ask).await
            }
            (Some(_), None) => Err("this desk shows the present only\n".to_owned()),
            (None, _) => self.clerk.ask(ask).await,
        }
    }

    /// The key of the forms and the tray, where articles can be added.
    fn adding(&self) -> Option<(Arc<str>, &Tray)> {
        let pen = self.pen.as_ref()?;
        Some((pen.key(), pen.tray()?))
    }

    /// `page`, which was asked for at an address with what stands behind its question mark, as HTML or as JSON.
    fn text(
        &self,
        page: &pages::Page,
        (path, query): (&str, Option<&str>),
        wants_json: bool,
    ) -> Text {
        if wants_json {
            return Text::new(page.status, JSON, page.data.to_string());
        }
        if let Some(markup) = &page.original {
            return Text {
                is_strange: true,
                ..Text::new(page.status, HTML, original::inert(markup))
            };
        }
        let frame = Frame {
            here: path,
            query,
            can_add: self.adding().is_some(),
            can_leave: self.gate.is_closed(),
        };
        Text::new(page.status, HTML, markup::whole(page, &frame))
    }

    fn framed(&self, page: &pages::Page, path: &str) -> Response {
        self.text(page, (path, None), false).reply()
    }
}
