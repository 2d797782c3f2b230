//! Pages: main text and metadata of an HTML page.
//!
//! Takes a page; returns a [`RawArticle`] with the extracted text, by the crate `trafilatura` (Barbaresi
//! 2021, ACL system demonstrations). What the input says about the article wins over the page's
//! metadata. Spans later refer to the extracted text. Known limit: the encoding of a short page that names none is a guess.
//!
//! Example: `<title>A</title><p>…` gives the title `A` and the paragraphs, one a line.

mod day;
mod places;

use crate::{Problem, RawArticle};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use ego_tree::iter::Edge;
use encoding_rs::{Encoding, UTF_8};
use jiff::civil::Date;
use lexicon::pages::Pages;
use model::Basis;
use scraper::{Html, Node, Selector};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use trafilatura::{HtmlDateMode, Options, extract};

/// How far into a page its encoding must be declared (WHATWG HTML, "prescan a byte stream").
const PRESCAN: usize = 1024;

/// Deepest nesting of elements, several times what pages have.
pub(crate) const MAX_DEPTH: usize = 400;

/// So many elements without an end are refused before the page is parsed, which takes time by the square of the depth: seconds up to here.
const MOST_OPEN: usize = 20_000;
/// Labels of elements that have no end, or whose end is given by the next of their kind (WHATWG HTML, "void elements" and "optional tags"): they do not nest.
const ENDLESS: [&str; 27] = [
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input",
    "li", "link", "meta", "optgroup", "option", "p", "param", "source", "tbody", "td", "th", "tr",
    "track", "wbr",
];

static HEADLINE: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("h1").expect("h1 is a selector"));

