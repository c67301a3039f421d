//! What the ledger knows, in memory: immutable, folded from the log, one value a moment.
//!
//! Every entity carries its whole history, so one value answers every question about the past. Two
//! moments share whatever did not change between them. No text is held: names and reasons stay in the
//! log, sealed, and are referred to by position and field.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::shelf::{self, Shelves};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use cxl_domain::code::Code;
use cxl_domain::event::{Fact, Sha256Hex};
use cxl_domain::evidence::Evidence;
use cxl_domain::history::History;
use cxl_domain::id::{
    EvidenceId, GoalId, IdentityId, ImprovementId, InitiativeId, JourneyId, MetricId, OrganizationId,
    PersonId, ProgramId, SpotId,
};
use cxl_domain::initiative::{Initiative, InitiativeFact};
use cxl_domain::metric::{Metric, MetricFact};
use cxl_domain::noun::Began;
use cxl_domain::organization::Organization;
use cxl_domain::person::Person;
use cxl_domain::program::{Program, ProgramFact};
use cxl_domain::time::{AsOf, Instant, Position, day_in};
use rpds::{HashTrieMapSync, HashTrieSetSync, VectorSync};
use uuid::Uuid;

use crate::thing::Thing;

/// One thing with its whole history, and how many events its stream has.
#[derive(Debug, Clone)]
pub struct Held<T> {
    /// The thing.
    pub state: T,
    /// Revision of its last event.
    pub revision: u64,
    /// Position of its last event.
    pub position: Position,
    /// The latest known time of any of its facts: with K at or after it, all of them are known.
    pub known: Instant,
}

impl<T> Held<T> {
    /// How far its facts go.
    pub fn reach(&self) -> Reach {
        Reach { position: self.position, known: self.known }
    }
}

/// How far the facts of one or of several streams go: whoever sees so far sees all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Position of the last event.
    pub position: Position,
    /// The latest known time of any fact.
    pub known: Instant,
}

impl Reach {
    /// A point in time, widened to everything where it hides nothing of these streams: so that later facts
    /// about other things change nothing that is known by it.
    pub fn widened(&self, as_of: AsOf) -> AsOf {
        let sees_all = as_of.position.is_some_and(|last| last >= self.position)
            && (as_of.known == Instant::MAX || (!as_of.strict && as_of.known >= self.known));
        if sees_all { AsOf::head(as_of.effective) } else { as_of }
    }

    /// So far, and so far.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { position: self.position.max(other.position), known: self.known.max(other.known) }
    }
}

/// What a code names, and where it must be unique.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CodeScope {
    /// Programs, in the organization.
    Program,
    /// Initiatives, in a program.
    Initiative(ProgramId),
    /// Metrics, in a program.
    Metric(ProgramId),
    /// Things of another kind of stream, in a program.
    Thing(&'static str, ProgramId),
}

/// The recorded\* of every position, shared by all moments: what was recorded does not change.
///
/// In pieces, so that it grows by one of them and not to twice its size.
#[derive(Debug, Default)]
pub struct Ticks(RwLock<Vec<Vec<Instant>>>);

/// How many positions a piece of [`Ticks`] holds.
const PIECE: usize = 4096;

impl Ticks {
    /// recorded\* of a position.
    pub fn at(&self, position: Position) -> Option<Instant> {
        let position = usize::try_from(position).ok()?;
        let pieces = self.0.read().unwrap_or_else(PoisonError::into_inner);
        pieces.get(position / PIECE)?.get(position % PIECE).copied()
    }

    pub(crate) fn push(&self, tick: Instant) {
        let mut pieces = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match pieces.last_mut() {
            Some(last) if last.len() < PIECE => last.push(tick),
            _ => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(tick);
                pieces.push(piece);
            }
        }
    }
}

