//! What the facts of an initiative say at a point in time.

use chrono::NaiveDate;

use super::life::is_borne;
use super::{Chartered, DeclaredState, InitiativeFact, MetricRole, Status};
use crate::calendar::Period;
use crate::code::Code;
use crate::history::{Entry, History, Recorded};
use crate::id::{CommitteeId, EventId, InitiativeId, MetricId, PersonId, ProgramId};
use crate::time::{AsOf, Stamp};

/// An initiative with its whole history.
#[derive(Debug, Clone)]
pub struct Initiative {
    /// Its id.
    pub id: InitiativeId,
    /// Its facts.
    pub history: History<InitiativeFact>,
}

/// A progress report at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The event that holds the sentences.
    pub event: EventId,
    /// When it was recorded and known, and the day on which it was published where that is claimed.
    pub stamp: Stamp,
    /// Who reported.
    pub by: PersonId,
    /// The period covered.
    pub period: Period,
    /// How the owner said that things stood.
    pub state: DeclaredState,
    /// The report that counts for the period in its place; `None` for that report itself.
    pub superseded_by: Option<EventId>,
}

impl Initiative {
    /// An initiative of which nothing is recorded yet.
    pub fn new(id: InitiativeId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<InitiativeFact>) {
        self.history.evolve(recorded);
    }

    /// Whether it is chartered and not recorded in error, as known; whatever day it begins.
    pub fn exists(&self, as_of: &AsOf) -> bool {
        self.charter(as_of).is_some() && !self.in_error(as_of)
    }

    /// Whether all of it was recorded in error, as known.
    pub fn in_error(&self, as_of: &AsOf) -> bool {
        self.history.standing(as_of).any(|entry| matches!(entry.fact, InitiativeFact::RecordedInError(_)))
    }

    /// The charter that holds, whatever day it begins.
    fn charter(&self, as_of: &AsOf) -> Option<(&Entry<InitiativeFact>, &Chartered)> {
        self.history.current(as_of, |fact| match fact {
            InitiativeFact::Chartered(chartered) => Some(chartered.as_ref()),
            _ => None,
        })
    }

    /// The day on which it begins.
    pub fn begins(&self, as_of: &AsOf) -> Option<NaiveDate> {
        self.charter(as_of).map(|(entry, _)| entry.from())
    }

    /// Its program.
    pub fn program(&self, as_of: &AsOf) -> Option<ProgramId> {
        self.charter(as_of).map(|(_, chartered)| chartered.program)
    }

    /// Its code.
    pub fn code(&self, as_of: &AsOf) -> Option<&Code> {
        self.charter(as_of).map(|(_, chartered)| &chartered.code)
    }

    /// The committee that oversees it on E: the one to which the oversight was transferred last, else the
    /// one that its charter names.
    pub fn committee(&self, as_of: &AsOf) -> Option<CommitteeId> {
        let transferred = |fact: &InitiativeFact| match fact {
            InitiativeFact::OversightTransferred(transferred) => Some(transferred.committee),
            _ => None,
        };
        let chartered = || self.charter(as_of).and_then(|(_, chartered)| chartered.committee);
        self.history.holding(as_of, transferred).or_else(chartered)
    }

    /// Every committee that oversaw it from the beginning on, with the fact that says so and its first
    /// day, as known, whatever day is effective.
    pub fn oversight(&self, as_of: &AsOf) -> Vec<(&Entry<InitiativeFact>, CommitteeId)> {
        let oversees = |fact: &InitiativeFact| match fact {
            InitiativeFact::OversightTransferred(transferred) => Some(transferred.committee),
            InitiativeFact::Chartered(chartered) => chartered.committee,
            _ => None,
        };
        let mut oversight: Vec<_> = self.history.picked(as_of, oversees).collect();
        oversight.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        oversight
    }

