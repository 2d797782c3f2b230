//! The gate: who is let in, and the headers that every answer carries.
//!
//! Takes a request; lets it pass or returns the refusal. Without a token only names of this machine are
//! served, so that a page elsewhere cannot read the record by pointing its own name here (DNS rebinding;
//! Jackson et al. 2007). With one, visitors show it once, in a form or as `?token=`, and get a session: a random name in a cookie
//! that scripts and other sites do not see (RFC 6265bis); programs send the token with each request (RFC 6750). Known limits: no encryption, so
//! put a proxy in front for that; sessions end with the desk, and the oldest when there are too many.
//!
//! Example: `Host: evil.example` on a desk without a token is refused with 403.

use crate::{Error, original, pen};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::{DOCTYPE, html};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Characters of a token: 62^16 guesses are out of reach.
pub(crate) const LEAST_TOKEN: usize = 16;

/// Nothing but our own files, no script in the page, in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The cookie that holds the name of a session.
const COOKIE: &str = "onrecord_desk";
/// Where the token is shown in a form.
pub(crate) const ENTER: &str = "/enter";
/// Where a session is ended.
pub(crate) const LEAVE: &str = "/leave";
/// Sessions at once.
const SESSIONS: usize = 1000;
/// Bytes of a form that shows the token.
const MOST_BYTES: usize = 4096;

pub(crate) struct Gate {
    token: Option<String>,
    /// Names of sessions, the oldest first.
    sessions: Mutex<VecDeque<String>>,
}

impl Gate {
    /// # Errors
    /// Others can reach `listen`, and `token` is none or no good.
    pub(crate) fn new(listen: SocketAddr, token: Option<String>) -> Result<Self, Error> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let is_good = |t: &String| t.len() >= LEAST_TOKEN && t.chars().all(is_plain);
        let is_safe = match &token {
            Some(token) => is_good(token),
            None => listen.ip().is_loopback(),
        };
        if is_safe {
            Ok(Self {
                token,
                sessions: Mutex::default(),
            })
        } else {
            Err(Error::Open(listen))
        }
    }

    /// Lets `request` pass.
    ///
    /// # Errors
    /// The refusal to send instead.
    #[expect(clippy::result_large_err, reason = "the error is the answer to send")]
    pub(crate) fn admit(&self, request: &Request) -> Result<(), Response> {
        let Some(token) = &self.token else {
            return own_host(request.headers());
        };
        let headers = request.headers();
        if bearer(headers).is_some_and(|t| is_same(t, token)) || self.is_known(headers) {
            return Ok(());
        }
        let query = request.uri().query().unwrap_or_default();
        let mut given = query.split('&').filter_map(|p| p.strip_prefix("token="));
        if given.any(|t| is_same(t, token)) {
            return Err(self.welcome());
        }
        Err(asking(StatusCode::UNAUTHORIZED, None))
    }

    /// Whether anybody has to show a token.
    pub(crate) fn is_closed(&self) -> bool {
        self.token.is_some()
    }

    /// Takes the token from the form in `request`; gives a session, or asks again.
    pub(crate) async fn enter(&self, request: Request) -> Response {
        let Some(token) = &self.token else {
            return see_there("/");
        };
        if !pen::is_ours(request.headers()) {
            let words = "This form was sent from another page than the desk's own.";
            return asking(StatusCode::FORBIDDEN, Some(words));
        }
        let bytes = to_bytes(request.into_body(), MOST_BYTES).await;
        let bytes = bytes.unwrap_or_default();
        let mut fields = form_urlencoded::parse(&bytes);
        if fields.any(|(name, value)| name == "token" && is_same(value.trim(), token)) {
            return self.welcome();
        }
        asking(
            StatusCode::UNAUTHORIZED,
            Some("That is not the token of this desk."),
        )
    }

    /// Ends the session of `request`.
    pub(crate) fn leave(&self, request: &Request) -> Response {
        if pen::is_ours(request.headers()) {
            self.lock()
                .retain(|s| !kept(request.headers()).any(|k| k == s));
        }
        let mut response = see_there("/");
        set_cookie(&mut response, "; Max-Age=0");
        response
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let sessions = self.lock();
        kept(headers).any(|k| sessions.iter().any(|s| is_same(k, s)))
    }

    /// A name is whole before the lock is let go, so that a panic leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a session and leads to the first page, so that the token leaves the address line.
    fn welcome(&self) -> Response {
        let Ok(name) = pen::secret() else {
            return plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "the system gives no random bytes\n",
            );
        };
        let mut sessions = self.lock();
        if sessions.len() >= SESSIONS {
            sessions.pop_front();
        }
        let mut response = see_there("/");
        set_cookie(&mut response, &name);
        sessions.push_back(name);
        response
    }
}

fn set_cookie(response: &mut Response, value: &str) {
    let cookie = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict");
    let cookie = HeaderValue::from_str(&cookie).expect("names of sessions are hexadecimal digits");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
}

/// The page that asks for the token.
fn asking(status: StatusCode, wrong: Option<&str>) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Token · onrecord" }
                link rel="icon" href="/favicon.svg";
                link rel="stylesheet" href="/desk.css";
            }
            body {
                main #main {
                    h1 { "This desk asks for its token" }
                    p { "Whoever started it has it. Programs send it as a bearer token." }
                    form.fields method="post" action=(ENTER) {
                        label { "Token" input type="password" name="token" autocomplete="current-password" required autofocus aria-describedby=[wrong.map(|_| "wrong")]; }
                        button { "Enter" }
                    }
                    @if let Some(words) = wrong { p #wrong.odd role="alert" { (words) } }
                }
            }
        }
    };
    reply(
        status,
        "text/html; charset=utf-8",
        Body::from(page.into_string()),
    )
}

