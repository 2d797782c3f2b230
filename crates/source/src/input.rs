//! Inputs given on the command line, opened one after another.
//!
//! Takes paths and `-`; yields articles in a fixed order: inputs as given, files of a folder by path.
//! Kinds are told by the name's ending, for standard input by its first byte. Known limit: an input is
//! read on one thread; the reading of articles after it is what costs.
//!
//! Example: `news/` with `a.txt` and `b.jsonl.gz` yields the article of `a.txt`, then those of `b`.

use crate::packed::{self, Packing};
use crate::walk::{Found, walk};
use crate::{Location, Problem, RawArticle, Refusal, html, json_lines, text};
use model::ContentHash;
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// One input as the user named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// `-`
    Stdin,
    /// A file or a folder.
    Path(PathBuf),
}

impl Input {
    /// The input of a command-line argument.
    pub fn from_argument(argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        if argument == "-" {
            Self::Stdin
        } else {
            Self::Path(PathBuf::from(argument))
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Page,
    JsonLines,
}

/// A stream of JSON Lines being read.
struct Lines {
    name: String,
    file_name: String,
    reader: Box<dyn BufRead>,
    packing: Packing,
    number: usize,
}

/// The articles of some inputs, one after another.
pub struct Articles {
    waiting: VecDeque<Input>,
    left_out: Vec<PathBuf>,
    lines: Option<Lines>,
    bytes_done: u64,
    bytes_total: Option<u64>,
}

/// Longest line of JSON, in bytes: a page may be many times its text, yet a line without end must not fill the memory.
const MAX_LINE: u64 = 256 * 1024 * 1024;

/// Most bytes read of one file that is a single article, pages being larger than their text.
const MAX_FILE: u64 = 256 * 1024 * 1024;

impl Articles {
    /// Prepares reading of `inputs`. Folders are walked at once, so the amount of work is known.
    pub fn new(inputs: &[Input]) -> Self {
        let mut waiting = VecDeque::new();
        let mut left_out = Vec::new();
        for input in inputs {
            match input {
                Input::Path(path) if path.is_dir() => {
                    let Found { files, others } = walk(path);
                    waiting.extend(files.into_iter().map(Input::Path));
                    left_out.extend(others);
                }
                other => waiting.push_back(other.clone()),
            }
        }
        let sizes = waiting.iter().map(|input| match input {
            Input::Stdin => None,
            Input::Path(path) => Some(path.metadata().map_or(0, |m| m.len())),
        });
        Self {
            bytes_total: sizes.sum(),
            waiting,
            left_out,
            lines: None,
            bytes_done: 0,
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

    fn open(&mut self, input: &Input) -> Option<Result<RawArticle, Refusal>> {
        let name = match input {
            Input::Stdin => "-".to_owned(),
            Input::Path(path) => path.display().to_string(),
        };
        let at = Location {
            input: name,
            line: None,
        };
        match self.try_open(input, &at.input) {
            Ok(article) => article.map(|a| Ok(RawArticle { at, ..a })),
            Err(problem) => Some(Err(Refusal { at, problem })),
        }
    }

    fn try_open(&mut self, input: &Input, name: &str) -> Result<Option<RawArticle>, Problem> {
        let (mut reader, packing) = unpacked(input)?;
        let file_name = file_name(input);
        if packing == Packing::Plain && packed::inner_name(&file_name) != file_name {
            return Err(Problem::NotPacked);
        }
        let kind = kind_of(packed::inner_name(&file_name), input, &mut reader)?;
        if kind == Kind::JsonLines {
            self.lines = Some(Lines {
                name: name.to_owned(),
                file_name,
                reader,
                packing,
                number: 0,
            });
            return Ok(None);
        }
        let mut bytes = Vec::new();
        reader
            .take(MAX_FILE)
            .read_to_end(&mut bytes)
            .map_err(|e| read_problem(packing, &e))?;
        single(bytes, kind, file_name).map(Some)
    }

    /// The next article of the open JSON Lines stream; `None` at its end.
    fn next_line(&mut self) -> Option<Result<RawArticle, Refusal>> {
        let lines = self.lines.as_mut()?;
        loop {
            let mut bytes = Vec::new();
            lines.number += 1;
            let read = (&mut lines.reader)
                .take(MAX_LINE)
                .read_until(b'\n', &mut bytes);
            let at = Location {
                input: lines.name.clone(),
                line: Some(lines.number),
            };
            match read {
                Ok(0) => {
                    self.lines = None;
                    return None;
                }
                Ok(_) => {}
                Err(error) => {
                    let problem = read_problem(lines.packing, &error);
                    self.lines = None;
                    return Some(Err(Refusal { at, problem }));
                }
            }
            let fallback = format!("{}:{}", lines.file_name, lines.number);
            if lines.number == 1 && opens_alone(&bytes) {
                self.lines = None;
                let problem = Problem::ManyLines;
                return Some(Err(Refusal { at, problem }));
            }
            match line_article(bytes, fallback) {
                Ok(None) => {}
                Ok(Some(article)) => return Some(Ok(RawArticle { at, ..article })),
                Err(problem) => return Some(Err(Refusal { at, problem })),
            }
        }
    }
}

impl Iterator for Articles {
    type Item = Result<RawArticle, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.next_line() {
                return Some(found);
            }
            let input = self.waiting.pop_front()?;
            if let Input::Path(path) = &input {
                self.bytes_done += path.metadata().map_or(0, |m| m.len());
            }
            if let Some(found) = self.open(&input) {
                return Some(found);
            }
        }
    }
}

/// Whether a first line holds only the opening of a JSON value, as in a file laid out for reading: then no line of the
/// file is an article, and one refusal says more than one a line.
fn opens_alone(line: &[u8]) -> bool {
    let bare = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    matches!(bare.trim_ascii(), b"{" | b"[" | b"[{")
}

fn line_article(bytes: Vec<u8>, fallback: String) -> Result<Option<RawArticle>, Problem> {
    let line = text::decode(bytes)?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    json_lines::article(&line, fallback).map(Some)
}

fn single(bytes: Vec<u8>, kind: Kind, input_id: String) -> Result<RawArticle, Problem> {
    let original = ContentHash::of(&bytes);
    let given = RawArticle {
        input_id,
        ..RawArticle::default()
    };
    if kind == Kind::Page {
        return html::article(&html::decode(&bytes), original, given);
    }
    Ok(RawArticle {
        text: text::decode(bytes)?,
        original,
        ..given
    })
}

#[expect(clippy::disallowed_methods, reason = "articles are opened here")]
fn unpacked(input: &Input) -> Result<(Box<dyn BufRead>, Packing), Problem> {
    let unreadable = |e: std::io::Error| Problem::Unreadable(e.to_string());
    match input {
        Input::Stdin => packed::unpack(std::io::stdin()).map_err(unreadable),
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
            packed::unpack(file).map_err(unreadable)
        }
    }
}

fn read_problem(packing: Packing, error: &std::io::Error) -> Problem {
    let system = matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::NotFound
    );
    if packing == Packing::Plain || system {
        Problem::Unreadable(error.to_string())
    } else {
        Problem::BadPacking(packing.name(), error.to_string())
    }
}

