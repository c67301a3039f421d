//! Readings: many to a command.

use cxl_domain::calendar::Period;
use cxl_domain::id::{CommandId, EventId};
use cxl_domain::measurement::figures::{Figures, Reading, ReadingStatus};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::RecordReading;
use cxl_domain::refusal::Refusal;
use cxl_ledger::{BulkItem, ExecuteError, Executed};

use super::entry::{Columns, Desk, Entry, Stop};
use super::metric::definition_version;
use super::outcome::{Outcome, Recorded};
use super::refused::stop;
use super::row::{Problem, Row, count};

/// How many rows go into one bulk.
pub(super) const BULK: usize = 1_000;

/// The names under which reasons of a restatement are written.
const REASONS: [(&str, RestatementReason); 4] = [
    ("source_revised", RestatementReason::SourceRevised),
    ("provisional_to_final", RestatementReason::ProvisionalToFinal),
    ("source_error", RestatementReason::SourceError),
    ("definition", RestatementReason::Definition),
];

/// Reads the reason of a restatement.
pub(super) fn reason(typed: &str) -> Result<RestatementReason, String> {
    let found = REASONS.iter().find(|(name, _)| *name == typed);
    found.map(|(_, reason)| *reason).ok_or_else(|| {
        let names: Vec<_> = REASONS.iter().map(|(name, _)| *name).collect();
        format!("write one of {}", names.join(", "))
    })
}

/// Records a bulk of rows and answers each, in order.
pub(super) async fn record(desk: &Desk<'_>, rows: &[Row<'_>]) -> Result<Vec<Outcome>, ExecuteError> {
    let mut outcomes: Vec<Option<Outcome>> = Vec::new();
    let mut items: Vec<(usize, BulkItem)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        match item(desk, *row) {
            Ok(item) => {
                outcomes.push(None);
                items.push((index, item));
            }
            Err(problem) => outcomes.push(Some(Outcome::Rejected(problem))),
        }
    }
    let mut restated = Vec::new();
    for ((index, mut item), answer) in answered(desk, items).await {
        // A row that gives no reason is tried without one first: a return to figures that others have
        // replaced is refused then, and not recorded as a restatement that nobody meant.
        if let Err(ExecuteError::Refused(Refusal::RestatementNeedsReason { .. })) = answer {
            item.reading.restatement = Some(desk.restatement);
            restated.push((index, item));
        } else {
            outcomes[index] = Some(outcome(rows[index], &item, answer)?);
        }
    }
    for ((index, item), answer) in answered(desk, restated).await {
        outcomes[index] = Some(outcome(rows[index], &item, answer)?);
    }
    Ok(outcomes.into_iter().map(|outcome| outcome.expect("each row was an item or a problem")).collect())
}

type Answered = ((usize, BulkItem), Result<Executed, ExecuteError>);

async fn answered(desk: &Desk<'_>, items: Vec<(usize, BulkItem)>) -> Vec<Answered> {
    if items.is_empty() {
        return Vec::new();
    }
    let bulk = items.iter().map(|(_, item)| item.clone()).collect();
    let answers = desk.ledger.record_readings(desk.actor(), CommandId((desk.draw)()), bulk).await;
    items.into_iter().zip(answers).collect()
}

fn outcome(
    row: Row<'_>,
    item: &BulkItem,
    answer: Result<Executed, ExecuteError>,
) -> Result<Outcome, ExecuteError> {
    match answer {
        Ok(executed) => Ok(Outcome::Entered(Recorded {
            events: executed.events.len(),
            restated: item.reading.restatement.is_some() && is_restatement(&executed, item),
        })),
        Err(error) => match stop(error, columns(row)) {
            Stop::Row(problem) => Ok(Outcome::Rejected(problem)),
            Stop::Import(error) => Err(error),
        },
    }
}

