//! Acts on metrics that keep their figures honest: purpose, goal, control, rebases, bridges and cleared
//! flags.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{EventId, ImprovementId};
use cxl_domain::measurement::flags::FlagTable;
use cxl_domain::metric::{self, Bridged, Command, ControlStated, FlagCleared, RebaseProposed};
use cxl_domain::text::Text;

use super::command::Act;
use super::envelope::AuthorityInput;
use super::metric::Metrics;
use super::reading::SeriesOf;
use super::reference::{DepartmentRef, Desk, GoalRef, Reference};
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};
use crate::enums::Purpose;
use crate::flag::IntegrityFlag;

/// Declares what a metric is used for.
#[derive(InputObject)]
#[graphql(name = "DeclarePurposeFields")]
pub(crate) struct DeclarePurpose {
    /// Everything that it is used for, at least one thing. A metric that was once used for appraisal or
    /// pay stays marked.
    purposes: Vec<Purpose>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DeclarePurpose {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let purposes = self.purposes.into_iter().map(metric::Purpose::from).collect();
        Ok(Command::DeclarePurpose { purposes, on: self.on.at("on")? })
    }
}

/// Links a metric to a strategic goal.
#[derive(InputObject)]
#[graphql(name = "LinkGoalFields")]
pub(crate) struct LinkGoal {
    /// The goal, of the same program; left out for none any more.
    goal: Option<GoalRef>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for LinkGoal {
    type On = On<Metrics>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let goal = self.goal.find(desk).await.at("goal")?;
        Ok(Command::LinkGoal { goal, on: self.on.at("on")? })
    }
}

/// One answer of a control statement.
#[derive(InputObject)]
#[graphql(name = "ControlAnswerInput")]
pub(crate) struct ControlAnswer {
    /// Yes or no.
    yes: bool,
    /// What there is to say about it, in a sentence.
    remark: Option<Typed<Text>>,
}

impl Unread for ControlAnswer {
    type Read = metric::ControlAnswer;

    fn read(self) -> Result<metric::ControlAnswer, Rejection> {
        Ok(metric::ControlAnswer { yes: self.yes, remark: self.remark.at("remark")? })
    }
}

/// States whether whoever is accountable for a metric can move it.
#[derive(InputObject)]
#[graphql(name = "StateControlFields")]
pub(crate) struct StateControl {
    /// Whether what you do moves it.
    controls: ControlAnswer,
    /// Whether you know how to improve it.
    knows_how: ControlAnswer,
    /// Whether you may do what that takes.
    has_authority: ControlAnswer,
    /// The department that controls it, if you do not and one does. Without any it belongs to the
    /// sponsor.
    controlled_by: Option<DepartmentRef>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for StateControl {
    type On = On<Metrics>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let stated = ControlStated {
            controls: self.controls.at("controls")?,
            knows_how: self.knows_how.at("knowsHow")?,
            has_authority: self.has_authority.at("hasAuthority")?,
            controlled_by: self.controlled_by.find(desk).await.at("controlledBy")?,
        };
        Ok(Command::StateControl { stated, on: self.on.at("on")? })
    }
}

/// Proposes that the limits of a series begin anew.
#[derive(InputObject)]
#[graphql(name = "ProposeRebaseFields")]
pub(crate) struct ProposeRebase {
    /// The series.
    series: SeriesOf,
    /// The limits begin anew with the first reading whose period begins on or after this day.
    date: Typed<NaiveDate>,
    /// Why the process is known to be another one since. That its figures are is no reason.
    reason: Typed<Text>,
}

impl Act for ProposeRebase {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let proposed = RebaseProposed {
            series: self.series.at("series")?,
            date: self.date.at("date")?,
            reason: self.reason.at("reason")?,
        };
        Ok(Command::ProposeRebase { proposed })
    }
}

/// Approves a rebase that somebody else proposed.
#[derive(InputObject)]
#[graphql(name = "ApproveRebaseFields")]
pub(crate) struct ApproveRebase {
    /// The event that proposed it.
    rebase: Typed<EventId>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for ApproveRebase {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::ApproveRebase {
            rebase: self.rebase.at("rebase")?,
            authority: self.authority.at("authority")?,
        })
    }
}

/// Bridges two versions of a metric's definition.
#[derive(InputObject)]
#[graphql(name = "BridgeDefinitionsFields")]
pub(crate) struct BridgeDefinitions {
    /// The earlier version.
    earlier: u32,
    /// The later version.
    later: u32,
    /// Why readings of the two may be compared.
    reason: Typed<Text>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for BridgeDefinitions {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let bridged = Bridged { earlier: self.earlier, later: self.later, reason: self.reason.at("reason")? };
        Ok(Command::Bridge { bridged, authority: self.authority.at("authority")? })
    }
}

/// Clears an integrity flag.
#[derive(InputObject)]
#[graphql(name = "ClearFlagFields")]
pub(crate) struct ClearFlag {
    /// Which flag.
    flag: IntegrityFlag,
    /// The improvement over which it is raised, for flags that look at one.
    improvement: Option<Typed<ImprovementId>>,
    /// What you have seen: the hash that the flag shows. Other data raise it again.
    seen: Typed<Sha256Hex>,
    /// Why the data behind it are in order.
    reason: Typed<Text>,
}

impl Act for ClearFlag {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let cleared = FlagCleared {
            table: FlagTable::Flags1,
            flag: self.flag.into(),
            improvement: self.improvement.at("improvement")?,
            seen: self.seen.at("seen")?,
            reason: self.reason.at("reason")?,
        };
        Ok(Command::ClearFlag { cleared })
    }
}
