//! Metrics and their targets.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use cxl_domain::calendar::Rhythm;
use cxl_domain::code::Code;
use cxl_domain::id::{GoalId, MetricId, PersonId};
use cxl_domain::measurement::kind::{Direction, MetricKind, UnknownName};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Define, Defined, Metric, Purpose};
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever, unchanged};
use super::row::{Problem, Row, count};

/// A row of metrics.csv.
pub(super) async fn metric(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let row = entry.row;
    let said = Definition::read(row)?;
    let accountable = entry.person("accountable").await?;
    let uses = Uses { goal: entry.goal(program)?, purposes: row.read("purpose", purposes)? };
    let on = row.day("from")?;
    let columns = Columns { about: "code", day: "from" };
    let Some(id) = entry.views().metric_by_code(program, &said.code, &ever()) else {
        if said.version != 1 {
            let reason = format!("is {}, but the metric is new; begin with version 1", said.version);
            return Err(Problem::at("definition_version", reason).into());
        }
        let Definition {
            code, kind, direction, unit, rhythm, due_within_days, name, wording, headline, ..
        } = said;
        let defined = Defined { program, code, kind, direction, unit, rhythm, due_within_days };
        let define = Define { defined, name, wording, accountable, headline: Some(headline), on };
        let define = metric::Command::Define(Box::new(define));
        if let Some(executed) = entry.act(columns, Command::Metric(None, define)).await? {
            uses.record(entry, MetricId(executed.id), on).await?;
        }
        return Ok(());
    };
    said.agrees(entry, id)?;
    let begins = restated(entry, id, said, accountable).await?;
    uses.record(entry, id, begins).await
}

/// What a row says a metric is for.
struct Uses {
    goal: Option<GoalId>,
    purposes: Option<BTreeSet<Purpose>>,
}

impl Uses {
    async fn record(self, entry: &mut Entry<'_>, id: MetricId, on: Option<NaiveDate>) -> Result<(), Stop> {
        let columns = |about| Columns { about, day: "from" };
        if let Some(goal) = self.goal {
            let link = metric::Command::LinkGoal { goal: Some(goal), on };
            entry.act(columns("goal"), Command::Metric(Some(id), link)).await?;
        }
        if let Some(purposes) = self.purposes {
            let declare = metric::Command::DeclarePurpose { purposes, on };
            entry.act(columns("purpose"), Command::Metric(Some(id), declare)).await?;
        }
        Ok(())
    }
}

/// Purposes with semicolons between.
fn purposes(cell: &str) -> Result<BTreeSet<Purpose>, UnknownName> {
    cell.split(';').map(|name| name.trim().parse()).collect()
}

/// What a row says of a metric.
struct Definition {
    code: Code,
    kind: MetricKind,
    direction: Direction,
    unit: Option<Code>,
    rhythm: Rhythm,
    due_within_days: Option<u16>,
    name: Text,
    version: u32,
    wording: Text,
    headline: SeriesKey,
}

impl Definition {
    fn read(row: Row<'_>) -> Result<Self, Problem> {
        let version = definition_version(row)?;
        Ok(Self {
            code: row.needed("code", Code::parse)?,
            kind: row.needed("kind", str::parse)?,
            direction: row.needed("direction", str::parse)?,
            unit: row.code("unit")?,
            rhythm: row.needed("rhythm", str::parse)?,
            due_within_days: row.read("due_within_days", days)?,
            name: row.needed_text("name")?,
            version,
            wording: row.needed_text("definition")?,
            headline: SeriesKey {
                definition: version,
                channel: row.code("headline_channel")?,
                segment: row.code("headline_segment")?,
                source: row.code("headline_source")?,
            },
        })
    }

    /// Refuses another kind, direction, unit or rhythm than the one recorded.
    fn agrees(&self, entry: &Entry<'_>, id: MetricId) -> Result<(), Problem> {
        let views = entry.views();
        let Some((_, held)) = views.metric(id).and_then(|held| held.state.definition(&ever())) else {
            return Ok(());
        };
        unchanged("kind", Some(self.kind), Some(held.kind))?;
        unchanged("direction", Some(self.direction), Some(held.direction))?;
        unchanged("unit", self.unit.as_ref(), held.unit.as_ref())?;
        unchanged("rhythm", Some(self.rhythm), Some(held.rhythm))?;
        unchanged("due_within_days", self.due_within_days, held.due_within_days)
    }
}

