//! Builds the archive of a release for the machine it runs on.
//!
//! Takes a folder; writes `onrecord-VERSION-MACHINE.tar.gz` (`.zip` on Windows) and its SHA-256 into it: program, pages of the manual, completions, documentation,
//! licences and the notices of all that is inside the program. The same program gives the same bytes: members stand by name, without times and owners.
//! Releases for other machines are built by the same chore there. Known limit: nothing is signed.
//!
//! Example: `cargo run -p xtask -- release dist` writes `dist/onrecord-0.1.0-x86_64-linux.tar.gz`.

mod notices;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Shells and the files by which they find their completions.
const COMPLETIONS: [(&str, &str); 5] = [
    ("bash", "onrecord.bash"),
    ("zsh", "_onrecord"),
    ("fish", "onrecord.fish"),
    ("elvish", "onrecord.elv"),
    ("powershell", "_onrecord.ps1"),
];
/// Files of the workspace that go along.
const PAPERS: [&str; 5] = [
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// A member of the archive: its bytes, and whether it is a program.
struct Member {
    bytes: Vec<u8>,
    runs: bool,
}

/// Builds the program and packs it.
pub(crate) fn write(root: &Path, folder: &Path) -> Result<()> {
    let program = built(root)?;
    let version = told(&program, &["--version"])?;
    let version = version.trim().replace(' ', "-");
    let name = format!(
        "{version}-{}-{}",
        std::env::consts::ARCH,
        std::env::consts::OS
    );
    let members = members(root, &program)?;
    let (file, packed) = if cfg!(windows) {
        (format!("{name}.zip"), zipped(&name, &members)?)
    } else {
        (format!("{name}.tar.gz"), tarred(&name, &members)?)
    };
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(&file), &packed)?;
    let sum = Sha256::digest(&packed)
        .iter()
        .fold(String::new(), |mut sum, byte| {
            write!(sum, "{byte:02x}").expect("a string takes every write");
            sum
        });
    std::fs::write(
        folder.join(format!("{file}.sha256")),
        format!("{sum}  {file}\n"),
    )?;
    Ok(())
}

/// The program as it is shipped.
fn built(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "build",
            "--release",
            "--locked",
            "--quiet",
            "--package",
            "onrecord",
        ])
        .current_dir(root)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("the program cannot be built (help: see above)");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let name = format!("onrecord{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("release").join(name))
}

/// What `program` prints.
fn told(program: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output();
    let output = output.with_context(|| format!("cannot run {}", program.display()))?;
    if !output.status.success() {
        bail!("{} {} fails", program.display(), arguments.join(" "));
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn members(root: &Path, program: &Path) -> Result<BTreeMap<String, Member>> {
    let mut members = BTreeMap::new();
    let mut put = |name: String, bytes: Vec<u8>, runs: bool| {
        members.insert(name, Member { bytes, runs });
    };
    let name = format!("onrecord{}", std::env::consts::EXE_SUFFIX);
    put(name, std::fs::read(program)?, true);
    for paper in PAPERS {
        put(paper.to_owned(), std::fs::read(root.join(paper))?, false);
    }
    for (page, bytes) in files(&root.join("docs"), "md")? {
        put(format!("docs/{page}"), bytes, false);
    }
    for (shell, file) in COMPLETIONS {
        let script = told(program, &["completions", shell])?;
        put(format!("completions/{file}"), script.into_bytes(), false);
    }
    let manual = program.with_file_name("manual");
    if manual.exists() {
        std::fs::remove_dir_all(&manual)?;
    }
    told(program, &["man", "--output", &manual.to_string_lossy()])?;
    for (page, bytes) in files(&manual, "1")? {
        put(format!("man/{page}"), bytes, false);
    }
    put(
        "NOTICES.md".to_owned(),
        notices::of(root)?.into_bytes(),
        false,
    );
    Ok(members)
}

/// The files of `folder` with `ending`, by name.
fn files(folder: &Path, ending: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == ending) {
            let name = path.file_name().unwrap_or_default();
            found.push((name.to_string_lossy().into_owned(), std::fs::read(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

fn tarred(name: &str, members: &BTreeMap<String, Member>) -> Result<Vec<u8>> {
    let packed = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    let mut archive = tar::Builder::new(packed);
    for (path, member) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(member.bytes.len() as u64);
        header.set_mode(if member.runs { 0o755 } else { 0o644 });
        archive.append_data(&mut header, format!("{name}/{path}"), &member.bytes[..])?;
    }
    Ok(archive.into_inner()?.finish()?)
}

fn zipped(name: &str, members: &BTreeMap<String, Member>) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, member) in members {
        archive.start_file(format!("{name}/{path}"), SimpleFileOptions::default())?;
        archive.write_all(&member.bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn some() -> BTreeMap<String, Member> {
        let member = |text: &str, runs| Member {
            bytes: text.as_bytes().to_vec(),
            runs,
        };
        BTreeMap::from([
            ("onrecord".to_owned(), member("program", true)),
            ("man/onrecord.1".to_owned(), member("page", false)),
        ])
    }

    #[test]
    fn the_same_members_give_the_same_bytes_and_only_the_program_runs() {
        let packed = tarred("onrecord-1", &some()).unwrap();
        assert_eq!(packed, tarred("onrecord-1", &some()).unwrap());
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&packed[..]));
        let mut found = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let path = entry.path().unwrap().to_string_lossy().into_owned();
            found.push((path, entry.header().mode().unwrap(), text));
        }
        assert_eq!(
            found[0],
            (
                "onrecord-1/man/onrecord.1".to_owned(),
                0o644,
                "page".to_owned()
            )
        );
        assert_eq!(
            found[1],
            (
                "onrecord-1/onrecord".to_owned(),
                0o755,
                "program".to_owned()
            )
        );
    }

    #[test]
    fn what_windows_gets_holds_the_same_members() {
        let packed = zipped("onrecord-1", &some()).unwrap();
        assert_eq!(packed, zipped("onrecord-1", &some()).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
        let mut member = archive.by_name("onrecord-1/onrecord").unwrap();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        assert_eq!(text, "program");
    }
}
