//! Exceptions of initiatives: oversight, owners, signals, reports, improvements, evidence.

use chrono::NaiveDate;
use cxl_domain::calendar::{FiscalCalendar, Period};
use cxl_domain::committee::{Committee, MeetingRhythm};
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::initiative::{Improvement, ImprovementState, Initiative, Report, Status};
use cxl_domain::measurement::xmr::{Chart, PointType};

use super::{ExceptionScope, after, exception, owner, plus_days, values};
use crate::query::Inquiry;

/// How many days ahead lapsing evidence asks for attention: about one meeting of a committee that meets
/// every quarter.
pub(super) const WARNED_AHEAD: u64 = 90;

/// How many periods back missing reports are counted.
const PERIODS_BACK: usize = 24;

/// Initiatives that no committee oversees, as soon as the program has one, and those without an owner.
pub(super) fn oversight_and_owners(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let has_committee = inquiry.committees_of(scope.program).next().is_some();
    let mut found = Vec::new();
    for held in inquiry.going(scope) {
        let (initiative, about) = (&held.state, Subject::Initiative(held.state.id));
        if has_committee && inquiry.overseer(initiative).is_none() {
            let named = initiative.committee(as_of).and_then(|id| inquiry.views.thing::<Committee>(id));
            let dissolved = named.and_then(|held| held.state.dissolved(as_of));
            let since = dissolved.or(initiative.begins(as_of)).unwrap_or(as_of.effective);
            found.push(exception(Kind::Unoverseen, about, since, None, owner(initiative, as_of)));
        }
        if owner(initiative, as_of).is_none() {
            let vacated =
                initiative.owners(as_of).into_iter().rfind(|(entry, _)| entry.holds_on(as_of.effective));
            let since = vacated.map(|(entry, _)| entry.from()).or(initiative.begins(as_of));
            found.push(exception(Kind::VacantOwner, about, since.unwrap_or(as_of.effective), None, None));
        }
    }
    found
}

/// Initiatives whose primary metric moved in the worse direction by more than noise.
pub(super) fn signals(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let concern = |initiative: &Initiative| {
        let metric = initiative.primary_metric(as_of)?;
        let since = concerning_since(&*inquiry.chart(metric, None, None).ok()?)?;
        let code = inquiry.metric(metric)?.0.state.code(as_of)?.to_string();
        let about = Subject::Initiative(initiative.id);
        let exception = exception(Kind::Concern, about, since, None, owner(initiative, as_of));
        Some(Exception { values: values([("metric", code)]), ..exception })
    };
    inquiry.going(scope).filter_map(|held| concern(&held.state)).collect()
}

/// The first day of the run of concerning points with which a chart ends.
fn concerning_since(chart: &Chart) -> Option<NaiveDate> {
    let run = chart.points.iter().rev().take_while(|point| point.point_type == PointType::Concern);
    run.last().map(|point| point.date)
}

/// Initiatives whose last report declares a better state than the record shows.
pub(super) fn declared_states(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let contradicted = |initiative: &Initiative| {
        let last = initiative.reports(as_of).into_iter().find(|it| it.superseded_by.is_none())?;
        let about = Subject::Initiative(initiative.id);
        let person = owner(initiative, as_of);
        inquiry
            .is_contradicted(initiative)
            .then(|| exception(Kind::DeclaredOtherwise, about, last.period.from(), None, person))
    };
    inquiry.going(scope).filter_map(|held| contradicted(&held.state)).collect()
}

/// Initiatives of which nothing was reported for a period of their committee's rhythm, although the days
/// that a report may take are over. Of several such periods in a row the first says since when.
pub(super) fn reports(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let mut found = Vec::new();
    for held in inquiry.going(scope).filter(|held| held.state.status(as_of).0 == Status::Running) {
        let missing = missing_reports(inquiry, &held.state);
        let Some((first, settled)) = missing.last() else { continue };
        let due = plus_days(first.to(), settled.due_within_days);
        let about = Subject::Initiative(held.state.id);
        let late = exception(Kind::ReportOverdue, about, after(due, 0), Some(due), owner(&held.state, as_of));
        let values = values([
            ("from", first.from().to_string()),
            ("to", first.to().to_string()),
            ("periods", missing.len().to_string()),
        ]);
        found.push(Exception { values, ..late });
    }
    found
}

