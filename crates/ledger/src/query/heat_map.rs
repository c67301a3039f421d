//! The hand-off heat map: where experiences break between departments.
//!
//! For each hand-off on a map, how many pain points are open there, which initiatives work on it and which
//! metrics give a signal of concern. What lies at several hand-offs is counted at each of them, so that the
//! sum over hand-offs, and over pairs of departments, is always the sum of what is listed.

use std::collections::BTreeMap;

use cxl_domain::id::{DepartmentId, InitiativeId, JourneyId, MetricId, PainPointId, ProgramId, SpotId};
use cxl_domain::journey::{Journey, Place, SpotKind};
use cxl_domain::measurement::xmr::PointType;
use cxl_domain::noun::Noun;
use cxl_domain::pain_point::PainPoint;

use super::Inquiry;

/// A hand-off that is on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandOff {
    /// The journey.
    pub journey: JourneyId,
    /// Its id.
    pub spot: SpotId,
    /// The department that lets the customer go.
    pub from: DepartmentId,
    /// The department that takes the customer over.
    pub to: DepartmentId,
}

/// One hand-off with what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    /// The hand-off.
    pub hand_off: HandOff,
    /// The open pain points there.
    pub pain_points: Vec<PainPointId>,
    /// The initiatives that work there, or that took up one of these pain points.
    pub initiatives: Vec<InitiativeId>,
    /// The metrics that measure there and give a signal of concern.
    pub concerns: Vec<MetricId>,
}

/// How much is wrong somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeatCount {
    /// Open pain points.
    pub pain_points: usize,
    /// Initiatives, at each hand-off.
    pub initiatives: usize,
    /// Metrics with a signal of concern, at each hand-off.
    pub concerns: usize,
}

/// The heat map of a program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeatMap {
    /// Its hand-offs, in the order of the journeys and of their maps.
    pub hand_offs: Vec<Heat>,
    /// The open pain points that lie at no hand-off that is on a map.
    pub elsewhere: Vec<PainPointId>,
}

/// An open pain point: where it lies, and who took it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPainPoint {
    /// Its id.
    pub id: PainPointId,
    /// Where it lies, if that is known.
    pub place: Option<Place>,
    /// The initiatives that took it up.
    pub initiatives: Vec<InitiativeId>,
}

impl std::ops::Add for HeatCount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            pain_points: self.pain_points + other.pain_points,
            initiatives: self.initiatives + other.initiatives,
            concerns: self.concerns + other.concerns,
        }
    }
}

impl Heat {
    /// How much is wrong there.
    pub fn count(&self) -> HeatCount {
        HeatCount {
            pain_points: self.pain_points.len(),
            initiatives: self.initiatives.len(),
            concerns: self.concerns.len(),
        }
    }
}

impl HeatMap {
    /// Lays what is open, what is done and what is measured onto the hand-offs at which it lies.
    pub fn of(
        hand_offs: impl IntoIterator<Item = HandOff>,
        open: &[OpenPainPoint],
        initiatives: &[(InitiativeId, Vec<Place>)],
        concerns: &[(MetricId, Place)],
    ) -> Self {
        let is_at = |place: &Place, it: &HandOff| (place.journey, place.spot) == (it.journey, Some(it.spot));
        let laid: Vec<Heat> = hand_offs
            .into_iter()
            .map(|hand_off| {
                let here: Vec<_> =
                    open.iter().filter(|it| it.place.is_some_and(|place| is_at(&place, &hand_off))).collect();
                let placed = initiatives
                    .iter()
                    .filter(|(_, places)| places.iter().any(|place| is_at(place, &hand_off)));
                let mut initiatives: Vec<_> = placed.map(|(id, _)| *id).collect();
                initiatives.extend(here.iter().flat_map(|it| &it.initiatives));
                initiatives.sort_unstable();
                initiatives.dedup();
                let concerns = concerns.iter().filter(|(_, place)| is_at(place, &hand_off));
                Heat {
                    hand_off,
                    pain_points: here.into_iter().map(|it| it.id).collect(),
                    initiatives,
                    concerns: concerns.map(|(id, _)| *id).collect(),
                }
            })
            .collect();
        let elsewhere = open.iter().map(|it| it.id);
        let elsewhere = elsewhere.filter(|id| !laid.iter().any(|heat| heat.pain_points.contains(id)));
        Self { elsewhere: elsewhere.collect(), hand_offs: laid }
    }

