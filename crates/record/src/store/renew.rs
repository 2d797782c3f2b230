//! Derived lines in place of those before: only what differs is written.
//!
//! Takes a record and the transaction that keeps it; compares the lines that are kept with those to be kept, range by range in
//! their order, tells which differ, and writes, changes and takes out these few. So that a line keeps its place when others come before it,
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
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// Lines that are compared and written together: few enough not to weigh.
const TOGETHER: usize = 4096;

/// Documents whose lines are compared and packed together.
const DOCUMENTS: usize = 256;

/// Texts by document, for the hashes of words.
type Texts = BTreeMap<Id, String>;

/// What of the lines that are kept differs from those to be kept, by kind.
#[derive(Default)]
pub(super) struct Renewal(BTreeMap<&'static str, Differences>);

/// What differs of one kind.
#[derive(Default)]
struct Differences {
    /// Lines that are not kept as they are: number and position.
    differing: Vec<(usize, i64)>,
    /// Positions where no line is to stand.
    gone: Vec<i64>,
    /// Ids of kept lines in whose place another stands, or none.
    displaced: Vec<Id>,
}

impl Renewal {
    /// Ids of those of `lines` that are not kept as they are.
    pub(super) fn differing<'r, L: Line>(&self, lines: &'r [L]) -> HashSet<&'r Id> {
        let of_kind = self.0.get(L::KIND).map(|k| k.differing.as_slice());
        let numbers = of_kind.unwrap_or_default().iter();
        numbers.filter_map(|(n, _)| lines[*n].id()).collect()
    }

    /// Ids of kept lines that are not among the ids of `record`, by kind.
    pub(super) fn vanishing(&self, record: &Record) -> BTreeMap<&'static str, Vec<Id>> {
        let displaced = self.0.values().flat_map(|k| &k.displaced);
        let mut vanishing: HashSet<&str> = displaced.map(Id::as_str).collect();
        if vanishing.is_empty() {
            return BTreeMap::new();
        }
        for id in line::ids(record) {
            vanishing.remove(id);
        }
        let of_kind = self.0.iter().map(|(kind, of)| {
            let gone = of.displaced.iter();
            let gone = gone.filter(|id| vanishing.contains(id.as_str()));
            (*kind, gone.cloned().collect::<Vec<_>>())
        });
        of_kind.filter(|(_, gone)| !gone.is_empty()).collect()
    }
}

/// Something done with the lines of one kind after the other.
trait Visit {
    fn visit<L: Line + Sync>(&mut self, lines: &[L]) -> rusqlite::Result<()>;
}

/// Visits every kind of line that has a place of its own.
fn each_kind(record: &Record, visitor: &mut impl Visit) -> rusqlite::Result<()> {
    visitor.visit(&record.documents)?;
    visitor.visit(&record.actors)?;
    visitor.visit(&record.places)?;
    visitor.visit(&record.claims)?;
    visitor.visit(&record.events)?;
    visitor.visit(&record.propositions)?;
    visitor.visit(&record.disputes)?;
    visitor.visit(&record.commitments)?;
    visitor.visit(&record.norms)?;
    visitor.visit(&record.possible_breaches)?;
    visitor.visit(&record.stories)?;
    visitor.visit(&record.timeline)?;
    visitor.visit(&record.decisions)
}

/// What lines are compared with: those that are kept, and the documents whose texts are there.
#[derive(Clone, Copy)]
struct Compared<'a> {
    connection: &'a Connection,
    texts: &'a HashSet<&'a Id>,
}

/// The comparison, kind by kind.
struct Comparing<'a> {
    there: Compared<'a>,
    renewal: Renewal,
}

impl Visit for Comparing<'_> {
    fn visit<L: Line + Sync>(&mut self, lines: &[L]) -> rusqlite::Result<()> {
        let differences = of_kind(self.there, lines)?;
        self.renewal.0.insert(L::KIND, differences);
        Ok(())
    }
}

/// Whether a line rests on texts that are all there, so that it must be kept with the hash of its words.
fn has_words<L: Line>(line: &L, texts: &HashSet<&Id>) -> bool {
    let evidence = line.evidence();
    !evidence.is_empty() && evidence.iter().all(|e| texts.contains(&e.document))
}

/// Compares the lines of `record` that have a place of their own with those that are kept.
pub(super) fn compared(connection: &Connection, record: &Record) -> rusqlite::Result<Renewal> {
    let texts: HashSet<&Id> = record.documents.iter().map(|d| &d.id).collect();
    let there = Compared {
        connection,
        texts: &texts,
    };
    let mut comparing = Comparing {
        there,
        renewal: Renewal::default(),
    };
    each_kind(record, &mut comparing)?;
    Ok(comparing.renewal)
}

/// Keeps the lines of `record` that have a place of their own, and no others; `renewal` compares them with those that are kept.
pub(super) fn lines(
    transaction: &Transaction<'_>,
    record: &Record,
    (renewal, texts): (&Renewal, &Texts),
) -> rusqlite::Result<()> {
    let mut table = Lines {
        transaction,
        renewal,
        texts,
    };
    each_kind(record, &mut table)?;
    // Behind the lines of a new file, which is quicker than keeping it up line by line.
    transaction.execute_batch(&format!(
        "CREATE INDEX IF NOT EXISTS {TYPED} ON line (position) WHERE kind = 'event' AND json_extract(body, '$.event_type') IS NOT NULL"
    ))
}

