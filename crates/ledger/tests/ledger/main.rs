//! Whole ways through the ledger, over the memory store.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod attaching;
mod authority;
mod carrying_out;
mod carrying_out_broken_off;
mod changes;
mod checkpoint;
mod codes;
mod commands;
mod committees;
mod concluding;
mod contradictions;
mod decisions;
mod exceptions;
mod flags;
mod following;
mod handing_over;
mod identities;
mod journeys;
mod judged_together;
mod keys;
mod maturity;
mod past;
mod readings;
mod rebuild;
mod record;
mod search;
mod succession;
mod sums;
mod superseding;
mod transitions;
mod world;
