//! Reads the paragraphs of one text through all parts of the core, in batches.
//!
//! Takes text and paragraph spans; returns tokens, sentences and entities with document-wide numbers.
//! The order of the parts is spaCy's: tokeniser, vectors, tagger, parser, attribute ruler, lemmatiser,
//! entity recogniser. Paragraphs are read in batches so that the matrix work has long runs; a batch
//! changes no result. A reader keeps buffers and its vocabulary for the next text.
//!
//! Example: two paragraphs of three tokens give heads 0-2 and 3-5.

use super::Core;
use super::dense::{Rows, WIDTH};
use super::embed::Layout;
use super::entity::Site;
use super::parse::Tree;
use super::ruler::{Setting, Sight};
use super::tokenize::Piece;
use super::transition::Contributions;
use super::vocabulary::{Kind, Vocabulary};
use model::{Entity, Sentence, Span, Token};
use std::ops::Range;

/// Tokens that a batch aims at: its vectors stay within 2 MB.
const BATCH: usize = 2_048;
/// Longest sequence; longer paragraphs are cut, so that memory stays bounded.
const LONGEST: usize = 8_192;

/// What the core finds in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoreReading {
    /// Tokens in text order.
    pub tokens: Vec<Token>,
    /// Sentences in text order.
    pub sentences: Vec<Sentence>,
    /// Named entities in text order.
    pub entities: Vec<Entity>,
}

/// Buffers and memory of one thread's reading.
#[derive(Default)]
pub(super) struct Reader {
    vocabulary: Vocabulary,
    layout: Layout,
    entity_layout: Layout,
    room: Contributions,
    mixed: Vec<f32>,
    scores: Vec<f32>,
}

/// A paragraph, or a stretch of a very long one, with its tokens.
struct Sequence {
    /// Number of the paragraph.
    paragraph: usize,
    /// First byte of the paragraph in the text.
    start: usize,
    pieces: Vec<Piece>,
}

impl Reader {
    /// Reads `paragraphs` of `text`.
    pub(super) fn read(&mut self, core: &Core, text: &str, paragraphs: &[Span]) -> CoreReading {
        let mut reading = CoreReading::default();
        let mut batch = Vec::new();
        let mut size = 0;
        for (number, &span) in paragraphs.iter().enumerate() {
            if batch.is_empty() {
                self.vocabulary.make_room();
            }
            let inside = span.of(text).unwrap_or_default();
            let pieces = core.tokenizer.tokenize(inside, &mut self.vocabulary);
            for stretch in pieces.chunks(LONGEST) {
                size += stretch.len();
                batch.push(Sequence {
                    paragraph: number,
                    start: span.start,
                    pieces: stretch.to_vec(),
                });
                if size >= BATCH {
                    self.read_batch(core, text, &batch, &mut reading);
                    batch.clear();
                    size = 0;
                }
            }
        }
        self.read_batch(core, text, &batch, &mut reading);
        reading
    }

    fn read_batch(
        &mut self,
        core: &Core,
        text: &str,
        batch: &[Sequence],
        reading: &mut CoreReading,
    ) {
        self.embed(core, batch);
        let mut tokens = 0;
        for (number, sequence) in batch.iter().enumerate() {
            let first = Layout::first_row(tokens, number);
            tokens += sequence.pieces.len();
            self.read_sequence(core, sequence, first, reading);
        }
        debug_assert!(reading.tokens.iter().all(|t| t.span.of(text).is_some()));
    }

    /// Computes the vectors of all tokens of the batch.
    fn embed(&mut self, core: &Core, batch: &[Sequence]) {
        self.mix(core, batch);
        self.layout.clear();
        self.entity_layout.clear();
        for sequence in batch {
            for piece in &sequence.pieces {
                let kind = parser_kind(piece);
                self.layout.push(self.vocabulary.vector(piece.lexeme, kind));
                let vector = self.vocabulary.vector(piece.lexeme, Kind::Entity);
                self.entity_layout.push(vector);
            }
            self.layout.end_sequence();
            self.entity_layout.end_sequence();
        }
        core.embedding.encode(&mut self.layout);
        core.entity_embedding.encode(&mut self.entity_layout);
    }

    /// Computes the context-free vectors that the vocabulary does not know yet.
    fn mix(&mut self, core: &Core, batch: &[Sequence]) {
        let pieces = batch.iter().flat_map(|sequence| &sequence.pieces);
        let kinds = pieces.flat_map(|p| [(p.lexeme, parser_kind(p)), (p.lexeme, Kind::Entity)]);
        let unknown = self.vocabulary.unknown(kinds);
        let (entity, parser): (Vec<_>, Vec<_>) = unknown
            .into_iter()
            .partition(|(_, kind)| *kind == Kind::Entity);
        for (embedding, lexemes) in [(&core.embedding, parser), (&core.entity_embedding, entity)] {
            let features = lexemes.iter().map(|&(lexeme, kind)| {
                let lexeme = self.vocabulary.lexeme(lexeme);
                let [norm, prefix, suffix, shape] = lexeme.ids;
                let blank = u64::from(kind == Kind::Spaced);
                [
                    norm,
                    prefix,
                    suffix,
                    shape,
                    blank,
                    u64::from(lexeme.is_space),
                ]
            });
            embedding.mix(&features.collect::<Vec<_>>(), &mut self.mixed);
            for (&(lexeme, kind), vector) in lexemes.iter().zip(self.mixed.chunks_exact(WIDTH)) {
                self.vocabulary.set_vector(lexeme, kind, vector);
            }
        }
    }

