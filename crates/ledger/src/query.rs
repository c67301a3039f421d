//! Questions and their answers: plain functions of one moment.
//!
//! An [`Inquiry`] holds a moment of the views and a point in time; each noun adds its questions in a
//! file of its own. Nothing here waits, locks the ledger, or opens text.

mod arrival;
mod attached;
mod benefit;
mod called;
mod changes;
mod commitments;
mod contradictions;
mod decision;
mod derived;
mod engagement;
mod evidence;
mod exceptions;
mod flags;
mod flips;
mod health;
mod heat_map;
mod holdings;
mod initiative;
mod judging;
mod listening;
mod maturity;
mod metric;
mod oversight;
mod relation;
mod succession;
mod supersession;
mod todo;
mod touchpoints;

pub use arrival::OverdueReading;
pub use attached::AttachedFile;
pub use benefit::{BenefitBalance, BenefitKey, BenefitYear, balance};
pub use called::Called;
pub use changes::{Aspect, Change, State};
pub use commitments::{Commitment, Moved, Terms, moved_dates, moved_targets};
pub(crate) use contradictions::contradictions_around;
pub use contradictions::{Contradiction, ContradictionKind};
pub use decision::{
    AuthorizedAt, DecisionConcern, DecisionException, EffectToDate, Expectations, FEWEST_JUDGED,
    PriorityOrder, RankingDecision, Standing,
};
pub use derived::RecordOfProgram;
pub use engagement::{MetricYears, SideBySide};
pub use evidence::EvidenceOfProgram;
pub use exceptions::{ExceptionScope, Noticed};
pub use flags::Flag;
pub use flips::{Restated, VerdictFlip};
pub use heat_map::{HandOff, Heat, HeatCount, HeatMap, OpenPainPoint};
pub use holdings::Holding;
pub use initiative::{Direction as OrderDirection, InitiativeFilter, InitiativeOrder, InitiativeRow};
pub use maturity::{Lapse, LevelOf, ProgramMaturity, ProgramYear, TargetAt};
pub use metric::{MetricProblem, ReadingView};
pub use relation::RelationProblem;
pub use succession::{Contradicted, SuccessionAt, Successions};
pub(crate) use supersession::{Supersessions, superseded_by};
pub use todo::{ToDo, ToDoKind};
pub use touchpoints::{MetricMeasured, TouchpointMeasured};

use cxl_domain::time::AsOf;

use crate::analyses::Analyses;
use crate::views::Views;

/// A moment of the views, asked at one point in time.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'a> {
    /// The moment.
    pub views: &'a Views,
    /// What was computed before.
    pub analyses: &'a Analyses,
    /// (P, K, E).
    pub as_of: AsOf,
}
