//! What a row says otherwise than the ledger: recorded where it can change, else rejected.

use cxl_domain::authority::Act;
use cxl_domain::measurement::publication::RestatementReason;

use super::*;

/// The figures of January 2021 in the order of recording, each with its reason.
fn january(world: &World) -> Vec<(String, Option<RestatementReason>)> {
    let views = world.ledger.snapshot();
    let metric = &views.metric(world.metric("NPS")).unwrap().state;
    let stated = metric.series[0].publications.iter().map(|entry| {
        let cxl_domain::measurement::figures::Figures::Value(value) = entry.fact.reading.figures else {
            panic!("a value was imported")
        };
        (value.to_string(), entry.fact.restatement)
    });
    stated.collect()
}

#[tokio::test]
async fn a_changed_figure_is_a_restatement() {
    let world = World::with_a_program().await;
    world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,41,,"]).await;
    let report = world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,39,,"]).await;
    assert_eq!((report.events(), report.files[0].restated), (1, 1));
    let report = world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,38,source_error,"]).await;
    assert_eq!((report.events(), report.files[0].restated), (1, 1));
    let stated = [
        ("41".into(), None),
        ("39".into(), Some(RestatementReason::SourceRevised)),
        ("38".into(), Some(RestatementReason::SourceError)),
    ];
    assert_eq!(january(&world), stated);
}

#[tokio::test]
async fn the_reason_of_restatements_is_what_the_importer_says() {
    let world = World::with_a_program().await;
    world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,41,,"]).await;
    world.write(
        "readings.csv",
        "program,metric,period_from,period_to,value\nRETAIL,NPS,2021-01-01,2021-01-31,40\n",
    );
    world.import(&["--restatement-reason", "provisional_to_final"]).await;
    assert_eq!(january(&world)[1].1, Some(RestatementReason::ProvisionalToFinal));
    let refused = world.told(&["--restatement-reason", "because"]).await.unwrap_err().to_string();
    assert!(refused.contains("source_revised, provisional_to_final, source_error, definition"), "{refused}");
}

#[tokio::test]
async fn an_old_file_imported_again_is_rejected_unless_the_row_says_why() {
    let world = World::with_a_program().await;
    world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,41,,"]).await;
    world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,39,,"]).await;
    let report = world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,41,,"]).await;
    assert_eq!(
        rejected(&report),
        [
            "readings.csv:2:restatement_reason: these figures were superseded before; to return to them, restate \
          with a reason"
        ]
    );
    let report = world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,41,source_error,"]).await;
    assert_eq!((report.rejected(), report.events(), report.files[0].restated), (0, 1, 1));
}

#[tokio::test]
async fn dated_figures_may_arrive_in_any_order_and_more_than_once() {
    let world = World::with_a_program().await;
    let newer = "RETAIL,NPS,2021-01-01,2021-01-31,39,,2021-06-01";
    let older = "RETAIL,NPS,2021-01-01,2021-01-31,41,,2021-02-05";
    world.readings(&[newer]).await;
    assert_eq!(world.readings(&[older]).await.events(), 1);
    assert_eq!(world.readings(&[newer, older]).await.events(), 0);
    let views = world.ledger.snapshot();
    let held = views.metric(world.metric("NPS")).unwrap();
    let kind = held.state.definition(&ever()).unwrap().1.kind;
    let current = held.state.series[0].current(kind, &ever());
    assert_eq!(current[0].value, 39.into());
    // Other figures for a day already taken are a slip of ours, which is corrected.
    let report = world.readings(&["RETAIL,NPS,2021-01-01,2021-01-31,40,,2021-06-01"]).await;
    assert!(
        rejected(&report)[0].starts_with("readings.csv:2:published_on: other figures stand as published")
    );
}