/// The periods, the latest first, without a gap, of which a report is overdue on E.
fn missing_reports(inquiry: &Inquiry<'_>, initiative: &Initiative) -> Vec<(Period, MeetingRhythm)> {
    let as_of = &inquiry.as_of;
    let Some(committee) = inquiry.overseer(initiative) else { return Vec::new() };
    let (Some(settled), Some(begins)) = (committee.state.rhythm(as_of), initiative.begins(as_of)) else {
        return Vec::new();
    };
    let calendar = inquiry.calendar(initiative.program(as_of), as_of.effective);
    let reports = initiative.reports(as_of);
    let running = calendar.period_holding(settled.rhythm, as_of.effective);
    periods_before(calendar, settled, running)
        .take(PERIODS_BACK)
        .filter(|period| plus_days(period.to(), settled.due_within_days) < as_of.effective)
        .take_while(|period| begins <= period.to())
        .take_while(|period| committee.state.rhythm(&as_of.on(period.to())).is_some())
        .take_while(|period| initiative.committee(&as_of.on(period.to())) == Some(committee.state.id))
        .take_while(|period| !is_reported(&reports, *period))
        .map(|period| (period, settled))
        .collect()
}

/// Whether a report covers the period or ends in it.
pub(in crate::query) fn is_reported(reports: &[Report], period: Period) -> bool {
    reports.iter().any(|report| report.period.covers(period) || period.holds(report.period.to()))
}

fn periods_before(
    calendar: FiscalCalendar,
    settled: MeetingRhythm,
    running: Period,
) -> impl Iterator<Item = Period> {
    std::iter::successors(Some(running), move |period| Some(calendar.previous(settled.rhythm, *period)))
        .skip(1)
}

/// Improvements that are due and not over, and those that were delivered and not measured since.
pub(super) fn improvements(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let mut found = Vec::new();
    for held in inquiry.going(scope) {
        let person = owner(&held.state, as_of);
        for improvement in held.state.improvements(as_of) {
            let about = Subject::Improvement(held.state.id, improvement.id);
            match improvement.state {
                ImprovementState::Started => {
                    let Some(due) = improvement.due.filter(|due| *due < as_of.effective) else { continue };
                    let late = exception(Kind::ImprovementOverdue, about, after(due, 0), Some(due), person);
                    let moves = values([("moves", improvement.moves.len().to_string())]);
                    found.push(Exception { values: moves, ..late });
                }
                ImprovementState::Delivered(_) => {
                    let Some((due, metric)) = unmeasured(inquiry, &held.state, &improvement) else {
                        continue;
                    };
                    let late =
                        exception(Kind::ImprovementUnmeasured, about, after(due, 0), Some(due), person);
                    found.push(Exception { values: values([("metric", metric)]), ..late });
                }
                ImprovementState::Abandoned(_) => {}
            }
        }
    }
    found
}

/// Until when a first reading after the delivery was due, and of which metric, where there is none on E.
fn unmeasured(
    inquiry: &Inquiry<'_>,
    initiative: &Initiative,
    improvement: &Improvement,
) -> Option<(NaiveDate, String)> {
    let as_of = &inquiry.as_of;
    let ImprovementState::Delivered(delivered) = improvement.state else { return None };
    let (held, defined) = inquiry.metric(inquiry.metric_of(initiative, improvement)?)?;
    let calendar = inquiry.calendar(Some(defined.program), delivered);
    let touched = calendar.period_holding(defined.rhythm, delivered);
    let first_after =
        if touched.from() == delivered { touched } else { calendar.next(defined.rhythm, touched) };
    let due = plus_days(first_after.to(), defined.due_within_days.unwrap_or(0));
    if as_of.effective <= due {
        return None;
    }
    let series = inquiry.series(&held.state, None)?;
    let measured = inquiry
        .readings(held.state.id, &series)
        .iter()
        .any(|reading| delivered <= reading.period.from() && reading.period.to() <= as_of.effective);
    let code = held.state.code(as_of)?.to_string();
    (!measured).then_some((due, code))
}

/// Practices whose evidence lapses within the days of warning.
pub(super) fn evidence(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let ahead = chrono::Days::new(WARNED_AHEAD);
    let mut found = Vec::new();
    for held in inquiry.going(scope) {
        for standing in &inquiry.assessment(held).practices {
            let Some(lapses) = standing.lapses_on else { continue };
            let since = lapses.checked_sub_days(ahead).unwrap_or(NaiveDate::MIN);
            if as_of.effective < since {
                continue;
            }
            let about = Subject::Practice(held.state.id, standing.practice);
            let person = owner(&held.state, as_of);
            let soon = exception(Kind::EvidenceLapsing, about, since, Some(lapses), person);
            let periods =
                [("periods", standing.periods.to_string()), ("needed", standing.needed.to_string())];
            found.push(Exception { values: values(periods), ..soon });
        }
    }
    found
}
