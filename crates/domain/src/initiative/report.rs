//! Progress reports, the most frequent facts of an initiative.

use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::text::Text;

/// How an owner says that things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeclaredState {
    /// As planned.
    OnTrack,
    /// The plan is in danger.
    AtRisk,
    /// The plan is missed.
    OffTrack,
}

/// See [`InitiativeFact::ProgressReported`](super::InitiativeFact::ProgressReported).
///
/// There are many reports and no rule looks at their sentences, so what is kept of one in memory says
/// nothing of them, not even how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct ProgressReported {
    /// The period that the report covers.
    pub period: Period,
    /// How the owner says that things stand.
    pub state: DeclaredState,
    /// What was typed, on its way in; `None` once it is sealed and in the log.
    typed: Option<Box<Sentences>>,
}

/// What an owner types into a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences {
    /// One sentence.
    pub summary: Text,
    /// What comes next.
    pub next_step: Option<Text>,
    /// What stands in the way.
    pub blocked_by: Option<Text>,
}

impl ProgressReported {
    /// A report as it comes in.
    pub fn new(period: Period, state: DeclaredState, sentences: Sentences) -> Self {
        Self { period, state, typed: Some(Box::new(sentences)) }
    }
}

/// See [`ProgressReported`].
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "ProgressReported"))]
#[serde(deny_unknown_fields)]
struct Stored {
    /// The period that the report covers.
    period: Period,
    /// How the owner says that things stand.
    state: DeclaredState,
    /// One sentence.
    summary: Text,
    /// What comes next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    next_step: Option<Text>,
    /// What stands in the way.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    blocked_by: Option<Text>,
}

impl From<ProgressReported> for Stored {
    fn from(report: ProgressReported) -> Self {
        let ProgressReported { period, state, typed } = report;
        let sealed = || Sentences { summary: Text::Sealed, next_step: None, blocked_by: None };
        let Sentences { summary, next_step, blocked_by } = typed.map_or_else(sealed, |typed| *typed);
        Self { period, state, summary, next_step, blocked_by }
    }
}

impl From<Stored> for ProgressReported {
    fn from(stored: Stored) -> Self {
        let Stored { period, state, summary, next_step, blocked_by } = stored;
        let is_typed = matches!(summary, Text::Typed(_));
        let sentences = || Box::new(Sentences { summary, next_step, blocked_by });
        Self { period, state, typed: is_typed.then(sentences) }
    }
}

#[cfg(test)]
impl schemars::JsonSchema for ProgressReported {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Stored::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Stored::json_schema(generator)
    }
}
