//! What is decided about practices: that one does not apply, and how far to come by when.

use cxl_domain::maturity::profile;

use super::*;

const EXCLUDED: &str = "program,initiative,practice,from,until,reason,review_on";
const TARGETS: &str = "program,initiative,goal,due_on,from,dropped_on,dropped_because";

impl World {
    /// The stretches on which practices of REFUNDS do not apply.
    fn exclusions(&self) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let views = self.ledger.snapshot();
        let refunds = views.initiative(self.initiative("REFUNDS")).unwrap();
        let excluded = profile::exclusions(&refunds.state.history, &ever());
        excluded.into_iter().map(|held| (held.from, held.until)).collect()
    }
}

#[tokio::test]
async fn an_exclusion_ends_on_its_own_day_and_leaves_the_one_that_adjoins_it() {
    let world = World::with_a_program().await;
    let rows = "RETAIL,REFUNDS,D1,2021-01-01,2022-01-01,No budget,2021-06-01\n\
                RETAIL,REFUNDS,D1,2022-01-01,,Still no budget,2023-01-01";
    for events in [2, 0, 0] {
        assert_eq!(world.row("not_applicable.csv", EXCLUDED, rows).await, (events, vec![]));
    }
    let first = (day("2021-01-01"), Some(day("2022-01-01")));
    assert_eq!(world.exclusions(), [first, (day("2022-01-01"), None)]);
    let ended = "RETAIL,REFUNDS,D1,2022-01-01,2024-01-01,Still no budget,2023-01-01";
    for events in [1, 0] {
        assert_eq!(world.row("not_applicable.csv", EXCLUDED, ended).await, (events, vec![]));
    }
    assert_eq!(world.exclusions(), [first, (day("2022-01-01"), Some(day("2024-01-01")))]);
}

#[tokio::test]
async fn an_exclusion_that_is_over_ends_on_no_other_day() {
    let world = World::with_a_program().await;
    let until = async |until: &str| {
        let row = format!("RETAIL,REFUNDS,D1,2021-01-01,{until},No budget,2021-06-01");
        world.row("not_applicable.csv", EXCLUDED, &row).await
    };
    assert_eq!(until("2022-01-01").await, (1, vec![]));
    let over = "not_applicable.csv:2:until: the practice applies again from 2022-01-01 on; exclude it from a later \
                day in a row of its own, or correct the cell";
    assert_eq!(until("2023-01-01").await, (0, vec![over.to_owned()]));
    let early = "not_applicable.csv:2:until: 2020-01-01 is not after 2021-01-01; until is the first day on which \
                 it applies";
    assert_eq!(until("2020-01-01").await, (0, vec![early.to_owned()]));
}

#[tokio::test]
async fn a_target_of_maturity_is_dropped_once_and_one_set_anew_that_day_stands() {
    let world = World::with_a_program().await;
    let rows = "RETAIL,REFUNDS,2,2023-12-31,2021-01-01,2022-07-01,No budget\n\
                RETAIL,REFUNDS,2,2024-12-31,2022-07-01,,";
    for events in [3, 0] {
        assert_eq!(world.row("maturity_targets.csv", TARGETS, rows).await, (events, vec![]));
    }
    let views = world.ledger.snapshot();
    let refunds = views.initiative(world.initiative("REFUNDS")).unwrap();
    let targets = profile::targets(&refunds.state.history, &ever());
    assert_eq!(targets.iter().map(|target| target.due).collect::<Vec<_>>(), [day("2024-12-31")]);
    let early = "RETAIL,REFUNDS,2,2023-12-31,2021-01-01,2020-07-01,No budget";
    let (_, told) = world.row("maturity_targets.csv", TARGETS, early).await;
    assert!(
        told[0].starts_with("maturity_targets.csv:2:dropped_on: it is no target on 2020-07-01"),
        "{told:?}"
    );
}
