//! Integrity flags cleared: somebody looked at the data behind one and says why they are in order.

use serde::{Deserialize, Serialize};

use super::decide::Facts;
use super::{Metric, MetricFact};
use crate::command::Moment;
use crate::event::{Event, Sha256Hex};
use crate::history::Entry;
use crate::id::ImprovementId;
use crate::measurement::flags::{FlagId, FlagTable};
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::AsOf;

/// See [`MetricFact::FlagCleared`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlagCleared {
    /// By which table it was raised.
    pub table: FlagTable,
    /// The flag.
    pub flag: FlagId,
    /// The improvement over which it was raised, for those that look at one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub improvement: Option<ImprovementId>,
    /// The hash of the data that were looked at; other data raise it again.
    pub seen: Sha256Hex,
    /// Why they are in order.
    pub reason: Text,
}

impl Metric {
    /// The fact that clears a flag over exactly these data.
    pub fn cleared(&self, flag: FlagId, seen: Sha256Hex, as_of: &AsOf) -> Option<&Entry<MetricFact>> {
        let clears = |fact: &MetricFact| match fact {
            MetricFact::FlagCleared(cleared) => (cleared.flag == flag && cleared.seen == seen).then_some(()),
            _ => None,
        };
        self.history.current(as_of, clears).map(|(entry, ())| entry)
    }
}

pub(super) fn clear_flag(state: &Metric, cleared: FlagCleared, moment: &Moment) -> Facts {
    if state.cleared(cleared.flag, cleared.seen, &moment.now()).is_some() {
        return Err(Refusal::FlagClearedAlready);
    }
    Ok(vec![Event::new(moment.by, cleared)])
}