#[tokio::test]
async fn a_name_a_purpose_an_owner_and_a_target_change_with_the_file() {
    let world = World::with_a_program().await;
    world.write(
        "initiatives.csv",
        "program,code,name,purpose,owner,from\nRETAIL,REFUNDS,Money back,Nobody asks three times,ANA,2020-01-01\n",
    );
    world.write("targets.csv", "program,metric,value,from\nRETAIL,NPS,45,2021-01-01\n");
    world.write("people.csv", "code,name\nANA,Ana Ruiz Gil\n");
    world.imports().await;
    assert_eq!(world.imports().await.events(), 0);
    world.write("targets.csv", "program,metric,value,from\nRETAIL,NPS,50,2021-01-01\n");
    assert_eq!(world.imports().await.events(), 1);

    let views = world.ledger.snapshot();
    let refunds = &views.initiative(world.initiative("REFUNDS")).unwrap().state;
    let ana = world.person("ANA").await;
    assert_eq!(world.text(TextAt::name(refunds.name(&ever()).unwrap())).await, "Money back");
    assert_eq!(refunds.owner(&ever()).map(|(_, owner)| owner), Some(ana));
    let named = views.person(ana).unwrap().state.name(&ever()).map(TextAt::name).unwrap();
    assert_eq!(world.text(named).await, "Ana Ruiz Gil");
    let nps = &views.metric(world.metric("NPS")).unwrap().state;
    assert_eq!(nps.target(&ever()).map(|target| target.value), Some(50.into()));
}

#[tokio::test]
async fn what_only_a_correction_mends_is_rejected() {
    let world = World::with_a_program().await;
    world.write(
        "initiatives.csv",
        "program,code,name,purpose,from\nRETAIL,REFUNDS,Refunds,Nobody asks twice,2019-01-01\n",
    );
    world.write(
        "metrics.csv",
        "program,code,name,kind,direction,rhythm,definition_version,definition\n\
         RETAIL,NPS,Would recommend us,csat,increase,month,1,9 and 10 less 0 to 6\n\
         RETAIL,NPS,Would recommend us,nps,increase,month,3,Another\n\
         RETAIL,WAIT,Answered in time,proportion,increase,month,,Answered within two minutes\n\
         RETAIL,NEW,New,count,increase,month,2,Counted\n",
    );
    assert_eq!(
        rejected(&world.import(&[]).await),
        [
            "initiatives.csv:2:from: 2019-01-01 differs from 2020-01-01, which is recorded; correct that fact, or \
             the cell",
            "metrics.csv:2:kind: csat differs from nps, which is recorded; correct that fact, or the cell",
            "metrics.csv:3:definition_version: is 3; the next version of this metric is 2",
            "metrics.csv:4:definition: version 1 is worded otherwise; correct that fact, or state a new version in \
             a row of its own",
            "metrics.csv:5:definition_version: is 2, but the metric is new; begin with version 1",
        ]
    );
}

#[tokio::test]
async fn governance_that_a_row_does_not_state_stays_as_it_is() {
    let world = World::with_a_program().await;
    let header = "code,name,from,authority_for,without_authority";
    let rows = "RETAIL,Retail customers,2016-01-01,charter;stop,\nRETAIL,Retail customers,2020-01-01,,refused\n\
                RETAIL,Retail customers,2022-01-01,stop,";
    for events in [3, 0] {
        assert_eq!(world.row("program.csv", header, rows).await, (events, vec![]));
    }
    let views = world.ledger.snapshot();
    let governance = |on| {
        let held = views.program(world.program()).unwrap().state.governance(&AsOf::head(day(on)));
        (held.needing, held.strict)
    };
    assert_eq!(governance("2019-12-31"), (vec![Act::Charter, Act::Stop], false));
    assert_eq!(governance("2020-01-01"), (vec![Act::Charter, Act::Stop], true));
    assert_eq!(governance("2022-01-01"), (vec![Act::Stop], true));
}

