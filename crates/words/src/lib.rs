//! The words of CX Ledger in English and Vietnamese.
//!
//! **What this room is for.** Whatever a person reads that nobody typed: labels of closed lists, what is
//! wrong with a command and what to do instead, days and numbers in the spelling of a language. The words
//! themselves lie in Fluent files beside the code, one folder a language; stored values know nothing of
//! them.
//!
//! **What is never found here.** What somebody typed, which lies sealed in the log; a rule; a word that
//! stands in one language only.
//!
//! **Where to start reading.** `en/lists.ftl` and `en/failures.ftl`, then [`lists`] and [`failure`].

mod language;
mod lists;
mod resource;
mod sentences;
mod spelling;

#[cfg(test)]
mod parity;

pub use language::Language;
pub use lists::{Label, List, label, lists};
pub use sentences::{Told, column, failure, rule, sentence, sheet};
pub use spelling::{day, decimal};
