//! Text for people: wrapped to a width, with tones that become colour only where wanted.
//!
//! Takes pieces of text, each with a [`Tone`]; returns lines no wider than the paper (longer words stand
//! alone on a line). Widths are terminal cells (Unicode Standard Annex 11, by `unicode-width`). Colours are
//! the eight of ECMA-48 "Select Graphic Rendition". Everything written is made safe first, see
//! [`crate::clean`]. Known limit: no hyphenation; scripts without spaces are not broken.
//!
//! Example: at width 10, "one two three" at indent 2 becomes "  one two" and "  three".

use crate::clean;
use unicode_width::UnicodeWidthChar;

/// What a piece of text is to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// What the line is about.
    Strong,
    /// Ids, dates of reading, remarks.
    Faint,
    /// Words of an article.
    Quote,
    /// Words of an article that are the point of the quote.
    Point,
    /// Assertion, or a thing in order.
    Good,
    /// Denial, or a thing out of order.
    Bad,
}

impl Tone {
    /// Parameters of the "Select Graphic Rendition" sequence; empty for plain text.
    fn rendition(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Quote => "36",
            Self::Point => "1;36",
            Self::Good => "32",
            Self::Bad => "31",
        }
    }
}

/// Some text in one tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text; white space in it may become a line end.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

impl Piece {
    /// `text` in `tone`, made safe.
    pub fn new(text: &str, tone: Tone) -> Self {
        Self {
            text: clean(text).into_owned(),
            tone,
        }
    }

    /// `text` as it is, made safe.
    pub fn plain(text: &str) -> Self {
        Self::new(text, Tone::Plain)
    }
}

/// One line of characters with their tones.
pub(crate) type Line = Vec<(char, Tone)>;

/// Text under construction.
#[derive(Debug)]
pub struct Paper {
    width: usize,
    colour: bool,
    text: String,
}

/// Narrowest paper worth wrapping to.
const NARROWEST: usize = 40;

impl Paper {
    /// Paper of `width` cells, with colour.
    pub fn coloured(width: usize) -> Self {
        Self {
            width: width.max(NARROWEST),
            colour: true,
            text: String::new(),
        }
    }

    /// Paper of `width` cells, without colour.
    pub fn plain(width: usize) -> Self {
        Self {
            colour: false,
            ..Self::coloured(width)
        }
    }

    /// Its width in cells.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.text
    }

    /// An empty line, unless the paper is empty or ends with one.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading with an empty line before it.
    pub fn heading(&mut self, text: &str) {
        self.blank();
        self.write(0, &[Piece::new(text, Tone::Strong)]);
    }

    /// `pieces`, wrapped, every line indented by `indent` cells.
    pub fn write(&mut self, indent: usize, pieces: &[Piece]) {
        for line in wrap(pieces, self.width.saturating_sub(indent)) {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.put(&line);
            self.text.push('\n');
        }
    }

    /// `pieces` wrapped beside `label`, which has `column` cells of the first line (or the line to itself when longer).
    pub fn beside(&mut self, label: &str, column: usize, pieces: &[Piece]) {
        let label = to_line(&[Piece::plain(label)]);
        self.put(&label);
        let mut taken = cells(&label);
        for line in wrap(pieces, self.width.saturating_sub(column)) {
            if taken >= column {
                self.text.push('\n');
                taken = 0;
            }
            self.space(column - taken);
            self.put(&line);
            taken = column;
        }
        self.text.push('\n');
    }

    /// A quote at `indent`: its words in quotation marks, the point of it marked where there is context around it.
    pub fn quote(&mut self, indent: usize, excerpt: &crate::Excerpt) {
        let has_context = !excerpt.before.is_empty() || !excerpt.after.is_empty();
        let mark = |sign: &str| {
            if has_context && !self.colour {
                sign.to_owned()
            } else {
                String::new()
            }
        };
        let pieces = [
            Piece::new("| ", Tone::Faint),
            Piece::new(excerpt.before.trim_start(), Tone::Quote),
            Piece::new(
                &format!("{}{}{}", mark("«"), excerpt.text, mark("»")),
                Tone::Point,
            ),
            Piece::new(excerpt.after.trim_end(), Tone::Quote),
        ];
        let Some((bar, words)) = pieces.split_first() else {
            return;
        };
        for line in wrap(words, self.width.saturating_sub(indent + 2)) {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.put(&to_line(std::slice::from_ref(bar)));
            self.put(&line);
            self.text.push('\n');
        }
    }

    /// Writes `line` without a line end.
    pub(crate) fn put(&mut self, line: &[(char, Tone)]) {
        let mut tone = Tone::Plain;
        for &(c, next) in line {
            self.change(&mut tone, next);
            self.text.push(c);
        }
        self.change(&mut tone, Tone::Plain);
    }

    /// Writes `count` spaces.
    pub(crate) fn space(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }

    /// Ends the line, without white space at its end.
    pub(crate) fn end_line(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        self.text.push('\n');
    }

    fn change(&mut self, from: &mut Tone, to: Tone) {
        if !self.colour || *from == to {
            return;
        }
        if *from != Tone::Plain {
            self.text.push_str("\u{1b}[0m");
        }
        if to != Tone::Plain {
            self.text.push_str("\u{1b}[");
            self.text.push_str(to.rendition());
            self.text.push('m');
        }
        *from = to;
    }
}

