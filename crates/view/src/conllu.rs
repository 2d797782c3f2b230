//! CoNLL-U of one annotated text, for linguists and for checking the language core.
//!
//! Takes a text and its annotation; returns CoNLL-U (Universal Dependencies, "CoNLL-U Format", v2) with
//! `# sent_id` and `# text` comments. Relations are spaCy's CLEAR labels, not Universal Dependencies; the
//! ninth column is empty; the tenth has the entity (`NER=B-GPE`, IOB2 as spaCy prints it), the start in code
//! points (`Start=0`) and `SpaceAfter=No`. White-space tokens are left out and what hangs on them goes to
//! their heads. Known limit: no multi-word tokens and no empty nodes.
//!
//! Example: `1  Moscow  Moscow  PROPN  NNP  Number=Sing  2  nsubj  _  NER=B-GPE|Start=0`.

use model::{Annotation, CodePoints, Entity, Sentence, Token};
use std::collections::BTreeMap;
use std::fmt::Write;

/// `annotation` of `text` as CoNLL-U; empty when the text has no words.
pub fn conllu(text: &str, annotation: &Annotation) -> String {
    let points = CodePoints::new(text);
    let page = Page {
        text,
        annotation,
        points,
    };
    let mut out = String::new();
    let mut number = 0;
    for sentence in &annotation.sentences {
        let words = page.words(sentence);
        if !words.is_empty() {
            number += 1;
            page.sentence(&mut out, number, sentence, &words);
        }
    }
    out
}

struct Page<'a> {
    text: &'a str,
    annotation: &'a Annotation,
    points: CodePoints<'a>,
}

impl Page<'_> {
    /// Tokens of `sentence` that are words, with their numbers from 1.
    fn words(&self, sentence: &Sentence) -> BTreeMap<usize, usize> {
        let tokens = sentence.tokens.clone();
        let words = tokens.filter(|&t| {
            self.annotation
                .tokens
                .get(t)
                .is_some_and(|t| t.pos != "SPACE")
        });
        words.zip(1..).collect()
    }

    fn sentence(
        &self,
        out: &mut String,
        number: usize,
        sentence: &Sentence,
        words: &BTreeMap<usize, usize>,
    ) {
        let words_of = sentence.span.of(self.text).unwrap_or_default();
        let flat: Vec<&str> = words_of.split_whitespace().collect();
        writeln!(out, "# sent_id = {number}\n# text = {}", flat.join(" "))
            .expect("a string takes every write");
        for (&token, &place) in words {
            self.word(out, (token, place), words);
        }
        out.push('\n');
    }

    fn word(
        &self,
        out: &mut String,
        (number, place): (usize, usize),
        words: &BTreeMap<usize, usize>,
    ) {
        let token = &self.annotation.tokens[number];
        let form = token.span.of(self.text).unwrap_or_default();
        let head = self.head(number, words);
        let dep = if head == 0 { "root" } else { token.dep };
        let fields = [form, &token.lemma, token.pos, token.tag, token.morph].map(field);
        let misc = self.misc(number, token);
        writeln!(
            out,
            "{place}\t{}\t{head}\t{}\t_\t{misc}",
            fields.join("\t"),
            field(dep)
        )
        .expect("a string takes every write");
    }

    /// The number of the word that token `number` hangs on; 0 for the root.
    fn head(&self, number: usize, words: &BTreeMap<usize, usize>) -> usize {
        let up = self.annotation.ancestors(number);
        up.iter().find_map(|a| words.get(a)).copied().unwrap_or(0)
    }

    fn misc(&self, number: usize, token: &Token) -> String {
        let mut misc: Vec<String> = Vec::new();
        if let Some(entity) = self
            .annotation
            .entities
            .iter()
            .find(|e| e.tokens.contains(&number))
        {
            misc.push(format!("NER={}-{}", place_in(entity, number), entity.label));
        }
        if !self.is_spaced(number, token) {
            misc.push("SpaceAfter=No".to_owned());
        }
        misc.push(format!("Start={}", self.points.at_byte(token.span.start)));
        misc.join("|")
    }

    fn is_spaced(&self, number: usize, token: &Token) -> bool {
        let next = self.annotation.tokens.get(number + 1);
        next.is_none_or(|n| n.span.start > token.span.end || n.pos == "SPACE")
    }
}

fn place_in(entity: &Entity, token: usize) -> char {
    if entity.tokens.start == token {
        'B'
    } else {
        'I'
    }
}

/// A field of CoNLL-U: never empty, without tabs and line ends.
fn field(value: &str) -> String {
    let flat = value.replace(['\t', '\n', '\r'], " ");
    if flat.trim().is_empty() {
        "_".to_owned()
    } else {
        flat
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Span;

    fn token(
        span: (usize, usize),
        lemma: &str,
        labels: (&'static str, &'static str),
        arc: (usize, &'static str),
    ) -> Token {
        Token {
            span: Span::new(span.0, span.1),
            lemma: lemma.into(),
            tag: labels.0,
            pos: labels.1,
            morph: "",
            head: arc.0,
            dep: arc.1,
            entity: "",
        }
    }

    #[test]
    fn white_space_tokens_are_left_out_and_numbers_stay_dense() {
        let text = "Kim  left.";
        let annotation = Annotation {
            tokens: vec![
                token((0, 3), "Kim", ("NNP", "PROPN"), (2, "nsubj")),
                token((4, 5), " ", ("_SP", "SPACE"), (0, "dep")),
                token((5, 9), "leave", ("VBD", "VERB"), (2, "ROOT")),
                token((9, 10), ".", (".", "PUNCT"), (2, "punct")),
            ],
            sentences: vec![Sentence {
                span: Span::new(0, 10),
                tokens: 0..4,
                paragraph: 0,
            }],
            entities: vec![Entity {
                span: Span::new(0, 3),
                tokens: 0..1,
                label: "PERSON",
            }],
            ..Annotation::default()
        };
        let expected = "\
# sent_id = 1
# text = Kim left.
1\tKim\tKim\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-PERSON|Start=0
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No|Start=5
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tStart=9

";
        assert_eq!(conllu(text, &annotation), expected);
    }
}
