//! Adding articles to a record, and reading stored ones again.
//!
//! Takes inputs; reads them in batches, each batch one transaction; while one is read, the one before is stored and the one after
//! is fetched, so a kill or a failure loses at most the two in hand. What is stored already is not read again. At the end the
//! record is derived. Known limits: what comes again in the next batch is read again; the batch is counted in articles, so very
//! long ones make long batches.
//!
//! Example: adding the same folder twice reads nothing the second time.

use crate::{Engine, Error, Input, Network, RawArticle, Refusal};
use model::{Document, Id, Reading};
use record::store::{Page, Store};
use source::{Articles, Export};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Articles a batch: enough that the wait for the disk (some milliseconds) does not count, few enough
/// that a kill costs little.
const BATCH: usize = 64;

/// How far an `add` or `rebuild` has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Articles handled so far, and the bytes of finished inputs against all, where that is known.
    Reading {
        /// Articles read, known or refused.
        articles: usize,
        /// Bytes of inputs begun.
        bytes: u64,
        /// Bytes of all inputs.
        of: Option<u64>,
    },
    /// The record is being derived from all readings.
    Deriving,
}

/// What an `add` did.
#[derive(Debug, Default)]
pub struct AddSummary {
    /// Documents read and stored, in the order of the input.
    pub read: Vec<Id>,
    /// Articles that were in the record already, or came twice.
    pub known: usize,
    /// Documents kept but not read, with their language.
    pub other_languages: Vec<(Id, String)>,
    /// Files of folders that were left out, being of a kind that is not read.
    pub left_out: Vec<PathBuf>,
    /// What could not be read, and why.
    pub refused: Vec<Refusal>,
}

impl AddSummary {
    /// Articles that were looked at.
    fn handled(&self) -> usize {
        self.known + self.refused.len() + self.read.len()
    }
}

/// Articles that are read and stored together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// What the record lacks.
    documents: Vec<Document>,
    /// Pages that came with these, or with documents that have none in the record.
    pages: Vec<(Id, Page)>,
    /// Documents that stood in the batch before as well.
    again: BTreeSet<Id>,
}

impl Batch {
    fn ids(&self) -> BTreeSet<Id> {
        self.documents.iter().map(|d| d.id.clone()).collect()
    }
}

/// A batch that is read.
struct Done {
    readings: Vec<Reading>,
    pages: Vec<(Id, Page)>,
    again: BTreeSet<Id>,
}

