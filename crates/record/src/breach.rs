//! Possible breaches: norms set beside the events and claims that would conflict with them, if they are so.
//!
//! Takes claims, commitments and merged events; returns the norms that something stands beside, and one line for each of
//! them and each event; and one for each commitment that an act contradicts. Two ways lead there. An account of an event falls under a norm in force on its day (`norm`); of norms
//! of one pack about one matter the newest stands for the others. Or the text itself says that "UN resolutions"
//! would be broken, with a country of the pack named in or next to the sentence: then the norm is that of an act in the same
//! sentence, else the pack as a whole. What is told as not done is left out; what is denied stays, with that status. Never
//! a verdict. Known limits: exceptions and caps of norms are not seen; undated history is left out.
//!
//! Example: "the United States accused North Korea of selling shells to Russia" stands beside resolution 1874.

use crate::claim::Claims;
use crate::commitment::Commitments;
use crate::derive::Ground;
use crate::event::Merged;
use crate::norm::{self, Act, Parties};
use crate::phrase::{Words, between};
use lexicon::norms::{Norm, Pack};
use model::record::{self, DocumentLine, Evidence, PossibleBreach};
use model::{ActorKind, Country, Event, Id, Interval, Span, Status};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The norms that something stands beside, and what does, by id.
pub(crate) fn lines(
    ground: &Ground,
    documents: &[DocumentLine],
    (claims, events): (&Claims, &Merged),
) -> (Vec<record::Norm>, Vec<PossibleBreach>) {
    let mut drafts = Drafts::default();
    for (r, reading) in ground.readings.iter().enumerate() {
        let packs = concerned(ground, r);
        if packs.is_empty() {
            continue;
        }
        let page = Page {
            ground,
            r,
            published: documents[r].published.interval,
            claims,
            events,
            named: named(ground, r),
        };
        for sentence in &reading.sentences {
            page.sentence(*sentence, &packs, &mut drafts);
        }
    }
    drafts.lines()
}

/// Commitments beside the acts that contradict them.
pub(crate) fn promises(
    ground: &Ground,
    commitments: &Commitments,
    (claims, events): (&Claims, &Merged),
) -> Vec<PossibleBreach> {
    let one = |(commitment, (r, number)): &(Id, (usize, usize))| {
        let event = events.line(*r, *number)?;
        let own = &ground.readings[*r].statements.events[*number];
        let told = ground.readings[*r].statements.claims.iter();
        let told = told
            .zip(&claims.of[*r])
            .filter(|(c, _)| c.events.contains(number));
        let told = told.filter(|(_, l)| claims.stands(**l));
        let told: BTreeSet<Id> = told.map(|(_, &l)| claims.lines[l].id.clone()).collect();
        Some(PossibleBreach {
            id: Id::of("breach", &[commitment.as_str(), event.id.as_str()]),
            norm: None,
            commitment: Some(commitment.clone()),
            event: Some(event.id.clone()),
            claims: told.into_iter().collect(),
            reason: "what was promised not to be done is told as done, going on or alleged"
                .to_owned(),
            spans: vec![ground.evidence(*r, own.sentence)],
        })
    };
    commitments.broken.iter().filter_map(one).collect()
}

/// Packs of which a country acts in a reading.
fn concerned<'l>(ground: &Ground<'l>, reading: usize) -> Vec<&'l Pack> {
    let here: BTreeSet<Country> = ground.readings[reading]
        .referents
        .iter()
        .enumerate()
        .flat_map(|(number, _)| ground.actors(reading, &[number]))
        .filter_map(|id| ground.actor_of.get(&id)?.country)
        .collect();
    let lexicon = ground.lexicon;
    let packs = lexicon.norms.packs.iter();
    let is_here = |countries: &[Country]| countries.iter().any(|c| here.contains(c));
    let concerns = |pack: &&Pack| {
        let parties = |n: &Norm| is_here(&n.by) || is_here(&n.to) || is_here(&n.with);
        let anybody = |n: &Norm| n.by.is_empty() && n.to.is_empty() && n.with.is_empty();
        is_here(&pack.about) || pack.norms.iter().any(|n| anybody(n) || parties(n))
    };
    packs.filter(concerns).collect()
}

