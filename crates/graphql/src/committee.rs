//! A committee: who sits on it, how it decides, what it oversees.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object, SimpleObject};
use chrono::NaiveDate;
use cxl_domain::committee::{self, CommitteeFact};
use cxl_domain::history::Entry;
use cxl_domain::id::{CommitteeId, ProgramId};
use cxl_domain::initiative::{self, InitiativeFact};
use cxl_domain::noun::Noun as _;
use cxl_ledger::TextAt;
use cxl_ledger::query::ExceptionScope;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::connection::{Connection, Listing, list_cost, page_cost, scan_cost};
use crate::enums::Rhythm;
use crate::error::Problem;
use crate::exception::Exception;
use crate::fact::Fact;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::initiative::Initiative;
use crate::list::List;
use crate::meeting::Meeting;
use crate::moment::Moment;
use crate::organization::Department;
use crate::person::Person;
use crate::program::Program;
use crate::scalars::{Code, Date, Position};
use crate::texts::Text;

/// What a person does on a committee.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::committee::SeatRole")]
pub(crate) enum SeatRole {
    /// Leads it, votes, and confirms its minutes. There is one at a time.
    Chair,
    /// Convenes, minutes and imports, and never votes by that role. There is one at a time.
    Secretary,
    /// Votes.
    Member,
}

/// How a committee comes to a decision.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecisionRuleKind {
    /// The chair decides, having heard the others.
    ChairDecides,
    /// So many of the votes cast; abstentions and recusals are not cast.
    Majority,
    /// Nobody votes against it.
    Consensus,
}

/// Which share of the votes cast is enough.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::committee::Threshold")]
pub(crate) enum Threshold {
    /// More than half.
    MoreThanHalf,
    /// Two thirds or more.
    TwoThirds,
    /// Three quarters or more.
    ThreeQuarters,
    /// All of them.
    Unanimous,
}

/// What becomes of a decision on which the votes are tied.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::committee::Tie")]
pub(crate) enum Tie {
    /// The chair's vote counts twice.
    ChairDecides,
    /// Nothing is decided.
    Undecided,
}

/// How a committee comes to a decision.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub(crate) struct DecisionRule {
    /// Who decides.
    kind: DecisionRuleKind,
    /// Which share of the votes cast is enough; null unless the majority decides.
    threshold: Option<Threshold>,
    /// What becomes of a tie; null unless the majority decides.
    tie: Option<Tie>,
    /// Whether who owns what a decision is about votes on it all the same; by default they recuse.
    owners_vote: bool,
}

impl From<&committee::DecisionRuleSet> for DecisionRule {
    fn from(set: &committee::DecisionRuleSet) -> Self {
        let (kind, majority) = match set.rule {
            committee::DecisionRule::ChairDecides => (DecisionRuleKind::ChairDecides, None),
            committee::DecisionRule::Majority(majority) => (DecisionRuleKind::Majority, Some(majority)),
            committee::DecisionRule::Consensus => (DecisionRuleKind::Consensus, None),
        };
        Self {
            kind,
            threshold: majority.map(|majority| majority.threshold.into()),
            tie: majority.map(|majority| majority.tie.into()),
            owners_vote: set.owners_vote,
        }
    }
}

/// A committee at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Committee {
    moment: Arc<Moment>,
    held: Arc<Held<committee::Committee>>,
    code: Code,
}

impl Committee {
    /// A committee that is established and has begun at that moment, of a program that the asker can
    /// read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: CommitteeId) -> Option<Self> {
        Self::found(moment, id).filter(|it| it.state().exists(moment.as_of()))
    }

    /// The same, also of what was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: CommitteeId) -> Option<Self> {
        let held = moment.views.thing::<committee::Committee>(id)?;
        let as_of = moment.as_of();
        let begun = held.state.begins(as_of).is_some_and(|begins| begins <= as_of.effective);
        let seen = begun && moment.asking.reads(held.state.program(as_of)?);
        let code = Code(held.state.code(as_of)?.clone());
        seen.then(|| Self { moment: moment.clone(), held: held.clone(), code })
    }

    fn state(&self) -> &committee::Committee {
        &self.held.state
    }

    fn dissolution(&self) -> Option<&Entry<CommitteeFact>> {
        self.state().dissolution(self.moment.as_of())
    }
}

