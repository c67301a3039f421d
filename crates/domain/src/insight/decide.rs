//! The rules of the stream of an insight.

use chrono::NaiveDate;

use super::{
    Acknowledged, Addressed, Audience, Command, Described, DrawnFrom, Find, Found, Insight, InsightFact,
    Origin, Shared,
};
use crate::command::{
    Annul, Correct, Moment, annulments, at_most, came_to_pass, in_range, in_turn, not_the_only_one, restate,
    standing,
};
use crate::event::{Event, RecordedInError};
use crate::id::DepartmentId;
use crate::noun::Noun;
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<InsightFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Insight, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Find(_));
    in_turn("insight", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Find(begin) => self::begin(begin, moment),
        Command::Redescribe { description, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Described { description }).from(on)])
        }
        Command::DrawFrom { origin, on } => draw_from(state, origin, on, moment),
        Command::Address { department, on } => address(state, department, on, moment),
        Command::Share { shared, on } => share(state, &shared, on, moment),
        Command::Acknowledge { department, on } => acknowledge(state, department, on, moment),
        Command::ActOn { acted, on } => {
            let on = come_to_pass(state, on, moment)?;
            Ok(vec![Event::new(moment.by, acted).from(on)])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Find, moment: &Moment) -> Facts {
    let Find { program, code, description, origins, departments, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    at_most("origins", origins.len())?;
    at_most("departments", departments.len())?;
    let mut facts = vec![
        Event::new(moment.by, Found { program, code }).from(on),
        Event::new(moment.by, Described { description }).from(on),
    ];
    let origins = once_each(origins).into_iter();
    facts.extend(origins.map(|origin| Event::new(moment.by, DrawnFrom { origin }).from(on)));
    let departments = once_each(departments).into_iter();
    facts.extend(departments.map(|department| Event::new(moment.by, Addressed { department }).from(on)));
    Ok(facts)
}

fn draw_from(state: &Insight, origin: Origin, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    if state.origins(&moment.on(on)).contains(&origin) {
        return Err(Refusal::Unchanged { field: "origin" });
    }
    Ok(vec![Event::new(moment.by, DrawnFrom { origin }).from(on)])
}

fn address(state: &Insight, department: DepartmentId, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    if state.departments(&moment.on(on)).contains(&department) {
        return Err(Refusal::Unchanged { field: "department" });
    }
    Ok(vec![Event::new(moment.by, Addressed { department }).from(on)])
}

fn share(state: &Insight, audience: &Audience, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = come_to_pass(state, on, moment)?;
    at_most("departments", audience.departments.len())?;
    at_most("people", audience.people.len())?;
    let with = audience.recipients();
    if with.is_empty() {
        return Err(Refusal::invalid("departments", "name a department or a person with whom it is shared"));
    }
    Ok(vec![Event::new(moment.by, Shared { with }).from(on)])
}

/// What is acknowledged was shared before: with the department, or with the person themselves.
fn acknowledge(
    state: &Insight,
    department: Option<DepartmentId>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = come_to_pass(state, on, moment)?;
    if !state.was_shared_with(moment.by, department, &moment.on(on)) {
        return Err(Refusal::NotShared { day: on });
    }
    let acknowledged = state.acknowledgments(&moment.now());
    if let Some(held) = acknowledged.iter().find(|it| (it.by, it.department) == (moment.by, department)) {
        return Err(Refusal::AcknowledgedAlready { day: held.on });
    }
    Ok(vec![Event::new(moment.by, Acknowledged { department }).from(on)])
}

fn annul(state: &Insight, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let mut dependents = Vec::new();
    match entry.fact {
        InsightFact::Found(_) => return Err(Refusal::BeganIt { noun: "insight" }),
        InsightFact::Described(_) => not_the_only_one(&state.history, &entry, "description", moment)?,
        InsightFact::Shared(_) => {
            let without = Insight { id: state.id, history: state.history.without(annul.event) };
            dependents = without.unshared(&moment.now());
        }
        _ => {}
    }
    Ok(annulments(annul, dependents, moment))
}

fn correct(state: &Insight, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Insight { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}

/// The same without repetitions, in the order of the first mention.
pub(super) fn once_each<T: PartialEq>(named: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for one in named {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// The day meant, on which something had come to pass, not before the insight was found.
fn come_to_pass(state: &Insight, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    came_to_pass("on", moment.day(on), moment)?;
    within_life(state, on, moment)
}

/// The day meant, not before the insight was found.
fn within_life(state: &Insight, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    match state.beginning(&moment.now()).map(|(entry, _)| entry.from()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}
