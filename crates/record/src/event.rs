//! Events across documents: accounts of one happening become one line with all its evidence.
//!
//! Takes accounts, inside stories only; returns lines and the line of each account. Method: accounts with
//! days and actors first, each joins the group that fits best (see `account`) or starts its own; an account
//! that fits two dated groups equally joins neither; what a copy repeats joins what it repeats. The record's
//! status: what more articles tell as done than deny (or tell as not done) has occurred; else denied, when
//! somebody denies; else ongoing, alleged, or the commonest of planned, proposed, negated and hypothetical.
//! Known limit: greedy, without taking joins back.
//!
//! Example: "Shoigu's visit" in one article and "the trip" in another are one event in July 2023.

use crate::account::{Account, Group, accounts};
use crate::cast::Cast;
use crate::corroborate::Outlets;
use crate::decision;
use crate::derive::Ground;
use crate::mark;
use crate::sense::Senses;
use crate::story::Stories;
use crate::twin;
use model::record::{DocumentLine, Event, EventMention, Evidence};
use model::{EventType, Id, Interval, Status, Thing};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The events of a record.
pub(crate) struct Merged {
    /// By id.
    pub(crate) lines: Vec<Event>,
    /// Places among the lines, by reading and account.
    pub(crate) of: Vec<Vec<usize>>,
}

impl Merged {
    /// The line that account `event` of a reading is told in.
    pub(crate) fn line(&self, reading: usize, event: usize) -> Option<&Event> {
        let line = self.of[reading].get(event)?;
        self.lines.get(*line)
    }

    /// The same, unless the line is marked as misread.
    pub(crate) fn standing(&self, reading: usize, event: usize) -> Option<&Event> {
        self.line(reading, event).filter(|l| l.marked.is_empty())
    }

    /// Whether the line that an account is told in is marked as misread.
    pub(crate) fn is_marked(&self, reading: usize, event: usize) -> bool {
        let line = self.line(reading, event);
        line.is_some_and(|l| !l.marked.is_empty())
    }

    /// The days that an analyst laid down for the line of an account.
    pub(crate) fn laid_down(&self, reading: usize, event: usize) -> Option<Interval> {
        let line = self.line(reading, event)?;
        line.dated.as_ref().map(|_| line.interval)
    }

    /// Ids of the lines of some accounts of a reading, sorted.
    pub(crate) fn ids(&self, reading: usize, events: &[usize]) -> Vec<Id> {
        let lines = events.iter().filter_map(|&e| self.line(reading, e));
        lines
            .map(|l| l.id.clone())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}

/// Merges all accounts.
pub(crate) fn merge(ground: &Ground, stories: &Stories, documents: &[DocumentLine]) -> Merged {
    merge_those(ground, (stories, documents), &|_| true)
}

/// Merges the accounts of the readings that are `wanted`, which are those of whole stories with all that is copied between them.
pub(crate) fn merge_those(
    ground: &Ground,
    (stories, documents): (&Stories, &[DocumentLine]),
    wanted: &(dyn Fn(usize) -> bool + Sync),
) -> Merged {
    let cast = Cast::of(ground);
    let senses = Senses::of(ground, wanted);
    let accounts = accounts(ground, (&cast, &senses), wanted);
    let writer = Writer {
        ground,
        cast: &cast,
        accounts: &accounts,
        outlets: Outlets::of(ground, documents),
    };
    let twins = twin::find(ground, documents, &accounts);
    let groups = groups(&writer, stories, &twins);
    let groups = under_decisions(groups, &accounts, ground);
    let ids = groups.into_par_iter();
    let mut groups: Vec<(Id, Joined)> = ids.map(|group| (writer.id(&group), group)).collect();
    groups.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let of = places(&groups, &accounts, ground.readings.len());
    let groups = groups.into_par_iter();
    let mut lines: Vec<Event> = groups.map(|(id, group)| writer.line(id, &group)).collect();
    mark::on_events(&ground.decisions, lines.iter_mut());
    Merged { lines, of }
}

/// The groups of each story's accounts. Only what the lines are written from outlives a story: the groups of 6,000 articles together take a gigabyte.
fn groups(writer: &Writer, stories: &Stories, twins: &BTreeMap<usize, usize>) -> Vec<Joined> {
    let (ground, accounts, cast) = (writer.ground, writer.accounts, writer.cast);
    let mut by_story: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, account) in accounts.iter().enumerate() {
        if !twins.contains_key(&index) {
            let story = stories.of[account.reading];
            by_story.entry(story).or_default().push(index);
        }
    }
    let copies = copies(twins);
    let groups = by_story.into_par_iter().flat_map_iter(|(_, mut of_story)| {
        let start = |i: usize| accounts[i].event.trigger;
        of_story.sort_by_key(|&i| {
            (
                Reverse(accounts[i].detail()),
                ground.rank(accounts[i].reading),
                start(i),
                i,
            )
        });
        let groups = join(&of_story, accounts, cast, ground).into_iter();
        groups.map(|group| Joined::of(with_copies(group, &copies, accounts)))
    });
    groups.collect()
}