impl Engine {
    /// Adds the articles of `inputs` to `store` and derives the record. Bad inputs are listed in the
    /// summary; the rest is added.
    ///
    /// # Errors
    /// Stored readings are of another lexicon (nothing is added then); the record file cannot be used, and what was stored
    /// before the failure stays.
    pub fn add(
        &self,
        store: &mut Store,
        inputs: &[Input],
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<AddSummary, Error> {
        self.add_articles(
            store,
            Articles::new(inputs, self.columns.clone()),
            on_progress,
        )
    }

    /// As [`Engine::add`], with addresses among the inputs, which `network` fetches.
    ///
    /// # Errors
    /// As [`Engine::add`]; an address that gives nothing is a bad input.
    pub fn add_from(
        &self,
        store: &mut Store,
        (inputs, network): (&[Input], Network),
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<AddSummary, Error> {
        let articles = Articles::new(inputs, self.columns.clone()).with_network(network);
        self.add_articles(store, articles, on_progress)
    }

    fn add_articles(
        &self,
        store: &mut Store,
        mut articles: Articles,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<AddSummary, Error> {
        self.check_readings(store)?;
        let mut summary = AddSummary {
            left_out: articles.left_out().to_vec(),
            ..AddSummary::default()
        };
        let mut next = self.next_batch(&mut articles, (store, &BTreeSet::new()), &mut summary)?;
        let mut done: Option<Done> = None;
        while next.is_some() || done.is_some() {
            let (batch, mut read) = (next.take(), None);
            let ids = batch.as_ref().map(Batch::ids);
            next = self.pool.in_place_scope(|scope| {
                if let Some(batch) = batch {
                    scope.spawn(|_| read = Some(self.read_batch(batch)));
                }
                if let Some(done) = done.take() {
                    self.store_batch(store, done, &mut summary)?;
                    let (bytes, of) = articles.progress();
                    on_progress(Progress::Reading {
                        articles: summary.handled(),
                        bytes,
                        of,
                    });
                }
                ids.map_or(Ok(None), |ids| {
                    self.next_batch(&mut articles, (store, &ids), &mut summary)
                })
            })?;
            done = read;
        }
        if summary.handled() > 0 {
            on_progress(Progress::Deriving);
        }
        self.refresh(store)?;
        Ok(summary)
    }

    /// The next documents that the record lacks, where those of `flight` are being read; `None` when the inputs are at their end.
    pub(crate) fn next_batch(
        &self,
        articles: &mut dyn Iterator<Item = Result<RawArticle, Refusal>>,
        (store, flight): (&Store, &BTreeSet<Id>),
        summary: &mut AddSummary,
    ) -> Result<Option<Batch>, Error> {
        let mut batch = Batch::default();
        let mut ids = flight.clone();
        let mut any = false;
        for found in articles.take(BATCH) {
            any = true;
            let article = match found {
                Ok(article) => article,
                Err(refusal) => {
                    summary.refused.push(refusal);
                    continue;
                }
            };
            let (at, page) = (article.at.clone(), article.page.as_deref().map(Page::of));
            let document = match source::document(article, &self.lexicon) {
                Ok(document) => document,
                Err(problem) => {
                    summary.refused.push(Refusal { at, problem });
                    continue;
                }
            };
            // A record that was made before pages were kept gets them when its articles come again.
            if let (Some(page), None) = (page, store.page_length(&document.id)?) {
                batch.pages.push((document.id.clone(), page));
            }
            if store.wants(&document)? {
                // The same article twice with different particulars: the store keeps the fuller ones.
                if flight.contains(&document.id) {
                    batch.again.insert(document.id.clone());
                }
                summary.known += usize::from(!ids.insert(document.id.clone()));
                batch.documents.push(document);
            } else {
                summary.known += 1;
            }
        }
        Ok(any.then_some(batch))
    }

    /// Reads a batch and stores it.
    pub(crate) fn put(
        &self,
        store: &mut Store,
        batch: Batch,
        summary: &mut AddSummary,
    ) -> Result<(), Error> {
        self.store_batch(store, self.read_batch(batch), summary)
    }

    fn read_batch(&self, batch: Batch) -> Done {
        Done {
            readings: self.read_all(batch.documents),
            pages: batch.pages,
            again: batch.again,
        }
    }

    fn store_batch(
        &self,
        store: &mut Store,
        done: Done,
        summary: &mut AddSummary,
    ) -> Result<(), Error> {
        store.put_with_pages(&done.readings, &done.pages, &self.lexicon.version)?;
        let mut told = done.again;
        for document in done.readings.into_iter().map(|r| r.document) {
            if !told.insert(document.id.clone()) {
                continue;
            }
            if !crate::is_english(&document) {
                let language = document.language.unwrap_or_default();
                summary
                    .other_languages
                    .push((document.id.clone(), language));
            }
            summary.read.push(document.id);
        }
        Ok(())
    }

    /// Adds the documents and decisions of an export to `store` and derives the record. What is there already stays.
    ///
    /// # Errors
    /// Stored readings are of another lexicon (nothing is added then); the record file cannot be used, and batches
    /// before the failure stay stored.
    pub fn import(
        &self,
        store: &mut Store,
        export: Export,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<AddSummary, Error> {
        self.check_readings(store)?;
        let mut summary = AddSummary::default();
        let mut documents = export.documents.into_iter();
        let all = documents.len();
        loop {
            let batch: Vec<Document> = documents.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let mut wanted = Vec::new();
            for document in batch {
                if store.wants(&document)? {
                    wanted.push(document);
                } else {
                    summary.known += 1;
                }
            }
            let batch = Batch {
                documents: wanted,
                ..Batch::default()
            };
            self.put(store, batch, &mut summary)?;
            let done = all - documents.len();
            on_progress(Progress::Reading {
                articles: done,
                bytes: done as u64,
                of: Some(all as u64),
            });
        }
        for decision in &export.decisions {
            store.decide(decision)?;
        }
        on_progress(Progress::Deriving);
        self.refresh(store)?;
        Ok(summary)
    }

    /// Reads every stored document again with today's language knowledge and derives the record; returns
    /// how many documents read differently.
    ///
    /// # Errors
    /// The record file cannot be used; batches before the failure stay replaced.
    pub fn rebuild(
        &self,
        store: &mut Store,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<usize, Error> {
        let ids = store.ids()?;
        let mut changed = 0;
        for (number, chunk) in ids.chunks(BATCH).enumerate() {
            let mut documents = Vec::new();
            for id in chunk {
                documents.extend(store.document(id)?);
            }
            let readings = self.read_all(documents);
            changed += store.replace(&readings, &self.lexicon.version)?;
            let articles = number * BATCH + chunk.len();
            on_progress(Progress::Reading {
                articles,
                bytes: articles as u64,
                of: Some(ids.len() as u64),
            });
        }
        on_progress(Progress::Deriving);
        self.refresh(store)?;
        Ok(changed)
    }
}
