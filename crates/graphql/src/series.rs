//! Which readings of a metric belong together.

use std::sync::Arc;

use async_graphql::{InputObject, Object};
use cxl_domain::id::ProgramId;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::Metric;
use cxl_domain::program::Vocabulary;
use cxl_domain::time::AsOf;

use crate::error::Problem;
use crate::label::label;
use crate::moment::Moment;
use crate::scalars::Code;
use crate::texts::Text;

/// A series of a metric at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    moment: Arc<Moment>,
    program: ProgramId,
    key: SeriesKey,
}

impl Series {
    /// A series of a metric of a program.
    pub(crate) fn of(moment: &Arc<Moment>, program: ProgramId, key: &SeriesKey) -> Self {
        Self { moment: moment.clone(), program, key: key.clone() }
    }
}

/// Readings of a metric that belong together: those of one definition version, channel, segment and
/// source. Readings of two series are not compared.
#[Object]
impl Series {
    /// The version of the metric's definition, from 1.
    async fn definition(&self) -> u32 {
        self.key.definition
    }

    /// Through which channel the customers came; null for all.
    async fn channel(&self) -> Option<Code> {
        self.key.channel.clone().map(Code)
    }

    /// How people call the channel; null where the program gave it no label.
    async fn channel_label(&self) -> Result<Option<Text>, Problem> {
        label(&self.moment, self.program, Vocabulary::Channel, self.key.channel.as_ref()).await
    }

    /// Which customers; null for all.
    async fn segment(&self) -> Option<Code> {
        self.key.segment.clone().map(Code)
    }

    /// How people call the segment; null where the program gave it no label.
    async fn segment_label(&self) -> Result<Option<Text>, Problem> {
        label(&self.moment, self.program, Vocabulary::Segment, self.key.segment.as_ref()).await
    }

    /// Where the figures come from.
    async fn source(&self) -> Option<Code> {
        self.key.source.clone().map(Code)
    }

    /// How people call the source; null where the program gave it no label.
    async fn source_label(&self) -> Result<Option<Text>, Problem> {
        label(&self.moment, self.program, Vocabulary::Source, self.key.source.as_ref()).await
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
