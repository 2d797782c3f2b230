//! Where in a page days stand, and what kind of place each is.
//!
//! Takes a page; returns its days with their kinds of place in the order of the page: fields of the head (`meta-published`), keys in
//! script (`ld-modified`, `script-created`), elements made for days (`time-inside`), classes that tell one (`class`), labels
//! (`label-published`), lines of text by what stands above them (`line-under` the headline), addresses (`url`). Places beside the article
//! end in `/away`. Names of fields, cues and labels are data (`page-dates.toml`). Known limit: what script would add is not seen.
//!
//! Example: `<meta name=pubdate content=2023-09-14>` is 2023-09-14 at `meta-published`.

use ego_tree::{NodeRef, iter::Edge};
use jiff::civil::Date;
use lexicon::pages::Pages;
use scraper::node::Element;
use scraper::{Html, Node};

/// A kind of place.
pub(super) type Place = String;

/// The days of a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each with its kind of place, in the order of the page.
    pub(super) days: Vec<(Place, Date)>,
    /// First days of the months that addresses name.
    pub(super) months: Vec<(Place, Date)>,
}

/// Bytes of text that may belong to a day: a date with its weekday, time and author.
const NOTE: usize = 150;
/// A headline.
const HEADLINE: usize = 300;
/// A line of text shorter than this is no sentence; one longer than `LONG` is a paragraph.
const LINE: usize = 60;
const LONG: usize = 250;
/// So many days of one block are looked at.
const MOST_OF_BLOCK: usize = 3;
/// So many bytes before a day are looked at for its label.
const LABEL: usize = 60;
/// Longest text of one element inside a line.
const STRETCH: usize = 2000;
/// So many nodes of an element are looked at: hostile pages nest without end.
const MOST_NODES: usize = 2000;

/// How places in paragraphs are called.
const PROSE: &str = "body";

/// Whether a place is a paragraph of the text.
pub(super) fn is_prose(place: &str) -> bool {
    place.starts_with(PROSE)
}

/// The days of a page, found at `uri`.
pub(super) fn find(html: &Html, uri: Option<&str>, pages: &Pages) -> Found {
    let root = html.root_element();
    let language = root.value().attr("lang").or(root.value().attr("xml:lang"));
    let host = uri.and_then(|u| u.split('/').nth(2)).unwrap_or_default();
    let language = language.unwrap_or_default().to_lowercase();
    let mut walk = Walk {
        pages,
        month_first: pages.is_month_first(&language, host),
        found: Found::default(),
        canonical: Vec::new(),
        away: Vec::new(),
        inside: Vec::new(),
        depth: 0,
        is_under_headline: false,
        is_after_text: false,
    };
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => walk.open(node),
            Edge::Close(node) if node.value().is_element() => walk.close(),
            Edge::Close(_) => {}
        }
    }
    walk.addresses(uri);
    walk.found
}

struct Walk<'a> {
    pages: &'a Pages,
    month_first: bool,
    found: Found,
    /// Addresses that the page gives itself.
    canonical: Vec<String>,
    /// Depths of the open elements that are not the article, and of those that are.
    away: Vec<usize>,
    inside: Vec<usize>,
    depth: usize,
    is_under_headline: bool,
    is_after_text: bool,
}

