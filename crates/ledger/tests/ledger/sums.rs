//! What must hold of every count, whatever moved between programs, was taken up or was recorded in error:
//! the parts add up to the whole, and nothing is in two of them.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use cxl_domain::calendar::FiscalCalendar;
use cxl_domain::command::Correct;
use cxl_domain::id::{CommandId, InitiativeId, MetricId, PainPointId, PersonId, ProgramId};
use cxl_domain::initiative::{self, Charter, InitiativeFact, Status};
use cxl_domain::journey::Place;
use cxl_domain::metric::{self, Define, MetricFact};
use cxl_domain::noun::Noun;
use cxl_domain::pain_point;
use cxl_domain::program::{self, Create};
use cxl_domain::time::{AsOf, Position};
use cxl_ledger::query::{HeatCount, InitiativeFilter, InitiativeOrder, Inquiry, OrderDirection};
use cxl_ledger::{BulkItem, Command, Views};
use cxl_store::meta::Actor;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use crate::journeys::{department, hand_off, identify, journey, stage};
use crate::world::{World, code, day, reading, text};

/// What somebody does; what is refused changes nothing.
#[derive(Debug, Clone)]
enum Step {
    /// The charter of an initiative is corrected: it belongs to the other program.
    MoveInitiative(Index),
    /// The same of a metric.
    MoveMetric(Index),
    /// An initiative is paused, resumed, stopped or given to somebody.
    Turn(Index, u8),
    /// An initiative, a metric or a pain point lies at a place.
    PlaceInitiative(Index, Index),
    PlaceMetric(Index, Index),
    PlacePainPoint(Index, Index),
    /// An initiative takes a pain point up, or it is resolved.
    TakeUp(Index, Index),
    Resolve(Index),
    /// A thing was recorded in error.
    InitiativeInError(Index),
    PainPointInError(Index),
}

fn any_step() -> impl Strategy<Value = Step> {
    let one = || any::<Index>();
    let two = || any::<(Index, Index)>();
    prop_oneof![
        4 => one().prop_map(Step::MoveInitiative),
        3 => one().prop_map(Step::MoveMetric),
        3 => (one(), 0u8..4).prop_map(|(initiative, turn)| Step::Turn(initiative, turn)),
        3 => two().prop_map(|(it, place)| Step::PlaceInitiative(it, place)),
        2 => two().prop_map(|(it, place)| Step::PlaceMetric(it, place)),
        3 => two().prop_map(|(it, place)| Step::PlacePainPoint(it, place)),
        2 => two().prop_map(|(pain_point, initiative)| Step::TakeUp(pain_point, initiative)),
        1 => one().prop_map(Step::Resolve),
        1 => one().prop_map(Step::InitiativeInError),
        1 => one().prop_map(Step::PainPointInError),
    ]
}

/// Two programs with a mapped journey, initiatives, metrics of concern and pain points.
struct Company {
    world: World,
    programs: [ProgramId; 2],
    places: Vec<Place>,
    initiatives: Vec<InitiativeId>,
    metrics: Vec<MetricId>,
    pain_points: Vec<PainPointId>,
}

impl Company {
    async fn new() -> Self {
        let mut world = World::new().await;
        let home = world.program;
        let create = program::Command::Create(Create {
            code: code("JP"),
            name: text("Customers in Japan"),
            sponsor: world.administrator,
            zone: chrono_tz::Asia::Tokyo,
            calendar: FiscalCalendar::new(4).unwrap(),
            on: Some(day("2019-01-01")),
        });
        let abroad = ProgramId(world.run(Command::Program(None, create)).await.unwrap().id);
        let between = [department(&world, "FRONT").await, department(&world, "BACK").await];
        let (mut places, mut initiatives, mut metrics, mut pain_points) = (vec![], vec![], vec![], vec![]);
        for (program, prefix) in [(home, "VN"), (abroad, "JP")] {
            world.program = program;
            let journey = journey(&world, &format!("{prefix}-WAY")).await;
            let at = stage(&world, journey, "ASK").await;
            places.push(Place { journey, spot: Some(at) });
            for (named, pair) in [("THERE", (between[0], between[1])), ("BACK", (between[1], between[0]))] {
                let spot = hand_off(&world, journey, at, pair, named).await;
                places.push(Place { journey, spot: Some(spot) });
            }
            for number in 1..=2 {
                let written = format!("{prefix}-{number}");
                initiatives.push(world.chartered(&written).await);
                metrics.push(world.metric(&written).await);
                let told = world.run(identify(&world, &written, None)).await.unwrap();
                pain_points.push(PainPointId(told.id));
            }
        }
        let company = Self { world, programs: [home, abroad], places, initiatives, metrics, pain_points };
        company.measure().await;
        company
    }

