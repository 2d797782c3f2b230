//! Norm packs: rules that bind actors from outside, as the record stage looks them up.
//!
//! Takes `data/norms/*.toml`, one pack a file, and `data/en/norm-words.toml`, the groups of words that packs name;
//! returns packs with their norms, words compiled to forms. A folder of `--data` may hold packs of any name below
//! `norms/`. A pack that is not `active` is checked and then left out. Checked here: structure, dates, names of
//! groups, countries, that a norm has examples; whether the examples work needs the whole path and is the
//! engine's. Known limit: a norm that forbids doing something without a word for it cannot be written.
//!
//! Example: a norm `by = ["PRK"]`, acts `transfer`, things `arms` fits "North Korea sold shells to Norland".

mod words;

pub use words::{Groups, Phrase, Role};

use crate::merge::Merge;
use crate::{Error, Files};
use jiff::civil::Date;
use model::{Country, Id};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::Spanned;

/// Folder of `data/` that holds the packs.
pub(crate) const FOLDER: &str = "norms";

/// All packs in use, and the words that say that a rule would be broken.
#[derive(Debug)]
pub struct Norms {
    /// By file.
    pub packs: Vec<Pack>,
    /// Groups of words that packs name.
    pub groups: Groups,
    /// Section `[norms]` of `thresholds.toml`.
    pub thresholds: Thresholds,
}

/// Section `[norms]` of `thresholds.toml`; each number is explained there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each number is explained beside its value in data/thresholds.toml"
)]
pub struct Thresholds {
    pub thing_words: usize,
    pub party_words: usize,
    pub instrument_words: usize,
    pub forbid_words: usize,
    pub neighbour_sentences: usize,
}

/// A file of norms about one affair.
#[derive(Debug)]
pub struct Pack {
    /// What it is called.
    pub name: String,
    /// Whether it is applied.
    pub active: bool,
    /// Countries of which one must be named near for words such as "UN resolutions" to mean this pack.
    pub about: Vec<Country>,
    /// Words by which texts name the instruments.
    pub named: Vec<Phrase>,
    /// Words that mean this pack whoever is named, such as "resolution 1718".
    pub numbered: Vec<Phrase>,
    /// The pack as a whole, for texts that say no more than that "UN resolutions" would be broken.
    pub whole: Norm,
    /// Its norms.
    pub norms: Vec<Norm>,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Norm {
    /// The treaty, resolution or list.
    pub instrument: String,
    /// Paragraph or article; `None` where it is not known or the instrument as a whole is meant.
    pub paragraph: Option<String>,
    /// What it is about; of norms about one matter the newest stands for the others.
    pub matter: String,
    /// Who is bound: ISO 3166-1 alpha-3 codes or names.
    pub binds: Vec<String>,
    /// Countries of which one gives, sells, launches; empty for anybody.
    pub by: Vec<Country>,
    /// Countries of which one gets; empty for anybody.
    pub to: Vec<Country>,
    /// Countries of which one takes part on whatever side; empty for anybody.
    pub with: Vec<Country>,
    /// What the acts are, by lemma.
    pub acts: BTreeMap<String, Role>,
    /// What the acts are about; empty for anything.
    pub things: Vec<Phrase>,
    /// Words that must not stand in the sentence.
    pub unless: Vec<Phrase>,
    /// First day in force.
    pub from: Option<Date>,
    /// Last day in force.
    pub until: Option<Date>,
    /// What it says, in our words.
    pub summary: String,
    /// Where it can be read.
    pub uri: Option<String>,
    /// Texts it must and must not be set beside.
    pub examples: Examples,
    /// Line of the file on which it begins.
    pub line: usize,
}

/// Composed texts that show what a norm is set beside.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Texts that tell what would conflict with it.
    pub fits: Vec<String>,
    /// Texts that look like it and do not.
    pub nots: Vec<String>,
}

impl Norm {
    /// A hash of what it is.
    pub fn id(&self) -> Id {
        let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
        let paragraph = self.paragraph.as_deref().unwrap_or_default();
        Id::of(
            "norm",
            &[
                &self.instrument,
                paragraph,
                &self.summary,
                &day(self.from),
                &day(self.until),
            ],
        )
    }

    /// Instrument and paragraph, for people.
    pub fn title(&self) -> String {
        match &self.paragraph {
            Some(paragraph) => format!("{}, paragraph {paragraph}", self.instrument),
            None => self.instrument.clone(),
        }
    }
}

impl Norms {
    /// Reads and checks all packs.
    ///
    /// # Errors
    /// A file that does not hold what its header promises.
    pub fn load(files: &Files, merge: &Merge) -> Result<Self, Error> {
        let groups = Groups::load(files, merge)?;
        let mut packs = Vec::new();
        for name in files.packs()? {
            let text = files.text(&name)?;
            let pack = pack(&name, &text, (&groups, merge))?;
            packs.extend(pack.active.then_some(pack));
        }
        Ok(Self {
            packs,
            groups,
            thresholds: files.thresholds("norms")?,
        })
    }

