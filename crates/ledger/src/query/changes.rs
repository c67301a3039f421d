//! What changed in a program between two days: facts that were recorded, and what follows from them or
//! from the passing of time.
//!
//! Both days are seen from the same position, each as known at its end (in lenient mode history that was
//! imported later counts on both, so an import shows as no change). Each thing is portrayed on both days;
//! what differs between the two portraits is a change.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cxl_domain::history::History;
use cxl_domain::id::{EventId, ImprovementId, MetricId, PersonId, ProgramId};
use cxl_domain::initiative::{DeclaredState, ImprovementState, Initiative, InitiativeFact, Status};
use cxl_domain::maturity::{PracticeId, PracticeScope, PracticeState};
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::measurement::xmr::{Assurance, PointType};
use cxl_domain::metric::{Metric, MetricFact};
use cxl_domain::time::{AsOf, end_of_day};
use rust_decimal::Decimal;

use super::Inquiry;
use crate::thing::Thing;
use crate::views::Held;

/// What about a thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Whether it is there: chartered or defined, and not recorded in error.
    Existence,
    /// Whether an initiative runs.
    Status,
    /// Who owns an initiative.
    Owner,
    /// What the latest report declares.
    Declared,
    /// The primary metric of an initiative.
    PrimaryMetric,
    /// How far an improvement has come.
    Improvement(ImprovementId),
    /// When an improvement is due.
    Due(ImprovementId),
    /// The verdict on the improvement delivered last.
    Verdict,
    /// The level of an initiative.
    Level,
    /// How far a practice of an initiative, or of the program, has come.
    Practice(PracticeId),
    /// The target of a metric.
    Target,
    /// Who is accountable for a metric.
    Accountable,
    /// The definition version of a metric.
    Definition,
    /// The signal of a metric's headline series.
    Signal,
    /// What a metric's headline series says about the target.
    Assurance,
}

impl Aspect {
    /// Whether it is computed: it may change with nobody recording anything.
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Verdict | Self::Level | Self::Practice(_) | Self::Signal | Self::Assurance)
    }
}

/// How an aspect stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was there.
    There,
    /// It ran, rested, or was stopped.
    Status(Status),
    /// A person.
    Person(PersonId),
    /// What was declared.
    Declared(DeclaredState),
    /// A metric.
    Metric(MetricId),
    /// How far it had come.
    Improvement(ImprovementState),
    /// A day.
    Day(NaiveDate),
    /// A verdict.
    Verdict(Verdict),
    /// A level.
    Level(u8),
    /// How far a practice had come.
    Practice(PracticeState),
    /// A value.
    Value(Decimal),
    /// A version.
    Version(u32),
    /// A signal.
    Signal(PointType),
    /// An assurance.
    Assurance(Assurance),
}

impl State {
    /// Whether it reads the same: verdicts by their name, whatever their reason.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Verdict(one), Self::Verdict(other)) => one.name() == other.name(),
            _ => self == other,
        }
    }
}

/// One thing that differs between the two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The initiative or metric; of a practice that is earned by the program, the program.
    pub about: Thing,
    /// What about it.
    pub aspect: Aspect,
    /// How it stood on the earlier day; `None` where there was nothing.
    pub before: Option<State>,
    /// How it stands on the later day.
    pub after: Option<State>,
    /// The recorded fact that the later state rests on, where it is one.
    pub event: Option<EventId>,
    /// Of a computed fall with nobody's doing, the day on which it fell.
    pub fell_on: Option<NaiveDate>,
}

/// How every aspect of a thing stands on a day, with the fact on which it rests.
type Portrait = BTreeMap<Aspect, (State, Option<EventId>)>;

