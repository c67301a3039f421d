//! The rules of a person's stream.

use super::{Command, Named, Person, PersonFact, Placed, Register, Registered};
use crate::command::{Annul, Correct, Moment, annulments, corrected, in_range, standing};
use crate::event::{Event, RecordedInError};
use crate::refusal::Refusal;

type Facts = Result<Vec<Event<PersonFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Person, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let command = match command {
        Command::Register(register) => return self::register(state, register, moment),
        other => other,
    };
    if state.in_error(&moment.now()) {
        return Err(Refusal::WasRecordedInError { noun: "person" });
    }
    if !state.exists(&moment.now()) {
        return Err(Refusal::Unknown { noun: "person", reference: state.id.to_string() });
    }
    match command {
        Command::Register(_) => Err(Refusal::AlreadyRecorded { noun: "person" }),
        Command::Rename { name, on } => {
            let on = on.unwrap_or(moment.today);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::Place { department, on } => {
            let on = on.unwrap_or(moment.today);
            in_range("on", on)?;
            if state.department(&moment.on(on)) == department {
                return Err(Refusal::Unchanged { field: "department" });
            }
            Ok(vec![Event::new(moment.by, Placed { department }).from(on)])
        }
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn register(state: &Person, register: Register, moment: &Moment) -> Facts {
    if !state.history.is_empty() {
        return Err(Refusal::AlreadyRecorded { noun: "person" });
    }
    let Register { code, name, department, on } = register;
    let on = on.unwrap_or(moment.today);
    in_range("on", on)?;
    let mut facts =
        vec![Event::new(moment.by, Registered { code }), Event::new(moment.by, Named { name }).from(on)];
    if department.is_some() {
        facts.push(Event::new(moment.by, Placed { department }).from(on));
    }
    Ok(facts)
}

fn annul(state: &Person, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        PersonFact::Registered(_) => Err(Refusal::BeganIt { noun: "person" }),
        PersonFact::RecordedInError(_) => Err(Refusal::AnnulmentStands),
        _ => Ok(annulments(annul, [], moment)),
    }
}

fn correct(state: &Person, correct: Correct<Command>, moment: &Moment) -> Facts {
    let Correct { event, reason, with } = correct;
    let entry = standing(&state.history, event, moment)?;
    let stated = match *with {
        Command::Annul(_) | Command::Correct(_) | Command::RecordInError { .. } => {
            return Err(Refusal::AnnulmentStands);
        }
        Command::Register(anew) => register(&Person::new(state.id), anew, moment)?,
        other => {
            let mut without = state.clone();
            without.history.forget(event);
            decide(&without, other, moment)?
        }
    };
    corrected(stated, &entry.fact, event, reason)
}
