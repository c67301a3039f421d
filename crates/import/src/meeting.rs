//! Meetings: attendance, resolutions, minutes, and the actions that they agreed on.

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{MeetingId, PersonId};
use cxl_domain::meeting::{
    self, Action, ActionAgreed, ActionState, Attendee, Convene, Convention, Meeting, Minuted, Presence,
    Status,
};
use cxl_domain::text::Text;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever, unchanged};
use super::row::Problem;

/// A row of meetings.csv.
pub(super) async fn meeting(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let committee = entry.committee(program)?;
    let code = entry.row.needed("code", Code::parse)?;
    let name = entry.row.needed_text("name")?;
    let on = entry.row.day("on")?;
    let held = entry.row.named("held", &YES_NO)? == Some(true);
    only_if_held(entry, held)?;
    let (called_for, moved_because) = moved(entry)?;
    let canceled = entry.row.text("canceled_because")?;
    if held && canceled.is_some() {
        return Err(Problem::at("canceled_because", "and held: was it held or called off? empty one").into());
    }
    let known = entry.views().thing_by_code::<Meeting>(program, &code, &ever());
    let id = if let Some(id) = known {
        let state = state(entry, id);
        let recorded = state.as_ref().and_then(|state| state.day(&ever()));
        if recorded != called_for {
            unchanged("on", on, recorded)?;
        }
        if entry
            .rewords(state.as_ref().and_then(|state| state.name(&ever())).map(TextAt::name), "name")
            .await?
        {
            act(entry, id, "name", meeting::Command::Rename { name, on }).await?;
        }
        id
    } else {
        let convene =
            meeting::Command::Convene(Convene { program, code, committee, name, on: called_for.or(on) });
        let convened = entry.act(columns("code"), Command::Meeting(None, convene)).await?;
        let Some(executed) = convened else { return Ok(()) };
        MeetingId(executed.id)
    };
    if let (Some(reason), Some(to)) = (moved_because, on)
        && state(entry, id).is_some_and(|state| state.day(&ever()) != Some(to))
    {
        act(entry, id, "moved_from", meeting::Command::Move { to, reason }).await?;
    }
    if !held {
        return cancel(entry, id, canceled).await;
    }
    hold(entry, id).await?;
    resolve(entry, id).await?;
    minute(entry, id).await
}

/// For which day the meeting was called, if it was moved, and why.
fn moved(entry: &Entry<'_>) -> Result<(Option<NaiveDate>, Option<Text>), Problem> {
    match (entry.row.day("moved_from")?, entry.row.text("moved_because")?) {
        (Some(_), None) => Err(Problem::at("moved_because", "is empty; say why it was moved")),
        (None, Some(_)) => Err(Problem::at("moved_from", "is empty; say for which day it was called")),
        moved => Ok(moved),
    }
}

/// Calls the meeting off, if the row says so and nobody has.
async fn cancel(entry: &mut Entry<'_>, id: MeetingId, reason: Option<Text>) -> Result<(), Stop> {
    let is_canceled = state(entry, id).is_some_and(|state| state.status(&ever()).0 == Status::Canceled);
    match reason {
        Some(reason) if !is_canceled => {
            act(entry, id, "canceled_because", meeting::Command::Cancel { reason }).await
        }
        _ => Ok(()),
    }
}

const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// What only a meeting has that was held.
const OF_HELD: [&str; 10] = [
    "chair",
    "present",
    "excused",
    "absent",
    "resolutions",
    "minutes_number",
    "minutes_sha256",
    "minutes",
    "minuted_by",
    "confirmed",
];

fn only_if_held(entry: &Entry<'_>, held: bool) -> Result<(), Problem> {
    match OF_HELD.into_iter().find(|column| !held && !entry.row.cell(column).is_empty()) {
        Some(column) => Err(Problem::at(column, "belongs to a meeting that was held; say yes in held")),
        None => Ok(()),
    }
}

fn columns(about: &'static str) -> Columns {
    Columns { about, day: "on" }
}

fn state(entry: &Entry<'_>, id: MeetingId) -> Option<Meeting> {
    entry.views().thing::<Meeting>(id).map(|held| held.state.clone())
}

async fn act(
    entry: &mut Entry<'_>,
    id: MeetingId,
    about: &'static str,
    act: meeting::Command,
) -> Result<(), Stop> {
    entry.act(columns(about), Command::Meeting(Some(id), act)).await?;
    Ok(())
}

