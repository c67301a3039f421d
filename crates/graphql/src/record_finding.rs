//! What the record itself says of a practice.

use std::sync::Arc;

use async_graphql::{Context, Object};
use cxl_domain::exception::Subject;
use cxl_domain::maturity;
use cxl_domain::maturity::derived::{self, Counted, Derived, Finding};

use crate::connection::list_cost;
use crate::enums::PracticeId;
use crate::improvement::Improvement;
use crate::list::List;
use crate::moment::Moment;
use crate::node::Node;
use crate::period::Period;
use crate::scalars::Date;
use crate::spot::Spot;
use crate::subject;
use crate::words::Language;

/// By which formula the record shows a practice, in a sentence; `None` if by none.
pub(crate) fn formula(practice: maturity::PracticeId, language: cxl_words::Language) -> Option<String> {
    derived::Formula::of(practice)?;
    cxl_words::sentence(language, &format!("formula-{practice}"), [])
}

/// What the record says of a practice over one fiscal period, at a moment.
#[derive(Debug, Clone)]
pub(crate) struct RecordFinding {
    moment: Arc<Moment>,
    derived: Derived,
    counts: bool,
}

impl RecordFinding {
    pub(crate) fn of(moment: &Arc<Moment>, derived: Derived, counts: bool) -> Self {
        Self { moment: moment.clone(), derived, counts }
    }
}

/// What the record says of a practice over one fiscal period, by the formula of the practice.
#[Object]
impl RecordFinding {
    /// The practice.
    async fn practice(&self) -> PracticeId {
        self.derived.practice.into()
    }

    /// The fiscal period.
    async fn period(&self) -> Period {
        self.derived.period.into()
    }

    /// What is counted and what is asked of it, in a sentence.
    async fn formula(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> Option<String> {
        formula(self.derived.practice, Language::of(ctx, language))
    }

    /// Everything that was counted, by day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn counted(&self) -> List<RecordInput> {
        let input = |noted: &derived::Noted| RecordInput { moment: self.moment.clone(), noted: *noted };
        self.derived.counted.iter().map(input).collect()
    }

    /// How much of it was as the formula asks.
    async fn met(&self) -> usize {
        self.derived.met().count()
    }

    /// How much of it must be.
    async fn needed(&self) -> usize {
        self.derived.needed
    }

    /// Whether the record shows the practice: that is evidence which nobody has to provide or accept.
    async fn shown(&self) -> bool {
        self.derived.finding == Finding::Shown
    }

    /// Whether what it shows counts on the effective day.
    async fn counts(&self) -> bool {
        self.counts
    }

    /// From which day on the record speaks against the practice; null where it shows it. The day may still
    /// lie ahead.
    async fn speaks_against_from(&self) -> Option<Date> {
        match self.derived.finding {
            Finding::Shown => None,
            Finding::SpeaksAgainst(from) => Some(Date(from)),
        }
    }

    /// The days that what is shown covers.
    async fn covers(&self) -> Period {
        self.derived.covers.into()
    }

    /// Whether it rests on history that was imported; asked strictly, such history shows nothing.
    async fn backfilled(&self) -> bool {
        self.derived.backfilled()
    }
}

/// One thing that was counted, at a moment.
#[derive(Debug, Clone)]
pub(crate) struct RecordInput {
    moment: Arc<Moment>,
    noted: derived::Noted,
}

/// One thing that was counted for a practice.
#[Object]
impl RecordInput {
    /// The pain point, decision or insight; null for what is no thing of its own, and where you may not
    /// see it.
    async fn about(&self) -> Option<Node> {
        let subject = match self.noted.what {
            Counted::PainPoint(id) => Subject::PainPoint(id),
            Counted::Decision(id) => Subject::Decision(id),
            Counted::Insight(id) => Subject::Insight(id),
            Counted::Report(_) | Counted::Improvement(_) | Counted::Touchpoint(..) => return None,
        };
        subject::node(&self.moment, subject)
    }

    /// The improvement.
    async fn improvement(&self) -> Option<Improvement> {
        match self.noted.what {
            Counted::Improvement(id) => Improvement::seen(&self.moment, id),
            _ => None,
        }
    }

    /// The touchpoint.
    async fn touchpoint(&self) -> Option<Spot> {
        match self.noted.what {
            Counted::Touchpoint(_, id) => Spot::seen(&self.moment, id),
            _ => None,
        }
    }

    /// The days for which a progress report was due.
    async fn report_for(&self) -> Option<Period> {
        match self.noted.what {
            Counted::Report(period) => Some(period.into()),
            _ => None,
        }
    }

    /// The day by which it falls into its fiscal period.
    async fn on(&self) -> Date {
        Date(self.noted.on)
    }

    /// Whether it is as the formula asks.
    async fn met(&self) -> bool {
        self.noted.met
    }

    /// The last day on which it could still become so; null where that is the last day of the period.
    async fn deadline(&self) -> Option<Date> {
        self.noted.deadline.map(Date)
    }

    /// Whether it rests on history that was imported.
    async fn backfilled(&self) -> bool {
        self.noted.backfilled
    }
}
