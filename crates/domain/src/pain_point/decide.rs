//! The rules of the stream of a pain point.

use chrono::NaiveDate;

use super::state::is_borne;
use super::{
    Command, Described, GoalStated, Heard, Identified, Identify, PainPoint, PainPointFact, Placed, Rated,
    Reopened, Resolved, Standing, TakenUp,
};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::id::{EventId, InitiativeId};
use crate::journey::Place;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::text::Text;

type Facts = Result<Vec<Event<PainPointFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &PainPoint, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Identify(_));
    in_turn("pain point", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Identify(begin) => self::begin(begin, moment),
        Command::Redescribe { description, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Described { description }).from(on)])
        }
        Command::RestateGoal { goal, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, GoalStated { goal }).from(on)])
        }
        Command::Hear { heard, on } => {
            let on = come_to_pass(state, on, moment)?;
            Ok(vec![Event::new(moment.by, counted(heard)?).from(on)])
        }
        Command::Place { place, on } => self::place(state, place, on, moment),
        Command::Rate { rated, on } => rate(state, rated, on, moment),
        Command::TakeUp { initiative, on } => take_up(state, initiative, on, moment),
        Command::Resolve { how, on } => resolve(state, how, on, moment),
        Command::Reopen { reason, on } => reopen(state, reason, on, moment),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Identify, moment: &Moment) -> Facts {
    let Identify { program, code, description, goal, heard, place, rated, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    let mut facts = vec![
        Event::new(moment.by, Identified { program, code }).from(on),
        Event::new(moment.by, Described { description }).from(on),
        Event::new(moment.by, GoalStated { goal }).from(on),
        Event::new(moment.by, counted(heard)?).from(on),
    ];
    if let Some(place) = place {
        facts.push(Event::new(moment.by, Placed { place }).from(on));
    }
    if let Some(rated) = rated {
        facts.push(Event::new(moment.by, said(rated)?).from(on));
    }
    Ok(facts)
}

fn place(state: &PainPoint, place: Place, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    if state.place(&moment.on(on)).is_some_and(|(_, held)| held == place) {
        return Err(Refusal::Unchanged { field: "place" });
    }
    Ok(vec![Event::new(moment.by, Placed { place }).from(on)])
}

fn rate(state: &PainPoint, rated: Rated, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    if state.rating(&moment.on(on)).is_some_and(|(_, held)| held == rated) {
        return Err(Refusal::Unchanged { field: "severity" });
    }
    Ok(vec![Event::new(moment.by, said(rated)?).from(on)])
}

fn take_up(state: &PainPoint, initiative: InitiativeId, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    if state.initiatives(&moment.on(on)).contains(&initiative) {
        return Err(Refusal::Unchanged { field: "initiative" });
    }
    Ok(vec![Event::new(moment.by, TakenUp { initiative }).from(on)])
}

fn resolve(state: &PainPoint, how: Option<Text>, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = come_to_pass(state, on, moment)?;
    match state.standing(&moment.on(on)) {
        (Standing::Open, _) => Ok(vec![Event::new(moment.by, Resolved { how }).from(on)]),
        (Standing::Resolved, since) => Err(Refusal::ResolvedAlready { day: since.unwrap_or(on) }),
    }
}

fn reopen(state: &PainPoint, reason: Text, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = come_to_pass(state, on, moment)?;
    match state.standing(&moment.on(on)).0 {
        Standing::Resolved => Ok(vec![Event::new(moment.by, Reopened { reason }).from(on)]),
        Standing::Open => Err(Refusal::NotResolved { day: on }),
    }
}

fn annul(state: &PainPoint, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    let the_only = |noun| not_the_only_one(&state.history, &entry, noun, moment);
    let mut dependents = Vec::new();
    match &entry.fact {
        PainPointFact::Identified(_) => return Err(Refusal::BeganIt { noun: "pain point" }),
        PainPointFact::Described(_) => the_only("description")?,
        PainPointFact::GoalStated(_) => the_only("goal of the customer")?,
        PainPointFact::Heard(_) => the_only("source")?,
        PainPointFact::Resolved(_) => dependents.extend(ended_by(state, annul.event, moment)),
        _ => {}
    }
    Ok(annulments(annul, dependents, moment))
}

fn correct(state: &PainPoint, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = PainPoint { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}

/// The reopening that makes no sense without the resolution that `event` recorded.
fn ended_by(state: &PainPoint, event: EventId, moment: &Moment) -> Option<EventId> {
    let turns = state.turns(&moment.now());
    let index = turns.iter().position(|(entry, _)| entry.event == event)?;
    let (next, _) = turns.get(index + 1)?;
    let before = index.checked_sub(1).map_or(Standing::Open, |before| turns[before].1);
    (!is_borne(&next.fact, before)).then_some(next.event)
}

/// Refuses to have heard something no times.
fn counted(heard: Heard) -> Result<Heard, Refusal> {
    if heard.times == Some(0) {
        return Err(Refusal::invalid("times", "what was heard was heard at least once"));
    }
    Ok(heard)
}

/// Refuses a rating that says nothing.
fn said(rated: Rated) -> Result<Rated, Refusal> {
    if rated.severity.is_none() && rated.frequency.is_none() {
        return Err(Refusal::invalid("severity", "say how bad it is, how frequent, or both"));
    }
    Ok(rated)
}

/// The day meant, on which something had come to pass, not before it was identified.
fn come_to_pass(state: &PainPoint, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    came_to_pass("on", moment.day(on), moment)?;
    within_life(state, on, moment)
}

/// The day meant, not before it was identified.
fn within_life(state: &PainPoint, on: Option<NaiveDate>, moment: &Moment) -> Result<NaiveDate, Refusal> {
    let day = moment.day(on);
    in_range("on", day)?;
    match state.beginning(&moment.now()).map(|(entry, _)| entry.from()) {
        Some(begins) if day < begins => Err(Refusal::BeforeBeginning { field: "on", day, begins }),
        _ => Ok(day),
    }
}