    /// Four years of each metric, of which the last months give a signal of concern.
    async fn measure(&self) {
        let months = (2016..2020).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let figures: Vec<_> = months
            .map(|(year, month)| {
                let level = if (year, month) < (2019, 3) { 89 } else { 59 };
                reading(&format!("{year}-{month:02}"), level + i64::from(month % 3), 100)
            })
            .collect();
        for (metric, bulk) in self.metrics.iter().zip(70..) {
            let item = |reading: &metric::RecordReading| BulkItem {
                metric: *metric,
                reading: reading.clone(),
                claim: None,
            };
            let actor = Actor::person(self.world.administrator);
            let items = figures.iter().map(item).collect();
            let bulk = CommandId(Uuid::from_u128(bulk));
            let answers = self.world.ledger.record_readings(actor, bulk, items).await;
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        }
    }

    async fn take(&self, step: Step) {
        use pain_point::Command as P;
        let (world, on) = (&self.world, None);
        let command = match step {
            Step::MoveInitiative(it) => self.move_initiative(*it.get(&self.initiatives)),
            Step::MoveMetric(it) => self.move_metric(*it.get(&self.metrics)),
            Step::Turn(it, turn) => {
                let act = self.turn(turn);
                Command::Initiative(Some(*it.get(&self.initiatives)), act)
            }
            Step::PlaceInitiative(it, place) => {
                let act = initiative::Command::Place { place: *place.get(&self.places), on };
                Command::Initiative(Some(*it.get(&self.initiatives)), act)
            }
            Step::PlaceMetric(it, place) => {
                let act = metric::Command::Place { place: *place.get(&self.places), on };
                Command::Metric(Some(*it.get(&self.metrics)), act)
            }
            Step::PlacePainPoint(it, place) => {
                self.on_pain_point(it, P::Place { place: *place.get(&self.places), on })
            }
            Step::TakeUp(it, initiative) => {
                self.on_pain_point(it, P::TakeUp { initiative: *initiative.get(&self.initiatives), on })
            }
            Step::Resolve(it) => self.on_pain_point(it, P::Resolve { how: None, on }),
            Step::PainPointInError(it) => {
                self.on_pain_point(it, P::RecordInError { reason: text("elsewhere") })
            }
            Step::InitiativeInError(it) => {
                let act = initiative::Command::RecordInError { reason: text("elsewhere") };
                Command::Initiative(Some(*it.get(&self.initiatives)), act)
            }
        };
        let _ = world.run(command).await;
    }

    fn on_pain_point(&self, which: Index, act: pain_point::Command) -> Command {
        Command::PainPoint(Some(*which.get(&self.pain_points)), act)
    }

    fn turn(&self, turn: u8) -> initiative::Command {
        use initiative::Command as C;
        let (on, authority) = (None, None);
        match turn {
            0 => C::Pause { reason: text("Budget"), on, authority },
            1 => C::Resume { reason: None, on, authority },
            2 => C::Stop { reason: text("Merged"), lesson: None, on, authority },
            _ => C::AssignOwner { owner: self.world.administrator, on, authority },
        }
    }

    fn other(&self, program: ProgramId) -> ProgramId {
        if program == self.programs[0] { self.programs[1] } else { self.programs[0] }
    }

