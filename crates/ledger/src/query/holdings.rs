//! What a person holds: everything that somebody else must take over when they leave.

use cxl_domain::exception::Subject;
use cxl_domain::id::{ActionId, CommitteeId, InitiativeId, MeetingId, MetricId, PersonId, ProgramId, SeatId};
use cxl_domain::initiative::Status;
use cxl_domain::meeting::ActionState;

use super::Inquiry;

/// Something that a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holding {
    /// They sponsor a program.
    Sponsorship(ProgramId),
    /// They own an initiative.
    Initiative(InitiativeId),
    /// They are accountable for a metric.
    Metric(MetricId),
    /// They own an action that is still to be done.
    Action(MeetingId, ActionId),
    /// They sit on a committee.
    Seat(CommitteeId, SeatId),
}

impl Holding {
    /// What it is about.
    pub fn subject(self) -> Subject {
        match self {
            Self::Sponsorship(program) => Subject::Program(program),
            Self::Initiative(initiative) => Subject::Initiative(initiative),
            Self::Metric(metric) => Subject::Metric(metric),
            Self::Action(meeting, action) => Subject::Action(meeting, action),
            Self::Seat(committee, _) => Subject::Committee(committee),
        }
    }
}

impl Inquiry<'_> {
    /// What a person holds on E, in all programs, in the order in which they were created.
    pub fn holdings(&self, person: PersonId) -> Vec<Holding> {
        let programs = self.views.programs().filter(|held| held.state.exists(&self.as_of));
        programs.flat_map(|held| self.holdings_in(person, held.state.id)).collect()
    }

    /// What a person holds on E in one program.
    pub fn holdings_in(&self, person: PersonId, program: ProgramId) -> Vec<Holding> {
        let as_of = &self.as_of;
        let mut held_by_them = Vec::new();
        let sponsor = self.views.program(program).and_then(|held| held.state.sponsor(as_of));
        if sponsor == Some(person) {
            held_by_them.push(Holding::Sponsorship(program));
        }
        for held in self.initiatives_going(program) {
            if held.state.owner(as_of).is_some_and(|(_, owner)| owner == person) {
                held_by_them.push(Holding::Initiative(held.state.id));
            }
        }
        for held in self.views.metrics_of(program) {
            let counts = held.state.exists(as_of) && held.state.program(as_of) == Some(program);
            if counts && held.state.accountable(as_of) == Some(person) {
                held_by_them.push(Holding::Metric(held.state.id));
            }
        }
        for held in self.meetings_in(program) {
            let actions = held.state.actions(as_of).into_iter();
            let open = actions.filter(|action| action.owner == person && action.state == ActionState::Open);
            held_by_them.extend(open.map(|action| Holding::Action(held.state.id, action.id)));
        }
        for held in self.committees_of(program) {
            if let Some(seat) = held.state.seat_of(person, as_of) {
                held_by_them.push(Holding::Seat(held.state.id, seat.id));
            }
        }
        held_by_them
    }

    /// The committee whose agenda shows that something is to be handed over.
    pub(super) fn overseer_of(&self, holding: Holding) -> Option<CommitteeId> {
        let as_of = &self.as_of;
        match holding {
            Holding::Sponsorship(_) => None,
            Holding::Initiative(id) => self.views.initiative(id)?.state.committee(as_of),
            Holding::Metric(id) => {
                let linking = self.views.initiatives_linking(id);
                let mut going = linking.filter(|held| held.state.status(as_of).0 != Status::Stopped);
                going
                    .find(|held| held.state.links(as_of).iter().any(|(metric, _)| *metric == id))
                    .and_then(|held| held.state.committee(as_of))
            }
            Holding::Action(meeting, _) => {
                self.views.thing::<cxl_domain::meeting::Meeting>(meeting)?.state.committee(as_of)
            }
            Holding::Seat(committee, _) => Some(committee),
        }
    }
}
