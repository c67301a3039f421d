//! Committees: their rules, who sits on them, what they oversee.

use chrono::NaiveDate;
use cxl_domain::calendar::Rhythm;
use cxl_domain::code::Code;
use cxl_domain::committee::rule::Majority;
use cxl_domain::committee::{
    self, Committee, DecisionRule, DecisionRuleSet, Establish, MeetingRhythm, MemberSeated, RhythmSet,
    SeatRole, Threshold, Tie,
};
use cxl_domain::id::{CommitteeId, ProgramId};
use cxl_domain::initiative;
use cxl_domain::time::AsOf;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever};
use super::row::{Problem, count};

/// The rules of a committee as a row states them.
struct Rules {
    rhythm: Option<RhythmSet>,
    quorum: Option<u16>,
    decision: Option<DecisionRuleSet>,
}

/// A row of committees.csv.
pub(super) async fn committee(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let code = entry.row.needed("code", Code::parse)?;
    let name = entry.row.needed_text("name")?;
    let on = entry.row.day("from")?;
    let rules = rules(entry)?;
    let dissolved = entry.row.day("dissolved_on")?;
    let reason = entry.row.text("reason")?;
    if dissolved.is_some() != reason.is_some() {
        let problem = "and dissolved_on belong together; fill both in, or empty both";
        return Err(Problem::at("reason", problem).into());
    }
    let known = entry.views().thing_by_code::<Committee>(program, &code, &ever());
    let id = if let Some(id) = known {
        rename(entry, id, on).await?;
        id
    } else {
        let begin = committee::Command::Establish(Establish { program, code, name, on });
        let established = entry.act(columns("code"), Command::Committee(None, begin)).await?;
        let Some(executed) = established else { return Ok(()) };
        CommitteeId(executed.id)
    };
    let from = on.unwrap_or_else(|| entry.today(Some(program)));
    settle(entry, id, rules, from).await?;
    if let (Some(on), Some(reason)) = (dissolved, reason)
        && state(entry, id).and_then(|state| state.dissolved(&ever())) != Some(on)
    {
        let dissolve = committee::Command::Dissolve { reason, on: Some(on) };
        let columns = Columns { about: "dissolved_on", day: "dissolved_on" };
        entry.act(columns, Command::Committee(Some(id), dissolve)).await?;
    }
    Ok(())
}

fn columns(about: &'static str) -> Columns {
    Columns { about, day: "from" }
}

fn state(entry: &Entry<'_>, id: CommitteeId) -> Option<Committee> {
    entry.views().thing::<Committee>(id).map(|held| held.state.clone())
}

fn rules(entry: &Entry<'_>) -> Result<Rules, Problem> {
    let row = entry.row;
    let rhythm = match (row.read("rhythm", str::parse::<Rhythm>)?, row.read("due_within_days", few)?) {
        (Some(rhythm), Some(due_within_days)) => Some(RhythmSet { rhythm, due_within_days }),
        (None, None) => None,
        (Some(_), None) => {
            return Err(Problem::at("due_within_days", "is empty; say within how many days reports are due"));
        }
        (None, Some(_)) => return Err(Problem::at("rhythm", "is empty; say how often it meets")),
    };
    Ok(Rules { rhythm, quorum: row.read("quorum", few)?, decision: decision_rule(entry)? })
}

/// Reads a number of days or of members.
pub(super) fn few(cell: &str) -> Result<u16, String> {
    count(cell).and_then(|number| u16::try_from(number).map_err(|error| error.to_string()))
}

/// How votes decide, as a row says.
pub(super) fn decision_rule(entry: &Entry<'_>) -> Result<Option<DecisionRuleSet>, Problem> {
    let row = entry.row;
    let thresholds = [
        ("more_than_half", Threshold::MoreThanHalf),
        ("two_thirds", Threshold::TwoThirds),
        ("three_quarters", Threshold::ThreeQuarters),
        ("unanimous", Threshold::Unanimous),
    ];
    let threshold = row.named("threshold", &thresholds)?;
    let tie = row.named("tie", &[("chair_decides", Tie::ChairDecides), ("undecided", Tie::Undecided)])?;
    let majority = Majority {
        threshold: threshold.unwrap_or(Threshold::MoreThanHalf),
        tie: tie.unwrap_or(Tie::ChairDecides),
    };
    let rules = [
        ("chair_decides", DecisionRule::ChairDecides),
        ("majority", DecisionRule::Majority(majority)),
        ("consensus", DecisionRule::Consensus),
    ];
    let rule = row.named("decision_rule", &rules)?;
    let owners_vote = row.named("owners_vote", &[("yes", true), ("no", false)])?;
    let by_majority = matches!(rule, Some(DecisionRule::Majority(_)));
    let idle = [
        ("threshold", threshold.is_some() && !by_majority),
        ("tie", tie.is_some() && !by_majority),
        ("owners_vote", owners_vote.is_some() && rule.is_none()),
    ];
    if let Some((column, _)) = idle.into_iter().find(|(_, idle)| *idle) {
        return Err(Problem::at(column, "belongs to another decision_rule; empty it, or fill that in"));
    }
    Ok(rule.map(|rule| DecisionRuleSet { rule, owners_vote: owners_vote.unwrap_or(false) }))
}

