//! Lays out the tokeniser: affix tables, special cases, norms, symbols, character classes.
//!
//! Takes the model's tokeniser and vocabulary files and the two tables under `xtask/tables`; adds
//! sections to the weight file. Letters and digits are those of Python's `isalpha` and `isdigit`, which
//! decide a token's shape. Known limit: Unicode 16 classes, older interpreters know fewer characters.
//!
//! Example: the special case of a contraction lists two words, each with the norm the network sees.

use super::affix::{self, Class, Pool};
use super::file::WeightFile;
use super::source;
use anyhow::{Context, Result, ensure};
use regex_syntax::hir::{Class as SyntaxClass, HirKind};
use rmpv::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Numbers that spaCy gives to the attributes of a special case's word.
const ORTH: u64 = 65;
const NORM: u64 = 67;
/// Characters of `Numeric_Type=Digit` that are no decimal digits (Unicode 16, DerivedNumericType.txt).
const OTHER_DIGITS: &[(u32, u32)] = &[
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x10e60, 0x10e68),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

/// Adds the tokeniser of the model in `folder`.
pub(crate) fn add(folder: &Path, file: &mut WeightFile) -> Result<()> {
    let tokenizer = source::value(folder, "tokenizer")?;
    let mut pool = Pool::default();
    for (name, key) in [
        ("prefix", "prefix_search"),
        ("suffix", "suffix_search"),
        ("infix", "infix_finditer"),
    ] {
        let pattern = source::text(source::field(&tokenizer, key)?)?;
        file.numbers(name, &affix::compile(&pattern, &mut pool)?);
    }
    let url = source::text(source::field(&tokenizer, "url_match")?)?;
    let named = [
        letters()?,
        digits()?,
        unicode(r"\p{N}")?,
        unicode(r"\p{Nd}")?,
        top_level(&url)?,
    ];
    let named: Vec<u32> = named.iter().map(|class| pool.number(class)).collect();
    file.numbers("classes.named", &named);
    file.numbers("classes", &pool.table());
    add_specials(&tokenizer, file)?;
    add_norms(folder, file)?;
    add_tables(file)
}

fn letters() -> Result<Class> {
    unicode(r"\p{L}")
}

fn digits() -> Result<Class> {
    Ok(affix::normal(
        [unicode(r"\p{Nd}")?, OTHER_DIGITS.to_vec()].concat(),
    ))
}

fn unicode(class: &str) -> Result<Class> {
    match regex_syntax::parse(class)?.into_kind() {
        HirKind::Class(SyntaxClass::Unicode(class)) => {
            let ranges = class.iter().map(|r| (r.start() as u32, r.end() as u32));
            Ok(ranges.collect())
        }
        _ => anyhow::bail!("{class} is no class"),
    }
}

/// The class of a top-level domain's characters: the last bracket of the address pattern before `{2,63}`.
fn top_level(pattern: &str) -> Result<Class> {
    let end = pattern
        .find("{2,63}")
        .context("address pattern without top-level domain")?;
    let start = pattern[..end]
        .rfind('[')
        .context("no class before the count")?;
    let mut pool = Pool::default();
    affix::compile(&pattern[start..end], &mut pool)?;
    pool.0.pop().context("no class")
}

/// Special cases sorted by text; for each the number of its words and their pairs (word, norm + 1 or 0).
fn add_specials(tokenizer: &Value, file: &mut WeightFile) -> Result<()> {
    let mut specials = BTreeMap::new();
    for (text, words) in source::entries(source::field(tokenizer, "exceptions")?)? {
        specials.insert(
            source::text(text)?,
            words.as_array().context("no list of words")?,
        );
    }
    let mut words: Vec<String> = Vec::new();
    let mut number = |word: String| {
        let known = words.iter().position(|w| *w == word);
        known.unwrap_or_else(|| {
            words.push(word);
            words.len() - 1
        }) as u32
    };
    let mut table = Vec::new();
    for parts in specials.values() {
        table.push(parts.len() as u32);
        for part in *parts {
            let orth = attribute(part, ORTH)?.context("word without text")?;
            let norm = attribute(part, NORM)?;
            table.push(number(orth));
            table.push(norm.map_or(0, |norm| number(norm) + 1));
        }
    }
    file.strings("special.text", &specials.keys().collect::<Vec<_>>());
    file.numbers("special.tokens", &table);
    file.strings("special.words", &words);
    Ok(())
}

fn attribute(part: &Value, number: u64) -> Result<Option<String>> {
    let mut pairs = source::entries(part)?;
    let found = pairs.find(|(key, _)| key.as_u64() == Some(number));
    found.map(|(_, value)| source::text(value)).transpose()
}

/// Norms of single words, by the hash of the word.
fn add_norms(folder: &Path, file: &mut WeightFile) -> Result<()> {
    let lookups = source::value(folder, "vocab/lookups.bin")?;
    let mut norms = BTreeMap::new();
    for (id, norm) in source::entries(source::field(&lookups, "lexeme_norm")?)? {
        norms.insert(id.as_u64().context("norm without id")?, source::text(norm)?);
    }
    file.hashes("norm.id", &norms.keys().copied().collect::<Vec<_>>());
    file.strings("norm.text", &norms.values().collect::<Vec<_>>());
    Ok(())
}

/// The two hand-made tables of spaCy's source: symbols and typographic norms.
fn add_tables(file: &mut WeightFile) -> Result<()> {
    let symbols = rows(include_str!("../../tables/symbols.csv"))?;
    let ids: Result<Vec<u32>, _> = symbols.iter().map(|(_, id)| id.parse()).collect();
    file.strings(
        "symbol.text",
        &symbols.iter().map(|(s, _)| s).collect::<Vec<_>>(),
    );
    file.numbers("symbol.id", &ids?);
    let norms = rows(include_str!("../../tables/norms.csv"))?;
    file.strings(
        "plain.text",
        &norms.iter().map(|(s, _)| s).collect::<Vec<_>>(),
    );
    file.strings(
        "plain.norm",
        &norms.iter().map(|(_, n)| n).collect::<Vec<_>>(),
    );
    Ok(())
}

fn rows(text: &str) -> Result<Vec<(String, String)>> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row?;
        ensure!(row.len() == 2, "a row of {} columns", row.len());
        rows.push((row[0].to_owned(), row[1].to_owned()));
    }
    Ok(rows)
}
