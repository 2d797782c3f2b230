//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom (RFC 4287), JSON Feed 1.1.
//!
//! Takes a feed; yields the articles of its entries in their order. The text of an entry is its content, or a description that is marked up in
//! paragraphs, as many feeds put the whole article there; an entry with a mere summary is refused, since a summary is not the article. The feed's
//! title is the outlet. Known limit: days are those of universal time, as the reader of feeds drops the zone.
//!
//! Example: an item with `content:encoded` is an article with the item's title, link, author and day.

use crate::stream::{MAX_FILE, Source, Stream, Yield, read_problem};
use crate::{Location, Problem, RawArticle, Refusal, html};
use feed_rs::model::{Entry, Feed as Read, Link};
use jiff::{Timestamp, tz::TimeZone};
use model::{Basis, ContentHash};
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A feed being read.
pub(crate) struct Feed {
    shown: String,
    file_name: String,
    outlet: Option<String>,
    language: Option<String>,
    entries: std::iter::Enumerate<std::vec::IntoIter<Entry>>,
}

impl Feed {
    pub(crate) fn of(source: Source) -> Result<Self, Problem> {
        let mut bytes = Vec::new();
        let read = source.reader.take(MAX_FILE + 1).read_to_end(&mut bytes);
        read.map_err(|e| read_problem(source.packing, &e))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(Problem::TooLarge);
        }
        // Foreign code on hostile input, as with pages.
        let parsed = catch_unwind(AssertUnwindSafe(|| feed_rs::parser::parse(&bytes[..])));
        let read: Read = parsed
            .map_err(|_| Problem::BadFeed("it broke the reader of feeds".to_owned()))?
            .map_err(|e| Problem::BadFeed(e.to_string()))?;
        Ok(Self {
            shown: source.shown,
            file_name: source.file_name,
            outlet: read.title.map(|t| plain(&t.content)),
            language: read.language,
            entries: read.entries.into_iter().enumerate(),
        })
    }

    /// The next entry; `None` at the end.
    pub(crate) fn next_item(&mut self) -> Option<Item> {
        let (number, entry) = self.entries.next()?;
        Some(self.item(number + 1, entry))
    }

    fn item(&self, number: usize, entry: Entry) -> Item {
        let alternate = |l: &&Link| l.rel.as_deref() == Some("alternate");
        let link = entry.links.iter().find(alternate);
        let uri = link.or(entry.links.first()).map(|l| l.href.clone());
        let moment = entry.published.or(entry.updated).map(|m| m.timestamp());
        let day = moment.and_then(|m| Timestamp::from_second(m).ok());
        let named = uri.clone().unwrap_or_else(|| number.to_string());
        let changed = entry.updated.or(entry.published);
        Item {
            at: Location {
                input: format!("{}:{named}", self.shown),
                line: None,
            },
            key: uri.clone().unwrap_or_else(|| entry.id.clone()),
            stamp: changed.map(|m| m.to_rfc3339()),
            text: content(&entry)
                .ok_or(Problem::OnlySummary)
                .and_then(text_of),
            article: RawArticle {
                input_id: uri
                    .clone()
                    .unwrap_or_else(|| format!("{}:{number}", self.file_name)),
                uri,
                outlet: self.outlet.clone(),
                title: entry.title.map(|t| plain(&t.content)),
                authors: entry.authors.into_iter().map(|a| a.name).collect(),
                language: entry.language.or_else(|| self.language.clone()),
                published: day.map(|d| (d.to_zoned(TimeZone::UTC).date(), Basis::Input)),
                ..RawArticle::default()
            },
        }
    }
}

/// An entry: its particulars, and its text where the feed has it.
pub(crate) struct Item {
    pub(crate) at: Location,
    /// What it is known by: its address, else its id.
    pub(crate) key: String,
    /// When it was last changed, in the feed's words; another stamp is another state.
    pub(crate) stamp: Option<String>,
    /// Everything but the text.
    pub(crate) article: RawArticle,
    /// The text with the hash of what it came as.
    pub(crate) text: Result<(String, ContentHash), Problem>,
}

impl Item {
    /// The article, where the feed has all of it.
    pub(crate) fn whole(self) -> Result<RawArticle, Refusal> {
        let at = self.at;
        match self.text {
            Ok((text, original)) => Ok(RawArticle {
                at,
                text,
                original,
                ..self.article
            }),
            Err(problem) => Err(Refusal { at, problem }),
        }
    }
}

/// The text of `whole`, which is markup unless it is plain.
fn text_of((whole, is_plain): (String, bool)) -> Result<(String, ContentHash), Problem> {
    if !is_plain && html::is_open_without_end(&whole) {
        return Err(Problem::TooDeep);
    }
    let original = ContentHash::of(whole.as_bytes());
    let text = if is_plain {
        whole
    } else {
        html::blocks(&whole).join("\n\n")
    };
    Ok((text, original))
}

