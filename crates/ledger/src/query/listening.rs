//! What a program hears from its customers and passes on: the inputs of derived evidence for R1 and E1.

use chrono::NaiveDate;
use cxl_domain::id::{DepartmentId, EventId, InitiativeId, PersonId, ProgramId};
use cxl_domain::insight::Insight;
use cxl_domain::maturity::derived::{Heard, SharedInsight};
use cxl_domain::organization::Side;
use cxl_domain::pain_point::PainPoint;

use super::Inquiry;

impl Inquiry<'_> {
    /// Every time that a pain point of a program was heard, on or before E, with the initiatives that took
    /// it up by E.
    pub fn pain_points_heard(&self, program: ProgramId) -> Vec<(InitiativeId, Heard)> {
        let things = self.views.things_of::<PainPoint>(program).map(|held| &held.state);
        let begun = things.filter(|pain_point| self.has_begun(*pain_point, program));
        let mut heard = Vec::new();
        for pain_point in begun {
            let hearings = pain_point.heard(&self.as_of);
            for (taken_up, initiative) in pain_point.takings(&self.as_of) {
                heard.extend(hearings.iter().map(|(entry, _)| {
                    let on = entry.from().max(taken_up.from());
                    let backfilled = entry.stamp.is_backfilled() || taken_up.stamp.is_backfilled();
                    (initiative, Heard { pain_point: pain_point.id, on, backfilled })
                }));
            }
        }
        heard
    }

    /// The insights of a program that were shared on or before E.
    pub fn shared_insights(&self, program: ProgramId) -> Vec<SharedInsight> {
        let things = self.views.things_of::<Insight>(program).map(|held| &held.state);
        let begun = things.filter(|insight| self.has_begun(*insight, program));
        begun.filter_map(|insight| self.shared_insight(insight)).collect()
    }

    fn shared_insight(&self, insight: &Insight) -> Option<SharedInsight> {
        let sharings = insight.sharings(&self.as_of);
        let (first, _) = sharings.first()?;
        let acknowledged = insight.acknowledgments(&self.as_of);
        let from = |side| {
            let theirs = acknowledged.iter();
            theirs.filter(move |it| self.side(it.by, it.department, it.on) == Some(side))
        };
        // Whoever moved from one side to the other is still one person.
        let of_two = from(Side::FrontLine).flat_map(|front_line| {
            let others = from(Side::BackOffice).filter(|it| it.by != front_line.by);
            others.map(move |back_office| (front_line, back_office))
        });
        let both = of_two.min_by_key(|(front_line, back_office)| front_line.on.max(back_office.on));
        let is_backfilled =
            |event: EventId| insight.history.find(event).is_some_and(|it| it.stamp.is_backfilled());
        Some(SharedInsight {
            insight: insight.id,
            shared: first.from(),
            heard_by_both: both.map(|(front_line, back_office)| front_line.on.max(back_office.on)),
            backfilled: first.stamp.is_backfilled()
                || both.is_some_and(|(one, other)| is_backfilled(one.event) || is_backfilled(other.event)),
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