/// One consistent moment of everything.
#[derive(Debug, Clone)]
pub struct Views {
    /// How many events are folded in.
    pub len: u64,
    /// recorded\* of every position.
    pub ticks: Arc<Ticks>,
    pub(crate) organization: Arc<Held<Organization>>,
    pub(crate) programs: HashTrieMapSync<ProgramId, Arc<Held<Program>>>,
    pub(crate) people: HashTrieMapSync<PersonId, Arc<Held<Person>>>,
    /// Whom each identity was linked to, whether it stands for them still or not.
    pub(crate) identities: HashTrieMapSync<IdentityId, PersonId>,
    pub(crate) initiatives: HashTrieMapSync<InitiativeId, Arc<Held<Initiative>>>,
    pub(crate) metrics: HashTrieMapSync<MetricId, Arc<Held<Metric>>>,
    pub(crate) evidence: HashTrieMapSync<EvidenceId, Arc<Held<Evidence>>>,
    pub(crate) shelves: Shelves,
    pub(crate) program_order: VectorSync<ProgramId>,
    pub(crate) person_order: VectorSync<PersonId>,
    pub(crate) initiatives_of: HashTrieMapSync<ProgramId, VectorSync<InitiativeId>>,
    pub(crate) metrics_of: HashTrieMapSync<ProgramId, VectorSync<MetricId>>,
    pub(crate) evidence_of: HashTrieMapSync<ProgramId, VectorSync<EvidenceId>>,
    pub(crate) reach_of_evidence: HashTrieMapSync<ProgramId, Reach>,
    pub(crate) with_file: HashTrieMapSync<Sha256Hex, VectorSync<EvidenceId>>,
    pub(crate) succeeding_in: HashTrieMapSync<ProgramId, VectorSync<InitiativeId>>,
    pub(crate) linked_to: HashTrieMapSync<MetricId, VectorSync<InitiativeId>>,
    pub(crate) codes: HashTrieMapSync<(CodeScope, Code), VectorSync<Uuid>>,
    pub(crate) tokens: HashTrieSetSync<[u8; 32]>,
    pub(crate) improvements: HashTrieMapSync<ImprovementId, InitiativeId>,
    pub(crate) spots: HashTrieMapSync<SpotId, JourneyId>,
}

impl Views {
    /// The views of an empty log.
    pub fn empty() -> Self {
        Self {
            len: 0,
            ticks: Arc::default(),
            organization: Arc::new(Held {
                state: Organization::new(OrganizationId(Uuid::nil())),
                revision: 0,
                position: 0,
                known: Instant(i64::MIN),
            }),
            programs: HashTrieMapSync::new_sync(),
            people: HashTrieMapSync::new_sync(),
            identities: HashTrieMapSync::new_sync(),
            initiatives: HashTrieMapSync::new_sync(),
            metrics: HashTrieMapSync::new_sync(),
            evidence: HashTrieMapSync::new_sync(),
            shelves: Shelves::default(),
            program_order: VectorSync::new_sync(),
            person_order: VectorSync::new_sync(),
            initiatives_of: HashTrieMapSync::new_sync(),
            metrics_of: HashTrieMapSync::new_sync(),
            evidence_of: HashTrieMapSync::new_sync(),
            reach_of_evidence: HashTrieMapSync::new_sync(),
            with_file: HashTrieMapSync::new_sync(),
            succeeding_in: HashTrieMapSync::new_sync(),
            linked_to: HashTrieMapSync::new_sync(),
            codes: HashTrieMapSync::new_sync(),
            tokens: HashTrieSetSync::new_sync(),
            improvements: HashTrieMapSync::new_sync(),
            spots: HashTrieMapSync::new_sync(),
        }
    }

    /// Position of the last event folded in.
    pub fn head(&self) -> Option<Position> {
        self.len.checked_sub(1)
    }

    /// recorded\* of the last event.
    pub fn last_recorded(&self) -> Option<Instant> {
        self.ticks.at(self.head()?)
    }

    /// The organization; of an empty ledger one of which nothing is recorded.
    pub fn organization(&self) -> &Held<Organization> {
        &self.organization
    }

    /// Whether the ledger is founded.
    pub fn is_founded(&self) -> bool {
        !self.organization.state.history.is_empty()
    }

    /// A program.
    pub fn program(&self, id: ProgramId) -> Option<&Arc<Held<Program>>> {
        self.programs.get(&id)
    }

    /// A person.
    pub fn person(&self, id: PersonId) -> Option<&Arc<Held<Person>>> {
        self.people.get(&id)
    }

    /// An initiative.
    pub fn initiative(&self, id: InitiativeId) -> Option<&Arc<Held<Initiative>>> {
        self.initiatives.get(&id)
    }

    /// A metric.
    pub fn metric(&self, id: MetricId) -> Option<&Arc<Held<Metric>>> {
        self.metrics.get(&id)
    }

    /// A piece of evidence.
    pub fn evidence(&self, id: EvidenceId) -> Option<&Arc<Held<Evidence>>> {
        self.evidence.get(&id)
    }

    /// Every program, in the order of creation.
    pub fn programs(&self) -> impl DoubleEndedIterator<Item = &Arc<Held<Program>>> {
        self.program_order.iter().filter_map(|id| self.programs.get(id))
    }

