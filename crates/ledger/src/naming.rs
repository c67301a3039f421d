//! What facts refer to in other streams, noun by noun: where that goes, the facts are orphaned.

use cxl_domain::committee::{Committee, CommitteeFact};
use cxl_domain::decision::{AuthorizedAct, Decision, DecisionFact, Electorate, Forum, Ground, Ranked};
use cxl_domain::insight::{Insight, InsightFact, Origin};
use cxl_domain::journey::{Journey, JourneyFact, Place};
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
        let of_electorate = |electorate: &Electorate| {
            let departments = electorate.departments().into_iter().map(Thing::Department);
            electorate
                .electors
                .iter()
                .map(|elector| Thing::Person(elector.person))
                .chain(departments)
                .collect()
        };
        match fact {
            DecisionFact::Opened(begun) => {
                let forum = match begun.forum {
                    Forum::Committee(id) => Thing::Committee(id),
                    Forum::Department(id) => Thing::Department(id),
                };
                let about = begun.about.iter().copied().map(Thing::Initiative);
                [Thing::Program(begun.program), forum].into_iter().chain(about).collect()
            }
            DecisionFact::ElectorateRecorded(recorded) => of_electorate(&recorded.electorate),
            DecisionFact::ElectorateAmended(amended) => of_electorate(&amended.electorate),
            DecisionFact::OptionStated(stated) => {
                let ranked = |ranked: &Ranked| match ranked {
                    Ranked::PainPoint(id) => Thing::PainPoint(*id),
                    Ranked::Initiative(id) => Thing::Initiative(*id),
                };
                stated.ranking.iter().map(ranked).collect()
            }
            DecisionFact::GroundGiven(given) => match &given.ground {
                Ground::PainPoint(id) => vec![Thing::PainPoint(*id)],
                Ground::Reading(it) => vec![Thing::Reading(it.metric, it.reading)],
                Ground::Insight(id) => vec![Thing::Insight(*id)],
                Ground::Document(_) => Vec::new(),
            },
            DecisionFact::EffectExpected(expected) => vec![Thing::Metric(expected.metric)],
            DecisionFact::ActAuthorized(listed) => {
                let named_beside = match listed.act {
                    AuthorizedAct::AssignOwner { owner, .. } => Some(Thing::Person(owner)),
                    AuthorizedAct::TransferOversight { committee, .. } => Some(Thing::Committee(committee)),
                    AuthorizedAct::Succeed { predecessor, .. } => Some(Thing::Initiative(predecessor)),
                    _ => None,
                };
                let initiative = listed.act.initiative().map(Thing::Initiative);
                let metric = listed.act.metric().map(Thing::Metric);
                [initiative, metric, named_beside].into_iter().flatten().collect()
            }
            DecisionFact::Supersedes(supersedes) => vec![Thing::Decision(supersedes.decision)],
            DecisionFact::Minuted(minuted) => minuted.meeting.map(Thing::Meeting).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

impl Naming for Journey {
    fn names(fact: &JourneyFact) -> Vec<Thing> {
        match fact {
            JourneyFact::Mapped(begun) => vec![Thing::Program(begun.program)],
            JourneyFact::TouchpointAdded(added) => {
                added.department.map(Thing::Department).into_iter().collect()
            }
            JourneyFact::HandOffAdded(added) => {
                vec![Thing::Department(added.from), Thing::Department(added.to)]
            }
            JourneyFact::ResponsibleNamed(named) => {
                named.department.map(Thing::Department).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Naming for PainPoint {
    fn names(fact: &PainPointFact) -> Vec<Thing> {
        match fact {
            PainPointFact::Identified(begun) => vec![Thing::Program(begun.program)],
            PainPointFact::Placed(placed) => on_journey(placed.place),
            PainPointFact::TakenUp(taken_up) => vec![Thing::Initiative(taken_up.initiative)],
            _ => Vec::new(),
        }
    }
}

impl Naming for Insight {
    fn names(fact: &InsightFact) -> Vec<Thing> {
        match fact {
            InsightFact::Found(begun) => vec![Thing::Program(begun.program)],
            InsightFact::DrawnFrom(drawn) => vec![match drawn.origin {
                Origin::PainPoint(pain_point) => Thing::PainPoint(pain_point),
                Origin::Reading(it) => Thing::Reading(it.metric, it.reading),
            }],
            InsightFact::Addressed(addressed) => vec![Thing::Department(addressed.department)],
            InsightFact::Shared(shared) => {
                let departments = shared.departments().map(Thing::Department);
                departments.chain(shared.people().map(Thing::Person)).collect()
            }
            InsightFact::Acknowledged(acknowledged) => {
                acknowledged.department.map(Thing::Department).into_iter().collect()
            }
            InsightFact::ActedOn(acted) => {
                let department = acted.department.map(Thing::Department).into_iter();
                department.chain(acted.initiative.map(Thing::Initiative)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What a place on a journey names.
pub(crate) fn on_journey(place: Place) -> Vec<Thing> {
    std::iter::once(Thing::Journey(place.journey)).chain(place.spot.map(Thing::Spot)).collect()
}
