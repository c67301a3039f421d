//! The logs that are measured: founded, filled month by month, closed.

use std::path::Path;

use chrono::{Days, Months, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::id::{EvidenceId, InitiativeId, MetricId, PersonId, ProgramId};
use cxl_domain::initiative::{self, Charter, DeclaredState, MetricRole, ProgressReported, Sentences};
use cxl_domain::maturity::PracticeId;
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Define, Defined, RecordReading};
use cxl_domain::organization::{self, RoleGranted};
use cxl_domain::person::{self, Register};
use cxl_domain::program::{self, Create};
use cxl_domain::role::Role;
use cxl_ledger::command::PersonCommand;
use cxl_ledger::{BulkItem, Command, Founding};
use cxl_store::meta::Actor;
use futures_util::future::try_join_all;

use super::field::{self, Field};
use super::measure::Outcome;
use super::world::{World, code, command_id, text};

/// The code of the program that the portfolio shows.
pub(super) const PORTFOLIO: &str = "PORTFOLIO";
/// How many initiatives it has.
pub(super) const INITIATIVES: usize = 50;
/// How many months of history.
const MONTHS: u32 = 60;
pub(super) const BEGINNING: NaiveDate = NaiveDate::from_ymd_opt(2020, 1, 1).expect("1 January 2020 exists");

/// Makes a ledger in `folder`: without events, only what callers need to write; else the portfolio's five
/// years as well, and readings between its months until the log holds `events`.
pub(super) async fn make(folder: &Path, events: u64) -> Outcome<()> {
    let world = World::open(folder).await?;
    let lead = found(&world).await?;
    let program = create_program(&world, field::PROGRAM).await?;
    for number in 0..field::STREAMS {
        define(&world, program, &format!("M{number}"), Rhythm::Day).await?;
        charter(&world, program, &format!("I{number}"), None).await?;
    }
    if events > 0 {
        let portfolio = Portfolio::begin(&world, lead).await?;
        let field = Field::of(&world);
        for month in 0..MONTHS {
            portfolio.month(&world, month).await?;
            let until = events * u64::from(month + 1) / u64::from(MONTHS);
            while world.ledger.snapshot().len < until {
                let items = (0..field::STREAMS).map(|stream| field.item(stream)).collect();
                record(&world, items).await?;
            }
        }
    }
    world.clock.set(BEGINNING + Months::new(MONTHS));
    // The last event carries the clock over to whoever opens the ledger.
    create_program(&world, "LAST").await?;
    world.close().await
}

/// The organization, its administrator, and a second person, who judges evidence.
pub(super) async fn found(world: &World) -> Outcome<PersonId> {
    world.clock.set(BEGINNING);
    let founding = Founding {
        name: text("Songhong Telecom"),
        zone: chrono_tz::Asia::Ho_Chi_Minh,
        administrator_code: code("ADMIN"),
        administrator_name: text("Nguyễn Thị Minh"),
        demo: true,
    };
    world.ledger.found(founding, command_id()).await?;
    let register = Register { code: text("LEAD"), name: text("Trần Văn An"), department: None, on: None };
    let act = person::Command::Register(register);
    let command = PersonCommand { claims: Some(code("LEAD")), act };
    let lead = PersonId(world.run(Command::Person(None, command)).await?.id);
    let granted = RoleGranted { person: lead, role: Role::ProgramLead, program: None };
    let grant = organization::Command::GrantRole { granted, on: None, until: None };
    world.run(Command::Organization(grant)).await?;
    Ok(lead)
}

pub(super) async fn create_program(world: &World, name: &str) -> Outcome<ProgramId> {
    let create = program::Command::Create(Create {
        code: code(name),
        name: text(name),
        sponsor: world.administrator(),
        zone: chrono_tz::Asia::Ho_Chi_Minh,
        calendar: FiscalCalendar::default(),
        on: None,
    });
    Ok(ProgramId(world.run(Command::Program(None, create)).await?.id))
}

async fn define(world: &World, program: ProgramId, name: &str, rhythm: Rhythm) -> Outcome<MetricId> {
    let define = Define {
        defined: Defined {
            program,
            code: code(name),
            kind: MetricKind::Proportion,
            direction: Direction::Increase,
            unit: None,
            rhythm,
            due_within_days: None,
        },
        name: text("Refunded within a day"),
        wording: text("Refunds paid within 24 hours over all refunds"),
        accountable: None,
        headline: None,
        on: Some(BEGINNING),
    };
    let define = metric::Command::Define(Box::new(define));
    Ok(MetricId(world.run(Command::Metric(None, define)).await?.id))
}

pub(super) async fn charter(
    world: &World,
    program: ProgramId,
    name: &str,
    owner: Option<PersonId>,
) -> Outcome<InitiativeId> {
    let charter = initiative::Command::Charter(Charter {
        program,
        code: code(name),
        name: text("Refunds"),
        purpose: text("Refunds reach customers within a day"),
        owner,
        committee: None,
        on: None,
        authority: None,
    });
    Ok(InitiativeId(world.run(Command::Initiative(None, charter)).await?.id))
}

