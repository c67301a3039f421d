//! Programs.

use cxl_domain::calendar::FiscalCalendar;
use cxl_domain::code::Code;
use cxl_domain::program::{self, Create, GoalSet};
use cxl_domain::time::AsOf;
use cxl_domain::zone;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever, unchanged};
use super::row::{Problem, count};

/// A row of program.csv.
pub(super) async fn program(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let code = entry.row.needed("code", Code::parse)?;
    let name = entry.row.needed_text("name")?;
    let zone = entry.row.read("zone", zone::parse)?;
    let calendar = entry.row.read("fiscal_year_start_month", calendar)?;
    let on = entry.row.day("begins_on")?;
    let sponsor = entry.person("sponsor").await?;
    let columns = |about| Columns { about, day: "begins_on" };
    let views = entry.views();
    let Some(id) = views.program_by_code(&code, &ever()) else {
        let create = program::Command::Create(Create {
            code,
            name,
            sponsor: sponsor.unwrap_or(entry.desk.importer),
            zone: zone.unwrap_or_else(|| views.organization_zone(&AsOf::head(entry.today(None)))),
            calendar: calendar.unwrap_or_default(),
            on,
        });
        entry.act(columns("code"), Command::Program(None, create)).await?;
        return Ok(());
    };
    let Some(held) = views.program(id) else { return Ok(()) };
    let begins = held.state.begins(&ever());
    unchanged("begins_on", on, begins)?;
    let as_of = AsOf::head(begins.unwrap_or_else(|| entry.today(Some(id))));
    let mut changes = Vec::new();
    if entry.rewords(held.state.name(&as_of).map(TextAt::name), "name").await? {
        changes.push(("name", program::Command::Rename { name, on: begins }));
    }
    if let Some(sponsor) = sponsor {
        changes.push(("sponsor", program::Command::NameSponsor { sponsor, on: begins }));
    }
    if let Some(zone) = zone {
        changes.push(("zone", program::Command::SetZone { zone, on: begins }));
    }
    if let Some(calendar) = calendar {
        changes.push(("fiscal_year_start_month", program::Command::SetCalendar { calendar, on: begins }));
    }
    for (about, change) in changes {
        entry.act(columns(about), Command::Program(Some(id), change)).await?;
    }
    Ok(())
}

/// A row of goals.csv.
pub(super) async fn goal(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let row = entry.row;
    let code = row.needed("code", Code::parse)?;
    let title = row.needed_text("title")?;
    let (on, retired_on, reason) = (row.day("from")?, row.day("retired_on")?, row.text("reason")?);
    let known = |entry: &Entry<'_>| {
        let views = entry.views();
        views.program(program).and_then(|held| held.state.goal_of_code(&code, &ever()))
    };
    match known(entry) {
        None => {
            let goal = GoalSet { code: code.clone(), title };
            let columns = Columns { about: "code", day: "from" };
            let set = program::Command::SetGoal { goal, on };
            entry.act(columns, Command::Program(Some(program), set)).await?;
        }
        Some(goal) => {
            unchanged("from", on, Some(goal.from))?;
            let (_, position) = goal.stated_by;
            if entry.rewords(Some(TextAt { position, pointer: "/fact/title" }), "title").await? {
                let reason =
                    "differs from what is recorded; correct that fact, or retire the goal and set another";
                return Err(Problem::at("title", reason).into());
            }
        }
    }
    let (Some(retired_on), Some(goal)) = (retired_on, known(entry)) else { return Ok(()) };
    if let Some(retired) = goal.retired {
        return Ok(unchanged("retired_on", Some(retired_on), Some(retired))?);
    }
    let retire = program::Command::RetireGoal { goal: goal.id, reason, on: Some(retired_on) };
    let columns = Columns { about: "retired_on", day: "retired_on" };
    entry.act(columns, Command::Program(Some(program), retire)).await?;
    Ok(())
}

fn calendar(cell: &str) -> Result<FiscalCalendar, String> {
    let month = count(cell)?;
    let month = u8::try_from(month).unwrap_or(u8::MAX);
    FiscalCalendar::new(month).map_err(|error| error.to_string())
}
