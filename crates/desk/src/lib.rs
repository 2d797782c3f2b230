//! The desk: web pages on which people read and question the record.
//!
//! Takes a record file and an address of this machine; answers requests with pages rendered here, each with
//! the same data at `.json`. It reads the file through a read-only connection, derives nothing, contacts
//! nobody, and needs no script. Stands beside [`view`], whose rows and excerpts it shows. Known limit: one
//! thread renders all pages, one after the other.
//!
//! Example: `Listener::bind(&options)?.serve()` answers `/claims?stance=deny` with a ledger of denials.

mod assets;
mod gate;
mod globe;
mod index;
mod markup;
mod net;
mod news;
mod pages;
mod shelf;
mod strip;
mod who;

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use gate::Gate;
use shelf::{Ask, Clerk};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

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
    let clerk = Clerk::start(options.record.clone())?;
    let desk = Arc::new(Desk { clerk, gate });
    Ok(Router::new().fallback(answer).with_state(desk))
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    if let Err(refusal) = desk.gate.admit(&request) {
        return refusal;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let words = "the desk only shows; use GET\n";
        return gate::plain(StatusCode::METHOD_NOT_ALLOWED, words);
    }
    match assets::find(request.uri().path()) {
        Some((kind, bytes)) => gate::reply(StatusCode::OK, kind, Body::from(bytes)),
        None => page(&desk, request.uri()).await,
    }
}

async fn page(desk: &Desk, uri: &Uri) -> Response {
    let path = uri.path();
    let (path, wants_json) = path
        .strip_suffix(".json")
        .map_or((path, false), |bare| (bare, true));
    let params = Query::<BTreeMap<String, String>>::try_from_uri(uri);
    let ask = Ask {
        path: path.to_owned(),
        params: params.map(|Query(p)| p).unwrap_or_default(),
    };
    let page = match desk.clerk.ask(ask).await {
        Ok(page) => page,
        Err(words) => return gate::plain(StatusCode::SERVICE_UNAVAILABLE, &words),
    };
    let (kind, body) = if wants_json {
        ("application/json", page.data.to_string())
    } else {
        ("text/html; charset=utf-8", markup::whole(&page, uri))
    };
    gate::reply(page.status, kind, Body::from(body))
}
