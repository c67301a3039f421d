//! Progress reports, explanations of exceptions, and who has read what.

use cxl_domain::calendar::Period;
use cxl_domain::exception::{ExceptionExplained, ExceptionKey, ExceptionKind, Subject};
use cxl_domain::id::{InitiativeId, PersonId, ProgramId};
use cxl_domain::initiative::{self, DeclaredState, ProgressReported, Sentences};
use cxl_domain::maturity::PracticeId;
use cxl_domain::meeting::{self, Meeting};
use cxl_domain::program;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever};
use super::row::{Problem, stable_name};

/// A row of reports.csv.
pub(super) async fn report(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let row = entry.row;
    let Some(period) = period(entry)? else {
        return Err(Problem::of_row("period_from and period_to are needed; fill them in").into());
    };
    let states = [
        ("on_track", DeclaredState::OnTrack),
        ("at_risk", DeclaredState::AtRisk),
        ("off_track", DeclaredState::OffTrack),
    ];
    let Some(state) = row.named("state", &states)? else {
        return Err(Problem::at("state", "is empty; fill it in").into());
    };
    let by = entry.person("reported_by").await?;
    if reported_already(entry, id, period, state).await? {
        return Ok(());
    }
    let report = ProgressReported::new(
        period,
        state,
        Sentences {
            summary: row.needed_text("summary")?,
            next_step: row.text("next_step")?,
            blocked_by: row.text("blocked_by")?,
        },
    );
    let report = initiative::Command::ReportProgress { report };
    let columns = Columns { about: "summary", day: "period_to" };
    entry.act_by(by, columns, Command::Initiative(Some(id), report)).await?;
    Ok(())
}

fn period(entry: &Entry<'_>) -> Result<Option<Period>, Problem> {
    match (entry.row.day("period_from")?, entry.row.day("period_to")?) {
        (Some(from), Some(to)) => {
            Period::new(from, to).map(Some).map_err(|error| Problem::at("period_to", error))
        }
        (None, None) => Ok(None),
        _ => Err(Problem::at("period_from", "and period_to belong together; fill both in, or empty both")),
    }
}

