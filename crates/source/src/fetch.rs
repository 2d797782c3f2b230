//! The network: what stands at an address, fetched politely. Nothing else in the program asks another machine for anything.
//!
//! Takes an `http` or `https` address; returns the bytes that it gave in the end, or why it gave none. Politeness: one request at a time, a
//! pause between two to one host, robots.txt (RFC 9309) with its `Crawl-delay`, conditional requests (RFC 9110, 13.1) and `Retry-After`. Caution: every hop
//! of a redirect must be `http` or `https` and lead to a public address, which is checked where names become addresses, so that neither a redirect
//! nor a name server leads into the user's own network; answers are bounded in bytes and time. Known limit: proxies of the environment are not used, cookies
//! are not kept.
//!
//! Example: `https://news.example/feed.xml` asked again with the validators of its last answer is [`Answer::Unchanged`].

mod public;
mod robots;

use jiff::Timestamp;
use public::PublicOnly;
use robots::Rules;
use std::collections::{BTreeMap, BTreeSet};
use std::thread::sleep;
use std::time::Duration;
use ureq::Agent;
use ureq::http::{HeaderMap, Response, StatusCode, header};
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

/// How this program calls itself to servers and finds itself in robots.txt.
const USER_AGENT: &str = concat!("onrecord/", env!("CARGO_PKG_VERSION"));

/// Redirects that are followed (RFC 9309, 2.3.1.2 asks for five of robots.txt too).
const MOST_HOPS: usize = 5;
/// Most bytes of an answer, unpacked: feeds of whole articles have some megabytes.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// How fast and how far a [`Fetcher`] goes.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Pause between two requests to one host.
    pub pause: Duration,
    /// Longest wait for an answer and its body.
    pub patience: Duration,
    /// Hosts, with their ports where they have one, that the user names although their addresses are not public.
    pub private_hosts: BTreeSet<String>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(30),
            private_hosts: BTreeSet::new(),
        }
    }
}

/// What an answer can be recognised by when it is asked for again (RFC 9110, 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, as it came.
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    pub modified: Option<String>,
}

/// What an address gave.
#[derive(Debug)]
pub enum Answer {
    /// The same as last time.
    Unchanged,
    /// Something.
    Found(Found),
}

/// The bytes at an address.
#[derive(Debug)]
pub struct Found {
    /// Where they were found in the end.
    pub address: String,
    /// Media type with its parameters, lower case; empty where none was named.
    pub media: String,
    /// The body, unpacked.
    pub bytes: Vec<u8>,
    /// For the next time.
    pub validators: Validators,
}

/// Why an address gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfetched {
    /// Not an address.
    #[error("`{0}` is not an address")]
    NotAnAddress(String),
    /// Some other scheme.
    #[error("`{0}` is not at http or https")]
    Scheme(String),
    /// It leads into a network of the user's own.
    #[error("`{0}` has no public address")]
    Private(String),
    /// robots.txt asks to leave it.
    #[error("the robots.txt of its host asks not to fetch {0}")]
    Robots(String),
    /// From one address to the next without end.
    #[error("redirected more than {MOST_HOPS} times")]
    Redirects,
    /// An answer that is none.
    #[error("the server answered {code}")]
    Status {
        /// HTTP status.
        code: u16,
        /// How long the server asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// More bytes than a feed or a page has.
    #[error("larger than 32 MiB")]
    TooLarge,
    /// No answer in time.
    #[error("no whole answer within {0} seconds")]
    TimedOut(u64),
    /// The connection, in the words of the system.
    #[error("{0}")]
    Failed(String),
}

