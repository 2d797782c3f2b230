//! The files under `data/`, compiled in or from a folder, and how tables are read from them.
//!
//! Takes a name such as `en/cues.csv`; returns its text, or its rows as a serde type. Lines that begin
//! with `#` are comments in CSV and TOML alike. A folder overrides single files: what it lacks comes
//! from the program. Known limit: the weight file of the language model is not among them.
//!
//! Example: `files.csv::<Row>("en/cues.csv")` gives `(line number, row)` pairs.

use crate::error::plain_words;
use crate::{Error, folder};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Declares the embedded files once, so that name and content cannot drift apart.
macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../data/", $name)))),*]
    };
}

/// Name and text of every embedded file, by name.
const EMBEDDED: &[(&str, &str)] = embedded![
    "actors/countries.csv",
    "actors/institutions.csv",
    "actors/names.toml",
    "actors/nominals.csv",
    "actors/organisation-words.csv",
    "actors/organisations.csv",
    "actors/persons.csv",
    "actors/things.csv",
    "outlets.csv",
    "page-date-weights.csv",
    "page-dates.toml",
    "page-furniture.toml",
    "places.csv",
    "en/attribution-phrases.toml",
    "en/claim-trees.txt",
    "en/content-stances.csv",
    "en/cue-weights.csv",
    "en/cues.csv",
    "en/hedges.csv",
    "en/norm-words.toml",
    "en/part-weights.csv",
    "en/event-families.csv",
    "en/event-actor-nouns.txt",
    "en/event-compositions.csv",
    "en/event-frames.csv",
    "en/event-grammar.toml",
    "en/event-nouns.csv",
    "en/event-operators.csv",
    "en/event-phrases.csv",
    "en/event-status.csv",
    "en/event-triggers.csv",
    "en/event-weights.csv",
    "en/status-weights.csv",
    "ontology/event-types.toml",
    "en/general-things.txt",
    "en/stopwords.txt",
    "en/word-classes.csv",
    "en/word-endings.csv",
    "en/word-shares.csv",
    "en/datelines.toml",
    "en/stamps.toml",
    "en/anniversaries.csv",
    "en/time-holidays.csv",
    "en/time-numbers.csv",
    "en/time-rules.toml",
    "en/time-words.csv",
    "norms/iran.toml",
    "norms/north-korea.toml",
    "norms/template.toml",
    "thresholds.toml",
];

/// Where data files come from.
#[derive(Debug, Default)]
pub struct Files {
    folder: Option<PathBuf>,
}