/// What the line of a group is written from.
struct Joined {
    accounts: Vec<usize>,
    interval: Interval,
    families: usize,
    decided: Vec<String>,
}

impl Joined {
    fn of(mut group: Group) -> Self {
        group.accounts.shrink_to_fit();
        Self {
            interval: group.interval,
            families: group.families.len(),
            accounts: group.accounts,
            decided: group.decided,
        }
    }
}

/// The accounts that repeat each account, in their order.
fn copies(twins: &BTreeMap<usize, usize>) -> BTreeMap<usize, Vec<usize>> {
    let mut copies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&copied, &first) in twins {
        copies.entry(first).or_default().push(copied);
    }
    copies
}

/// `group` with the accounts that repeat one of its own.
fn with_copies(
    mut group: Group,
    copies: &BTreeMap<usize, Vec<usize>>,
    accounts: &[Account],
) -> Group {
    let repeated = group.accounts.iter().filter_map(|a| copies.get(a));
    let mut repeated: Vec<usize> = repeated.flatten().copied().collect();
    repeated.sort_unstable();
    for copied in repeated {
        group.add(copied, &accounts[copied]);
    }
    group
}

/// The groups as the analyst's decisions have them.
fn under_decisions(groups: Vec<Joined>, accounts: &[Account], ground: &Ground) -> Vec<Joined> {
    let decisions = || ground.decisions.iter().filter(|d| d.thing == Thing::Event);
    if decisions().next().is_none() {
        return groups;
    }
    let mut at: BTreeMap<Evidence, Vec<usize>> = BTreeMap::new();
    for (index, account) in accounts.iter().enumerate() {
        let trigger = ground.evidence(account.reading, account.event.trigger);
        at.entry(trigger).or_default().push(index);
    }
    let members = groups.into_iter().map(|g| g.accounts).collect();
    let decided = decision::decided(decisions().copied(), members, &at);
    let group = |of: decision::Group| {
        let mut group = Group::default();
        for account in of.members {
            group.add(account, &accounts[account]);
        }
        group.decided = of.decided;
        Joined::of(group)
    };
    decided.into_iter().map(group).collect()
}

/// The place of each account's group, by reading and account.
fn places(groups: &[(Id, Joined)], accounts: &[Account], readings: usize) -> Vec<Vec<usize>> {
    let mut of = vec![Vec::new(); readings];
    for account in accounts {
        of[account.reading].push(usize::MAX);
    }
    for (line, (_, group)) in groups.iter().enumerate() {
        for account in group.accounts.iter().map(|&a| &accounts[a]) {
            of[account.reading][account.number] = line;
        }
    }
    of
}

/// The groups of one story's accounts, which come most telling first.
fn join(order: &[usize], accounts: &[Account], cast: &Cast, ground: &Ground) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_family: HashMap<u32, BTreeSet<usize>> = HashMap::new();
    let mut by_type: BTreeMap<EventType, BTreeSet<usize>> = BTreeMap::new();
    let mut candidates: Vec<usize> = Vec::new();
    for &index in order {
        let account = &accounts[index];
        let family = by_family.entry(account.kin()).or_default();
        candidates.clear();
        candidates.extend(family.iter());
        if let Some(event_type) = account.event.event_type {
            candidates.extend(by_type.get(&event_type).into_iter().flatten());
            candidates.sort_unstable();
            candidates.dedup();
        }
        let fitting = candidates.iter().filter_map(|&g| {
            let fit = groups[g].fit(account, cast, &ground.lexicon.merge.thresholds)?;
            Some((fit, g))
        });
        let chosen = best(&fitting.collect::<Vec<_>>(), &groups, account).unwrap_or(groups.len());
        if chosen == groups.len() {
            groups.push(Group::default());
        }
        groups[chosen].add(index, account);
        family.insert(chosen);
        if let Some(event_type) = account.event.event_type {
            by_type.entry(event_type).or_default().insert(chosen);
        }
    }
    groups
}

