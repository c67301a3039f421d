//! What a person holds: everything that somebody else must take over when they leave.

use cxl_domain::evidence::Scope;
use cxl_domain::exception::{ExceptionKey, Subject};
use cxl_domain::id::{
    ActionId, CommitteeId, EventId, EvidenceId, InitiativeId, MeetingId, MetricId, PersonId, ProgramId,
    SeatId, TokenId,
};
use cxl_domain::initiative::Status;
use cxl_domain::meeting::ActionState;

use super::{ExceptionScope, Inquiry};

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
    /// They are to take the next step about an exception of a program, as its explanation announced.
    Step(ProgramId, ExceptionKey),
    /// Evidence awaits a judgment that they may give.
    Evidence(EvidenceId),
    /// They sit on a committee.
    Seat(CommitteeId, SeatId),
    /// They have a role: the event that granted it, and the program; without one, the whole organization.
    Role(EventId, Option<ProgramId>),
    /// A token stands for them.
    Token(TokenId),
}

impl Holding {
    /// What it is about; nothing where it is the whole organization.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Sponsorship(program) | Self::Role(_, Some(program)) => Some(Subject::Program(program)),
            Self::Initiative(initiative) => Some(Subject::Initiative(initiative)),
            Self::Metric(metric) => Some(Subject::Metric(metric)),
            Self::Action(meeting, action) => Some(Subject::Action(meeting, action)),
            Self::Step(_, exception) => Some(exception.about),
            Self::Evidence(evidence) => Some(Subject::Evidence(evidence)),
            Self::Seat(committee, _) => Some(Subject::Committee(committee)),
            Self::Role(_, None) | Self::Token(_) => None,
        }
    }
}

impl Inquiry<'_> {
    /// What a person holds on E: in all programs, in the order in which they were created, and in the
    /// organization.
    pub fn holdings(&self, person: PersonId) -> Vec<Holding> {
        let programs = self.views.programs().filter(|held| held.state.exists(&self.as_of));
        let in_programs = programs.flat_map(|held| self.holdings_in(person, held.state.id));
        in_programs.chain(self.holdings_everywhere(person)).collect()
    }

    /// What a person holds on E in no program: roles for the whole organization, and tokens that were not
    /// revoked.
    pub fn holdings_everywhere(&self, person: PersonId) -> Vec<Holding> {
        let tokens = self.views.organization().state.tokens(&self.as_of).into_iter();
        let tokens = tokens.filter(|token| token.person == person).map(|token| Holding::Token(token.id));
        self.roles(person, None).chain(tokens).collect()
    }

    fn roles(&self, person: PersonId, program: Option<ProgramId>) -> impl Iterator<Item = Holding> {
        let granted = self.views.organization().state.roles_of(person, &self.as_of).into_iter();
        let granted = granted.filter(move |grant| grant.program == program);
        granted.map(|grant| Holding::Role(grant.event, grant.program))
    }

    /// What a person holds on E in one program.
    pub fn holdings_in(&self, person: PersonId, program: ProgramId) -> Vec<Holding> {
        let mut held_by_them = self.held_by(person, program);
        let noticed = self.exceptions(&ExceptionScope { program, committee: None });
        let theirs =
            noticed.iter().filter(|noticed| noticed.explanation.is_some_and(|it| it.owner == person));
        held_by_them.extend(theirs.map(|noticed| Holding::Step(program, noticed.exception.key)));
        held_by_them
    }

    /// The same without the steps about exceptions, for whoever looks for exceptions.
    pub(super) fn held_by(&self, person: PersonId, program: ProgramId) -> Vec<Holding> {
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
        let awaiting = self.judged_by(person, program);
        held_by_them.extend(awaiting.map(|evidence| Holding::Evidence(evidence.id)));
        for held in self.committees_of(program) {
            if let Some(seat) = held.state.seat_of(person, as_of) {
                held_by_them.push(Holding::Seat(held.state.id, seat.id));
            }
        }
        held_by_them.extend(self.roles(person, Some(program)));
        held_by_them
    }

    /// The committee whose agenda shows that something is to be handed over.
    pub(super) fn overseer_of(&self, holding: Holding) -> Option<CommitteeId> {
        let as_of = &self.as_of;
        match holding {
            Holding::Sponsorship(_) | Holding::Role(..) | Holding::Token(_) => None,
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
            Holding::Step(_, exception) => {
                self.views.initiative(exception.about.initiative()?)?.state.committee(as_of)
            }
            Holding::Evidence(id) => match &self.views.evidence(id)?.state.provided(as_of)?.1.scope {
                Scope::Initiative(initiative) => self.views.initiative(*initiative)?.state.committee(as_of),
                Scope::Program(_) => None,
            },
            Holding::Seat(committee, _) => Some(committee),
        }
    }
}
