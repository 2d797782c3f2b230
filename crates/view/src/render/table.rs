//! Aligned tables for people.
//!
//! Takes columns and rows of pieces; writes a header line and one or more lines a row, cells wrapped inside
//! their columns. Columns are as wide as what they hold; the one marked `flex` gives way when the paper is
//! too narrow. Known limit: one flexible column; a paper too narrow for the others is overrun.
//!
//! Example: columns `DATE` and `TITLE` (flex) on 80 cells give the title 68.

use super::paper::{Line, Paper, Piece, Tone, cells, wrap};

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What the header line calls it.
    pub name: &'static str,
    /// Most cells it may take.
    pub most: usize,
    /// Whether it gives way when the paper is narrow.
    pub flex: bool,
}

impl Column {
    /// A column of up to `most` cells.
    pub fn up_to(name: &'static str, most: usize) -> Self {
        Self {
            name,
            most,
            flex: false,
        }
    }

    /// The column that takes what the others leave.
    pub fn flex(name: &'static str) -> Self {
        Self {
            name,
            most: usize::MAX,
            flex: true,
        }
    }
}

/// Cells between two columns.
const GAP: usize = 2;

/// Fewest cells for the flexible column.
const LEAST: usize = 16;

/// Writes `rows` under `columns`; every row has one piece a column.
pub fn table(paper: &mut Paper, columns: &[Column], rows: &[Vec<Piece>]) {
    let widths = widths(paper.width(), columns, rows);
    let heads: Vec<Piece> = columns
        .iter()
        .map(|c| Piece::new(c.name, Tone::Faint))
        .collect();
    write_row(paper, &widths, &heads);
    for row in rows {
        write_row(paper, &widths, row);
    }
}

fn widths(paper: usize, columns: &[Column], rows: &[Vec<Piece>]) -> Vec<usize> {
    let natural = |at: usize, column: &Column| {
        let widest = rows.iter().filter_map(|r| r.get(at)).map(width_of).max();
        widest.unwrap_or(0).max(column.name.len()).min(column.most)
    };
    let mut widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(n, c)| natural(n, c))
        .collect();
    if let Some(flex) = columns.iter().position(|c| c.flex) {
        let gaps = GAP * columns.len().saturating_sub(1);
        let others: usize = widths.iter().sum::<usize>() - widths[flex] + gaps;
        widths[flex] = widths[flex].min(paper.saturating_sub(others).max(LEAST));
    }
    widths
}

fn width_of(piece: &Piece) -> usize {
    let lines = wrap(std::slice::from_ref(piece), usize::MAX);
    lines.first().map_or(0, |l| cells(l))
}

fn write_row(paper: &mut Paper, widths: &[usize], row: &[Piece]) {
    let wrapped: Vec<Vec<Line>> = row
        .iter()
        .zip(widths)
        .map(|(piece, &width)| wrap(std::slice::from_ref(piece), width))
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for n in 0..height {
        for (lines, &width) in wrapped.iter().zip(widths) {
            let line = lines.get(n).map_or(&[][..], Vec::as_slice);
            paper.put(line);
            paper.space(width.saturating_sub(cells(line)) + GAP);
        }
        paper.end_line();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flexible_column_wraps_and_the_others_stay_aligned() {
        let columns = [
            Column::up_to("DATE", 10),
            Column::flex("TITLE"),
            Column::up_to("ID", 8),
        ];
        let row = [
            "2023-08-30",
            "A headline that is too long for one line",
            "doc-1",
        ];
        let rows = [row.iter().map(|c| Piece::plain(c)).collect::<Vec<_>>()];
        let mut paper = Paper::plain(40);
        table(&mut paper, &columns, &rows);
        let expected = "\
DATE        TITLE                  ID
2023-08-30  A headline that is     doc-1
            too long for one line
";
        assert_eq!(paper.finish(), expected);
    }
}
