use super::{DEPARTMENT, HASH, HOA, MINH, PROGRAM, annulled, exception, from, id, in_error, timeless};
use crate::committee::SeatRole;
use crate::event::Event;
use crate::id::{ActionId, CommitteeId, EventId, InitiativeId};
use crate::meeting::{self, MeetingFact};
use crate::spec::{code, day, text};

pub(crate) fn meeting() -> Vec<Event<MeetingFact>> {
    use meeting::{
        Acknowledged, ActionAgreed, ActionDone, ActionDropped, ActionHandedOver, ActionMoved, AgendaFixed,
        AttendanceTaken, Attendee, Canceled, Convened, Held, Minuted, MinutesConfirmed, Moved, Named,
        Presence, Resolved,
    };
    let action = ActionId(id(0xe5));
    let minutes = EventId(id(0xe6));
    let (role, department) = (Some(SeatRole::Chair), Some(DEPARTMENT));
    let attendees = vec![Attendee { person: HOA, presence: Presence::Present, role, department }];
    vec![
        from(Convened { program: PROGRAM, code: code("2024-Q1"), committee: CommitteeId(id(0xe1)) }),
        from(Named { name: text("First quarter") }),
        from(Moved { to: day("2024-01-15"), reason: text("the chair is ill") }),
        from(Canceled { reason: text("too few came") }),
        timeless(AgendaFixed {
            position: 41,
            effective: day("2024-01-01"),
            items: vec![exception()],
            also: Some(text("The budget")),
        }),
        from(Held { chair: HOA }),
        from(AttendanceTaken { attendees, quorum: Some(3) }),
        from(Resolved { resolution: text("Refunds come first") }),
        from(ActionAgreed {
            task: text("Ask the bank"),
            owner: HOA,
            due: day("2024-02-01"),
            initiative: Some(InitiativeId(id(0xb3))),
        }),
        from(ActionMoved { action, due: day("2024-03-01"), reason: text("the bank is closed") }),
        from(ActionHandedOver { action, owner: MINH }),
        from(ActionDone { action, remark: Some(text("The bank agrees")) }),
        from(ActionDropped { action, reason: text("no use") }),
        from(Minuted {
            number: Some(code("2024-1")),
            sha256: Some(HASH),
            minutes: Some(text("Refunds were discussed")),
        }),
        timeless(MinutesConfirmed { minutes, minuted_by: MINH }),
        timeless(Acknowledged { minutes }),
        annulled(),
        in_error(),
    ]
}
