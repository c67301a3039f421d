//! The story on disk: told in memory, where an act waits for nothing, then carried over into a log
//! many appends at a time.
//!
//! Each act must stand before the next one is decided, so a log on disk would flush once for each of
//! some three thousand. What is carried over is what a log promises to keep: the raw bytes of every
//! event, in order.

use std::sync::Arc;

use anyhow::ensure;
use cxl_ledger::{Ledger, OpenOptions};
use cxl_store::attachments::Attachments;
use cxl_store::{Append, EventStore, Expected, MAX_PAGE, MemoryStore, NewEvent, Recorded, Vault};

use super::clock::DemoClock;
use super::{DemoPeople, fill, ledger_entropy};

/// How many appends are on their way together; a keeper takes them in the order in which they come.
const AT_ONCE: usize = 256;

/// How many neighbors of one stream make one append.
const LONGEST: usize = 64;

/// Records the whole story in an empty log, and stores the files that it attaches; see [`fill`].
pub async fn record(
    log: &dyn EventStore,
    vault: Arc<dyn Vault>,
    attachments: Arc<dyn Attachments>,
    clock: &DemoClock,
) -> anyhow::Result<DemoPeople> {
    let memory = Arc::new(MemoryStore::new());
    let options = OpenOptions { attachments: Some(attachments), ..OpenOptions::default() };
    let entropy = Box::new(ledger_entropy());
    let ledger = Ledger::open(memory.clone(), vault, entropy, Arc::new(clock.clone()), options).await?;
    let people = fill(&ledger, clock).await?;
    let mut from = 0;
    loop {
        let page = memory.read_all(from, MAX_PAGE).await?;
        let Some(last) = page.last() else { return Ok(people) };
        from = last.position + 1;
        carry_over(&page, log).await?;
    }
}

async fn carry_over(events: &[Recorded], log: &dyn EventStore) -> anyhow::Result<()> {
    let runs: Vec<&[Recorded]> =
        events.chunk_by(|one, next| one.stream == next.stream).flat_map(|run| run.chunks(LONGEST)).collect();
    for runs in runs.chunks(AT_ONCE) {
        let appends = runs.iter().filter_map(|run| append_of(run)).collect();
        for (run, appended) in runs.iter().zip(log.append_all(appends).await) {
            let (first, appended) = (run[0].position, appended?);
            ensure!(
                appended.first_position == first,
                "the event of position {first} was recorded at {}: the log was not empty",
                appended.first_position
            );
        }
    }
    Ok(())
}

fn append_of(run: &[Recorded]) -> Option<Append> {
    let first = run.first()?;
    let expected = first.revision.checked_sub(1).map_or(Expected::NoStream, Expected::Exact);
    let events = run
        .iter()
        .map(|recorded| NewEvent {
            id: recorded.id,
            type_name: recorded.type_name.clone(),
            body: recorded.body.clone(),
            meta: recorded.meta.clone(),
        })
        .collect();
    Some(Append { stream: first.stream.clone(), expected, events })
}
