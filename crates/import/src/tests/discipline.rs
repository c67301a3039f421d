//! Goals, purposes, control statements, rebases and bridges from files.

use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{GapReason, Purpose};
use cxl_domain::time::AsOf;

use super::*;

const METRICS: &str = "program,code,name,kind,direction,rhythm,definition,definition_version,accountable,goal,\
                       purpose,from";

/// The program with the goal LOYAL, for which Ana answers with NPS since 2016, defined anew in 2020.
async fn disciplined() -> World {
    let world = World::with_a_program().await;
    world.write("departments.csv", "code,name,from\nCARE,Customer care,2015-01-01\n");
    world.write(
        "goals.csv",
        "program,code,title,from,retired_on,reason\n\
         RETAIL,LOYAL,Customers stay,2016-01-01,2022-01-01,Reached\n",
    );
    let nps = "RETAIL,NPS,Would recommend us,nps,increase,month";
    world.write(
        "metrics.csv",
        format!(
            "{METRICS}\n{nps},9 and 10 less 0 to 6,1,ANA,LOYAL,strategy;pay,2015-01-01\n\
             {nps},Asked on the day,2,,,strategy,2020-01-01\n"
        ),
    );
    world.write(
        "control_statements.csv",
        "program,metric,by,controls,controls_remark,knows_how,has_authority,controlled_by,from\n\
         RETAIL,NPS,ANA,no,The bank decides,yes,no,CARE,2021-01-01\n",
    );
    world.write(
        "rebases.csv",
        "program,metric,date,reason,proposed_by,approved_by,published_on\n\
         RETAIL,NPS,2018-01-01,New survey tool,ANA,BEN,2018-02-01\n\
         RETAIL,NPS,2019-01-01,New market,ANA,,\n",
    );
    world.write("bridges.csv", "program,metric,earlier_version,later_version,reason\nRETAIL,NPS,1,2,Same\n");
    world
}

fn on(day: &str) -> AsOf {
    AsOf::head(day.parse().unwrap())
}

#[tokio::test]
async fn what_a_metric_is_for_and_who_can_move_it_come_from_files() {
    let world = disciplined().await;
    world.imports().await;
    let views = world.ledger.snapshot();
    let program = &views.program(world.program()).unwrap().state;
    let goals = program.goals(&on("2021-01-01"));
    assert_eq!(goals.len(), 1);
    assert_eq!(goals[0].retired, "2022-01-01".parse().ok());
    let metric = &views.metric(world.metric("NPS")).unwrap().state;
    assert_eq!(metric.goal(&on("2021-01-01")), Some(goals[0].id));
    let purposes = |day: &str| metric.purpose(&on(day)).map(|(_, declared)| declared.purposes.clone());
    assert_eq!(purposes("2019-12-31"), Some([Purpose::Strategy, Purpose::Pay].into()));
    assert_eq!(purposes("2020-01-01"), Some([Purpose::Strategy].into()));
    let gap = metric.accountability_gap(&on("2021-01-01")).unwrap();
    assert_eq!(gap.reasons, [GapReason::NoControl, GapReason::NoAuthority]);
    assert_eq!((gap.accountable, gap.belongs_to_sponsor), (Some(world.person("ANA").await), false));
    assert_eq!(metric.rebase_days(&SeriesKey::of(1), &on("2021-01-01")), ["2018-01-01".parse().unwrap()]);
    assert_eq!(metric.rebases(&SeriesKey::of(1), &on("2021-01-01")).len(), 2);
    assert_eq!(metric.bridged_versions(2, &on("2021-01-01")), [1, 2].into());
}

#[tokio::test]
async fn the_same_files_imported_again_record_nothing() {
    let world = disciplined().await;
    world.imports().await;
    let len = world.ledger.snapshot().len;
    world.imports().await;
    assert_eq!(world.ledger.snapshot().len, len);
}

#[tokio::test]
async fn a_row_that_cannot_be_is_rejected_with_what_to_do() {
    let world = disciplined().await;
    world.imports().await;
    world.write(
        "goals.csv",
        "program,code,title,from,retired_on\nRETAIL,LOYAL,Customers come back,2016-01-01,2022-01-01\n\
         RETAIL,FAST,Quick,2016-01-01,2015-06-01\n",
    );
    world.write(
        "control_statements.csv",
        "program,metric,by,controls,knows_how,has_authority,from\nRETAIL,NPS,BEN,yes,yes,yes,2021-01-01\n\
         RETAIL,NPS,ANA,perhaps,yes,yes,2021-01-01\n",
    );
    world.write(
        "rebases.csv",
        "program,metric,date,reason,proposed_by,approved_by,published_on\n\
         RETAIL,NPS,2017-01-01,Why not,ANA,ANA,2018-02-01\nRETAIL,NPS,2017-02-01,Why not,ANA,BEN,\n",
    );
    world.write("bridges.csv", "program,metric,earlier_version,later_version,reason\nRETAIL,NPS,1,3,Same\n");
    fs::remove_file(world.folder.path().join("metrics.csv")).unwrap();
    assert_eq!(
        rejected(&world.import(&[]).await),
        [
            "goals.csv:2:title: differs from what is recorded; correct that fact, or retire the goal and set \
             another",
            "goals.csv:3:retired_on: 2015-06-01 lies before the beginning on 2016-01-01",
            "control_statements.csv:2:by: that person is not accountable for the metric on 2021-01-01; who is \
             says whether they control it",
            "control_statements.csv:3:controls: \"perhaps\" is none of yes, no",
            "rebases.csv:2:approved_by: is who proposed it; a rebase is approved by somebody else",
            "rebases.csv:3:approved_by: who enters a rebase does not approve it; fill published_on if it was \
             approved back then, or leave this empty and let them approve it",
            "bridges.csv:2:definition_version: the metric has no definition version 3; the newest is 2",
        ]
    );
}
