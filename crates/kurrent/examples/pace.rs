//! How many appends a second go through the keeper, and how long each takes.
//!
//! `cargo run -p cxl-kurrent --example pace -- kurrentdb://HOST:PORT?tls=false` asks a real server, and leaves a
//! ledger named `pace…` behind on it; without an address it asks the stand-in, which keeps everything in
//! memory and flushes nothing: what is seen then is the cost of the way, not of a database.

#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a figure is for the terminal")]

use std::env;
use std::error::Error;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cxl_kurrent::Address;
use cxl_kurrent_standin::Cluster;
use cxl_store::{Append, EventStore, Expected, NewEvent, StreamKind, StreamName};
use tokio::task::JoinSet;
use uuid::Uuid;

const ROUND: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let standin = Cluster::start(1);
    let url = env::args().nth(1).unwrap_or_else(|| {
        println!("over the stand-in, which is not KurrentDB");
        standin.url()
    });
    let drawn = RandomState::new().build_hasher().finish();
    let log =
        cxl_kurrent::open(Address::parse(&url)?.of_ledger(format!("pace{:x}", drawn % 0xffff_ffff).parse()?))
            .await?;
    println!("{:>8} {:>10} {:>8} {:>8}", "callers", "appends/s", "p50 ms", "p99 ms");
    for callers in [1, 16, 64, 256] {
        let started = Instant::now();
        let mut writers = JoinSet::new();
        for caller in 0..callers {
            let stream = StreamName::new(StreamKind::new("pace")?, Uuid::from_u64_pair(callers, caller));
            let log: Arc<dyn EventStore> = log.clone();
            writers.spawn(async move { write_until(&*log, stream, started + ROUND).await });
        }
        let mut took = Vec::new();
        while let Some(writer) = writers.join_next().await {
            took.extend(writer??);
        }
        took.sort_unstable();
        let rate = took.len() as f64 / started.elapsed().as_secs_f64();
        let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
        println!("{callers:>8} {rate:>10.0} {:>8.1} {:>8.1}", at(50), at(99));
    }
    Ok(())
}

/// Appends one event after another to a stream, and tells how long each took.
async fn write_until(
    log: &dyn EventStore,
    stream: StreamName,
    end: Instant,
) -> Result<Vec<Duration>, cxl_store::AppendError> {
    let mut took = Vec::new();
    let mut expected = Expected::NoStream;
    while Instant::now() < end {
        let event = NewEvent {
            id: Uuid::new_v5(&stream.id(), &took.len().to_be_bytes()),
            type_name: "pace.measured.v1".into(),
            body: vec![b'b'; 190],
            meta: vec![b'm'; 350],
        };
        let started = Instant::now();
        let append = Append { stream: stream.clone(), expected, events: vec![event] };
        expected = Expected::Exact(log.append(append).await?.last_revision());
        took.push(started.elapsed());
    }
    Ok(took)
}
