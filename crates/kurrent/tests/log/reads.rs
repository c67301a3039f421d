//! Pages that break, neighbors in the same database, and logs that do not go on from what was counted, over the
//! stand-in, which is not KurrentDB.

use cxl_kurrent_standin::{Call, Cluster, Fault};
use cxl_store::{AppendError, EventStore as _, StoreError};

use crate::common::{append, log, log_at, quick, seen_by_a_follower, stream, until};

#[tokio::test]
async fn a_page_that_breaks_or_ends_early_leaves_nothing_out_and_repeats_nothing() {
    let cluster = Cluster::start(1);
    let writer = log(&cluster).await;
    for number in 0..30 {
        writer.append(append(number, 0, 3)).await.unwrap();
    }
    for kept in [0, 1, 2, 7, 20, 40] {
        cluster.fault(Call::ReadAll, Fault::EndsAfter(kept));
        cluster.fault(Call::ReadAll, Fault::BreaksAfter(kept));
    }
    let follower = log_at(&cluster.url(), quick());
    while follower.complete().await.is_err() {}
    let seen = seen_by_a_follower(&follower, 90).await;
    assert_eq!(seen, seen_by_a_follower(&writer, 90).await);
    assert_eq!(seen.len(), 90);
}

#[tokio::test]
async fn a_read_that_never_answers_is_asked_again_over_a_new_connection() {
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    log.append(append(1, 0, 5)).await.unwrap();
    cluster.fault(Call::ReadStream, Fault::Stall);
    cluster.fault(Call::ReadStream, Fault::BreaksAfter(2));
    assert_eq!(log.read_stream(&stream(1), 0, 10).await.unwrap().len(), 5);
    cluster.fault(Call::ReadAll, Fault::Stall);
    cluster.fault(Call::ReadAll, Fault::Stall);
    log.append(append(1, 5, 1)).await.unwrap();
}

#[tokio::test]
async fn a_stream_of_another_form_is_passed_over_and_a_neighbor_is_never_seen() {
    use cxl_kurrent_standin::log::Expected::Any;
    let cluster = Cluster::start(1);
    for (number, name) in (0..).zip(["cx_stray", "cy_thing-1", "$stats-0", "cxx_thing", "cx_stray"]) {
        cluster.record(name, Any, uuid::Uuid::from_u128(number), b"{}");
    }
    let log = log(&cluster).await;
    assert_eq!(log.append(append(1, 0, 1)).await.unwrap().first_position, 0);
    assert_eq!((log.health().counted, log.health().strangers), (1, 2));
}

#[tokio::test]
async fn a_ledger_at_rest_does_not_search_the_events_of_busy_neighbors_again_and_again() {
    use cxl_kurrent_standin::log::Expected::Any;
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    log.append(append(1, 0, 1)).await.unwrap();
    for number in 0..2_000 {
        cluster.record(&format!("busy-{}", number % 7), Any, uuid::Uuid::from_u128(number), b"{}");
    }
    // Two looks see all of it, whatever they began with.
    let looks = cluster.calls(Call::ReadAll);
    until(|| cluster.calls(Call::ReadAll) > looks + 6).await;
    let (looks, passed) = (cluster.calls(Call::ReadAll), cluster.passed_over());
    until(|| cluster.calls(Call::ReadAll) > looks + 10).await;
    assert!(cluster.passed_over() - passed < 100, "{} events for nothing", cluster.passed_over() - passed);
}

#[tokio::test]
async fn a_server_that_gives_up_searching_among_neighbors_is_read_on_without_a_filter() {
    use cxl_kurrent_standin::log::Expected::Any;
    let cluster = Cluster::start(1);
    cluster.searches(100);
    let (writer, follower) = (log(&cluster).await, log(&cluster).await);
    for round in 0..3 {
        for number in 0..500 {
            let id = uuid::Uuid::from_u128(round * 1_000 + number);
            cluster.record(&format!("busy-{number}"), Any, id, b"{}");
        }
        let stream = u32::try_from(round).unwrap();
        let appended = writer.append(append(stream, 0, 1)).await.unwrap();
        assert_eq!(u128::from(appended.first_position), round);
    }
    assert_eq!(seen_by_a_follower(&follower, 3).await, seen_by_a_follower(&writer, 3).await);
}

#[tokio::test]
async fn what_vanishes_from_the_server_is_told_as_damage() {
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    // More than the newest events, which are answered from memory.
    for number in 0..40 {
        log.append(append(number, 0, 40)).await.unwrap();
    }
    cluster.forget();
    let read = log.read_all(0, 10).await;
    assert!(matches!(read, Err(StoreError::Corrupt { .. })), "{read:?}");
    let read = log.read_stream(&stream(1), 0, 10).await;
    assert!(matches!(read, Err(StoreError::Corrupt { .. })), "{read:?}");
}

#[tokio::test]
async fn nothing_is_recorded_in_a_log_that_does_not_go_on_from_what_was_counted() {
    use cxl_kurrent_standin::log::Expected::Any;
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    log.append(append(1, 0, 1)).await.unwrap();
    cluster.forget();
    for number in 0..2 {
        cluster.record(&format!("cx_{}", stream(2)), Any, uuid::Uuid::from_u128(number), b"{}");
    }
    let damaged = |refused: &Result<_, AppendError>| {
        matches!(refused, Err(AppendError::Store(StoreError::Corrupt { .. })))
    };
    // It is found out while the first append waits to be counted.
    let refused = log.append(append(3, 0, 1)).await;
    assert!(damaged(&refused), "{refused:?}");
    let sent = cluster.calls(Call::Append);
    let refused = log.append(append(4, 0, 1)).await;
    assert!(damaged(&refused), "{refused:?}");
    assert_eq!(cluster.calls(Call::Append), sent, "the next one is not sent");
}
