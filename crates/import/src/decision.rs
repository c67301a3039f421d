//! Decisions that were made in a room: what was asked, what was chosen, and what came of it.

mod opening;
mod voting;

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::decision::{self, Decision, DecisionFact, Minute, Minuted, Open, Outcome};
use cxl_domain::event::Sha256Hex;
use cxl_domain::history;
use cxl_domain::id::{DecisionId, ProgramId};
use cxl_domain::text::Text;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop, ever, unchanged};
use super::row::Problem;

type Recorded = history::Entry<DecisionFact>;

/// How a row says that a decision ended.
#[derive(Debug, Clone)]
enum End {
    /// An option was chosen.
    Chosen(Code, Text),
    /// The question was taken back.
    Withdrawn(NaiveDate, Text),
    /// It was put off.
    Deferred { on: Option<NaiveDate>, until: NaiveDate, reason: Text },
    /// Nothing came of it so far.
    Open,
}

/// A row of decisions.csv.
pub(super) async fn decision(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let code = entry.row.needed("code", Code::parse)?;
    let end = end(entry)?;
    only_of_its_end(entry, &end)?;
    let carried_out = done(entry, "carried_out_on", "carried_out_remark")?;
    let looked_again = done(entry, "looked_again_on", "looked_again_finding")?;
    let known = entry.views().thing_by_code::<Decision>(program, &code, &ever());
    let id = match (known, &end) {
        (Some(id), _) => {
            agrees(entry, id).await?;
            id
        }
        (None, End::Chosen(..)) => {
            let open = opening::opening(entry, program, code).await?;
            let Some(id) = minute(entry, program, None, Some(open), &end).await? else { return Ok(()) };
            id
        }
        (None, _) => {
            let open = opening::opening(entry, program, code).await?;
            let open = Command::Decision(None, decision::Command::Open(Box::new(open)));
            let Some(executed) = entry.act(columns("code"), open).await? else { return Ok(()) };
            DecisionId(executed.id)
        }
    };
    conclude(entry, program, id, &end).await?;
    carry_out(entry, id, carried_out).await?;
    look_again(entry, id, looked_again).await
}

fn columns(about: &'static str) -> Columns {
    Columns { about, day: "on" }
}

fn state(entry: &Entry<'_>, id: DecisionId) -> Option<Decision> {
    entry.views().thing::<Decision>(id).map(|held| held.state.clone())
}

fn end(entry: &Entry<'_>) -> Result<End, Problem> {
    let row = entry.row;
    let (choice, reasons) = (row.code("choice")?, row.text("reasons")?);
    let (withdrawn, deferred) = (row.day("withdrawn_on")?, row.day("deferred_until")?);
    let why = |reasons: Option<Text>| reasons.ok_or_else(|| Problem::at("reasons", "is empty; say why"));
    match (choice, withdrawn, deferred) {
        (Some(choice), None, None) => Ok(End::Chosen(choice, why(reasons)?)),
        (None, Some(on), None) => Ok(End::Withdrawn(on, why(reasons)?)),
        (None, None, Some(until)) => {
            Ok(End::Deferred { on: row.day("decided_on")?, until, reason: why(reasons)? })
        }
        (None, None, None) => Ok(End::Open),
        _ => {
            let problem = "withdrawn_on and deferred_until: fill in one of the three, for how it ended";
            Err(Problem::at("choice", problem))
        }
    }
}

/// What only a decision has that was made.
const OF_CHOSEN: [&str; 17] = [
    "meeting",
    "minutes_number",
    "minutes_sha256",
    "minuted_by",
    "present",
    "votes",
    "abstained",
    "recused",
    "tally",
    "tally_abstained",
    "tally_recused",
    "dissents",
    "carry_out_by",
    "carried_out_on",
    "carried_out_remark",
    "looked_again_on",
    "looked_again_finding",
];

/// Refuses cells that say nothing of a decision that ended like this, or did not.
fn only_of_its_end(entry: &Entry<'_>, end: &End) -> Result<(), Problem> {
    let filled = |column: &&str| !entry.row.cell(column).is_empty();
    let idle = match end {
        End::Chosen(..) => None,
        _ => OF_CHOSEN.into_iter().find(filled),
    };
    if let Some(column) = idle {
        return Err(Problem::at(column, "belongs to a decision that was made; fill in choice, or empty it"));
    }
    match end {
        End::Withdrawn(..) if filled(&"decided_on") => {
            Err(Problem::at("decided_on", "and withdrawn_on: when was it taken back? empty decided_on"))
        }
        End::Open if filled(&"decided_on") => Err(Problem::at(
            "decided_on",
            "belongs to a decision that ended; fill in choice or deferred_until",
        )),
        End::Open if filled(&"reasons") => {
            let reason = "belongs to a decision that ended; fill in choice, deferred_until or withdrawn_on";
            Err(Problem::at("reasons", reason))
        }
        _ => Ok(()),
    }
}

