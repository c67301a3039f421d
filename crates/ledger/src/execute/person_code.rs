//! People's codes and keys: both live in the vault.

use cxl_domain::code::Code;
use cxl_domain::id::PersonId;
use cxl_domain::person::PersonFact;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::AsOf;
use cxl_store::blocking;
use cxl_store::seal::{self, OpenError, Opened, open_body};
use cxl_store::{CodeClaim, DataKey, KeyId, Vault, VaultError};
use tokio::task::spawn_blocking;

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
            None => self.in_vault(Vault::draw).await?,
        };
        if let Some(code) = &command.claims {
            self.claim(code, person, key_id).await?;
        }
        self.claim_identity(request, person, key_id).await?;
        Ok(Some((key_id, key)))
    }

    /// Claims a code for a person. The claim of somebody whose registration under it was never recorded is
    /// taken over: as far as every node's log tells that was read here. What another node records meanwhile
    /// shows among the contradictions.
    async fn claim(&self, code: &Code, person: PersonId, key: KeyId) -> Result<(), ExecuteError> {
        let claimed = code.as_str().to_owned();
        let mut answer = self.in_vault(move |vault| vault.claim_code(&claimed, person.0, key)).await?;
        while let CodeClaim::Held(holder) = answer {
            // Another node may have recorded it a moment ago.
            let len = *self.store.head().borrow();
            let views = match len.checked_sub(1) {
                Some(last) => self.await_position(last).await?,
                None => self.snapshot(),
            };
            // Whatever became of a person who was ever registered under it, the code stays theirs.
            if self.was_registered(&views, PersonId(holder), code.as_str()).await? {
                return Err(Refusal::CodeTaken { taken: code.clone(), noun: "person" }.into());
            }
            let claimed = code.as_str().to_owned();
            let replace = move |vault: &dyn Vault| vault.replace_code(&claimed, holder, person.0, key);
            answer = self.in_vault(replace).await?;
        }
        Ok(())
    }

    /// Whether a person was ever registered under a code: the claim of one whose correction was never recorded
    /// binds nobody. A registration that can't be read any more may have named it.
    async fn was_registered(
        &self,
        views: &Views,
        person: PersonId,
        code: &str,
    ) -> Result<bool, ExecuteError> {
        let Some(held) = views.person(person) else { return Ok(false) };
        let registered = held.state.history.iter();
        let registered = registered.filter(|entry| matches!(entry.fact, PersonFact::Registered(_)));
        let positions: Vec<_> = registered.map(|entry| entry.stamp.position()).collect();
        let events = self.store.read_events(&positions).await?;
        let code = code.to_owned();
        let names = move |vault: &dyn Vault| -> Result<bool, OpenError> {
            events.iter().try_fold(false, |named, event| {
                let texts = open_body(&event.body, event.id, vault)?;
                let mut codes = texts.into_iter().filter(|(pointer, _)| pointer == "/fact/code");
                Ok(named || codes.any(|(_, text)| text_may_be(&text, &code)))
            })
        };
        Ok(self.in_vault(move |vault| Ok(names(vault))).await??)
    }

    /// The key of a person who is registered.
    pub(super) async fn held_key(
        &self,
        views: &Views,
        person: PersonId,
    ) -> Result<Option<(KeyId, DataKey)>, ExecuteError> {
        match self.key_of(views, person).await? {
            Some((id, Some(key))) => Ok(Some((id, key))),
            Some((id, None)) => Err(ExecuteError::ReadOnly {
                reason: format!(
                    "the key of this person ({id}) is not in the vault, so nothing can be sealed under it"
                ),
            }),
            None => Ok(None),
        }
    }

    /// The same, if the vault has it still.
    pub(super) async fn key_left(
        &self,
        views: &Views,
        person: PersonId,
    ) -> Result<Option<(KeyId, DataKey)>, ExecuteError> {
        Ok(self.key_of(views, person).await?.and_then(|(id, key)| Some((id, key?))))
    }

    /// Under which key a registered person's facts are sealed, and the key where the vault has it.
    async fn key_of(
        &self,
        views: &Views,
        person: PersonId,
    ) -> Result<Option<(KeyId, Option<DataKey>)>, ExecuteError> {
        let Some(held) = views.person(person) else { return Ok(None) };
        let positions: Vec<_> =
            held.state.history.iter().take(1).map(|entry| entry.stamp.position()).collect();
        let events = self.store.read_events(&positions).await?;
        let Some(id) = events.first().and_then(|event| seal::sealed_keys(&event.body).first().copied())
        else {
            return Ok(None);
        };
        let key = self.in_vault(move |vault| vault.key(id)).await?;
        Ok(Some((id, key)))
    }

    /// Asks the vault where waiting for a disk is allowed.
    pub(crate) async fn in_vault<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let vault = self.vault.clone();
        blocking::outcome(spawn_blocking(move || ask(&*vault))).await
    }

    /// The person who holds a code, as far as the ledger knows them.
    pub async fn person_by_code(&self, code: &Code, as_of: &AsOf) -> Result<Option<PersonId>, VaultError> {
        let named = self.person_named_by(code).await?;
        let views = self.snapshot();
        Ok(named.filter(|person| views.person(*person).is_some_and(|held| held.state.exists(as_of))))
    }

    /// The person whom a code names, recorded in error or not: for a command, as
    /// [`Views::holder`].
    pub async fn person_named_by(&self, code: &Code) -> Result<Option<PersonId>, VaultError> {
        let code = code.as_str().to_owned();
        let found = self.in_vault(move |vault| vault.resolve_code(&code)).await?;
        let views = self.snapshot();
        Ok(found.map(PersonId).filter(|person| views.person(*person).is_some()))
    }
}

fn text_may_be(text: &Opened, code: &str) -> bool {
    match text {
        Opened::Clear(typed) => Code::parse(typed).is_ok_and(|read| read.as_str() == code),
        Opened::Missing(_) => true,
    }
}
