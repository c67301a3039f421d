//! The course of an initiative: its turns, and which other it carries on.

use cxl_domain::code::Code;
use cxl_domain::initiative::{self, InitiativeFact};
use cxl_ledger::Command;

use super::entry::{Columns, Entry, Stop, ever, unchanged};
use super::row::Problem;

/// What a turn makes of an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Paused,
    InSustain,
    Resumed,
    Stopped,
    Reopened,
}

impl Turn {
    const NAMES: [(&str, Self); 5] = [
        ("paused", Self::Paused),
        ("sustain", Self::InSustain),
        ("resumed", Self::Resumed),
        ("stopped", Self::Stopped),
        ("reopened", Self::Reopened),
    ];

    /// The turn that a fact records.
    fn of(fact: &InitiativeFact) -> Option<Self> {
        Some(match fact {
            InitiativeFact::Paused(_) => Self::Paused,
            InitiativeFact::Sustained(_) => Self::InSustain,
            InitiativeFact::Resumed(_) => Self::Resumed,
            InitiativeFact::Stopped(_) => Self::Stopped,
            InitiativeFact::Reopened(_) => Self::Reopened,
            _ => return None,
        })
    }
}

/// A row of turns.csv.
pub(super) async fn turn(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let row = entry.row;
    let on = row.day("from")?;
    let Some(turn) = row.named("turn", &Turn::NAMES)? else {
        return Err(Problem::at("turn", "is empty; fill it in").into());
    };
    let said = |fact: &InitiativeFact| Turn::of(fact) == Some(turn);
    let views = entry.views();
    let turns = views.initiative(id).map(|held| held.state.turns(&ever())).unwrap_or_default();
    if turns.iter().any(|(recorded, _)| Some(recorded.from()) == on && said(&recorded.fact)) {
        return Ok(());
    }
    let (lesson, authority) = (row.text("lesson")?, row.authority()?);
    if lesson.is_some() && turn != Turn::Stopped {
        return Err(Problem::at("lesson", "is what was learned when it was stopped; empty it").into());
    }
    let command = match turn {
        Turn::Paused => initiative::Command::Pause { reason: row.needed_text("reason")?, on, authority },
        Turn::InSustain => initiative::Command::Sustain { reason: row.text("reason")?, on, authority },
        Turn::Resumed => initiative::Command::Resume { reason: row.text("reason")?, on, authority },
        Turn::Stopped => {
            initiative::Command::Stop { reason: row.needed_text("reason")?, lesson, on, authority }
        }
        Turn::Reopened => initiative::Command::Reopen { reason: row.needed_text("reason")?, on, authority },
    };
    entry.act(Columns { about: "turn", day: "from" }, Command::Initiative(Some(id), command)).await?;
    Ok(())
}

/// A row of successions.csv.
pub(super) async fn succession(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let code = entry.row.needed("predecessor", Code::parse)?;
    let predecessor = entry.initiative_of_code("predecessor", program, &code)?;
    let on = entry.row.day("from")?;
    let authority = entry.row.authority()?;
    let views = entry.views();
    let held = views.initiative(id).map(|held| &held.state);
    let recorded =
        held.and_then(|state| state.successions(&ever()).find(|said| said.predecessor == predecessor));
    if let Some(recorded) = recorded {
        unchanged("from", on, Some(recorded.from))?;
        return Ok(());
    }
    let succeed = initiative::Command::Succeed { predecessor, on, authority };
    entry.act(Columns { about: "predecessor", day: "from" }, Command::Initiative(Some(id), succeed)).await?;
    Ok(())
}
