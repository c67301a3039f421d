//! Options, grounds, and what was decided.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use cxl_domain::decision::{self, Choice, DecisionFact, Ground, Ranked};
use cxl_domain::history::Entry;
use cxl_domain::id::EventId;
use cxl_ledger::TextAt;
use cxl_ledger::query;
use cxl_ledger::views::Held;

use super::Decision;
use crate::connection::list_cost;
use crate::error::Problem;
use crate::fact::Fact;
use crate::ids::Global;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::node::Node;
use crate::person::Person;
use crate::scalars::{Code, Date};
use crate::texts::Text;

/// An option at a moment.
#[derive(Debug, Clone)]
pub(crate) struct DecisionOption {
    moment: Arc<Moment>,
    entry: Entry<DecisionFact>,
    stated: decision::OptionStated,
}

impl DecisionOption {
    pub(super) fn of(moment: &Arc<Moment>, option: &Choice<'_>) -> Self {
        Self { moment: moment.clone(), entry: option.entry.clone(), stated: option.stated.clone() }
    }
}

/// One of those between which is decided.
#[Object]
impl DecisionOption {
    /// By what votes and outcome name it, unique in the decision.
    async fn key(&self) -> Code {
        Code(self.stated.key.clone())
    }

    /// What it is.
    async fn text(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/text")).await
    }

    /// Of a ranking, the order that it stands for, the most urgent first.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn ranking(&self) -> List<RankedThing> {
        ranked(&self.moment, &self.stated.ranking)
    }

    /// The fact that states it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// Something that was given priority.
#[derive(SimpleObject)]
pub(crate) struct RankedThing {
    /// The global id of the pain point or the initiative.
    id: ID,
    /// The pain point or the initiative; null for what you cannot read.
    thing: Option<Node>,
}

fn ranked(moment: &Arc<Moment>, order: &[Ranked]) -> List<RankedThing> {
    let nodes = order.iter().map(|ranked| match ranked {
        Ranked::PainPoint(id) => id.node(),
        Ranked::Initiative(id) => id.node(),
    });
    nodes.map(|node| RankedThing { id: node.to_string().into(), thing: Node::seen(moment, node) }).collect()
}

/// In which order pain points and initiatives come first.
#[derive(Debug, Clone)]
pub(crate) struct PriorityOrder {
    moment: Arc<Moment>,
    order: query::PriorityOrder,
}

impl PriorityOrder {
    pub(crate) fn of(moment: &Arc<Moment>, order: query::PriorityOrder) -> Self {
        Self { moment: moment.clone(), order }
    }
}

/// In which order pain points and initiatives come first, as decided.
#[Object]
impl PriorityOrder {
    /// The ranking that was decided last.
    async fn decision(&self) -> Option<Decision> {
        Decision::found(&self.moment, self.order.decision)
    }

    /// The day from which it holds.
    async fn since(&self) -> Date {
        Date(self.order.since)
    }

    /// The order, the most urgent first.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn order(&self) -> List<RankedThing> {
        ranked(&self.moment, &self.order.order)
    }
}

/// A proposal at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    moment: Arc<Moment>,
    entry: Entry<DecisionFact>,
    option: Code,
}

impl Proposal {
    pub(super) fn of(moment: &Arc<Moment>, decision: &decision::Decision) -> Option<Self> {
        let (entry, option) = decision.proposed(moment.as_of())?;
        Some(Self { moment: moment.clone(), entry: entry.clone(), option: Code(option.clone()) })
    }
}

/// The option that somebody proposed.
#[Object]
impl Proposal {
    /// The key of the option.
    async fn option(&self) -> &Code {
        &self.option
    }

    /// Why this one.
    async fn reasons(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/reasons")).await
    }

    /// The fact that proposes it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// A ground at a moment.
#[derive(Debug, Clone)]
pub(crate) struct DecisionGround {
    moment: Arc<Moment>,
    entry: Entry<DecisionFact>,
    ground: Ground,
}

impl DecisionGround {
    pub(super) fn of(moment: &Arc<Moment>, entry: &Entry<DecisionFact>, ground: &Ground) -> Self {
        Self { moment: moment.clone(), entry: entry.clone(), ground: ground.clone() }
    }
}

/// What a decision rests on: one of these.
#[Object]
impl DecisionGround {
    /// A pain point, a metric with its reading, or an insight; null for a document, and for what you
    /// cannot read.
    async fn thing(&self) -> Option<Node> {
        let id = match &self.ground {
            Ground::PainPoint(id) => id.node(),
            Ground::Insight(id) => id.node(),
            Ground::Reading(ground) => ground.metric.node(),
            Ground::Document(_) => return None,
        };
        Node::seen(&self.moment, id)
    }

    /// The metric whose reading it is.
    async fn metric(&self) -> Option<Metric> {
        match &self.ground {
            Ground::Reading(ground) => Metric::found(&self.moment, ground.metric),
            _ => None,
        }
    }

    /// The event that recorded the figures of the reading.
    async fn reading(&self) -> Option<ID> {
        match &self.ground {
            Ground::Reading(ground) => Some(ground.reading.global()),
            _ => None,
        }
    }

