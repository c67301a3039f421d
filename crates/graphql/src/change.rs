//! What changed between two days.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object, SimpleObject};
use chrono::NaiveDate;
use cxl_domain::exception::Subject;
use cxl_domain::id::ProgramId;
use cxl_ledger::query::{self, Aspect, State};
use cxl_ledger::thing::Thing;

use crate::comparison::Verdict;
use crate::connection::{Connection, Listing};
use crate::decision::DecisionStatus;
use crate::enums::{Assurance, DeclaredState, InitiativeStatus, PracticeId, PracticeState, Signal};
use crate::error::Problem;
use crate::exception::Exception;
use crate::ids::Global;
use crate::improvement::{Improvement, State as ImprovementState};
use crate::meeting::{Action, ActionState};
use crate::metric::Metric;
use crate::moment::Moment;
use crate::naming::Named;
use crate::node::Node;
use crate::person::Person;
use crate::scalars::{Date, Decimal};
use crate::subject;

/// A change at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    moment: Arc<Moment>,
    of: query::Change,
}

/// What about a thing changed.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangedAspect {
    /// Whether it is there: chartered or defined, and not recorded in error.
    Existence,
    /// Whether an initiative runs.
    Status,
    /// Who owns an initiative.
    Owner,
    /// What the latest progress report declares.
    DeclaredState,
    /// The primary metric of an initiative.
    PrimaryMetric,
    /// How far an improvement has come.
    Improvement,
    /// When an improvement or an action is due.
    DueDate,
    /// How far a decision has come: put, decided, withdrawn, superseded; that it expired is computed.
    Decision,
    /// That a decision was carried out.
    CarriedOut,
    /// How far an action has come: agreed, done, dropped.
    Action,
    /// The verdict on the improvement delivered last. Computed.
    Verdict,
    /// The level of an initiative. Computed.
    Level,
    /// How far a practice of an initiative has come, or one that is earned by the program. Computed.
    Practice,
    /// The target of a metric.
    Target,
    /// Who is accountable for a metric.
    Accountable,
    /// The definition version of a metric.
    Definition,
    /// The signal of a metric's headline series. Computed.
    Signal,
    /// What a metric's headline series says about the target. Computed.
    Assurance,
    /// Something that became overdue or is awaited, or is so no more. Computed.
    Exception,
}

impl From<Aspect> for ChangedAspect {
    fn from(aspect: Aspect) -> Self {
        match aspect {
            Aspect::Existence => Self::Existence,
            Aspect::Status => Self::Status,
            Aspect::Owner => Self::Owner,
            Aspect::Declared => Self::DeclaredState,
            Aspect::PrimaryMetric => Self::PrimaryMetric,
            Aspect::Improvement(_) => Self::Improvement,
            Aspect::Due(_) | Aspect::ActionDue(_) => Self::DueDate,
            Aspect::Decision => Self::Decision,
            Aspect::CarriedOut => Self::CarriedOut,
            Aspect::Action(_) => Self::Action,
            Aspect::Verdict => Self::Verdict,
            Aspect::Level => Self::Level,
            Aspect::Practice(_) => Self::Practice,
            Aspect::Target => Self::Target,
            Aspect::Accountable => Self::Accountable,
            Aspect::Definition => Self::Definition,
            Aspect::Signal => Self::Signal,
            Aspect::Assurance => Self::Assurance,
            Aspect::Exception(_) => Self::Exception,
        }
    }
}

/// How an aspect stood: the one field that fits the aspect says it, the others are null. That something was
/// there, or carried out, none does.
#[derive(Debug, Default, SimpleObject)]
pub(crate) struct ChangeState {
    /// Whether an initiative ran.
    status: Option<InitiativeStatus>,
    /// The owner, or who was accountable.
    person: Option<Person>,
    /// What was declared.
    declared: Option<DeclaredState>,
    /// The primary metric; null for one that you cannot read.
    metric: Option<Metric>,
    /// How far an improvement had come.
    improvement: Option<ImprovementState>,
    /// The day on which an improvement or an action was due.
    date: Option<Date>,
    /// How far a decision had come.
    decision: Option<DecisionStatus>,
    /// How far an action had come.
    action: Option<ActionState>,
    /// The verdict.
    verdict: Option<Verdict>,
    /// The level.
    level: Option<u8>,
    /// How far a practice had come.
    practice: Option<PracticeState>,
    /// The target.
    value: Option<Decimal>,
    /// The definition version.
    version: Option<u32>,
    /// The signal.
    signal: Option<Signal>,
    /// The assurance.
    assurance: Option<Assurance>,
    /// What was overdue or awaited, with what had been said about it.
    exception: Option<Exception>,
}

