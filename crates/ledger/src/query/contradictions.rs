//! Contradictions: facts that stand although what they rest on does not.
//!
//! A mended fact takes along what depends on it about the same thing. What it cannot take along is
//! listed here until somebody annuls or corrects it by a command of its own:
//!
//! - *orphaned*: a fact names something else that was recorded in error, or a department, goal or spot on
//!   a map whose beginning was annulled. A thing that was itself recorded in error has left with all its
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
//! Who did an act is no such dependence: the act was done, whoever it was. Codes of people lie in the
//! vault, which gives each of them out once.

use std::sync::Arc;

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::{Authority, Fact};
use cxl_domain::evidence::{EvidenceFact, Scope};
use cxl_domain::history::{Entry, History};
use cxl_domain::id::{DecisionId, DepartmentId, EventId, GoalId, ProgramId, SpotId};
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::insight::Insight;
use cxl_domain::journey::{Journey, JourneyFact};
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::MetricFact;
use cxl_domain::noun::Noun;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use cxl_domain::time::{AsOf, Position};

use super::Inquiry;
use super::succession::{Contradicted, Successions};
use super::supersession::Supersessions;
use crate::acts;
use crate::facts;
use crate::naming::{Naming, on_journey};
use crate::shelf::Shelf;
use crate::thing::Thing;
use crate::views::{CodeScope, Views};

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

/// A walk over the facts of one moment.
struct Scan<'a> {
    views: &'a Views,
    as_of: AsOf,
    /// The one thing that is looked at, if it is one.
    around: Option<Thing>,
    found: Vec<Contradiction>,
}

/// A fact on the way to its judgment.
#[derive(Clone, Copy)]
struct Stated {
    about: Thing,
    event: EventId,
    position: Position,
    type_name: &'static str,
    /// The program of the thing, be it recorded in error or not.
    program: Option<ProgramId>,
}

impl Stated {
    fn of<F: Fact>(about: Thing, program: Option<ProgramId>, entry: &Entry<F>) -> Self {
        let (event, position) = (entry.event, entry.stamp.position);
        Self { about, event, position, type_name: entry.fact.wire_name(), program }
    }
}

impl<'a> Scan<'a> {
    fn new(views: &'a Views, as_of: AsOf, around: Option<Thing>) -> Self {
        Self { views, as_of, around, found: Vec::new() }
    }

    fn sorted(mut self) -> Vec<Contradiction> {
        self.found.sort_unstable();
        self.found.dedup();
        self.found
    }

