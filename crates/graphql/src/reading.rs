//! One reading of a series, and everything that its source ever published about it.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject, Union};
use cxl_domain::history::Entry;
use cxl_domain::measurement::figures::{self, value};
use cxl_domain::measurement::interval::{self, FEW_ANSWERS};
use cxl_domain::measurement::kind::MetricKind;
use cxl_domain::metric::{self, CurrentReading, StoredReading};

use crate::connection::list_cost;
use crate::enums::{Alignment, IntervalMethod, ReadingStatus, RestatementReason};
use crate::fact::Fact;
use crate::ids::Global;
use crate::list::List;
use crate::moment::Moment;
use crate::period::Period;
use crate::scalars::{Count, Date, DateTime, Decimal};

/// A reading at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    moment: Arc<Moment>,
    series: Arc<metric::Series>,
    kind: MetricKind,
    current: CurrentReading,
}

impl Reading {
    pub(crate) fn of(
        moment: &Arc<Moment>,
        series: &Arc<metric::Series>,
        kind: MetricKind,
        current: CurrentReading,
    ) -> Self {
        Self { moment: moment.clone(), series: series.clone(), kind, current }
    }
}

/// The figures of one period of a series: those of the publication that counts.
#[Object]
impl Reading {
    /// The event that recorded the figures that count.
    async fn event(&self) -> ID {
        self.current.event.global()
    }

    /// The days that the figures cover.
    async fn period(&self) -> Period {
        self.current.period.into()
    }

    /// Whether the period is one of the metric's rhythm.
    async fn alignment(&self) -> Alignment {
        self.current.alignment.into()
    }

    /// What was counted or measured.
    async fn figures(&self) -> Figures {
        (&self.current.reading.figures).into()
    }

    /// The value that the figures give.
    async fn value(&self) -> Decimal {
        Decimal(self.current.value)
    }

    /// How many answered or were measured: as stated, else as counted in the figures.
    async fn n(&self) -> Option<Count> {
        self.current.reading.answers(self.kind).map(Count)
    }

    /// How many were asked.
    async fn invited(&self) -> Option<Count> {
        self.current.reading.invited.map(Count)
    }

    /// The standard deviation among those who answered.
    async fn standard_deviation(&self) -> Option<Decimal> {
        self.current.reading.standard_deviation.map(Decimal)
    }

    /// Whether the source still expects to change the figures.
    async fn status(&self) -> ReadingStatus {
        self.current.reading.status.into()
    }

    /// The sampling error; null where the figures do not tell enough. It decides no verdict.
    async fn interval(&self) -> Option<Interval> {
        interval::of_reading(self.kind, &self.current.reading).map(Interval::from)
    }

    /// Whether so few answered that the interval is shown before the number.
    async fn few_answers(&self) -> bool {
        self.current.reading.answers(self.kind).is_some_and(|answers| answers < FEW_ANSWERS)
    }

    /// When the ledger recorded the figures that count.
    async fn recorded(&self) -> DateTime {
        self.current.stamp.recorded.into()
    }

    /// The day on which the source published them, for imported history.
    async fn published(&self) -> Option<Date> {
        self.current.stamp.published.map(Date)
    }

    /// Whether other figures stood for the period before.
    async fn restated(&self) -> bool {
        let standing = self.series.of_period(self.current.period, self.moment.as_of());
        standing.iter().any(|entry| entry.fact.reading.figures != self.current.reading.figures)
    }

    /// Everything that the source ever stated about the period, as known, by published day, else by when
    /// it was recorded. What was annulled or corrected is marked so.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn publications(&self) -> List<Publication> {
        let as_of = self.moment.as_of();
        let publications = self.series.publications.iter();
        let mut visible: Vec<_> = publications
            .filter(|entry| entry.fact.period == self.current.period && as_of.sees(&entry.stamp))
            .collect();
        visible.sort_by_key(|entry| entry.stamp.rank());
        visible.into_iter().map(|entry| Publication { reading: self.clone(), entry: entry.clone() }).collect()
    }
}

/// One statement of a source about a period.
#[derive(Debug, Clone)]
pub(crate) struct Publication {
    reading: Reading,
    entry: Entry<StoredReading>,
}

