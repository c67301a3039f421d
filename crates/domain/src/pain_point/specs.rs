//! What may and may not be recorded about a pain point.

use uuid::Uuid;

use super::*;
use crate::event::Event;
use crate::id::{EventId, JourneyId};
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::spec::{self, Given, PROGRAM, Past, code, day, event, on, past, spot, text};

fn given(history: impl IntoIterator<Item = Past<PainPointFact>>) -> Given<PainPoint> {
    spec::given(history)
}

fn complaint() -> Heard {
    Heard { source: Source::Complaint, reference: Some(code("CASES-1")), times: Some(12) }
}

fn place() -> Place {
    Place { journey: JourneyId(Uuid::from_u128(0xc3)), spot: Some(spot(2)) }
}

fn identify(from: Option<&str>) -> Identify {
    Identify {
        program: PROGRAM,
        code: code("ONE"),
        description: text("As typed"),
        goal: text("As typed"),
        heard: complaint(),
        place: None,
        rated: None,
        on: from.map(day),
    }
}

fn begin(from: Option<&str>) -> Command {
    Command::Identify(identify(from))
}

/// Positions 0 to 3.
fn begun() -> Given<PainPoint> {
    given([
        past(Identified { program: PROGRAM, code: code("ONE") }).from("2026-01-01"),
        past(Described { description: text("As typed") }).from("2026-01-01"),
        past(GoalStated { goal: text("As typed") }).from("2026-01-01"),
        past(complaint()).from("2026-01-01"),
    ])
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}

fn resolve(from: &str) -> Command {
    Command::Resolve { how: Some(text("told at once")), on: Some(day(from)) }
}

fn reopen(from: &str) -> Command {
    Command::Reopen { reason: text("they ask again"), on: Some(day(from)) }
}

#[test]
fn it_begins_with_its_code_what_breaks_the_goal_behind_it_and_how_it_was_heard() {
    let facts: [Event<PainPointFact>; 4] = [
        past(Identified { program: PROGRAM, code: code("ONE") }).from("2026-06-01").event,
        past(Described { description: text("As typed") }).from("2026-06-01").event,
        past(GoalStated { goal: text("As typed") }).from("2026-06-01").event,
        past(complaint()).from("2026-06-01").event,
    ];
    let begun = given([]).when(begin(Some("2026-06-01"))).then(facts);
    let now = on(spec::TODAY);
    assert!(begun.state.exists(&now) && begun.state.is_open(&now));
    assert!(!begun.state.is_open(&on("2026-05-31")));
    assert_eq!(begun.state.program(&now), Some(PROGRAM));
    assert_eq!(begun.state.code(&now), Some(&code("ONE")));
    assert_eq!(begun.state.description(&now).map(|entry| entry.event), Some(event(1)));
    assert_eq!(begun.state.goal(&now).map(|entry| entry.event), Some(event(2)));
    assert_eq!(begun.state.heard(&now).len(), 1);
}

#[test]
fn it_may_begin_with_its_place_and_its_rating() {
    let rated = Rated { severity: Some(Severity::Critical), frequency: None };
    let begin = Identify { place: Some(place()), rated: Some(rated), ..identify(Some("2026-06-01")) };
    let begun = given([]).when(Command::Identify(begin)).then_accepted();
    let now = on(spec::TODAY);
    assert_eq!(begun.state.place(&now).map(|(_, place)| place), Some(place()));
    assert_eq!(begun.state.rating(&now).map(|(_, rating)| rating), Some(rated));
}

#[test]
fn it_begins_once_and_not_in_the_future() {
    begun().when(begin(None)).then_refused(Refusal::AlreadyRecorded { noun: "pain point" });
    given([]).when(begin(Some("2026-06-16"))).then_refused(Refusal::InFuture {
        field: "on",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn what_began_it_and_its_only_description_goal_and_source_are_corrected_not_annulled() {
    begun().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "pain point" });
    begun().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "description" });
    begun().when(annul(event(2))).then_refused(Refusal::OnlyOne { noun: "goal of the customer" });
    begun().when(annul(event(3))).then_refused(Refusal::OnlyOne { noun: "source" });
    let with = Command::RestateGoal { goal: text("As typed"), on: None };
    begun().when(correct(event(2), with)).then_restated(event(2));
    begun().when(correct(event(3), Command::Hear { heard: complaint(), on: None })).then_restated(event(3));
}

#[test]
fn it_is_heard_again_and_every_time_counts_from_its_day_on() {
    let survey = Heard { source: Source::Survey, reference: None, times: None };
    let heard = Command::Hear { heard: survey.clone(), on: Some(day("2026-03-01")) };
    let given = begun().when(heard).then([past(survey).from("2026-03-01").event]);
    assert_eq!(given.state.heard(&on("2026-02-28")).len(), 1);
    assert_eq!(given.state.heard(&on("2026-03-01")).len(), 2);
    let early = Command::Hear { heard: complaint(), on: Some(day("2025-12-31")) };
    given.clone().when(early).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2025-12-31"),
        begins: day("2026-01-01"),
    });
    let never = Command::Hear { heard: Heard { times: Some(0), ..complaint() }, on: None };
    given.when(never).then_refused(Refusal::invalid("times", "what was heard was heard at least once"));
}

