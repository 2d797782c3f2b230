//! `onrecord parse`: how the language core reads a text.
//!
//! Takes a text file; prints CoNLL-U with entities and sentence texts, for linguists and for checking the core.
//! Nothing is stored. Known limit: the text must be UTF-8 and is read whole.
//!
//! Example: `echo "Moscow denied it." | onrecord parse -`.

use crate::session::Session;
use crate::{Exit, output};
use anyhow::{Result, anyhow};
use clap::Args;
use std::io::Read;
use std::path::PathBuf;
use view::conllu::conllu;

/// Print how the language core reads a text, as CoNLL-U
///
/// Ten columns a word: number, form, lemma, universal and Penn Treebank tag, features, head, relation (spaCy's
/// CLEAR labels), nothing, and entity, offset in code points and spacing.
#[derive(Args, Debug)]
pub struct Parse {
    /// A text file, or - for standard input
    ///
    /// Plain text in UTF-8. Example: `onrecord parse article.txt`
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Parse {
    pub(crate) fn run(&self, session: &Session<'_>) -> Result<Exit> {
        let text = self.text()?;
        let annotation = session.engine()?.parse(&text);
        let printed = conllu(&text, &annotation);
        output::print(&printed)?;
        if printed.is_empty() {
            session.notes.say("there are no words in the text");
        }
        Ok(Exit::found(printed.len()))
    }

    fn text(&self) -> Result<String> {
        let shown = self.file.display();
        let bytes = self
            .bytes()
            .map_err(|e| anyhow!("cannot read {shown}: {e} (help: check the path)"))?;
        String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            anyhow!("{shown} is not UTF-8: the byte at {at} starts no character (help: convert it first, such as with `iconv -f WINDOWS-1252 -t UTF-8`)")
        })
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the text is read for its parse and enters no record"
    )]
    fn bytes(&self) -> std::io::Result<Vec<u8>> {
        if self.file.as_os_str() != "-" {
            return std::fs::read(&self.file);
        }
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
