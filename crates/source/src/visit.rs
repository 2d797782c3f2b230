//! What stands at an address: the article of a page, the articles of a feed, or a file of any kind that is read from disk.
//!
//! Takes an address, or an answer of it; returns articles. An entry of a feed that holds only a summary is completed by its page, since a
//! summary is not the article; what the feed says of the article (headline, day, author) wins over what the page says. Kinds are told by what the bytes begin
//! with, then by the media type, as servers often name a feed a page. Known limit: an article spread over several pages is read from its first.
//!
//! Example: `onrecord add https://news.example/feed.xml` reads the feed, and the pages of its entries where it needs them.

use crate::feed::{Feed, Item};
use crate::packed;
use crate::stream::{self, Opened, Source, Stream, Yield};
use crate::table::Columns;
use crate::{
    Answer, Fetcher, Found, Problem, RawArticle, Refusal, Unfetched, Validators, html, http,
};
use jiff::Timestamp;
use model::ContentHash;
use std::cell::RefCell;
use std::io::Cursor;
use std::rc::Rc;

/// Bytes by which a feed is told.
const HEAD: usize = 1024;

/// Leave to fetch, at a time that robots.txt is judged by.
#[derive(Clone, Debug)]
pub struct Network {
    fetcher: Rc<RefCell<Fetcher>>,
    now: Timestamp,
}

/// An entry of a feed that was fetched.
pub struct Entry(Item);

impl Entry {
    /// What it is known by among the entries of its feed.
    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// When the feed says that it was last changed; another stamp is another state.
    pub fn stamp(&self) -> Option<&str> {
        self.0.stamp.as_deref()
    }

    /// Its article; where the feed holds only a summary, from its page.
    ///
    /// # Errors
    /// The entry has neither text nor address; the page cannot be fetched.
    pub fn article(self, fetcher: &mut Fetcher, now: Timestamp) -> Result<RawArticle, Refusal> {
        let (Err(Problem::OnlySummary), Some(address)) = (&self.0.text, &self.0.article.uri) else {
            return self.0.whole();
        };
        let item = &self.0;
        let got = fetched(fetcher, address, now).and_then(|found| match kind(&found) {
            Kind::Page => Ok(page(found, item.article.clone())),
            Kind::Feed | Kind::File => Err(Problem::NoArticle("there is no page".to_owned())),
        });
        let at = self.0.at;
        match got {
            Ok(article) => Ok(RawArticle { at, ..article }),
            Err(problem) => Err(Refusal { at, problem }),
        }
    }
}

/// The entries of the feed that was found at an address; `outlet` is known better than the feed's title.
///
/// # Errors
/// It is no feed.
pub fn entries(found: Found, outlet: Option<&str>) -> Result<Vec<Entry>, Problem> {
    if kind(&found) != Kind::Feed {
        let what = format!("{} is a page or a file", found.address);
        return Err(Problem::BadFeed(what));
    }
    let mut feed = Feed::of(source(found))?;
    let entries = std::iter::from_fn(|| feed.next_item());
    let named = entries.map(|mut item| {
        if let Some(outlet) = outlet {
            item.article.outlet = Some(outlet.to_owned());
        }
        Entry(item)
    });
    Ok(named.collect())
}

impl Network {
    /// By `fetcher`, at the time `now`.
    pub fn new(fetcher: Fetcher, now: Timestamp) -> Self {
        Self {
            fetcher: Rc::new(RefCell::new(fetcher)),
            now,
        }
    }

    /// What stands at `address`.
    pub(crate) fn opened(&self, address: &str, columns: &Columns) -> Result<Opened, Problem> {
        let found = fetched(&mut self.fetcher.borrow_mut(), address, self.now)?;
        match kind(&found) {
            Kind::Page => {
                let given = RawArticle {
                    input_id: address.to_owned(),
                    ..RawArticle::default()
                };
                Ok(Opened::One(Box::new(page(found, given))))
            }
            Kind::Feed => {
                let entries = entries(found, None)?.into_iter();
                let network = self.clone();
                Ok(Opened::Many(Box::new(Entries { entries, network })))
            }
            Kind::File => stream::opened(source(found), columns),
        }
    }
}

/// The articles of a feed's entries.
struct Entries {
    entries: std::vec::IntoIter<Entry>,
    network: Network,
}

impl Stream for Entries {
    fn next(&mut self) -> Option<Yield> {
        let entry = self.entries.next()?;
        let mut fetcher = self.network.fetcher.borrow_mut();
        Some(Yield::of(entry.article(&mut fetcher, self.network.now)))
    }
}

fn fetched(fetcher: &mut Fetcher, address: &str, now: Timestamp) -> Result<Found, Problem> {
    match fetcher.get(address, &Validators::default(), now)? {
        Answer::Found(found) => Ok(found),
        // Nothing was named that could be unchanged.
        Answer::Unchanged => Err(Unfetched::Failed("an answer without a body".to_owned()).into()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Feed,
    File,
}

fn kind(found: &Found) -> Kind {
    let head = &found.bytes[..found.bytes.len().min(HEAD)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let begins = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let is_page = head.contains("<html") || head.contains("<!doctype html");
    let is_markup = begins.starts_with("<?xml") || begins.starts_with('<');
    let names_feed = ["<rss", "<feed", "<rdf:rdf"]
        .iter()
        .any(|tag| head.contains(tag));
    let media = found.media.split(';').next().unwrap_or_default().trim();
    if names_feed && is_markup && !is_page || head.contains("://jsonfeed.org/version/") {
        Kind::Feed
    } else if is_page || matches!(media, "text/html" | "application/xhtml+xml") {
        Kind::Page
    } else if media.ends_with("xml") {
        Kind::Feed
    } else {
        Kind::File
    }
}

/// The page that was found, with what is `given` of its article.
fn page(found: Found, given: RawArticle) -> RawArticle {
    RawArticle {
        original: ContentHash::of(&found.bytes),
        page: Some(html::decode(&found.bytes, http::charset(&found.media))),
        uri: Some(found.address),
        ..given
    }
}

fn source(found: Found) -> Source {
    let path = found.address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let has_ending = name.contains('.');
    let (reader, packing) =
        packed::unpack(Cursor::new(found.bytes)).expect("bytes in memory can be read");
    Source {
        named: has_ending.then(|| name.to_owned()),
        file_name: found.address.clone(),
        shown: found.address,
        reader,
        packing,
    }
}
