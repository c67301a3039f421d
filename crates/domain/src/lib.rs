//! The pure rules of CX Ledger: aggregates as `decide` and `evolve`, measurement, maturity,
//! calendar, authorization.
//!
//! **What this room is for.** Every rule that can be stated over values alone. Time, ids and the
//! person who acts are arguments.
//!
//! **What is never found here.** Async code, a clock, a random source, files, sockets, SQL,
//! GraphQL. Nothing here can fail for a reason outside its arguments.
//!
//! **Where to start reading.** [`event`] for what a fact is, then one noun, say [`initiative`]:
//! its facts, its commands, `decide`, `evolve` and the specs beside them.

pub mod authority;
pub mod authorization;
pub mod calendar;
pub mod code;
pub mod command;
pub mod committee;
pub mod decision;
pub mod event;
pub mod evidence;
pub mod exception;
pub mod history;
pub mod id;
pub mod initiative;
pub mod insight;
pub mod journey;
pub mod maturity;
pub mod measurement;
pub mod meeting;
pub mod metric;
pub mod noun;
pub mod organization;
pub mod pain_point;
pub mod person;
pub mod program;
pub mod refusal;
pub mod role;
pub mod text;
pub mod time;
pub mod zone;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod spec;
