use super::*;
use crate::id::SpotId;
use crate::spec::{department, spot};

fn add_stage(named: &str, order: u16, from: &str) -> Command {
    let stage = StageAdded { code: code(named), name: text(named), order };
    Command::AddStage { stage, on: Some(day(from)) }
}

fn add_touchpoint(named: &str, stage: SpotId, from: &str) -> Command {
    let (channel, department) = (Some(code("PHONE")), Some(department(90)));
    let touchpoint = TouchpointAdded { code: code(named), name: text(named), stage, channel, department };
    Command::AddTouchpoint { touchpoint, on: Some(day(from)) }
}

fn add_hand_off(named: &str, at: SpotId, from: &str) -> Command {
    let hand_off =
        HandOffAdded { code: code(named), name: None, from: department(90), to: department(91), at };
    Command::AddHandOff { hand_off, on: Some(day(from)) }
}

fn retire(number: u128, from: &str) -> Command {
    Command::RetireSpot { spot: spot(number), reason: None, on: Some(day(from)) }
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}

/// Positions 2 to 5, all from 1 February: the stages BUY and ASK, a hotline in ASK, and a hand-off there.
fn mapped() -> Given<Journey> {
    begun()
        .when(add_stage("BUY", 20, "2026-02-01"))
        .then_accepted()
        .when(add_stage("ASK", 10, "2026-02-01"))
        .then_accepted()
        .when(add_touchpoint("HOTLINE", spot(3), "2026-02-01"))
        .then_accepted()
        .when(add_hand_off("CARE-BANK", spot(4), "2026-02-01"))
        .then_accepted()
}

fn codes(given: &Given<Journey>, at: &str) -> Vec<String> {
    given.state.map(&on(at)).into_iter().map(|spot| spot.code.to_string()).collect()
}

#[test]
fn a_map_holds_stages_in_their_order_and_in_each_its_touchpoints_and_hand_offs() {
    let given = mapped();
    assert!(codes(&given, "2026-01-31").is_empty());
    assert_eq!(codes(&given, "2026-02-01"), ["ASK", "HOTLINE", "CARE-BANK", "BUY"]);
    let given = given
        .when(Command::MoveStage { stage: spot(2), order: 5, on: Some(day("2026-03-01")) })
        .then_accepted();
    assert_eq!(codes(&given, "2026-02-28"), ["ASK", "HOTLINE", "CARE-BANK", "BUY"]);
    assert_eq!(codes(&given, "2026-03-01"), ["BUY", "ASK", "HOTLINE", "CARE-BANK"]);
    let same = Command::MoveStage { stage: spot(2), order: 5, on: Some(day("2026-04-01")) };
    given.when(same).then_refused(Refusal::Unchanged { field: "order" });
}

#[test]
fn a_touchpoint_moves_with_its_hand_offs_to_another_stage() {
    let move_to =
        |stage, from: &str| Command::MoveTouchpoint { touchpoint: spot(4), stage, on: Some(day(from)) };
    mapped().when(move_to(spot(3), "2026-03-01")).then_refused(Refusal::Unchanged { field: "stage" });
    let given = mapped().when(move_to(spot(2), "2026-03-01")).then_accepted();
    assert_eq!(codes(&given, "2026-02-28"), ["ASK", "HOTLINE", "CARE-BANK", "BUY"]);
    assert_eq!(codes(&given, "2026-03-01"), ["ASK", "BUY", "HOTLINE", "CARE-BANK"]);
    let to_no_stage = Refusal::Unknown { noun: "stage", reference: spot(5).to_string() };
    given.when(move_to(spot(5), "2026-04-01")).then_refused(to_no_stage);
}

#[test]
fn the_department_responsible_for_a_touchpoint_changes_from_a_day_on() {
    let name = |department, from: &str| Command::NameResponsible {
        touchpoint: spot(4),
        department,
        on: Some(day(from)),
    };
    let given = mapped().when(name(None, "2026-03-01")).then_accepted();
    let responsible = |at: &str| match given.state.spot(spot(4), &on(at)).map(|spot| spot.kind) {
        Some(SpotKind::Touchpoint { department, .. }) => department,
        other => panic!("{other:?}"),
    };
    assert_eq!(responsible("2026-02-28"), Some(department(90)));
    assert_eq!(responsible("2026-03-01"), None);
    given.when(name(None, "2026-04-01")).then_refused(Refusal::Unchanged { field: "department" });
}