    /// The fact that names it on E; before the first name, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<InitiativeFact>> {
        let named = |fact: &InitiativeFact| matches!(fact, InitiativeFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, named).map(|(entry, ())| entry)
    }

    /// The fact that states its purpose on E; before the first, that one.
    pub fn purpose(&self, as_of: &AsOf) -> Option<&Entry<InitiativeFact>> {
        let stated = |fact: &InitiativeFact| matches!(fact, InitiativeFact::PurposeStated(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }

    /// The owner on E, with the fact that says so; `None` while vacant.
    pub fn owner(&self, as_of: &AsOf) -> Option<(&Entry<InitiativeFact>, PersonId)> {
        let (entry, owner) = self.history.latest(as_of, owner)?;
        owner.map(|owner| (entry, owner))
    }

    /// Every owner and vacancy that stands, by first day.
    pub fn owners(&self, as_of: &AsOf) -> Vec<(&Entry<InitiativeFact>, Option<PersonId>)> {
        let mut owners: Vec<_> = self.history.picked(as_of, owner).collect();
        owners.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        owners
    }

    /// The metrics linked on E with their roles, in the order in which they were first linked.
    pub fn links(&self, as_of: &AsOf) -> Vec<(MetricId, MetricRole)> {
        self.linked(as_of).into_iter().map(|(_, metric, role)| (metric, role)).collect()
    }

    /// The metric by which it is judged on E. An annulment may leave two; then the one linked last.
    pub fn primary_metric(&self, as_of: &AsOf) -> Option<MetricId> {
        self.primary_link(as_of).map(|(_, metric)| metric)
    }

    /// The same with the fact that links it.
    pub fn primary_link(&self, as_of: &AsOf) -> Option<(&Entry<InitiativeFact>, MetricId)> {
        self.linked(as_of)
            .into_iter()
            .filter(|(_, _, role)| *role == MetricRole::Primary)
            .max_by_key(|(entry, ..)| (entry.from(), entry.stamp.rank()))
            .map(|(entry, metric, _)| (entry, metric))
    }

    /// The link of each metric that holds on E.
    fn linked(&self, as_of: &AsOf) -> Vec<(&Entry<InitiativeFact>, MetricId, MetricRole)> {
        let link = |fact: &InitiativeFact| match fact {
            InitiativeFact::MetricLinked(linked) => Some((linked.metric, linked.role)),
            _ => None,
        };
        let mut links: Vec<(&Entry<InitiativeFact>, MetricId, MetricRole)> = Vec::new();
        for (entry, (metric, role)) in self.history.picked(as_of, link) {
            if !entry.holds_on(as_of.effective) {
                continue;
            }
            let rank = |entry: &Entry<InitiativeFact>| (entry.from(), entry.stamp.rank());
            match links.iter_mut().find(|(_, linked, _)| *linked == metric) {
                Some(held) if rank(held.0) < rank(entry) => *held = (entry, metric, role),
                Some(_) => {}
                None => links.push((entry, metric, role)),
            }
        }
        links
    }

    /// The standing facts that their surroundings no longer bear, oldest first: a correction of the
    /// charter or of the start of an improvement keeps what still holds, and what does not is here
    /// until somebody corrects or annuls it.
    ///
    /// - a fact before the day on which the initiative begins, its name and purpose excepted;
    /// - a report of a period that begins after a stop;
    /// - a move, delivery or abandonment of an improvement that began later, or that does not stand,
    ///   and a move to a day before the start;
    /// - a resumption of what did not rest, and a reopening of what was not stopped.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let Some(begins) = self.begins(as_of) else { return Vec::new() };
        let improvements = self.improvements(&as_of.on(NaiveDate::MAX));
        let turns = self.turns(as_of);
        let is_borne = |turn: &Entry<InitiativeFact>| {
            let index = turns.iter().position(|(entry, _)| entry.event == turn.event);
            let before = index.and_then(|index| index.checked_sub(1));
            is_borne(&turn.fact, before.map_or(Status::Running, |before| turns[before].1))
        };
        let broken = |entry: &Entry<InitiativeFact>| match entry.fact {
            InitiativeFact::Named(_) | InitiativeFact::PurposeStated(_) => false,
            InitiativeFact::ProgressReported(ref report) => {
                let began = self.status(&as_of.on(report.period.from())).0;
                report.period.to() < begins || began == Status::Stopped
            }
            InitiativeFact::Resumed(_) | InitiativeFact::Reopened(_) => !is_borne(entry),
            _ if entry.effective.is_some_and(|effective| effective.from < begins) => true,
            _ => Self::precedes_its_improvement(entry, &improvements),
        };
        self.history.standing(as_of).filter(|entry| broken(entry)).map(|entry| entry.event).collect()
    }

    /// The reports whose period began on or before E, latest period first. Of several for one period the
    /// highest rank comes first and counts; the others follow by rank, superseded by it.
    pub fn reports(&self, as_of: &AsOf) -> Vec<Report> {
        let reported = |fact: &InitiativeFact| match fact {
            InitiativeFact::ProgressReported(report) => Some((report.period, report.state)),
            _ => None,
        };
        let mut reports: Vec<_> = self
            .history
            .picked(as_of, reported)
            .filter(|(_, (period, _))| period.from() <= as_of.effective)
            .collect();
        reports.sort_by_key(|(entry, (period, _))| std::cmp::Reverse((*period, entry.stamp.rank())));
        let mut counts: Option<(Period, EventId)> = None;
        reports
            .into_iter()
            .map(|(entry, (period, state))| {
                let superseded_by = counts.filter(|(held, _)| *held == period).map(|(_, event)| event);
                if superseded_by.is_none() {
                    counts = Some((period, entry.event));
                }
                Report {
                    event: entry.event,
                    stamp: entry.stamp,
                    by: entry.by(),
                    period,
                    state,
                    superseded_by,
                }
            })
            .collect()
    }

    /// The report that counts for a period: of those that stand, the one of the highest rank.
    pub fn report_of(&self, period: Period, as_of: &AsOf) -> Option<Report> {
        self.reports(as_of).into_iter().find(|report| report.period == period)
    }
}

/// Whom the fact makes owner, or nobody, if it speaks of that at all.
#[expect(clippy::option_option, reason = "whether it speaks of it, and of whom")]
fn owner(fact: &InitiativeFact) -> Option<Option<PersonId>> {
    match fact {
        InitiativeFact::OwnerAssigned(assigned) => Some(Some(assigned.owner)),
        InitiativeFact::OwnerVacated(_) => Some(None),
        _ => None,
    }
}
