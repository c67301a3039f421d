//! The acts on what an initiative changes around itself, and on the benefits that are expected of it.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::initiative::{BenefitExpected, Command, ElementChanged, Helps};
use cxl_domain::metric;
use cxl_domain::text::Text;
use rust_decimal::Decimal;

use super::command::Act;
use super::initiative::Initiatives;
use super::metric::Metrics;
use super::reference::{Desk, MetricRef, PlaceInput, Reference};
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};
use crate::benefit::BenefitKind;
use crate::ecosystem::ElementKind;

/// Says where on a journey an initiative works.
#[derive(InputObject)]
#[graphql(name = "PlaceInitiativeFields")]
pub(crate) struct PlaceInitiative {
    /// Where.
    place: PlaceInput,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for PlaceInitiative {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Place { place: self.place.find(desk).await.at("place")?, on: self.on.at("on")? })
    }
}

/// Says which element of the ecosystem an initiative changes. What was said of the same code before no longer holds.
#[derive(InputObject)]
#[graphql(name = "ChangeElementFields")]
pub(crate) struct ChangeElement {
    /// What people call the element; the same code in another initiative is the same element.
    code: Typed<Code>,
    /// What it is.
    kind: ElementKind,
    /// Its name.
    name: Typed<Text>,
    /// At which places of journeys it is changed.
    at: Option<Vec<PlaceInput>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for ChangeElement {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let changed = ElementChanged {
            code: self.code.at("code")?,
            kind: self.kind.into(),
            name: self.name.at("name")?,
            at: self.at.unwrap_or_default().find(desk).await.at("at")?,
        };
        Ok(Command::ChangeElement { changed, on: self.on.at("on")? })
    }
}

/// Says whose goal an initiative helps.
#[derive(InputObject)]
#[graphql(name = "HelpGoalFields")]
pub(crate) struct HelpGoal {
    /// Whose: the code of the executive's role, such as CMO, COO or CFO.
    executive: Typed<Code>,
    /// Which goal.
    goal: Option<Typed<Text>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for HelpGoal {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let helps = Helps { executive: self.executive.at("executive")?, goal: self.goal.at("goal")? };
        Ok(Command::Help { helps, on: self.on.at("on")? })
    }
}

/// States a benefit that is expected of an initiative over some days.
#[derive(InputObject)]
#[graphql(name = "ExpectBenefitFields")]
pub(crate) struct ExpectBenefit {
    /// What people call the benefit; what is expected of it over later days has the same code.
    code: Typed<Code>,
    /// What it is worth.
    kind: BenefitKind,
    /// The metric through which it shows, of the same program.
    metric: MetricRef,
    /// By how much the metric is expected to get better: of money and counts in all over these days, of everything else as a difference of level.
    amount: Typed<Decimal>,
    /// The first day on which that is expected; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// The first day after.
    until: Typed<NaiveDate>,
}

impl Act for ExpectBenefit {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let expected = BenefitExpected {
            code: self.code.at("code")?,
            kind: self.kind.into(),
            metric: self.metric.find(desk).await.at("metric")?,
            amount: self.amount.at("amount")?,
        };
        Ok(Command::ExpectBenefit { expected, on: self.on.at("on")?, until: self.until.at("until")? })
    }
}

/// Says where on a journey a metric measures.
#[derive(InputObject)]
#[graphql(name = "PlaceMetricFields")]
pub(crate) struct PlaceMetric {
    /// Where.
    place: PlaceInput,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for PlaceMetric {
    type On = On<Metrics>;

    async fn command(self, desk: &Desk<'_>) -> Result<metric::Command, Rejection> {
        Ok(metric::Command::Place { place: self.place.find(desk).await.at("place")?, on: self.on.at("on")? })
    }
}
