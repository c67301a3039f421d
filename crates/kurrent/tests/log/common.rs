//! Logs over the stand-in, and what to append to them.

use std::sync::Arc;
use std::time::Duration;

use cxl_kurrent::{Address, KurrentLog, Patience};
use cxl_kurrent_standin::Cluster;
use cxl_store::{Append, EventStore, Expected, NewEvent, Recorded, StreamKind, StreamName, follow};
use uuid::Uuid;

/// For a server in the same process.
pub(crate) fn quick() -> Patience {
    Patience {
        connect: Duration::from_secs(3),
        answer: Duration::from_millis(500),
        whole: Duration::from_secs(10),
        idle: Duration::from_millis(10),
        longest_pause: Duration::from_millis(100),
    }
}

pub(crate) fn log_at(url: &str, patience: Patience) -> Arc<KurrentLog> {
    Arc::new(KurrentLog::start(Address::parse(url).expect("an address"), patience).expect("a log"))
}

/// A log that has counted what stands there.
pub(crate) async fn log(cluster: &Cluster) -> Arc<KurrentLog> {
    let log = log_at(&cluster.url(), quick());
    log.complete().await.expect("a server that answers");
    log
}

pub(crate) fn stream(number: u32) -> StreamName {
    StreamName::new(StreamKind::new("thing").expect("a kind"), Uuid::from_u128(u128::from(number)))
}

pub(crate) fn meta() -> Vec<u8> {
    b"{\"blind\":1}".to_vec()
}

/// An append of so many events to a stream that has `next` of them.
pub(crate) fn append(number: u32, next: u32, events: u32) -> Append {
    append_of(number, next, events, 0)
}

/// The same with ids of one of several writers.
pub(crate) fn append_of(number: u32, next: u32, events: u32, writer: u128) -> Append {
    let expected = next.checked_sub(1).map_or(Expected::NoStream, |last| Expected::Exact(u64::from(last)));
    let mut append = append_at(number, expected, next, events);
    append
        .events
        .iter_mut()
        .for_each(|event| event.id = Uuid::from_u128(event.id.as_u128() ^ (writer << 96)));
    append
}

pub(crate) fn append_at(number: u32, expected: Expected, first: u32, events: u32) -> Append {
    let event = |rank: u32| NewEvent {
        id: Uuid::from_u128((u128::from(number) << 32) | u128::from(first + rank)),
        type_name: "thing.happened.v1".into(),
        body: format!("{{\"number\":{}}}", first + rank).into_bytes(),
        meta: meta(),
    };
    Append { stream: stream(number), expected, events: (0..events).map(event).collect() }
}

/// How many events of a stream the server holds.
pub(crate) fn count(cluster: &Cluster, number: u32) -> usize {
    let name = format!("cx_{}", stream(number));
    cluster.events().iter().filter(|event| event.stream == name).count()
}

/// What a follower from the start sees, until it has seen so many.
pub(crate) async fn seen_by_a_follower(log: &Arc<KurrentLog>, events: u64) -> Vec<Recorded> {
    let store: Arc<dyn EventStore> = log.clone();
    let mut follower = follow(&store, 0).pages_of(7);
    let mut seen = Vec::new();
    while (seen.len() as u64) < events {
        let page = tokio::time::timeout(Duration::from_secs(20), follower.next_page()).await;
        seen.extend(page.expect("an event in time").expect("a readable log").expect("a log that stands"));
    }
    seen
}

/// Waits until something holds, and fails if it does not within a quarter of a minute.
pub(crate) async fn until(holds: impl Fn() -> bool) {
    let held = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(15), held).await.expect("it comes to hold");
}
