//! Which readings of a metric belong together.

use async_graphql::{InputObject, SimpleObject};
use cxl_domain::measurement::series::SeriesKey;

use crate::error::Problem;
use crate::scalars::Code;

/// Readings of a metric that belong together: those of one definition version, channel, segment and
/// source. Readings of two series are not compared.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Series {
    /// The version of the metric's definition, from 1.
    definition: u32,
    /// Through which channel the customers came; null for all.
    channel: Option<Code>,
    /// Which customers; null for all.
    segment: Option<Code>,
    /// Where the figures come from.
    source: Option<Code>,
}

impl From<&SeriesKey> for Series {
    fn from(key: &SeriesKey) -> Self {
        Self {
            definition: key.definition,
            channel: key.channel.clone().map(Code),
            segment: key.segment.clone().map(Code),
            source: key.source.clone().map(Code),
        }
    }
}

/// Which series of a metric.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct SeriesInput {
    /// The version of the metric's definition, from 1.
    #[graphql(default = 1)]
    definition: u32,
    /// Through which channel the customers came; left out for all.
    channel: Option<Code>,
    /// Which customers; left out for all.
    segment: Option<Code>,
    /// Where the figures come from.
    source: Option<Code>,
}

impl SeriesInput {
    /// The key, if versions begin where they should.
    pub(crate) fn read(self) -> Result<SeriesKey, Problem> {
        if self.definition == 0 {
            return Err(Problem::bad_input("series.definition is 0; versions begin with 1"));
        }
        Ok(SeriesKey {
            definition: self.definition,
            channel: self.channel.map(|code| code.0),
            segment: self.segment.map(|code| code.0),
            source: self.source.map(|code| code.0),
        })
    }
}
