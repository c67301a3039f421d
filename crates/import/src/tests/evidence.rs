//! Evidence takes two people; of the past an importer may enter both.

use cxl_domain::evidence::{self, Judgment};
use cxl_domain::refusal::Refusal;
use cxl_ledger::{Command, ExecuteError, Request};
use cxl_store::meta::Actor;

use super::*;

const HEADER: &str = "program,practice,initiatives,from,to,summary,provided_by,accepted_by,published_on";

impl World {
    async fn evidence(&self, row: &str) -> Report {
        self.write("evidence.csv", format!("{HEADER}\nRETAIL,{row}\n"));
        self.import(&[]).await
    }

    fn judgments(&self) -> Vec<Judgment> {
        let views = self.ledger.snapshot();
        views.evidence_of(self.program()).map(|held| held.state.judgment(&ever())).collect()
    }
}

#[tokio::test]
async fn backfilled_evidence_is_accepted_by_another_person_than_provided_it() {
    let world = World::with_a_program().await;
    let row = "R1,REFUNDS,2021-01-01,2021-03-31,212 complaints sorted,ANA,BEN,2021-04-02";
    assert_eq!(world.evidence(row).await.events(), 2);
    assert_eq!(world.judgments(), [Judgment::Accepted(world.person("BEN").await)]);
    assert_eq!(world.evidence(row).await.events(), 0);
    let views = world.ledger.snapshot();
    let held = views.evidence_of(world.program()).next().unwrap();
    let marked = held.state.history.iter().all(|entry| entry.stamp.published == Some(day("2021-04-02")));
    assert!(marked, "both facts are claims");
}

#[tokio::test]
async fn evidence_that_one_person_would_both_enter_and_judge_is_rejected_whole() {
    let world = World::with_a_program().await;
    let cases = [
        ("ANA,ANA,2021-04-02", "accepted_by: is who provided it"),
        ("ANA,BEN,", "accepted_by: who enters evidence does not judge it"),
        (",BEN,2021-04-02", "provided_by: is empty, so it is who imports"),
        ("ADMIN,BEN,2021-04-02", ": evidence.accept is not allowed"),
    ];
    for (people, reason) in cases {
        let report = world.evidence(&format!("R1,REFUNDS,2021-01-01,2021-03-31,Complaints,{people}")).await;
        let told = rejected(&report);
        assert!(told.len() == 1 && told[0].contains(reason), "{told:?}");
    }
    // Only the last one is known to be wrong no sooner than it is judged.
    assert_eq!(world.judgments(), [Judgment::Awaited]);
}

#[tokio::test]
async fn live_evidence_awaits_somebody_else() {
    let world = World::with_a_program().await;
    assert_eq!(world.evidence("R1,REFUNDS,2021-01-01,2021-03-31,Complaints,ANA,,").await.events(), 1);
    assert_eq!(world.judgments(), [Judgment::Awaited]);
}

#[tokio::test]
async fn a_claim_does_not_let_anybody_judge_what_they_entered_live() {
    let world = World::with_a_program().await;
    world.evidence("R1,REFUNDS,2021-01-01,2021-03-31,Complaints,ANA,,").await;
    let report = world.evidence("R1,REFUNDS,2021-01-01,2021-03-31,Complaints,ANA,BEN,2021-04-02").await;
    assert_eq!(
        rejected(&report),
        ["evidence.csv:2:accepted_by: who provided or entered evidence does not accept it"]
    );
}

#[tokio::test]
async fn backfilled_evidence_is_not_accepted_live_by_who_entered_it() {
    let world = World::with_a_program().await;
    world.evidence("R1,REFUNDS,2021-01-01,2021-03-31,Complaints,ANA,,2021-04-02").await;
    let views = world.ledger.snapshot();
    let id = views.evidence_of(world.program()).next().unwrap().state.id;
    let accept = Command::Evidence(Some(id), evidence::Command::Accept { remark: None });
    let (admin, ben) = (world.person("ADMIN").await, world.person("BEN").await);
    let request = Request { by: Some(ben), ..Request::new(Actor::person(admin), CommandId(draw()), accept) };
    let refused = world.ledger.execute(request).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(Refusal::OwnEvidence))), "{refused:?}");
}

#[tokio::test]
async fn evidence_speaks_for_what_its_practice_is_earned_by() {
    let world = World::with_a_program().await;
    let cases = [
        ("R1,", "initiatives: R1 is earned by one initiative; name that one"),
        ("R9,REFUNDS", "practice: there is no practice \"R9\""),
        ("R1,NOWHERE", "initiatives: there is no initiative NOWHERE"),
    ];
    for (said, reason) in cases {
        let told = rejected(&world.evidence(&format!("{said},2021-01-01,2021-03-31,Complaints,,,")).await);
        assert!(told[0].contains(reason), "{told:?}");
    }
    let future = rejected(&world.evidence("R1,REFUNDS,2026-01-01,2026-03-31,Complaints,,,").await);
    assert_eq!(future, ["evidence.csv:2:to: 2026-03-31 lies after today (2026-01-15)"]);
}

#[tokio::test]
async fn backfilled_evidence_counts_until_the_day_on_which_it_was_withdrawn() {
    let world = World::with_a_program().await;
    let header = "program,practice,initiatives,from,to,summary,provided_by,published_on,withdrawn_because,\
                  withdrawn_by,withdrawn_on";
    let import = |row: &str| {
        world.write(
            "evidence.csv",
            format!("{header}\nRETAIL,R1,REFUNDS,2021-01-01,2021-03-31,Complaints,{row}\n"),
        );
        world.import(&[])
    };
    let wrong = [
        ("ANA,2021-04-02,Another year,ANA,", "withdrawn_on: is empty"),
        ("ANA,,Another year,ANA,2021-06-10", "withdrawn_on: stands with published_on only"),
        ("ANA,2021-04-02,,ANA,", "withdrawn_because: is empty"),
        ("ANA,2021-04-02,,,2021-06-10", "withdrawn_because: is empty"),
    ];
    for (row, reason) in wrong {
        let told = rejected(&import(row).await);
        assert!(told.len() == 1 && told[0].contains(reason), "{told:?}");
    }
    assert!(world.judgments().is_empty(), "nothing of a rejected row is recorded");

    let row = "ANA,2021-04-02,Another year,ANA,2021-06-10";
    assert_eq!(import(row).await.events(), 2);
    assert_eq!(import(row).await.events(), 0);
    let views = world.ledger.snapshot();
    let held = views.evidence_of(world.program()).next().unwrap();
    let withdrawn = held.state.withdrawn(&ever()).unwrap();
    assert_eq!(withdrawn.stamp.published, Some(day("2021-06-10")));
    assert_eq!(withdrawn.by(), world.person("ANA").await);
}
