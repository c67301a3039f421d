//! The schema: what can be asked and recorded, and how much of it at once.

use std::fmt;
use std::sync::Arc;

use async_graphql::{ID, SDLExportOptions, Schema, SchemaBuilder};
use cxl_ledger::Ledger;

use crate::cursor::CursorKey;
use crate::mutation::{CommandError, CommandRecorded, Mutation};
use crate::query::Query;
use crate::subscription::SubscriptionRoot;

/// The schema over one ledger.
#[derive(Clone)]
pub struct LedgerSchema {
    pub(crate) engine: Schema<Query, Mutation, SubscriptionRoot>,
    pub(crate) ledger: Arc<Ledger>,
}

impl fmt::Debug for LedgerSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LedgerSchema").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

/// How deeply a document may be nested. The usual introspection query needs 13.
pub(crate) const MAX_DEPTH: usize = 20;

/// How much a document may ask for: a field counts one, what hangs below a list counts once for each
/// member that the list may have.
pub(crate) const MAX_COMPLEXITY: usize = 50_000;

/// Builds the schema over a ledger. Cursors are signed with the key: one that another ledger gave out
/// is refused.
pub fn schema(ledger: Arc<Ledger>, cursors: CursorKey) -> LedgerSchema {
    let limited = builder().limit_depth(MAX_DEPTH).limit_complexity(MAX_COMPLEXITY);
    LedgerSchema { engine: limited.data(ledger.clone()).data(cursors).finish(), ledger }
}

/// The schema in its own language, in a fixed order.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder().finish().sdl_with_options(options.include_specified_by())
}

/// Everything in the schema, the two interfaces that no field answers by themselves included.
fn builder() -> SchemaBuilder<Query, Mutation, SubscriptionRoot> {
    let id = "A name that stands for one thing and never for another: opaque for what the ledger keeps, a UUID \
              for what its caller named.";
    Schema::build(Query::default(), Mutation::default(), SubscriptionRoot)
        .override_output_type_description::<ID>(id)
        .register_output_type::<CommandError>()
        .register_output_type::<CommandRecorded>()
}
