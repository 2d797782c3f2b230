//! The examples of the norm packs that come with the program work.
//!
//! Runs what `onrecord norms check` runs on every file of `data/norms`. Known limit: see `engine::norms`.
//!
//! Example: "North Korea sold missiles to Syria." stands beside paragraph 8(b) of resolution 1718.

#![expect(
    clippy::disallowed_methods,
    reason = "tests list the packs that they check"
)]

use engine::Engine;
use std::path::PathBuf;

#[test]
fn every_example_of_every_pack_works() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/norms"));
    let mut engine = Engine::new(None, 1).unwrap();
    let mut packs: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    packs.sort();
    assert!(packs.len() > 2);
    for pack in packs {
        let checked = engine.check_norms(&pack).unwrap();
        assert!(checked.examples > 1);
        let failures: Vec<String> = checked
            .failures
            .iter()
            .map(|f| format!("line {}: {} {}: {}", f.line, f.norm, f.problem, f.text))
            .collect();
        assert!(
            failures.is_empty(),
            "{}:\n{}",
            pack.display(),
            failures.join("\n")
        );
    }
}
