//! Splits text into tokens as spaCy's English tokeniser does.
//!
//! Takes one paragraph; returns lexemes with their places. Runs without white space are first looked
//! up among the special cases, then prefixes and suffixes are peeled off, the middle is kept whole when
//! it is an address and otherwise cut at infixes. A pass over the whole paragraph then mends special
//! cases that themselves contain such marks. White space beyond one blank is a token of its own. What
//! runs were split into is remembered. Known limit: text is read as it is, without normalisation.
//!
//! Example: "can't." gives `ca`, `n't` and `.`.

use super::address::is_address;
use super::affix::Affix;
use super::class::{Class, Classes};
use super::error::CoreError;
use super::lexeme::{Forms, Lexeme, is_space};
use super::vocabulary::Vocabulary;
use super::weights::{Strings, Weights};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// One token of a paragraph.
#[derive(Clone, Copy)]
pub(crate) struct Piece {
    /// Number of its lexeme in the vocabulary.
    pub(crate) lexeme: u32,
    /// Its first byte in the paragraph.
    pub(crate) start: usize,
    /// Whether one blank follows it.
    pub(crate) blank: bool,
}

/// A word of a special case, and the norm that the case gives it.
#[derive(Clone, Copy)]
pub(crate) struct Part<'t> {
    pub(crate) text: &'t str,
    pub(crate) norm: Option<&'static str>,
}

/// The rules of the tokeniser.
pub(crate) struct Tokenizer {
    prefix: Affix,
    suffix: Affix,
    infix: Affix,
    classes: Classes,
    forms: Forms,
    specials: HashMap<&'static str, Vec<Part<'static>>>,
    /// Bytes of the longest special case; longer runs are not even hashed.
    longest_special: usize,
    /// Special cases that the affix rules would cut, by the first token of the cut.
    mended: HashMap<String, Vec<Vec<String>>>,
}

impl Tokenizer {
    /// Reads the rules.
    pub(crate) fn load(weights: &Weights) -> Result<Self, CoreError> {
        let classes = Classes::load(weights)?;
        let mut tokenizer = Self {
            prefix: Affix::load(weights, "prefix", &classes)?,
            suffix: Affix::load(weights, "suffix", &classes)?,
            infix: Affix::load(weights, "infix", &classes)?,
            classes,
            forms: Forms::load(weights)?,
            specials: HashMap::new(),
            longest_special: 0,
            mended: HashMap::new(),
        };
        let texts = weights.strings("special.text")?;
        tokenizer.mended = tokenizer.cuts(texts);
        tokenizer.specials = specials(weights, texts)
            .ok_or_else(|| CoreError::section("special.tokens", "it is cut short"))?;
        tokenizer.longest_special = texts.iter().map(str::len).max().unwrap_or(0);
        Ok(tokenizer)
    }

    /// How the affix rules alone cut those special cases that they do cut.
    fn cuts(&self, texts: Strings) -> HashMap<String, Vec<Vec<String>>> {
        let mut cuts: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for text in texts.iter() {
            let chars: Vec<char> = text.chars().collect();
            let touched = self.prefix.at_start(&chars) > 0
                || self.suffix.at_end(&chars) > 0
                || text.contains(' ')
                || !self.infix.all(&chars).is_empty();
            if touched {
                let cut = self.cut_all(text);
                cuts.entry(cut[0].clone()).or_default().push(cut);
            }
        }
        cuts.into_iter().collect()
    }

    fn cut_all(&self, text: &str) -> Vec<String> {
        let runs = runs(text).into_iter().flat_map(|run| {
            let parts = self.split(&text[run.range]);
            parts.into_iter().map(|part| part.text.to_owned())
        });
        runs.collect()
    }