    /// The pack in the file at `path`, which may lie anywhere; also one that is not active.
    ///
    /// # Errors
    /// As [`Norms::load`], with the path as it was given.
    pub fn pack_at(&self, path: &Path, merge: &Merge) -> Result<Pack, Error> {
        let text = Files::outside(path)?;
        let name = path.display().to_string();
        pack(&name, &text, (&self.groups, merge)).map_err(|e| e.outside(&name))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default = "yes")]
    active: bool,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    named: Vec<String>,
    #[serde(default)]
    numbered: Vec<String>,
    whole: Spanned<Row>,
    #[serde(default)]
    acts: BTreeMap<String, words::Acts>,
    #[serde(default)]
    things: BTreeMap<String, words::Things>,
    norm: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    instrument: String,
    paragraph: Option<String>,
    #[serde(default)]
    matter: String,
    binds: Vec<String>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    acts: Vec<String>,
    #[serde(default)]
    things: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    from: Option<String>,
    until: Option<String>,
    summary: String,
    uri: Option<String>,
    #[serde(default)]
    examples: Examples,
}

fn yes() -> bool {
    true
}

/// The pack that `text`, the file `name`, holds.
fn pack(name: &str, text: &str, (shared, merge): (&Groups, &Merge)) -> Result<Pack, Error> {
    let file: File = toml::from_str(text).map_err(|e| crate::files::toml_error(name, text, &e))?;
    let groups = shared.with(file.acts, file.things, merge);
    let reader = Reader {
        name,
        text,
        groups: &groups,
        merge,
    };
    let norms: Vec<Norm> = file
        .norm
        .iter()
        .map(|row| reader.rule(row))
        .collect::<Result<_, _>>()?;
    reader.check_twins(&norms)?;
    let phrases = |words: &[String]| words.iter().map(|w| Phrase::new(w, merge)).collect();
    Ok(Pack {
        about: reader.countries(&file.about, file.whole.span().start)?,
        named: phrases(&file.named),
        numbered: phrases(&file.numbered),
        whole: reader.norm(&file.whole)?,
        name: file.name,
        active: file.active,
        norms,
    })
}

