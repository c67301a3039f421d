//! What is known already is not recorded again, and a dry run records nothing at all.

use cxl_domain::initiative::Status;

use super::*;

#[tokio::test]
async fn a_whole_folder_goes_in_and_again_records_nothing() {
    let world = World::new().await;
    world.write_whole();
    let first = world.imports().await;
    assert_eq!(first.files.len(), WHOLE.len());
    assert!(first.files.iter().all(|file| file.recorded > 0 && file.unchanged == 0), "{first:?}");
    let len = world.ledger.snapshot().len;
    for _ in 0..2 {
        let (again, told) = world.told(&[]).await.unwrap();
        assert_eq!((again.events(), again.rejected()), (0, 0), "{told}");
        assert!(told.ends_with("\n0 new events\n"), "{told}");
    }
    assert_eq!(world.ledger.snapshot().len, len);
}

#[tokio::test]
async fn what_went_in_is_what_stood_in_the_files() {
    let world = World::new().await;
    world.write_whole();
    world.imports().await;
    let views = world.ledger.snapshot();
    let (ana, ben) = (world.person("ANA").await, world.person("BEN").await);

    let departments = &views.organization().state;
    let department = |of| departments.department_of_code(&code(of), &ever()).map(|held| held.id);
    let placed = |on| views.person(ana).unwrap().state.department(&AsOf::head(day(on)));
    assert_eq!((placed("2020-06-01"), placed("2021-06-01")), (department("OPS"), department("CARE")));
    assert_eq!(departments.department_of_code(&code("CARE"), &ever()).unwrap().parent, department("OPS"));

    let program = &views.program(world.program()).unwrap().state;
    assert_eq!(program.sponsor(&ever()), Some(ben));
    assert_eq!(program.calendar(&ever()).unwrap().first_month(), 4);

    let refunds = &views.initiative(world.initiative("REFUNDS")).unwrap().state;
    let owner = |on| refunds.owner(&AsOf::head(day(on))).map(|(_, owner)| owner);
    let owners = ["2020-06-01", "2021-06-01", "2022-06-01"].map(owner);
    assert_eq!(owners, [Some(ana), Some(ben), None]);
    assert_eq!(refunds.primary_metric(&AsOf::head(day("2020-01-01"))), Some(world.metric("NPS")));
    let calls = &views.initiative(world.initiative("CALLS")).unwrap().state;
    let status = |on| calls.status(&AsOf::head(day(on))).0;
    let statuses = ["2020-12-31", "2021-06-01", "2022-06-01"].map(status);
    assert_eq!(statuses, [Status::Stopped, Status::Running, Status::InSustain]);
    let carried: Vec<_> = refunds.successions(&ever()).map(|said| (said.predecessor, said.from)).collect();
    assert_eq!(carried, [(calls.id, day("2023-01-01"))]);
    assert_eq!(world.text(TextAt::name(calls.name(&ever()).unwrap())).await, "Calls, answered");

    let nps = &views.metric(world.metric("NPS")).unwrap().state;
    assert_eq!(nps.versions(&ever()).len(), 2);
    assert_eq!(nps.headline(&AsOf::head(day("2021-01-01"))).unwrap().definition, 1);
    assert_eq!(nps.headline(&AsOf::head(day("2022-01-01"))).unwrap().definition, 2);
    assert_eq!(nps.target(&AsOf::head(day("2021-06-01"))).map(|target| target.value), Some(45.into()));
    assert_eq!(nps.target(&AsOf::head(day("2022-06-01"))), None);
    let readings = &nps.series[0].publications;
    let backfilled: Vec<_> = readings.iter().map(|entry| entry.stamp.published).collect();
    assert_eq!(backfilled, [Some(day("2021-02-05")), None]);
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_tells_what_the_real_run_then_does() {
    let world = World::new().await;
    world.write_whole();
    rows::write_bad_rows(&world);
    let len = world.ledger.snapshot().len;

    let dry = world.import(&["--dry-run"]).await;
    assert_eq!(world.ledger.snapshot().len, len);
    assert!(!world.folder.path().join("rejected").exists());
    assert_eq!(world.ledger.person_by_code(&code("ANA"), &ever()).await.unwrap(), None);

    let real = world.import(&[]).await;
    assert!(real.rejected() > 20 && real.events() > 20);
    assert_eq!(format!("{:?}", dry.files), format!("{:?}", real.files));

    // And over a ledger that knows most of it.
    let dry = world.import(&["--dry-run"]).await;
    let real = world.import(&[]).await;
    assert_eq!(format!("{:?}", dry.files), format!("{:?}", real.files));
    assert_eq!(real.events(), 0);
}

#[tokio::test]
async fn a_dry_run_shows_every_rejected_row_and_says_what_it_is() {
    let world = World::with_a_program().await;
    let rows: Vec<_> = (0..30).map(|n| format!("RETAIL,NPS,2021-01-01,2021-01-31,{n}x,,")).collect();
    world.readings(&rows.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let (_, told) = world.told(&["--dry-run"]).await.unwrap();
    assert_eq!(told.lines().filter(|line| line.starts_with("readings.csv:")).count(), 30);
    assert!(told.ends_with("dry run: nothing was written; 0 new events would be\n"), "{told}");
    // The real run has them in a file.
    let (_, told) = world.told(&[]).await.unwrap();
    assert!(told.contains("readings.csv: … and 10 more rejected rows"), "{told}");
}

#[tokio::test]
async fn nothing_typed_stands_in_the_log_in_clear() {
    let world = World::new().await;
    world.write_whole();
    world.imports().await;
    let typed = [
        "Ana Ruiz",
        "Customer care",
        "Nobody",
        "Minutes",
        "Best of",
        "Paid by",
        "complaints",
        "among members",
        "Steering",
        "come first",
        "were discussed",
        "the bank",
    ];
    for recorded in world.ledger.store().read_all(0, 10_000).await.unwrap() {
        let stored = String::from_utf8([recorded.body, recorded.meta].concat()).unwrap();
        let found = typed.iter().find(|text| stored.contains(**text));
        assert_eq!(found, None, "{}", recorded.type_name);
    }
}
