//! How likely a whole draft of a claim is right, given the drafts that compete with it.
//!
//! Takes all drafts of a document; returns a probability for each. Step between `draft` and flat decoding. Method:
//! gradient-boosted trees (`data/en/claim-trees.txt`, forest `claim`) over the cue's probability, the extent and
//! surroundings of source and content, and how the draft overlaps with others. Without the forest the cue's
//! probability stands. Known limit: a competitor counts by its cue alone.
//!
//! Example: a draft whose cue stands in the content of a likelier one has a high `outer`.

use super::draft::Draft;
use super::feature;
use super::measure::{self, Row};
use super::parse::Parse;
use lexicon::claims::Claims;
use std::collections::BTreeMap;

/// The two likeliest drafts that claim a token, by number, likeliest first.
type Owners = [Option<usize>; 2];

/// Who claims which token.
pub struct Field<'d> {
    drafts: &'d [Draft],
    contents: BTreeMap<usize, Owners>,
    cues: BTreeMap<usize, usize>,
    sentences: BTreeMap<usize, Vec<usize>>,
}

/// Replaces the probabilities of `drafts` by those of the trees.
pub(super) fn weigh(parse: &Parse, drafts: &mut [Draft], claims: &Claims) {
    let Some(trees) = claims.trees.get("claim") else {
        return;
    };
    let mut row = Vec::with_capacity(trees.features().len());
    let field = Field::new(parse, drafts);
    let mut found = Vec::with_capacity(drafts.len());
    for number in 0..drafts.len() {
        row.clear();
        field.measures(parse, number, &mut |_, value| row.push(value as f32));
        found.push(trees.probability(&row));
    }
    for (draft, probability) in drafts.iter_mut().zip(found) {
        draft.probability = probability;
    }
}

impl<'d> Field<'d> {
    /// Indexes `drafts`; linear in the sum of their contents.
    pub fn new(parse: &Parse, drafts: &'d [Draft]) -> Self {
        let mut contents: BTreeMap<usize, Owners> = BTreeMap::new();
        let mut sentences: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, draft) in drafts.iter().enumerate() {
            sentences
                .entry(parse.sentence(draft.cue))
                .or_default()
                .push(number);
            for &at in &draft.content {
                let owners = contents.entry(at).or_default();
                let beats = |other: Option<usize>| {
                    other.is_none_or(|o| drafts[o].probability < draft.probability)
                };
                if beats(owners[0]) {
                    *owners = [Some(number), owners[0]];
                } else if beats(owners[1]) {
                    owners[1] = Some(number);
                }
            }
        }
        let cues = drafts.iter().enumerate().map(|(n, d)| (d.cue, n)).collect();
        Self {
            drafts,
            contents,
            cues,
            sentences,
        }
    }

    /// What the trees see of draft `number`.
    pub fn measures(&self, parse: &Parse, number: usize, row: &mut Row) {
        let draft = &self.drafts[number];
        row("cue_likely", draft.probability);
        cue(parse, draft, row);
        source(parse, draft, row);
        content(parse, draft, row);
        self.rivals(parse, number, row);
    }

    fn rivals(&self, parse: &Parse, number: usize, row: &mut Row) {
        let draft = &self.drafts[number];
        let likely = |other: Option<usize>| other.map_or(0.0, |o| self.drafts[o].probability);
        row("outer", likely(self.owner(draft.cue, number)));
        let owners: Vec<f64> = draft
            .content
            .iter()
            .map(|&t| likely(self.owner(t, number)))
            .collect();
        let stronger = owners.iter().filter(|&&p| p > draft.probability).count();
        row("lost_share", stronger as f64 / owners.len().max(1) as f64);
        row("overlap", owners.iter().copied().fold(0.0, f64::max));
        let inside = draft.content.iter().filter_map(|t| self.cues.get(t));
        row(
            "inner",
            inside
                .map(|&o| self.drafts[o].probability)
                .fold(0.0, f64::max),
        );
        let same = draft.source.first().and_then(|&s| self.owner(s, number));
        row("source_in", likely(same));
        let peers = self
            .sentences
            .get(&parse.sentence(draft.cue))
            .map_or(&[][..], Vec::as_slice);
        let others = || {
            peers
                .iter()
                .filter(|&&o| o != number)
                .map(|&o| self.drafts[o].probability)
        };
        row("peer", others().fold(0.0, f64::max));
        row("peers", others().count() as f64);
        row(
            "rank",
            others().filter(|&p| p > draft.probability).count() as f64,
        );
        let head = parse.token(draft.cue).head;
        row(
            "head_cue",
            self.cues
                .get(&head)
                .map_or(0.0, |&o| self.drafts[o].probability),
        );
    }

    /// The likeliest draft but `number` whose content holds `at`.
    fn owner(&self, at: usize, number: usize) -> Option<usize> {
        let owners = self.contents.get(&at)?;
        owners.iter().flatten().copied().find(|&o| o != number)
    }
}

