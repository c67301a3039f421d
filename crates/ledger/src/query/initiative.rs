//! Questions about initiatives: verdict, signal, and the portfolio.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{InitiativeId, MetricId, PersonId, ProgramId};
use cxl_domain::initiative::{Improvement, ImprovementState, Initiative, MetricRole};
use cxl_domain::measurement::comparison::Comparison;
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::measurement::xmr::PointType;

use super::Inquiry;
use crate::views::Held;

/// Which initiatives are asked for. What is left out filters nothing.
#[derive(Debug, Clone, Default)]
pub struct InitiativeFilter {
    /// Of this program.
    pub program: Option<ProgramId>,
    /// At this level.
    pub level: Option<u8>,
    /// Of this owner; `Some(None)` for the vacant ones.
    pub owner: Option<Option<PersonId>>,
    /// Whose latest delivered improvement has this verdict, by its stable name.
    pub verdict: Option<&'static str>,
    /// Whose primary metric gives this signal.
    pub signal: Option<PointType>,
    /// Also those that were recorded in error; left out otherwise.
    pub in_error: bool,
}

/// By what initiatives are ordered; equal ones by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum InitiativeOrder {
    /// By code.
    #[default]
    Code,
    /// By the day on which they begin.
    Begins,
    /// By level.
    Level,
}

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// From the least.
    #[default]
    Ascending,
    /// From the greatest.
    Descending,
}

/// An initiative in a list, with what the list is ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitiativeRow {
    /// The initiative.
    pub id: InitiativeId,
    /// Its code.
    pub code: Code,
    /// The day on which it begins.
    pub begins: NaiveDate,
    /// Its level, where the list is filtered or ordered by it.
    pub level: Option<u8>,
}

impl<'a> Inquiry<'a> {
    /// An initiative that is known at this point in time and has begun on E.
    pub fn initiative(&self, id: InitiativeId) -> Option<&'a Held<Initiative>> {
        self.initiative_ever(id).filter(|held| held.state.exists(&self.as_of))
    }

    /// The same, also of what was recorded in error.
    pub fn initiative_ever(&self, id: InitiativeId) -> Option<&'a Held<Initiative>> {
        let held = self.views.initiative(id)?;
        let begun = held.state.begins(&self.as_of).is_some_and(|begins| begins <= self.as_of.effective);
        begun.then_some(&**held)
    }

    /// The initiatives that pass the filter, of the programs that `readable` lets through, in order.
    pub fn initiatives(
        &self,
        filter: &InitiativeFilter,
        order: InitiativeOrder,
        direction: Direction,
        readable: &dyn Fn(ProgramId) -> bool,
    ) -> Vec<InitiativeRow> {
        let programs = self
            .views
            .programs()
            .map(|held| held.state.id)
            .filter(|id| filter.program.is_none_or(|wanted| wanted == *id) && readable(*id));
        let here = programs.flat_map(|program| {
            let held = self.views.initiatives_of(program).map(|held| &held.state);
            held.filter(move |state| state.program(&self.as_of) == Some(program)).map(|state| state.id)
        });
        let mut rows: Vec<InitiativeRow> =
            here.filter_map(|id| self.row(id, filter, order == InitiativeOrder::Level)).collect();
        let by = |a: &InitiativeRow, b: &InitiativeRow| match order {
            InitiativeOrder::Code => Ordering::Equal,
            InitiativeOrder::Begins => a.begins.cmp(&b.begins),
            InitiativeOrder::Level => a.level.cmp(&b.level),
        };
        rows.sort_by(|a, b| by(a, b).then_with(|| (&a.code, a.id).cmp(&(&b.code, b.id))));
        if direction == Direction::Descending {
            rows.reverse();
        }
        rows
    }

    fn row(&self, id: InitiativeId, filter: &InitiativeFilter, with_level: bool) -> Option<InitiativeRow> {
        let held = if filter.in_error { self.initiative_ever(id) } else { self.initiative(id) }?;
        if let Some(owner) = filter.owner
            && held.state.owner(&self.as_of).map(|(_, owner)| owner) != owner
        {
            return None;
        }
        if let Some(signal) = filter.signal
            && self.signal(&held.state) != Some(signal)
        {
            return None;
        }
        if let Some(verdict) = filter.verdict
            && self.verdict(&held.state).map(Verdict::name) != Some(verdict)
        {
            return None;
        }
        let level = (with_level || filter.level.is_some()).then(|| self.assessment(held).level);
        if filter.level.is_some() && filter.level != level {
            return None;
        }
        Some(InitiativeRow {
            id,
            code: held.state.code(&self.as_of)?.clone(),
            begins: held.state.begins(&self.as_of)?,
            level,
        })
    }

    /// The signal of the primary metric's headline series.
    pub fn signal(&self, initiative: &Initiative) -> Option<PointType> {
        let metric = initiative.primary_metric(&self.as_of)?;
        self.chart(metric, None, None).ok()?.signal()
    }

    /// The improvement delivered last on or before E.
    pub fn latest_delivered(&self, initiative: &Initiative) -> Option<Improvement> {
        let delivered = |improvement: &Improvement| match improvement.state {
            ImprovementState::Delivered(day) => Some(day),
            ImprovementState::Started | ImprovementState::Abandoned(_) => None,
        };
        initiative
            .improvements(&self.as_of)
            .into_iter()
            .filter(|improvement| delivered(improvement).is_some())
            .max_by_key(|improvement| (delivered(improvement), improvement.stated_at))
    }

    /// The verdict on the improvement delivered last; `None` where none was delivered.
    pub fn verdict(&self, initiative: &Initiative) -> Option<Verdict> {
        self.latest_comparison(initiative).map(|comparison| comparison.verdict)
    }

    /// The comparison of the improvement delivered last.
    pub fn latest_comparison(&self, initiative: &Initiative) -> Option<Arc<Comparison>> {
        let improvement = self.latest_delivered(initiative)?;
        self.improvement_comparison(initiative, &improvement)?.ok()
    }

    /// The balancing metrics that became worse over the same stretches over which an improvement's
    /// metric improved: what makes the verdict *unbalanced*.
    pub fn unbalanced_by(&self, initiative: &Initiative, improvement: &Improvement) -> Vec<MetricId> {
        let verdict = |metric: MetricId| {
            self.comparison_on(metric, improvement)?.ok().map(|comparison| comparison.verdict)
        };
        if self.metric_of(initiative, improvement).and_then(verdict) != Some(Verdict::Improved) {
            return Vec::new();
        }
        self.balancing_metrics(initiative)
            .into_iter()
            .filter(|metric| verdict(*metric) == Some(Verdict::Worse))
            .collect()
    }

    /// The balancing metrics of an initiative on E.
    pub fn balancing_metrics(&self, initiative: &Initiative) -> Vec<MetricId> {
        let links = initiative.links(&self.as_of).into_iter();
        links.filter(|(_, role)| *role == MetricRole::Balancing).map(|(metric, _)| metric).collect()
    }
}
