//! The progress bar of long commands, on terminals only.
//!
//! Takes the engine's [`Progress`]; shows bytes of inputs begun against all where that is known, otherwise the
//! number of articles. Drawn on standard error and wiped at the end, so it never mixes with data. Known limit:
//! a large single file counts as begun from its first article on.
//!
//! Example: `reading ████████░░░░ 640 articles`.

use crate::notes::Notes;
use engine::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// Time between two steps of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// A progress bar, or nothing where nobody looks.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar, hidden when standard error is no terminal or `notes` are quiet.
    pub(crate) fn new(notes: Notes) -> Self {
        let shown = std::io::stderr().is_terminal() && !notes.is_quiet();
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(1), target);
        if shown {
            bar.enable_steady_tick(TICK);
        }
        bar.set_style(style());
        Self(bar)
    }

    /// Shows `progress`.
    pub(crate) fn show(&self, progress: Progress) {
        match progress {
            Progress::Reading {
                articles,
                bytes,
                of,
            } => {
                self.0.set_length(of.unwrap_or(bytes).max(1));
                self.0.set_position(bytes);
                self.0.set_message(format!("reading, {articles} articles"));
            }
            Progress::Deriving => self.0.set_message("putting the record together"),
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    let template = "{spinner} {bar:30} {percent:>3} % {msg}";
    ProgressStyle::with_template(template).expect("the template is fixed and valid")
}