fn cue(parse: &Parse, draft: &Draft, row: &mut Row) {
    let token = parse.token(draft.cue);
    row("pos", measure::code(token.pos));
    row("tag", measure::code(token.tag));
    row("dep", measure::code(token.dep));
    row("cue_words", draft.cue_tokens.len() as f64);
    row(
        "cue_quoted",
        f64::from(u8::from(parse.quote(draft.cue) > 0)),
    );
    measure::below(parse, draft.cue, row);
}

fn source(parse: &Parse, draft: &Draft, row: &mut Row) {
    let tokens = &draft.source;
    row("source_words", tokens.len() as f64);
    row("source_sure", draft.sureness.source);
    let gap = tokens.first().map_or(0.0, |&s| s as f64 - draft.cue as f64);
    row("source_gap", gap);
    let head = tokens
        .iter()
        .copied()
        .find(|&t| !tokens.contains(&parse.token(t).head));
    let head = head.map(|t| parse.token(t));
    row("source_tag", head.map_or(-1.0, |t| measure::code(t.tag)));
    row("source_dep", head.map_or(-1.0, |t| measure::code(t.dep)));
    row(
        "source_entity",
        head.map_or(-1.0, |t| measure::code(t.entity)),
    );
    let quoted = tokens.iter().any(|&t| parse.quote(t) > 0);
    row("source_quoted", f64::from(u8::from(quoted)));
}

fn content(parse: &Parse, draft: &Draft, row: &mut Row) {
    let tokens: Vec<usize> = draft.content.iter().copied().collect();
    row("content_words", tokens.len() as f64);
    row("content_sure", draft.sureness.content);
    row("content_least", draft.sureness.least);
    let breaks = tokens.windows(2).filter(|w| w[1] > w[0] + 1).count();
    row("content_breaks", breaks as f64);
    row(
        "content_quotation",
        f64::from(u32::from(feature::quoted(parse, &tokens))),
    );
    let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else {
        return;
    };
    row("content_first_gap", first as f64 - draft.cue as f64);
    row("content_last_gap", last as f64 - draft.cue as f64);
    row(
        "content_sentences",
        (parse.sentence(last) - parse.sentence(first)) as f64,
    );
    row("content_first_tag", measure::code(parse.token(first).tag));
    let head = tokens
        .iter()
        .copied()
        .find(|&t| !draft.content.contains(&parse.token(t).head) || parse.token(t).head == t);
    let head = parse.token(head.unwrap_or(first));
    row("content_head_tag", measure::code(head.tag));
    row("content_head_dep", measure::code(head.dep));
    row(
        "content_on_cue",
        f64::from(u8::from(head.head == draft.cue)),
    );
    let end = parse.sentence_tokens(last).end;
    row("content_rest", (end - last) as f64);
    row(
        "content_next_tag",
        parse.after(last).map_or(-1.0, |t| measure::code(t.tag)),
    );
}
