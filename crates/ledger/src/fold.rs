//! The fold: from recorded events to views.
//!
//! Nothing is decided here. A fact that the rules of today would not accept is folded like any other;
//! what cannot be read at all stops the fold with its position.

use std::hash::Hash;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::Event;
use cxl_domain::evidence::{Evidence, EvidenceFact};
use cxl_domain::history::Recorded;
use cxl_domain::id::{
    EventId, EvidenceId, IdentityId, ImprovementId, InitiativeId, JourneyId, MetricId, OrganizationId,
    PersonId, ProgramId, SpotId,
};
use cxl_domain::initiative::{Initiative, InitiativeFact};
use cxl_domain::insight::Insight;
use cxl_domain::journey::{Journey, JourneyFact};
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::{Metric, MetricFact};
use cxl_domain::organization::{Organization, OrganizationFact};
use cxl_domain::pain_point::PainPoint;
use cxl_domain::person::{Person, PersonFact};
use cxl_domain::program::{Program, ProgramFact};
use cxl_domain::time::{AsOf, Instant, Stamp, start_of_day};
use cxl_store::codec::{AnyEvent, DecodeError};
use cxl_store::{Gist, KeyId};
use rpds::{HashTrieMapSync, VectorSync};
use uuid::Uuid;

use crate::commands::Commands;
use crate::shelf::{Shelf, Shelved};
use crate::views::{CodeScope, Held, Views};

/// Views in the making, with what only writers need.
#[derive(Debug)]
pub struct Fold {
    /// The views.
    pub views: Views,
    /// Which commands were recorded where.
    pub commands: Arc<Commands>,
    /// Every key that the log uses, in the order of first use, until somebody takes them.
    pub keys: Vec<KeyId>,
    last: Instant,
}

impl Default for Fold {
    fn default() -> Self {
        Self { views: Views::empty(), commands: Arc::default(), keys: Vec::new(), last: Instant(i64::MIN) }
    }
}

impl Fold {
    /// Folds one event in. An event that can't be read changes nothing.
    pub fn apply(&mut self, recorded: &cxl_store::Recorded) -> Result<(), DecodeError> {
        self.fold(Gist::of(recorded)?);
        Ok(())
    }

    /// Folds in what an event says.
    pub fn fold(&mut self, gist: Gist) {
        let Gist { position, stream, revision, id: event_id, event, .. } = gist;
        self.keys.extend(gist.keys);
        let at = gist.recorded.max(self.last);
        self.last = at;
        let stamp = self.stamp(position, at, gist.published, &event, stream.id());
        self.commands.note(stream.id(), gist.actor, gist.command.0);
        let place = Place { id: stream.id(), revision, stamp };
        match event {
            AnyEvent::Organization(event) => self.organization(&place, event_id, event),
            AnyEvent::Program(event) => self.program(&place, event_id, event),
            AnyEvent::Person(event) => {
                let id = PersonId(place.id);
                let views = &mut self.views;
                if !views.people.contains_key(&id) {
                    views.person_order.push_back_mut(id);
                }
                if matches!(event.fact, PersonFact::IdentityLinked(_)) {
                    views.identities.insert_mut(IdentityId(event_id.0), id);
                }
                let held = held(&mut views.people, id, &place, || Person::new(id));
                held.state.evolve(&Recorded { id: event_id, stamp, event });
            }
            AnyEvent::Initiative(event) => self.initiative(&place, event_id, event),
            AnyEvent::Metric(event) => self.metric(&place, event_id, event),
            AnyEvent::Evidence(event) => self.evidence(&place, event_id, event),
            AnyEvent::Committee(event) => self.thing::<Committee>(&place, event_id, event),
            AnyEvent::Meeting(event) => self.thing::<Meeting>(&place, event_id, event),
            AnyEvent::Decision(event) => self.thing::<Decision>(&place, event_id, event),
            AnyEvent::Journey(event) => self.journey(&place, event_id, event),
            AnyEvent::PainPoint(event) => self.thing::<PainPoint>(&place, event_id, event),
            AnyEvent::Insight(event) => self.thing::<Insight>(&place, event_id, event),
        }
        self.views.ticks.push(at);
        self.views.len = position + 1;
    }

    /// A fact's known time is fixed here: the start of its published day in the program's zone as
    /// recorded before it, else recorded\*.
    fn stamp(
        &self,
        position: u64,
        recorded: Instant,
        published: Option<NaiveDate>,
        event: &AnyEvent,
        stream: Uuid,
    ) -> Stamp {
        let stamp = Stamp::new(position, recorded);
        let Some(day) = published else { return stamp };
        let program = self.program_of(event, stream);
        let zone = self.views.zone_of(program, &AsOf::head(day));
        stamp.published_on(day, start_of_day(day, zone).min(recorded))
    }