#[test]
fn a_rating_says_how_bad_how_frequent_or_both() {
    let rate = |severity, frequency| Command::Rate { rated: Rated { severity, frequency }, on: None };
    begun()
        .when(rate(None, None))
        .then_refused(Refusal::invalid("severity", "say how bad it is, how frequent, or both"));
    let rated = begun().when(rate(Some(Severity::Minor), Some(Frequency::Rare))).then_accepted();
    rated
        .clone()
        .when(rate(Some(Severity::Minor), Some(Frequency::Rare)))
        .then_refused(Refusal::Unchanged { field: "severity" });
    rated.when(rate(None, Some(Frequency::Constant))).then_accepted();
}

#[test]
fn it_lies_where_it_was_said_last_and_before_the_first_word_there_too() {
    let elsewhere = Place { spot: None, ..place() };
    let given = begun()
        .when(Command::Place { place: place(), on: Some(day("2026-02-01")) })
        .then_accepted()
        .when(Command::Place { place: elsewhere, on: Some(day("2026-03-01")) })
        .then_accepted();
    let lies = |at: &str| given.state.place(&on(at)).map(|(_, place)| place);
    assert_eq!(lies("2026-01-15"), Some(place()));
    assert_eq!(lies("2026-02-28"), Some(place()));
    assert_eq!(lies("2026-03-01"), Some(elsewhere));
    let again = Command::Place { place: elsewhere, on: Some(day("2026-03-02")) };
    given.when(again).then_refused(Refusal::Unchanged { field: "place" });
}

#[test]
fn an_initiative_takes_it_up_once() {
    let initiative = InitiativeId(Uuid::from_u128(7));
    let take_up = || Command::TakeUp { initiative, on: Some(day("2026-02-01")) };
    let given = begun().when(take_up()).then([past(TakenUp { initiative }).from("2026-02-01").event]);
    assert_eq!(given.state.initiatives(&on("2026-01-31")), []);
    assert_eq!(given.state.initiatives(&on("2026-02-01")), [initiative]);
    given.when(take_up()).then_refused(Refusal::Unchanged { field: "initiative" });
}

#[test]
fn it_is_resolved_and_may_come_back() {
    let resolved = begun().when(resolve("2026-03-01")).then_accepted();
    assert_eq!(resolved.state.standing(&on("2026-02-28")), (Standing::Open, Some(day("2026-01-01"))));
    assert_eq!(resolved.state.standing(&on("2026-03-01")), (Standing::Resolved, Some(day("2026-03-01"))));
    resolved
        .clone()
        .when(resolve("2026-04-01"))
        .then_refused(Refusal::ResolvedAlready { day: day("2026-03-01") });
    let back = resolved.when(reopen("2026-05-01")).then_accepted();
    assert_eq!(back.state.standing(&on("2026-04-30")).0, Standing::Resolved);
    assert_eq!(back.state.standing(&on("2026-05-01")), (Standing::Open, Some(day("2026-05-01"))));
    back.when(reopen("2026-05-02")).then_refused(Refusal::NotResolved { day: day("2026-05-02") });
}

#[test]
fn a_reopening_falls_with_the_resolution_that_it_undoes() {
    let back = begun().when(resolve("2026-03-01")).then_accepted().when(reopen("2026-05-01")).then_accepted();
    let annulled = |event| past(Annulled { event, reason: text("wrong") }).event;
    let given = back.clone().when(annul(event(4))).then([annulled(event(4)), annulled(event(5))]);
    assert_eq!(given.state.standing(&on(spec::TODAY)).0, Standing::Open);
    // A resolution that moves behind its reopening leaves that one without ground.
    let moved = back.when(correct(event(4), resolve("2026-06-01"))).then_accepted();
    assert_eq!(moved.state.broken_dependents(&on(spec::TODAY)), [event(5)]);
}

#[test]
fn recorded_in_error_it_is_gone_from_that_moment_and_takes_no_more_acts() {
    let gone = begun().when(Command::RecordInError { reason: text("twice") }).then_accepted();
    assert!(!gone.state.exists(&on(spec::TODAY)) && !gone.state.is_open(&on(spec::TODAY)));
    assert_eq!(gone.state.program(&on(spec::TODAY)), Some(PROGRAM));
    let again = Command::Redescribe { description: text("As typed"), on: None };
    gone.when(again).then_refused(Refusal::WasRecordedInError { noun: "pain point" });
}