    fn move_initiative(&self, id: InitiativeId) -> Command {
        let views = self.world.ledger.snapshot();
        let history = &views.initiative(id).unwrap().state.history;
        let chartered = |fact: &InitiativeFact| match fact {
            InitiativeFact::Chartered(chartered) => Some(chartered.clone()),
            _ => None,
        };
        let (entry, chartered) = history.current(&AsOf::head(NaiveDate::MAX), chartered).unwrap();
        let with = initiative::Command::Charter(Charter {
            program: self.other(chartered.program),
            code: chartered.code,
            name: text("Moved"),
            purpose: text("Moved"),
            owner: None,
            committee: None,
            on: Some(entry.from()),
            authority: None,
        });
        let correct = Correct { event: entry.event, reason: text("another program's"), with: Box::new(with) };
        Command::Initiative(Some(id), initiative::Command::Correct(correct))
    }

    fn move_metric(&self, id: MetricId) -> Command {
        let views = self.world.ledger.snapshot();
        let history = &views.metric(id).unwrap().state.history;
        let defined = |fact: &MetricFact| match fact {
            MetricFact::Defined(defined) => Some(defined.clone()),
            _ => None,
        };
        let (entry, mut defined) = history.current(&AsOf::head(NaiveDate::MAX), defined).unwrap();
        defined.program = self.other(defined.program);
        let with = metric::Command::Define(Box::new(Define {
            defined,
            name: text("Moved"),
            wording: text("Moved"),
            accountable: None,
            headline: None,
            on: Some(entry.from()),
        }));
        let correct = Correct { event: entry.event, reason: text("another program's"), with: Box::new(with) };
        Command::Metric(Some(id), metric::Command::Correct(correct))
    }
}

/// The initiatives that a list holds, each of them once.
fn rows(inquiry: &Inquiry<'_>, filter: &InitiativeFilter) -> Result<BTreeSet<InitiativeId>, TestCaseError> {
    let rows = inquiry.initiatives(filter, InitiativeOrder::Code, OrderDirection::Ascending, &|_| true);
    let once: BTreeSet<_> = rows.iter().map(|row| row.id).collect();
    prop_assert_eq!(once.len(), rows.len(), "{:?} lists something twice", filter);
    Ok(once)
}

/// That parts have nothing in common and are the whole together.
fn are_the_whole<T: Ord + Copy + std::fmt::Debug>(
    parts: impl IntoIterator<Item = BTreeSet<T>>,
    whole: &BTreeSet<T>,
) -> Result<(), TestCaseError> {
    let parts: Vec<_> = parts.into_iter().collect();
    let together: BTreeSet<T> = parts.iter().flatten().copied().collect();
    prop_assert_eq!(parts.iter().map(BTreeSet::len).sum::<usize>(), together.len(), "{:?}", parts);
    prop_assert_eq!(&together, whole);
    Ok(())
}

fn initiatives_add_up(company: &Company, inquiry: &Inquiry<'_>) -> Result<(), TestCaseError> {
    for in_error in [false, true] {
        let every = InitiativeFilter { in_error, ..InitiativeFilter::default() };
        let of = |program| rows(inquiry, &InitiativeFilter { program: Some(program), ..every.clone() });
        let programs = company.programs.map(of).into_iter().collect::<Result<Vec<_>, _>>()?;
        are_the_whole(programs, &rows(inquiry, &every)?)?;
    }
    let every = InitiativeFilter::default();
    let whole = rows(inquiry, &every)?;
    let owned: [Option<PersonId>; 2] = [None, Some(company.world.administrator)];
    let of = |owner| rows(inquiry, &InitiativeFilter { owner: Some(owner), ..every.clone() });
    are_the_whole(owned.map(of).into_iter().collect::<Result<Vec<_>, _>>()?, &whole)?;
    let of = |level| rows(inquiry, &InitiativeFilter { level: Some(level), ..every.clone() });
    are_the_whole((0..=4).map(of).collect::<Result<Vec<_>, _>>()?, &whole)
}

