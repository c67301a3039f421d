//! The readings of one series and which of their publications counts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::ReadingRecorded;
use crate::calendar::Period;
use crate::history::{Entry, History};
use crate::id::EventId;
use crate::measurement::figures::{Reading, ReadingStatus, value};
use crate::measurement::kind::MetricKind;
use crate::measurement::publication::{Publication, RestatementReason};
use crate::measurement::series::{Alignment, SeriesKey};
use crate::time::{AsOf, Stamp};

/// Every publication of every period of a series, in the order of the ledger.
#[derive(Debug, Clone)]
pub struct Series {
    /// Which series.
    pub key: SeriesKey,
    /// Its publications.
    pub publications: History<StoredReading>,
}

/// What one publication says; the series is that of the list that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReading {
    /// The days that the figures cover.
    pub period: Period,
    /// Whether the period is one of the metric's rhythm.
    pub alignment: Alignment,
    /// Why they differ from those stated before.
    pub restatement: Option<RestatementReason>,
    /// The figures.
    pub reading: Reading,
}

impl From<ReadingRecorded> for StoredReading {
    fn from(recorded: ReadingRecorded) -> Self {
        let ReadingRecorded { series: _, period, alignment, reading, restatement } = recorded;
        Self { period, alignment, restatement, reading }
    }
}

impl StoredReading {
    /// The fact as it was recorded, in the series that holds it.
    pub(super) fn into_recorded(self, series: SeriesKey) -> ReadingRecorded {
        let Self { period, alignment, restatement, reading } = self;
        ReadingRecorded { series, period, alignment, reading, restatement }
    }
}

/// The figures of a period that count at (P, K).
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentReading {
    /// The event that recorded them.
    pub event: EventId,
    /// When they were recorded and known.
    pub stamp: Stamp,
    /// The first publication of the period, by rank.
    pub first: Stamp,
    /// The period.
    pub period: Period,
    /// Whether the period is one of the metric's rhythm.
    pub alignment: Alignment,
    /// The figures.
    pub reading: Reading,
    /// The value that they give.
    pub value: Decimal,
    /// How many publications of the period are visible.
    pub publications: usize,
}

impl CurrentReading {
    /// Whether the source may still change the figures.
    pub fn is_provisional(&self) -> bool {
        self.reading.status == ReadingStatus::Provisional
    }
}

impl Series {
    /// A series without readings.
    pub fn new(key: SeriesKey) -> Self {
        Self { key, publications: History::default() }
    }

    /// The publications of a period that stand at (P, K), by rank.
    pub fn of_period(&self, period: Period, as_of: &AsOf) -> Vec<&Entry<StoredReading>> {
        let mut entries: Vec<_> =
            self.publications.standing(as_of).filter(|entry| entry.fact.period == period).collect();
        entries.sort_by_key(|entry| entry.stamp.rank());
        entries
    }

    /// The figures that count at (P, K), of periods that begin on or before E, in the order of their
    /// periods.
    pub fn current(&self, kind: MetricKind, as_of: &AsOf) -> Vec<CurrentReading> {
        let mut periods: BTreeMap<Period, (&Entry<StoredReading>, Stamp, usize)> = BTreeMap::new();
        for entry in self.publications.standing(as_of) {
            if entry.fact.period.from() > as_of.effective {
                continue;
            }
            periods
                .entry(entry.fact.period)
                .and_modify(|(held, first, count)| {
                    *count += 1;
                    if entry.stamp.rank() > held.stamp.rank() {
                        *held = entry;
                    }
                    if entry.stamp.rank() < first.rank() {
                        *first = entry.stamp;
                    }
                })
                .or_insert((entry, entry.stamp, 1));
        }
        periods
            .into_values()
            .map(|(entry, first, publications)| CurrentReading {
                event: entry.event,
                stamp: entry.stamp,
                first,
                period: entry.fact.period,
                alignment: entry.fact.alignment,
                value: value(kind, &entry.fact.reading.figures),
                reading: entry.fact.reading.clone(),
                publications,
            })
            .collect()
    }

    /// A period that stands and overlaps another without being it.
    pub fn overlapping(&self, period: Period, as_of: &AsOf) -> Option<Period> {
        self.publications
            .standing(as_of)
            .map(|entry| entry.fact.period)
            .find(|taken| *taken != period && taken.overlaps(period))
    }
}

/// A publication as the rules of measurement see it.
pub(super) fn publication(entry: &Entry<StoredReading>) -> Publication<'_> {
    Publication {
        published: entry.stamp.published,
        stamp: entry.stamp,
        reading: &entry.fact.reading,
        restatement: entry.fact.restatement,
    }
}
