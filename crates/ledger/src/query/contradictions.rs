//! Contradictions: facts that stand although what they rest on does not.
//!
//! A mended fact takes along what depends on it about the same thing. What it cannot take along is
//! listed here until somebody annuls or corrects it by a command of its own:
//!
//! - *orphaned*: a fact names something else that was recorded in error, or a department, goal, reading or
//!   spot on a map whose beginning was annulled. A thing that was itself recorded in error has left with all its
//!   facts, so nothing about it is listed;
//! - *broken*: a fact no longer fits beside what was corrected: about the same thing, because what it
//!   names belongs to another program now, or because its initiative began before the program does now;
//! - *circular succession*, *succeeded twice*: two commands raced to say which initiative carries which
//!   other on; the succession of the lower position holds;
//! - *circular supersession*: two commands raced to say which decision supersedes which other; the one of
//!   the lower position holds;
//! - *undecided*: a fact was done under a decision whose outcome was annulled;
//! - *code claimed twice*: two commands raced for a code; the claim of the lower position holds it.
//!
//! Who did an act is no such dependence: the act was done, whoever it was. Codes of people are sealed, so
//! that of two people who claim the same one is told where texts are opened: see
//! [`Ledger::person_codes_claimed_twice`](crate::Ledger::person_codes_claimed_twice).

mod judged;
mod walk;

use std::sync::Arc;

use cxl_domain::id::{EventId, ProgramId};
use cxl_domain::time::{AsOf, Position};

use walk::Scan;

use super::Inquiry;
use crate::thing::Thing;
use crate::views::Views;

/// A fact that stands although what it rests on does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contradiction {
    /// Where the fact stands in the ledger.
    pub position: Position,
    /// What is wrong with it.
    pub kind: ContradictionKind,
    /// The thing that it contradicts: what it names, or what holds its code. `None` where it no longer
    /// fits beside another fact about the same thing.
    pub names: Option<Thing>,
    /// What the fact is about: where it is annulled or corrected.
    pub about: Thing,
    /// The event that recorded the fact.
    pub event: EventId,
    /// The type of the fact, with its version.
    pub type_name: &'static str,
    /// The event that took away what the fact rests on: that recorded the named thing in error or
    /// annulled it. `None` where it is none alone.
    pub because: Option<EventId>,
    /// The program to which the fact belongs, of those that were not recorded in error; without one, it
    /// is the organization's.
    pub program: Option<ProgramId>,
}

/// What is wrong with a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContradictionKind {
    /// It names what was recorded in error.
    Orphaned,
    /// It no longer fits beside what was corrected.
    Broken,
    /// The code that it claims was claimed before.
    CodeClaimedTwice,
    /// It lets an initiative succeed itself, by way of others.
    CircularSuccession,
    /// It lets an initiative succeed one that another succeeds.
    SucceededTwice,
    /// It lets a decision supersede itself, by way of others.
    CircularSupersession,
    /// It was done under a decision whose outcome was annulled.
    Undecided,
}

impl Inquiry<'_> {
    /// The contradictions of a program, or those of the organization that belong to no program, as
    /// known, by position. They are there whatever day is effective.
    pub fn contradictions(&self, program: Option<ProgramId>) -> Arc<Vec<Contradiction>> {
        let as_of = self.as_of.on(chrono::NaiveDate::MAX);
        self.analyses.contradictions.get_or((program, self.views.len, as_of), || {
            let mut scan = Scan::new(self.views, as_of, None);
            match program {
                Some(program) => scan.program(program),
                None => scan.organization(),
            }
            Arc::new(scan.sorted())
        })
    }
}

/// The contradictions that are about a thing or that name it: what an act that mends a fact about it
/// may have left behind.
pub(crate) fn contradictions_around(views: &Views, thing: Thing, as_of: &AsOf) -> Vec<Contradiction> {
    let mut scan = Scan::new(views, as_of.on(chrono::NaiveDate::MAX), Some(thing));
    scan.organization();
    views.programs().for_each(|held| scan.program(held.state.id));
    scan.sorted()
}
