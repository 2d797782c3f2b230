//! One article as it came in, and the document made of it.
//!
//! Takes a [`RawArticle`] from any reader; returns the [`Document`] with its id, hashes, declared date,
//! byline, language and furniture. What the input gives wins over what the text states. The text is
//! never changed. Known limit: the language is identified only for texts long enough to tell.
//!
//! Example: a text that begins "date 2023-11-06" gets 2023-11-06 as declared date, basis dateline.

use crate::{Location, Problem, html, refusal::MAX_TEXT, stamp};
use jiff::civil::Date;
use lexicon::Lexicon;
use model::{Basis, ContentHash, Declared, Document};

/// An article as a reader found it.
#[derive(Clone, Debug, Default)]
pub struct RawArticle {
    /// Where it was found, for messages; the document does not keep it.
    pub at: Location,
    /// Id or file name it came in under.
    pub input_id: String,
    /// Its address.
    pub uri: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// BCP 47 language, where given.
    pub language: Option<String>,
    /// Day of publication, and whether input or page says so.
    pub published: Option<(Date, Basis)>,
    /// Its text; empty where it is still to be taken from the page.
    pub text: String,
    /// The markup of its page, where it came as one.
    pub page: Option<String>,
    /// Hash of the bytes that came in.
    pub original: ContentHash,
}

/// Texts shorter than this many bytes are not enough to tell English from its neighbours: two or three sentences.
const LANGUAGE_NEEDS: usize = 300;
/// Shorter texts than this tell nothing.
const LEAST_LANGUAGE_NEEDS: usize = 60;
/// One word in so many is a stopword in English prose at least (it is about every second), and fewer in other languages.
const STOPWORD_EVERY: usize = 5;

pub(crate) fn document(mut article: RawArticle, lexicon: &Lexicon) -> Result<Document, Problem> {
    if let Some(page) = article.page.take() {
        article = html::article(&page, article, &lexicon.pages)?;
    }
    if article.text.len() > MAX_TEXT {
        return Err(Problem::TooLong(article.text.len()));
    }
    if let Some(at) = article.text.find('\0') {
        return Err(Problem::Binary(at));
    }
    if article.text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    let stamps = stamp::find(&article.text, &lexicon.source);
    let given = article.published.map(|(date, basis)| Declared {
        date,
        basis,
        span: None,
    });
    let outlet = present(article.outlet).or(stamps.outlet);
    let uri = present(article.uri);
    Ok(Document {
        id: Document::id_of(
            outlet.as_deref(),
            uri.as_deref(),
            &article.input_id,
            &article.text,
        ),
        input_id: article.input_id,
        uri,
        outlet,
        title: present(article.title),
        authors: if article.authors.is_empty() {
            stamps.authors
        } else {
            article.authors
        },
        language: present(article.language).or_else(|| language_of(&article.text, lexicon)),
        sha256: ContentHash::of(article.text.as_bytes()),
        original_sha256: article.original,
        declared: given.or(stamps.declared),
        furniture: stamps.furniture,
        text: article.text,
    })
}

fn present(field: Option<String>) -> Option<String> {
    field.map(|f| f.trim().to_owned()).filter(|f| !f.is_empty())
}

/// The language of `text`; `None` where it is too short to be told, and may be English.
fn language_of(text: &str, lexicon: &Lexicon) -> Option<String> {
    let short = text.len() < LANGUAGE_NEEDS;
    if text.len() < LEAST_LANGUAGE_NEEDS || (short && may_be_english(text, lexicon)) {
        return None;
    }
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    let code = found.lang().code();
    Some(bcp47(code).to_owned())
}

fn may_be_english(text: &str, lexicon: &Lexicon) -> bool {
    let words = || text.split_whitespace();
    let known = words().filter(|w| lexicon.merge.is_stopword(&w.to_lowercase()));
    known.count() * STOPWORD_EVERY >= words().count()
}

/// BCP 47 prefers the two-letter code of ISO 639-1 where one exists; the detector gives ISO 639-3.
fn bcp47(code: &'static str) -> &'static str {
    const SHORT: &[(&str, &str)] = &[
        ("eng", "en"),
        ("rus", "ru"),
        ("ukr", "uk"),
        ("deu", "de"),
        ("fra", "fr"),
        ("spa", "es"),
        ("ita", "it"),
        ("por", "pt"),
        ("nld", "nl"),
        ("pol", "pl"),
        ("ces", "cs"),
        ("slk", "sk"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("bul", "bg"),
        ("ell", "el"),
        ("tur", "tr"),
        ("ara", "ar"),
        ("heb", "he"),
        ("pes", "fa"),
        ("urd", "ur"),
        ("hin", "hi"),
        ("ben", "bn"),
        ("cmn", "zh"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("vie", "vi"),
        ("tha", "th"),
        ("ind", "id"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nob", "nb"),
        ("fin", "fi"),
        ("est", "et"),
        ("lav", "lv"),
        ("lit", "lt"),
    ];
    let short = SHORT.iter().find(|(long, _)| *long == code);
    short.map_or(code, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Document, Problem> {
        let raw = RawArticle {
            input_id: "a.txt".into(),
            text: text.into(),
            ..RawArticle::default()
        };
        document(raw, &Lexicon::embedded().unwrap())
    }

    #[test]
    fn a_blank_text_is_refused() {
        assert!(matches!(read(" \n\t "), Err(Problem::Empty)));
    }

    #[test]
    fn a_short_text_in_another_language_is_told_and_a_short_english_one_is_left_open() {
        let french = "Le président a rejeté vendredi les accusations de Paris, a annoncé la présidence à la presse. \
                      Le ministre des affaires étrangères doit rencontrer son homologue dans la semaine à Genève.";
        assert_eq!(read(french).unwrap().language.as_deref(), Some("fr"));
        let english = "Berlin - Scholz met Duda on Friday and said that both sides had agreed on the gas deal.";
        assert_eq!(read(english).unwrap().language, None);
    }

    #[test]
    fn a_text_beyond_any_article_is_refused_with_its_length() {
        let text = "word ".repeat(3_000_000);
        assert!(matches!(read(&text), Err(Problem::TooLong(15_000_000))));
    }

    #[test]
    fn the_same_article_twice_has_one_id_and_another_outlet_another() {
        let one = read("The ministry denied it.").unwrap();
        assert_eq!(one.id, read("The ministry denied it.").unwrap().id);
        let raw = RawArticle {
            input_id: "a.txt".into(),
            outlet: Some("Daily".into()),
            text: "The ministry denied it.".into(),
            ..RawArticle::default()
        };
        assert_ne!(
            one.id,
            document(raw, &Lexicon::embedded().unwrap()).unwrap().id
        );
    }

    #[test]
    fn a_long_russian_text_is_identified_and_a_short_one_left_unknown() {
        let long =
            "Министерство обороны сообщило в среду, что переговоры прошли в столице. ".repeat(6);
        assert_eq!(read(&long).unwrap().language.as_deref(), Some("ru"));
        assert_eq!(read("Yes.").unwrap().language, None);
    }
}