/// Records that the meeting was held, and who was there, as far as that is not recorded.
async fn hold(entry: &mut Entry<'_>, id: MeetingId) -> Result<(), Stop> {
    let chair = entry.person("chair").await?;
    let mut attendees = Vec::new();
    let presences =
        [("present", Presence::Present), ("excused", Presence::Excused), ("absent", Presence::Absent)];
    for (column, presence) in presences {
        for person in entry.people(column).await? {
            attendees.push(Attendee { person, presence, role: None, department: None });
        }
    }
    let Some(state) = state(entry, id) else { return Ok(()) };
    let convention = Convention::default();
    if state.status(&ever()).0 != Status::Held {
        return act(entry, id, "held", meeting::Command::Hold { chair, attendees, convention }).await;
    }
    let recorded = state.held(&ever()).map(|(_, held)| held.chair);
    if chair.is_some() && chair != recorded {
        let problem = "differs from who is recorded; correct that fact, or the cell";
        return Err(Problem::at("chair", problem).into());
    }
    let said = |listed: &[Attendee]| {
        let mut said: Vec<_> = listed.iter().map(|it| (it.person, it.presence)).collect();
        said.sort_unstable();
        said
    };
    let recorded = state.attendance(&ever()).map(|(_, taken)| said(&taken.attendees));
    if !attendees.is_empty() && recorded != Some(said(&attendees)) {
        act(entry, id, "present", meeting::Command::TakeAttendance { attendees, convention }).await?;
    }
    Ok(())
}

/// Records the resolutions that are not recorded.
async fn resolve(entry: &mut Entry<'_>, id: MeetingId) -> Result<(), Stop> {
    let said: Vec<_> = entry.row.cell("resolutions").split('|').map(str::trim).collect();
    for resolution in said.into_iter().filter(|resolution| !resolution.is_empty()) {
        let typed = Text::typed(resolution).map_err(|error| Problem::at("resolutions", error))?;
        let recorded = state(entry, id).map(|state| {
            let facts = state.resolutions(&ever()).into_iter();
            facts.map(|fact| TextAt::field(fact, "/fact/resolution")).collect::<Vec<_>>()
        });
        if !entry.is_among(recorded.unwrap_or_default(), resolution).await? {
            act(entry, id, "resolutions", meeting::Command::Resolve { resolution: typed }).await?;
        }
    }
    Ok(())
}

/// Records the minutes and their confirmation, as far as these are not recorded.
async fn minute(entry: &mut Entry<'_>, id: MeetingId) -> Result<(), Stop> {
    let said = Minuted {
        number: entry.row.code("minutes_number")?,
        sha256: entry.row.read("minutes_sha256", Sha256Hex::parse)?,
        minutes: entry.row.text("minutes")?,
    };
    let writer = entry.person("minuted_by").await?;
    let confirmed = entry.row.named("confirmed", &YES_NO)? == Some(true);
    if said.number.is_none() && said.sha256.is_none() && said.minutes.is_none() {
        let idle = if confirmed { Some("confirmed") } else { writer.map(|_| "minuted_by") };
        let problem = "belongs to minutes; fill in minutes, minutes_number or minutes_sha256";
        return idle.map_or(Ok(()), |column| Err(Problem::at(column, problem).into()));
    }
    if confirmed && !entry.is_backfill() {
        let problem = "who enters minutes does not confirm them; fill published_on if they were confirmed back \
                       then, or leave this empty and let who chaired confirm them";
        return Err(Problem::at("confirmed", problem).into());
    }
    let Some(recorded) = state(entry, id) else { return Ok(()) };
    let stands = match recorded.minutes(&ever()) {
        None => false,
        Some((fact, minutes)) => {
            let text = TextAt::field(fact, "/fact/minutes");
            let same = (&minutes.number, minutes.sha256) == (&said.number, said.sha256);
            let worded = said.minutes.is_none() || !entry.rewords(Some(text), "minutes").await?;
            same && worded
        }
    };
    if !stands {
        let minute = Command::Meeting(Some(id), meeting::Command::Minute { minutes: said });
        entry.act_by(writer, columns("minutes"), minute).await?;
    }
    let Some(held) = state(entry, id) else { return Ok(()) };
    let (Some((minutes, _)), Some((_, chaired))) = (held.minutes(&ever()), held.held(&ever())) else {
        return Ok(());
    };
    if confirmed && held.confirmation(&ever()).is_none() {
        let confirm = meeting::Command::ConfirmMinutes { minutes: minutes.event };
        let confirm = Command::Meeting(Some(id), confirm);
        entry.act_by(Some(chaired.chair), columns("confirmed"), confirm).await?;
    }
    Ok(())
}

