//! The tray: articles that visitors hand in, one batch after the other, and how far each has come.
//!
//! Takes the parts of a form; hands them to the caller of the desk, who alone reads and writes, on a thread of its own; keeps what became of
//! each batch for the page that tells it. Batches wait in line, since a record has one writer. Known limits: a batch lies in memory until it
//! is read; what became of it is forgotten when the desk closes.
//!
//! Example: two files handed in together are one batch with one report.

use crate::pages::Page;
use crate::pen;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use model::Id;
use multer::{Constraints, Multipart, SizeLimit};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Where articles are handed in; what became of a batch stands below it.
pub(crate) const PATH: &str = "/add";

/// Bytes of a batch: some ten thousand articles, packed. More is for the command line, which reads from the disk.
pub(crate) const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of a field that is typed: those of the longest article.
const MOST_TYPED: u64 = 10_000_000;
/// Files of a batch.
const MOST_FILES: usize = 2000;
/// Addresses of a batch.
const MOST_ADDRESSES: usize = 200;
/// Batches that wait in line.
const MOST_WAITING: usize = 8;
/// Batches whose end is remembered.
const REMEMBERED: usize = 50;

/// Something to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parcel {
    /// A file, or what was typed as if it were one.
    File {
        /// How it is called; the ending tells the kind.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// The address of a page, a feed or a file.
    Address(String),
}

impl Parcel {
    /// How people call it.
    pub fn name(&self) -> &str {
        match self {
            Self::File { name, .. } => name,
            Self::Address(address) => address,
        }
    }
}

/// How far a batch is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Others are before it.
    #[default]
    Waiting,
    /// So many articles are read.
    Reading(usize),
    /// The record is derived from all articles.
    Deriving,
    /// Done.
    Done(Slip),
    /// It could not be added, for this reason.
    Failed(String),
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// Documents that came into the record.
    pub read: Vec<Id>,
    /// Articles that were in it already.
    pub known: usize,
    /// Documents that are kept but not read, with their language.
    pub other_languages: Vec<(Id, String)>,
    /// What could not be read.
    pub refused: Vec<Refused>,
}

/// Something that could not be read, where, why, and how to mend it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Refused {
    /// The file, and the member of an archive.
    pub place: String,
    /// Its line, where it has lines.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub help: String,
}

/// Called with the stages of a batch before its end.
pub type Tell<'t> = &'t mut dyn FnMut(Stage);

type Add = dyn Fn(Vec<Parcel>, Tell<'_>) -> Result<Slip, String> + Send + Sync;

/// A batch as the page of it shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    pub(crate) files: Vec<String>,
    pub(crate) stage: Stage,
}

type Batches = Arc<Mutex<BTreeMap<usize, Batch>>>;

/// Takes articles in.
#[derive(Clone)]
pub struct Tray {
    batches: Batches,
    jobs: Sender<(usize, Vec<Parcel>)>,
    fetches: bool,
}

/// What a visitor typed instead of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed(pub(crate) BTreeMap<String, String>);

/// What was handed in, and why it is not taken where it is not.
pub(crate) enum Handed {
    Batch(usize),
    /// Something typed is missing or wrong: which field, and in words.
    Wrong(Typed, &'static str, &'static str),
    Refused(Box<Page>),
}

