//! Integrity flags that somebody cleared.

use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{ImprovementId, MetricId, ProgramId};
use cxl_domain::measurement::flags::{FlagId, FlagTable};
use cxl_domain::metric::{self, FlagCleared};
use cxl_domain::time::{AsOf, end_of_day};
use cxl_ledger::Command;
use cxl_ledger::query::Inquiry;

use super::entry::{Columns, Entry, Stop, ever};
use super::row::Problem;

/// A row of flag_clearings.csv.
pub(super) async fn flag_clearing(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let metric = entry.needed_metric(program)?;
    let row = entry.row;
    let flag = row.needed("flag", str::parse::<FlagId>)?;
    let improvement = improvement(entry, program).await?;
    let (reason, by) = (row.needed_text("reason")?, entry.person("by").await?);
    let seen = match row.read("seen", Sha256Hex::parse)? {
        Some(seen) => seen,
        None => match standing(entry, program, (metric, flag, improvement))? {
            Standing::Raised(seen) => seen,
            Standing::Cleared => return Ok(()),
        },
    };
    let cleared = FlagCleared { table: FlagTable::Flags1, flag, improvement, seen, reason };
    let clear = metric::Command::ClearFlag { cleared };
    let columns = Columns { about: "seen", day: "published_on" };
    entry.act_by(by, columns, Command::Metric(Some(metric), clear)).await?;
    Ok(())
}

/// How a flag stands on the day of the row.
enum Standing {
    /// It is raised over the data with this hash.
    Raised(Sha256Hex),
    /// It was cleared over what it shows.
    Cleared,
}

/// How the flag stands that the row means: today, or as was known by the end of the day on which the source
/// of backfill made it known.
fn standing(
    entry: &Entry<'_>,
    program: ProgramId,
    (metric, flag, improvement): (MetricId, FlagId, Option<ImprovementId>),
) -> Result<Standing, Problem> {
    let views = entry.views();
    let as_of = match entry.row.day("published_on")? {
        Some(day) => {
            AsOf { known: end_of_day(day, views.zone_of(Some(program), &ever())), ..AsOf::head(day) }
        }
        None => AsOf::head(entry.today(Some(program))),
    };
    let inquiry = Inquiry { views: &views, analyses: &entry.desk.ledger.analyses, as_of };
    let flags = inquiry.flags(metric);
    let meant = flags.iter().find(|it| it.flag == flag && it.improvement.map(|(_, id)| id) == improvement);
    match meant.and_then(|it| Some((it.seen?, it.cleared.is_some()))) {
        Some((_, true)) => Ok(Standing::Cleared),
        Some((seen, false)) => Ok(Standing::Raised(seen)),
        None => Err(Problem::at(
            "flag",
            format!("{flag} was not raised on that day; fill in seen, or take the row out"),
        )),
    }
}

/// The improvement that the row names by the initiative's code and its own title.
async fn improvement(entry: &Entry<'_>, program: ProgramId) -> Result<Option<ImprovementId>, Stop> {
    match (entry.row.cell("initiative"), entry.row.cell("improvement")) {
        ("", "") => Ok(None),
        ("", _) => Err(Problem::at("initiative", "is empty; say to which the improvement belongs").into()),
        (_, "") => Err(Problem::at("improvement", "is empty; fill in its title").into()),
        _ => entry.improvement_titled(entry.initiative(program)?).await.map(Some),
    }
}
