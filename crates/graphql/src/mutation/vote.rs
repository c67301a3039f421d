//! The acts of those who vote on a decision.

use async_graphql::{InputObject, OneofObject};
use cxl_domain::code::Code;
use cxl_domain::decision::{Ballot, Command};
use cxl_domain::text::Text;

use super::command::Act;
use super::decision::Decisions;
use super::electorate::ElectorateInput;
use super::reference::Desk;
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};

/// Changes who votes on a decision, or how votes decide.
#[derive(InputObject)]
#[graphql(name = "AmendElectorateFields")]
pub(crate) struct AmendElectorate {
    /// Who votes from now on, and how votes decide. Left out in a committee, where those vote who sit on it
    /// today.
    electorate: Option<ElectorateInput>,
    /// Why it changes.
    reason: Typed<Text>,
}

impl Act for AmendElectorate {
    type On = On<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let electorate = match self.electorate {
            Some(electorate) => Some(electorate.find(desk).await.at("electorate")?),
            None => None,
        };
        Ok(Command::AmendElectorate { electorate, reason: self.reason.at("reason")? })
    }
}

/// Votes on a decision.
#[derive(InputObject)]
#[graphql(name = "CastVoteFields")]
pub(crate) struct CastVote {
    /// Your vote.
    vote: VoteInput,
}

/// What somebody does in a vote: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "VoteInput")]
pub(crate) enum VoteInput {
    /// Vote for the option with this key.
    For(Typed<Code>),
    /// Take part without voting for an option: true. It counts for the quorum.
    Abstain(bool),
    /// Take no part, because the matter is one's own: true. It does not count for the quorum.
    Recuse(bool),
}

/// A vote as it was read.
pub(crate) enum Voted {
    For(Code),
    Abstained,
    Recused,
}

impl Unread for VoteInput {
    type Read = Voted;

    fn read(self) -> Result<Voted, Rejection> {
        match self {
            Self::For(option) => option.at("for").map(Voted::For),
            Self::Abstain(true) => Ok(Voted::Abstained),
            Self::Recuse(true) => Ok(Voted::Recused),
            Self::Abstain(false) | Self::Recuse(false) => {
                Err(Rejection::misread("write true, or give another vote"))
            }
        }
    }
}

impl Act for CastVote {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(match self.vote.at("vote")? {
            Voted::For(option) => Command::CastVote { choice: Ballot::Marked(option) },
            Voted::Abstained => Command::Abstain,
            Voted::Recused => Command::Recuse,
        })
    }
}

/// Closes the voting on a decision.
#[derive(InputObject)]
#[graphql(name = "CloseVotingFields")]
pub(crate) struct CloseVoting {
    /// Why now, where somebody who may vote has not.
    reason: Option<Typed<Text>>,
}

impl Act for CloseVoting {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::CloseVoting { reason: self.reason.at("reason")?, tally: None })
    }
}

/// Records that you disagree with a decision.
#[derive(InputObject)]
#[graphql(name = "DissentFields")]
pub(crate) struct Dissent {
    /// In which respect.
    dissent: Typed<Text>,
}

impl Act for Dissent {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Dissent { dissent: self.dissent.at("dissent")? })
    }
}
