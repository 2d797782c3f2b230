//! Stretches of text between quotation marks.
//!
//! Takes a document's text and its paragraphs; returns [`QuotedStretch`]es in text order, marks included.
//! Runs before the claims are read. Method: directional pairing per paragraph. A curly mark tells its
//! side; a straight one opens after white space or an opening bracket, closes after anything else, and
//! otherwise toggles. The state is reset at each paragraph, so one lost mark spoils one paragraph only.
//! Single curly marks count outside double ones, where they stand at word edges. Known limit: a plural
//! possessive (workers’) inside single marks ends the stretch early; straight single marks do not count.
//!
//! Example: `He said "no" twice` has one stretch, `8..12`.

use model::{QuotedStretch, Span};

/// What a character can do for a stretch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    /// A straight mark whose neighbours do not tell.
    Either,
    OpenSingle,
    CloseSingle,
}

/// A mark and where it stands.
#[derive(Clone, Copy)]
struct Found {
    mark: Mark,
    span: Span,
}

/// The quoted stretches of `text`, paragraph by paragraph; a stretch without closing mark runs to the
/// end of its paragraph.
pub fn stretches(text: &str, paragraphs: &[Span]) -> Vec<QuotedStretch> {
    paragraphs
        .iter()
        .flat_map(|&paragraph| in_paragraph(text, paragraph))
        .collect()
}

fn in_paragraph(text: &str, paragraph: Span) -> Vec<QuotedStretch> {
    let mut found = Vec::new();
    let mut open: Option<Found> = None;
    for next in marks(text, paragraph) {
        open = match open {
            None => opens(next).then_some(next),
            Some(first) if closes(first.mark, next.mark) => {
                found.push(QuotedStretch {
                    span: first.span.cover(next.span),
                    closed: true,
                });
                None
            }
            Some(first) if restarts(first.mark, next.mark) => Some(next),
            kept => kept,
        };
    }
    if let Some(first) = open.filter(|f| f.mark != Mark::OpenSingle) {
        found.push(QuotedStretch {
            span: Span::new(first.span.start, paragraph.end),
            closed: false,
        });
    }
    found
}

fn opens(found: Found) -> bool {
    matches!(found.mark, Mark::Open | Mark::Either | Mark::OpenSingle)
}

fn closes(first: Mark, next: Mark) -> bool {
    if first == Mark::OpenSingle {
        return next == Mark::CloseSingle;
    }
    matches!(next, Mark::Close | Mark::Either)
}

/// A double mark inside single ones: the single one was an apostrophe or the marks cross.
fn restarts(first: Mark, next: Mark) -> bool {
    first == Mark::OpenSingle && matches!(next, Mark::Open | Mark::Either)
}

fn marks(text: &str, paragraph: Span) -> Vec<Found> {
    let Some(inside) = paragraph.of(text) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut before: Option<char> = None;
    let mut rest = inside.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let mut end = at + c.len_utf8();
        let doubled = matches!(c, '\'' | '`') && rest.peek().is_some_and(|&(_, d)| d == c);
        if doubled {
            rest.next();
            end += c.len_utf8();
        }
        let after = rest.peek().map(|&(_, d)| d);
        let mark = if doubled {
            Some(mark_of_pair(c, before, after))
        } else {
            mark_of(c, before, after)
        };
        if let Some(mark) = mark {
            let span = Span::new(paragraph.start + at, paragraph.start + end);
            found.push(Found { mark, span });
        }
        before = Some(c);
    }
    found
}

/// What two backquotes or two apostrophes between `before` and `after` are: TeX's marks.
fn mark_of_pair(c: char, before: Option<char>, after: Option<char>) -> Mark {
    match c {
        '`' => Mark::Open,
        _ => straight(before, after),
    }
}

/// Unicode's quotation marks: general punctuation U+2018 to U+201F, U+00AB and U+00BB, and ASCII.
fn mark_of(c: char, before: Option<char>, after: Option<char>) -> Option<Mark> {
    match c {
        '“' | '„' | '‟' | '«' => Some(Mark::Open),
        '”' | '»' => Some(Mark::Close),
        '"' => Some(straight(before, after)),
        '‘' if is_edge(before) && after.is_some_and(char::is_alphabetic) => {
            Some(Mark::OpenSingle)
        }
        '’' if is_edge(after) && before.is_some_and(|b| !b.is_whitespace()) => {
            Some(Mark::CloseSingle)
        }
        _ => None,
    }
}

fn straight(before: Option<char>, after: Option<char>) -> Mark {
    let space_before = before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '{'));
    let space_after = after.is_none_or(char::is_whitespace);
    match (space_before, space_after) {
        (true, false) => Mark::Open,
        (false, true) => Mark::Close,
        (false, false) if before.is_some_and(|b| b.is_ascii_punctuation()) => Mark::Either,
        (false, false) if after.is_some_and(|a| a.is_ascii_punctuation()) => Mark::Close,
        _ => Mark::Either,
    }
}

fn is_edge(neighbour: Option<char>) -> bool {
    neighbour.is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut at = 0;
        let mut paragraphs = Vec::new();
        for line in text.split('\n') {
            paragraphs.push(Span::new(at, at + line.len()));
            at += line.len() + 1;
        }
        let found = stretches(text, &paragraphs);
        let texts: Vec<_> = found.iter().map(|q| q.span.of(text).unwrap()).collect();
        assert_eq!(texts, expected, "{text}");
    }

    #[test]
    fn straight_and_curly_marks_pair_by_their_sides() {
        check("He said \"no\" twice.", &["\"no\""]);
        check("“Yes,” she said. “Go.”", &["“Yes,”", "“Go.”"]);
        check("``Yes,'' she said.", &["``Yes,''"]);
        check("(\"Never,\" he wrote)", &["\"Never,\""]);
    }

    #[test]
    fn an_unclosed_stretch_ends_with_its_paragraph() {
        check(
            "“It goes on\n“and ends,” he said",
            &["“It goes on", "“and ends,”"],
        );
    }

    #[test]
    fn single_marks_count_at_word_edges_and_outside_double_ones() {
        check("They call it ‘a trap’ here.", &["‘a trap’"]);
        check("Kim’s “‘own’ plan” held.", &["“‘own’ plan”"]);
        check("the workers’ plan", &[]);
    }

    #[test]
    fn odd_text_gives_no_panic() {
        check("", &[]);
        check("\"", &["\""]);
        check("”””", &[]);
    }
}
