//! Fifty initiatives with level, owner, verdict and signal: now, and at two points in the past.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::Months;
use cxl_domain::id::{PersonId, ProgramId};
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::measurement::xmr::PointType;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{InitiativeFilter, InitiativeOrder, Inquiry, OrderDirection};
use cxl_ledger::{KnownAt, Ledger, Question, Views};

use super::Bench;
use super::fill::PORTFOLIO;
use super::measure::Outcome;
use super::world::World;

/// Repetitions of each question a round.
const TIMES: usize = 20;

/// What the list shows of an initiative.
type Row = (u8, Option<PersonId>, Option<Verdict>, Option<PointType>);

pub(super) fn measure(bench: &Bench<'_>) -> Outcome<()> {
    if !bench.plan.wants("portfolio") {
        return Ok(());
    }
    let world = bench.runtime.block_on(World::open(&bench.copy("ledger")?))?;
    if let Some(program) = world.program(PORTFOLIO) {
        ask(bench, &world, program)?;
    }
    bench.runtime.block_on(world.close())
}

fn ask(bench: &Bench<'_>, world: &World, program: ProgramId) -> Outcome<()> {
    let (ledger, views) = (&*world.ledger, world.ledger.snapshot());
    let now = Question::default();
    let middle = Question { known: Some(KnownAt::Position(views.len / 2)), ..now };
    let zone = views.zone_of(Some(program), &AsOf::head(chrono::NaiveDate::MAX));
    let resolve = |question: Question| question.resolve(&views, zone, ledger.now());
    let today = resolve(now)?.as_of.effective;
    let earlier = Question { effective_on: Some(today - Months::new(24)), ..now };
    println!(
        "{:>18} {:>9} {:>9} {:>7} {:>7}",
        "portfolio of 50", "cold us", "warm us", "cold/now", "warm/now"
    );
    let mut first = None;
    for (name, question) in [("now", now), ("middle position", middle), ("two years earlier", earlier)] {
        let as_of = resolve(question)?.as_of;
        let (mut cold, mut warm) = (Vec::new(), Vec::new());
        for _ in 0..bench.plan.rounds * TIMES {
            ledger.analyses.clear();
            cold.push(timed(|| rows(ledger, &views, program, as_of)));
            warm.push(timed(|| rows(ledger, &views, program, as_of)));
        }
        let (cold, warm) = (middle_of(cold), middle_of(warm));
        let (now_cold, now_warm) = *first.get_or_insert((cold, warm));
        println!("{name:>18} {cold:>9.0} {warm:>9.0} {:>7.2} {:>7.2}", cold / now_cold, warm / now_warm);
    }
    Ok(())
}

fn rows(ledger: &Ledger, views: &Views, program: ProgramId, as_of: AsOf) -> Vec<Row> {
    let inquiry = Inquiry { views, analyses: &ledger.analyses, as_of };
    let filter = InitiativeFilter { program: Some(program), ..InitiativeFilter::default() };
    let listed = inquiry
        .initiatives(&filter, InitiativeOrder::default(), OrderDirection::default(), &|_| true)
        .into_iter();
    let held = listed.filter_map(|row| inquiry.initiative(row.id));
    held.map(|held| {
        let owner = held.state.owner(&as_of).map(|(_, owner)| owner);
        let level = inquiry.assessment(held).level;
        (level, owner, inquiry.verdict(&held.state), inquiry.signal(&held.state))
    })
    .collect()
}

fn timed(question: impl FnOnce() -> Vec<Row>) -> Duration {
    let started = Instant::now();
    black_box(question());
    started.elapsed()
}

/// The median in microseconds.
fn middle_of(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6
}
