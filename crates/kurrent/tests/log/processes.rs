//! Several processes over one log, over the stand-in, which is not KurrentDB.

use cxl_kurrent_standin::Cluster;
use cxl_store::{AppendError, EventStore as _};
use tokio::task::JoinSet;

use crate::common::{append, append_of, count, log, meta, seen_by_a_follower};

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
