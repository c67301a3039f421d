//! Readings in bulk, and what is computed from them.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use cxl_domain::id::{CommandId, MetricId};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::metric::RecordReading;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::AsOf;
use cxl_ledger::query::Inquiry;
use cxl_ledger::{BulkItem, ExecuteError};
use cxl_store::conformance::{Intercept, Intercepted};
use cxl_store::meta::{Actor, Claim};
use cxl_store::{Append, AppendError, Appended, EventStore, Expected, MemoryStore};
use uuid::Uuid;

use crate::world::{World, day, reading};

fn items(metric: MetricId, readings: impl IntoIterator<Item = RecordReading>) -> Vec<BulkItem> {
    readings.into_iter().map(|reading| BulkItem { metric, reading, claim: None }).collect()
}

/// Twelve months of a year, about 90 of 100.
fn year(year: i32) -> Vec<RecordReading> {
    (1..=12).map(|month| reading(&format!("{year}-{month:02}"), 88 + i64::from(month % 4), 100)).collect()
}

#[tokio::test]
async fn a_bulk_is_answered_item_by_item_and_a_bad_item_keeps_no_other_out() {
    let world = World::new().await;
    let metric = world.metric("IN-TIME").await;
    let actor = Actor::person(world.administrator);
    let bulk = CommandId(Uuid::from_u128(77));
    let mut readings = year(2019);
    readings[4].reading.figures =
        cxl_domain::measurement::figures::Figures::Ratio { numerator: 1.into(), denominator: 0.into() };
    let answers = world.ledger.record_readings(actor, bulk, items(metric, readings.clone())).await;
    assert_eq!(answers.len(), 12);
    for (index, answer) in answers.iter().enumerate() {
        match answer {
            Ok(executed) => assert_eq!((executed.events.len(), executed.replayed), (1, false)),
            Err(ExecuteError::Refused(Refusal::Figures { .. })) => assert_eq!(index, 4),
            Err(error) => panic!("{error}"),
        }
    }
    let before = world.ledger.snapshot().len;
    let again = world.ledger.record_readings(actor, bulk, items(metric, readings)).await;
    assert!(again.iter().enumerate().all(|(index, answer)| match answer {
        Ok(executed) => executed.replayed,
        Err(_) => index == 4,
    }));
    assert_eq!(world.ledger.snapshot().len, before);
}

#[tokio::test]
async fn figures_that_stand_already_record_nothing() {
    let world = World::new().await;
    let metric = world.metric("IN-TIME").await;
    let actor = Actor::person(world.administrator);
    world.ledger.record_readings(actor, CommandId(Uuid::from_u128(77)), items(metric, year(2019))).await;
    let before = world.ledger.snapshot().len;
    let again =
        world.ledger.record_readings(actor, CommandId(Uuid::from_u128(78)), items(metric, year(2019))).await;
    assert!(again.iter().all(|answer| answer.as_ref().is_ok_and(|executed| executed.events.is_empty())));
    assert_eq!(world.ledger.snapshot().len, before);
}

#[tokio::test]
async fn two_readings_of_one_period_in_one_bulk_are_decided_one_after_the_other() {
    let world = World::new().await;
    let metric = world.metric("IN-TIME").await;
    let actor = Actor::person(world.administrator);
    let first = reading("2019-01", 90, 100);
    let changed = reading("2019-01", 80, 100);
    let restated = RecordReading { restatement: Some(RestatementReason::SourceRevised), ..changed.clone() };
    let bulk = items(metric, [first, changed, restated]);
    let answers = world.ledger.record_readings(actor, CommandId(Uuid::from_u128(77)), bulk).await;
    assert!(answers[0].is_ok());
    assert!(matches!(answers[1], Err(ExecuteError::Refused(Refusal::RestatementNeedsReason { .. }))));
    assert!(answers[2].is_ok());
}

