//! From decided facts to stored events.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use cxl_domain::authorization::RuleId;
use cxl_domain::id::{CommandId, event_id};
use cxl_store::codec::{AnyEvent, EncodeError, Plain};
use cxl_store::entropy::random;
use cxl_store::meta::{Fingerprint, Meta};
use cxl_store::{DataKey, Entropy, KeyId, NewEvent, Vault, VaultError};

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
    pub(super) async fn encode(
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
        self.stored(&beside, &decided.facts).await
    }

    /// The stored form of facts.
    ///
    /// The vault may be far away, and only this command waits for it: keys are drawn where waiting is allowed,
    /// and before the entropy is held, which every command needs.
    pub(super) async fn stored(
        &self,
        beside: &Beside<'_>,
        facts: &[AnyEvent],
    ) -> Result<Vec<NewEvent>, ExecuteError> {
        let plain: Vec<Plain> = facts.iter().map(AnyEvent::plain).collect::<Result<_, _>>()?;
        let needs_own = |plain: &Plain, index: u32| beside.keys.of(index).is_none() && plain.needs_key();
        let own = plain.iter().zip(0..).filter(|(plain, index)| needs_own(plain, *index)).count();
        let mut own = self.drawn(own).await?.into_iter();
        let mut entropy = self.entropy.lock().unwrap_or_else(PoisonError::into_inner);
        let events = plain.into_iter().zip(0_u32..).map(|(plain, index)| {
            let fresh = if needs_own(&plain, index) { own.next() } else { None };
            let key = beside.keys.of(index).or(fresh.as_ref());
            Ok(beside.encode(plain, index, key, &mut **entropy)?)
        });
        events.collect()
    }

    /// So many fresh keys. Practically always they lie ready.
    async fn drawn(&self, count: usize) -> Result<Vec<(KeyId, DataKey)>, VaultError> {
        let mut keys: Vec<_> = (0..count).map_while(|_| self.vault.draw_ready()).collect();
        let left = count - keys.len();
        if left > 0 {
            let rest = move |vault: &dyn Vault| (0..left).map(|_| vault.draw()).collect();
            keys.extend(self.in_vault::<Vec<_>>(rest).await?);
        }
        Ok(keys)
    }
}

impl Beside<'_> {
    /// The stored form of the `index`-th fact of the command.
    fn encode(
        &self,
        fact: Plain,
        index: u32,
        key: Option<&(KeyId, DataKey)>,
        entropy: &mut dyn Entropy,
    ) -> Result<NewEvent, EncodeError> {
        let id = event_id(self.request.actor.key(), self.stream, self.command, index);
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
        fact.encode(id, &meta, key, entropy)
    }
}
