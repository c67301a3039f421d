//! Tokens that hold and tokens that do not, signed with keys that are made here.

mod cache;
mod discovery;
mod keys;
mod mint;
mod tokens;
