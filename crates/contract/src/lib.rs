//! What a GraphQL schema promises its clients.
//!
//! **What this room is for.** The schema as a value of its own, read from its text: what breaks for clients between two
//! versions of it ([`breaking_changes`]), whether a deprecation says what a client must know ([`vague_deprecations`]), and
//! whether a document keeps to it where the engine does not look ([`Schema::violations`]).
//!
//! **What is never found here.** This ledger's own schema, or the engine that executes documents.
//!
//! **Where to start reading.** `schema` for the value, `changes` for the contract between versions, `check` for documents.

mod changes;
mod check;
mod deprecation;
mod schema;
mod tokens;

pub use changes::{Change, ChangeKind, breaking_changes};
pub use check::{Violation, ViolationKind};
pub use deprecation::{Deprecation, VagueDeprecation, vague_deprecations};
pub use schema::{Schema, SchemaError};