#[tokio::test]
async fn a_chart_shows_what_was_known_then() {
    let world = World::new().await;
    let metric = world.metric("IN-TIME").await;
    let actor = Actor::person(world.administrator);
    let published = |published: &str, reading| BulkItem {
        metric,
        reading,
        claim: Some(Claim { published: day(published), source: None, document: None, batch: None }),
    };
    let later =
        RecordReading { restatement: Some(RestatementReason::SourceRevised), ..reading("2019-03", 10, 100) };
    let bulk = vec![published("2019-04-05", reading("2019-03", 90, 100)), published("2019-10-05", later)];
    let answers = world.ledger.record_readings(actor, CommandId(Uuid::from_u128(77)), bulk).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let views = world.ledger.snapshot();
    let value = |known: &str| {
        let known = cxl_domain::time::end_of_day(day(known), chrono_tz::Asia::Ho_Chi_Minh);
        let as_of = AsOf { known, ..AsOf::head(day("2019-12-31")) };
        let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of };
        let chart = inquiry.chart(metric, None, None);
        chart.ok().and_then(|chart| chart.points.first().map(|point| point.value.to_string()))
    };
    // The metric itself was defined in 2020, so nothing is known of it before.
    assert_eq!(value("2019-12-31"), None);
    let lenient = |known: &str| {
        let known = cxl_domain::time::end_of_day(day(known), chrono_tz::Asia::Ho_Chi_Minh);
        let as_of = AsOf { known, ..AsOf::head(day("2019-12-31")) };
        let (_, series) = (0, views.metric(metric).unwrap().state.series.first().unwrap().clone());
        let current = series.current(cxl_domain::measurement::kind::MetricKind::Proportion, &as_of);
        current.first().map(|reading| reading.value.normalize().to_string())
    };
    assert_eq!(lenient("2019-04-04"), None);
    assert_eq!(lenient("2019-04-05").as_deref(), Some("0.9"));
    assert_eq!(lenient("2019-10-05").as_deref(), Some("0.1"));
}

#[tokio::test]
async fn windows_of_two_definitions_are_not_comparable() {
    use cxl_domain::calendar::Period;
    use cxl_domain::measurement::series::SeriesKey;
    use cxl_domain::measurement::verdict::{NotComparable, Verdict};
    let world = World::new().await;
    let metric = world.metric("IN-TIME").await;
    let views = world.ledger.snapshot();
    let as_of = AsOf::head(day("2020-01-01"));
    let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of };
    let year = |year: i32| Period::new(day(&format!("{year}-01-01")), day(&format!("{year}-12-31"))).unwrap();
    let compare = |after: Option<&SeriesKey>| {
        inquiry.window_comparison(metric, None, after, (year(2017), year(2018)), None).unwrap().verdict
    };
    let reason = NotComparable::Definition;
    assert_eq!(compare(Some(&SeriesKey::of(2))), Verdict::NotComparable { reason });
    assert!(matches!(compare(Some(&SeriesKey::of(1))), Verdict::NotEnoughData { .. }));
    assert!(matches!(compare(None), Verdict::NotEnoughData { .. }));
}

/// A keeper whose next append of several events finds that another node was quicker.
struct Overtaken {
    pending: AtomicBool,
}

#[async_trait]
impl Intercept for Overtaken {
    async fn append(&self, keeper: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
        if append.events.len() > 1 && self.pending.swap(false, Ordering::SeqCst) {
            let Expected::Exact(actual) = append.expected else { panic!("{:?}", append.expected) };
            let (stream, expected) = (append.stream, append.expected);
            return Err(AppendError::Conflict { stream, expected, actual: Some(actual) });
        }
        keeper.append(append).await
    }
}

#[tokio::test]
async fn a_bulk_that_another_node_overtook_is_decided_anew() {
    let store = Intercepted::new(MemoryStore::new(), Overtaken { pending: AtomicBool::new(false) });
    let world = World::in_store(store.clone()).await;
    let metric = world.metric("IN-TIME").await;
    store.by.pending.store(true, Ordering::SeqCst);
    let actor = Actor::person(world.administrator);
    let bulk = CommandId(Uuid::from_u128(77));
    let answers = world.ledger.record_readings(actor, bulk, items(metric, year(2019))).await;
    assert!(!store.by.pending.load(Ordering::SeqCst), "it was overtaken");
    assert_eq!(answers.len(), 12);
    assert!(answers.iter().all(Result::is_ok));
}