    fn program_of(&self, event: &AnyEvent, stream: Uuid) -> Option<ProgramId> {
        let head = AsOf::head(NaiveDate::MAX);
        let views = &self.views;
        match event {
            AnyEvent::Organization(_) | AnyEvent::Person(_) => None,
            AnyEvent::Program(_) => Some(ProgramId(stream)),
            AnyEvent::Initiative(Event { fact: InitiativeFact::Chartered(chartered), .. }) => {
                Some(chartered.program)
            }
            AnyEvent::Initiative(_) => views.initiative(InitiativeId(stream))?.state.program(&head),
            AnyEvent::Metric(Event { fact: MetricFact::Defined(defined), .. }) => Some(defined.program),
            AnyEvent::Metric(_) => views.metric(MetricId(stream))?.state.program(&head),
            AnyEvent::Evidence(Event { fact: EvidenceFact::Provided(provided), .. }) => {
                Some(provided.program)
            }
            AnyEvent::Evidence(_) => {
                let (_, provided) = views.evidence(EvidenceId(stream))?.state.provided(&head)?;
                Some(provided.program)
            }
            AnyEvent::Committee(event) => self.program_of_thing::<Committee>(event, stream),
            AnyEvent::Meeting(event) => self.program_of_thing::<Meeting>(event, stream),
            AnyEvent::Decision(event) => self.program_of_thing::<Decision>(event, stream),
            AnyEvent::Journey(event) => self.program_of_thing::<Journey>(event, stream),
            AnyEvent::PainPoint(event) => self.program_of_thing::<PainPoint>(event, stream),
            AnyEvent::Insight(event) => self.program_of_thing::<Insight>(event, stream),
        }
    }

    fn program_of_thing<N: Shelved>(&self, event: &Event<N::Fact>, stream: Uuid) -> Option<ProgramId> {
        match N::began(&event.fact) {
            Some(began) => Some(began.program),
            None => self.views.thing::<N>(stream.into())?.state.program(&AsOf::head(NaiveDate::MAX)),
        }
    }

    fn organization(&mut self, place: &Place, id: EventId, event: Event<OrganizationFact>) {
        if let OrganizationFact::TokenIssued(issued) = &event.fact {
            self.views.tokens.insert_mut(issued.sha256.0);
        }
        let held = Arc::make_mut(&mut self.views.organization);
        if held.state.history.is_empty() {
            held.state = Organization::new(OrganizationId(place.id));
        }
        place.note(held);
        held.state.evolve(&Recorded { id, stamp: place.stamp, event });
    }

    fn program(&mut self, place: &Place, id: EventId, event: Event<ProgramFact>) {
        let program = ProgramId(place.id);
        if let ProgramFact::Created(created) = &event.fact {
            claim(&mut self.views, CodeScope::Program, &created.code, place.id);
        }
        if !self.views.programs.contains_key(&program) {
            self.views.program_order.push_back_mut(program);
        }
        let held = held(&mut self.views.programs, program, place, || Program::new(program));
        held.state.evolve(&Recorded { id, stamp: place.stamp, event });
    }

    fn initiative(&mut self, place: &Place, id: EventId, event: Event<InitiativeFact>) {
        let initiative = InitiativeId(place.id);
        match &event.fact {
            InitiativeFact::Chartered(chartered) => {
                claim(&mut self.views, CodeScope::Initiative(chartered.program), &chartered.code, place.id);
                let known = self.views.initiatives.contains_key(&initiative);
                list(&mut self.views.initiatives_of, chartered.program, initiative, known);
            }
            InitiativeFact::MetricLinked(linked) => {
                list(&mut self.views.linked_to, linked.metric, initiative, true);
            }
            InitiativeFact::Succeeds(_) => {
                let head = AsOf::head(NaiveDate::MAX);
                let held = self.views.initiatives.get(&initiative);
                if let Some(program) = held.and_then(|held| held.state.program(&head)) {
                    list(&mut self.views.succeeding_in, program, initiative, true);
                }
            }
            InitiativeFact::ImprovementStarted(_) => {
                self.views.improvements.insert_mut(ImprovementId(id.0), initiative);
            }
            _ => {}
        }
        let held = held(&mut self.views.initiatives, initiative, place, || Initiative::new(initiative));
        held.state.evolve(&Recorded { id, stamp: place.stamp, event });
    }

