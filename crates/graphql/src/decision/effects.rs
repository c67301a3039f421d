//! What was expected of a decision, and what its metric did since.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use cxl_domain::decision::{self, DecisionFact, EffectExpected};
use cxl_domain::history::Entry;
use cxl_ledger::query;
use cxl_ledger::views::Held;

use crate::comparison::{Compared, Comparison, analyzed};
use crate::error::Problem;
use crate::fact::Fact;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::scalars::{Date, Decimal};

/// An expected effect at a moment.
#[derive(Debug, Clone)]
pub(crate) struct ExpectedEffect {
    moment: Arc<Moment>,
    held: Arc<Held<decision::Decision>>,
    entry: Entry<DecisionFact>,
    effect: EffectExpected,
}

impl ExpectedEffect {
    pub(super) fn all(moment: &Arc<Moment>, held: &Arc<Held<decision::Decision>>) -> List<Self> {
        let effects = held.state.effects(moment.as_of()).into_iter();
        effects
            .map(|(entry, effect)| Self {
                moment: moment.clone(),
                held: held.clone(),
                entry: entry.clone(),
                effect,
            })
            .collect()
    }

    fn to_date(&self) -> Result<Option<query::EffectToDate>, Problem> {
        match self.moment.inquiry().effect_to_date(&self.held.state, &self.effect) {
            Some(effect) => analyzed(effect),
            None => Ok(None),
        }
    }
}

/// An effect that is expected of a decision, with what its metric did since the outcome. It says that
/// there is a difference, never that the decision brought it about.
#[Object]
impl ExpectedEffect {
    /// The metric that should move.
    async fn metric(&self) -> Option<Metric> {
        Metric::found(&self.moment, self.effect.metric)
    }

    /// By how much its mean should change: negative for a fall.
    async fn change(&self) -> Decimal {
        Decimal(self.effect.change)
    }

    /// The day on which that should be reached.
    async fn by(&self) -> Date {
        Date(self.effect.by)
    }

    /// The readings before the day of the outcome compared with those since, up to the effective day;
    /// null while nothing is decided.
    async fn comparison(&self) -> Result<Option<Comparison>, Problem> {
        let Some(query::EffectToDate { comparison, .. }) = self.to_date()? else { return Ok(None) };
        let series = self.moment.inquiry().effect_series(&self.held.state, &self.effect);
        let of = series.map(|series| Compared {
            moment: self.moment.clone(),
            metric: self.effect.metric,
            series,
            after_series: None,
        });
        Ok(Some(Comparison { comparison, of }))
    }

    /// Mean since minus mean before; null while nothing is decided, or one side has no readings.
    async fn difference(&self) -> Result<Option<Decimal>, Problem> {
        Ok(self.to_date()?.and_then(|effect| effect.difference).map(Decimal))
    }

    /// Whether by its day the comparison found a change in the expected direction by at least as much;
    /// null before that day, and where the readings do not tell.
    async fn came_true(&self) -> Result<Option<bool>, Problem> {
        Ok(self.to_date()?.and_then(|effect| effect.came_true))
    }

    /// The fact that states it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// How often the expectations of decisions came true.
#[derive(Debug, SimpleObject)]
pub(crate) struct Expectations {
    /// How many effects were expected of what was decided.
    expected: usize,
    /// For how many of them the day came and the readings tell.
    judged: usize,
    /// How many of these came true.
    came_true: usize,
    /// The share of the judged ones that came true, 0 to 1; null for fewer than 5.
    share: Option<Decimal>,
}

impl From<query::Expectations> for Expectations {
    fn from(expectations: query::Expectations) -> Self {
        let query::Expectations { expected, judged, came_true } = expectations;
        Self { expected, judged, came_true, share: expectations.share().map(Decimal) }
    }
}
