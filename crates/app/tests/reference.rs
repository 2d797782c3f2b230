//! The reference page says what the program does.
//!
//! Compares `docs/reference.md` with the definition of the command line; `cargo run -p xtask -- docs` writes it. Known
//! limit: none.
//!
//! Example: a new option without a new reference page fails here.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the pages that they hold"
)]

mod program;

#[test]
fn the_reference_page_is_up_to_date() {
    program::check_file(
        "docs/reference.md",
        &app::cli::reference::page(),
        "run `cargo run -p xtask -- docs`",
    );
}

#[test]
fn the_guide_names_every_command() {
    let guide = std::fs::read_to_string(program::workspace("docs/guide.md")).unwrap();
    for line in app::cli::reference::page().lines() {
        let Some(command) = line.strip_prefix("## `").and_then(|l| l.strip_suffix('`')) else {
            continue;
        };
        assert!(
            guide.contains(&format!("onrecord {command}")),
            "docs/guide.md does not show `onrecord {command}`"
        );
    }
}
