//! What was recorded in error as a whole: it leaves lists and counts, and stays to be found.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_ledger::TextAt;
use cxl_ledger::thing::{InError, Thing};

use crate::error::Problem;
use crate::ids::Global;
use crate::moment::Moment;
use crate::person::Person;
use crate::scalars::DateTime;
use crate::texts::Text;

/// The fact that takes a whole thing back, at a moment.
#[derive(Debug, Clone)]
pub(crate) struct RecordedInError {
    moment: Arc<Moment>,
    thing: Thing,
    fact: InError,
}

impl RecordedInError {
    /// Of a thing; nothing for one that was not recorded in error.
    pub(crate) fn of(moment: &Arc<Moment>, thing: Thing) -> Option<Self> {
        let fact = moment.views.recorded_in_error(thing, moment.as_of())?;
        Some(Self { moment: moment.clone(), thing, fact })
    }
}

/// The fact that all of a thing was recorded in error. From then on it counts nowhere and takes no more
/// facts; what was recorded before stays in its history, fallen.
#[Object]
impl RecordedInError {
    /// When that was recorded.
    async fn at(&self) -> DateTime {
        self.fact.recorded.into()
    }

    /// Who took it back.
    async fn by(&self) -> Person {
        Person::reference(&self.moment, self.fact.by)
    }

    /// Why.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        let reason = TextAt { position: self.fact.position, pointer: "/fact/reason" };
        match self.thing {
            Thing::Person(person) => self.moment.text_about(person, reason).await,
            _ => self.moment.text(reason).await,
        }
    }

    /// The id of the event.
    async fn event(&self) -> ID {
        self.fact.event.global()
    }
}
