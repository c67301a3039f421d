use super::{DEPARTMENT, HOA, METRIC, PROGRAM, annulled, from, id, in_error};
use crate::event::Event;
use crate::id::{EventId, InitiativeId};
use crate::insight::{self, InsightFact};
use crate::spec::{code, text};

pub(crate) fn insight() -> Vec<Event<InsightFact>> {
    use insight::{
        Acknowledged, ActedOn, Addressed, Described, DrawnFrom, Found, Origin, ReadingOrigin, Recipient,
        Shared,
    };
    let department = Some(DEPARTMENT);
    vec![
        from(Found { program: PROGRAM, code: code("CALL-TWICE") }),
        from(Described { description: text("Who hears nothing for three days calls twice") }),
        from(DrawnFrom {
            origin: Origin::Reading(ReadingOrigin { metric: METRIC, reading: EventId(id(0xd4)) }),
        }),
        from(Addressed { department: DEPARTMENT }),
        from(Shared { with: vec![Recipient::Department(DEPARTMENT), Recipient::Person(HOA)] }),
        from(Acknowledged { department }),
        from(ActedOn {
            action: text("The team leads listen to ten calls a week"),
            department,
            initiative: Some(InitiativeId(id(0xb3))),
        }),
        annulled(),
        in_error(),
    ]
}
