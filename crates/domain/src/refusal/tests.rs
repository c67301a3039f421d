use std::collections::BTreeSet;

use super::*;
use crate::spec::{code, day, event};

fn samples() -> Vec<Refusal> {
    let (from, to) = (day("2026-01-01"), day("2026-01-31"));
    let noun = "initiative";
    let standing = event(7);
    vec![
        Refusal::invalid("name", "it is empty"),
        Refusal::AlreadyRecorded { noun },
        Refusal::Unknown { noun, reference: "X1".into() },
        Refusal::WasRecordedInError { noun },
        Refusal::CodeTaken { taken: code("X1"), noun },
        Refusal::InFuture { field: "on", day: to, today: from },
        Refusal::EndBeforeStart { field: "target", from: to, until: from },
        Refusal::BeforeBeginning { field: "on", day: from, begins: to },
        Refusal::DayOutOfRange { field: "on", day: from },
        Refusal::PublishedInFuture { published: to, today: from },
        Refusal::NotAuthorized { decision: code("D-1"), act: "set a target" },
        Refusal::DecisionSuperseded { decision: code("D-1"), by: code("D-2") },
        Refusal::AuthorityNeeded { act: "set a target" },
        Refusal::NotRunning { status: "paused", day: from },
        Refusal::StandsLater { status: "paused", day: from },
        Refusal::NothingToResume { status: "running", day: from },
        Refusal::NothingToReopen { status: "running", day: from },
        Refusal::CircularSuccession,
        Refusal::SucceededAlready { predecessor: code("X1"), successor: code("X2") },
        Refusal::OwnsAlready { day: from },
        Refusal::VacantAlready { day: from },
        Refusal::LinkedAlready,
        Refusal::PrimaryTaken { day: from },
        Refusal::ImprovementOver { ended: "delivered", day: from },
        Refusal::Unchanged { field: "due" },
        Refusal::UnknownFact { event: standing, noun },
        Refusal::FallenAlready { event: standing },
        Refusal::AnnulmentStands,
        Refusal::BeganIt { noun },
        Refusal::OnlyOne { noun: "time zone" },
        Refusal::OtherKindOfFact { expected: "initiative.named.v1", given: "another" },
        Refusal::Figures { problem: "nobody answered".into() },
        Refusal::OffRhythm { from, to, rhythm: "week" },
        Refusal::PeriodOverlaps { from, to, other_from: from, other_to: to },
        Refusal::UnknownDefinition { version: 3, newest: 2 },
        Refusal::PublishedDayTaken { published: from, standing },
        Refusal::Superseded { standing },
        Refusal::RestatementNeedsReason { standing },
        Refusal::TargetOutOfRange { target: Decimal::TWO, least: Decimal::ZERO, greatest: Decimal::ONE },
        Refusal::NotAccountable { day: from },
        Refusal::OwnProposal,
        Refusal::ApprovedAlready,
        Refusal::BridgedAlready { earlier: 1, later: 2 },
        Refusal::BridgeToItself { version: 2 },
        Refusal::FlagNotRaised,
        Refusal::FlagClearedAlready,
        Refusal::OwnEvidence,
        Refusal::JudgedAlready { judged: "accepted" },
        Refusal::EvidenceWithdrawn,
        Refusal::NotUploaded { sha256: "ab".repeat(32) },
        Refusal::PracticeScope { practice: "E1", scope: "program" },
        Refusal::EndedAlready { noun: "grant" },
        Refusal::LastAdministrator,
        Refusal::DepartmentClosed { day: from },
        Refusal::DepartmentBelow { child: code("OPS") },
        Refusal::OpenDepartmentBelow { child: code("OPS"), day: from },
        Refusal::NoSuchRule { rule: code("SMALL"), act: "set a target", known: "TARGETS-BY-LEAD" },
        Refusal::NotFounding { day: from },
        Refusal::NoLongerFounding { day: to, since: from },
        Refusal::BeforeProgram { day: from, begins: to },
        Refusal::PublishedEarly { field: "covers", day: to, published: from },
        Refusal::CircularDepartment,
        Refusal::CommitteeDissolved { day: from },
        Refusal::SeatedAlready { day: from },
        Refusal::SeatTaken { role: "chair", day: from },
        Refusal::MeetingOver { ended: "held", day: from },
        Refusal::NoSuchException { since: from },
        Refusal::MeetingNotHeld,
        Refusal::ActionOver { ended: "done", day: from },
        Refusal::NotTheChair,
        Refusal::OwnMinutes,
        Refusal::NoQuorum { took_part: 1, quorum: 2 },
        Refusal::NotCarried { choice: code("A"), votes: 1, cast: 2, needed: "more than half" },
        Refusal::Tied { leading: "A, B".into(), votes: 1 },
        Refusal::TiedForChair { leading: "A, B".into(), votes: 1 },
        Refusal::NoConsensus { choice: code("A"), votes: 1, others: 1 },
        Refusal::ChairDecides,
        Refusal::NoElectorate,
        Refusal::NotInElectorate,
        Refusal::VotedAlready,
        Refusal::OwnMatter,
        Refusal::VotedElsewhere,
        Refusal::VotingBegan,
        Refusal::VotingOpen,
        Refusal::VotingOver,
        Refusal::DecidedEarly { day: from, since: to },
        Refusal::NotTheirDepartment { day: from },
        Refusal::ElectorateClaimed,
        Refusal::NotOfThePast { began: from },
        Refusal::NotConfirmed { decision: code("A") },
        Refusal::BeforeDecision { decision: code("A"), decided: to, day: from },
        Refusal::DoneAlready { decision: code("A") },
        Refusal::NotAllDone { left: 2 },
        Refusal::TookPartAlready,
        Refusal::TooManyVotes { took_part: 3, electors: 2 },
        Refusal::NotCounted { counted: 1, cast: 2 },
        Refusal::NoSuchOption { option: code("A"), known: "B".into() },
        Refusal::DecidedAlready,
        Refusal::WasWithdrawn,
        Refusal::HasExpired { deadline: from },
        Refusal::NotDecided { status: "open" },
        Refusal::CarriedOutAlready,
        Refusal::NothingMinuted,
        Refusal::ChairConfirms,
        Refusal::OutcomeRestsOnIt,
        Refusal::CircularSupersession,
    ]
}

