//! A meeting: its agenda, who was there, what it resolved and agreed on, its minutes.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use cxl_domain::history::Entry;
use cxl_domain::id::MeetingId;
use cxl_domain::meeting::{self, AgendaFixed, AttendanceTaken, MeetingFact, Minuted};
use cxl_domain::noun::Noun as _;
use cxl_ledger::TextAt;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::committee::{Committee, SeatRole};
use crate::connection::{Connection, list_cost, page_cost};
use crate::error::Problem;
use crate::exception::Exception;
use crate::fact::Fact;
use crate::history::{Event, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::initiative::Initiative;
use crate::moment::Moment;
use crate::organization::Department;
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

/// Whether somebody was there.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::meeting::Presence")]
pub(crate) enum Presence {
    /// They were there.
    Present,
    /// They had excused themselves.
    Excused,
    /// They were not there.
    Absent,
}

/// How far an action has come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActionState {
    /// It is still to be done.
    Open,
    /// It was done.
    Done,
    /// It was dropped.
    Dropped,
}

/// A meeting at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    moment: Arc<Moment>,
    held: Arc<Held<meeting::Meeting>>,
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
        moment.asking.reads(program).then(|| Self { moment: moment.clone(), held: held.clone() })
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
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        history(&self.moment, self.state().id.node(), first, after.as_deref()).await
    }

    /// The code, unique among the meetings of the program.
    async fn code(&self) -> Option<Code> {
        self.state().code(self.moment.as_of()).cloned().map(Code)
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
    async fn moves(&self) -> Vec<MeetingMove> {
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
    async fn resolutions(&self) -> Vec<Resolution> {
        let resolutions = self.state().resolutions(self.moment.as_of()).into_iter();
        let moment = &self.moment;
        resolutions.map(|entry| Resolution { moment: moment.clone(), entry: entry.clone() }).collect()
    }

    /// The actions that it agreed on, in the order in which they were recorded.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn actions(&self) -> Vec<Action> {
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

/// An agenda at a moment.
pub(crate) struct Agenda {
    moment: Arc<Moment>,
    entry: Entry<MeetingFact>,
    agenda: AgendaFixed,
}

/// What a meeting was shown: the exceptions of that moment, recorded so that they stay as they were.
#[Object]
impl Agenda {
    /// The fact that fixed it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// The position up to which the ledger knew.
    async fn position(&self) -> Position {
        Position(self.agenda.position)
    }

    /// The day for which it was computed.
    async fn effective_on(&self) -> Date {
        Date(self.agenda.effective)
    }

    /// What stood on it beside what asked for attention.
    async fn also(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/also")).await
    }

    /// What it showed, in the order in which it was shown.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn items(&self) -> Vec<Exception> {
        let items = self.agenda.items.iter().cloned();
        items.map(|exception| Exception::shown(&self.moment, exception)).collect()
    }
}

/// An attendance at a moment.
pub(crate) struct Attendance {
    moment: Arc<Moment>,
    entry: Entry<MeetingFact>,
    taken: AttendanceTaken,
}

/// Who was at a meeting, and whether they were enough.
#[Object]
impl Attendance {
    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// The committee's quorum that day; null where none was settled.
    async fn quorum(&self) -> Option<u16> {
        self.taken.quorum
    }

    /// How many voting members were there.
    async fn voting(&self) -> usize {
        self.taken.voting()
    }

    /// Whether as many voting members were there as the quorum asks for; null where none was settled.
    async fn has_quorum(&self) -> Option<bool> {
        self.taken.has_quorum()
    }

    /// Everybody who was there, had excused themselves or was missing, and the guests.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn attendees(&self) -> Vec<Attendee> {
        let attendees = self.taken.attendees.iter();
        attendees.map(|attendee| Attendee { moment: self.moment.clone(), attendee: *attendee }).collect()
    }
}

/// An attendee at a moment.
pub(crate) struct Attendee {
    moment: Arc<Moment>,
    attendee: meeting::Attendee,
}

/// Whether one person was at a meeting, and as what.
#[Object]
impl Attendee {
    /// Who.
    async fn person(&self) -> Person {
        Person::reference(&self.moment, self.attendee.person)
    }

    /// Whether they were there.
    async fn presence(&self) -> Presence {
        self.attendee.presence.into()
    }

    /// In which role they sat on the committee that day; null for a guest.
    async fn role(&self) -> Option<SeatRole> {
        self.attendee.role.map(Into::into)
    }