fn to_line(pieces: &[Piece]) -> Line {
    let each = |p: &Piece| p.text.chars().map(|c| (c, p.tone)).collect::<Vec<_>>();
    pieces.iter().flat_map(each).collect()
}

/// Width of `line` in terminal cells.
pub(crate) fn cells(line: &[(char, Tone)]) -> usize {
    line.iter().map(|(c, _)| c.width().unwrap_or(0)).sum()
}

/// `pieces` in lines of at most `width` cells, broken at white space; a longer word has a line to itself.
pub(crate) fn wrap(pieces: &[Piece], width: usize) -> Vec<Line> {
    let all = to_line(pieces);
    let words = all
        .split(|(c, _)| c.is_whitespace())
        .filter(|w| !w.is_empty());
    let mut lines: Vec<Line> = Vec::new();
    let mut current = Line::new();
    for word in words {
        if !current.is_empty() && cells(&current) + 1 + cells(word) > width {
            lines.push(std::mem::take(&mut current));
        }
        if let (Some(&(_, before)), Some(&(_, after))) = (current.last(), word.first()) {
            let tone = if before == after { before } else { Tone::Plain };
            current.push((' ', tone));
        }
        current.extend_from_slice(word);
    }
    if !current.is_empty() {
        lines.push(current);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(paper: Paper, pieces: &[Piece]) -> String {
        let mut paper = paper;
        paper.write(2, pieces);
        paper.finish()
    }

    #[test]
    fn lines_wrap_at_words_and_keep_their_indent() {
        let text = "one two three four five six seven eight nine ten";
        let printed = written(Paper::plain(40), &[Piece::plain(text)]);
        assert_eq!(
            printed,
            "  one two three four five six seven\n  eight nine ten\n"
        );
    }

    #[test]
    fn a_word_wider_than_the_paper_stands_alone() {
        let long = "x".repeat(60);
        let printed = written(Paper::plain(40), &[Piece::plain(&format!("a {long} b"))]);
        assert_eq!(printed, format!("  a\n  {long}\n  b\n"));
    }

    #[test]
    fn tones_are_written_only_on_coloured_paper() {
        let pieces = [
            Piece::plain("by "),
            Piece::new("Kirby", Tone::Strong),
            Piece::plain(","),
        ];
        assert_eq!(written(Paper::plain(80), &pieces), "  by Kirby,\n");
        assert_eq!(
            written(Paper::coloured(80), &pieces),
            "  by \u{1b}[1mKirby\u{1b}[0m,\n"
        );
    }

    #[test]
    fn wide_characters_count_two_cells() {
        assert_eq!(cells(&to_line(&[Piece::plain("北京x")])), 5);
    }

    #[test]
    fn text_beside_a_label_hangs_in_its_column() {
        let words = Piece::plain("one two three four five six seven eight");
        let mut paper = Paper::plain(40);
        paper.beside("2023-08-30", 12, std::slice::from_ref(&words));
        paper.beside("2023-08-30..2024-01-02", 12, &[words]);
        let expected = "\
2023-08-30  one two three four five six
            seven eight
2023-08-30..2024-01-02
            one two three four five six
            seven eight
";
        assert_eq!(paper.finish(), expected);
    }

    #[test]
    fn the_point_of_a_quote_is_marked_without_colour() {
        let excerpt = crate::Excerpt {
            text: "denied".into(),
            before: "Moscow ".into(),
            after: " it.".into(),
            ..crate::Excerpt::default()
        };
        let mut paper = Paper::plain(80);
        paper.quote(2, &excerpt);
        assert_eq!(paper.finish(), "  | Moscow «denied» it.\n");
    }
}