impl ChangeState {
    fn of(moment: &Arc<Moment>, state: State) -> Self {
        let mut shown = Self::default();
        match state {
            State::There => {}
            State::Status(status) => shown.status = Some(status.into()),
            State::Person(person) => shown.person = Some(Person::reference(moment, person)),
            State::Declared(state) => shown.declared = Some(state.into()),
            State::Metric(metric) => shown.metric = Metric::seen(moment, metric),
            State::Improvement(state) => shown.improvement = Some(state.into()),
            State::Day(day) => shown.date = Some(Date(day)),
            State::Verdict(verdict) => shown.verdict = Some(verdict.into()),
            State::Level(level) => shown.level = Some(level),
            State::Practice(state) => shown.practice = Some(state.into()),
            State::Value(value) => shown.value = Some(Decimal(value)),
            State::Version(version) => shown.version = Some(version),
            State::Signal(signal) => shown.signal = Some(signal.into()),
            State::Assurance(assurance) => shown.assurance = Some(assurance.into()),
            State::Decision(standing) => shown.decision = Some(standing.into()),
            State::Action(state) => shown.action = Some(state.into()),
            State::Exception(noticed) => shown.exception = Some(Exception::noticed(moment, *noticed)),
        }
        shown
    }
}

/// A page of what changed in a program since the end of a day.
pub(crate) fn changes(
    moment: &Arc<Moment>,
    program: ProgramId,
    since: NaiveDate,
    first: i32,
    after: Option<&str>,
) -> Result<Connection<Change>, Problem> {
    let list = Listing::open(moment, "changes", &(program, since), first, after)?;
    let effective = list.moment.as_of().effective;
    if since > effective {
        return Err(Problem::bad_input(format!(
            "since is {since}; give a day up to that of the question, {effective}"
        )));
    }
    let rows: Vec<(usize, query::Change)> =
        list.moment.inquiry().changes(program, since).into_iter().enumerate().collect();
    let page = list.cut(rows, false, |(index, _)| *index);
    Ok(page.of(|(_, of)| Some(Change { moment: list.moment.clone(), of })).connection())
}

/// Something about a program that is not as it was on the earlier day.
#[Object]
impl Change {
    /// The initiative, metric or decision; of an action its meeting, of a practice that is earned by the program
    /// the program, of an exception what it is about. Null once it was recorded in error.
    async fn about(&self) -> Option<Node> {
        Node::seen(&self.moment, self.of.about.node())
    }

    /// What about it.
    async fn aspect(&self) -> ChangedAspect {
        self.of.aspect.into()
    }

    /// The improvement, where it is about one.
    async fn improvement(&self) -> Option<Improvement> {
        match self.of.aspect {
            Aspect::Improvement(id) | Aspect::Due(id) => Improvement::seen(&self.moment, id),
            Aspect::Exception(key) => subject::improvement(&self.moment, key.about),
            _ => None,
        }
    }

    /// The practice, where it is about one.
    async fn practice(&self) -> Option<PracticeId> {
        match self.of.aspect {
            Aspect::Practice(practice) => Some(practice.into()),
            Aspect::Exception(key) => subject::practice(key.about),
            _ => None,
        }
    }

    /// The action, where it is about one.
    async fn action(&self) -> Option<Action> {
        match (self.of.about, self.of.aspect) {
            (Thing::Meeting(meeting), Aspect::Action(id) | Aspect::ActionDue(id)) => {
                subject::action(&self.moment, Subject::Action(meeting, id))
            }
            (_, Aspect::Exception(key)) => subject::action(&self.moment, key.about),
            _ => None,
        }
    }

    /// Whether how it stands now is computed: it may have come about with nobody recording anything. Otherwise
    /// it was recorded.
    async fn computed(&self) -> bool {
        self.of.is_computed()
    }

    /// How it stood; null where there was nothing.
    async fn before(&self) -> Option<ChangeState> {
        self.of.before.clone().map(|state| ChangeState::of(&self.moment, state))
    }

    /// How it stands; null where there is nothing any more.
    async fn after(&self) -> Option<ChangeState> {
        self.of.after.clone().map(|state| ChangeState::of(&self.moment, state))
    }

    /// The recorded event on which the later state rests, where it is one alone.
    async fn event(&self) -> Option<ID> {
        self.of.event.map(|event| event.global())
    }

    /// The day on which it came to stand so. Of what was recorded, the day from which the fact holds, or the
    /// later one up to the effective day on which it became known; of what is overdue, expired or lapsed, the day on which it set in.
    /// Null where no one day tells, as of a signal.
    async fn on(&self) -> Option<Date> {
        self.of.on.map(Date)
    }
}
