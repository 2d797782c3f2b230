//! Lays out the attribute ruler and the lemmatiser.
//!
//! Takes the model's 179 ruler rules and the lemma tables; adds sections to the weight file. A rule's
//! conditions become sets of labels and words; its three small regular expressions are spelled out as
//! the words they match. Known limit: conditions on TAG, DEP, LOWER and `IS_SPACE` only.
//!
//! Example: the rule on `ca` with tag `MD` gives the lemma `can`.

use super::Labels;
use super::file::WeightFile;
use super::source;
use anyhow::{Context, Result, bail};
use rmpv::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Words that occur in conditions or as lemmas.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        let known = self.0.iter().position(|w| w == word);
        known.unwrap_or_else(|| {
            self.0.push(word.to_owned());
            self.0.len() - 1
        }) as u32
    }
}

/// Adds the ruler and the lemmatiser of the model in `folder`.
pub(crate) fn add(folder: &Path, labels: &mut Labels, file: &mut WeightFile) -> Result<()> {
    let rules = source::value(folder, "attribute_ruler/patterns")?;
    let rules = rules.as_array().context("rules are no list")?;
    let mut words = Words::default();
    let mut table = vec![rules.len() as u32];
    for rule in rules {
        add_rule(rule, labels, &mut words, &mut table)?;
    }
    file.numbers("ruler", &table);
    file.strings("ruler.words", &words.0);
    add_lemmas(folder, file)
}

/// One rule: target position; number of settings and their pairs (attribute, value + 1); number of
/// patterns, each with the number of its tokens, each with the number of its conditions, each with
/// attribute, kind (0 in, 1 not in), number of values and the values.
fn add_rule(
    rule: &Value,
    labels: &mut Labels,
    words: &mut Words,
    table: &mut Vec<u32>,
) -> Result<()> {
    table.push(source::field(rule, "index")?.as_u64().unwrap_or(0) as u32);
    let settings: Vec<_> = source::entries(source::field(rule, "attrs")?)?.collect();
    table.push(settings.len() as u32);
    for (name, value) in settings {
        let (name, value) = (source::text(name)?, source::text(value)?);
        table.push(attribute(&name)?);
        table.push(match name.as_str() {
            "LEMMA" => words.number(&value),
            "MORPH" => labels.number(&features(&value)),
            _ => labels.number(&value),
        });
    }
    let patterns = source::array(rule, "patterns")?;
    table.push(patterns.len() as u32);
    for pattern in patterns {
        let tokens = pattern.as_array().context("a pattern is no list")?;
        table.push(tokens.len() as u32);
        for token in tokens {
            add_conditions(token, labels, words, table)?;
        }
    }
    Ok(())
}

/// Numbers of attributes in the file.
fn attribute(name: &str) -> Result<u32> {
    let names = ["TAG", "DEP", "LOWER", "IS_SPACE", "POS", "MORPH", "LEMMA"];
    let found = names.iter().position(|n| *n == name);
    Ok(found.with_context(|| format!("attribute {name} is not understood"))? as u32)
}

/// Features sorted by name, as spaCy stores them; `_` is none.
fn features(text: &str) -> String {
    let mut parts: Vec<&str> = text.split('|').filter(|part| *part != "_").collect();
    parts.sort_by_key(|part| part.split('=').next().unwrap_or_default().to_lowercase());
    parts.join("|")
}

fn add_conditions(
    token: &Value,
    labels: &mut Labels,
    words: &mut Words,
    table: &mut Vec<u32>,
) -> Result<()> {
    let conditions: Vec<_> = source::entries(token)?.collect();
    table.push(conditions.len() as u32);
    for (name, value) in conditions {
        let name = source::text(name)?;
        let (kind, values) = values(value)?;
        table.extend([attribute(&name)?, kind, values.len() as u32]);
        table.extend(values.iter().map(|value| match name.as_str() {
            "LOWER" => words.number(value),
            "IS_SPACE" => u32::from(value == "true"),
            _ => labels.number(value),
        }));
    }
    Ok(())
}

