//! What was computed before, kept for as long as there is room.
//!
//! An analysis is a function of what is visible, so its key is exactly that; it is never wrong, only
//! forgotten. Two threads that ask at once may both compute it, and agree.

use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::id::{InitiativeId, MetricId, ProgramId};
use cxl_domain::maturity::Assessment;
use cxl_domain::maturity::derived::Derived;
use cxl_domain::measurement::comparison::Comparison;
use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::measurement::xmr::Chart;
use cxl_domain::metric::CurrentReading;
use cxl_domain::time::{AsOf, Instant, Position};
use lru::LruCache;

use crate::query::{
    Contradiction, EvidenceOfProgram, ExceptionScope, Flag, Noticed, RecordOfProgram, Successions,
    Supersessions,
};

/// A bounded memory of answers.
pub struct Memo<K: Eq + Hash, V> {
    kept: Mutex<Kept<K, V>>,
    /// How much there is room for.
    room: usize,
    /// How much room an answer takes.
    weigh: fn(&V) -> usize,
}

struct Kept<K: Eq + Hash, V> {
    answers: LruCache<K, V>,
    weight: usize,
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// Room for so many answers, whatever their size.
    fn of(capacity: usize) -> Self {
        Self::weighing(capacity, |_| 1)
    }

    /// Room for answers that weigh so much together. One that outweighs the room is not kept.
    fn weighing(room: usize, weigh: fn(&V) -> usize) -> Self {
        Self { kept: Mutex::new(Kept { answers: LruCache::unbounded(), weight: 0 }), room, weigh }
    }

    /// The answer kept for `key`, else the one that `compute` gives. Nothing is locked meanwhile.
    pub fn get_or(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(kept) = self.kept().answers.get(&key) {
            return kept.clone();
        }
        let computed = compute();
        self.keep(key, computed.clone());
        computed
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let mut kept = self.kept();
        kept.answers.clear();
        kept.weight = 0;
    }

    /// Keeps an answer, and forgets those not asked for longest that it leaves no room for. One that outweighs
    /// the room would drive all of them out and then itself.
    fn keep(&self, key: K, answer: V) {
        let weight = (self.weigh)(&answer);
        if weight > self.room {
            return;
        }
        let mut kept = self.kept();
        kept.weight += weight;
        if let Some(before) = kept.answers.put(key, answer) {
            kept.weight -= (self.weigh)(&before);
        }
        while kept.weight > self.room
            && let Some((_, forgotten)) = kept.answers.pop_lru()
        {
            kept.weight -= (self.weigh)(&forgotten);
        }
    }
}

impl<K: Eq + Hash, V> Memo<K, V> {
    fn kept(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash, V> fmt::Debug for Memo<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memo({} kept)", self.kept().answers.len())
    }
}

/// Which readings of a series are looked at: those of the stream's first events that (P, K, E) show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SeriesAt {
    /// The metric.
    pub metric: MetricId,
    /// How many events its stream had.
    pub revision: u64,
    /// The series.
    pub series: SeriesKey,
    /// The point in time, widened to everything where it hides nothing of the stream.
    pub as_of: AsOf,
}

/// What is compared in a series.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Stretches {
    /// Before the start and from the delivery of an improvement on.
    Improvement {
        /// The day it began.
        start: NaiveDate,
        /// The day it was delivered.
        delivered: NaiveDate,
        /// From when on a baseline reading is recorded late.
        late_from: Instant,
    },
    /// Two stated windows.
    Windows {
        /// The window before.
        baseline: Period,
        /// The window after.
        after: Period,
        /// The series of the window after, where it is a bridged one.
        after_series: Option<SeriesKey>,
    },
}

/// How many readings, and as many points of charts, are kept: some hundred bytes each. Every day and every
/// known time that somebody asks about is a list of its own.
const KEPT_READINGS: usize = 1 << 18;

/// How many exceptions are kept, and as many lists of them: some hundred bytes each.
const KEPT_EXCEPTIONS: usize = 1 << 16;

