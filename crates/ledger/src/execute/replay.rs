//! The answer to a command that was recorded before.

use std::sync::Arc;

use cxl_domain::id::{CommandId, EventId};
use cxl_store::blocking;
use cxl_store::codec::decode;
use cxl_store::meta::{Actor, Fingerprint, Meta};
use cxl_store::seal::{self, Opened, open_body};
use cxl_store::{Recorded, StreamName};
use serde_json::Value;
use tokio::task::spawn_blocking;

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
        if self.says_otherwise(&recorded, request).await? {
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
            contradictions: Vec::new(),
            views,
        };
        Ok(Some(executed.with_contradictions(&request.command, self.now())))
    }

    /// Whether a recorded text is none of the command's. The fingerprint leaves texts out, so that
    /// metadata tells nothing of them; here both sides are at hand. A text whose key is gone is
    /// taken for the same.
    async fn says_otherwise(
        &self,
        recorded: &[(Recorded, Meta)],
        request: &Request,
    ) -> Result<bool, ExecuteError> {
        let internal = |error: String| ExecuteError::Internal(error);
        let sealed: Vec<_> = recorded
            .iter()
            .filter(|(event, _)| !seal::sealed_keys(&event.body).is_empty())
            .map(|(event, _)| (event.body.clone(), event.id))
            .collect();
        if sealed.is_empty() {
            return Ok(false);
        }
        let command = serde_json::to_value(&request.command).map_err(|error| internal(error.to_string()))?;
        let mut typed = Vec::new();
        typed_texts(&command, &mut typed);
        let vault = self.vault.clone();
        let opened = spawn_blocking(move || {
            let open = |(body, id): &(Vec<u8>, _)| open_body(body, *id, &*vault);
            sealed.iter().map(open).collect::<Result<Vec<_>, _>>()
        });
        let opened = blocking::outcome(opened).await?;
        Ok(opened.into_iter().flatten().any(|(_, text)| match text {
            Opened::Clear(text) => !typed.contains(&text.as_str()),
            Opened::Missing(_) => false,
        }))
    }

    /// The events that a command of an actor recorded in a stream, confirmed on their bytes.
    pub(super) async fn recorded_by(
        &self,
        stream: &StreamName,
        actor: &Actor,
        command: CommandId,
    ) -> Result<Vec<(Recorded, Meta)>, ExecuteError> {
        let commands = Arc::clone(&self.commands.load());
        let mut from = 0;
        while let Some(hit) = commands.revision_from(from, stream.id(), actor.key(), command.0) {
            let found = self.recorded_from(hit, stream, actor, command).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            from = hit + 1;
        }
        Ok(Vec::new())
    }

    /// The same, from a revision on up to the first event of another command.
    async fn recorded_from(
        &self,
        mut from: u64,
        stream: &StreamName,
        actor: &Actor,
        command: CommandId,
    ) -> Result<Vec<(Recorded, Meta)>, ExecuteError> {
        let mut found = Vec::new();
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

/// The texts that a person typed into a command.
fn typed_texts<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => match fields.get(seal::TYPED_MARK).and_then(Value::as_str) {
            Some(text) => texts.push(text),
            None => fields.values().for_each(|value| typed_texts(value, texts)),
        },
        Value::Array(items) => items.iter().for_each(|value| typed_texts(value, texts)),
        _ => {}
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
