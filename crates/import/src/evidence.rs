//! Evidence: provided by one person and accepted by another.

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::evidence::{self, Judgment, Provided, Scope};
use cxl_domain::id::{EvidenceId, PersonId, ProgramId};
use cxl_domain::maturity::{Model, PracticeId, PracticeScope};
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever};
use super::row::Problem;

/// A row of evidence.csv.
pub(super) async fn evidence(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let said = provided(entry)?;
    let provider = entry.person("provided_by").await?;
    let judged = judged(entry).await?;
    if let Some(judged) = &judged {
        judge(entry, judged, provider.unwrap_or(entry.desk.importer) == judged.by)?;
    }
    let withdrawn_on = withdrawn_on(entry)?;
    let id = if let Some(id) = recorded(entry, &said).await? {
        provided_by(entry, id, provider)?;
        id
    } else {
        let provide = Command::Evidence(None, evidence::Command::Provide(said));
        let provided = entry.act_by(provider, Columns { about: "practice", day: "to" }, provide).await?;
        let Some(executed) = provided else { return Ok(()) };
        EvidenceId(executed.id)
    };
    if let Some(judged) = judged {
        let judgment = entry.views().evidence(id).map(|held| held.state.judgment(&ever()));
        if judgment != Some(judged.judgment) {
            let columns = Columns { about: judged.column, day: "to" };
            entry.act_by(Some(judged.by), columns, Command::Evidence(Some(id), judged.act)).await?;
        }
    }
    withdraw(entry, id, withdrawn_on).await
}

/// Who accepted or refused the evidence, as the row says.
struct Judged {
    column: &'static str,
    by: PersonId,
    judgment: Judgment,
    act: evidence::Command,
}

async fn judged(entry: &Entry<'_>) -> Result<Option<Judged>, Stop> {
    let (accepter, refuser) = (entry.person("accepted_by").await?, entry.person("refused_by").await?);
    match (accepter, refuser, entry.row.text("refused_because")?) {
        (None, None, None) => Ok(None),
        (Some(by), None, None) => {
            let (judgment, act) = (Judgment::Accepted(by), evidence::Command::Accept { remark: None });
            Ok(Some(Judged { column: "accepted_by", by, judgment, act }))
        }
        (None, Some(by), Some(reason)) => {
            let (judgment, act) = (Judgment::Refused(by), evidence::Command::Refuse { reason });
            Ok(Some(Judged { column: "refused_by", by, judgment, act }))
        }
        (Some(_), Some(_), _) => {
            Err(Problem::at("refused_by", "or accepted_by: empty one of the two").into())
        }
        (_, Some(_), None) => Err(Problem::at("refused_because", "is empty; say why it was refused").into()),
        (_, None, Some(_)) => Err(Problem::at("refused_by", "is empty; say who refused it").into()),
    }
}

/// Withdraws the evidence if the row says so and nobody has.
async fn withdraw(entry: &mut Entry<'_>, id: EvidenceId, published: Option<NaiveDate>) -> Result<(), Stop> {
    let Some(reason) = entry.row.text("withdrawn_because")? else { return Ok(()) };
    if entry.views().evidence(id).is_some_and(|held| held.state.withdrawn(&ever()).is_some()) {
        return Ok(());
    }
    let by = entry.person("withdrawn_by").await?;
    let columns = Columns { about: "withdrawn_because", day: "withdrawn_on" };
    let command = Command::Evidence(Some(id), evidence::Command::Withdraw { reason });
    entry.act_later(published, by, columns, command).await?;
    Ok(())
}

