//! Takes the rows of one file into the ledger.
//!
//! Rows that speak of the same thing are taken one after the other, by their days; others wait for
//! the disk together. What a row says and the ledger knows already records nothing, so an import that
//! was broken off is resumed by running it again.

use std::collections::HashMap;

use cxl_ledger::ExecuteError;
use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::ProgressBar;

use super::entry::{Desk, Entry, Stop};
use super::form::Subject;
use super::outcome::{Outcome, Recorded};
use super::row::{Problem, Row};
use super::sheet::Sheet;
use super::{
    clearing, committee, course, decision, directory, discipline, evidence, initiative, journey, meeting,
    metric, name, organization, profile, program, readings, relation, reporting, voice,
};

/// How many things are written to at the same time.
const AT_ONCE: usize = 64;

/// What became of each row, in the order of the file.
pub(super) async fn carry(
    desk: &Desk<'_>,
    sheet: &Sheet,
    bar: &ProgressBar,
) -> Result<Vec<Outcome>, ExecuteError> {
    let rows: Vec<_> = sheet.lines.iter().map(|line| Row { sheet, line }).collect();
    let mut outcomes: Vec<Option<Outcome>> = refused_at_sight(&rows);
    let left: Vec<usize> = (0..rows.len()).filter(|index| outcomes[*index].is_none()).collect();
    bar.inc((rows.len() - left.len()) as u64);
    let groups = match sheet.form.subject {
        Subject::Readings => left.chunks(readings::BULK).map(<[usize]>::to_vec).collect(),
        _ => together(&rows, &left),
    };
    let at_once = if sheet.form.subject == Subject::Readings { 1 } else { AT_ONCE };
    let mut carried = stream::iter(groups)
        .map(|group| async {
            let answers = take(desk, &rows, &group).await?;
            bar.inc(group.len() as u64);
            Ok::<_, ExecuteError>(group.into_iter().zip(answers))
        })
        .buffer_unordered(at_once);
    while let Some(answers) = carried.try_next().await? {
        for (index, answer) in answers {
            outcomes[index] = Some(answer);
        }
    }
    Ok(outcomes.into_iter().map(|outcome| outcome.expect("each row is in one group")).collect())
}

/// The rows that need no look at the ledger to be rejected: incomplete ones, and those that speak of
/// the same as one above.
fn refused_at_sight(rows: &[Row<'_>]) -> Vec<Option<Outcome>> {
    let mut stands: HashMap<String, u64> = HashMap::with_capacity(rows.len());
    let refused = |row: &Row<'_>| {
        row.check()?;
        match stands.insert(row.key(row.sheet.form.key.len()), row.line.number) {
            None => Ok(()),
            Some(above) => Err(Problem::of_row(format!(
                "line {above} has the same {}; keep one of the two",
                row.sheet.form.key.join(", ")
            ))),
        }
    };
    rows.iter().map(refused).map(|checked| checked.err().map(Outcome::Rejected)).collect()
}

/// The rows that are to be taken one after the other, in the order of their days; a row without a day
/// means today and comes last.
fn together(rows: &[Row<'_>], left: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for index in left {
        let form = rows[*index].sheet.form;
        let place = *places.entry(rows[*index].key(form.together)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(*index),
            None => groups.push(vec![*index]),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|index| {
            let (row, columns) = (rows[*index], rows[*index].sheet.form.ordered_by);
            let day = columns.iter().find_map(|column| row.day(column).ok().flatten());
            (!columns.is_empty() && day.is_none(), day)
        });
    }
    groups
}

async fn take(desk: &Desk<'_>, rows: &[Row<'_>], group: &[usize]) -> Result<Vec<Outcome>, ExecuteError> {
    let group: Vec<_> = group.iter().map(|index| rows[*index]).collect();
    if group.first().is_some_and(|row| row.sheet.form.subject == Subject::Readings) {
        return readings::record(desk, &group).await;
    }
    let mut outcomes = Vec::with_capacity(group.len());
    for row in group {
        outcomes.push(one(desk, row).await?);
    }
    Ok(outcomes)
}

async fn one(desk: &Desk<'_>, row: Row<'_>) -> Result<Outcome, ExecuteError> {
    let mut entry = match Entry::new(desk, row) {
        Ok(entry) => entry,
        Err(problem) => return Ok(Outcome::Rejected(problem)),
    };
    let entered = match row.sheet.form.subject {
        Subject::Organization => organization::organization(&mut entry).await,
        Subject::Departments => directory::department(&mut entry).await,
        Subject::People => directory::person(&mut entry).await,
        Subject::Programs => program::program(&mut entry).await,
        Subject::Codes => program::label(&mut entry).await,
        Subject::Goals => program::goal(&mut entry).await,
        Subject::Roles => directory::role(&mut entry).await,
        Subject::Initiatives => initiative::initiative(&mut entry).await,
        Subject::Owners => initiative::owner(&mut entry).await,
        Subject::Committees => committee::committee(&mut entry).await,
        Subject::Memberships => committee::membership(&mut entry).await,
        Subject::Oversight => committee::oversight(&mut entry).await,
        Subject::Meetings => meeting::meeting(&mut entry).await,
        Subject::Actions => meeting::action(&mut entry).await,
        Subject::Turns => course::turn(&mut entry).await,
        Subject::Successions => course::succession(&mut entry).await,
        Subject::Metrics => metric::metric(&mut entry).await,
        Subject::Names => name::name(&mut entry).await,
        Subject::Targets => metric::target(&mut entry).await,
        Subject::ControlStatements => discipline::control_statement(&mut entry).await,
        Subject::Rebases => discipline::rebase(&mut entry).await,
        Subject::Bridges => discipline::bridge(&mut entry).await,
        Subject::FlagClearings => clearing::flag_clearing(&mut entry).await,
        Subject::Links => initiative::link(&mut entry).await,
        Subject::Readings => unreachable!("readings are taken many at a time"),
        Subject::Improvements => initiative::improvement(&mut entry).await,
        Subject::Evidence => evidence::evidence(&mut entry).await,
        Subject::NotApplicable => profile::not_applicable(&mut entry).await,
        Subject::MaturityTargets => profile::target(&mut entry).await,
        Subject::Journeys => journey::journey(&mut entry).await,
        Subject::Touchpoints => journey::touchpoint(&mut entry).await,
        Subject::HandOffs => journey::hand_off(&mut entry).await,
        Subject::Places => relation::place(&mut entry).await,
        Subject::PainPoints => voice::pain_point(&mut entry).await,
        Subject::Insights => voice::insight(&mut entry).await,
        Subject::Ecosystem => relation::element(&mut entry).await,
        Subject::Benefits => relation::benefit(&mut entry).await,
        Subject::Decisions => decision::decision(&mut entry).await,
        Subject::Reports => reporting::report(&mut entry).await,
        Subject::Explanations => reporting::explanation(&mut entry).await,
        Subject::Acknowledgments => reporting::acknowledgment(&mut entry).await,
    };
    match entered {
        Ok(()) => Ok(Outcome::Entered(Recorded { events: entry.recorded, restated: false })),
        Err(Stop::Row(problem)) => Ok(Outcome::Rejected(problem)),
        Err(Stop::Import(error)) => Err(error),
    }
}
