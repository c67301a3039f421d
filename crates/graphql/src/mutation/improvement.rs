//! The acts on improvements, which are facts about the initiative that holds them: the improvement's id
//! says which one that is.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::id::ImprovementId;
use cxl_domain::initiative::Command;
use cxl_domain::text::Text;

use super::command::Act;
use super::initiative::Initiatives;
use super::reference::{Desk, MetricRef, Reference};
use super::rejection::{At, Rejection};
use super::target::{OfImprovement, On};
use super::typed::{Typed, Unread};

/// Starts an improvement: a concrete fix inside an initiative.
#[derive(InputObject)]
#[graphql(name = "StartImprovementFields")]
pub(crate) struct StartImprovement {
    /// What is going to be fixed.
    title: Typed<Text>,
    /// The metric that should move, of the same program; the initiative's primary one if left out.
    metric: Option<MetricRef>,
    /// The day on which it is due.
    due: Option<Typed<NaiveDate>>,
    /// The day on which it begins; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for StartImprovement {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::StartImprovement {
            title: self.title.at("title")?,
            metric: self.metric.find(desk).await.at("metric")?,
            due: self.due.at("due")?,
            on: self.on.at("on")?,
        })
    }
}

/// Moves the day on which an improvement is due.
#[derive(InputObject)]
#[graphql(name = "MoveImprovementDateFields")]
pub(crate) struct MoveImprovementDate {
    /// The improvement: its id, or that of the event that started it.
    improvement: Typed<ImprovementId>,
    /// The new day.
    due: Typed<NaiveDate>,
    /// Why it moves.
    reason: Typed<Text>,
}

impl Act for MoveImprovementDate {
    type On = OfImprovement;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::MoveImprovementDate {
            improvement: self.improvement.at("improvement")?,
            due: self.due.at("due")?,
            reason: self.reason.at("reason")?,
        })
    }
}

/// Records that an improvement was delivered.
#[derive(InputObject)]
#[graphql(name = "DeliverImprovementFields")]
pub(crate) struct DeliverImprovement {
    /// The improvement: its id, or that of the event that started it.
    improvement: Typed<ImprovementId>,
    /// When it was delivered; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DeliverImprovement {
    type On = OfImprovement;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let improvement = self.improvement.at("improvement")?;
        Ok(Command::DeliverImprovement { improvement, on: self.on.at("on")? })
    }
}

/// Records that an improvement was given up.
#[derive(InputObject)]
#[graphql(name = "AbandonImprovementFields")]
pub(crate) struct AbandonImprovement {
    /// The improvement: its id, or that of the event that started it.
    improvement: Typed<ImprovementId>,
    /// Why.
    reason: Typed<Text>,
    /// When; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for AbandonImprovement {
    type On = OfImprovement;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let improvement = self.improvement.at("improvement")?;
        let reason = self.reason.at("reason")?;
        Ok(Command::AbandonImprovement { improvement, reason, on: self.on.at("on")? })
    }
}
