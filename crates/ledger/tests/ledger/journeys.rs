//! What hangs on a journey, across streams.

use chrono::NaiveDate;
use cxl_domain::command::{Annul, Correct};
use cxl_domain::id::{DepartmentId, EventId, JourneyId, PainPointId, SpotId};
use cxl_domain::insight::{self, Find, Origin, ReadingOrigin};
use cxl_domain::journey::{self, HandOffAdded, Map, Place, StageAdded};
use cxl_domain::metric;
use cxl_domain::organization::{self, DepartmentCreated};
use cxl_domain::pain_point::{self, Heard, Identify, Source};
use cxl_domain::refusal::Refusal;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{ContradictionKind, Inquiry};
use cxl_ledger::{Command, ExecuteError, Executed};
use uuid::Uuid;

use crate::world::{World, code, day, text};

pub(crate) async fn department(world: &World, named: &str) -> DepartmentId {
    let department = DepartmentCreated { code: code(named), name: text(named), parent: None };
    let create = organization::Command::CreateDepartment { department, on: Some(day("2019-01-01")) };
    DepartmentId(world.run(Command::Organization(create)).await.unwrap().events[0].id.0)
}

pub(crate) async fn journey(world: &World, named: &str) -> JourneyId {
    let map =
        Map { program: world.program, code: code(named), name: text(named), on: Some(day("2019-01-01")) };
    JourneyId(world.run(Command::Journey(None, journey::Command::Map(map))).await.unwrap().id)
}

pub(crate) async fn stage(world: &World, journey: JourneyId, named: &str) -> SpotId {
    let stage = StageAdded { code: code(named), name: text(named), order: 1 };
    let add = journey::Command::AddStage { stage, on: Some(day("2019-01-01")) };
    SpotId(world.run(Command::Journey(Some(journey), add)).await.unwrap().events[0].id.0)
}

pub(crate) async fn hand_off(
    world: &World,
    journey: JourneyId,
    at: SpotId,
    (from, to): (DepartmentId, DepartmentId),
    named: &str,
) -> SpotId {
    let hand_off = HandOffAdded { code: code(named), name: None, from, to, at };
    let add = journey::Command::AddHandOff { hand_off, on: Some(day("2019-01-01")) };
    SpotId(world.run(Command::Journey(Some(journey), add)).await.unwrap().events[0].id.0)
}

pub(crate) fn identify(world: &World, named: &str, place: Option<Place>) -> Command {
    let begin = Identify {
        program: world.program,
        code: code(named),
        description: text("Nobody says when the money comes"),
        goal: text("To plan with the money"),
        heard: Heard { source: Source::Complaint, reference: None, times: None },
        place,
        rated: None,
        on: None,
    };
    Command::PainPoint(None, pain_point::Command::Identify(begin))
}

