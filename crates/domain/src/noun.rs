//! What every thing of a program has in common that has a stream of its own and began with a code.

use std::fmt;
use std::hash::Hash;

use uuid::Uuid;

use crate::code::Code;
use crate::command::Moment;
use crate::event::{Event, Fact};
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, ProgramId};
use crate::refusal::Refusal;
use crate::time::AsOf;

/// A kind of thing that a program has many of: committee, meeting, decision, journey, pain point,
/// insight.
pub trait Noun: Clone + fmt::Debug + Send + Sync + 'static {
    /// Its id.
    type Id: Copy + Eq + Hash + fmt::Display + fmt::Debug + Send + Sync + From<Uuid> + Into<Uuid>;
    /// What can be recorded about it.
    type Fact: Fact;
    /// What can be done with it.
    type Command;

    /// One of which nothing is recorded yet.
    fn new(id: Self::Id) -> Self;

    /// Its id.
    fn id(&self) -> Self::Id;

    /// Everything recorded about it.
    fn history(&self) -> &History<Self::Fact>;

    /// Folds one event in.
    fn evolve(&mut self, recorded: &Recorded<Self::Fact>);

    /// What a command records, or why it can't be recorded.
    fn decide(&self, command: Self::Command, moment: &Moment) -> Result<Vec<Event<Self::Fact>>, Refusal>;

    /// What the fact says of how the thing began, if it is the one that began it.
    fn began(fact: &Self::Fact) -> Option<Began<'_>>;

    /// Whether the fact takes the whole thing back.
    fn takes_back(fact: &Self::Fact) -> bool;

    /// The standing facts that their surroundings no longer bear, oldest first: what a correction left
    /// behind until somebody corrects or annuls it. A noun whose facts rest on each other says which.
    fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId>;

    /// Whether it began and was not recorded in error, as known.
    fn exists(&self, as_of: &AsOf) -> bool {
        self.beginning(as_of).is_some() && !self.in_error(as_of)
    }

    /// Whether all of it was recorded in error, as known.
    fn in_error(&self, as_of: &AsOf) -> bool {
        self.history().standing(as_of).any(|entry| Self::takes_back(&entry.fact))
    }

    /// How it began, as known, with the fact that says so; of what was recorded in error, too.
    fn beginning(&self, as_of: &AsOf) -> Option<(&Entry<Self::Fact>, Began<'_>)> {
        self.history().current(as_of, Self::began)
    }

    /// The program in which it began, as known.
    fn program(&self, as_of: &AsOf) -> Option<ProgramId> {
        self.beginning(as_of).map(|(_, began)| began.program)
    }

    /// Its code, as known.
    fn code(&self, as_of: &AsOf) -> Option<&Code> {
        self.beginning(as_of).map(|(_, began)| began.code)
    }
}

/// How a thing began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Began<'a> {
    /// The program.
    pub program: ProgramId,
    /// The code that it claims in the program.
    pub code: &'a Code,
}

/// Makes a struct of an id and a history a [`Noun`]. The fact that begins it has a `program` and a
/// `code`.
macro_rules! noun {
    ($noun:ident($id:ty): $fact:ident, $command:ty, $decide:path; begun by $begun:ident) => {
        impl $crate::noun::Noun for $noun {
            type Id = $id;
            type Fact = $fact;
            type Command = $command;

            fn new(id: $id) -> Self {
                Self::new(id)
            }

            fn id(&self) -> $id {
                self.id
            }

            fn history(&self) -> &$crate::history::History<$fact> {
                &self.history
            }

            fn evolve(&mut self, recorded: &$crate::history::Recorded<$fact>) {
                Self::evolve(self, recorded);
            }

            fn decide(
                &self,
                command: $command,
                moment: &$crate::command::Moment,
            ) -> Result<Vec<$crate::event::Event<$fact>>, $crate::refusal::Refusal> {
                $decide(self, command, moment)
            }

            fn broken_dependents(&self, as_of: &$crate::time::AsOf) -> Vec<$crate::id::EventId> {
                Self::broken_dependents(self, as_of)
            }

            fn began(fact: &$fact) -> Option<$crate::noun::Began<'_>> {
                match fact {
                    $fact::$begun(began) => {
                        Some($crate::noun::Began { program: began.program, code: &began.code })
                    }
                    _ => None,
                }
            }

            fn takes_back(fact: &$fact) -> bool {
                matches!(fact, $fact::RecordedInError(_))
            }
        }
    };
}
pub(crate) use noun;