/// A definition version of a metric that is there already; answers the day from which it counts.
async fn restated(
    entry: &mut Entry<'_>,
    id: MetricId,
    said: Definition,
    accountable: Option<PersonId>,
) -> Result<Option<NaiveDate>, Stop> {
    let on = entry.row.day("from")?;
    let columns = |about| Columns { about, day: "from" };
    let Definition { name, version, wording, headline, .. } = said;
    let views = entry.views();
    let Some(held) = views.metric(id) else { return Ok(on) };
    let versions = held.state.versions(&ever());
    let stated = versions.iter().find(|(_, known)| *known == version).map(|(stated, _)| *stated);
    let begins = if let Some(stated) = stated {
        unchanged("from", on, Some(stated.from()))?;
        let worded = TextAt::field(stated, "/fact/wording");
        if entry.rewords(Some(worded), "definition").await? {
            let reason = format!(
                "version {version} is worded otherwise; correct that fact, or state a new version in a row of \
                 its own"
            );
            return Err(Problem::at("definition", reason).into());
        }
        Some(stated.from())
    } else {
        let next = held.state.newest_version().saturating_add(1);
        if version != next {
            let reason = format!("is {version}; the next version of this metric is {next}");
            return Err(Problem::at("definition_version", reason).into());
        }
        let redefine = metric::Command::Redefine { wording, on };
        entry.act(columns("definition"), Command::Metric(Some(id), redefine)).await?;
        on
    };
    let program = held.state.program(&ever());
    let as_of = AsOf::head(begins.unwrap_or_else(|| entry.today(program)));
    let mut changes = Vec::new();
    if renames(entry, &held.state, version, &as_of).await? {
        changes.push(("name", metric::Command::Rename { name, on: begins }));
    }
    if let Some(person) = accountable {
        changes.push(("accountable", metric::Command::AssignAccountable { person, on: begins }));
    }
    let named = [&headline.channel, &headline.segment, &headline.source].iter().any(|part| part.is_some());
    if named || stated.is_none() {
        changes.push(("headline_source", metric::Command::NameHeadline { series: headline, on: begins }));
    }
    for (about, change) in changes {
        entry.act(columns(about), Command::Metric(Some(id), change)).await?;
    }
    Ok(begins)
}

/// Whether a row gives the metric another name from the first day of a version on. One that repeats the name
/// on the first day of the version before says nothing, where names.csv renamed it between the two.
async fn renames(entry: &Entry<'_>, held: &Metric, version: u32, as_of: &AsOf) -> Result<bool, Stop> {
    let Some(named) = held.name(as_of) else { return Ok(true) };
    if !entry.rewords(Some(TextAt::name(named)), "name").await? {
        return Ok(false);
    }
    let begin = |version| {
        held.versions(&ever()).iter().find(|(_, known)| *known == version).map(|(stated, _)| stated.from())
    };
    let before = version.checked_sub(1).and_then(begin).filter(|before| *before < named.from());
    match before.filter(|_| named.from() < as_of.effective) {
        Some(before) => {
            let repeated = held.name(&AsOf::head(before)).map(TextAt::name);
            Ok(entry.compare(repeated, "name").await? != Said::So)
        }
        None => Ok(true),
    }
}

/// A row of targets.csv.
pub(super) async fn target(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let row = entry.row;
    let (value, metric) = (row.number("value")?, entry.metric(program)?);
    let (Some(value), Some(metric)) = (value, metric) else {
        return Err(Problem::of_row("metric and value are needed; fill them in").into());
    };
    let set = metric::Command::SetTarget {
        value,
        reason: row.text("reason")?,
        on: row.day("from")?,
        until: row.day("until")?,
        authority: row.authority()?,
    };
    entry.act(Columns { about: "value", day: "from" }, Command::Metric(Some(metric), set)).await?;
    Ok(())
}

/// The definition version that a row names, else the first.
pub(super) fn definition_version(row: Row<'_>) -> Result<u32, Problem> {
    if row.cell("definition_version").is_empty() { Ok(1) } else { version(row, "definition_version") }
}

/// The definition version in a cell that is filled.
pub(super) fn version(row: Row<'_>, column: &'static str) -> Result<u32, Problem> {
    let version = row.needed(column, count)?;
    match u32::try_from(version) {
        Ok(version) if version > 0 => Ok(version),
        _ => Err(Problem::at(column, format!("is {version}; versions are 1, 2, …"))),
    }
}

fn days(cell: &str) -> Result<u16, String> {
    let days = count(cell)?;
    u16::try_from(days).map_err(|_| format!("{days} days are too many; at most {}", u16::MAX))
}
