//! Derived lines in place of those before: only what differs is written.
//!
//! Takes a record and the transaction that keeps it; compares the lines that are kept with those to be kept, range by range in
//! their order, and writes, changes and takes out the few that differ. So that a line keeps its place when others come before it,
//! lines in the order of their ids stand at the number that their id spells, claims behind that of their document and
//! lines of timelines behind that of their story; others are counted. Spelled out on all threads,
//! stored on one. Known limit: all lines are spelled out and all that are kept are read, whatever changed; the hash of
//! a line's words is not looked at again while the line stays, so other spans in `Line::evidence` ask for a step of the schema.
//!
//! Example: one more article writes its own lines and those that it joins, not the hundred thousand of the others.

use super::read::TYPED;
use super::{Line, line, pack};
use crate::change::Moved;
use model::Id;
use model::record::{Evidence, MentionLine, Record, TimeLine};
use rayon::prelude::*;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// Lines that are compared and written together: few enough not to weigh.
const TOGETHER: usize = 4096;

/// Documents whose lines are compared and packed together.
const DOCUMENTS: usize = 256;

/// Texts by document, for the hashes of words.
type Texts = BTreeMap<Id, String>;

/// Keeps the lines of `record` that have a place of their own, and no others.
pub(super) fn lines(
    transaction: &Transaction<'_>,
    record: &Record,
    texts: &Texts,
) -> rusqlite::Result<()> {
    kind(transaction, &record.documents, texts)?;
    kind(transaction, &record.actors, texts)?;
    kind(transaction, &record.places, texts)?;
    kind(transaction, &record.claims, texts)?;
    kind(transaction, &record.events, texts)?;
    kind(transaction, &record.propositions, texts)?;
    kind(transaction, &record.disputes, texts)?;
    kind(transaction, &record.commitments, texts)?;
    kind(transaction, &record.norms, texts)?;
    kind(transaction, &record.possible_breaches, texts)?;
    kind(transaction, &record.stories, texts)?;
    kind(transaction, &record.timeline, texts)?;
    kind(transaction, &record.decisions, texts)?;
    // Behind the lines of a new file, which is quicker than keeping it up line by line.
    transaction.execute_batch(&format!(
        "CREATE INDEX IF NOT EXISTS {TYPED} ON line (position) WHERE kind = 'event' AND json_extract(body, '$.event_type') IS NOT NULL"
    ))
}

fn kind<L: Line + Sync>(
    transaction: &Transaction<'_>,
    lines: &[L],
    texts: &Texts,
) -> rusqlite::Result<()> {
    let positions = positions_of(lines);
    let mut from = i64::MIN;
    for (some, at) in lines.chunks(TOGETHER).zip(positions.chunks(TOGETHER)) {
        let until = at.last().copied().unwrap_or(i64::MAX);
        let bodies = some.par_iter().map(json);
        let bodies: Vec<String> = bodies.collect::<rusqlite::Result<_>>()?;
        let held = held(transaction, L::KIND, (from, until), (at, &bodies))?;
        let differing = (0..some.len()).filter(|&n| !held.same[n]);
        for number in differing {
            let words = line::words(&some[number].evidence(), texts);
            insert(
                transaction,
                &some[number],
                at[number],
                (&bodies[number], words),
            )?;
        }
        for position in held.gone {
            remove(transaction, L::KIND, position)?;
        }
        from = until.saturating_add(1);
    }
    let rest = "DELETE FROM line WHERE kind = ?1 AND (?2 IS NULL OR position > ?2)";
    transaction.execute(rest, params![L::KIND, positions.last()])?;
    Ok(())
}

/// Where each line stands among its kind, in rising order.
fn positions_of<L: Line>(lines: &[L]) -> Vec<i64> {
    let spelled: Option<Vec<i64>> = match lines.first().and_then(Line::under) {
        Some(_) => under(lines),
        None => lines.iter().map(|l| spelled(l.id()?)).collect(),
    };
    let rising = |all: &Vec<i64>| all.is_sorted_by(|a, b| a < b);
    spelled
        .filter(rising)
        .unwrap_or_else(|| (0..).take(lines.len()).collect())
}

