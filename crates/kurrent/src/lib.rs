//! The keeper for many nodes: one ledger in a KurrentDB or EventStoreDB that any number of processes share.
//!
//! **What this room is for.** [`KurrentLog`] keeps the promises of the store's port over the network: it
//! counts the ledger's events in the order of the server's log, so that every process gives each of them the
//! same position, and answers an append only once it has counted it itself. It lives through lost nodes,
//! changed leaders, broken connections and answers that never come.
//!
//! **What is never found here.** Rules of the domain; the client's types or the server's own positions in a
//! public signature; a password in any text.
//!
//! **Where to start reading.** [`KurrentLog`] is the way in; the module `counter` shows how events get their
//! positions, `kept` how a restart gets to know them sooner, `append` how an append becomes certain, `link` what is done about the client's habits.

mod address;
mod append;
mod connection;
mod counter;
mod fault;
mod gossip;
mod kept;
mod link;
mod log;
mod patience;
mod probe;
mod ranks;
mod read;
mod turns;
mod wire;

pub use address::Address;
pub use gossip::Member;
pub use log::{Absence, Health, KurrentLog, open};
pub use patience::Patience;
pub use probe::{Looked, Shown};
