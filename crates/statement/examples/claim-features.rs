//! Writes what the claim reader's classifiers see of articles with marked attributions, for `eval/learn_claims.py`.
//!
//! Takes a step (`read`, `cue`, `context`, `cue-trees`, `part`, `part-trees`, `claim-trees`, `origin-trees`, `extent-trees`; `claims` prints what is found), a
//! folder with `annotated.jsonl`, which `read` makes of `articles.jsonl`, and `gold.jsonl` (see `eval/learn_claims.py`)
//! and, for the later steps, folders with the weights learned so far, one a fold;
//! article `n` is read with those of fold `n` modulo their number, which never saw it. Writes one line a candidate
//! to standard output: label, number of the article, features, with tabs between. Known limit: a cue of several
//! words is learned by its syntactic head.
//!
//! Example: `cargo run --profile fast --example claim-features -- cue SCRATCH > cue.tsv`

#![expect(clippy::disallowed_methods, reason = "a tool reads its corpus")]

use lexicon::Files;
use lexicon::claims::{Claims, Scores};
use lexicon::feature::Names;
use model::{Annotation, CodePoints, Span};
use serde_json::Value;
use statement::claim::draft::Draft;
use statement::claim::parse::Parse;
use statement::claim::part::{self, Met, Role, Setting, Unit};
use statement::claim::rank::{self, Extent};
use statement::claim::weigh::Field;
use statement::claim::{cue, feature, origin};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufWriter, Write};

#[path = "claim_features/annotated.rs"]
mod annotated;

/// Parts of speech that do not head a cue of several words.
const LIGHT: &[&str] = &[
    "AUX", "ADP", "DET", "PART", "PUNCT", "SPACE", "PRON", "SCONJ", "CCONJ", "ADV",
];
/// A unit of more words than this may hold a few of another role and still count as one.
const LONG: usize = 12;
/// The share of such a unit's words that must have its role.
const PURE: f64 = 0.95;
/// Word F1 from which two contents are the same, and from which they are alike, as the scorer has it.
const SAME: f64 = 0.8;
const ALIKE: f64 = 0.5;
/// Cues that must have a lemma for it to be a candidate.
const SEEN: usize = 2;

/// An article with its attributions: source, cue and content in bytes.
struct Marked {
    id: String,
    text: String,
    annotation: Annotation,
    attributions: Vec<[Vec<Span>; 3]>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [step, folder, weights @ ..] = &arguments[..] else {
        return Err("step and folder are missing".into());
    };
    let out = BufWriter::new(std::io::stdout().lock());
    if step == "read" {
        return annotated::write(folder, out);
    }
    let articles = articles(folder)?;
    let folds: Vec<Claims> = weights
        .iter()
        .map(|w| Claims::load(&Files::with_folder(w)))
        .collect::<Result<_, _>>()?;
    print(step, &articles, &folds, out)
}

/// Prints the rows of all articles, each with the weights of its fold.
fn print(
    step: &str,
    articles: &[Marked],
    folds: &[Claims],
    mut out: impl Write,
) -> Result<(), Box<dyn std::error::Error>> {
    let known = known(articles)?;
    let mut named = false;
    for (number, article) in articles.iter().enumerate() {
        let fold = if folds.is_empty() {
            &known
        } else {
            &folds[number % folds.len()]
        };
        if step == "claims" {
            out.write_all(claims(article, fold).as_bytes())?;
            continue;
        }
        for (label, line) in rows(step, article, (&known, fold)) {
            if !named && line.contains('=') && step.ends_with("trees") {
                let names: Vec<&str> = line
                    .split('\t')
                    .skip(1)
                    .filter_map(|f| f.split('=').next())
                    .collect();
                writeln!(out, "label\tarticle\t{}", names.join("\t"))?;
            }
            named = true;
            writeln!(out, "{label}\t{number}{line}")?;
        }
    }
    Ok(())
}

