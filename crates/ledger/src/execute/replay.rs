//! The answer to a command that was recorded before.

use cxl_domain::id::{CommandId, EventId};
use cxl_store::codec::decode;
use cxl_store::meta::{Actor, Fingerprint, Meta};
use cxl_store::{Recorded, StreamName};

use super::{ExecuteError, Executed, RecordedEvent};
use crate::command::Request;
use crate::ledger::Ledger;

/// How many events of a command are read at once.
const PAGE: usize = 256;

impl Ledger {
    /// What the command recorded in the stream, if it did, from the recorded bytes.
    pub(super) async fn replayed(
        &self,
        stream: &StreamName,
        request: &Request,
        fingerprint: &Fingerprint,
    ) -> Result<Option<Executed>, ExecuteError> {
        let recorded = self.recorded_by(stream, &request.actor, request.command_id).await?;
        let Some((last, _)) = recorded.last() else { return Ok(None) };
        if recorded.iter().any(|(_, meta)| meta.fingerprint != *fingerprint) {
            return Err(ExecuteError::CommandReused { command: request.command_id });
        }
        let (position, revision) = (last.position, last.revision);
        let views = self.await_position(position).await?;
        let executed = Executed {
            id: stream.id(),
            stream: stream.clone(),
            position: Some(position),
            revision,
            events: recorded.iter().map(|(event, meta)| summary(event, meta)).collect(),
            replayed: true,
            broken: Vec::new(),
            views,
        };
        Ok(Some(executed.with_broken(&request.command, self.now())))
    }

    /// The events that a command of an actor recorded in a stream, confirmed on their bytes.
    pub(super) async fn recorded_by(
        &self,
        stream: &StreamName,
        actor: &Actor,
        command: CommandId,
    ) -> Result<Vec<(Recorded, Meta)>, ExecuteError> {
        let mut found = Vec::new();
        let Some(mut from) = self.first_revision(stream, actor.key(), command.0) else { return Ok(found) };
        loop {
            let page = self.store.read_stream(stream, from, PAGE).await?;
            let read = page.len();
            for recorded in page {
                from = recorded.revision + 1;
                let (_, meta) =
                    decode(&recorded).map_err(|error| ExecuteError::Internal(error.to_string()))?;
                if meta.command != command || meta.actor.key() != actor.key() {
                    return Ok(found);
                }
                found.push((recorded, meta));
            }
            if read == 0 {
                return Ok(found);
            }
        }
    }
}

fn summary(recorded: &Recorded, meta: &Meta) -> RecordedEvent {
    RecordedEvent {
        id: EventId(recorded.id),
        position: recorded.position,
        revision: recorded.revision,
        type_name: recorded.type_name.clone(),
        recorded: meta.recorded,
    }
}
