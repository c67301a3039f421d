//! What may and may not be recorded about a committee.

use super::rule::Majority;
use super::*;
use crate::event::Event;
use crate::id::EventId;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::spec::{self, Given, HOA, LEAD, MINH, PROGRAM, Past, code, day, event, on, past, text};
use crate::time::AsOf;

fn given(history: impl IntoIterator<Item = Past<CommitteeFact>>) -> Given<Committee> {
    spec::given(history)
}

fn begin(from: Option<&str>) -> Command {
    let (name, on) = (text("As typed"), from.map(day));
    Command::Establish(Establish { program: PROGRAM, code: code("ONE"), name, on })
}

/// Positions 0 and 1.
fn begun() -> Given<Committee> {
    given([
        past(Established { program: PROGRAM, code: code("ONE") }).from("2026-01-01"),
        past(Named { name: text("As typed") }).from("2026-01-01"),
    ])
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

#[test]
fn it_begins_with_its_code_and_its_name() {
    let facts: [Event<CommitteeFact>; 2] = [
        past(Established { program: PROGRAM, code: code("ONE") }).from("2026-06-01").event,
        past(Named { name: text("As typed") }).from("2026-06-01").event,
    ];
    let begun = given([]).when(begin(Some("2026-06-01"))).then(facts);
    let now = on(spec::TODAY);
    assert!(begun.state.exists(&now));
    assert_eq!(begun.state.program(&now), Some(PROGRAM));
    assert_eq!(begun.state.code(&now), Some(&code("ONE")));
    assert_eq!(begun.state.name(&now).map(|entry| entry.event), Some(event(1)));
}

#[test]
fn it_begins_once_and_not_in_the_future() {
    begun().when(begin(None)).then_refused(Refusal::AlreadyRecorded { noun: "committee" });
    given([]).when(begin(Some("2026-06-16"))).then_refused(Refusal::InFuture {
        field: "on",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn what_began_it_and_its_only_name_are_corrected_not_annulled() {
    begun().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "committee" });
    begun().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "name" });
    let with = Command::Rename { name: text("As typed"), on: None };
    let correct = Correct { event: event(1), reason: text("wrong"), with: Box::new(with) };
    begun().when(Command::Correct(correct)).then_restated(event(1));
}

#[test]
fn recorded_in_error_it_is_gone_from_that_moment_and_takes_no_more_acts() {
    let gone = begun().when(Command::RecordInError { reason: text("twice") }).then_accepted();
    assert!(!gone.state.exists(&on(spec::TODAY)));
    assert_eq!(gone.state.program(&on(spec::TODAY)), Some(PROGRAM));
    let again = Command::Rename { name: text("As typed"), on: None };
    gone.when(again).then_refused(Refusal::WasRecordedInError { noun: "committee" });
}

fn seated(person: PersonId, role: SeatRole) -> MemberSeated {
    MemberSeated { person, role, department: None }
}

fn seat(person: PersonId, role: SeatRole, from: &str, until: Option<&str>) -> Command {
    Command::SeatMember { member: seated(person, role), on: Some(day(from)), until: until.map(day) }
}

fn vacate(seat: u128, from: &str) -> Command {
    Command::VacateSeat { seat: SeatId(event(seat).0), reason: None, on: Some(day(from)) }
}

/// LEAD chairs it, MINH is its secretary; positions 2 and 3.
fn with_seats() -> Given<Committee> {
    begun()
        .and(past(seated(LEAD, SeatRole::Chair)).from("2026-01-01"))
        .and(past(seated(MINH, SeatRole::Secretary)).from("2026-02-01"))
}

#[test]
fn a_person_sits_from_a_day_on_and_perhaps_up_to_another() {
    let given = begun().when(seat(LEAD, SeatRole::Chair, "2026-02-01", Some("2026-04-01"))).then_accepted();
    let chair = |on: &str| given.state.chair(&spec::on(on));
    assert_eq!(chair("2026-01-31"), None);
    assert_eq!(chair("2026-02-01"), Some(LEAD));
    assert_eq!(chair("2026-03-31"), Some(LEAD));
    assert_eq!(chair("2026-04-01"), None);
}

#[test]
fn the_chair_stands_first_then_the_secretary_then_the_members() {
    let given = with_seats()
        .and(past(seated(HOA, SeatRole::Member)).from("2026-01-01"))
        .state
        .members(&on(spec::TODAY));
    let roles: Vec<_> = given.iter().map(|seat| (seat.person, seat.role)).collect();
    assert_eq!(roles, [(LEAD, SeatRole::Chair), (MINH, SeatRole::Secretary), (HOA, SeatRole::Member)]);
    assert!(roles.iter().all(|(_, role)| role.votes() == (*role != SeatRole::Secretary)));
}

