//! Decisions from files: how they ended, and what belongs to which end.

use cxl_domain::decision::{Decision, Status};

use super::*;

const DECISIONS: &str = "program,code,committee,question,on,deadline_on,options,choice,reasons,decided_on,\
                         deferred_until,withdrawn_on,published_on";

impl World {
    async fn decision(&self, row: &str) -> (usize, Vec<String>) {
        self.row("decisions.csv", DECISIONS, row).await
    }

    fn decided(&self, of: &str) -> Decision {
        let views = self.ledger.snapshot();
        let id = views.thing_by_code::<Decision>(self.program(), &code(of), &ever()).unwrap();
        views.thing::<Decision>(id).unwrap().state.clone()
    }
}

#[tokio::test]
async fn what_was_put_off_in_time_goes_in_once_though_its_deadline_has_passed_since() {
    let world = World::with_a_committee().await;
    let row = "RETAIL,A,STEER,Do we open on Sundays?,2021-04-01,2021-06-30,,,No figures,2021-04-12,2021-06-01,,\
               2021-04-20";
    let (events, told) = world.decision(row).await;
    assert_eq!(told, [""; 0]);
    assert!(events > 0);
    assert_eq!(world.decision(row).await, (0, vec![]));
    let held = world.decided("A");
    assert_eq!(held.status(&AsOf::head(day("2021-05-01"))).0, Status::Deferred);
    assert_eq!(held.status(&ever()).0, Status::Expired);
    let late =
        row.replace("2021-04-12,2021-06-01", "2021-07-12,2021-09-01").replace("2021-04-20", "2021-07-20");
    let (_, told) = world.decision(&late).await;
    assert!(told[0].contains("expired after 2021-06-30"), "{told:?}");
}

#[tokio::test]
async fn what_was_put_off_and_made_later_is_put_off_no_second_time() {
    let world = World::with_a_committee().await;
    let deferred = "RETAIL,A,STEER,Do we?,2021-04-01,,YES: We do|NO: We do not,,No figures,2021-04-12,2021-06-01,,\
                    2021-04-20";
    let made = "RETAIL,A,STEER,Do we?,2021-04-01,,,YES,It costs less,2021-06-01,,,2021-06-10";
    assert_eq!(world.decision(deferred).await.1, [""; 0]);
    assert_eq!(world.decision(made).await.1, [""; 0]);
    for row in [deferred, made] {
        assert_eq!(world.decision(row).await, (0, vec![]));
    }
    let cases = [
        ("It costs less", "It is fair", "reasons: differs from what is recorded"),
        ("2021-06-01", "2021-06-02", "decided_on: 2021-06-02 differs from 2021-06-01, which is recorded"),
        ("YES", "NO", "choice: NO differs from YES, which is recorded"),
    ];
    for (recorded, said, reason) in cases {
        let (events, told) = world.decision(&made.replace(recorded, said)).await;
        assert!(events == 0 && told[0].starts_with(&format!("decisions.csv:2:{reason}")), "{told:?}");
    }
}

#[tokio::test]
async fn a_question_is_taken_back_on_one_day_and_for_one_reason() {
    let world = World::with_a_committee().await;
    let row = "RETAIL,A,STEER,Do we call back?,2021-04-01,,,,Nobody asks,,,2021-05-03,2021-04-20";
    assert_eq!(world.decision(row).await.1, [""; 0]);
    assert_eq!(world.decision(row).await, (0, vec![]));
    let (_, told) = world.decision(&row.replace("2021-05-03", "2021-05-04")).await;
    let reason = "2021-05-04 differs from 2021-05-03, which is recorded; correct that fact, or the cell";
    assert_eq!(told, [format!("decisions.csv:2:withdrawn_on: {reason}")]);
    let (_, told) = world.decision(&row.replace("Nobody asks", "Nobody pays")).await;
    let reason = "differs from what is recorded; correct that fact, or the cell";
    assert_eq!(told, [format!("decisions.csv:2:reasons: {reason}")]);
}

#[tokio::test]
async fn a_decision_that_was_never_made_goes_in_by_the_day_on_which_it_was_put() {
    let world = World::with_a_committee().await;
    let header =
        "program,code,committee,question,on,options,choice,reasons,decided_on,supersedes,published_on";
    let rows = "RETAIL,LATER,STEER,And now?,2021-04-01,YES: We do|NO: We do not,YES,It costs less,2021-04-12,EARLIER,\
                2021-04-20\nRETAIL,EARLIER,STEER,Do we?,2020-04-01,,,,,,2020-04-20";
    assert_eq!(world.row("decisions.csv", header, rows).await.1, [""; 0]);
    let earlier = world.decided("EARLIER").id;
    assert_eq!(world.decided("LATER").supersedes(&ever()), [earlier]);
}