/// The whole text of an entry, and whether it is plain rather than marked up.
fn content(entry: &Entry) -> Option<(String, bool)> {
    let whole = entry.content.as_ref().and_then(|c| {
        let is_plain = c.content_type.as_str().starts_with("text/plain");
        Some((c.body.clone()?, is_plain))
    });
    let described = entry.summary.as_ref().map(|s| (s.content.clone(), false));
    let described = described.filter(|(d, _)| d.to_ascii_lowercase().contains("<p"));
    let found = whole.or(described);
    found.filter(|(text, _)| !text.trim().is_empty())
}

/// A line of a feed without the markup that some put there.
fn plain(line: &str) -> String {
    html::blocks(line).join(" ")
}

impl Stream for Feed {
    fn next(&mut self) -> Option<Yield> {
        Some(Yield::of(self.next_item()?.whole()))
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files of their own")]
mod tests {
    use crate::{Articles, Columns, Input, RawArticle, Refusal};

    fn read(name: &str, text: &str) -> Vec<Result<RawArticle, Refusal>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        Articles::new(&[Input::Path(path)], Columns::default()).collect()
    }

    fn told(found: &Result<RawArticle, Refusal>) -> String {
        match found {
            Ok(a) => format!(
                "{} | {} | {} | {} | {}",
                a.uri.as_deref().unwrap_or_default(),
                a.outlet.as_deref().unwrap_or_default(),
                a.title.as_deref().unwrap_or_default(),
                a.published.map(|p| p.0.to_string()).unwrap_or_default(),
                a.text
            ),
            Err(refusal) => refusal.problem.to_string(),
        }
    }

    const WANTED: &str = "https://news.example/a | The Daily | Envoy leaves | 2023-09-14 | The envoy left.\n\nHe said nothing.";

    #[test]
    fn rss_with_its_content_and_with_a_summary_alone() {
        let feed = "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Daily</title>\
            <item><title>Envoy leaves</title><link>https://news.example/a</link><pubDate>Thu, 14 Sep 2023 08:00:00 GMT</pubDate>\
            <description>Short.</description><content:encoded><![CDATA[<p>The envoy <b>left</b>.</p><p>He said nothing.</p>]]></content:encoded></item>\
            <item><title>Other</title><link>https://news.example/b</link><description>Only a summary.</description></item></channel></rss>";
        let found = read("news.rss", feed);
        assert_eq!(told(&found[0]), WANTED);
        assert!(
            told(&found[1]).contains("only a summary"),
            "{}",
            told(&found[1])
        );
        assert_eq!(read("news.xml", feed).len(), 2);
    }

    #[test]
    fn atom_and_json_feeds() {
        let atom = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>The Daily</title><id>x</id><updated>2023-09-15T00:00:00Z</updated>\
            <entry><title>Envoy leaves</title><id>y</id><link rel='alternate' href='https://news.example/a'/><published>2023-09-14T08:00:00Z</published>\
            <updated>2023-09-15T08:00:00Z</updated><content type='html'>&lt;p&gt;The envoy left.&lt;/p&gt;&lt;p&gt;He said nothing.&lt;/p&gt;</content></entry></feed>";
        assert_eq!(told(&read("news.atom", atom)[0]), WANTED);
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Daily", "items": [
            {"id": "1", "url": "https://news.example/a", "title": "Envoy leaves", "date_published": "2023-09-14T08:00:00Z",
             "content_html": "<p>The envoy left.</p><p>He said nothing.</p>"}]}"#;
        assert_eq!(told(&read("news.json", json)[0]), WANTED);
    }

    #[test]
    fn plain_text_keeps_its_lines_and_its_signs() {
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Daily", "items": [
            {"id": "1", "url": "https://news.example/a", "title": "Envoy leaves", "date_published": "2023-09-14T08:00:00Z",
             "content_text": "The envoy left.\n\nFewer than 5 <b were there & stayed."}]}"#;
        let found = read("news.json", json);
        assert_eq!(
            found[0].as_ref().unwrap().text,
            "The envoy left.\n\nFewer than 5 <b were there & stayed."
        );
    }

    #[test]
    fn entities_that_grow_without_end_and_what_is_no_feed_are_refused() {
        let entity = |n: usize| format!("<!ENTITY e{n} '&e{0};&e{0};'>", n - 1);
        let entities: Vec<String> = (1..40).map(entity).collect();
        let entities = entities.concat();
        let bomb = format!(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'x'>{entities}]><rss version='2.0'><channel><title>&e39;</title>\
             <item><title>&e39;</title><description>&lt;p>&e39;</description></item></channel></rss>"
        );
        let found = read("news.rss", &bomb);
        assert_eq!(found.len(), 1);
        // Whether refused or read as it stands: the entity has not become its forty doublings.
        assert!(!told(&found[0]).contains("xx"), "{}", told(&found[0]));
        let deep = format!("<rss version='2.0'><channel>{}", "<a>".repeat(100_000));
        for text in ["no feed", "<html><p>A page</p></html>", "", &deep] {
            let found = read("news.rss", text);
            assert!(found.iter().all(Result::is_err), "{text:.20}");
        }
    }
}