impl Files {
    /// Only the files compiled in.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// Files of `folder` where it has them, compiled-in ones otherwise.
    pub fn with_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: Some(folder.into()),
        }
    }

    /// Whether the folder, where there is one, is a folder and holds nothing but data files; a file under a wrong name
    /// would silently change nothing.
    ///
    /// # Errors
    /// [`Error::NoFolder`], [`Error::UnknownFile`].
    pub fn check(&self) -> Result<(), Error> {
        let known: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
        self.folder
            .as_deref()
            .map_or(Ok(()), |f| folder::check(f, &known))
    }

    /// `error` with the file named where it lies: in the folder, if the folder has it.
    pub(crate) fn located(&self, error: Error) -> Error {
        let Error::Malformed {
            file,
            line,
            problem,
            help,
        } = error
        else {
            return error;
        };
        let name = file.strip_prefix("data/").unwrap_or(&file);
        let path = self.folder.as_ref().map(|f| f.join(name));
        let own = path.filter(|p| p.exists()).map(|p| p.display().to_string());
        Error::Malformed {
            file: own.unwrap_or(file),
            line,
            problem,
            help,
        }
    }

    /// The norm packs: those compiled in and those of the folder, by name.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub fn packs(&self) -> Result<Vec<String>, Error> {
        let built_in = EMBEDDED.iter().map(|(name, _)| (*name).to_owned());
        let own = self
            .folder
            .as_deref()
            .map_or(Ok(Vec::new()), folder::packs)?;
        let all: BTreeSet<String> = built_in.filter(|n| folder::is_pack(n)).chain(own).collect();
        Ok(all.into_iter().collect())
    }

    /// The text of the file at `path`, which may lie anywhere.
    ///
    /// # Errors
    /// It is not there or not UTF-8.
    #[expect(
        clippy::disallowed_methods,
        reason = "a norm pack that is checked before it is put into a folder is read here"
    )]
    pub(crate) fn outside(path: &Path) -> Result<String, Error> {
        std::fs::read_to_string(path).map_err(|e| Error::Unreadable {
            file: path.display().to_string(),
            cause: e.to_string(),
            help: "give the path of a norm pack, a UTF-8 text".to_owned(),
        })
    }

    /// The text of file `name`, a path below `data/`.
    ///
    /// # Errors
    /// The file exists neither in the folder nor in the program, or is not UTF-8.
    #[expect(
        clippy::disallowed_methods,
        reason = "data files of `--data` are read here"
    )]
    pub fn text(&self, name: &str) -> Result<Cow<'static, str>, Error> {
        let unreadable = |cause: String| {
            Error::Unreadable {
            file: name.to_owned(),
            cause,
            help: "the file must exist and be UTF-8; leave it out of the folder to use the built-in one".to_owned(),
        }
        };
        let path = self
            .folder
            .as_ref()
            .map(|f| f.join(name))
            .filter(|p| p.exists());
        if let Some(path) = path {
            return std::fs::read_to_string(&path)
                .map(Cow::Owned)
                .map_err(|e| unreadable(e.to_string()));
        }
        let found = EMBEDDED.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, text)| Cow::Borrowed(*text))
            .ok_or_else(|| unreadable("no such data file".to_owned()))
    }

    /// The rows of a CSV file with a header line, each with its line number.
    ///
    /// # Errors
    /// An unreadable file, or the first row that does not fit `T`.
    pub fn csv<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<(usize, T)>, Error> {
        let text = self.text(name)?;
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let headers = reader.headers().cloned().map_err(|e| row_error(name, &e))?;
        check_columns(name, &headers)?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| row_error(name, &e))?;
            let line = record.position().map_or(0, |p| p.line() as usize);
            let row = record.deserialize(Some(&headers)).map_err(|e| {
                Error::malformed(
                    name,
                    line,
                    cell_problem(&e, &headers, &record),
                    "compare the row with the columns named in the first line",
                )
            })?;
            rows.push((line, row));
        }
        if rows.is_empty() {
            let help = "add rows, or leave the file out of the folder to use the built-in one";
            return Err(Error::malformed(name, 0, "there are no rows", help));
        }
        Ok(rows)
    }

    /// A TOML file as `T`.
    ///
    /// # Errors
    /// An unreadable file, or the first place that does not fit `T`.
    pub fn toml<T: DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        let text = self.text(name)?;
        toml::from_str(&text).map_err(|e| toml_error(name, &text, &e))
    }

    /// Section `section` of `thresholds.toml` as `T`.
    ///
    /// # Errors
    /// As [`Files::toml`]; also when the section is missing.
    pub fn thresholds<T: DeserializeOwned>(&self, section: &str) -> Result<T, Error> {
        let mut all: toml::Table = self.toml("thresholds.toml")?;
        let missing = || {
            Error::malformed(
                "thresholds.toml",
                0,
                format!("section [{section}] is missing"),
                "copy it from the built-in file",
            )
        };
        let value = all.remove(section).ok_or_else(missing)?;
        value.try_into().map_err(|e: toml::de::Error| {
            Error::malformed(
                "thresholds.toml",
                0,
                format!("[{section}]: {}", plain_words(e.message())),
                "copy the section from the built-in file and change numbers only",
            )
        })
    }

    /// Hash over names and texts of all files, 16 hexadecimal digits.
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        let built_in = EMBEDDED.iter().map(|(name, _)| (*name).to_owned());
        let own = self.packs().unwrap_or_default();
        let own = own
            .into_iter()
            .filter(|n| EMBEDDED.iter().all(|(known, _)| known != n));
        for name in &built_in.chain(own).collect::<Vec<_>>() {
            let text = self.text(name).unwrap_or_default();
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name.as_bytes());
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        let first: [u8; 8] = hash.finalize()[..8]
            .try_into()
            .expect("SHA-256 has 32 bytes");
        format!("{:016x}", u64::from_be_bytes(first))
    }
}

/// Whether a file from a folder has the columns of the built-in one, in any order.
fn check_columns(name: &str, headers: &csv::StringRecord) -> Result<(), Error> {
    let Some((_, built_in)) = EMBEDDED.iter().find(|(known, _)| *known == name) else {
        return Ok(());
    };
    let first = built_in.lines().find(|l| !l.starts_with('#'));
    let wanted: BTreeSet<&str> = first
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    let found: BTreeSet<&str> = headers.iter().collect();
    let missing = wanted.difference(&found).next();
    let unknown = found.difference(&wanted).next();
    let problem = match (missing, unknown) {
        (None, None) => return Ok(()),
        (Some(column), _) => format!("column `{column}` is missing"),
        (None, Some(column)) => format!("column `{column}` is unknown"),
    };
    let columns: Vec<&str> = first
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    let help = format!("the columns are {}", columns.join(", "));
    Err(Error::malformed(name, 0, problem, help))
}