    /// The facts of the organization, of people, and of whatever hangs on a program that was recorded
    /// in error.
    fn organization(&mut self) {
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
    fn program(&mut self, id: ProgramId) {
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

    fn initiative(&mut self, initiative: &cxl_domain::initiative::Initiative, program: ProgramId) {
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
    fn begun_early(&mut self, initiative: &cxl_domain::initiative::Initiative, program: ProgramId) {
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

    fn metric(&mut self, metric: &cxl_domain::metric::Metric, program: ProgramId) {
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

    /// Judges one fact that was done under a decision: its outcome may have been annulled since.
    fn entitle(&mut self, fact: Stated, named: Thing, decision: DecisionId) {
        let held = self.views.thing::<Decision>(decision);
        let decided = held.is_some_and(|held| acts::is_decided(&held.state, &self.as_of));
        if decided || self.gone(named).is_some() {
            self.name(fact, named);
        } else {
            self.push(fact, ContradictionKind::Undecided, Some(named), None);
        }
    }

    /// Judges one fact that names something.
    fn name(&mut self, fact: Stated, named: Thing) {
        if let Some(because) = self.gone(named) {
            self.push(fact, ContradictionKind::Orphaned, Some(named), Some(because));
        } else if self.program_named(named).is_some_and(|other| Some(other) != fact.program) {
            self.push(fact, ContradictionKind::Broken, Some(named), None);
        }
    }

    /// The event that took a thing away.
    fn gone(&self, named: Thing) -> Option<EventId> {
        match named {
            Thing::Department(department) => self.annulled_department(department),
            Thing::Goal(goal) => self.annulled_goal(goal),
            Thing::Spot(spot) => self.annulled_spot(spot),
            other => self.views.recorded_in_error(other, &self.as_of).map(|taken| taken.event),
        }
    }

    fn annulled_goal(&self, GoalId(id): GoalId) -> Option<EventId> {
        let program = self.views.programs().find(|held| held.state.history.find(EventId(id)).is_some())?;
        if program.state.goal(GoalId(id), &self.as_of).is_some() {
            return None;
        }
        let (kind, program) = (ProgramFact::KIND, program.state.id.0);
        let set = facts::fact(self.views, kind, program, EventId(id), &self.as_of)?;
        facts::felled_by(self.views, kind, program, &set, &self.as_of)
    }

    fn annulled_spot(&self, SpotId(id): SpotId) -> Option<EventId> {
        let journey = self.views.journey_of(SpotId(id))?;
        if self.views.thing::<Journey>(journey)?.state.spot(SpotId(id), &self.as_of).is_some() {
            return None;
        }
        let kind = JourneyFact::KIND;
        let added = facts::fact(self.views, kind, journey.0, EventId(id), &self.as_of)?;
        facts::felled_by(self.views, kind, journey.0, &added, &self.as_of)
    }

    fn annulled_department(&self, DepartmentId(id): DepartmentId) -> Option<EventId> {
        let organization = &self.views.organization().state;
        if organization.department(DepartmentId(id), &self.as_of).is_some() {
            return None;
        }
        let kind = OrganizationFact::KIND;
        let created = facts::fact(self.views, kind, id, EventId(id), &self.as_of)?;
        facts::felled_by(self.views, kind, id, &created, &self.as_of)
    }

    /// The program of what is only named within its own.
    fn program_named(&self, named: Thing) -> Option<ProgramId> {
        match named {
            Thing::Initiative(id) => self.views.initiative(id)?.state.program(&self.as_of),
            Thing::Metric(id) => self.views.metric(id)?.state.program(&self.as_of),
            Thing::Goal(id) => self.views.program_of_goal(id),
            Thing::Organization(_)
            | Thing::Department(_)
            | Thing::Program(_)
            | Thing::Person(_)
            | Thing::Spot(_)
            | Thing::Evidence(_) => None,
            Thing::Committee(id) => self.views.thing::<Committee>(id)?.state.program(&self.as_of),
            Thing::Meeting(id) => self.views.thing::<Meeting>(id)?.state.program(&self.as_of),
            Thing::Decision(id) => self.views.thing::<Decision>(id)?.state.program(&self.as_of),
            Thing::Journey(id) => self.views.thing::<Journey>(id)?.state.program(&self.as_of),
            Thing::PainPoint(id) => self.views.thing::<PainPoint>(id)?.state.program(&self.as_of),
            Thing::Insight(id) => self.views.thing::<Insight>(id)?.state.program(&self.as_of),
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

    fn is_looked_at(&self, thing: Thing) -> bool {
        self.around.is_none_or(|around| around == thing || self.holder_of(thing) == Some(around))
    }

    /// The journey on whose map a spot is: what happens to it, happens in that journey's stream.
    fn holder_of(&self, thing: Thing) -> Option<Thing> {
        match thing {
            Thing::Spot(spot) => self.views.journey_of(spot).map(Thing::Journey),
            _ => None,
        }
    }

    fn push(
        &mut self,
        fact: Stated,
        kind: ContradictionKind,
        names: Option<Thing>,
        because: Option<EventId>,
    ) {
        let stands = |id: &ProgramId| self.views.program(*id).is_some_and(|it| it.state.exists(&self.as_of));
        let Stated { about, event, position, type_name, program } = fact;
        let program = program.filter(stands);
        self.found.push(Contradiction { position, kind, names, about, event, type_name, because, program });
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