impl Tray {
    /// From a function that adds; it runs on a thread of its own, one batch at a time.
    pub fn new(
        add: impl Fn(Vec<Parcel>, Tell<'_>) -> Result<Slip, String> + Send + Sync + 'static,
    ) -> Self {
        let (jobs, waiting) = channel::<(usize, Vec<Parcel>)>();
        let batches = Batches::default();
        let told = Arc::clone(&batches);
        std::thread::spawn(move || {
            while let Ok((number, parcels)) = waiting.recv() {
                work(&add, &told, (number, parcels));
            }
        });
        Self {
            batches,
            jobs,
            fetches: false,
        }
    }

    /// The same, taking addresses too.
    #[must_use]
    pub fn with_addresses(self) -> Self {
        Self {
            fetches: true,
            ..self
        }
    }

    /// Whether addresses are taken.
    pub(crate) fn fetches(&self) -> bool {
        self.fetches
    }

    /// The batch `number`, if it is remembered.
    fn batch(&self, number: usize) -> Option<Batch> {
        lock(&self.batches).get(&number).cloned()
    }

    /// Numbers of the batches that are remembered, with what is known of each, newest first.
    pub(crate) fn all(&self) -> Vec<(usize, Batch)> {
        let batches = lock(&self.batches);
        batches.iter().rev().map(|(n, b)| (*n, b.clone())).collect()
    }

    /// The batch whose page stands at `path`, with its number.
    pub(crate) fn asked(&self, path: &str) -> Option<(usize, Batch)> {
        let number = path.strip_prefix(PATH)?.strip_prefix('/')?.parse().ok()?;
        Some((number, self.batch(number)?))
    }

    /// Takes the form in `request`, which must carry `key`.
    pub(crate) async fn take(&self, request: Request, key: &str) -> Handed {
        if !pen::is_ours(request.headers()) {
            let words = "This form was sent from another page than the desk's own.";
            return refused(StatusCode::FORBIDDEN, words);
        }
        match read(request, key).await {
            Ok((typed, parcels)) => self.put(typed, parcels),
            Err((status, words)) => refused(status, words),
        }
    }

    fn put(&self, typed: Typed, mut parcels: Vec<Parcel>) -> Handed {
        if parcels.is_empty() {
            match typed.parcels(self.fetches) {
                Ok(typed) => parcels = typed,
                Err((field, words)) => return Handed::Wrong(typed, field, words),
            }
        }
        let mut batches = lock(&self.batches);
        let is_open = |b: &&Batch| !matches!(b.stage, Stage::Done(_) | Stage::Failed(_));
        if batches.values().filter(is_open).count() >= MOST_WAITING {
            let words = "Too many batches wait in line. Try again when some of them are done.";
            return refused(StatusCode::SERVICE_UNAVAILABLE, words);
        }
        let number = batches.last_key_value().map_or(1, |(n, _)| n + 1);
        let batch = Batch {
            files: parcels.iter().map(|p| p.name().to_owned()).collect(),
            stage: Stage::Waiting,
        };
        batches.insert(number, batch);
        if batches.len() > REMEMBERED {
            batches.pop_first();
        }
        // The thread lives as long as the tray; were it gone, the batch would say that it waits.
        let _ = self.jobs.send((number, parcels));
        Handed::Batch(number)
    }
}

impl fmt::Debug for Tray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tray")
    }
}

fn refused(status: StatusCode, words: &str) -> Handed {
    Handed::Refused(Box::new(Page::refusal(status, "Not added", words)))
}

/// A batch is whole before the lock is let go, so that a panic leaves nothing half done.
fn lock(batches: &Batches) -> std::sync::MutexGuard<'_, BTreeMap<usize, Batch>> {
    batches.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds one batch and tells how far it is.
fn work(add: &Add, batches: &Batches, (number, parcels): (usize, Vec<Parcel>)) {
    let tell = |stage| {
        if let Some(batch) = lock(batches).get_mut(&number) {
            batch.stage = stage;
        }
    };
    tell(Stage::Reading(0));
    let added = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        add(parcels, &mut |s| tell(s))
    }));
    tell(match added {
        Ok(Ok(slip)) => Stage::Done(slip),
        Ok(Err(words)) => Stage::Failed(words),
        Err(_) => Stage::Failed(
            "the program broke while it read; what was read before is kept".to_owned(),
        ),
    });
}

