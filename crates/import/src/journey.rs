//! Journeys with their maps: stages, touchpoints, hand-offs.

use cxl_domain::code::Code;
use cxl_domain::id::{JourneyId, SpotId};
use cxl_domain::journey::{self, HandOffAdded, Map, Spot, SpotKind, StageAdded, TouchpointAdded};
use cxl_domain::noun::Noun as _;
use cxl_domain::time::AsOf;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever, unchanged};
use super::row::Problem;

/// A row of journeys.csv: a journey with one of its stages.
pub(super) async fn journey(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let code = entry.row.needed("journey", Code::parse)?;
    let begins = entry.row.day("mapped_on")?;
    let columns = |about| Columns { about, day: "mapped_on" };
    let views = entry.views();
    let id = if let Some(id) = views.thing_by_code::<journey::Journey>(program, &code, &ever()) {
        if let Some(held) = views.thing::<journey::Journey>(id) {
            let begun = held.state.beginning(&ever()).map(|(fact, _)| fact.from());
            unchanged("mapped_on", begins, begun)?;
            let first = AsOf::head(begun.unwrap_or_else(|| entry.today(Some(program))));
            let named = held.state.name(&first).map(TextAt::name);
            if !entry.row.cell("name").is_empty() && entry.rewords(named, "name").await? {
                let rename = journey::Command::Rename { name: entry.row.needed_text("name")?, on: begun };
                entry.act(columns("name"), Command::Journey(Some(id), rename)).await?;
            }
        }
        id
    } else {
        let map = Map { program, code, name: entry.row.needed_text("name")?, on: begins };
        let mapped =
            entry.act(columns("journey"), Command::Journey(None, journey::Command::Map(map))).await?;
        let Some(executed) = mapped else { return Ok(()) };
        JourneyId(executed.id)
    };
    stage(entry, id).await
}

/// Puts the stage of the row onto the map, moves it in the order, and takes it off, as the row says.
async fn stage(entry: &mut Entry<'_>, id: JourneyId) -> Result<(), Stop> {
    let Some(code) = entry.row.code("stage")? else { return Ok(()) };
    let Some(order) = order(entry)? else {
        return Err(Problem::at("order", "is empty; say at which place in the journey the stage is").into());
    };
    let on = entry.row.day("from")?;
    let columns = |about| Columns { about, day: "from" };
    let (at, spot) = if let Some(spot) = spot(entry, id, &code) {
        let SpotKind::Stage { order: held } = spot.kind else {
            return Err(Problem::at("stage", format!("{code} is a {}, not a stage", spot.kind.noun())).into());
        };
        reword(entry, id, &spot, "stage_name").await?;
        if held != order {
            let command = journey::Command::MoveStage { stage: spot.id, order, on };
            entry.act(columns("order"), Command::Journey(Some(id), command)).await?;
        }
        (spot.id, Some(spot))
    } else {
        let stage = StageAdded { code, name: entry.row.needed_text("stage_name")?, order };
        let Some(at) = add(entry, id, "stage", journey::Command::AddStage { stage, on }).await? else {
            return Ok(());
        };
        (at, None)
    };
    retire(entry, id, at, spot.as_ref()).await
}

fn order(entry: &Entry<'_>) -> Result<Option<u16>, Problem> {
    let Some(order) = entry.row.count("order")? else { return Ok(None) };
    u16::try_from(order).map(Some).map_err(|_| Problem::at("order", "is too great; 65535 is the most"))
}

