//! People's codes and keys: both live in the vault.

use cxl_domain::id::PersonId;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::AsOf;
use cxl_store::{CodeClaim, DataKey, KeyId, VaultError, seal};

use super::ExecuteError;
use crate::command::{Command, Request};
use crate::ledger::Ledger;
use crate::views::Views;

impl Ledger {
    /// The key under which a person's facts are sealed: that of the person's first event, or a fresh
    /// one. For facts about anything else there is none: each is a document with a key of its own.
    ///
    /// Claims the code that the command names, durably, before anything is appended: should the
    /// append never happen, the claim points to nobody and the next one takes it over.
    pub(super) async fn person_key(
        &self,
        views: &Views,
        request: &Request,
    ) -> Result<Option<(KeyId, DataKey)>, ExecuteError> {
        let Command::Person(id, command) = &request.command else { return Ok(None) };
        let person = id.unwrap_or_else(|| {
            PersonId(cxl_domain::id::stream_id(
                request.actor.key(),
                request.command.kind(),
                request.command_id,
            ))
        });
        let (key_id, key) = match self.held_key(views, person).await? {
            Some(held) => held,
            None => self.in_vault(cxl_store::Vault::draw).await?,
        };
        if let Some(code) = &command.claims {
            let code = code.as_str().to_owned();
            let claimed = {
                let code = code.clone();
                self.in_vault(move |vault| vault.claim_code(&code, person.0, key_id)).await?
            };
            if let CodeClaim::Held(holder) = claimed {
                // Whatever became of a person who was ever registered, the code stays theirs.
                if views.person(PersonId(holder)).is_some() {
                    let taken = command.claims.clone().expect("a code was claimed");
                    return Err(Refusal::CodeTaken { taken, noun: "person" }.into());
                }
                self.in_vault(move |vault| vault.replace_code(&code, person.0, key_id)).await?;
            }
        }
        Ok(Some((key_id, key)))
    }

    /// The key of a person who is registered.
    pub(super) async fn held_key(
        &self,
        views: &Views,
        person: PersonId,
    ) -> Result<Option<(KeyId, DataKey)>, ExecuteError> {
        let Some(held) = views.person(person) else { return Ok(None) };
        let positions: Vec<_> = held.state.history.iter().take(1).map(|entry| entry.stamp.position).collect();
        let events = self.store.read_events(&positions).await?;
        let Some(id) = events.first().and_then(|event| seal::sealed_keys(&event.body).first().copied())
        else {
            return Ok(None);
        };
        match self.in_vault(move |vault| vault.key(id)).await? {
            Some(key) => Ok(Some((id, key))),
            None => Err(ExecuteError::ReadOnly {
                reason: format!(
                    "the key of this person ({id}) is not in the vault, so nothing can be sealed under it"
                ),
            }),
        }
    }

    /// Asks the vault where waiting for a disk is allowed.
    pub(crate) async fn in_vault<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn cxl_store::Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let vault = self.vault.clone();
        tokio::task::spawn_blocking(move || ask(&*vault))
            .await
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
    }

    /// The person who holds a code, as far as the ledger knows them.
    pub async fn person_by_code(
        &self,
        code: &cxl_domain::code::Code,
        as_of: &AsOf,
    ) -> Result<Option<PersonId>, VaultError> {
        let named = self.person_named_by(code).await?;
        let views = self.snapshot();
        Ok(named.filter(|person| views.person(*person).is_some_and(|held| held.state.exists(as_of))))
    }

    /// The person whom a code names, recorded in error or not: for a command, as
    /// [`Views::holder`].
    pub async fn person_named_by(
        &self,
        code: &cxl_domain::code::Code,
    ) -> Result<Option<PersonId>, VaultError> {
        let code = code.as_str().to_owned();
        let found = self.in_vault(move |vault| vault.resolve_code(&code)).await?;
        let views = self.snapshot();
        Ok(found.map(PersonId).filter(|person| views.person(*person).is_some()))
    }
}
