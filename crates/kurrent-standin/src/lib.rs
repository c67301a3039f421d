//! A stand-in for KurrentDB in tests. **It is not KurrentDB** and is never part of the product.
//!
//! **What this room is for.** [`Cluster`] answers the part of the protocol that the keeper speaks, from one
//! log in memory that all its nodes share, and misbehaves on demand ([`Fault`]): it makes visible what the
//! keeper does when a server is slow, gone, not the leader, or vague about what it has recorded. What is
//! imitated is the documented behavior of the server, its check of repeated appends above all
//! ([`log`]); that a real server behaves so is for a run against a real server to show.
//!
//! **What is never found here.** Durability, replication, elections, access lists, subscriptions, deletion.
//!
//! **Where to start reading.** [`log`] for what is imitated, [`Cluster`] for what a test can do.

#![expect(clippy::result_large_err, reason = "tonic's own error is what a service answers")]

mod certificate;
mod cluster;
mod counted;
mod fault;
pub mod log;
mod node;
mod protocol;
mod reading;
mod streams;

pub use cluster::Cluster;
pub use fault::{Call, Fault};
