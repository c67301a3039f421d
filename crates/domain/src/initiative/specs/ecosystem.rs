use super::*;
use crate::id::JourneyId;
use crate::refusal::Refusal;
use crate::spec::{on, spot};

fn place(number: u128) -> Place {
    Place { journey: JourneyId(uuid::Uuid::from_u128(0xc3)), spot: Some(spot(number)) }
}

#[test]
fn it_works_at_places_of_journeys_from_a_day_on() {
    let at = |number, from: &str| Command::Place { place: place(number), on: Some(day(from)) };
    let given = chartered()
        .when(at(2, "2024-03-01"))
        .then([past(Placed { place: place(2) }).from("2024-03-01").event])
        .when(at(3, "2024-06-01"))
        .then_accepted();
    assert_eq!(given.state.places(&on("2024-05-31")), [place(2)]);
    assert_eq!(given.state.places(&on("2024-06-01")), [place(2), place(3)]);
    given.clone().when(at(2, "2024-07-01")).then_refused(Refusal::Unchanged { field: "place" });
    given.when(at(4, "2023-12-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2023-12-31"),
        begins: day("2024-01-01"),
    });
}

#[test]
fn an_element_is_known_by_its_code_and_what_was_said_of_it_last_holds() {
    let change = |kind, from: &str| {
        let changed = ElementChanged { code: code("CRM"), kind, name: text("The file"), at: vec![place(2)] };
        Command::ChangeElement { changed, on: Some(day(from)) }
    };
    let given = chartered()
        .when(change(ElementKind::Process, "2024-03-01"))
        .then_accepted()
        .when(change(ElementKind::System, "2024-06-01"))
        .then_accepted();
    let kinds = |at: &str| {
        given.state.elements(&on(at)).into_iter().map(|(_, changed)| changed.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("2024-02-29"), []);
    assert_eq!(kinds("2024-05-31"), [ElementKind::Process]);
    assert_eq!(kinds("2024-06-01"), [ElementKind::System]);
}

#[test]
fn it_helps_the_goals_of_executives() {
    let help = |executive: &str, goal| Command::Help {
        helps: Helps { executive: code(executive), goal },
        on: Some(day("2024-03-01")),
    };
    let given = chartered()
        .when(help("COO", Some(text("fewer calls"))))
        .then_accepted()
        .when(help("CFO", None))
        .then_accepted();
    let helped: Vec<_> =
        given.state.helps(&on("2024-03-01")).iter().map(|(_, helps)| helps.executive.to_string()).collect();
    assert_eq!(helped, ["CFO", "COO"]);
    given.clone().when(help("COO", None)).then_refused(Refusal::Unchanged { field: "executive" });
    given.when(help("COO", Some(text("shorter calls")))).then_accepted();
}