fn values(value: &Value) -> Result<(u32, Vec<String>)> {
    if let Value::Boolean(wanted) = value {
        return Ok((0, vec![wanted.to_string()]));
    }
    let Value::Map(pairs) = value else {
        return Ok((0, vec![source::text(value)?]));
    };
    let (key, list) = pairs.first().context("a condition without content")?;
    let list_values = || -> Result<Vec<String>> {
        let list = list.as_array().context("no list of values")?;
        list.iter().map(source::text).collect()
    };
    match source::text(key)?.as_str() {
        "IN" => Ok((0, list_values()?)),
        "NOT_IN" => Ok((1, list_values()?)),
        "REGEX" => Ok((0, spell_out(&source::text(list)?)?)),
        other => bail!("condition {other} is not understood"),
    }
}

/// All words that a pattern of literals, classes and `?` between `^` and `$` matches.
fn spell_out(pattern: &str) -> Result<Vec<String>> {
    let inside = pattern.strip_prefix('^').and_then(|p| p.strip_suffix('$'));
    let mut rest = inside
        .context("a pattern that is not anchored")?
        .chars()
        .peekable();
    let mut all = vec![String::new()];
    while let Some(c) = rest.next() {
        let mut options = match c {
            '[' => rest
                .by_ref()
                .take_while(|c| *c != ']')
                .map(String::from)
                .collect(),
            c if c.is_alphanumeric() || c == '\'' => vec![c.to_string()],
            c => bail!("`{c}` in a pattern is not understood"),
        };
        if rest.next_if_eq(&'?').is_some() {
            options.push(String::new());
        }
        all = all
            .iter()
            .flat_map(|start| options.iter().map(move |end| format!("{start}{end}")))
            .collect();
    }
    Ok(all)
}

/// Lemma tables, one group of sections for each part of speech.
fn add_lemmas(folder: &Path, file: &mut WeightFile) -> Result<()> {
    let lookups = source::value(folder, "lemmatizer/lookups/lookups.bin")?;
    let mut ids = Vec::new();
    for (id, _) in source::entries(source::field(&lookups, "lemma_index")?)? {
        ids.push(id.as_u64().context("no id")?);
    }
    for (id, _) in source::entries(source::field(&lookups, "lemma_rules")?)? {
        let id = id.as_u64().context("no id")?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    file.hashes("lemma.pos", &ids);
    for (k, &id) in ids.iter().enumerate() {
        add_endings(of(&lookups, "lemma_rules", id)?, k, file)?;
        add_exceptions(of(&lookups, "lemma_exc", id)?, k, file)?;
        let mut index = match of(&lookups, "lemma_index", id)? {
            Some(list) => strings(list)?,
            None => Vec::new(),
        };
        index.sort();
        index.dedup();
        file.strings(&format!("lemma.{k}.index"), &index);
    }
    Ok(())
}

fn of<'v>(lookups: &'v Value, table: &str, id: u64) -> Result<Option<&'v Value>> {
    let mut pairs = source::entries(source::field(lookups, table)?)?;
    let found = pairs.find(|(key, _)| key.as_u64() == Some(id));
    Ok(found.map(|(_, value)| value))
}

fn strings(list: &Value) -> Result<Vec<String>> {
    let list = list.as_array().context("no list")?;
    list.iter().map(source::text).collect()
}

fn add_endings(rules: Option<&Value>, k: usize, file: &mut WeightFile) -> Result<()> {
    let mut flat = Vec::new();
    for rule in rules.and_then(Value::as_array).into_iter().flatten() {
        flat.extend(strings(rule)?);
    }
    file.strings(&format!("lemma.{k}.endings"), &flat);
    Ok(())
}

/// Exceptions sorted by form; the lemmas of one form are joined by a tab.
fn add_exceptions(table: Option<&Value>, k: usize, file: &mut WeightFile) -> Result<()> {
    let mut sorted = BTreeMap::new();
    if let Some(table) = table {
        for (form, lemmas) in source::entries(table)? {
            sorted.insert(source::text(form)?, strings(lemmas)?.join("\t"));
        }
    }
    file.strings(
        &format!("lemma.{k}.forms"),
        &sorted.keys().collect::<Vec<_>>(),
    );
    file.strings(
        &format!("lemma.{k}.lemmas"),
        &sorted.values().collect::<Vec<_>>(),
    );
    Ok(())
}
