//! Mutations of meetings: called, held, minuted. The acts on actions stand in [`super::action`].

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{EventId, MeetingId};
use cxl_domain::meeting::{self, Command, Convene, Convention, Minuted};
use cxl_domain::noun::Noun as _;
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::action::{AgreeAction, CompleteAction, DropAction, HandActionOver, MoveAction};
use super::command::{Act, Noun};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reference::{CommitteeRef, Desk, MeetingRef, PersonRef, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::meeting::{Meeting, Presence};
use crate::moment::Moment;
use crate::request::Asking;

mutations! {
    /// Something about a meeting was recorded.
    MeetingRecorded {
        /// The meeting as it stands now, also once all of it is recorded in error.
        meeting: Meeting
    }
    /// What a command about a meeting is answered.
    MeetingResult
    MeetingMutation {
        /// Convenes a meeting of a committee for a day.
        convene_meeting(ConveneMeeting);
        /// Gives a meeting another name.
        rename_meeting(RenameMeeting);
        /// Moves a meeting to another day.
        move_meeting(MoveMeeting);
        /// Calls a meeting off.
        cancel_meeting(CancelMeeting);
        /// Fixes the agenda of a meeting as what asks for attention now, so that it stays as it was shown.
        fix_agenda(FixAgenda);
        /// Records that a meeting was held on its day, and who was there. An agenda that nobody has fixed is
        /// recorded as the ledger showed it that day.
        hold_meeting(HoldMeeting);
        /// Records who was at a meeting, anew or for the first time.
        take_attendance(TakeAttendance);
        /// Records what a meeting resolved.
        record_resolution(RecordResolution);
        /// Records an action that a meeting agreed on; the id of the event is the action's.
        agree_action(AgreeAction);
        /// Moves the day on which an action is due.
        move_action(MoveAction);
        /// Hands an action to another person, from a day on.
        hand_action_over(HandActionOver);
        /// Records that an action was done.
        complete_action(CompleteAction);
        /// Drops an action.
        drop_action(DropAction);
        /// Minutes a meeting that was held.
        minute_meeting(MinuteMeeting);
        /// Confirms the minutes of a meeting: by who chaired it, who did not minute it.
        confirm_minutes(ConfirmMinutes);
        /// Confirms having read the minutes of a meeting.
        acknowledge_minutes(AcknowledgeMinutes);
        /// Takes a whole meeting back that was recorded in error.
        record_meeting_in_error(RecordInError<Meetings>);
        /// Annuls a fact about a meeting that was recorded in error. That it was held is annulled with all
        /// that came of it.
        annul_meeting_fact(Annul<Meetings>);
        /// Replaces a fact about a meeting that was recorded wrongly. When minutes change, who confirmed and
        /// who read them do so anew.
        correct_meeting_fact(Correct<Meetings>);
    }
}

/// The meetings.
pub(crate) struct Meetings;

impl Noun for Meetings {
    type Command = Command;
    type Answer = MeetingResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Meeting(id.map(MeetingId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<MeetingResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = MeetingId(executed.id);
        let held = views.thing::<meeting::Meeting>(id);
        let program = held.and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(MeetingRecorded::new(&moment, &executed, Meeting::found(&moment, id))?.into())
    }
}

impl Named for Meetings {
    const FIELD: &'static str = "meeting";
    const WHICH: &'static str = "The meeting.";
    type Reference = MeetingRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for Meetings {
    type Existing = On<Self>;
    type Statement = MeetingFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about a meeting as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "MeetingFactInput")]
pub(crate) enum MeetingFact {
    /// Another program, code, committee or day for which it was called.
    ConveneMeeting(ConveneMeeting),
    /// Another name.
    RenameMeeting(RenameMeeting),
    /// Another move.
    MoveMeeting(MoveMeeting),
    /// Another reason to call it off.
    CancelMeeting(CancelMeeting),
    /// Another chair.
    HoldMeeting(HoldMeeting),
    /// Another attendance.
    TakeAttendance(TakeAttendance),
    /// Another resolution.
    RecordResolution(RecordResolution),
    /// Another action.
    AgreeAction(AgreeAction),
    /// Another move of the day on which an action is due.
    MoveAction(MoveAction),
    /// Another handing over of an action.
    HandActionOver(HandActionOver),
    /// Another completion of an action.
    CompleteAction(CompleteAction),
    /// Another dropping of an action.
    DropAction(DropAction),
    /// Other minutes.
    MinuteMeeting(MinuteMeeting),
}

impl Statement<Meetings> for MeetingFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::ConveneMeeting(act) => act.command(desk).await,
            Self::RenameMeeting(act) => act.command(desk).await,
            Self::MoveMeeting(act) => act.command(desk).await,
            Self::CancelMeeting(act) => act.command(desk).await,
            Self::HoldMeeting(act) => act.command(desk).await,
            Self::TakeAttendance(act) => act.command(desk).await,
            Self::RecordResolution(act) => act.command(desk).await,
            Self::AgreeAction(act) => act.command(desk).await,
            Self::MoveAction(act) => act.command(desk).await,
            Self::HandActionOver(act) => act.command(desk).await,
            Self::CompleteAction(act) => act.command(desk).await,
            Self::DropAction(act) => act.command(desk).await,
            Self::MinuteMeeting(act) => act.command(desk).await,
        }
    }
}

