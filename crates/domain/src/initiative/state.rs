//! What the facts of an initiative say at a point in time.

use chrono::NaiveDate;
use serde::Serialize;

use super::{DeclaredState, InitiativeFact, MetricRole, ProgressReported};
use crate::calendar::Period;
use crate::code::Code;
use crate::history::{Entry, History, Recorded};
use crate::id::{CommitteeId, EventId, ImprovementId, InitiativeId, MetricId, PersonId, ProgramId};
use crate::time::AsOf;

/// An initiative with its whole history.
#[derive(Debug, Clone)]
pub struct Initiative {
    /// Its id.
    pub id: InitiativeId,
    /// Its facts.
    pub history: History<InitiativeFact>,
}

/// Whether an initiative runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It runs.
    Running,
    /// It rests, its level is held.
    Paused,
    /// It was ended by an act.
    Stopped,
}

impl Status {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
        }
    }
}

/// How far an improvement has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImprovementState {
    /// It began and is not over.
    Started,
    /// It was delivered on a day.
    Delivered(NaiveDate),
    /// It was given up on a day.
    Abandoned(NaiveDate),
}

/// An improvement at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// Its id: the event that first started it.
    pub id: ImprovementId,
    /// The event whose body holds its title.
    pub stated_by: EventId,
    /// The position of that event.
    pub stated_at: u64,
    /// The metric that it names.
    pub metric: Option<MetricId>,
    /// The day it began.
    pub started: NaiveDate,
    /// The day on which it is due now.
    pub due: Option<NaiveDate>,
    /// The facts that moved the date, oldest first.
    pub moves: Vec<EventId>,
    /// How far it has come.
    pub state: ImprovementState,
}

