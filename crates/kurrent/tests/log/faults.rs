//! What the keeper does when the server is slow, gone, not the leader, or vague about what it has recorded.
//! Over the stand-in, which is not KurrentDB.

use std::time::Duration;

use crate::common::{append, append_of, count, log, log_at, meta, quick, seen_by_a_follower, stream, until};
use cxl_kurrent::{Address, KurrentLog, Patience};
use cxl_kurrent_standin::{Call, Cluster, Fault};
use cxl_store::{AppendError, EventStore, Expected, StoreError};
use tokio::task::JoinSet;

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
async fn a_first_connect_that_fails_names_the_host_and_is_tried_again() {
    let cluster = Cluster::start(1);
    cluster.kill(0);
    let log = log_at(&cluster.url(), quick());
    let error = log.complete().await.unwrap_err();
    let port = format!("127.0.0.1:{}", cluster.port(0));
    assert!(error.to_string().contains(&port), "{error}");
    assert!(log.health().error.is_some() && !log.health().is_complete);

    cluster.revive(0);
    while log.complete().await.is_err() {}
    log.append(append(1, 0, 1)).await.unwrap();
    assert_eq!((log.health().error.is_none(), log.health().counted), (true, 1));
}

#[tokio::test]
async fn a_node_that_dies_is_left_for_one_that_lives() {
    let cluster = Cluster::start(3);
    let log = log(&cluster).await;
    log.append(append(1, 0, 1)).await.unwrap();
    for (dead, leader, next) in [(0, 1, 1), (1, 2, 2)] {
        cluster.kill(dead);
        cluster.lead(Some(leader));
        let appended = log.append(append(1, next, 1)).await.unwrap();
        assert_eq!(appended.first_position, u64::from(next));
        cluster.revive(dead);
    }
    assert_eq!(seen_by_a_follower(&log, 3).await.len(), 3);
}

#[tokio::test]
async fn a_new_leader_is_turned_to_at_once() {
    let cluster = Cluster::start(3);
    let log = log(&cluster).await;
    for (number, leader) in (0..).zip([1, 2, 0, 2]) {
        cluster.lead(Some(leader));
        log.append(append(number, 0, 1)).await.unwrap();
    }
    assert_eq!(cluster.events().len(), 4);
}

#[tokio::test]
async fn an_append_waits_for_the_end_of_an_election() {
    let cluster = Cluster::start(2);
    let log = log(&cluster).await;
    cluster.lead(None);
    let (appended, ()) = tokio::join!(log.append(append(1, 0, 1)), async {
        while cluster.calls(Call::Append) == 0 && log.health().error.is_none() {
            tokio::task::yield_now().await;
        }
        cluster.lead(Some(1));
    });
    assert_eq!(appended.unwrap().first_position, 0);
}

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
async fn a_client_that_is_given_up_leaves_no_connection_behind() {
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    for number in 0..10 {
        cluster.fault(Call::Append, Fault::Lost);
        log.append(append(number, 0, 1)).await.unwrap();
    }
    until(|| cluster.connections() == 1).await;
    drop(log);
    until(|| cluster.connections() == 0).await;
}

#[tokio::test]
async fn a_server_that_stalls_is_told_as_such_and_works_again_afterwards() {
    let cluster = Cluster::start(1);
    let log = log(&cluster).await;
    cluster.stall(true);
    until(|| log.health().error.is_some()).await;
    let error = log.health().error.expect("it stays until the server answers");
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    cluster.stall(false);
    log.append(append(1, 0, 1)).await.unwrap();
}