impl Walk<'_> {
    fn put(&mut self, day: Option<Date>, place: impl Into<Place>) {
        if let Some(day) = day {
            self.found.days.push((place.into(), day));
        }
    }

    /// As `put`, marked when beside the article.
    fn put_here(&mut self, day: Option<Date>, place: &str) {
        let side = if self.away.is_empty() { "" } else { "/away" };
        self.put(day, format!("{place}{side}"));
    }

    fn first(&self, text: &str) -> Option<Date> {
        self.pages.days.first(text, self.month_first)
    }

    fn value(&self, value: &str) -> Option<Date> {
        self.pages.days.of_value(value, self.month_first)
    }

    /// The first day in the text of a node that is short enough.
    fn noted(&self, node: NodeRef<'_, Node>, most: usize) -> Option<Date> {
        self.first(&short_text(node, most)?)
    }

    fn close(&mut self) {
        let depth = Some(&self.depth);
        if self.away.last() == depth {
            self.away.pop();
        }
        if self.inside.last() == depth {
            self.inside.pop();
        }
        self.depth -= 1;
    }

    fn open(&mut self, node: NodeRef<'_, Node>) {
        match node.value() {
            Node::Comment(comment) if comment.len() < HEADLINE => {
                self.put(self.first(comment), "comment");
            }
            Node::Element(element) => {
                self.depth += 1;
                let class = [element.attr("class"), element.attr("id")];
                let class = class.map(Option::unwrap_or_default).join(" ");
                self.enter(element.name(), &class);
                self.element(node, element, &class);
            }
            _ => {}
        }
    }

    fn enter(&mut self, name: &str, class: &str) {
        let is_whole = matches!(name, "html" | "body" | "main");
        let is_beside = matches!(name, "aside" | "nav" | "footer");
        if is_beside || (!is_whole && self.pages.away.is_match(class)) {
            self.away.push(self.depth);
        }
        if matches!(name, "article" | "main") {
            self.inside.push(self.depth);
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, element: &Element, class: &str) {
        match element.name() {
            "meta" => return self.meta(element),
            "script" => return self.script(node, element),
            "title" => return self.put(self.noted(node, HEADLINE), "title"),
            "img" if self.away.is_empty() => {
                let source = element.attr("src").unwrap_or_default();
                return self.put(self.of_address(source), "img");
            }
            "img" => return,
            "link" if element.attr("rel") == Some("canonical") => {
                self.canonical
                    .extend(element.attr("href").map(str::to_owned));
            }
            "h1" => {
                self.put(self.noted(node, HEADLINE), "h1");
                self.is_under_headline = true;
            }
            "time" => self.time(node, element, class),
            "abbr" => {
                let mut values = ["title", "data-utime"]
                    .iter()
                    .filter_map(|a| element.attr(a));
                let day = values.find_map(|v| self.value(v));
                self.put_here(day, "abbr");
            }
            _ => {}
        }
        self.property(node, element);
        if matches!(element.name(), "html" | "body" | "head" | "form") {
            return;
        }
        self.attributes(element);
        self.cued(node, class);
        if is_block(element.name()) {
            self.lines(node);
        }
    }

    fn meta(&mut self, element: &Element) {
        let first = |names: &[&str]| names.iter().find_map(|name| element.attr(name));
        let key = first(&["property", "name", "itemprop", "http-equiv"]).unwrap_or_default();
        let value = first(&["content", "datetime", "value"]).unwrap_or_default();
        let key = key.to_lowercase();
        if let Some(kind) = self.pages.meta.kind(&key) {
            self.put(self.value(value), format!("meta-{}", kind.name()));
        } else if key == "og:url" {
            self.canonical.push(value.to_owned());
        } else if matches!(key.as_str(), "og:image" | "twitter:image" | "image") {
            self.put(self.of_address(value), "image-url");
        } else if key.contains("date") || key.contains("publi") {
            self.put(self.value(value), "meta-other");
        }
    }

    fn script(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let is_linked_data = element.attr("type").is_some_and(|t| t.contains("ld+json"));
        let sort = if is_linked_data { "ld" } else { "script" };
        let pages = self.pages;
        for text in node.children().filter_map(|child| child.value().as_text()) {
            for keyed in pages.keyed.captures_iter(text) {
                if let Some(kind) = pages.script.kind(&keyed[1].to_lowercase()) {
                    self.put(self.value(&keyed[2]), format!("{sort}-{}", kind.name()));
                }
            }
        }
    }

    fn time(&mut self, node: NodeRef<'_, Node>, element: &Element, class: &str) {
        let stated = element.attr("datetime").and_then(|d| self.value(d));
        let day = stated.or_else(|| self.noted(node, NOTE));
        let property = element.attr("itemprop").unwrap_or_default().to_lowercase();
        let is_change =
            self.pages.modified.is_match(class) || self.pages.modified.is_match(&property);
        let place = if element.attr("pubdate").is_some() {
            "time-pubdate"
        } else if is_change {
            "time-modified"
        } else if self.inside.is_empty() {
            "time"
        } else {
            "time-inside"
        };
        self.put_here(day, place);
    }

    /// Microdata and `RDFa`.
    fn property(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let Some(name) = element.attr("itemprop").or(element.attr("property")) else {
            return;
        };
        let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
        if let Some(kind) = self.pages.property.kind(&name) {
            let stated = element.attr("content").or(element.attr("datetime"));
            let day = stated.and_then(|d| self.value(d));
            let day = day.or_else(|| self.noted(node, NOTE));
            self.put_here(day, &format!("prop-{}", kind.name()));
        }
    }

    fn attributes(&mut self, element: &Element) {
        for name in &self.pages.attributes {
            let day = element.attr(name).and_then(|v| self.value(v));
            self.put_here(day, "data");
        }
        let is_link = matches!(element.name(), "a" | "abbr");
        let tip = element.attr("title").filter(|t| !is_link && t.len() < LINE);
        self.put_here(tip.and_then(|t| self.first(t)), "tooltip");
    }

    /// An element whose class speaks of a day.
    fn cued(&mut self, node: NodeRef<'_, Node>, class: &str) {
        let is_strong = self.pages.strong.is_match(class);
        if is_strong || self.pages.weak.is_match(class) {
            let place = if self.pages.modified.is_match(class) {
                "class-modified"
            } else if is_strong {
                "class"
            } else {
                "class-weak"
            };
            self.put_here(self.noted(node, NOTE), place);
        }
    }

    /// The text that stands in a block itself.
    fn lines(&mut self, node: NodeRef<'_, Node>) {
        let text = own_text(node);
        if text.is_empty() {
            return;
        }
        let is_long = text.len() > LONG;
        let length = match text.len() {
            length if length > LONG => PROSE,
            length if length < LINE => "line",
            _ => "block",
        };
        let stage = match (self.is_after_text, self.is_under_headline) {
            (true, _) => "after",
            (false, true) => "under",
            (false, false) => "above",
        };
        let days = self.pages.days.all(&text, self.month_first);
        for (number, (at, day)) in days.into_iter().enumerate() {
            let before = before(&text, at);
            if self.pages.label_modified.is_match(before) {
                self.put_here(Some(day), "label-modified");
            } else if !is_long && self.pages.label_published.is_match(before) {
                self.put_here(Some(day), "label-published");
            }
            if number < MOST_OF_BLOCK {
                self.put_here(Some(day), &format!("{length}-{stage}"));
            }
        }
        self.is_after_text |= is_long && self.away.is_empty();
    }

    fn addresses(&mut self, uri: Option<&str>) {
        let own = uri.map(|u| (u.to_owned(), "url"));
        let given = std::mem::take(&mut self.canonical).into_iter();
        for (address, place) in own
            .into_iter()
            .chain(given.map(|address| (address, "canonical")))
        {
            self.put(self.of_address(&address), place);
            if let Some(first) = self.pages.days.month_of_address(&address) {
                self.found.months.push((format!("{place}-month"), first));
            }
        }
    }

    fn of_address(&self, address: &str) -> Option<Date> {
        self.pages.days.of_address(address)
    }
}

