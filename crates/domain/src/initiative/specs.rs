//! What may and may not be recorded about an initiative.

mod benefits;
mod charter;
mod ecosystem;
mod follow_up;
mod improvements;
mod links;
mod mending;
mod mending_improvements;
mod ownership;
mod profile;
mod reports;
mod succession;
mod turns;

use super::*;
use crate::event::Event;
use crate::id::EventId;
use crate::spec::{self, Given, HOA, MINH, PROGRAM, Past, code, day, event, past, said, text};

fn given(history: impl IntoIterator<Item = Past<InitiativeFact>>) -> Given<Initiative> {
    spec::given(history)
}

/// Positions 0 to 2: chartered, begins on 1 January 2024, vacant.
fn chartered() -> Given<Initiative> {
    given([
        past(Chartered { program: PROGRAM, code: code("REFUNDS"), committee: None }).from("2024-01-01"),
        past(Named { name: text("Faster refunds") }).from("2024-01-01"),
        past(PurposeStated { purpose: text("Money back in three days") }).from("2024-01-01"),
    ])
}

fn charter() -> Charter {
    Charter {
        program: PROGRAM,
        code: code("REFUNDS"),
        name: text("Faster refunds"),
        purpose: text("Money back in three days"),
        owner: None,
        committee: None,
        on: Some(day("2024-01-01")),
        authority: None,
    }
}

fn owned_by(owner: PersonId) -> Past<InitiativeFact> {
    past(OwnerAssigned { owner })
}

fn paused() -> Past<InitiativeFact> {
    past(Paused { reason: text("budget") })
}

fn resumed() -> Past<InitiativeFact> {
    past(Resumed { reason: None })
}

fn stopped() -> Past<InitiativeFact> {
    past(Stopped { reason: text("merged"), lesson: None })
}

fn in_sustain() -> Past<InitiativeFact> {
    past(Sustained { reason: None })
}

fn reopened() -> Past<InitiativeFact> {
    past(Reopened { reason: text("needed again") })
}

fn in_error() -> Past<InitiativeFact> {
    past(RecordedInError { reason: text("a duplicate") })
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("never happened") })
}

fn annulled(event: EventId) -> Event<InitiativeFact> {
    said(Annulled { event, reason: text("never happened") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}

/// The event of a fact stated anew.
fn anew(fact: impl Into<InitiativeFact>, from: &str, corrected: EventId) -> Event<InitiativeFact> {
    past(fact).from(from).correcting(corrected).event
}
