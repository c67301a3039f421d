//! The one door of CX Ledger: commands in, answers out.
//!
//! **What this room is for.** [`Ledger::execute`] takes a command through rights, rules, sealing and
//! the log; [`Ledger::snapshot`] gives one consistent moment of the [`Views`], which are folded from the
//! log and can be thrown away; the functions of [`query`] answer questions from a snapshot alone.
//!
//! **What is never found here.** GraphQL, HTML, SQL; a rule that the domain could state; a number
//! that is stored and not computed.
//!
//! **Where to start reading.** [`command`] for what can be asked for, `execute` for a command's way
//! in, [`views`] and [`fold`] for what is kept in memory, [`point`] for how a question about the past
//! is resolved.

mod acts;
pub mod analyses;
pub mod checkpoint;
pub mod command;
pub mod commands;
mod convention;
mod execute;
mod facts;
pub mod fold;
mod follow;
mod foreseen;
mod history;
mod keyed_lock;
mod known_identities;
mod lag;
mod ledger;
mod missing_keys;
pub mod naming;
mod person_codes;
pub mod point;
mod poison;
pub mod query;
mod rebuild;
mod references;
pub mod rights;
pub mod search;
pub mod shelf;
mod texts;
pub mod thing;
mod token_uses;
pub mod views;

pub use checkpoint::Checkpoint;
pub use command::{Command, Request};
pub use execute::{
    ActAnswer, ActCarriedOut, BulkItem, CarryingOut, ExecuteError, Executed, Founding, HandOver,
    HandOverPart, HandedOver, Identified, RecordedEvent,
};
pub use follow::{FollowError, Follower, HEARTBEAT, Scope, Told};
pub use history::{HistoryAsked, HistoryEntry, HistoryFilter, HistoryPage, unversioned};
pub use lag::Lag;
pub use ledger::{Health, Ledger, LedgerClock, OpenError, OpenOptions, Progress, Stuck};
pub use point::{KnownAt, Point, Question, QuestionError};
pub use poison::Poison;
pub use rebuild::{Rebuild, RebuildOutcome};
pub use texts::{TextAt, TextValue};
pub use views::Views;