/// The last bits of a position, which count the lines that stand under one id.
const COUNTED: u32 = 16;

/// Positions of lines that stand under others: the first bits of the other's number, then their place under it.
fn under<L: Line>(lines: &[L]) -> Option<Vec<i64>> {
    let mut positions: Vec<i64> = Vec::with_capacity(lines.len());
    for line in lines {
        let first = spelled(line.under()?)? >> COUNTED << COUNTED;
        let before = positions.last().filter(|p| **p >= first);
        positions.push(before.map_or(first, |p| p + 1));
    }
    let is_under = |(line, position): (&L, &i64)| {
        let first = line.under().and_then(spelled).map(|n| n >> COUNTED);
        first == Some(position >> COUNTED)
    };
    lines
        .iter()
        .zip(&positions)
        .all(is_under)
        .then_some(positions)
}

/// The number that an id spells, so that numbers have the order of the ids of one kind.
fn spelled(id: &Id) -> Option<i64> {
    let (_, digits) = id.as_str().rsplit_once('-')?;
    let number = u64::from_str_radix(digits, 16).ok()?;
    (digits.len() == 16).then(|| (number ^ (1 << 63)).cast_signed())
}

/// How the kept lines of a range stand to those that are to be kept.
struct Held {
    /// Which of these are kept as they are. What rests on the same spans of texts that never change has the same words.
    same: Vec<bool>,
    /// Positions of kept lines that are no more.
    gone: Vec<i64>,
}

/// The kept lines of one kind at positions in a range, both ends included, beside `bodies` that stand `at` their positions.
fn held(
    transaction: &Transaction<'_>,
    kind: &str,
    (from, until): (i64, i64),
    (at, bodies): (&[i64], &[String]),
) -> rusqlite::Result<Held> {
    let select = "SELECT position, body FROM line WHERE kind = ?1 AND position BETWEEN ?2 AND ?3";
    let mut statement = transaction.prepare_cached(select)?;
    let mut rows = statement.query(params![kind, from, until])?;
    let (mut same, mut gone) = (vec![false; at.len()], Vec::new());
    while let Some(row) = rows.next()? {
        let position = row.get(0)?;
        match at.binary_search(&position) {
            Ok(number) => same[number] = row.get_ref(1)?.as_str()? == bodies[number],
            Err(_) => gone.push(position),
        }
    }
    Ok(Held { same, gone })
}

fn insert<L: Line>(
    transaction: &Transaction<'_>,
    line: &L,
    position: i64,
    (body, words): (&str, Option<String>),
) -> rusqlite::Result<()> {
    let insert =
        "INSERT OR REPLACE INTO line (kind, position, id, body, words) VALUES (?1, ?2, ?3, ?4, ?5)";
    let id = line.id().map(Id::as_str);
    let mut statement = transaction.prepare_cached(insert)?;
    statement.execute(params![L::KIND, position, id, body, words])?;
    Ok(())
}

fn remove(transaction: &Transaction<'_>, kind: &str, position: i64) -> rusqlite::Result<()> {
    let delete = "DELETE FROM line WHERE kind = ?1 AND position = ?2";
    let mut statement = transaction.prepare_cached(delete)?;
    statement.execute(params![kind, position]).map(|_| ())
}

/// Keeps mentions and times, which stand together by document.
pub(super) fn positions(
    transaction: &Transaction<'_>,
    record: &Record,
    texts: &Texts,
) -> rusqlite::Result<()> {
    let mentions = by_document(&record.mentions, |m: &MentionLine| &m.at);
    let times = by_document(&record.times, |t: &TimeLine| &t.at);
    let table = Packed { transaction, texts };
    table.renew("mention", &mentions, |m| &m.at)?;
    table.renew("time", &times, |t| &t.at)
}

/// Lines of one kind by document.
type ByDocument<'l, L> = BTreeMap<&'l Id, Vec<&'l L>>;