/// The name an article is known by; standard input holds one article and is `-1`.
fn file_name(input: &Input) -> String {
    match input {
        Input::Stdin => "-1".to_owned(),
        Input::Path(path) => path.file_name().map_or_else(
            || path.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        ),
    }
}

fn kind_of(name: &str, input: &Input, reader: &mut Box<dyn BufRead>) -> Result<Kind, Problem> {
    if *input == Input::Stdin {
        return sniff(reader);
    }
    let ending = Path::new(name).extension().and_then(|e| e.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("txt" | "text" | "md") => Ok(Kind::Text),
        Some("html" | "htm" | "xhtml") => Ok(Kind::Page),
        Some("jsonl" | "ndjson" | "json") => Ok(Kind::JsonLines),
        None => sniff(reader),
        Some(_) => Err(Problem::UnknownKind),
    }
}

fn sniff(reader: &mut Box<dyn BufRead>) -> Result<Kind, Problem> {
    let first = reader
        .fill_buf()
        .map_err(|e| Problem::Unreadable(e.to_string()))?;
    let sign = first.iter().find(|b| !b.is_ascii_whitespace());
    Ok(match sign {
        Some(b'{') => Kind::JsonLines,
        Some(b'<') => Kind::Page,
        _ => Kind::Text,
    })
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
        Articles::new(inputs).map(name).collect()
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
        let found: Vec<_> = Articles::new(&[Input::Path(path)]).collect();
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
        for found in Articles::new(&inputs) {
            assert!(matches!(found.unwrap_err().problem, Problem::NotAFile));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_reading_panic(bytes: Vec<u8>, ending in 0_usize..4) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(["a.txt", "a.html", "a.jsonl", "a"][ending]);
            std::fs::write(&path, bytes).unwrap();
            let _ = names(&[Input::Path(path)]);
        }
    }
}
