//! The file of feeds that `onrecord watch` asks.
//!
//! Takes a TOML file; returns its feeds, each with how often it is asked, or says which line is wrong. Known limit: no names of feeds, since their addresses name them.
//!
//! Example: `[[feed]]` with `address = "https://news.example/world.xml"` and `every = "1h"`.

use jiff::SignedDuration;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use toml::Spanned;
use url::Url;

/// How often a feed is asked where the file does not say.
const USUAL: SignedDuration = SignedDuration::from_mins(15);
/// A public host is not asked more often.
const LEAST: SignedDuration = SignedDuration::from_mins(1);

/// The feeds of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeds {
    /// In the order of the file.
    pub feeds: Vec<Watched>,
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Its address.
    pub address: String,
    /// Name of its outlet, instead of the feed's title.
    pub outlet: Option<String>,
    /// How often it is asked.
    pub every: SignedDuration,
    /// Whether its host may be one of the user's own network.
    pub is_private: bool,
}

/// What is wrong with a file of feeds.
#[derive(Debug, thiserror::Error)]
pub enum FeedsError {
    /// The system will not open or read it.
    #[error("cannot read {path}: {cause} (help: check the path)")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A line of it.
    #[error("{path}:{line}: {what} (help: {help})", path = path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
        /// How to mend it.
        help: &'static str,
    },
}

const HELP: &str = "each feed is `[[feed]]` with `address = \"https://…\"`, and may have `outlet`, `every` and `private`";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    every: Option<Spanned<String>>,
    #[serde(default)]
    feed: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    address: Spanned<String>,
    outlet: Option<String>,
    every: Option<Spanned<String>>,
    #[serde(default)]
    private: bool,
}

impl Feeds {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// It cannot be read, or a line is wrong.
    #[expect(
        clippy::disallowed_methods,
        reason = "the file of feeds is opened here"
    )]
    pub fn read(path: &Path) -> Result<Self, FeedsError> {
        let text = std::fs::read_to_string(path).map_err(|cause| FeedsError::Unreadable {
            path: path.to_owned(),
            cause,
        })?;
        Self::parse(&text).map_err(|wrong| wrong.in_file(path, &text))
    }

    /// Hosts that may be of the user's own network, each with its port where the address has one.
    pub fn private_hosts(&self) -> BTreeSet<String> {
        let private = self.feeds.iter().filter(|f| f.is_private);
        let urls = private.filter_map(|f| Url::parse(&f.address).ok());
        urls.map(|url| url.authority().to_owned()).collect()
    }

    fn parse(text: &str) -> Result<Self, Wrong> {
        let table: Table = toml::from_str(text).map_err(|e| Wrong {
            at: e.span().map_or(0, |s| s.start),
            what: e.message().to_owned(),
            help: HELP,
        })?;
        let usual = table.every.as_ref().map_or(Ok(USUAL), duration)?;
        let mut seen = BTreeSet::new();
        let mut feeds = Vec::new();
        for row in table.feed {
            let at = row.span().start;
            let feed = row.into_inner().watched(usual)?;
            if !seen.insert(feed.address.clone()) {
                let what = format!("{} stands here twice", feed.address);
                return Err(wrong(at, what, "leave one of them out"));
            }
            feeds.push(feed);
        }
        if feeds.is_empty() {
            return Err(wrong(0, "no feed in it".to_owned(), HELP));
        }
        Ok(Self { feeds })
    }
}

impl Row {
    fn watched(self, usual: SignedDuration) -> Result<Watched, Wrong> {
        let every = self.every.as_ref().map_or(Ok(usual), duration)?;
        let at = self.address.span().start;
        let address = self.address.into_inner();
        let url = Url::parse(&address).ok();
        let is_web = |u: &Url| matches!(u.scheme(), "http" | "https") && u.has_host();
        if !url.as_ref().is_some_and(is_web) {
            let what = format!("`{address}` is not an address at http or https");
            return Err(wrong(at, what, HELP));
        }
        if every < LEAST && !self.private {
            let what = format!("{address} is asked more often than once a minute");
            return Err(wrong(at, what, "write `every = \"15m\"` or the like"));
        }
        Ok(Watched {
            address,
            outlet: self.outlet,
            every,
            is_private: self.private,
        })
    }
}

/// What is wrong at a byte of the text.
struct Wrong {
    at: usize,
    what: String,
    help: &'static str,
}

fn wrong(at: usize, what: String, help: &'static str) -> Wrong {
    Wrong { at, what, help }
}

impl Wrong {
    fn in_file(self, path: &Path, text: &str) -> FeedsError {
        let before = text.get(..self.at).unwrap_or_default();
        FeedsError::Wrong {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            what: self.what,
            help: self.help,
        }
    }
}

fn duration(typed: &Spanned<String>) -> Result<SignedDuration, Wrong> {
    let read = typed.get_ref().parse::<SignedDuration>().ok();
    read.filter(SignedDuration::is_positive).ok_or_else(|| {
        let what = format!("`{}` is not a time span", typed.get_ref());
        wrong(typed.span().start, what, "write `15m`, `2h` or `1h 30m`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match Feeds::parse(text) {
            Ok(feeds) => format!("{:?}", feeds.feeds),
            Err(wrong) => wrong.in_file(Path::new("feeds.toml"), text).to_string(),
        }
    }

    #[test]
    fn feeds_have_their_own_times_or_those_of_the_file() {
        let text = "every = \"2h\"\n[[feed]]\naddress = \"https://a.example/f\"\n[[feed]]\naddress = \"http://127.0.0.1:8080/f\"\nevery = \"1s\"\nprivate = true\noutlet = \"Wire\"\n";
        let Ok(feeds) = Feeds::parse(text) else {
            panic!()
        };
        assert_eq!(feeds.feeds[0].every, SignedDuration::from_hours(2));
        assert_eq!(feeds.feeds[1].every, SignedDuration::from_secs(1));
        assert_eq!(feeds.feeds[1].outlet.as_deref(), Some("Wire"));
        assert_eq!(
            feeds.private_hosts(),
            BTreeSet::from(["127.0.0.1:8080".to_owned()])
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let feed = "[[feed]]\naddress = \"https://a.example/f\"\n";
        assert!(
            told(&format!("{feed}evry = \"1h\"\n"))
                .starts_with("feeds.toml:3: unknown field `evry`")
        );
        assert!(
            told(&format!("{feed}every = \"soon\"\n"))
                .starts_with("feeds.toml:3: `soon` is not a time span")
        );
        assert!(told(&format!("{feed}every = \"5s\"\n")).contains("more often than once a minute"));
        assert!(
            told(&format!("{feed}{feed}"))
                .starts_with("feeds.toml:3: https://a.example/f stands here twice")
        );
        assert!(
            told("[[feed]]\naddress = \"file:///etc/passwd\"\n")
                .starts_with("feeds.toml:2: `file:///etc/passwd` is not")
        );
        assert!(told("").contains("no feed in it"));
    }
}