#[tokio::test]
async fn who_disagreed_stands_in_the_minutes_of_the_outcome() {
    let world = World::with_a_committee().await;
    let header = "program,code,committee,question,on,options,electors,quorum,decision_rule,choice,reasons,decided_on,\
                  dissents,published_on";
    let row = |dissents: &str| {
        format!(
            "RETAIL,A,STEER,Do we?,2021-04-01,YES: We do|NO: We do not,BEN;ANA,2,majority,YES,It costs less,\
             2021-04-12,{dissents},2021-04-20"
        )
    };
    let outside = world.row("decisions.csv", header, &row("ADMIN: Too early")).await;
    assert!(outside.0 == 0 && outside.1[0].contains("electorate"), "{outside:?}");
    let unknown = world.row("decisions.csv", header, &row("EVE: Too early")).await.1;
    assert_eq!(
        unknown,
        ["decisions.csv:2:dissents: there is no person EVE; add it to people.csv, or correct the code"]
    );
    let said = row("ANA: Too early|ANA: Too dear");
    assert_eq!(world.row("decisions.csv", header, &said).await.1, [""; 0]);
    assert_eq!(world.row("decisions.csv", header, &said).await, (0, vec![]));
    let held = world.decided("A");
    let (ana, ever) = (world.person("ANA").await, ever());
    let dissents = held.dissents(&ever);
    assert!(dissents.len() == 2 && dissents.iter().all(|(_, voter)| *voter == ana));
    assert_eq!(world.text(TextAt::field(dissents[0].0, "/fact/dissent")).await, "Too early");
    let other = world.row("decisions.csv", header, &row("BEN: Too early")).await;
    let reason = "differs from what is recorded; correct that fact, or the cell";
    assert_eq!(other, (0, vec![format!("decisions.csv:2:dissents: {reason}")]));
}

#[tokio::test]
async fn what_is_said_otherwise_of_what_was_carried_out_or_found_is_rejected_and_an_empty_cell_leaves_it() {
    let world = World::with_a_committee().await;
    let header = "program,code,committee,question,on,options,choice,reasons,decided_on,carried_out_on,\
                  carried_out_remark,looked_again_on,looked_again_finding,published_on";
    let decided = "RETAIL,A,STEER,Do we?,2021-04-01,YES: We do|NO: We do not,YES,It costs less,2021-04-12";
    let row = |remark: &str, finding: &str| {
        format!("{decided},2021-06-21,{remark},2021-09-21,{finding},2021-09-30")
    };
    assert_eq!(world.row("decisions.csv", header, &row("Paid daily", "It pays")).await.1, [""; 0]);
    for (remark, finding) in [("Paid daily", "It pays"), ("", "")] {
        assert_eq!(world.row("decisions.csv", header, &row(remark, finding)).await, (0, vec![]));
    }
    let reason = "differs from what is recorded; correct that fact, or the cell";
    for (remark, finding, column) in [
        ("Paid weekly", "It pays", "carried_out_remark"),
        ("Paid daily", "It does not", "looked_again_finding"),
    ] {
        let told = world.row("decisions.csv", header, &row(remark, finding)).await;
        assert_eq!(told, (0, vec![format!("decisions.csv:2:{column}: {reason}")]));
    }
}

#[tokio::test]
async fn a_cell_that_belongs_to_another_end_is_rejected() {
    let world = World::with_a_committee().await;
    let header = "program,code,committee,question,on,choice,reasons,decided_on,withdrawn_on";
    let made = "belongs to a decision that was made; fill in choice, or empty it";
    let of_chosen = [
        ("meeting", "2021-Q1"),
        ("minutes_number", "7"),
        ("minuted_by", "ANA"),
        ("present", "ANA"),
        ("votes", "ANA: YES"),
        ("recused", "ANA"),
        ("tally", "YES: 3"),
        ("tally_abstained", "1"),
        ("dissents", "ANA: Too early"),
        ("carry_out_by", "2021-06-30"),
        ("carried_out_on", "2021-06-21"),
        ("carried_out_remark", "Paid"),
        ("looked_again_on", "2021-09-21"),
        ("looked_again_finding", "It pays"),
    ];
    for (column, cell) in of_chosen {
        let row = format!("RETAIL,A,STEER,Do we?,2021-04-01,,,,,{cell}");
        let told = world.row("decisions.csv", &format!("{header},{column}"), &row).await;
        assert_eq!(told, (0, vec![format!("decisions.csv:2:{column}: {made}")]));
    }
    let cases = [
        (
            ",Nobody asks,,",
            "reasons: belongs to a decision that ended; fill in choice, deferred_until or withdrawn_on",
        ),
        (",,2021-04-12,", "decided_on: belongs to a decision that ended; fill in choice or deferred_until"),
        (
            ",Nobody asks,2021-04-12,2021-05-03",
            "decided_on: and withdrawn_on: when was it taken back? empty decided_on",
        ),
    ];
    for (end, reason) in cases {
        let row = format!("RETAIL,A,STEER,Do we?,2021-04-01,{end}");
        let told = world.row("decisions.csv", header, &row).await;
        assert_eq!(told, (0, vec![format!("decisions.csv:2:{reason}")]));
    }
}
