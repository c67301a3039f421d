//! Departments, people and roles.

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{DepartmentId, PersonId};
use cxl_domain::organization::{self, DepartmentCreated, RoleGranted, Side};
use cxl_domain::person::{self, Register};
use cxl_domain::role::Role;
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_ledger::command::PersonCommand;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever, unchanged};
use super::row::Problem;

/// A row of departments.csv.
pub(super) async fn department(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let code = entry.row.needed("code", Code::parse)?;
    let name = entry.row.needed_text("name")?;
    let on = entry.row.day("from")?;
    let parent = entry.department("parent")?;
    let closed = closed(entry)?;
    let side = entry.row.named("side", &Side::ALL.map(|side| (side.name(), side)))?;
    let columns = Columns { about: "code", day: "from" };
    let views = entry.views();
    let state = &views.organization().state;
    let Some(held) = state.department_of_code(&code, &ever()) else {
        let department = DepartmentCreated { code, name, parent };
        let create = organization::Command::CreateDepartment { department, on };
        let Some(executed) = entry.act(columns, Command::Organization(create)).await? else { return Ok(()) };
        let Some(created) = executed.events.first() else { return Ok(()) };
        let id = DepartmentId(created.id.0);
        state_side(entry, id, side, on).await?;
        return close(entry, id, closed).await;
    };
    unchanged("from", on, Some(held.created))?;
    if parent.is_some() && parent != held.parent {
        return Err(Problem::differs("parent").into());
    }
    let on = held.created;
    let named = state
        .department(held.id, &AsOf::head(on))
        .map(|held| TextAt { position: held.named_by.1, pointer: "/fact/name" });
    if entry.rewords(named, "name").await? {
        let rename = organization::Command::RenameDepartment { department: held.id, name, on: Some(on) };
        entry.act(columns, Command::Organization(rename)).await?;
    }
    state_side(entry, held.id, side, Some(on)).await?;
    match (closed, held.closed) {
        (Some((said, _)), Some(recorded)) => Ok(unchanged("closed_on", Some(said), Some(recorded))?),
        (closed, _) => close(entry, held.id, closed).await,
    }
}

/// Since when the row says that a department is closed, and why.
fn closed(entry: &Entry<'_>) -> Result<Option<(NaiveDate, Text)>, Problem> {
    match (entry.row.day("closed_on")?, entry.row.text("reason")?) {
        (Some(on), Some(reason)) => Ok(Some((on, reason))),
        (None, None) => Ok(None),
        _ => Err(Problem::at("reason", "and closed_on belong together; fill both in, or empty both")),
    }
}

async fn close(
    entry: &mut Entry<'_>,
    department: DepartmentId,
    closed: Option<(NaiveDate, Text)>,
) -> Result<(), Stop> {
    let Some((on, reason)) = closed else { return Ok(()) };
    let close = organization::Command::CloseDepartment { department, reason, on: Some(on) };
    let columns = Columns { about: "closed_on", day: "closed_on" };
    entry.act_later(entry.later(Some(on)), None, columns, Command::Organization(close)).await?;
    Ok(())
}

/// Says whether the people of a department meet customers, if the row does.
async fn state_side(
    entry: &mut Entry<'_>,
    department: DepartmentId,
    side: Option<Side>,
    on: Option<NaiveDate>,
) -> Result<(), Stop> {
    let Some(side) = side else { return Ok(()) };
    let state = organization::Command::StateDepartmentSide { department, side, on };
    entry.act(Columns { about: "side", day: "from" }, Command::Organization(state)).await?;
    Ok(())
}

/// A row of people.csv.
pub(super) async fn person(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let code = entry.row.needed("code", Code::parse)?;
    let name = entry.row.needed_text("name")?;
    let on = entry.row.day("from")?;
    let department = entry.department("department")?;
    let columns = Columns { about: "code", day: "from" };
    let Some(id) = entry.person_of_code(&code).await? else {
        let typed = Text::typed(code.as_str()).map_err(|error| Problem::at("code", error))?;
        let act = person::Command::Register(Register { code: typed, name, department, on });
        let register = Command::Person(None, PersonCommand { claims: Some(code), act });
        let Some(executed) = entry.act(columns, register).await? else { return Ok(()) };
        return come_and_go(entry, PersonId(executed.id)).await;
    };
    let as_of = AsOf::head(on.unwrap_or_else(|| entry.today(None)));
    let views = entry.views();
    let named = views.person(id).and_then(|held| held.state.name(&as_of)).map(TextAt::name);
    if entry.rewords(named, "name").await? {
        entry.act(columns, Command::Person(Some(id), person::Command::Rename { name, on }.into())).await?;
    }
    if department.is_some() {
        let place = person::Command::Place { department, on };
        let columns = Columns { about: "department", day: "from" };
        entry.act(columns, Command::Person(Some(id), place.into())).await?;
    }
    come_and_go(entry, id).await
}

/// Records that the person left, or came back, as the row says.
async fn come_and_go(entry: &mut Entry<'_>, id: PersonId) -> Result<(), Stop> {
    let (left, returned) = (entry.row.day("left_on")?, entry.row.day("returned_on")?);
    let turns = [
        ("left_on", left, person::Command::Leave { on: left }),
        ("returned_on", returned, person::Command::Return { on: returned }),
    ];
    let mut turns: Vec<_> = turns.into_iter().filter_map(|(at, on, act)| Some((on?, at, act))).collect();
    turns.sort_by_key(|(on, ..)| *on);
    for (on, column, act) in turns {
        let columns = Columns { about: column, day: column };
        entry.act_later(entry.later(Some(on)), None, columns, Command::Person(Some(id), act.into())).await?;
    }
    Ok(())
}

/// A row of roles.csv.
pub(super) async fn role(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let columns = Columns { about: "role", day: "from" };
    let role = entry.row.needed("role", str::parse::<Role>)?;
    let (on, until) = (entry.row.day("from")?, entry.row.day("until")?);
    let program = match entry.row.cell("program") {
        "" => None,
        _ => Some(entry.program()?),
    };
    let Some(person) = entry.person("person").await? else {
        return Err(Problem::at("person", "is empty; fill it in").into());
    };
    let today = entry.today(None);
    let granted = RoleGranted { person, role, program };
    let held = entry.views().organization().state.grants(&ever()).into_iter().find(|held| {
        let same = (held.person, held.role, held.program) == (person, role, program);
        let holds_today = held.from <= today && held.until.is_none_or(|until| today < until);
        same && on.map_or(holds_today, |on| on == held.from)
    });
    let Some(held) = held else {
        let grant = organization::Command::GrantRole { granted, on, until };
        entry.act(columns, Command::Organization(grant)).await?;
        return Ok(());
    };
    match (until, held.until) {
        (None, _) => Ok(()),
        (Some(until), Some(ended)) if until == ended => Ok(()),
        (Some(until), Some(ended)) if ended < until => Err(Problem::at(
            "until",
            format!(
                "the role ended on {ended}, before {until}; grant it anew from that day in a row of its own"
            ),
        )
        .into()),
        (Some(until), _) => {
            let withdraw =
                organization::Command::WithdrawRole { grant: held.event, reason: None, on: Some(until) };
            entry.act(Columns { about: "until", day: "until" }, Command::Organization(withdraw)).await?;
            Ok(())
        }
    }
}
