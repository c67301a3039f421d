//! The GraphQL schema of CX Ledger.
//!
//! **What this room is for.** Turning a request into questions and commands of the ledger, and their
//! answers into types that stay for decades: global ids, cursors, one spelling of *as of*, errors
//! with codes, a description on everything.
//!
//! **What is never found here.** A rule, a statistic, a call of the store: a resolver asks the ledger
//! and shapes what it says. HTTP: the caller hands over a request and who asks.
//!
//! **Where to start reading.** `request` for how a request gets its one moment, `query` for what can
//! be asked, then one noun, say `initiative`; `mutation` for commands.

#![expect(clippy::unused_async, reason = "the engine takes asynchronous fields only")]

mod arrival;
mod as_of;
mod attachment;
mod benefit;
mod change;
mod chart;
mod commitment;
mod committee;
mod comparison;
mod connection;
mod contradiction;
mod control;
mod correlation;
mod course;
mod cursor;
mod decision;
mod definition;
mod ecosystem;
mod engagement;
mod enums;
mod error;
mod evidence;
mod exception;
mod fact;
mod flag;
mod following;
mod goal;
mod health;
mod heat_map;
mod history;
mod holding;
mod ids;
mod improvement;
mod in_error;
mod initiative;
mod insight;
mod introspection;
mod journey;
mod label;
mod ledger_status;
mod list;
mod listed;
mod maturity;
mod meeting;
mod metric;
mod moment;
mod mutation;
mod naming;
mod node;
mod organization;
mod ownership;
mod pain_point;
mod period;
mod person;
mod place;
mod portfolio;
mod program;
mod program_maturity;
mod query;
mod reading;
mod rebase;
mod record_finding;
mod report;
mod request;
mod scalars;
mod schema;
mod search;
mod series;
mod single_root;
mod spending;
mod spot;
mod subject;
mod subscription;
mod texts;
mod todo;
mod token;
mod words;

pub use connection::{MOST as LONGEST_PAGE, PAGED, USUAL_PAGE};
pub use cursor::CursorKey;
pub use error::Code as ErrorCode;
pub use following::ResumeAfter;
pub use request::{Answer, Answering, Answers, Caller, Waiting, execute, execute_stream, name_faults};
pub use schema::{LedgerSchema, schema, sdl};
pub use spending::{Balance, Spending};
