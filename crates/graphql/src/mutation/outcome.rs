//! The acts by which a decision comes to an end: decided, minuted, put off, taken back, carried out.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::decision::{self, Ballot, Command, Counted, Minuted, MinutedVote, Tally};
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{EventId, PersonId};
use cxl_domain::text::Text;

use super::command::Act;
use super::decision::Decisions;
use super::opening::OpenDecision;
use super::reference::{Desk, MeetingRef, PersonRef, Reference};
use super::rejection::{At, Rejection};
use super::target::{On, Unnamed};
use super::typed::{Typed, Unread};
use super::vote::{VoteInput, Voted};

/// States the outcome of the votes.
#[derive(InputObject)]
#[graphql(name = "DecideFields")]
pub(crate) struct Decide {
    /// The key of the option that was chosen.
    choice: Typed<Code>,
    /// Why this one.
    reasons: Typed<Text>,
    /// The day by which it is to be carried out.
    carry_out_by: Option<Typed<NaiveDate>>,
    /// The day of the outcome, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for Decide {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Decide(decision::Decide {
            choice: self.choice.at("choice")?,
            reasons: self.reasons.at("reasons")?,
            carry_out_by: self.carry_out_by.at("carryOutBy")?,
            on: self.on.at("on")?,
        }))
    }
}

/// Minutes the outcome of a decision.
#[derive(InputObject)]
#[graphql(name = "MinuteDecisionFields")]
pub(crate) struct MinuteDecision {
    #[graphql(flatten)]
    minutes: MinutesInput,
}

/// What minutes say of an outcome.
#[derive(InputObject)]
#[graphql(name = "DecisionMinutesFields")]
pub(crate) struct MinutesInput {
    /// The key of the option that was chosen.
    choice: Typed<Code>,
    /// Why this one.
    reasons: Typed<Text>,
    /// The meeting, where the ledger knows it.
    meeting: Option<MeetingRef>,
    /// The number of the minutes.
    number: Option<Typed<Text>>,
    /// SHA-256 of the signed minutes, 64 hexadecimal digits.
    document_sha256: Option<Typed<Sha256Hex>>,
    /// Who was there, where that is known.
    #[graphql(default)]
    present: Vec<PersonRef>,
    /// Who did what in the vote, where that is known.
    #[graphql(default)]
    votes: Vec<MinutedVoteInput>,
    /// The votes, counted, where only that is known.
    tally: Option<TallyInput>,
    /// Who disagreed, and in which respect, where that is known.
    #[graphql(default)]
    dissents: Vec<MinutedDissentInput>,
    /// The day by which it is to be carried out.
    carry_out_by: Option<Typed<NaiveDate>>,
    /// The day of the outcome, not after today. If left out, the day on which the decision is put in the
    /// same act, else the published day of a claim, else today.
    decided_on: Option<Typed<NaiveDate>>,
}

/// What somebody did in a vote, as minutes say.
#[derive(InputObject)]
#[graphql(name = "MinutedVoteInput")]
pub(crate) struct MinutedVoteInput {
    /// Who.
    voter: PersonRef,
    /// What they did.
    vote: VoteInput,
}

/// That somebody disagreed, as minutes say.
#[derive(InputObject)]
#[graphql(name = "MinutedDissentInput")]
pub(crate) struct MinutedDissentInput {
    /// Who.
    voter: PersonRef,
    /// In which respect: it is sealed under their own key.
    dissent: Typed<Text>,
}

/// The votes of a decision, counted.
#[derive(InputObject)]
#[graphql(name = "TallyInput")]
pub(crate) struct TallyInput {
    /// The options that were voted for.
    options: Vec<CountedOptionInput>,
    /// How many abstained.
    #[graphql(default)]
    abstained: u32,
    /// How many recused themselves.
    #[graphql(default)]
    recused: u32,
}

/// How often an option was voted for.
#[derive(InputObject)]
#[graphql(name = "CountedOptionInput")]
pub(crate) struct CountedOptionInput {
    /// The key of the option.
    option: Typed<Code>,
    /// How many voted for it.
    votes: u32,
}