#[test]
fn a_code_names_one_spot_of_a_map_for_ever() {
    let taken = |noun| Refusal::CodeTaken { taken: code("HOTLINE"), noun };
    mapped().when(add_stage("HOTLINE", 1, "2026-03-01")).then_refused(taken("touchpoint"));
    let retired =
        mapped().when(retire(5, "2026-03-01")).then_accepted().when(retire(4, "2026-03-01")).then_accepted();
    retired.when(add_hand_off("HOTLINE", spot(2), "2026-04-01")).then_refused(taken("touchpoint"));
}

#[test]
fn a_corrected_code_still_resolves_and_the_spot_keeps_its_id() {
    let given =
        mapped().when(correct(event(4), add_touchpoint("LINE", spot(3), "2026-02-01"))).then_accepted();
    for known in ["HOTLINE", "LINE"] {
        let found = given.state.spot_of_code(&code(known), &on(spec::TODAY)).unwrap();
        assert_eq!((found.id, found.code), (spot(4), code("LINE")));
    }
    assert!(given.state.broken_dependents(&on(spec::TODAY)).is_empty());
}

#[test]
fn a_hand_off_goes_between_two_departments_at_a_stage_or_touchpoint() {
    let same = HandOffAdded {
        code: code("SAME"),
        name: None,
        from: department(90),
        to: department(90),
        at: spot(3),
    };
    mapped()
        .when(Command::AddHandOff { hand_off: same, on: None })
        .then_refused(Refusal::invalid("to", "a hand-off goes from one department to another"));
    mapped().when(add_hand_off("AT-STAGE", spot(3), "2026-02-01")).then_accepted();
    mapped()
        .when(add_hand_off("AT-HAND-OFF", spot(5), "2026-02-01"))
        .then_refused(Refusal::Unknown { noun: "stage", reference: spot(5).to_string() });
}

#[test]
fn nothing_is_put_where_nothing_is_on_that_day() {
    mapped().when(add_touchpoint("EARLY", spot(3), "2026-01-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2026-01-31"),
        begins: day("2026-02-01"),
    });
    begun().when(add_stage("EARLY", 1, "2025-12-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2025-12-31"),
        begins: day("2026-01-01"),
    });
    let retired = mapped().when(retire(2, "2026-03-01")).then_accepted();
    retired
        .when(add_touchpoint("LATE", spot(2), "2026-03-01"))
        .then_refused(Refusal::SpotRetired { noun: "stage", day: day("2026-03-01") });
}

#[test]
fn a_spot_does_not_leave_the_map_while_something_rests_on_it() {
    mapped().when(retire(3, "2026-03-01")).then_refused(Refusal::SpotInUse {
        noun: "stage",
        by: code("HOTLINE"),
        day: day("2026-03-01"),
    });
    let empty = mapped()
        .when(retire(5, "2026-03-01"))
        .then_accepted()
        .when(retire(4, "2026-03-01"))
        .then_accepted()
        .when(retire(3, "2026-03-01"))
        .then_accepted();
    assert_eq!(codes(&empty, "2026-03-01"), ["BUY"]);
    assert_eq!(codes(&empty, "2026-02-28"), ["ASK", "HOTLINE", "CARE-BANK", "BUY"]);
    // And it does not come back onto what has left.
    let gone = |day_of: &str| Refusal::SpotRetired { noun: "stage", day: day(day_of) };
    empty.clone().when(annul(event(7))).then_refused(gone("2026-03-01"));
    empty.when(correct(event(7), retire(4, "2026-04-01"))).then_refused(gone("2026-03-01"));
}

#[test]
fn what_rests_on_an_annulled_spot_falls_with_it() {
    let annulled = |event| past(Annulled { event, reason: text("wrong") }).event;
    let given = mapped().when(annul(event(3))).then([3, 4, 5].map(|it| annulled(event(it))));
    assert_eq!(codes(&given, spec::TODAY), ["BUY"]);
    assert!(given.state.broken_dependents(&on(spec::TODAY)).is_empty());
}

#[test]
fn what_a_corrected_day_leaves_without_ground_is_listed() {
    let given = mapped().when(correct(event(3), add_stage("ASK", 10, "2026-03-01"))).then_accepted();
    assert_eq!(given.state.broken_dependents(&on(spec::TODAY)), [event(4)]);
    let mended =
        given.when(correct(event(4), add_touchpoint("HOTLINE", spot(3), "2026-03-01"))).then_accepted();
    assert_eq!(mended.state.broken_dependents(&on(spec::TODAY)), [event(5)]);
}
