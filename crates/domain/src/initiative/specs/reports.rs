use super::*;
use crate::refusal::Refusal;
use crate::spec::{on, period};

fn report(from: &str, to: &str, state: DeclaredState) -> ProgressReported {
    ProgressReported {
        period: period(from, to),
        state,
        summary: text("forms are printed"),
        next_step: None,
        blocked_by: Some(text("a signature")),
    }
}

fn reported(from: &str, to: &str, state: DeclaredState) -> Past<InitiativeFact> {
    past(report(from, to, state)).from(from)
}

#[test]
fn progress_is_reported_for_a_period() {
    let said = report("2026-04-01", "2026-06-30", DeclaredState::AtRisk);
    chartered()
        .by(MINH)
        .when(Command::ReportProgress { report: said.clone() })
        .then([past(said).from("2026-04-01").by(MINH).event]);
}

#[test]
fn a_period_that_has_not_begun_is_not_reported() {
    chartered()
        .when(Command::ReportProgress { report: report("2026-06-16", "2026-06-30", DeclaredState::OnTrack) })
        .then_refused(Refusal::InFuture { field: "period", day: day("2026-06-16"), today: day(spec::TODAY) });
}

#[test]
fn a_period_before_the_initiative_is_not_reported() {
    chartered()
        .when(Command::ReportProgress { report: report("2023-10-01", "2023-12-31", DeclaredState::OnTrack) })
        .then_refused(Refusal::BeforeBeginning {
            field: "period",
            day: day("2023-12-31"),
            begins: day("2024-01-01"),
        });
}

#[test]
fn the_latest_report_of_a_period_counts_and_the_latest_period_comes_first() {
    let state = chartered()
        .and(reported("2024-04-01", "2024-06-30", DeclaredState::OnTrack))
        .and(reported("2024-01-01", "2024-03-31", DeclaredState::OffTrack))
        .and(reported("2024-04-01", "2024-06-30", DeclaredState::AtRisk))
        .state;
    let reports: Vec<_> =
        state.reports(&on(spec::TODAY)).iter().map(|report| (report.event, report.state)).collect();
    assert_eq!(reports, [(event(5), DeclaredState::AtRisk), (event(4), DeclaredState::OffTrack)]);
    assert_eq!(state.reports(&on("2024-03-31")).len(), 1);
}
