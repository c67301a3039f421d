//! The acts that a decision authorizes, as an input.

use async_graphql::{InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::decision::{self, ActAuthorized};
use cxl_domain::text::Text;
use rust_decimal::Decimal;

use super::reference::{CommitteeRef, Desk, InitiativeRef, MetricRef, PersonRef, Reference};
use super::rejection::{At, Rejection};
use super::typed::{Typed, Unread};

/// An act that a decision authorizes.
#[derive(InputObject)]
#[graphql(name = "AuthorizeActFields")]
pub(crate) struct AuthorizedActInput {
    /// Which one.
    act: ActInput,
    /// The day from which it holds. Left out, it may hold from any, and is carried out from the day of
    /// the outcome.
    on: Option<Typed<NaiveDate>>,
    /// The reason with which it is recorded; that of the outcome if left out.
    reason: Option<Typed<Text>>,
}

/// What a decision authorizes: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "AuthorizedActInput")]
pub(crate) enum ActInput {
    /// To charter an initiative under this code; done by hand.
    Charter(Typed<Code>),
    /// To give an initiative an owner.
    AssignOwner(AuthorizedOwnerInput),
    /// To leave an initiative without an owner.
    VacateOwner(InitiativeRef),
    /// To let another committee oversee an initiative.
    TransferOversight(AuthorizedOversightInput),
    /// To pause an initiative.
    Pause(InitiativeRef),
    /// To move an initiative to sustain.
    Sustain(InitiativeRef),
    /// To let an initiative run again that is paused or in sustain.
    Resume(InitiativeRef),
    /// To stop an initiative.
    Stop(InitiativeRef),
    /// To reopen a stopped initiative.
    Reopen(InitiativeRef),
    /// To let an initiative carry another on.
    Succeed(AuthorizedSuccessionInput),
    /// To begin the limits of a metric's series anew; done by hand.
    Rebase(MetricRef),
    /// To bridge two definitions of a metric; done by hand.
    Bridge(MetricRef),
    /// To set a target.
    SetTarget(AuthorizedTargetInput),
}

/// An owner for an initiative.
#[derive(InputObject)]
#[graphql(name = "AuthorizedOwnerInput")]
pub(crate) struct AuthorizedOwnerInput {
    /// The initiative.
    initiative: InitiativeRef,
    /// The owner.
    owner: PersonRef,
}

/// A committee for an initiative.
#[derive(InputObject)]
#[graphql(name = "AuthorizedOversightInput")]
pub(crate) struct AuthorizedOversightInput {
    /// The initiative.
    initiative: InitiativeRef,
    /// The committee that oversees it from then on.
    committee: CommitteeRef,
}

/// An initiative that carries another on.
#[derive(InputObject)]
#[graphql(name = "AuthorizedSuccessionInput")]
pub(crate) struct AuthorizedSuccessionInput {
    /// The initiative that carries the other on.
    initiative: InitiativeRef,
    /// The other.
    predecessor: InitiativeRef,
}

/// A target for a metric.
#[derive(InputObject)]
#[graphql(name = "AuthorizedTargetInput")]
pub(crate) struct AuthorizedTargetInput {
    /// The metric.
    metric: MetricRef,
    /// The value to reach.
    value: Typed<Decimal>,
}

impl AuthorizedActInput {
    pub(super) async fn find(self, desk: &Desk<'_>) -> Result<ActAuthorized, Rejection> {
        Ok(ActAuthorized {
            act: self.act.find(desk).await.at("act")?,
            on: self.on.at("on")?,
            reason: self.reason.at("reason")?,
        })
    }
}

impl ActInput {
    async fn find(self, desk: &Desk<'_>) -> Result<decision::AuthorizedAct, Rejection> {
        use decision::AuthorizedAct as To;
        Ok(match self {
            Self::Charter(code) => To::Charter { code: code.at("charter")? },
            Self::AssignOwner(AuthorizedOwnerInput { initiative, owner }) => To::AssignOwner {
                initiative: initiative.find(desk).await.at("initiative").at("assignOwner")?,
                owner: owner.find(desk).await.at("owner").at("assignOwner")?,
            },
            Self::VacateOwner(one) => To::VacateOwner { initiative: one.find(desk).await.at("vacateOwner")? },
            Self::TransferOversight(AuthorizedOversightInput { initiative, committee }) => {
                To::TransferOversight {
                    initiative: initiative.find(desk).await.at("initiative").at("transferOversight")?,
                    committee: committee.find(desk).await.at("committee").at("transferOversight")?,
                }
            }
            Self::Pause(one) => To::Pause { initiative: one.find(desk).await.at("pause")? },
            Self::Sustain(one) => To::Sustain { initiative: one.find(desk).await.at("sustain")? },
            Self::Resume(one) => To::Resume { initiative: one.find(desk).await.at("resume")? },
            Self::Stop(one) => To::Stop { initiative: one.find(desk).await.at("stop")? },
            Self::Reopen(one) => To::Reopen { initiative: one.find(desk).await.at("reopen")? },
            Self::Succeed(AuthorizedSuccessionInput { initiative, predecessor }) => To::Succeed {
                initiative: initiative.find(desk).await.at("initiative").at("succeed")?,
                predecessor: predecessor.find(desk).await.at("predecessor").at("succeed")?,
            },
            Self::Rebase(one) => To::Rebase { metric: one.find(desk).await.at("rebase")? },
            Self::Bridge(one) => To::Bridge { metric: one.find(desk).await.at("bridge")? },
            Self::SetTarget(AuthorizedTargetInput { metric, value }) => To::SetTarget {
                metric: metric.find(desk).await.at("metric").at("setTarget")?,
                value: value.at("value").at("setTarget")?,
            },
        })
    }
}