impl Inquiry<'_> {
    /// The changes of a program from the end of the day `since` to this point in time: practices that are
    /// earned by the program, then initiatives, then metrics, each in the order in which they began. A day
    /// after E shows no change.
    pub fn changes(&self, program: ProgramId, since: NaiveDate) -> Vec<Change> {
        let before = self.at_the_end_of(program, since);
        let mut changes = Vec::new();
        for held in self.views.initiatives_of(program) {
            let about = Thing::Initiative(held.state.id);
            let (then, now) = (before.of_initiative(held, program), self.of_initiative(held, program));
            let mut found = differences(about, &then, &now);
            before.date_falls(held, &self.as_of, &mut found);
            changes.extend(found);
        }
        let mut changes = self.told_once(program, changes);
        for held in self.views.metrics_of(program) {
            let about = Thing::Metric(held.state.id);
            let (then, now) = (before.of_metric(held, program), self.of_metric(held, program));
            changes.extend(differences(about, &then, &now));
        }
        changes
    }

    /// Tells how far practices came that are earned by the program once of the program, and not of each
    /// initiative for which they count. Where initiatives differ in it, because one was paused, in sustain or
    /// not named, once for each way.
    fn told_once(&self, program: ProgramId, changes: Vec<Change>) -> Vec<Change> {
        let model = self.model();
        let of_program = |change: &Change| match change.aspect {
            Aspect::Practice(id) => model.practice(id).is_some_and(|it| it.scope == PracticeScope::Program),
            _ => false,
        };
        let (shared, own): (Vec<_>, Vec<_>) = changes.into_iter().partition(of_program);
        let mut told: Vec<Change> = Vec::new();
        for change in shared {
            let once = Change { about: Thing::Program(program), ..change };
            if !told.contains(&once) {
                told.push(once);
            }
        }
        told.sort_by_key(|change| change.aspect);
        told.extend(own);
        told
    }

    /// The same moment of the views, about a day as known at its end.
    fn at_the_end_of(&self, program: ProgramId, day: NaiveDate) -> Self {
        let day = day.min(self.as_of.effective);
        let zone = self.views.zone_of(Some(program), &AsOf { effective: day, ..self.as_of });
        let known = end_of_day(day, zone).min(self.as_of.known);
        Self { as_of: AsOf { known, effective: day, ..self.as_of }, ..*self }
    }

    fn of_initiative(&self, held: &Held<Initiative>, program: ProgramId) -> Portrait {
        let (initiative, as_of) = (&held.state, &self.as_of);
        let mut portrait = Portrait::new();
        if self.initiative(initiative.id).is_none() || initiative.program(as_of) != Some(program) {
            return portrait;
        }
        let (status, _) = initiative.status(as_of);
        portrait.insert(Aspect::Existence, (State::There, beginning(&initiative.history, as_of)));
        portrait
            .insert(Aspect::Status, (State::Status(status), initiative.turn(as_of).map(|turn| turn.event)));
        if let Some((entry, owner)) = initiative.owner(as_of) {
            portrait.insert(Aspect::Owner, (State::Person(owner), Some(entry.event)));
        }
        if let Some(report) = initiative.reports(as_of).into_iter().find(|it| it.superseded_by.is_none()) {
            portrait.insert(Aspect::Declared, (State::Declared(report.state), Some(report.event)));
        }
        if let Some(metric) = initiative.primary_metric(as_of) {
            portrait.insert(Aspect::PrimaryMetric, (State::Metric(metric), None));
        }
        for improvement in initiative.improvements(as_of) {
            let (id, state) = (improvement.id, State::Improvement(improvement.state));
            portrait.insert(Aspect::Improvement(id), (state, None));
            if let Some(due) = improvement.due {
                portrait.insert(Aspect::Due(id), (State::Day(due), improvement.moves.last().copied()));
            }
        }
        if let Some(verdict) = self.verdict(initiative) {
            portrait.insert(Aspect::Verdict, (State::Verdict(verdict), None));
        }
        let assessment = self.assessment(held);
        portrait.insert(Aspect::Level, (State::Level(assessment.level), None));
        for standing in &assessment.practices {
            portrait.insert(Aspect::Practice(standing.practice), (State::Practice(standing.state), None));
        }
        portrait
    }

    fn of_metric(&self, held: &Held<Metric>, program: ProgramId) -> Portrait {
        let (metric, as_of) = (&held.state, &self.as_of);
        let mut portrait = Portrait::new();
        if self.metric(metric.id).is_none() || metric.program(as_of) != Some(program) {
            return portrait;
        }
        let accountable = |fact: &MetricFact| match fact {
            MetricFact::AccountableAssigned(assigned) => Some(assigned.person),
            _ => None,
        };
        let defined = metric.definition(as_of).map(|(entry, _)| entry.event);
        portrait.insert(Aspect::Existence, (State::There, defined));
        if let Some(target) = metric.target(as_of) {
            portrait.insert(Aspect::Target, (State::Value(target.value), Some(target.event)));
        }
        if let Some((entry, person)) = metric.history.latest(as_of, accountable) {
            portrait.insert(Aspect::Accountable, (State::Person(person), Some(entry.event)));
        }
        if let Some((entry, version)) = metric.version(as_of) {
            portrait.insert(Aspect::Definition, (State::Version(version), Some(entry.event)));
        }
        if let Ok(chart) = self.chart(metric.id, None, None) {
            let signal = chart.signal().map(|signal| (Aspect::Signal, State::Signal(signal)));
            let assurance = chart.assurance().map(|it| (Aspect::Assurance, State::Assurance(it)));
            let told = signal.into_iter().chain(assurance);
            portrait.extend(told.map(|(aspect, state)| (aspect, (state, None))));
        }
        portrait
    }

    /// Notes of levels and practices that fell by themselves the day on which they did, as it could be
    /// told on the earlier day.
    fn date_falls(&self, held: &Held<Initiative>, later: &AsOf, changes: &mut [Change]) {
        if self.initiative(held.state.id).is_none() {
            return;
        }
        let assessment = self.assessment(held);
        for change in changes {
            let foretold = match (change.aspect, change.before, change.after) {
                (Aspect::Level, Some(State::Level(before)), Some(State::Level(after))) if after < before => {
                    assessment.falls_on
                }
                (Aspect::Practice(practice), Some(State::Practice(before)), Some(State::Practice(after)))
                    if after < before =>
                {
                    let standing = assessment.practices.iter().find(|it| it.practice == practice);
                    standing.and_then(|standing| standing.lapses_on)
                }
                _ => None,
            };
            change.fell_on = foretold.filter(|day| *day <= later.effective);
        }
    }
}

