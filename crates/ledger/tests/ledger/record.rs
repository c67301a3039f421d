//! Practices that the record itself shows or speaks against, with nobody providing evidence.

use chrono::NaiveDate;
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::command::Annul;
use cxl_domain::committee::{DecisionRule, SeatRole};
use cxl_domain::decision::{Elector, Electorate, Forum, Ground, Kind, OptionStated, Ranked, ReadingGround};
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::exception::{ExceptionKind, Subject};
use cxl_domain::id::{DepartmentId, EvidenceId, ImprovementId, InitiativeId, InsightId, PainPointId, SpotId};
use cxl_domain::initiative::{self, MetricRole};
use cxl_domain::insight::{self, Audience, Find};
use cxl_domain::journey::{self, Place, TouchpointAdded};
use cxl_domain::maturity::PracticeId;
use cxl_domain::maturity::derived::{Counted, Derived, Finding};
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Define, Defined, RecordReading};
use cxl_domain::organization::{self, DepartmentCreated, Side};
use cxl_domain::person;
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::command::PersonCommand;
use cxl_ledger::query::{ExceptionScope, Inquiry};
use cxl_ledger::{Command, ExecuteError};
use cxl_store::meta::Claim;

use crate::committees::Steered;
use crate::decisions::Steering;
use crate::journeys::{department, identify, journey, stage};
use crate::world::{World, code, day, text};
use PracticeId::{D3, E1, E2, R1, R2, R3, R4};

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).unwrap()
}

/// What the record says of a practice of an initiative, by period.
fn record(world: &World, initiative: InitiativeId, practice: PracticeId, as_of: AsOf) -> Vec<Derived> {
    let views = world.ledger.snapshot();
    let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of };
    let parts = inquiry.derived(&views.initiative(initiative).unwrap().state);
    let all = parts.iter().flat_map(|part| part.iter().cloned());
    all.filter(|it| it.practice == practice).collect()
}

fn now() -> AsOf {
    AsOf::head(day("2030-01-01"))
}

fn strictly() -> AsOf {
    AsOf { strict: true, ..now() }
}

async fn pain_point(
    world: &World,
    named: &str,
    on: &str,
    taken_up: Option<(InitiativeId, &str)>,
) -> PainPointId {
    let Command::PainPoint(None, cxl_domain::pain_point::Command::Identify(begin)) =
        identify(world, named, None)
    else {
        panic!("a pain point begins otherwise")
    };
    let begin = cxl_domain::pain_point::Identify { on: Some(day(on)), ..begin };
    let begin = cxl_domain::pain_point::Command::Identify(begin);
    let id = PainPointId(world.run(Command::PainPoint(None, begin)).await.unwrap().id);
    if let Some((initiative, on)) = taken_up {
        let take_up = cxl_domain::pain_point::Command::TakeUp { initiative, on: Some(day(on)) };
        world.run(Command::PainPoint(Some(id), take_up)).await.unwrap();
    }
    id
}

/// A metric of averages with months of readings, each recorded on the tenth of the next month.
async fn measured(world: &World, named: &str, months: &[(i32, u32, i64)]) -> cxl_domain::id::MetricId {
    let define = Define {
        defined: Defined {
            program: world.program,
            code: code(named),
            kind: MetricKind::Proportion,
            direction: Direction::Increase,
            unit: None,
            rhythm: Rhythm::Month,
            due_within_days: Some(15),
        },
        name: text("Refunded within a day"),
        wording: text("Refunds paid within 24 hours over all refunds"),
        accountable: None,
        headline: Some(SeriesKey::of(1)),
        on: Some(day("2015-01-01")),
    };
    let define = metric::Command::Define(Box::new(define));
    let id = cxl_domain::id::MetricId(world.run(Command::Metric(None, define)).await.unwrap().id);
    for (year, month, value) in months {
        let first = NaiveDate::from_ymd_opt(*year, *month, 1).unwrap();
        let of = FiscalCalendar::default().period_holding(Rhythm::Month, first);
        let on = of.to() + chrono::Days::new(10);
        world.clock.set(&format!("{on}T02:00:00Z"));
        let figures = Figures::Ratio { numerator: (*value).into(), denominator: 100.into() };
        let reading = RecordReading {
            series: SeriesKey::of(1),
            period: of,
            irregular: false,
            reading: Reading::of(figures),
            restatement: None,
        };
        world.run(Command::Metric(Some(id), metric::Command::RecordReading(reading))).await.unwrap();
    }
    id
}

