//! Inputs given on the command line or handed over in memory, opened one after another.
//!
//! Takes paths, `-` and named bytes; yields articles in a fixed order: inputs as given, files of a folder and members of an archive by path.
//! Known limit: an input is read on one thread; the reading of articles after it is what costs.
//!
//! Example: `news/` with `a.txt` and `b.jsonl.gz` yields the article of `a.txt`, then those of `b`.

use crate::archive::{Archive, Place};
use crate::packed;
use crate::parquet::Parquet;
use crate::stream::{self, Opened, Source, Stream, Yield};
use crate::table::Columns;
use crate::visit::Network;
use crate::walk::{Found, matching, walk};
use crate::{Location, Problem, RawArticle, Refusal};
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Endings of archives that hold files: labels of formats.
const ARCHIVES: [&str; 2] = ["zip", "wacz"];

/// One input as the user named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// `-`
    Stdin,
    /// A file or a folder.
    Path(PathBuf),
    /// An address at http or https.
    Address(String),
    /// Bytes that somebody handed over, such as a browser; the name's ending tells their kind, as that of a file.
    Held {
        /// How they are called.
        name: String,
        /// What they are.
        bytes: Arc<[u8]>,
    },
}

impl Input {
    /// The input of a command-line argument.
    pub fn from_argument(argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        let named = argument.to_str().unwrap_or_default();
        let scheme = named.split_once("://").map(|(s, _)| s.to_ascii_lowercase());
        if argument == "-" {
            Self::Stdin
        } else if scheme.is_some_and(|s| s == "http" || s == "https") {
            Self::Address(named.to_owned())
        } else {
            Self::Path(PathBuf::from(argument))
        }
    }

    /// Whether it must be fetched.
    pub fn is_address(&self) -> bool {
        matches!(self, Self::Address(_))
    }
}

/// The articles of some inputs, one after another.
pub struct Articles {
    waiting: VecDeque<Input>,
    left_out: Vec<PathBuf>,
    columns: Columns,
    /// Inputs of many articles being read, the innermost last.
    open: Vec<Box<dyn Stream>>,
    network: Option<Network>,
    bytes_done: u64,
    bytes_total: Option<u64>,
}

impl Articles {
    /// Prepares reading of `inputs`, tables by `columns`. Folders are walked at once, so the amount of work is known.
    pub fn new(inputs: &[Input], columns: Columns) -> Self {
        let mut waiting = VecDeque::new();
        let mut left_out = Vec::new();
        for input in inputs.iter().flat_map(expanded) {
            match input {
                Input::Path(path) if path.is_dir() => {
                    let Found { files, others } = walk(&path);
                    waiting.extend(files.into_iter().map(Input::Path));
                    left_out.extend(others);
                }
                other => waiting.push_back(other),
            }
        }
        let sizes = waiting.iter().map(|input| match input {
            Input::Stdin | Input::Address(_) => None,
            other => Some(size(other)),
        });
        Self {
            bytes_total: sizes.sum(),
            waiting,
            left_out,
            columns,
            open: Vec::new(),
            network: None,
            bytes_done: 0,
        }
    }

    /// Fetches addresses by `network`; without one they are refused.
    #[must_use]
    pub fn with_network(self, network: Network) -> Self {
        Self {
            network: Some(network),
            ..self
        }
    }

    /// Bytes of finished inputs, and of all inputs where that is known.
    pub fn progress(&self) -> (u64, Option<u64>) {
        (self.bytes_done, self.bytes_total)
    }

    /// Files of folders that were left out, being of a kind that is not read.
    pub fn left_out(&self) -> &[PathBuf] {
        &self.left_out
    }

    fn opened(&self, input: &Input) -> Result<Opened, Problem> {
        match (input, &self.network) {
            (Input::Address(address), Some(network)) => network.opened(address, &self.columns),
            _ => opened(input, &self.columns),
        }
    }

    /// The next article of the streams that are open; `None` when none is left.
    fn next_open(&mut self) -> Option<Result<RawArticle, Refusal>> {
        while let Some(stream) = self.open.last_mut() {
            match stream.next() {
                Some(Yield::Article(found)) => return Some(*found),
                Some(Yield::Stream(inner)) => self.open.push(inner),
                None => {
                    self.open.pop();
                }
            }
        }
        None
    }
}

