//! Rejected rows come back as files.

use super::*;

#[tokio::test]
async fn rejected_rows_lie_in_a_file_as_they_were_with_the_reason() {
    let world = World::with_a_program().await;
    world.write(
        "targets.csv",
        "program,metric,value,from,reason\nRETAIL,NPS,45,2021-01-01,Fine\n\
         RETAIL,NPS,145,2022-01-01,\"Better, and \"\"best\"\"\"\nRETAIL,NPS,1\n",
    );
    let (report, told) = world.told(&[]).await.unwrap();
    assert_eq!((report.events(), report.rejected()), (1, 2));
    assert!(told.contains("2 rejected rows lie in"), "{told}");
    let back = fs::read_to_string(world.folder.path().join("rejected/targets.csv")).unwrap();
    assert_eq!(
        back,
        "program,metric,value,from,reason,rejected_because\n\
         RETAIL,NPS,145,2022-01-01,\"Better, and \"\"best\"\"\",value: a target of 145 can't be reached by this metric; \
         it runs from -100 to 100\n\
         RETAIL,NPS,1,,,\"this row has 3 cells and the header has 5; put text with commas in double quotes, and a \
         comma for each empty cell\"\n"
    );
}

#[tokio::test]
async fn rejected_rows_are_mended_where_they_lie_and_imported_from_there() {
    let world = World::with_a_program().await;
    world.write("targets.csv", "program,metric,value,from,reason\nRETAIL,NPS,145,2022-01-01,Better\n");
    world.import(&[]).await;
    let folder = world.folder.path().join("rejected");
    let back = fs::read_to_string(folder.join("targets.csv")).unwrap();
    fs::write(folder.join("targets.csv"), back.replace("145,2022", "45,2022")).unwrap();
    let (report, _) = import(&world.ledger, &folder, &[]).await.unwrap();
    assert_eq!((report.events(), report.rejected()), (1, 0));
}

#[tokio::test]
async fn what_was_rejected_before_is_set_aside_with_whatever_was_mended_in_it() {
    let world = World::with_a_program().await;
    let at = |path: &str| world.folder.path().join(path);
    world.write("targets.csv", "program,metric,value,from\nRETAIL,NPS,145,2022-01-01\n");
    world.import(&[]).await;
    fs::write(at("rejected/targets.csv"), "mended where it lies").unwrap();
    let (_, told) = world.told(&[]).await.unwrap();
    assert!(told.contains(&at("rejected-1").display().to_string()), "{told}");
    assert_eq!(fs::read_to_string(at("rejected-1/targets.csv")).unwrap(), "mended where it lies");
    assert!(at("rejected/targets.csv").exists());

    world.write("targets.csv", "program,metric,value,from\nRETAIL,NPS,45,2022-01-01\n");
    world.imports().await;
    assert!(!at("rejected").exists() && at("rejected-2").exists());
    let (_, told) = world.told(&[]).await.unwrap();
    assert!(!told.contains("earlier import"), "{told}");
}
