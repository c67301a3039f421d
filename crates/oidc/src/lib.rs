//! Whether a bearer token of an identity provider holds.
//!
//! **What this room is for.** OpenID Connect as far as an API needs it: [`verify`] judges a signed token (JWT,
//! RFC 7519 and RFC 9068) by the provider's keys, [`Provider`] reads what the provider publishes of itself, and
//! [`KeyCache`] says when its keys are to be fetched and how long they serve when it can't be reached.
//!
//! **What is never found here.** A connection, a clock, a browser's login; who a subject is and what they may do:
//! the ledger knows that.
//!
//! **Where to start reading.** [`verify`], then the reasons in [`TokenProblem`]: each of them is a token that
//! somebody tries one day.

mod cache;
mod claims;
mod discovery;
mod header;
mod keys;
mod problem;
mod verify;

#[cfg(test)]
mod tests;

pub use cache::{KeyCache, KeysAway, Schedule};
pub use claims::{Claims, Expectations, LEEWAY};
pub use discovery::{Issuer, IssuerError, Provider, ProviderError};
pub use header::{Algorithm, MAX_HEADER};
pub use keys::{KeySet, KeySetError, MAX_KEY_SET, MAX_KEYS};
pub use problem::TokenProblem;
pub use verify::{MAX_TOKEN, verify};
