//! A decision: who decides it and how, what it rests on, what came of it.

mod acts;
mod effects;
mod electorate;
mod enums;
mod outcome;
mod votes;

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::decision::{self, Forum};
use cxl_domain::id::{DecisionId, PersonId};
use cxl_domain::noun::Noun as _;
use cxl_ledger::TextAt;
use cxl_ledger::query::Standing;
use cxl_ledger::rights::reads_vote;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

pub(crate) use acts::{AuthorizedAct, listed_acts};
pub(crate) use effects::{Expectations, ExpectedEffect};
pub(crate) use electorate::Electorate;
pub(crate) use enums::{AuthorityAct, DecisionKind, DecisionStatus, Reversibility, VotePart};
pub(crate) use outcome::{DecisionGround, DecisionOption, DecisionOutcome, PriorityOrder, Proposal, Tally};
pub(crate) use votes::{Dissent, Vote};

use crate::as_of::PointInTime;
use crate::committee::Committee;
use crate::connection::{Connection, list_cost, page_cost};
use crate::error::Problem;
use crate::fact::Fact;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::initiative::Initiative;
use crate::list::List;
use crate::moment::Moment;
use crate::organization::Department;
use crate::program::Program;
use crate::scalars::{Code, Date, Position};
use crate::texts::Text;

/// A decision at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    moment: Arc<Moment>,
    held: Arc<Held<decision::Decision>>,
    code: Code,
}

impl Decision {
    /// A decision that was put at that moment, of a program that the asker can read; also one that was
    /// recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: DecisionId) -> Option<Self> {
        let held = moment.views.thing::<decision::Decision>(id)?;
        let as_of = moment.as_of();
        let put = held.state.begins(as_of).is_some_and(|begins| begins <= as_of.effective);
        let seen = put && moment.asking.reads(held.state.program(as_of)?);
        let code = Code(held.state.code(as_of)?.clone());
        seen.then(|| Self { moment: moment.clone(), held: held.clone(), code })
    }

    fn state(&self) -> &decision::Decision {
        &self.held.state
    }

    fn standing(&self) -> Standing {
        self.moment.inquiry().standing(self.state())
    }

    /// Whether the asker may know how a person voted, and whether they disagree.
    fn shows_votes_of(&self, voter: PersonId) -> bool {
        let asking = &self.moment.asking;
        reads_vote(&asking.views, asking.person(), self.state(), voter, asking.now)
    }
}

/// A question that people entitled to it answer, with what it rests on, what it authorizes and what is
/// expected of it. When it opens, who votes and by which rule is copied into it; what changes elsewhere
/// later changes nothing here.
#[Object]
impl Decision {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.state().id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The revision of the newest recorded fact about it: what a command may expect.
    async fn revision(&self) -> Position {
        Position(self.held.revision)
    }

    /// Position of the newest recorded fact about it.
    async fn position(&self) -> Position {
        Position(self.held.position)
    }

    /// The program.
    async fn program(&self) -> Option<Program> {
        Program::found(&self.moment, self.state().program(self.moment.as_of())?)
    }

    /// The fact that all of it was recorded in error; null as long as it was not. Lists and counts leave
    /// out what was, and what else is answered of it is what had been recorded before.
    async fn recorded_in_error(&self) -> Option<RecordedInError> {
        RecordedInError::of(&self.moment, Thing::Decision(self.state().id))
    }

