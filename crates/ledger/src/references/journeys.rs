//! What journeys, pain points and insights refer to.

use chrono::NaiveDate;
use cxl_domain::id::{DepartmentId, InsightId, PainPointId, ProgramId};
use cxl_domain::insight::{Insight, Origin};
use cxl_domain::journey::{Journey, Place};
use cxl_domain::pain_point::PainPoint;
use cxl_domain::refusal::Refusal;
use cxl_domain::{insight, journey, pain_point};

use super::References;
use super::stated::stated_insight;
use crate::shelf::Shelved;
use crate::thing::Thing;

impl References<'_> {
    pub(super) fn of_journey(&self, command: &journey::Command) -> Result<(), Refusal> {
        use journey::Command as C;
        match command {
            C::Map(begin) => self.program(begin.program),
            C::AddTouchpoint { touchpoint, .. } => self.departments(touchpoint.department),
            C::AddHandOff { hand_off, .. } => self.departments([hand_off.from, hand_off.to]),
            C::NameResponsible { department, .. } => self.departments(*department),
            _ => Ok(()),
        }
    }

    pub(super) fn of_pain_point(
        &self,
        id: PainPointId,
        command: &pain_point::Command,
    ) -> Result<(), Refusal> {
        use pain_point::Command as C;
        let program = self.program_of::<PainPoint>(id);
        match command {
            C::Identify(begin) => {
                self.program(begin.program)?;
                begin.place.map_or(Ok(()), |place| self.place(place, Some(begin.program)))
            }
            C::Place { place, .. } => self.place(*place, program),
            C::TakeUp { initiative, .. } => {
                program.map_or(Ok(()), |program| self.initiative(*initiative, program))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn of_insight(&self, id: InsightId, command: &insight::Command) -> Result<(), Refusal> {
        use insight::Command as C;
        let program = self.program_of::<Insight>(id);
        match stated_insight(command) {
            C::Find(begin) => {
                self.program(begin.program)?;
                self.departments(begin.departments.iter().copied())?;
                begin.origins.iter().try_for_each(|origin| self.origin(*origin, Some(begin.program)))
            }
            C::DrawFrom { origin, .. } => self.origin(*origin, program),
            C::Address { department, .. } => self.departments([*department]),
            C::Share { shared, .. } => {
                self.departments(shared.departments.iter().copied())?;
                shared.people.iter().try_for_each(|person| self.person(*person))
            }
            C::Acknowledge { department: Some(department), on } => {
                self.department(*department)?;
                let corrected = match command {
                    C::Correct(correct) => Some(correct.event),
                    _ => None,
                };
                let held = self.views.thing::<Insight>(id);
                let first = |event| held?.state.history.find(event)?.effective.map(|days| days.from);
                self.speaks_for(*department, self.day(*on, corrected, first))
            }
            C::ActOn { acted, .. } => {
                self.departments(acted.department)?;
                let initiative = acted.initiative.zip(program);
                initiative.map_or(Ok(()), |(initiative, program)| self.initiative(initiative, program))
            }
            _ => Ok(()),
        }
    }

    /// Refuses to speak for a department to somebody who on that day is neither in it nor in one below it.
    /// Who spoke in the past is claimed.
    fn speaks_for(&self, department: DepartmentId, day: NaiveDate) -> Result<(), Refusal> {
        let as_of = self.as_of.on(day);
        let own = self.views.person(self.moment.by).and_then(|held| held.state.department(&as_of));
        let organization = &self.views.organization().state;
        let mut line = organization.line_of(own, &as_of);
        if self.moment.published.is_some() || line.any(|above| above == department) {
            return Ok(());
        }
        Err(Refusal::NotTheirDepartment { day })
    }

    /// A place on a journey of the same program.
    pub(super) fn place(&self, place: Place, program: Option<ProgramId>) -> Result<(), Refusal> {
        self.thing::<Journey>(place.journey, program)?;
        let Some(spot) = place.spot else { return Ok(()) };
        let journey = self.views.thing::<Journey>(place.journey);
        let spots = journey.map(|held| held.state.spots(&self.as_of.on(NaiveDate::MAX))).unwrap_or_default();
        self.known(spots.iter().any(|held| held.id == spot), Thing::Spot(spot), None)
    }

    /// What an insight is drawn from: a pain point or a standing reading of the same program.
    fn origin(&self, origin: Origin, program: Option<ProgramId>) -> Result<(), Refusal> {
        match origin {
            Origin::PainPoint(pain_point) => self.thing::<PainPoint>(pain_point, program),
            Origin::Reading(origin) => {
                self.metric(origin.metric, program)?;
                let metric = self.views.metric(origin.metric);
                let reading = metric.and_then(|held| held.state.reading(origin.reading));
                if reading.is_some_and(|(_, entry)| entry.stands(self.as_of)) {
                    return Ok(());
                }
                Err(Refusal::UnknownFact { event: origin.reading, noun: "metric" })
            }
        }
    }

    fn departments(&self, named: impl IntoIterator<Item = DepartmentId>) -> Result<(), Refusal> {
        named.into_iter().try_for_each(|department| self.department(department))
    }

    /// A thing of the same program.
    pub(super) fn thing<N: Shelved>(&self, id: N::Id, program: Option<ProgramId>) -> Result<(), Refusal> {
        let held = self.views.thing::<N>(id);
        let code = held.and_then(|held| held.state.code(self.as_of));
        let there = held.filter(|held| held.state.exists(self.as_of));
        let there = there.is_some_and(|held| program.is_none() || held.state.program(self.as_of) == program);
        self.known(there, N::thing(id), code)
    }

    /// The program of the thing that is acted on.
    fn program_of<N: Shelved>(&self, id: N::Id) -> Option<ProgramId> {
        self.views.thing::<N>(id)?.state.program(self.as_of)
    }
}
