//! The closed lists of decisions as the schema spells them.

use async_graphql::Enum;
use cxl_domain::decision;
use cxl_ledger::query::Standing;

/// How far a decision has come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DecisionStatus {
    /// It can be voted on and decided.
    Open,
    /// It was put off.
    Deferred,
    /// Its deadline passed without an outcome.
    Expired,
    /// It was decided.
    Decided,
    /// It was decided, and a later decision superseded it.
    Superseded,
    /// The question was taken back.
    Withdrawn,
}

impl From<Standing> for DecisionStatus {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Superseded(_) => Self::Superseded,
            Standing::Own(decision::Status::Open) => Self::Open,
            Standing::Own(decision::Status::Deferred) => Self::Deferred,
            Standing::Own(decision::Status::Expired) => Self::Expired,
            Standing::Own(decision::Status::Decided) => Self::Decided,
            Standing::Own(decision::Status::Withdrawn) => Self::Withdrawn,
        }
    }
}

/// What a decision decides.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::decision::Kind")]
pub(crate) enum DecisionKind {
    /// A question with options.
    Ordinary,
    /// In which order pain points and initiatives come first: each option is an order.
    Ranking,
}

/// How hard a decision is to take back.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::decision::Reversibility")]
pub(crate) enum Reversibility {
    /// It cannot be undone, or only at great cost.
    OneWay,
    /// It can be undone.
    TwoWay,
}

/// What somebody did in a vote.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::decision::Part")]
pub(crate) enum VotePart {
    /// They voted for an option.
    Voted,
    /// They took part without voting for an option.
    Abstained,
    /// They took no part, because the matter is their own.
    Recused,
}

/// A kind of act that takes authority.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::authority::Act")]
pub(crate) enum AuthorityAct {
    /// An initiative is chartered.
    Charter,
    /// An initiative gets another owner, or none.
    ChangeOwner,
    /// A metric gets a target.
    SetTarget,
    /// An initiative is paused.
    Pause,
    /// An initiative moves to sustain.
    Sustain,
    /// An initiative that is paused or in sustain runs again.
    Resume,
    /// An initiative is stopped.
    Stop,
    /// A stopped initiative is reopened.
    Reopen,
    /// An initiative carries another on.
    Succeed,
    /// An initiative comes under another committee.
    TransferOversight,
    /// The limits of a series begin anew.
    Rebase,
    /// Two definitions of a metric are bridged.
    Bridge,
    /// A practice of the maturity model does not apply, or applies again.
    ExcludePractice,
    /// A practice or level gets a target.
    SetMaturityTarget,
    /// The level of a program follows from those of its initiatives by another rule.
    DecideLevelRule,
    /// The organization adopts a maturity model.
    AdoptModel,
    /// The organization adopts a rule set of charts.
    AdoptRuleSet,
}
