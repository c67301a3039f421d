//! The readings of one series and which of their publications counts.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::ReadingRecorded;
use crate::calendar::Period;
use crate::history::{Entry, History};
use crate::id::{EventId, PersonId};
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
    /// The publications by period, those of one period in the order of the ledger; `None` as long as the
    /// order of the ledger is that order. So a reading is judged without looking at all others.
    by_period: Option<Vec<u32>>,
    /// Days of the longest period.
    longest: u64,
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
    /// The version of the definition by which they were measured.
    pub definition: u32,
    /// The event that recorded them.
    pub event: EventId,
    /// Who recorded them.
    pub by: PersonId,
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
        Self { key, publications: History::default(), by_period: None, longest: 0 }
    }

    /// Adds a publication.
    pub(super) fn push(&mut self, entry: Entry<StoredReading>) {
        let period = entry.fact.period;
        let count = self.publications.len();
        let place = self.rank_of(|taken| taken <= period);
        if place < count || self.by_period.is_some() {
            let index = |index| u32::try_from(index).expect("a series has fewer than 2^32 readings");
            let order = self.by_period.get_or_insert_with(|| (0..count).map(index).collect());
            order.insert(place, index(count));
        }
        self.longest = self.longest.max((period.to() - period.from()).num_days().unsigned_abs() + 1);
        self.publications.push(entry);
    }

    /// The same series as if an event had never been recorded; see [`History::without`].
    pub(super) fn without(&self, event: EventId) -> Self {
        let mut without = Self::new(self.key.clone());
        self.publications.without(event).iter().for_each(|entry| without.push(entry.clone()));
        without
    }

    /// The publications of a period that stand at (P, K), by rank.
    pub fn of_period(&self, period: Period, as_of: &AsOf) -> Vec<&Entry<StoredReading>> {
        let mut entries = self.beginning_on(period.from(), as_of);
        entries.retain(|entry| entry.fact.period == period);
        entries
    }

    /// The publications of the periods that begin on a day and stand at (P, K), by rank.
    pub fn beginning_on(&self, day: NaiveDate, as_of: &AsOf) -> Vec<&Entry<StoredReading>> {
        let mut entries: Vec<_> = self.beginning(day, day).filter(|entry| entry.stands(as_of)).collect();
        entries.sort_by_key(|entry| entry.stamp.rank());
        entries
    }

    /// The figures that count at (P, K), of periods that begin on or before E, in the order of their
    /// periods.
    pub fn current(&self, kind: MetricKind, as_of: &AsOf) -> Vec<CurrentReading> {
        let mut periods: Vec<(&Entry<StoredReading>, Stamp, usize)> = Vec::new();
        let visible = self.beginning(NaiveDate::MIN, as_of.effective).filter(|entry| entry.stands(as_of));
        for entry in visible {
            match periods.last_mut() {
                Some((held, first, count)) if held.fact.period == entry.fact.period => {
                    *count += 1;
                    if entry.stamp.rank() > held.stamp.rank() {
                        *held = entry;
                    }
                    if entry.stamp.rank() < first.rank() {
                        *first = entry.stamp;
                    }
                }
                _ => periods.push((entry, entry.stamp, 1)),
            }
        }
        periods
            .into_iter()
            .map(|(entry, first, publications)| CurrentReading {
                definition: self.key.definition,
                event: entry.event,
                by: entry.by(),
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

    /// A period that stands and overlaps another without being it; of several the first.
    pub fn overlapping(&self, period: Period, as_of: &AsOf) -> Option<Period> {
        // What begins earlier than this is over before the period.
        let earliest = period.from().checked_sub_days(Days::new(self.longest)).unwrap_or(NaiveDate::MIN);
        self.beginning(earliest, period.to())
            .filter(|entry| entry.fact.period != period && entry.fact.period.overlaps(period))
            .find(|entry| entry.stands(as_of))
            .map(|entry| entry.fact.period)
    }

    /// The publications, visible or not, of periods that begin on these days, in the order of their
    /// periods.
    fn beginning(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = &Entry<StoredReading>> {
        let start = self.rank_of(|period| period.from() < first);
        let later = (start..self.publications.len()).map(|rank| self.ranked(rank));
        later.take_while(move |entry| entry.fact.period.from() <= last)
    }

    /// How many publications have a period that lies `before`; those come first in the order of periods.
    fn rank_of(&self, before: impl Fn(Period) -> bool) -> usize {
        let is_before = |rank: usize| before(self.ranked(rank).fact.period);
        // Nearly always the newest periods are meant, so the search goes back from them in growing steps
        // before it halves what is left.
        let (mut low, mut high, mut step) = (0, self.publications.len(), 1);
        while low < high && step <= high {
            let probe = high - step;
            if is_before(probe) {
                low = probe + 1;
                break;
            }
            (high, step) = (probe, step * 2);
        }
        while low < high {
            let middle = low.midpoint(high);
            if is_before(middle) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The publication at a rank in the order of periods.
    fn ranked(&self, rank: usize) -> &Entry<StoredReading> {
        let index = self.by_period.as_ref().map_or(rank, |order| order[rank] as usize);
        self.publications.get(index).expect("what is listed by period was published")
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::event::{Annulled, Event};
    use crate::history::Recorded;
    use crate::id::PersonId;
    use crate::measurement::figures::Figures;
    use crate::metric::MetricFact;
    use crate::spec::{day, text};
    use crate::time::Instant;

    fn period((start, length): (u64, u64)) -> Period {
        let from = day("2024-01-01") + Days::new(start);
        Period::new(from, from + Days::new(length)).unwrap()
    }

    fn entry(position: u64, period: Period) -> Entry<StoredReading> {
        let now = Instant(i64::try_from(position).unwrap());
        let stamp = Stamp::new(position, now);
        let fact = Annulled { event: EventId(Uuid::nil()), reason: text("made up") };
        let event: Event<MetricFact> = Event::new(PersonId(Uuid::nil()), fact);
        let recorded = Recorded { id: EventId(Uuid::from_u128(position.into())), stamp, event };
        let reading = Reading::of(Figures::Value(Decimal::from(position)));
        Entry::of(
            &recorded,
            StoredReading { period, alignment: Alignment::Irregular, restatement: None, reading },
        )
    }

    proptest! {
        #[test]
        fn a_search_by_period_finds_what_a_search_over_all_readings_finds(
            spans in prop::collection::vec((0u64..60, 0u64..20), 0..40),
            asked in (0u64..80, 0u64..20),
            visible in 0u64..40,
        ) {
            let mut series = Series::new(SeriesKey::of(1));
            for (position, span) in (0..).zip(spans) {
                series.push(entry(position, period(span)));
            }
            let (asked, as_of) = (period(asked), AsOf { position: Some(visible), ..AsOf::head(NaiveDate::MAX) });
            let of_all = |pick: &dyn Fn(Period) -> bool| -> Vec<EventId> {
                let standing = series.publications.standing(&as_of);
                standing.filter(|entry| pick(entry.fact.period)).map(|entry| entry.event).collect()
            };
            let of_period: Vec<_> = series.of_period(asked, &as_of).iter().map(|entry| entry.event).collect();
            prop_assert_eq!(of_period, of_all(&|taken| taken == asked));
            let meeting = of_all(&|taken| taken != asked && taken.overlaps(asked));
            match series.overlapping(asked, &as_of) {
                Some(taken) => prop_assert!(taken != asked && taken.overlaps(asked) && !meeting.is_empty()),
                None => prop_assert!(meeting.is_empty()),
            }
            let mut periods: Vec<_> = series.publications.standing(&as_of).map(|entry| entry.fact.period).collect();
            periods.sort_unstable();
            periods.dedup();
            let current: Vec<_> = series.current(MetricKind::Mean, &as_of).iter().map(|it| it.period).collect();
            prop_assert_eq!(current, periods);
        }
    }
}
