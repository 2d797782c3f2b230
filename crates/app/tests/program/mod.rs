//! Runs the built program in a folder of its own, as a user would.
//!
//! Takes arguments; returns exit code and both streams. The folder goes when the test ends. Known limit: standard
//! input is always given whole.
//!
//! Example: `Program::new().run(&["claims"])` exits with 3, as there is no record yet.

#![allow(
    dead_code,
    reason = "every file of tests uses another part of this module"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the folder of a test is filled here"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with the program run inside.
pub(crate) struct Program {
    folder: tempfile::TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("temporary folders can be made"),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file and returns its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("folders can be made");
        }
        std::fs::write(&path, bytes).expect("files can be written");
        path
    }

    /// The program with `arguments`, ready to run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(arguments).current_dir(self.folder.path());
        command.env_remove("ONRECORD_RECORD").env_remove("NO_COLOR");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        finished(
            &self
                .command(arguments)
                .stdin(Stdio::null())
                .output()
                .expect("the program starts"),
        )
    }

    /// Runs with `input` on standard input.
    pub(crate) fn feed(&self, arguments: &[&str], input: &[u8]) -> Run {
        let piped = || Stdio::piped();
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(piped())
            .stdout(piped())
            .stderr(piped())
            .spawn()
            .expect("the program starts");
        // A program that does not read its input closes the pipe; that is its right.
        let _ = child
            .stdin
            .take()
            .expect("standard input is piped")
            .write_all(input);
        finished(&child.wait_with_output().expect("the program ends"))
    }

    /// Runs and expects code 0; returns standard output.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
        run.out
    }

    /// The export of the record in `file`.
    pub(crate) fn export(&self, file: &str) -> String {
        self.done(&["export", "--record", file])
    }
}

fn finished(output: &Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A folder of the workspace.
pub(crate) fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Compares `found` with the file `path` of the workspace; with `ONRECORD_UPDATE=1` it writes the file instead.
pub(crate) fn check_file(path: &str, found: &str, help: &str) {
    let file = workspace(path);
    if std::env::var_os("ONRECORD_UPDATE").is_some_and(|v| v == "1") {
        std::fs::write(&file, found).expect("the file can be written");
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    let line = expected
        .lines()
        .zip(found.lines())
        .position(|(a, b)| a != b);
    let line = line.unwrap_or_else(|| expected.lines().count().min(found.lines().count())) + 1;
    assert!(
        expected == found,
        "{path} is out of date from line {line} on (help: {help})"
    );
}
