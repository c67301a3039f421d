//! What a decision weighs: its options and its grounds.

use async_graphql::{InputObject, OneofObject};
use cxl_domain::code::Code;
use cxl_domain::decision::{Ground, OptionStated, Ranked, ReadingGround};
use cxl_domain::id::EventId;
use cxl_domain::text::Text;

use super::envelope::DocumentInput;
use super::reference::{Desk, InitiativeRef, InsightRef, MetricRef, PainPointRef, Reference};
use super::rejection::{At, Rejection};
use super::typed::{Typed, Unread};

/// An option of a decision.
#[derive(InputObject)]
#[graphql(name = "StateOptionFields")]
pub(crate) struct OptionInput {
    /// By what votes and outcome name it, unique in the decision; at most 28 characters.
    key: Typed<Code>,
    /// What it is.
    text: Typed<Text>,
    /// Of a ranking, the order that it stands for, the most urgent first.
    #[graphql(default)]
    ranking: Vec<RankedInput>,
}

/// Something that is given priority: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "RankedInput")]
pub(crate) enum RankedInput {
    /// An initiative.
    Initiative(InitiativeRef),
    /// A pain point.
    PainPoint(PainPointRef),
}

impl OptionInput {
    pub(super) async fn find(self, desk: &Desk<'_>) -> Result<OptionStated, Rejection> {
        let mut ranking = Vec::with_capacity(self.ranking.len());
        for (index, ranked) in self.ranking.into_iter().enumerate() {
            let found = match ranked {
                RankedInput::Initiative(initiative) => {
                    initiative.find(desk).await.at("initiative").map(Ranked::Initiative)
                }
                RankedInput::PainPoint(point) => {
                    point.find(desk).await.at("painPoint").map(Ranked::PainPoint)
                }
            };
            ranking.push(found.at(&index.to_string()).at("ranking")?);
        }
        Ok(OptionStated { key: self.key.at("key")?, text: self.text.at("text")?, ranking })
    }
}

/// What a decision rests on: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "DecisionGroundInput")]
pub(crate) enum GroundInput {
    /// A pain point.
    PainPoint(PainPointRef),
    /// A reading of a metric.
    Reading(ReadingGroundInput),
    /// An insight.
    Insight(InsightRef),
    /// A document outside the ledger.
    Document(DocumentInput),
}

/// A reading as a ground.
#[derive(InputObject)]
#[graphql(name = "ReadingGroundInput")]
pub(crate) struct ReadingGroundInput {
    /// The metric.
    metric: MetricRef,
    /// The event that recorded the figures.
    event: Typed<EventId>,
}

impl GroundInput {
    pub(super) async fn find(self, desk: &Desk<'_>) -> Result<Ground, Rejection> {
        Ok(match self {
            Self::PainPoint(point) => Ground::PainPoint(point.find(desk).await.at("painPoint")?),
            Self::Insight(insight) => Ground::Insight(insight.find(desk).await.at("insight")?),
            Self::Document(document) => Ground::Document(document.at("document")?),
            Self::Reading(ReadingGroundInput { metric, event }) => Ground::Reading(ReadingGround {
                metric: metric.find(desk).await.at("metric").at("reading")?,
                reading: event.at("event").at("reading")?,
            }),
        })
    }
}