/// Why a form is not taken.
type Refusal = (StatusCode, &'static str);

const BROKEN: Refusal = (StatusCode::BAD_REQUEST, "The form cannot be read.");
const NO_KEY: Refusal = (
    StatusCode::FORBIDDEN,
    "This form is of a desk that was closed since. Go back, load the page again, and send it once more.",
);
const TOO_MUCH: Refusal = (
    StatusCode::PAYLOAD_TOO_LARGE,
    "That is more than 64 MB. Hand in less at once, or use `onrecord add`, which reads from the disk.",
);
const TOO_MANY: Refusal = (
    StatusCode::PAYLOAD_TOO_LARGE,
    "Those are more than 2,000 files. Hand in fewer at once, or pack them into a zip archive.",
);
const TOO_LONG: Refusal = (
    StatusCode::PAYLOAD_TOO_LARGE,
    "The text is longer than an article can be.",
);

fn failed(error: &multer::Error) -> Refusal {
    match error {
        multer::Error::StreamSizeExceeded { .. } => TOO_MUCH,
        _ => BROKEN,
    }
}

/// The fields and files of a form. The key comes first, so that nothing of a stranger is held in memory.
async fn read(request: Request, key: &str) -> Result<(Typed, Vec<Parcel>), Refusal> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|k| k.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(|_| BROKEN)?;
    let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(MOST_BYTES));
    let body = request.into_body().into_data_stream();
    let mut form = Multipart::with_constraints(body, boundary, limits);
    let (mut typed, mut parcels, mut has_key) = (Typed::default(), Vec::new(), false);
    while let Some(field) = form.next_field().await.map_err(|e| failed(&e))? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        if !has_key && name != "key" {
            return Err(NO_KEY);
        }
        let bytes = field.bytes().await.map_err(|e| failed(&e))?;
        match file {
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(_) if parcels.len() >= MOST_FILES => return Err(TOO_MANY),
            Some(name) => parcels.push(Parcel::File {
                name,
                bytes: bytes.to_vec(),
            }),
            None if bytes.len() as u64 > MOST_TYPED => return Err(TOO_LONG),
            None => {
                let value = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
                if name == "key" && !crate::gate::is_same(&value, key) {
                    return Err(NO_KEY);
                }
                has_key = true;
                typed.0.insert(name, value);
            }
        }
    }
    Ok((typed, parcels))
}

impl Typed {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |v| v.trim())
    }

    /// What was typed; else which field is wrong, and why.
    fn parcels(&self, fetches: bool) -> Result<Vec<Parcel>, (&'static str, &'static str)> {
        match self.get("what") {
            "files" => Err(("files", "Choose at least one file.")),
            "addresses" if fetches => self.addresses(),
            "addresses" => Err((
                "addresses",
                "This desk fetches nothing; whoever opens it can allow it with `--fetch`.",
            )),
            _ => self.article().map(|article| vec![article]),
        }
    }

    fn addresses(&self) -> Result<Vec<Parcel>, (&'static str, &'static str)> {
        let lines = self.get("addresses").lines().map(str::trim);
        let lines: Vec<&str> = lines.filter(|l| !l.is_empty()).collect();
        let is_address = |l: &&str| l.starts_with("http://") || l.starts_with("https://");
        if lines.is_empty() || !lines.iter().all(is_address) {
            return Err((
                "addresses",
                "Write one address a line, each beginning with http:// or https://.",
            ));
        }
        if lines.len() > MOST_ADDRESSES {
            return Err((
                "addresses",
                "Those are more than 200 addresses. Hand in fewer at once.",
            ));
        }
        Ok(lines
            .into_iter()
            .map(|l| Parcel::Address(l.to_owned()))
            .collect())
    }

    /// The article as a line of JSON; else which field is wrong, and why.
    fn article(&self) -> Result<Parcel, (&'static str, &'static str)> {
        let text = self.0.get("text").map(String::as_str).unwrap_or_default();
        if text.trim().is_empty() {
            return Err(("text", "Paste the article's text here."));
        }
        let day = self.get("published");
        if !day.is_empty()
            && (day.len() != "2023-11-06".len() || day.parse::<jiff::civil::Date>().is_err())
        {
            return Err(("published", "Write the day as YYYY-MM-DD, or leave it out."));
        }
        let mut line = serde_json::Map::new();
        for name in ["title", "outlet", "url", "published"] {
            if !self.get(name).is_empty() {
                line.insert(name.to_owned(), self.get(name).into());
            }
        }
        // Articles without an outlet are told apart by what they came in under, as files are by their names.
        let named = Some(self.get("title")).filter(|t| !t.is_empty());
        let named = named.unwrap_or_else(|| text.trim().lines().next().unwrap_or_default());
        let named: String = named.chars().take(80).collect();
        line.insert("id".to_owned(), named.into());
        line.insert("text".to_owned(), text.into());
        Ok(Parcel::File {
            name: "pasted article".to_owned(),
            bytes: serde_json::Value::from(line).to_string().into_bytes(),
        })
    }
}
