//! Does data/README.md tell what lies under data/.
//!
//! Takes the root; returns one line a row that is missing, untrue or cut: every data file has a row, the columns are
//! those of the table, the example row is a line of the file, brackets and quotation marks are closed. Known limit:
//! whether a description is right is for people to see.
//!
//! Example: a row "(or both name one PLOVER" is reported as cut in mid-sentence.

use super::files::{self, File};
use anyhow::{Context, Result};
use std::path::Path;

/// Endings of data files; notes and weights are told by the notes' own row.
const ENDINGS: [&str; 3] = ["csv", "toml", "txt"];

/// A row of the table.
struct Row<'t> {
    number: usize,
    file: &'t str,
    cells: Vec<&'t str>,
}

/// What is wrong with the page.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("data");
    let path = folder.join("README.md");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let rows = rows(&text);
    let mut broken = Vec::new();
    for ending in ENDINGS {
        for file in files::below(&folder, ending)? {
            let below = file.path.strip_prefix(&folder).unwrap_or(&file.path);
            let name = below.to_string_lossy().replace('\\', "/");
            match rows.iter().find(|row| row.file == name) {
                Some(row) => broken.extend(row_problems(row, &file)),
                None => broken.push(format!("data/README.md:1: has no row for `{name}`")),
            }
        }
    }
    Ok(broken)
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let lines = text.lines().enumerate();
    let rows = lines.filter_map(|(n, line)| {
        let inside = line.strip_prefix("| `")?.strip_suffix('|')?;
        let cells: Vec<&str> = inside.split(" | ").map(str::trim).collect();
        Some(Row {
            number: n + 1,
            file: cells.first()?.trim_end_matches('`'),
            cells: cells[1..].to_vec(),
        })
    });
    rows.collect()
}

fn row_problems(row: &Row<'_>, file: &File) -> Vec<String> {
    let [told, columns, example] = row.cells[..] else {
        return vec![at(
            row,
            "needs four cells: file, what it holds, columns, an example row",
        )];
    };
    let mut broken = Vec::new();
    if !is_closed(told) {
        broken.push(at(
            row,
            "the description is cut: a bracket or quotation mark is open",
        ));
    }
    let mut lines = file.text.lines().filter(|l| !l.starts_with('#'));
    let is_table = file.path.extension().is_some_and(|e| e == "csv");
    if is_table && lines.clone().next() != Some(columns.trim_matches('`')) {
        broken.push(at(row, "the columns are not those of the file"));
    }
    if !lines.any(|line| line == example.trim_matches('`')) {
        broken.push(at(row, "the example row is no line of the file"));
    }
    broken
}

fn at(row: &Row<'_>, problem: &str) -> String {
    format!("data/README.md:{}: `{}`: {problem}", row.number, row.file)
}

/// Whether every bracket and every quotation mark has its other half.
fn is_closed(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    count('(') == count(')') && count('[') == count(']') && count('"').is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn problems(row: &str) -> Vec<String> {
        let file = File {
            path: PathBuf::from("data/a.csv"),
            text: "# Origin\nword,kind\nwalk,verb\n".into(),
        };
        row_problems(&rows(row)[0], &file)
    }

    #[test]
    fn a_row_that_is_true_passes() {
        assert!(problems("| `a.csv` | Words (\"walk\") | `word,kind` | `walk,verb` |").is_empty());
    }

    #[test]
    fn a_cut_description_other_columns_and_a_made_up_row_are_reported() {
        let cut = problems("| `a.csv` | Words (or both | `word,kind` | `walk,verb` |");
        assert!(cut[0].contains("is cut"), "{cut:?}");
        let columns = problems("| `a.csv` | Words | `word` | `walk,verb` |");
        assert!(columns[0].contains("columns"), "{columns:?}");
        let example = problems("| `a.csv` | Words | `word,kind` | `run,verb` |");
        assert!(example[0].contains("no line"), "{example:?}");
        assert!(problems("| `a.csv` | Words |")[0].contains("four cells"));
    }
}
