//! A meeting: a committee comes together on a day, with an agenda, and agrees on resolutions and actions.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`Meeting`] what the facts
//! say at a point in time.

mod action;
mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use action::{Action, ActionState};
pub use decide::decide;
pub use state::{Meeting, Status};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::committee::SeatRole;
use crate::event::{Annulled, RecordedInError, Sha256Hex, facts};
use crate::exception::Exception;
use crate::id::{ActionId, CommitteeId, DepartmentId, EventId, InitiativeId, PersonId, ProgramId};
use crate::text::Text;
use crate::time::Position;

facts! {
    /// What can be recorded about a meeting.
    pub enum MeetingFact of "meeting" {
        /// It was convened; effective from the day for which it was called.
        Convened = "meeting.convened.v1",
        /// It got a name.
        Named = "meeting.named.v1",
        /// It was moved to another day.
        Moved = "meeting.moved.v1",
        /// It was called off.
        Canceled = "meeting.canceled.v1",
        /// Its agenda was fixed as the exceptions of that moment.
        AgendaFixed = "meeting.agenda-fixed.v1",
        /// It was held; effective from its day.
        Held = "meeting.held.v1",
        /// It was recorded who was there.
        AttendanceTaken = "meeting.attendance-taken.v1",
        /// It came to a resolution.
        Resolved = "meeting.resolved.v1",
        /// It agreed on an action; the event's id is the action's.
        ActionAgreed = "meeting.action-agreed.v1",
        /// The day on which an action is due was moved.
        ActionMoved = "meeting.action-moved.v1",
        /// An action was handed to another person.
        ActionHandedOver = "meeting.action-handed-over.v1",
        /// An action was done.
        ActionDone = "meeting.action-done.v1",
        /// An action was dropped.
        ActionDropped = "meeting.action-dropped.v1",
        /// It was minuted.
        Minuted = "meeting.minuted.v1",
        /// Its chair confirmed the minutes.
        MinutesConfirmed = "meeting.minutes-confirmed.v1",
        /// Somebody confirmed having read the minutes.
        Acknowledged = "meeting.acknowledged.v1",
        /// A fact about it was recorded in error.
        Annulled = "meeting.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "meeting.recorded-in-error.v1",
    }
}

/// See [`MeetingFact::Convened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Convened {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
    /// The committee that meets.
    pub committee: CommitteeId,
}

/// See [`MeetingFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// See [`MeetingFact::Moved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The day to which it was moved.
    pub to: NaiveDate,
    /// Why.
    pub reason: Text,
}

/// See [`MeetingFact::Canceled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Canceled {
    /// Why.
    pub reason: Text,
}

/// See [`MeetingFact::AgendaFixed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgendaFixed {
    /// The position up to which the ledger knew when it was computed.
    pub position: Position,
    /// The day for which it was computed.
    pub effective: NaiveDate,
    /// What it showed, in the order in which it was shown.
    pub items: Vec<Exception>,
    /// What stands on it beside these.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub also: Option<Text>,
}

/// See [`MeetingFact::Held`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Who chaired the meeting, and confirms its minutes.
    pub chair: PersonId,
}

/// Whether somebody was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// They were there.
    Present,
    /// They had excused themselves.
    Excused,
    /// They were not there.
    Absent,
}

impl Presence {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Present, Self::Excused, Self::Absent];
}

/// Whether one person was there, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attendee {
    /// Who.
    pub person: PersonId,
    /// Whether they were there.
    pub presence: Presence,
    /// In which role they sat on the committee that day; nothing for a guest.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<SeatRole>,
    /// For which department they sat there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
}

impl Attendee {
    /// Whether they were there and vote by their role.
    pub fn votes(&self) -> bool {
        self.presence == Presence::Present && self.role.is_some_and(SeatRole::votes)
    }
}

/// See [`MeetingFact::AttendanceTaken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttendanceTaken {
    /// Who was there, who was not, and the guests.
    pub attendees: Vec<Attendee>,
    /// The committee's quorum that day.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quorum: Option<u16>,
}

impl AttendanceTaken {
    /// How many voting members were there.
    pub fn voting(&self) -> usize {
        self.attendees.iter().filter(|attendee| attendee.votes()).count()
    }

    /// Whether as many voting members were there as the quorum asks for; nothing where none was settled.
    pub fn has_quorum(&self) -> Option<bool> {
        self.quorum.map(|quorum| self.voting() >= usize::from(quorum))
    }
}

/// See [`MeetingFact::Resolved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Resolved {
    /// What was resolved.
    pub resolution: Text,
}