fn by_document<L>(lines: &[L], at: impl Fn(&L) -> &Evidence) -> ByDocument<'_, L> {
    let mut groups: ByDocument<'_, L> = BTreeMap::new();
    for line in lines {
        groups.entry(&at(line).document).or_default().push(line);
    }
    groups
}

/// The table of what is kept by document.
struct Packed<'a, 't> {
    transaction: &'a Transaction<'t>,
    texts: &'a Texts,
}

impl Packed<'_, '_> {
    fn renew<L: Serialize + Sync>(
        &self,
        kind: &str,
        lines: &ByDocument<'_, L>,
        at: impl Fn(&L) -> &Evidence,
    ) -> rusqlite::Result<()> {
        let documents: Vec<_> = lines.iter().collect();
        for some in documents.chunks(DOCUMENTS) {
            let kept = some.iter().map(|(document, _)| self.body(kind, document));
            let kept: Vec<Option<Vec<u8>>> = kept.collect::<rusqlite::Result<_>>()?;
            let fresh = some.par_iter().zip(kept);
            let fresh = fresh.map(|((_, lines), kept)| differing(*lines, kept.as_deref()));
            let fresh: Vec<Option<Vec<u8>>> =
                fresh.collect::<Result<_, _>>().map_err(pack::refused)?;
            for ((document, lines), body) in some.iter().zip(fresh) {
                let Some(body) = body else { continue };
                let evidence: Vec<Evidence> = lines.iter().map(|l| at(l).clone()).collect();
                let words = line::words(&evidence, self.texts);
                let insert = "INSERT OR REPLACE INTO position (document, kind, body, words) VALUES (?1, ?2, ?3, ?4)";
                let mut statement = self.transaction.prepare_cached(insert)?;
                statement.execute(params![document.as_str(), kind, body, words])?;
            }
        }
        self.keep_only(kind, lines)
    }

    fn body(&self, kind: &str, document: &Id) -> rusqlite::Result<Option<Vec<u8>>> {
        let select = "SELECT body FROM position WHERE document = ?1 AND kind = ?2";
        let mut statement = self.transaction.prepare_cached(select)?;
        let row = params![document.as_str(), kind];
        statement.query_row(row, |row| row.get(0)).optional()
    }

    fn keep_only<L>(&self, kind: &str, lines: &ByDocument<'_, L>) -> rusqlite::Result<()> {
        let select = "SELECT document FROM position WHERE kind = ?1";
        let mut statement = self.transaction.prepare_cached(select)?;
        let kept = statement.query_map([kind], |row| super::id(row, 0))?;
        let kept: Vec<Id> = kept.collect::<rusqlite::Result<_>>()?;
        let delete = "DELETE FROM position WHERE document = ?1 AND kind = ?2";
        let mut delete = self.transaction.prepare_cached(delete)?;
        for document in kept.iter().filter(|d| !lines.contains_key(d)) {
            delete.execute([document.as_str(), kind])?;
        }
        Ok(())
    }
}

/// `lines` packed, unless they are what is `kept`: unpacking takes a tenth of the time of packing.
fn differing<L: Serialize>(lines: &[&L], kept: Option<&[u8]>) -> std::io::Result<Option<Vec<u8>>> {
    let json = serde_json::to_vec(lines)?;
    if kept.is_some_and(|frame| pack::holds(frame, &json)) {
        return Ok(None);
    }
    pack::pack_bytes(&json).map(Some)
}

/// Keeps old ids pointing at living ones: chains are shortened, and an id that lives again leads to itself.
pub(super) fn redirects(transaction: &Transaction<'_>, moved: &Moved) -> rusqlite::Result<()> {
    let mut shorten = transaction.prepare_cached("UPDATE redirect SET new = ?2 WHERE new = ?1")?;
    let insert = "INSERT OR REPLACE INTO redirect (old, new) VALUES (?1, ?2)";
    let mut insert = transaction.prepare_cached(insert)?;
    for (old, new) in moved {
        shorten.execute([old.as_str(), new.as_str()])?;
        insert.execute([old.as_str(), new.as_str()])?;
    }
    let living = "DELETE FROM redirect WHERE EXISTS (SELECT 1 FROM line WHERE id = old)";
    transaction.execute(living, []).map(|_| ())
}