#[test]
fn every_refusal_has_a_code_of_its_own_in_capitals() {
    let codes: BTreeSet<_> = samples().iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), samples().len());
    for code in codes {
        assert!(!code.is_empty() && code.chars().all(|c| c.is_ascii_uppercase() || c == '_'), "{code}");
    }
}

#[test]
fn a_message_is_a_sentence_without_capital_and_full_stop_that_shows_every_value() {
    for refusal in samples() {
        let message = refusal.to_string();
        assert!(!message.ends_with('.'), "{message}");
        assert!(!message.starts_with(|c: char| c.is_uppercase()) || message.starts_with("E1"), "{message}");
        let serde_json::Value::Object(fields) = serde_json::to_value(&refusal).unwrap() else {
            panic!("{refusal:?}");
        };
        for (name, value) in fields.into_iter().filter(|(name, _)| name != "code") {
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            assert!(message.contains(&shown) || name == "standing", "{name} {shown} in: {message}");
        }
    }
}

#[test]
fn the_values_of_a_refusal_are_named_as_in_the_api() {
    let json = serde_json::to_value(Refusal::PeriodOverlaps {
        from: day("2026-01-01"),
        to: day("2026-01-31"),
        other_from: day("2026-01-15"),
        other_to: day("2026-02-14"),
    });
    let expected = serde_json::json!({
        "code": "PERIOD_OVERLAPS",
        "from": "2026-01-01",
        "to": "2026-01-31",
        "otherFrom": "2026-01-15",
        "otherTo": "2026-02-14",
    });
    assert_eq!(json.unwrap(), expected);
}