/// Refuses a row that puts another question than the one recorded, or on another day.
async fn agrees(entry: &Entry<'_>, id: DecisionId) -> Result<(), Stop> {
    let Some(state) = state(entry, id) else { return Ok(()) };
    unchanged("on", entry.row.day("on")?, state.begins(&ever()))?;
    let question = state.question(&ever()).map(|fact| TextAt::field(fact, "/fact/question"));
    if entry.rewords(question, "question").await? {
        return Err(Problem::differs("question").into());
    }
    Ok(())
}

/// Records how the decision ended, as far as that is not recorded.
async fn conclude(entry: &mut Entry<'_>, program: ProgramId, id: DecisionId, end: &End) -> Result<(), Stop> {
    let Some(state) = state(entry, id) else { return Ok(()) };
    match end {
        End::Chosen(choice, _) => match state.outcome(&ever()) {
            Some(outcome) => {
                chosen(entry, &outcome, choice).await?;
                voting::dissented(entry, &state).await
            }
            None => minute(entry, program, Some(id), None, end).await.map(|_| ()),
        },
        End::Withdrawn(on, reason) => withdraw(entry, id, &state, *on, reason).await,
        End::Deferred { on, until, reason } => defer(entry, id, &state, (*on, *until), reason).await,
        End::Open => Ok(()),
    }
}

async fn withdraw(
    entry: &mut Entry<'_>,
    id: DecisionId,
    state: &Decision,
    on: NaiveDate,
    reason: &Text,
) -> Result<(), Stop> {
    if let Some(withdrawn) = turned(state, |entry| matches!(entry.fact, DecisionFact::Withdrawn(_))) {
        unchanged("withdrawn_on", Some(on), Some(withdrawn.from()))?;
        return same_reasons(entry, withdrawn).await;
    }
    let withdraw = decision::Command::Withdraw { reason: reason.clone(), on: Some(on) };
    act(entry, id, "withdrawn_on", Some(on), withdraw).await
}

async fn defer(
    entry: &mut Entry<'_>,
    id: DecisionId,
    state: &Decision,
    (on, until): (Option<NaiveDate>, NaiveDate),
    reason: &Text,
) -> Result<(), Stop> {
    let same = |entry: &Recorded| match &entry.fact {
        DecisionFact::Deferred(deferred) => {
            deferred.until == Some(until) && on.is_none_or(|on| on == entry.from())
        }
        _ => false,
    };
    if let Some(deferred) = turned(state, same) {
        return same_reasons(entry, deferred).await;
    }
    let defer = decision::Command::Defer { until: Some(until), reason: reason.clone(), on };
    act(entry, id, "deferred_until", on, defer).await
}

/// The last such fact that stands, whatever came after it.
fn turned(state: &Decision, such: impl Fn(&Recorded) -> bool) -> Option<&Recorded> {
    state.history.standing(&ever()).rfind(|entry| such(entry))
}

/// Refuses a row that says otherwise of the outcome than is recorded.
async fn chosen(entry: &Entry<'_>, outcome: &Outcome<'_>, choice: &Code) -> Result<(), Stop> {
    let row = entry.row;
    unchanged("choice", Some(choice), Some(&outcome.decided.choice))?;
    unchanged("decided_on", row.day("decided_on")?, Some(outcome.entry.from()))?;
    unchanged("carry_out_by", row.day("carry_out_by")?, outcome.decided.carry_out_by)?;
    same_reasons(entry, outcome.entry).await
}

/// Refuses other reasons than those of the fact that ended the decision.
async fn same_reasons(entry: &Entry<'_>, ended: &Recorded) -> Result<(), Stop> {
    let pointer =
        if matches!(ended.fact, DecisionFact::Decided(_)) { "/fact/reasons" } else { "/fact/reason" };
    if entry.rewords(Some(TextAt::field(ended, pointer)), "reasons").await? {
        return Err(Problem::differs("reasons").into());
    }
    Ok(())
}

