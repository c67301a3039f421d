//! A small ledger with a clock that stands until it is moved.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::code::Code;
use cxl_domain::id::{CommandId, InitiativeId, MetricId, PersonId, ProgramId};
use cxl_domain::initiative::{self, Charter};
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Define, Defined, RecordReading};
use cxl_domain::organization::{self, RoleGranted};
use cxl_domain::person::{self, Register};
use cxl_domain::program::{self, Create};
use cxl_domain::role::Role;
use cxl_domain::text::Text;
use cxl_ledger::command::PersonCommand;
use cxl_ledger::{Command, ExecuteError, Executed, Founding, Ledger, OpenOptions, Request};
use cxl_store::meta::Actor;
use cxl_store::{EventStore, MemoryStore, MemoryVault, SeededEntropy, Vault};
use uuid::Uuid;

/// A clock that stands until it is moved.
#[derive(Clone)]
pub(crate) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(crate) fn at(text: &str) -> Self {
        Self(Arc::new(AtomicI64::new(instant(text).timestamp_micros())))
    }

    pub(crate) fn set(&self, text: &str) {
        self.0.store(instant(text).timestamp_micros(), Ordering::SeqCst);
    }
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn text(typed: &str) -> Text {
    Text::typed(typed).unwrap()
}

pub(crate) fn code(typed: &str) -> Code {
    Code::parse(typed).unwrap()
}

/// A founded ledger with one program.
pub(crate) struct World {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) store: Arc<dyn EventStore>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) clock: Clock,
    pub(crate) administrator: PersonId,
    pub(crate) program: ProgramId,
    next: AtomicU64,
}

/// Opens a ledger over a store and a vault.
pub(crate) async fn open(
    store: &Arc<dyn EventStore>,
    vault: &Arc<dyn Vault>,
    clock: &Clock,
    options: OpenOptions,
) -> Arc<Ledger> {
    let micros = clock.0.clone();
    let now = move || DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap();
    let entropy = Box::new(SeededEntropy::numbered(7));
    Ledger::open(store.clone(), vault.clone(), entropy, Arc::new(now), options).await.unwrap()
}

impl World {
    /// A ledger founded on 2020-01-01 in Hanoi with the program CX, which began a year before.
    pub(crate) async fn new() -> Self {
        Self::over(Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(8))))).await
    }

    /// The same with a vault of one's own.
    pub(crate) async fn over(vault: Arc<dyn Vault>) -> Self {
        Self::upon(Arc::new(MemoryStore::new()), vault).await
    }

    /// The same with a keeper of one's own.
    pub(crate) async fn in_store(store: Arc<dyn EventStore>) -> Self {
        Self::upon(store, Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(8))))).await
    }

    async fn upon(store: Arc<dyn EventStore>, vault: Arc<dyn Vault>) -> Self {
        let clock = Clock::at("2020-01-01T02:00:00Z");
        let ledger = open(&store, &vault, &clock, OpenOptions::default()).await;
        let founding = Founding {
            name: text("Songhong Telecom"),
            zone: chrono_tz::Asia::Ho_Chi_Minh,
            administrator_code: code("ADMIN"),
            administrator_name: text("Nguyễn Thị Minh"),
            demo: true,
        };
        let administrator = ledger.found(founding, CommandId(Uuid::from_u128(1))).await.unwrap();
        let mut world = Self {
            ledger,
            store,
            vault,
            clock,
            administrator,
            program: ProgramId(Uuid::nil()),
            next: AtomicU64::new(100),
        };
        let create = program::Command::Create(Create {
            code: code("CX"),
            name: text("Customers first"),
            sponsor: administrator,
            zone: chrono_tz::Asia::Ho_Chi_Minh,
            calendar: FiscalCalendar::new(1).unwrap(),
            on: Some(day("2019-01-01")),
        });
        let created = world.run(Command::Program(None, create)).await.unwrap();
        world.program = ProgramId(created.id);
        world
    }

    pub(crate) fn command_id(&self) -> CommandId {
        CommandId(Uuid::from_u128(u128::from(self.next.fetch_add(1, Ordering::SeqCst))))
    }

    pub(crate) fn request(&self, command: Command) -> Request {
        Request::new(Actor::person(self.administrator), self.command_id(), command)
    }

    pub(crate) async fn run(&self, command: Command) -> Result<Executed, ExecuteError> {
        self.ledger.execute(self.request(command)).await
    }

    pub(crate) async fn run_as(&self, actor: PersonId, command: Command) -> Result<Executed, ExecuteError> {
        self.ledger.execute(Request::new(Actor::person(actor), self.command_id(), command)).await
    }

    /// A person with a role in the program.
    pub(crate) async fn person(&self, person_code: &str, role: Role) -> PersonId {
        let register = person::Command::Register(Register {
            code: text(person_code),
            name: text(&format!("Person {person_code}")),
            department: None,
            on: None,
        });
        let command = PersonCommand { claims: Some(code(person_code)), act: register };
        let person = PersonId(self.run(Command::Person(None, command)).await.unwrap().id);
        let granted = RoleGranted { person, role, program: Some(self.program) };
        let grant = organization::Command::GrantRole { granted, on: None, until: None };
        self.run(Command::Organization(grant)).await.unwrap();
        person
    }

    pub(crate) fn charter(&self, initiative_code: &str) -> Command {
        let charter = initiative::Command::Charter(Charter {
            program: self.program,
            code: code(initiative_code),
            name: text(&format!("Initiative {initiative_code}")),
            purpose: text("Refunds reach customers within a day"),
            owner: None,
            committee: None,
            on: None,
            authority: None,
        });
        Command::Initiative(None, charter)
    }

    pub(crate) async fn chartered(&self, initiative_code: &str) -> InitiativeId {
        InitiativeId(self.run(self.charter(initiative_code)).await.unwrap().id)
    }

    pub(crate) async fn metric(&self, metric_code: &str) -> MetricId {
        let define = Define {
            defined: Defined {
                program: self.program,
                code: code(metric_code),
                kind: MetricKind::Proportion,
                direction: Direction::Increase,
                unit: None,
                rhythm: Rhythm::Month,
                due_within_days: None,
            },
            name: text("Refunded within a day"),
            wording: text("Refunds paid within 24 hours over all refunds"),
            accountable: None,
            headline: None,
            on: Some(day("2015-01-01")),
        };
        MetricId(self.run(Command::Metric(None, metric::Command::Define(Box::new(define)))).await.unwrap().id)
    }

    /// Another ledger over the same log, as after a restart.
    pub(crate) async fn reopened(&self) -> Arc<Ledger> {
        open(&self.store, &self.vault, &self.clock, OpenOptions::default()).await
    }
}

/// A month's share of refunds paid in time.
pub(crate) fn reading(month: &str, numerator: i64, denominator: i64) -> RecordReading {
    let first = day(&format!("{month}-01"));
    let period = FiscalCalendar::new(1).unwrap().period_holding(Rhythm::Month, first);
    assert_eq!(period, Period::new(period.from(), period.to()).unwrap());
    RecordReading {
        series: SeriesKey::of(1),
        period,
        irregular: false,
        reading: Reading::of(Figures::Ratio { numerator: numerator.into(), denominator: denominator.into() }),
        restatement: None,
    }
}

/// Remembers what a progress callback was told.
pub(crate) type Told = Arc<Mutex<Vec<cxl_ledger::Progress>>>;
