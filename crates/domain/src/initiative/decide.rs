//! The rules: each act is a list of guards and then its facts.

use chrono::NaiveDate;

use super::benefit::expect_benefit;
use super::ecosystem::{change_element, help, place};
use super::follow_up::{acknowledge_report, acknowledgments_of, explain};
use super::improvement::{end_improvement, improvement_facts, move_improvement_date, start_improvement};
use super::life::{self, before_the_end};
use super::{
    Charter, Chartered, Command, ImprovementAbandoned, ImprovementDateMoved, ImprovementDelivered,
    ImprovementStarted, Initiative, InitiativeFact, MetricLinked, MetricRole, Named, OversightTransferred,
    OwnerAssigned, OwnerVacated, ProgressReported, PurposeStated, Status, Stopped,
};
use crate::authority::{self, Act};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_in_future, not_the_only_one,
    restate, standing,
};
use crate::event::{Authority, Event, RecordedInError};
use crate::id::{MetricId, PersonId};
use crate::maturity::profile;
use crate::refusal::Refusal;
use crate::text::Text;

pub(super) type Facts = Result<Vec<Event<InitiativeFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Initiative, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Charter(_));
    in_turn("initiative", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Charter(charter) => self::charter(charter, moment),
        Command::Rename { name, on } => {
            let on = within_life(state, on, moment)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::RestatePurpose { purpose, on } => {
            let on = within_life(state, on, moment)?;
            Ok(vec![Event::new(moment.by, PurposeStated { purpose }).from(on)])
        }
        Command::AssignOwner { owner, on, authority } => assign_owner(state, owner, on, authority, moment),
        Command::VacateOwner { reason, on, authority } => vacate_owner(state, reason, on, authority, moment),
        Command::LinkMetric { metric, role, on } => link_metric(state, metric, role, on, moment),
        Command::Place { place, on } => self::place(state, place, on, moment),
        Command::ChangeElement { changed, on } => change_element(state, changed, on, moment),
        Command::Help { helps, on } => help(state, helps, on, moment),
        Command::ExpectBenefit { expected, on, until } => expect_benefit(state, expected, on, until, moment),
        Command::StartImprovement { title, metric, due, on } => {
            start_improvement(state, ImprovementStarted { title, metric, due }, on, moment)
        }
        Command::MoveImprovementDate { improvement, due, reason } => {
            move_improvement_date(state, ImprovementDateMoved { improvement, due, reason }, moment)
        }
        Command::DeliverImprovement { improvement, on } => {
            let (improvement, on) = end_improvement(state, improvement, on, moment)?;
            Ok(vec![Event::new(moment.by, ImprovementDelivered { improvement }).from(on)])
        }
        Command::AbandonImprovement { improvement, reason, on } => {
            let (improvement, on) = end_improvement(state, improvement, on, moment)?;
            Ok(vec![Event::new(moment.by, ImprovementAbandoned { improvement, reason }).from(on)])
        }
        Command::ReportProgress { report } => report_progress(state, report, moment),
        Command::TransferOversight { committee, on, authority } => {
            authority::check(authority.as_ref(), Act::TransferOversight)?;
            let on = before_the_end(state, on, moment)?;
            if state.committee(&moment.on(on)) == Some(committee) {
                return Err(Refusal::Unchanged { field: "committee" });
            }
            Ok(vec![Event::new(moment.by, OversightTransferred { committee }).from(on).under(authority)])
        }
        Command::ExplainException { explained } => explain(state, explained, moment),
        Command::AcknowledgeReport { report } => acknowledge_report(state, report, moment),
        Command::Pause { reason, on, authority } => life::pause(state, reason, on, authority, moment),
        Command::Sustain { reason, on, authority } => life::sustain(state, reason, on, authority, moment),
        Command::Resume { reason, on, authority } => life::resume(state, reason, on, authority, moment),
        Command::Stop { reason, lesson, on, authority } => {
            life::stop(state, Stopped { reason, lesson }, on, authority, moment)
        }
        Command::Reopen { reason, on, authority } => life::reopen(state, reason, on, authority, moment),
        Command::Succeed { predecessor, on, authority } => {
            life::succeed(state, predecessor, on, authority, moment)
        }
        Command::Profile(command) => {
            let on = before_the_end(state, command.on, moment)?;
            profile::decide(&state.history, command, on, moment)
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn charter(charter: Charter, moment: &Moment) -> Facts {
    let Charter { program, code, name, purpose, owner, committee, on, authority } = charter;
    authority::check(authority.as_ref(), Act::Charter)?;
    let on = moment.day(on);
    not_in_future("on", on, moment)?;
    let mut facts = vec![
        Event::new(moment.by, Chartered { program, code, committee }).from(on).under(authority.clone()),
        Event::new(moment.by, Named { name }).from(on),
        Event::new(moment.by, PurposeStated { purpose }).from(on),
    ];
    if let Some(owner) = owner {
        facts.push(Event::new(moment.by, OwnerAssigned { owner }).from(on).under(authority));
    }
    Ok(facts)
}

fn assign_owner(
    state: &Initiative,
    owner: PersonId,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::ChangeOwner)?;
    let on = before_the_end(state, on, moment)?;
    if state.owner(&moment.on(on)).is_some_and(|(_, held)| held == owner) {
        return Err(Refusal::OwnsAlready { day: on });
    }
    Ok(vec![Event::new(moment.by, OwnerAssigned { owner }).from(on).under(authority)])
}

fn vacate_owner(
    state: &Initiative,
    reason: Option<Text>,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::ChangeOwner)?;
    let on = within_life(state, on, moment)?;
    if state.owner(&moment.on(on)).is_none() {
        return Err(Refusal::VacantAlready { day: on });
    }
    Ok(vec![Event::new(moment.by, OwnerVacated { reason }).from(on).under(authority)])
}

fn link_metric(
    state: &Initiative,
    metric: MetricId,
    role: MetricRole,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = before_the_end(state, on, moment)?;
    if state.links(&moment.on(on)).contains(&(metric, role)) {
        return Err(Refusal::LinkedAlready);
    }
    if role == MetricRole::Primary
        && let Some(day) = other_primary(state, metric, on, moment)
    {
        return Err(Refusal::PrimaryTaken { day });
    }
    Ok(vec![Event::new(moment.by, MetricLinked { metric, role }).from(on)])
}

/// The first day, from `on` until `metric` gets another role, on which another metric is primary.
fn other_primary(state: &Initiative, metric: MetricId, on: NaiveDate, moment: &Moment) -> Option<NaiveDate> {
    let linked = |fact: &InitiativeFact| match fact {
        InitiativeFact::MetricLinked(linked) => Some(linked.metric),
        _ => None,
    };
    let mut later: Vec<_> = state
        .history
        .picked(&moment.now(), linked)
        .map(|(entry, linked)| (entry.from(), linked != metric))
        .filter(|(day, _)| on < *day)
        .collect();
    later.sort_unstable();
    let until_relinked = later.into_iter().take_while(|(_, another)| *another).map(|(day, _)| day);
    std::iter::once(on).chain(until_relinked).find(|day| {
        let links = state.links(&moment.on(*day));
        links.iter().any(|(held, role)| *role == MetricRole::Primary && *held != metric)
    })
}

fn report_progress(state: &Initiative, report: ProgressReported, moment: &Moment) -> Facts {
    let (from, to) = (report.period.from(), report.period.to());
    came_to_pass("period", from, moment)?;
    in_range("period", to)?;
    if let Some(begins) = state.begins(&moment.now()).filter(|begins| to < *begins) {
        return Err(Refusal::BeforeBeginning { field: "period", day: to, begins });
    }
    // What was done until the stop may still be reported, of what comes after there is nothing to report.
    if let (status @ Status::Stopped, _) = state.status(&moment.on(from)) {
        return Err(Refusal::NotRunning { status: status.name(), day: from });
    }
    Ok(vec![Event::new(moment.by, report).from(from)])
}

fn annul(state: &Initiative, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let dependents = match &entry.fact {
        InitiativeFact::Chartered(_) => return Err(Refusal::BeganIt { noun: "initiative" }),
        InitiativeFact::Named(_) => {
            not_the_only_one(&state.history, &entry, "name", moment)?;
            Vec::new()
        }
        InitiativeFact::PurposeStated(_) => {
            not_the_only_one(&state.history, &entry, "purpose", moment)?;
            Vec::new()
        }
        InitiativeFact::ImprovementStarted(_) => improvement_facts(state, annul.event, moment),
        InitiativeFact::ProgressReported(_) => acknowledgments_of(state, annul.event, moment),
        InitiativeFact::Paused(_) | InitiativeFact::Sustained(_) | InitiativeFact::Stopped(_) => {
            life::ended_by(state, annul.event, moment).into_iter().collect()
        }
        _ => Vec::new(),
    };
    Ok(annulments(annul, dependents, moment))
}

fn correct(state: &Initiative, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Initiative { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}

/// The day meant, not before the initiative begins.
pub(super) fn within_life(
    state: &Initiative,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    match state.begins(&moment.now()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}