/// Whether one of the reports for the period says the same, sentences included.
async fn reported_already(
    entry: &Entry<'_>,
    id: InitiativeId,
    period: Period,
    state: DeclaredState,
) -> Result<bool, Stop> {
    let views = entry.views();
    let reports = views.initiative(id).map(|held| held.state.reports(&ever())).unwrap_or_default();
    for report in reports.iter().filter(|report| (report.period, report.state) == (period, state)) {
        let position = report.stamp.position();
        let mut same = true;
        for (column, pointer) in [
            ("summary", "/fact/summary"),
            ("next_step", "/fact/next_step"),
            ("blocked_by", "/fact/blocked_by"),
        ] {
            same &= says(entry, column, TextAt { position, pointer }).await?;
        }
        if same {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a cell says what is recorded, or nothing.
async fn says(entry: &Entry<'_>, column: &'static str, recorded: TextAt) -> Result<bool, Stop> {
    Ok(entry.row.cell(column).is_empty() || entry.compare(Some(recorded), column).await? != Said::Otherwise)
}

/// A row of explanations.csv.
pub(super) async fn explanation(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let row = entry.row;
    let kinds: Vec<(String, ExceptionKind)> =
        ExceptionKind::ALL.iter().map(|kind| (stable_name(kind), *kind)).collect();
    let kinds: Vec<(&str, ExceptionKind)> = kinds.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    let (Some(kind), Some(since)) = (row.named("exception", &kinds)?, row.day("since")?) else {
        return Err(Problem::of_row("exception and since are needed; fill them in").into());
    };
    let exception = ExceptionKey { kind, about: subject(entry, program).await?, since, explanation: None };
    let by = entry.person("explained_by").await?;
    let Some(owner) = entry.person("owner").await? else {
        return Err(Problem::at("owner", "is empty; fill it in").into());
    };
    let due = row.day("due_on")?;
    let views = entry.views();
    let known = match exception.about.initiative() {
        Some(id) => views.initiative(id).and_then(|held| held.state.explanation(&exception, &ever())),
        None => views.program(program).and_then(|held| held.state.explanation(&exception, &ever())),
    };
    if let Some(known) = known.filter(|known| (known.owner, known.due) == (owner, due)) {
        let position = known.position;
        let cause = says(entry, "cause", TextAt { position, pointer: "/fact/cause" }).await?;
        if cause && says(entry, "next_step", TextAt { position, pointer: "/fact/next_step" }).await? {
            return Ok(());
        }
    }
    let (cause, next_step) = (row.needed_text("cause")?, row.text("next_step")?);
    let explained = ExceptionExplained { exception, cause, next_step, owner, due };
    let command = match exception.about.initiative() {
        Some(id) => Command::Initiative(Some(id), initiative::Command::ExplainException { explained }),
        None => Command::Program(Some(program), program::Command::ExplainException { explained }),
    };
    entry.act_by(by, Columns { about: "exception", day: "due_on" }, command).await?;
    Ok(())
}

/// What the exception is about: something of an initiative, else a metric, a committee, a meeting or a
/// decision.
async fn subject(entry: &Entry<'_>, program: ProgramId) -> Result<Subject, Stop> {
    let row = entry.row;
    if !row.cell("initiative").is_empty() {
        return about(entry, entry.initiative(program)?).await;
    }
    if let Some(metric) = entry.metric(program)? {
        return Ok(Subject::Metric(metric));
    }
    if !row.cell("committee").is_empty() {
        return Ok(Subject::Committee(entry.committee(program)?));
    }
    if !row.cell("meeting").is_empty() {
        return Ok(Subject::Meeting(entry.meeting(program)?));
    }
    if let Some(code) = row.code("decision")? {
        return Ok(Subject::Decision(entry.decision_of_code("decision", program, &code)?));
    }
    let reason = "is empty, as are metric, committee, meeting and decision; fill in one of them";
    Err(Problem::at("initiative", reason).into())
}

/// What the exception is about: an improvement or a practice of the initiative, else the initiative.
async fn about(entry: &Entry<'_>, id: InitiativeId) -> Result<Subject, Stop> {
    let practice = entry.row.read("practice", str::parse::<PracticeId>)?;
    match (practice, entry.row.cell("improvement")) {
        (None, "") => Ok(Subject::Initiative(id)),
        (Some(practice), "") => Ok(Subject::Practice(id, practice)),
        (None, _) => {
            entry.improvement_titled(id).await.map(|improvement| Subject::Improvement(id, improvement))
        }
        (Some(_), _) => Err(Problem::at("improvement", "or practice: empty one of the two").into()),
    }
}

/// A row of acknowledgments.csv: somebody read the minutes of a meeting, or a progress report.
pub(super) async fn acknowledgment(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let Some(person) = entry.person("person").await? else {
        return Err(Problem::at("person", "is empty; fill it in").into());
    };
    let command = match (entry.row.cell("meeting"), entry.row.cell("initiative")) {
        (meeting, "") if !meeting.is_empty() => minutes_read(entry, program, person)?,
        ("", initiative) if !initiative.is_empty() => report_read(entry, program, person)?,
        _ => {
            return Err(
                Problem::at("meeting", "or initiative: fill in one of the two, for what was read").into()
            );
        }
    };
    if let Some((about, command)) = command {
        entry.act_by(Some(person), Columns { about, day: "published_on" }, command).await?;
    }
    Ok(())
}

type Acknowledging = Option<(&'static str, Command)>;

fn minutes_read(entry: &Entry<'_>, program: ProgramId, person: PersonId) -> Result<Acknowledging, Problem> {
    let id = entry.meeting(program)?;
    let views = entry.views();
    let held = views.thing::<Meeting>(id).map(|held| &held.state);
    let minutes = held.and_then(|state| state.minutes(&ever())).map(|(fact, _)| fact.event);
    let (Some(held), Some(minutes)) = (held, minutes) else {
        return Err(Problem::at("meeting", "has no minutes; add them to meetings.csv"));
    };
    let is_known = held.acknowledgments(minutes, &ever()).any(|fact| fact.by() == person);
    let command = Command::Meeting(Some(id), meeting::Command::Acknowledge { minutes });
    Ok((!is_known).then_some(("meeting", command)))
}

fn report_read(entry: &Entry<'_>, program: ProgramId, person: PersonId) -> Result<Acknowledging, Problem> {
    let id = entry.initiative(program)?;
    let Some(period) = period(entry)? else {
        return Err(Problem::at("period_from", "is empty; say for which period the report is"));
    };
    let views = entry.views();
    let held = views.initiative(id).map(|held| &held.state);
    let report = held.and_then(|state| state.report_of(period, &ever())).map(|report| report.event);
    let (Some(held), Some(report)) = (held, report) else {
        return Err(Problem::at("period_from", "there is no report for that period; add it to reports.csv"));
    };
    let is_known = held.acknowledgments(report, &ever()).any(|fact| fact.by() == person);
    let command = Command::Initiative(Some(id), initiative::Command::AcknowledgeReport { report });
    Ok((!is_known).then_some(("initiative", command)))
}
