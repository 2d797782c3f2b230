//! Data on standard output: how wide, in colour or not, and what a closed pipe means.
//!
//! Takes finished text or a writer; a reader that went away (`onrecord claims | head`) ends the program quietly.
//! Colour follows `--color`, the terminal, `NO_COLOR` (no-color.org) and `TERM=dumb`. Known limit: the width is
//! asked once, a terminal resized meanwhile is not followed.
//!
//! Example: output to a file is 80 cells wide and without colour.

use anyhow::{Context, Result, anyhow};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, StdoutLock, Write};
use std::path::Path;
use tempfile::TempDir;
use terminal_size::{Width, terminal_size};
use view::render::Paper;
use zip::write::{SimpleFileOptions, ZipWriter};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On terminals, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Also into files and pipes.
    Always,
    /// Not at all.
    Never,
}

/// Width of text that does not go to a terminal.
const WIDTH: usize = 80;

/// Paper for standard output.
pub(crate) fn paper(colour: Colour) -> Paper {
    let terminal = io::stdout().is_terminal();
    let size = terminal_size().filter(|_| terminal);
    let width = size.map_or(WIDTH, |(Width(cells), _)| usize::from(cells));
    let coloured = match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            terminal && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    };
    if coloured {
        Paper::coloured(width)
    } else {
        Paper::plain(width)
    }
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Writes `text` to standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = stream();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(unwritable)
}

/// Standard output for what is written piece by piece.
pub(crate) fn stream() -> BufWriter<StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// Makes the folder of an export where it is missing.
#[expect(
    clippy::disallowed_methods,
    reason = "tables go to the folder that was asked for"
)]
pub(crate) fn folder(path: &Path) -> Result<()> {
    let made = std::fs::create_dir_all(path);
    made.with_context(|| {
        let shown = path.display();
        format!("cannot make the folder {shown} (help: name one that can be written with --output)")
    })
}

/// A file of an export; one of that name is replaced.
#[expect(
    clippy::disallowed_methods,
    reason = "tables go to the folder that was asked for"
)]
pub(crate) fn file(path: &Path) -> io::Result<Box<dyn Write + Send>> {
    let file = std::fs::File::create(path);
    let file = file.map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?;
    Ok(Box::new(BufWriter::new(file)))
}

/// A folder that goes with its value.
pub(crate) fn scratch() -> Result<TempDir> {
    tempfile::tempdir().context(
        "cannot make a scratch folder (help: check that the folder for temporary files can be written)",
    )
}

/// Packs the files of `folder`, by name, into the zip archive `archive`; one of that name is replaced. The same files give the same bytes: members
/// carry no time.
#[expect(
    clippy::disallowed_methods,
    reason = "tables go to the archive that was asked for"
)]
pub(crate) fn pack(folder: &Path, archive: &Path) -> Result<()> {
    let failed = || {
        format!(
            "cannot write {} (help: check that the disk has room)",
            archive.display()
        )
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(failed)? {
        paths.push(entry.with_context(failed)?.path());
    }
    paths.sort();
    let file = std::fs::File::create(archive).with_context(failed)?;
    let mut writer = ZipWriter::new(BufWriter::new(file));
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let options = SimpleFileOptions::default().large_file(true);
        writer.start_file(name, options).with_context(failed)?;
        let mut table = std::fs::File::open(&path).with_context(failed)?;
        io::copy(&mut table, &mut writer).with_context(failed)?;
    }
    writer
        .finish()
        .and_then(|mut out| Ok(out.flush()?))
        .with_context(failed)
}

/// The failure to write to standard output, in a line for people.
pub(crate) fn unwritable(error: io::Error) -> anyhow::Error {
    if error.kind() == ErrorKind::BrokenPipe {
        return error.into();
    }
    anyhow!("cannot write to standard output: {error} (help: check that the disk has room)")
}

/// Whether `error` only says that whoever read our output has gone.
pub(crate) fn is_closed(error: &anyhow::Error) -> bool {
    let causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes
        .into_iter()
        .any(|e| e.kind() == ErrorKind::BrokenPipe)
}
