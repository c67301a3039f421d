//! Commands through GraphQL: what is recorded, what is refused, and how each reads to a client program.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod authority;
mod bulk;
mod committees;
mod decisions;
mod failures;
mod faults;
mod flags;
mod in_error;
mod journeys;
mod meetings;
mod mending;
mod reports;
mod walk;
mod world;
