//! Which readings of a metric belong together.

use async_graphql::{InputObject, SimpleObject};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::Metric;
use cxl_domain::time::AsOf;

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
    fn key(self) -> SeriesKey {
        SeriesKey {
            definition: self.definition,
            channel: self.channel.map(|code| code.0),
            segment: self.segment.map(|code| code.0),
            source: self.source.map(|code| code.0),
        }
    }

    /// The key, if the metric ever had a reading of that series or is judged by it. No answer could tell
    /// a misspelled series from one without readings.
    pub(crate) fn of(self, metric: &Metric, as_of: &AsOf, field: &str) -> Result<SeriesKey, Problem> {
        let key = self.key();
        if metric.series(&key).is_some() || metric.headline(as_of) == Some(&key) {
            return Ok(key);
        }
        Err(Problem::bad_input(format!(
            "{field}: the metric never had a reading of {}; its definition versions are 1 to {}, and its \
             field series lists what it has readings of",
            named(&key),
            metric.newest_version()
        )))
    }
}

fn named(key: &SeriesKey) -> String {
    let parts = [("channel", &key.channel), ("segment", &key.segment), ("source", &key.source)];
    let parts = parts.into_iter().filter_map(|(part, code)| Some(format!(", {part} {}", code.as_ref()?)));
    format!("definition {}{}", key.definition, parts.collect::<String>())
}
