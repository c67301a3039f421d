//! Appends whose answer is late, lost, or vague, over the stand-in, which is not KurrentDB.

use std::time::Duration;

use cxl_kurrent::Patience;
use cxl_kurrent_standin::{Call, Cluster, Fault};
use cxl_store::{AppendError, EventStore as _, StoreError};

use crate::common::{append, count, log, log_at, quick, stream, until};

#[tokio::test]
async fn an_append_whose_answer_is_lost_is_recorded_once() {
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    let faults = [Fault::Lost, Fault::LostAfter, Fault::TimedOutAfter, Fault::Stall, Fault::StallAfter];
    for (number, fault) in (0..).zip(faults) {
        cluster.fault(Call::Append, fault.clone());
        let appended = log.append(append(number, 0, 2)).await.unwrap();
        assert_eq!((appended.first_revision, appended.count), (0, 2), "{fault:?}");
        assert!(!appended.replayed, "{fault:?}: what stands there was recorded by this append");
        assert_eq!(count(&cluster, number), 2, "{fault:?}");
    }
    assert_eq!(cluster.faults_left(), 0);
}

#[tokio::test]
async fn an_append_without_any_answer_ends_by_saying_that_repeating_is_safe() {
    let cluster = Cluster::start(1);
    let patience = Patience { whole: Duration::from_millis(600), ..quick() };
    let log = log_at(&cluster.url(), patience);
    log.complete().await.unwrap();
    for _ in 0..20 {
        cluster.fault(Call::Append, Fault::StallAfter);
    }
    let error = log.append(append(1, 0, 1)).await.unwrap_err();
    assert!(matches!(error, AppendError::Store(StoreError::Unavailable { .. })), "{error}");
    assert!(error.to_string().contains("sending it again is safe"), "{error}");
    // It stands there, and is found without another word from the server.
    until(|| log.health().counted == 1).await;
    let appended = log.append(append(1, 0, 1)).await.unwrap();
    assert!(appended.replayed);
    assert_eq!(count(&cluster, 1), 1);
}

#[tokio::test]
async fn a_server_that_contradicts_itself_is_asked_in_pauses_and_not_for_ever() {
    let cluster = Cluster::start(1);
    let patience = Patience { whole: Duration::from_millis(600), ..quick() };
    let log = log_at(&cluster.url(), patience);
    log.complete().await.unwrap();
    for _ in 0..100_000 {
        cluster.fault(Call::Append, Fault::WrongVersion);
    }
    let error = log.append(append(1, 0, 1)).await.unwrap_err();
    assert!(matches!(error, AppendError::Store(StoreError::Unavailable { .. })), "{error}");
    assert!(error.to_string().contains("sending it again is safe"), "{error}");
    assert!(cluster.calls(Call::Append) < 20, "{} in half a second", cluster.calls(Call::Append));
}

#[tokio::test]
async fn an_append_too_large_for_the_server_is_refused_and_never_retried() {
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    cluster.fault(Call::Append, Fault::TooLarge);
    let refused = log.append(append(1, 0, 1)).await.unwrap_err();
    assert!(matches!(refused, AppendError::Store(StoreError::Refused { .. })), "{refused:?}");
    let told = refused.to_string();
    assert!(told.contains("Maximum Append Size of 1048576"), "the server's own words are passed on: {told}");
    assert!(told.contains(&cluster.port(0).to_string()), "it is said whose limit it is: {told}");
    assert_eq!(cluster.calls(Call::Append), 1);
}

#[tokio::test]
async fn appends_that_wait_do_not_urge_a_server_that_does_not_answer() {
    let cluster = Cluster::start(1);
    let whole = Duration::from_millis(600);
    let log = log_at(&cluster.url(), Patience { whole, longest_pause: 10 * whole, ..quick() });
    log.complete().await.unwrap();
    let looks = cluster.calls(Call::ReadAll);
    for _ in 0..100 {
        cluster.fault(Call::ReadAll, Fault::Lost);
    }
    log.append(append(1, 0, 1)).await.unwrap_err();
    // The pauses are 50, 100, 200, 400 ms; the first look may have come before the faults.
    let looks = cluster.calls(Call::ReadAll) - looks;
    assert!(looks <= 6, "{looks} looks");
}

#[tokio::test]
async fn an_append_takes_no_longer_than_it_may_whatever_is_asked_on_its_way() {
    use cxl_kurrent_standin::log::Expected::Any;
    let cluster = Cluster::start(1);
    let (whole, long) = (Duration::from_millis(300), Duration::from_secs(20));
    let log = log_at(&cluster.url(), Patience { whole, answer: long, idle: long, ..quick() });
    log.complete().await.unwrap();
    cluster.record(&format!("cx_{}", stream(1)), Any, uuid::Uuid::from_u128(7), b"{}");
    cluster.fault(Call::ReadStream, Fault::Stall);
    let begun = std::time::Instant::now();
    let error = log.append(append(1, 0, 1)).await.unwrap_err();
    assert!(begun.elapsed() < long / 2, "{:?}", begun.elapsed());
    assert!(error.to_string().contains("sending it again is safe"), "{error}");
}

#[tokio::test]
async fn a_page_that_ends_early_never_decides_what_became_of_an_append() {
    use cxl_kurrent_standin::log::Expected::Any;
    let cluster = Cluster::start(1);
    let log = log_at(&cluster.url(), Patience { idle: Duration::from_mins(1), ..quick() });
    log.complete().await.unwrap();
    let mixed = append(1, 0, 2);
    for id in [uuid::Uuid::from_u128(7), mixed.events[1].id] {
        cluster.record(&format!("cx_{}", stream(1)), Any, id, b"{}");
    }
    // One page tells how far the stream is, the next one what stands in the way.
    for _ in 0..2 {
        cluster.fault(Call::ReadStream, Fault::EndsAfter(1));
    }
    let refused = log.append(mixed.clone()).await;
    let id = mixed.events[1].id;
    assert!(matches!(&refused, Err(AppendError::Reused { id: used, .. }) if *used == id), "{refused:?}");

    cluster.fault(Call::ReadStream, Fault::EndsAfter(0));
    let refused = log.append(append(1, 7, 1)).await;
    assert!(matches!(refused, Err(AppendError::Conflict { actual: Some(1), .. })), "{refused:?}");
    assert_eq!(cluster.faults_left(), 0);
}

#[tokio::test]
async fn a_repetition_of_long_ago_is_recognized_with_a_few_reads() {
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    for number in 0..40 {
        log.append(append(number, 0, 40)).await.unwrap();
    }
    let reads = cluster.calls(Call::ReadStream);
    assert!(log.append(append(0, 0, 40)).await.unwrap().replayed);
    let reads = cluster.calls(Call::ReadStream) - reads;
    assert!((1..=2).contains(&reads), "{reads} reads for 40 events that left memory");
}
