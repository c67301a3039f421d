//! Which readings of a metric are judged together: rebases and bridges.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::history::Entry;
use cxl_domain::id::ProgramId;
use cxl_domain::metric::{self, MetricFact, RebaseProposed};
use cxl_ledger::TextAt;

use crate::error::Problem;
use crate::fact::Fact;
use crate::ids::Global;
use crate::moment::Moment;
use crate::scalars::Date;
use crate::series::Series;
use crate::texts::Text;

/// A rebase at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Rebase {
    moment: Arc<Moment>,
    program: ProgramId,
    proposal: Entry<MetricFact>,
    proposed: RebaseProposed,
    approval: Option<Entry<MetricFact>>,
}

impl Rebase {
    pub(crate) fn of(moment: &Arc<Moment>, program: ProgramId, rebase: &metric::Rebase<'_>) -> Self {
        Self {
            moment: moment.clone(),
            program,
            proposal: rebase.proposal.clone(),
            proposed: rebase.proposed.clone(),
            approval: rebase.approval.cloned(),
        }
    }
}

/// A day from which on the limits of a series begin anew, proposed by one person and approved by another.
/// Until then it changes nothing.
#[Object]
impl Rebase {
    /// The event that proposes it, by which it is approved.
    async fn event(&self) -> ID {
        self.proposal.event.global()
    }

    /// The series.
    async fn series(&self) -> Series {
        Series::of(&self.moment, self.program, &self.proposed.series)
    }

    /// The limits begin anew with the first reading whose period begins on or after this day.
    async fn date(&self) -> Date {
        Date(self.proposed.date)
    }

    /// Why the process is known to be another one since.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.proposal, "/fact/reason")).await
    }

    /// The fact that proposes it.
    async fn proposal(&self) -> Fact {
        Fact::of(&self.moment, &self.proposal)
    }

    /// The fact that approves it, with its authority; null while nobody has.
    async fn approval(&self) -> Option<Fact> {
        self.approval
            .as_ref()
            .map(|approval| Fact::with_authority(&self.moment, approval, Some(self.program)))
    }
}

/// A bridge at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Bridge {
    moment: Arc<Moment>,
    program: ProgramId,
    entry: Entry<MetricFact>,
    bridged: metric::Bridged,
}

impl Bridge {
    pub(crate) fn of(
        moment: &Arc<Moment>,
        program: ProgramId,
        (entry, bridged): (&Entry<MetricFact>, &metric::Bridged),
    ) -> Self {
        Self { moment: moment.clone(), program, entry: entry.clone(), bridged: bridged.clone() }
    }
}

/// Two versions of a definition that measure the same as somebody found, so that their readings enter one
/// chart and one comparison.
#[Object]
impl Bridge {
    /// The earlier version.
    async fn earlier(&self) -> u32 {
        self.bridged.earlier
    }

    /// The later version.
    async fn later(&self) -> u32 {
        self.bridged.later
    }

    /// Why readings of the two may be compared.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/reason")).await
    }

    /// The fact that bridges them, with its authority.
    async fn fact(&self) -> Fact {
        Fact::with_authority(&self.moment, &self.entry, Some(self.program))
    }
}
