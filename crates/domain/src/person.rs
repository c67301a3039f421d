//! A person: a pseudonym everywhere but in this stream, where code and name lie sealed under the
//! person's own key.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::Person;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::{DepartmentId, IdentityId};
use crate::text::Text;

facts! {
    /// What can be recorded about a person.
    pub enum PersonFact of "person" {
        /// The person became known to the ledger.
        Registered = "person.registered.v1",
        /// The person got a name.
        Named = "person.named.v1",
        /// The person joined a department, or none.
        Placed = "person.placed.v1",
        /// The person left the organization; effective from the first day without them.
        Left = "person.left.v1",
        /// The person came back to the organization.
        Returned = "person.returned.v1",
        /// This is no human but a service, which enters what people did.
        ServiceDeclared = "person.service-declared.v1",
        /// An identity of a provider stands for the person; the event's id is the identity's.
        IdentityLinked = "person.identity-linked.v1",
        /// An identity stands for the person no more.
        IdentityUnlinked = "person.identity-unlinked.v1",
        /// A fact about the person was recorded in error.
        Annulled = "person.annulled.v1",
        /// The whole person was recorded in error.
        RecordedInError = "person.recorded-in-error.v1",
    }
}

/// See [`PersonFact::Registered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// The person's code, sealed like the name; it resolves through the vault's blind index.
    pub code: Text,
}

/// See [`PersonFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// See [`PersonFact::Placed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// The department; nothing if the person left all.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
}

/// See [`PersonFact::Left`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Left {}

/// See [`PersonFact::Returned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Returned {}

/// See [`PersonFact::ServiceDeclared`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceDeclared {}

/// See [`PersonFact::IdentityLinked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityLinked {
    /// The provider, as it calls itself (`iss`), sealed.
    pub issuer: Text,
    /// What the provider calls the person (`sub`), sealed; it resolves through the vault's blind index.
    pub subject: Text,
}

/// See [`PersonFact::IdentityUnlinked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityUnlinked {
    /// The identity.
    pub identity: IdentityId,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// An act on a person. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Make a person known.
    Register(Register),
    /// Give the person another name.
    Rename {
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Place the person in a department, or in none.
    Place {
        /// The department.
        department: Option<DepartmentId>,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Record that the person left the organization.
    Leave {
        /// The first day without them.
        on: Option<NaiveDate>,
    },
    /// Record that the person came back.
    Return {
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Make a service known.
    RegisterService(Register),
    /// Let a person enter by an identity of a provider.
    LinkIdentity {
        /// Which.
        linked: IdentityLinked,
    },
    /// Let a person enter by an identity no more.
    UnlinkIdentity {
        /// Which.
        identity: IdentityId,
        /// Why.
        reason: Option<Text>,
    },
    /// Record the whole person in error.
    RecordInError {
        /// Why.
        reason: Text,
    },
    /// Annul a fact.
    Annul(Annul),
    /// Correct a fact.
    Correct(Correct<Command>),
}

/// What a registration says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Register {
    /// The code.
    pub code: Text,
    /// The name.
    pub name: Text,
    /// The department.
    pub department: Option<DepartmentId>,
    /// From which day the department holds.
    pub on: Option<NaiveDate>,
}