    /// Its recorded events, oldest first; what was annulled or corrected stays, marked as fallen. For
    /// what somebody voted is null in them, unless you may read that. Null if you may not read them.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        #[graphql(desc = "Only these events; all if left out.")] only: Option<EventFilter>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        history(&self.moment, self.state().id.node(), only, first, after.as_deref()).await
    }

    /// The code, unique among the decisions of the program.
    async fn code(&self) -> &Code {
        &self.code
    }

    /// What it decides.
    async fn kind(&self) -> Option<DecisionKind> {
        self.state().opened(self.moment.as_of()).map(|(_, opened)| opened.kind.into())
    }

    /// The committee in which it is made; null where a department makes it.
    async fn committee(&self) -> Option<Committee> {
        match self.state().opened(self.moment.as_of())?.1.forum {
            Forum::Committee(id) => Committee::found(&self.moment, id),
            Forum::Department(_) => None,
        }
    }

    /// The department that makes it, on a matter of its own; null where a committee does.
    async fn department(&self) -> Option<Department> {
        match self.state().opened(self.moment.as_of())?.1.forum {
            Forum::Department(id) => Department::seen(&self.moment, id),
            Forum::Committee(_) => None,
        }
    }

    /// The initiatives that it is about.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn initiatives(&self) -> List<Initiative> {
        let opened = self.state().opened(self.moment.as_of()).map(|(_, opened)| opened);
        let about = opened.into_iter().flat_map(|opened| &opened.about);
        about.filter_map(|id| Initiative::found(&self.moment, *id)).collect()
    }

    /// The question, as put on the effective day.
    async fn question(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().question(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/question")).await
    }

    /// The day on which it was put.
    async fn put(&self) -> Option<Date> {
        self.state().begins(self.moment.as_of()).map(Date)
    }

    /// The fact that opened it.
    async fn opened(&self) -> Option<Fact> {
        self.state().opened(self.moment.as_of()).map(|(entry, _)| Fact::of(&self.moment, entry))
    }

    /// How far it has come on the effective day.
    async fn status(&self) -> DecisionStatus {
        self.standing().into()
    }

    /// The fact by which it was decided, put off or taken back; null where no fact but its deadline says
    /// how far it has come.
    async fn turn(&self) -> Option<Fact> {
        self.state().status(self.moment.as_of()).1.map(|entry| Fact::of(&self.moment, entry))
    }

    /// Why it was put off or taken back; null where it was not.
    async fn turned_because(&self) -> Result<Option<Text>, Problem> {
        let (status, turn) = self.state().status(self.moment.as_of());
        match (status, turn) {
            (decision::Status::Deferred | decision::Status::Withdrawn, Some(entry)) => {
                self.moment.text(TextAt::field(entry, "/fact/reason")).await
            }
            _ => Ok(None),
        }
    }

    /// The last day on which it can be decided; the day after it has expired.
    async fn deadline(&self) -> Option<Date> {
        self.state().deadline(self.moment.as_of()).map(Date)
    }

    /// Who votes on it, and how votes decide; null where that is not known.
    async fn electorate(&self) -> Option<Electorate> {
        Electorate::of(&self.moment, self.state())
    }

    /// Between what is decided, in the order in which the options were stated.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn options(&self) -> List<DecisionOption> {
        let options = self.state().options(self.moment.as_of()).into_iter();
        options.map(|option| DecisionOption::of(&self.moment, &option)).collect()
    }

    /// The option that was proposed last.
    async fn proposed(&self) -> Option<Proposal> {
        Proposal::of(&self.moment, self.state())
    }

    /// What it rests on, in the order in which the grounds were given.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn grounds(&self) -> List<DecisionGround> {
        let grounds = self.state().grounds(self.moment.as_of()).into_iter();
        grounds.map(|(entry, ground)| DecisionGround::of(&self.moment, entry, ground)).collect()
    }

    /// How hard it is to take back.
    async fn reversibility(&self) -> Option<Reversibility> {
        self.state().reversibility(self.moment.as_of()).map(Into::into)
    }

    /// What effects are expected of it, each with what its metric did since.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn expected_effects(&self) -> List<ExpectedEffect> {
        ExpectedEffect::all(&self.moment, &self.held)
    }

    /// The day on which it is looked at again.
    async fn another_look(&self) -> Option<Date> {
        self.state().another_look(self.moment.as_of()).map(|(_, day)| Date(day))
    }

    /// What is to be looked at then.
    async fn another_look_because(&self) -> Result<Option<Text>, Problem> {
        let Some((entry, _)) = self.state().another_look(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/reason")).await
    }

    /// The fact that it was looked at again, on or before the effective day and since that day was set.
    async fn looked_again(&self) -> Option<Fact> {
        self.state().looked_again(self.moment.as_of()).map(|entry| Fact::of(&self.moment, entry))
    }

    /// What was found then.
    async fn looked_again_finding(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().looked_again(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/finding")).await
    }

    /// The acts that it lists. They are authorized once it is decided; where it lists none, it entitles
    /// to any act that names it.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn acts(&self) -> List<AuthorizedAct> {
        listed_acts(&self.moment, self.state())
    }

    /// The fact that it was carried out, on or before the effective day.
    async fn carried_out(&self) -> Option<Fact> {
        self.state().carried_out(self.moment.as_of()).map(|entry| Fact::of(&self.moment, entry))
    }

    /// Whether it was decided and something of it is still to be done.
    async fn awaits_carrying_out(&self) -> bool {
        self.moment.inquiry().awaits_carrying_out(self.state())
    }

    /// Who took which part in the vote, in the order in which they did. For what they voted is shown to
    /// themselves and, once the vote is over, to whoever was granted just that.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn votes(&self) -> List<Vote> {
        let parts = self.state().participations(self.moment.as_of()).into_iter();
        parts.map(|part| Vote::of(&self.moment, &part, self.shows_votes_of(part.voter))).collect()
    }

    /// The votes as they were counted when the voting was closed; null before.
    async fn count(&self) -> Option<Tally> {
        self.state().count(self.moment.as_of()).map(|(_, tally)| tally.into())
    }

    /// The fact that the voting was closed; null before.
    async fn voting_closed(&self) -> Option<Fact> {
        self.state().count(self.moment.as_of()).map(|(entry, _)| Fact::of(&self.moment, entry))
    }

    /// Who disagrees, as far as you may know: you yourself and, once the vote is over and votes are yours to
    /// read, everybody.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn dissents(&self) -> List<Dissent> {
        let dissents = self.state().dissents(self.moment.as_of()).into_iter();
        let shown = dissents.filter(|(_, person)| self.shows_votes_of(*person));
        shown.map(|(entry, person)| Dissent::of(&self.moment, entry, person)).collect()
    }

    /// What was decided; null while nothing is.
    async fn outcome(&self) -> Option<DecisionOutcome> {
        DecisionOutcome::of(&self.moment, &self.held)
    }

    /// The earlier decisions that it supersedes once it is decided.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn supersedes(&self) -> List<Decision> {
        let earlier = self.state().supersedes(self.moment.as_of()).into_iter();
        earlier.filter_map(|id| Self::found(&self.moment, id)).collect()
    }

    /// The later decision that superseded it, on or before the effective day.
    async fn superseded_by(&self) -> Option<Decision> {
        match self.standing() {
            Standing::Superseded(later) => Self::found(&self.moment, later),
            Standing::Own(_) => None,
        }
    }
}