/// Mentions of a reading with the countries of their actors, organisations left out: an agency that tells is no party.
fn named(ground: &Ground, reading: usize) -> Vec<(Span, BTreeSet<Country>)> {
    let mentions = ground.readings[reading].mentions.iter();
    let countries = mentions.filter_map(|m| {
        let actors = ground.actors(reading, &[m.referent?]);
        let actors = actors.iter().filter_map(|id| ground.actor_of.get(id));
        let parties = actors.filter(|a| a.kind != ActorKind::Organisation);
        let countries: BTreeSet<Country> = parties.filter_map(|a| a.country).collect();
        (!countries.is_empty()).then_some((m.span, countries))
    });
    countries.collect()
}

/// A line in the making.
#[derive(Default)]
struct Draft {
    claims: BTreeSet<Id>,
    reasons: BTreeSet<String>,
    spans: BTreeSet<Evidence>,
}

/// Lines in the making, by norm and event.
#[derive(Default)]
struct Drafts {
    norms: BTreeMap<Id, record::Norm>,
    of: BTreeMap<(Id, Option<Id>), Draft>,
}

impl Drafts {
    fn add(&mut self, norm: &Norm, event: Option<Id>, draft: Draft) {
        let id = norm.id();
        self.norms.entry(id.clone()).or_insert_with(|| line(norm));
        let known = self.of.entry((id, event)).or_default();
        known.claims.extend(draft.claims);
        known.reasons.extend(draft.reasons);
        known.spans.extend(draft.spans);
    }

    fn lines(self) -> (Vec<record::Norm>, Vec<PossibleBreach>) {
        let one = |((norm, event), draft): ((Id, Option<Id>), Draft)| {
            let first = draft.claims.first();
            let about = event.as_ref().or(first).map(Id::as_str).unwrap_or_default();
            PossibleBreach {
                id: Id::of("breach", &[norm.as_str(), about]),
                norm: Some(norm),
                commitment: None,
                event,
                claims: draft.claims.into_iter().collect(),
                reason: draft.reasons.into_iter().collect::<Vec<_>>().join("; "),
                spans: draft.spans.into_iter().collect(),
            }
        };
        let mut lines: Vec<PossibleBreach> = self.of.into_iter().map(one).collect();
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        (self.norms.into_values().collect(), lines)
    }
}

fn line(norm: &Norm) -> record::Norm {
    record::Norm {
        id: norm.id(),
        instrument: norm.instrument.clone(),
        paragraph: norm.paragraph.clone(),
        binds: norm.binds.clone(),
        summary: norm.summary.clone(),
        from: norm.from,
        until: norm.until,
        uri: norm.uri.clone(),
    }
}

/// An act that falls under a norm: how surely, how many words lie between act and thing, its number.
struct Deed<'a> {
    rank: (Parties, usize, usize),
    norm: &'a Norm,
    also: Vec<String>,
    act: &'a Act<'a>,
}

/// One reading, with what its sentences are looked at with.
struct Page<'a, 'r> {
    ground: &'a Ground<'r>,
    r: usize,
    published: Interval,
    claims: &'a Claims,
    events: &'a Merged,
    named: Vec<(Span, BTreeSet<Country>)>,
}

impl Page<'_, '_> {
    fn text(&self) -> &str {
        &self.ground.readings[self.r].document.text
    }

    fn sentence(&self, sentence: Span, packs: &[&Pack], drafts: &mut Drafts) {
        let words = Words::of(self.text(), sentence, &self.ground.lexicon.merge);
        let acts = self.acts(sentence, &words);
        for pack in packs {
            self.under(pack, &acts, drafts);
            self.said(pack, (sentence, &words), &acts, drafts);
        }
    }