/// A progress report at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The event that holds the sentences.
    pub event: EventId,
    /// Its position.
    pub position: u64,
    /// Who reported.
    pub by: PersonId,
    /// The period covered.
    pub period: Period,
    /// How the owner said that things stood.
    pub state: DeclaredState,
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
        let mut chartered = false;
        for entry in self.history.standing(as_of) {
            match entry.fact {
                InitiativeFact::Chartered(_) => chartered = true,
                InitiativeFact::RecordedInError(_) => return false,
                _ => {}
            }
        }
        chartered
    }

    /// Whether all of it was recorded in error, as known.
    pub fn in_error(&self, as_of: &AsOf) -> bool {
        self.history.standing(as_of).any(|entry| matches!(entry.fact, InitiativeFact::RecordedInError(_)))
    }

    /// The charter that holds, whatever day it begins.
    fn charter(&self, as_of: &AsOf) -> Option<&Entry<InitiativeFact>> {
        self.history
            .standing(as_of)
            .filter(|entry| matches!(entry.fact, InitiativeFact::Chartered(_)))
            .max_by_key(|entry| entry.stamp.rank())
    }

    /// The day on which it begins.
    pub fn begins(&self, as_of: &AsOf) -> Option<NaiveDate> {
        self.charter(as_of).map(Entry::from)
    }

    /// Its program.
    pub fn program(&self, as_of: &AsOf) -> Option<ProgramId> {
        match &self.charter(as_of)?.fact {
            InitiativeFact::Chartered(chartered) => Some(chartered.program),
            _ => None,
        }
    }

    /// Its code.
    pub fn code(&self, as_of: &AsOf) -> Option<&Code> {
        match &self.charter(as_of)?.fact {
            InitiativeFact::Chartered(chartered) => Some(&chartered.code),
            _ => None,
        }
    }

    /// The committee that oversees it.
    pub fn committee(&self, as_of: &AsOf) -> Option<CommitteeId> {
        match &self.charter(as_of)?.fact {
            InitiativeFact::Chartered(chartered) => chartered.committee,
            _ => None,
        }
    }

    /// The fact that names it on E.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<InitiativeFact>> {
        self.history
            .latest(as_of, |fact| matches!(fact, InitiativeFact::Named(_)).then_some(()))
            .map(|(e, ())| e)
    }

    /// The fact that states its purpose on E.
    pub fn purpose(&self, as_of: &AsOf) -> Option<&Entry<InitiativeFact>> {
        self.history
            .latest(as_of, |fact| matches!(fact, InitiativeFact::PurposeStated(_)).then_some(()))
            .map(|(e, ())| e)
    }

    /// The owner on E, with the fact that says so; `None` while vacant.
    pub fn owner(&self, as_of: &AsOf) -> Option<(&Entry<InitiativeFact>, PersonId)> {
        let (entry, owner) = self.history.latest(as_of, |fact| match fact {
            InitiativeFact::OwnerAssigned(assigned) => Some(Some(assigned.owner)),
            InitiativeFact::OwnerVacated(_) => Some(None),
            _ => None,
        })?;
        owner.map(|owner| (entry, owner))
    }

    /// Every owner and vacancy that stands, by first day.
    pub fn owners(&self, as_of: &AsOf) -> Vec<(&Entry<InitiativeFact>, Option<PersonId>)> {
        let mut owners: Vec<_> = self
            .history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                InitiativeFact::OwnerAssigned(assigned) => Some((entry, Some(assigned.owner))),
                InitiativeFact::OwnerVacated(_) => Some((entry, None)),
                _ => None,
            })
            .collect();
        owners.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        owners
    }

    /// Whether it runs on E, and since when.
    pub fn status(&self, as_of: &AsOf) -> (Status, Option<NaiveDate>) {
        let held = self.history.latest(as_of, |fact| match fact {
            InitiativeFact::Paused(_) => Some(Status::Paused),
            InitiativeFact::Resumed(_) => Some(Status::Running),
            InitiativeFact::Stopped(_) => Some(Status::Stopped),
            _ => None,
        });
        match held {
            Some((entry, status)) => (status, Some(entry.from())),
            None => (Status::Running, self.begins(as_of)),
        }
    }

    /// The spans during which it was paused, as known: first day, and first day after.
    pub fn pauses(&self, as_of: &AsOf) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let mut turns: Vec<_> = self
            .history
            .standing(as_of)
            .filter_map(|entry| match entry.fact {
                InitiativeFact::Paused(_) => Some((entry.from(), entry.stamp.rank(), true)),
                InitiativeFact::Resumed(_) | InitiativeFact::Stopped(_) => {
                    Some((entry.from(), entry.stamp.rank(), false))
                }
                _ => None,
            })
            .collect();
        turns.sort_unstable();
        // Of several turns on one day the highest rank holds.
        turns.dedup_by(|later, earlier| {
            let same_day = later.0 == earlier.0;
            if same_day {
                *earlier = *later;
            }
            same_day
        });
        let mut spans: Vec<(NaiveDate, Option<NaiveDate>)> = Vec::new();
        for (day, _, paused) in turns {
            match (spans.last_mut(), paused) {
                (Some((_, until @ None)), false) => *until = Some(day),
                (Some((_, None)), true) | (None | Some((_, Some(_))), false) => {}
                (None | Some((_, Some(_))), true) => spans.push((day, None)),
            }
        }
        spans
    }

    /// The metrics linked on E with their roles, in the order in which they were linked.
    pub fn links(&self, as_of: &AsOf) -> Vec<(MetricId, MetricRole)> {
        let mut links: Vec<(MetricId, MetricRole, (NaiveDate, _))> = Vec::new();
        for entry in self.history.standing(as_of).filter(|entry| entry.holds_on(as_of.effective)) {
            let InitiativeFact::MetricLinked(linked) = &entry.fact else { continue };
            let rank = (entry.from(), entry.stamp.rank());
            match links.iter_mut().find(|(metric, ..)| *metric == linked.metric) {
                Some(held) if held.2 < rank => (held.1, held.2) = (linked.role, rank),
                Some(_) => {}
                None => links.push((linked.metric, linked.role, rank)),
            }
        }
        links.into_iter().map(|(metric, role, _)| (metric, role)).collect()
    }

    /// The metric by which it is judged on E.
    pub fn primary_metric(&self, as_of: &AsOf) -> Option<MetricId> {
        self.links(as_of).into_iter().find(|(_, role)| *role == MetricRole::Primary).map(|(metric, _)| metric)
    }

    /// The event that first stated what `event` states now: the beginning of its chain of
    /// corrections.
    pub fn first_statement(&self, event: EventId) -> EventId {
        let mut first = event;
        for _ in 0..self.history.len() {
            match self.history.find(first).and_then(|entry| entry.corrects) {
                Some(earlier) => first = earlier,
                None => break,
            }
        }
        first
    }

    /// The improvements that began on or before E, in the order in which they began.
    pub fn improvements(&self, as_of: &AsOf) -> Vec<Improvement> {
        let mut improvements: Vec<Improvement> = self
            .history
            .standing(as_of)
            .filter(|entry| entry.from() <= as_of.effective)
            .filter_map(|entry| match &entry.fact {
                InitiativeFact::ImprovementStarted(started) => Some(Improvement {
                    id: ImprovementId(self.first_statement(entry.event).0),
                    stated_by: entry.event,
                    stated_at: entry.stamp.position,
                    metric: started.metric,
                    started: entry.from(),
                    due: started.due,
                    moves: Vec::new(),
                    state: ImprovementState::Started,
                }),
                _ => None,
            })
            .collect();
        improvements.sort_by_key(|improvement| (improvement.started, improvement.stated_at));
        if improvements.is_empty() {
            return improvements;
        }
        let mut later: Vec<&Entry<InitiativeFact>> =
            self.history.standing(as_of).filter(|entry| entry.from() <= as_of.effective).collect();
        later.sort_by_key(|entry| (entry.from(), entry.stamp.rank()));
        for entry in later {
            let (id, change) = match &entry.fact {
                InitiativeFact::ImprovementDateMoved(moved) => (moved.improvement, Change::Moved(moved.due)),
                InitiativeFact::ImprovementDelivered(delivered) => {
                    (delivered.improvement, Change::Ended(ImprovementState::Delivered(entry.from())))
                }
                InitiativeFact::ImprovementAbandoned(abandoned) => {
                    (abandoned.improvement, Change::Ended(ImprovementState::Abandoned(entry.from())))
                }
                _ => continue,
            };
            let Some(improvement) = improvements.iter_mut().find(|improvement| improvement.id == id) else {
                continue;
            };
            match change {
                Change::Moved(due) => {
                    improvement.due = Some(due);
                    improvement.moves.push(entry.event);
                }
                Change::Ended(state) => improvement.state = state,
            }
        }
        improvements
    }

    /// One improvement.
    pub fn improvement(&self, id: ImprovementId, as_of: &AsOf) -> Option<Improvement> {
        self.improvements(as_of).into_iter().find(|improvement| improvement.id == id)
    }

    /// The reports whose period began on or before E, latest period first; of several for one
    /// period the highest rank.
    pub fn reports(&self, as_of: &AsOf) -> Vec<Report> {
        let mut reports: Vec<(&Entry<InitiativeFact>, &ProgressReported)> = self
            .history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                InitiativeFact::ProgressReported(report) => Some((entry, report)),
                _ => None,
            })
            .filter(|(_, report)| report.period.from() <= as_of.effective)
            .collect();
        reports.sort_by_key(|(entry, report)| {
            std::cmp::Reverse((report.period.from(), report.period.to(), entry.stamp.rank()))
        });
        reports.dedup_by_key(|(_, report)| report.period);
        reports
            .into_iter()
            .map(|(entry, report)| Report {
                event: entry.event,
                position: entry.stamp.position,
                by: entry.by,
                period: report.period,
                state: report.state,
            })
            .collect()
    }
}

enum Change {
    Moved(NaiveDate),
    Ended(ImprovementState),
}
