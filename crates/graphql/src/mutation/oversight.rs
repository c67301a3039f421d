//! Acts that follow upon oversight: who oversees an initiative, explained exceptions, read reports.

use std::marker::PhantomData;

use async_graphql::{InputObject, InputObjectType};
use chrono::NaiveDate;
use cxl_domain::exception::{ExceptionExplained, ExceptionKey};
use cxl_domain::id::EventId;
use cxl_domain::initiative::Command;
use cxl_domain::text::Text;

use super::command::{Act, CommandOf};
use super::envelope::AuthorityInput;
use super::initiative::Initiatives;
use super::program::Programs;
use super::reference::{CommitteeRef, Desk, PersonRef, Reference};
use super::rejection::{At, Rejection};
use super::target::{Named, On};
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

/// A kind of thing in whose history exceptions are explained.
pub(crate) trait Explaining: Named {
    /// The act.
    fn explain(explained: ExceptionExplained) -> Self::Command;
}

/// Explains an exception: of an initiative there, any other in its program.
#[derive(InputObject)]
#[graphql(concrete(name = "ExplainExceptionFields", params(Initiatives)))]
#[graphql(concrete(name = "ExplainProgramExceptionFields", params(Programs)))]
pub(crate) struct ExplainException<N: Explaining> {
    /// The key of the exception.
    exception: Typed<ExceptionKey>,
    /// Why it came about.
    cause: Typed<Text>,
    /// What is done about it.
    next_step: Option<Typed<Text>>,
    /// Who takes that step.
    owner: PersonRef,
    /// By when.
    due: Option<Typed<NaiveDate>>,
    #[graphql(skip)]
    of: PhantomData<N>,
}

impl<N: Explaining> Act for ExplainException<N>
where
    Self: InputObjectType,
{
    type On = On<N>;

    async fn command(self, desk: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        let explained = ExceptionExplained {
            exception: self.exception.at("exception")?,
            cause: self.cause.at("cause")?,
            next_step: self.next_step.at("nextStep")?,
            owner: self.owner.find(desk).await.at("owner")?,
            due: self.due.at("due")?,
        };
        Ok(N::explain(explained))
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
