//! The voice of the customer: pain points and insights.

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{DepartmentId, InitiativeId, InsightId, PainPointId, PersonId};
use cxl_domain::insight::{self, ActedOn, Audience, Find, Insight, Origin, ReadingOrigin};
use cxl_domain::journey::Place;
use cxl_domain::noun::Noun as _;
use cxl_domain::pain_point::{
    self, Frequency, Heard, Identify, PainPoint, Rated, Severity, Source, Standing,
};
use cxl_domain::time::AsOf;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever, unchanged};
use super::row::Problem;

/// A row of pain_points.csv.
pub(super) async fn pain_point(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let code = entry.row.needed("code", Code::parse)?;
    let (heard, rated) = (heard(entry)?, rated(entry)?);
    let place = entry.place(program)?;
    let on = entry.row.day("heard_on")?;
    let initiatives = entry.initiatives(program)?;
    let views = entry.views();
    let id = if let Some(id) = views.thing_by_code::<PainPoint>(program, &code, &ever()) {
        again(entry, id, heard, rated, place).await?;
        id
    } else {
        let identify = pain_point::Command::Identify(Identify {
            program,
            code,
            description: entry.row.needed_text("description")?,
            goal: entry.row.needed_text("customer_goal")?,
            heard,
            place,
            rated,
            on,
        });
        let columns = Columns { about: "code", day: "heard_on" };
        let Some(executed) = entry.act(columns, Command::PainPoint(None, identify)).await? else {
            return Ok(());
        };
        PainPointId(executed.id)
    };
    take_up(entry, id, &initiatives).await?;
    resolve(entry, id).await?;
    reopen(entry, id).await
}

/// What a row says anew of a pain point that is known: other words, another time that it was heard, another
/// rating, another place.
async fn again(
    entry: &mut Entry<'_>,
    id: PainPointId,
    heard: Heard,
    rated: Option<Rated>,
    place: Option<Place>,
) -> Result<(), Stop> {
    let views = entry.views();
    let Some(held) = views.thing::<PainPoint>(id) else { return Ok(()) };
    let on = entry.row.day("heard_on")?;
    let begins = held.state.beginning(&ever()).map(|(fact, _)| fact.from());
    let first = AsOf::head(begins.unwrap_or(NaiveDate::MIN));
    let mut changes = Vec::new();
    let described = held.state.description(&first).map(|it| TextAt::field(it, "/fact/description"));
    if entry.rewords(described, "description").await? {
        let description = entry.row.needed_text("description")?;
        changes.push(("description", pain_point::Command::Redescribe { description, on: begins }));
    }
    let goal = held.state.goal(&first).map(|it| TextAt::field(it, "/fact/goal"));
    if entry.rewords(goal, "customer_goal").await? {
        let goal = entry.row.needed_text("customer_goal")?;
        changes.push(("customer_goal", pain_point::Command::RestateGoal { goal, on: begins }));
    }
    let was_heard = held
        .state
        .heard(&ever())
        .iter()
        .any(|(fact, said)| **said == heard && on.is_none_or(|on| on == fact.from()));
    if !was_heard {
        changes.push(("source", pain_point::Command::Hear { heard, on }));
    }
    if let Some(rated) = rated {
        let on = on.or(begins);
        let same = |as_of: &AsOf| held.state.rating(as_of).is_some_and(|(_, known)| known == rated);
        if !same(&AsOf::head(on.unwrap_or_else(|| entry.today(None)))) {
            changes.push(("severity", pain_point::Command::Rate { rated, on }));
        }
    }
    if let Some(place) = place {
        changes.push(("journey", pain_point::Command::Place { place, on: on.or(begins) }));
    }
    for (about, change) in changes {
        entry.act(Columns { about, day: "heard_on" }, Command::PainPoint(Some(id), change)).await?;
    }
    Ok(())
}

async fn take_up(entry: &mut Entry<'_>, id: PainPointId, initiatives: &[InitiativeId]) -> Result<(), Stop> {
    let on = entry.row.day("taken_up_on")?.or(entry.row.day("heard_on")?);
    for initiative in initiatives {
        let known = entry.views().thing::<PainPoint>(id).map(|held| held.state.initiatives(&ever()));
        if known.is_some_and(|known| known.contains(initiative)) {
            continue;
        }
        let take_up = pain_point::Command::TakeUp { initiative: *initiative, on };
        let columns = Columns { about: "initiatives", day: "taken_up_on" };
        entry.act(columns, Command::PainPoint(Some(id), take_up)).await?;
    }
    Ok(())
}

