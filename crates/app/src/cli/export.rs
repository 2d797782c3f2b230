//! `onrecord export`: the whole record for other programs.
//!
//! Writes the JSON Lines of `docs/record.md` to standard output, line by line. The bytes depend on documents and
//! language knowledge only. What a format cannot hold is told on standard error.
//!
//! Example: `onrecord export --format jsonl > record.jsonl`.

use crate::session::{Session, with_record};
use crate::{Exit, output};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use model::record::Record;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use view::Texts;
use view::export::{
    Error, LeftOut, Meta, TextField, atom, ftm, gdelt, geojson, html, jsonl, markdown, parquet,
    polecat, prov, standing, stix, tables, timelinejs, webannotation,
};

/// The formats of exports.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ExportFormat {
    /// JSON Lines, `record_format` 1: the whole record
    #[default]
    Jsonl,
    /// A folder of CSV tables, one a type of line
    Csv,
    /// The same tables as Parquet files, with typed columns
    Parquet,
    /// A folder of GDELT 2.0 tables: events that happened, and their mentions
    Gdelt,
    /// Events with coordinates as GeoJSON (RFC 7946)
    Geojson,
    /// Dated events for TimelineJS3
    Timelinejs,
    /// Claims and accounts of events as W3C Web Annotations
    Webannotation,
    /// Documents, actors, places and events for Follow the Money
    Ftm,
    /// A STIX 2.1 bundle: identities, reports, notes
    Stix,
    /// Where each line comes from, as W3C PROV-JSON
    Prov,
    /// Dated events as an Atom feed
    Atom,
    /// Dated events that happened as rows of POLECAT
    Polecat,
    /// A dossier to read and print, in one HTML file
    Html,
    /// The same dossier in Markdown
    Markdown,
}

/// Write the whole record for other programs
///
/// JSON Lines in UTF-8, one object a line, offsets in Unicode code points; docs/record.md is the contract, and
/// docs/schema has a JSON Schema. The same documents give the same bytes, in whatever order they came.
#[derive(Args, Debug)]
pub struct Export {
    /// The format to write
    ///
    /// `jsonl` is the public, versioned contract. Example: `--format geojson > events.geojson`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ExportFormat::Jsonl)]
    format: ExportFormat,

    /// Leave out the full texts
    ///
    /// For passing on a record of articles that may not be copied. The words behind each line stay in. Such an
    /// export cannot be imported again.
    #[arg(long)]
    no_text: bool,

    /// The folder, or the zip archive, for the tables of `--format csv`, `parquet` and `gdelt`
    ///
    /// A folder is made where it is missing; files of the same names in it are replaced. A name that ends in `.zip` is an archive of the
    /// tables. Example: `--format csv --output tables.zip`
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let store = session.current()?;
        let lexicon = store.derived_lexicon()?.unwrap_or_default();
        let meta = Meta {
            version: env!("CARGO_PKG_VERSION"),
            lexicon: &lexicon,
            text: if self.no_text {
                TextField::LeftOut
            } else {
                TextField::Kept
            },
        };
        let tables_at = self.tables_at()?;
        let folder = tables_at.as_ref().map(TablesAt::folder);
        let left = with_record(&store, |record, texts| {
            let written = self.write((record, texts), &meta, folder);
            match written {
                Err(Error::Output(error)) if folder.is_none() => Err(output::unwritable(error)),
                result => Ok(result?),
            }
        })?;
        if let Some(TablesAt::Archive(scratch, archive)) = &tables_at {
            output::pack(scratch.path(), archive)?;
        }
        for part in left.iter().filter(|l| l.count > 0) {
            session
                .notes
                .warning(&format!("left out: {} {}", part.count, part.what));
        }
        Ok(Exit::Done)
    }

    /// Writes the record; returns what the format cannot hold.
    fn write(
        &self,
        (record, texts): (&Record, &Texts<'_>),
        meta: &Meta<'_>,
        folder: Option<&Path>,
    ) -> Result<Vec<LeftOut>, Error> {
        let out = &mut output::stream();
        let open = &mut |name: &str| output::file(&folder.unwrap_or(Path::new(".")).join(name));
        match self.format {
            ExportFormat::Jsonl => return jsonl(record, texts, meta, out).map(|()| Vec::new()),
            ExportFormat::Csv => return tables(record, texts, open),
            ExportFormat::Parquet => return parquet(record, texts, open),
            _ => {}
        }
        // The others have no place for the mark of an analyst.
        let (standing, mut left) = standing(record);
        left.extend(match self.format {
            ExportFormat::Geojson => geojson(&standing, texts, out),
            ExportFormat::Timelinejs => timelinejs(&standing, texts, out),
            ExportFormat::Webannotation => webannotation(&standing, texts, out),
            ExportFormat::Ftm => ftm(&standing, texts, out),
            ExportFormat::Stix => stix(&standing, texts, out),
            ExportFormat::Prov => prov(&standing, texts, out),
            ExportFormat::Atom => atom(&standing, texts, out),
            ExportFormat::Polecat => polecat(&standing, texts, out),
            ExportFormat::Html => html(&standing, texts, out),
            ExportFormat::Markdown => markdown(&standing, texts, out),
            ExportFormat::Gdelt
            | ExportFormat::Csv
            | ExportFormat::Parquet
            | ExportFormat::Jsonl => gdelt(&standing, texts, open),
        }?);
        Ok(left)
    }

    /// Where tables go; nothing for what goes to standard output.
    fn tables_at(&self) -> Result<Option<TablesAt>> {
        let is_tables = matches!(
            self.format,
            ExportFormat::Csv | ExportFormat::Parquet | ExportFormat::Gdelt
        );
        match self.output.as_deref() {
            Some(path) if is_tables && is_archive(path) => {
                Ok(Some(TablesAt::Archive(output::scratch()?, path.to_owned())))
            }
            Some(folder) if is_tables => {
                output::folder(folder)?;
                Ok(Some(TablesAt::Folder(folder.to_owned())))
            }
            None if is_tables => bail!(
                "tables need a folder or an archive (help: add `--output FOLDER` or `--output FILE.zip`)"
            ),
            Some(_) => bail!(
                "--output is for the tables of --format csv, parquet and gdelt (help: this format goes to standard output; add `> FILE`)"
            ),
            None => Ok(None),
        }
    }
}

/// Where the tables of an export go.
enum TablesAt {
    Folder(PathBuf),
    /// A folder that goes when the archive is packed, and the archive.
    Archive(TempDir, PathBuf),
}

impl TablesAt {
    /// The folder that tables are written to.
    fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::Archive(scratch, _) => scratch.path(),
        }
    }
}

fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}
