//! What people did in a vote, and what they disagree with.

use std::sync::Arc;

use async_graphql::Object;
use cxl_domain::decision::{DecisionFact, Participation};
use cxl_domain::history::Entry;
use cxl_domain::id::PersonId;
use cxl_ledger::TextAt;

use super::VotePart;
use crate::error::Problem;
use crate::fact::Fact;
use crate::moment::Moment;
use crate::person::Person;
use crate::texts::Text;

/// Somebody's part in a vote at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Vote {
    moment: Arc<Moment>,
    entry: Entry<DecisionFact>,
    voter: PersonId,
    part: VotePart,
    minuted: bool,
    shown: bool,
}

impl Vote {
    /// `shown` says whether the asker may know for what they voted.
    pub(super) fn of(moment: &Arc<Moment>, part: &Participation<'_>, shown: bool) -> Self {
        Self {
            moment: moment.clone(),
            entry: part.entry.clone(),
            voter: part.voter,
            part: part.part.into(),
            minuted: part.minuted,
            shown,
        }
    }
}

/// Somebody's part in a vote.
#[Object]
impl Vote {
    /// Who.
    async fn voter(&self) -> Person {
        Person::reference(&self.moment, self.voter)
    }

    /// What they did.
    async fn part(&self) -> VotePart {
        self.part
    }

    /// Whether minutes say so; otherwise they did it in the ledger.
    async fn minuted(&self) -> bool {
        self.minuted
    }

    /// For which option, by its key. It lies sealed under the voter's own key, and is null unless it is
    /// your vote, or the vote is over and you were granted to read votes.
    async fn choice(&self) -> Result<Option<Text>, Problem> {
        if !self.shown || self.part != VotePart::Voted {
            return Ok(None);
        }
        let pointer = if self.minuted { "/fact/vote/for" } else { "/fact/choice" };
        self.moment.text(TextAt::field(&self.entry, pointer)).await
    }

    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// A dissent at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Dissent {
    moment: Arc<Moment>,
    entry: Entry<DecisionFact>,
    person: PersonId,
}

impl Dissent {
    pub(super) fn of(moment: &Arc<Moment>, entry: &Entry<DecisionFact>, person: PersonId) -> Self {
        Self { moment: moment.clone(), entry: entry.clone(), person }
    }
}

/// That somebody disagrees with a decision.
#[Object]
impl Dissent {
    /// Who.
    async fn person(&self) -> Person {
        Person::reference(&self.moment, self.person)
    }

    /// Whether minutes say so; else they said so in person.
    async fn minuted(&self) -> bool {
        matches!(self.entry.fact, DecisionFact::DissentMinuted(_))
    }

    /// In which respect. It lies sealed under their own key.
    async fn dissent(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/dissent")).await
    }

    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}