    /// The accounts of a sentence that may count against a norm, with their numbers.
    fn acts<'w>(&'w self, sentence: Span, words: &'w Words) -> Vec<(usize, Act<'w>)> {
        let events = &self.ground.readings[self.r].statements.events;
        let first = events.partition_point(|e| e.trigger.start < sentence.start);
        let here = events.iter().enumerate().skip(first);
        let here = here.take_while(|(_, e)| e.trigger.start < sentence.end);
        let told = here.filter(|(_, e)| e.status != Status::Negated);
        let told = told.filter(|(number, _)| !self.events.is_marked(self.r, *number));
        let acts = told.filter_map(|(number, event)| Some((number, self.act(event, words)?)));
        acts.filter(|(_, act)| !norm::is_ruled(act, &self.ground.lexicon.norms))
            .collect()
    }

    fn act<'w>(&self, event: &'w Event, words: &'w Words) -> Option<Act<'w>> {
        let trigger = words.at(event.trigger.start)?;
        let countries = |side: Option<&model::Argument>| -> BTreeSet<Country> {
            let referents = side.map(|a| a.referents.as_slice()).unwrap_or_default();
            let actors = self.ground.actors(self.r, referents);
            let known = actors.iter().filter_map(|id| self.ground.actor_of.get(id));
            known.filter_map(|a| a.country).collect()
        };
        Some(Act {
            lemma: event.lemma.to_lowercase(),
            words,
            trigger,
            objects: &event.objects,
            source: countries(event.source.as_ref()),
            target: countries(event.target.as_ref()),
            near: self.near(event.sentence, words, trigger),
        })
    }

    /// Countries named in `sentence` within reach of the word `trigger`.
    fn near(&self, sentence: Span, words: &Words, trigger: usize) -> BTreeSet<Country> {
        let norms = &self.ground.lexicon.norms;
        let reach = norms.thresholds.party_words;
        let is_near = |span: &Span| {
            let at = words
                .at(span.start)
                .zip(words.at(span.end.saturating_sub(1)));
            let apart = at.map(|(a, b)| between(&(a..b + 1), &(trigger..trigger + 1)));
            let made =
                at.is_some_and(|(_, b)| words.find(&norms.groups.made).any(|m| m.start == b + 1));
            !made && apart.is_some_and(|n| n <= reach)
        };
        let inside = self.named.iter().filter(|(s, _)| sentence.contains(*s));
        let near = inside.filter(|(s, _)| is_near(s));
        near.flat_map(|(_, countries)| countries.iter().copied())
            .collect()
    }

    fn event(&self, number: usize) -> &Event {
        &self.ground.readings[self.r].statements.events[number]
    }

    /// Sets the acts of a sentence beside the norms of `pack` under which they fall; of acts about the same words the surest
    /// and nearest, since one deed is often told by several words ("wants to obtain and transfer the technology").
    fn under(&self, pack: &Pack, acts: &[(usize, Act<'_>)], drafts: &mut Drafts) {
        let thresholds = &self.ground.lexicon.norms.thresholds;
        let mut deeds: BTreeMap<(&str, Option<Span>), Vec<Deed<'_>>> = BTreeMap::new();
        for (number, act) in acts {
            for (matter, mut fitting) in self.fitting(pack, *number, act) {
                fitting.sort_by_key(|(parties, norm)| (*parties, Reverse(norm.from), norm.line));
                let (parties, norm) = fitting[0];
                let thing = norm::thing(norm, act, thresholds);
                let deed = Deed {
                    rank: (parties, thing.map_or(0, |t| t.1), *number),
                    norm,
                    also: fitting[1..].iter().map(|(_, n)| n.title()).collect(),
                    act,
                };
                deeds
                    .entry((matter, thing.map(|t| t.0)))
                    .or_default()
                    .push(deed);
            }
        }
        for ((_, thing), fitting) in deeds {
            if let Some(deed) = fitting.into_iter().min_by_key(|d| d.rank) {
                let number = deed.rank.2;
                let draft = self.draft(number, self.why(&deed, thing));
                drafts.add(deed.norm, self.line(number), draft);
            }
        }
    }

    /// Norms of `pack` in force under which an act falls, by matter.
    fn fitting<'p>(
        &self,
        pack: &'p Pack,
        number: usize,
        act: &Act<'_>,
    ) -> BTreeMap<&'p str, Vec<(Parties, &'p Norm)>> {
        let thresholds = &self.ground.lexicon.norms.thresholds;
        let mut matters: BTreeMap<&str, Vec<(Parties, &Norm)>> = BTreeMap::new();
        for norm in pack.norms.iter().filter(|n| self.in_force(n, number)) {
            if let Some(parties) = norm::fit(norm, act, thresholds) {
                matters
                    .entry(&norm.matter)
                    .or_default()
                    .push((parties, norm));
            }
        }
        matters
    }

    /// Whether `norm` is in force on the day of an event, or on that of the article where the event has none.
    fn in_force(&self, norm: &Norm, number: usize) -> bool {
        let undated = self.own_day(number).is_unknown();
        !(undated && self.event(number).background) && is_in_force(norm, self.day(number))
    }

    /// The days of an event; those of the article where it has none, and its end where what is under way has none.
    fn day(&self, number: usize) -> Interval {
        let day = self.own_day(number);
        let ahead = matches!(
            self.event(number).status,
            Status::Planned | Status::Proposed | Status::Hypothetical
        );
        if day.is_unknown() {
            self.published
        } else if ahead {
            day
        } else {
            Interval {
                latest: day.latest.or(self.published.latest),
                ..day
            }
        }
    }

    /// The days that an analyst laid down, else those that an account gives its event, else those of all accounts.
    fn own_day(&self, number: usize) -> Interval {
        if let Some(days) = self.events.laid_down(self.r, number) {
            return days;
        }
        let told = self.event(number).interval;
        let merged = self.events.line(self.r, number).map(|l| l.interval);
        if told.is_unknown() {
            merged.unwrap_or_default()
        } else {
            told
        }
    }

    fn line(&self, number: usize) -> Option<Id> {
        self.events.line(self.r, number).map(|l| l.id.clone())
    }

    /// What an account adds to a line: its claims, its sentence, the reason.
    fn draft(&self, number: usize, reason: String) -> Draft {
        let told = &self.ground.readings[self.r].statements.claims;
        let lines = &self.claims.of[self.r];
        let holding = told
            .iter()
            .zip(lines)
            .filter(|(c, line)| c.events.contains(&number) && self.claims.stands(**line));
        let ids = holding.map(|(_, &line)| self.claims.lines[line].id.clone());
        Draft {
            claims: ids.collect(),
            reasons: BTreeSet::from([reason]),
            spans: BTreeSet::from([self.ground.evidence(self.r, self.event(number).sentence)]),
        }
    }

    fn why(&self, deed: &Deed<'_>, thing: Option<Span>) -> String {
        let words = |span: Span| span.of(self.text()).unwrap_or_default().to_owned();
        let trigger = words(deed.act.words.span(deed.act.trigger));
        let about = thing
            .map(|t| format!(" with “{}”", words(t)))
            .unwrap_or_default();
        let how = match deed.rank.0 {
            Parties::Told => "the parties are told",
            Parties::Near => "the parties are named near it",
        };
        let also = if deed.also.is_empty() {
            String::new()
        } else {
            format!(", under {} too", deed.also.join(" and "))
        };
        let undated = if self.day(deed.rank.2).is_unknown() {
            ", no day is told, so that it may not have been in force"
        } else {
            ""
        };
        format!(
            "{}: “{trigger}”{about}, {how}{also}{undated}",
            deed.norm.matter
        )
    }

    /// Sets what a sentence says to break the pack's instruments beside them.
    fn said(
        &self,
        pack: &Pack,
        (sentence, words): (Span, &Words),
        acts: &[(usize, Act<'_>)],
        drafts: &mut Drafts,
    ) {
        let Some(instrument) = self.breaks(pack, sentence, words) else {
            return;
        };
        let thresholds = &self.ground.lexicon.norms.thresholds;
        let name = instrument.of(self.text()).unwrap_or_default();
        let reason = format!("the text says that “{name}” would be broken");
        let told = acts.iter().find_map(|(number, act)| {
            let tells = |n: &&Norm| self.in_force(n, *number) && norm::tells(n, act, thresholds);
            let fits = |n: &Norm| norm::fit(n, act, thresholds).is_some();
            let telling = pack.norms.iter().filter(tells);
            let newest = telling.max_by_key(|n| (fits(n), n.from, Reverse(n.line)));
            newest.map(|norm| (norm, *number))
        });
        let (norm, event) = match told {
            Some((norm, number)) => (norm, Some(number)),
            None => (
                &pack.whole,
                acts.iter()
                    .map(|(n, _)| *n)
                    .find(|n| self.is_at(*n, instrument)),
            ),
        };
        let mut draft = Draft {
            claims: self.claims_at(instrument),
            reasons: BTreeSet::from([reason]),
            spans: BTreeSet::from([self.ground.evidence(self.r, sentence)]),
        };
        let event = event.and_then(|number| {
            let own = self.draft(number, String::new());
            draft.claims.extend(own.claims);
            self.line(number)
        });
        if event.is_some() || !draft.claims.is_empty() {
            drafts.add(norm, event, draft);
        }
    }

    /// The name of an instrument of `pack` that a sentence says to be broken.
    fn breaks(&self, pack: &Pack, sentence: Span, words: &Words) -> Option<Span> {
        let norms = &self.ground.lexicon.norms;
        let reach = norms.thresholds.instrument_words;
        let numbered = words.find(&pack.numbered).next();
        let named = || {
            let found = words.find(&pack.named).next()?;
            self.is_about(pack, sentence).then_some(found)
        };
        let instrument = numbered.or_else(named)?;
        let broken = words.find(&norms.groups.breaks);
        let apart = broken.filter(|b| b.end <= instrument.start || instrument.end <= b.start);
        let near = apart.map(|b| between(&b, &instrument)).min()?;
        let barred = words.find(&norms.groups.unless).next().is_some();
        let span = Span::new(
            words.span(instrument.start).start,
            words.span(instrument.end - 1).end,
        );
        (near <= reach && !barred).then_some(span)
    }

    /// Whether a country of `pack` is named in the sentence or next to it.
    fn is_about(&self, pack: &Pack, sentence: Span) -> bool {
        let reach = self.ground.lexicon.norms.thresholds.neighbour_sentences;
        let sentences = &self.ground.readings[self.r].sentences;
        let at = sentences.partition_point(|s| s.start < sentence.start);
        let first = sentences.get(at.saturating_sub(reach)).unwrap_or(&sentence);
        let last = sentences.get((at + reach).min(sentences.len().saturating_sub(1)));
        let stretch = Span::new(first.start, last.unwrap_or(&sentence).end);
        let inside = self.named.iter().filter(|(s, _)| stretch.contains(*s));
        let mut countries = inside.flat_map(|(_, countries)| countries);
        pack.about.is_empty() || countries.any(|c| pack.about.contains(c))
    }

    /// Whether an event's own words hold `span`.
    fn is_at(&self, number: usize, span: Span) -> bool {
        let event = self.event(number);
        let sides = [&event.source, &event.target].into_iter().flatten();
        sides
            .map(|a| a.span)
            .chain(event.objects.iter().copied())
            .any(|s| s.overlaps(span))
    }

    /// Claims whose content holds `span`.
    fn claims_at(&self, span: Span) -> BTreeSet<Id> {
        let told = &self.ground.readings[self.r].statements.claims;
        let lines = &self.claims.of[self.r];
        let holding = told.iter().zip(lines);
        let holding = holding.filter(|(_, line)| self.claims.stands(**line));
        let holding = holding.filter(|(c, _)| c.content.iter().any(|s| s.contains(span)));
        holding
            .map(|(_, &line)| self.claims.lines[line].id.clone())
            .collect()
    }
}

/// Whether `norm` can be in force on some of the days of `interval`; always, where these are not known.
fn is_in_force(norm: &Norm, interval: Interval) -> bool {
    let over = norm
        .until
        .zip(interval.earliest)
        .is_some_and(|(end, day)| day > end);
    let ahead = norm
        .from
        .zip(interval.latest)
        .is_some_and(|(start, day)| day < start);
    !over && !ahead
}