/// Whether what was recorded is a restatement: a reason given for first figures is not kept.
fn is_restatement(executed: &Executed, item: &BulkItem) -> bool {
    let recorded = |id: EventId| {
        let (_, entry) = executed.views.metric(item.metric)?.state.reading(id)?;
        entry.fact.restatement
    };
    executed.events.iter().any(|event| recorded(event.id).is_some())
}

/// A period is refused for its days, figures for the column in which they begin.
fn columns(row: Row<'_>) -> Columns {
    let filled = FIGURES.iter().copied().find(|column| !row.cell(column).is_empty());
    Columns { about: filled.unwrap_or("value"), day: "period_to" }
}

const FIGURES: [&str; 7] =
    ["value", "numerator", "denominator", "promoters", "passives", "detractors", "steps"];

fn item(desk: &Desk<'_>, row: Row<'_>) -> Result<BulkItem, Problem> {
    let entry = Entry::new(desk, row)?;
    let program = entry.program()?;
    let metric = entry.metric(program)?.ok_or_else(|| Problem::at("metric", "is empty; fill it in"))?;
    let (from, to) = (row.day("period_from")?, row.day("period_to")?);
    let (Some(from), Some(to)) = (from, to) else {
        return Err(Problem::of_row("period_from and period_to are needed; fill them in"));
    };
    let series = SeriesKey {
        definition: definition_version(row)?,
        channel: row.code("channel")?,
        segment: row.code("segment")?,
        source: row.code("source")?,
    };
    let statuses = [("provisional", ReadingStatus::Provisional), ("final", ReadingStatus::Final)];
    let reading = Reading {
        figures: figures(row)?,
        n: row.count("n")?,
        invited: row.count("invited")?,
        standard_deviation: row.number("standard_deviation")?,
        status: row.named("status", &statuses)?.unwrap_or(ReadingStatus::Final),
    };
    let reading = RecordReading {
        series,
        period: Period::new(from, to).map_err(|error| Problem::at("period_to", error))?,
        irregular: row.named("irregular", &[("yes", true), ("no", false)])?.unwrap_or(false),
        reading,
        restatement: row.named("restatement_reason", &REASONS)?,
    };
    Ok(BulkItem { metric, reading, claim: entry.into_claim() })
}

/// The figures, by the columns that are filled.
fn figures(row: Row<'_>) -> Result<Figures, Problem> {
    let value = row.number("value")?;
    let ratio = (row.number("numerator")?, row.number("denominator")?);
    let bands = (row.count("promoters")?, row.count("passives")?, row.count("detractors")?);
    let steps = row.read("steps", |cell| cell.split('|').map(|step| count(step.trim())).collect())?;
    let shapes = [value.is_some(), ratio != (None, None), bands != (None, None, None), steps.is_some()];
    if shapes.into_iter().filter(|filled| *filled).count() > 1 {
        return Err(Problem::at(
            "value",
            "the row has figures of more than one shape; fill value, or numerator and denominator, or \
             promoters, passives and detractors, or steps",
        ));
    }
    match (value, ratio, bands, steps) {
        (Some(value), ..) => Ok(Figures::Value(value)),
        (_, (Some(numerator), Some(denominator)), ..) => Ok(Figures::Ratio { numerator, denominator }),
        (_, (Some(_), None), ..) => {
            Err(Problem::at("denominator", "is empty beside a numerator; fill it in"))
        }
        (_, (None, Some(_)), ..) => {
            Err(Problem::at("numerator", "is empty beside a denominator; fill it in"))
        }
        (.., (Some(promoters), Some(passives), Some(detractors)), _) => {
            Ok(Figures::Bands { promoters, passives, detractors })
        }
        (.., Some(steps)) => Ok(Figures::Steps(steps)),
        (.., (None, None, None), None) => {
            Err(Problem::at("value", "the row has no figures; fill them in, or leave the row out"))
        }
        _ => {
            Err(Problem::at("promoters", "fill promoters, passives and detractors; write 0 where nobody was"))
        }
    }
}