async fn rename(entry: &mut Entry<'_>, id: CommitteeId, on: Option<NaiveDate>) -> Result<(), Stop> {
    let Some(state) = state(entry, id) else { return Ok(()) };
    let day = on.or(state.begins(&ever())).unwrap_or_else(|| entry.today(None));
    if entry.rewords(state.name(&AsOf::head(day)).map(TextAt::name), "name").await? {
        let name = entry.row.needed_text("name")?;
        let rename = committee::Command::Rename { name, on: Some(day) };
        entry.act(columns("name"), Command::Committee(Some(id), rename)).await?;
    }
    Ok(())
}

/// Records the rules that a row states and that do not hold on its day already.
async fn settle(entry: &mut Entry<'_>, id: CommitteeId, rules: Rules, from: NaiveDate) -> Result<(), Stop> {
    let Some(state) = state(entry, id) else { return Ok(()) };
    let (as_of, on) = (AsOf::head(from), Some(from));
    let mut acts = Vec::new();
    if let Some(rhythm) = rules.rhythm {
        let said = MeetingRhythm { rhythm: rhythm.rhythm, due_within_days: rhythm.due_within_days };
        if state.rhythm(&as_of) != Some(said) {
            acts.push(("rhythm", committee::Command::SetRhythm { rhythm, on }));
        }
    }
    if let Some(members) = rules.quorum.filter(|members| state.quorum(&as_of) != Some(*members)) {
        acts.push(("quorum", committee::Command::SetQuorum { members, on }));
    }
    if let Some(rule) = rules.decision.filter(|rule| state.decision_rule(&as_of) != Some(rule)) {
        acts.push(("decision_rule", committee::Command::SetDecisionRule { rule, on }));
    }
    for (about, act) in acts {
        entry.act(columns(about), Command::Committee(Some(id), act)).await?;
    }
    Ok(())
}

/// A row of memberships.csv.
pub(super) async fn membership(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.committee(program)?;
    let department = entry.department("department")?;
    let roles = SeatRole::ALL.map(|role| (role.name(), role));
    let role = entry.row.named("role", &roles)?;
    let (from, until) = (entry.row.day("from")?, entry.row.day("until")?);
    let person = entry.person("person").await?;
    let (Some(role), Some(from), Some(person)) = (role, from, person) else {
        return Err(Problem::of_row("person, role and from are needed; fill them in").into());
    };
    let seats = state(entry, id).map(|state| state.seats(&ever())).unwrap_or_default();
    let Some(held) = seats.into_iter().find(|seat| seat.person == person && seat.from == from) else {
        let member = MemberSeated { person, role, department };
        let seat = committee::Command::SeatMember { member, on: Some(from), until };
        entry.act(columns("person"), Command::Committee(Some(id), seat)).await?;
        return Ok(());
    };
    if held.role != role || (department.is_some() && held.department != department) {
        let problem = "differs from the seat that is recorded; correct that fact, or the cell";
        return Err(Problem::at(if held.role == role { "department" } else { "role" }, problem).into());
    }
    match until {
        Some(until) if held.until != Some(until) => {
            let vacate = committee::Command::VacateSeat { seat: held.id, reason: None, on: Some(until) };
            let columns = Columns { about: "until", day: "until" };
            entry.act(columns, Command::Committee(Some(id), vacate)).await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A row of oversight.csv.
pub(super) async fn oversight(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let committee = entry.committee(program)?;
    let on = entry.row.day("from")?;
    let authority = entry.row.authority()?;
    let transfer = initiative::Command::TransferOversight { committee, on, authority };
    entry.act(columns("committee"), Command::Initiative(Some(id), transfer)).await?;
    Ok(())
}

/// The committee that a cell of initiatives.csv names, if it names one.
pub(super) fn overseer(entry: &Entry<'_>, program: ProgramId) -> Result<Option<CommitteeId>, Problem> {
    if entry.row.cell("committee").is_empty() { Ok(None) } else { entry.committee(program).map(Some) }
}
