//! The same question at different points in time.

use cxl_domain::id::PersonId;
use cxl_domain::initiative;
use cxl_domain::program;
use cxl_domain::role::Role;
use cxl_ledger::query::Inquiry;
use cxl_ledger::{Command, KnownAt, Ledger, Question, QuestionError, Request};
use cxl_store::meta::Claim;

use crate::world::{World, day, instant};

/// Who owns the initiative, as known and effective.
fn owner(
    ledger: &Ledger,
    initiative: cxl_domain::id::InitiativeId,
    question: Question,
) -> Result<Option<PersonId>, QuestionError> {
    let views = ledger.snapshot();
    let point = question.resolve(&views, chrono_tz::Asia::Ho_Chi_Minh, ledger.now())?;
    let inquiry = Inquiry { views: &views, analyses: &ledger.analyses, as_of: point.as_of };
    Ok(inquiry.initiative(initiative).and_then(|held| held.state.owner(&point.as_of)).map(|(_, owner)| owner))
}

fn known(at: KnownAt) -> Question {
    Question { known: Some(at), ..Question::default() }
}

#[tokio::test]
async fn a_backfilled_owner_is_known_from_the_published_day_and_recorded_later() {
    let world = World::new().await;
    let first = world.person("FIRST", Role::Contributor).await;
    let second = world.person("SECOND", Role::Contributor).await;
    let charter = Request {
        claim: Some(Claim { published: day("2019-02-01"), source: None, document: None, batch: None }),
        ..world.request(match world.charter("REFUNDS") {
            Command::Initiative(id, initiative::Command::Charter(charter)) => Command::Initiative(
                id,
                initiative::Command::Charter(initiative::Charter {
                    owner: Some(first),
                    on: Some(day("2019-01-01")),
                    ..charter
                }),
            ),
            other => other,
        })
    };
    let chartered = world.ledger.execute(charter).await.unwrap();
    let initiative = cxl_domain::id::InitiativeId(chartered.id);
    world.clock.set("2020-06-01T02:00:00Z");
    let assign =
        initiative::Command::AssignOwner { owner: second, on: Some(day("2020-03-01")), authority: None };
    world.run(Command::Initiative(Some(initiative), assign)).await.unwrap();

    let ask = |question| owner(&world.ledger, initiative, question).unwrap();
    assert_eq!(ask(Question::default()), Some(second));
    assert_eq!(ask(Question { effective_on: Some(day("2020-02-29")), ..Question::default() }), Some(first));
    assert_eq!(ask(known(KnownAt::Date(day("2020-05-31")))), Some(first));
    // Before the ledger heard of it, the world knew it: lenient shows it, strict does not.
    let known_2019 =
        Question { effective_on: Some(day("2019-06-01")), ..known(KnownAt::Date(day("2019-06-01"))) };
    assert_eq!(ask(known_2019), Some(first));
    assert_eq!(ask(Question { strict: true, ..known_2019 }), None);
    assert_eq!(ask(Question { known: Some(KnownAt::Date(day("2019-01-31"))), ..known_2019 }), None);
}

#[tokio::test]
async fn an_answer_at_a_position_never_changes() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let position = world.ledger.snapshot().head().unwrap();
    let first = world.person("FIRST", Role::Contributor).await;
    let assign = initiative::Command::AssignOwner { owner: first, on: None, authority: None };
    world.run(Command::Initiative(Some(initiative), assign)).await.unwrap();
    assert_eq!(owner(&world.ledger, initiative, known(KnownAt::Position(position))), Ok(None));
    let head = world.ledger.snapshot().head().unwrap();
    assert_eq!(owner(&world.ledger, initiative, known(KnownAt::Position(head))), Ok(Some(first)));
    let beyond = owner(&world.ledger, initiative, known(KnownAt::Position(head + 1)));
    assert_eq!(beyond, Err(QuestionError::UnknownPosition { position: head + 1, last: Some(head) }));
}

#[tokio::test]
async fn only_a_strict_answer_in_the_past_is_settled() {
    let world = World::new().await;
    world.clock.set("2020-06-01T02:00:00Z");
    world.chartered("REFUNDS").await;
    let views = world.ledger.snapshot();
    let settled = |question: Question| {
        question.resolve(&views, chrono_tz::Asia::Ho_Chi_Minh, world.ledger.now()).unwrap().settled
    };
    let past = known(KnownAt::Date(day("2020-02-01")));
    assert!(!settled(past));
    assert!(settled(Question { strict: true, ..past }));
    assert!(!settled(Question { strict: true, ..known(KnownAt::Instant(instant("2020-06-01T02:00:00Z"))) }));
    assert!(settled(known(KnownAt::Position(3))));
    assert!(!settled(Question::default()));
}

#[tokio::test]
async fn the_future_is_not_known() {
    let world = World::new().await;
    let views = world.ledger.snapshot();
    for at in [KnownAt::Date(day("2020-01-02")), KnownAt::Instant(instant("2020-01-01T02:00:01Z"))] {
        let error = known(at).resolve(&views, chrono_tz::Asia::Ho_Chi_Minh, world.ledger.now()).unwrap_err();
        assert!(matches!(error, QuestionError::InFuture { .. }), "{error}");
    }
    let today = known(KnownAt::Date(day("2020-01-01")));
    let point = today.resolve(&views, chrono_tz::Asia::Ho_Chi_Minh, world.ledger.now()).unwrap();
    assert!(!point.settled);
}

#[tokio::test]
async fn an_annulled_fact_is_seen_before_the_annulment_and_not_after() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let first = world.person("FIRST", Role::Contributor).await;
    let assign = initiative::Command::AssignOwner { owner: first, on: None, authority: None };
    let assigned = world.run(Command::Initiative(Some(initiative), assign)).await.unwrap();
    let before = assigned.position.unwrap();
    let annul =
        cxl_domain::command::Annul { event: assigned.events[0].id, reason: crate::world::text("a slip") };
    world.run(Command::Initiative(Some(initiative), initiative::Command::Annul(annul))).await.unwrap();
    assert_eq!(owner(&world.ledger, initiative, known(KnownAt::Position(before))), Ok(Some(first)));
    assert_eq!(owner(&world.ledger, initiative, Question::default()), Ok(None));
}

#[tokio::test]
async fn the_days_that_answers_depend_on_include_those_of_zones_that_were_left() {
    let world = World::new().await;
    let days = |at: &str| world.ledger.snapshot().days_at(instant(at));
    let noon = "2020-06-01T12:00:00Z";
    assert_eq!(days(noon), [("Asia/Ho_Chi_Minh", day("2020-06-01")), ("UTC", day("2020-06-01"))].into());
    for zone in [chrono_tz::Pacific::Kiritimati, chrono_tz::Pacific::Honolulu] {
        let command = program::Command::SetZone { zone, on: Some(day("2019-01-02")) };
        world.run(Command::Program(Some(world.program), command)).await.unwrap();
    }
    // A question as of the position in between is still answered by the day of Kiritimati, where it is tomorrow already.
    let expected = [
        ("Asia/Ho_Chi_Minh", day("2020-06-01")),
        ("Pacific/Honolulu", day("2020-06-01")),
        ("Pacific/Kiritimati", day("2020-06-02")),
        ("UTC", day("2020-06-01")),
    ];
    assert_eq!(days(noon), expected.into());
}
