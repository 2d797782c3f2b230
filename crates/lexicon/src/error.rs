//! What can be wrong with a file under `data/`: which file, which line, what, and how to mend it.
//!
//! Returned by every loader of this crate and shown to the user as it stands. Known limit: line
//! numbers of TOML tables are those of the parser, so a whole table may be named by its first line.
//!
//! Parsers' messages are rid of type names here. Example: `data/en/cues.csv:42: stance `asert` is unknown (help: use one of assert, deny, …)`.

/// A defect of a data file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not there or cannot be read.
    #[error("cannot read data file {file}: {cause} (help: {help})")]
    Unreadable {
        /// Path below `data/`.
        file: String,
        /// The system's word for it.
        cause: String,
        /// How to mend it.
        help: String,
    },
    /// The folder that was given is none.
    #[error(
        "there is no folder {folder} (help: `--data` takes a folder with files as under data/)"
    )]
    NoFolder {
        /// The folder.
        folder: String,
    },
    /// A file of the folder that no table is read from, so that it would change nothing.
    #[error("{file} is no data file (help: {help})")]
    UnknownFile {
        /// The file.
        file: String,
        /// What it should perhaps be called.
        help: String,
    },
    /// The file is there but a line of it is wrong.
    #[error("{file}{}: {problem} (help: {help})", at(*.line))]
    Malformed {
        /// Its path, with the folder.
        file: String,
        /// Line, from 1; 0 when the whole file is meant.
        line: usize,
        /// What is wrong.
        problem: String,
        /// How to mend it.
        help: String,
    },
}

/// A line after a file's name; nothing where the whole file is meant.
fn at(line: usize) -> String {
    if line == 0 {
        String::new()
    } else {
        format!(":{line}")
    }
}

/// Labels: names of types as parsers write them, and what a person would call them.
const TYPES: [(&str, &str); 14] = [
    ("unknown variant ", "unknown word "),
    ("unknown field ", "unknown name "),
    ("missing field ", "missing "),
    ("invalid type: ", "found "),
    ("invalid value: ", "found "),
    ("floating point", "number"),
    ("a sequence", "a list"),
    ("a map", "a table"),
    ("a boolean", "true or false"),
    ("boolean", "true or false"),
    ("a string", "a text"),
    ("string", "the text"),
    ("sequence", "a list"),
    ("integer", "the whole number"),
];

/// Ways in which parsers say that they want a number or a table.
const WANTED: [(&str, &str); 5] = [
    ("expected f", "expected a number"),
    ("expected u", "expected a whole number, 0 or more"),
    ("expected i", "expected a whole number"),
    ("expected struct ", "expected a table"),
    ("expected a sequence", "expected a list"),
];

/// A parser's message without names of types.
pub(crate) fn plain_words(message: &str) -> String {
    let (found, wanted) = match message.rsplit_once(", expected ") {
        Some((found, wanted)) => (found, format!(", expected {wanted}")),
        None => (message, String::new()),
    };
    let typed = wanted.trim_start_matches(", ");
    let is_type = |prefix: &str| {
        let rest = typed.strip_prefix(prefix).unwrap_or("?");
        let sized = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
        sized || rest == "size" || (prefix.ends_with(' ') && rest != "?")
    };
    let wanted = WANTED
        .iter()
        .find(|(prefix, _)| is_type(prefix))
        .map_or(wanted.clone(), |(_, words)| format!(", {words}"));
    let found = TYPES.iter().fold(found.to_owned(), |text, (from, to)| {
        match text.split_once('`') {
            // What stands between back-ticks is the user's own.
            Some((before, after)) => format!("{}`{after}", before.replace(from, to)),
            None => text.replace(from, to),
        }
    });
    format!(
        "{found}{}",
        wanted
            .replace("a sequence", "a list")
            .replace("a string", "a text")
    )
}

impl Error {
    /// A [`Error::Malformed`] at `line` of `file`.
    pub fn malformed(
        file: &str,
        line: usize,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::Malformed {
            file: format!("data/{file}"),
            line,
            problem: problem.into(),
            help: help.into(),
        }
    }

    /// The same with the file named as the user gave it.
    pub(crate) fn outside(self, path: &str) -> Self {
        let Self::Malformed {
            line,
            problem,
            help,
            ..
        } = self
        else {
            return self;
        };
        Self::Malformed {
            file: path.to_owned(),
            line,
            problem,
            help,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_parsers_lose_their_type_names() {
        let check = |message: &str, words: &str| assert_eq!(plain_words(message), words);
        check(
            "invalid type: string \"x\", expected f64",
            "found the text \"x\", expected a number",
        );
        check(
            "invalid type: integer `3`, expected struct Thresholds",
            "found the whole number `3`, expected a table",
        );
        check(
            "invalid value: integer `-3`, expected usize",
            "found the whole number `-3`, expected a whole number, 0 or more",
        );
        check("missing field `reach`", "missing `reach`");
        check(
            "unknown variant `asert`, expected `assert` or `deny`",
            "unknown word `asert`, expected `assert` or `deny`",
        );
    }

    #[test]
    fn an_error_about_the_whole_file_names_no_line() {
        let told = |line| Error::malformed("a.csv", line, "no rows", "add some").to_string();
        assert_eq!(told(0), "data/a.csv: no rows (help: add some)");
        assert_eq!(told(4), "data/a.csv:4: no rows (help: add some)");
    }
}