/// Makes norms of the rows of one file.
struct Reader<'f> {
    name: &'f str,
    text: &'f str,
    groups: &'f Groups,
    merge: &'f Merge,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self
            .text
            .get(..at)
            .unwrap_or_default()
            .matches('\n')
            .count()
    }

    fn wrong(&self, at: usize, problem: String, help: &str) -> Error {
        Error::malformed(self.name, self.line(at), problem, help)
    }

    /// A norm that is applied by its words, so that it needs acts and examples.
    fn rule(&self, row: &Spanned<Row>) -> Result<Norm, Error> {
        let at = row.span().start;
        let norm = self.norm(row)?;
        if norm.acts.is_empty() {
            let help = "name groups of data/en/norm-words.toml or of this pack's [acts]";
            return Err(self.wrong(at, "the norm has no `acts`".to_owned(), help));
        }
        if norm.examples.fits.is_empty() || norm.examples.nots.is_empty() {
            let help = "write one sentence that must be set beside the norm under `examples.fits` and one that must not under `examples.nots`";
            return Err(self.wrong(at, "the norm lacks examples".to_owned(), help));
        }
        Ok(norm)
    }

    fn norm(&self, row: &Spanned<Row>) -> Result<Norm, Error> {
        let (at, row) = (row.span().start, row.get_ref());
        let (from, until) = (
            self.day(row.from.as_ref(), at)?,
            self.day(row.until.as_ref(), at)?,
        );
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            let help = "`from` is the first day in force and `until` the last";
            return Err(self.wrong(at, "`until` is before `from`".to_owned(), help));
        }
        if row.summary.trim().is_empty() || row.instrument.trim().is_empty() {
            let help = "say what binds, and in a sentence what it says";
            return Err(self.wrong(at, "`instrument` or `summary` is empty".to_owned(), help));
        }
        Ok(Norm {
            instrument: row.instrument.clone(),
            paragraph: row.paragraph.clone().filter(|p| !p.is_empty()),
            matter: row.matter.clone(),
            binds: row.binds.clone(),
            by: self.countries(&row.by, at)?,
            to: self.countries(&row.to, at)?,
            with: self.countries(&row.with, at)?,
            acts: self.acts(&row.acts, at)?,
            things: self.things(&row.things, at)?,
            unless: row
                .unless
                .iter()
                .map(|w| Phrase::new(w, self.merge))
                .collect(),
            from,
            until,
            summary: row.summary.clone(),
            uri: row.uri.clone(),
            examples: row.examples.clone(),
            line: self.line(at),
        })
    }

    fn day(&self, given: Option<&String>, at: usize) -> Result<Option<Date>, Error> {
        let parsed = given.map(|d| d.parse::<Date>().map_err(|_| d));
        parsed.transpose().map_err(|d| {
            let help = "write dates as \"YYYY-MM-DD\"";
            self.wrong(at, format!("`{d}` is no date"), help)
        })
    }

    fn countries(&self, codes: &[String], at: usize) -> Result<Vec<Country>, Error> {
        let one = |code: &String| {
            let help = "write three capital letters, as in data/actors/countries.csv";
            let wrong = || self.wrong(at, format!("`{code}` is no country code"), help);
            Country::new(code).ok_or_else(wrong)
        };
        codes.iter().map(one).collect()
    }

    fn acts(&self, names: &[String], at: usize) -> Result<BTreeMap<String, Role>, Error> {
        let mut acts = BTreeMap::new();
        for name in names {
            let known = self.groups.acts.get(name);
            let group = known.ok_or_else(|| self.unknown("acts", name, at))?;
            acts.extend(group.iter().map(|(lemma, role)| (lemma.clone(), *role)));
        }
        Ok(acts)
    }

    fn things(&self, names: &[String], at: usize) -> Result<Vec<Phrase>, Error> {
        let mut things = Vec::new();
        for name in names {
            let known = self.groups.things.get(name);
            let group = known.ok_or_else(|| self.unknown("things", name, at))?;
            things.extend(group.iter().cloned());
        }
        Ok(things)
    }

    fn unknown(&self, kind: &str, name: &str, at: usize) -> Error {
        let known: Vec<&str> = match kind {
            "acts" => self.groups.acts.keys().map(String::as_str).collect(),
            _ => self.groups.things.keys().map(String::as_str).collect(),
        };
        let problem = format!("there is no group `{name}` of {kind}");
        let help = format!(
            "use one of {}, or write your own group as [{kind}.{name}] in this file",
            known.join(", ")
        );
        self.wrong(at, problem, &help)
    }

    /// Two norms that cannot be told apart would have one id.
    fn check_twins(&self, norms: &[Norm]) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        let twin = norms.iter().find(|n| !seen.insert(n.id()));
        twin.map_or(Ok(()), |norm| {
            let problem = format!("`{}` is there twice with one summary", norm.title());
            let help = "take one out, or tell them apart in `summary`";
            Err(Error::malformed(self.name, norm.line, problem, help))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let files = Files::embedded();
        let merge = Merge::load(&files).unwrap();
        let groups = Groups::load(&files, &merge).unwrap();
        let read = pack("norms/own.toml", text, (&groups, &merge));
        read.map_or_else(|e| e.to_string(), |p| format!("{} norms", p.norms.len()))
    }

    const HEAD: &str =
        "name = \"Own\"\n[whole]\ninstrument = \"Treaty\"\nbinds = []\nsummary = \"s\"\n";
    const NORM: &str = "[[norm]]\ninstrument = \"Treaty\"\nbinds = [\"PRK\"]\nby = [\"PRK\"]\nacts = [\"transfer\"]\nthings = [\"arms\"]\nsummary = \"s\"\nexamples = { fits = [\"a\"], nots = [\"b\"] }\n";

    #[test]
    fn a_whole_pack_is_read() {
        assert_eq!(told(&format!("{HEAD}{NORM}")), "1 norms");
    }

    #[test]
    fn mistakes_are_told_with_their_line_and_how_to_mend_them() {
        let check = |from: &str, to: &str, words: &str| {
            let message = told(&format!("{HEAD}{}", NORM.replace(from, to)));
            assert!(message.starts_with("data/norms/own.toml:"), "{message}");
            assert!(
                message.contains(words) && message.contains("(help: "),
                "{message}"
            );
        };
        check(
            "\"transfer\"",
            "\"trasnfer\"",
            "own.toml:6: there is no group `trasnfer` of acts",
        );
        check("\"arms\"", "\"arm\"", "there is no group `arm` of things");
        check(
            "by = [\"PRK\"]",
            "by = [\"prk\"]",
            "`prk` is no country code",
        );
        check("nots = [\"b\"]", "nots = []", "lacks examples");
        check("summary", "sumary", "unknown name `sumary`");
        check(
            "acts = [\"transfer\"]",
            "from = \"2020-31-01\"\nacts = [\"transfer\"]",
            "`2020-31-01` is no date",
        );
        check(
            "acts = [\"transfer\"]",
            "from = \"2020-01-02\"\nuntil = \"2020-01-01\"\nacts = [\"transfer\"]",
            "`until` is before `from`",
        );
    }

    #[test]
    fn a_norm_that_is_there_twice_is_refused() {
        assert!(told(&format!("{HEAD}{NORM}{NORM}")).contains("is there twice"));
    }

    #[test]
    fn a_pack_that_is_not_active_is_left_out() {
        let files = Files::embedded();
        let norms = Norms::load(&files, &Merge::load(&files).unwrap()).unwrap();
        assert!(
            norms.packs.iter().all(|p| p.active)
                && norms.packs.len() < files.packs().unwrap().len()
        );
    }
}