/// What a source stated once about one period of a series.
#[Object]
impl Publication {
    /// Who recorded it, when, and when its source published it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.reading.moment, &self.entry)
    }

    /// What was counted or measured.
    async fn figures(&self) -> Figures {
        (&self.entry.fact.reading.figures).into()
    }

    /// The value that the figures give.
    async fn value(&self) -> Decimal {
        Decimal(value(self.reading.kind, &self.entry.fact.reading.figures))
    }

    /// How many answered or were measured.
    async fn n(&self) -> Option<Count> {
        self.entry.fact.reading.answers(self.reading.kind).map(Count)
    }

    /// How many were asked.
    async fn invited(&self) -> Option<Count> {
        self.entry.fact.reading.invited.map(Count)
    }

    /// Whether the source expected to change the figures.
    async fn status(&self) -> ReadingStatus {
        self.entry.fact.reading.status.into()
    }

    /// Why it differs from what was stated before; null if it does not.
    async fn restatement(&self) -> Option<RestatementReason> {
        self.entry.fact.restatement.map(Into::into)
    }

    /// Whether it was annulled or corrected.
    async fn is_fallen(&self) -> bool {
        self.entry.fallen(self.reading.moment.as_of())
    }

    /// Whether it is the one that counts.
    async fn counts(&self) -> bool {
        self.entry.event == self.reading.current.event
    }
}

/// A 95 % interval.
#[derive(Debug, SimpleObject)]
pub(crate) struct Interval {
    /// Its lower end, in the unit of the value.
    lower: f64,
    /// Its upper end.
    upper: f64,
    /// By which formula it was computed.
    method: IntervalMethod,
}

impl From<interval::Interval> for Interval {
    fn from(interval: interval::Interval) -> Self {
        Self { lower: interval.lower, upper: interval.upper, method: interval.method.into() }
    }
}

/// What was counted or measured in a period. Aggregates only, never one customer's answer.
#[derive(Union)]
pub(crate) enum Figures {
    /// The value itself.
    Value(ValueFigures),
    /// A part and its whole.
    Ratio(RatioFigures),
    /// The bands of the Net Promoter Score.
    Bands(BandFigures),
    /// Answers to each step of a scale.
    Steps(StepFigures),
}

/// The value itself, where nothing finer is known.
#[derive(Debug, SimpleObject)]
pub(crate) struct ValueFigures {
    /// The value.
    value: Decimal,
}

/// A part and its whole: two counts for a share, events and exposure for a rate, a total and a number
/// for a mean.
#[derive(Debug, SimpleObject)]
pub(crate) struct RatioFigures {
    /// The part, the events or the total.
    numerator: Decimal,
    /// The whole, the exposure or the number.
    denominator: Decimal,
}

/// Answers to "would you recommend us", 0 to 10, by the bands of the Net Promoter Score.
#[derive(Debug, SimpleObject)]
pub(crate) struct BandFigures {
    /// Answers of 9 and 10.
    promoters: Count,
    /// Answers of 7 and 8.
    passives: Count,
    /// Answers of 0 to 6.
    detractors: Count,
}

/// Answers to each step of a scale.
#[derive(Debug, SimpleObject)]
pub(crate) struct StepFigures {
    /// How many chose each step, the lowest step first.
    counts: List<Count>,
}

impl From<&figures::Figures> for Figures {
    fn from(figures: &figures::Figures) -> Self {
        match figures {
            figures::Figures::Value(value) => Self::Value(ValueFigures { value: Decimal(*value) }),
            figures::Figures::Ratio { numerator, denominator } => Self::Ratio(RatioFigures {
                numerator: Decimal(*numerator),
                denominator: Decimal(*denominator),
            }),
            figures::Figures::Bands { promoters, passives, detractors } => Self::Bands(BandFigures {
                promoters: Count(*promoters),
                passives: Count(*passives),
                detractors: Count(*detractors),
            }),
            figures::Figures::Steps(counts) => {
                Self::Steps(StepFigures { counts: counts.iter().copied().map(Count).collect() })
            }
        }
    }
}
