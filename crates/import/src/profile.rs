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
    if let Some(decided) = standing(entry, of, from, Decided::NotApplicable(practice, review_on)) {
        return applies_again(entry, of, practice, &decided, until, authority).await;
    }
    let said = PracticeNotApplicable { practice, reason, review_on };
    decide(entry, of, "practice", Decide::NotApplicable { said, until }, from, authority).await.map(|_| ())
}

/// Ends an exclusion whose end became known after it was recorded.
async fn applies_again(
    entry: &mut Entry<'_>,
    of: Of,
    practice: PracticeId,
    decided: &Standing,
    until: Option<NaiveDate>,
    authority: Option<Authority>,
) -> Result<(), Stop> {
    let Some(until) = until.filter(|until| decided.until != Some(*until)) else { return Ok(()) };
    let from = decided.from;
    let held = exclusions(entry, of).into_iter().find(|held| (held.practice, held.from) == (practice, from));
    let ended = held.map_or(Some(from), |held| held.until);
    match ended {
        Some(ended) if ended == until => return Ok(()),
        Some(ended) if ended < until => {
            let reason = format!(
                "the practice applies again from {ended} on; exclude it from a later day in a row of its own, or \
                 correct the cell"
            );
            return Err(Problem::at("until", reason).into());
        }
        _ if until <= from => {
            let reason = format!("{until} is not after {from}; until is the first day on which it applies");
            return Err(Problem::at("until", reason).into());
        }
        _ => {}
    }
    let said = PracticeApplicable { practice, reason: None };
    decide(entry, of, "until", Decide::Applicable(said), Some(until), authority).await.map(|_| ())
}

/// A row of maturity_targets.csv.
pub(super) async fn target(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let of = of(entry)?;
    let row = entry.row;
    let goal = row.needed("goal", goal)?;
    let (from, due, dropped) = (row.day("from")?, row.day("due_on")?, row.day("dropped_on")?);
    let authority = row.authority()?;
    let Some(due) = due else { return Err(Problem::at("due_on", "is empty; fill it in").into()) };
    if standing(entry, of, from, Decided::Target(goal, due)).is_none() {
        let said = MaturityTargetSet { goal, due, reason: row.text("reason")? };
        decide(entry, of, "goal", Decide::SetTarget(said), from, authority.clone()).await?;
    }
    match (dropped, row.text("dropped_because")?) {
        (Some(on), Some(reason)) if standing(entry, of, dropped, Decided::Dropped(goal)).is_none() => {
            let said = MaturityTargetDropped { goal, reason };
            if decide(entry, of, "dropped_on", Decide::DropTarget(said), dropped, authority).await? {
                return Ok(());
            }
            let reason =
                format!("it is no target on {on}: it was dropped before; correct that fact, or the cell");
            Err(Problem::at("dropped_on", reason).into())
        }
        (None, None) | (Some(_), Some(_)) => Ok(()),
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

/// The fact that decided the same from that day on.
struct Standing {
    from: NaiveDate,
    /// Up to which day, where it says so itself.
    until: Option<NaiveDate>,
}

fn standing(entry: &Entry<'_>, of: Of, from: Option<NaiveDate>, decided: Decided) -> Option<Standing> {
    fn find<F: ProfileFact>(
        history: &History<F>,
        from: Option<NaiveDate>,
        decided: Decided,
    ) -> Option<Standing> {
        let mut known = history.picked(&ever(), ProfileFact::decided);
        let same = |fact: NaiveDate| from.is_none_or(|from| from == fact);
        let (fact, _) = known.find(|(fact, known)| *known == decided && same(fact.from()))?;
        let until = fact.effective.and_then(|effective| effective.until);
        Some(Standing { from: fact.from(), until })
    }
    let views = entry.views();
    match of {
        Of::Initiative(id) => find(&views.initiative(id)?.state.history, from, decided),
        Of::Program(id) => find(&views.program(id)?.state.history, from, decided),
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

/// Answers whether that changes anything.
async fn decide(
    entry: &mut Entry<'_>,
    of: Of,
    about: &'static str,
    decide: Decide,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
) -> Result<bool, Stop> {
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
    let executed = entry.act_later(published, None, Columns { about, day }, command).await?;
    Ok(executed.is_some())
}