/// The day on which a withdrawal was made known: needed where the row is backfill, else it would have
/// been withdrawn the day it was provided.
fn withdrawn_on(entry: &Entry<'_>) -> Result<Option<NaiveDate>, Problem> {
    let (row, on) = (entry.row, entry.row.day("withdrawn_on")?);
    let problem = match (row.cell("withdrawn_because").is_empty(), entry.is_backfill(), on) {
        (true, _, Some(_)) => Some(("withdrawn_because", "is empty; say why it was withdrawn")),
        (true, _, None) if !row.cell("withdrawn_by").is_empty() => {
            Some(("withdrawn_because", "is empty; say why it was withdrawn"))
        }
        (false, true, None) => Some(("withdrawn_on", "is empty; say on which day that was made known")),
        (false, false, Some(_)) => {
            Some(("withdrawn_on", "stands with published_on only: what is withdrawn live is so from now on"))
        }
        _ => None,
    };
    problem.map_or(Ok(on), |(column, reason)| Err(Problem::at(column, reason)))
}

/// What can be told before anything of the row is recorded: so that no half of it is.
fn judge(entry: &Entry<'_>, judged: &Judged, same_person: bool) -> Result<(), Problem> {
    if same_person {
        return Err(Problem::at(judged.column, "is who provided it; evidence is judged by somebody else"));
    }
    if !entry.is_backfill() {
        return Err(Problem::at(
            judged.column,
            "who enters evidence does not judge it; fill published_on if it was judged back then, or leave this \
             empty and let them judge it",
        ));
    }
    if entry.row.cell("provided_by").is_empty() {
        let reason =
            "is empty, so it is who imports, who can't enter its judgment as well; say who provided it";
        return Err(Problem::at("provided_by", reason));
    }
    Ok(())
}

/// Refuses another provider than the one recorded.
fn provided_by(entry: &Entry<'_>, id: EvidenceId, said: Option<PersonId>) -> Result<(), Problem> {
    let views = entry.views();
    let recorded =
        views.evidence(id).and_then(|held| held.state.provided(&ever())).map(|(fact, _)| fact.by());
    if said.is_some() && said != recorded {
        return Err(Problem::at(
            "provided_by",
            "differs from who is recorded; correct that fact, or the cell",
        ));
    }
    Ok(())
}

fn provided(entry: &Entry<'_>) -> Result<Provided, Problem> {
    let row = entry.row;
    let program = entry.program()?;
    let practice = row.needed("practice", str::parse::<PracticeId>)?;
    let (from, to) = (row.day("from")?, row.day("to")?);
    let (Some(from), Some(to)) = (from, to) else {
        return Err(Problem::of_row("from and to are needed; fill them in"));
    };
    let covers = Period::new(from, to).map_err(|error| Problem::at("to", error))?;
    let summary = row.needed_text("summary")?;
    Ok(Provided { program, practice, scope: scope(entry, program, practice)?, covers, summary })
}

/// For what the evidence speaks: one initiative, or the program with the initiatives that are named.
fn scope(entry: &Entry<'_>, program: ProgramId, practice: PracticeId) -> Result<Scope, Problem> {
    let named = entry.initiatives(program)?;
    let earned_by = Model::FOUNDING.practice(practice).map(|practice| practice.scope);
    match (earned_by, named.as_slice()) {
        (Some(PracticeScope::Initiative | PracticeScope::Either), [one]) => Ok(Scope::Initiative(*one)),
        (Some(PracticeScope::Initiative), _) => {
            Err(Problem::at("initiatives", format!("{practice} is earned by one initiative; name that one")))
        }
        _ => Ok(Scope::Program(named)),
    }
}

/// The evidence that says the same; where its summary is erased, the one that agrees in all else.
async fn recorded(entry: &Entry<'_>, said: &Provided) -> Result<Option<EvidenceId>, Stop> {
    let views = entry.views();
    for held in views.evidence_of(said.program) {
        let Some((provided, fact)) = held.state.provided(&ever()) else { continue };
        let agrees = (fact.practice, &fact.scope, fact.covers) == (said.practice, &said.scope, said.covers);
        let summary = TextAt::field(provided, "/fact/summary");
        if agrees && entry.compare(Some(summary), "summary").await? != Said::Otherwise {
            return Ok(Some(held.state.id));
        }
    }
    Ok(None)
}
