//! The rules of the stream of a journey.

use super::{Command, Journey, JourneyFact, Map, Mapped, Named};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::noun::Noun;
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<JourneyFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Journey, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Map(_));
    in_turn("journey", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Map(begin) => self::begin(begin, moment),
        Command::Rename { name, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Map, moment: &Moment) -> Facts {
    let Map { program, code, name, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Mapped { program, code }).from(on),
        Event::new(moment.by, Named { name }).from(on),
    ])
}

fn annul(state: &Journey, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        JourneyFact::Mapped(_) => Err(Refusal::BeganIt { noun: "journey" }),
        JourneyFact::Named(_) => {
            not_the_only_one(&state.history, &entry, "name", moment)?;
            Ok(annulments(annul, [], moment))
        }
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Journey, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Journey { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}