/// Resolves the pain point if the row says so and nobody has.
async fn resolve(entry: &mut Entry<'_>, id: PainPointId) -> Result<(), Stop> {
    let Some(on) = entry.row.day("resolved_on")? else {
        return match entry.row.cell("resolution") {
            "" => Ok(()),
            _ => Err(Problem::at("resolved_on", "is empty; say since when it is resolved").into()),
        };
    };
    let views = entry.views();
    let turns = views.thing::<PainPoint>(id).map(|held| held.state.turns(&ever())).unwrap_or_default();
    let is_known = turns.iter().any(|(fact, standing)| *standing == Standing::Resolved && fact.from() == on);
    if is_known {
        return Ok(());
    }
    let how = entry.row.text("resolution")?;
    let resolve = pain_point::Command::Resolve { how, on: Some(on) };
    let columns = Columns { about: "resolved_on", day: "resolved_on" };
    entry.act_later(entry.later(Some(on)), None, columns, Command::PainPoint(Some(id), resolve)).await?;
    Ok(())
}

/// Reopens the pain point if the row says so and nobody has.
async fn reopen(entry: &mut Entry<'_>, id: PainPointId) -> Result<(), Stop> {
    let (on, reason) = match (entry.row.day("reopened_on")?, entry.row.text("reopened_because")?) {
        (Some(on), Some(reason)) => (on, reason),
        (None, None) => return Ok(()),
        _ => {
            let problem = "and reopened_on belong together; fill both in, or empty both";
            return Err(Problem::at("reopened_because", problem).into());
        }
    };
    let views = entry.views();
    let turns = views.thing::<PainPoint>(id).map(|held| held.state.turns(&ever())).unwrap_or_default();
    let known = turns.iter().any(|(fact, standing)| *standing != Standing::Resolved && fact.from() == on);
    if known {
        return Ok(());
    }
    let reopen = pain_point::Command::Reopen { reason, on: Some(on) };
    let columns = Columns { about: "reopened_on", day: "reopened_on" };
    entry.act_later(entry.later(Some(on)), None, columns, Command::PainPoint(Some(id), reopen)).await?;
    Ok(())
}

fn heard(entry: &Entry<'_>) -> Result<Heard, Problem> {
    let row = entry.row;
    let Some(source) = row.named("source", &Source::ALL.map(|source| (source.name(), source)))? else {
        return Err(Problem::at("source", "is empty; say how it was heard"));
    };
    let times = row.count("times")?.map(u32::try_from).transpose();
    let times = times.map_err(|_| Problem::at("times", "is too great; 4294967295 is the most"))?;
    Ok(Heard { source, reference: row.code("reference")?, times })
}

fn rated(entry: &Entry<'_>) -> Result<Option<Rated>, Problem> {
    let severity = entry.row.named("severity", &Severity::ALL.map(|it| (it.name(), it)))?;
    let frequency = entry.row.named("frequency", &Frequency::ALL.map(|it| (it.name(), it)))?;
    Ok((severity.is_some() || frequency.is_some()).then_some(Rated { severity, frequency }))
}

/// A row of insights.csv.
pub(super) async fn insight(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let code = entry.row.needed("code", Code::parse)?;
    let departments = entry.departments("departments")?;
    let mut origins = Vec::new();
    for code in entry.codes("pain_points")? {
        origins.push(Origin::PainPoint(entry.pain_point_of_code("pain_points", program, &code)?));
    }
    for (metric, reading) in entry.readings("readings", program)? {
        origins.push(Origin::Reading(ReadingOrigin { metric, reading }));
    }
    let on = entry.row.day("found_on")?;
    let views = entry.views();
    let id = if let Some(id) = views.thing_by_code::<Insight>(program, &code, &ever()) {
        found_again(entry, id, &origins, &departments).await?;
        id
    } else {
        let description = entry.row.needed_text("description")?;
        let find = insight::Command::Find(Find { program, code, description, origins, departments, on });
        let columns = Columns { about: "code", day: "found_on" };
        let Some(executed) = entry.act(columns, Command::Insight(None, find)).await? else { return Ok(()) };
        InsightId(executed.id)
    };
    share(entry, id).await?;
    acknowledge(entry, id).await?;
    act_on(entry, id).await
}

