use super::{JOURNEY, PROGRAM, SPOT, annulled, from, id, in_error};
use crate::event::Event;
use crate::id::InitiativeId;
use crate::journey::Place;
use crate::pain_point::{self, PainPointFact};
use crate::spec::{code, text};

pub(crate) fn pain_point() -> Vec<Event<PainPointFact>> {
    use pain_point::{
        Described, Frequency, GoalStated, Heard, Identified, Placed, Rated, Reopened, Resolved, Severity,
        Source, TakenUp,
    };
    let (severity, frequency) = (Some(Severity::Serious), Some(Frequency::Frequent));
    vec![
        from(Identified { program: PROGRAM, code: code("NO-NEWS") }),
        from(Described { description: text("Nobody says when the money comes") }),
        from(GoalStated { goal: text("To plan with the money") }),
        from(Heard { source: Source::Complaint, reference: Some(code("CASES-2024-Q1")), times: Some(41) }),
        from(Placed { place: Place { journey: JOURNEY, spot: Some(SPOT) } }),
        from(Rated { severity, frequency }),
        from(TakenUp { initiative: InitiativeId(id(0xb3)) }),
        from(Resolved { how: Some(text("A message tells the day")) }),
        from(Reopened { reason: text("the messages stopped") }),
        annulled(),
        in_error(),
    ]
}