    /// For which department they sat there.
    async fn department(&self) -> Option<Department> {
        Department::seen(&self.moment, self.attendee.department?)
    }

    /// Whether they were there and vote by their role.
    async fn votes(&self) -> bool {
        self.attendee.votes()
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

/// An action at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    moment: Arc<Moment>,
    held: Arc<Held<meeting::Meeting>>,
    action: meeting::Action,
}

impl Action {
    pub(crate) fn of(
        moment: &Arc<Moment>,
        held: &Arc<Held<meeting::Meeting>>,
        action: meeting::Action,
    ) -> Self {
        Self { moment: moment.clone(), held: held.clone(), action }
    }
}

/// Who does what by when, as a meeting agreed.
#[Object]
impl Action {
    /// The global id.
    async fn id(&self) -> ID {
        self.action.id.global()
    }

    /// The meeting that agreed on it.
    async fn meeting(&self) -> Option<Meeting> {
        Meeting::found(&self.moment, self.held.state.id)
    }

    /// What is to be done.
    async fn task(&self) -> Result<Option<Text>, Problem> {
        let at = TextAt { position: self.action.stated_at, pointer: "/fact/task" };
        self.moment.text(at).await
    }

    /// Who does it.
    async fn owner(&self) -> Person {
        Person::reference(&self.moment, self.action.owner)
    }

    /// The initiative that it is for.
    async fn initiative(&self) -> Option<Initiative> {
        Initiative::found(&self.moment, self.action.initiative?)
    }

    /// The day on which it is due now.
    async fn due(&self) -> Date {
        Date(self.action.due)
    }

    /// How often that day was moved.
    async fn moved(&self) -> usize {
        self.action.moves.len()
    }

    /// Whether it was due before the effective day and is still to be done.
    async fn overdue(&self) -> bool {
        self.action.is_overdue(self.moment.as_of().effective)
    }

    /// How far it has come by the effective day.
    async fn state(&self) -> ActionState {
        match self.action.state {
            meeting::ActionState::Open => ActionState::Open,
            meeting::ActionState::Done(_) => ActionState::Done,
            meeting::ActionState::Dropped(_) => ActionState::Dropped,
        }
    }

    /// The day on which it was done or dropped.
    async fn ended(&self) -> Option<Date> {
        match self.action.state {
            meeting::ActionState::Open => None,
            meeting::ActionState::Done(day) | meeting::ActionState::Dropped(day) => Some(Date(day)),
        }
    }

    /// What came of it, or why it was dropped.
    async fn remark(&self) -> Result<Option<Text>, Problem> {
        let Some((_, position)) = self.action.ended_by else { return Ok(None) };
        let dropped = matches!(self.action.state, meeting::ActionState::Dropped(_));
        let pointer = if dropped { "/fact/reason" } else { "/fact/remark" };
        self.moment.text(TextAt { position, pointer }).await
    }

    /// The fact that states it.
    async fn fact(&self) -> Option<Fact> {
        self.held.state.history.find(self.action.stated_by).map(|entry| Fact::of(&self.moment, entry))
    }
}

/// Minutes at a moment.
pub(crate) struct Minutes {
    moment: Arc<Moment>,
    held: Arc<Held<meeting::Meeting>>,
    entry: Entry<MeetingFact>,
    minutes: Minuted,
}

/// The minutes of a meeting: written by one person, confirmed by who chaired.
#[Object]
impl Minutes {
    /// The fact that holds them.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// Their number.
    async fn number(&self) -> Option<Code> {
        self.minutes.number.clone().map(Code)
    }

    /// SHA-256 of the signed document, 64 hexadecimal digits.
    async fn sha256(&self) -> Option<String> {
        self.minutes.sha256.map(|hash| hash.to_string())
    }

    /// What they say.
    async fn text(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/minutes")).await
    }

    /// That who chaired confirmed them; null while they have not.
    async fn confirmed(&self) -> Option<Fact> {
        let confirmed = self.held.state.confirmation(self.moment.as_of())?;
        Some(Fact::of(&self.moment, confirmed.0))
    }

    /// Who confirmed having read them, in the order in which they did.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn acknowledgments(&self) -> Vec<Fact> {
        let read = self.held.state.acknowledgments(self.entry.event, self.moment.as_of());
        read.map(|entry| Fact::of(&self.moment, entry)).collect()
    }
}
