//! What opens a decision.

use async_graphql::{InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::decision::{self, Command, Forum};
use cxl_domain::text::Text;

use super::asked::{AnotherLookInput, ExpectedEffectInput, ProposeOption};
use super::authorized::AuthorizedActInput;
use super::command::Act;
use super::decision::Decisions;
use super::electorate::ElectorateInput;
use super::reference::{
    CommitteeRef, DecisionRef, DepartmentRef, Desk, InitiativeRef, ProgramRef, Reference,
};
use super::rejection::{At, Rejection};
use super::target::Unnamed;
use super::typed::{Typed, Unread};
use super::weighed::{GroundInput, OptionInput};
use crate::decision::{DecisionKind, Reversibility};

/// Opens a decision. Little is required; what is left out can be stated later.
#[derive(InputObject)]
#[graphql(name = "OpenDecisionFields")]
pub(crate) struct OpenDecision {
    /// The program that it belongs to.
    program: ProgramRef,
    /// The code, unique among the decisions of the program.
    code: Typed<Code>,
    /// Where it is made.
    forum: ForumInput,
    /// What it decides; an ordinary question if left out.
    kind: Option<DecisionKind>,
    /// The initiatives that it is about: who owns one of them recuses, unless the rule says otherwise.
    #[graphql(default)]
    initiatives: Vec<InitiativeRef>,
    /// The question.
    question: Typed<Text>,
    /// Who votes, and how votes decide. Left out for a committee whose members, rule and quorum are
    /// known: they are taken from it.
    electorate: Option<ElectorateInput>,
    /// Between what is decided.
    #[graphql(default)]
    options: Vec<OptionInput>,
    /// Which of them is proposed.
    proposed: Option<ProposeOption>,
    /// What it rests on.
    #[graphql(default)]
    grounds: Vec<GroundInput>,
    /// How hard it is to take back.
    reversibility: Option<Reversibility>,
    /// What effects are expected.
    #[graphql(default)]
    expected_effects: Vec<ExpectedEffectInput>,
    /// The day on which it is looked at again.
    another_look: Option<AnotherLookInput>,
    /// The last day on which it can be decided.
    deadline: Option<Typed<NaiveDate>>,
    /// The acts that it authorizes once it is decided.
    #[graphql(default)]
    acts: Vec<AuthorizedActInput>,
    /// The earlier decisions that it supersedes once it is decided.
    #[graphql(default)]
    supersedes: Vec<DecisionRef>,
    /// The day on which it is put, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

/// Where a decision is made: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "DecisionForumInput")]
pub(crate) enum ForumInput {
    /// In this committee.
    Committee(CommitteeRef),
    /// In this department, on a matter of its own.
    Department(DepartmentRef),
}

impl ForumInput {
    async fn find(self, desk: &Desk<'_>) -> Result<Forum, Rejection> {
        match self {
            Self::Committee(committee) => committee.find(desk).await.at("committee").map(Forum::Committee),
            Self::Department(department) => {
                department.find(desk).await.at("department").map(Forum::Department)
            }
        }
    }
}

impl OpenDecision {
    /// What the domain opens a decision with.
    pub(super) async fn open(self, desk: &Desk<'_>) -> Result<decision::Open, Rejection> {
        let electorate = match self.electorate {
            Some(electorate) => Some(electorate.find(desk).await.at("electorate")?),
            None => None,
        };
        let mut effects = Vec::with_capacity(self.expected_effects.len());
        for (index, effect) in self.expected_effects.into_iter().enumerate() {
            effects.push(effect.find(desk).await.at(&index.to_string()).at("expectedEffects")?);
        }
        let mut acts = Vec::with_capacity(self.acts.len());
        for (index, act) in self.acts.into_iter().enumerate() {
            acts.push(act.find(desk).await.at(&index.to_string()).at("acts")?);
        }
        let mut options = Vec::with_capacity(self.options.len());
        for (index, option) in self.options.into_iter().enumerate() {
            options.push(option.find(desk).await.at(&index.to_string()).at("options")?);
        }
        let mut grounds = Vec::with_capacity(self.grounds.len());
        for (index, ground) in self.grounds.into_iter().enumerate() {
            grounds.push(ground.find(desk).await.at(&index.to_string()).at("grounds")?);
        }
        Ok(decision::Open {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            forum: self.forum.find(desk).await.at("forum")?,
            kind: self.kind.map(Into::into).unwrap_or_default(),
            about: self.initiatives.find(desk).await.at("initiatives")?,
            question: self.question.at("question")?,
            electorate,
            options,
            proposed: self.proposed.at("proposed")?,
            grounds,
            reversibility: self.reversibility.map(Into::into),
            effects,
            another_look: self.another_look.at("anotherLook")?,
            deadline: self.deadline.at("deadline")?,
            acts,
            supersedes: self.supersedes.find(desk).await.at("supersedes")?,
            on: self.on.at("on")?,
        })
    }
}

impl Act for OpenDecision {
    type On = Unnamed<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        self.open(desk).await.map(|open| Command::Open(Box::new(open)))
    }
}