fn levels_add_up(inquiry: &Inquiry<'_>, program: ProgramId) -> Result<(), TestCaseError> {
    let maturity = inquiry.program_maturity(program);
    let counted: usize = maturity.distribution.iter().map(|(_, count)| count).sum();
    prop_assert_eq!(counted, maturity.settled.len());
    let ids = |levels: &[cxl_ledger::query::LevelOf]| -> BTreeSet<_> {
        levels.iter().map(|level| level.initiative).collect()
    };
    let whole = rows(inquiry, &InitiativeFilter { program: Some(program), ..InitiativeFilter::default() })?;
    let stopped = |id: &&InitiativeId| {
        inquiry.initiative(**id).is_some_and(|held| held.state.status(&inquiry.as_of).0 == Status::Stopped)
    };
    let over: BTreeSet<_> = whole.iter().filter(stopped).copied().collect();
    are_the_whole([ids(&maturity.settled), ids(&maturity.settling), ids(&maturity.paused), over], &whole)
}

fn heat_adds_up(inquiry: &Inquiry<'_>, program: ProgramId) -> Result<(), TestCaseError> {
    let map = inquiry.heat_map(program);
    let open: BTreeSet<_> = inquiry.open_pain_points(program).into_iter().map(|it| it.id).collect();
    let parts = map.hand_offs.iter().map(|heat| heat.pain_points.iter().copied().collect());
    let elsewhere = map.elsewhere.iter().copied().collect();
    are_the_whole(parts.chain([elsewhere]), &open)?;
    let pairs = map.between().into_values().fold(HeatCount::default(), std::ops::Add::add);
    prop_assert_eq!(pairs, map.total());
    let here = rows(inquiry, &InitiativeFilter { program: Some(program), ..InitiativeFilter::default() })?;
    let metrics: BTreeSet<_> =
        inquiry.metrics_of(program, |_, _| true).into_iter().map(|(_, id)| id).collect();
    for heat in &map.hand_offs {
        prop_assert!(heat.initiatives.iter().all(|id| here.contains(id)), "{:?} of another program", heat);
        prop_assert!(heat.concerns.iter().all(|id| metrics.contains(id)), "{:?} of another program", heat);
    }
    Ok(())
}

fn metrics_add_up(company: &Company, inquiry: &Inquiry<'_>) -> Result<(), TestCaseError> {
    let of = |program| -> BTreeSet<_> {
        inquiry.metrics_of(program, |_, _| true).into_iter().map(|(_, id)| id).collect()
    };
    let known = company.metrics.iter().filter(|id| inquiry.metric(**id).is_some()).copied().collect();
    are_the_whole(company.programs.map(of), &known)
}

fn open_pain_points_add_up(company: &Company, inquiry: &Inquiry<'_>) -> Result<(), TestCaseError> {
    let views = inquiry.views;
    let open: BTreeSet<_> = company
        .pain_points
        .iter()
        .filter(|id| {
            let state = &views.thing::<pain_point::PainPoint>(**id).unwrap().state;
            !state.in_error(&inquiry.as_of) && state.is_open(&inquiry.as_of)
        })
        .copied()
        .collect();
    let of = |program| inquiry.open_pain_points(program).into_iter().map(|it| it.id).collect();
    are_the_whole(company.programs.map(of), &open)
}

fn everything_adds_up(company: &Company, views: &Views, as_of: AsOf) -> Result<(), TestCaseError> {
    let inquiry = Inquiry { views, analyses: &company.world.ledger.analyses, as_of };
    initiatives_add_up(company, &inquiry)?;
    metrics_add_up(company, &inquiry)?;
    open_pain_points_add_up(company, &inquiry)?;
    for program in company.programs {
        levels_add_up(&inquiry, program)?;
        heat_adds_up(&inquiry, program)?;
    }
    Ok(())
}

async fn holds(script: Vec<Step>) -> Result<(), TestCaseError> {
    let company = Company::new().await;
    let mut today = day("2020-01-01");
    for step in script {
        today = today + Days::new(40);
        company.world.clock.set(&format!("{today}T02:00:00Z"));
        company.take(step).await;
    }
    let views = company.world.ledger.snapshot();
    let begun = AsOf::head(day("2020-01-01"));
    for effective in [begun.effective, day("2020-09-01"), today] {
        for position in [views.head().map(|head| head - 3), Some(Position::MAX)] {
            everything_adds_up(&company, &views, AsOf { effective, position, ..begun })?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_parts_of_every_count_add_up_to_the_whole(script in prop::collection::vec(any_step(), 1..20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(holds(script))?;
    }
}