/// The text of a page's bytes: by byte-order mark, by `header` (what its server named), by `charset` in its head, as UTF-8 where it is that, else by
/// what its letters look like.
pub(crate) fn decode(bytes: &[u8], header: Option<&str>) -> String {
    let named = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let named = named.or_else(|| Encoding::for_label(header?.as_bytes()));
    let encoding = named
        .or_else(|| declared(bytes))
        .unwrap_or_else(|| guessed(bytes));
    encoding.decode(bytes).0.into_owned()
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let after = head.split_once("charset=")?.1;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// The day on which `page`, at `uri` where known, was published: the likeliest of those that stand in it, none where none is likely enough.
/// Known limit: nothing guards it against pages that nest without end, as adding a page is guarded.
pub fn day_of_page(page: &str, uri: Option<&str>, pages: &Pages) -> Option<Date> {
    day::of_page(&Html::parse_document(page), uri, pages)
}

/// What `eval/learn_days.py` learns from: every day in `page` with the names of what is seen of it.
pub fn day_features(page: &str, uri: Option<&str>, pages: &Pages) -> Vec<(String, Vec<String>)> {
    let html = Html::parse_document(page);
    let days = day::features(&html, uri, pages).into_iter();
    days.map(|(day, seen)| (day.to_string(), seen.into_iter().collect()))
        .collect()
}

/// The article of `page`, completing what is `given`.
pub(crate) fn article(page: &str, given: RawArticle, pages: &Pages) -> Result<RawArticle, Problem> {
    if is_open_without_end(page) {
        return Err(Problem::TooDeep);
    }
    let html = Html::parse_document(page);
    if is_too_deep(&html) {
        return Err(Problem::TooDeep);
    }
    let options = Options::default()
        .with_exclude_comments(true)
        .with_fallback(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // The extractor is foreign code on hostile input: its panic must cost one page, not the run.
    let extracted = catch_unwind(AssertUnwindSafe(|| extract(page, &options)))
        .map_err(|_| Problem::NoArticle("the page broke the extractor".to_owned()))?
        .map_err(|e| Problem::NoArticle(e.to_string()))?;
    let about = extracted.metadata;
    let published = given.published.or_else(|| {
        let day = day::of_page(&html, given.uri.as_deref(), pages)?;
        Some((day, Basis::Html))
    });
    let text = |field: String| Some(field).filter(|f| !f.trim().is_empty());
    let authors = about.author.split(';').map(str::trim);
    let title = given.title.or(text(about.title));
    let blocks = blocks(&extracted.content_html);
    let blocks = without_furniture(blocks, &headlines(&html, title.as_deref()), pages);
    Ok(RawArticle {
        uri: given.uri.or(text(about.url)),
        outlet: given.outlet.or(text(about.sitename)),
        title,
        authors: if given.authors.is_empty() {
            authors
                .filter(|a| !a.is_empty())
                .map(str::to_owned)
                .collect()
        } else {
            given.authors
        },
        language: given.language.or(text(about.language)),
        published,
        text: blocks.join("\n\n"),
        page: None,
        original: given.original,
        input_id: given.input_id,
        at: given.at,
    })
}

/// Whether the tags of a page, counted as they stand, open far more than they end.
pub(crate) fn is_open_without_end(page: &str) -> bool {
    let mut open = 0_usize;
    page.split('<').skip(1).any(|tag| {
        let (ends, tag) = tag.strip_prefix('/').map_or((false, tag), |t| (true, t));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default();
        let nests = !name.is_empty() && !ENDLESS.iter().any(|e| e.eq_ignore_ascii_case(name));
        match (nests, ends) {
            (false, _) => {}
            (true, true) => open = open.saturating_sub(1),
            (true, false) => open += 1,
        }
        open > MOST_OPEN
    })
}

/// Whether elements nest deeper than the extractor can follow, which calls itself for every level.
fn is_too_deep(html: &Html) -> bool {
    let mut depth = 0_usize;
    html.tree.root().traverse().any(|edge| {
        match edge {
            Edge::Open(_) => depth += 1,
            Edge::Close(_) => depth -= 1,
        }
        depth > MAX_DEPTH
    })
}

/// The words of the page's headlines, lower case.
fn headlines(html: &Html, title: Option<&str>) -> Vec<Vec<String>> {
    let tops = html.select(&HEADLINE).map(|h| h.text().collect::<String>());
    let all = tops.chain(title.map(str::to_owned));
    all.map(|text| words(&text)).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// `blocks` without those that repeat a headline at the beginning and those that belong to no article; all of them where none would be left.
fn without_furniture(blocks: Vec<String>, headlines: &[Vec<String>], pages: &Pages) -> Vec<String> {
    let furniture = &pages.furniture;
    let is_text = |(number, block): &(usize, &String)| {
        let repeats = *number < furniture.headline && headlines.contains(&words(block));
        !repeats && !furniture.holds(block)
    };
    let kept = blocks.iter().enumerate().filter(is_text);
    let kept: Vec<String> = kept.map(|(_, block)| block.clone()).collect();
    if kept.is_empty() { blocks } else { kept }
}

/// The blocks of text in markup: the extractor's own plain text runs them together, and then a headline fuses with the sentence after it.
pub(crate) fn blocks(markup: &str) -> Vec<String> {
    let fragment = Html::parse_fragment(markup);
    let mut blocks = vec![String::new()];
    for edge in fragment.root_element().traverse() {
        let (node, is_open) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Element(element) if is_block(element.name()) => blocks.push(String::new()),
            Node::Text(text) if is_open => {
                blocks
                    .last_mut()
                    .map(|block| block.push_str(text))
                    .unwrap_or_default();
            }
            _ => {}
        }
    }
    let words = |block: &String| block.split_whitespace().collect::<Vec<_>>().join(" ");
    blocks.iter().map(words).filter(|b| !b.is_empty()).collect()
}

/// Whether an element stands apart from the text before and after it (HTML Living Standard, 15.3).
fn is_block(name: &str) -> bool {
    // Labels of elements.
    const INLINE: [&str; 24] = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "hi", "i",
        "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u",
    ];
    !INLINE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexicon::Lexicon;

    fn read(page: &str) -> Result<RawArticle, Problem> {
        let lexicon = Lexicon::embedded().unwrap();
        article(page, RawArticle::default(), &lexicon.pages)
    }

    const PAGE: &str = "<html><head><title>Envoy denies report</title><meta property='article:published_time' content='2023-09-14T08:00:00Z'></head>\
        <body><nav><a href='/'>Home</a></nav><article><p>The envoy on Thursday denied a report that his government had sold shells abroad, calling it an invention.</p>\
        <p>He told reporters in the capital that talks with the neighbouring country concerned grain, fuel and the repair of a railway bridge over the river.</p></article></body></html>";

    #[test]
    fn main_text_title_and_date_come_from_the_page() {
        let found = read(PAGE).unwrap();
        assert!(found.text.contains("denied a report"), "{}", found.text);
        assert!(!found.text.contains("Home"));
        assert!(found.text.contains(".\n\nHe told"), "{}", found.text);
        assert_eq!(found.published.map(|p| p.1), Some(Basis::Html));
    }

    #[test]
    fn headline_and_furniture_are_no_text() {
        let page = PAGE.replace(
            "<article>",
            "<article><h1>Envoy denies report</h1><p>Advertisement</p>",
        );
        let found = read(&page).unwrap();
        assert!(
            found.text.starts_with("The envoy on Thursday"),
            "{}",
            found.text
        );
        assert_eq!(found.title.as_deref(), Some("Envoy denies report"));
    }

    #[test]
    fn a_page_without_an_article_is_refused() {
        let found = read("<html><body></body></html>");
        assert!(matches!(found, Err(Problem::NoArticle(_))));
    }

    #[test]
    fn a_declared_encoding_is_used() {
        let bytes = b"<meta charset=\"windows-1252\"><p>caf\xE9</p>";
        assert!(decode(bytes, None).contains("café"));
        let unnamed = b"<p>\xcf\xee\xf1\xee\xeb \xee\xef\xf0\xee\xe2\xe5\xf0\xe3 \xf1\xee\xee\xe1\xf9\xe5\xed\xe8\xe5 \xee \xef\xe5\xf0\xe5\xe3\xee\xe2\xee\xf0\xe0\xf5</p>";
        assert!(decode(unnamed, None).contains("Посол опроверг"));
        assert!(decode(unnamed, Some("windows-1251")).contains("Посол опроверг"));
    }
}
