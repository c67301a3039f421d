//! Programs: how they are run, their goals, what their codes are called.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cxl_domain::authority::{Act, Governance};
use cxl_domain::calendar::FiscalCalendar;
use cxl_domain::code::Code;
use cxl_domain::id::ProgramId;
use cxl_domain::maturity::program::{LevelRule, LevelRuleDecided};
use cxl_domain::program::{self, CodeLabeled, Create, GoalSet, PersonalContactStated, Vocabulary};
use cxl_domain::time::AsOf;
use cxl_domain::zone;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever, unchanged};
use super::row::{Problem, count, stable_name};

/// A row of program.csv.
pub(super) async fn program(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let code = entry.row.needed("code", Code::parse)?;
    let name = entry.row.needed_text("name")?;
    let zone = entry.row.read("zone", zone::parse)?;
    let calendar = entry.row.read("fiscal_year_start_month", calendar)?;
    let (begins_on, from) = (entry.row.day("begins_on")?, entry.row.day("from")?);
    let terms = terms(entry)?;
    let sponsor = entry.person("sponsor").await?;
    let views = entry.views();
    let Some(id) = views.program_by_code(&code, &ever()) else {
        let create = program::Command::Create(Create {
            code,
            name,
            sponsor: sponsor.unwrap_or(entry.desk.importer),
            zone: zone.unwrap_or_else(|| views.organization_zone(&AsOf::head(entry.today(None)))),
            calendar: calendar.unwrap_or_default(),
            on: begins_on,
        });
        let columns = Columns { about: "code", day: "begins_on" };
        let Some(executed) = entry.act(columns, Command::Program(None, create)).await? else { return Ok(()) };
        return settle(entry, ProgramId(executed.id), terms, from.or(begins_on)).await;
    };
    let Some(held) = views.program(id) else { return Ok(()) };
    let begins = held.state.begins(&ever());
    unchanged("begins_on", begins_on, begins)?;
    let on = from.or(begins);
    let as_of = AsOf::head(on.unwrap_or_else(|| entry.today(Some(id))));
    let mut changes = Vec::new();
    if entry.rewords(held.state.name(&as_of).map(TextAt::name), "name").await? {
        changes.push(("name", program::Command::Rename { name, on }));
    }
    if let Some(sponsor) = sponsor {
        changes.push(("sponsor", program::Command::NameSponsor { sponsor, on }));
    }
    if let Some(zone) = zone {
        changes.push(("zone", program::Command::SetZone { zone, on }));
    }
    if let Some(calendar) = calendar {
        changes.push(("fiscal_year_start_month", program::Command::SetCalendar { calendar, on }));
    }
    act(entry, id, changes).await?;
    settle(entry, id, terms, on).await
}

/// By what a program is run, as a row states it.
struct Terms {
    governance: GovernanceSaid,
    level_rule: Option<LevelRuleDecided>,
    personal_contact: Option<PersonalContactStated>,
}

fn terms(entry: &Entry<'_>) -> Result<Terms, Problem> {
    let row = entry.row;
    let rules = [("lowest", LevelRule::Lowest), ("lower_median", LevelRule::LowerMedian)];
    let level_rule = match (row.named("level_rule", &rules)?, row.text("level_rule_reason")?) {
        (Some(rule), Some(reason)) => Some(LevelRuleDecided { rule, reason }),
        (None, None) => None,
        _ => {
            let problem = "and level_rule belong together; fill both in, or empty both";
            return Err(Problem::at("level_rule_reason", problem));
        }
    };
    let source = row.text("personal_contact_source")?;
    let personal_contact = match (row.number("personal_contact")?, source) {
        (Some(share), source) => Some(PersonalContactStated { share, source }),
        (None, None) => None,
        (None, Some(_)) => return Err(Problem::at("personal_contact", "is empty; say how much that is")),
    };
    Ok(Terms { governance: governance(entry)?, level_rule, personal_contact })
}

