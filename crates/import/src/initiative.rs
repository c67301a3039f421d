//! Initiatives: charter, owners, links and improvements.

use cxl_domain::code::Code;
use cxl_domain::id::{ImprovementId, InitiativeId, MetricId};
use cxl_domain::initiative::{self, Charter, Improvement, ImprovementState, MetricRole};
use cxl_domain::time::AsOf;
use cxl_ledger::{Command, TextAt};

use super::committee::overseer;
use super::entry::{Columns, Entry, Said, Stop, ever, unchanged};
use super::row::Problem;

/// A row of initiatives.csv.
pub(super) async fn initiative(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let code = entry.row.needed("code", Code::parse)?;
    let name = entry.row.needed_text("name")?;
    let purpose = entry.row.needed_text("purpose")?;
    let on = entry.row.day("from")?;
    let authority = entry.row.authority()?;
    let owner = entry.person("owner").await?;
    let committee = overseer(entry, program)?;
    let columns = |about| Columns { about, day: "from" };
    let views = entry.views();
    let Some(id) = views.initiative_by_code(program, &code, &ever()) else {
        let charter = Charter { program, code, name, purpose, owner, committee, on, authority };
        entry.act(columns("code"), Command::Initiative(None, initiative::Command::Charter(charter))).await?;
        return Ok(());
    };
    let Some(held) = views.initiative(id) else { return Ok(()) };
    let begins = held.state.begins(&ever());
    unchanged("from", on, begins)?;
    let as_of = AsOf::head(begins.unwrap_or_else(|| entry.today(Some(program))));
    let mut changes = Vec::new();
    if entry.rewords(held.state.name(&as_of).map(TextAt::name), "name").await? {
        changes.push(("name", initiative::Command::Rename { name, on: begins }));
    }
    let stated = held.state.purpose(&as_of).map(|stated| TextAt::field(stated, "/fact/purpose"));
    if entry.rewords(stated, "purpose").await? {
        changes.push(("purpose", initiative::Command::RestatePurpose { purpose, on: begins }));
    }
    if let Some(committee) = committee {
        let authority = authority.clone();
        let transfer = initiative::Command::TransferOversight { committee, on: begins, authority };
        changes.push(("committee", transfer));
    }
    if let Some(owner) = owner {
        changes.push(("owner", initiative::Command::AssignOwner { owner, on: begins, authority }));
    }
    for (about, change) in changes {
        entry.act(columns(about), Command::Initiative(Some(id), change)).await?;
    }
    Ok(())
}

/// A row of owners.csv.
pub(super) async fn owner(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let on = entry.row.day("from")?;
    let authority = entry.row.authority()?;
    let change = match entry.person("owner").await? {
        Some(owner) => initiative::Command::AssignOwner { owner, on, authority },
        None => initiative::Command::VacateOwner { reason: None, on, authority },
    };
    entry.act(Columns { about: "owner", day: "from" }, Command::Initiative(Some(id), change)).await?;
    Ok(())
}

/// A row of links.csv.
pub(super) async fn link(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let roles = [
        ("primary", MetricRole::Primary),
        ("process", MetricRole::Process),
        ("balancing", MetricRole::Balancing),
    ];
    let role = entry.row.named("role", &roles)?;
    let on = entry.row.day("from")?;
    let metric = entry.metric(program)?;
    let (Some(role), Some(metric)) = (role, metric) else {
        return Err(Problem::of_row("metric and role are needed; fill them in").into());
    };
    let begins = entry.views().initiative(id).and_then(|held| held.state.begins(&ever()));
    let link = initiative::Command::LinkMetric { metric, role, on: on.or(begins) };
    entry.act(Columns { about: "role", day: "from" }, Command::Initiative(Some(id), link)).await?;
    Ok(())
}

