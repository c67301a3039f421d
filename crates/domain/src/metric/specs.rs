//! What may and may not be recorded about a metric.

mod clearing;
mod defining;
mod discipline;
mod mending;
mod mending_readings;
mod readings;
mod rebasing;
mod targets;

use rust_decimal::Decimal;

use super::*;
use crate::event::Event;
use crate::id::EventId;
use crate::measurement::decimal::dec;
use crate::measurement::figures::Figures;
use crate::spec::{self, Given, HOA, MINH, PROGRAM, Past, code, day, event, past, period, said, text};

fn given(history: impl IntoIterator<Item = Past<MetricFact>>) -> Given<Metric> {
    spec::given(history)
}

fn definition(kind: MetricKind) -> Defined {
    Defined {
        program: PROGRAM,
        code: code("WAIT"),
        kind,
        direction: Direction::Decrease,
        unit: None,
        rhythm: Rhythm::Month,
        due_within_days: Some(10),
    }
}

/// Positions 0 to 3: defined on 1 January 2024, its whole first definition the headline.
fn defined_as(kind: MetricKind) -> Given<Metric> {
    given([
        past(definition(kind)).from("2024-01-01"),
        past(Named { name: text("Waiting time") }).from("2024-01-01"),
        past(DefinitionStated { version: 1, wording: text("Days to refund") }).from("2024-01-01"),
        past(HeadlineNamed { series: SeriesKey::of(1) }).from("2024-01-01"),
    ])
}

fn defined() -> Given<Metric> {
    defined_as(MetricKind::Count)
}

fn define() -> Define {
    Define {
        defined: definition(MetricKind::Count),
        name: text("Waiting time"),
        wording: text("Days to refund"),
        accountable: None,
        headline: None,
        on: Some(day("2024-01-01")),
    }
}

/// Days in a month of 2024 or 2025, as a command states them.
fn reading(from: &str, to: &str, value: i64) -> RecordReading {
    RecordReading {
        series: SeriesKey::of(1),
        period: period(from, to),
        irregular: false,
        reading: Reading::of(Figures::Value(Decimal::from(value))),
        restatement: None,
    }
}

fn january(value: i64) -> RecordReading {
    reading("2024-01-01", "2024-01-31", value)
}

fn record(reading: RecordReading) -> Command {
    Command::RecordReading(reading)
}

/// The fact that a command on the rhythm leads to.
fn recorded_as(command: RecordReading) -> ReadingRecorded {
    let RecordReading { series, period, irregular: _, reading, restatement } = command;
    ReadingRecorded { series, period, alignment: Alignment::Regular, reading, restatement }
}

fn restated(reading: RecordReading) -> RecordReading {
    RecordReading { restatement: Some(RestatementReason::SourceRevised), ..reading }
}

/// The value that counts for January 2024 at a point in time.
fn january_at(given: &Given<Metric>, as_of: crate::time::AsOf) -> Option<Decimal> {
    let series = given.state.series(&SeriesKey::of(1))?;
    let current = series.current(MetricKind::Count, &as_of);
    current.iter().find(|held| held.period == january(0).period).map(|held| held.value)
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("never happened") })
}

fn annulled(event: EventId) -> Event<MetricFact> {
    said(Annulled { event, reason: text("never happened") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}
