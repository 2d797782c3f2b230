//! The notices of everything inside the program: crates of others, and data with their origin.
//!
//! Takes the root; returns a page with a section a text of a licence and the crates that come under it, as their sources carry it, then the notices beside the data. Crates are
//! those of the normal dependencies of the program. Known limit: a crate whose sources carry no licence text is named with its expression alone.
//!
//! Example: "### MIT" of `serde`, with its text once for all crates that carry the same.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How the files begin that hold a licence or a notice, in small letters.
const NAMES: [&str; 4] = ["licen", "copying", "notice", "unlicense"];

/// The page.
pub(super) fn of(root: &Path) -> Result<String> {
    let metadata = metadata(root)?;
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut bare = BTreeSet::new();
    for package in shipped(&metadata)? {
        let word = |field: &str| package[field].as_str().unwrap_or_default().to_owned();
        let named = format!("{} {} ({})", word("name"), word("version"), word("license"));
        let found = licences(Path::new(&word("manifest_path")))?;
        if found.is_empty() {
            bare.insert(named.clone());
        }
        for text in found {
            texts.entry(text).or_default().insert(named.clone());
        }
    }
    let mut page = "# Notices\n\nWhat is inside the program besides our own work.\n\n## Language model and data\n\n".to_owned();
    page += &std::fs::read_to_string(root.join("data/en/core-sm.md"))?.replace("\n#", "\n###");
    page += "\nThe origin of every other data file is told in its first lines, and in `data/README.md` of the sources.\n\n## Crates\n";
    for (text, crates) in &texts {
        let crates: Vec<&str> = crates.iter().map(String::as_str).collect();
        let (crates, text) = (crates.join(", "), text.trim_end());
        write!(page, "\n### {crates}\n\n```\n{text}\n```\n")?;
    }
    if !bare.is_empty() {
        let bare: Vec<&str> = bare.iter().map(String::as_str).collect();
        let bare = bare.join(", ");
        write!(page, "\n### Without a text in their sources\n\n{bare}\n")?;
    }
    Ok(page)
}

fn metadata(root: &Path) -> Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let host = Command::new("rustc")
        .arg("-vV")
        .output()
        .context("cannot run rustc")?;
    let host = String::from_utf8(host.stdout)?;
    let host = host
        .lines()
        .find_map(|l| l.strip_prefix("host: "))
        .unwrap_or_default();
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            host,
        ])
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!(
            "cargo metadata fails: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The packages of others that the program is linked from.
fn shipped(metadata: &Value) -> Result<Vec<&Value>> {
    let list = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let nodes: BTreeMap<String, Vec<Value>> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| {
            (
                node["id"].as_str().unwrap_or_default().to_owned(),
                list(&node["deps"]),
            )
        })
        .collect();
    let packages = metadata["packages"]
        .as_array()
        .context("cargo tells no packages")?;
    let root = packages
        .iter()
        .find(|p| p["name"] == "onrecord")
        .context("no package onrecord")?;
    let mut waiting = vec![root["id"].as_str().unwrap_or_default().to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.get(&id).into_iter().flatten() {
            let normal = list(&dependency["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"].is_null());
            waiting.extend(
                dependency["pkg"]
                    .as_str()
                    .filter(|_| normal)
                    .map(str::to_owned),
            );
        }
    }
    let foreign =
        |p: &&Value| !p["source"].is_null() && p["id"].as_str().is_some_and(|id| seen.contains(id));
    Ok(packages.iter().filter(foreign).collect())
}

/// The texts beside a manifest.
fn licences(manifest: &Path) -> Result<Vec<String>> {
    let folder = manifest.parent().context("a manifest lies in a folder")?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        if path.is_file() && NAMES.iter().any(|begin| name.starts_with(begin)) {
            paths.push(path);
        }
    }
    paths.sort();
    let texts = paths.iter().map(|path| {
        let text = String::from_utf8_lossy(&std::fs::read(path)?).replace("\r\n", "\n");
        Ok(text.trim().to_owned())
    });
    texts.collect()
}
