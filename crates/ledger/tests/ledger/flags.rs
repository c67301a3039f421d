//! Which figures deserve distrust: flags of improvements, flipped verdicts, and what clears a flag.

use std::collections::BTreeSet;

use cxl_domain::event::Sha256Hex;
use cxl_domain::exception::{ExceptionKind, Subject};
use cxl_domain::id::{EventId, ImprovementId, InitiativeId, MetricId};
use cxl_domain::initiative::{self, Charter, MetricRole};
use cxl_domain::measurement::flags::{FlagId, FlagTable, Judgment, Shown};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::measurement::relation::NoRelation;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::metric::{self, Bridged, FlagCleared, Purpose, RecordReading};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{ExceptionScope, Flag, Inquiry, RelationProblem};
use cxl_ledger::{Command, ExecuteError};

use crate::world::{World, code, day, instant, reading, text};

/// An initiative since 2019 whose one improvement began and was delivered with 2020, and its metric: about
/// 80 of 100 before and 90 after, up to August.
struct Improved {
    world: World,
    initiative: InitiativeId,
    improvement: ImprovementId,
    /// The event of its delivery.
    delivered: EventId,
    metric: MetricId,
}

impl Improved {
    async fn new() -> Self {
        let world = World::new().await;
        let metric = world.metric("IN-TIME").await;
        let charter = Charter {
            program: world.program,
            code: code("REFUNDS"),
            name: text("Refunds"),
            purpose: text("Nobody waits"),
            owner: None,
            committee: None,
            on: Some(day("2019-01-01")),
            authority: None,
        };
        let charter = Command::Initiative(None, initiative::Command::Charter(charter));
        let initiative = InitiativeId(world.run(charter).await.unwrap().id);
        let (improvement, delivered) = (ImprovementId(initiative.0), EventId(initiative.0));
        let mut this = Self { world, initiative, improvement, delivered, metric };
        this.link(metric, MetricRole::Primary).await;
        let title = text("Refunds are paid by machine");
        let start = initiative::Command::StartImprovement {
            title,
            metric: None,
            due: None,
            on: Some(day("2020-01-01")),
        };
        let started = this.on_initiative(start).await;
        this.improvement = ImprovementId(started);
        let (improvement, on) = (this.improvement, Some(day("2020-01-01")));
        let deliver = initiative::Command::DeliverImprovement { improvement, on };
        this.delivered = EventId(this.on_initiative(deliver).await);
        this.world.clock.set("2020-09-01T02:00:00Z");
        this.read(metric, 80, 90).await;
        this
    }

    async fn on_initiative(&self, act: initiative::Command) -> uuid::Uuid {
        self.world.run(Command::Initiative(Some(self.initiative), act)).await.unwrap().events[0].id.0
    }

    async fn on_metric(&self, act: metric::Command) {
        self.world.run(Command::Metric(Some(self.metric), act)).await.unwrap();
    }

    async fn link(&self, metric: MetricId, role: MetricRole) {
        let on = Some(day("2019-01-01"));
        self.on_initiative(initiative::Command::LinkMetric { metric, role, on }).await;
    }

    /// All of 2019 about one level, the eight months from then about another.
    async fn read(&self, metric: MetricId, before: i64, after: i64) {
        for month in 0..20 {
            let level = if month < 12 { before } else { after };
            let of = format!("{}-{:02}", 2019 + month / 12, month % 12 + 1);
            let read = metric::Command::RecordReading(reading(&of, level + i64::from(month % 3), 100));
            self.world.run(Command::Metric(Some(metric), read)).await.unwrap();
        }
    }

    /// The source states other figures for February to August.
    async fn restate(&self, level: i64) {
        for month in 2..=8 {
            let restated = RecordReading {
                restatement: Some(RestatementReason::Definition),
                ..reading(&format!("2020-{month:02}"), level + month % 3, 100)
            };
            self.on_metric(metric::Command::RecordReading(restated)).await;
        }
    }

