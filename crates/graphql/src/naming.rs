//! How a thing is called in a sentence, and by its global id.

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::id::SpotId;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::time::AsOf;
use cxl_ledger::Views;
use cxl_ledger::shelf::Shelved;
use cxl_ledger::thing::Thing;

use crate::ids::{Global, GlobalId};
use crate::node::program_of;
use crate::request::Asking;

/// A thing with its global id.
pub(crate) trait Named {
    /// What the id names.
    fn node(self) -> GlobalId;
}

impl Named for Thing {
    fn node(self) -> GlobalId {
        match self {
            Self::Organization(id) => id.node(),
            Self::Department(id) => id.node(),
            Self::Program(id) => id.node(),
            Self::Person(id) => id.node(),
            Self::Initiative(id) => id.node(),
            Self::Goal(id) => id.node(),
            Self::Metric(id) | Self::Reading(id, _) => id.node(),
            Self::Evidence(id) => id.node(),
            Self::Committee(id) => id.node(),
            Self::Meeting(id) => id.node(),
            Self::Decision(id) => id.node(),
            Self::Journey(id) => id.node(),
            Self::Spot(id) => id.node(),
            Self::PainPoint(id) => id.node(),
            Self::Insight(id) => id.node(),
        }
    }
}

/// Whether the asker can read the program to which a thing belongs, if it belongs to one.
pub(crate) fn reads(asking: &Asking, thing: Thing) -> bool {
    program_of(asking, thing.node()).is_none_or(|program| asking.reads(program))
}

/// What a thing is called: what it is, with its code where the asker may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Called {
    /// What it is.
    pub(crate) noun: &'static str,
    /// Its code. Codes of people lie sealed.
    code: Option<Code>,
}

impl Called {
    /// The same as sentences take it: `initiative REFUNDS`.
    pub(crate) fn as_value(&self) -> String {
        let noun = self.noun.replace(' ', "-");
        match &self.code {
            Some(code) => format!("{noun} {code}"),
            None => noun,
        }
    }
}

/// What a thing is called now.
pub(crate) fn called(asking: &Asking, views: &Views, thing: Thing) -> Called {
    let head = asking.head();
    let code: Option<&Code> = match thing {
        Thing::Program(id) => views.program(id).and_then(|held| held.state.code(&head)),
        Thing::Initiative(id) => views.initiative(id).and_then(|held| held.state.code(&head)),
        Thing::Metric(id) | Thing::Reading(id, _) => views.metric(id).and_then(|held| held.state.code(&head)),
        Thing::Committee(id) => of::<Committee>(views, id, &head),
        Thing::Meeting(id) => of::<Meeting>(views, id, &head),
        Thing::Decision(id) => of::<Decision>(views, id, &head),
        Thing::Journey(id) => of::<Journey>(views, id, &head),
        Thing::Spot(id) => return called_spot(asking, views, id, &head),
        Thing::PainPoint(id) => of::<PainPoint>(views, id, &head),
        Thing::Insight(id) => of::<Insight>(views, id, &head),
        Thing::Organization(_)
        | Thing::Department(_)
        | Thing::Goal(_)
        | Thing::Person(_)
        | Thing::Evidence(_) => None,
    };
    Called { noun: thing.noun(), code: code.filter(|_| reads(asking, thing)).cloned() }
}

fn of<'a, N: Shelved>(views: &'a Views, id: N::Id, head: &AsOf) -> Option<&'a Code> {
    views.thing::<N>(id)?.state.code(head)
}

/// A stage, touchpoint or hand-off is called what it is, by its code on the map.
fn called_spot(asking: &Asking, views: &Views, id: SpotId, head: &AsOf) -> Called {
    let journey = views.journey_of(id).filter(|journey| reads(asking, Thing::Journey(*journey)));
    let journey = journey.and_then(|journey| views.thing::<Journey>(journey));
    let spot = journey.and_then(|held| held.state.spot(id, &head.on(chrono::NaiveDate::MAX)));
    match spot {
        Some(spot) => Called { noun: spot.kind.noun(), code: Some(spot.code) },
        None => Called { noun: Thing::Spot(id).noun(), code: None },
    }
}