/// Why there is no analysis, in words for the asker.
pub type Problem = Arc<str>;

/// Everything that is kept.
#[derive(Debug)]
pub struct Analyses {
    /// The readings that count.
    pub readings: Memo<SeriesAt, Arc<Vec<CurrentReading>>>,
    /// Charts.
    pub charts: Memo<(SeriesAt, RuleSet), Result<Arc<Chart>, Problem>>,
    /// Comparisons.
    pub comparisons: Memo<(SeriesAt, Stretches, RuleSet), Result<Arc<Comparison>, Problem>>,
    /// Integrity flags of a metric, by the length of the log.
    pub flags: Memo<(MetricId, u64, AsOf), Arc<Vec<Flag>>>,
    /// Evidence of a program, by the position of the last event about any of it.
    pub evidence: Memo<(ProgramId, Position, AsOf), Arc<EvidenceOfProgram>>,
    /// Successions of a program, by the length of the log.
    pub successions: Memo<(ProgramId, u64, AsOf), Arc<Successions>>,
    /// Supersessions of a program, by the length of the log.
    pub(crate) supersessions: Memo<(ProgramId, u64, AsOf), Arc<Supersessions>>,
    /// What asks for attention, by the length of the log.
    pub exceptions: Memo<(ExceptionScope, u64, AsOf), Arc<Vec<Noticed>>>,
    /// What the record says of the practices of a program, by the length of the log.
    pub records: Memo<(ProgramId, u64, AsOf), Arc<RecordOfProgram>>,
    /// The same of the practices of an initiative.
    pub derived: Memo<(InitiativeId, u64, AsOf), Arc<Vec<Derived>>>,
    /// Assessments, by the length of the log.
    pub levels: Memo<(InitiativeId, u64, AsOf), Arc<Assessment>>,
    /// Contradictions of a program or of the organization, by the length of the log.
    pub contradictions: Memo<(Option<ProgramId>, u64, AsOf), Arc<Vec<Contradiction>>>,
}

impl Default for Analyses {
    fn default() -> Self {
        Self {
            readings: Memo::weighing(KEPT_READINGS, |readings| 1 + readings.len()),
            charts: Memo::weighing(KEPT_READINGS, |chart| 1 + chart.as_ref().map_or(0, |it| it.points.len())),
            comparisons: Memo::of(4_096),
            flags: Memo::of(4_096),
            evidence: Memo::of(256),
            successions: Memo::of(256),
            supersessions: Memo::of(256),
            exceptions: Memo::weighing(KEPT_EXCEPTIONS, |exceptions| 1 + exceptions.len()),
            records: Memo::of(64),
            derived: Memo::of(4_096),
            levels: Memo::of(16_384),
            contradictions: Memo::of(64),
        }
    }
}

impl Analyses {
    /// Forgets everything: the next answers are computed anew.
    pub fn clear(&self) {
        self.readings.clear();
        self.charts.clear();
        self.comparisons.clear();
        self.flags.clear();
        self.evidence.clear();
        self.successions.clear();
        self.supersessions.clear();
        self.exceptions.clear();
        self.records.clear();
        self.derived.clear();
        self.levels.clear();
        self.contradictions.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_by_its_weight_and_what_was_asked_for_last_stays() {
        let memo: Memo<u8, Vec<u8>> = Memo::weighing(5, Vec::len);
        let is_kept = |key| {
            let mut computed = false;
            memo.get_or(key, || {
                computed = true;
                Vec::new()
            });
            !computed
        };
        memo.get_or(1, || vec![0; 2]);
        memo.get_or(2, || vec![0; 3]);
        assert!(is_kept(1));
        memo.get_or(3, || vec![0; 2]);
        assert!(is_kept(1) && is_kept(3) && !is_kept(2));
        memo.get_or(4, || vec![0; 6]);
        assert!(is_kept(1) && is_kept(3), "what outweighs the room drives nothing out");
        assert!(!is_kept(4));
        memo.clear();
        assert!(!is_kept(1));
    }
}
