//! The rules of the stream of a decision.

use super::{Command, Decision, DecisionFact, Open, Opened, QuestionStated};
use crate::command::{
    Annul, Correct, Moment, annulments, came_to_pass, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::noun::Noun;
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<DecisionFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Decision, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Open(_));
    in_turn("decision", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Open(begin) => self::begin(begin, moment),
        Command::RestateQuestion { question, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, QuestionStated { question }).from(on)])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn begin(begin: Open, moment: &Moment) -> Facts {
    let Open { program, code, question, on } = begin;
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    Ok(vec![
        Event::new(moment.by, Opened { program, code }).from(on),
        Event::new(moment.by, QuestionStated { question }).from(on),
    ])
}

fn annul(state: &Decision, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        DecisionFact::Opened(_) => Err(Refusal::BeganIt { noun: "decision" }),
        DecisionFact::QuestionStated(_) => {
            not_the_only_one(&state.history, &entry, "question", moment)?;
            Ok(annulments(annul, [], moment))
        }
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Decision, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    let without = Decision { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}
