//! What a GraphQL document must be before anything processes it.
//!
//! **What this room is for.** Documents that are harmless to read and ruinous to process are told from the
//! others here, and how much asking takes: [`Document::read`] holds a text against every limit that depends
//! on nothing but the text, [`Document::cost`] reckons what one of its operations asks for with the variables
//! as they were given, and [`Buckets`] keeps account of who has asked for how much.
//!
//! **What is never found here.** The schema, HTTP, a clock: time is an argument, and which fields are lists in
//! pages is said by [`Pages`].
//!
//! **Why the library's own limits do not do.** Literals nested thousands deep overflow its parser's stack and
//! take the process along. Fragments that spread each other many times are expanded one by one by the very
//! check of their depth. Whatever compares fields, variables or operations with each other lists a finding for
//! each pair. What passes here is harmless to parse and to validate: `examples/fuzz.rs` looks for what is not.
//!
//! **Where to start reading.** [`Limits`] for what is counted, then `scan` (the characters), `measure` (the
//! parsed document), `cost` (what is asked for).

mod cost;
mod document;
mod limits;
mod measure;
mod rate;
mod scan;

pub use cost::{Cost, Pages};
pub use document::{Document, Malformed, Refusal, UnknownOperation};
pub use limits::{Excess, Limit, Limits};
pub use rate::{Buckets, Exhausted, Rate, Standing};
