//! Evidence: provided by one person and accepted by another.

use cxl_domain::calendar::Period;
use cxl_domain::code::Code;
use cxl_domain::evidence::{self, Judgment, Provided, Scope};
use cxl_domain::id::{EvidenceId, InitiativeId, PersonId, ProgramId};
use cxl_domain::maturity::{Model, PracticeId, PracticeScope};
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever};
use super::row::Problem;

/// A row of evidence.csv.
pub(super) async fn evidence(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let said = provided(entry)?;
    let provider = entry.person("provided_by").await?;
    let accepter = entry.person("accepted_by").await?;
    if accepter.is_some() {
        judge(entry, provider.unwrap_or(entry.desk.importer) == accepter.unwrap_or(entry.desk.importer))?;
    }
    let id = if let Some(id) = recorded(entry, &said).await? {
        provided_by(entry, id, provider)?;
        id
    } else {
        let provide = Command::Evidence(None, evidence::Command::Provide(said));
        let provided = entry.act_by(provider, Columns { about: "practice", day: "to" }, provide).await?;
        let Some(executed) = provided else { return Ok(()) };
        EvidenceId(executed.id)
    };
    let Some(accepter) = accepter else { return Ok(()) };
    let judgment = entry.views().evidence(id).map(|held| held.state.judgment(&ever()));
    if judgment == Some(Judgment::Accepted(accepter)) {
        return Ok(());
    }
    let accept = Command::Evidence(Some(id), evidence::Command::Accept { remark: None });
    entry.act_by(Some(accepter), Columns { about: "accepted_by", day: "to" }, accept).await?;
    Ok(())
}

/// What can be told before anything of the row is recorded: so that no half of it is.
fn judge(entry: &Entry<'_>, same_person: bool) -> Result<(), Problem> {
    if same_person {
        return Err(Problem::at("accepted_by", "is who provided it; evidence is accepted by somebody else"));
    }
    if !entry.is_backfill() {
        return Err(Problem::at(
            "accepted_by",
            "who enters evidence does not accept it; fill published_on if it was accepted back then, or leave \
             this empty and let them accept it",
        ));
    }
    if entry.row.cell("provided_by").is_empty() {
        let reason =
            "is empty, so it is who imports, who can't enter its acceptance as well; say who provided it";
        return Err(Problem::at("provided_by", reason));
    }
    Ok(())
}

/// Refuses another provider than the one recorded.
fn provided_by(entry: &Entry<'_>, id: EvidenceId, said: Option<PersonId>) -> Result<(), Problem> {
    let views = entry.views();
    let recorded = views.evidence(id).and_then(|held| held.state.provided(&ever())).map(|(fact, _)| fact.by);
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
    let codes = entry.row.cell("initiatives").split(';').map(str::trim).filter(|code| !code.is_empty());
    let mut named: Vec<InitiativeId> = Vec::new();
    for code in codes {
        let code = Code::parse(code).map_err(|error| Problem::at("initiatives", error))?;
        let id = entry.initiative_of_code("initiatives", program, &code)?;
        if !named.contains(&id) {
            named.push(id);
        }
    }
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
