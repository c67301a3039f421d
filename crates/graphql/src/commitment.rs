//! Commitment integrity: every date and target that was moved.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use chrono::NaiveDate;
use cxl_domain::exception::Subject;
use cxl_domain::id::ProgramId;
use cxl_domain::time::day_in;
use cxl_ledger::TextAt;
use cxl_ledger::query::{Commitment, Moved, Terms};

use crate::connection::{Connection, Listing};
use crate::error::Problem;
use crate::ids::Global;
use crate::improvement::Improvement;
use crate::initiative::Initiative;
use crate::maturity::MaturityGoal;
use crate::meeting::Action;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::person::Person;
use crate::scalars::{Date, DateTime, Decimal};
use crate::subject;
use crate::texts::Text;

/// A moved promise at a moment.
#[derive(Debug, Clone)]
pub(crate) struct MovedCommitment {
    moment: Arc<Moment>,
    moved: Moved,
}

/// What was promised.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommitmentKind {
    /// That an improvement is delivered by a day.
    Delivery,
    /// That a metric reaches a value.
    Target,
    /// That an initiative, or a whole program, reaches a level or makes a practice routine by a day.
    MaturityTarget,
    /// That an action is done by a day.
    Action,
}

/// A page of the moved promises of a program, the latest first.
pub(crate) fn moved_commitments(
    moment: &Arc<Moment>,
    program: ProgramId,
    since: Option<NaiveDate>,
    first: i32,
    after: Option<&str>,
) -> Result<Connection<MovedCommitment>, Problem> {
    let list = Listing::open(moment, "movedCommitments", &(program, since), first, after)?;
    let zone = moment.views.zone_of(Some(program), list.moment.as_of());
    let on = |moved: &Moved| day_in(moved.stamp.ranked().to_utc(), zone);
    let mut rows = list.moment.inquiry().moved_commitments(program);
    rows.retain(|moved| since.is_none_or(|since| since < on(moved)));
    let key = |moved: &Moved| (moved.stamp.ranked().0, moved.stamp.position());
    let page = list.cut(rows, true, key);
    Ok(page.of(|moved| Some(MovedCommitment { moment: list.moment.clone(), moved })).connection())
}

/// One time that a promised date or target was moved. Corrections move nothing.
#[Object]
impl MovedCommitment {
    /// What was promised.
    async fn kind(&self) -> CommitmentKind {
        match self.moved.commitment {
            Commitment::Delivery(..) => CommitmentKind::Delivery,
            Commitment::Target(_) => CommitmentKind::Target,
            Commitment::Maturity(..) => CommitmentKind::MaturityTarget,
            Commitment::Action(..) => CommitmentKind::Action,
        }
    }

    /// The improvement whose date was moved.
    async fn improvement(&self) -> Option<Improvement> {
        match self.moved.commitment {
            Commitment::Delivery(_, improvement) => Improvement::seen(&self.moment, improvement),
            _ => None,
        }
    }

    /// The metric whose target was moved.
    async fn metric(&self) -> Option<Metric> {
        match self.moved.commitment {
            Commitment::Target(metric) => Metric::seen(&self.moment, metric),
            _ => None,
        }
    }

    /// The initiative whose target of maturity was moved; null for one of the whole program.
    async fn initiative(&self) -> Option<Initiative> {
        match self.moved.commitment {
            Commitment::Maturity(Some(initiative), _) => Initiative::seen(&self.moment, initiative),
            _ => None,
        }
    }

    /// What the moved target of maturity says is to be reached.
    async fn goal(&self) -> Option<MaturityGoal> {
        match self.moved.commitment {
            Commitment::Maturity(_, goal) => Some(goal.into()),
            _ => None,
        }
    }

    /// The action whose date was moved.
    async fn action(&self) -> Option<Action> {
        match self.moved.commitment {
            Commitment::Action(meeting, id) => subject::action(&self.moment, Subject::Action(meeting, id)),
            _ => None,
        }
    }

    /// The date promised before; null where there was none, and for targets of metrics.
    async fn date_before(&self) -> Option<Date> {
        self.moved.before.and_then(day)
    }

    /// The date promised from then on; null for targets of metrics.
    async fn date_after(&self) -> Option<Date> {
        day(self.moved.after)
    }

    /// The target of the metric before; null for dates.
    async fn target_before(&self) -> Option<Decimal> {
        self.moved.before.and_then(value)
    }

    /// The target of the metric from then on; null for dates.
    async fn target_after(&self) -> Option<Decimal> {
        value(self.moved.after)
    }

    /// Which move of this promise it is, from 1.
    async fn nth(&self) -> usize {
        self.moved.nth
    }

    /// From which day on the new terms hold.
    async fn from(&self) -> Date {
        Date(self.moved.from)
    }

    /// Who moved it.
    async fn by(&self) -> Person {
        Person::reference(&self.moment, self.moved.by)
    }

    /// Why.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        let position = self.moved.stamp.position();
        self.moment.text(TextAt { position, pointer: "/fact/reason" }).await
    }

    /// When the ledger recorded it.
    async fn recorded(&self) -> DateTime {
        self.moved.stamp.recorded.into()
    }

    /// Of history that was imported, the day on which its source published it.
    async fn published(&self) -> Option<Date> {
        self.moved.stamp.published.map(Date)
    }

    /// The event that moved it.
    async fn event(&self) -> ID {
        self.moved.event.global()
    }
}

fn day(terms: Terms) -> Option<Date> {
    match terms {
        Terms::Day(day) => Some(Date(day)),
        Terms::Value(_) => None,
    }
}

fn value(terms: Terms) -> Option<Decimal> {
    match terms {
        Terms::Value(value) => Some(Decimal(value)),
        Terms::Day(_) => None,
    }
}