fn refused(answer: Result<Executed, ExecuteError>) -> Refusal {
    match answer {
        Err(ExecuteError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn contradictions(world: &World) -> Vec<(&'static str, ContradictionKind)> {
    let views = world.ledger.snapshot();
    let as_of = AsOf::head(NaiveDate::MAX);
    let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of };
    let found = inquiry.contradictions(Some(world.program));
    found.iter().map(|found| (found.type_name, found.kind)).collect()
}

#[tokio::test]
async fn a_hand_off_goes_between_departments_that_there_are() {
    let world = World::new().await;
    let care = department(&world, "CARE").await;
    let journey = journey(&world, "RETURNS").await;
    let at = stage(&world, journey, "ASK").await;
    let nobody = DepartmentId(Uuid::from_u128(9));
    let hand_off = HandOffAdded { code: code("X"), name: None, from: care, to: nobody, at };
    let add = journey::Command::AddHandOff { hand_off, on: None };
    let refusal = refused(world.run(Command::Journey(Some(journey), add)).await);
    assert!(matches!(refusal, Refusal::Unknown { noun: "department", .. }), "{refusal}");
}

#[tokio::test]
async fn a_pain_point_lies_on_a_spot_of_the_journey_that_it_names() {
    let world = World::new().await;
    let (returns, buying) = (journey(&world, "RETURNS").await, journey(&world, "BUYING").await);
    let at = stage(&world, returns, "ASK").await;
    let wrong = Place { journey: buying, spot: Some(at) };
    let refusal = refused(world.run(identify(&world, "NO-NEWS", Some(wrong))).await);
    assert!(matches!(refusal, Refusal::Unknown { noun: "spot on the map", .. }), "{refusal}");
    let right = Place { journey: returns, spot: Some(at) };
    world.run(identify(&world, "NO-NEWS", Some(right))).await.unwrap();
}

#[tokio::test]
async fn what_lies_on_an_annulled_spot_is_orphaned_and_told_at_once() {
    let world = World::new().await;
    let between = (department(&world, "CARE").await, department(&world, "BANK").await);
    let returns = journey(&world, "RETURNS").await;
    let at = stage(&world, returns, "ASK").await;
    let there = hand_off(&world, returns, at, between, "CARE-BANK").await;
    let place = Place { journey: returns, spot: Some(there) };
    world.run(identify(&world, "NO-NEWS", Some(place))).await.unwrap();
    assert_eq!(contradictions(&world), []);
    // The hand-off falls with the stage at which it is.
    let annul = journey::Command::Annul(Annul { event: EventId(at.0), reason: text("no such stage") });
    let executed = world.run(Command::Journey(Some(returns), annul)).await.unwrap();
    let placed = [("pain-point.placed.v1", ContradictionKind::Orphaned)];
    assert_eq!(contradictions(&world), placed);
    assert_eq!(executed.contradictions.len(), 1);
    assert_eq!(executed.contradictions[0].because, Some(executed.events[1].id));
}

#[tokio::test]
async fn an_insight_is_drawn_from_pain_points_and_readings_that_there_are() {
    let world = World::new().await;
    let metric = world.metric("REFUNDED").await;
    let find = |origins| {
        Command::Insight(
            None,
            insight::Command::Find(Find {
                program: world.program,
                code: code("TWICE"),
                description: text("Who hears nothing calls twice"),
                origins,
                departments: Vec::new(),
                on: None,
            }),
        )
    };
    let nothing = Origin::PainPoint(PainPointId(Uuid::from_u128(9)));
    let refusal = refused(world.run(find(vec![nothing])).await);
    assert!(matches!(refusal, Refusal::Unknown { noun: "pain point", .. }), "{refusal}");
    let unread = Origin::Reading(ReadingOrigin { metric, reading: EventId(Uuid::from_u128(9)) });
    let refusal = refused(world.run(find(vec![unread])).await);
    assert!(matches!(refusal, Refusal::UnknownFact { noun: "metric", .. }), "{refusal}");
    let pain_point = PainPointId(world.run(identify(&world, "NO-NEWS", None)).await.unwrap().id);
    world.run(find(vec![Origin::PainPoint(pain_point)])).await.unwrap();
    let in_error = pain_point::Command::RecordInError { reason: text("heard of somebody else") };
    world.run(Command::PainPoint(Some(pain_point), in_error)).await.unwrap();
    assert_eq!(contradictions(&world), [("insight.drawn-from.v1", ContradictionKind::Orphaned)]);
}

#[tokio::test]
async fn what_was_drawn_from_a_reading_that_was_annulled_is_orphaned() {
    let world = World::new().await;
    let metric = world.metric("REFUNDED").await;
    let record = |paid| metric::Command::RecordReading(crate::world::reading("2019-11", paid, 100));
    let on_metric = |act| world.run(Command::Metric(Some(metric), act));
    let recorded = on_metric(record(80)).await.unwrap().events[0].id;
    let begin = Find {
        program: world.program,
        code: code("TWICE"),
        description: text("Who hears nothing calls twice"),
        origins: vec![Origin::Reading(ReadingOrigin { metric, reading: recorded })],
        departments: Vec::new(),
        on: None,
    };
    world.run(Command::Insight(None, insight::Command::Find(begin))).await.unwrap();
    let correct = Correct { event: recorded, reason: text("a slip"), with: Box::new(record(81)) };
    let corrected = on_metric(metric::Command::Correct(correct)).await.unwrap();
    assert_eq!(contradictions(&world), [], "what it was drawn from is stated better");
    let annul = Annul { event: corrected.events[0].id, reason: text("of another shop") };
    let annulled = on_metric(metric::Command::Annul(annul)).await.unwrap();
    assert_eq!(contradictions(&world), [("insight.drawn-from.v1", ContradictionKind::Orphaned)]);
    assert_eq!(annulled.contradictions.len(), 1);
}
