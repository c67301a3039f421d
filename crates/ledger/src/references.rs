//! Rules across streams: what a command refers to must be there, and a code must be free.
//!
//! They are checked against the views and recorded with the size of the ledger at which they held.
//! They are advice: two nodes may race, and the views then show the contradiction.

mod authority;
mod deciding;
mod journeys;
mod nouns;
mod people;
mod stated;

use chrono::NaiveDate;
use cxl_domain::authority::{Act, Founder, may_found};
use cxl_domain::code::Code;
use cxl_domain::command::Moment;
use cxl_domain::committee::Committee;
use cxl_domain::decision::AuthorizedAct;
use cxl_domain::event::Authority;
use cxl_domain::evidence::{self, Scope};
use cxl_domain::id::{
    DecisionId, DepartmentId, EventId, GoalId, InitiativeId, InsightId, MetricId, PainPointId, PersonId,
    ProgramId,
};
use cxl_domain::noun::Noun as _;
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, metric, program};
use uuid::Uuid;

use authority::Claimed;

use crate::acts;
use crate::command::Command;
use crate::query::Successions;
use crate::thing::Thing;
use crate::views::Views;

pub(crate) use stated::{claimed_code, code_lock};
use stated::{
    corrected_by, noun, stated_committee, stated_decision, stated_initiative, stated_journey, stated_meeting,
    stated_metric, stated_pain_point, stated_program,
};

/// Refuses a command that refers to something that is not there, claims a code that was ever claimed by
/// something else, or does not fit what other streams say.
pub(crate) fn check(views: &Views, command: &Command, id: Uuid, moment: &Moment) -> Result<(), Refusal> {
    if let Some((scope, code)) = claimed_code(command)
        && views.holder(&scope, code).is_some_and(|holder| holder != id)
    {
        return Err(Refusal::CodeTaken { taken: code.clone(), noun: noun(&scope) });
    }
    let as_of = &moment.now();
    let references = References { views, as_of, moment };
    match command {
        Command::Organization(command) => references.of_organization(command, None),
        Command::Program(id, command) => references.of_program(*id, stated_program(command)),
        Command::Person(id, command) => references.of_person(*id, &command.act),
        Command::Initiative(id, command) => references.of_initiative(*id, command),
        Command::Metric(id, command) => references.of_metric(*id, command),
        Command::Evidence(_, command) => references.of_evidence(command),
        Command::Committee(_, command) => references.of_committee(stated_committee(command)),
        Command::Meeting(id, command) => references.of_meeting(*id, stated_meeting(command)),
        Command::Decision(_, command) => references.of_decision(DecisionId(id), stated_decision(command)),
        Command::Journey(_, command) => references.of_journey(stated_journey(command)),
        Command::PainPoint(_, command) => {
            references.of_pain_point(PainPointId(id), stated_pain_point(command))
        }
        Command::Insight(_, command) => references.of_insight(InsightId(id), command),
    }
}

struct References<'a> {
    views: &'a Views,
    as_of: &'a AsOf,
    moment: &'a Moment,
}