    /// The tokens of `text`.
    pub(crate) fn tokenize(&self, text: &str, vocabulary: &mut Vocabulary) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for run in runs(text) {
            self.add_run(text, &run, vocabulary, &mut pieces);
        }
        self.mend(text, vocabulary, pieces)
    }

    fn add_run(&self, text: &str, run: &Run, vocabulary: &mut Vocabulary, pieces: &mut Vec<Piece>) {
        let inside = &text[run.range.clone()];
        let lexemes = vocabulary.run(inside).unwrap_or_else(|| {
            let parts = self.split(inside).into_iter();
            let lexemes: Vec<u32> = parts.map(|part| vocabulary.number(part, self)).collect();
            vocabulary.remember(inside, &lexemes)
        });
        let mut start = run.range.start;
        for &lexeme in vocabulary.run_lexemes(lexemes) {
            pieces.push(Piece {
                lexeme,
                start,
                blank: false,
            });
            start += vocabulary.lexeme(lexeme).text.len();
        }
        if let Some(last) = pieces.last_mut() {
            last.blank = run.blank;
        }
    }

    /// spaCy's id of `text`.
    pub(crate) fn id(&self, text: &str) -> u64 {
        self.forms.id(text)
    }

    /// The letters.
    pub(crate) fn letter(&self) -> Class {
        self.classes.letter
    }

    /// The lexeme of `part`.
    pub(crate) fn lexeme(&self, part: Part) -> Lexeme {
        self.forms.lexeme(part.text, part.norm, &self.classes)
    }

    /// Whether a token with this text may begin a special case that needs mending.
    pub(crate) fn may_need_mending(&self, text: &str) -> bool {
        self.mended.contains_key(text)
    }

    /// The words of one run.
    fn split<'t>(&self, run: &'t str) -> Vec<Part<'t>> {
        if let Some(parts) = self.special(run) {
            return parts.clone();
        }
        let letters = Letters::new(run);
        let peeled = self.peel(&letters);
        let mut parts: Vec<Part<'t>> = Vec::new();
        let whole = |range: &Range<usize>| Part {
            text: letters.slice(range.clone()),
            norm: None,
        };
        parts.extend(peeled.prefixes.iter().map(whole));
        let middle = letters.slice(peeled.middle.clone());
        if let Some(special) = self.special(middle) {
            parts.extend(special);
        } else if !middle.is_empty() {
            parts.extend(self.cut(&letters, peeled.middle).iter().map(whole));
        }
        parts.extend(peeled.suffixes.iter().rev().map(whole));
        parts
    }

    /// The words of `text` if it is a special case.
    fn special(&self, text: &str) -> Option<&Vec<Part<'static>>> {
        let short = text.len() <= self.longest_special;
        short.then(|| self.specials.get(text)).flatten()
    }

    fn peel(&self, letters: &Letters) -> Peeled {
        let mut peeled = Peeled {
            prefixes: Vec::new(),
            middle: 0..letters.chars.len(),
            suffixes: Vec::new(),
        };
        loop {
            let Range { start, end } = peeled.middle;
            if start == end || self.special(letters.slice(start..end)).is_some() {
                return peeled;
            }
            let is_special = |range: Range<usize>| {
                !range.is_empty() && self.special(letters.slice(range)).is_some()
            };
            let prefix = start + self.prefix.at_start(&letters.chars[start..end]);
            if prefix > start && is_special(prefix..end) {
                peeled.take_prefix(prefix);
                return peeled;
            }
            let suffix = end - self.suffix.at_end(&letters.chars[prefix..end]);
            if suffix < end && is_special(start..suffix) {
                peeled.take_suffix(suffix);
                return peeled;
            }
            if prefix == start && suffix == end {
                return peeled;
            }
            if prefix > start {
                peeled.take_prefix(prefix);
            }
            if suffix < end {
                peeled.take_suffix(suffix);
            }
        }
    }

    /// The pieces of a middle: whole, or cut at infixes.
    fn cut(&self, letters: &Letters, middle: Range<usize>) -> Vec<Range<usize>> {
        let chars = &letters.chars[middle.clone()];
        if is_address(chars, &self.classes) {
            return vec![middle];
        }
        let mut pieces = Vec::new();
        let mut start = 0;
        for infix in self.infix.all(chars) {
            if infix.start == 0 {
                continue;
            }
            pieces.push(start..infix.start);
            start = infix.end;
            pieces.push(infix);
        }
        pieces.push(start..chars.len());
        pieces.retain(|piece| !piece.is_empty());
        let shift = |r: Range<usize>| r.start + middle.start..r.end + middle.start;
        pieces.into_iter().map(shift).collect()
    }

    /// Replaces runs of tokens that spell a special case: the longest first, then the leftmost.
    fn mend(&self, text: &str, vocabulary: &mut Vocabulary, pieces: Vec<Piece>) -> Vec<Piece> {
        let chosen = self.choose(&pieces, vocabulary);
        if chosen.is_empty() {
            return pieces;
        }
        let mut out = Vec::with_capacity(pieces.len());
        let mut at = 0;
        while at < pieces.len() {
            let end = chosen.get(&at).copied().unwrap_or(at + 1);
            let last = pieces[end - 1];
            let stop = last.start + vocabulary.lexeme(last.lexeme).text.len();
            let special = self.special(&text[pieces[at].start..stop]);
            match special.filter(|_| chosen.contains_key(&at)) {
                Some(parts) => {
                    let start = pieces[at].start;
                    self.replace(parts, (start, last.blank), vocabulary, &mut out);
                }
                None => out.extend_from_slice(&pieces[at..end]),
            }
            at = end;
        }
        out
    }

    fn replace(
        &self,
        parts: &[Part<'static>],
        (mut start, blank): (usize, bool),
        vocabulary: &mut Vocabulary,
        out: &mut Vec<Piece>,
    ) {
        for (number, &part) in parts.iter().enumerate() {
            out.push(Piece {
                lexeme: vocabulary.number(part, self),
                start,
                blank: blank && number + 1 == parts.len(),
            });
            start += part.text.len();
        }
    }

    fn choose(&self, pieces: &[Piece], vocabulary: &Vocabulary) -> HashMap<usize, usize> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let lexeme = vocabulary.lexeme(piece.lexeme);
            if !vocabulary.may_need_mending(piece.lexeme) {
                continue;
            }
            for cut in self.mended.get(&*lexeme.text).into_iter().flatten() {
                let here = pieces.get(at..at + cut.len()).unwrap_or_default();
                let texts = here.iter().map(|p| &*vocabulary.lexeme(p.lexeme).text);
                if !here.is_empty() && texts.eq(cut.iter().map(String::as_str)) {
                    found.push(at..at + cut.len());
                }
            }
        }
        found.sort_by_key(|range| (std::cmp::Reverse(range.len()), range.start));
        let mut used = HashSet::new();
        let mut chosen = HashMap::new();
        for range in found {
            if !used.contains(&range.start) && !used.contains(&(range.end - 1)) {
                chosen.insert(range.start, range.end);
            }
            used.extend(range);
        }
        chosen
    }
}

