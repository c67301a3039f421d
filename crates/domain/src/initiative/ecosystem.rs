//! What an initiative changes around itself: where on a journey it works, which elements of the ecosystem
//! it changes, and whose goals it helps.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::{Facts, within_life};
use super::{Initiative, InitiativeFact};
use crate::code::Code;
use crate::command::{Moment, at_most};
use crate::event::Event;
use crate::history::Entry;
use crate::journey::Place;
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::AsOf;

/// See [`InitiativeFact::Placed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Where it works.
    pub place: Place,
}

/// What an element of the ecosystem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// People: who serves customers, what they know and may do.
    People,
    /// A system: what they serve them with.
    System,
    /// A product: what customers get.
    Product,
    /// A process: how the work goes.
    Process,
}

impl ElementKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::People, Self::System, Self::Product, Self::Process];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::System => "system",
            Self::Product => "product",
            Self::Process => "process",
        }
    }
}

/// See [`InitiativeFact::ElementChanged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ElementChanged {
    /// What people call the element; the same code in another initiative is the same element.
    pub code: Code,
    /// What it is.
    pub kind: ElementKind,
    /// Its name.
    pub name: Text,
    /// At which places of journeys it is changed.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub at: Vec<Place>,
}

/// See [`InitiativeFact::Helps`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Helps {
    /// Whose goal: the code of an executive's role, such as CMO, COO or CFO.
    pub executive: Code,
    /// Which goal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub goal: Option<Text>,
}

impl Initiative {
    /// The places on journeys where it works on E, in the order in which they were named.
    pub fn places(&self, as_of: &AsOf) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for (entry, place) in self.history.picked(as_of, placed) {
            if entry.from() <= as_of.effective && !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The elements of the ecosystem that it changes on E, by code, each with the fact that says so.
    pub fn elements(&self, as_of: &AsOf) -> Vec<(&Entry<InitiativeFact>, &ElementChanged)> {
        let mut changed = self.of_each_code(as_of, |fact| match fact {
            InitiativeFact::ElementChanged(changed) => Some((&changed.code, changed.as_ref())),
            _ => None,
        });
        changed.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
        changed
    }

    /// Whose goals it helps on E, by code, each with the fact that says so.
    pub fn helps(&self, as_of: &AsOf) -> Vec<(&Entry<InitiativeFact>, &Helps)> {
        let mut helped = self.of_each_code(as_of, |fact| match fact {
            InitiativeFact::Helps(helps) => Some((&helps.executive, helps.as_ref())),
            _ => None,
        });
        helped.sort_by(|(_, a), (_, b)| a.executive.cmp(&b.executive));
        helped
    }

    /// Of the facts that `pick` takes, for each code the one that holds on E.
    fn of_each_code<'a, V>(
        &'a self,
        as_of: &AsOf,
        pick: impl Fn(&'a InitiativeFact) -> Option<(&'a Code, V)>,
    ) -> Vec<(&'a Entry<InitiativeFact>, V)> {
        let mut holding: Vec<(&Code, &Entry<InitiativeFact>, V)> = Vec::new();
        for (entry, (code, value)) in self.history.picked(as_of, pick) {
            if !entry.holds_on(as_of.effective) {
                continue;
            }
            let rank = |entry: &Entry<InitiativeFact>| (entry.from(), entry.stamp.rank());
            match holding.iter_mut().find(|(held, ..)| *held == code) {
                Some(held) if rank(held.1) < rank(entry) => *held = (code, entry, value),
                Some(_) => {}
                None => holding.push((code, entry, value)),
            }
        }
        holding.into_iter().map(|(_, entry, value)| (entry, value)).collect()
    }
}

fn placed(fact: &InitiativeFact) -> Option<Place> {
    match fact {
        InitiativeFact::Placed(placed) => Some(placed.place),
        _ => None,
    }
}

pub(super) fn place(state: &Initiative, place: Place, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    if state.places(&moment.on(on)).contains(&place) {
        return Err(Refusal::Unchanged { field: "place" });
    }
    Ok(vec![Event::new(moment.by, Placed { place }).from(on)])
}

pub(super) fn change_element(
    state: &Initiative,
    changed: ElementChanged,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    at_most("at", changed.at.len())?;
    Ok(vec![Event::new(moment.by, changed).from(on)])
}

pub(super) fn help(state: &Initiative, helps: Helps, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    let helped = state.helps(&moment.on(on));
    // Who repeats the executive alone says nothing new; a goal in words may differ.
    let said = |held: &&Helps| held.executive == helps.executive && helps.goal.is_none();
    if helped.iter().map(|(_, held)| *held).any(|held| said(&held)) {
        return Err(Refusal::Unchanged { field: "executive" });
    }
    Ok(vec![Event::new(moment.by, helps).from(on)])
}