impl Iterator for Articles {
    type Item = Result<RawArticle, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.next_open() {
                return Some(found);
            }
            let input = self.waiting.pop_front()?;
            self.bytes_done += size(&input);
            let at = Location {
                input: shown(&input),
                line: None,
            };
            match self.opened(&input) {
                Ok(Opened::One(article)) => return Some(Ok(RawArticle { at, ..*article })),
                Ok(Opened::Many(stream)) => self.open.push(stream),
                Err(problem) => return Some(Err(Refusal { at, problem })),
            }
        }
    }
}

/// What a pattern names, in the order of the paths; anything else as it stands.
fn expanded(input: &Input) -> Vec<Input> {
    let named = match input {
        Input::Path(path) if !path.exists() => matching(path),
        _ => None,
    };
    named.map_or_else(
        || vec![input.clone()],
        |paths| paths.into_iter().map(Input::Path).collect(),
    )
}

/// Bytes of `input`, as far as they are known before it is read.
fn size(input: &Input) -> u64 {
    match input {
        Input::Stdin | Input::Address(_) => 0,
        Input::Path(path) => path.metadata().map_or(0, |m| m.len()),
        Input::Held { bytes, .. } => bytes.len() as u64,
    }
}

fn shown(input: &Input) -> String {
    match input {
        Input::Stdin => "-".to_owned(),
        Input::Path(path) => path.display().to_string(),
        Input::Address(address) => address.clone(),
        Input::Held { name, .. } => name.clone(),
    }
}

#[expect(clippy::disallowed_methods, reason = "articles are opened here")]
fn opened(input: &Input, columns: &Columns) -> Result<Opened, Problem> {
    let unreadable = |e: std::io::Error| Problem::Unreadable(e.to_string());
    let (packed, file_name) = match input {
        // Standard input holds one article, which has no name.
        Input::Stdin => (packed::unpack(std::io::stdin()), "-1".to_owned()),
        Input::Address(_) => return Err(Problem::Offline),
        Input::Path(path) => {
            let found = path.metadata().map_err(unreadable)?;
            if found.is_dir() {
                // Folders are walked before; one comes here because it would not open.
                std::fs::read_dir(path).map_err(unreadable)?;
            }
            // Opening a pipe without a writer would wait for ever.
            if !found.is_file() {
                return Err(Problem::NotAFile);
            }
            let file = File::open(path).map_err(unreadable)?;
            if ends_in(path, &["parquet"]) {
                let same = file.try_clone().map_err(unreadable)?;
                let names = (shown(input), file_name(path));
                let table = Parquet::open((file, same), names, columns)?;
                return Ok(Opened::Many(Box::new(table)));
            }
            if ends_in(path, &ARCHIVES) {
                return archived(Box::new(BufReader::new(file)), input, columns);
            }
            (packed::unpack(file), file_name(path))
        }
        Input::Held { name, bytes } => {
            let held = Cursor::new(Arc::clone(bytes));
            if ends_in(Path::new(name), &ARCHIVES) {
                return archived(Box::new(held), input, columns);
            }
            (packed::unpack(held), file_name(Path::new(name)))
        }
    };
    let (reader, packing) = packed.map_err(unreadable)?;
    let named = (*input != Input::Stdin).then(|| file_name.clone());
    stream::opened(
        Source {
            shown: shown(input),
            file_name,
            named,
            reader,
            packing,
        },
        columns,
    )
}

fn archived(place: Box<dyn Place>, input: &Input, columns: &Columns) -> Result<Opened, Problem> {
    let archive = Archive::open(place, &shown(input), columns)?;
    Ok(Opened::Many(Box::new(archive)))
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension();
    ending.is_some_and(|e| endings.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests write and read files of their own"
)]
mod tests {
    use super::*;

    fn names(inputs: &[Input]) -> Vec<String> {
        let name = |found: Result<RawArticle, Refusal>| match found {
            Ok(article) => article.input_id,
            Err(refusal) => format!("refused:{}", refusal.at.line.unwrap_or(0)),
        };
        Articles::new(inputs, Columns::default())
            .map(name)
            .collect()
    }

