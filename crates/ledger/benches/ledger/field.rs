//! The streams that callers write to: metrics for readings, initiatives for progress reports.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{Days, NaiveDate};
use cxl_domain::calendar::Period;
use cxl_domain::id::{InitiativeId, MetricId};
use cxl_domain::initiative::{self, DeclaredState, ProgressReported, Sentences};
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, RecordReading};
use cxl_ledger::{BulkItem, Command, Ledger};
use cxl_store::meta::Actor;

use super::world::{World, code, text};

/// The code of the program that holds them.
pub(super) const PROGRAM: &str = "FIELD";
/// How many metrics there are, and how many initiatives: one for each of the most callers.
pub(super) const STREAMS: u32 = 256;
/// The first day for which there is a reading.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1950, 1, 1).expect("1 January 1950 exists");
/// Days of a series; then the next channel follows.
const DAYS: u32 = 25_000;

/// What a caller records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// A day's share; no text.
    Reading,
    /// A month's report with one sealed sentence.
    Report,
}

/// A ledger and the streams in it.
pub(super) struct Field {
    pub(super) ledger: Arc<Ledger>,
    pub(super) actor: Actor,
    metrics: Vec<(MetricId, AtomicU32)>,
    initiatives: Vec<InitiativeId>,
}

impl Field {
    pub(super) fn of(world: &World) -> Self {
        let (views, program) = (world.ledger.snapshot(), world.program(PROGRAM).expect("it was made"));
        let metrics = views.metrics_of(program).map(|held| {
            let readings: usize = held.state.series.iter().map(|series| series.publications.len()).sum();
            (held.state.id, AtomicU32::new(u32::try_from(readings).expect("few readings")))
        });
        Self {
            ledger: Arc::clone(&world.ledger),
            actor: Actor::person(world.administrator()),
            metrics: metrics.collect(),
            initiatives: views.initiatives_of(program).map(|held| held.state.id).collect(),
        }
    }

    /// What is recorded next in the stream of a rank.
    pub(super) fn command(&self, act: Act, stream: u32) -> Command {
        match act {
            Act::Reading => {
                let BulkItem { metric, reading, .. } = self.item(stream);
                Command::Metric(Some(metric), metric::Command::RecordReading(reading))
            }
            Act::Report => {
                let initiative = self.initiatives[stream as usize % self.initiatives.len()];
                let report = initiative::Command::ReportProgress { report: report() };
                Command::Initiative(Some(initiative), report)
            }
        }
    }

    /// The next day's reading of the metric of a rank.
    pub(super) fn item(&self, stream: u32) -> BulkItem {
        let (metric, days) = &self.metrics[stream as usize % self.metrics.len()];
        let turn = days.fetch_add(1, Ordering::Relaxed);
        let (day, channel) = (FIRST + Days::new((turn % DAYS).into()), turn / DAYS);
        let channel = (channel > 0).then(|| code(&format!("CHANNEL-{channel}")));
        let paid = i64::from(stream * 31 + day.to_epoch_days().unsigned_abs() * 17) % 900;
        let figures = Figures::Ratio { numerator: (8_000 + paid).into(), denominator: 9_045.into() };
        let reading = RecordReading {
            series: SeriesKey { channel, ..SeriesKey::of(1) },
            period: Period::new(day, day).expect("a day is a period"),
            irregular: false,
            reading: Reading::of(figures),
            restatement: None,
        };
        BulkItem { metric: *metric, reading, claim: None }
    }
}

fn report() -> ProgressReported {
    let day = |text: &str| text.parse().expect("a day");
    ProgressReported::new(
        Period::new(day("2024-03-01"), day("2024-03-31")).expect("March is a period"),
        DeclaredState::OnTrack,
        Sentences {
            summary: text(
                "Half of the branches now answer refund calls within the day; the rest follows in May.",
            ),
            next_step: None,
            blocked_by: None,
        },
    )
}
