//! What the log costs an event: `cargo bench -p cxl-audit --bench log`.

use std::time::Instant;

use cxl_audit::{Event, Hash, LogBuilder, consistency_proof, inclusion_proof};
use uuid::Uuid;

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() {
    const EVENTS: u64 = 1_000_000;
    const STREAMS: u64 = 1_000;
    let names: Vec<String> =
        (0..STREAMS).map(|number| format!("metric-{}", Uuid::from_u128(number.into()))).collect();
    let (body, meta) = (vec![b'b'; 190], vec![b'm'; 350]);
    let started = Instant::now();
    let mut log = LogBuilder::new();
    let mut hashes: Vec<Hash> = Vec::new();
    for (position, stream) in (0..EVENTS).zip(names.iter().cycle()) {
        let event = Event {
            position,
            stream,
            revision: position / STREAMS,
            id: Uuid::from_u128(position.into()),
            type_name: "metric.reading-recorded.v1",
            at: 1_900_000_000_000_000,
            body: &body,
            meta: &meta,
        };
        hashes.push(log.push(&event).expect("the events are in order").hash);
    }
    println!("{EVENTS} events of 540 bytes to leaves and root: {:?}", started.elapsed());
    let started = Instant::now();
    let proof = inclusion_proof(&hashes, EVENTS / 3).expect("the leaf is there");
    println!("inclusion proof of {} hashes from a list: {:?}", proof.len(), started.elapsed());
    let started = Instant::now();
    let proof = consistency_proof(&hashes, EVENTS / 3).expect("the older tree is smaller");
    println!("consistency proof of {} hashes from a list: {:?}", proof.len(), started.elapsed());
}