/// A row of touchpoints.csv.
pub(super) async fn touchpoint(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let id = entry.journey()?;
    let code = entry.row.needed("code", Code::parse)?;
    let stage = entry.spot(id, "stage")?;
    let channel = entry.row.code("channel")?;
    let department = entry.department("department")?;
    let on = entry.row.day("from")?;
    let columns = |about| Columns { about, day: "from" };
    let (at, held) = if let Some(spot) = spot(entry, id, &code) {
        let SpotKind::Touchpoint { stage: lies_in, channel: over, department: responsible } = &spot.kind
        else {
            let reason = format!("{code} is a {}, not a touchpoint", spot.kind.noun());
            return Err(Problem::at("code", reason).into());
        };
        if channel.is_some() && channel != *over {
            return Err(Problem::differs("channel").into());
        }
        reword(entry, id, &spot, "name").await?;
        if *lies_in != stage {
            let command = journey::Command::MoveTouchpoint { touchpoint: spot.id, stage, on };
            entry.act(columns("stage"), Command::Journey(Some(id), command)).await?;
        }
        if department.is_some() && department != *responsible {
            let command = journey::Command::NameResponsible { touchpoint: spot.id, department, on };
            entry.act(columns("department"), Command::Journey(Some(id), command)).await?;
        }
        (spot.id, Some(spot))
    } else {
        let name = entry.row.needed_text("name")?;
        let touchpoint = TouchpointAdded { code, name, stage, channel, department };
        let command = journey::Command::AddTouchpoint { touchpoint, on };
        let Some(at) = add(entry, id, "code", command).await? else { return Ok(()) };
        (at, None)
    };
    retire(entry, id, at, held.as_ref()).await
}

/// A row of hand_offs.csv.
pub(super) async fn hand_off(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let id = entry.journey()?;
    let code = entry.row.needed("code", Code::parse)?;
    let at = entry.spot(id, "at")?;
    let (from, to) = (entry.department("from_department")?, entry.department("to_department")?);
    let (Some(from), Some(to)) = (from, to) else {
        return Err(Problem::of_row("from_department and to_department are needed; fill them in").into());
    };
    let on = entry.row.day("from")?;
    let (spot_id, held) = if let Some(spot) = spot(entry, id, &code) {
        if spot.kind != (SpotKind::HandOff { from, to, at }) {
            return Err(Problem::differs("code").into());
        }
        if !entry.row.cell("name").is_empty() {
            reword(entry, id, &spot, "name").await?;
        }
        (spot.id, Some(spot))
    } else {
        let hand_off = HandOffAdded { code, name: entry.row.text("name")?, from, to, at };
        let command = journey::Command::AddHandOff { hand_off, on };
        let Some(added) = add(entry, id, "code", command).await? else { return Ok(()) };
        (added, None)
    };
    retire(entry, id, spot_id, held.as_ref()).await
}

/// The spot of a code, as it will be in the end.
fn spot(entry: &Entry<'_>, id: JourneyId, code: &Code) -> Option<Spot> {
    entry.views().thing::<journey::Journey>(id)?.state.spot_of_code(code, &ever())
}

/// Puts something onto the map; its id is that of the event.
async fn add(
    entry: &mut Entry<'_>,
    id: JourneyId,
    about: &'static str,
    command: journey::Command,
) -> Result<Option<SpotId>, Stop> {
    let added = entry.act(Columns { about, day: "from" }, Command::Journey(Some(id), command)).await?;
    Ok(added.and_then(|executed| executed.events.first().map(|event| SpotId(event.id.0))))
}

/// Gives a spot the name of the row from its first day on, if it had another one there.
async fn reword(entry: &mut Entry<'_>, id: JourneyId, spot: &Spot, column: &'static str) -> Result<(), Stop> {
    let views = entry.views();
    let map = views.thing::<journey::Journey>(id).map(|held| &held.state);
    let first = map.and_then(|map| map.spot(spot.id, &AsOf::head(spot.added)));
    let named = first.and_then(|spot| spot.named_by);
    let named = named.map(|(_, position)| TextAt { position, pointer: "/fact/name" });
    if entry.rewords(named, column).await? {
        let name = entry.row.needed_text(column)?;
        let rename = journey::Command::RenameSpot { spot: spot.id, name, on: Some(spot.added) };
        let columns = Columns { about: column, day: "from" };
        entry.act(columns, Command::Journey(Some(id), rename)).await?;
    }
    Ok(())
}

/// Takes a spot off the map, as the row says.
async fn retire(entry: &mut Entry<'_>, id: JourneyId, spot: SpotId, held: Option<&Spot>) -> Result<(), Stop> {
    let Some(on) = entry.row.day("retired_on")? else { return Ok(()) };
    if let Some(retired) = held.and_then(|held| held.retired) {
        unchanged("retired_on", Some(on), Some(retired))?;
        return Ok(());
    }
    let command = journey::Command::RetireSpot { spot, reason: None, on: Some(on) };
    let columns = Columns { about: "retired_on", day: "retired_on" };
    entry.act(columns, Command::Journey(Some(id), command)).await?;
    Ok(())
}