fn articles(folder: &str) -> Result<Vec<Marked>, Box<dyn std::error::Error>> {
    let lines = |name: &str| -> Result<Vec<Value>, Box<dyn std::error::Error>> {
        let text = std::fs::read_to_string(format!("{folder}/{name}"))?;
        text.lines().map(|l| Ok(serde_json::from_str(l)?)).collect()
    };
    let gold: BTreeMap<String, Value> = lines("gold.jsonl")?
        .into_iter()
        .map(|v| (v["document"].as_str().unwrap_or_default().to_owned(), v))
        .collect();
    let mut labels = annotated::Labels::default();
    let marked = |article: Value| {
        let text = article["text"].as_str().unwrap_or_default().to_owned();
        let id = article["id"].as_str().unwrap_or_default().to_owned();
        let attributions = gold[&id]["attributions"].as_array();
        let attributions = attributions.map_or(Vec::new(), |all| {
            all.iter().map(|a| spans(a, &text)).collect()
        });
        Marked {
            annotation: annotated::read(&article["annotation"], &mut labels),
            attributions,
            text,
            id,
        }
    };
    Ok(lines("annotated.jsonl")?.into_iter().map(marked).collect())
}

/// One export line a claim that the reader finds, and one for the article, as far as the scorer needs them.
fn claims(article: &Marked, claims: &Claims) -> String {
    let parse = Parse::new(&article.text, &article.annotation);
    let points = CodePoints::new(&article.text);
    let span = |s: Span| serde_json::json!({"start": points.at_byte(s.start), "end": points.at_byte(s.end)});
    let mut lines = format!(
        "{}\n",
        serde_json::json!({"type": "document", "id": article.id, "input_id": article.id})
    );
    for draft in statement::claim::drafts(&parse, claims) {
        let content: Vec<Value> = draft.content_spans(&parse).into_iter().map(span).collect();
        let line = serde_json::json!({"type": "claim", "document": article.id, "content": content,
            "source": parse.span(&draft.source).map(span), "cue": parse.span(&draft.cue_tokens).map(span),
            "confidence": draft.probability});
        let _ = writeln!(lines, "{line}");
    }
    lines
}

fn spans(attribution: &Value, text: &str) -> [Vec<Span>; 3] {
    let points = CodePoints::new(text);
    ["source", "cue", "content"].map(|role| {
        let pairs = attribution[role].as_array().into_iter().flatten();
        let at = |v: &Value| points.byte_of(usize::try_from(v.as_u64().unwrap_or(0)).unwrap_or(0));
        pairs
            .map(|pair| Span::new(at(&pair[0]), at(&pair[1])))
            .collect()
    })
}

/// A reader without weights that knows the lemmas of the marked cues.
fn known(articles: &[Marked]) -> Result<Claims, Box<dyn std::error::Error>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for article in articles {
        let parse = Parse::new(&article.text, &article.annotation);
        for head in heads(&parse, article).into_keys() {
            *counts.entry(cue::lemma_feature(&parse, head)).or_default() += 1;
        }
    }
    let often = counts.into_iter().filter(|&(_, count)| count >= SEEN);
    let mut claims = Claims::load(&Files::embedded())?;
    claims.cue = Scores::new(often.map(|(feature, _)| (feature, [0.0, 0.0])));
    Ok(claims)
}

/// Number of the attribution by the head of its cue.
fn heads(parse: &Parse, article: &Marked) -> BTreeMap<usize, usize> {
    let found = article.attributions.iter().enumerate();
    let head = |(number, [_, cue, _]): (usize, &[Vec<Span>; 3])| {
        Some((cue_head(parse, &tokens(parse, cue))?, number))
    };
    found.filter_map(head).collect()
}

fn tokens(parse: &Parse, spans: &[Span]) -> Vec<usize> {
    spans
        .iter()
        .flat_map(|s| parse.annotation.tokens_in(*s))
        .collect()
}

/// The first word of a cue that no other telling word of it governs.
fn cue_head(parse: &Parse, cue: &[usize]) -> Option<usize> {
    let all: BTreeSet<usize> = cue.iter().copied().collect();
    let is_light = |t: usize| LIGHT.contains(&parse.token(t).pos);
    let is_free = |&t: &usize| {
        let above = parse.annotation.ancestors(t);
        !above.iter().any(|a| all.contains(a) && !is_light(*a))
    };
    let telling = cue.iter().copied().filter(|&t| !is_light(t)).find(is_free);
    telling.or_else(|| cue.iter().copied().find(is_free))
}