impl References<'_> {
    fn of_program(&self, id: Option<ProgramId>, command: &program::Command) -> Result<(), Refusal> {
        use program::Command as C;
        let day = |on: &Option<NaiveDate>| self.moment.day(*on);
        match command {
            C::Profile(command) => {
                self.entitled_to(command.act(), None, command.authority.as_ref(), id, day(&command.on))
            }
            C::DecideLevelRule { on, authority, .. } => {
                self.entitled_to(Act::DecideLevelRule, None, authority.as_ref(), id, day(on))
            }
            C::Create(create) => self.person(create.sponsor),
            C::NameSponsor { sponsor, .. } => self.person(*sponsor),
            C::ExplainException { explained } => self.person(explained.owner),
            _ => Ok(()),
        }
    }

    fn of_initiative(&self, id: Option<InitiativeId>, command: &initiative::Command) -> Result<(), Refusal> {
        use initiative::Command as C;
        let held = id.and_then(|id| self.views.initiative(id)).map(|held| &held.state);
        let program = held.and_then(|state| state.program(self.as_of));
        let day_of =
            |event| held.and_then(|state| state.history.find(event)?.effective).map(|days| days.from);
        let day = |on: &Option<NaiveDate>| self.day(*on, corrected_by(command), day_of);
        let corrected = corrected_by(command);
        let claimed = |authority, program, day| {
            let asked = acts::asked_of_initiative(id, stated_initiative(command));
            Claimed { asked, authority, program, day, corrected }
        };
        match stated_initiative(command) {
            C::Charter(charter) => {
                self.program(charter.program)?;
                let day = day(&charter.on);
                self.begun(charter.program, day)?;
                self.entitled(&claimed(charter.authority.as_ref(), Some(charter.program), day))?;
                let committee = charter.committee;
                committee.map_or(Ok(()), |id| self.committee(id, Some(charter.program), day))?;
                charter.owner.map_or(Ok(()), |owner| self.person(owner))
            }
            C::TransferOversight { committee, on, authority } => {
                self.entitled(&claimed(authority.as_ref(), program, day(on)))?;
                self.committee(*committee, program, day(on))
            }
            C::ExplainException { explained } => self.person(explained.owner),
            C::AssignOwner { owner, on, authority } => {
                self.entitled(&claimed(authority.as_ref(), program, day(on)))?;
                self.person(*owner)
            }
            C::VacateOwner { on, authority, .. }
            | C::Pause { on, authority, .. }
            | C::Sustain { on, authority, .. }
            | C::Resume { on, authority, .. }
            | C::Stop { on, authority, .. }
            | C::Reopen { on, authority, .. } => {
                self.entitled(&claimed(authority.as_ref(), program, day(on)))
            }
            C::Profile(command) => {
                self.entitled_to(command.act(), id, command.authority.as_ref(), program, day(&command.on))
            }
            C::LinkMetric { metric, .. } | C::StartImprovement { metric: Some(metric), .. } => {
                self.metric(*metric, program)
            }
            C::ExpectBenefit { expected, .. } => self.metric(expected.metric, program),
            C::Place { place, .. } => self.place(*place, program),
            C::ChangeElement { changed, .. } => {
                changed.at.iter().try_for_each(|place| self.place(*place, program))
            }
            C::Succeed { predecessor, on, authority } => {
                self.entitled(&claimed(authority.as_ref(), program, day(on)))?;
                id.zip(program).map_or(Ok(()), |(id, program)| self.succession(id, *predecessor, program))
            }
            _ => Ok(()),
        }
    }

    /// Refuses to carry on what another initiative carries on, or what carries this one on.
    fn succession(
        &self,
        id: InitiativeId,
        predecessor: InitiativeId,
        program: ProgramId,
    ) -> Result<(), Refusal> {
        self.initiative(predecessor, program)?;
        let successions = Successions::of(self.views, program, self.as_of);
        let code = |id| self.views.initiative(id).and_then(|held| held.state.code(self.as_of)).cloned();
        if let Some(at) = successions.successor_of(predecessor).filter(|at| at.successor != id)
            && let (Some(predecessor), Some(successor)) = (code(predecessor), code(at.successor))
        {
            return Err(Refusal::SucceededAlready { predecessor, successor });
        }
        if successions.lineage(predecessor, NaiveDate::MAX).contains(&id) {
            return Err(Refusal::CircularSuccession);
        }
        Ok(())
    }

    fn of_metric(&self, id: Option<MetricId>, command: &metric::Command) -> Result<(), Refusal> {
        use metric::Command as C;
        let held = id.and_then(|id| self.views.metric(id)).map(|held| &held.state);
        let program = held.and_then(|state| state.program(self.as_of));
        let day_of =
            |event| held.and_then(|state| state.history.find(event)?.effective).map(|days| days.from);
        let corrected = match command {
            C::Correct(correct) => Some(correct.event),
            _ => None,
        };
        let today = self.moment.today;
        match stated_metric(command) {
            C::SetTarget { value, on, authority, .. } => {
                let asked = id.map(|metric| AuthorizedAct::SetTarget { metric, value: *value });
                let (authority, day) = (authority.as_ref(), self.day(*on, corrected, day_of));
                self.entitled(&Claimed { asked, authority, program, day, corrected })
            }
            C::ApproveRebase { authority, .. } => {
                let asked = id.map(|metric| AuthorizedAct::Rebase { metric });
                let authority = authority.as_ref();
                self.entitled(&Claimed { asked, authority, program, day: today, corrected })
            }
            C::Bridge { authority, .. } => {
                let asked = id.map(|metric| AuthorizedAct::Bridge { metric });
                let authority = authority.as_ref();
                self.entitled(&Claimed { asked, authority, program, day: today, corrected })
            }
            C::Define(define) => {
                self.program(define.defined.program)?;
                define.accountable.map_or(Ok(()), |person| self.person(person))
            }
            C::AssignAccountable { person, .. } => self.person(*person),
            C::LinkGoal { goal: Some(goal), .. } => self.goal(*goal, program),
            C::StateControl { stated, .. } => {
                stated.controlled_by.map_or(Ok(()), |department| self.department(department))
            }
            C::Place { place, .. } => self.place(*place, held.and_then(|state| state.program(self.as_of))),
            _ => Ok(()),
        }
    }

    fn of_evidence(&self, command: &evidence::Command) -> Result<(), Refusal> {
        let provided = match command {
            evidence::Command::Provide(provided) => provided,
            evidence::Command::Correct(correct) => return self.of_evidence(&correct.with),
            _ => return Ok(()),
        };
        self.program(provided.program)?;
        let named = match &provided.scope {
            Scope::Initiative(one) => std::slice::from_ref(one),
            Scope::Program(named) => named.as_slice(),
        };
        named.iter().try_for_each(|initiative| self.initiative(*initiative, provided.program))
    }

    /// The day from which an act holds: the one that it names, else that of the fact which it corrects,
    /// else today.
    fn day(
        &self,
        named: Option<NaiveDate>,
        corrected: Option<EventId>,
        day_of: impl Fn(EventId) -> Option<NaiveDate>,
    ) -> NaiveDate {
        named.or_else(|| day_of(corrected?)).unwrap_or(self.moment.today)
    }

    /// Refuses a beginning before the program begins, as far as that day is known.
    fn begun(&self, program: ProgramId, day: NaiveDate) -> Result<(), Refusal> {
        match self.views.program(program).and_then(|held| held.state.begins(self.as_of)) {
            Some(begins) if day < begins => Err(Refusal::BeforeProgram { day, begins }),
            _ => Ok(()),
        }
    }

    /// Refuses a founding act of somebody who does not found: see [`may_found`].
    fn founds(
        &self,
        authority: Option<&Authority>,
        program: Option<ProgramId>,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        if authority != Some(&Authority::Founding) {
            return Ok(());
        }
        let on_that_day = self.as_of.on(day);
        let sponsor =
            program.and_then(|id| self.views.program(id)).and_then(|held| held.state.sponsor(&on_that_day));
        let committee = program.and_then(|id| self.first_committee(id)).filter(|since| *since <= day);
        let founder = Founder {
            by: self.moment.by,
            sponsor,
            administers: self.administers(),
            backfilled: self.moment.published.is_some(),
            has_committee: committee.is_some(),
        };
        match committee {
            _ if may_found(&founder) => Ok(()),
            Some(since) => Err(Refusal::NoLongerFounding { day, since }),
            None => Err(Refusal::NotFounding { day }),
        }
    }

    /// The day on which the first committee of a program began, as known.
    fn first_committee(&self, program: ProgramId) -> Option<NaiveDate> {
        let there = self.views.things_of::<Committee>(program).filter(|held| held.state.exists(self.as_of));
        let there = there.filter(|held| held.state.program(self.as_of) == Some(program));
        there.filter_map(|held| held.state.begins(self.as_of)).min()
    }

    /// Refuses to adopt something for the organization under a decision that does not entitle to it from
    /// that day on, whichever program made it, and as founding by anybody but an administrator: the
    /// organization has no sponsor.
    fn adopts(&self, act: Act, authority: Option<&Authority>, day: NaiveDate) -> Result<(), Refusal> {
        match authority {
            Some(Authority::Decision(_)) => self.entitled_to(act, None, authority, None, day),
            Some(Authority::Founding) if !self.administers() => Err(Refusal::NotFounding { day }),
            _ => Ok(()),
        }
    }

    /// Whether who does the act administers the whole organization today.
    fn administers(&self) -> bool {
        let grants = self.views.organization().state.roles_of(self.moment.by, self.as_of);
        grants.iter().any(|held| held.role == Role::Administrator && held.program.is_none())
    }

    /// Whoever is named is there, and no service: a service enters what people do, and does nothing itself.
    fn person(&self, id: PersonId) -> Result<(), Refusal> {
        self.anybody(id)?;
        if self.is_service(id) {
            return Err(Refusal::invalid(
                "person",
                "this is a service, which enters what people do: name a person",
            ));
        }
        Ok(())
    }

    fn is_service(&self, id: PersonId) -> bool {
        self.views.person(id).is_some_and(|held| held.state.is_service(self.as_of))
    }

    /// A person or a service that is there.
    fn anybody(&self, id: PersonId) -> Result<(), Refusal> {
        let there = self.views.person(id).is_some_and(|held| held.state.exists(self.as_of));
        self.known(there, Thing::Person(id), None)
    }

    fn program(&self, id: ProgramId) -> Result<(), Refusal> {
        let held = self.views.program(id);
        let code = held.and_then(|held| held.state.code(self.as_of));
        self.known(held.is_some_and(|held| held.state.exists(self.as_of)), Thing::Program(id), code)
    }

    fn department(&self, id: DepartmentId) -> Result<(), Refusal> {
        let ever = self.as_of.on(NaiveDate::MAX);
        let there = self.views.organization().state.department(id, &ever).is_some();
        self.known(there, Thing::Department(id), None)
    }

    /// A goal of the same program, whatever day it begins.
    fn goal(&self, id: GoalId, program: Option<ProgramId>) -> Result<(), Refusal> {
        let ever = self.as_of.on(chrono::NaiveDate::MAX);
        let held = program.and_then(|program| self.views.program(program));
        self.known(held.is_some_and(|held| held.state.goal(id, &ever).is_some()), Thing::Goal(id), None)
    }

    /// A metric of the same program.
    fn metric(&self, id: MetricId, program: Option<ProgramId>) -> Result<(), Refusal> {
        let held = self.views.metric(id);
        let code = held.and_then(|held| held.state.code(self.as_of));
        let there = held.filter(|held| held.state.exists(self.as_of));
        let there = there.is_some_and(|held| program.is_none() || held.state.program(self.as_of) == program);
        self.known(there, Thing::Metric(id), code)
    }

    /// An initiative of the same program.
    fn initiative(&self, id: InitiativeId, program: ProgramId) -> Result<(), Refusal> {
        let held = self.views.initiative(id);
        let code = held.and_then(|held| held.state.code(self.as_of));
        let there = held.filter(|held| held.state.exists(self.as_of));
        let there = there.is_some_and(|held| held.state.program(self.as_of) == Some(program));
        self.known(there, Thing::Initiative(id), code)
    }

    /// Refuses what is not there, by the name that people use where there is one.
    fn known(&self, there: bool, thing: Thing, code: Option<&Code>) -> Result<(), Refusal> {
        let noun = thing.noun();
        if there {
            return Ok(());
        }
        if self.views.recorded_in_error(thing, self.as_of).is_some() {
            return Err(Refusal::WasRecordedInError { noun });
        }
        let reference = code.map_or_else(|| thing.stream().1.to_string(), ToString::to_string);
        Err(Refusal::Unknown { noun, reference })
    }
}
