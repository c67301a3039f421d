//! What a metric counts, version by version, and the value that it should reach.

use std::sync::Arc;

use async_graphql::Object;
use cxl_domain::history::Entry;
use cxl_domain::metric::{self, MetricFact};
use cxl_ledger::TextAt;
use cxl_ledger::views::Held;

use crate::error::Problem;
use crate::fact::Fact;
use crate::moment::Moment;
use crate::scalars::{Date, Decimal};
use crate::texts::Text;

/// A definition version.
#[derive(Debug, Clone)]
pub(crate) struct Definition {
    moment: Arc<Moment>,
    entry: Entry<MetricFact>,
    version: u32,
}

impl Definition {
    pub(crate) fn of(moment: &Arc<Moment>, entry: &Entry<MetricFact>, version: u32) -> Self {
        Self { moment: moment.clone(), entry: entry.clone(), version }
    }
}

/// A version of a metric's definition. Readings of two versions are not compared.
#[Object]
impl Definition {
    /// The version, from 1.
    async fn version(&self) -> u32 {
        self.version
    }

    /// What is counted, and how.
    async fn wording(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/wording")).await
    }

    /// The first day on which it is in force.
    async fn from(&self) -> Date {
        Date(self.entry.from())
    }

    /// The fact that stated it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// A target at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    moment: Arc<Moment>,
    held: Arc<Held<metric::Metric>>,
    target: metric::Target,
}

impl Target {
    pub(crate) fn of(moment: &Arc<Moment>, held: &Arc<Held<metric::Metric>>, target: metric::Target) -> Self {
        Self { moment: moment.clone(), held: held.clone(), target }
    }
}

/// The value that a metric should reach, from a day on.
#[Object]
impl Target {
    /// The value.
    async fn value(&self) -> Decimal {
        Decimal(self.target.value)
    }

    /// The first day on which it is in force.
    async fn from(&self) -> Date {
        Date(self.target.from)
    }

    /// The first day on which it no longer is; null if it has no end of its own. A later target takes
    /// its place all the same.
    async fn until(&self) -> Option<Date> {
        self.target.until.map(Date)
    }

    /// Why this one.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        let at = TextAt { position: self.target.position, pointer: "/fact/reason" };
        self.moment.text(at).await
    }

    /// The fact that set it, with its authority.
    async fn fact(&self) -> Option<Fact> {
        let entry = self.held.state.history.find(self.target.event)?;
        let program = self.held.state.program(self.moment.as_of());
        Some(Fact::with_authority(&self.moment, entry, program))
    }
}