/// The group that fits best; `None` when an account without a date fits several dated ones alike.
fn best(fitting: &[(u32, usize)], groups: &[Group], account: &Account) -> Option<usize> {
    let top = fitting.iter().map(|f| f.0).max()?;
    let ties: Vec<usize> = fitting.iter().filter(|f| f.0 == top).map(|f| f.1).collect();
    if ties.len() == 1 || crate::account::is_dated(account.event.interval) {
        return ties.first().copied();
    }
    let mut undated = ties
        .iter()
        .filter(|&&g| !crate::account::is_dated(groups[g].interval));
    undated.next().copied()
}

/// Writes the lines of groups.
struct Writer<'a, 'r> {
    ground: &'a Ground<'r>,
    cast: &'a Cast,
    accounts: &'a [Account<'r>],
    outlets: Outlets<'a, 'r>,
}

impl Writer<'_, '_> {
    /// The accounts of a group, earliest first.
    fn told(&self, group: &Joined) -> Vec<&Account<'_>> {
        let mut told: Vec<&Account> = group.accounts.iter().map(|&i| &self.accounts[i]).collect();
        told.sort_by_key(|a| (self.ground.rank(a.reading), a.event.trigger, a.number));
        told
    }

    fn line(&self, id: Id, group: &Joined) -> Event {
        let told = self.told(group);
        let (sources, mut targets) = Self::roles(&told);
        let readings: BTreeSet<usize> = told.iter().map(|a| a.reading).collect();
        let event_type = commonest(told.iter().filter_map(|a| a.event.event_type));
        // "The two leaders met": each side is source and target of what they do with one another.
        if targets.is_empty() && sources.len() > 1 && event_type.is_some_and(EventType::is_mutual) {
            targets.clone_from(&sources);
        }
        let typed = || told.iter().filter(|a| a.event.event_type == event_type);
        let support = self.outlets.of_event(&told);
        Event {
            id,
            event_type,
            mode: typed().find_map(|a| a.event.mode.clone()),
            cameo: typed().find_map(|a| a.event.cameo.clone()),
            label: self.label(&sources, &told, &targets),
            sources: self.ids(&sources),
            targets: self.ids(&targets),
            objects: self.objects(&told),
            status: status(&told),
            background: told.iter().all(|a| a.event.background),
            interval: group.interval,
            place: commonest(told.iter().filter_map(|a| a.place.as_ref())).cloned(),
            documents: readings.len(),
            independent_origins: support.independent_origins,
            origins: support.origins,
            reasons: self.reasons(group, &told),
            confidence: told.iter().map(|a| a.event.confidence).fold(0.0, f64::max),
            mentions: self.mentions(&told),
            dated: None,
            marked: Vec::new(),
        }
    }

    /// A hash of the earliest evidence; type and number tell apart two events of one trigger.
    fn id(&self, group: &Joined) -> Id {
        let first = self.told(group)[0];
        let document = &self.ground.readings[first.reading].document;
        let earlier = |e: &&model::Event| e.trigger == first.event.trigger;
        let same = self.ground.readings[first.reading]
            .statements
            .events
            .iter()
            .take(first.number)
            .filter(earlier)
            .count();
        let (start, end) = (
            first.event.trigger.start.to_string(),
            first.event.trigger.end.to_string(),
        );
        Id::of(
            "event",
            &[document.id.as_str(), &start, &end, &same.to_string()],
        )
    }

    /// Who does it and to whom: an actor that an earlier account puts on one side stays there.
    fn roles(told: &[&Account]) -> (Vec<usize>, Vec<usize>) {
        if let [only] = told {
            return (only.sources.clone(), only.targets.clone());
        }
        let mut sides: [BTreeSet<usize>; 2] = [BTreeSet::new(), BTreeSet::new()];
        for account in told {
            let before = sides.clone();
            sides[0].extend(account.sources.iter().filter(|a| !before[1].contains(a)));
            sides[1].extend(account.targets.iter().filter(|a| !before[0].contains(a)));
        }
        let [sources, targets] = sides.map(|side| side.into_iter().collect());
        (sources, targets)
    }

    fn ids(&self, actors: &[usize]) -> Vec<Id> {
        actors.iter().map(|&a| self.cast.ids[a].clone()).collect()
    }

    fn label(&self, sources: &[usize], told: &[&Account], targets: &[usize]) -> String {
        let names = |actors: &[usize]| {
            let names = actors.iter().map(|&a| self.cast.labels[a].as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        let lemma = commonest(told.iter().map(|a| a.event.lemma.as_str())).unwrap_or_default();
        let parts = [names(sources), lemma.to_owned(), names(targets)];
        parts
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" – ")
    }

    fn objects(&self, told: &[&Account]) -> Vec<String> {
        let text = |a: &Account| self.ground.readings[a.reading].document.text.as_str();
        let objects = told
            .iter()
            .flat_map(|a| a.event.objects.iter().filter_map(|o| o.of(text(a))));
        let words = objects.map(|o| o.split_whitespace().collect::<Vec<_>>().join(" "));
        words.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn reasons(&self, group: &Joined, told: &[&Account]) -> Vec<String> {
        let mut reasons = group.decided.clone();
        reasons.extend(told[0].event.reasons.iter().cloned());
        if told.len() == 1 {
            return reasons;
        }
        let lemmas: BTreeSet<&str> = told.iter().map(|a| a.event.lemma.as_str()).collect();
        let lemmas = lemmas.into_iter().collect::<Vec<_>>().join(", ");
        reasons.push(match group.families {
            1 => format!(
                "{} accounts in one story with triggers of one family: {lemmas}",
                told.len()
            ),
            _ => format!(
                "{} accounts in one story of one type on the same days: {lemmas}",
                told.len()
            ),
        });
        let named = [
            ("source", self.common(told, |a| &a.sources)),
            ("target", self.common(told, |a| &a.targets)),
        ];
        let named = named.iter().filter(|(_, names)| !names.is_empty());
        reasons.extend(named.map(|(role, names)| format!("common {role}: {}", names.join(", "))));
        if told
            .iter()
            .filter(|a| !a.event.interval.is_unknown())
            .count()
            > 1
        {
            reasons.push("the days meet".to_owned());
        }
        reasons
    }

    /// Names of the actors that several accounts have in one role.
    fn common(
        &self,
        told: &[&Account],
        side: for<'x> fn(&'x Account) -> &'x [usize],
    ) -> Vec<String> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for &actor in told.iter().flat_map(|t| side(t)) {
            *counts.entry(actor).or_default() += 1;
        }
        let several = counts.into_iter().filter(|(_, n)| *n > 1);
        several.map(|(a, _)| self.cast.labels[a].clone()).collect()
    }

    fn mentions(&self, told: &[&Account]) -> Vec<EventMention> {
        let mention = |a: &&Account| EventMention {
            document: self.ground.readings[a.reading].document.id.clone(),
            trigger: a.event.trigger,
            source: a.event.source.as_ref().map(|s| s.span),
            target: a.event.target.as_ref().map(|t| t.span),
            status: a.event.status,
            sentence: a.event.sentence,
        };
        let mut mentions: Vec<EventMention> = told.iter().map(mention).collect();
        mentions.sort_by(|a, b| (&a.document, a.trigger).cmp(&(&b.document, b.trigger)));
        mentions
    }
}