/// A row of actions.csv.
pub(super) async fn action(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.meeting(program)?;
    let row = entry.row;
    let task = row.needed_text("task")?;
    let due = row.day("due_on")?;
    let (done, dropped) = (row.day("done_on")?, row.day("dropped_on")?);
    if done.is_some() && dropped.is_some() {
        return Err(Problem::at("dropped_on", "was it done or dropped? empty one of the two days").into());
    }
    if dropped.is_some() && row.cell("reason").is_empty() {
        return Err(Problem::at("reason", "is empty; say why it was dropped").into());
    }
    let initiative = match row.code("initiative")? {
        Some(code) => Some(entry.initiative_of_code("initiative", program, &code)?),
        None => None,
    };
    let (Some(due), Some(owner)) = (due, entry.person("owner").await?) else {
        return Err(Problem::of_row("owner and due_on are needed; fill them in").into());
    };
    let action = if let Some(action) = recorded(entry, id).await? {
        follow(entry, id, &action, owner, due).await?;
        action
    } else {
        let agreed = ActionAgreed { task, owner, due, initiative };
        act_on(entry, id, "task", meeting::Command::AgreeAction { action: agreed }).await?;
        let Some(action) = recorded(entry, id).await? else { return Ok(()) };
        action
    };
    end(entry, id, &action).await
}

async fn act_on(
    entry: &mut Entry<'_>,
    id: MeetingId,
    about: &'static str,
    act: meeting::Command,
) -> Result<(), Stop> {
    let columns = Columns { about, day: about };
    entry.act(columns, Command::Meeting(Some(id), act)).await?;
    Ok(())
}

/// The action with the row's task; where the task is erased, the one of the same owner and day.
async fn recorded(entry: &Entry<'_>, id: MeetingId) -> Result<Option<Action>, Stop> {
    let Some(state) = state(entry, id) else { return Ok(None) };
    for action in state.actions(&ever()) {
        let task = TextAt { position: action.stated_at, pointer: "/fact/task" };
        let found = match entry.compare(Some(task), "task").await? {
            Said::So => true,
            Said::Unknown => entry.row.day("due_on")? == Some(action.due),
            Said::Otherwise => false,
        };
        if found {
            return Ok(Some(action));
        }
    }
    Ok(None)
}

/// Moves the day of an action, or hands it over, as the row says.
async fn follow(
    entry: &mut Entry<'_>,
    id: MeetingId,
    action: &Action,
    owner: PersonId,
    due: NaiveDate,
) -> Result<(), Stop> {
    if action.state != ActionState::Open {
        return Ok(());
    }
    if action.due != due {
        let Some(reason) = entry.row.text("reason")? else {
            let problem = format!("is empty; it was due on {}: say why that moves to {due}", action.due);
            return Err(Problem::at("reason", problem).into());
        };
        act_on(entry, id, "due_on", meeting::Command::MoveAction { action: action.id, due, reason }).await?;
    }
    if action.owner != owner {
        let hand_over =
            meeting::Command::HandActionOver { action: action.id, owner, on: entry.row.day("published_on")? };
        act_on(entry, id, "owner", hand_over).await?;
    }
    Ok(())
}

/// Ends the action, as the row says.
async fn end(entry: &mut Entry<'_>, id: MeetingId, action: &Action) -> Result<(), Stop> {
    let (done, dropped) = (entry.row.day("done_on")?, entry.row.day("dropped_on")?);
    let said = done.map(ActionState::Done).or(dropped.map(ActionState::Dropped));
    if said.is_none_or(|said| said == action.state) {
        return Ok(());
    }
    let reason = entry.row.text("reason")?;
    match (done, dropped, reason) {
        (Some(_), _, remark) => {
            let complete = meeting::Command::CompleteAction { action: action.id, remark, on: done };
            act_on(entry, id, "done_on", complete).await
        }
        (None, Some(_), Some(reason)) => {
            let drop = meeting::Command::DropAction { action: action.id, reason, on: dropped };
            act_on(entry, id, "dropped_on", drop).await
        }
        _ => Ok(()),
    }
}
