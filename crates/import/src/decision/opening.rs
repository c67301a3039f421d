//! How a decision was put: the question, its options, and what it rests on.

use cxl_domain::code::Code;
use cxl_domain::committee::SeatRole;
use cxl_domain::decision::{
    AnotherLookSet, EffectExpected, Elector, Electorate, Forum, Ground, Kind, Open, OptionStated, Proposed,
    Ranked, ReadingGround, Reversibility,
};
use cxl_domain::event::{Document, Sha256Hex};
use cxl_domain::id::{DecisionId, ProgramId};
use cxl_domain::pain_point::PainPoint;
use cxl_domain::text::Text;

use super::super::committee::{decision_rule, few};
use super::super::entry::{Entry, Stop, ever};
use super::super::row::Problem;

/// What opens the decision that a row speaks of.
pub(super) async fn opening(entry: &Entry<'_>, program: ProgramId, code: Code) -> Result<Open, Stop> {
    let row = entry.row;
    let options = options(entry, program)?;
    let is_ranking = options.iter().any(|option| !option.ranking.is_empty());
    let kind = if is_ranking { Kind::Ranking } else { Kind::Ordinary };
    let about = entry.codes("initiatives")?.into_iter();
    let about = about.map(|code| entry.initiative_of_code("initiatives", program, &code));
    let reversibility = row
        .named("reversibility", &[("one_way", Reversibility::OneWay), ("two_way", Reversibility::TwoWay)])?;
    Ok(Open {
        program,
        code,
        forum: forum(entry, program)?,
        kind,
        about: about.collect::<Result<_, _>>()?,
        question: row.needed_text("question")?,
        electorate: electorate(entry).await?,
        options,
        proposed: proposed(entry)?,
        grounds: grounds(entry, program)?,
        reversibility,
        effects: effect(entry, program)?.into_iter().collect(),
        another_look: row.day("another_look_on")?.map(|day| AnotherLookSet { day, reason: None }),
        deadline: row.day("deadline_on")?,
        acts: Vec::new(),
        supersedes: superseded(entry, program)?,
        on: row.day("on")?.or(row.day("decided_on")?),
    })
}

fn forum(entry: &Entry<'_>, program: ProgramId) -> Result<Forum, Problem> {
    let department = entry.department("department")?;
    match (entry.row.cell("committee"), department) {
        ("", Some(department)) => Ok(Forum::Department(department)),
        (committee, None) if !committee.is_empty() => entry.committee(program).map(Forum::Committee),
        _ => Err(Problem::at("committee", "or department: fill in one of the two, for where it was decided")),
    }
}

/// The options: `KEY: text`, `|` between, with the order that each of a ranking stands for.
fn options(entry: &Entry<'_>, program: ProgramId) -> Result<Vec<OptionStated>, Problem> {
    let wrong = |error: String| Problem::at("options", error);
    let mut options = Vec::new();
    for (key, text) in pairs(entry, "options", '|')? {
        let text = Text::typed(text).map_err(|error| wrong(error.to_string()))?;
        options.push(OptionStated { key, text, ranking: Vec::new() });
    }
    for (key, order) in pairs(entry, "rankings", '|')? {
        let Some(option) = options.iter_mut().find(|option| option.key == key) else {
            return Err(Problem::at("rankings", format!("there is no option {key}; state it in options")));
        };
        let named = order.split(';').map(str::trim).filter(|code| !code.is_empty());
        option.ranking = named.map(|code| ranked(entry, program, code)).collect::<Result<_, _>>()?;
    }
    Ok(options)
}

/// A pain point or an initiative, by its code.
fn ranked(entry: &Entry<'_>, program: ProgramId, code: &str) -> Result<Ranked, Problem> {
    let code = Code::parse(code).map_err(|error| Problem::at("rankings", error))?;
    let views = entry.views();
    let pain_point = views.thing_by_code::<PainPoint>(program, &code, &ever());
    match (pain_point, views.initiative_by_code(program, &code, &ever())) {
        (Some(id), None) => Ok(Ranked::PainPoint(id)),
        (None, Some(id)) => Ok(Ranked::Initiative(id)),
        (None, None) => Err(Problem::at(
            "rankings",
            format!("there is no pain point or initiative {code}; add it to its file, or correct the code"),
        )),
        (Some(_), Some(_)) => Err(Problem::at(
            "rankings",
            format!("{code} is a pain point and an initiative; correct the code of one of the two"),
        )),
    }
}

