//! What may and may not be recorded about a piece of evidence.

use super::*;
use crate::event::{Event, Sha256Hex};
use crate::id::EventId;
use crate::refusal::Refusal;
use crate::spec::{
    self, Given, HOA, LEAD, MINH, PROGRAM, Past, day, event, on, past, period, recorded, text,
};

const REFUNDS: InitiativeId = InitiativeId(uuid::Uuid::from_u128(0xb1));

fn given(history: impl IntoIterator<Item = Past<EvidenceFact>>) -> Given<Evidence> {
    spec::given(history)
}

fn interviews() -> Provided {
    Provided {
        program: PROGRAM,
        practice: PracticeId::R1,
        scope: Scope::Initiative(REFUNDS),
        covers: period("2026-01-01", "2026-03-31"),
        summary: text("Twelve interviews"),
    }
}

/// Position 0: provided by Minh.
fn provided() -> Given<Evidence> {
    given([past(interviews()).by(MINH)])
}

fn accept() -> Command {
    Command::Accept { remark: None }
}

fn accepted() -> Accepted {
    Accepted { remark: None, provided_by: MINH }
}

fn refuse() -> Command {
    Command::Refuse { reason: text("too few") }
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

fn annulled(event: EventId) -> Past<EvidenceFact> {
    past(Annulled { event, reason: text("wrong") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}

fn judgment(given: &Given<Evidence>) -> Judgment {
    given.state.judgment(&on(spec::TODAY))
}

#[test]
fn evidence_is_provided_and_awaits_judgment() {
    let provided: Event<EvidenceFact> = past(interviews()).by(MINH).event;
    let given = given([]).by(MINH).when(Command::Provide(interviews())).then([provided]);
    assert_eq!(judgment(&given), Judgment::Awaited);
    assert!(given.state.exists(&on(spec::TODAY)));
}

#[test]
fn evidence_covers_days_up_to_today() {
    let tomorrow = Provided { covers: period("2026-06-01", "2026-06-16"), ..interviews() };
    given([]).when(Command::Provide(tomorrow)).then_refused(Refusal::InFuture {
        field: "covers",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn evidence_is_not_published_before_the_days_that_it_covers_are_over() {
    let provide = Command::Provide(interviews());
    let last = interviews().covers.to();
    let early = last.pred_opt().unwrap();
    given([]).published(&early.to_string()).when(provide.clone()).then_refused(Refusal::PublishedEarly {
        field: "covers",
        day: last,
        published: early,
    });
    given([]).published(&last.to_string()).when(provide).then_accepted();
}

#[test]
fn evidence_is_of_the_scope_at_which_its_practice_is_earned() {
    let program = Scope::Program(vec![REFUNDS]);
    let cases = [
        (PracticeId::R1, program.clone(), Some("initiative")),
        (PracticeId::E1, Scope::Initiative(REFUNDS), Some("program")),
        (PracticeId::E1, program.clone(), None),
        (PracticeId::E2, program, None),
        (PracticeId::E2, Scope::Initiative(REFUNDS), None),
    ];
    for (practice, scope, refused) in cases {
        let when = given([]).when(Command::Provide(Provided { practice, scope, ..interviews() }));
        match refused {
            Some(scope) => {
                when.then_refused(Refusal::PracticeScope { practice: practice.as_str(), scope });
            }
            None => {
                when.then_accepted();
            }
        }
    }
}

#[test]
fn evidence_is_provided_once() {
    provided()
        .when(Command::Provide(interviews()))
        .then_refused(Refusal::AlreadyRecorded { noun: "evidence" });
}

#[test]
fn unknown_evidence_is_not_judged() {
    let reference = given([]).state.id.to_string();
    given([]).when(accept()).then_refused(Refusal::Unknown { noun: "evidence", reference });
}

#[test]
fn somebody_else_accepts_it() {
    let given = provided().by(HOA).when(accept()).then([past(accepted()).by(HOA).event]);
    assert_eq!(judgment(&given), Judgment::Accepted(HOA));
}

#[test]
fn somebody_else_refuses_it_with_a_reason() {
    let refused = Refused { reason: text("too few") };
    let given = provided().by(HOA).when(refuse()).then([past(refused).by(HOA).event]);
    assert_eq!(judgment(&given), Judgment::Refused(HOA));
}

#[test]
fn who_provided_it_does_not_judge_it() {
    for judge in [accept(), refuse()] {
        provided().by(MINH).when(judge).then_refused(Refusal::OwnEvidence);
    }
}

#[test]
fn who_corrected_it_does_not_judge_it_and_neither_does_who_provided_it_first() {
    let mended = provided().by(HOA).when(correct(event(0), Command::Provide(interviews()))).then_accepted();
    for person in [MINH, HOA] {
        mended.clone().by(person).when(accept()).then_refused(Refusal::OwnEvidence);
    }
    let accepted = Accepted { remark: None, provided_by: HOA };
    mended.by(LEAD).when(accept()).then([past(accepted).event]);
}

#[test]
fn evidence_is_judged_once() {
    let judgments = [(past(accepted()), "accepted"), (past(Refused { reason: text("too few") }), "refused")];
    for (fact, judged) in judgments {
        for again in [accept(), refuse()] {
            let judged_once = provided().and(fact.clone());
            judged_once.by(HOA).when(again).then_refused(Refusal::JudgedAlready { judged });
        }
    }
}

#[test]
fn an_annulled_judgment_lets_the_evidence_be_judged_again() {
    let given = provided()
        .and(past(accepted()).by(HOA))
        .when(annul(event(1)))
        .then([annulled(event(1)).event])
        .by(HOA)
        .when(refuse())
        .then_accepted();
    assert_eq!(judgment(&given), Judgment::Refused(HOA));
    assert_eq!(given.state.judgment(&recorded("2026-01-02")), Judgment::Accepted(HOA));
}

#[test]
fn corrected_evidence_loses_its_judgment() {
    let other = Provided { covers: period("2025-10-01", "2025-12-31"), ..interviews() };
    let given = provided()
        .and(past(accepted()).by(HOA))
        .by(MINH)
        .when(correct(event(0), Command::Provide(other.clone())))
        .then([past(other).by(MINH).correcting(event(0)).event, annulled(event(1)).by(MINH).event]);
    assert_eq!(judgment(&given), Judgment::Awaited);
    let (entry, provided) = given.state.provided(&on(spec::TODAY)).unwrap();
    assert_eq!((entry.event, provided.covers), (event(2), period("2025-10-01", "2025-12-31")));
}

#[test]
fn a_corrected_judgment_is_of_the_same_kind_and_not_by_the_provider() {
    let judged = provided().and(past(accepted()).by(HOA));
    let remarked = Command::Accept { remark: Some(text("as agreed")) };
    let anew = Accepted { remark: Some(text("as agreed")), provided_by: MINH };
    judged
        .clone()
        .by(HOA)
        .when(correct(event(1), remarked.clone()))
        .then([past(anew).by(HOA).correcting(event(1)).event]);
    judged.clone().by(MINH).when(correct(event(1), remarked)).then_refused(Refusal::OwnEvidence);
    judged.by(HOA).when(correct(event(1), refuse())).then_refused(Refusal::OtherKindOfFact {
        expected: "evidence.accepted.v1",
        given: "evidence.refused.v1",
    });
}

#[test]
fn withdrawn_evidence_is_neither_judged_nor_withdrawn_again_until_the_withdrawal_is_annulled() {
    let withdraw = || Command::Withdraw { reason: text("another year") };
    let given = provided()
        .and(past(accepted()).by(HOA))
        .when(withdraw())
        .then([past(Withdrawn { reason: text("another year") }).event]);
    assert!(given.state.withdrawn(&on(spec::TODAY)).is_some());
    assert!(given.state.withdrawn(&recorded("2026-01-02")).is_none());
    for act in [withdraw(), accept(), refuse()] {
        given.clone().by(HOA).when(act).then_refused(Refusal::EvidenceWithdrawn);
    }
    let given = given.when(annul(event(2))).then([annulled(event(2)).event]);
    assert!(given.state.withdrawn(&on(spec::TODAY)).is_none());
    assert_eq!(judgment(&given), Judgment::Accepted(HOA));
}

#[test]
fn evidence_itself_is_not_annulled_but_recorded_in_error() {
    provided().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "evidence" });
    let reason = text("another initiative");
    let given = provided()
        .and(past(accepted()).by(HOA))
        .when(Command::RecordInError { reason: reason.clone() })
        .then([past(RecordedInError { reason }).event]);
    assert!(given.state.provided(&on(spec::TODAY)).is_none());
    for act in [accept(), annul(event(1)), Command::Provide(interviews())] {
        let refusal = Refusal::WasRecordedInError { noun: "evidence" };
        given.clone().by(LEAD).when(act).then_refused(refusal);
    }
}

#[test]
fn a_fact_is_annulled_once_and_an_annulment_stands() {
    let annulled = provided().and(past(accepted()).by(HOA)).when(annul(event(1))).then_accepted();
    annulled.clone().when(annul(event(1))).then_refused(Refusal::FallenAlready { event: event(1) });
    annulled.clone().when(annul(event(2))).then_refused(Refusal::AnnulmentStands);
    annulled
        .when(correct(event(9), accept()))
        .then_refused(Refusal::UnknownFact { event: event(9), noun: "evidence" });
}

fn minutes() -> Attach {
    let uploaded = Uploaded { program: PROGRAM, bytes: 48_213, media_type: MediaType::Pdf };
    Attach { sha256: Sha256Hex([0xAB; 32]), name: text("Minutes.pdf"), uploaded: Some(uploaded) }
}

fn attached() -> Attached {
    Attached {
        program: PROGRAM,
        sha256: Sha256Hex([0xAB; 32]),
        bytes: 48_213,
        media_type: MediaType::Pdf,
        name: text("Minutes.pdf"),
    }
}

#[test]
fn a_file_that_was_uploaded_is_attached_once() {
    let given = provided().by(MINH).when(Command::Attach(minutes())).then([past(attached()).by(MINH).event]);
    assert_eq!(given.state.attachments(&on(spec::TODAY)).count(), 1);
    let again = Refusal::AlreadyRecorded { noun: "attachment" };
    given.clone().when(Command::Attach(minutes())).then_refused(again);
    given
        .when(annul(event(1)))
        .then([annulled(event(1)).by(MINH).event])
        .when(Command::Attach(minutes()))
        .then_accepted();
    let sha256 = minutes().sha256.to_string();
    let missing = Command::Attach(Attach { uploaded: None, ..minutes() });
    provided().when(missing).then_refused(Refusal::NotUploaded { sha256 });
}

#[test]
fn no_more_files_are_attached_to_evidence_than_somebody_opens() {
    let hash = |number: u8| Sha256Hex([number; 32]);
    let attach = |number| Command::Attach(Attach { sha256: hash(number), ..minutes() });
    let full = (0..200).fold(provided(), |given, number| {
        given.and(past(Attached { sha256: hash(number), ..attached() }).by(MINH))
    });
    let problem = "at most 200 of them, not 201";
    full.clone().when(attach(201)).then_refused(Refusal::invalid("attachments", problem));
    full.when(correct(event(1), attach(201))).then_accepted();
}

#[test]
fn files_come_before_the_judgment_and_whoever_attached_one_does_not_judge() {
    let judged = provided().and(past(attached()).by(LEAD)).and(past(accepted()).by(HOA));
    let other = Attach { sha256: Sha256Hex([0xCD; 32]), ..minutes() };
    judged.clone().when(Command::Attach(other)).then_refused(Refusal::JudgedAlready { judged: "accepted" });
    provided().and(past(attached()).by(LEAD)).by(LEAD).when(accept()).then_refused(Refusal::OwnEvidence);
    // What was judged was there with its file: without it, or with another, it is to be judged anew.
    let given =
        judged.clone().when(annul(event(1))).then([annulled(event(1)).event, annulled(event(2)).event]);
    assert_eq!(judgment(&given), Judgment::Awaited);
    let renamed = Attach { name: text("Minutes of May.pdf"), ..minutes() };
    let given = judged.by(MINH).when(correct(event(1), Command::Attach(renamed))).then_accepted();
    assert_eq!(judgment(&given), Judgment::Awaited);
}

#[test]
fn program_evidence_counts_for_all_its_initiatives_or_those_it_names() {
    let other = InitiativeId(uuid::Uuid::from_u128(0xff));
    assert!(Scope::Program(Vec::new()).counts_for(other));
    assert!(Scope::Program(vec![REFUNDS]).counts_for(REFUNDS));
    assert!(!Scope::Program(vec![REFUNDS]).counts_for(other));
    assert!(Scope::Initiative(REFUNDS).counts_for(REFUNDS));
    assert!(!Scope::Initiative(REFUNDS).counts_for(other));
}

#[test]
fn every_kind_of_fact_can_be_corrected() {
    provided().by(MINH).when(correct(event(0), Command::Provide(interviews()))).then_restated(event(0));
    let judgments = [(past(accepted()), accept()), (past(Refused { reason: text("too few") }), refuse())];
    for (fact, command) in judgments {
        provided().and(fact.by(HOA)).by(HOA).when(correct(event(1), command)).then_restated(event(1));
    }
    let reason = text("another year");
    provided()
        .and(past(attached()).by(MINH))
        .by(MINH)
        .when(correct(event(1), Command::Attach(minutes())))
        .then_restated(event(1));
    provided()
        .and(past(Withdrawn { reason: reason.clone() }))
        .when(correct(event(1), Command::Withdraw { reason }))
        .then_restated(event(1));
}

#[test]
fn evidence_of_a_program_names_no_more_initiatives_than_somebody_reads() {
    let named = (0..201).map(|number| InitiativeId(uuid::Uuid::from_u128(number))).collect();
    let provided = Provided { scope: Scope::Program(named), ..interviews() };
    let too_many = Refusal::invalid("scope", "at most 200 of them, not 201");
    given([]).when(Command::Provide(provided)).then_refused(too_many);
}
