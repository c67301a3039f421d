//! API tokens and identities: by what somebody enters.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::history::Entry;
use cxl_domain::id::EventId;
use cxl_domain::organization;
use cxl_domain::person::PersonFact;
use cxl_ledger::TextAt;

use crate::error::Problem;
use crate::ids::Global;
use crate::moment::Moment;
use crate::person::Person;
use crate::program::Program;
use crate::scalars::DateTime;
use crate::texts::Text;

/// A token that was issued and not revoked.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    moment: Arc<Moment>,
    token: organization::Token,
}

impl Token {
    /// The tokens that were not revoked by that moment, oldest first.
    pub(crate) fn all(moment: &Arc<Moment>) -> Vec<Self> {
        let tokens = moment.views.organization().state.tokens(moment.as_of()).into_iter();
        tokens.map(|token| Self { moment: moment.clone(), token }).collect()
    }
}

/// An API token that was not revoked. What it looks like is known to its holder alone.
#[Object]
impl Token {
    /// The global id; a revocation names it.
    async fn token(&self) -> ID {
        self.token.id.global()
    }

    /// The person or service whom it stands for.
    async fn person(&self) -> Person {
        Person::reference(&self.moment, self.token.person)
    }

    /// When it was issued.
    async fn issued(&self) -> Option<DateTime> {
        let history = &self.moment.views.organization().state.history;
        history.find(EventId(self.token.id.0)).map(|entry| DateTime(entry.stamp.recorded.to_utc()))
    }

    /// When it stops working, or stopped; null if it lasts until it is revoked.
    async fn expires(&self) -> Option<DateTime> {
        self.token.expires.map(DateTime)
    }

    /// Whether it opens nothing but reading.
    async fn reads_only(&self) -> bool {
        self.token.scope.is_some_and(|scope| scope.reads_only)
    }

    /// The only program that it opens; null if it opens every program of its holder, or if you cannot read that one.
    async fn program(&self) -> Option<Program> {
        Program::seen(&self.moment, self.token.scope?.program?)
    }

    /// When it was last presented to this server, as far as it remembers: not beyond its last start.
    async fn last_used(&self) -> Option<DateTime> {
        self.moment.asking.ledger.token_uses.last(self.token.id).map(DateTime)
    }
}

/// An identity of the identity provider that stands for a person.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    moment: Arc<Moment>,
    linked: Entry<PersonFact>,
}

impl Identity {
    /// What a fact links.
    pub(crate) fn of(moment: &Arc<Moment>, linked: &Entry<PersonFact>) -> Self {
        Self { moment: moment.clone(), linked: linked.clone() }
    }
}

/// An identity of the identity provider by which a person enters.
#[Object(name = "Identity")]
impl Identity {
    /// The event that linked it; `unlinkIdentity` names it.
    async fn event(&self) -> ID {
        self.linked.event.global()
    }

    /// The provider, as it calls itself in its tokens.
    async fn issuer(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.linked, "/fact/issuer")).await
    }

    /// What the provider calls the person in its tokens.
    async fn subject(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.linked, "/fact/subject")).await
    }

    /// When it was linked.
    async fn linked(&self) -> DateTime {
        DateTime(self.linked.stamp.recorded.to_utc())
    }
}
