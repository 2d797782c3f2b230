//! The gate: who is let in, and the headers that every answer carries.
//!
//! Takes a request; lets it pass or returns the refusal. Without a token only names of this machine are
//! served, so that a page elsewhere cannot read the record by pointing its own name here (DNS rebinding;
//! Jackson et al. 2007). With one, visitors show it once as `?token=` and keep it as a cookie, or send it as
//! a bearer token (RFC 6750). Known limit: no encryption; put a proxy in front for that.
//!
//! Example: `Host: evil.example` on a desk without a token is refused with 403.

use crate::Error;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use std::net::SocketAddr;

/// Characters of a token: 62^16 guesses are out of reach.
pub(crate) const LEAST_TOKEN: usize = 16;

/// Nothing but our own files, no script in the page, in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The cookie that holds the token.
const COOKIE: &str = "onrecord_desk";

pub(crate) struct Gate {
    token: Option<String>,
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
            Ok(Self { token })
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
        if shown(request.headers()).any(|t| is_same(t, token)) {
            return Ok(());
        }
        let query = request.uri().query().unwrap_or_default();
        let mut given = query.split('&').filter_map(|p| p.strip_prefix("token="));
        if given.any(|t| is_same(t, token)) {
            return Err(welcome(token));
        }
        let words = "this desk asks for its token: open it once as /?token=…\n";
        Err(plain(StatusCode::UNAUTHORIZED, words))
    }
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

/// Tokens that a visitor shows.
fn shown(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let bearer = text(header::AUTHORIZATION).and_then(|v| v.strip_prefix("Bearer "));
    let cookies = text(header::COOKIE).unwrap_or_default().split(';');
    let kept = cookies.filter_map(|c| c.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    bearer.into_iter().chain(kept)
}

/// Compares in a time that does not depend on where the two differ.
pub(crate) fn is_same(given: &str, token: &str) -> bool {
    let differs = |sum, (a, b): (u8, u8)| sum | (a ^ b);
    given.len() == token.len() && given.bytes().zip(token.bytes()).fold(0, differs) == 0
}

/// Gives the cookie and leads to the first page, so that the token leaves the address line.
fn welcome(token: &str) -> Response {
    let mut response = plain(StatusCode::SEE_OTHER, "welcome\n");
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_static("/"));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.insert(header::SET_COOKIE, cookie);
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
    fn a_token_is_taken_from_header_cookie_and_address() {
        let token = "a-good-long-token";
        let gate = Gate::new("0.0.0.0:80".parse().unwrap(), Some(token.into())).unwrap();
        let status = |header, uri| gate.admit(&request(header, uri)).map_err(|r| r.status());
        assert_eq!(status(("host", "x"), "/"), Err(StatusCode::UNAUTHORIZED));
        assert_eq!(
            status(("cookie", "a=b; onrecord_desk=a-good-long-token"), "/"),
            Ok(())
        );
        assert_eq!(
            status(("authorization", "Bearer a-good-long-token"), "/"),
            Ok(())
        );
        assert_eq!(
            status(("host", "x"), "/?token=a-good-long-token"),
            Err(StatusCode::SEE_OTHER)
        );
    }
}