/// The fact that chartered an initiative.
fn beginning(history: &History<InitiativeFact>, as_of: &AsOf) -> Option<EventId> {
    let charters = |fact: &InitiativeFact| matches!(fact, InitiativeFact::Chartered(_)).then_some(());
    history.current(as_of, charters).map(|(entry, ())| entry.event)
}

/// What differs between two portraits of a thing. Of one that came or went, only that.
fn differences(about: Thing, before: &Portrait, after: &Portrait) -> Vec<Change> {
    let change = |aspect: Aspect| {
        let (then, now) = (before.get(&aspect), after.get(&aspect));
        let (was, is) = (then.map(|(state, _)| *state), now.map(|(state, _)| *state));
        let event = now.and_then(|(_, event)| *event).filter(|_| !aspect.is_computed());
        let same = match (&was, &is) {
            (Some(was), Some(is)) => was.is_like(is),
            (was, is) => was.is_none() && is.is_none(),
        };
        (!same).then_some(Change { about, aspect, before: was, after: is, event, fell_on: None })
    };
    if before.is_empty() != after.is_empty() {
        return change(Aspect::Existence).into_iter().collect();
    }
    let aspects = before.keys().chain(after.keys().filter(|aspect| !before.contains_key(aspect)));
    let mut aspects: Vec<_> = aspects.copied().collect();
    aspects.sort_unstable();
    aspects.into_iter().filter_map(change).collect()
}