    fn metric(&mut self, place: &Place, id: EventId, event: Event<MetricFact>) {
        let metric = MetricId(place.id);
        if let MetricFact::Defined(defined) = &event.fact {
            claim(&mut self.views, CodeScope::Metric(defined.program), &defined.code, place.id);
            let known = self.views.metrics.contains_key(&metric);
            list(&mut self.views.metrics_of, defined.program, metric, known);
        }
        let held = held(&mut self.views.metrics, metric, place, || Metric::new(metric));
        held.state.evolve(&Recorded { id, stamp: place.stamp, event });
    }

    fn evidence(&mut self, place: &Place, id: EventId, event: Event<EvidenceFact>) {
        let evidence = EvidenceId(place.id);
        if let EvidenceFact::Provided(provided) = &event.fact {
            let known = self.views.evidence.contains_key(&evidence);
            list(&mut self.views.evidence_of, provided.program, evidence, known);
        }
        if let EvidenceFact::Attached(attached) = &event.fact {
            let sha256 = attached.sha256;
            let known = self.views.with_file(sha256).any(|held| held.state.id == evidence);
            list(&mut self.views.with_file, sha256, evidence, known);
        }
        let held = held(&mut self.views.evidence, evidence, place, || Evidence::new(evidence));
        held.state.evolve(&Recorded { id, stamp: place.stamp, event });
        let provided = held.state.history.iter().filter_map(|entry| match &entry.fact {
            EvidenceFact::Provided(provided) => Some(provided.program),
            _ => None,
        });
        for program in provided {
            let reach = held.reach();
            let reach = self.views.reach_of_evidence.get(&program).map_or(reach, |known| known.and(reach));
            self.views.reach_of_evidence.insert_mut(program, reach);
        }
    }
}

impl Fold {
    fn journey(&mut self, place: &Place, id: EventId, event: Event<JourneyFact>) {
        let adds = matches!(
            event.fact,
            JourneyFact::StageAdded(_) | JourneyFact::TouchpointAdded(_) | JourneyFact::HandOffAdded(_)
        );
        if adds {
            self.views.spots.insert_mut(SpotId(id.0), JourneyId(place.id));
        }
        self.thing::<Journey>(place, id, event);
    }

    fn thing<N: Shelved>(&mut self, place: &Place, id: EventId, event: Event<N::Fact>) {
        let thing = N::Id::from(place.id);
        if let Some(began) = N::began(&event.fact) {
            claim(&mut self.views, Shelf::<N>::code_scope(began.program), began.code, place.id);
            let shelf = N::shelf_mut(&mut self.views);
            let known = shelf.things.contains_key(&thing);
            list(&mut shelf.of, began.program, thing, known);
        }
        let shelf = N::shelf_mut(&mut self.views);
        let held = held(&mut shelf.things, thing, place, || N::new(thing));
        held.state.evolve(&Recorded { id, stamp: place.stamp, event });
    }
}

/// Where an event stands.
struct Place {
    id: Uuid,
    revision: u64,
    stamp: Stamp,
}

impl Place {
    fn note<T>(&self, held: &mut Held<T>) {
        held.revision = self.revision;
        held.position = self.stamp.position();
        held.known = held.known.max(self.stamp.known);
    }
}

/// The thing of that id, made if it is new, copied if an older moment still holds it.
fn held<'a, K: Eq + Hash + Copy, T: Clone>(
    map: &'a mut HashTrieMapSync<K, Arc<Held<T>>>,
    id: K,
    place: &Place,
    new: impl FnOnce() -> T,
) -> &'a mut Held<T> {
    if !map.contains_key(&id) {
        let held = Held { state: new(), revision: 0, position: 0, known: Instant(i64::MIN) };
        map.insert_mut(id, Arc::new(held));
    }
    let held = Arc::make_mut(map.get_mut(&id).expect("the entry was made just now"));
    place.note(held);
    held
}

/// Adds a member once; one that is not `known` cannot be listed yet, so nothing is searched.
fn list<K: Eq + Hash + Clone, V: PartialEq + Clone>(
    map: &mut HashTrieMapSync<K, VectorSync<V>>,
    key: K,
    member: V,
    known: bool,
) {
    match map.get_mut(&key) {
        Some(members) => {
            if !known || !members.iter().any(|held| *held == member) {
                members.push_back_mut(member);
            }
        }
        None => map.insert_mut(key, [member].into_iter().collect()),
    }
}

fn claim(views: &mut Views, scope: CodeScope, code: &cxl_domain::code::Code, id: Uuid) {
    list(&mut views.codes, (scope, code.clone()), id, true);
}