    fn ask<T>(&self, as_of: AsOf, question: impl FnOnce(Inquiry<'_>) -> T) -> T {
        let views = self.world.ledger.snapshot();
        question(Inquiry { views: &views, analyses: &self.world.ledger.analyses, as_of })
    }

    fn today() -> AsOf {
        AsOf::head(day("2020-12-01"))
    }

    fn known_at(at: &str) -> AsOf {
        AsOf { known: instant(at).into(), ..Self::today() }
    }

    fn flag(&self, flag: FlagId, as_of: AsOf) -> Flag {
        self.ask(as_of, |inquiry| {
            let flags = inquiry.flags(self.metric);
            flags.iter().find(|it| it.flag == flag).unwrap().clone()
        })
    }

    async fn clear(&self, flag: FlagId, seen: Sha256Hex) -> Result<(), ExecuteError> {
        let improvement = Some(self.improvement);
        let (table, reason) = (FlagTable::Flags1, text("The auditor counted both"));
        let cleared = FlagCleared { table, flag, improvement, seen, reason };
        let clear = metric::Command::ClearFlag { cleared };
        self.world.run(Command::Metric(Some(self.metric), clear)).await.map(|_| ())
    }

    fn exceptions(&self, on: &str) -> BTreeSet<(ExceptionKind, Subject)> {
        let scope = ExceptionScope { program: self.world.program, committee: None };
        let found = self.ask(AsOf::head(day(on)), |inquiry| inquiry.exceptions(&scope));
        found.iter().map(|noticed| (noticed.exception.key.kind, noticed.exception.key.about)).collect()
    }
}

#[tokio::test]
async fn a_verdict_flips_when_a_restatement_changes_it_and_both_stay_on_record() {
    let case = Improved::new().await;
    case.world.clock.set("2020-10-01T02:00:00Z");
    case.restate(80).await;
    let flips = |as_of| {
        case.ask(as_of, |inquiry| {
            let held = &case.world.ledger.snapshot().initiative(case.initiative).unwrap().state.clone();
            inquiry.verdict_flips(held, &held.improvement(case.improvement, &as_of).unwrap())
        })
    };
    assert_eq!(flips(Improved::known_at("2020-09-15T00:00:00Z")), []);
    let found = flips(Improved::today());
    assert_eq!(found.len(), 1);
    let flip = &found[0];
    assert_eq!((flip.before, flip.after), (Verdict::Improved, Verdict::NoDetectableChange));
    assert_eq!((flip.day, flip.restated.len()), (day("2020-10-01"), 7));
    assert!(flip.restated.iter().all(|it| it.reason == Some(RestatementReason::Definition)));
    assert!(flip.restated.iter().all(|it| it.after < it.before));
    let flag = case.flag(FlagId::FlippedByRestatement, Improved::today());
    assert_eq!((flag.is_open(), flag.judgment.data().len()), (true, 7));
    assert!(!case.flag(FlagId::FlippedByRestatement, Improved::known_at("2020-09-15T00:00:00Z")).is_open());
}

#[tokio::test]
async fn a_flag_is_cleared_over_the_data_that_were_seen_and_other_data_raise_it_again() {
    let case = Improved::new().await;
    case.world.clock.set("2020-10-01T02:00:00Z");
    case.restate(80).await;
    let flipped = || case.flag(FlagId::FlippedByRestatement, Improved::today());
    let subject = Subject::Improvement(case.initiative, case.improvement);
    assert!(case.exceptions("2020-12-01").contains(&(ExceptionKind::FlagRaised, subject)));
    let unseen = case.clear(FlagId::FlippedByRestatement, Sha256Hex([7; 32])).await;
    assert!(matches!(unseen, Err(ExecuteError::Refused(Refusal::FlagNotRaised))), "{unseen:?}");
    let seen = flipped().seen.unwrap();
    case.clear(FlagId::FlippedByRestatement, seen).await.unwrap();
    assert!(!flipped().is_open() && flipped().cleared.is_some());
    assert!(!case.exceptions("2020-12-01").contains(&(ExceptionKind::FlagRaised, subject)));
    let again = case.clear(FlagId::FlippedByRestatement, seen).await;
    assert!(matches!(again, Err(ExecuteError::Refused(Refusal::FlagClearedAlready))), "{again:?}");
    case.world.clock.set("2020-11-01T02:00:00Z");
    case.restate(91).await;
    assert!(flipped().is_open() && flipped().seen != Some(seen));
}

#[tokio::test]
async fn a_balancing_metric_that_paid_for_an_improvement_raises_a_flag() {
    let case = Improved::new().await;
    assert_eq!(case.flag(FlagId::Unbalanced, Improved::today()).judgment, Judgment::NotApplicable);
    let other = case.world.metric("FIRST-TIME").await;
    case.link(other, MetricRole::Balancing).await;
    assert_eq!(case.flag(FlagId::Unbalanced, Improved::today()).judgment, Judgment::Quiet);
    case.read(other, 70, 50).await;
    let flag = case.flag(FlagId::Unbalanced, Improved::today());
    assert_eq!(flag.judgment.data()[0].metric, Some(other));
}

#[tokio::test]
async fn a_comparison_that_rests_on_a_bridge_or_another_headline_raises_a_flag() {
    let case = Improved::new().await;
    assert_eq!(case.flag(FlagId::ChangedWithin, Improved::today()).judgment, Judgment::Quiet);
    let wording = text("Refunds paid within a working day");
    case.on_metric(metric::Command::Redefine { wording, on: Some(day("2020-07-01")) }).await;
    let series = SeriesKey::of(2);
    case.on_metric(metric::Command::NameHeadline { series, on: Some(day("2020-07-01")) }).await;
    let flag = case.flag(FlagId::ChangedWithin, Improved::today());
    let shown: Vec<_> = flag.judgment.data().iter().map(|row| row.series.clone()).collect();
    assert_eq!(shown, [Some(SeriesKey::of(1)), Some(SeriesKey::of(2))]);
    let bridged = Bridged { earlier: 1, later: 2, reason: text("Nobody pays on a holiday") };
    let lead = case.world.person("LEAD", Role::ProgramLead).await;
    let bridge = metric::Command::Bridge { bridged, authority: None };
    case.world.run_as(lead, Command::Metric(Some(case.metric), bridge)).await.unwrap();
    assert!(case.flag(FlagId::ChangedWithin, Improved::today()).is_open());
}

#[tokio::test]
async fn a_delivery_that_is_moved_after_the_result_was_known_raises_a_flag() {
    let case = Improved::new().await;
    let late = |case: &Improved| case.flag(FlagId::BaselineChosenLate, Improved::today());
    assert_eq!(late(&case).judgment, Judgment::Quiet);
    case.world.clock.set("2020-10-01T02:00:00Z");
    let (improvement, on) = (case.improvement, Some(day("2020-01-15")));
    let correct = initiative::Command::Correct(cxl_domain::command::Correct {
        event: case.delivered,
        reason: text("It was switched on later"),
        with: Box::new(initiative::Command::DeliverImprovement { improvement, on }),
    });
    case.on_initiative(correct).await;
    let shown: Vec<_> = late(&case).judgment.data().iter().map(|row| (row.shown, row.day)).collect();
    let (corrected, known) = (Some(day("2020-10-01")), Some(day("2020-09-01")));
    assert_eq!(shown, [(Shown::Delivery, corrected), (Shown::Result, known)]);
}

#[tokio::test]
async fn whom_a_metric_judges_who_enters_it_and_targets_moved_late_are_flagged() {
    let case = Improved::new().await;
    let flag = |flag| case.flag(flag, Improved::today());
    for quiet in [FlagId::JudgesPeople, FlagId::TargetMoved, FlagId::EnteredByMeasured] {
        assert!(!flag(quiet).is_open(), "{quiet}");
    }
    let purposes = BTreeSet::from([Purpose::Strategy, Purpose::Appraisal]);
    case.on_metric(metric::Command::DeclarePurpose { purposes, on: Some(day("2020-09-01")) }).await;
    let person = case.world.administrator;
    case.on_metric(metric::Command::AssignAccountable { person, on: Some(day("2020-08-01")) }).await;
    assert_eq!(flag(FlagId::EnteredByMeasured).judgment.data().len(), 1);
    assert!(flag(FlagId::JudgesPeople).is_open());
    // Of days before the ledger knew the metric nobody can tell when the target became known.
    case.world.clock.set("2020-10-01T02:00:00Z");
    case.on_metric(target("0.9", "2019-06-01")).await;
    assert_eq!(flag(FlagId::TargetMoved).judgment, Judgment::CannotBeJudged);
    case.on_metric(target("0.85", "2020-07-01")).await;
    // July and August, each with its target and its value.
    assert_eq!(flag(FlagId::TargetMoved).judgment.data().len(), 4);
    assert!(
        case.exceptions("2020-12-01").contains(&(ExceptionKind::FlagRaised, Subject::Metric(case.metric)))
    );
}

fn target(value: &str, on: &str) -> metric::Command {
    metric::Command::SetTarget {
        value: value.parse().unwrap(),
        reason: Some(text("Best in class")),
        on: Some(day(on)),
        until: None,
        authority: None,
    }
}

#[tokio::test]
async fn how_a_metric_moves_with_another_is_told_of_twelve_pairs_of_one_rhythm_and_refused_of_fewer() {
    let case = Improved::new().await;
    let sales = case.world.metric("SALES").await;
    let relation =
        || case.ask(Improved::today(), |inquiry| inquiry.relation((case.metric, None), (sales, None)));
    assert_eq!(relation(), Err(RelationProblem::NoRelation(NoRelation::TooFew { pairs: 0 })));
    case.read(sales, 40, 45).await;
    let lags = relation().unwrap();
    assert_eq!((lags.len(), lags[0].levels.map(|it| it.pairs)), (7, Some(20)));
    assert!(lags[0].levels.unwrap().is_more_than_chance());
    let unknown = MetricId(uuid::Uuid::from_u128(9));
    let refused =
        case.ask(Improved::today(), |inquiry| inquiry.relation((case.metric, None), (unknown, None)));
    assert_eq!(refused, Err(RelationProblem::NoSeries));
}