fn months(from: (i32, u32), values: impl IntoIterator<Item = i64>) -> Vec<(i32, u32, i64)> {
    let numbered = (0_u32..).zip(values);
    numbered
        .map(|(index, value)| {
            let month = from.1 - 1 + index;
            (from.0 + i32::try_from(month / 12).unwrap(), month % 12 + 1, value)
        })
        .collect()
}

#[tokio::test]
async fn r1_a_pain_point_counts_from_the_day_on_which_the_initiative_took_it_up() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    world.clock.set("2020-08-01T02:00:00Z");
    pain_point(&world, "NO-NEWS", "2020-02-03", Some((refunds, "2020-05-10"))).await;
    pain_point(&world, "NO-FORM", "2020-07-20", Some((refunds, "2020-07-20"))).await;
    pain_point(&world, "ELSEWHERE", "2020-02-03", None).await;
    let found = record(&world, refunds, R1, now());
    let told: Vec<_> = found.iter().map(|it| (it.covers, it.counted.len(), it.finding)).collect();
    assert_eq!(
        told,
        [
            (period("2020-05-10", "2020-05-10"), 1, Finding::Shown),
            (period("2020-07-20", "2020-07-20"), 1, Finding::Shown),
        ]
    );
    // Two quarters of a year make the practice routine, with nobody providing evidence.
    let views = world.ledger.snapshot();
    let as_of = AsOf::head(day("2020-08-01"));
    let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of };
    let assessment = inquiry.assessment(inquiry.initiative(refunds).unwrap());
    assert_eq!((assessment.practices[0].practice, assessment.practices[0].periods), (R1, 2));
}

#[tokio::test]
async fn r2_a_ranking_counts_for_what_it_ranks_when_two_departments_voted_on_it() {
    let steering = Steering::new().await;
    let world = &steering.world;
    let (refunds, other) = (world.chartered("REFUNDS").await, world.chartered("OTHER").await);
    let (care, bank) = (department(world, "CARE").await, department(world, "BANK").await);
    let no_news = pain_point(world, "NO-NEWS", "2020-01-01", Some((refunds, "2020-01-01"))).await;
    for (written, second) in [("D-1", care), ("D-2", bank)] {
        let mut open = steering.opening(written);
        open.kind = Kind::Ranking;
        let ranking = vec![Ranked::PainPoint(no_news)];
        open.options = vec![OptionStated { key: code("FIRST"), text: text("News first"), ranking }];
        let elector = |person, department, role| Elector { person, department, role, own_matter: false };
        open.forum = Forum::Department(care);
        open.electorate = Some(Electorate {
            electors: vec![
                elector(steering.lead, Some(care), SeatRole::Chair),
                elector(steering.minh, Some(second), SeatRole::Member),
            ],
            rule: DecisionRule::Consensus,
            owners_vote: false,
            quorum: 2,
        });
        let decision = steering.open(open).await;
        for voter in [steering.lead, steering.minh] {
            steering.vote(voter, decision, "FIRST").await.unwrap();
        }
        steering.close(decision).await.unwrap();
        steering.decide(decision, "FIRST").await.unwrap();
        let findings: Vec<_> = record(world, refunds, R2, now()).into_iter().map(|it| it.finding).collect();
        let shown = written == "D-2";
        let against = Finding::SpeaksAgainst(day("2021-01-01"));
        assert_eq!(findings, [if shown { Finding::Shown } else { against }], "{written}");
    }
    assert!(record(world, other, R2, now()).is_empty());
}

/// Evidence that reports came, provided for a quarter.
async fn declared(world: &World, initiative: InitiativeId, covers: Period) -> EvidenceId {
    let provider = world.person("PROVIDER", Role::Contributor).await;
    let provided = Provided {
        program: world.program,
        practice: R3,
        scope: Scope::Initiative(initiative),
        covers,
        summary: text("The committee heard of it"),
    };
    let provide = Command::Evidence(None, evidence::Command::Provide(provided));
    EvidenceId(world.run_as(provider, provide).await.unwrap().id)
}

