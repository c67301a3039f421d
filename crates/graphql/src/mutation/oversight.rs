//! Acts on initiatives that follow upon oversight: who oversees them, explained exceptions, read reports.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::exception::ExceptionKey;
use cxl_domain::id::EventId;
use cxl_domain::initiative::{Command, ExceptionExplained};
use cxl_domain::text::Text;

use super::command::Act;
use super::envelope::AuthorityInput;
use super::initiative::Initiatives;
use super::reference::{CommitteeRef, Desk, PersonRef, Reference};
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};

/// Lets another committee oversee an initiative.
#[derive(InputObject)]
#[graphql(name = "TransferOversightFields")]
pub(crate) struct TransferOversight {
    /// The committee, of the same program.
    committee: CommitteeRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for TransferOversight {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let committee = self.committee.find(desk).await.at("committee")?;
        let authority = self.authority.at("authority")?;
        Ok(Command::TransferOversight { committee, on: self.on.at("on")?, authority })
    }
}

/// Explains an exception of an initiative.
#[derive(InputObject)]
#[graphql(name = "ExplainExceptionFields")]
pub(crate) struct ExplainException {
    /// The key of the exception, of this initiative.
    exception: Typed<ExceptionKey>,
    /// Why it came about.
    cause: Typed<Text>,
    /// What is done about it.
    next_step: Option<Typed<Text>>,
    /// Who takes that step.
    owner: PersonRef,
    /// By when.
    due: Option<Typed<NaiveDate>>,
}

impl Act for ExplainException {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let explained = ExceptionExplained {
            exception: self.exception.at("exception")?,
            cause: self.cause.at("cause")?,
            next_step: self.next_step.at("nextStep")?,
            owner: self.owner.find(desk).await.at("owner")?,
            due: self.due.at("due")?,
        };
        Ok(Command::ExplainException { explained })
    }
}

/// Confirms having read a progress report.
#[derive(InputObject)]
#[graphql(name = "AcknowledgeReportFields")]
pub(crate) struct AcknowledgeReport {
    /// The event that holds the report.
    report: Typed<EventId>,
}

impl Act for AcknowledgeReport {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::AcknowledgeReport { report: self.report.at("report")? })
    }
}