    /// SHA-256 of the document, 64 hexadecimal digits.
    async fn document_sha256(&self) -> Option<String> {
        match &self.ground {
            Ground::Document(document) => Some(document.sha256.to_string()),
            _ => None,
        }
    }

    /// The number or title of the document.
    async fn document_title(&self) -> Result<Option<Text>, Problem> {
        match &self.ground {
            Ground::Document(_) => {
                self.moment.text(TextAt::field(&self.entry, "/fact/ground/document/title")).await
            }
            _ => Ok(None),
        }
    }

    /// The fact that gives it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// An outcome at a moment.
#[derive(Debug, Clone)]
pub(crate) struct DecisionOutcome {
    moment: Arc<Moment>,
    held: Arc<Held<decision::Decision>>,
    entry: Entry<DecisionFact>,
    decided: decision::Decided,
    confirmation: Option<EventId>,
}

impl DecisionOutcome {
    pub(super) fn of(moment: &Arc<Moment>, held: &Arc<Held<decision::Decision>>) -> Option<Self> {
        let outcome = held.state.outcome(moment.as_of())?;
        let confirmation = held.state.confirmation(&outcome, moment.as_of()).map(|entry| entry.event);
        let (entry, decided) = (outcome.entry.clone(), outcome.decided.clone());
        Some(Self { moment: moment.clone(), held: held.clone(), entry, decided, confirmation })
    }

    fn minutes(&self) -> Option<(&Entry<DecisionFact>, &decision::Minuted)> {
        let minuted = self.decided.made == decision::Made::Minuted;
        self.held.state.minutes(self.moment.as_of()).filter(|_| minuted)
    }
}

/// What was decided.
#[Object]
impl DecisionOutcome {
    /// The day of the outcome.
    async fn on(&self) -> Date {
        Date(self.entry.from())
    }

    /// The option chosen.
    async fn option(&self) -> Option<DecisionOption> {
        let option = self.held.state.option(&self.decided.choice, self.moment.as_of())?;
        Some(DecisionOption::of(&self.moment, &option))
    }

    /// The key of the option chosen.
    async fn choice(&self) -> Code {
        Code(self.decided.choice.clone())
    }

    /// Why this one.
    async fn reasons(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/reasons")).await
    }

    /// Whether it was minuted, and not reached in the ledger.
    async fn minuted(&self) -> bool {
        self.decided.made == decision::Made::Minuted
    }

    /// Whether it is imported history: then who was there and how many voted is claimed, not checked.
    async fn claimed(&self) -> bool {
        self.entry.stamp.is_backfilled()
    }

    /// The votes, counted; null where they are not known.
    async fn tally(&self) -> Option<Tally> {
        self.decided.tally.as_ref().map(Into::into)
    }

    /// The number of the minutes.
    async fn minutes_number(&self) -> Result<Option<Text>, Problem> {
        let Some((entry, _)) = self.minutes() else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/number")).await
    }

    /// SHA-256 of the signed minutes, 64 hexadecimal digits.
    async fn minutes_sha256(&self) -> Option<String> {
        self.minutes()?.1.document.map(|document| document.to_string())
    }

    /// The meeting that the minutes are of, where the ledger knows it.
    async fn meeting(&self) -> Option<Node> {
        Node::seen(&self.moment, self.minutes()?.1.meeting?.node())
    }

    /// Who was there, as the minutes say.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn present(&self) -> List<Person> {
        let minutes = self.minutes().map(|(_, minutes)| minutes);
        let present = minutes.into_iter().flat_map(|minutes| &minutes.present);
        present.map(|person| Person::reference(&self.moment, *person)).collect()
    }

    /// The fact by which the chair confirmed the minutes; null while nobody did, and for what was reached
    /// in the ledger.
    async fn confirmed(&self) -> Option<Fact> {
        let entry = self.held.state.history.find(self.confirmation?)?;
        Some(Fact::of(&self.moment, entry))
    }

    /// The day by which it is to be carried out.
    async fn carry_out_by(&self) -> Option<Date> {
        self.decided.carry_out_by.map(Date)
    }

    /// The fact that states it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// The votes of a decision, counted.
#[derive(Debug, SimpleObject)]
pub(crate) struct Tally {
    /// The options that were voted for, by key.
    options: List<CountedOption>,
    /// How many votes were cast.
    cast: u32,
    /// How many abstained.
    abstained: u32,
    /// How many recused themselves.
    recused: u32,
    /// How many votes could no longer be read when they were counted: votes cast for no option.
    unread: u32,
}

impl From<&decision::Tally> for Tally {
    fn from(tally: &decision::Tally) -> Self {
        let counted = |counted: &decision::Counted| CountedOption {
            option: Code(counted.option.clone()),
            votes: counted.votes,
        };
        Self {
            options: tally.options.iter().map(counted).collect(),
            cast: tally.cast(),
            abstained: tally.abstained,
            recused: tally.recused,
            unread: tally.unread,
        }
    }
}

/// How often an option was voted for.
#[derive(Debug, SimpleObject)]
pub(crate) struct CountedOption {
    /// The key of the option.
    option: Code,
    /// How many voted for it.
    votes: u32,
}