/// The commonest value, of equally common ones the least.
fn commonest<T: Ord>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let (first, second) = (values.next()?, values.next());
    let Some(second) = second else {
        return Some(first);
    };
    let mut counts: BTreeMap<T, usize> = BTreeMap::from([(first, 1)]);
    for value in std::iter::once(second).chain(values) {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts
        .into_iter()
        .find(|(_, n)| *n == most)
        .map(|(value, _)| value)
}

/// What the accounts support together; the header of this file states the rule.
fn status(told: &[&Account]) -> Status {
    if let [only] = told {
        return only.event.status;
    }
    let in_documents = |status: Status| {
        let of = told.iter().filter(|a| a.event.status == status);
        of.map(|a| a.reading).collect::<BTreeSet<_>>().len()
    };
    let done = in_documents(Status::Occurred);
    let told_so = done + in_documents(Status::Ongoing) + in_documents(Status::Alleged) > 0;
    // "It did not" denies what somebody tells as so; what nobody tells as so is negated, not denied.
    let negated = usize::from(told_so) * in_documents(Status::Negated);
    let denied = in_documents(Status::Denied) + negated;
    if denied > 0 {
        return if done > denied {
            Status::Occurred
        } else {
            Status::Denied
        };
    }
    let firm = [Status::Occurred, Status::Ongoing, Status::Alleged];
    let firm = firm.into_iter().find(|s| in_documents(*s) > 0);
    firm.or_else(|| commonest(told.iter().map(|a| a.event.status)))
        .unwrap_or(Status::Occurred)
}