#[tokio::test]
async fn r3_is_shown_by_reports_in_time_and_a_late_one_contradicts_what_was_declared() {
    let steered = Steered::new().await;
    let world = &steered.world;
    world.clock.set("2020-04-10T02:00:00Z");
    steered.reported("2020-01-01", "2020-03-31").await;
    // Due on 14 July, it comes on the 15th.
    world.clock.set("2020-07-15T02:00:00Z");
    steered.reported("2020-04-01", "2020-06-30").await;
    let evidence = declared(world, steered.refunds, period("2020-04-01", "2020-06-30")).await;
    let found = record(world, steered.refunds, R3, now());
    let told: Vec<_> = found.iter().map(|it| (it.period.from(), it.finding)).collect();
    assert_eq!(
        told,
        [(day("2020-01-01"), Finding::Shown), (day("2020-04-01"), Finding::SpeaksAgainst(day("2020-07-15"))),]
    );
    let contradicted = |on: &str| {
        let views = world.ledger.snapshot();
        let as_of = AsOf::head(day(on));
        let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of };
        inquiry.contradiction_of(evidence).is_some()
    };
    assert!(!contradicted("2020-07-14"));
    assert!(contradicted("2020-07-15"));
    let shown = |on: &str| {
        let views = world.ledger.snapshot();
        let as_of = AsOf::head(day(on));
        let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of };
        let all = inquiry.exceptions(&ExceptionScope { program: world.program, committee: None });
        let of_it = all.iter().map(|noticed| &noticed.exception);
        let of_it = of_it.filter(|exception| exception.key.kind == ExceptionKind::EvidenceContradicted);
        let told: Vec<_> =
            of_it.map(|it| (it.key.about, it.key.since, it.person, it.values["pieces"].clone())).collect();
        let own = inquiry.exceptions_of(&views.initiative(steered.refunds).unwrap().state);
        let own = own.iter().filter(|own| own.exception.key.kind == ExceptionKind::EvidenceContradicted);
        assert_eq!(own.count(), told.len(), "the initiative shows what its program does");
        told
    };
    assert_eq!(shown("2020-07-20"), [], "nobody has accepted it");
    let judge = world.person("JUDGE", Role::ProgramLead).await;
    world.clock.set("2020-07-20T02:00:00Z");
    let accept = Command::Evidence(Some(evidence), evidence::Command::Accept { remark: None });
    world.run_as(judge, accept).await.unwrap();
    let about = Subject::Practice(steered.refunds, R3);
    let told = |since: &str, pieces: &str| [(about, day(since), Some(judge), pieces.to_owned())];
    assert_eq!(shown("2020-08-01"), told("2020-07-20", "1"));
    assert_eq!(shown("2021-07-01"), [], "it lapsed a year after its last day");
    // Another piece about the same practice is told with it.
    world.clock.set("2020-07-25T02:00:00Z");
    let (practice, summary) = (R3, text("The committee heard of June"));
    let (scope, covers) = (Scope::Initiative(steered.refunds), period("2020-06-01", "2020-06-30"));
    let provided = Provided { program: world.program, practice, scope, covers, summary };
    let provide = Command::Evidence(None, evidence::Command::Provide(provided));
    let second = EvidenceId(world.run(provide).await.unwrap().id);
    let accept = Command::Evidence(Some(second), evidence::Command::Accept { remark: None });
    world.run_as(judge, accept).await.unwrap();
    assert_eq!(shown("2020-08-01"), told("2020-07-20", "2"));
    let withdraw = evidence::Command::Withdraw { reason: text("it came late") };
    world.run(Command::Evidence(Some(evidence), withdraw)).await.unwrap();
    assert!(!contradicted("2020-07-15"), "what was withdrawn claims nothing");
    assert_eq!(shown("2020-08-01"), told("2020-07-25", "1"));
}

