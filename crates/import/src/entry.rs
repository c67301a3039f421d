//! One row on its way into the ledger: who enters it, what it refers to, and what became of its acts.

use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::id::{CommandId, PersonId, ProgramId};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::time::{AsOf, day_in};
use cxl_ledger::{Command, ExecuteError, Executed, Ledger, Request, TextAt, TextValue, Views};
use cxl_store::meta::{Actor, Claim};
use uuid::Uuid;

use super::refused::{stands_already, stop};
use super::row::{Problem, Row};

/// Everything recorded, whatever day it begins.
pub(super) fn ever() -> AsOf {
    AsOf::head(NaiveDate::MAX)
}

/// What all rows of an import share.
pub(super) struct Desk<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) importer: PersonId,
    /// By which name the claims of this import are found together.
    pub(super) batch: CommandId,
    /// Draws a fresh id. Ids are drawn and not derived from the rows: the id of a command stands in
    /// clear, and must tell nothing of a code or text that is sealed.
    pub(super) draw: &'a (dyn Fn() -> Uuid + Sync),
    /// Why figures differ from those stated before, where the row does not say.
    pub(super) restatement: RestatementReason,
}

impl Desk<'_> {
    pub(super) fn actor(&self) -> Actor {
        Actor::person(self.importer)
    }
}

/// Why a row went no further.
#[derive(Debug)]
pub(super) enum Stop {
    /// The row is rejected.
    Row(Problem),
    /// The ledger can't record anything now; the import ends here.
    Import(ExecuteError),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Row(problem)
    }
}

/// How a cell compares to a recorded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    So,
    Otherwise,
    /// The key of the text is gone.
    Unknown,
}

/// The columns to which the refusal of an act is put down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    /// What the act is about.
    pub(super) about: &'static str,
    /// The day of the act.
    pub(super) day: &'static str,
}

/// A row being entered.
pub(super) struct Entry<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) row: Row<'a>,
    claim: Option<Claim>,
    /// How many events the row has recorded.
    pub(super) recorded: usize,
}

impl<'a> Entry<'a> {
    pub(super) fn new(desk: &'a Desk<'a>, row: Row<'a>) -> Result<Self, Problem> {
        row.check()?;
        Ok(Self { desk, row, claim: row.claim(desk.batch)?, recorded: 0 })
    }

    pub(super) fn views(&self) -> Arc<Views> {
        self.desk.ledger.snapshot()
    }

    /// What the row claims about its source.
    pub(super) fn into_claim(self) -> Option<Claim> {
        self.claim
    }

    /// Whether the row says when its source made it known.
    pub(super) fn is_backfill(&self) -> bool {
        self.claim.is_some()
    }

    /// On which day something became known that came to pass after the row was published: on its own day.
    pub(super) fn later(&self, on: Option<NaiveDate>) -> Option<NaiveDate> {
        let published = self.claim.as_ref()?.published;
        on.filter(|on| published < *on)
    }

    /// Today where the program is, else where the organization is.
    pub(super) fn today(&self, program: Option<ProgramId>) -> NaiveDate {
        day_in(self.desk.ledger.now(), self.views().zone_of(program, &ever()))
    }

    /// Carries out what the row says. Answers nothing where that state of affairs stands already.
    pub(super) async fn act(&mut self, columns: Columns, command: Command) -> Result<Option<Executed>, Stop> {
        self.act_by(None, columns, command).await
    }

    /// The same for what somebody else did.
    pub(super) async fn act_by(
        &mut self,
        by: Option<PersonId>,
        columns: Columns,
        command: Command,
    ) -> Result<Option<Executed>, Stop> {
        self.act_under(self.claim.clone(), by, columns, command).await
    }

    /// The same for what the source made known on a day of its own.
    pub(super) async fn act_later(
        &mut self,
        published: Option<NaiveDate>,
        by: Option<PersonId>,
        columns: Columns,
        command: Command,
    ) -> Result<Option<Executed>, Stop> {
        let claim = self.claim.clone();
        let claim = claim.map(|claim| Claim { published: published.unwrap_or(claim.published), ..claim });
        self.act_under(claim, by, columns, command).await
    }

    async fn act_under(
        &mut self,
        claim: Option<Claim>,
        by: Option<PersonId>,
        columns: Columns,
        command: Command,
    ) -> Result<Option<Executed>, Stop> {
        let id = CommandId((self.desk.draw)());
        let request = Request { by, claim, ..Request::new(self.desk.actor(), id, command) };
        match self.desk.ledger.execute(request).await {
            Ok(executed) => {
                self.recorded += executed.events.len();
                Ok(Some(executed))
            }
            Err(ExecuteError::Refused(refusal)) if stands_already(&refusal) => Ok(None),
            Err(error) => Err(stop(error, columns)),
        }
    }

    /// Whether the recorded text at a place is the one in the cell.
    pub(super) async fn compare(&self, recorded: Option<TextAt>, column: &str) -> Result<Said, Stop> {
        let Some(recorded) = recorded else { return Ok(Said::Otherwise) };
        let texts = self.desk.ledger.texts(&[recorded]).await.map_err(Stop::Import)?;
        Ok(match texts.first() {
            Some(TextValue::Clear(text)) if **text == *self.row.cell(column) => Said::So,
            Some(TextValue::Clear(_) | TextValue::Absent) | None => Said::Otherwise,
            Some(TextValue::Unavailable) => Said::Unknown,
        })
    }

    /// Whether a text is one of those recorded at these places. Where a key is gone nobody can tell, and
    /// what was erased is not to be recorded anew.
    pub(super) async fn is_among(&self, recorded: Vec<TextAt>, said: &str) -> Result<bool, Stop> {
        let texts = self.desk.ledger.texts(&recorded).await.map_err(Stop::Import)?;
        Ok(texts.iter().any(|text| match text {
            TextValue::Clear(text) => **text == *said,
            TextValue::Unavailable => true,
            TextValue::Absent => false,
        }))
    }

    /// Whether the cell changes the recorded text at a place. One whose key is gone is left as it is:
    /// what was erased is not to be recorded anew.
    pub(super) async fn rewords(&self, recorded: Option<TextAt>, column: &str) -> Result<bool, Stop> {
        Ok(self.compare(recorded, column).await? == Said::Otherwise)
    }
}

/// Refuses a cell that says otherwise than what does not change: only a correction mends that.
pub(super) fn unchanged<T: PartialEq + std::fmt::Display>(
    column: &'static str,
    said: Option<T>,
    recorded: Option<T>,
) -> Result<(), Problem> {
    let reason = match (said, recorded) {
        (Some(said), Some(recorded)) if said != recorded => {
            format!("{said} differs from {recorded}, which is recorded; correct that fact, or the cell")
        }
        (Some(said), None) => {
            format!("{said} is new and nothing is recorded there; correct that fact, or empty the cell")
        }
        _ => return Ok(()),
    };
    Err(Problem::at(column, reason))
}
