//! The messages and services of the protocol, as compiled from `proto/`.

#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    rustdoc::all,
    clippy::all,
    clippy::pedantic,
    reason = "generated"
)]

include!(concat!(env!("OUT_DIR"), "/protocol.rs"));

pub(crate) use event_store::client::{gossip, server_features, streams};
