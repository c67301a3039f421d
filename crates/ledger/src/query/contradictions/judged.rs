//! What is wrong with one fact.

use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::Fact;
use cxl_domain::history::Entry;
use cxl_domain::id::{DecisionId, DepartmentId, EventId, GoalId, MetricId, ProgramId, SpotId};
use cxl_domain::insight::Insight;
use cxl_domain::journey::{Journey, JourneyFact};
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::MetricFact;
use cxl_domain::noun::Noun;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::program::ProgramFact;
use cxl_domain::time::Position;

use super::walk::Scan;
use super::{Contradiction, ContradictionKind};
use crate::acts;
use crate::facts;
use crate::thing::Thing;

/// A fact on the way to its judgment.
#[derive(Clone, Copy)]
pub(super) struct Stated {
    pub(super) about: Thing,
    pub(super) event: EventId,
    pub(super) position: Position,
    pub(super) type_name: &'static str,
    /// The program of the thing, be it recorded in error or not.
    pub(super) program: Option<ProgramId>,
}

impl Stated {
    pub(super) fn of<F: Fact>(about: Thing, program: Option<ProgramId>, entry: &Entry<F>) -> Self {
        let (event, position) = (entry.event, entry.stamp.position());
        Self { about, event, position, type_name: entry.fact.wire_name(), program }
    }
}

impl Scan<'_> {
    /// Judges one fact that was done under a decision: its outcome may have been annulled since.
    pub(super) fn entitle(&mut self, fact: Stated, named: Thing, decision: DecisionId) {
        let held = self.views.thing::<Decision>(decision);
        let decided = held.is_some_and(|held| acts::is_decided(&held.state, &self.as_of));
        if decided || self.gone(named).is_some() {
            self.name(fact, named);
        } else {
            self.push(fact, ContradictionKind::Undecided, Some(named), None);
        }
    }

    /// Judges one fact that names something.
    pub(super) fn name(&mut self, fact: Stated, named: Thing) {
        if let Some(because) = self.gone(named) {
            self.push(fact, ContradictionKind::Orphaned, Some(named), Some(because));
        } else if self.program_named(named).is_some_and(|other| Some(other) != fact.program) {
            self.push(fact, ContradictionKind::Broken, Some(named), None);
        }
    }

    /// The event that took a thing away.
    fn gone(&self, named: Thing) -> Option<EventId> {
        match named {
            Thing::Department(department) => self.annulled_department(department),
            Thing::Goal(goal) => self.annulled_goal(goal),
            Thing::Spot(spot) => self.annulled_spot(spot),
            Thing::Reading(metric, reading) => {
                self.gone(Thing::Metric(metric)).or_else(|| self.annulled_reading(metric, reading))
            }
            other => self.views.recorded_in_error(other, &self.as_of).map(|taken| taken.event),
        }
    }

    fn annulled_goal(&self, GoalId(id): GoalId) -> Option<EventId> {
        let program = self.views.programs().find(|held| held.state.history.find(EventId(id)).is_some())?;
        if program.state.goal(GoalId(id), &self.as_of).is_some() {
            return None;
        }
        let (kind, program) = (ProgramFact::KIND, program.state.id.0);
        let set = facts::fact(self.views, kind, program, EventId(id), &self.as_of)?;
        facts::felled_by(self.views, kind, program, &set, &self.as_of)
    }

    fn annulled_spot(&self, SpotId(id): SpotId) -> Option<EventId> {
        let journey = self.views.journey_of(SpotId(id))?;
        if self.views.thing::<Journey>(journey)?.state.spot(SpotId(id), &self.as_of).is_some() {
            return None;
        }
        let kind = JourneyFact::KIND;
        let added = facts::fact(self.views, kind, journey.0, EventId(id), &self.as_of)?;
        facts::felled_by(self.views, kind, journey.0, &added, &self.as_of)
    }

    fn annulled_reading(&self, metric: MetricId, reading: EventId) -> Option<EventId> {
        if self.views.metric(metric)?.state.standing_reading(reading, &self.as_of).is_some() {
            return None;
        }
        let recorded = facts::fact(self.views, MetricFact::KIND, metric.0, reading, &self.as_of)?;
        facts::felled_by(self.views, MetricFact::KIND, metric.0, &recorded, &self.as_of)
    }

    fn annulled_department(&self, DepartmentId(id): DepartmentId) -> Option<EventId> {
        let organization = &self.views.organization().state;
        if organization.department(DepartmentId(id), &self.as_of).is_some() {
            return None;
        }
        let kind = OrganizationFact::KIND;
        let created = facts::fact(self.views, kind, id, EventId(id), &self.as_of)?;
        facts::felled_by(self.views, kind, id, &created, &self.as_of)
    }

    /// The program of what is only named within its own.
    fn program_named(&self, named: Thing) -> Option<ProgramId> {
        match named {
            Thing::Initiative(id) => self.views.initiative(id)?.state.program(&self.as_of),
            Thing::Metric(id) | Thing::Reading(id, _) => self.views.metric(id)?.state.program(&self.as_of),
            Thing::Goal(id) => self.views.program_of_goal(id),
            Thing::Organization(_)
            | Thing::Department(_)
            | Thing::Program(_)
            | Thing::Person(_)
            | Thing::Spot(_)
            | Thing::Evidence(_) => None,
            Thing::Committee(id) => self.views.thing::<Committee>(id)?.state.program(&self.as_of),
            Thing::Meeting(id) => self.views.thing::<Meeting>(id)?.state.program(&self.as_of),
            Thing::Decision(id) => self.views.thing::<Decision>(id)?.state.program(&self.as_of),
            Thing::Journey(id) => self.views.thing::<Journey>(id)?.state.program(&self.as_of),
            Thing::PainPoint(id) => self.views.thing::<PainPoint>(id)?.state.program(&self.as_of),
            Thing::Insight(id) => self.views.thing::<Insight>(id)?.state.program(&self.as_of),
        }
    }

    pub(super) fn is_looked_at(&self, thing: Thing) -> bool {
        self.around.is_none_or(|around| around == thing || self.holder_of(thing) == Some(around))
    }

    /// The journey on whose map a spot is, and the metric of a reading: what happens to it, happens in that
    /// one's stream.
    fn holder_of(&self, thing: Thing) -> Option<Thing> {
        match thing {
            Thing::Reading(metric, _) => Some(Thing::Metric(metric)),
            Thing::Spot(spot) => self.views.journey_of(spot).map(Thing::Journey),
            _ => None,
        }
    }

    pub(super) fn push(
        &mut self,
        fact: Stated,
        kind: ContradictionKind,
        names: Option<Thing>,
        because: Option<EventId>,
    ) {
        let stands = |id: &ProgramId| self.views.program(*id).is_some_and(|it| it.state.exists(&self.as_of));
        let Stated { about, event, position, type_name, program } = fact;
        let program = program.filter(stands);
        self.found.push(Contradiction { position, kind, names, about, event, type_name, because, program });
    }
}