#[tokio::test]
async fn a_node_that_lags_behind_makes_no_gap() {
    let cluster = Cluster::start(2);
    let writer = log(&cluster).await;
    let follower = log(&cluster).await;
    for number in 0..10 {
        writer.append(append(number, 0, 2)).await.unwrap();
    }
    cluster.sees(1, 5);
    cluster.lead(Some(1));
    let lagging = log_at(&cluster.url(), quick());
    assert_eq!(lagging.complete().await.unwrap(), 5);
    cluster.sees(1, usize::MAX);
    let all = seen_by_a_follower(&writer, 20).await;
    assert_eq!(seen_by_a_follower(&follower, 20).await, all);
    assert_eq!(seen_by_a_follower(&lagging, 20).await, all);
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
async fn a_wrong_password_is_told_in_plain_words_and_never_shown() {
    let cluster = Cluster::start(1);
    cluster.admit_only("cx", "p@ss/w:rd%");
    let url = |password: &str| cluster.url().replace("://", &format!("://cx:{password}@"));
    let log = log_at(&url("p%40ss%2Fw%3Ard%25"), quick());
    log.complete().await.unwrap();
    log.append(append(1, 0, 1)).await.unwrap();

    let other = log_at(&url("S3CR3T"), quick());
    let error = other.complete().await.unwrap_err();
    assert!(matches!(error, StoreError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("check user and password"), "{error}");
    let refused = other.append(append(2, 0, 1)).await.unwrap_err();
    for shown in
        [format!("{error:?}"), format!("{refused:?}"), format!("{other:?}"), format!("{:?}", other.health())]
    {
        assert!(!shown.contains("S3CR3T"), "{shown}");
    }
}

#[tokio::test]
async fn an_own_ca_is_trusted_when_it_is_named_and_refused_in_plain_words_when_it_is_not() {
    for nodes in [1, 3] {
        let (cluster, ca) = Cluster::start_secure(nodes);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.crt");
        std::fs::write(&file, ca).unwrap();
        let log = log_at(&format!("{}&tlsCaFile={}", cluster.url(), file.display()), quick());
        log.complete().await.unwrap();
        log.append(append(1, 0, 1)).await.unwrap();

        let error = log_at(&cluster.url(), quick()).complete().await.unwrap_err();
        assert!(matches!(error, StoreError::Refused { .. }), "{error:?}");
        assert!(error.to_string().contains("check tlsCaFile"), "{error}");
        let error =
            log_at(&cluster.url().replace("tls=true", "tls=false"), quick()).complete().await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable { .. } | StoreError::Refused { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_not_taken_for_one_that_is_away() {
    let cluster = Cluster::start(1);
    let error =
        log_at(&cluster.url().replace("tls=false", "tls=true"), quick()).complete().await.unwrap_err();
    assert!(error.to_string().contains("tls=false if not"), "{error:?}");
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

#[tokio::test]
async fn two_processes_agree_on_every_position_and_a_repetition_on_the_other_one_is_recognized() {
    let cluster = Cluster::start(1);
    let (one, other) = (log(&cluster).await, log(&cluster).await);
    let mut writers = JoinSet::new();
    for writer in 0..8_u32 {
        let log = if writer % 2 == 0 { one.clone() } else { other.clone() };
        writers.spawn(async move {
            for round in 0..6 {
                log.append(append(writer, round * 2, 2)).await.unwrap();
            }
        });
    }
    while let Some(writer) = writers.join_next().await {
        writer.unwrap();
    }
    assert_eq!(seen_by_a_follower(&one, 96).await, seen_by_a_follower(&other, 96).await);

    let first = one.append(append(50, 0, 2)).await.unwrap();
    let mut again = append(50, 0, 2);
    again.events[0].meta = b"stamped anew".to_vec();
    let answer = other.append(again).await.unwrap();
    assert_eq!((answer.replayed, answer.first_position), (true, first.first_position));
    let recorded = other.read_events(&[first.first_position]).await.unwrap();
    assert_eq!(recorded[0].meta, meta());
}

#[tokio::test]
async fn of_two_processes_at_one_revision_exactly_one_wins() {
    let cluster = Cluster::start(1);
    let (one, other) = (log(&cluster).await, log(&cluster).await);
    for revision in 0..10 {
        let of = |writer: u128| append_of(1, revision, 1, writer);
        let (a, b) = tokio::join!(one.append(of(1)), other.append(of(2)));
        let lost = |outcome: &Result<_, AppendError>| matches!(outcome, Err(AppendError::Conflict { actual: Some(actual), .. }) if *actual == u64::from(revision));
        assert!((a.is_ok() && lost(&b)) || (b.is_ok() && lost(&a)), "{a:?} {b:?}");
    }
    assert_eq!(count(&cluster, 1), 10);
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_doubled_or_out_of_order_while_nodes_come_and_go() {
    const WRITERS: u32 = 6;
    let cluster = Cluster::start(3);
    let logs = [log(&cluster).await, log(&cluster).await];
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let log = logs[writer as usize % 2].clone();
        writers.spawn(async move {
            let mut acknowledged = Vec::new();
            for round in 0..30 {
                let appended = loop {
                    match log.append(append(writer, round, 1)).await {
                        Ok(appended) => break appended,
                        Err(AppendError::Store(StoreError::Unavailable { .. })) => {}
                        Err(error) => panic!("{error}"),
                    }
                };
                acknowledged.push((appended.first_position, appended.first_revision));
            }
            (writer, acknowledged)
        });
    }
    let unrest = async {
        for leader in (0..3).cycle() {
            let dead = (leader + 2) % 3;
            cluster.kill(dead);
            cluster.lead(Some(leader));
            cluster.fault(Call::Append, Fault::LostAfter);
            cluster.fault(Call::ReadAll, Fault::BreaksAfter(1));
            let appends = cluster.calls(Call::Append);
            until(|| cluster.calls(Call::Append) > appends + 8).await;
            cluster.revive(dead);
        }
    };
    let mut acknowledged = Vec::new();
    tokio::select! {
        () = unrest => {}
        () = async {
            while let Some(writer) = writers.join_next().await {
                acknowledged.push(writer.unwrap());
            }
        } => {}
    }
    let total = u64::from(WRITERS) * 30;
    let all = seen_by_a_follower(&logs[0], total).await;
    assert_eq!(all, seen_by_a_follower(&logs[1], total).await);
    for (writer, acknowledged) in acknowledged {
        for (position, revision) in acknowledged {
            let event = &all[usize::try_from(position).unwrap()];
            assert_eq!((&event.stream, event.revision), (&stream(writer), revision));
        }
    }
    assert_eq!(cluster.events().len() as u64, total);
}

#[tokio::test]
async fn a_server_that_was_never_there_is_told_for_every_host() {
    let address = Address::parse("esdb://127.0.0.1:1,127.0.0.1:2?tls=false&gossipTimeout=200").unwrap();
    let log = KurrentLog::start(address, quick()).unwrap();
    let error = log.complete().await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("127.0.0.1:1: ") && cause.contains("127.0.0.1:2: "), "{cause}");
    let refused = log.append(crate::common::append_at(1, Expected::NoStream, 1, 1)).await;
    assert!(matches!(refused, Err(AppendError::Store(_))), "{refused:?}");
}
