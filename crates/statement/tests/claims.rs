//! Every example of the tables of the claim reader, read from text to claim.
//!
//! Takes the sentences that stand beside the rows of `data/en/cues.csv`, `content-stances.csv` and
//! `hedges.csv`; reads each with the whole language stage and asks for what its row says. A second part
//! holds whole situations: sources, quotations, who speaks to whom. Known limit: rows without an
//! example are not tested.
//!
//! Example: the row of "warn" asks for a claim with cue "warned" and stance warn in its sentence.

use language::core::Core;
use lexicon::Lexicon;
use lexicon::claims::Act;
use model::{Annotation, Certainty, Claim, Document, Quotation, Stance};
use std::sync::OnceLock;

fn tools() -> &'static (&'static Core, Lexicon) {
    static TOOLS: OnceLock<(&'static Core, Lexicon)> = OnceLock::new();
    TOOLS.get_or_init(|| (Core::embedded().unwrap(), Lexicon::embedded().unwrap()))
}

fn read(text: &str) -> (Vec<Claim>, Annotation) {
    let (core, lexicon) = tools();
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let annotation = language::annotate(&document, core, lexicon);
    let claims = statement::claim::extract(&document, &annotation, lexicon);
    (claims, annotation)
}

/// The one claim of `text` with cue `cue`.
fn only(text: &str, cue: &str) -> (Claim, Annotation) {
    let (claims, annotation) = read(text);
    let mut fit = claims
        .into_iter()
        .filter(|c| c.cue.of(text).is_some_and(|w| w.contains(cue)));
    let claim = fit
        .next()
        .unwrap_or_else(|| panic!("no claim by {cue}: {text}"));
    (claim, annotation)
}

fn check(text: &str, cue: &str, source: &str, content: &[&str]) -> (Claim, Annotation) {
    let (claim, annotation) = only(text, cue);
    let found: Vec<_> = claim.content.iter().map(|s| s.of(text).unwrap()).collect();
    assert_eq!(
        claim.source.map_or("", |s| s.of(text).unwrap()),
        source,
        "{text}"
    );
    assert_eq!(found, content, "{text}");
    (claim, annotation)
}

fn names(referents: &[usize], annotation: &Annotation) -> Vec<String> {
    referents
        .iter()
        .map(|&r| annotation.referents[r].name.clone())
        .collect()
}

/// Panics with all that was wrong, so that a table is mended in one go.
fn report(problems: &[String]) {
    assert!(
        problems.is_empty(),
        "{} examples are not read:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[test]
fn every_example_of_a_cue_is_read_with_its_stance() {
    let mut problems = Vec::new();
    for (lemma, pos, word) in tools()
        .1
        .claims
        .cues()
        .filter(|(_, _, w)| !w.example.is_empty())
    {
        let (claims, annotation) = read(&word.example);
        let verb = lemma.split(' ').next().unwrap();
        let named = |c: &Claim| {
            let mut tokens = annotation.tokens_in(c.cue);
            pos == "NOUN" || tokens.any(|t| annotation.tokens[t].lemma.eq_ignore_ascii_case(verb))
        };
        let found: Vec<Stance> = claims
            .iter()
            .filter(|c| named(c))
            .map(|c| c.stance)
            .collect();
        let fits = found
            .iter()
            .any(|s| word.act == Act::Noun || word.act == Act::Stance(*s));
        if !fits {
            problems.push(format!(
                "{lemma}/{pos} {:?}: {} -> {:?}",
                word.act, word.example, found
            ));
        }
    }
    report(&problems);
}

#[test]
fn every_example_of_a_content_is_read_with_its_stance() {
    let mut problems = Vec::new();
    for row in tools()
        .1
        .claims
        .content_stances()
        .filter(|r| !r.example.is_empty())
    {
        let found: Vec<Stance> = read(&row.example).0.iter().map(|c| c.stance).collect();
        if !found.contains(&row.stance) {
            problems.push(format!("{:?}: {} -> {found:?}", row.stance, row.example));
        }
    }
    report(&problems);
}

#[test]
fn every_example_of_a_hedge_is_read_with_its_certainty() {
    let mut problems = Vec::new();
    for row in tools().1.claims.hedges().filter(|r| !r.example.is_empty()) {
        let found: Vec<Certainty> = read(&row.example).0.iter().map(|c| c.certainty).collect();
        if !found.contains(&row.certainty) {
            problems.push(format!("{:?}: {} -> {found:?}", row.certainty, row.example));
        }
    }
    report(&problems);
}

#[test]
fn an_indirect_claim_has_its_subject_as_source_and_that_in_its_content() {
    let (claim, _) = check(
        "The ministry said that two ships had left the port.",
        "said",
        "The ministry",
        &["that two ships had left the port"],
    );
    assert_eq!(claim.quotation, Quotation::Indirect);
}

#[test]
fn a_quotation_that_goes_on_after_its_cue_is_one_claim() {
    let text = "“We will not leave,” the mayor said. “The bridge is ours.”";
    let (claim, _) = check(
        text,
        "said",
        "the mayor",
        &["“We will not leave,”", "“The bridge is ours.”"],
    );
    assert_eq!(claim.quotation, Quotation::Direct);
}

#[test]
fn according_to_names_the_source_behind_it() {
    check(
        "According to the ministry, two ships have left the port.",
        "According to",
        "the ministry",
        &["two ships have left the port"],
    );
}

#[test]
fn an_apposition_speaks_as_the_person_it_names() {
    let (claim, annotation) = only(
        "The spokeswoman of the ministry, Maria Lopez, said that the port was closed.",
        "said",
    );
    assert_eq!(names(&claim.speakers, &annotation), ["Maria Lopez"]);
}

#[test]
fn coordinated_sources_all_speak() {
    let (claim, annotation) = only("France and Germany said that the port was closed.", "said");
    assert_eq!(names(&claim.speakers, &annotation), ["France", "Germany"]);
}

#[test]
fn a_denial_of_these_claims_takes_up_the_accusation() {
    let text = "While France accused Norway of closing the port, Oslo has denied these claims.";
    let (claims, _) = read(text);
    let denial = claims.iter().find(|c| c.stance == Stance::Deny).unwrap();
    assert_eq!(denial.about, Some(0));
    assert!(denial.topic.is_empty());
    assert_eq!(claims[0].stance, Stance::Accuse);
}

#[test]
fn a_denial_carries_the_claim_that_it_answers() {
    let text = "Chile on Friday denied a Peruvian report that it was selling warships to Cuba.";
    let (claim, annotation) = check(
        text,
        "report",
        "Peruvian",
        &["that it was selling warships to Cuba"],
    );
    assert_eq!(names(&claim.speakers, &annotation), ["Peru"]);
    let text = "Moscow dismissed Washington's accusation that it had shelled the port.";
    let (claim, _) = check(
        text,
        "accusation",
        "Washington",
        &["that it had shelled the port"],
    );
    assert_eq!(claim.stance, Stance::Accuse);
    let (found, _) = read("Moscow denied the report that it had shelled the port.");
    assert_eq!(
        found.len(),
        1,
        "an unnamed author is no speaker: {found:#?}"
    );
}

#[test]
fn a_denial_takes_up_the_accusation_and_not_what_stands_between() {
    let text = "Norway accused Russia of spying on its oil industry. Sweden said the ferry to Turku would leave on Friday. \
                Russia denied the accusation.";
    let (claims, _) = read(text);
    let stances: Vec<Stance> = claims.iter().map(|c| c.stance).collect();
    assert_eq!(stances, [Stance::Accuse, Stance::Assert, Stance::Deny]);
    assert_eq!(claims[2].about, Some(0));
    let text = "France demanded that Iran free the sailors. Tehran rejected the claim.";
    let (claims, _) = read(text);
    assert_eq!(claims.last().unwrap().about, None, "{claims:#?}");
}

#[test]
fn as_cited_in_names_who_carried_the_words() {
    let (claim, annotation) = only(
        "“The port is closed,” said Maria Lopez, as cited in Reuters.",
        "said",
    );
    assert_eq!(names(&claim.speakers, &annotation), ["Maria Lopez"]);
    assert_eq!(names(&claim.via, &annotation), ["Reuters"]);
}

#[test]
fn a_carrier_is_neither_content_nor_a_claim_of_its_own() {
    check(
        "The talks would go ahead, the minister said, as quoted by Reuters.",
        "said",
        "the minister",
        &["The talks would go ahead"],
    );
    for text in [
        "The plane had landed at dawn, as cited in Harbour News Agency.",
        "“We will not sell arms,” said Anna Berg, as cited in Harbour News Agency.",
    ] {
        let (claims, _) = read(text);
        let cited = |c: &Claim| c.cue.of(text).unwrap().contains("cited");
        assert!(!claims.iter().any(cited), "{text}: {claims:?}");
    }
}

#[test]
fn a_time_or_an_occasion_is_no_content() {
    check(
        "The two sides agreed at a summit on Friday to reopen the border.",
        "agreed",
        "The two sides",
        &["to reopen the border"],
    );
    check(
        "Norway expressed concern on Thursday about the sale of missiles.",
        "expressed concern",
        "Norway",
        &["the sale of missiles"],
    );
    for text in [
        "They agreed at a summit on Friday.",
        "The presidents met at the Vostochny Cosmodrome.",
        "The envoy said shortly before the meeting.",
    ] {
        let (claims, _) = read(text);
        assert!(claims.is_empty(), "{text}: {claims:?}");
    }
}

#[test]
fn a_relative_pronoun_gives_way_to_its_noun() {
    check(
        "The plan, which officials announced shortly before the meeting, was dropped.",
        "announced",
        "officials",
        &["The plan"],
    );
}

#[test]
fn the_trees_were_learned_from_the_numbers_that_the_reader_gives() {
    let (core, lexicon) = tools();
    let text = "The ministry said that two ships had left the port, which France denied.";
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let annotation = language::annotate(&document, core, lexicon);
    let parse = statement::claim::parse::Parse::new(text, &annotation);
    let claims = &lexicon.claims;
    let mut cue = Vec::new();
    statement::claim::cue::rows(&parse, claims, &mut |_, row| {
        cue = row.iter().map(|(name, _)| *name).collect();
    });
    assert_eq!(cue, claims.trees["cue"].features());
    let likely = statement::claim::cue::probabilities(&parse, claims);
    let drafts = statement::claim::open_drafts(&parse, &likely, claims);
    let mut claim = Vec::new();
    let field = statement::claim::weigh::Field::new(&parse, &drafts);
    field.measures(&parse, 0, &mut |name, _| claim.push(name));
    assert_eq!(claim, claims.trees["claim"].features());
    let plain = statement::claim::plain_drafts(&parse, &likely, claims);
    let origins = statement::claim::origin::origins(&parse, &plain[0]);
    let field = statement::claim::origin::Field::new(&parse, &likely, (&plain, 0), &origins);
    let mut origin = Vec::new();
    field.measures(0, &mut |name, _| origin.push(name));
    assert_eq!(origin, claims.trees["origin"].features());
    let mut flat = statement::claim::flat_drafts(&parse, &likely, claims);
    let options = statement::claim::rank::options(&parse, (&likely, claims), &mut flat, 0);
    let extent = statement::claim::rank::Extent::new(&parse, &likely, &flat[0], &options);
    let mut seen = Vec::new();
    extent.measures(0, &mut |name, _| seen.push(name));
    assert_eq!(seen, claims.trees["extent"].features());
}

#[test]
fn odd_text_gives_no_panic() {
    for text in [
        "",
        "said",
        "“",
        "said said said",
        "“”“”",
        ": :",
        "He said:\n\n",
        "\u{feff}said “\u{200b}”",
    ] {
        read(text);
    }
}

#[test]
fn a_content_tells_the_promises_of_others_with_who_is_bound_and_to_what() {
    let check = |text: &str, by: &str, content: &str| {
        let (core, lexicon) = tools();
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let annotation = language::annotate(&document, core, lexicon);
        let (claims, promises) = statement::claim::read(&document, &annotation, lexicon);
        let [promise] = &promises[..] else {
            panic!("{text}: {promises:#?}");
        };
        assert_eq!(names(&promise.by, &annotation), [by], "{text}");
        assert_eq!(promise.content[0].of(text), Some(content), "{text}");
        assert!(promise.claim < claims.len());
    };
    check(
        "“We ask Norway to honour the pledges that Oslo has given to not export whales to Japan,” Smith said.",
        "Norway",
        "to not export whales to Japan",
    );
    check(
        "Smith said that Norway's promise to close the mine was broken.",
        "Norway",
        "to close the mine",
    );
    let (_, none) = {
        let text = "Smith said that the promise was broken by nobody.";
        let (core, lexicon) = tools();
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let annotation = language::annotate(&document, core, lexicon);
        statement::claim::read(&document, &annotation, lexicon)
    };
    assert_eq!(none, []);
}
