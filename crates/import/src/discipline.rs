//! What keeps figures honest: control statements, rebases and bridges.

use cxl_domain::id::{EventId, MetricId, PersonId};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Bridged, ControlAnswer, ControlStated, RebaseProposed};
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever};
use super::metric::{definition_version, version};
use super::row::{Problem, Row};

/// A row of control_statements.csv.
pub(super) async fn control_statement(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let metric = entry.needed_metric(program)?;
    let row = entry.row;
    let by = entry.person("by").await?;
    let stated = ControlStated {
        controls: answer(row, "controls", "controls_remark")?,
        knows_how: answer(row, "knows_how", "knows_how_remark")?,
        has_authority: answer(row, "has_authority", "has_authority_remark")?,
        controlled_by: entry.department("controlled_by")?,
    };
    if states_already(entry, metric, by.unwrap_or(entry.desk.importer), &stated).await? {
        return Ok(());
    }
    let state = metric::Command::StateControl { stated, on: row.day("from")? };
    let columns = Columns { about: "controls", day: "from" };
    entry.act_by(by, columns, Command::Metric(Some(metric), state)).await?;
    Ok(())
}

fn answer(row: Row<'_>, yes: &'static str, remark: &'static str) -> Result<ControlAnswer, Problem> {
    let yes = row.named(yes, &[("yes", true), ("no", false)])?.ok_or_else(|| empty(yes))?;
    Ok(ControlAnswer { yes, remark: row.text(remark)? })
}

fn empty(column: &'static str) -> Problem {
    Problem::at(column, "is empty; fill it in")
}

/// Whether the person has said the same from the same day on, remarks included.
async fn states_already(
    entry: &Entry<'_>,
    metric: MetricId,
    by: PersonId,
    said: &ControlStated,
) -> Result<bool, Stop> {
    let from = entry.row.day("from")?;
    let views = entry.views();
    let Some(held) = views.metric(metric) else { return Ok(false) };
    let yes = |stated: &ControlStated| {
        let answers = [&stated.controls, &stated.knows_how, &stated.has_authority];
        (answers.map(|answer| (answer.yes, answer.remark.is_some())), stated.controlled_by)
    };
    for (recorded, stated) in held.state.control_statements(&ever()) {
        if recorded.by() != by || Some(recorded.from()) != from || yes(stated) != yes(said) {
            continue;
        }
        let remarks = [
            (&said.controls, "/fact/controls/remark", "controls_remark"),
            (&said.knows_how, "/fact/knows_how/remark", "knows_how_remark"),
            (&said.has_authority, "/fact/has_authority/remark", "has_authority_remark"),
        ];
        let mut same = true;
        for (answer, pointer, column) in remarks {
            let remark = Some(TextAt::field(recorded, pointer));
            same &= answer.remark.is_none() || entry.compare(remark, column).await? != Said::Otherwise;
        }
        if same {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A row of rebases.csv.
pub(super) async fn rebase(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let metric = entry.needed_metric(program)?;
    let row = entry.row;
    let date = row.day("date")?.ok_or_else(|| empty("date"))?;
    let series = SeriesKey {
        definition: definition_version(row)?,
        channel: row.code("channel")?,
        segment: row.code("segment")?,
        source: row.code("source")?,
    };
    let (reason, authority) = (row.needed_text("reason")?, row.authority()?);
    let (proposer, approver) = (entry.person("proposed_by").await?, entry.person("approved_by").await?);
    if let Some(approver) = approver {
        separate(entry, proposer.unwrap_or(entry.desk.importer) == approver)?;
    }
    let columns = |about| Columns { about, day: "date" };
    let (rebase, approved) = if let Some(standing) = standing(entry, metric, &series, date) {
        standing
    } else {
        let proposed = RebaseProposed { series, date, reason };
        let command = Command::Metric(Some(metric), metric::Command::ProposeRebase { proposed });
        let executed = entry.act_by(proposer, columns("date"), command).await?;
        let Some(proposal) = executed.and_then(|executed| executed.events.first().map(|event| event.id))
        else {
            return Ok(());
        };
        (proposal, false)
    };
    if approver.is_none() || approved {
        return Ok(());
    }
    let approve = metric::Command::ApproveRebase { rebase, authority };
    entry.act_by(approver, columns("approved_by"), Command::Metric(Some(metric), approve)).await?;
    Ok(())
}

/// What can be told before anything of the row is recorded: so that no half of it is.
fn separate(entry: &Entry<'_>, same_person: bool) -> Result<(), Problem> {
    if same_person {
        return Err(Problem::at("approved_by", "is who proposed it; a rebase is approved by somebody else"));
    }
    if !entry.is_backfill() {
        return Err(Problem::at(
            "approved_by",
            "who enters a rebase does not approve it; fill published_on if it was approved back then, or \
             leave this empty and let them approve it",
        ));
    }
    Ok(())
}

/// The rebase of that day that is proposed already, and whether it is approved.
fn standing(
    entry: &Entry<'_>,
    metric: MetricId,
    series: &SeriesKey,
    date: chrono::NaiveDate,
) -> Option<(EventId, bool)> {
    let views = entry.views();
    let rebases = views.metric(metric)?.state.rebases(series, &ever());
    let standing = rebases.into_iter().find(|rebase| rebase.proposed.date == date)?;
    Some((standing.proposal.event, standing.approval.is_some()))
}

/// A row of bridges.csv.
pub(super) async fn bridge(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let metric = entry.needed_metric(program)?;
    let row = entry.row;
    let bridged = Bridged {
        earlier: version(row, "earlier_version")?,
        later: version(row, "later_version")?,
        reason: row.needed_text("reason")?,
    };
    let bridge = metric::Command::Bridge { bridged, authority: row.authority()? };
    let columns = Columns { about: "later_version", day: "later_version" };
    entry.act(columns, Command::Metric(Some(metric), bridge)).await?;
    Ok(())
}
