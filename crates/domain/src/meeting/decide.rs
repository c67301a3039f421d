//! The rules of the stream of a meeting.

use super::{Command, Convene, Convened, Meeting, MeetingFact, Named};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::noun::Noun;
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<MeetingFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Meeting, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Convene(_));
    in_turn("meeting", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Convene(begin) => self::begin(begin, moment),
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

fn begin(begin: Convene, moment: &Moment) -> Facts {
    let Convene { program, code, name, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Convened { program, code }).from(on),
        Event::new(moment.by, Named { name }).from(on),
    ])
}

fn annul(state: &Meeting, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        MeetingFact::Convened(_) => Err(Refusal::BeganIt { noun: "meeting" }),
        MeetingFact::Named(_) => {
            not_the_only_one(&state.history, &entry, "name", moment)?;
            Ok(annulments(annul, [], moment))
        }
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Meeting, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Meeting { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}
