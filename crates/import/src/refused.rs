//! Why the ledger took no part of a row, as the reader of a file understands it.

use cxl_domain::refusal::Refusal;
use cxl_ledger::ExecuteError;

use super::entry::{Columns, Stop};
use super::row::Problem;

/// Whether an error is the row's, and which column it is put down to.
pub(super) fn stop(error: ExecuteError, columns: Columns) -> Stop {
    match error {
        ExecuteError::Refused(refusal) => Stop::Row(problem(&refusal, columns)),
        ExecuteError::Forbidden { .. } => {
            Stop::Row(Problem::of_row(format!("{error}; import as a person who may, with --as CODE")))
        }
        ExecuteError::TooLarge { .. } => Stop::Row(Problem::at(columns.about, error)),
        other => Stop::Import(other),
    }
}

/// The refusal as the reader of a file understands it.
fn problem(refusal: &Refusal, columns: Columns) -> Problem {
    match refusal {
        Refusal::PublishedInFuture { .. } | Refusal::PublishedDayTaken { .. } => {
            Problem::at("published_on", refusal)
        }
        Refusal::PublishedEarly { day, published, .. } => {
            Problem::at("published_on", format!("{published} lies before {day}, when it came to pass"))
        }
        Refusal::InFuture { day, today, .. } => {
            Problem::at(columns.day, format!("{day} lies after today ({today})"))
        }
        Refusal::BeforeBeginning { field, day, begins } => {
            let column = if *field == "due" { "due_on" } else { columns.day };
            Problem::at(column, format!("{day} lies before the beginning on {begins}"))
        }
        Refusal::EndBeforeStart { from, until, .. } => {
            Problem::at("until", format!("{until} is not after {from}; until is the first day without it"))
        }
        Refusal::BeforeProgram { .. }
        | Refusal::NotRunning { .. }
        | Refusal::NothingToResume { .. }
        | Refusal::NothingToReopen { .. }
        | Refusal::DayOutOfRange { .. }
        | Refusal::StandsLater { .. }
        | Refusal::SpotRetired { .. }
        | Refusal::NotShared { .. }
        | Refusal::ResolvedAlready { .. } => Problem::at(columns.day, refusal),
        Refusal::UnknownDefinition { .. } => Problem::at("definition_version", refusal),
        Refusal::RestatementNeedsReason { .. } | Refusal::Superseded { .. } => {
            Problem::at("restatement_reason", refusal)
        }
        Refusal::OffRhythm { .. } | Refusal::PeriodOverlaps { .. } => Problem::at("period_from", refusal),
        Refusal::PracticeScope { .. } => Problem::at("initiatives", refusal),
        Refusal::OwnEvidence => Problem::at("accepted_by", refusal),
        Refusal::OwnProposal => Problem::at("approved_by", refusal),
        Refusal::NotAccountable { .. } => Problem::at("by", refusal),
        _ => Problem::at(columns.about, refusal),
    }
}

/// Whether a refusal says that it is so already.
pub(super) fn stands_already(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Unchanged { .. }
            | Refusal::OwnsAlready { .. }
            | Refusal::VacantAlready { .. }
            | Refusal::LinkedAlready
            | Refusal::BridgedAlready { .. }
            | Refusal::FlagClearedAlready
            | Refusal::AcknowledgedAlready { .. }
    )
}