async fn act(
    entry: &mut Entry<'_>,
    id: DecisionId,
    about: &'static str,
    on: Option<NaiveDate>,
    act: decision::Command,
) -> Result<(), Stop> {
    let columns = Columns { about, day: about };
    entry.act_later(entry.later(on), None, columns, Command::Decision(Some(id), act)).await?;
    Ok(())
}

/// Records an outcome with its minutes and votes; of a decision that is new, all of it in one act.
async fn minute(
    entry: &mut Entry<'_>,
    program: ProgramId,
    id: Option<DecisionId>,
    open: Option<Open>,
    end: &End,
) -> Result<Option<DecisionId>, Stop> {
    let End::Chosen(choice, reasons) = end else { return Ok(None) };
    let row = entry.row;
    let meeting = match row.cell("meeting") {
        "" => None,
        _ => Some(entry.meeting(program)?),
    };
    let minutes = Minuted {
        meeting,
        number: row.text("minutes_number")?,
        document: row.read("minutes_sha256", Sha256Hex::parse)?,
        present: entry.people("present").await?,
    };
    let votes = voting::votes(entry).await?;
    let minute = Minute {
        open,
        minutes,
        choice: choice.clone(),
        reasons: reasons.clone(),
        tally: voting::tally(entry)?,
        dissents: voting::dissents(entry).await?,
        votes,
        carry_out_by: row.day("carry_out_by")?,
        on: row.day("decided_on")?,
    };
    let writer = entry.person("minuted_by").await?;
    let command = Command::Decision(id, decision::Command::Minute(Box::new(minute)));
    let columns = Columns { about: "choice", day: "decided_on" };
    let executed = entry.act_by(writer, columns, command).await?;
    Ok(executed.map(|executed| DecisionId(executed.id)))
}

/// A day on which something was done, and what is said of it.
type Done = (NaiveDate, Option<Text>);

/// When a row says that something was done, and what it says of it.
fn done(entry: &Entry<'_>, day: &'static str, said: &'static str) -> Result<Option<Done>, Problem> {
    match (entry.row.day(day)?, entry.row.text(said)?) {
        (None, Some(_)) => Err(Problem::at(day, format!("is empty beside {said}; say on which day"))),
        (on, said) => Ok(on.map(|on| (on, said))),
    }
}

/// Refuses a row that says otherwise of what was done than is recorded. One that says nothing of it leaves it.
async fn said_of(
    entry: &Entry<'_>,
    said: Option<&Text>,
    done: &Recorded,
    (pointer, column): (&'static str, &'static str),
) -> Result<(), Stop> {
    if said.is_some() && entry.rewords(Some(TextAt::field(done, pointer)), column).await? {
        return Err(Problem::differs(column).into());
    }
    Ok(())
}

/// Records that it was looked at again, if nobody has on that day.
async fn look_again(entry: &mut Entry<'_>, id: DecisionId, looked_again: Option<Done>) -> Result<(), Stop> {
    let Some((on, finding)) = looked_again else { return Ok(()) };
    let that_look = |fact: &&Recorded| matches!(fact.fact, DecisionFact::LookedAgain(_)) && fact.from() == on;
    let held = state(entry, id);
    if let Some(looked) = held.as_ref().and_then(|held| held.history.standing(&ever()).find(that_look)) {
        return said_of(entry, finding.as_ref(), looked, ("/fact/finding", "looked_again_finding")).await;
    }
    let look_again = decision::Command::LookAgain { finding, on: Some(on) };
    act(entry, id, "looked_again_on", Some(on), look_again).await
}

/// Records that it was carried out, if nobody has.
async fn carry_out(entry: &mut Entry<'_>, id: DecisionId, carried_out: Option<Done>) -> Result<(), Stop> {
    let Some((on, remark)) = carried_out else { return Ok(()) };
    let held = state(entry, id);
    if let Some(done) = held.as_ref().and_then(|held| held.carried_out(&ever())) {
        unchanged("carried_out_on", Some(on), Some(done.from()))?;
        return said_of(entry, remark.as_ref(), done, ("/fact/remark", "carried_out_remark")).await;
    }
    let carried_out = decision::Command::RecordCarriedOut { remark, on: Some(on) };
    act(entry, id, "carried_out_on", Some(on), carried_out).await
}
