//! Learns the weights of a reader again and prints what they reach on sentences that they have not seen.
//!
//! Takes the name of a reader (`events`, `status` or `days`), `--corpora FOLDER` (default `../shared/corpora`), `--folds N`, `--more`
//! (events: learn all from the sentences under `data/en/training/more` too, not only what clauses tell) and `--write`, which puts the new
//! weights in place of those under `data`; without it they are only measured. Features come from the program's own reader (the examples
//! of the crate `statement`), the learning is `eval/learn_*.py`, which runs in a Python environment that is made once under the
//! target folder. There is no randomness. Known limit: the events take about five minutes and 3 GB.
//!
//! Example: `cargo run -p xtask -- train events --folds 5`

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What learning needs of the Python registry; the versions are those that the shipped weights were learned with.
const LIBRARIES: [&str; 2] = ["numpy==2.3.5", "scipy==1.16.3"];
const HELP: &str = "train events|status|days [--folds N] [--corpora FOLDER] [--more] [--write]";

struct Order<'a> {
    reader: &'a str,
    folds: &'a str,
    corpora: PathBuf,
    write: bool,
    /// Whether all is learned from the sentences too from which the shipped weights only learned what clauses tell.
    more: bool,
}

/// Learns and measures; `arguments` follow the word `train`.
///
/// # Errors
/// An argument that is not known, a corpus that is not there, a step that fails.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Result<()> {
    let order = order(root, arguments)?;
    let scratch = root.join("target/train");
    fs::create_dir_all(&scratch)?;
    let python = environment(&scratch)?;
    match order.reader {
        "events" => events(root, &order, (&scratch, &python)),
        "days" => days(root, &order, (&scratch, &python)),
        _ => status(root, &order, (&scratch, &python)),
    }
}

fn order<'a>(root: &Path, arguments: &[&'a str]) -> Result<Order<'a>> {
    let [reader @ ("events" | "status" | "days"), rest @ ..] = arguments else {
        bail!("which reader? {HELP}");
    };
    let mut order = Order {
        reader,
        folds: "5",
        corpora: root.join("../shared/corpora"),
        write: false,
        more: false,
    };
    let mut rest = rest.iter();
    while let Some(argument) = rest.next() {
        match *argument {
            "--write" => order.write = true,
            "--more" => order.more = true,
            "--folds" => order.folds = rest.next().context("--folds asks for a number")?,
            "--corpora" => {
                order.corpora = rest.next().context("--corpora asks for a folder")?.into();
            }
            other => bail!("`{other}` is not known; {HELP}"),
        }
    }
    if !order.corpora.is_dir() {
        bail!(
            "no corpora under {}; name their folder with --corpora",
            order.corpora.display()
        );
    }
    Ok(order)
}

/// The Python of an environment with the libraries, made where it is missing.
fn environment(scratch: &Path) -> Result<PathBuf> {
    let folder = scratch.join("python");
    let python = folder.join("bin/python");
    if !python.exists() {
        call(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        call(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet"])
                .args(LIBRARIES),
        )?;
    }
    Ok(python)
}

fn events(root: &Path, order: &Order<'_>, (scratch, python): (&Path, &Path)) -> Result<()> {
    let seen = scratch.join("events");
    fs::create_dir_all(&seen)?;
    let mut files = vec![
        order.corpora.join("plover-sentences/dev/articles.jsonl"),
        order.corpora.join("plover-gsr/gold.jsonl"),
    ];
    let training = root.join("data/en/training");
    files.extend(listed(&training)?);
    files.extend(listed(&training.join("more"))?);
    files.extend(listed(&root.join("crates/statement/tests/made"))?);
    call(
        example(root, "statement", "event-features")
            .arg(&seen)
            .args(files),
    )?;
    let mut learn = Command::new(python);
    learn
        .current_dir(root)
        .arg("eval/learn_events.py")
        .arg(&seen);
    learn.args(["--folds", order.folds]);
    if order.more {
        learn.arg("--more");
    }
    if order.write {
        learn.args(["--write", "data/en/event-weights.csv"]);
    }
    call(&mut learn)
}

fn status(root: &Path, order: &Order<'_>, (scratch, python): (&Path, &Path)) -> Result<()> {
    let (seen, corpus) = (
        scratch.join("status.tsv"),
        order.corpora.join("event-status"),
    );
    let mut see = example(root, "statement", "status-features");
    call(
        see.arg(corpus.join("articles.jsonl"))
            .stdout(File::create(&seen)?),
    )?;
    let mut learn = Command::new(python);
    learn
        .current_dir(root)
        .arg("eval/learn_status.py")
        .arg(&seen)
        .arg(&corpus);
    learn.args(["--folds", order.folds]);
    if order.write {
        learn.args(["--write", "data/en/status-weights.csv"]);
    }
    call(&mut learn)
}

fn days(root: &Path, order: &Order<'_>, (scratch, python): (&Path, &Path)) -> Result<()> {
    let (seen, corpus) = (scratch.join("days.tsv"), order.corpora.join("dated-pages"));
    let mut see = example(root, "source", "page-days");
    call(
        see.arg(corpus.join("articles.jsonl.gz"))
            .stdout(File::create(&seen)?),
    )?;
    let mut learn = Command::new(python);
    learn
        .current_dir(root)
        .arg("eval/learn_days.py")
        .arg(&seen)
        .arg(&corpus);
    learn.args(["--folds", order.folds]);
    if order.write {
        learn.args(["--write", "data/page-date-weights.csv"]);
    }
    call(&mut learn)
}

/// A program of one of our crates that writes features, ready for its arguments.
fn example(root: &Path, stage: &str, name: &str) -> Command {
    let mut cargo = Command::new("cargo");
    let build = ["run", "--locked", "--quiet", "--profile", "fast"];
    cargo
        .current_dir(root)
        .args(build)
        .args(["-p", &format!("onrecord-{stage}")])
        .args(["--example", name, "--"]);
    cargo
}

/// The JSON Lines files of a folder, in order of their names.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let paths = entries.into_iter().map(|e| e.path());
    let mut files: Vec<PathBuf> = paths
        .filter(|p| p.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    files.sort();
    Ok(files)
}

fn call(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}
