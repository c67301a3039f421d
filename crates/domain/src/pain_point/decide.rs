//! The rules of the stream of a pain point.

use super::{Command, Described, Identified, Identify, PainPoint, PainPointFact};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::noun::Noun;
use crate::refusal::Refusal;

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
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Identify, moment: &Moment) -> Facts {
    let Identify { program, code, description, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Identified { program, code }).from(on),
        Event::new(moment.by, Described { description }).from(on),
    ])
}

fn annul(state: &PainPoint, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        PainPointFact::Identified(_) => Err(Refusal::BeganIt { noun: "pain point" }),
        PainPointFact::Described(_) => {
            not_the_only_one(&state.history, &entry, "description", moment)?;
            Ok(annulments(annul, [], moment))
        }
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &PainPoint, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = PainPoint { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}