#[tokio::test]
async fn r4_is_shown_by_an_outcome_and_imported_readings_show_it_in_lenient_mode_only() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let before = (0..12).map(|index| 50 + index % 3);
    let metric = measured(&world, "IN-TIME", &months((2020, 1), before.chain([80; 8]))).await;
    let on_refunds = |act| Command::Initiative(Some(refunds), act);
    let link =
        initiative::Command::LinkMetric { metric, role: MetricRole::Primary, on: Some(day("2020-01-02")) };
    world.run(on_refunds(link)).await.unwrap();
    let start = initiative::Command::StartImprovement {
        title: text("Pay without a second signature"),
        metric: None,
        due: None,
        on: Some(day("2021-01-01")),
    };
    let started = world.run(on_refunds(start)).await.unwrap();
    let improvement = ImprovementId(started.events[0].id.0);
    let deliver = initiative::Command::DeliverImprovement { improvement, on: Some(day("2021-01-01")) };
    world.run(on_refunds(deliver)).await.unwrap();
    let found = record(&world, refunds, R4, now());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].finding, found[0].backfilled()), (Finding::Shown, false));
    // The seventh reading after delivery is that of July.
    assert_eq!(found[0].covers, period("2021-07-31", "2021-07-31"));
    assert_eq!(found[0].counted[0].what, Counted::Improvement(improvement));
    assert_eq!(record(&world, refunds, R4, strictly())[0].finding, Finding::Shown);
}

#[tokio::test]
async fn what_was_imported_shows_a_practice_in_lenient_mode_only_and_is_marked() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    world.clock.set("2022-01-01T02:00:00Z");
    let Command::PainPoint(None, begin) = identify(&world, "OLD", None) else {
        panic!("it begins otherwise")
    };
    let cxl_domain::pain_point::Command::Identify(begin) = begin else { panic!("it begins otherwise") };
    let begin = cxl_domain::pain_point::Identify { on: Some(day("2020-02-03")), ..begin };
    let begin = Command::PainPoint(None, cxl_domain::pain_point::Command::Identify(begin));
    let claim = Claim { published: day("2020-02-04"), source: None, document: None, batch: None };
    let imported = cxl_ledger::Request { claim: Some(claim), ..world.request(begin) };
    let id = PainPointId(world.ledger.execute(imported).await.unwrap().id);
    let take_up =
        cxl_domain::pain_point::Command::TakeUp { initiative: refunds, on: Some(day("2020-02-05")) };
    world.run(Command::PainPoint(Some(id), take_up)).await.unwrap();
    let [lenient] = record(&world, refunds, R1, now()).try_into().unwrap();
    assert_eq!((lenient.finding, lenient.backfilled()), (Finding::Shown, true));
    let [strict] = record(&world, refunds, R1, strictly()).try_into().unwrap();
    assert_eq!((strict.finding, strict.item()), (Finding::SpeaksAgainst(day("2020-04-01")), None));
}

/// A department on a side, with somebody in it.
async fn on_side(world: &World, named: &str, side: Side) -> (DepartmentId, cxl_domain::id::PersonId) {
    let id = department(world, named).await;
    let state =
        organization::Command::StateDepartmentSide { department: id, side, on: Some(day("2019-01-01")) };
    world.run(Command::Organization(state)).await.unwrap();
    let somebody = world.person(&format!("OF-{named}"), Role::Reader).await;
    let place = person::Command::Place { department: Some(id), on: None };
    let place = PersonCommand { claims: None, act: place };
    world.run(Command::Person(Some(somebody), place)).await.unwrap();
    (id, somebody)
}

/// An insight that was shared with departments on 1 February 2020.
async fn shared_with(world: &World, departments: Vec<DepartmentId>) -> InsightId {
    let find = insight::Command::Find(Find {
        program: world.program,
        code: code("TWICE"),
        description: text("Who hears nothing calls twice"),
        origins: Vec::new(),
        departments: Vec::new(),
        on: None,
    });
    let id = InsightId(world.run(Command::Insight(None, find)).await.unwrap().id);
    world.clock.set("2020-02-01T02:00:00Z");
    let shared = Audience { departments, people: Vec::new() };
    let share = insight::Command::Share { shared, on: None };
    world.run(Command::Insight(Some(id), share)).await.unwrap();
    id
}

