//! A process that starts anew reads the tail, and believes nothing that the server does not tell too.

use std::path::Path;
use std::sync::Arc;

use cxl_kurrent::{Address, KurrentLog};
use cxl_kurrent_standin::{Call, Cluster, Fault};
use cxl_store::EventStore;

use crate::common::{append, append_of, quick, stream};

async fn started(cluster: &Cluster, folder: &Path) -> Arc<KurrentLog> {
    let address = Address::parse(&cluster.url()).expect("an address");
    let log = KurrentLog::start_with(address, quick(), folder).expect("a log");
    let log = Arc::new(log);
    while log.complete().await.is_err() {}
    log
}

/// A cluster with so many events, and a folder that knows of them.
async fn with_kept(events: u32, folder: &Path) -> Cluster {
    let cluster = Cluster::start(1);
    let log = started(&cluster, folder).await;
    for number in 0..events / 5 {
        log.append(append(number % 7, number / 7 * 5, 5)).await.expect("an append");
    }
    log.keep_ranks().await;
    cluster
}

#[tokio::test]
async fn a_restart_reads_the_tail_and_comes_to_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = with_kept(700, folder.path()).await;
    let before = cluster.told();
    let log = started(&cluster, folder.path()).await;
    let read = cluster.told() - before;
    assert!(read < 100, "{read} events were read");
    assert_eq!(*log.head().borrow(), 700);
    let told = log.read_all(0, 1_000).await.unwrap();
    let anew = started(&cluster, tempfile::tempdir().unwrap().path()).await;
    assert_eq!(told, anew.read_all(0, 1_000).await.unwrap());
    assert_eq!(
        log.read_stream(&stream(3), 20, 10).await.unwrap(),
        anew.read_stream(&stream(3), 20, 10).await.unwrap()
    );
    let appended = log.append(append(0, 100, 1)).await.unwrap();
    assert_eq!((appended.first_position, appended.first_revision), (700, 100));
}

#[tokio::test]
async fn a_restart_takes_up_what_it_knows_once_the_server_answers() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = with_kept(200, folder.path()).await;
    cluster.fault(Call::ReadStream, Fault::Lost);
    cluster.fault(Call::ReadAll, Fault::BreaksAfter(0));
    let before = cluster.told();
    let log = started(&cluster, folder.path()).await;
    assert_eq!(*log.head().borrow(), 200);
    assert!(cluster.told() - before < 100);
}

#[tokio::test]
async fn ranks_of_a_log_that_is_another_one_now_are_counted_anew() {
    for kept in [20, 200] {
        let folder = tempfile::tempdir().unwrap();
        let cluster = with_kept(kept, folder.path()).await;
        cluster.forget();
        let other = started(&cluster, tempfile::tempdir().unwrap().path()).await;
        // The same streams and as many events, and other ones.
        for number in 0..kept / 5 {
            other.append(append_of(number % 7, number / 7 * 5, 5, 9)).await.unwrap();
        }
        let log = started(&cluster, folder.path()).await;
        assert_eq!(log.read_all(0, 1_000).await.unwrap(), other.read_all(0, 1_000).await.unwrap());
        log.append(append_of(20, 0, 1, 9)).await.unwrap();
        assert_eq!(*log.head().borrow(), u64::from(kept) + 1);
    }
}

#[tokio::test]
async fn ranks_beyond_the_end_of_a_log_that_was_set_back_are_counted_anew() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = with_kept(200, folder.path()).await;
    cluster.sees(0, 150);
    let log = started(&cluster, folder.path()).await;
    assert_eq!(*log.head().borrow(), 150);
}
