use super::{DEPARTMENT, PROGRAM, SPOT, annulled, from, id, in_error};
use crate::event::Event;
use crate::id::{DepartmentId, SpotId};
use crate::journey::{self, JourneyFact};
use crate::spec::{code, text};

pub(crate) fn journey() -> Vec<Event<JourneyFact>> {
    use journey::{
        HandOffAdded, Mapped, Named, ResponsibleNamed, SpotNamed, SpotRetired, StageAdded, StageMoved,
        TouchpointAdded, TouchpointMoved,
    };
    let [stage, touchpoint] = [SPOT, SpotId(id(0xc5))];
    vec![
        from(Mapped { program: PROGRAM, code: code("RETURNS") }),
        from(Named { name: text("Sending something back") }),
        from(StageAdded { code: code("ASK"), name: text("Ask for the money"), order: 20 }),
        from(TouchpointAdded {
            code: code("ASK.PHONE"),
            name: text("Hotline"),
            stage,
            channel: Some(code("PHONE")),
            department: Some(DEPARTMENT),
        }),
        from(HandOffAdded {
            code: code("CARE-BANK"),
            name: Some(text("The form goes to the bank desk")),
            from: DEPARTMENT,
            to: DepartmentId(id(0xc3)),
            at: touchpoint,
        }),
        from(SpotNamed { spot: stage, name: text("Claim") }),
        from(StageMoved { stage, order: 30 }),
        from(TouchpointMoved { touchpoint, stage }),
        from(ResponsibleNamed { touchpoint, department: Some(DEPARTMENT) }),
        from(SpotRetired { spot: touchpoint, reason: Some(text("the line was closed")) }),
        annulled(),
        in_error(),
    ]
}
