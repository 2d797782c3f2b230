//! Headlines In Title Case, read as if they were written like the text below them.
//!
//! Takes the paragraphs of a text; returns them with words of such headlines (never the first) in lower case, byte for byte. Third step of the language
//! stage: the weights were learned from running text and take "Warns" or "Riot" in a headline for names, so that nothing there happens.
//! Method: the commonest case of a word decides, as the text itself has it (tRuEcasIng: Lita, Ittycheriah, Roukos & Kambhatla 2003); of what
//! the text never has, only words that can be no name are lowered: stop words, listed triggers, verbs and adjectives. Months, weekdays, names of the
//! gazetteer and words with capitals inside (`McCain`, `NATO`) stay. Known limit: headlines all in capitals stay as they are.
//!
//! Example: "Kim Warns Seoul Over Drills" is read as "Kim warns Seoul over drills" where the text below speaks of "drills".

use crate::core::Core;
use crate::paragraph::Paragraphs;
use lexicon::Lexicon;
use lexicon::paragraphs::Headlines;
use model::Span;
use std::collections::BTreeMap;

/// Marks behind which a word is written with a capital anyway.
const OPENING: [char; 15] = [
    '.', '!', '?', ':', ';', '…', '"', '“', '‘', '\'', '(', '[', '«', '–', '—',
];

/// How often a text has a word in the middle of a sentence: as it is, and with a capital.
#[derive(Clone, Copy, Default)]
struct Cases {
    low: usize,
    capital: usize,
}

/// `paragraphs` with the words of headlines in title case as running text would have them.
pub(crate) fn lowered<'t>(
    paragraphs: Paragraphs<'t>,
    core: &Core,
    lexicon: &Lexicon,
) -> Paragraphs<'t> {
    let text = &*paragraphs.text;
    let (headlines, body): (Vec<Span>, Vec<Span>) = paragraphs
        .spans
        .iter()
        .partition(|span| is_title_case(span.of(text).unwrap_or_default(), &lexicon.headlines));
    if headlines.is_empty() {
        return paragraphs;
    }
    let cases = cases(text, &body, lexicon);
    let mut lowered = text.to_owned();
    for headline in headlines {
        let words = words(text, headline);
        let named = named(text, &words, lexicon);
        for (&word, _) in words.iter().zip(named).skip(1).filter(|(_, named)| !named) {
            if is_lowered(word.of(text).unwrap_or_default(), &cases, core, lexicon) {
                // Its first letter is one of ASCII, so the length stays.
                lowered[word.start..=word.start].make_ascii_lowercase();
            }
        }
    }
    Paragraphs {
        text: lowered.into(),
        ..paragraphs
    }
}

/// Whether the longer words of a line of a few words have capitals.
fn is_title_case(line: &str, limits: &Headlines) -> bool {
    let words = words(line, Span::new(0, line.len()));
    if !(limits.fewest_words..=limits.most_words).contains(&words.len()) {
        return false;
    }
    let texts = words.iter().filter_map(|w| w.of(line));
    let long: Vec<&str> = texts
        .filter(|w| w.chars().count() >= limits.long_word)
        .collect();
    let capitals = long.iter().filter(|w| w.starts_with(char::is_uppercase));
    let small = long.iter().filter(|w| w.contains(char::is_lowercase));
    long.len() >= limits.fewest_long
        && small.count() * 2 > long.len()
        && capitals.count() as f64 >= long.len() as f64 * limits.capital_share
}

