//! Where on a journey something lies.

use serde::{Deserialize, Serialize};

use crate::id::{JourneyId, SpotId};

/// A place on a journey: one spot of its map or, where nobody knows or it is everywhere, the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The journey.
    pub journey: JourneyId,
    /// The stage, touchpoint or hand-off; without one, the whole journey.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub spot: Option<SpotId>,
}
