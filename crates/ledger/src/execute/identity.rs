//! By which identity of a provider a person enters: found through the vault's blind index, like people's codes.

use std::sync::PoisonError;

use cxl_domain::id::{EventId, IdentityId, PersonId, event_id};
use cxl_domain::person::{self, IdentityLinked};
use cxl_domain::refusal::Refusal;
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_store::entropy::random;
use cxl_store::{CodeClaim, KeyId, Vault, VaultError};
use uuid::Uuid;

use super::{EVER, ExecuteError};
use crate::command::{Command, Request};
use crate::known_identities::KnownIdentities;
use crate::ledger::Ledger;

/// Whom an identity stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identified {
    /// The person.
    pub person: PersonId,
    /// The identity: the event that linked it.
    pub identity: IdentityId,
}

impl Ledger {
    /// Whom the identity stands for that `issuer` calls `subject`: `None` if nobody said so, or said it of somebody
    /// whose key was erased, or took it back.
    ///
    /// While the vault is away, whoever was found before at its present epoch is found again. That a link was taken
    /// back is a fact and counts all the same.
    pub async fn identified(&self, issuer: &str, subject: &str) -> Result<Option<Identified>, VaultError> {
        let Some(identity) = self.linked(index(issuer, subject)).await? else { return Ok(None) };
        let person = self.snapshot().person_entering_by(identity, &AsOf::head(EVER));
        Ok(person.map(|person| Identified { person, identity }))
    }

    /// The link that the index holds, or held when the vault was asked last, if it can't be now.
    async fn linked(&self, index: String) -> Result<Option<IdentityId>, VaultError> {
        let known = self.known_identities.get_or_init(|| {
            let mut entropy = self.entropy.lock().unwrap_or_else(PoisonError::into_inner);
            KnownIdentities::new(random(&mut **entropy))
        });
        let epoch = self.vault.epoch();
        let asked = index.clone();
        match self.in_vault(move |vault| vault.resolve_code(&asked)).await {
            Ok(found) => {
                let link = found.map(IdentityId);
                // What was answered on the way to another epoch belongs to neither.
                if self.vault.epoch() == epoch {
                    known.keep(epoch, &index, link);
                }
                Ok(link)
            }
            Err(away @ VaultError::Unreachable { .. }) => {
                known.find(self.vault.epoch(), &index).map(Some).ok_or(away)
            }
            Err(error) => Err(error),
        }
    }

    /// Claims the identity that a command links, durably, before anything is appended: should the append never
    /// happen, the claim stands for nobody, and the next one takes it over.
    pub(super) async fn claim_identity(
        &self,
        request: &Request,
        person: PersonId,
        key: KeyId,
    ) -> Result<(), ExecuteError> {
        let Some(index) = claimed_identity(&request.command) else { return Ok(()) };
        // The link is the first and only fact of its command.
        let link = event_id(request.actor.key(), &format!("person-{person}"), request.command_id, 0);
        let claimed = index.clone();
        let mut answer = self.in_vault(move |vault| vault.claim_code(&claimed, link.0, key)).await?;
        while let CodeClaim::Held(holder) = answer {
            self.not_linked(holder).await?;
            let claimed = index.clone();
            let replace = move |vault: &dyn Vault| vault.replace_code(&claimed, holder, link.0, key);
            answer = self.in_vault(replace).await?;
        }
        Ok(())
    }

    /// Refuses an identity that stands for somebody already, as far as every node's log tells that was read here.
    async fn not_linked(&self, link: Uuid) -> Result<(), ExecuteError> {
        let len = *self.store.head().borrow();
        let views = match len.checked_sub(1) {
            Some(last) => self.await_position(last).await?,
            None => self.snapshot(),
        };
        match views.person_entering_by(IdentityId(EventId(link).0), &AsOf::head(EVER)) {
            Some(_) => Err(Refusal::AlreadyRecorded { noun: "identity" }.into()),
            None => Ok(()),
        }
    }
}

/// What the index knows the identity by that a command links.
pub(crate) fn claimed_identity(command: &Command) -> Option<String> {
    let Command::Person(_, command) = command else { return None };
    let person::Command::LinkIdentity { linked: IdentityLinked { issuer, subject } } = &command.act else {
        return None;
    };
    match (issuer, subject) {
        (Text::Typed(issuer), Text::Typed(subject)) => Some(index(issuer, subject)),
        _ => None,
    }
}

/// The index holds codes, too: none of them has a line break.
fn index(issuer: &str, subject: &str) -> String {
    format!("{issuer}\n{subject}")
}
