//! Acts on initiatives that follow upon oversight: who oversees them, explained exceptions, read reports.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::initiative::Command;

use super::command::Act;
use super::envelope::AuthorityInput;
use super::initiative::Initiatives;
use super::reference::{CommitteeRef, Desk, Reference};
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