/// Label and features of every candidate of one article.
fn rows(step: &str, article: &Marked, (known, fold): (&Claims, &Claims)) -> Vec<(usize, String)> {
    let parse = Parse::new(&article.text, &article.annotation);
    let heads = heads(&parse, article);
    if step.starts_with("part") {
        return part_rows(&parse, article, (&heads, fold), step == "part-trees");
    }
    match step {
        "cue-trees" => return cue_tree_rows(&parse, &heads, fold),
        "claim-trees" => return claim_tree_rows(&parse, article, fold),
        "origin-trees" => return source_rows(&parse, article, fold),
        "extent-trees" => return extent_rows(&parse, article, fold),
        _ => {}
    }
    let first = if step == "context" {
        cue::first_probabilities(&parse, fold)
    } else {
        Vec::new()
    };
    let candidates = (0..parse.token_count()).filter(|&t| cue::is_candidate(&parse, t, known));
    let row = |t: usize| {
        let line = line(|sink| {
            cue::features(&parse, t, known, sink);
            if !first.is_empty() {
                cue::context(&parse, t, &first, sink);
            }
        });
        (usize::from(heads.contains_key(&t)), line)
    };
    candidates.map(row).collect()
}

/// Rows of numbers for the trees that weigh candidates.
fn cue_tree_rows(
    parse: &Parse,
    heads: &BTreeMap<usize, usize>,
    fold: &Claims,
) -> Vec<(usize, String)> {
    let mut rows = Vec::new();
    cue::rows(parse, fold, &mut |token, row| {
        rows.push((usize::from(heads.contains_key(&token)), numbers(row)));
    });
    rows
}

/// Rows of numbers for the trees that weigh claims. Label: 0 no marked attribution, 1 one, 3 with the same source and content.
fn claim_tree_rows(parse: &Parse, article: &Marked, fold: &Claims) -> Vec<(usize, String)> {
    let likely = cue::probabilities(parse, fold);
    let drafts = statement::claim::open_drafts(parse, &likely, fold);
    let field = Field::new(parse, &drafts);
    let gold: Vec<[BTreeSet<usize>; 3]> = article
        .attributions
        .iter()
        .map(|a| [0, 1, 2].map(|i| words_of(parse, tokens(parse, &a[i]).into_iter())))
        .collect();
    let mut rows = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let mut row = Vec::new();
        field.measures(parse, number, &mut |name, value| row.push((name, value)));
        let label = gold.iter().map(|g| fit(parse, draft, g)).max();
        rows.push((label.unwrap_or(0), numbers(&row)));
    }
    rows
}

/// Rows of numbers for the trees that settle sources. Label: 0 for a source that shares no word with the marked one, else 500 and
/// half the word F1 in thousandths; 1000 also where there is none on either side.
fn source_rows(parse: &Parse, article: &Marked, fold: &Claims) -> Vec<(usize, String)> {
    let likely = cue::probabilities(parse, fold);
    let drafts = statement::claim::plain_drafts(parse, &likely, fold);
    let heads = heads(parse, article);
    let mut rows = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let Some(&gold) = heads.get(&draft.cue) else {
            continue;
        };
        let source = &article.attributions[gold][0];
        let marked = words_of(parse, tokens(parse, source).into_iter());
        let options = origin::origins(parse, draft);
        let field = origin::Field::new(parse, &likely, (&drafts, number), &options);
        for (at, option) in options.iter().enumerate() {
            let own = words_of(parse, option.tokens.iter().copied());
            let shared = own.intersection(&marked).count() as f64;
            let both = own.len() + marked.len();
            let f1 = if both == 0 {
                1.0
            } else {
                2.0 * shared / both as f64
            };
            let label = if f1 > 0.0 { 500.0 + 500.0 * f1 } else { 0.0 };
            let mut row = vec![("draft", draft.cue as f64)];
            field.measures(at, &mut |name, value| row.push((name, value)));
            rows.push((label.round() as usize, numbers(&row)));
        }
    }
    rows
}

/// Rows of numbers for the trees that settle extents. Label: word F1 with the marked content in thousandths; 1000 is exact.
fn extent_rows(parse: &Parse, article: &Marked, fold: &Claims) -> Vec<(usize, String)> {
    let likely = cue::probabilities(parse, fold);
    let mut drafts = statement::claim::flat_drafts(parse, &likely, fold);
    let heads = heads(parse, article);
    let mut rows = Vec::new();
    for number in 0..drafts.len() {
        let Some(&gold) = heads.get(&drafts[number].cue) else {
            continue;
        };
        let marked = words_of(
            parse,
            tokens(parse, &article.attributions[gold][2]).into_iter(),
        );
        let options = rank::options(parse, (&likely, fold), &mut drafts, number);
        let extent = Extent::new(parse, &likely, &drafts[number], &options);
        for (at, option) in options.iter().enumerate() {
            let own = words_of(parse, option.content.iter().copied());
            let shared = own.intersection(&marked).count() as f64;
            let f1 = 2.0 * shared / (own.len() + marked.len()).max(1) as f64;
            let mut row = vec![("draft", drafts[number].cue as f64)];
            extent.measures(at, &mut |name, value| row.push((name, value)));
            rows.push(((f1 * 1000.0).round() as usize, numbers(&row)));
        }
    }
    rows
}

