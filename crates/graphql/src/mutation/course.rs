//! The acts on an initiative's course: progress, pause, sustain, resumption, stop, reopening, succession.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::initiative::{Command, ProgressReported, Sentences};
use cxl_domain::text::Text;

use super::command::Act;
use super::envelope::AuthorityInput;
use super::initiative::Initiatives;
use super::reference::{Desk, InitiativeRef, Reference};
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};
use crate::enums::DeclaredState;
use crate::period::PeriodInput;

/// Reports how an initiative stands.
#[derive(InputObject)]
#[graphql(name = "ReportProgressFields")]
pub(crate) struct ReportProgress {
    /// The period that the report covers.
    period: PeriodInput,
    /// How the owner says that things stand.
    state: DeclaredState,
    /// One sentence.
    summary: Typed<Text>,
    /// What comes next.
    next_step: Option<Typed<Text>>,
    /// What stands in the way.
    blocked_by: Option<Typed<Text>>,
}

impl Act for ReportProgress {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let report = ProgressReported::new(
            self.period.at("period")?,
            self.state.into(),
            Sentences {
                summary: self.summary.at("summary")?,
                next_step: self.next_step.at("nextStep")?,
                blocked_by: self.blocked_by.at("blockedBy")?,
            },
        );
        Ok(Command::ReportProgress { report })
    }
}

/// Pauses an initiative.
#[derive(InputObject)]
#[graphql(name = "PauseInitiativeFields")]
pub(crate) struct PauseInitiative {
    /// Why.
    reason: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right. A pause is prolonged by such a right only.
    authority: Option<AuthorityInput>,
}

impl Act for PauseInitiative {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let reason = self.reason.at("reason")?;
        Ok(Command::Pause { reason, on: self.on.at("on")?, authority: self.authority.at("authority")? })
    }
}

/// Moves an initiative to sustain.
#[derive(InputObject)]
#[graphql(name = "SustainInitiativeFields")]
pub(crate) struct SustainInitiative {
    /// Why.
    reason: Option<Typed<Text>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for SustainInitiative {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let reason = self.reason.at("reason")?;
        Ok(Command::Sustain { reason, on: self.on.at("on")?, authority: self.authority.at("authority")? })
    }
}

/// Lets an initiative run again that is paused or in sustain.
#[derive(InputObject)]
#[graphql(name = "ResumeInitiativeFields")]
pub(crate) struct ResumeInitiative {
    /// What changed.
    reason: Option<Typed<Text>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for ResumeInitiative {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let reason = self.reason.at("reason")?;
        Ok(Command::Resume { reason, on: self.on.at("on")?, authority: self.authority.at("authority")? })
    }
}

/// Stops an initiative.
#[derive(InputObject)]
#[graphql(name = "StopInitiativeFields")]
pub(crate) struct StopInitiative {
    /// Why.
    reason: Typed<Text>,
    /// What was learned.
    lesson: Option<Typed<Text>>,
    /// The first day without it; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for StopInitiative {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Stop {
            reason: self.reason.at("reason")?,
            lesson: self.lesson.at("lesson")?,
            on: self.on.at("on")?,
            authority: self.authority.at("authority")?,
        })
    }
}

/// Reopens an initiative that was stopped.
#[derive(InputObject)]
#[graphql(name = "ReopenInitiativeFields")]
pub(crate) struct ReopenInitiative {
    /// Why.
    reason: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for ReopenInitiative {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let reason = self.reason.at("reason")?;
        Ok(Command::Reopen { reason, on: self.on.at("on")?, authority: self.authority.at("authority")? })
    }
}

/// Lets an initiative carry another on.
#[derive(InputObject)]
#[graphql(name = "SucceedInitiativeFields")]
pub(crate) struct SucceedInitiative {
    /// The initiative that it carries on, of the same program.
    predecessor: InitiativeRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for SucceedInitiative {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let predecessor = self.predecessor.find(desk).await.at("predecessor")?;
        Ok(Command::Succeed {
            predecessor,
            on: self.on.at("on")?,
            authority: self.authority.at("authority")?,
        })
    }
}
