//! Things of one noun, each with its whole history, in the order in which they began in their program.

use std::sync::Arc;

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::Fact;
use cxl_domain::id::ProgramId;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::noun::{Began, Noun};
use cxl_domain::pain_point::PainPoint;
use cxl_domain::time::AsOf;
use rpds::{HashTrieMapSync, VectorSync};
use uuid::Uuid;

use crate::command::Command;
use crate::thing::Thing;
use crate::views::{CodeScope, Held, Views, seen};

/// The things of one noun.
#[derive(Debug, Clone)]
pub struct Shelf<N: Noun> {
    pub(crate) things: HashTrieMapSync<N::Id, Arc<Held<N>>>,
    pub(crate) of: HashTrieMapSync<ProgramId, VectorSync<N::Id>>,
}

impl<N: Noun> Default for Shelf<N> {
    fn default() -> Self {
        Self { things: HashTrieMapSync::new_sync(), of: HashTrieMapSync::new_sync() }
    }
}

impl<N: Noun> Shelf<N> {
    /// The thing of that id, be it recorded in error or not.
    pub fn thing(&self, id: N::Id) -> Option<&Arc<Held<N>>> {
        self.things.get(&id)
    }

    /// Every thing that ever began in a program, in that order.
    pub fn of(&self, program: ProgramId) -> impl DoubleEndedIterator<Item = &Arc<Held<N>>> {
        let ids = self.of.get(&program).into_iter().flat_map(VectorSync::iter);
        ids.filter_map(|id| self.things.get(id))
    }

    /// Where a code of this noun is unique.
    pub fn code_scope(program: ProgramId) -> CodeScope {
        CodeScope::Thing(N::Fact::KIND, program)
    }
}

/// A noun whose things lie on a shelf of the views.
pub trait Shelved: Noun {
    /// The shelf.
    fn shelf(views: &Views) -> &Shelf<Self>;

    /// The shelf, to add to.
    #[doc(hidden)]
    fn shelf_mut(views: &mut Views) -> &mut Shelf<Self>;

    /// What the views call one of them.
    fn thing(id: Self::Id) -> Thing;

    /// The command of the ledger for an act on this noun; without an id the act begins a thing.
    fn command(id: Option<Self::Id>, act: Self::Command) -> Command;
}

/// Every noun on a shelf: its field in the views, its type, its command.
macro_rules! shelved {
    ($($field:ident: $noun:ident,)*) => {
        /// All shelves.
        #[derive(Debug, Clone, Default)]
        pub(crate) struct Shelves {
            $(pub(crate) $field: Shelf<$noun>,)*
        }

        $(impl Shelved for $noun {
            fn shelf(views: &Views) -> &Shelf<Self> {
                &views.shelves.$field
            }

            fn shelf_mut(views: &mut Views) -> &mut Shelf<Self> {
                &mut views.shelves.$field
            }

            fn thing(id: Self::Id) -> Thing {
                Thing::$noun(id)
            }

            fn command(id: Option<Self::Id>, act: Self::Command) -> Command {
                Command::$noun(id, act)
            }
        })*

        /// What every noun on a shelf answers in the same way: where a thing of a kind stands.
        pub(crate) fn standing(views: &Views, kind: &str, id: Uuid) -> Option<Standing> {
            match kind {
                $(<$noun as Noun>::Fact::KIND => Some(Standing::of(views.thing::<$noun>(id.into())?)),)*
                _ => None,
            }
        }

        /// The thing of a kind.
        pub(crate) fn thing(kind: &str, id: Uuid) -> Option<Thing> {
            match kind {
                $(<$noun as Noun>::Fact::KIND => Some(Thing::$noun(id.into())),)*
                _ => None,
            }
        }

        /// Whether a fact is known by which a thing of a kind claims its code in its program.
        pub(crate) fn claims(views: &Views, kind: &str, id: Uuid, began: &Began<'_>, as_of: &AsOf) -> bool {
            match kind {
                $(<$noun as Noun>::Fact::KIND => views.thing::<$noun>(id.into()).is_some_and(|held| {
                    seen(&held.state.history, as_of, |fact| $noun::began(fact).as_ref() == Some(began))
                }),)*
                _ => false,
            }
        }

        /// Whether a thing of a kind exists, as known.
        pub(crate) fn exists(views: &Views, kind: &str, id: Uuid, as_of: &AsOf) -> bool {
            match kind {
                $(<$noun as Noun>::Fact::KIND => {
                    views.thing::<$noun>(id.into()).is_some_and(|held| held.state.exists(as_of))
                })*
                _ => false,
            }
        }
    };
}

shelved! {
    committees: Committee,
    meetings: Meeting,
    decisions: Decision,
    journeys: Journey,
    pain_points: PainPoint,
    insights: Insight,
}

/// Where a thing stands, whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The program in which it began.
    pub(crate) program: Option<ProgramId>,
    /// Revision of its last event.
    pub(crate) revision: u64,
}

impl Standing {
    fn of<N: Noun>(held: &Held<N>) -> Self {
        let head = AsOf::head(chrono::NaiveDate::MAX);
        Self { program: held.state.program(&head), revision: held.revision }
    }
}

impl Views {
    /// A thing of a noun, be it recorded in error or not.
    pub fn thing<N: Shelved>(&self, id: N::Id) -> Option<&Arc<Held<N>>> {
        N::shelf(self).thing(id)
    }

    /// Every thing of a noun that ever began in a program, in that order.
    pub fn things_of<N: Shelved>(
        &self,
        program: ProgramId,
    ) -> impl DoubleEndedIterator<Item = &Arc<Held<N>>> {
        N::shelf(self).of(program)
    }

    /// A thing by its code.
    pub fn thing_by_code<N: Shelved>(&self, program: ProgramId, code: &Code, as_of: &AsOf) -> Option<N::Id> {
        self.by_code(&Shelf::<N>::code_scope(program), code, as_of).map(N::Id::from)
    }
}