impl Unfetched {
    /// Whether the server says that nothing will ever be there again.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Status { code: 410, .. })
    }

    /// How to mend it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotAnAddress(_) | Self::Scheme(_) => {
                "give an address such as https://news.example/feed.xml"
            }
            Self::Private(_) => {
                "only public addresses are fetched; name a host of your own network with `private = true` in the file of feeds, or save the page and give the file"
            }
            Self::Robots(_) => "save the page in a browser and give the file",
            Self::Redirects | Self::Status { .. } => "open the address in a browser and look",
            Self::TooLarge => "save it and give the file",
            Self::TimedOut(_) | Self::Failed(_) => "try again later, or check the address",
        }
    }
}

/// Fetches addresses, one at a time.
#[derive(Debug)]
pub struct Fetcher {
    agent: Agent,
    manners: Manners,
    rules: BTreeMap<String, Rules>,
    /// Hosts that were asked already.
    asked: BTreeSet<String>,
}

impl Fetcher {
    /// A fetcher that has asked nobody yet.
    pub fn new(manners: Manners) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("application/rss+xml, application/atom+xml, application/feed+json, text/html, */*;q=0.5")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(manners.patience))
            .build();
        let resolver = PublicOnly::except(&manners.private_hosts);
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            manners,
            rules: BTreeMap::new(),
            asked: BTreeSet::new(),
        }
    }

    /// What stands at `address`, unless it is what `known` recognises; robots.txt is asked again where it is older than a day at `now`.
    ///
    /// # Errors
    /// Whatever keeps the address from giving something.
    pub fn get(
        &mut self,
        address: &str,
        known: &Validators,
        now: Timestamp,
    ) -> Result<Answer, Unfetched> {
        let mut url = parsed(address)?;
        for _ in 0..=MOST_HOPS {
            self.allow(&url, now)?;
            let response = self.ask(&url, known)?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Answer::Unchanged);
            }
            if let Some(next) = redirect(&url, &response)? {
                url = next;
            } else if status.is_success() {
                return self.found(&url, response).map(Answer::Found);
            } else {
                return Err(refusal(status, response.headers(), now));
            }
        }
        Err(Unfetched::Redirects)
    }

    /// Whether the robots.txt of the host lets us; it is fetched where it is not known.
    fn allow(&mut self, url: &Url, now: Timestamp) -> Result<(), Unfetched> {
        let host = host(url);
        if self.rules.get(&host).is_none_or(|r| r.is_old(now)) {
            let rules = self.robots(url, now)?;
            self.rules.insert(host.clone(), rules);
        }
        let rules = self.rules.get(&host);
        if rules.is_some_and(|r| r.allow(url)) {
            return Ok(());
        }
        Err(Unfetched::Robots(url.path().to_owned()))
    }

    fn robots(&mut self, url: &Url, now: Timestamp) -> Result<Rules, Unfetched> {
        let mut at = url.join("/robots.txt").map_err(|_| not_an_address(url))?;
        for _ in 0..=MOST_HOPS {
            let response = self.ask(&at, &Validators::default())?;
            if let Some(next) = redirect(&at, &response)? {
                at = next;
                continue;
            }
            let status = response.status();
            return Ok(if status.is_success() {
                Rules::read(&self.found(&at, response)?.bytes, now)
            } else if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
                return Err(refusal(status, response.headers(), now));
            } else {
                Rules::none(now)
            });
        }
        // RFC 9309, 2.3.1.2: what five redirects do not lead to may be taken as not there.
        Ok(Rules::none(now))
    }

    /// One request, after the pause that its host is due.
    fn ask(&mut self, url: &Url, known: &Validators) -> Result<Response<ureq::Body>, Unfetched> {
        let host = host(url);
        if !self.asked.insert(host.clone()) {
            let asked = self.rules.get(&host).and_then(Rules::delay);
            sleep(self.manners.pause.max(asked.unwrap_or_default()));
        }
        let mut request = self.agent.get(url.as_str());
        let conditions = [
            (header::IF_NONE_MATCH, &known.etag),
            (header::IF_MODIFIED_SINCE, &known.modified),
        ];
        for (name, value) in conditions {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.call().map_err(|e| self.failure(url, &e))
    }

    fn found(&self, url: &Url, response: Response<ureq::Body>) -> Result<Found, Unfetched> {
        let text = |name| text(response.headers(), name);
        let media = text(header::CONTENT_TYPE).unwrap_or_default();
        let validators = Validators {
            etag: text(header::ETAG),
            modified: text(header::LAST_MODIFIED),
        };
        let body = response.into_body().into_with_config().limit(MOST_BYTES);
        let bytes = body.read_to_vec().map_err(|e| self.failure(url, &e))?;
        Ok(Found {
            address: url.to_string(),
            media: media.to_ascii_lowercase(),
            bytes,
            validators,
        })
    }

    fn failure(&self, url: &Url, error: &ureq::Error) -> Unfetched {
        match error {
            ureq::Error::Timeout(_) => Unfetched::TimedOut(self.manners.patience.as_secs()),
            ureq::Error::BodyExceedsLimit(_) => Unfetched::TooLarge,
            ureq::Error::HostNotFound => Unfetched::Failed(format!("{} is not known", host(url))),
            ureq::Error::Other(other) if other.is::<public::NotPublic>() => {
                Unfetched::Private(host(url))
            }
            other => Unfetched::Failed(other.to_string()),
        }
    }
}

