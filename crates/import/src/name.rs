//! What something is called from a later day on: a department, an initiative or a metric.

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{DepartmentId, InitiativeId, MetricId};
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, metric, organization};
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever};
use super::row::Problem;

/// What a row of names.csv renames.
enum Renamed {
    Department(DepartmentId),
    Initiative(InitiativeId),
    Metric(MetricId),
}

/// A row of names.csv.
pub(super) async fn name(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let renamed = renamed(entry)?;
    let (name, purpose) = (entry.row.needed_text("name")?, entry.row.text("purpose")?);
    let Some(from) = entry.row.day("from")? else {
        return Err(Problem::at("from", "is empty; fill it in").into());
    };
    later(entry, &renamed, from)?;
    let mut changes = Vec::new();
    if entry.rewords(named(entry, &renamed, from), "name").await? {
        changes.push(("name", rename(&renamed, name, from)));
    }
    match (purpose, &renamed) {
        (None, _) => {}
        (Some(purpose), Renamed::Initiative(id)) => {
            if entry.rewords(stated_purpose(entry, *id, from), "purpose").await? {
                let restate = initiative::Command::RestatePurpose { purpose, on: Some(from) };
                changes.push(("purpose", Command::Initiative(Some(*id), restate)));
            }
        }
        (Some(_), _) => {
            return Err(Problem::at("purpose", "belongs to an initiative; empty it").into());
        }
    }
    for (about, change) in changes {
        entry.act(Columns { about, day: "from" }, change).await?;
    }
    Ok(())
}

/// What the row names: one of the three.
fn renamed(entry: &Entry<'_>) -> Result<Renamed, Problem> {
    let filled = |column: &str| !entry.row.cell(column).is_empty();
    match ["department", "initiative", "metric"].map(filled) {
        [true, false, false] => {
            if filled("program") {
                return Err(Problem::at("program", "has no departments of its own; empty it"));
            }
            let code = entry.row.needed("department", Code::parse)?;
            entry.department_of_code("department", &code).map(Renamed::Department)
        }
        [false, true, false] => entry.initiative(entry.program()?).map(Renamed::Initiative),
        [false, false, true] => entry.needed_metric(entry.program()?).map(Renamed::Metric),
        _ => {
            let reason = "or initiative or metric: fill in one of the three, for what the row names";
            Err(Problem::at("department", reason))
        }
    }
}

/// Refuses a day whose name stands in the file of the thing itself.
fn later(entry: &Entry<'_>, renamed: &Renamed, from: NaiveDate) -> Result<(), Problem> {
    let views = entry.views();
    let (begins, file) = match renamed {
        Renamed::Department(id) => {
            let held = views.organization().state.department(*id, &ever());
            (held.map(|held| held.created), "departments.csv")
        }
        Renamed::Initiative(id) => {
            (views.initiative(*id).and_then(|held| held.state.begins(&ever())), "initiatives.csv")
        }
        Renamed::Metric(id) => {
            let versions = views.metric(*id).map(|held| held.state.versions(&ever())).unwrap_or_default();
            let days: Vec<_> = versions.iter().map(|(stated, _)| stated.from()).collect();
            (days.iter().find(|day| **day == from).or(days.first()).copied(), "metrics.csv")
        }
    };
    match begins {
        Some(begins) if from <= begins => {
            let reason = format!(
                "what it is called on {begins} stands in {file}; correct it there, or give a later day"
            );
            Err(Problem::at("from", reason))
        }
        _ => Ok(()),
    }
}

/// Where the name stands that holds on a day.
fn named(entry: &Entry<'_>, renamed: &Renamed, day: NaiveDate) -> Option<TextAt> {
    let (views, as_of) = (entry.views(), AsOf::head(day));
    match renamed {
        Renamed::Department(id) => {
            let position = views.organization().state.department(*id, &as_of)?.named_by.1;
            Some(TextAt { position, pointer: "/fact/name" })
        }
        Renamed::Initiative(id) => views.initiative(*id)?.state.name(&as_of).map(TextAt::name),
        Renamed::Metric(id) => views.metric(*id)?.state.name(&as_of).map(TextAt::name),
    }
}

fn stated_purpose(entry: &Entry<'_>, id: InitiativeId, day: NaiveDate) -> Option<TextAt> {
    let views = entry.views();
    let stated = views.initiative(id)?.state.purpose(&AsOf::head(day))?;
    Some(TextAt::field(stated, "/fact/purpose"))
}

fn rename(renamed: &Renamed, name: Text, from: NaiveDate) -> Command {
    let on = Some(from);
    match renamed {
        Renamed::Department(id) => {
            Command::Organization(organization::Command::RenameDepartment { department: *id, name, on })
        }
        Renamed::Initiative(id) => Command::Initiative(Some(*id), initiative::Command::Rename { name, on }),
        Renamed::Metric(id) => Command::Metric(Some(*id), metric::Command::Rename { name, on }),
    }
}