/// What a row says anew of an insight that is known.
async fn found_again(
    entry: &mut Entry<'_>,
    id: InsightId,
    origins: &[Origin],
    departments: &[DepartmentId],
) -> Result<(), Stop> {
    let views = entry.views();
    let Some(held) = views.thing::<Insight>(id) else { return Ok(()) };
    let begins = held.state.beginning(&ever()).map(|(fact, _)| fact.from());
    unchanged("found_on", entry.row.day("found_on")?, begins)?;
    let first = AsOf::head(begins.unwrap_or(NaiveDate::MIN));
    let mut changes = Vec::new();
    let described = held.state.description(&first).map(|it| TextAt::field(it, "/fact/description"));
    if entry.rewords(described, "description").await? {
        let description = entry.row.needed_text("description")?;
        changes.push(("description", insight::Command::Redescribe { description, on: begins }));
    }
    let known = held.state.origins(&ever());
    let new = origins.iter().filter(|origin| !known.contains(origin));
    changes.extend(
        new.map(|origin| ("pain_points", insight::Command::DrawFrom { origin: *origin, on: begins })),
    );
    let known = held.state.departments(&ever());
    let new = departments.iter().filter(|department| !known.contains(department));
    changes.extend(new.map(|it| ("departments", insight::Command::Address { department: *it, on: begins })));
    for (about, change) in changes {
        entry.act(Columns { about, day: "found_on" }, Command::Insight(Some(id), change)).await?;
    }
    Ok(())
}

async fn share(entry: &mut Entry<'_>, id: InsightId) -> Result<(), Stop> {
    let departments = entry.departments("shared_with_departments")?;
    let people = entry.people("shared_with_people").await?;
    let on = entry.row.day("shared_on")?;
    if departments.is_empty() && people.is_empty() {
        return match on {
            None => Ok(()),
            Some(_) => {
                Err(Problem::at("shared_with_departments", "is empty; say with whom it was shared").into())
            }
        };
    }
    let shared = Audience { departments, people };
    let with = shared.recipients();
    let views = entry.views();
    let sharings = views.thing::<Insight>(id).map(|held| held.state.sharings(&ever())).unwrap_or_default();
    let is_known =
        sharings.iter().any(|(fact, said)| said.with == with && on.is_none_or(|on| on == fact.from()));
    if is_known {
        return Ok(());
    }
    let columns = Columns { about: "shared_with_departments", day: "shared_on" };
    let share = Command::Insight(Some(id), insight::Command::Share { shared, on });
    entry.act_later(entry.later(on), None, columns, share).await?;
    Ok(())
}

/// Lets everybody whom the row names acknowledge it: for themselves where it was shared with them, else for
/// their department.
async fn acknowledge(entry: &mut Entry<'_>, id: InsightId) -> Result<(), Stop> {
    let on = entry.row.day("acknowledged_on")?;
    for person in entry.people("acknowledged_by").await? {
        let views = entry.views();
        let Some(held) = views.thing::<Insight>(id) else { return Ok(()) };
        let by_then = AsOf::head(on.unwrap_or_else(|| entry.today(None)));
        let department = if held.state.was_shared_with(person, None, &by_then) {
            None
        } else {
            views.person(person).and_then(|held| held.state.department(&by_then))
        };
        let acknowledged = held.state.acknowledgments(&ever());
        if acknowledged.iter().any(|it| (it.by, it.department) == (person, department)) {
            continue;
        }
        let command = insight::Command::Acknowledge { department, on };
        let columns = Columns { about: "acknowledged_by", day: "acknowledged_on" };
        let by: Option<PersonId> = Some(person);
        entry.act_later(entry.later(on), by, columns, Command::Insight(Some(id), command)).await?;
    }
    Ok(())
}

/// Records what was done about the insight; it is known by its words.
async fn act_on(entry: &mut Entry<'_>, id: InsightId) -> Result<(), Stop> {
    let Some(action) = entry.row.text("action")? else { return Ok(()) };
    let on = entry.row.day("acted_on")?;
    let department = entry.department("acted_by")?;
    let initiative = match entry.row.code("acted_in")? {
        Some(code) => Some(entry.initiative_of_code("acted_in", entry.program()?, &code)?),
        None => None,
    };
    let views = entry.views();
    let actions = views.thing::<Insight>(id).map(|held| held.state.actions(&ever())).unwrap_or_default();
    for (fact, acted) in actions {
        let said = entry.compare(Some(TextAt::field(fact, "/fact/action")), "action").await?;
        let same_day = on.is_none_or(|on| on == fact.from());
        let same = (acted.department, acted.initiative) == (department, initiative);
        if said != Said::Otherwise && same_day && same {
            return Ok(());
        }
    }
    let acted = ActedOn { action, department, initiative };
    let command = Command::Insight(Some(id), insight::Command::ActOn { acted, on });
    entry.act_later(entry.later(on), None, Columns { about: "action", day: "acted_on" }, command).await?;
    Ok(())
}