    fn read_sequence(
        &mut self,
        core: &Core,
        sequence: &Sequence,
        first_row: usize,
        reading: &mut CoreReading,
    ) {
        let count = sequence.pieces.len();
        let rows = first_row..first_row + count;
        let lexemes = sequence
            .pieces
            .iter()
            .map(|p| self.vocabulary.lexeme(p.lexeme));
        let is_space: Vec<bool> = lexemes.map(|lexeme| lexeme.is_space).collect();
        let tags = self.tags(core, first_row, count);
        let vectors = self.layout.vectors(rows.clone());
        let tree = core.parser.parse(vectors, &is_space, &mut self.room);
        let settings = self.settings(core, sequence, (&tags, &tree));
        let sites = is_space
            .iter()
            .zip(&tree.starts)
            .map(|(&is_space, &starts)| Site {
                is_space,
                starts_sentence: starts,
            });
        let sites: Vec<Site> = sites.collect();
        let vectors = self.entity_layout.vectors(rows);
        let entities = core.recogniser.recognise(vectors, &sites, &mut self.room);
        let base = reading.tokens.len();
        self.add_tokens(core, sequence, (&settings, &tree), reading);
        for (range, label) in entities {
            add_entity(
                reading,
                base + range.start..base + range.end,
                core.label(label),
            );
        }
        add_sentences(reading, base, sequence.paragraph, &tree.starts);
    }

    fn tags(&mut self, core: &Core, first_row: usize, count: usize) -> Vec<u32> {
        let columns = core.tagger.columns;
        self.scores.resize(count * columns, 0.0);
        let rows = Rows {
            values: self.layout.vectors(first_row..first_row + count),
            stride: WIDTH,
            count,
        };
        core.tagger.apply(rows, &mut self.scores);
        let scores = self.scores.chunks_exact(columns).take(count);
        scores
            .map(|scores| core.tags[first_best(&scores[..core.tags.len()])])
            .collect()
    }

    fn settings(
        &self,
        core: &Core,
        sequence: &Sequence,
        (tags, tree): (&[u32], &Tree),
    ) -> Vec<Setting> {
        let pieces = sequence.pieces.iter().zip(tags).zip(&tree.labels);
        let sights = pieces.map(|((piece, &tag), &dep)| {
            let lexeme = self.vocabulary.lexeme(piece.lexeme);
            Sight {
                tag,
                dep,
                word: core.ruler.word(lexeme),
                is_space: lexeme.is_space,
            }
        });
        core.ruler.apply(&sights.collect::<Vec<_>>())
    }

    fn add_tokens(
        &self,
        core: &Core,
        sequence: &Sequence,
        (settings, tree): (&[Setting], &Tree),
        reading: &mut CoreReading,
    ) {
        let base = reading.tokens.len();
        let all = sequence.pieces.iter().zip(settings).zip(&tree.heads);
        reading.tokens.extend(all.map(|((piece, setting), &head)| {
            let lexeme = self.vocabulary.lexeme(piece.lexeme);
            let start = sequence.start + piece.start;
            let pos = core.label(setting.pos);
            let lemma = match setting.lemma {
                Some(lemma) => lemma.to_owned(),
                None => core
                    .lemmatizer
                    .lemma(lexeme, (setting.pos, pos), setting.morph)
                    .into_owned(),
            };
            Token {
                span: Span::new(start, start + lexeme.text.len()),
                lemma,
                tag: core.label(setting.tag),
                pos,
                morph: core.label(setting.morph),
                head: base + head,
                dep: core.label(setting.dep),
                entity: "",
            }
        }));
    }
}

fn parser_kind(piece: &Piece) -> Kind {
    if piece.blank {
        Kind::Spaced
    } else {
        Kind::Joined
    }
}

/// Index of the largest score, the first of equals.
fn first_best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (index, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = index;
        }
    }
    best
}

fn add_entity(reading: &mut CoreReading, tokens: Range<usize>, label: &'static str) {
    let inside = &mut reading.tokens[tokens.clone()];
    for token in inside.iter_mut() {
        token.entity = label;
    }
    let span = inside[0].span.cover(inside[inside.len() - 1].span);
    reading.entities.push(Entity {
        span,
        tokens,
        label,
    });
}

fn add_sentences(reading: &mut CoreReading, base: usize, paragraph: usize, starts: &[bool]) {
    let mut from = 0;
    for token in 1..=starts.len() {
        if token < starts.len() && !starts[token] {
            continue;
        }
        let tokens = base + from..base + token;
        from = token;
        let sentence = sentence(&reading.tokens, tokens, paragraph);
        reading.sentences.push(sentence);
    }
}

/// The sentence of `tokens`, which are some of `all`, in a paragraph.
pub(crate) fn sentence(all: &[Token], tokens: Range<usize>, paragraph: usize) -> Sentence {
    let inside = &all[tokens.clone()];
    let solid = |token: &&Token| token.pos != "SPACE";
    let first = inside.iter().find(solid).unwrap_or(&inside[0]);
    let last = inside
        .iter()
        .rfind(solid)
        .unwrap_or(&inside[inside.len() - 1]);
    Sentence {
        span: first.span.cover(last.span),
        tokens,
        paragraph,
    }
}