/// What a cell names as `CODE: text`, with a mark between.
pub(super) fn pairs<'a>(
    entry: &Entry<'a>,
    column: &'static str,
    mark: char,
) -> Result<Vec<(Code, &'a str)>, Problem> {
    let stated = entry.row.cell(column).split(mark).map(str::trim).filter(|stated| !stated.is_empty());
    let pair = |stated: &'a str| {
        let Some((code, text)) = stated.split_once(':') else {
            return Err(Problem::at(column, "is not written as CODE: text, for each"));
        };
        let code = Code::parse(code.trim()).map_err(|error| Problem::at(column, error))?;
        Ok((code, text.trim()))
    };
    stated.map(pair).collect()
}

fn proposed(entry: &Entry<'_>) -> Result<Option<Proposed>, Problem> {
    match (entry.row.code("proposed")?, entry.row.text("proposed_because")?) {
        (Some(option), Some(reasons)) => Ok(Some(Proposed { option, reasons })),
        (None, None) => Ok(None),
        _ => {
            let problem = "and proposed belong together; fill both in, or empty both";
            Err(Problem::at("proposed_because", problem))
        }
    }
}

fn grounds(entry: &Entry<'_>, program: ProgramId) -> Result<Vec<Ground>, Problem> {
    let mut grounds = Vec::new();
    for code in entry.codes("pain_points")? {
        grounds.push(Ground::PainPoint(entry.pain_point_of_code("pain_points", program, &code)?));
    }
    for code in entry.codes("insights")? {
        grounds.push(Ground::Insight(entry.insight_of_code("insights", program, &code)?));
    }
    for (metric, reading) in entry.readings("readings", program)? {
        grounds.push(Ground::Reading(ReadingGround { metric, reading }));
    }
    let title = entry.row.text("document_title")?;
    match (entry.row.read("document_sha256", Sha256Hex::parse)?, title) {
        (Some(sha256), title) => grounds.push(Ground::Document(Document { sha256, title })),
        (None, Some(_)) => {
            let problem = "is empty; name the document by its SHA-256 as well";
            return Err(Problem::at("document_sha256", problem));
        }
        (None, None) => {}
    }
    Ok(grounds)
}

fn effect(entry: &Entry<'_>, program: ProgramId) -> Result<Option<EffectExpected>, Problem> {
    let row = entry.row;
    let metric = match row.code("effect_metric")? {
        Some(code) => Some(entry.metric_of_code("effect_metric", program, &code)?),
        None => None,
    };
    match (metric, row.number("effect_change")?, row.day("effect_by")?) {
        (Some(metric), Some(change), Some(by)) => Ok(Some(EffectExpected { metric, change, by })),
        (None, None, None) => Ok(None),
        _ => {
            let problem = "effect_change and effect_by belong together; fill them all in, or empty them";
            Err(Problem::at("effect_metric", problem))
        }
    }
}

fn superseded(entry: &Entry<'_>, program: ProgramId) -> Result<Vec<DecisionId>, Problem> {
    let codes = entry.codes("supersedes")?.into_iter();
    codes.map(|code| entry.decision_of_code("supersedes", program, &code)).collect()
}

/// Who voted, the first of them as chair, and how votes decide. A committee's is known by the ledger where
/// the decision is live.
async fn electorate(entry: &Entry<'_>) -> Result<Option<Electorate>, Stop> {
    let electors = entry.people("electors").await?;
    let (rule, quorum) = (decision_rule(entry)?, entry.row.read("quorum", few)?);
    match (electors.is_empty(), rule, quorum) {
        (true, None, None) => Ok(None),
        (false, Some(rule), Some(quorum)) => {
            let role = |index| if index == 0 { SeatRole::Chair } else { SeatRole::Member };
            let elector =
                |(index, person)| Elector { person, department: None, role: role(index), own_matter: false };
            let electors = electors.into_iter().enumerate().map(elector).collect();
            Ok(Some(Electorate { electors, rule: rule.rule, owners_vote: rule.owners_vote, quorum }))
        }
        _ => {
            let problem = "decision_rule and quorum belong together; fill them all in, or empty them";
            Err(Problem::at("electors", problem).into())
        }
    }
}