    /// Every person, in the order of registration.
    pub fn people(&self) -> impl DoubleEndedIterator<Item = &Arc<Held<Person>>> {
        self.person_order.iter().filter_map(|id| self.people.get(id))
    }

    /// Every initiative ever chartered in a program, in the order of chartering.
    pub fn initiatives_of(&self, program: ProgramId) -> impl Iterator<Item = &Arc<Held<Initiative>>> {
        let ids = self.initiatives_of.get(&program).into_iter().flat_map(VectorSync::iter);
        ids.filter_map(|id| self.initiatives.get(id))
    }

    /// Every metric ever defined in a program, in the order of definition.
    pub fn metrics_of(&self, program: ProgramId) -> impl Iterator<Item = &Arc<Held<Metric>>> {
        let ids = self.metrics_of.get(&program).into_iter().flat_map(VectorSync::iter);
        ids.filter_map(|id| self.metrics.get(id))
    }

    /// Every piece of evidence to which a file with this hash was ever attached, in the order in which it first
    /// was.
    pub fn with_file(&self, sha256: Sha256Hex) -> impl Iterator<Item = &Arc<Held<Evidence>>> {
        let ids = self.with_file.get(&sha256).into_iter().flat_map(VectorSync::iter);
        ids.filter_map(|id| self.evidence.get(id))
    }

    /// Every piece of evidence ever provided in a program, in the order of provision.
    pub fn evidence_of(&self, program: ProgramId) -> impl Iterator<Item = &Arc<Held<Evidence>>> {
        let ids = self.evidence_of.get(&program).into_iter().flat_map(VectorSync::iter);
        ids.filter_map(|id| self.evidence.get(id))
    }

    /// How far the facts go about any evidence that was ever provided in a program; nothing where none was.
    pub fn reach_of_evidence(&self, program: ProgramId) -> Option<Reach> {
        self.reach_of_evidence.get(&program).copied()
    }

    /// Every initiative of a program that was ever said to carry another on.
    pub fn succeeding_in(&self, program: ProgramId) -> impl Iterator<Item = &Arc<Held<Initiative>>> {
        let ids = self.succeeding_in.get(&program).into_iter().flat_map(VectorSync::iter);
        ids.filter_map(|id| self.initiatives.get(id))
    }

    /// Every initiative to which a metric was ever linked.
    pub fn initiatives_linking(&self, metric: MetricId) -> impl Iterator<Item = &Arc<Held<Initiative>>> {
        let ids = self.linked_to.get(&metric).into_iter().flat_map(VectorSync::iter);
        ids.filter_map(|id| self.initiatives.get(id))
    }

    /// What holds a code, for ever: what claimed it first, whatever became of it or of its code since. An
    /// old code of something still finds it; what claimed it later, in a race, is reached by id alone.
    /// For a command, which is then told what became of it, and finds its thing again when it is repeated.
    pub fn holder(&self, scope: &CodeScope, code: &Code) -> Option<Uuid> {
        self.codes.get(&(scope.clone(), code.clone()))?.first().copied()
    }

    /// What a code names as known, be it recorded in error: its holder, once a fact by which that claims the
    /// code is known. For a question about the past, to which a code that was given later names nothing.
    pub fn named_by(&self, scope: &CodeScope, code: &Code, as_of: &AsOf) -> Option<Uuid> {
        self.holder(scope, code).filter(|id| match scope {
            CodeScope::Program => self.programs.get(&ProgramId(*id)).is_some_and(|held| {
                seen(&held.state.history, as_of, |fact| match fact {
                    ProgramFact::Created(created) => created.code == *code,
                    _ => false,
                })
            }),
            CodeScope::Initiative(program) => self.initiatives.get(&InitiativeId(*id)).is_some_and(|held| {
                seen(&held.state.history, as_of, |fact| match fact {
                    InitiativeFact::Chartered(it) => (it.program, &it.code) == (*program, code),
                    _ => false,
                })
            }),
            CodeScope::Metric(program) => self.metrics.get(&MetricId(*id)).is_some_and(|held| {
                seen(&held.state.history, as_of, |fact| match fact {
                    MetricFact::Defined(it) => (it.program, &it.code) == (*program, code),
                    _ => false,
                })
            }),
            CodeScope::Thing(kind, program) => {
                shelf::claims(self, kind, *id, &Began { program: *program, code }, as_of)
            }
        })
    }