#[test]
fn a_person_sits_once_at_a_time() {
    with_seats()
        .when(seat(MINH, SeatRole::Member, "2026-01-15", None))
        .then_refused(Refusal::SeatedAlready { day: day("2026-02-01") });
    with_seats().when(seat(MINH, SeatRole::Member, "2026-01-15", Some("2026-02-01"))).then_accepted();
}

#[test]
fn there_is_one_chair_and_one_secretary_at_a_time() {
    with_seats()
        .when(seat(HOA, SeatRole::Chair, "2026-05-01", None))
        .then_refused(Refusal::SeatTaken { role: "chair", day: day("2026-05-01") });
    let left = with_seats().when(vacate(2, "2026-05-01")).then_accepted();
    let followed = left.when(seat(HOA, SeatRole::Chair, "2026-05-01", None)).then_accepted();
    assert_eq!(followed.state.chair(&on("2026-04-30")), Some(LEAD));
    assert_eq!(followed.state.chair(&on("2026-05-01")), Some(HOA));
}

#[test]
fn a_seat_is_left_once_and_not_before_it_is_taken() {
    let begins = Refusal::BeforeBeginning { field: "on", day: day("2026-01-15"), begins: day("2026-02-01") };
    with_seats().when(vacate(3, "2026-01-15")).then_refused(begins);
    let left = with_seats().when(vacate(3, "2026-05-01")).then_accepted();
    left.when(vacate(3, "2026-06-01")).then_refused(Refusal::EndedAlready { noun: "seat" });
    let unknown = Refusal::Unknown { noun: "seat", reference: event(9).to_string() };
    with_seats().when(vacate(9, "2026-05-01")).then_refused(unknown);
}

#[test]
fn a_corrected_seat_stays_the_same_seat_and_keeps_its_end() {
    let with = seat(LEAD, SeatRole::Chair, "2026-01-10", None);
    let correct = Correct { event: event(2), reason: text("ten days later"), with: Box::new(with) };
    let given = with_seats().when(vacate(2, "2026-05-01")).then_accepted();
    let given = given.when(Command::Correct(correct)).then_accepted();
    let held = given.state.seats(&on(spec::TODAY)).into_iter().find(|seat| seat.person == LEAD).unwrap();
    assert_eq!((held.id, held.stated_by), (SeatId(event(2).0), event(5)));
    assert_eq!((held.from, held.until), (day("2026-01-10"), Some(day("2026-05-01"))));
}

#[test]
fn a_seat_that_somebody_followed_upon_is_corrected_up_to_the_day_on_which_it_was_left() {
    // 4 vacated, 5 the next chair.
    let followed = with_seats()
        .when(vacate(2, "2026-05-01"))
        .then_accepted()
        .when(seat(HOA, SeatRole::Chair, "2026-05-01", None))
        .then_accepted();
    let correct = |member, from: &str, until| {
        let with = Box::new(seat(member, SeatRole::Chair, from, until));
        Command::Correct(Correct { event: event(2), reason: text("ten days later"), with })
    };
    let given = followed.clone().when(correct(LEAD, "2026-01-10", None)).then_accepted();
    assert_eq!(given.state.chair(&on("2026-04-30")), Some(LEAD));
    assert_eq!(given.state.chair(&on("2026-05-01")), Some(HOA));
    let seated_twice = Refusal::SeatedAlready { day: day("2026-02-01") };
    followed.clone().when(correct(MINH, "2026-01-10", None)).then_refused(seated_twice);
    // A seat that nobody left keeps others out all the same.
    let taken = Refusal::SeatTaken { role: "chair", day: day("2026-05-01") };
    let never_left = with_seats().and(past(seated(HOA, SeatRole::Chair)).from("2026-05-01"));
    never_left.when(correct(LEAD, "2026-01-10", None)).then_refused(taken);
}

#[test]
fn a_seat_that_never_was_takes_its_end_along() {
    let given = with_seats().when(vacate(2, "2026-05-01")).then_accepted();
    let given = given.when(annul(event(2))).then_accepted();
    let people: Vec<_> = given.state.seats(&on(spec::TODAY)).iter().map(|seat| seat.person).collect();
    assert_eq!(people, [MINH]);
    given.when(annul(event(4))).then_refused(Refusal::FallenAlready { event: event(4) });
}

