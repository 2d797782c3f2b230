//! The pen: decisions that visitors lay down, and who may hand them in.
//!
//! Takes a form that was sent from one of our own pages; hands the order to the caller of the desk, who alone writes, and leads to the
//! list of decisions. A form is taken only from this desk's own pages: by what the browser says of its source (Fetch Metadata, `Origin`)
//! and by a key that only those who can read the pages know (synchroniser token; OWASP, "Cross-Site Request Forgery Prevention"). Known
//! limit: one key for all visitors of a desk, who share its token too.
//!
//! Example: `do=join&id=event-1&with=event-2&by=A.+Reader&key=…` joins two events.

use crate::gate;
use crate::pages::Page;
use crate::tray::Tray;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use model::{Id, Interval, NotDays};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Where forms are sent; the list of decisions stands there.
pub(crate) const PATH: &str = "/decisions";

/// A form is no longer than this: a name, a few words, and a box for each account.
const MOST_BYTES: usize = 256 * 1024;
/// Letters of a name or of a reason.
const MOST_LETTERS: usize = 1000;

/// What a visitor lays down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// That these events, or these actors, are one.
    Join(Vec<Id>),
    /// That what some places tell of this event or actor is something else than the rest.
    Split(Id, Vec<Place>),
    /// That this event happened, or this document was published, on these days.
    Date(Id, Interval),
    /// That this claim or event is misread.
    Wrong(Id),
    /// Words beside this line.
    Note(Id, String),
    /// That this decision no longer holds.
    Undo(Id),
}

/// A document, or a word in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document.
    pub document: Id,
    /// First code point of the word; `None` for the whole document.
    pub start: Option<usize>,
}

/// A decision with who makes it and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What is laid down.
    pub what: What,
    /// Name of the analyst; empty for what is taken back.
    pub by: String,
    /// Why.
    pub why: Option<String>,
}

type Write = dyn Fn(Order) -> Result<(), String> + Send + Sync;

/// Writes orders into the record, or says in words why it cannot.
#[derive(Clone)]
pub struct Pen {
    write: Arc<Write>,
    key: Arc<str>,
    tray: Option<Tray>,
}

impl Pen {
    /// From a function that writes.
    ///
    /// # Errors
    /// The system gives no random bytes for the key.
    pub fn new(
        write: impl Fn(Order) -> Result<(), String> + Send + Sync + 'static,
    ) -> Result<Self, crate::Error> {
        Ok(Self {
            write: Arc::new(write),
            key: secret()?.into(),
            tray: None,
        })
    }

    /// The same, taking articles too.
    #[must_use]
    pub fn with_tray(self, tray: Tray) -> Self {
        Self {
            tray: Some(tray),
            ..self
        }
    }

    /// Where articles are handed in.
    pub(crate) fn tray(&self) -> Option<&Tray> {
        self.tray.as_ref()
    }

    /// What forms must carry.
    pub(crate) fn key(&self) -> Arc<str> {
        Arc::clone(&self.key)
    }

    /// Takes the form in `request` and writes what it says.
    ///
    /// # Errors
    /// The page that says why not.
    pub(crate) async fn take(&self, request: Request) -> Result<(), Box<Page>> {
        let refused = |status, words: &str| Box::new(Page::refusal(status, "Not laid down", words));
        if !is_ours(request.headers()) {
            let words = "This form was sent from another page than the desk's own.";
            return Err(refused(StatusCode::FORBIDDEN, words));
        }
        let Ok(bytes) = to_bytes(request.into_body(), MOST_BYTES).await else {
            return Err(refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                "The form is too long.",
            ));
        };
        let form = Form::read(&bytes);
        if !gate::is_same(form.one("key"), &self.key) {
            let words = "This form is of a desk that was closed since. Go back, load the page again, and send it once more.";
            return Err(refused(StatusCode::FORBIDDEN, words));
        }
        let order = form.order();
        let order = order.map_err(|words| refused(StatusCode::UNPROCESSABLE_ENTITY, words))?;
        let write = Arc::clone(&self.write);
        let written = tokio::task::spawn_blocking(move || write(order)).await;
        written
            .unwrap_or_else(|_| {
                Err("the program broke while it wrote; nothing was laid down".to_owned())
            })
            .map_err(|words| refused(StatusCode::CONFLICT, &words))
    }
}

