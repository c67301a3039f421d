//! What every part of the benchmark speaks of.

use std::error::Error;

/// What comes of anything that may fail.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The document that every answer is one to; PostGraphile has a document of its own for the same values.
pub(crate) const DOCUMENT: &str = include_str!("../portfolio.graphql");

/// What a peer prints before its address, when it is ready to answer.
pub(crate) const LISTENING: &str = "listening on ";
