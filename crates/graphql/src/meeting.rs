//! A meeting: its agenda, who was there, what it resolved and agreed on, its minutes.

mod action;
mod agenda;
mod attendance;
mod minutes;

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use cxl_domain::history::Entry;
use cxl_domain::id::MeetingId;
use cxl_domain::meeting::{self, MeetingFact};
use cxl_domain::noun::Noun as _;
use cxl_ledger::TextAt;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

pub(crate) use action::{Action, ActionState};
use agenda::Agenda;
use attendance::Attendance;
pub(crate) use attendance::Presence;
use minutes::Minutes;

use crate::as_of::PointInTime;
use crate::committee::Committee;
use crate::connection::{Connection, list_cost, page_cost};
use crate::error::Problem;
use crate::fact::Fact;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::list::List;
use crate::moment::Moment;
use crate::person::Person;
use crate::program::Program;
use crate::scalars::{Code, Date, Position};
use crate::texts::Text;

/// What became of a meeting.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::meeting::Status")]
pub(crate) enum MeetingStatus {
    /// It is called and not yet held.
    Convened,
    /// It was held.
    Held,
    /// It was called off.
    Canceled,
}

/// A meeting at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    moment: Arc<Moment>,
    held: Arc<Held<meeting::Meeting>>,
    code: Code,
}

impl Meeting {
    /// A meeting that is known at that moment, be it still to come or not, of a program that the asker can
    /// read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: MeetingId) -> Option<Self> {
        Self::found(moment, id).filter(|it| it.state().exists(moment.as_of()))
    }

    /// The same, also of what was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: MeetingId) -> Option<Self> {
        let held = moment.views.thing::<meeting::Meeting>(id)?;
        let program = held.state.program(moment.as_of())?;
        let code = Code(held.state.code(moment.as_of())?.clone());
        moment.asking.reads(program).then(|| Self { moment: moment.clone(), held: held.clone(), code })
    }

    fn state(&self) -> &meeting::Meeting {
        &self.held.state
    }
}

/// A meeting of a committee: called for a day, held with an agenda, minuted, confirmed.
#[Object]
impl Meeting {
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
        RecordedInError::of(&self.moment, Thing::Meeting(self.state().id))
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

    /// The code, unique among the meetings of the program.
    async fn code(&self) -> &Code {
        &self.code
    }

    /// The name on the effective day.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().name(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::name(entry)).await
    }

    /// The committee that meets.
    async fn committee(&self) -> Option<Committee> {
        Committee::found(&self.moment, self.state().committee(self.moment.as_of())?)
    }

    /// The day on which it was held, else the day for which it is called.
    async fn day(&self) -> Option<Date> {
        self.state().day(self.moment.as_of()).map(Date)
    }

    /// What became of it by the effective day.
    async fn status(&self) -> MeetingStatus {
        self.state().status(self.moment.as_of()).0.into()
    }

    /// Every time it was moved to another day, oldest first.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn moves(&self) -> List<MeetingMove> {
        let moves = self.state().moves(self.moment.as_of()).into_iter();
        let moment = &self.moment;
        moves.map(|(entry, to)| MeetingMove { moment: moment.clone(), entry: entry.clone(), to }).collect()
    }

    /// Why it was called off.
    async fn canceled_because(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().cancellation(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/reason")).await
    }

    /// The fact that it was held.
    #[graphql(name = "held")]
    async fn holding(&self) -> Option<Fact> {
        self.state().held(self.moment.as_of()).map(|(entry, _)| Fact::of(&self.moment, entry))
    }

    /// Who chaired it.
    async fn chair(&self) -> Option<Person> {
        let (_, held) = self.state().held(self.moment.as_of())?;
        Some(Person::reference(&self.moment, held.chair))
    }

    /// The agenda as it was shown; null while none is fixed. What it would be now are the exceptions of the
    /// committee.
    async fn agenda(&self) -> Option<Agenda> {
        let (entry, agenda) = self.state().agenda(self.moment.as_of())?;
        Some(Agenda { moment: self.moment.clone(), entry: entry.clone(), agenda: agenda.clone() })
    }

    /// Who was there; null while nobody recorded it.
    async fn attendance(&self) -> Option<Attendance> {
        let (entry, taken) = self.state().attendance(self.moment.as_of())?;
        Some(Attendance { moment: self.moment.clone(), entry: entry.clone(), taken: taken.clone() })
    }

    /// Its resolutions, in the order in which they were recorded.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn resolutions(&self) -> List<Resolution> {
        let resolutions = self.state().resolutions(self.moment.as_of()).into_iter();
        let moment = &self.moment;
        resolutions.map(|entry| Resolution { moment: moment.clone(), entry: entry.clone() }).collect()
    }

    /// The actions that it agreed on, in the order in which they were recorded.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn actions(&self) -> List<Action> {
        let actions = self.state().actions(self.moment.as_of()).into_iter();
        actions.map(|action| Action::of(&self.moment, &self.held, action)).collect()
    }

    /// The minutes; null while nobody recorded them.
    async fn minutes(&self) -> Option<Minutes> {
        let (entry, minutes) = self.state().minutes(self.moment.as_of())?;
        let held = self.held.clone();
        Some(Minutes { moment: self.moment.clone(), held, entry: entry.clone(), minutes: minutes.clone() })
    }
}

/// A move of a meeting at a moment.
pub(crate) struct MeetingMove {
    moment: Arc<Moment>,
    entry: Entry<MeetingFact>,
    to: chrono::NaiveDate,
}

/// A meeting was moved to another day.
#[Object]
impl MeetingMove {
    /// The day to which it was moved.
    async fn to(&self) -> Date {
        Date(self.to)
    }

    /// Why.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/reason")).await
    }

    /// Who moved it, and when.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// A resolution at a moment.
pub(crate) struct Resolution {
    moment: Arc<Moment>,
    entry: Entry<MeetingFact>,
}

/// What a meeting resolved.
#[Object]
impl Resolution {
    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// What was resolved.
    async fn resolution(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/resolution")).await
    }
}
