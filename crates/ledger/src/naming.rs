//! What facts refer to in other streams, noun by noun: where that goes, the facts are orphaned.

use cxl_domain::committee::{Committee, CommitteeFact};
use cxl_domain::decision::{Decision, DecisionFact};
use cxl_domain::insight::{Insight, InsightFact};
use cxl_domain::journey::{Journey, JourneyFact};
use cxl_domain::meeting::{Meeting, MeetingFact};
use cxl_domain::pain_point::{PainPoint, PainPointFact};

use crate::shelf::Shelved;
use crate::thing::Thing;

/// A noun whose facts may name other things.
pub trait Naming: Shelved {
    /// The things on which the fact rests. Who did the act is none of them.
    fn names(fact: &Self::Fact) -> Vec<Thing>;
}

impl Naming for Committee {
    fn names(fact: &CommitteeFact) -> Vec<Thing> {
        match fact {
            CommitteeFact::Established(begun) => vec![Thing::Program(begun.program)],
            CommitteeFact::MemberSeated(seated) => {
                let department = seated.department.map(Thing::Department);
                std::iter::once(Thing::Person(seated.person)).chain(department).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Naming for Meeting {
    fn names(fact: &MeetingFact) -> Vec<Thing> {
        match fact {
            MeetingFact::Convened(begun) => {
                vec![Thing::Program(begun.program), Thing::Committee(begun.committee)]
            }
            MeetingFact::Held(held) => vec![Thing::Person(held.chair)],
            MeetingFact::AttendanceTaken(taken) => {
                taken.attendees.iter().map(|attendee| Thing::Person(attendee.person)).collect()
            }
            MeetingFact::ActionAgreed(agreed) => {
                let initiative = agreed.initiative.map(Thing::Initiative);
                std::iter::once(Thing::Person(agreed.owner)).chain(initiative).collect()
            }
            MeetingFact::ActionHandedOver(handed) => vec![Thing::Person(handed.owner)],
            _ => Vec::new(),
        }
    }
}

impl Naming for Decision {
    fn names(fact: &DecisionFact) -> Vec<Thing> {
        match fact {
            DecisionFact::Opened(begun) => vec![Thing::Program(begun.program)],
            _ => Vec::new(),
        }
    }
}

impl Naming for Journey {
    fn names(fact: &JourneyFact) -> Vec<Thing> {
        match fact {
            JourneyFact::Mapped(begun) => vec![Thing::Program(begun.program)],
            _ => Vec::new(),
        }
    }
}

impl Naming for PainPoint {
    fn names(fact: &PainPointFact) -> Vec<Thing> {
        match fact {
            PainPointFact::Identified(begun) => vec![Thing::Program(begun.program)],
            _ => Vec::new(),
        }
    }
}

impl Naming for Insight {
    fn names(fact: &InsightFact) -> Vec<Thing> {
        match fact {
            InsightFact::Found(begun) => vec![Thing::Program(begun.program)],
            _ => Vec::new(),
        }
    }
}
