//! Programs.

use cxl_domain::calendar::FiscalCalendar;
use cxl_domain::code::Code;
use cxl_domain::program::{self, Create};
use cxl_domain::time::AsOf;
use cxl_domain::zone;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever, unchanged};
use super::row::count;

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

fn calendar(cell: &str) -> Result<FiscalCalendar, String> {
    let month = count(cell)?;
    let month = u8::try_from(month).unwrap_or(u8::MAX);
    FiscalCalendar::new(month).map_err(|error| error.to_string())
}