/// What a row says of governance. A cell that is empty says nothing.
struct GovernanceSaid {
    /// Which acts need authority.
    needing: Option<Vec<Act>>,
    /// Whether one of them without authority is refused.
    strict: Option<bool>,
}

impl GovernanceSaid {
    /// The governance that holds, with what the row says of it; none where it says nothing.
    fn over(self, held: Governance) -> Option<Governance> {
        let said = self.needing.is_some() || self.strict.is_some();
        said.then(|| Governance {
            needing: self.needing.unwrap_or(held.needing),
            strict: self.strict.unwrap_or(held.strict),
        })
    }
}

fn governance(entry: &Entry<'_>) -> Result<GovernanceSaid, Problem> {
    let row = entry.row;
    let strict = row.named("without_authority", &[("recorded", false), ("refused", true)])?;
    let acts: BTreeMap<String, Act> = Act::ALL.into_iter().map(|act| (stable_name(act), act)).collect();
    let needing = match row.cell("authority_for") {
        "" => None,
        "none" => Some(Vec::new()),
        cell => {
            let known = |name: &str| {
                acts.get(name).copied().ok_or_else(|| {
                    let names: Vec<_> = acts.keys().map(String::as_str).collect();
                    Problem::at(
                        "authority_for",
                        format!("there is no act {name:?}; there are {}", names.join(", ")),
                    )
                })
            };
            Some(cell.split(';').map(str::trim).map(known).collect::<Result<_, _>>()?)
        }
    };
    Ok(GovernanceSaid { needing, strict })
}

/// Records what a row says of how the program is run and what does not hold on its day already.
async fn settle(
    entry: &mut Entry<'_>,
    id: ProgramId,
    terms: Terms,
    on: Option<NaiveDate>,
) -> Result<(), Stop> {
    let authority = entry.row.authority()?;
    let as_of = AsOf::head(on.unwrap_or_else(|| entry.today(Some(id))));
    let governance = entry.views().program(id).map(|held| held.state.governance(&as_of));
    let mut acts = Vec::new();
    if let Some(governance) = terms.governance.over(governance.unwrap_or_default()) {
        acts.push(("authority_for", program::Command::SetGovernance { governance, on }));
    }
    if let Some(decided) = terms.level_rule {
        acts.push(("level_rule", program::Command::DecideLevelRule { decided, on, authority }));
    }
    if let Some(stated) = terms.personal_contact {
        acts.push(("personal_contact", program::Command::StatePersonalContact { stated, on }));
    }
    act(entry, id, acts).await
}

async fn act(
    entry: &mut Entry<'_>,
    id: ProgramId,
    acts: Vec<(&'static str, program::Command)>,
) -> Result<(), Stop> {
    for (about, act) in acts {
        entry.act(Columns { about, day: "from" }, Command::Program(Some(id), act)).await?;
    }
    Ok(())
}

/// A row of codes.csv.
pub(super) async fn label(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let id = entry.program()?;
    let row = entry.row;
    let vocabularies = [
        ("channel", Vocabulary::Channel),
        ("segment", Vocabulary::Segment),
        ("source", Vocabulary::Source),
        ("unit", Vocabulary::Unit),
        ("scale", Vocabulary::Scale),
        ("executive", Vocabulary::Executive),
    ];
    let Some(vocabulary) = row.named("vocabulary", &vocabularies)? else {
        return Err(Problem::at("vocabulary", "is empty; fill it in").into());
    };
    let (code, label) = (row.needed("code", Code::parse)?, row.needed_text("label")?);
    let views = entry.views();
    let known = views.program(id).and_then(|held| held.state.label(vocabulary, &code, &ever()));
    if !entry.rewords(known.map(|fact| TextAt::field(fact, "/fact/label")), "label").await? {
        return Ok(());
    }
    let labeled = CodeLabeled { vocabulary, code, label };
    act(entry, id, vec![("code", program::Command::LabelCode { labeled })]).await
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
