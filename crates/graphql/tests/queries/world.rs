//! A small ledger that is asked through the schema, with a clock that stands until it is moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use async_graphql::Request;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::code::Code;
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::id::{CommandId, EvidenceId, InitiativeId, MetricId, PersonId, ProgramId, TokenId};
use cxl_domain::initiative::{self, Charter, MetricRole};
use cxl_domain::maturity::PracticeId;
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Define, Defined, RecordReading};
use cxl_domain::organization::{self, RoleGranted, TokenIssued, TokenScope};
use cxl_domain::person::{self, Register};
use cxl_domain::program::{self, Create};
use cxl_domain::role::Role;
use cxl_domain::text::Text;
use cxl_graphql::{Answers, CursorKey, LedgerSchema, execute, execute_stream, schema};
use cxl_ledger::command::PersonCommand;
use cxl_ledger::{Command, Executed, Founding, Ledger, LedgerClock, OpenOptions};
use cxl_store::conformance::{Intercept, Intercepted};
use cxl_store::meta::{Actor, Claim};
use cxl_store::{EventStore, MemoryStore, MemoryVault, Position, Recorded, SeededEntropy, StoreError};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use uuid::Uuid;

/// A founded ledger with one program.
pub(crate) struct World {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) schema: LedgerSchema,
    pub(crate) administrator: PersonId,
    pub(crate) program: ProgramId,
    store: Arc<dyn EventStore>,
    reads: Arc<AtomicU64>,
    clock: Arc<AtomicI64>,
    next: AtomicU64,
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

