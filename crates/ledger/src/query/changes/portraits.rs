//! How the things of a program stand at a point in time, aspect by aspect, each with what it rests on.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cxl_domain::decision::{Decision, Status};
use cxl_domain::history::{Entry, History};
use cxl_domain::id::{EventId, ProgramId};
use cxl_domain::initiative::{Initiative, InitiativeFact};
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::{Metric, MetricFact};
use cxl_domain::noun::Noun;
use cxl_domain::time::AsOf;

use super::{Aspect, State};
use crate::query::{Inquiry, Standing};
use crate::views::Held;

/// How every aspect of a thing stands, with what it rests on.
pub(super) type Portrait = BTreeMap<Aspect, (State, Rest)>;

/// What a state rests on, as far as one fact or day tells.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rest {
    /// The fact that says so.
    pub(super) event: Option<EventId>,
    /// The day on which that fact held and was known; of one known only after E, the day from which it holds.
    /// Of a state that set in by itself, the day on which it did.
    pub(super) on: Option<NaiveDate>,
}

impl Inquiry<'_> {
    pub(super) fn of_initiative(&self, held: &Held<Initiative>, program: ProgramId) -> Portrait {
        let (initiative, as_of) = (&held.state, &self.as_of);
        let mut portrait = Portrait::new();
        if self.initiative(initiative.id).is_none() || initiative.program(as_of) != Some(program) {
            return portrait;
        }
        let on = |entry: &Entry<InitiativeFact>| self.rest(entry, program);
        let by = |event: EventId| self.rest_of(&initiative.history, event, program);
        let chartered = beginning(&initiative.history, as_of).map(on);
        portrait.insert(Aspect::Existence, (State::There, chartered.unwrap_or_default()));
        let turned = initiative.turn(as_of).map(on).unwrap_or_default();
        portrait.insert(Aspect::Status, (State::Status(initiative.status(as_of).0), turned));
        if let Some((entry, owner)) = initiative.owner(as_of) {
            portrait.insert(Aspect::Owner, (State::Person(owner), on(entry)));
        }
        if let Some(report) = initiative.reports(as_of).into_iter().find(|it| it.superseded_by.is_none()) {
            portrait.insert(Aspect::Declared, (State::Declared(report.state), by(report.event)));
        }
        if let Some((entry, metric)) = initiative.primary_link(as_of) {
            portrait.insert(Aspect::PrimaryMetric, (State::Metric(metric), on(entry)));
        }
        for improvement in initiative.improvements(as_of) {
            let (id, state) = (improvement.id, State::Improvement(improvement.state));
            portrait.insert(Aspect::Improvement(id), (state, by(improvement.turned_by)));
            if let Some(due) = improvement.due {
                let set = improvement.moves.last().copied().unwrap_or(improvement.stated_by);
                portrait.insert(Aspect::Due(id), (State::Day(due), by(set)));
            }
        }
        if let Some(verdict) = self.verdict(initiative) {
            portrait.insert(Aspect::Verdict, (State::Verdict(verdict), Rest::default()));
        }
        let assessment = self.assessment(held);
        portrait.insert(Aspect::Level, (State::Level(assessment.level), Rest::default()));
        for standing in &assessment.practices {
            let state = State::Practice(standing.state);
            portrait.insert(Aspect::Practice(standing.practice), (state, Rest::default()));
        }
        portrait
    }

    pub(super) fn of_metric(&self, held: &Held<Metric>, program: ProgramId) -> Portrait {
        let (metric, as_of) = (&held.state, &self.as_of);
        let mut portrait = Portrait::new();
        if self.metric(metric.id).is_none() || metric.program(as_of) != Some(program) {
            return portrait;
        }
        let accountable = |fact: &MetricFact| match fact {
            MetricFact::AccountableAssigned(assigned) => Some(assigned.person),
            _ => None,
        };
        let on = |entry: &Entry<MetricFact>| self.rest(entry, program);
        let defined = metric.definition(as_of).map(|(entry, _)| on(entry));
        portrait.insert(Aspect::Existence, (State::There, defined.unwrap_or_default()));
        if let Some(target) = metric.target(as_of) {
            let set = self.rest_of(&metric.history, target.event, program);
            portrait.insert(Aspect::Target, (State::Value(target.value), set));
        }
        if let Some((entry, person)) = metric.history.latest(as_of, accountable) {
            portrait.insert(Aspect::Accountable, (State::Person(person), on(entry)));
        }
        if let Some((entry, version)) = metric.version(as_of) {
            portrait.insert(Aspect::Definition, (State::Version(version), on(entry)));
        }
        if let Ok(chart) = self.chart(metric.id, None, None) {
            let signal = chart.signal().map(|signal| (Aspect::Signal, State::Signal(signal)));
            let assurance = chart.assurance().map(|it| (Aspect::Assurance, State::Assurance(it)));
            let told = signal.into_iter().chain(assurance);
            portrait.extend(told.map(|(aspect, state)| (aspect, (state, Rest::default()))));
        }
        portrait
    }

    pub(super) fn of_decision(&self, decision: &Decision, program: ProgramId) -> Portrait {
        let as_of = &self.as_of;
        let mut portrait = Portrait::new();
        if self.decision(decision.id).is_none() || decision.program(as_of) != Some(program) {
            return portrait;
        }
        let standing = self.standing(decision);
        let rest = self.rest_of_standing(decision, standing, program).unwrap_or_default();
        portrait.insert(Aspect::Decision, (State::Decision(standing), rest));
        let acts = self.authorized_acts(decision);
        let all_done = !acts.is_empty() && acts.iter().all(|act| act.done.is_some());
        let said = decision.carried_out(as_of).map(|entry| self.rest(entry, program));
        if let Some(rest) = said.or(all_done.then(Rest::default)) {
            portrait.insert(Aspect::CarriedOut, (State::There, rest));
        }
        portrait
    }

    fn rest_of_standing(&self, decision: &Decision, standing: Standing, program: ProgramId) -> Option<Rest> {
        let as_of = &self.as_of;
        let entry = match standing {
            Standing::Own(Status::Expired) => {
                let on = decision.deadline(as_of)?.succ_opt();
                return Some(Rest { event: None, on });
            }
            Standing::Own(Status::Open) => decision.opened(as_of)?.0,
            Standing::Own(_) => decision.status(as_of).1?,
            Standing::Superseded(later) => self.views.thing::<Decision>(later)?.state.binding(as_of)?.entry,
        };
        Some(self.rest(entry, program))
    }

    pub(super) fn of_meeting(&self, meeting: &Meeting, program: ProgramId) -> Portrait {
        let as_of = &self.as_of;
        let mut portrait = Portrait::new();
        if !meeting.exists(as_of) || meeting.program(as_of) != Some(program) {
            return portrait;
        }
        let by = |event: EventId| self.rest_of(&meeting.history, event, program);
        for action in meeting.actions(as_of) {
            let turned = action.ended_by.map_or(action.stated_by, |(event, _)| event);
            let set = action.moves.last().copied().unwrap_or(action.stated_by);
            portrait.insert(Aspect::Action(action.id), (State::Action(action.state), by(turned)));
            portrait.insert(Aspect::ActionDue(action.id), (State::Day(action.due), by(set)));
        }
        portrait
    }

    fn rest<F>(&self, entry: &Entry<F>, program: ProgramId) -> Rest {
        let known = Some(self.day_known(&entry.stamp, Some(program)));
        let known = known.filter(|known| *known <= self.as_of.effective);
        Rest { event: Some(entry.event), on: known.max(Some(entry.from())) }
    }

    fn rest_of<F: Clone>(&self, history: &History<F>, event: EventId, program: ProgramId) -> Rest {
        history.find(event).map(|entry| self.rest(entry, program)).unwrap_or_default()
    }
}

/// The fact that chartered an initiative.
fn beginning<'a>(history: &'a History<InitiativeFact>, as_of: &AsOf) -> Option<&'a Entry<InitiativeFact>> {
    let charters = |fact: &InitiativeFact| matches!(fact, InitiativeFact::Chartered(_)).then_some(());
    history.current(as_of, charters).map(|(entry, ())| entry)
}