/// Records a bulk; every item must be accepted.
pub(super) async fn record(world: &World, items: Vec<BulkItem>) -> Outcome<()> {
    let actor = Actor::person(world.administrator());
    let answers = world.ledger.record_readings(actor, command_id(), items).await;
    answers.into_iter().try_for_each(|answer| Ok(answer.map(drop)?))
}

/// Initiatives with everything that a list of them shows.
struct Portfolio {
    program: ProgramId,
    lead: PersonId,
    members: Vec<(InitiativeId, MetricId)>,
}

impl Portfolio {
    async fn begin(world: &World, lead: PersonId) -> Outcome<Self> {
        let program = create_program(world, PORTFOLIO).await?;
        let mut members = Vec::new();
        for number in 0..INITIATIVES {
            let name = format!("P{number}");
            let metric = define(world, program, &name, Rhythm::Month).await?;
            let initiative = charter(world, program, &name, Some(lead)).await?;
            let link = initiative::Command::LinkMetric { metric, role: MetricRole::Primary, on: None };
            world.run(Command::Initiative(Some(initiative), link)).await?;
            members.push((initiative, metric));
        }
        Ok(Self { program, lead, members })
    }

    /// What happens on the morning after a month.
    async fn month(&self, world: &World, month: u32) -> Outcome<()> {
        let (from, next) = (BEGINNING + Months::new(month), BEGINNING + Months::new(month + 1));
        world.clock.set(next);
        let period = Period::new(from, next - Days::new(1))?;
        let items = self.members.iter().zip(0_i64..).map(|((_, metric), number)| {
            // Some get better after the fix in the third year, some do not.
            let better = if month > 30 && number % 3 == 0 { 600 } else { 0 };
            let noise = (number * 37 + i64::from(month) * 101) % 97;
            let numerator = (8_000 + better + noise).into();
            let reading = RecordReading {
                series: SeriesKey::of(1),
                period,
                irregular: false,
                reading: Reading::of(Figures::Ratio { numerator, denominator: 9_045.into() }),
                restatement: None,
            };
            BulkItem { metric: *metric, reading, claim: None }
        });
        record(world, items.collect()).await?;
        try_join_all(
            self.members.iter().map(|(initiative, _)| self.steps(world, *initiative, month, period)),
        )
        .await?;
        Ok(())
    }

    async fn steps(
        &self,
        world: &World,
        initiative: InitiativeId,
        month: u32,
        period: Period,
    ) -> Outcome<()> {
        let act = |act| world.run(Command::Initiative(Some(initiative), act));
        if month == 24 {
            let title = text("Pay refunds to cards without a second check");
            let start = initiative::Command::StartImprovement { title, metric: None, due: None, on: None };
            act(start).await?;
            let owner = world.administrator();
            act(initiative::Command::AssignOwner { owner, on: None, authority: None }).await?;
        }
        if month == 30 {
            let views = world.ledger.snapshot();
            let head = cxl_domain::time::AsOf::head(period.to() + Days::new(1));
            let held = views.initiative(initiative).ok_or("the initiative is chartered")?;
            let improvement = held.state.improvements(&head).first().map(|improvement| improvement.id);
            let improvement = improvement.ok_or("the improvement is started")?;
            act(initiative::Command::DeliverImprovement { improvement, on: None }).await?;
        }
        if month % 3 == 2 {
            let summary = text("Half of the branches now answer refund calls within the day.");
            let state = DeclaredState::OnTrack;
            let report = ProgressReported::new(
                period,
                state,
                Sentences { summary, next_step: None, blocked_by: None },
            );
            act(initiative::Command::ReportProgress { report }).await?;
            let yearly = if month % 12 == 11 { vec![PracticeId::R2, PracticeId::R4] } else { Vec::new() };
            for practice in [PracticeId::R1, PracticeId::R3].into_iter().chain(yearly) {
                self.show(world, initiative, practice, period).await?;
            }
        }
        Ok(())
    }

    /// Evidence, provided by one person and accepted by the other.
    async fn show(
        &self,
        world: &World,
        initiative: InitiativeId,
        practice: PracticeId,
        covers: Period,
    ) -> Outcome<()> {
        let provide = evidence::Command::Provide(Provided {
            program: self.program,
            practice,
            scope: Scope::Initiative(initiative),
            covers,
            summary: text("Interviews with forty customers, sorted by what they tried to do."),
        });
        let provided = EvidenceId(world.run(Command::Evidence(None, provide)).await?.id);
        let accept = evidence::Command::Accept { remark: None };
        world.run_as(self.lead, Command::Evidence(Some(provided), accept)).await?;
        Ok(())
    }
}
