//! Zip archives (APPNOTE 6.3) and those of web pages in them (WACZ 1.1): members read like files of a folder.
//!
//! Takes an archive; yields the articles of its members by name. Nothing is written to disk, so names with `..` lead nowhere; they are shown and no more.
//! Members of kinds that are not read, hidden ones and folders are passed over, as in folders; a damaged or encrypted member and an archive inside cost only themselves.
//! Of a WACZ archive only what lies below `archive/` is read; the rest are indexes and lists of pages.
//! A member unpacks in memory up to the size of the largest article. Known limit: archives inside archives are refused.
//!
//! Example: `wire.zip` with `a.txt` and `b.jsonl` yields the article of `a.txt`, then those of `b`.

use crate::packed;
use crate::stream::{self, MAX_FILE, Opened, Source, Stream, Yield};
use crate::table::Columns;
use crate::walk::has_known_ending;
use crate::{Location, Problem, RawArticle, Refusal};
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;

/// Where an archive lies: a file, or bytes in memory.
pub(crate) trait Place: Read + Seek {}

impl<R: Read + Seek> Place for R {}

/// An archive being read.
pub(crate) struct Archive {
    shown: String,
    members: ZipArchive<Box<dyn Place>>,
    /// Names of members to read, the next one last.
    waiting: Vec<String>,
    columns: Columns,
}

impl Archive {
    pub(crate) fn open(
        place: Box<dyn Place>,
        shown: &str,
        columns: &Columns,
    ) -> Result<Self, Problem> {
        let members = ZipArchive::new(place).map_err(|e| damaged(&e))?;
        let last = |name: &str| {
            name.rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let is_wacz = shown.to_ascii_lowercase().ends_with(".wacz");
        let is_read = |name: &&str| {
            let last = last(name);
            let is_asked = !is_wacz || name.starts_with("archive/");
            is_asked && !last.starts_with('.') && has_known_ending(&last)
        };
        let mut waiting: Vec<String> = members
            .file_names()
            .filter(is_read)
            .map(str::to_owned)
            .collect();
        waiting.sort_by(|a, b| b.cmp(a));
        if waiting.is_empty() {
            return Err(Problem::EmptyArchive);
        }
        Ok(Self {
            shown: shown.to_owned(),
            members,
            waiting,
            columns: columns.clone(),
        })
    }

    fn opened(&mut self, name: &str, shown: &str) -> Result<Opened, Problem> {
        let member = self.members.by_name(name).map_err(|e| damaged(&e))?;
        let mut bytes = Vec::new();
        let unpacked = member.take(MAX_FILE + 1).read_to_end(&mut bytes);
        unpacked.map_err(|e| Problem::BadPacking("zip", e.to_string()))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(Problem::TooLarge);
        }
        let file_name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let unpacked = packed::unpack(Cursor::new(bytes));
        let (reader, packing) = unpacked.map_err(|e| Problem::Unreadable(e.to_string()))?;
        let source = Source {
            shown: shown.to_owned(),
            named: Some(file_name.clone()),
            file_name,
            reader,
            packing,
        };
        stream::opened(source, &self.columns)
    }
}

fn damaged(error: &zip::result::ZipError) -> Problem {
    Problem::BadPacking("zip", error.to_string())
}

impl Stream for Archive {
    fn next(&mut self) -> Option<Yield> {
        let name = self.waiting.pop()?;
        let at = Location {
            input: format!("{}:{name}", self.shown),
            line: None,
        };
        Some(match self.opened(&name, &at.input) {
            Ok(Opened::One(article)) => Yield::of(Ok(RawArticle { at, ..*article })),
            Ok(Opened::Many(stream)) => Yield::Stream(stream),
            Err(problem) => Yield::of(Err(Refusal { at, problem })),
        })
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files of their own")]
mod tests {
    use crate::{Articles, Columns, Input};
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    #[test]
    fn of_a_wacz_archive_only_the_web_archives_are_read() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The envoy left.</p>";
        let record = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
            page.len()
        );
        let members: [(&str, &[u8]); 3] = [
            ("pages/pages.jsonl", b"{\"format\":\"json-pages-1.0\"}\n"),
            ("datapackage.json", b"{}"),
            ("archive/data.warc", record.as_bytes()),
        ];
        assert_eq!(
            read_as("kept.wacz", &members, 0),
            ["https://news.example/a"]
        );
    }

    fn read(members: &[(&str, &[u8])], cut: usize) -> Vec<String> {
        read_as("wire.ZIP", members, cut)
    }

    /// What an archive with `members` gives: ids, and problems in words.
    fn read_as(name: &str, members: &[(&str, &[u8])], cut: usize) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        let mut bytes = writer.finish().unwrap().into_inner();
        bytes.truncate(bytes.len() - cut);
        std::fs::write(&path, bytes).unwrap();
        let told = |found: Result<crate::RawArticle, crate::Refusal>| match found {
            Ok(article) => article.input_id,
            Err(refusal) => refusal.problem.to_string(),
        };
        let input = Input::Path(path.clone());
        let found = Articles::new(&[input], Columns::default())
            .map(told)
            .collect();
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "something was unpacked"
        );
        found
    }

    #[test]
    fn members_are_read_by_name_and_what_is_not_read_is_passed_over() {
        let members: [(&str, &[u8]); 6] = [
            (
                "b.jsonl",
                b"{\"id\":\"x\",\"text\":\"B\"}\n{\n{\"id\":\"y\",\"text\":\"C\"}\n",
            ),
            ("a/z.txt", b"One."),
            ("../../evil.txt", b"Two."),
            ("scan.pdf", b"%PDF"),
            ("__MACOSX/._z.txt", b"no"),
            ("inner.zip", b"PK"),
        ];
        let found = read(&members, 0);
        assert_eq!(found[..3], ["evil.txt", "z.txt", "x"]);
        assert!(found[3].contains("not valid JSON"), "{found:?}");
        assert_eq!(found[4], "y");
        assert!(found[5].contains("not read"), "{found:?}");
    }

    #[test]
    fn a_cut_archive_and_one_without_articles_are_refused() {
        assert!(read(&[("a.txt", b"One.")], 10)[0].contains("zip data is damaged"));
        assert!(read(&[("a.pdf", b"%PDF")], 0)[0].contains("nothing in the archive"));
    }
}
