//! What changed in a program between two days: facts that were recorded, and what follows from them or
//! from the passing of time.
//!
//! Both days are seen from the same position, each as known at its end (in lenient mode history that was
//! imported later counts on both, so an import shows as no change). Each thing is portrayed on both days;
//! what differs between the two portraits is a change. What becomes overdue, or is awaited, with nobody
//! recording anything is found among the exceptions of the two days.

mod portraits;
mod transitions;

use chrono::NaiveDate;
use cxl_domain::exception::{ExceptionKey, Subject};
use cxl_domain::id::{ActionId, EventId, ImprovementId, MetricId, PersonId, ProgramId};
use cxl_domain::initiative::{DeclaredState, ImprovementState, Initiative, Status};
use cxl_domain::maturity::{PracticeId, PracticeScope, PracticeState};
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::measurement::xmr::{Assurance, PointType};
use cxl_domain::meeting::ActionState;
use cxl_domain::time::{AsOf, end_of_day};
use cxl_domain::{decision, meeting};
use rust_decimal::Decimal;

use self::portraits::Portrait;
use super::{Inquiry, Noticed, Standing};
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
    /// How far a decision has come.
    Decision,
    /// That a decision was carried out.
    CarriedOut,
    /// How far an action has come.
    Action(ActionId),
    /// When an action is due.
    ActionDue(ActionId),
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
    /// Something that is overdue or awaited; where it was so since another day before, as it is now.
    Exception(ExceptionKey),
}

/// How an aspect stood.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// How far a decision had come.
    Decision(Standing),
    /// How far an action had come.
    Action(ActionState),
    /// What asked for attention, with what had been said about it.
    Exception(Box<Noticed>),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The initiative, metric or decision; of an action its meeting, of a practice that is earned by the
    /// program, the program; of an exception what it is about.
    pub about: Thing,
    /// What about it.
    pub aspect: Aspect,
    /// How it stood on the earlier day; `None` where there was nothing.
    pub before: Option<State>,
    /// How it stands on the later day.
    pub after: Option<State>,
    /// The recorded fact that the later state rests on, where it is one.
    pub event: Option<EventId>,
    /// The day on which it came to stand so: that of the fact, or the later one up to E on which it became
    /// known; of what came about by the passing of time, the day on which it set in. `None` where no one day
    /// between the two tells.
    pub on: Option<NaiveDate>,
}

impl Change {
    /// Whether the later state is computed: nobody recorded it.
    pub fn is_computed(&self) -> bool {
        match self.aspect {
            Aspect::Verdict
            | Aspect::Level
            | Aspect::Practice(_)
            | Aspect::Signal
            | Aspect::Assurance
            | Aspect::Exception(_) => true,
            Aspect::Decision => self.after == Some(State::Decision(Standing::Own(decision::Status::Expired))),
            _ => false,
        }
    }

    /// What an exception would be about that ended with it.
    fn subject(&self) -> Option<Subject> {
        match (self.about, self.aspect) {
            (Thing::Initiative(of), Aspect::Improvement(id) | Aspect::Due(id)) => {
                Some(Subject::Improvement(of, id))
            }
            (Thing::Meeting(of), Aspect::Action(id) | Aspect::ActionDue(id)) => Some(Subject::Action(of, id)),
            (Thing::Decision(id), Aspect::Decision) => Some(Subject::Decision(id)),
            _ => None,
        }
    }
}

impl Inquiry<'_> {
    /// The changes of a program from the end of the day `since` to this point in time, by the day of each;
    /// those that no one day tells come last. On one day, and among the last: practices that are earned by
    /// the program, then initiatives, metrics, decisions and meetings, each in the order in which they
    /// began, then what became overdue or is so no more. A day after E shows no change.
    pub fn changes(&self, program: ProgramId, since: NaiveDate) -> Vec<Change> {
        let before = self.at_the_end_of(program, since);
        let mut of_initiatives = Vec::new();
        for held in self.views.initiatives_of(program) {
            let about = Thing::Initiative(held.state.id);
            let (then, now) = (before.of_initiative(held, program), self.of_initiative(held, program));
            let mut found = self.differences(&before, about, &then, &now);
            before.date_falls(held, &self.as_of, &mut found);
            of_initiatives.extend(found);
        }
        let mut changes = self.told_once(program, of_initiatives);
        for held in self.views.metrics_of(program) {
            let about = Thing::Metric(held.state.id);
            let (then, now) = (before.of_metric(held, program), self.of_metric(held, program));
            changes.extend(self.differences(&before, about, &then, &now));
        }
        for held in self.views.things_of::<decision::Decision>(program) {
            let about = Thing::Decision(held.state.id);
            let (then, now) =
                (before.of_decision(&held.state, program), self.of_decision(&held.state, program));
            changes.extend(self.differences(&before, about, &then, &now));
        }
        for held in self.views.things_of::<meeting::Meeting>(program) {
            let about = Thing::Meeting(held.state.id);
            let (then, now) =
                (before.of_meeting(&held.state, program), self.of_meeting(&held.state, program));
            changes.extend(self.differences(&before, about, &then, &now));
        }
        changes.extend(self.transitions(&before, program, &changes));
        changes.sort_by_key(|change| change.on.unwrap_or(NaiveDate::MAX));
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

    /// Notes of levels and practices that fell by themselves the day on which they did, as it could be
    /// told on the earlier day.
    fn date_falls(&self, held: &Held<Initiative>, later: &AsOf, changes: &mut [Change]) {
        if self.initiative(held.state.id).is_none() {
            return;
        }
        let assessment = self.assessment(held);
        for change in changes {
            let foretold = match (change.aspect, &change.before, &change.after) {
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
            change.on = foretold.filter(|day| *day <= later.effective).or(change.on);
        }
    }

    /// What differs between two portraits of a thing. Of one that came or went, only that.
    fn differences(&self, before: &Self, about: Thing, then: &Portrait, now: &Portrait) -> Vec<Change> {
        let earlier = before.as_of.effective;
        let change = |aspect: Aspect| {
            let (was, is) = (then.get(&aspect), now.get(&aspect));
            let same = match (was, is) {
                (Some((was, _)), Some((is, _))) => was.is_like(is),
                // An action comes and goes with the day on which it is due.
                (was, is) => (was.is_none() && is.is_none()) || matches!(aspect, Aspect::ActionDue(_)),
            };
            let rest = is.map(|(_, rest)| *rest).unwrap_or_default();
            let on = rest.on.filter(|on| earlier < *on && *on <= self.as_of.effective);
            let state = |stand: Option<&(State, _)>| stand.map(|(state, _)| state.clone());
            (!same).then(|| Change {
                about,
                aspect,
                before: state(was),
                after: state(is),
                event: rest.event,
                on,
            })
        };
        let was_there = then.contains_key(&Aspect::Existence);
        if was_there != now.contains_key(&Aspect::Existence) {
            return change(Aspect::Existence).into_iter().collect();
        }
        let aspects = then.keys().chain(now.keys().filter(|aspect| !then.contains_key(aspect)));
        let mut aspects: Vec<_> = aspects.copied().collect();
        aspects.sort_unstable();
        aspects.into_iter().filter_map(change).collect()
    }
}
