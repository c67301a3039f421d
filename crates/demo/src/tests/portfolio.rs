//! The portfolio as a table, now and as of past days.

use std::fmt::Write as _;

use cxl_domain::maturity::PracticeState;
use cxl_domain::measurement::verdict::Verdict;
use cxl_ledger::query::{InitiativeFilter, InitiativeOrder, Inquiry, OrderDirection};
use cxl_ledger::{KnownAt, Question};

use super::super::company;
use super::super::story::day;
use super::told;

/// One line an initiative: code, status, owned or vacant, level, what it reaches beyond, verdict on the
/// improvement delivered last, signal and assurance of the primary metric.
fn portfolio(inquiry: &Inquiry<'_>) -> String {
    let rows = inquiry.initiatives(
        &InitiativeFilter::default(),
        InitiativeOrder::Code,
        OrderDirection::Ascending,
        &|_| true,
    );
    let mut table = String::new();
    for row in rows {
        let held = inquiry.initiative(row.id).unwrap();
        let as_of = &inquiry.as_of;
        let assessment = inquiry.assessment(held);
        let begun = assessment.practices.iter().filter(|at| at.state > PracticeState::None).count();
        let owner = if held.state.owner(as_of).is_some() { "owned" } else { "vacant" };
        let verdict = inquiry.verdict(&held.state).map_or("-", Verdict::name);
        let chart =
            held.state.primary_metric(as_of).and_then(|metric| inquiry.chart(metric, None, None).ok());
        let signal = chart.as_ref().and_then(|chart| chart.signal());
        let assurance = chart.as_ref().and_then(|chart| chart.assurance());
        writeln!(
            table,
            "{:<11}{:<8} {owner:<6} level {} ({begun:>2} practices begun) {verdict:<20} {:<14} {}",
            row.code.as_str(),
            held.state.status(as_of).0.name(),
            assessment.level,
            signal.map_or("-".into(), |signal| format!("{signal:?}")),
            assurance.map_or("-".into(), |assurance| format!("{assurance:?}")),
        )
        .unwrap();
    }
    table
}

#[tokio::test]
async fn the_portfolio_at_the_end_of_the_story() {
    insta::assert_snapshot!(portfolio(&told().await.now()));
}

#[tokio::test]
async fn the_portfolio_two_years_earlier_as_known_then_and_as_known_today() {
    let told = told().await;
    let then = day("2023-12-31");
    insta::assert_snapshot!(
        "as_known_on_2023_12_31",
        portfolio(&told.inquiry(Some(KnownAt::Date(then)), Some(then)))
    );
    insta::assert_snapshot!(
        "effective_2023_12_31_as_known_today",
        portfolio(&told.inquiry(None, Some(then)))
    );
}

#[tokio::test]
async fn the_portfolio_in_the_middle_of_the_log() {
    let told = told().await;
    let middle = told.views.len / 2;
    let recorded = told.views.ticks.at(middle).unwrap().to_utc().date_naive();
    insta::assert_snapshot!(portfolio(&told.inquiry(Some(KnownAt::Position(middle)), Some(recorded))));
}

#[tokio::test]
async fn a_restatement_takes_an_improvement_away() {
    let told = told().await;
    let verdict = |known| {
        let inquiry = told.inquiry(known, None);
        let japan = inquiry.views.program_by_code(&"JP".parse().unwrap(), &inquiry.as_of).unwrap();
        let app =
            inquiry.views.initiative_by_code(japan, &"JP-APP".parse().unwrap(), &inquiry.as_of).unwrap();
        inquiry.verdict(&inquiry.initiative(app).unwrap().state).unwrap().name()
    };
    assert_eq!(verdict(Some(KnownAt::Date(day("2024-06-30")))), "improved");
    assert_eq!(verdict(None), "no_detectable_change");
}

#[tokio::test]
async fn a_level_that_lapsed_while_nobody_owned_the_initiative_was_won_back() {
    let told = told().await;
    let level = |on: &str| {
        let inquiry = told.inquiry(None, Some(day(on)));
        let home = inquiry.views.program_by_code(&"VN".parse().unwrap(), &inquiry.as_of).unwrap();
        let wait = inquiry.views.initiative_by_code(home, &"WAIT".parse().unwrap(), &inquiry.as_of).unwrap();
        inquiry.assessment(inquiry.initiative(wait).unwrap()).level
    };
    assert_eq!([level("2022-03-31"), level("2022-12-31"), level("2023-12-31")], [2, 0, 2]);
}

#[tokio::test]
async fn what_was_over_before_the_ledger_began_was_known_then_unless_the_question_is_strict() {
    let told = told().await;
    let codes = |strict| {
        let known = Some(KnownAt::Date(day("2017-06-30")));
        let question = Question { known, strict, effective_on: Some(day("2017-06-30")) };
        let as_of = question.resolve(&told.views, company::ZONE, told.ledger.now()).unwrap().as_of;
        portfolio(&Inquiry { views: &told.views, analyses: &told.ledger.analyses, as_of })
    };
    assert!(codes(false).starts_with("HOTLINE    running") && codes(false).lines().count() == 1);
    assert_eq!(codes(true), "");
}
