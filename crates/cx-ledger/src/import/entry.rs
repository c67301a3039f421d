//! One row on its way into the ledger: who enters it, what it refers to, and what became of its acts.

use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::id::{
    CommandId, CommitteeId, DepartmentId, GoalId, InitiativeId, JourneyId, MeetingId, MetricId, PainPointId,
    PersonId, ProgramId, SpotId,
};
use cxl_domain::journey::{Journey, Place};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::meeting::Meeting;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::{AsOf, day_in};
use cxl_ledger::{Command, ExecuteError, Executed, Ledger, Request, TextAt, TextValue, Views};
use cxl_store::meta::{Actor, Claim};
use uuid::Uuid;

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

    /// The program that the row names.
    pub(super) fn program(&self) -> Result<ProgramId, Problem> {
        let code = self.row.needed("program", Code::parse)?;
        let found = self.views().program_by_code(&code, &ever());
        found.ok_or_else(|| unknown("program", "program", &code, "program.csv"))
    }

    /// The initiative of the program that the row names.
    pub(super) fn initiative(&self, program: ProgramId) -> Result<InitiativeId, Problem> {
        let code = self.row.needed("initiative", Code::parse)?;
        self.initiative_of_code("initiative", program, &code)
    }

    pub(super) fn initiative_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<InitiativeId, Problem> {
        let found = self.views().initiative_by_code(program, code, &ever());
        found.ok_or_else(|| unknown(column, "initiative", code, "initiatives.csv"))
    }

    /// The goal of a program that the row names, if it names one.
    pub(super) fn goal(&self, program: ProgramId) -> Result<Option<GoalId>, Problem> {
        let Some(code) = self.row.code("goal")? else { return Ok(None) };
        let views = self.views();
        let goal = views.program(program).and_then(|held| held.state.goal_of_code(&code, &ever()));
        goal.map(|goal| Some(goal.id)).ok_or_else(|| unknown("goal", "goal", &code, "goals.csv"))
    }

    /// The metric of the program that the row names.
    pub(super) fn needed_metric(&self, program: ProgramId) -> Result<MetricId, Problem> {
        self.metric(program)?.ok_or_else(|| Problem::at("metric", "is empty; fill it in"))
    }

    /// The committee of the program that the row names.
    pub(super) fn committee(&self, program: ProgramId) -> Result<CommitteeId, Problem> {
        let code = self.row.needed("committee", Code::parse)?;
        let found = self.views().thing_by_code::<Committee>(program, &code, &ever());
        found.ok_or_else(|| unknown("committee", "committee", &code, "committees.csv"))
    }

    /// The meeting of the program that the row names.
    pub(super) fn meeting(&self, program: ProgramId) -> Result<MeetingId, Problem> {
        let code = self.row.needed("meeting", Code::parse)?;
        let found = self.views().thing_by_code::<Meeting>(program, &code, &ever());
        found.ok_or_else(|| unknown("meeting", "meeting", &code, "meetings.csv"))
    }

    /// The metric of the program that the row names, if it names one.
    pub(super) fn metric(&self, program: ProgramId) -> Result<Option<MetricId>, Problem> {
        let Some(code) = self.row.code("metric")? else { return Ok(None) };
        let found = self.views().metric_by_code(program, &code, &ever());
        found.map(Some).ok_or_else(|| unknown("metric", "metric", &code, "metrics.csv"))
    }

    /// The codes that a cell names, `;` between, each once.
    pub(super) fn codes(&self, column: &'static str) -> Result<Vec<Code>, Problem> {
        let mut codes = Vec::new();
        for cell in self.row.cell(column).split(';').map(str::trim).filter(|code| !code.is_empty()) {
            let code = Code::parse(cell).map_err(|error| Problem::at(column, error))?;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }

    /// The initiatives of the program that the row names.
    pub(super) fn initiatives(&self, program: ProgramId) -> Result<Vec<InitiativeId>, Problem> {
        let codes = self.codes("initiatives")?.into_iter();
        codes.map(|code| self.initiative_of_code("initiatives", program, &code)).collect()
    }

    pub(super) fn pain_point_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<PainPointId, Problem> {
        let found = self.views().thing_by_code::<PainPoint>(program, code, &ever());
        found.ok_or_else(|| unknown(column, "pain point", code, "pain_points.csv"))
    }

    /// The journey that the row names.
    pub(super) fn journey(&self) -> Result<JourneyId, Problem> {
        let program = self.program()?;
        let code = self.row.needed("journey", Code::parse)?;
        self.journey_of_code("journey", program, &code)
    }

    fn journey_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<JourneyId, Problem> {
        let found = self.views().thing_by_code::<Journey>(program, code, &ever());
        found.ok_or_else(|| unknown(column, "journey", code, "journeys.csv"))
    }

    /// The stage, touchpoint or hand-off on the map of a journey that a cell names.
    pub(super) fn spot(&self, journey: JourneyId, column: &'static str) -> Result<SpotId, Problem> {
        let code = self.row.needed(column, Code::parse)?;
        self.spot_of_code(column, journey, &code)
    }

    fn spot_of_code(&self, column: &'static str, journey: JourneyId, code: &Code) -> Result<SpotId, Problem> {
        let views = self.views();
        let found = views.thing::<Journey>(journey).and_then(|held| held.state.spot_of_code(code, &ever()));
        let missing = || {
            let reason = format!(
                "there is no {code} on the map of that journey; add it to journeys.csv, touchpoints.csv or \
                 hand_offs.csv, or correct the code"
            );
            Problem::at(column, reason)
        };
        found.map(|spot| spot.id).ok_or_else(missing)
    }

    /// The place on a journey that the row names, if it names a journey.
    pub(super) fn place(&self, program: ProgramId) -> Result<Option<Place>, Problem> {
        match (self.row.cell("journey"), self.row.cell("spot")) {
            ("", "") => Ok(None),
            ("", _) => Err(Problem::at("journey", "is empty; say on which journey the spot lies")),
            (journey, spot) => self.place_of_codes("journey", program, journey, spot).map(Some),
        }
    }

    /// The place that a journey's code and, if it is not empty, the code of a spot on its map name.
    pub(super) fn place_of_codes(
        &self,
        column: &'static str,
        program: ProgramId,
        journey: &str,
        spot: &str,
    ) -> Result<Place, Problem> {
        let code = |cell| Code::parse(cell).map_err(|error| Problem::at(column, error));
        let journey = self.journey_of_code(column, program, &code(journey)?)?;
        let spot = match spot {
            "" => None,
            spot => Some(self.spot_of_code(column, journey, &code(spot)?)?),
        };
        Ok(Place { journey, spot })
    }

    /// The departments that a cell names, `;` between.
    pub(super) fn departments(&self, column: &'static str) -> Result<Vec<DepartmentId>, Problem> {
        let codes = self.codes(column)?.into_iter();
        codes.map(|code| self.department_of_code(column, &code)).collect()
    }

    /// The people whom a cell names, `;` between.
    pub(super) async fn people(&self, column: &'static str) -> Result<Vec<PersonId>, Stop> {
        let mut people = Vec::new();
        for code in self.codes(column)? {
            match self.person_of_code(&code).await? {
                Some(person) => people.push(person),
                None => return Err(unknown(column, "person", &code, "people.csv").into()),
            }
        }
        Ok(people)
    }

    /// The department that a cell names, if it names one.
    pub(super) fn department(&self, column: &'static str) -> Result<Option<DepartmentId>, Problem> {
        let Some(code) = self.row.code(column)? else { return Ok(None) };
        self.department_of_code(column, &code).map(Some)
    }

    fn department_of_code(&self, column: &'static str, code: &Code) -> Result<DepartmentId, Problem> {
        let found = self.views().organization().state.department_of_code(code, &ever());
        found
            .map(|department| department.id)
            .ok_or_else(|| unknown(column, "department", code, "departments.csv"))
    }

    /// The person whom a cell names, if it names one.
    pub(super) async fn person(&self, column: &'static str) -> Result<Option<PersonId>, Stop> {
        let Some(code) = self.row.code(column)? else { return Ok(None) };
        match self.person_of_code(&code).await? {
            Some(person) => Ok(Some(person)),
            None => Err(unknown(column, "person", &code, "people.csv").into()),
        }
    }

    pub(super) async fn person_of_code(&self, code: &Code) -> Result<Option<PersonId>, Stop> {
        let found = self.desk.ledger.person_by_code(code, &ever()).await;
        found.map_err(|error| Stop::Import(error.into()))
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

/// Refusals that say: it is so already.
fn stands_already(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Unchanged { .. }
            | Refusal::OwnsAlready { .. }
            | Refusal::VacantAlready { .. }
            | Refusal::LinkedAlready
            | Refusal::BridgedAlready { .. }
            | Refusal::AcknowledgedAlready { .. }
    )
}

fn unknown(column: &'static str, noun: &str, code: &Code, file: &str) -> Problem {
    Problem::at(column, format!("there is no {noun} {code}; add it to {file}, or correct the code"))
}

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
