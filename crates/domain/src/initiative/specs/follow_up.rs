use super::*;
use crate::event::Authority;
use crate::exception::{ExceptionExplained, ExceptionKey, ExceptionKind, Subject};
use crate::history::Entry;
use crate::id::{CommitteeId, InitiativeId};
use crate::refusal::Refusal;
use crate::spec::on;
use uuid::Uuid;

const FIRST: CommitteeId = CommitteeId(Uuid::from_u128(0xe1));
const SECOND: CommitteeId = CommitteeId(Uuid::from_u128(0xe2));

fn transfer(committee: CommitteeId, on: &str) -> Command {
    Command::TransferOversight { committee, on: Some(day(on)), authority: Some(Authority::Founding) }
}

fn exception(id: InitiativeId) -> ExceptionKey {
    ExceptionKey {
        kind: ExceptionKind::VacantOwner,
        about: Subject::Initiative(id),
        since: day("2024-01-01"),
        explanation: None,
    }
}

fn explained(exception: ExceptionKey, owner: PersonId) -> ExceptionExplained {
    let (cause, next_step) = (text("nobody free"), Some(text("ask the branches")));
    ExceptionExplained { exception, cause, next_step, owner, due: Some(day("2026-07-01")) }
}

/// Position 3.
fn reported() -> Given<Initiative> {
    let report = ProgressReported::new(
        spec::period("2024-04-01", "2024-06-30"),
        DeclaredState::OnTrack,
        Sentences { summary: text("as planned"), next_step: None, blocked_by: None },
    );
    chartered().and(past(report).from("2024-04-01"))
}

#[test]
fn one_committee_oversees_it_at_a_time() {
    let chartered = Chartered { program: PROGRAM, code: code("REFUNDS"), committee: Some(FIRST) };
    let given = given([past(chartered).from("2024-01-01")]);
    let given = given.when(transfer(SECOND, "2025-01-01")).then_accepted();
    assert_eq!(given.state.committee(&on("2024-12-31")), Some(FIRST));
    assert_eq!(given.state.committee(&on("2025-01-01")), Some(SECOND));
    let oversight: Vec<_> =
        given.state.oversight(&on(spec::TODAY)).iter().map(|(entry, held)| (entry.from(), *held)).collect();
    assert_eq!(oversight, [(day("2024-01-01"), FIRST), (day("2025-01-01"), SECOND)]);
    given.when(transfer(SECOND, "2025-06-01")).then_refused(Refusal::Unchanged { field: "committee" });
}

#[test]
fn oversight_is_transferred_within_its_life() {
    let early = Refusal::BeforeBeginning { field: "on", day: day("2023-12-31"), begins: day("2024-01-01") };
    chartered().when(transfer(FIRST, "2023-12-31")).then_refused(early);
    let over = Refusal::NotRunning { status: "stopped", day: day("2024-07-01") };
    chartered().and(stopped().from("2024-06-01")).when(transfer(FIRST, "2024-07-01")).then_refused(over);
    chartered().and(paused().from("2024-06-01")).when(transfer(FIRST, "2024-07-01")).then_accepted();
}

#[test]
fn an_exception_is_explained_by_cause_next_step_owner_and_day() {
    let id = chartered().state.id;
    let fact = explained(exception(id), HOA);
    let explain = |owner| Command::ExplainException { explained: explained(exception(id), owner) };
    let given = chartered().when(explain(HOA)).then([said(fact)]);
    let explanation = given.state.explanation(&exception(id), &on(spec::TODAY)).unwrap();
    assert_eq!((explanation.event, explanation.owner), (event(3), HOA));
    assert_eq!(explanation.due, Some(day("2026-07-01")));
    // The last explanation counts, and of another day it is another exception.
    let given = given.when(explain(MINH)).then_accepted();
    assert_eq!(given.state.explanation(&exception(id), &on(spec::TODAY)).unwrap().owner, MINH);
    let later = ExceptionKey { since: day("2025-01-01"), ..exception(id) };
    assert_eq!(given.state.explanation(&later, &on(spec::TODAY)), None);
}

#[test]
fn an_exception_is_explained_where_it_belongs() {
    let elsewhere = explained(exception(InitiativeId(Uuid::from_u128(9))), HOA);
    let problem = "it is not about this initiative; name the one that it is about";
    chartered()
        .when(Command::ExplainException { explained: elsewhere })
        .then_refused(Refusal::invalid("exception", problem));
}

#[test]
fn each_reader_confirms_having_read_a_report_once() {
    let read = Command::AcknowledgeReport { report: event(3) };
    let given = reported()
        .by(HOA)
        .when(read.clone())
        .then([past(ReportAcknowledged { report: event(3) }).by(HOA).event]);
    given.clone().when(read.clone()).then_refused(Refusal::AlreadyRecorded { noun: "acknowledgment" });
    let given = given.by(MINH).when(read).then_accepted();
    let readers: Vec<_> = given.state.acknowledgments(event(3), &on(spec::TODAY)).map(Entry::by).collect();
    assert_eq!(readers, [HOA, MINH]);
    let unknown = Refusal::Unknown { noun: "report", reference: event(0).to_string() };
    given.when(Command::AcknowledgeReport { report: event(0) }).then_refused(unknown);
}

#[test]
fn an_annulled_report_takes_its_acknowledgments_along() {
    let read = Command::AcknowledgeReport { report: event(3) };
    let given = reported().by(HOA).when(read).then_accepted().when(annul(event(3))).then_accepted();
    assert_eq!(given.state.acknowledgments(event(3), &on(spec::TODAY)).count(), 0);
}
