//! News as they come: a stream of server-sent events, one whenever the record changes.
//!
//! Takes a connection; looks at the record every few seconds and tells, as the event `new`, how much there is now
//! (html.spec.whatwg.org, 9.2). The first event tells what there is when the connection opens. Method: a body that is
//! made piece by piece. Known limit: it asks instead of being told, so an event comes up to [`PAUSE`] late.
//!
//! Example: while `onrecord add` runs on the same file, `curl -N …/api/v1/new` prints a line each time it is done.

use crate::Desk;
use crate::gate;
use crate::shelf::Ask;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How long between two looks at the record: soon enough for a person, nothing for the machine.
const PAUSE: Duration = Duration::from_secs(2);
/// Looks without news after which a comment keeps the connection open.
const QUIET: u32 = 10;

/// What was told last on a connection.
struct Told {
    desk: Arc<Desk>,
    last: Option<String>,
}

/// The stream for one visitor; it ends when the visitor goes or the record is lost.
pub(crate) fn news(desk: Arc<Desk>) -> Response {
    let told = Told { desk, last: None };
    let pieces = stream::unfold(told, |mut told| async move {
        let piece = told.next().await?;
        Some((Ok::<Bytes, Infallible>(Bytes::from(piece)), told))
    });
    gate::reply(
        StatusCode::OK,
        "text/event-stream",
        Body::from_stream(pieces),
    )
}

impl Told {
    /// The next piece: news, or a comment after a while without; `None` when the record is lost.
    async fn next(&mut self) -> Option<String> {
        for look in 0..QUIET {
            if look > 0 || self.last.is_some() {
                tokio::time::sleep(PAUSE).await;
            }
            let ask = Ask {
                path: "/state".to_owned(),
                ..Ask::default()
            };
            let state = self.desk.clerk.ask(ask).await.ok()?.data.to_string();
            if self.last.as_ref() != Some(&state) {
                let piece = format!("event: new\ndata: {state}\n\n");
                self.last = Some(state);
                return Some(piece);
            }
        }
        Some(": nothing new\n\n".to_owned())
    }
}
