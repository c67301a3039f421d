//! Questions to the schema, answered in process from a ledger in memory.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod answers;
mod as_of;
mod corpus;
mod cursors;
mod directory;
mod errors;
mod following;
mod history;
mod pages;
mod people;
mod rights;
mod schema;
mod search;
mod subscriptions;
mod texts;
mod words;
mod world;
