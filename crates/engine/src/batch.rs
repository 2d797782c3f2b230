//! Reading many documents at once on several threads, with the result in the order of the input.
//!
//! Takes documents; returns their readings in the same order, so the number of threads never shows.
//! Threads take the next document from a shared counter. Known limit: the longest document of a batch
//! holds its batch up.
//!
//! Example: `read_all(&engine, documents)` with two threads gives what one thread gives.

use crate::Engine;
use model::{Document, Reading};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Readings of `documents`, in their order.
pub(crate) fn read_all(engine: &Engine, documents: Vec<Document>) -> Vec<Reading> {
    let threads = engine.threads.min(documents.len());
    if threads < 2 {
        return documents
            .into_iter()
            .map(|d| engine.read_document(d))
            .collect();
    }
    let slots: Vec<Mutex<Slot>> = documents
        .into_iter()
        .map(|d| Mutex::new(Slot::Waiting(Box::new(d))))
        .collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    read_slot(engine, slot);
                }
            });
        }
    });
    slots
        .into_iter()
        .filter_map(|slot| done(slot.into_inner().ok()?))
        .collect()
}

enum Slot {
    Waiting(Box<Document>),
    Done(Box<Reading>),
    Taken,
}

fn read_slot(engine: &Engine, slot: &Mutex<Slot>) {
    let Ok(mut slot) = slot.lock() else { return };
    if let Slot::Waiting(document) = std::mem::replace(&mut *slot, Slot::Taken) {
        *slot = Slot::Done(Box::new(engine.read_document(*document)));
    }
}

fn done(slot: Slot) -> Option<Reading> {
    match slot {
        Slot::Done(reading) => Some(*reading),
        Slot::Waiting(_) | Slot::Taken => None,
    }
}
