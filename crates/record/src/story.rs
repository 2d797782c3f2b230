//! Stories: which documents are about one affair.
//!
//! Takes the readings and their actors; returns groups of reading numbers. Each article is a vector of
//! words, names, figures and months, each counted once; groups are the communities (Blondel et al. 2008) of the
//! nearest neighbours in which a pair is worth its nearness (see `near`) less a fixed cut, so that a small record and a
//! large one use one measure. Known limits: affairs are not split by time; word forms
//! stand in for lemmas; a story's edge is a number, not a reason in words.
//!
//! Example: five articles on one arms deal are one story, a sixth on a film is a story of its own.

use crate::community::communities;
use crate::derive::Ground;
use crate::near;
use crate::words::{Vector, Vocabulary, Weights, distinct, dot, scaled, sum};
use model::record::Story;
use model::{Id, Interval, MentionForm, Reading};
use rayon::prelude::*;

/// The stories of a record: members as reading numbers, and the story number of each reading.
pub(crate) struct Stories {
    pub(crate) members: Vec<Vec<usize>>,
    pub(crate) of: Vec<usize>,
    pub(crate) ids: Vec<Id>,
    vectors: Vec<Vector>,
}

/// Groups the readings.
pub(crate) fn group(ground: &Ground) -> Stories {
    let thresholds = &ground.lexicon.merge.thresholds;
    let vectors = vectors(ground);
    let pairs = near::pairs(&vectors, thresholds);
    let mut members = communities(vectors.len(), &pairs, thresholds.story_cut);
    members.sort_unstable();
    let mut of = vec![0; vectors.len()];
    for (story, group) in members.iter().enumerate() {
        for &reading in group {
            of[reading] = story;
        }
    }
    let ids = members.iter().map(|group| id_of(ground, group)).collect();
    Stories {
        members,
        of,
        ids,
        vectors,
    }
}

/// The lines of the stories, by id.
pub(crate) fn lines(ground: &Ground, stories: &Stories) -> Vec<Story> {
    let groups = stories.members.iter().zip(&stories.ids);
    let mut lines: Vec<Story> = groups
        .map(|(group, id)| Story {
            id: id.clone(),
            title: title(ground, group, &stories.vectors),
            documents: group
                .iter()
                .map(|&r| ground.readings[r].document.id.clone())
                .collect(),
            interval: published(ground, group),
        })
        .collect();
    lines.sort_by(|a, b| a.id.cmp(&b.id));
    lines
}

fn id_of(ground: &Ground, group: &[usize]) -> Id {
    let first = group.iter().min_by_key(|&&r| ground.rank(r));
    let first = first.map_or("", |&r| ground.readings[r].document.id.as_str());
    Id::of("story", &[first])
}

fn published(ground: &Ground, group: &[usize]) -> Interval {
    let days = || group.iter().filter_map(|&r| ground.declared(r));
    Interval {
        earliest: days().min(),
        latest: days().max(),
    }
}

/// The headline nearest to the middle of the story; where no document has one, the nearest first sentence.
fn title(ground: &Ground, group: &[usize], vectors: &[Vector]) -> String {
    let middle = group
        .iter()
        .fold(Vector::new(), |all, &r| sum(&all, &vectors[r]));
    let most = ground.lexicon.merge.thresholds.story_headline_characters;
    let lines = group.iter().map(|&r| {
        let (line, is_headline) = headline(ground.readings[r], most);
        (is_headline, dot(&vectors[r], &middle), r, line)
    });
    let best = lines.max_by(|a, b| {
        let nearness = a.1.total_cmp(&b.1);
        a.0.cmp(&b.0).then(nearness).then(b.2.cmp(&a.2))
    });
    best.map_or_else(String::new, |(_, _, _, line)| line)
}

/// The given title or the first sentence, and whether it is a headline: given, or short and without a final mark.
fn headline(reading: &Reading, most: usize) -> (String, bool) {
    let single = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let given = reading.document.title.as_deref().map(single);
    if let Some(title) = given.filter(|t| !t.is_empty()) {
        return (title, true);
    }
    let first = reading
        .sentences
        .first()
        .and_then(|s| s.of(&reading.document.text));
    let line = first.map_or_else(|| reading.document.input_id.clone(), single);
    let open = line.chars().last().is_some_and(char::is_alphanumeric);
    let short = line.chars().count() <= most;
    (line, first.is_some() && open && short)
}