#[tokio::test]
async fn e1_an_insight_counts_on_the_day_on_which_front_line_and_back_office_have_acknowledged_it() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let (care, of_care) = on_side(&world, "CARE", Side::FrontLine).await;
    let (bank, of_bank) = on_side(&world, "BANK", Side::BackOffice).await;
    let id = shared_with(&world, vec![care, bank]).await;
    for (day_of, who, department) in [("2020-02-10", of_care, care), ("2020-04-05", of_bank, bank)] {
        let only_one = record(&world, refunds, E1, now());
        assert_eq!(only_one[0].finding, Finding::SpeaksAgainst(day("2020-04-01")));
        world.clock.set(&format!("{day_of}T02:00:00Z"));
        let acknowledge = insight::Command::Acknowledge { department: Some(department), on: None };
        world.run_as(who, Command::Insight(Some(id), acknowledge)).await.unwrap();
    }
    let [both] = record(&world, refunds, E1, now()).try_into().unwrap();
    assert_eq!((both.finding, both.covers), (Finding::Shown, period("2020-04-05", "2020-04-05")));
}

#[tokio::test]
async fn e1_front_line_and_back_office_are_two_people_who_speak_for_departments_of_their_own() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let (care, of_care) = on_side(&world, "CARE", Side::FrontLine).await;
    let (bank, of_bank) = on_side(&world, "BANK", Side::BackOffice).await;
    let id = shared_with(&world, vec![care, bank]).await;
    let acknowledge = |department| {
        let department = Some(department);
        Command::Insight(Some(id), insight::Command::Acknowledge { department, on: None })
    };
    let refused = world.run_as(of_care, acknowledge(bank)).await.unwrap_err();
    let theirs = Refusal::NotTheirDepartment { day: day("2020-02-01") };
    assert!(matches!(&refused, ExecuteError::Refused(refusal) if *refusal == theirs), "{refused}");
    // Whoever is in a department below it speaks for it, too.
    let team = DepartmentCreated { code: code("TEAM"), name: text("Team"), parent: Some(care) };
    let create = organization::Command::CreateDepartment { department: team, on: None };
    let team = world.run(Command::Organization(create)).await.unwrap().events[0].id.0;
    let team = DepartmentId(team);
    let place = async |department| {
        let place = person::Command::Place { department: Some(department), on: None };
        world.run(Command::Person(Some(of_care), place.into())).await.unwrap();
    };
    place(team).await;
    world.run_as(of_care, acknowledge(care)).await.unwrap();
    world.clock.set("2020-02-20T02:00:00Z");
    place(bank).await;
    world.run_as(of_care, acknowledge(bank)).await.unwrap();
    let only_one = record(&world, refunds, E1, now());
    assert_eq!(only_one[0].finding, Finding::SpeaksAgainst(day("2020-04-01")));
    world.clock.set("2020-03-05T02:00:00Z");
    world.run_as(of_bank, acknowledge(bank)).await.unwrap();
    let [both] = record(&world, refunds, E1, now()).try_into().unwrap();
    assert_eq!((both.finding, both.covers), (Finding::Shown, period("2020-03-05", "2020-03-05")));
}

#[tokio::test]
async fn e2_is_shown_for_a_quarter_in_which_what_measures_at_the_touchpoints_arrived_on_its_rhythm() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let journey = journey(&world, "RETURNS").await;
    let at = stage(&world, journey, "ASK").await;
    let touchpoint = TouchpointAdded {
        code: code("CALL"),
        name: text("The call"),
        stage: at,
        channel: None,
        department: None,
    };
    let add = journey::Command::AddTouchpoint { touchpoint, on: Some(day("2019-01-01")) };
    let spot = SpotId(world.run(Command::Journey(Some(journey), add)).await.unwrap().events[0].id.0);
    // Nothing arrives for May.
    let read = months((2019, 12), [80; 5]).into_iter().chain(months((2020, 6), [80; 1]));
    let metric = measured(&world, "IN-TIME", &read.collect::<Vec<_>>()).await;
    let place = Place { journey, spot: Some(spot) };
    let place = metric::Command::Place { place, on: Some(day("2019-01-01")) };
    world.run(Command::Metric(Some(metric), place)).await.unwrap();
    let found = record(&world, refunds, E2, now());
    let first = found.iter().find(|it| it.period.from() == day("2020-01-01")).unwrap();
    assert_eq!((first.finding, first.counted.len()), (Finding::Shown, 1));
    assert_eq!(first.counted[0].what, Counted::Touchpoint(journey, spot));
    let second = found.iter().find(|it| it.period.from() == day("2020-04-01")).unwrap();
    assert_eq!(second.finding, Finding::SpeaksAgainst(day("2020-07-01")));
    // A reading that was recorded by mistake lets nobody wait for those of later quarters.
    world.clock.set("2020-12-10T02:00:00Z");
    let mistaken = metric::Command::RecordReading(crate::world::reading("2020-11", 80, 100));
    let mistaken = world.run(Command::Metric(Some(metric), mistaken)).await.unwrap().events[0].id;
    assert!(found.len() < record(&world, refunds, E2, now()).len());
    let annul = metric::Command::Annul(Annul { event: mistaken, reason: text("of another metric") });
    world.run(Command::Metric(Some(metric), annul)).await.unwrap();
    assert_eq!(record(&world, refunds, E2, now()), found);
}