    /// What a code names as known, unless that was recorded in error; see [`Views::named_by`].
    pub fn by_code(&self, scope: &CodeScope, code: &Code, as_of: &AsOf) -> Option<Uuid> {
        self.named_by(scope, code, as_of).filter(|id| match scope {
            CodeScope::Program => {
                self.programs.get(&ProgramId(*id)).is_some_and(|held| held.state.exists(as_of))
            }
            CodeScope::Initiative(_) => {
                self.initiatives.get(&InitiativeId(*id)).is_some_and(|held| held.state.exists(as_of))
            }
            CodeScope::Metric(_) => {
                self.metrics.get(&MetricId(*id)).is_some_and(|held| held.state.exists(as_of))
            }
            CodeScope::Thing(kind, _) => shelf::exists(self, kind, *id, as_of),
        })
    }

    /// The thing that holds a code; see [`Views::holder`].
    pub(crate) fn first_claim(&self, scope: &CodeScope, code: &Code) -> Option<Thing> {
        let id = self.holder(scope, code)?;
        Some(match scope {
            CodeScope::Program => Thing::Program(ProgramId(id)),
            CodeScope::Initiative(_) => Thing::Initiative(InitiativeId(id)),
            CodeScope::Metric(_) => Thing::Metric(MetricId(id)),
            CodeScope::Thing(kind, _) => return shelf::thing(kind, id),
        })
    }

    /// A program by its code.
    pub fn program_by_code(&self, code: &Code, as_of: &AsOf) -> Option<ProgramId> {
        self.by_code(&CodeScope::Program, code, as_of).map(ProgramId)
    }

    /// An initiative by its code.
    pub fn initiative_by_code(&self, program: ProgramId, code: &Code, as_of: &AsOf) -> Option<InitiativeId> {
        self.by_code(&CodeScope::Initiative(program), code, as_of).map(InitiativeId)
    }

    /// A metric by its code.
    pub fn metric_by_code(&self, program: ProgramId, code: &Code, as_of: &AsOf) -> Option<MetricId> {
        self.by_code(&CodeScope::Metric(program), code, as_of).map(MetricId)
    }

    /// The program that set a goal, as far as it is recorded.
    pub fn program_of_goal(&self, goal: GoalId) -> Option<ProgramId> {
        let ever = AsOf::head(NaiveDate::MAX);
        let held = self.programs().find(|held| held.state.goal(goal, &ever).is_some());
        held.map(|held| held.state.id)
    }

    /// The person for whom an identity stands, as known.
    pub fn person_entering_by(&self, identity: IdentityId, as_of: &AsOf) -> Option<PersonId> {
        let held = self.person(*self.identities.get(&identity)?)?;
        held.state.enters_by(identity, as_of).then_some(held.state.id)
    }

    /// Whether a token with this hash was ever issued, whether it works still or not.
    pub fn knows_token(&self, sha256: &Sha256Hex) -> bool {
        self.tokens.contains(&sha256.0)
    }

    /// The initiative inside which an improvement began.
    pub fn initiative_of_improvement(&self, id: ImprovementId) -> Option<InitiativeId> {
        self.improvements.get(&id).copied()
    }

    /// The journey on whose map a stage, touchpoint or hand-off is.
    pub fn journey_of(&self, spot: SpotId) -> Option<JourneyId> {
        self.spots.get(&spot).copied()
    }

    /// The zone of fields that span programs; UTC before the founding.
    pub fn organization_zone(&self, as_of: &AsOf) -> Tz {
        self.organization.state.zone(as_of).unwrap_or(Tz::UTC)
    }

    /// What day it is at an instant in each zone by whose days questions are answered, by its name: those of the
    /// organization and of the programs, now and at any past position.
    pub fn days_at(&self, now: DateTime<Utc>) -> BTreeMap<&'static str, NaiveDate> {
        let zones = self.programs().flat_map(|held| held.state.zones());
        let zones = zones.chain(self.organization.state.zones()).chain([Tz::UTC]);
        zones.map(|zone| (zone.name(), day_in(now, zone))).collect()
    }

    /// The zone of a program, else that of the organization.
    pub fn zone_of(&self, program: Option<ProgramId>, as_of: &AsOf) -> Tz {
        program
            .and_then(|id| self.programs.get(&id))
            .and_then(|held| held.state.zone(as_of))
            .unwrap_or_else(|| self.organization_zone(as_of))
    }
}

/// Whether a fact is among those of a history that are known, whether it stands or not.
pub(crate) fn seen<F: Fact>(history: &History<F>, as_of: &AsOf, is_it: impl Fn(&F) -> bool) -> bool {
    history.iter().any(|entry| as_of.sees(&entry.stamp) && is_it(&entry.fact))
}