fn parsed(address: &str) -> Result<Url, Unfetched> {
    let url = Url::parse(address.trim());
    let url = url.map_err(|_| Unfetched::NotAnAddress(address.to_owned()))?;
    fetchable(url)
}

/// An address at http or https with a host; its fragment, which servers never see, is left out.
fn fetchable(mut url: Url) -> Result<Url, Unfetched> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Unfetched::Scheme(url.to_string()));
    }
    if !url.has_host() {
        return Err(not_an_address(&url));
    }
    url.set_fragment(None);
    Ok(url)
}

fn not_an_address(url: &Url) -> Unfetched {
    Unfetched::NotAnAddress(url.to_string())
}

/// Host with the port, where the address names one.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Where `response` sends us.
fn redirect(from: &Url, response: &Response<ureq::Body>) -> Result<Option<Url>, Unfetched> {
    if !response.status().is_redirection() {
        return Ok(None);
    }
    let Some(to) = text(response.headers(), header::LOCATION) else {
        return Ok(None);
    };
    let to = from.join(&to).map_err(|_| Unfetched::NotAnAddress(to))?;
    fetchable(to).map(Some)
}

fn refusal(status: StatusCode, headers: &HeaderMap, now: Timestamp) -> Unfetched {
    let asked = text(headers, header::RETRY_AFTER);
    Unfetched::Status {
        code: status.as_u16(),
        retry_after: asked.and_then(|asked| wait(&asked, now)),
    }
}

/// `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
fn wait(asked: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = asked.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(asked).ok()?.timestamp();
    Duration::try_from(until.duration_since(now)).ok()
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_with_a_host_is_fetched() {
        let mut fetcher = Fetcher::new(Manners::default());
        for address in ["file:///etc/passwd", "ftp://a.example/x", "data:,x"] {
            let known = Validators::default();
            let refused = fetcher.get(address, &known, Timestamp::UNIX_EPOCH);
            assert!(matches!(refused, Err(Unfetched::Scheme(_))), "{address}");
        }
        let refused = parsed("news.example/feed");
        assert!(matches!(refused, Err(Unfetched::NotAnAddress(_))));
    }

    #[test]
    fn a_server_says_when_to_come_again_in_seconds_or_by_a_date() {
        let now: Timestamp = "2023-09-14T08:00:00Z".parse().unwrap();
        assert_eq!(wait("120", now), Some(Duration::from_secs(120)));
        let date = "Thu, 14 Sep 2023 08:01:00 GMT";
        assert_eq!(wait(date, now), Some(Duration::from_secs(60)));
        assert_eq!(wait("Thu, 14 Sep 2023 07:00:00 GMT", now), None);
        assert_eq!(wait("soon", now), None);
    }
}