/// One unit vector a reading, built of blocks for words, names, figures and months.
fn vectors(ground: &Ground) -> Vec<Vector> {
    let merge = &ground.lexicon.merge;
    let thresholds = &merge.thresholds;
    let mut vocabulary = Vocabulary::new(merge);
    let blocks: Vec<[Vec<u32>; 4]> = (0..ground.readings.len())
        .map(|r| blocks(ground, r, &mut vocabulary))
        .collect();
    let lengths = [
        1.0,
        thresholds.story_name_weight,
        thresholds.story_number_weight,
        thresholds.story_date_weight,
    ];
    let all: Vec<Vec<u32>> = blocks.iter().map(|b| b.concat()).collect();
    let weights = Weights::of(
        &vocabulary,
        all.iter().map(Vec::as_slice),
        thresholds.story_background_articles,
    );
    let vector = |blocks: &[Vec<u32>; 4]| {
        let parts = blocks.iter().zip(lengths);
        let parts = parts.map(|(terms, length)| scaled(weights.vector(terms), length));
        let mut all: Vector = parts.flatten().collect();
        all.sort_by_key(|(term, _)| *term);
        scaled(all, 1.0)
    };
    blocks.par_iter().map(vector).collect()
}

/// Words, names, figures and months of one reading.
fn blocks(ground: &Ground, reading: usize, vocabulary: &mut Vocabulary) -> [Vec<u32>; 4] {
    let text = [
        untold_title(ground.readings[reading]),
        body(ground.readings[reading]),
    ];
    let terms = text.into_iter().flat_map(|t| vocabulary.terms(t));
    let terms: Vec<u32> = terms.collect();
    let (numbers, words) = terms.into_iter().partition(|&t| vocabulary.is_number(t));
    let names = names(ground, reading)
        .iter()
        .map(|n| vocabulary.key(n))
        .collect();
    let months = months(ground.readings[reading])
        .iter()
        .map(|m| vocabulary.key(m))
        .collect();
    // What an article says once tells as much of its affair as what it repeats: told once, precision rises.
    [words, names, numbers, months].map(|terms: Vec<u32>| distinct(&terms))
}

/// The title, where the text does not begin with it.
fn untold_title(reading: &Reading) -> &str {
    let title = reading.document.title.as_deref().unwrap_or_default();
    let is_told = reading.document.text.trim_start().starts_with(title.trim());
    if is_told { "" } else { title }
}

/// The text from its first to its last sentence.
fn body(reading: &Reading) -> &str {
    let text = &reading.document.text;
    let ends = reading.sentences.first().zip(reading.sentences.last());
    ends.and_then(|(first, last)| first.cover(*last).of(text))
        .unwrap_or(text)
}

/// The actors that are named, or the names where no actor is known.
fn names(ground: &Ground, reading: usize) -> Vec<String> {
    let r = ground.readings[reading];
    let named = r.mentions.iter().filter(|m| m.form == MentionForm::Name);
    let keys = named.flat_map(|m| {
        let actors = m
            .referent
            .map(|referent| ground.actors(reading, &[referent]))
            .unwrap_or_default();
        if actors.is_empty() {
            let name = m.span.of(&r.document.text).unwrap_or_default();
            return vec![format!("name:{}", name.to_lowercase())];
        }
        actors.iter().map(|a| format!("name:{a}")).collect()
    });
    keys.collect()
}

/// Months and years that the times of the text name.
fn months(reading: &Reading) -> Vec<String> {
    let exact = reading
        .times
        .iter()
        .filter(|t| t.interval.days().is_some_and(|d| d <= LONGEST_MONTH));
    let days = exact.filter_map(|t| t.interval.earliest);
    days.flat_map(|d| {
        [
            format!("month:{:04}-{:02}", d.year(), d.month()),
            format!("year:{:04}", d.year()),
        ]
    })
    .collect()
}

/// Days in the longest month: what is longer names no month.
const LONGEST_MONTH: i32 = 31;