    /// How much is wrong from which department to which, by their ids; pairs without a hand-off are left
    /// out.
    pub fn between(&self) -> BTreeMap<(DepartmentId, DepartmentId), HeatCount> {
        let mut between: BTreeMap<_, HeatCount> = BTreeMap::new();
        for heat in &self.hand_offs {
            let pair = between.entry((heat.hand_off.from, heat.hand_off.to)).or_default();
            *pair = *pair + heat.count();
        }
        between
    }

    /// How much is wrong at all hand-offs together.
    pub fn total(&self) -> HeatCount {
        self.hand_offs.iter().map(Heat::count).fold(HeatCount::default(), std::ops::Add::add)
    }
}

impl Inquiry<'_> {
    /// The hand-off heat map of a program on E.
    pub fn heat_map(&self, program: ProgramId) -> HeatMap {
        let as_of = &self.as_of;
        let initiatives: Vec<_> = self
            .views
            .initiatives_of(program)
            .filter(|held| held.state.program(as_of) == Some(program))
            .filter(|held| self.initiative(held.state.id).is_some() && self.runs(&held.state))
            .map(|held| (held.state.id, held.state.places(as_of)))
            .collect();
        let running = |id: &InitiativeId| initiatives.iter().any(|(running, _)| running == id);
        let open: Vec<_> = self
            .open_pain_points(program)
            .into_iter()
            .map(|mut it| {
                it.initiatives.retain(running);
                it
            })
            .collect();
        let measured = self.views.metrics_of(program).filter_map(|held| {
            let (held, defined) = self.metric(held.state.id)?;
            (defined.program == program).then_some((held.state.id, held.state.place(as_of)?))
        });
        let concerns: Vec<_> = measured.filter(|(metric, _)| self.gives_concern(*metric)).collect();
        HeatMap::of(self.hand_offs(program), &open, &initiatives, &concerns)
    }

    /// The hand-offs that are on the maps of a program on E.
    fn hand_offs(&self, program: ProgramId) -> Vec<HandOff> {
        self.journeys(program)
            .into_iter()
            .flat_map(|journey| {
                let hand_offs = journey.map(&self.as_of).into_iter().filter_map(|spot| match spot.kind {
                    SpotKind::HandOff { from, to, .. } => {
                        Some(HandOff { journey: journey.id, spot: spot.id, from, to })
                    }
                    SpotKind::Stage { .. } | SpotKind::Touchpoint { .. } => None,
                });
                hand_offs.collect::<Vec<_>>()
            })
            .collect()
    }

    /// The journeys of a program that are mapped on E, by code.
    pub fn journeys(&self, program: ProgramId) -> Vec<&Journey> {
        let held = self.views.things_of::<Journey>(program).map(|held| &held.state);
        let mut mapped: Vec<_> = held.filter(|journey| self.has_begun(*journey, program)).collect();
        mapped.sort_by_key(|journey| (journey.code(&self.as_of), journey.id));
        mapped
    }

    /// The pain points of a program that are open on E, by code.
    pub fn open_pain_points(&self, program: ProgramId) -> Vec<OpenPainPoint> {
        let held = self.views.things_of::<PainPoint>(program).map(|held| &held.state);
        let mut open: Vec<_> = held
            .filter(|pain_point| self.has_begun(*pain_point, program) && pain_point.is_open(&self.as_of))
            .collect();
        open.sort_by_key(|pain_point| (pain_point.code(&self.as_of), pain_point.id));
        let told = open.into_iter().map(|pain_point| OpenPainPoint {
            id: pain_point.id,
            place: pain_point.place(&self.as_of).map(|(_, place)| place),
            initiatives: pain_point.initiatives(&self.as_of),
        });
        told.collect()
    }

    /// The pain points that lie just at a spot and are open on E, by code.
    pub fn open_pain_points_at(&self, journey: JourneyId, spot: SpotId) -> Vec<PainPointId> {
        let program = self.views.thing::<Journey>(journey).and_then(|held| held.state.program(&self.as_of));
        let here = Place { journey, spot: Some(spot) };
        let open = program.map(|program| self.open_pain_points(program)).unwrap_or_default();
        open.into_iter().filter(|it| it.place == Some(here)).map(|it| it.id).collect()
    }

    /// Whether a thing of a program was not recorded in error and has begun on E.
    pub(super) fn has_begun<N: Noun>(&self, thing: &N, program: ProgramId) -> bool {
        let begun = thing.beginning(&self.as_of);
        thing.exists(&self.as_of)
            && begun.is_some_and(|(entry, began)| {
                began.program == program && entry.from() <= self.as_of.effective
            })
    }

    /// Whether the headline series of a metric gives a signal of concern.
    fn gives_concern(&self, metric: MetricId) -> bool {
        self.chart(metric, None, None).is_ok_and(|chart| chart.signal() == Some(PointType::Concern))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use uuid::Uuid;

    use super::*;

    fn journey() -> JourneyId {
        JourneyId(Uuid::from_u128(1))
    }

    fn hand_off(number: u128, from: u128, to: u128) -> HandOff {
        HandOff {
            journey: journey(),
            spot: SpotId(Uuid::from_u128(number)),
            from: DepartmentId(Uuid::from_u128(from)),
            to: DepartmentId(Uuid::from_u128(to)),
        }
    }

    /// A place at one of six spots, of which four are hand-offs, or nowhere in particular.
    fn any_place() -> impl Strategy<Value = Place> + Clone {
        (0u128..7).prop_map(|number| Place {
            journey: journey(),
            spot: (number > 0).then(|| SpotId(Uuid::from_u128(number))),
        })
    }

    fn any_initiative() -> impl Strategy<Value = InitiativeId> + Clone {
        select(vec![1u128, 2, 3]).prop_map(|number| InitiativeId(Uuid::from_u128(number)))
    }

    proptest! {
        #[test]
        fn the_parts_of_a_heat_map_add_up_to_the_whole(
            open in prop::collection::vec((prop::option::of(any_place()), prop::collection::vec(any_initiative(), 0..3)), 0..20),
            placed in prop::collection::vec((any_initiative(), prop::collection::vec(any_place(), 0..4)), 0..6),
            measured in prop::collection::vec(any_place(), 0..10),
        ) {
            let hand_offs = [hand_off(1, 1, 2), hand_off(2, 1, 2), hand_off(3, 2, 1), hand_off(4, 2, 3)];
            let open: Vec<_> = (0u128..)
                .zip(open)
                .map(|(number, (place, initiatives))| {
                    OpenPainPoint { id: PainPointId(Uuid::from_u128(number)), place, initiatives }
                })
                .collect();
            let concerns: Vec<_> =
                (0u128..).zip(measured).map(|(number, place)| (MetricId(Uuid::from_u128(number)), place)).collect();
            let map = HeatMap::of(hand_offs, &open, &placed, &concerns);

            // Every open pain point is at one hand-off or elsewhere.
            prop_assert_eq!(map.total().pain_points + map.elsewhere.len(), open.len());
            let mut all: Vec<_> = map.hand_offs.iter().flat_map(|heat| heat.pain_points.clone()).collect();
            all.extend(&map.elsewhere);
            all.sort_unstable();
            prop_assert_eq!(all, open.iter().map(|it| it.id).collect::<Vec<_>>());

            // Pairs of departments add up to the whole, as hand-offs do.
            let pairs = map.between().into_values().fold(HeatCount::default(), std::ops::Add::add);
            prop_assert_eq!(pairs, map.total());

            let at_hand_offs = concerns.iter().filter(|(_, place)| {
                place.spot.is_some_and(|spot| hand_offs.iter().any(|it| it.spot == spot))
            });
            prop_assert_eq!(map.total().concerns, at_hand_offs.count());
            for heat in &map.hand_offs {
                let mut once = heat.initiatives.clone();
                once.dedup();
                prop_assert_eq!(&once, &heat.initiatives);
            }
        }
    }
}
