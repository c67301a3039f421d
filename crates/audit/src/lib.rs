//! Proof that a ledger is whole: leaves, the Merkle log over them, and its proofs.
//!
//! Every event of a ledger has one [`Leaf`], a small envelope that commits to the event's raw
//! bytes. The leaves, in ledger order, are the leaves of a Merkle tree as in
//! [RFC 6962](https://www.rfc-editor.org/rfc/rfc6962): whoever holds an old root can check that
//! nothing was altered, dropped or moved since.
//!
//! Never found here: a store, a server, a key, a clock, and the rules of the domain. An auditor
//! runs this crate over files alone.
//!
//! Start reading at [`LogBuilder`], which turns events into leaves and a root; then [`leaf`] for
//! the bytes, [`tree`] for the hashing and [`proof`] for what is shown to others.

pub mod leaf;
pub mod log;
pub mod proof;
pub mod tree;

#[cfg(test)]
mod test_vectors;

pub use leaf::{Leaf, LeafError, body_hash};
pub use log::{Entry, Event, LogBuilder, LogError};
pub use proof::{ProofError, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
pub use tree::{Hash, Tree, empty_root, leaf_hash, node_hash};