#[expect(clippy::result_large_err, reason = "the error is the answer to send")]
fn own_host(headers: &HeaderMap) -> Result<(), Response> {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    let name = host.map(|h| {
        h.rsplit_once(':').map_or(h, |(name, port)| {
            if port.bytes().all(|b| b.is_ascii_digit()) {
                name
            } else {
                h
            }
        })
    });
    if matches!(name, Some("localhost" | "127.0.0.1" | "[::1]")) {
        return Ok(());
    }
    let words =
        "this desk answers to localhost only (help: to serve others, start it with `--token`)\n";
    Err(plain(StatusCode::FORBIDDEN, words))
}

/// The token that a program sends.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    sent.strip_prefix("Bearer ")
}

/// Names of sessions that a visitor's cookies hold.
fn kept(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let cookies = headers.get(header::COOKIE).and_then(|v| v.to_str().ok());
    let cookies = cookies.unwrap_or_default().split(';');
    cookies.filter_map(|c| c.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

/// Compares in a time that does not depend on where the two differ.
pub(crate) fn is_same(given: &str, token: &str) -> bool {
    let differs = |sum, (a, b): (u8, u8)| sum | (a ^ b);
    given.len() == token.len() && given.bytes().zip(token.bytes()).fold(0, differs) == 0
}

/// Leads to `place`.
pub(crate) fn see_there(place: &str) -> Response {
    let mut response = plain(StatusCode::SEE_OTHER, "see there\n");
    if let Ok(place) = HeaderValue::from_str(place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

/// An answer in plain words.
pub(crate) fn plain(status: StatusCode, words: &str) -> Response {
    reply(
        status,
        "text/plain; charset=utf-8",
        Body::from(words.to_owned()),
    )
}

/// `response` with the name of its text, or without the text where the visitor has it already (RFC 9110, 8.8.3 and
/// 13.1.2).
pub(crate) fn named(mut response: Response, text: &str, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", model::Id::of("text", &[text]));
    let held = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok());
    let is_held = held.is_some_and(|held| {
        held.split(',')
            .any(|t| t.trim().trim_start_matches("W/") == tag || t.trim() == "*")
    });
    if is_held && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// An answer with all headers.
pub(crate) fn reply(status: StatusCode, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers: [(HeaderName, &'static str); 7] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "private, no-cache"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `response` as it is sent with a page of strangers: see [`crate::original`].
pub(crate) fn confined(mut response: Response) -> Response {
    let headers: [(HeaderName, &'static str); 3] = [
        (header::CONTENT_SECURITY_POLICY, original::POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_DNS_PREFETCH_CONTROL, "off"),
    ];
    for (name, value) in headers {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(header: (&str, &str), uri: &str) -> Request {
        let built = Request::builder().uri(uri).header(header.0, header.1);
        built.body(Body::empty()).unwrap()
    }

    #[test]
    fn an_open_address_without_a_token_is_refused() {
        assert!(Gate::new("0.0.0.0:80".parse().unwrap(), None).is_err());
        assert!(Gate::new("0.0.0.0:80".parse().unwrap(), Some("short".into())).is_err());
        assert!(
            Gate::new(
                "0.0.0.0:80".parse().unwrap(),
                Some("a-good-long-token".into())
            )
            .is_ok()
        );
    }

    #[test]
    fn a_foreign_host_name_is_refused() {
        let gate = Gate::new("127.0.0.1:80".parse().unwrap(), None).unwrap();
        assert!(
            gate.admit(&request(("host", "localhost:8000"), "/"))
                .is_ok()
        );
        assert!(gate.admit(&request(("host", "[::1]"), "/")).is_ok());
        let refused = gate.admit(&request(("host", "evil.example:8000"), "/"));
        assert_eq!(refused.unwrap_err().status(), StatusCode::FORBIDDEN);
    }

    #[test]
    fn a_token_gives_a_session_that_ends_when_it_is_left() {
        let token = "a-good-long-token";
        let gate = Gate::new("0.0.0.0:80".parse().unwrap(), Some(token.into())).unwrap();
        let status = |header, uri| gate.admit(&request(header, uri)).map_err(|r| r.status());
        assert_eq!(status(("host", "x"), "/"), Err(StatusCode::UNAUTHORIZED));
        assert_eq!(
            status(("authorization", "Bearer a-good-long-token"), "/"),
            Ok(())
        );
        // The token itself is no session.
        let cookie = ("cookie", "onrecord_desk=a-good-long-token");
        assert_eq!(status(cookie, "/"), Err(StatusCode::UNAUTHORIZED));
        let welcome = gate
            .admit(&request(("host", "x"), "/?token=a-good-long-token"))
            .unwrap_err();
        assert_eq!(welcome.status(), StatusCode::SEE_OTHER);
        let given = welcome.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(
            given.contains("; HttpOnly; SameSite=Strict") && !given.contains(token),
            "{given}"
        );
        let session = format!("a=b; {}", given.split(';').next().unwrap());
        assert_eq!(status(("cookie", &session), "/"), Ok(()));
        gate.leave(&request(("cookie", &session), LEAVE));
        assert_eq!(
            status(("cookie", &session), "/"),
            Err(StatusCode::UNAUTHORIZED)
        );
    }
}
