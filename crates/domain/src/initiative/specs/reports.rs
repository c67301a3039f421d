use super::*;
use crate::refusal::Refusal;
use crate::spec::{on, period};

#[test]
fn a_report_takes_little_room() {
    use crate::history::Entry;
    assert!(size_of::<Entry<InitiativeFact>>() <= 88);
}

fn report(from: &str, to: &str, state: DeclaredState) -> ProgressReported {
    ProgressReported::new(
        period(from, to),
        state,
        Sentences {
            summary: text("forms are printed"),
            next_step: None,
            blocked_by: Some(text("a signature")),
        },
    )
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
fn a_report_is_not_published_before_its_period_begins() {
    let command =
        || Command::ReportProgress { report: report("2024-04-01", "2024-06-30", DeclaredState::OnTrack) };
    chartered().published("2024-03-31").when(command()).then_refused(Refusal::PublishedEarly {
        field: "period",
        day: day("2024-04-01"),
        published: day("2024-03-31"),
    });
    chartered().published("2024-04-01").when(command()).then_accepted();
}

#[test]
fn a_stopped_initiative_reports_what_came_before_the_stop_and_nothing_after() {
    let at = |from, to| Command::ReportProgress { report: report(from, to, DeclaredState::OffTrack) };
    let given = chartered().and(stopped().from("2024-05-10"));
    given
        .clone()
        .when(at("2024-06-01", "2024-06-30"))
        .then_refused(Refusal::NotRunning { status: "stopped", day: day("2024-06-01") });
    given
        .clone()
        .when(at("2024-05-10", "2024-05-31"))
        .then_refused(Refusal::NotRunning { status: "stopped", day: day("2024-05-10") });
    given.clone().when(at("2024-04-01", "2024-04-30")).then_accepted();
    given.when(at("2024-05-01", "2024-05-31")).then_accepted();
}

#[test]
fn a_paused_initiative_is_reported_on() {
    let report = report("2024-06-01", "2024-06-30", DeclaredState::AtRisk);
    chartered().and(paused().from("2024-05-10")).when(Command::ReportProgress { report }).then_accepted();
}

#[test]
fn a_stop_corrected_to_an_earlier_day_lists_the_reports_that_come_after_it() {
    let earlier =
        Command::Stop { reason: text("merged"), lesson: None, on: Some(day("2024-03-31")), authority: None };
    let state = chartered()
        .and(stopped().from("2024-06-30"))
        .and(reported("2024-03-01", "2024-03-31", DeclaredState::OnTrack))
        .and(reported("2024-04-01", "2024-04-30", DeclaredState::OnTrack))
        .when(correct(event(3), earlier))
        .then_accepted()
        .state;
    assert_eq!(state.broken_dependents(&on(spec::TODAY)), [event(5)]);
}

#[test]
fn a_second_report_of_a_period_supersedes_the_first_and_does_not_hide_it() {
    let first = reported("2024-04-01", "2024-06-30", DeclaredState::OnTrack);
    let second = reported("2024-04-01", "2024-06-30", DeclaredState::AtRisk).by(MINH);
    let state = chartered().and(first).and(second).state;
    let [counts, superseded] = state.reports(&on(spec::TODAY)).try_into().unwrap();
    assert_eq!((counts.event, counts.superseded_by), (event(4), None));
    assert_eq!((superseded.event, superseded.superseded_by), (event(3), Some(event(4))));
    assert_eq!((counts.by, superseded.by), (MINH, spec::LEAD));
    assert!(superseded.stamp.recorded < counts.stamp.recorded);
    let quarter = period("2024-04-01", "2024-06-30");
    assert_eq!(state.report_of(quarter, &on(spec::TODAY)), Some(counts));
    // Before the second was known, the first was the report.
    let then = state.report_of(quarter, &spec::known("2026-01-04")).unwrap();
    assert_eq!((then.event, then.superseded_by), (event(3), None));
}

#[test]
fn a_report_published_later_counts_in_whatever_order_they_were_recorded() {
    let june = |state, published| reported("2024-06-01", "2024-06-30", state).published(published);
    let state = chartered()
        .and(june(DeclaredState::AtRisk, "2024-08-01"))
        .and(june(DeclaredState::OnTrack, "2024-07-01"))
        .state;
    let counts = state.report_of(period("2024-06-01", "2024-06-30"), &on(spec::TODAY)).unwrap();
    assert_eq!((counts.event, counts.stamp.published), (event(3), Some(day("2024-08-01"))));
    assert_eq!(state.report_of(period("2024-07-01", "2024-07-31"), &on(spec::TODAY)), None);
}

#[test]
fn the_latest_period_comes_first_and_of_one_period_the_report_that_counts() {
    let state = chartered()
        .and(reported("2024-04-01", "2024-06-30", DeclaredState::OnTrack))
        .and(reported("2024-01-01", "2024-03-31", DeclaredState::OffTrack))
        .and(reported("2024-04-01", "2024-06-30", DeclaredState::AtRisk))
        .state;
    let reports: Vec<_> =
        state.reports(&on(spec::TODAY)).iter().map(|report| (report.event, report.state)).collect();
    let (at_risk, on_track) = ((event(5), DeclaredState::AtRisk), (event(3), DeclaredState::OnTrack));
    assert_eq!(reports, [at_risk, on_track, (event(4), DeclaredState::OffTrack)]);
    assert_eq!(state.reports(&on("2024-03-31")).len(), 1);
}