fn of_kind<L: Line + Sync>(there: Compared<'_>, lines: &[L]) -> rusqlite::Result<Differences> {
    let Compared { connection, texts } = there;
    let positions = positions_of(lines);
    let mut of_kind = Differences::default();
    if !has_kind(connection, L::KIND)? {
        of_kind.differing = positions.into_iter().enumerate().collect();
        return Ok(of_kind);
    }
    let mut from = i64::MIN;
    let chunks = lines.chunks(TOGETHER).zip(positions.chunks(TOGETHER));
    for (number, (some, at)) in chunks.enumerate() {
        let until = at.last().copied().unwrap_or(i64::MAX);
        let bodies = some
            .par_iter()
            .map(|line| Ok((json(line)?, has_words(line, texts))));
        let bodies: Vec<(String, bool)> = bodies.collect::<rusqlite::Result<_>>()?;
        let same = of_kind.held(connection, L::KIND, (from, until), (at, &bodies))?;
        let other = (0..some.len()).filter(|&n| !same[n]);
        let other = other.map(|n| (number * TOGETHER + n, at[n]));
        of_kind.differing.extend(other);
        from = until.saturating_add(1);
    }
    if positions.last().is_none_or(|last| *last < i64::MAX) {
        of_kind.held(connection, L::KIND, (from, i64::MAX), (&[], &[]))?;
    }
    Ok(of_kind)
}

/// Whether any line of a kind is kept.
fn has_kind(connection: &Connection, kind: &str) -> rusqlite::Result<bool> {
    let select = "SELECT 1 FROM line WHERE kind = ?1 LIMIT 1";
    connection.prepare_cached(select)?.exists([kind])
}

impl Differences {
    /// Which of `bodies` are kept as they are `at` their positions, where all kept ones stand in a range, both ends included. What rests
    /// on the same spans of texts that never change has the same words, so these are not looked at, but for a line that
    /// was kept without the hash of its words while their text was not there.
    fn held(
        &mut self,
        connection: &Connection,
        kind: &str,
        (from, until): (i64, i64),
        (at, bodies): (&[i64], &[(String, bool)]),
    ) -> rusqlite::Result<Vec<bool>> {
        let select = "SELECT position, body, id, words IS NULL FROM line WHERE kind = ?1 AND position BETWEEN ?2 AND ?3";
        let mut statement = connection.prepare_cached(select)?;
        let mut rows = statement.query(params![kind, from, until])?;
        let mut same = vec![false; at.len()];
        while let Some(row) = rows.next()? {
            let position = row.get(0)?;
            let number = at.binary_search(&position);
            if let Ok(number) = number {
                let (body, has_words) = &bodies[number];
                let lacks_words = *has_words && row.get::<_, bool>(3)?;
                same[number] = row.get_ref(1)?.as_str()? == body && !lacks_words;
            } else {
                self.gone.push(position);
            }
            if !number.is_ok_and(|n| same[n]) {
                let id: Option<String> = row.get(2)?;
                self.displaced.extend(id.map(Id::from));
            }
        }
        Ok(same)
    }
}

/// The table of lines with a place of their own.
struct Lines<'a, 't> {
    transaction: &'a Transaction<'t>,
    renewal: &'a Renewal,
    texts: &'a Texts,
}

impl Visit for Lines<'_, '_> {
    fn visit<L: Line + Sync>(&mut self, lines: &[L]) -> rusqlite::Result<()> {
        let Some(of_kind) = self.renewal.0.get(L::KIND) else {
            return Ok(());
        };
        for position in &of_kind.gone {
            remove(self.transaction, L::KIND, *position)?;
        }
        for some in of_kind.differing.chunks(TOGETHER) {
            let rows = some.par_iter().map(|(number, position)| {
                let line = &lines[*number];
                let words = line::words(&line.evidence(), self.texts);
                Ok((line, *position, json(line)?, words))
            });
            let rows: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
            for (line, position, body, words) in rows {
                insert(self.transaction, line, position, (&body, words))?;
            }
        }
        Ok(())
    }
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
            let fresh = fresh.map(|((_, lines), kept)| differing(lines, kept.as_deref()));
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

    #[test]
    fn a_line_that_was_kept_without_the_hash_of_its_words_differs_once_their_text_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        let first = record(&[], 1);
        written(&mut store, &first);
        let document = Id::from("doc-1");
        for (texts, differ) in [(HashSet::new(), 0), (HashSet::from([&document]), 1)] {
            let there = Compared {
                connection: &store.connection,
                texts: &texts,
            };
            let differences = of_kind(there, &first.timeline).unwrap();
            assert_eq!(differences.differing.len(), differ);
        }
    }

    #[test]
    fn lines_of_an_older_file_that_stood_counted_are_moved_and_not_told_as_gone() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        let first = record(&["a", "b"], 1);
        written(&mut store, &first);
        for (place, story) in (0_i64..).zip(&first.stories) {
            let count = "UPDATE line SET position = ?1 WHERE id = ?2";
            let row = params![place, story.id.as_str()];
            store.connection.execute(count, row).unwrap();
        }
        assert_eq!(store.record().unwrap(), first);
        let renewal = compared(&store.connection, &first).unwrap();
        assert_eq!(renewal.differing(&first.stories).len(), 2);
        assert!(renewal.vanishing(&first).is_empty());
        written(&mut store, &first);
        let renewal = compared(&store.connection, &first).unwrap();
        assert!(renewal.differing(&first.stories).is_empty());
    }

    #[test]
    fn a_line_that_is_no_more_vanishes_and_one_that_says_otherwise_differs() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path().join("record.db")).unwrap();
        let before = record(&["a", "b"], 0);
        written(&mut store, &before);
        let now = record(&["a2", "c"], 0);
        let renewal = compared(&store.connection, &now).unwrap();
        let gone = Id::of("story", &["b"]);
        assert_eq!(
            renewal.vanishing(&now),
            BTreeMap::from([("story", vec![gone])])
        );
        assert_eq!(renewal.differing(&now.stories).len(), 2);
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