fn words_of(parse: &Parse, tokens: impl Iterator<Item = usize>) -> BTreeSet<usize> {
    tokens.filter(|&t| !parse.is_mark(t)).collect()
}

/// How well a draft fits a marked attribution, as the label of its row.
fn fit(parse: &Parse, draft: &Draft, [source, cue, content]: &[BTreeSet<usize>; 3]) -> usize {
    let own = words_of(parse, draft.content.iter().copied());
    let shared = own.intersection(content).count() as f64;
    let f1 = 2.0 * shared / (own.len() + content.len()).max(1) as f64;
    let heads: BTreeSet<usize> = cue
        .iter()
        .copied()
        .filter(|&t| !LIGHT.contains(&parse.token(t).pos))
        .collect();
    let same_cue = cue.contains(&draft.cue) && (heads.is_empty() || heads.contains(&draft.cue));
    let from = words_of(parse, draft.source.iter().copied());
    let same_source =
        from.is_empty() && source.is_empty() || from.intersection(source).next().is_some();
    match (same_cue, same_source && f1 >= SAME) {
        (true, true) => 3,
        (true, false) => 1,
        _ => usize::from(f1 >= ALIKE),
    }
}

fn numbers(row: &[(&'static str, f64)]) -> String {
    let mut line = String::new();
    for (name, value) in row {
        let _ = write!(line, "\t{name}={value:.4}");
    }
    line
}

fn part_rows(
    parse: &Parse,
    article: &Marked,
    (heads, fold): (&BTreeMap<usize, usize>, &Claims),
    as_numbers: bool,
) -> Vec<(usize, String)> {
    let probabilities = cue::probabilities(parse, fold);
    let mut rows = Vec::new();
    for (&head, &number) in heads {
        let roles = roles(parse, &article.attributions[number]);
        let setting = Setting::new(parse, head, &probabilities);
        let mut met = Met::default();
        part::walk(parse, head, &mut |unit: &Unit| {
            let role = role_of(parse, unit, &roles);
            let label = Role::ALL
                .iter()
                .position(|&r| r == role)
                .unwrap_or_default();
            if as_numbers {
                let row = setting.row(unit, fold, &mut met);
                rows.extend(row.map(|row| (label, numbers(&row))));
            } else {
                rows.push((label, line(|sink| setting.features(unit, sink))));
            }
            role
        });
    }
    rows
}

fn roles(parse: &Parse, [source, cue, content]: &[Vec<Span>; 3]) -> Vec<Role> {
    let mut roles = vec![Role::None; parse.token_count()];
    for (spans, role) in [
        (cue, Role::Cue),
        (source, Role::Source),
        (content, Role::Content),
    ] {
        for at in tokens(parse, spans) {
            roles[at] = role;
        }
    }
    roles
}

/// The role that all, or of many nearly all, words of a unit have.
fn role_of(parse: &Parse, unit: &Unit, roles: &[Role]) -> Role {
    let words: Vec<usize> = unit
        .tokens
        .iter()
        .copied()
        .filter(|&t| !parse.is_mark(t))
        .collect();
    let fits = |role: &Role| {
        let count = words.iter().filter(|&&t| roles[t] == *role).count();
        count == words.len() || words.len() > LONG && count as f64 >= PURE * words.len() as f64
    };
    let whole = Role::ALL
        .into_iter()
        .filter(|r| *r != Role::Split)
        .find(fits);
    whole.unwrap_or(Role::Split)
}

/// Features, each behind a tab; those with white space of their own are left out.
fn line(run: impl FnOnce(&mut feature::Sink)) -> String {
    let (mut line, mut names) = (String::new(), Names::default());
    run(&mut |feature| {
        let feature = names.spell(feature);
        if !feature.contains(['\t', '\n', '\r']) {
            line.push('\t');
            line.push_str(feature);
        }
    });
    line
}