/// What is wrong with a cell, with its column, in words for people.
fn cell_problem(
    error: &csv::Error,
    headers: &csv::StringRecord,
    row: &csv::StringRecord,
) -> String {
    let csv::ErrorKind::Deserialize { err, .. } = error.kind() else {
        return error.to_string();
    };
    let said = match err.kind() {
        csv::DeserializeErrorKind::ParseInt(_) => "expected a whole number".to_owned(),
        csv::DeserializeErrorKind::ParseFloat(_) => "expected a number".to_owned(),
        csv::DeserializeErrorKind::ParseBool(_) => "expected true or false".to_owned(),
        csv::DeserializeErrorKind::UnexpectedEndOfRow => "the row is too short".to_owned(),
        csv::DeserializeErrorKind::Message(message) => plain_words(message),
        other => other.to_string(),
    };
    let at = err.field().and_then(|f| usize::try_from(f).ok());
    let cell = at.and_then(|at| Some((headers.get(at)?, row.get(at)?)));
    cell.map_or(said.clone(), |(column, value)| {
        format!("`{value}` in column `{column}`: {said}")
    })
}

fn row_error(name: &str, error: &csv::Error) -> Error {
    let line = error.position().map_or(0, |p| p.line() as usize);
    Error::malformed(
        name,
        line,
        row_problem(error),
        "every row needs as many cells as the first line; put cells with commas in quotation marks",
    )
}

fn row_problem(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("the row has {len} cells, the first line {expected_len}"),
        csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

pub(crate) fn toml_error(name: &str, text: &str, error: &toml::de::Error) -> Error {
    let at = error.span().map_or(0, |s| s.start);
    let line = 1 + text.get(..at).unwrap_or_default().matches('\n').count();
    Error::malformed(
        name,
        line,
        plain_words(error.message()),
        "compare with the built-in file",
    )
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_named_with_help() {
        let error = Files::embedded()
            .text("en/none.csv")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("en/none.csv") && error.contains("help"),
            "{error}"
        );
    }

    /// The message of loading a folder in which file `name` holds `text`.
    fn told(name: &str, text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        let loaded = crate::Lexicon::load(&Files::with_folder(folder.path()));
        let told = loaded.map_or_else(|e| e.to_string(), |_| "loaded".to_owned());
        assert!(
            told == "loaded" || told.contains(&path.display().to_string()),
            "{told}"
        );
        told
    }

    #[test]
    fn a_table_with_other_columns_or_without_rows_is_refused() {
        let built_in = Files::embedded().text("outlets.csv").unwrap();
        let head = built_in.lines().find(|l| !l.starts_with('#')).unwrap();
        assert!(told("outlets.csv", &format!("{head}\n")).contains("no rows"));
        assert!(told("outlets.csv", "site\na.example\n").contains("is missing"));
        let wider = format!("{head},mood\n");
        assert!(told("outlets.csv", &wider).contains("`mood` is unknown"));
        assert_eq!(told("outlets.csv", &built_in), "loaded");
    }

    #[test]
    fn a_cell_that_does_not_fit_is_told_with_its_column() {
        let built_in = Files::embedded().text("places.csv").unwrap();
        let head = built_in.lines().find(|l| !l.starts_with('#')).unwrap();
        let row: Vec<&str> = head
            .split(',')
            .map(|c| if c == "latitude" { "north" } else { "1" })
            .collect();
        let told = told("places.csv", &format!("{head}\n{}\n", row.join(",")));
        assert!(
            told.contains("`north` in column `latitude`: expected a number"),
            "{told}"
        );
        assert!(
            !told.contains("f64") && !told.contains("deserialize"),
            "{told}"
        );
    }

    #[test]
    fn a_folder_overrides_a_file_and_changes_the_version() {
        let folder = std::env::temp_dir().join(format!("onrecord-lexicon-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("thresholds.toml"), "[x]\ny = 1\n").unwrap();
        let files = Files::with_folder(&folder);
        assert_ne!(files.version(), Files::embedded().version());
        let section: toml::Table = files.thresholds("x").unwrap();
        assert_eq!(section["y"].as_integer(), Some(1));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