#[tokio::test]
async fn owners_take_their_turns_by_their_days_in_whatever_order_they_are_written() {
    let world = World::with_a_program().await;
    world.write(
        "owners.csv",
        "program,initiative,owner,from\nRETAIL,REFUNDS,ANA,2023-01-01\nRETAIL,REFUNDS,BEN,2022-01-01\n\
         RETAIL,REFUNDS,ANA,2021-01-01\n",
    );
    assert_eq!(world.imports().await.events(), 3);
    assert_eq!(world.imports().await.events(), 0);
    let views = world.ledger.snapshot();
    let refunds = &views.initiative(world.initiative("REFUNDS")).unwrap().state;
    let (ana, ben) = (world.person("ANA").await, world.person("BEN").await);
    let owner = |on| refunds.owner(&AsOf::head(day(on))).map(|(_, owner)| owner);
    assert_eq!(
        ["2020-06-01", "2021-06-01", "2022-06-01", "2023-06-01"].map(owner),
        [None, Some(ana), Some(ben), Some(ana)]
    );
}

#[tokio::test]
async fn an_improvement_is_moved_and_ended_by_later_imports() {
    let world = World::with_a_program().await;
    let header = "program,initiative,title,started_on,due_on,delivered_on,reason";
    let import = async |row: &str| {
        world.write("improvements.csv", format!("{header}\nRETAIL,REFUNDS,{row}\n"));
        world.import(&[]).await
    };
    assert_eq!(import("Paid by machine,2024-03-01,2024-09-30,,").await.events(), 1);
    assert_eq!(
        rejected(&import("Paid by machine,2024-03-01,2026-03-31,,").await),
        [
            "improvements.csv:2:reason: is empty; it was due on 2024-09-30: say why the date moves to 2026-03-31"
        ]
    );
    assert_eq!(import("Paid by machine,2024-03-01,2026-03-31,,Supplier is late").await.events(), 1);
    assert_eq!(import("Paid by machine,2024-03-01,2026-03-31,2026-01-10,").await.events(), 1);
    assert_eq!(import("Paid by machine,2024-03-01,2026-03-31,2026-01-10,").await.events(), 0);
    let over = rejected(&import("Paid by machine,2024-03-01,,2026-01-11,").await);
    assert_eq!(over, ["improvements.csv:2:delivered_on: the improvement was delivered on 2026-01-10"]);
}

#[tokio::test]
async fn an_open_role_ends_when_the_file_says_so() {
    let world = World::with_a_program().await;
    world.write("roles.csv", "person,role,program,from,until\nANA,contributor,RETAIL,2020-01-01,\n");
    assert_eq!(world.imports().await.events(), 1);
    world
        .write("roles.csv", "person,role,program,from,until\nANA,contributor,RETAIL,2020-01-01,2023-01-01\n");
    assert_eq!(world.imports().await.events(), 1);
    assert_eq!(world.imports().await.events(), 0);
    world
        .write("roles.csv", "person,role,program,from,until\nANA,contributor,RETAIL,2020-01-01,2024-01-01\n");
    assert!(
        rejected(&world.import(&[]).await)[0].starts_with("roles.csv:2:until: the role ended on 2023-01-01")
    );
}

#[tokio::test]
async fn whoever_imports_needs_the_rights() {
    let world = World::with_a_program().await;
    world.write("roles.csv", "person,role,from\nANA,contributor,2020-01-01\n");
    world.imports().await;
    fs::remove_file(world.folder.path().join("roles.csv")).unwrap();
    world.write("targets.csv", "program,metric,value,from\nRETAIL,NPS,45,2021-01-01\n");
    world.write(
        "readings.csv",
        "program,metric,period_from,period_to,value,published_on\nRETAIL,NPS,2021-01-01,2021-01-31,41,\n\
         RETAIL,NPS,2021-02-01,2021-02-28,41,2021-03-01\n",
    );
    let report = world.import(&["--as", "ana"]).await;
    assert_eq!(
        rejected(&report),
        [
            "targets.csv:2:: metric.set-target is not allowed (denied); import as a person who may, with --as CODE",
            "readings.csv:3:: record.backfill is not allowed (denied); import as a person who may, with --as CODE",
        ]
    );
    assert_eq!(report.events(), 1);
    let unknown = world.told(&["--as", "EVE"]).await.unwrap_err().to_string();
    assert_eq!(unknown, "there is no person EVE; name somebody who is registered");
}
