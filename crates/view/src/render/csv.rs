//! CSV for spreadsheets.
//!
//! Takes column names and rows of cells; returns RFC 4180 text with a header line and `\n` line ends. A
//! cell that a spreadsheet would run as a formula (it begins with `= + - @`, or with a tab or carriage
//! return, and is no number) gets a leading apostrophe, as OWASP advises for "CSV injection". Lists are
//! joined by `; `. Known limit: a program reading the CSV sees that apostrophe; JSON has the bare value.
//!
//! Example: the headline "+++ Eilmeldung" becomes `'+++ Eilmeldung`.

use crate::clean::steers;

/// CSV of `rows` under the names `columns`.
pub fn csv(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(columns)
        .expect("memory takes every write");
    for row in rows {
        let cells = row.iter().map(|cell| harmless(cell));
        writer
            .write_record(cells)
            .expect("a row has one cell a column");
    }
    let bytes = writer.into_inner().expect("memory takes every write");
    String::from_utf8(bytes).expect("made of strings")
}

/// `list` in one cell.
pub(crate) fn joined(list: &[String]) -> String {
    list.join("; ")
}

fn harmless(cell: &str) -> String {
    let escape = |c: char| match c {
        '\n' | '\t' => c.to_string(),
        c if steers(c) => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    let shown: String = cell.chars().map(escape).collect();
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if runs { format!("'{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_left_alone() {
        let printed = csv(&["a", "b"], [vec!["=1+1".to_owned(), "-3.5".to_owned()]]);
        assert_eq!(printed, "a,b\n'=1+1,-3.5\n");
    }

    #[test]
    fn cells_with_commas_and_line_ends_are_quoted() {
        let printed = csv(&["a"], [vec!["x, y\nz\u{1b}".to_owned()]]);
        assert_eq!(printed, "a\n\"x, y\nz\\u{1b}\"\n");
    }
}
