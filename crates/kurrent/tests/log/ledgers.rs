//! Several ledgers in one database. Over the stand-in, which is not KurrentDB.

use crate::common::{append_of, log_at, quick, seen_by_a_follower, stream};
use cxl_kurrent::KurrentLog;
use cxl_kurrent_standin::Cluster;
use cxl_store::EventStore;

/// Names of which some begin like others.
const NAMES: [&str; 5] = ["cx", "cx-2", "cx2", "c", "cxx"];

#[tokio::test]
async fn ledgers_of_one_cluster_neither_see_nor_count_nor_hinder_each_other() {
    let cluster = Cluster::start(1);
    let ledger = |name: &str| log_at(&format!("{}&ledger={name}", cluster.url()), quick());
    let logs: Vec<_> = NAMES.iter().map(|name| ledger(name)).collect();
    // The same streams with the same expectations everywhere, in turn; each ledger has an event more than the one
    // before it.
    for (writer, log) in (0..).zip(&logs) {
        log.complete().await.unwrap();
        for next in 0..=writer {
            let appended = log.append(append_of(1, next, 1, u128::from(writer))).await.unwrap();
            let counted = u64::from(next);
            assert_eq!((appended.first_position, appended.first_revision), (counted, counted));
        }
    }
    for (log, events) in logs.iter().zip(1..) {
        assert_eq!(*log.head().borrow(), events);
        let seen = seen_by_a_follower(log, events).await;
        assert!(seen.iter().all(|event| event.stream == stream(1)));
        assert_eq!(log.read_stream(&stream(1), 0, 100).await.unwrap(), seen);
        assert_eq!(log.health().strangers, 0, "a neighbor is no stranger");
    }
    let anew: Vec<_> = NAMES.iter().map(|name| ledger(name)).collect();
    for (again, log) in anew.iter().zip(&logs) {
        again.complete().await.unwrap();
        assert_eq!(whole(again).await, whole(log).await);
    }
}

async fn whole(log: &KurrentLog) -> Vec<cxl_store::Recorded> {
    log.read_all(0, 100).await.expect("a page")
}