/// The words of `within`: letters and digits, with the apostrophes inside and behind them.
fn words(text: &str, within: Span) -> Vec<Span> {
    let part = within.of(text).unwrap_or_default();
    let is_word = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in part.char_indices().chain([(part.len(), ' ')]) {
        match (start, is_word(c)) {
            (None, true) if c.is_alphanumeric() => start = Some(at),
            (Some(from), false) => {
                found.push(Span::new(within.start + from, within.start + at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// How the words of `body` are written, by their lower-case form and, where they have no capital, without their ending.
fn cases(text: &str, body: &[Span], lexicon: &Lexicon) -> BTreeMap<String, Cases> {
    let mut cases: BTreeMap<String, Cases> = BTreeMap::new();
    for &paragraph in body {
        for word in words(text, paragraph) {
            let before = text[paragraph.start..word.start].trim_end();
            if before.is_empty() || before.ends_with(OPENING) {
                continue;
            }
            let written = word.of(text).unwrap_or_default();
            let lower = bare(&written.to_lowercase(), lexicon).to_owned();
            if written.starts_with(char::is_lowercase) {
                let form = lexicon.merge.form(&lower);
                if form != lower {
                    cases.entry(form).or_default().low += 1;
                }
                cases.entry(lower).or_default().low += 1;
            } else {
                cases.entry(lower).or_default().capital += 1;
            }
        }
    }
    cases
}

/// A word without the ending of an owner and without closing quotation marks.
fn bare<'w>(word: &'w str, lexicon: &Lexicon) -> &'w str {
    let word = word.trim_end_matches(['\'', '’']);
    lexicon.people.without_possessive(word)
}

/// Whether `word` is nothing but a month or a weekday ("may" is more).
fn is_day(word: &str, lexicon: &Lexicon) -> bool {
    let words = &lexicon.times.words;
    let Some(number) = words.find(word) else {
        return false;
    };
    let classes = ["month", "weekday"].into_iter();
    let mut entries = classes
        .filter_map(|c| words.class(c))
        .flat_map(|c| words.entries(c, number));
    entries.any(|e| e.rest.is_empty() && e.needs_capital && e.tags.is_empty())
}

/// For each word whether it belongs to a name of the gazetteer.
fn named(text: &str, words: &[Span], lexicon: &Lexicon) -> Vec<bool> {
    let longest = lexicon.actors.longest();
    let mut named = vec![false; words.len()];
    for start in 0..words.len() {
        for end in start..words.len() {
            let whole = words[start].cover(words[end]);
            let phrase = bare(whole.of(text).unwrap_or_default(), lexicon);
            if phrase.len() > longest {
                break;
            }
            let is_name =
                lexicon.actors.look(phrase).is_some() || lexicon.places.look(phrase).is_some();
            if is_name {
                named[start..=end].fill(true);
            }
        }
    }
    named
}

/// Whether running text would have `word`, which is not the first of its headline, without a capital.
fn is_lowered(word: &str, cases: &BTreeMap<String, Cases>, core: &Core, lexicon: &Lexicon) -> bool {
    let starts = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    if !starts || word.chars().skip(1).any(char::is_uppercase) {
        return false;
    }
    let lower = word.to_lowercase();
    let bare = bare(&lower, lexicon);
    if let Some(seen) = cases.get(bare) {
        return seen.low >= seen.capital;
    }
    // "I" is a stop word.
    if word.len() == 1 || is_day(bare, lexicon) {
        return false;
    }
    let form = lexicon.merge.form(bare);
    lexicon.merge.is_stopword(bare)
        || cases.get(&form).is_some_and(|seen| seen.low > seen.capital)
        || lexicon.merge.listed(bare).is_some()
        || core.is_describing(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paragraph::paragraphs;

    fn check(text: &str, expected: &str) {
        let lexicon = Lexicon::embedded().unwrap();
        let core = Core::embedded().unwrap();
        let paragraphs = paragraphs(text, &[], &lexicon.wrapping);
        let lowered = lowered(paragraphs, core, &lexicon);
        assert_eq!(lowered.text.lines().next(), Some(expected));
    }

    #[test]
    fn verbs_and_words_of_the_text_lose_their_capitals() {
        check(
            "Kim Warns Seoul Over Drills\nThe leader spoke of the drills again, and of nothing but drills.",
            "Kim warns Seoul over drills",
        );
        check(
            "Envoys Will Meet Kim's Aides In Oslo On Monday\nThe aides were glad.",
            "Envoys will meet Kim's aides in Oslo on Monday",
        );
    }

    #[test]
    fn names_of_the_text_and_of_the_gazetteer_keep_them() {
        check(
            "Mayor Rose Lund Opens North Korea Museum\nOn Friday Rose Lund thanked the donors. A museum was all that she wanted.",
            "Mayor Rose Lund opens North Korea museum",
        );
    }

    #[test]
    fn running_text_and_bare_names_stay() {
        let running = "The council of Bergen met on Friday and thanked Rose Lund.";
        check(running, running);
        check("Rose Lund and Ole Berg", "Rose Lund and Ole Berg");
        let capitals = "FISHERS REJECT OFFER OF NEW QUOTAS";
        check(capitals, capitals);
    }
}
