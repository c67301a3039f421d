//! A journey: what customers go through, stage by stage, as a map that changes over the years.
//!
//! A map has *spots*: stages in their order, touchpoints in the stages, and hand-offs between departments
//! at a stage or touchpoint. Whatever else hangs on a journey names a [`Place`] on it. This page holds the
//! facts and the commands; [`decide()`] holds the rules, [`Journey`] what the facts say at a point in
//! time.

mod decide;
mod map;
mod mapping;
mod place;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use map::{Spot, SpotKind};
pub use place::Place;
pub use state::Journey;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::{DepartmentId, ProgramId, SpotId};
use crate::text::Text;

facts! {
    /// What can be recorded about a journey.
    pub enum JourneyFact of "journey" {
        /// It was mapped; effective from the day on which the map holds.
        Mapped = "journey.mapped.v1",
        /// It got a name.
        Named = "journey.named.v1",
        /// A stage came onto the map; the event's id is the stage's.
        StageAdded = "journey.stage-added.v1",
        /// A touchpoint came onto the map; the event's id is the touchpoint's.
        TouchpointAdded = "journey.touchpoint-added.v1",
        /// A hand-off came onto the map; the event's id is the hand-off's.
        HandOffAdded = "journey.hand-off-added.v1",
        /// A stage, touchpoint or hand-off got another name.
        SpotNamed = "journey.spot-named.v1",
        /// A stage got another place in the order.
        StageMoved = "journey.stage-moved.v1",
        /// A touchpoint moved to another stage.
        TouchpointMoved = "journey.touchpoint-moved.v1",
        /// Another department became responsible for a touchpoint, or none any more.
        ResponsibleNamed = "journey.responsible-named.v1",
        /// A stage, touchpoint or hand-off left the map.
        SpotRetired = "journey.spot-retired.v1",
        /// A fact about it was recorded in error.
        Annulled = "journey.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "journey.recorded-in-error.v1",
    }
}

/// See [`JourneyFact::Mapped`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mapped {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
}

/// See [`JourneyFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// See [`JourneyFact::StageAdded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StageAdded {
    /// Its code, unique on the map.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// Its place in the order of the stages, the least first.
    pub order: u16,
}

/// See [`JourneyFact::TouchpointAdded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchpointAdded {
    /// Its code, unique on the map.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// The stage in which it lies.
    pub stage: SpotId,
    /// The channel over which customers meet the company here.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub channel: Option<Code>,
    /// The department that is responsible for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
}

/// See [`JourneyFact::HandOffAdded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOffAdded {
    /// Its code, unique on the map.
    pub code: Code,
    /// Its name, if the two departments do not say enough.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<Text>,
    /// The department that lets the customer go.
    pub from: DepartmentId,
    /// The department that takes the customer over.
    pub to: DepartmentId,
    /// The stage or touchpoint at which that happens.
    pub at: SpotId,
}

/// See [`JourneyFact::SpotNamed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpotNamed {
    /// The stage, touchpoint or hand-off.
    pub spot: SpotId,
    /// The name.
    pub name: Text,
}

/// See [`JourneyFact::StageMoved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StageMoved {
    /// The stage.
    pub stage: SpotId,
    /// Its place in the order of the stages, the least first.
    pub order: u16,
}

/// See [`JourneyFact::TouchpointMoved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchpointMoved {
    /// The touchpoint.
    pub touchpoint: SpotId,
    /// The stage in which it lies from then on.
    pub stage: SpotId,
}

/// See [`JourneyFact::ResponsibleNamed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResponsibleNamed {
    /// The touchpoint.
    pub touchpoint: SpotId,
    /// The department; none if nobody is responsible any more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
}

/// See [`JourneyFact::SpotRetired`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpotRetired {
    /// The stage, touchpoint or hand-off.
    pub spot: SpotId,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// An act on a journey. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Begin it.
    Map(Map),
    /// State the name anew.
    Rename {
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Put a stage onto the map.
    AddStage {
        /// The stage.
        stage: StageAdded,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Put a touchpoint onto the map.
    AddTouchpoint {
        /// The touchpoint.
        touchpoint: TouchpointAdded,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Put a hand-off onto the map.
    AddHandOff {
        /// The hand-off.
        hand_off: HandOffAdded,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Give a stage, touchpoint or hand-off another name.
    RenameSpot {
        /// Which.
        spot: SpotId,
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Give a stage another place in the order.
    MoveStage {
        /// The stage.
        stage: SpotId,
        /// Its place, the least first.
        order: u16,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Move a touchpoint to another stage.
    MoveTouchpoint {
        /// The touchpoint.
        touchpoint: SpotId,
        /// The stage.
        stage: SpotId,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Name the department that is responsible for a touchpoint.
    NameResponsible {
        /// The touchpoint.
        touchpoint: SpotId,
        /// The department; none if nobody is responsible any more.
        department: Option<DepartmentId>,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Take a stage, touchpoint or hand-off off the map.
    RetireSpot {
        /// Which.
        spot: SpotId,
        /// Why.
        reason: Option<Text>,
        /// The first day without it.
        on: Option<NaiveDate>,
    },
    /// Record all of it in error.
    RecordInError {
        /// Why.
        reason: Text,
    },
    /// Annul a fact.
    Annul(Annul),
    /// Correct a fact.
    Correct(Correct<Command>),
}

/// What begins a journey.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// The name.
    pub name: Text,
    /// From which day.
    pub on: Option<NaiveDate>,
}