#[tokio::test]
async fn d3_counts_decisions_that_had_customers_among_their_grounds_when_they_were_decided() {
    let steering = Steering::new().await;
    let world = &steering.world;
    let refunds = world.chartered("REFUNDS").await;
    let no_news = pain_point(world, "NO-NEWS", "2020-01-01", None).await;
    let grounds = [vec![], vec![], vec![Ground::PainPoint(no_news)]];
    for (number, grounds) in (1_u32..).zip(grounds) {
        world.clock.set(&format!("2020-01-{:02}T02:00:00Z", 2 * number));
        let written = &format!("D-{number}");
        let mut open = steering.opening(written);
        open.grounds = grounds;
        assert!(matches!(open.forum, Forum::Committee(_)));
        let decision = steering.open(open).await;
        for voter in [steering.lead, steering.minh] {
            steering.vote(voter, decision, "YES").await.unwrap();
        }
        let reason = Some(text("Hoa is away"));
        let close = cxl_domain::decision::Command::CloseVoting { reason, tally: None };
        steering.act(steering.lead, decision, close).await.unwrap();
        steering.decide(decision, "YES").await.unwrap();
        // No ground is found after the outcome.
        world.clock.set(&format!("2020-01-{:02}T02:00:00Z", 2 * number + 1));
        let late = cxl_domain::decision::Command::GiveGround(Ground::PainPoint(no_news));
        let refused = steering.act(steering.lead, decision, late).await.unwrap_err();
        assert!(matches!(refused, ExecuteError::Refused(Refusal::DecidedAlready)), "{refused}");
    }
    let [one_in_three] = record(world, refunds, D3, now()).try_into().unwrap();
    let met = one_in_three.met().count();
    assert_eq!((met, one_in_three.needed, one_in_three.counted.len()), (1, 2, 3));
    assert_eq!(one_in_three.finding, Finding::SpeaksAgainst(day("2021-01-01")));
}

#[tokio::test]
async fn d3_counts_a_reading_of_customers_as_long_as_it_stands() {
    let steering = Steering::new().await;
    let world = &steering.world;
    let refunds = world.chartered("REFUNDS").await;
    let measured = world.metric("IN-TIME").await;
    let on_metric = |act| world.run(Command::Metric(Some(measured), act));
    let reading = metric::Command::RecordReading(crate::world::reading("2019-11", 80, 100));
    let reading = on_metric(reading).await.unwrap().events[0].id;
    let mut open = steering.opening("D-1");
    open.grounds = vec![Ground::Reading(ReadingGround { metric: measured, reading })];
    let decision = steering.open(open).await;
    steering.carried(decision, "YES").await;
    let grounded = || record(world, refunds, D3, now())[0].met().count();
    assert_eq!(grounded(), 0, "it is no metric of customers");
    let place = Place { journey: journey(world, "RETURNS").await, spot: None };
    on_metric(metric::Command::Place { place, on: Some(day("2019-01-01")) }).await.unwrap();
    assert_eq!(grounded(), 1);
    let annul = metric::Command::Annul(Annul { event: reading, reason: text("of another shop") });
    on_metric(annul).await.unwrap();
    assert_eq!(grounded(), 0);
}