/// People from several departments who oversee initiatives, meet on a rhythm and decide.
#[Object]
impl Committee {
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
        RecordedInError::of(&self.moment, Thing::Committee(self.state().id))
    }

    /// Its recorded events, oldest first; what was annulled or corrected stays, marked as fallen. Null if
    /// you may not read them.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        #[graphql(desc = "Only these events; all if left out.")] only: Option<EventFilter>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        history(&self.moment, self.state().id.node(), only, first, after.as_deref()).await
    }

    /// The code, unique among the committees of the program.
    async fn code(&self) -> &Code {
        &self.code
    }

    /// The name on the effective day.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().name(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::name(entry)).await
    }

    /// The day on which it begins.
    async fn begins(&self) -> Option<Date> {
        self.state().begins(self.moment.as_of()).map(Date)
    }

    /// The first day without it; null while no dissolution is recorded.
    async fn dissolved(&self) -> Option<Date> {
        self.dissolution().map(|entry| Date(entry.from()))
    }

    /// Why it is dissolved.
    async fn dissolved_because(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.dissolution() else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/reason")).await
    }

    /// Who sits on it on the effective day: the chair, the secretary, then the members by the day on which
    /// they came.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn members(&self) -> List<Seat> {
        self.seen_seats(self.state().members(self.moment.as_of()))
    }

    /// Every seat from the beginning on, by first day, as known, whatever day is effective.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn seats(&self) -> List<Seat> {
        self.seen_seats(self.state().seats(self.moment.as_of()))
    }

    /// Who chairs it on the effective day.
    async fn chair(&self) -> Option<Person> {
        let chair = self.state().chair(self.moment.as_of())?;
        Some(Person::reference(&self.moment, chair))
    }

    /// Who is its secretary on the effective day.
    async fn secretary(&self) -> Option<Person> {
        let secretary = self.state().secretary(self.moment.as_of())?;
        Some(Person::reference(&self.moment, secretary))
    }

    /// How often it meets, as settled on the effective day; null while that is not settled.
    async fn rhythm(&self) -> Option<Rhythm> {
        self.state().rhythm(self.moment.as_of()).map(|settled| settled.rhythm.into())
    }

    /// Within how many days after the end of a period the reports to it are due.
    async fn due_within_days(&self) -> Option<u16> {
        self.state().rhythm(self.moment.as_of()).map(|settled| settled.due_within_days)
    }

    /// How many voting members must be there; null while that is not settled.
    async fn quorum(&self) -> Option<u16> {
        self.state().quorum(self.moment.as_of())
    }

    /// How it comes to a decision, as settled on the effective day; null while that is not settled.
    async fn decision_rule(&self) -> Option<DecisionRule> {
        self.state().decision_rule(self.moment.as_of()).map(Into::into)
    }

    /// The initiatives that it oversees on the effective day, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn initiatives(&self) -> List<Initiative> {
        let overseen = self.moment.inquiry().overseen_by(self.state().id);
        overseen.into_iter().filter_map(|id| Initiative::seen(&self.moment, id)).collect()
    }

    /// Its meetings, those still to come included, the latest day first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn meetings(
        &self,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Meeting>, Problem> {
        let id = self.state().id;
        let list = Listing::open(&self.moment, "committee.meetings", &id, first, after.as_deref())?;
        let inquiry = list.moment.inquiry();
        let rows: Vec<_> = inquiry.meetings_of(id);
        let page = list.cut(rows, true, |(day, id)| (*day, *id));
        Ok(page.of(|(_, id)| Meeting::seen(&list.moment, id)).connection())
    }

    /// What asks for its attention on the effective day, the gravest first: what its agenda would show.
    #[graphql(complexity = "scan_cost(child_complexity)")]
    async fn exceptions(&self) -> List<Exception> {
        let Some(program) = self.state().program(self.moment.as_of()) else { return List::default() };
        let scope = ExceptionScope { program, committee: Some(self.state().id) };
        let noticed = self.moment.inquiry().exceptions(&scope).into_iter();
        noticed.map(|noticed| Exception::noticed(&self.moment, noticed)).collect()
    }
}

/// What the lists of a committee show beside it.
impl Committee {
    fn seen_seats(&self, seats: Vec<committee::Seat>) -> List<Seat> {
        seats
            .into_iter()
            .map(|seat| Seat { moment: self.moment.clone(), held: self.held.clone(), seat })
            .collect()
    }
}

/// A seat at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    moment: Arc<Moment>,
    held: Arc<Held<committee::Committee>>,
    seat: committee::Seat,
}

/// A seat on a committee: one person in one role, from a day on.
#[Object]
impl Seat {
    /// The global id: what ends the seat names it.
    async fn id(&self) -> ID {
        self.seat.id.global()
    }

    /// Who sits on it.
    async fn person(&self) -> Person {
        Person::reference(&self.moment, self.seat.person)
    }

    /// In which role.
    async fn role(&self) -> SeatRole {
        self.seat.role.into()
    }

    /// Whether who sits on it votes by it.
    async fn votes(&self) -> bool {
        self.seat.role.votes()
    }

    /// For which department.
    async fn department(&self) -> Option<Department> {
        Department::seen(&self.moment, self.seat.department?)
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.seat.from)
    }

    /// The first day without them; null while no end is known.
    async fn until(&self) -> Option<Date> {
        self.seat.until.map(Date)
    }

    /// The fact that gave the seat.
    async fn fact(&self) -> Option<Fact> {
        self.held.state.history.find(self.seat.stated_by).map(|entry| Fact::of(&self.moment, entry))
    }
}

/// A stretch of days during which one committee oversaw an initiative.
#[derive(Debug, Clone)]
pub(crate) struct Oversight {
    moment: Arc<Moment>,
    program: Option<ProgramId>,
    entry: Entry<InitiativeFact>,
    committee: CommitteeId,
    until: Option<NaiveDate>,
}

/// Every stretch from the beginning on, whatever day is effective, by first day.
pub(crate) fn oversight(moment: &Arc<Moment>, initiative: &initiative::Initiative) -> List<Oversight> {
    let mut facts = initiative.oversight(moment.as_of());
    // Of several facts for one first day the last by rank holds.
    facts.reverse();
    facts.dedup_by_key(|(entry, _)| entry.from());
    facts.reverse();
    let ends: Vec<_> = facts.iter().skip(1).map(|(entry, _)| Some(entry.from())).chain([None]).collect();
    let stretches = facts.into_iter().zip(ends);
    stretches
        .map(|((entry, committee), until)| Oversight {
            moment: moment.clone(),
            program: initiative.program(moment.as_of()),
            entry: entry.clone(),
            committee,
            until,
        })
        .collect()
}

/// A stretch of days during which one committee oversaw an initiative.
#[Object]
impl Oversight {
    /// The committee.
    async fn committee(&self) -> Option<Committee> {
        Committee::found(&self.moment, self.committee)
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.entry.from())
    }

    /// The first day of what followed; null for the last stretch.
    async fn until(&self) -> Option<Date> {
        self.until.map(Date)
    }

    /// The fact that says so, with its authority.
    async fn fact(&self) -> Fact {
        Fact::with_authority(&self.moment, &self.entry, self.program)
    }
}