/// Convenes a meeting.
#[derive(InputObject)]
#[graphql(name = "ConveneMeetingFields")]
pub(crate) struct ConveneMeeting {
    /// The program.
    program: ProgramRef,
    /// The code, unique among the meetings of the program.
    code: Typed<Code>,
    /// The committee, of the same program.
    committee: CommitteeRef,
    /// The name.
    name: Typed<Text>,
    /// For which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for ConveneMeeting {
    type On = Unnamed<Meetings>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Convene(Convene {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            committee: self.committee.find(desk).await.at("committee")?,
            name: self.name.at("name")?,
            on: self.on.at("on")?,
        }))
    }
}

/// Gives a meeting another name.
#[derive(InputObject)]
#[graphql(name = "RenameMeetingFields")]
pub(crate) struct RenameMeeting {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameMeeting {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// Moves a meeting to another day.
#[derive(InputObject)]
#[graphql(name = "MoveMeetingFields")]
pub(crate) struct MoveMeeting {
    /// The day to which it is moved.
    to: Typed<NaiveDate>,
    /// Why.
    reason: Typed<Text>,
}

impl Act for MoveMeeting {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Move { to: self.to.at("to")?, reason: self.reason.at("reason")? })
    }
}

/// Calls a meeting off.
#[derive(InputObject)]
#[graphql(name = "CancelMeetingFields")]
pub(crate) struct CancelMeeting {
    /// Why.
    reason: Typed<Text>,
}

impl Act for CancelMeeting {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Cancel { reason: self.reason.at("reason")? })
    }
}

/// Fixes the agenda of a meeting.
#[derive(InputObject)]
#[graphql(name = "FixAgendaFields")]
pub(crate) struct FixAgenda {
    /// What stands on it beside what asks for attention.
    also: Option<Typed<Text>>,
}

impl Act for FixAgenda {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::FixAgenda { also: self.also.at("also")?, convention: Convention::default() })
    }
}

/// Whether somebody was there.
#[derive(InputObject)]
#[graphql(name = "AttendeeInput")]
pub(crate) struct AttendeeInput {
    /// Who. In which role they sat on the committee that day, the ledger knows; whoever did not is a guest.
    person: PersonRef,
    /// Whether they were there.
    presence: Presence,
}

async fn attendees(listed: Vec<AttendeeInput>, desk: &Desk<'_>) -> Result<Vec<meeting::Attendee>, Rejection> {
    let mut attendees = Vec::with_capacity(listed.len());
    for (index, AttendeeInput { person, presence }) in listed.into_iter().enumerate() {
        let person = person.find(desk).await.at("person").at(&index.to_string())?;
        attendees.push(meeting::Attendee { person, presence: presence.into(), role: None, department: None });
    }
    Ok(attendees)
}

/// Records that a meeting was held.
#[derive(InputObject)]
#[graphql(name = "HoldMeetingFields")]
pub(crate) struct HoldMeeting {
    /// Who chaired it; whoever chairs the committee that day, if left out.
    chair: Option<PersonRef>,
    /// Who was there, who was not, and the guests; it can be recorded later.
    #[graphql(default)]
    attendees: Vec<AttendeeInput>,
}

impl Act for HoldMeeting {
    type On = On<Meetings>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let chair = self.chair.find(desk).await.at("chair")?;
        let attendees = attendees(self.attendees, desk).await.at("attendees")?;
        Ok(Command::Hold { chair, attendees, convention: Convention::default() })
    }
}

/// Records who was at a meeting.
#[derive(InputObject)]
#[graphql(name = "TakeAttendanceFields")]
pub(crate) struct TakeAttendance {
    /// Who was there, who was not, and the guests.
    attendees: Vec<AttendeeInput>,
}

impl Act for TakeAttendance {
    type On = On<Meetings>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let attendees = attendees(self.attendees, desk).await.at("attendees")?;
        Ok(Command::TakeAttendance { attendees, convention: Convention::default() })
    }
}

/// Records what a meeting resolved.
#[derive(InputObject)]
#[graphql(name = "RecordResolutionFields")]
pub(crate) struct RecordResolution {
    /// What was resolved.
    resolution: Typed<Text>,
}

impl Act for RecordResolution {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Resolve { resolution: self.resolution.at("resolution")? })
    }
}

/// Minutes a meeting: by number, document or text.
#[derive(InputObject)]
#[graphql(name = "MinuteMeetingFields")]
pub(crate) struct MinuteMeeting {
    /// The number of the minutes.
    number: Option<Typed<Code>>,
    /// SHA-256 of the signed document, 64 hexadecimal digits.
    sha256: Option<Typed<Sha256Hex>>,
    /// What they say.
    text: Option<Typed<Text>>,
}

impl Act for MinuteMeeting {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let minutes = Minuted {
            number: self.number.at("number")?,
            sha256: self.sha256.at("sha256")?,
            minutes: self.text.at("text")?,
        };
        Ok(Command::Minute { minutes })
    }
}

/// Confirms the minutes of a meeting.
#[derive(InputObject)]
#[graphql(name = "ConfirmMinutesFields")]
pub(crate) struct ConfirmMinutes {
    /// The event that holds the minutes which you read: others are not confirmed unseen.
    minutes: Typed<EventId>,
}

impl Act for ConfirmMinutes {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::ConfirmMinutes { minutes: self.minutes.at("minutes")? })
    }
}

/// Confirms having read the minutes of a meeting.
#[derive(InputObject)]
#[graphql(name = "AcknowledgeMinutesFields")]
pub(crate) struct AcknowledgeMinutes {
    /// The event that holds the minutes which you read.
    minutes: Typed<EventId>,
}

impl Act for AcknowledgeMinutes {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Acknowledge { minutes: self.minutes.at("minutes")? })
    }
}