fn json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(pack::refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use model::Interval;
    use model::record::{Story, TimelineEntry};

    fn record(titles: &[&str], days: usize) -> Record {
        let story = |title: &&str| Story {
            id: Id::of("story", &[&title[..1]]),
            title: (*title).to_owned(),
            documents: Vec::new(),
            interval: Interval::default(),
        };
        let mut stories: Vec<Story> = titles.iter().map(story).collect();
        stories.sort_by(|a, b| a.id.cmp(&b.id));
        let day = TimelineEntry {
            story: Id::from("story-1"),
            interval: Interval::default(),
            at: Evidence {
                document: Id::from("doc-1"),
                span: model::Span::new(0, 1),
            },
            score: 1.0,
            events: Vec::new(),
        };
        Record {
            stories,
            timeline: vec![day; days],
            ..Record::default()
        }
    }

    /// Rows written by keeping `record`.
    fn written(store: &mut Store, record: &Record) -> i64 {
        let total = |store: &Store| -> i64 {
            let select = "SELECT total_changes()";
            let row = store.connection.query_row(select, [], |row| row.get(0));
            row.unwrap()
        };
        let (before, generation) = (total(store), store.generation().unwrap());
        store.set_record(record, "lexicon", generation).unwrap();
        assert_eq!(&store.record().unwrap(), record);
        total(store) - before
    }

    #[test]
    fn only_lines_that_differ_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        let marks = written(&mut store, &Record::default());
        let first = record(&["a", "b", "c"], 2);
        assert_eq!(written(&mut store, &first) - marks, 5);
        assert_eq!(written(&mut store, &first) - marks, 0);
        assert_eq!(
            written(&mut store, &record(&["a", "b", "c", "d"], 2)) - marks,
            1
        );
        assert_eq!(
            written(&mut store, &record(&["a", "b2", "d"], 1)) - marks,
            3
        );
        assert_eq!(written(&mut store, &record(&[], 0)) - marks, 4);
    }

    fn entry(story: &str) -> TimelineEntry {
        TimelineEntry {
            story: Id::from(story),
            ..record(&[], 1).timeline.swap_remove(0)
        }
    }

    #[test]
    fn a_line_under_another_keeps_its_place_when_others_come_before_it() {
        let stories = ["story-00000000000000ff", "story-8000000000000000"];
        let all = [stories[0], stories[0], stories[1], stories[1]].map(entry);
        let (whole, last) = (positions_of(&all), positions_of(&all[2..]));
        assert_eq!(whole[2..], last);
        assert!(whole.is_sorted_by(|a, b| a < b), "{whole:?}");
    }

    #[test]
    fn lines_are_counted_where_their_place_cannot_be_spelled() {
        let crowd = vec![entry("story-00000000000000ff"); 1 << COUNTED];
        assert_ne!(positions_of(&crowd)[0], 0);
        let more = [crowd, vec![entry("story-00000000000000ff")]].concat();
        assert_eq!(positions_of(&more)[0], 0);
        let alike = ["story-00000000000000fe", "story-00000000000000ff"].map(entry);
        assert!(positions_of(&alike).is_sorted_by(|a, b| a < b));
        assert_eq!(positions_of(&[entry("story-x")]), [0]);
    }

    #[test]
    fn numbers_that_ids_spell_have_their_order() {
        let ids = [
            "event-00000000000000ff",
            "event-7fffffffffffffff",
            "event-8000000000000000",
        ];
        let numbers = ids.map(|id| spelled(&Id::from(id)).unwrap());
        assert!(numbers.is_sorted(), "{numbers:?}");
        assert_eq!(spelled(&Id::from("norm-unscr-1718-8")), None);
    }
}
