//! What may and may not be recorded about the organization.

mod access;
mod departments;
mod founding;

use super::*;
use crate::event::Event;
use crate::spec::{self, Given, LEAD, Past, day, event, past, said, text};

fn given(history: impl IntoIterator<Item = Past<OrganizationFact>>) -> Given<Organization> {
    spec::given(history)
}

/// Positions 0 to 7: founded on 1 January 2026 by the lead, who has the three roles of a founder
/// (administrator, program lead, secretary: positions 5 to 7).
fn founded() -> Given<Organization> {
    let mut ledger = given([]);
    let facts = decide(&ledger.state, Command::Found(found()), &ledger.moment);
    for event in facts.expect("an empty ledger can be founded") {
        let today = event.effective.is_some_and(|effective| effective.from == ledger.moment.today);
        ledger.record(&if today { event.from(day("2026-01-01")) } else { event }.into());
    }
    ledger
}

fn found() -> Found {
    Found { name: text("Acme"), zone: chrono_tz::Asia::Ho_Chi_Minh, administrator: LEAD, demo: false }
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

fn annulled(event: EventId) -> Event<OrganizationFact> {
    said(Annulled { event, reason: text("wrong") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}
