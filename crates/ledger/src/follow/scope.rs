//! What somebody follows: which recorded facts belong to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::Fact;
use cxl_domain::evidence::{Evidence, EvidenceFact};
use cxl_domain::history::History;
use cxl_domain::id::{InitiativeId, MetricId, ProgramId};
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::MetricFact;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use cxl_domain::time::{AsOf, Position};
use uuid::Uuid;

use crate::facts;
use crate::shelf::{self, Shelved};
use crate::views::{Held, Views};

/// What somebody follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everything that is recorded.
    Ledger,
    /// A program and everything in it.
    Program(ProgramId),
    /// An initiative, with the metrics that were ever linked to it and the evidence that counts for it: what
    /// its level and its verdicts rest on.
    Initiative(InitiativeId),
}

impl Scope {
    /// Where the facts stand that were recorded at a position or later and belong to the scope, in no order.
    /// Left out is what belongs to a program of which `reads` says no. The whole ledger has no list of its
    /// own: it is the log.
    pub(super) fn positions(
        self,
        views: &Views,
        from: Position,
        reads: impl Fn(Option<ProgramId>) -> bool,
    ) -> Vec<Position> {
        let mut gathered = Gathered { views, from, reads, positions: Vec::new() };
        match self {
            Self::Ledger => {}
            Self::Program(program) => gathered.program(program),
            Self::Initiative(initiative) => gathered.initiative(initiative),
        }
        gathered.positions
    }
}

/// The positions that were found so far.
struct Gathered<'a, R> {
    views: &'a Views,
    from: Position,
    reads: R,
    positions: Vec<Position>,
}

impl<R: Fn(Option<ProgramId>) -> bool> Gathered<'_, R> {
    fn program(&mut self, program: ProgramId) {
        let views = self.views;
        self.stream(ProgramFact::KIND, program.0, views.program(program));
        for held in views.initiatives_of(program) {
            self.stream(InitiativeFact::KIND, held.state.id.0, Some(held));
        }
        for held in views.metrics_of(program) {
            self.stream(MetricFact::KIND, held.state.id.0, Some(held));
        }
        for held in views.evidence_of(program) {
            self.stream(EvidenceFact::KIND, held.state.id.0, Some(held));
        }
        self.shelf::<Committee>(program);
        self.shelf::<Meeting>(program);
        self.shelf::<Decision>(program);
        self.shelf::<Journey>(program);
        self.shelf::<PainPoint>(program);
        self.shelf::<Insight>(program);
    }

    fn initiative(&mut self, initiative: InitiativeId) {
        let views = self.views;
        self.stream(InitiativeFact::KIND, initiative.0, views.initiative(initiative));
        let history = views.initiative(initiative).map(|held| &held.state.history);
        let linked = history.into_iter().flat_map(History::iter).filter_map(|entry| match &entry.fact {
            InitiativeFact::MetricLinked(linked) => Some(linked.metric),
            _ => None,
        });
        for metric in linked.collect::<BTreeSet<MetricId>>() {
            self.stream(MetricFact::KIND, metric.0, views.metric(metric));
        }
        let Some(program) = program_of_initiative(views, initiative) else { return };
        for held in views.evidence_of(program) {
            if held.position >= self.from && counts_for(&held.state, initiative) {
                self.stream(EvidenceFact::KIND, held.state.id.0, Some(held));
            }
        }
    }

    fn shelf<N: Shelved>(&mut self, program: ProgramId) {
        for held in self.views.things_of::<N>(program) {
            self.stream(N::Fact::KIND, held.state.id().into(), Some(held));
        }
    }

    /// Takes in what a stream holds that is new and may be read. Most hold nothing new, which their last
    /// position tells.
    fn stream<T>(&mut self, kind: &str, id: Uuid, held: Option<&Arc<Held<T>>>) {
        let is_new = held.is_some_and(|held| held.position >= self.from);
        if is_new && (self.reads)(program_of(self.views, kind, id)) {
            self.positions.extend(facts::positions_from(self.views, kind, id, self.from));
        }
    }
}

/// Whether evidence ever counted for an initiative.
fn counts_for(evidence: &Evidence, initiative: InitiativeId) -> bool {
    evidence.history.iter().any(|entry| match &entry.fact {
        EvidenceFact::Provided(provided) => provided.scope.counts_for(initiative),
        _ => false,
    })
}

/// The program of an initiative, as far as it is recorded.
pub(super) fn program_of_initiative(views: &Views, initiative: InitiativeId) -> Option<ProgramId> {
    program_of(views, InitiativeFact::KIND, initiative.0)
}

/// The program to which a stream belongs, be its thing recorded in error or not; none for what belongs to the
/// organization.
pub(super) fn program_of(views: &Views, kind: &str, id: Uuid) -> Option<ProgramId> {
    let ever = AsOf::head(NaiveDate::MAX);
    match kind {
        OrganizationFact::KIND | PersonFact::KIND => None,
        ProgramFact::KIND => Some(ProgramId(id)),
        InitiativeFact::KIND => views.initiative(InitiativeId(id))?.state.program(&ever),
        MetricFact::KIND => views.metric(id.into())?.state.program(&ever),
        EvidenceFact::KIND => {
            let history = &views.evidence(id.into())?.state.history;
            history.iter().rev().find_map(|entry| match &entry.fact {
                EvidenceFact::Provided(provided) => Some(provided.program),
                _ => None,
            })
        }
        shelved => shelf::standing(views, shelved, id)?.program,
    }
}
