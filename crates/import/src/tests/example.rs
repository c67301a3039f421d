//! The example of the repository goes in whole.

use std::path::PathBuf;

use cxl_domain::calendar::Period;
use cxl_domain::initiative::MetricRole;
use cxl_domain::measurement::xmr::PointType;
use cxl_ledger::query::{InitiativeFilter, InitiativeOrder, Inquiry, OrderDirection};

use super::*;

#[tokio::test]
async fn four_hour_waits_of_130_providers_go_in_and_can_be_asked_about() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nhs-ae"));
    let world = World::new().await;
    let (report, _) = import(&world.ledger, &folder, &["--dry-run"]).await.unwrap();
    assert_eq!(rejected(&report), [""; 0]);
    let (report, _) = import(&world.ledger, &folder, &[]).await.unwrap();
    assert_eq!((report.events(), report.rejected()), (11_185, 0));
    let (again, _) = import(&world.ledger, &folder, &[]).await.unwrap();
    assert_eq!(again.events(), 0);

    let views = world.ledger.snapshot();
    let inquiry =
        Inquiry { views: &views, analyses: &world.ledger.analyses, as_of: AsOf::head(day("2026-01-15")) };
    let filter = InitiativeFilter { signal: Some(PointType::Concern), ..InitiativeFilter::default() };
    let all = |filter: &InitiativeFilter| {
        inquiry.initiatives(filter, InitiativeOrder::Code, OrderDirection::Ascending, &|_| true)
    };
    let concerned = all(&filter);
    let initiatives = all(&InitiativeFilter::default());
    assert_eq!(initiatives.len(), 130);

    let (before, after) = (period("2016-04-01", "2018-03-31"), period("2018-04-01", "2019-03-31"));
    let mut verdicts = std::collections::BTreeMap::<_, usize>::new();
    for row in &initiatives {
        let held = inquiry.initiative(row.id).unwrap();
        assert!(held.state.owner(&inquiry.as_of).is_none());
        let roles: Vec<_> = held.state.links(&inquiry.as_of).into_iter().map(|(_, role)| role).collect();
        assert_eq!(roles, [MetricRole::Primary, MetricRole::Balancing]);
        let metric = held.state.primary_metric(&inquiry.as_of).unwrap();
        let compared = inquiry.window_comparison(metric, None, None, (before, after), None).unwrap();
        *verdicts.entry(compared.verdict.name()).or_default() += 1;
    }
    assert_eq!(concerned.len(), 42);
    let expected = [("improved", 20), ("no_detectable_change", 78), ("worse", 32)];
    assert_eq!(verdicts.into_iter().collect::<Vec<_>>(), expected);
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).unwrap()
}
