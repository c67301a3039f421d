//! What an act takes along from other streams, so that its own says for itself what was so.
//!
//! A meeting that is held records in which roles its attendees sat that day, the quorum, and the agenda
//! that the ledger showed. A caller has no say in any of it.

use chrono::NaiveDate;
use cxl_domain::command::Moment;
use cxl_domain::committee::Committee;
use cxl_domain::exception::Exception;
use cxl_domain::id::MeetingId;
use cxl_domain::meeting::{self, AgendaFixed, Attendee, Convention, Meeting};
use cxl_domain::noun::Noun;
use cxl_domain::time::{AsOf, Instant, Position, end_of_day};

use crate::analyses::Analyses;
use crate::command::Command;
use crate::query::{ExceptionScope, Inquiry, Noticed};
use crate::views::Views;

/// The command with what it takes along.
pub(crate) fn completed(
    views: &Views,
    analyses: &Analyses,
    mut command: Command,
    moment: &Moment,
) -> Command {
    if let Command::Meeting(Some(id), act) = &mut command
        && let Some(held) = views.thing::<Meeting>(*id)
    {
        let gathering = Gathering { views, analyses, meeting: &held.state, moment };
        gathering.complete(stated(act));
    }
    command
}

/// What a correction states anew, else the act itself.
fn stated(act: &mut meeting::Command) -> &mut meeting::Command {
    match act {
        meeting::Command::Correct(correct) => &mut correct.with,
        other => other,
    }
}

/// A meeting that an act is about.
struct Gathering<'a> {
    views: &'a Views,
    analyses: &'a Analyses,
    meeting: &'a Meeting,
    moment: &'a Moment,
}

impl Gathering<'_> {
    fn complete(&self, act: &mut meeting::Command) {
        match act {
            meeting::Command::Hold { attendees, convention, .. } => {
                for attendee in attendees {
                    self.seat(attendee);
                }
                *convention = self.convention(true);
            }
            meeting::Command::TakeAttendance { attendees, convention } => {
                for attendee in attendees {
                    self.seat(attendee);
                }
                *convention = self.convention(false);
            }
            meeting::Command::FixAgenda { convention, .. } => *convention = self.convention(true),
            _ => {}
        }
    }

    /// In which role an attendee sat on the committee on the day of the meeting.
    fn seat(&self, attendee: &mut Attendee) {
        let seat =
            self.committee().and_then(|committee| committee.seat_of(attendee.person, &self.that_day()));
        attendee.role = seat.map(|seat| seat.role);
        attendee.department = seat.and_then(|seat| seat.department);
    }

    fn convention(&self, with_agenda: bool) -> Convention {
        let committee = self.committee();
        Convention {
            chair: committee.and_then(|committee| committee.chair(&self.that_day())),
            quorum: committee.and_then(|committee| committee.quorum(&self.that_day())),
            agenda: if with_agenda { self.agenda() } else { None },
        }
    }

    /// The exceptions that the ledger showed on the day of the meeting, or shows now if that day is still to
    /// come. Of a meeting that is imported as history, and of one before the ledger began, there are none.
    fn agenda(&self) -> Option<AgendaFixed> {
        let now = self.moment.now();
        let program = self.meeting.program(&now).filter(|_| self.moment.published.is_none())?;
        let effective = self.day().min(self.moment.today);
        let known = end_of_day(effective, self.moment.zone).min(self.moment.at);
        let position = last_recorded_by(self.views, known)?;
        let as_of = AsOf { position: Some(position), known, strict: true, effective };
        let inquiry = Inquiry { views: self.views, analyses: self.analyses, as_of };
        let scope = ExceptionScope { program, committee: self.meeting.committee(&now) };
        let items: Vec<Exception> =
            inquiry.exceptions(&scope).into_iter().map(|Noticed { exception, .. }| exception).collect();
        Some(AgendaFixed { position, effective, items, also: None })
    }

    fn day(&self) -> NaiveDate {
        self.meeting.day(&self.moment.now()).unwrap_or(self.moment.today)
    }

    fn that_day(&self) -> AsOf {
        self.moment.on(self.day())
    }

    fn committee(&self) -> Option<&Committee> {
        let id = self.meeting.committee(&self.moment.now())?;
        self.views.thing::<Committee>(id).map(|held| &held.state)
    }
}

/// The last position that was recorded by an instant.
fn last_recorded_by(views: &Views, known: Instant) -> Option<Position> {
    let (mut recorded, mut unknown) = (0, views.len);
    while recorded < unknown {
        let middle = recorded + (unknown - recorded) / 2;
        if views.ticks.at(middle).is_some_and(|tick| tick <= known) {
            recorded = middle + 1;
        } else {
            unknown = middle;
        }
    }
    recorded.checked_sub(1)
}

/// The meeting that an act on minutes is about, for telling whether somebody else entered them.
pub(crate) fn confirms(command: &Command) -> Option<MeetingId> {
    let Command::Meeting(Some(id), act) = command else { return None };
    let confirms = match act {
        meeting::Command::ConfirmMinutes { .. } => true,
        meeting::Command::Correct(correct) => {
            matches!(*correct.with, meeting::Command::ConfirmMinutes { .. })
        }
        _ => false,
    };
    confirms.then_some(*id)
}