impl World {
    /// A ledger founded on 2020-01-01 in Hanoi with the program CX.
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(0));
        let micros = clock.clone();
        let now = move || DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap();
        let reads = Arc::new(AtomicU64::new(0));
        let store: Arc<dyn EventStore> = Intercepted::new(MemoryStore::new(), Counted(reads.clone()));
        let ledger = open(&store, 8, now).await;
        let mut world = Self {
            schema: schema(ledger.clone(), CursorKey::new([1; 32])),
            ledger,
            administrator: PersonId(Uuid::nil()),
            program: ProgramId(Uuid::nil()),
            store,
            reads,
            clock,
            next: AtomicU64::new(100),
        };
        world.at("2020-01-01T02:00:00Z");
        let founding = Founding {
            name: text("Songhong Telecom"),
            zone: chrono_tz::Asia::Ho_Chi_Minh,
            administrator_code: code("ADMIN"),
            administrator_name: text("Nguyễn Thị Minh"),
            demo: true,
        };
        world.administrator = world.ledger.found(founding, CommandId(Uuid::from_u128(1))).await.unwrap();
        world.program = world.create_program("CX").await;
        world
    }

    /// The same log as somebody reads it whose vault holds none of its keys.
    pub(crate) async fn without_keys(&self) -> LedgerSchema {
        let now = self.ledger.now();
        schema(open(&self.store, 9, move || now).await, CursorKey::new([1; 32]))
    }

    /// Moves the clock.
    pub(crate) fn at(&self, instant: &str) {
        let instant: DateTime<chrono::Utc> = instant.parse().unwrap();
        self.clock.store(instant.timestamp_micros(), Ordering::SeqCst);
    }

    pub(crate) async fn run(&self, command: Command) -> Executed {
        self.run_as(self.administrator, None, command).await
    }

    pub(crate) async fn run_as(
        &self,
        actor: PersonId,
        published: Option<&str>,
        command: Command,
    ) -> Executed {
        let id = CommandId(Uuid::from_u128(u128::from(self.next.fetch_add(1, Ordering::SeqCst))));
        let claim = published.map(|published| Claim {
            published: day(published),
            source: None,
            document: None,
            batch: None,
        });
        let request =
            cxl_ledger::Request { claim, ..cxl_ledger::Request::new(Actor::person(actor), id, command) };
        self.ledger.execute(request).await.unwrap()
    }

    /// A program that is older than the ledger.
    pub(crate) async fn create_program(&self, program_code: &str) -> ProgramId {
        let create = program::Command::Create(Create {
            code: code(program_code),
            name: text(&format!("Program {program_code}")),
            sponsor: self.administrator,
            zone: chrono_tz::Asia::Ho_Chi_Minh,
            calendar: FiscalCalendar::new(1).unwrap(),
            on: Some(day("2015-01-01")),
        });
        ProgramId(self.run(Command::Program(None, create)).await.id)
    }

    /// A person with a role in a program.
    pub(crate) async fn person(&self, person_code: &str, role: Role, program: ProgramId) -> PersonId {
        let register = person::Command::Register(Register {
            code: text(person_code),
            name: text(&format!("Person {person_code}")),
            department: None,
            on: None,
        });
        let command = PersonCommand { claims: Some(code(person_code)), act: register };
        let person = PersonId(self.run(Command::Person(None, command)).await.id);
        let granted = RoleGranted { person, role, program: Some(program) };
        self.run(Command::Organization(organization::Command::GrantRole { granted, on: None, until: None }))
            .await;
        person
    }

    pub(crate) async fn chartered(&self, initiative_code: &str, owner: Option<PersonId>) -> InitiativeId {
        self.chartered_in(self.program, initiative_code, owner).await
    }

    pub(crate) async fn chartered_in(
        &self,
        program: ProgramId,
        initiative_code: &str,
        owner: Option<PersonId>,
    ) -> InitiativeId {
        let charter = initiative::Command::Charter(Charter {
            program,
            code: code(initiative_code),
            name: text(&format!("Initiative {initiative_code}")),
            purpose: text("Refunds reach customers within a day"),
            owner,
            committee: None,
            on: None,
            authority: None,
        });
        InitiativeId(self.run(Command::Initiative(None, charter)).await.id)
    }

    /// An initiative that began and was published before the ledger was founded, as somebody imports it.
    pub(crate) async fn backfilled(
        &self,
        initiative_code: &str,
        importer: PersonId,
        begins: &str,
        published: &str,
    ) -> InitiativeId {
        let charter = initiative::Command::Charter(Charter {
            program: self.program,
            code: code(initiative_code),
            name: text(&format!("Initiative {initiative_code}")),
            purpose: text("Nobody waits on the line"),
            owner: None,
            committee: None,
            on: Some(day(begins)),
            authority: None,
        });
        let executed = self.run_as(importer, Some(published), Command::Initiative(None, charter)).await;
        InitiativeId(executed.id)
    }

    pub(crate) async fn assign_owner(&self, initiative: InitiativeId, owner: PersonId, on: &str) {
        let assign = initiative::Command::AssignOwner { owner, on: Some(day(on)), authority: None };
        self.run(Command::Initiative(Some(initiative), assign)).await;
    }

    /// The share of refunds paid in time, the primary metric of an initiative.
    pub(crate) async fn primary_metric(&self, metric_code: &str, initiative: InitiativeId) -> MetricId {
        let define = Define {
            defined: Defined {
                program: self.program,
                code: code(metric_code),
                kind: MetricKind::Proportion,
                direction: Direction::Increase,
                unit: None,
                rhythm: Rhythm::Month,
                due_within_days: Some(10),
            },
            name: text("Refunded within a day"),
            wording: text("Refunds paid within 24 hours over all refunds"),
            accountable: None,
            headline: None,
            on: Some(day("2015-01-01")),
        };
        let define = metric::Command::Define(Box::new(define));
        let metric = MetricId(self.run(Command::Metric(None, define)).await.id);
        let link = initiative::Command::LinkMetric { metric, role: MetricRole::Primary, on: None };
        self.run(Command::Initiative(Some(initiative), link)).await;
        metric
    }

    /// Records the readings of months in a row, in percent of 1000.
    pub(crate) async fn months(&self, metric: MetricId, first: &str, percents: &[i64]) {
        let calendar = FiscalCalendar::new(1).unwrap();
        let mut period = calendar.period_holding(Rhythm::Month, day(first));
        for percent in percents {
            self.read(metric, period, percent * 10, None, None).await;
            period = calendar.next(Rhythm::Month, period);
        }
    }

    /// Records one reading of 1000 refunds.
    pub(crate) async fn read(
        &self,
        metric: MetricId,
        period: Period,
        in_time: i64,
        restatement: Option<RestatementReason>,
        published: Option<&str>,
    ) {
        let figures = Figures::Ratio { numerator: in_time.into(), denominator: 1000.into() };
        let reading = metric::Command::RecordReading(RecordReading {
            series: SeriesKey::of(1),
            period,
            irregular: false,
            reading: Reading::of(figures),
            restatement,
        });
        self.run_as(self.administrator, published, Command::Metric(Some(metric), reading)).await;
    }

    /// Evidence for an initiative, accepted by the administrator.
    pub(crate) async fn accepted_evidence(
        &self,
        provider: PersonId,
        initiative: InitiativeId,
        practice: PracticeId,
        covers: (&str, &str),
    ) -> EvidenceId {
        let provide = evidence::Command::Provide(Provided {
            program: self.program,
            practice,
            scope: Scope::Initiative(initiative),
            covers: Period::new(day(covers.0), day(covers.1)).unwrap(),
            summary: text("Forty complaints read and sorted"),
        });
        let provided = self.run_as(provider, None, Command::Evidence(None, provide)).await;
        let evidence = EvidenceId(provided.id);
        let accept = evidence::Command::Accept { remark: Some(text("Seen and agreed")) };
        self.run(Command::Evidence(Some(evidence), accept)).await;
        evidence
    }

    /// A token of somebody that opens one program alone, as its holder presents it.
    pub(crate) async fn token_for(&self, person: PersonId, program: ProgramId) -> Actor {
        let scope = Some(TokenScope { reads_only: false, program: Some(program) });
        let expires = Some(self.ledger.now() + chrono::Duration::days(30));
        let issued = TokenIssued { person, sha256: Sha256Hex([7; 32]), expires, scope };
        let issue = organization::Command::IssueToken { issued };
        let token = TokenId(self.run(Command::Organization(issue)).await.events[0].id.0);
        Actor { token: Some(token), ..Actor::person(person) }
    }

    /// Asks as somebody, and answers what the schema says.
    pub(crate) async fn ask_as(&self, person: PersonId, query: &str) -> Value {
        self.ask_by(Actor::person(person), query).await
    }

    /// The same for somebody who entered in a certain way.
    pub(crate) async fn ask_by(&self, actor: Actor, query: &str) -> Value {
        let response = execute(&self.schema, Request::new(query), Some(actor)).await;
        serde_json::to_value(response).unwrap()
    }

    /// Follows as somebody.
    pub(crate) fn follow(&self, person: PersonId, request: impl Into<Request>) -> Followed {
        Followed(execute_stream(&self.schema, request.into(), Some(Actor::person(person))))
    }

    /// Asks as the administrator; no error is expected.
    #[track_caller]
    pub(crate) fn ask(&self, query: &str) -> impl Future<Output = Value> {
        let caller = std::panic::Location::caller();
        async move {
            let mut answer = self.ask_as(self.administrator, query).await;
            assert_eq!(answer.get("errors"), None, "asked at {caller}");
            answer["data"].take()
        }
    }

    /// The code of the only error of an answer.
    pub(crate) async fn refused(&self, query: &str) -> String {
        let answer = self.ask_as(self.administrator, query).await;
        let errors = answer["errors"].as_array().cloned().unwrap_or_default();
        assert_eq!(errors.len(), 1, "{answer}");
        errors[0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    /// How often events were read by position so far: once for each batch of texts.
    pub(crate) fn reads(&self) -> u64 {
        self.reads.load(Ordering::SeqCst)
    }
}

/// What somebody follows.
pub(crate) struct Followed(Answers);

impl Followed {
    /// The next answer, and up to which position it tells; none after the last.
    pub(crate) async fn next(&mut self) -> Option<(Value, Option<u64>)> {
        let answer = self.0.next().await?;
        Some((serde_json::to_value(answer.response).unwrap(), answer.position))
    }

    /// What the next answer says in its only field; no error is expected.
    pub(crate) async fn told(&mut self) -> Value {
        let (mut answer, position) = self.next().await.expect("there is more to tell");
        assert_eq!(answer.get("errors"), None, "{answer}");
        let fields = answer["data"].as_object_mut().unwrap();
        let told = fields.values_mut().next().unwrap().take();
        assert_eq!(told["position"], json!(position.unwrap().to_string()), "asked for in these tests");
        told
    }
}

/// Opens a ledger over a store and an empty vault that draws its keys from a seed.
async fn open(store: &Arc<dyn EventStore>, seed: u64, now: impl LedgerClock) -> Arc<Ledger> {
    let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(seed)));
    let entropy = Box::new(SeededEntropy::numbered(7));
    Ledger::open(store.clone(), Arc::new(vault), entropy, Arc::new(now), OpenOptions::default())
        .await
        .unwrap()
}

/// The share as a publication of the schema shows it.
pub(crate) fn ratio(numerator: &str, denominator: &str) -> Value {
    json!({ "numerator": numerator, "denominator": denominator })
}

/// A store that counts how often it is asked for events by position.
#[derive(Debug)]
struct Counted(Arc<AtomicU64>);

#[async_trait]
impl Intercept for Counted {
    async fn read_events(
        &self,
        keeper: &dyn EventStore,
        positions: &[Position],
    ) -> Result<Vec<Recorded>, StoreError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        keeper.read_events(positions).await
    }
}