    #[test]
    fn a_folder_is_read_by_path_and_bad_lines_cost_only_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
        write("b.txt", b"Text.");
        write(
            "a.jsonl",
            b"{\"id\":\"x\",\"text\":\"A\"}\n\n{\"text\":\n{\"text\":\"B\"}\n",
        );
        write("c.pdf", b"%PDF");
        write("README.md", b"About these.");
        write(".hidden.txt", b"no");
        let input = Input::Path(folder.path().to_owned());
        assert_eq!(names(&[input]), ["x", "refused:3", "a.jsonl:4", "b.txt"]);
    }

    #[test]
    fn a_pattern_that_the_shell_left_names_its_files_and_one_that_names_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        for name in ["b.txt", "a.txt", "c.html", "in/d.txt", "[e].txt"] {
            std::fs::write(folder.path().join(name), b"Text.").unwrap();
        }
        let named = |pattern: &str| names(&[Input::Path(folder.path().join(pattern))]);
        assert_eq!(named("?.txt"), ["a.txt", "b.txt"]);
        assert_eq!(named("**/[ad].txt"), ["a.txt", "d.txt"]);
        assert_eq!(named("i*"), ["d.txt"]);
        // A file of that very name comes first.
        assert_eq!(named("[e].txt"), ["[e].txt"]);
        assert_eq!(named("*.jsonl"), ["refused:0"]);
    }

    #[test]
    fn bytes_in_memory_are_read_like_the_file_of_their_name() {
        use std::io::Write;
        let held = |name: &str, bytes: &[u8]| Input::Held {
            name: name.to_owned(),
            bytes: bytes.into(),
        };
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let plain = zip::write::SimpleFileOptions::default();
        zip.start_file("in/c.txt", plain).unwrap();
        zip.write_all(b"Text.").unwrap();
        let zip = zip.finish().unwrap().into_inner();
        let inputs = [
            held("a.txt", b"Text."),
            held("b.jsonl", b"{\"id\":\"x\",\"text\":\"A\"}\n{\"text\":\n"),
            held("c.zip", &zip),
            held("d.pdf", b"%PDF"),
        ];
        let expected = ["a.txt", "x", "refused:2", "c.txt", "refused:0"];
        assert_eq!(names(&inputs), expected);
        let all = inputs.iter().map(size).sum();
        assert_eq!(
            Articles::new(&inputs, Columns::default()).progress().1,
            Some(all)
        );
    }

    #[test]
    fn a_cut_gzip_file_yields_what_stood_before_the_cut_and_a_refusal() {
        use std::io::Write;
        let folder = tempfile::tempdir().unwrap();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        for n in 0..2000 {
            writeln!(encoder, "{{\"id\":\"{n}\",\"text\":\"Some words {n}.\"}}").unwrap();
        }
        let packed = encoder.finish().unwrap();
        let path = folder.path().join("a.jsonl.gz");
        std::fs::write(&path, &packed[..packed.len() / 2]).unwrap();
        let found = names(&[Input::Path(path)]);
        assert!(found.len() > 500 && found[0] == "0");
        assert!(found[found.len() - 1].starts_with("refused"));
    }

    #[test]
    fn a_missing_file_and_an_unknown_kind_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let pdf = folder.path().join("a.pdf");
        std::fs::write(&pdf, b"%PDF").unwrap();
        let gone = Input::Path(folder.path().join("none.txt"));
        assert_eq!(names(&[gone, Input::Path(pdf)]), ["refused:0", "refused:0"]);
    }

    fn refusal(name: &str, bytes: &[u8]) -> (String, usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let found: Vec<_> = Articles::new(&[Input::Path(path)], Columns::default()).collect();
        let refused = found.iter().find_map(|f| f.as_ref().err()).unwrap();
        (refused.problem.to_string(), found.len())
    }

    #[test]
    fn a_plain_file_named_like_a_packed_one_is_refused() {
        for name in ["a.txt.gz", "a.jsonl.ZST", "a.gz"] {
            let (told, _) = refusal(name, b"The envoy left.");
            assert!(told.contains("not packed"), "{name}: {told}");
        }
        assert!(refusal("a.txt.gz", b"").0.contains("not packed"));
    }

    #[test]
    fn a_list_laid_out_over_lines_is_refused_once() {
        let (told, number) = refusal("a.json", b"[\n  {\n    \"text\": \"A\"\n  }\n]\n");
        assert!(told.contains("over many lines"), "{told}");
        assert_eq!(number, 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_rather_than_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("a.txt");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let inputs = [Input::Path(folder.path().to_owned()), Input::Path(pipe)];
        for found in Articles::new(&inputs, Columns::default()) {
            assert!(matches!(found.unwrap_err().problem, Problem::NotAFile));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_reading_panic(bytes: Vec<u8>, ending in 0_usize..6) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(["a.txt", "a.html", "a.jsonl", "a", "a.csv", "a.zip"][ending]);
            std::fs::write(&path, bytes).unwrap();
            let _ = names(&[Input::Path(path)]);
        }
    }
}
