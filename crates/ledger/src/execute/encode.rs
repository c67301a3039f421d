//! From decided facts to stored events.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use cxl_domain::authorization::RuleId;
use cxl_domain::event::{Event, Fact};
use cxl_domain::id::{CommandId, EventId, event_id};
use cxl_store::codec::{AnyEvent, EncodeError, encode};
use cxl_store::entropy::random;
use cxl_store::meta::{Fingerprint, Meta};
use cxl_store::{DataKey, Entropy, KeyId, NewEvent, Vault};

use super::{Decided, ExecuteError};
use crate::command::Request;
use crate::ledger::Ledger;

/// What the events of one command share.
pub(super) struct Beside<'a> {
    pub(super) request: &'a Request,
    pub(super) command: CommandId,
    pub(super) fingerprint: Fingerprint,
    pub(super) rule: RuleId,
    pub(super) basis: u64,
    pub(super) now: DateTime<Utc>,
    pub(super) stream: &'a str,
    pub(super) keys: Keys<'a>,
}

/// The keys under which texts are sealed, where that is not a fresh one for each event.
#[derive(Clone, Copy, Default)]
pub(super) struct Keys<'a> {
    /// For everything the command records.
    pub(super) all: Option<&'a (KeyId, DataKey)>,
    /// Of each fact, the key of the person whose vote or dissent it tells or takes back.
    pub(super) voters: &'a [Option<(KeyId, DataKey)>],
}

impl<'a> Keys<'a> {
    fn of(&self, index: u32) -> Option<&'a (KeyId, DataKey)> {
        let voter = usize::try_from(index).ok().and_then(|index| self.voters.get(index)?.as_ref());
        voter.or(self.all)
    }
}

impl Ledger {
    /// The stored form of everything that a command decided.
    pub(super) fn encode(
        &self,
        request: &Request,
        decided: &Decided,
        fingerprint: Fingerprint,
        keys: Keys<'_>,
        now: DateTime<Utc>,
    ) -> Result<Vec<NewEvent>, ExecuteError> {
        let stream = decided.stream.to_string();
        let beside = Beside {
            request,
            command: request.command_id,
            fingerprint,
            rule: decided.rule,
            basis: decided.basis,
            now,
            stream: &stream,
            keys,
        };
        let mut entropy = self.entropy.lock().unwrap_or_else(PoisonError::into_inner);
        let events = decided.facts.iter().zip(0_u32..);
        events.map(|(fact, index)| Ok(beside.encode(fact, index, &*self.vault, &mut **entropy)?)).collect()
    }
}

impl Beside<'_> {
    /// The stored form of the `index`-th fact of the command.
    pub(super) fn encode(
        &self,
        fact: &AnyEvent,
        index: u32,
        vault: &dyn Vault,
        entropy: &mut dyn Entropy,
    ) -> Result<NewEvent, EncodeError> {
        let id = event_id(self.request.actor.key(), self.stream, self.command, index);
        let key = self.keys.of(index);
        match fact {
            AnyEvent::Organization(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Program(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Person(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Initiative(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Metric(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Evidence(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Committee(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Meeting(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Decision(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Journey(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::PainPoint(event) => self.one(event, id, key, vault, entropy),
            AnyEvent::Insight(event) => self.one(event, id, key, vault, entropy),
        }
    }

    fn one<F: Fact>(
        &self,
        event: &Event<F>,
        id: EventId,
        key: Option<&(KeyId, DataKey)>,
        vault: &dyn Vault,
        entropy: &mut dyn Entropy,
    ) -> Result<NewEvent, EncodeError> {
        let meta = Meta {
            actor: self.request.actor,
            command: self.command,
            fingerprint: self.fingerprint,
            cause: self.request.cause,
            recorded: self.now,
            basis: self.basis,
            rule: self.rule.as_str().into(),
            claim: self.request.claim.clone(),
            blind: random(entropy),
        };
        encode(event, id, &meta, key, vault, entropy)
    }
}