impl fmt::Debug for Pen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pen")
    }
}

/// Thirty-two hexadecimal digits that nobody can guess.
///
/// # Errors
/// The system gives no random bytes.
pub(crate) fn secret() -> Result<String, crate::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| crate::Error::NoKey(e.to_string()))?;
    let digits: Vec<String> = bytes.iter().map(|b| format!("{b:02x}")).collect();
    Ok(digits.concat())
}

/// Whether a form comes from a page of ours, as far as the browser tells.
pub(crate) fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let is_same_site = text("sec-fetch-site").is_none_or(|site| site == "same-origin");
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let from_host = |origin: &str| {
        origin
            .split_once("://")
            .is_some_and(|(_, from)| from == host)
    };
    is_same_site && text(header::ORIGIN.as_str()).is_none_or(from_host)
}

/// The fields of a form, each with its values in their order.
struct Form(BTreeMap<String, Vec<String>>);

impl Form {
    fn read(bytes: &[u8]) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            let value = value.trim();
            if !value.is_empty() {
                fields
                    .entry(name.into_owned())
                    .or_default()
                    .push(value.to_owned());
            }
        }
        Self(fields)
    }

    fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn one(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    fn order(&self) -> Result<Order, &'static str> {
        let what = match self.one("do") {
            "join" => self.join()?,
            "split" => self.split()?,
            "date" => self.date()?,
            "wrong" => What::Wrong(id_in(self.one("id"))),
            "note" => self.note()?,
            "undo" => What::Undo(Id::from(self.one("id"))),
            _ => return Err("The form does not say what to do."),
        };
        let (by, why) = (self.one("by"), self.one("why"));
        if by.is_empty() && !matches!(what, What::Undo(_)) {
            return Err("A decision needs the name of the one who makes it.");
        }
        if by.chars().count().max(why.chars().count()) > MOST_LETTERS {
            return Err("Name and reason may have a thousand letters each.");
        }
        Ok(Order {
            what,
            by: by.to_owned(),
            why: Some(why.to_owned()).filter(|w| !w.is_empty()),
        })
    }

    fn join(&self) -> Result<What, &'static str> {
        let others = self.all("with").iter().map(|typed| id_in(typed));
        let ids: Vec<Id> = [id_in(self.one("id"))].into_iter().chain(others).collect();
        if ids.len() < 2 {
            return Err("Say which other one it is, by its id or the address of its page.");
        }
        Ok(What::Join(ids))
    }

    fn date(&self) -> Result<What, &'static str> {
        let days: Result<Interval, NotDays> = self.one("days").parse();
        let days = days.map_err(|why| match why {
            NotDays::Form => {
                "Write the day as 2023-07-25, a month as 2023-07, several days as 2023-07-25/2023-07-27, an open end as two dots."
            }
            NotDays::Backwards => "The last day comes before the first.",
            NotDays::Open => "One end of the days must be known.",
        })?;
        Ok(What::Date(id_in(self.one("id")), days))
    }

    fn note(&self) -> Result<What, &'static str> {
        let words = self.one("words");
        if words.is_empty() {
            return Err("The note says nothing.");
        }
        if words.chars().count() > MOST_LETTERS {
            return Err("A note may have a thousand letters.");
        }
        Ok(What::Note(id_in(self.one("id")), words.to_owned()))
    }

    fn split(&self) -> Result<What, &'static str> {
        let places: Vec<Place> = self.all("part").iter().map(|part| place(part)).collect();
        if places.is_empty() {
            return Err("Tick what tells something else.");
        }
        Ok(What::Split(id_in(self.one("id")), places))
    }
}

/// The id in what a visitor typed: an id, or the address of its page.
fn id_in(typed: &str) -> Id {
    let bare = typed.split(['?', '#']).next().unwrap_or_default();
    let last = bare
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    Id::from(last)
}

/// `doc-1@42`, or `doc-1`.
fn place(part: &str) -> Place {
    let (document, start) = match part.split_once('@') {
        Some((document, start)) => (document, start.parse().ok()),
        None => (part, None),
    };
    Place {
        document: Id::from(document),
        start,
    }
}
