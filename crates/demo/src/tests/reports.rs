//! What the reports say is about their own initiative, and what the ledger knew on their day.

use cxl_domain::id::InitiativeId;
use cxl_domain::initiative::{DeclaredState, InitiativeFact};
use cxl_store::codec::{AnyEvent, decode};
use cxl_store::seal::{Opened, open_body};

use super::super::initiatives::LINKS;
use super::super::initiatives::improvements::IMPROVEMENTS;
use super::super::metrics::METRICS;
use super::{Told, told};

/// A report as somebody reads it.
struct Read {
    initiative: String,
    state: DeclaredState,
    summary: String,
    blocked: bool,
}

/// Every report that was written, in order, whatever became of it.
fn reports(told: &Told) -> Vec<Read> {
    let now = told.now();
    let mut reports = Vec::new();
    for recorded in &told.log {
        let AnyEvent::Initiative(event) = decode(recorded).unwrap().0 else { continue };
        let InitiativeFact::ProgressReported(report) = event.fact else { continue };
        let held = now.views.initiative(InitiativeId(recorded.stream.id())).unwrap();
        let texts = open_body(&recorded.body, recorded.id, &**told.ledger.vault()).unwrap();
        let blocked = texts.iter().any(|(pointer, _)| pointer.ends_with("blocked_by"));
        let summary = texts.into_iter().find(|(pointer, _)| pointer.ends_with("summary")).unwrap().1;
        let Opened::Clear(summary) = summary else { panic!("a key is missing") };
        reports.push(Read {
            initiative: held.state.code(&now.as_of).unwrap().to_string(),
            state: report.state,
            summary,
            blocked,
        });
    }
    reports
}

/// Names of a thing that is written in both languages.
fn names(both: &'static str) -> impl Iterator<Item = &'static str> {
    both.split(" · ")
}

/// Everything that belongs to an initiative and is called by a name: its metrics and improvements.
fn own(code: &str) -> Vec<&'static str> {
    let linked = LINKS.iter().filter(|(of, ..)| *of == code).map(|(_, metric, ..)| *metric);
    let metrics = linked.filter_map(|code| METRICS.iter().find(|metric| metric.code == code));
    let titles = IMPROVEMENTS.iter().filter(|(of, ..)| *of == code).map(|(.., title)| *title);
    metrics.map(|metric| metric.name).chain(titles).flat_map(names).collect()
}

#[tokio::test]
async fn a_report_speaks_of_the_metric_and_the_improvements_of_its_own_initiative() {
    let reports = reports(told().await);
    assert!(reports.len() > 300, "{} reports", reports.len());
    let mut silent = 0;
    for Read { initiative, summary, .. } in &reports {
        let own = own(initiative);
        let everything =
            METRICS.iter().map(|metric| metric.name).chain(IMPROVEMENTS.iter().map(|line| line.6));
        for name in everything.flat_map(names).filter(|name| !own.contains(name)) {
            assert!(!summary.contains(&format!("“{name}”")), "{initiative}: {summary}");
            assert!(!summary.contains(&format!("{name}:")), "{initiative}: {summary}");
        }
        silent += usize::from(!own.iter().any(|name| summary.contains(name)));
    }
    assert!(silent * 10 < reports.len(), "{silent} of {} reports name nothing of their own", reports.len());
}

#[tokio::test]
async fn a_report_is_written_in_the_language_of_its_program() {
    for Read { initiative, summary, .. } in reports(told().await) {
        let is_english = summary.replace(['“', '”'], "").is_ascii();
        assert_eq!(is_english, initiative.starts_with("JP-"), "{initiative}: {summary}");
        assert!(!summary.contains(" · "), "{initiative}: {summary}");
    }
}

#[tokio::test]
async fn the_declared_state_and_the_sentence_say_the_same() {
    for Read { initiative, state, summary, blocked } in reports(told().await) {
        let on_track = state == DeclaredState::OnTrack;
        let about = format!("{initiative} {state:?}: {summary}");
        let trouble = ["lùi hạn", "put off", "đã dừng", "given up", "chưa có người phụ trách", "Nobody owns"];
        let worse = ["kém hơn", "worse than"].iter().any(|word| summary.contains(word));
        assert!(!on_track || !worse, "{about}");
        assert!(!on_track || !trouble.iter().any(|word| summary.contains(word)), "{about}");
        assert!(on_track || blocked || summary.contains("tính cả chat"), "{about}");
        let better = ["tốt hơn", "better than"].iter().any(|word| summary.contains(word));
        let said = trouble.iter().any(|word| summary.contains(word));
        assert!(state != DeclaredState::OffTrack || !better || said, "{about}");
    }
}

#[tokio::test]
async fn every_declared_state_occurs_and_most_reports_are_on_track() {
    let reports = reports(told().await);
    let count = |state| reports.iter().filter(|report| report.state == state).count();
    let [on, risk, off] = [DeclaredState::OnTrack, DeclaredState::AtRisk, DeclaredState::OffTrack].map(count);
    assert!(on > reports.len() / 2 && risk > 20 && off > 5, "{on} {risk} {off}");
}

#[tokio::test]
async fn a_report_keeps_the_figure_of_its_day_and_later_ones_stand_beside_the_restated_one() {
    let reports = reports(told().await);
    let of = |month: &str| {
        let about = |read: &&Read| read.initiative == "JP-APP" && read.summary.contains(month);
        &*reports.iter().find(about).unwrap_or_else(|| panic!("no report about {month}")).summary
    };
    let figures = |summary: &str| -> Vec<String> {
        let words = summary.split_whitespace().filter(|word| word.ends_with('%'));
        words.map(str::to_owned).collect()
    };
    let (then, since) = (of("in December 2023,"), of("in December 2024,"));
    assert!(of("in March 2023,").contains("better than"), "{}", of("in March 2023,"));
    assert_ne!(figures(then).first(), figures(since).last(), "{then} {since}");
}
