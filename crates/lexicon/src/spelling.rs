//! When two spellings are the same name: accents, apostrophes, full stops, hyphens, case.
//!
//! Takes words; returns the form under which tables are searched. Used by every look-up of names, so
//! that data files and texts may differ in these. The method is Unicode canonical decomposition
//! (UAX 15) without combining marks, and a few letters that do not decompose. Known limit: other
//! scripts are kept as they are, not transliterated.
//!
//! Example: `fold("Kim Jong-Un")` and `fold("KIM JONG UN")` are both `kim jong un`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` without accents and with straight apostrophes; case is kept.
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.replace('`', "'");
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '’' | '‘' | 'ʼ' | '`' => out.push('\''),
            '‐' | '‑' | '–' => out.push('-'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'đ' => out.push('d'),
            'Đ' => out.push('D'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            other => out.push(other),
        }
    }
    out
}

/// `text` in lower case without accents and full stops, hyphens as spaces, single spaces.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    fold_any(text)
}

fn fold_any(text: &str) -> String {
    let plain = plain(text).to_lowercase().replace('.', "");
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

/// [`fold`] in one pass, as it is called for nearly every word.
fn fold_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parted = false;
    for c in text.chars().filter(|c| *c != '.') {
        if c.is_ascii_whitespace() || c == '\u{b}' || c == '-' {
            parted = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut parted) {
            out.push(' ');
        }
        out.push(if c == '`' {
            '\''
        } else {
            c.to_ascii_lowercase()
        });
    }
    out
}

/// `text` without white space, full stops, commas and accents; case is kept. Makes look-ups
/// independent of how a tokeniser cuts.
pub fn collapse(text: &str) -> String {
    plain(text)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.' && *c != ',')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_way_folds_as_the_general_one() {
        let odd = [
            "",
            " - ",
            "A.-B. C",
            "\u{b}x\u{1c}y--z ",
            "U.N.",
            "O`Brien",
            ". .",
        ];
        for text in odd {
            assert_eq!(fold_ascii(text), fold_any(text), "{text:?}");
        }
    }

    #[test]
    fn spellings_of_one_name_fold_alike() {
        assert_eq!(fold("Kim Jong-Un"), fold("KIM  JONG UN"));
        assert_eq!(fold("Nicolás Maduro"), "nicolas maduro");
        assert_eq!(fold("Lech Wałęsa"), "lech walesa");
        assert_eq!(collapse("U. N."), "UN");
        assert_eq!(collapse("People’s Daily"), collapse("People 's Daily"));
    }
}