/// See [`MeetingFact::ActionAgreed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionAgreed {
    /// What is to be done.
    pub task: Text,
    /// Who does it.
    pub owner: PersonId,
    /// The day on which it is due.
    pub due: NaiveDate,
    /// The initiative that it is for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub initiative: Option<InitiativeId>,
}

/// See [`MeetingFact::ActionMoved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionMoved {
    /// The action.
    pub action: ActionId,
    /// The new day.
    pub due: NaiveDate,
    /// Why it moved.
    pub reason: Text,
}

/// See [`MeetingFact::ActionHandedOver`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionHandedOver {
    /// The action.
    pub action: ActionId,
    /// Who does it from now on.
    pub owner: PersonId,
}

/// See [`MeetingFact::ActionDone`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionDone {
    /// The action.
    pub action: ActionId,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub remark: Option<Text>,
}

/// See [`MeetingFact::ActionDropped`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionDropped {
    /// The action.
    pub action: ActionId,
    /// Why.
    pub reason: Text,
}

/// See [`MeetingFact::Minuted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Minuted {
    /// The number of the minutes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<Code>,
    /// SHA-256 of the signed document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<Sha256Hex>,
    /// What they say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minutes: Option<Text>,
}

/// See [`MeetingFact::MinutesConfirmed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MinutesConfirmed {
    /// The event that holds the minutes which were confirmed.
    pub minutes: EventId,
    /// Who had minuted.
    pub minuted_by: PersonId,
}

/// See [`MeetingFact::Acknowledged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Acknowledged {
    /// The event that holds the minutes which were read.
    pub minutes: EventId,
}

/// An act on a meeting. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Begin it.
    Convene(Convene),
    /// State the name anew.
    Rename {
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Move it to another day.
    Move {
        /// The day to which it is moved.
        to: NaiveDate,
        /// Why.
        reason: Text,
    },
    /// Call it off.
    Cancel {
        /// Why.
        reason: Text,
    },
    /// Fix its agenda as the exceptions of this moment.
    FixAgenda {
        /// What stands on it beside these.
        also: Option<Text>,
        /// What they are.
        convention: Convention,
    },
    /// Record that it was held.
    Hold {
        /// Who chaired it; whoever chairs the committee, if left out.
        chair: Option<PersonId>,
        /// Who was there.
        attendees: Vec<Attendee>,
        /// What the committee adds.
        convention: Convention,
    },
    /// Record who was there.
    TakeAttendance {
        /// Who was there.
        attendees: Vec<Attendee>,
        /// What the committee adds.
        convention: Convention,
    },
    /// Record a resolution.
    Resolve {
        /// What was resolved.
        resolution: Text,
    },
    /// Agree on an action.
    AgreeAction {
        /// Who does what by when.
        action: ActionAgreed,
    },
    /// Move the day on which an action is due.
    MoveAction {
        /// The action.
        action: ActionId,
        /// The new day.
        due: NaiveDate,
        /// Why.
        reason: Text,
    },
    /// Hand an action to another person.
    HandActionOver {
        /// The action.
        action: ActionId,
        /// Who does it from then on.
        owner: PersonId,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Record that an action was done.
    CompleteAction {
        /// The action.
        action: ActionId,
        /// What came of it.
        remark: Option<Text>,
        /// When.
        on: Option<NaiveDate>,
    },
    /// Drop an action.
    DropAction {
        /// The action.
        action: ActionId,
        /// Why.
        reason: Text,
        /// When.
        on: Option<NaiveDate>,
    },
    /// Minute it.
    Minute {
        /// The minutes.
        minutes: Minuted,
    },
    /// Confirm the minutes.
    ConfirmMinutes {
        /// The event that holds them.
        minutes: EventId,
    },
    /// Confirm having read the minutes.
    Acknowledge {
        /// The event that holds them.
        minutes: EventId,
    },
    /// Record all of it in error.
    RecordInError {
        /// Why.
        reason: Text,
    },
    /// Annul a fact.
    Annul(Annul),
    /// Correct a fact.
    Correct(Correct<Command>),
}

/// What belongs to a meeting and stands in other streams: copied into it, so that it says for itself who
/// could vote and what was shown. The ledger fills it in; it is no part of what a caller commands.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Convention {
    /// Who chairs the committee that day.
    #[serde(skip)]
    pub chair: Option<PersonId>,
    /// The committee's quorum that day.
    #[serde(skip)]
    pub quorum: Option<u16>,
    /// The exceptions of this moment; nothing where the meeting lies so far back that nobody knows.
    #[serde(skip)]
    pub agenda: Option<AgendaFixed>,
}

/// What begins a meeting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Convene {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// The committee that meets.
    pub committee: CommitteeId,
    /// The name.
    pub name: Text,
    /// For which day.
    pub on: Option<NaiveDate>,
}
