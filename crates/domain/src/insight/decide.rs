//! The rules of the stream of an insight.

use super::{Command, Described, Find, Found, Insight, InsightFact};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
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
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Find, moment: &Moment) -> Facts {
    let Find { program, code, description, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Found { program, code }).from(on),
        Event::new(moment.by, Described { description }).from(on),
    ])
}

fn annul(state: &Insight, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        InsightFact::Found(_) => Err(Refusal::BeganIt { noun: "insight" }),
        InsightFact::Described(_) => {
            not_the_only_one(&state.history, &entry, "description", moment)?;
            Ok(annulments(annul, [], moment))
        }
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Insight, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Insight { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}
