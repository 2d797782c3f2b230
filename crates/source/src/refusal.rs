//! What is wrong with an input: which one, which line, what, and how to mend it.
//!
//! Returned beside the documents, never instead of them; shown by the command line as it stands. Known
//! limit: a problem inside a packed stream names the line of the unpacked text.
//!
//! Example: `news.jsonl:7: the line is not valid JSON: … (help: …)`.

use crate::fetch::Unfetched;
use crate::html::MAX_DEPTH;
use std::fmt;

/// What can be wrong with an input or an article in it.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The system will not open or read it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// It is not UTF-8.
    #[error("not UTF-8: the byte at {0} starts no character")]
    NotUtf8(usize),
    /// It has NUL bytes.
    #[error("looks like binary data: a NUL byte at {0}")]
    Binary(usize),
    /// No text at all.
    #[error("no text in it")]
    Empty,
    /// More text than an article has.
    #[error("the text has {0} bytes; an article may have up to {MAX_TEXT}")]
    TooLong(usize),
    /// The packing is damaged.
    #[error("the {0} data is damaged or cut: {1}")]
    BadPacking(&'static str, String),
    /// The name promises packing that the bytes do not have.
    #[error("named like a packed file, but its data is not packed")]
    NotPacked,
    /// Neither a file nor a folder.
    #[error("not a regular file")]
    NotAFile,
    /// A line is not JSON.
    #[error("the line is not valid JSON: {0}")]
    BadJson(String),
    /// One JSON value is spread over the lines of the file.
    #[error("the file is one JSON value over many lines, not one article a line")]
    ManyLines,
    /// A line is JSON, but not an object.
    #[error("the line is {0}, not an object")]
    NotAnObject(&'static str),
    /// A field of a line is not of the kind it should be.
    #[error("`{field}` is {found}, not {wanted}")]
    BadField {
        /// Its name.
        field: &'static str,
        /// What it is.
        found: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// A line has neither `text` nor `html`.
    #[error("the line has neither `text` nor `html`")]
    NoText,
    /// A publication date that is none.
    #[error("`{0}` is not a date")]
    BadDate(String),
    /// A page in which no article text was found.
    #[error("no article text found in the page: {0}")]
    NoArticle(String),
    /// Elements within elements without end.
    #[error("the page's elements are nested more than {MAX_DEPTH} deep")]
    TooDeep,
    /// More bytes than an article, or a line of one, can have.
    #[error("larger than an article can be (more than 256 MiB)")]
    TooLarge,
    /// A web archive that is none, or broken.
    #[error("not a web archive that can be read: {0}")]
    BadArchive(String),
    /// A feed that is none.
    #[error("not a feed that can be read: {0}")]
    BadFeed(String),
    /// An entry of a feed without its article.
    #[error("the feed holds only a summary of this article")]
    OnlySummary,
    /// A table that is none.
    #[error("not a table that can be read: {0}")]
    BadTable(String),
    /// A column that the user names is not there.
    #[error("there is no column `{column}`; there are {header}")]
    NoColumn {
        /// Its name.
        column: String,
        /// The names of those that are.
        header: String,
    },
    /// No column holds texts.
    #[error("no column holds texts; there are {0}")]
    NoTextColumn(String),
    /// Nothing in an archive is of a kind that is read.
    #[error("nothing in the archive is of a kind that is read")]
    EmptyArchive,
    /// A file that is no export.
    #[error("not an export of onrecord")]
    NotAnExport,
    /// An export of another contract.
    #[error("an export of record_format {0}; this program reads 1")]
    OtherFormat(u32),
    /// An export without texts.
    #[error("the export has no texts, so nothing can be checked or read in it")]
    NoTexts,
    /// A document that is not what its id says.
    #[error(
        "the document {0} is not the one that was exported: its text or particulars were changed"
    )]
    Changed(String),
    /// An address that gave nothing.
    #[error("cannot be fetched: {0}")]
    Unfetched(#[from] Unfetched),
    /// An address, where nothing may be fetched.
    #[error("an address, and this command fetches nothing")]
    Offline,
    /// A kind of file that is not read.
    #[error("files of this kind are not read")]
    UnknownKind,
}

/// Longest text of one article, in bytes: some 1.7 million words, beyond any article, and what a reading still holds in memory.
pub(crate) const MAX_TEXT: usize = 10_000_000;

impl Problem {
    /// How to mend it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "check the path and that you may read it",
            Self::NotUtf8(_) => "convert it first, such as with `iconv -f WINDOWS-1252 -t UTF-8`",
            Self::Binary(_) => {
                "give text, pages or JSON Lines; convert PDF and word-processor files to text first"
            }
            Self::Empty => "leave it out, or give the article's text",
            Self::TooLong(_) => "split it into articles, one a file or one a line of JSON",
            Self::BadPacking(..) => {
                "fetch or pack the file again; what stood before the damage was read"
            }
            Self::NotPacked => "take the ending .gz, .zst or .bz2 off its name, or pack it",
            Self::NotAFile => "give a file or a folder; pipe other things in and name them `-`",
            Self::BadJson(_) => "each line must be one whole JSON object",
            Self::ManyLines => {
                "`jq -c .` puts an object on one line, `jq -c '.[]'` each object of a list"
            }
            Self::NotAnObject(_) => {
                "each line must be one object such as {\"text\":\"…\"}; `jq -c '.[]'` takes a list apart"
            }
            Self::BadField { .. } => "docs/guide.md lists the fields; leave out what is unknown",
            Self::NoText => "give the article's text in `text`, or its page in `html`",
            Self::BadDate(_) => {
                "write `published` as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ, or leave it out"
            }
            Self::NoArticle(_) | Self::TooDeep => {
                "give the article's own text as .txt, or in `text`"
            }
            Self::TooLarge => "split it into articles, one a file, one a line of JSON or one a row",
            Self::BadArchive(_) => {
                "fetch it again; what stood before the break was read (`warcio check FILE` tells more)"
            }
            Self::BadFeed(_) => "give RSS, Atom or JSON Feed, fetched whole",
            Self::OnlySummary => "give the page at its address, saved as .html",
            Self::BadTable(_) => "fetch or save it again, as CSV in UTF-8 with a header",
            Self::NoColumn { .. } => "give `--columns FIELD=COLUMN` with names of the header",
            Self::NoTextColumn(_) => {
                "say which one does, such as `--columns text=Body,published=Day`"
            }
            Self::EmptyArchive => "unpack it and look; archives inside archives are not opened",
            Self::NotAnExport => {
                "give the file that `onrecord export --format jsonl` wrote; `onrecord add` reads articles"
            }
            Self::OtherFormat(_) => "use the onrecord that wrote it, or a newer one",
            Self::NoTexts => "export it again without `--no-text`",
            Self::Changed(_) => {
                "export it again; articles that were edited are added with `onrecord add`"
            }
            Self::Unfetched(why) => why.help(),
            Self::Offline => "give its page or feed as a file, or use `onrecord add ADDRESS`",
            Self::UnknownKind => {
                "read are .txt .md .html .htm .xhtml .jsonl .ndjson .json .csv .tsv .parquet .warc .rss .atom .xml, each also with .gz, .zst or .bz2, and .zip .wacz"
            }
        }
    }
}

/// Where an article stands, for messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Path as the user gave it, with what lies below a folder, or `-`.
    pub input: String,
    /// Line, or row of a Parquet file, from 1, where the input has such.
    pub line: Option<usize>,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// A problem with its place.
#[derive(Debug)]
pub struct Refusal {
    /// Where.
    pub at: Location,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (at, problem) = (&self.at, &self.problem);
        write!(f, "{at}: {problem} (help: {})", problem.help())
    }
}
