//! The walk over everything that names something else or claims a code.

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::{Authority, Fact};
use cxl_domain::evidence::{EvidenceFact, Scope};
use cxl_domain::history::History;
use cxl_domain::id::{EventId, ProgramId};
use cxl_domain::initiative::{Initiative, InitiativeFact};
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::{Metric, MetricFact};
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use cxl_domain::time::AsOf;

use super::judged::Stated;
use super::{Contradiction, ContradictionKind};
use crate::facts;
use crate::naming::{Naming, on_journey};
use crate::query::succession::{Contradicted, Successions};
use crate::query::supersession::Supersessions;
use crate::shelf::Shelf;
use crate::thing::Thing;
use crate::views::{CodeScope, Views};

/// A walk over the facts of one moment.
pub(super) struct Scan<'a> {
    pub(super) views: &'a Views,
    pub(super) as_of: AsOf,
    /// The one thing that is looked at, if it is one.
    pub(super) around: Option<Thing>,
    pub(super) found: Vec<Contradiction>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(views: &'a Views, as_of: AsOf, around: Option<Thing>) -> Self {
        Self { views, as_of, around, found: Vec::new() }
    }

    pub(super) fn sorted(mut self) -> Vec<Contradiction> {
        self.found.sort_unstable();
        self.found.dedup();
        self.found
    }

    /// The facts of the organization, of people, and of whatever hangs on a program that was recorded
    /// in error.
    pub(super) fn organization(&mut self) {
        let (views, as_of) = (self.views, self.as_of);
        let organization = &views.organization().state;
        let about = Thing::Organization(organization.id);
        self.walk(about, None, &organization.history, |fact| match fact {
            OrganizationFact::RoleGranted(granted) => {
                let program = granted.program.map(Thing::Program);
                std::iter::once(Thing::Person(granted.person)).chain(program).collect()
            }
            OrganizationFact::TokenIssued(issued) => vec![Thing::Person(issued.person)],
            _ => Vec::new(),
        });
        self.broken(about, None, |as_of| organization.broken_dependents(as_of));
        for person in views.people().filter(|held| held.state.exists(&as_of)) {
            let about = Thing::Person(person.state.id);
            self.walk(about, None, &person.state.history, |fact| match fact {
                PersonFact::Placed(placed) => placed.department.map(Thing::Department).into_iter().collect(),
                _ => Vec::new(),
            });
        }
        for program in views.programs().filter(|held| held.state.in_error(&as_of)) {
            self.within(program.state.id);
        }
    }

    /// The facts of a program that was not recorded in error, and of whatever hangs on it.
    pub(super) fn program(&mut self, id: ProgramId) {
        let Some(held) = self.views.program(id).filter(|held| held.state.exists(&self.as_of)) else { return };
        let about = Thing::Program(id);
        self.walk(about, Some(id), &held.state.history, |fact| match fact {
            ProgramFact::SponsorNamed(named) => vec![Thing::Person(named.sponsor)],
            ProgramFact::ExceptionExplained(explained) => vec![Thing::Person(explained.owner)],
            _ => Vec::new(),
        });
        self.broken(about, Some(id), |as_of| held.state.broken_dependents(as_of));
        self.code(about, Some(id), &held.state.history, |fact| match fact {
            ProgramFact::Created(created) => Some((CodeScope::Program, created.code.clone())),
            _ => None,
        });
        self.within(id);
    }

    fn within(&mut self, program: ProgramId) {
        let (views, as_of) = (self.views, self.as_of);
        let here = |of: Option<ProgramId>, exists: bool| exists && of == Some(program);
        for held in views.initiatives_of(program) {
            if here(held.state.program(&as_of), held.state.exists(&as_of)) {
                self.initiative(&held.state, program);
            }
        }
        for held in views.metrics_of(program) {
            if here(held.state.program(&as_of), held.state.exists(&as_of)) {
                self.metric(&held.state, program);
            }
        }
        for held in views.evidence_of(program) {
            let provided = held.state.provided(&as_of).map(|(_, provided)| provided.program);
            if here(provided, provided.is_some()) {
                let about = Thing::Evidence(held.state.id);
                self.walk(about, Some(program), &held.state.history, evidence_names);
            }
        }
        self.things::<Committee>(program);
        self.things::<Meeting>(program);
        self.things::<Decision>(program);
        self.things::<Journey>(program);
        self.things::<PainPoint>(program);
        self.things::<Insight>(program);
        self.successions(program);
        self.supersessions(program);
    }

    /// The supersessions that would close a circle with earlier ones.
    fn supersessions(&mut self, program: ProgramId) {
        for said in Supersessions::of(self.views, program, &self.as_of).circular {
            let (about, named) = (Thing::Decision(said.later), Thing::Decision(said.earlier));
            if self.is_looked_at(about) || self.is_looked_at(named) {
                let (event, position, type_name) = (said.event, said.position, SUPERSEDES);
                let stated = Stated { about, event, position, type_name, program: Some(program) };
                self.push(stated, ContradictionKind::CircularSupersession, Some(named), None);
            }
        }
    }

    /// The successions that do not hold beside earlier ones.
    fn successions(&mut self, program: ProgramId) {
        for contradicted in Successions::of(self.views, program, &self.as_of).contradicted {
            let (at, kind, other) = match contradicted {
                Contradicted::Circular(at) => {
                    (at, ContradictionKind::CircularSuccession, at.said.predecessor)
                }
                Contradicted::Taken(at, by) => (at, ContradictionKind::SucceededTwice, by),
            };
            let (about, named) = (Thing::Initiative(at.successor), Thing::Initiative(other));
            let (event, position, type_name) = (at.said.event, at.said.position, SUCCEEDS);
            if self.is_looked_at(about) || self.is_looked_at(named) {
                let stated = Stated { about, event, position, type_name, program: Some(program) };
                self.push(stated, kind, Some(named), None);
            }
        }
    }

    fn things<N: Naming>(&mut self, program: ProgramId) {
        let (views, as_of) = (self.views, self.as_of);
        for held in views.things_of::<N>(program) {
            let thing = &held.state;
            if !thing.exists(&as_of) || thing.program(&as_of) != Some(program) {
                continue;
            }
            let about = N::thing(thing.id());
            self.walk(about, Some(program), thing.history(), N::names);
            self.code(about, Some(program), thing.history(), |fact| {
                let began = N::began(fact)?;
                Some((Shelf::<N>::code_scope(began.program), began.code.clone()))
            });
            self.broken(about, Some(program), |as_of| thing.broken_dependents(as_of));
        }
    }

    fn initiative(&mut self, initiative: &Initiative, program: ProgramId) {
        let about = Thing::Initiative(initiative.id);
        self.walk(about, Some(program), &initiative.history, |fact| match fact {
            InitiativeFact::Chartered(chartered) => {
                let committee = chartered.committee.map(Thing::Committee);
                std::iter::once(Thing::Program(chartered.program)).chain(committee).collect()
            }
            InitiativeFact::OversightTransferred(transferred) => {
                vec![Thing::Committee(transferred.committee)]
            }
            InitiativeFact::ExceptionExplained(explained) => vec![Thing::Person(explained.owner)],
            InitiativeFact::OwnerAssigned(assigned) => vec![Thing::Person(assigned.owner)],
            InitiativeFact::MetricLinked(linked) => vec![Thing::Metric(linked.metric)],
            InitiativeFact::Placed(placed) => on_journey(placed.place),
            InitiativeFact::ElementChanged(changed) => {
                changed.at.iter().copied().flat_map(on_journey).collect()
            }
            InitiativeFact::BenefitExpected(expected) => vec![Thing::Metric(expected.metric)],
            InitiativeFact::Succeeds(succeeds) => vec![Thing::Initiative(succeeds.predecessor)],
            InitiativeFact::ImprovementStarted(started) => {
                started.metric.map(Thing::Metric).into_iter().collect()
            }
            _ => Vec::new(),
        });
        self.code(about, Some(program), &initiative.history, |fact| match fact {
            InitiativeFact::Chartered(it) => Some((CodeScope::Initiative(it.program), it.code.clone())),
            _ => None,
        });
        self.broken(about, Some(program), |as_of| initiative.broken_dependents(as_of));
        self.begun_early(initiative, program);
    }

    /// The charter of an initiative that holds from before its program begins, since that day was corrected.
    fn begun_early(&mut self, initiative: &Initiative, program: ProgramId) {
        let (about, named) = (Thing::Initiative(initiative.id), Thing::Program(program));
        let chartered = |fact: &InitiativeFact| matches!(fact, InitiativeFact::Chartered(_)).then_some(());
        let begins = self.views.program(program).and_then(|held| held.state.begins(&self.as_of));
        let charter = initiative.history.current(&self.as_of, chartered).map(|(entry, ())| entry);
        let (Some(charter), Some(begins)) = (charter, begins) else { return };
        if charter.from() < begins && (self.is_looked_at(about) || self.is_looked_at(named)) {
            let stated = Stated::of(about, Some(program), charter);
            self.push(stated, ContradictionKind::Broken, Some(named), None);
        }
    }

    fn metric(&mut self, metric: &Metric, program: ProgramId) {
        let about = Thing::Metric(metric.id);
        self.walk(about, Some(program), &metric.history, |fact| match fact {
            MetricFact::Defined(defined) => vec![Thing::Program(defined.program)],
            MetricFact::AccountableAssigned(assigned) => vec![Thing::Person(assigned.person)],
            MetricFact::GoalLinked(linked) => linked.goal.map(Thing::Goal).into_iter().collect(),
            MetricFact::ControlStated(stated) => {
                stated.controlled_by.map(Thing::Department).into_iter().collect()
            }
            MetricFact::Placed(placed) => on_journey(placed.place),
            _ => Vec::new(),
        });
        self.code(about, Some(program), &metric.history, |fact| match fact {
            MetricFact::Defined(it) => Some((CodeScope::Metric(it.program), it.code.clone())),
            _ => None,
        });
        self.broken(about, Some(program), |as_of| metric.broken_dependents(as_of));
    }

    /// The standing facts about a thing that name another one on which they can't rest.
    fn walk<F: Fact>(
        &mut self,
        about: Thing,
        program: Option<ProgramId>,
        history: &History<F>,
        names: impl Fn(&F) -> Vec<Thing>,
    ) {
        for entry in history.standing(&self.as_of) {
            for named in names(&entry.fact) {
                if self.is_looked_at(about) || self.is_looked_at(named) {
                    self.name(Stated::of(about, program, entry), named);
                }
            }
            if let Some(Authority::Decision(decision)) = entry.authority().map(|authority| &**authority) {
                let named = Thing::Decision(*decision);
                if self.is_looked_at(about) || self.is_looked_at(named) {
                    self.entitle(Stated::of(about, program, entry), named, *decision);
                }
            }
        }
    }

    /// The facts about a thing that no longer fit beside its others.
    fn broken(
        &mut self,
        about: Thing,
        program: Option<ProgramId>,
        dependents: impl Fn(&AsOf) -> Vec<EventId>,
    ) {
        if !self.is_looked_at(about) {
            return;
        }
        let (kind, id) = about.stream();
        for event in dependents(&self.as_of) {
            let Some(fact) = facts::fact(self.views, kind, id, event, &self.as_of) else { continue };
            let (position, type_name) = (fact.position, fact.wire_name);
            let stated = Stated { about, event, position, type_name, program };
            self.push(stated, ContradictionKind::Broken, None, None);
        }
    }

    /// The claim of a thing's code, if another thing claimed that code before.
    fn code<F: Fact>(
        &mut self,
        about: Thing,
        program: Option<ProgramId>,
        history: &History<F>,
        claims: impl Fn(&F) -> Option<(CodeScope, Code)>,
    ) {
        let Some((entry, (scope, code))) = history.current(&self.as_of, claims) else { return };
        let Some(holder) = self.views.first_claim(&scope, &code) else { return };
        let known = self.views.is_known(holder, &self.as_of);
        if holder != about && known && (self.is_looked_at(about) || self.is_looked_at(holder)) {
            let stated = Stated::of(about, program, entry);
            self.push(stated, ContradictionKind::CodeClaimedTwice, Some(holder), None);
        }
    }
}

/// The wire name of a supersession.
const SUPERSEDES: &str = "decision.supersedes.v1";

/// The wire name of a succession.
const SUCCEEDS: &str = "initiative.succeeds.v1";

fn evidence_names(fact: &EvidenceFact) -> Vec<Thing> {
    let EvidenceFact::Provided(provided) = fact else { return Vec::new() };
    let named = match &provided.scope {
        Scope::Initiative(one) => std::slice::from_ref(one),
        Scope::Program(named) => named.as_slice(),
    };
    let named = named.iter().copied().map(Thing::Initiative);
    std::iter::once(Thing::Program(provided.program)).chain(named).collect()
}
