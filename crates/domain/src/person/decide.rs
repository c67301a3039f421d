//! The rules of a person's stream.

use super::{
    Command, IdentityUnlinked, Left, Named, Person, PersonFact, Placed, Register, Registered, Returned,
    ServiceDeclared,
};
use crate::command::{
    Annul, Correct, Moment, annulments, in_range, in_turn, not_the_only_one, restate, standing,
};
use crate::event::{Event, RecordedInError};
use crate::id::{EventId, IdentityId};
use crate::refusal::Refusal;
use crate::text::Text;

type Facts = Result<Vec<Event<PersonFact>>, Refusal>;

/// What the command records, or why it can't be recorded.
pub fn decide(state: &Person, command: Command, moment: &Moment) -> Facts {
    moment.check()?;
    let now = moment.now();
    let begins = matches!(command, Command::Register(_) | Command::RegisterService(_));
    in_turn("person", state.id, begins, state.exists(&now), state.in_error(&now))?;
    match command {
        Command::Register(register) => self::register(register, moment),
        Command::Rename { name, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            Ok(vec![Event::new(moment.by, Named { name }).from(on)])
        }
        Command::Place { department, on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            if state.department(&moment.on(on)) == department {
                return Err(Refusal::Unchanged { field: "department" });
            }
            Ok(vec![Event::new(moment.by, Placed { department }).from(on)])
        }
        Command::Leave { on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            if state.left(&moment.on(on)).is_some() {
                return Err(Refusal::Unchanged { field: "person" });
            }
            Ok(vec![Event::new(moment.by, Left {}).from(on)])
        }
        Command::Return { on } => {
            let on = moment.day(on);
            in_range("on", on)?;
            if state.left(&moment.on(on)).is_none() {
                return Err(Refusal::Unchanged { field: "person" });
            }
            Ok(vec![Event::new(moment.by, Returned {}).from(on)])
        }
        Command::RegisterService(register) => {
            let mut facts = self::register(register, moment)?;
            facts.push(Event::new(moment.by, ServiceDeclared {}));
            Ok(facts)
        }
        Command::LinkIdentity { linked } => Ok(vec![Event::new(moment.by, linked)]),
        Command::UnlinkIdentity { identity, reason } => unlink(state, identity, reason, moment),
        Command::RecordInError { reason } => Ok(vec![Event::new(moment.by, RecordedInError { reason })]),
        Command::Annul(annul) => self::annul(state, &annul, moment),
        Command::Correct(correct) => self::correct(state, correct, moment),
    }
}

fn register(register: Register, moment: &Moment) -> Facts {
    let Register { code, name, department, on } = register;
    let on = moment.day(on);
    in_range("on", on)?;
    let mut facts =
        vec![Event::new(moment.by, Registered { code }), Event::new(moment.by, Named { name }).from(on)];
    if department.is_some() {
        facts.push(Event::new(moment.by, Placed { department }).from(on));
    }
    Ok(facts)
}

fn unlink(state: &Person, identity: IdentityId, reason: Option<Text>, moment: &Moment) -> Facts {
    if state.enters_by(identity, &moment.now()) {
        return Ok(vec![Event::new(moment.by, IdentityUnlinked { identity, reason })]);
    }
    let linked = |fact: &PersonFact| matches!(fact, PersonFact::IdentityLinked(_));
    match state.history.find(EventId(identity.0)).filter(|entry| linked(&entry.fact)) {
        Some(_) => Err(Refusal::EndedAlready { noun: "identity" }),
        None => Err(Refusal::Unknown { noun: "identity", reference: identity.to_string() }),
    }
}

fn annul(state: &Person, annul: &Annul, moment: &Moment) -> Facts {
    let entry = standing(&state.history, annul.event, moment)?;
    match entry.fact {
        PersonFact::Registered(_) | PersonFact::ServiceDeclared(_) => {
            return Err(Refusal::BeganIt { noun: "person" });
        }
        PersonFact::Named(_) => not_the_only_one(&state.history, &entry, "name", moment)?,
        _ => {}
    }
    Ok(annulments(annul, [], moment))
}

fn correct(state: &Person, correct: Correct<Command>, moment: &Moment) -> Facts {
    let replaced = standing(&state.history, correct.event, moment)?;
    if matches!(replaced.fact, PersonFact::IdentityLinked(_) | PersonFact::ServiceDeclared(_)) {
        let problem = "what a person enters by is not corrected: annul or unlink it, and link another one";
        return Err(Refusal::invalid("event", problem));
    }
    let without = Person { id: state.id, history: state.history.without(correct.event) };
    restate(&replaced, correct, moment, |command, moment| decide(&without, command, moment))
}
