//! One key vault for many nodes.
//!
//! **What this room is for.** A vault that several nodes share: [`Keyd`] serves one over mutual TLS, and
//! [`RemoteVault`] is the same [`Vault`](cxl_store::Vault) at the other end. A node that can't reach it goes on
//! with everything that needs no key.
//!
//! **What is never found here.** How keys are stored, what they seal, a rule of the domain.
//!
//! **Where to start reading.** [`protocol`] lays down what goes over the wire; [`server`] and [`client`] are its
//! two ends, [`tls`] says who may speak at all.

pub mod client;
mod expiring;
mod frame;
mod link;
mod open;
pub mod protocol;
pub mod server;
pub mod tls;
mod turns;

pub use client::RemoteVault;
pub use link::Address;
pub use server::Keyd;
