//! All of a folder, or nothing.

use super::*;

const GOOD: &str = "program,metric,value,from\nRETAIL,NPS,45,2021-01-01\n";
const BAD: &str = "program,metric,value,from\nRETAIL,NPS,45,2021-01-01\nRETAIL,NPS,145,2022-01-01\n";

#[tokio::test]
async fn one_bad_row_keeps_every_row_out_and_is_given_back() {
    let world = World::with_a_program().await;
    world.write("targets.csv", BAD);
    world.write("links.csv", "program,initiative,metric,role\nRETAIL,REFUNDS,NPS,primary\n");
    let len = world.ledger.snapshot().len;
    let (report, told) = world.told(&["--all-or-nothing"]).await.unwrap();
    assert_eq!((report.rejected(), world.ledger.snapshot().len), (1, len));
    assert!(told.contains("nothing was written") && told.contains("1 rejected rows lie in"), "{told}");
    let back = fs::read_to_string(world.folder.path().join("rejected/targets.csv")).unwrap();
    assert!(back.contains("145,2022-01-01") && !back.contains("45,2021-01-01,"), "{back}");

    world.write("targets.csv", GOOD);
    let (report, told) = world.told(&["--all-or-nothing"]).await.unwrap();
    assert_eq!((report.rejected(), report.events()), (0, 2));
    assert!(told.contains("2 new events") && !told.contains("nothing was written"), "{told}");
    assert_eq!(world.imports().await.events(), 0, "all of it was recorded");
}

#[tokio::test]
async fn a_row_that_needs_another_row_of_the_folder_is_tried_together_with_it() {
    let world = World::new().await;
    for (name, content) in WHOLE {
        world.write(name, content);
    }
    let report = world.import(&["--all-or-nothing"]).await;
    assert_eq!(rejected(&report), [""; 0]);
    assert_eq!(world.imports().await.events(), 0);
}
