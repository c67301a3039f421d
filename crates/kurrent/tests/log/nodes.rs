//! Nodes that are not there, die, lead, follow or lag, over the stand-in, which is not KurrentDB.

use cxl_kurrent::{Address, KurrentLog};
use cxl_kurrent_standin::{Call, Cluster, Fault};
use cxl_store::{AppendError, EventStore as _, Expected, StoreError};
use tokio::task::JoinSet;

use crate::common::{append, append_at, log, log_at, quick, seen_by_a_follower, stream, until};

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
    let refused = log.append(append_at(1, Expected::NoStream, 1, 1)).await;
    assert!(matches!(refused, Err(AppendError::Store(_))), "{refused:?}");
}
