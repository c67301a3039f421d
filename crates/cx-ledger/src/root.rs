//! The root of the Merkle log over everything recorded, and the other things one pass over it tells.

use std::collections::BTreeSet;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use cxl_audit::tree::Hash;
use cxl_audit::{Event, LogBuilder};
use cxl_domain::evidence::EvidenceFact;
use cxl_store::attachments::FileName;
use cxl_store::codec::{AnyEvent, decode};
use cxl_store::seal::sealed_keys;
use cxl_store::{EventStore, KeyId, Recorded};
use serde::Deserialize;

/// How many events are read at once.
const PAGE: usize = 4096;

/// What one pass over the log tells.
#[derive(Debug)]
pub(crate) struct Pass {
    /// Events in the log.
    pub(crate) events: u64,
    /// The RFC 6962 root over their leaves.
    pub(crate) root: Hash,
    /// The keys that sealed text needs.
    pub(crate) keys: BTreeSet<KeyId>,
    /// The files that were attached.
    pub(crate) attached: BTreeSet<FileName>,
    /// The newest recorded time.
    pub(crate) newest: Option<DateTime<Utc>>,
    /// The first event that this release can't read, and why.
    pub(crate) unreadable: Option<String>,
}

#[derive(Deserialize)]
struct RecordedAt {
    recorded: DateTime<Utc>,
}

/// Reads the whole log. `seen` is told how many events were read.
pub(crate) async fn pass(store: &dyn EventStore, seen: impl Fn(u64)) -> anyhow::Result<Pass> {
    pass_of(store, u64::MAX, seen).await
}

/// Reads the first `events` events of the log, or as many as there are.
pub(crate) async fn pass_of(store: &dyn EventStore, events: u64, seen: impl Fn(u64)) -> anyhow::Result<Pass> {
    let mut log = LogBuilder::new();
    let mut pass = Pass {
        events: 0,
        root: log.root(),
        keys: BTreeSet::new(),
        attached: BTreeSet::new(),
        newest: None,
        unreadable: None,
    };
    loop {
        let left = usize::try_from(events - log.size()).unwrap_or(PAGE);
        let page = if left == 0 { Vec::new() } else { store.read_all(log.size(), PAGE.min(left)).await? };
        if page.is_empty() {
            pass.events = log.size();
            pass.root = log.root();
            return Ok(pass);
        }
        for recorded in &page {
            let at = push(&mut log, recorded)?;
            pass.newest = pass.newest.max(Some(at));
            pass.keys.extend(sealed_keys(&recorded.body));
            match decode(recorded) {
                Ok((event, _)) => pass.attached.extend(attached(&event)),
                Err(error) => {
                    pass.unreadable.get_or_insert_with(|| error.to_string());
                }
            }
        }
        seen(log.size());
    }
}

/// The file that a fact attaches.
fn attached(event: &AnyEvent) -> Option<FileName> {
    let AnyEvent::Evidence(event) = event else { return None };
    let EvidenceFact::Attached(attached) = &event.fact else { return None };
    Some(FileName { program: attached.program.0, sha256: attached.sha256 })
}

fn recorded_at(recorded: &Recorded) -> anyhow::Result<DateTime<Utc>> {
    let meta: RecordedAt = serde_json::from_slice(&recorded.meta).with_context(|| {
        format!("the event at position {} does not say when it was recorded", recorded.position)
    })?;
    Ok(meta.recorded)
}

/// Adds the next event to the log; answers when it was recorded.
pub(crate) fn push(log: &mut LogBuilder, recorded: &Recorded) -> anyhow::Result<DateTime<Utc>> {
    let at = recorded_at(recorded)?;
    let stream = recorded.stream.to_string();
    log.push(&Event {
        position: recorded.position,
        stream: &stream,
        revision: recorded.revision,
        id: recorded.id,
        type_name: &recorded.type_name,
        at: at.timestamp_micros(),
        body: &recorded.body,
        meta: &recorded.meta,
    })?;
    Ok(at)
}
