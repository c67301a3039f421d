//! The world outside: the machine's clock and its randomness. Everything else is handed them.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use cxl_domain::id::CommandId;
use cxl_store::Entropy;
use cxl_store::entropy::random;
use uuid::{Builder, Uuid};

/// The present moment by the machine's clock.
#[expect(clippy::disallowed_methods, reason = "this is where the machine's clock is read")]
pub(crate) fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is where the machine's randomness is read")]
    fn fill(&mut self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            tracing::error!(%error, "the operating system gives no randomness; stopping before a weak key is made");
            std::process::abort();
        }
    }
}

/// A random id (version 4).
pub(crate) fn draw_id() -> Uuid {
    Builder::from_random_bytes(random(&mut OsEntropy)).into_uuid()
}

/// The name of a command that is given once.
pub(crate) fn draw_command() -> CommandId {
    CommandId(draw_id())
}
