//! What a program hears from its customers and passes on: the inputs of derived evidence for R1 and E1.

use chrono::NaiveDate;
use cxl_domain::id::{DepartmentId, EventId, InitiativeId, InsightId, PainPointId, PersonId, ProgramId};
use cxl_domain::insight::Insight;
use cxl_domain::organization::Side;
use cxl_domain::pain_point::{PainPoint, Source};

use super::Inquiry;

/// One time that a pain point was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeardPainPoint {
    /// The pain point.
    pub pain_point: PainPointId,
    /// The fact that says so.
    pub event: EventId,
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub source: Source,
    /// Whether that was imported later than the world knew it.
    pub backfilled: bool,
}

/// An insight that was shared, and from which side of the company it was acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedInsight {
    /// The insight.
    pub insight: InsightId,
    /// The first day on which it was shared.
    pub shared: NaiveDate,
    /// The first day on which somebody who meets customers acknowledged it.
    pub front_line: Option<NaiveDate>,
    /// The first day on which somebody behind those acknowledged it.
    pub back_office: Option<NaiveDate>,
    /// Whether any of that was imported later than the world knew it.
    pub backfilled: bool,
}

impl SharedInsight {
    /// The day from which front line and back office have both heard of it.
    pub fn heard_by_both(&self) -> Option<NaiveDate> {
        Some(self.front_line?.max(self.back_office?))
    }
}

impl Inquiry<'_> {
    /// Every time that a pain point was heard, on or before E, which an initiative has taken up by E; by day.
    pub fn heard_for(&self, initiative: InitiativeId, program: ProgramId) -> Vec<HeardPainPoint> {
        let things = self.views.things_of::<PainPoint>(program).map(|held| &held.state);
        let taken_up = things.filter(|pain_point| {
            self.has_begun(*pain_point, program) && pain_point.initiatives(&self.as_of).contains(&initiative)
        });
        let mut heard: Vec<_> = taken_up
            .flat_map(|pain_point| {
                pain_point.heard(&self.as_of).into_iter().map(|(entry, heard)| HeardPainPoint {
                    pain_point: pain_point.id,
                    event: entry.event,
                    on: entry.from(),
                    source: heard.source,
                    backfilled: entry.stamp.is_backfilled(),
                })
            })
            .collect();
        heard.sort_by_key(|it| (it.on, it.pain_point, it.event));
        heard
    }

    /// The insights of a program that were shared on or before E, by the first day on which they were.
    pub fn shared_insights(&self, program: ProgramId) -> Vec<SharedInsight> {
        let things = self.views.things_of::<Insight>(program).map(|held| &held.state);
        let begun = things.filter(|insight| self.has_begun(*insight, program));
        let mut shared: Vec<_> = begun.filter_map(|insight| self.shared_insight(insight)).collect();
        shared.sort_by_key(|it| (it.shared, it.insight));
        shared
    }

    fn shared_insight(&self, insight: &Insight) -> Option<SharedInsight> {
        let sharings = insight.sharings(&self.as_of);
        let (first, _) = sharings.first()?;
        let acknowledged = insight.acknowledgments(&self.as_of);
        let from = |side| {
            let mut days =
                acknowledged.iter().filter(|it| self.side(it.by, it.department, it.on) == Some(side));
            days.next().map(|it| it.on)
        };
        let backfilled = |event| insight.history.find(event).is_some_and(|it| it.stamp.is_backfilled());
        Some(SharedInsight {
            insight: insight.id,
            shared: first.from(),
            front_line: from(Side::FrontLine),
            back_office: from(Side::BackOffice),
            backfilled: first.stamp.is_backfilled() || acknowledged.iter().any(|it| backfilled(it.event)),
        })
    }

    /// On which side of the company somebody stood on a day: that of the department for which they spoke,
    /// else of their own.
    fn side(&self, person: PersonId, department: Option<DepartmentId>, on: NaiveDate) -> Option<Side> {
        let as_of = &self.as_of.on(on);
        let own = || self.views.person(person)?.state.department(as_of);
        let department = department.or_else(own)?;
        // It may be said of a department only later which side it is on.
        let on_that_day = self.views.organization().state.department(department, as_of);
        let side = on_that_day.and_then(|held| held.side);
        side.or_else(|| self.views.organization().state.department(department, &self.as_of)?.side)
    }
}