#[test]
fn what_a_correction_leaves_before_the_beginning_is_listed() {
    let with = begin(Some("2026-01-20"));
    let correct = Correct { event: event(0), reason: text("later"), with: Box::new(with) };
    let given = with_seats().when(Command::Correct(correct)).then_accepted();
    assert_eq!(given.state.broken_dependents(&on(spec::TODAY)), [event(2)]);
}

#[test]
fn rhythm_quorum_and_rule_hold_from_their_days_on() {
    let rhythm = RhythmSet { rhythm: Rhythm::Quarter, due_within_days: 14 };
    let rule = DecisionRuleSet { rule: DecisionRule::Consensus, owners_vote: false };
    let spring = Some(day("2026-04-01"));
    let given = begun()
        .when(Command::SetRhythm { rhythm, on: spring })
        .then_accepted()
        .when(Command::SetQuorum { members: 3, on: spring })
        .then_accepted()
        .when(Command::SetDecisionRule { rule: rule.clone(), on: spring })
        .then_accepted();
    let quarterly = MeetingRhythm { rhythm: Rhythm::Quarter, due_within_days: 14 };
    let answers =
        |on: &AsOf| (given.state.rhythm(on), given.state.quorum(on), given.state.decision_rule(on).cloned());
    assert_eq!(answers(&on("2026-03-31")), (None, None, None));
    assert_eq!(answers(&on("2026-04-01")), (Some(quarterly), Some(3), Some(rule)));
}

#[test]
fn a_quorum_is_somebody_and_a_report_takes_a_year_at_most() {
    let nobody = Refusal::invalid("members", "a quorum is at least one voting member");
    begun().when(Command::SetQuorum { members: 0, on: None }).then_refused(nobody);
    let rhythm = RhythmSet { rhythm: Rhythm::Quarter, due_within_days: 367 };
    let late = Refusal::invalid("dueWithinDays", "at most 366 days, not 367");
    begun().when(Command::SetRhythm { rhythm, on: None }).then_refused(late);
}

#[test]
fn a_dissolved_committee_has_nobody_on_it_and_takes_no_more_rules() {
    let dissolve = |on: &str| Command::Dissolve { reason: text("merged"), on: Some(day(on)) };
    let given = with_seats().when(dissolve("2026-06-01")).then_accepted();
    assert_eq!(given.state.members(&on("2026-05-31")).len(), 2);
    assert_eq!(given.state.members(&on("2026-06-01")), []);
    assert!(given.state.is_active(&on("2026-05-31")) && !given.state.is_active(&on("2026-06-01")));
    let over = || Refusal::CommitteeDissolved { day: day("2026-06-01") };
    given.clone().when(dissolve("2026-05-01")).then_refused(over());
    given.clone().when(Command::SetQuorum { members: 2, on: None }).then_refused(over());
    given.when(seat(HOA, SeatRole::Member, "2026-06-01", None)).then_refused(over());
}

#[test]
fn a_majority_is_stored_with_its_threshold_and_its_tie() {
    let rule = DecisionRule::Majority(Majority { threshold: Threshold::TwoThirds, tie: Tie::Undecided });
    let stored = serde_json::to_string(&rule).unwrap();
    assert_eq!(stored, r#"{"majority":{"threshold":"two_thirds","tie":"undecided"}}"#);
    assert_eq!(serde_json::to_string(&DecisionRule::ChairDecides).unwrap(), r#""chair_decides""#);
}

#[test]
fn a_seat_that_somebody_else_took_is_not_reopened() {
    let taken = || Refusal::SeatTaken { role: "chair", day: day("2026-05-01") };
    // 4 vacated, 5 the next chair.
    let followed = with_seats()
        .when(vacate(2, "2026-05-01"))
        .then_accepted()
        .when(seat(HOA, SeatRole::Chair, "2026-05-01", None))
        .then_accepted();
    followed.clone().when(annul(event(4))).then_refused(taken());
    let later = Correct { event: event(4), reason: text("a slip"), with: Box::new(vacate(2, "2026-05-20")) };
    followed.clone().when(Command::Correct(later)).then_refused(taken());
    let earlier =
        Correct { event: event(4), reason: text("a slip"), with: Box::new(vacate(2, "2026-04-20")) };
    followed.clone().when(Command::Correct(earlier)).then_accepted();
    followed.when(annul(event(5))).then_accepted().when(annul(event(4))).then_accepted();
}