impl MinutesInput {
    async fn find(self, desk: &Desk<'_>, open: Option<decision::Open>) -> Result<Command, Rejection> {
        let mut votes = Vec::with_capacity(self.votes.len());
        for (index, vote) in self.votes.into_iter().enumerate() {
            votes.push(vote.find(desk).await.at(&index.to_string()).at("votes")?);
        }
        let mut dissents = Vec::with_capacity(self.dissents.len());
        for (index, dissent) in self.dissents.into_iter().enumerate() {
            dissents.push(dissent.find(desk).await.at(&index.to_string()).at("dissents")?);
        }
        let minutes = Minuted {
            meeting: self.meeting.find(desk).await.at("meeting")?,
            number: self.number.at("number")?,
            document: self.document_sha256.at("documentSha256")?,
            present: self.present.find(desk).await.at("present")?,
        };
        Ok(Command::Minute(Box::new(decision::Minute {
            open,
            minutes,
            choice: self.choice.at("choice")?,
            reasons: self.reasons.at("reasons")?,
            votes,
            tally: self.tally.at("tally")?,
            dissents,
            carry_out_by: self.carry_out_by.at("carryOutBy")?,
            on: self.decided_on.at("decidedOn")?,
        })))
    }
}

impl MinutedVoteInput {
    async fn find(self, desk: &Desk<'_>) -> Result<(PersonId, MinutedVote), Rejection> {
        let vote = match self.vote.at("vote")? {
            Voted::For(option) => MinutedVote::For(Ballot::Marked(option)),
            Voted::Abstained => MinutedVote::Abstained,
            Voted::Recused => MinutedVote::Recused,
        };
        Ok((self.voter.find(desk).await.at("voter")?, vote))
    }
}

impl MinutedDissentInput {
    async fn find(self, desk: &Desk<'_>) -> Result<(PersonId, Text), Rejection> {
        let dissent = self.dissent.at("dissent")?;
        Ok((self.voter.find(desk).await.at("voter")?, dissent))
    }
}

impl Unread for TallyInput {
    type Read = Tally;

    fn read(self) -> Result<Tally, Rejection> {
        let mut options = Vec::with_capacity(self.options.len());
        for (index, CountedOptionInput { option, votes }) in self.options.into_iter().enumerate() {
            let option = option.at("option").at(&index.to_string()).at("options")?;
            options.push(Counted { option, votes });
        }
        options.sort_by(|a, b| a.option.cmp(&b.option));
        Ok(Tally { options, abstained: self.abstained, recused: self.recused, unread: 0 })
    }
}

impl Act for MinuteDecision {
    type On = On<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        self.minutes.find(desk, None).await
    }
}

/// Minutes a decision of which the ledger has not heard before.
#[derive(InputObject)]
#[graphql(name = "MinuteNewDecisionFields")]
pub(crate) struct MinuteNewDecision {
    #[graphql(flatten)]
    decision: OpenDecision,
    #[graphql(flatten)]
    minutes: MinutesInput,
}

impl Act for MinuteNewDecision {
    type On = Unnamed<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let open = self.decision.open(desk).await?;
        self.minutes.find(desk, Some(open)).await
    }
}

/// Confirms the minutes of a decision.
#[derive(InputObject)]
#[graphql(name = "ConfirmDecisionMinutesFields")]
pub(crate) struct ConfirmDecisionMinutes {
    /// The event that states the outcome which you read: another one is not confirmed unseen.
    outcome: Typed<EventId>,
}

impl Act for ConfirmDecisionMinutes {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::ConfirmMinutes { outcome: self.outcome.at("outcome")? })
    }
}

/// Puts a decision off.
#[derive(InputObject)]
#[graphql(name = "DeferDecisionFields")]
pub(crate) struct DeferDecision {
    /// The day on which it comes up again.
    until: Option<Typed<NaiveDate>>,
    /// Why.
    reason: Typed<Text>,
    /// From which day, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DeferDecision {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let (until, reason) = (self.until.at("until")?, self.reason.at("reason")?);
        Ok(Command::Defer { until, reason, on: self.on.at("on")? })
    }
}

/// Takes the question of a decision back.
#[derive(InputObject)]
#[graphql(name = "WithdrawDecisionFields")]
pub(crate) struct WithdrawDecision {
    /// Why.
    reason: Typed<Text>,
    /// From which day, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for WithdrawDecision {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Withdraw { reason: self.reason.at("reason")?, on: self.on.at("on")? })
    }
}

/// Records that a decision was carried out.
#[derive(InputObject)]
#[graphql(name = "RecordDecisionCarriedOutFields")]
pub(crate) struct RecordDecisionCarriedOut {
    /// What was done.
    remark: Option<Typed<Text>>,
    /// When, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RecordDecisionCarriedOut {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::RecordCarriedOut { remark: self.remark.at("remark")?, on: self.on.at("on")? })
    }
}

/// Records that a decision was looked at again.
#[derive(InputObject)]
#[graphql(name = "RecordAnotherLookFields")]
pub(crate) struct RecordAnotherLook {
    /// What was found.
    finding: Option<Typed<Text>>,
    /// When, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RecordAnotherLook {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::LookAgain { finding: self.finding.at("finding")?, on: self.on.at("on")? })
    }
}