/// A row of improvements.csv.
pub(super) async fn improvement(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let metric = entry.metric(program)?;
    let row = entry.row;
    let started = row.day("started_on")?;
    let (delivered, abandoned) = (row.day("delivered_on")?, row.day("abandoned_on")?);
    if delivered.is_some() && abandoned.is_some() {
        return Err(
            Problem::at("abandoned_on", "was it delivered or given up? empty one of the two days").into()
        );
    }
    if abandoned.is_some() && row.cell("reason").is_empty() {
        return Err(Problem::at("reason", "is empty; say why it was given up").into());
    }
    let improvement = if let Some(improvement) = recorded(entry, id).await? {
        agrees(entry, id, &improvement, metric)?;
        move_date(entry, id, &improvement).await?;
        improvement
    } else {
        let title = row.needed_text("title")?;
        let due = row.day("due_on")?;
        let start = initiative::Command::StartImprovement { title, metric, due, on: started };
        let columns = Columns { about: "title", day: "started_on" };
        entry.act(columns, Command::Initiative(Some(id), start)).await?;
        let Some(improvement) = recorded(entry, id).await? else { return Ok(()) };
        improvement
    };
    end(entry, id, &improvement).await
}

/// The improvement with the row's title; where the title is erased, the one that began that day.
async fn recorded(entry: &Entry<'_>, id: InitiativeId) -> Result<Option<Improvement>, Stop> {
    let views = entry.views();
    let Some(held) = views.initiative(id) else { return Ok(None) };
    for improvement in held.state.improvements(&ever()) {
        let title = TextAt { position: improvement.stated_at, pointer: "/fact/title" };
        let found = match entry.compare(Some(title), "title").await? {
            Said::So => true,
            Said::Unknown => entry.row.day("started_on")? == Some(improvement.started),
            Said::Otherwise => false,
        };
        if found {
            return Ok(Some(improvement));
        }
    }
    Ok(None)
}

fn agrees(
    entry: &Entry<'_>,
    id: InitiativeId,
    improvement: &Improvement,
    metric: Option<MetricId>,
) -> Result<(), Problem> {
    unchanged("started_on", entry.row.day("started_on")?, Some(improvement.started))?;
    let views = entry.views();
    let primary = views.initiative(id).and_then(|held| held.state.primary_metric(&ever()));
    if metric.is_some() && metric != improvement.metric.or(primary) {
        let reason = "differs from the metric that is recorded; correct that fact, or the cell";
        return Err(Problem::at("metric", reason));
    }
    Ok(())
}

async fn move_date(entry: &mut Entry<'_>, id: InitiativeId, improvement: &Improvement) -> Result<(), Stop> {
    let Some(due) = entry.row.day("due_on")?.filter(|due| improvement.due != Some(*due)) else {
        return Ok(());
    };
    let Some(reason) = entry.row.text("reason")? else {
        let recorded = improvement.due.map_or_else(|| "no day".to_owned(), |day| day.to_string());
        return Err(Problem::at(
            "reason",
            format!("is empty; it was due on {recorded}: say why the date moves to {due}"),
        )
        .into());
    };
    let moved = initiative::Command::MoveImprovementDate { improvement: improvement.id, due, reason };
    entry.act(Columns { about: "due_on", day: "due_on" }, Command::Initiative(Some(id), moved)).await?;
    Ok(())
}

/// Delivers the improvement or gives it up, as the row says.
async fn end(entry: &mut Entry<'_>, id: InitiativeId, held: &Improvement) -> Result<(), Stop> {
    let (delivered, abandoned) = (entry.row.day("delivered_on")?, entry.row.day("abandoned_on")?);
    let said = delivered.map(ImprovementState::Delivered).or(abandoned.map(ImprovementState::Abandoned));
    let (Some(said), improvement) = (said, held.id) else { return Ok(()) };
    if said == held.state {
        return Ok(());
    }
    let (column, command) = match said {
        ImprovementState::Delivered(_) => ("delivered_on", deliver(improvement, delivered)),
        ImprovementState::Abandoned(_) => {
            let reason = entry.row.needed_text("reason")?;
            let abandon = initiative::Command::AbandonImprovement { improvement, reason, on: abandoned };
            ("abandoned_on", abandon)
        }
        ImprovementState::Started => return Ok(()),
    };
    entry.act(Columns { about: column, day: column }, Command::Initiative(Some(id), command)).await?;
    Ok(())
}

fn deliver(improvement: ImprovementId, on: Option<chrono::NaiveDate>) -> initiative::Command {
    initiative::Command::DeliverImprovement { improvement, on }
}
