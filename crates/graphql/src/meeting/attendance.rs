//! Who was at a meeting.

use std::sync::Arc;

use async_graphql::{Enum, Object};
use cxl_domain::history::Entry;
use cxl_domain::meeting::{self, AttendanceTaken, MeetingFact};

use crate::committee::SeatRole;
use crate::connection::list_cost;
use crate::fact::Fact;
use crate::list::List;
use crate::moment::Moment;
use crate::organization::Department;
use crate::person::Person;

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

/// An attendance at a moment.
pub(crate) struct Attendance {
    pub(super) moment: Arc<Moment>,
    pub(super) entry: Entry<MeetingFact>,
    pub(super) taken: AttendanceTaken,
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
    async fn attendees(&self) -> List<Attendee> {
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
