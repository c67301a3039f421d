//! What is decided about practices: that one does not apply, and how far to come by when.

use chrono::NaiveDate;
use cxl_domain::event::Authority;
use cxl_domain::history::History;
use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_domain::maturity::PracticeId;
use cxl_domain::maturity::profile::{
    self, Decide, Decided, Goal, MaturityTargetDropped, MaturityTargetSet, PracticeApplicable,
    PracticeNotApplicable, ProfileFact,
};
use cxl_domain::{initiative, program};
use cxl_ledger::Command;

use super::entry::{Columns, Entry, Stop, ever};
use super::row::Problem;

/// Of what it is decided: of one initiative, or of a program and so of all its initiatives.
#[derive(Debug, Clone, Copy)]
enum Of {
    Initiative(InitiativeId),
    Program(ProgramId),
}

/// A row of not_applicable.csv.
pub(super) async fn not_applicable(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let of = of(entry)?;
    let row = entry.row;
    let practice = row.needed("practice", str::parse::<PracticeId>)?;
    let (from, until) = (row.day("from")?, row.day("until")?);
    let (reason, review_on) = (row.text("reason")?, row.day("review_on")?);
    let authority = row.authority()?;
    let (Some(reason), Some(review_on)) = (reason, review_on) else {
        return Err(Problem::of_row("reason and review_on are needed; fill them in").into());
    };
    if stands(entry, of, from, Decided::NotApplicable(practice, review_on)) {
        return applies_again(entry, of, practice, until, authority).await;
    }
    let said = PracticeNotApplicable { practice, reason, review_on };
    decide(entry, of, "practice", Decide::NotApplicable { said, until }, from, authority).await
}

/// Ends an exclusion whose end became known after it was recorded.
async fn applies_again(
    entry: &mut Entry<'_>,
    of: Of,
    practice: PracticeId,
    until: Option<NaiveDate>,
    authority: Option<Authority>,
) -> Result<(), Stop> {
    let Some(until) = until else { return Ok(()) };
    let excluded =
        exclusions(entry, of).into_iter().find(|held| held.practice == practice && held.covers(until));
    if excluded.is_none() {
        return Ok(());
    }
    let said = PracticeApplicable { practice, reason: None };
    decide(entry, of, "until", Decide::Applicable(said), Some(until), authority).await
}

/// A row of maturity_targets.csv.
pub(super) async fn target(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let of = of(entry)?;
    let row = entry.row;
    let goal = row.needed("goal", goal)?;
    let (from, due, dropped) = (row.day("from")?, row.day("due_on")?, row.day("dropped_on")?);
    let authority = row.authority()?;
    let Some(due) = due else { return Err(Problem::at("due_on", "is empty; fill it in").into()) };
    if !stands(entry, of, from, Decided::Target(goal, due)) {
        let said = MaturityTargetSet { goal, due, reason: row.text("reason")? };
        decide(entry, of, "goal", Decide::SetTarget(said), from, authority.clone()).await?;
    }
    match (dropped, row.text("dropped_because")?) {
        (None, None) => Ok(()),
        (Some(_), Some(reason)) => {
            let said = MaturityTargetDropped { goal, reason };
            decide(entry, of, "dropped_on", Decide::DropTarget(said), dropped, authority).await
        }
        _ => {
            let problem = "and dropped_on belong together; fill both in, or empty both";
            Err(Problem::at("dropped_because", problem).into())
        }
    }
}

fn of(entry: &Entry<'_>) -> Result<Of, Problem> {
    let program = entry.program()?;
    match entry.row.cell("initiative") {
        "" => Ok(Of::Program(program)),
        _ => entry.initiative(program).map(Of::Initiative),
    }
}

/// A level by its number, or a practice.
fn goal(cell: &str) -> Result<Goal, String> {
    match cell.parse::<u8>() {
        Ok(level) => Ok(Goal::Level(level)),
        Err(_) => cell.parse().map(Goal::Practice).map_err(|error| {
            format!("{error}; write the number of a level, 1 to 4, or a practice such as R1")
        }),
    }
}

/// Whether the same was decided from that day on.
fn stands(entry: &Entry<'_>, of: Of, from: Option<NaiveDate>, decided: Decided) -> bool {
    fn has<F: ProfileFact>(history: &History<F>, from: Option<NaiveDate>, decided: Decided) -> bool {
        let mut known = history.picked(&ever(), ProfileFact::decided);
        known.any(|(fact, known)| known == decided && from.is_none_or(|from| from == fact.from()))
    }
    let views = entry.views();
    match of {
        Of::Initiative(id) => {
            views.initiative(id).is_some_and(|held| has(&held.state.history, from, decided))
        }
        Of::Program(id) => views.program(id).is_some_and(|held| has(&held.state.history, from, decided)),
    }
}

fn exclusions(entry: &Entry<'_>, of: Of) -> Vec<profile::Exclusion> {
    let views = entry.views();
    let exclusions = match of {
        Of::Initiative(id) => {
            views.initiative(id).map(|held| profile::exclusions(&held.state.history, &ever()))
        }
        Of::Program(id) => views.program(id).map(|held| profile::exclusions(&held.state.history, &ever())),
    };
    exclusions.unwrap_or_default()
}

async fn decide(
    entry: &mut Entry<'_>,
    of: Of,
    about: &'static str,
    decide: Decide,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
) -> Result<(), Stop> {
    let act = profile::Command { decide, on, authority };
    let command = match of {
        Of::Initiative(id) => Command::Initiative(Some(id), initiative::Command::Profile(act)),
        Of::Program(id) => Command::Program(Some(id), program::Command::Profile(act)),
    };
    // What ended was made known when it did; what was decided, with the row.
    let (day, published) = match about {
        "dropped_on" | "until" => (about, entry.later(on)),
        _ => ("from", None),
    };
    entry.act_later(published, None, Columns { about, day }, command).await?;
    Ok(())
}
