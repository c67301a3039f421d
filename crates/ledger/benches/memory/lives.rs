//! The logs that are folded: many readings, and initiatives with a hundred events each, as some years of
//! reports, owners and improvements make them.

use std::path::Path;

use chrono::Days;
use cxl_domain::calendar::Period;
use cxl_domain::id::{ImprovementId, InitiativeId, PersonId};
use cxl_domain::initiative::{Command as Act, DeclaredState, ProgressReported, Sentences};
use cxl_domain::time::AsOf;
use cxl_ledger::Command;
use futures_util::future::try_join_all;

use super::field::{self, Field};
use super::fill;
use super::measure::Outcome;
use super::world::{World, text};

/// Three facts of the charter and one of the first owner are there already.
const LATER: u32 = 96;

/// Makes a ledger with this many readings and what they need.
pub(super) async fn readings(folder: &Path, readings: u64) -> Outcome<()> {
    fill::make(folder, 0).await?;
    let world = World::open(folder).await?;
    let until = world.ledger.snapshot().len + readings;
    let field = Field::of(&world);
    while world.ledger.snapshot().len < until {
        fill::record(&world, (0..field::STREAMS).map(|stream| field.item(stream)).collect()).await?;
    }
    drop(field);
    world.close().await
}

/// Makes a ledger with this many initiatives.
pub(super) async fn initiatives(folder: &Path, initiatives: u32) -> Outcome<()> {
    let world = World::open(folder).await?;
    let lead = fill::found(&world).await?;
    let program = fill::create_program(&world, "LIVES").await?;
    let mut ids = Vec::new();
    for number in 0..initiatives {
        ids.push(fill::charter(&world, program, &format!("L{number}"), Some(lead)).await?);
    }
    for turn in 0..LATER {
        world.clock.set(fill::BEGINNING + Days::new(u64::from(turn) * 7 + 1));
        try_join_all(ids.iter().map(|id| live(&world, *id, turn, lead))).await?;
    }
    world.close().await
}

/// What happens to an initiative in one week.
async fn live(world: &World, initiative: InitiativeId, turn: u32, lead: PersonId) -> Outcome<()> {
    let today = fill::BEGINNING + Days::new(u64::from(turn) * 7);
    let act = match turn % 16 {
        4 => Act::StartImprovement { title: text("Pay to cards"), metric: None, due: None, on: None },
        8 => Act::MoveImprovementDate {
            improvement: last_improvement(world, initiative)?,
            due: today + Days::new(90),
            reason: text("The bank needs longer"),
        },
        12 => Act::DeliverImprovement { improvement: last_improvement(world, initiative)?, on: None },
        0 => {
            let owner = if turn.is_multiple_of(32) { world.administrator() } else { lead };
            Act::AssignOwner { owner, on: None, authority: None }
        }
        _ => {
            let (period, state) = (Period::new(today, today)?, DeclaredState::OnTrack);
            let summary = text("Half of the branches answer within the day.");
            let report = ProgressReported::new(
                period,
                state,
                Sentences { summary, next_step: None, blocked_by: None },
            );
            Act::ReportProgress { report }
        }
    };
    world.run(Command::Initiative(Some(initiative), act)).await?;
    Ok(())
}

fn last_improvement(world: &World, initiative: InitiativeId) -> Outcome<ImprovementId> {
    let views = world.ledger.snapshot();
    let held = views.initiative(initiative).ok_or("the initiative is chartered")?;
    let improvements = held.state.improvements(&AsOf::head(chrono::NaiveDate::MAX));
    Ok(improvements.last().ok_or("an improvement is started")?.id)
}