fn specials(
    weights: &Weights,
    texts: Strings,
) -> Option<HashMap<&'static str, Vec<Part<'static>>>> {
    let words = weights.strings("special.words").ok()?;
    let mut table = weights.numbers("special.tokens").ok()?;
    let mut specials = HashMap::new();
    for text in texts.iter() {
        let (&count, rest) = table.split_first()?;
        let (pairs, rest) = rest.split_at_checked(2 * count as usize)?;
        table = rest;
        let part = |pair: &[u32]| Part {
            text: words.get(pair[0] as usize),
            norm: (pair[1] > 0).then(|| words.get(pair[1] as usize - 1)),
        };
        let parts: Vec<Part> = pairs.chunks_exact(2).map(part).collect();
        let spells = parts.iter().map(|p| p.text).collect::<String>() == text;
        spells.then(|| specials.insert(text, parts))?;
    }
    Some(specials)
}

/// What is left of a run in the middle, and what was peeled off, outermost first.
struct Peeled {
    prefixes: Vec<Range<usize>>,
    middle: Range<usize>,
    suffixes: Vec<Range<usize>>,
}

impl Peeled {
    fn take_prefix(&mut self, end: usize) {
        self.prefixes.push(self.middle.start..end);
        self.middle.start = end;
    }

    fn take_suffix(&mut self, start: usize) {
        self.suffixes.push(start..self.middle.end);
        self.middle.end = start;
    }
}

/// A run with the characters and where each starts.
struct Letters<'t> {
    text: &'t str,
    chars: Vec<char>,
    bytes: Vec<usize>,
}

impl<'t> Letters<'t> {
    fn new(text: &'t str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
        bytes.push(text.len());
        Self {
            text,
            chars: text.chars().collect(),
            bytes,
        }
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        &self.text[self.bytes[range.start]..self.bytes[range.end]]
    }
}

/// A run of characters that are all white space or all none.
struct Run {
    range: Range<usize>,
    /// Whether one blank follows, which belongs to no run.
    blank: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let Some(first) = text.chars().next() else {
        return runs;
    };
    let (mut in_space, mut start) = (is_space(first), 0);
    for (at, c) in text.char_indices() {
        if is_space(c) == in_space {
            continue;
        }
        if start < at {
            let range = start..at;
            runs.push(Run {
                range,
                blank: false,
            });
        }
        start = at;
        if c == ' ' {
            start = at + 1;
            if let Some(last) = runs.last_mut() {
                last.blank = true;
            }
        }
        in_space = !in_space;
    }
    if start < text.len() {
        let range = start..text.len();
        runs.push(Run {
            range,
            blank: false,
        });
    }
    runs
}
