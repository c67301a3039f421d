//! The demo: eight years of a made-up company, told through the ledger's own door.
//!
//! Nothing here is data in a stored form. A story of dated acts is carried out one by one by
//! [`Ledger::execute`], with a clock that the story moves and all randomness from fixed seeds: the same
//! log, byte for byte, on every machine and on every day. `schema/golden/demo-root.json` holds its root.
//!
//! Start reading at [`fill`]; each file below tells one part of the story, `docs/demo.md` all of it.

mod cast;
mod clock;
mod company;
mod decisions;
mod dice;
mod discipline;
mod evidence;
mod following;
mod governing;
mod initiatives;
mod journeys;
mod measuring;
mod meetings;
mod metrics;
mod programs;
mod readings;
mod record;
mod reports;
mod series;
mod steering;
mod story;
mod voices;
mod worth;

#[cfg(test)]
mod tests;

use anyhow::Context as _;
use cxl_domain::id::PersonId;
use cxl_domain::organization::{Command as Organization, OrganizationFact};
use cxl_domain::role::Role;
use cxl_ledger::{Command, Ledger};
use cxl_store::SeededEntropy;

pub use clock::DemoClock;
pub use record::record;

use cast::Cast;
use company::BAO;
use dice::{Dice, seed};
use story::{Story, morning, text};

/// One person for each role: those for whom the demo issues a token, after everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPeople(pub Vec<(Role, PersonId)>);

/// The clock at the beginning of the story.
pub fn clock() -> DemoClock {
    DemoClock::standing_at(morning(story::day("2018-01-08")))
}

/// The randomness with which the ledger is opened for the story.
pub fn ledger_entropy() -> SeededEntropy {
    SeededEntropy::new(seed("the ledger"))
}

/// The randomness with which the vault is made for the story. Such keys keep no secret: whoever has
/// this program has them.
pub fn vault_entropy() -> SeededEntropy {
    SeededEntropy::new(seed("the vault"))
}

/// Tells the whole story to an empty ledger that was opened with [`ledger_entropy`], over a vault made
/// with [`vault_entropy`] that makes its keys in the foreground, with `clock` and with a place for the files
/// that are attached.
///
/// Afterwards the clock stands on the evening of the last day, 31 December 2025.
pub async fn fill(ledger: &Ledger, clock: &DemoClock) -> anyhow::Result<DemoPeople> {
    let mut cast = Cast::default();
    found(ledger, &mut cast).await?;
    let mut story = Story::default();
    company::tell(&mut story);
    programs::tell(&mut story);
    steering::tell(&mut story);
    measuring::tell(&mut story);
    readings::tell(&mut story);
    initiatives::tell(&mut story);
    journeys::tell(&mut story);
    voices::tell(&mut story);
    worth::tell(&mut story);
    discipline::tell(&mut story);
    governing::tell(&mut story);
    decisions::tell(&mut story);
    meetings::tell(&mut story);
    reports::tell(&mut story);
    evidence::tell(&mut story);
    following::tell(&mut story);
    founder_steps_back(&mut story);
    story.tell(ledger, clock, &mut cast).await?;
    clock.move_to(morning(series::LAST_DAY) + chrono::Duration::hours(9));
    let people = company::ONE_PERSON_A_ROLE.map(|(role, code)| (role, cast.person(code)));
    Ok(DemoPeople(people.to_vec()))
}

async fn found(ledger: &Ledger, cast: &mut Cast) -> anyhow::Result<()> {
    let command = Dice::named("founding").command_id();
    let founder = ledger.found(company::founding(), command).await.context("founding the ledger")?;
    cast.enter(format!("person {BAO}"), founder.0, &[]);
    for entry in ledger.snapshot().organization().state.history.iter() {
        if let OrganizationFact::RoleGranted(granted) = &entry.fact {
            cast.enter_event(format!("{BAO} as {}", granted.role), entry.event);
        }
    }
    Ok(())
}

/// The founder was granted what one person alone needs; now that others came, administering is left.
fn founder_steps_back(story: &mut Story) {
    for (role, on) in [(Role::Secretary, "2018-01-24"), (Role::ProgramLead, "2018-01-24")] {
        story.act(on, BAO, move |cast| {
            Command::Organization(Organization::WithdrawRole {
                grant: cast.event(&format!("{BAO} as {role}")),
                reason: Some(text("The CX office is complete")),
                on: None,
            })
        });
    }
}