/// The text of a node, white space as single spaces; `None` where it is longer than `most` bytes.
fn short_text(node: NodeRef<'_, Node>, most: usize) -> Option<String> {
    let mut text = String::new();
    for (number, edge) in node.traverse().enumerate() {
        // White space is not yet gone, so more than `most` is let pass here.
        if number > MOST_NODES || text.len() > 4 * most {
            return None;
        }
        match edge {
            Edge::Open(inner) => match inner.value() {
                Node::Text(part) => text.push_str(part),
                Node::Element(_) => text.push(' '),
                _ => {}
            },
            Edge::Close(_) => {}
        }
    }
    let text = spaced(&text);
    (text.len() <= most).then_some(text)
}

/// What stands in front of byte `at`, as much as a label may have.
fn before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(LABEL);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    &text[from..at]
}

/// The text of a block without that of the blocks in it.
fn own_text(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for child in node.children().take(MOST_NODES) {
        match child.value() {
            Node::Text(part) => text.push_str(part),
            Node::Element(inner) if !is_block(inner.name()) => {
                text.push(' ');
                text.push_str(&short_text(child, STRETCH).unwrap_or_default());
                text.push(' ');
            }
            _ => text.push(' '),
        }
    }
    spaced(&text)
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an element holds lines of its own; `time` and form labels stand in lines.
fn is_block(name: &str) -> bool {
    super::is_block(name)
        && !matches!(
            name,
            "time" | "br" | "img" | "svg" | "path" | "wbr" | "tt" | "label"
        )
}
