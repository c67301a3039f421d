//! What departments, initiatives and metrics are called from a later day on.

use super::*;

const NAMES: &str = "program,department,initiative,metric,name,purpose,from";

impl World {
    async fn names(&self, rows: &str) -> (usize, Vec<String>) {
        self.row("names.csv", NAMES, rows).await
    }

    /// With a department CARE beside the program.
    async fn with_a_department() -> Self {
        let world = Self::with_a_program().await;
        let care = "CARE,Customer care,2015-01-01";
        assert_eq!(world.row("departments.csv", "code,name,from", care).await, (1, vec![]));
        world
    }

    /// What the department, the initiative and the metric are called on a day.
    async fn called(&self, on: &str) -> [String; 3] {
        let (views, as_of) = (self.ledger.snapshot(), AsOf::head(day(on)));
        let care = views.organization().state.department_of_code(&code("CARE"), &as_of).unwrap();
        let care = TextAt { position: care.named_by.1, pointer: "/fact/name" };
        let refunds = views.initiative(self.initiative("REFUNDS")).unwrap();
        let refunds = TextAt::name(refunds.state.name(&as_of).unwrap());
        let nps = views.metric(self.metric("NPS")).unwrap();
        let nps = TextAt::name(nps.state.name(&as_of).unwrap());
        [self.text(care).await, self.text(refunds).await, self.text(nps).await]
    }
}

#[tokio::test]
async fn a_later_name_holds_from_its_day_on_and_the_first_one_before() {
    let world = World::with_a_department().await;
    let rows = ",CARE,,,Care,,2022-01-01\nRETAIL,,REFUNDS,,Money back,Nobody asks at all,2022-01-01\n\
                RETAIL,,,NPS,Recommendation,,2022-01-01\nRETAIL,,,NPS,Promoters,,2021-01-01";
    assert_eq!(world.names(rows).await, (5, vec![]));
    assert_eq!(world.names(rows).await, (0, vec![]));
    assert_eq!(world.called("2020-12-31").await, ["Customer care", "Refunds", "Would recommend us"]);
    assert_eq!(world.called("2021-12-31").await, ["Customer care", "Refunds", "Promoters"]);
    assert_eq!(world.called("2022-01-01").await, ["Care", "Money back", "Recommendation"]);
    let views = world.ledger.snapshot();
    let refunds = &views.initiative(world.initiative("REFUNDS")).unwrap().state;
    let purpose = |on: &str| TextAt::field(refunds.purpose(&AsOf::head(day(on))).unwrap(), "/fact/purpose");
    assert_eq!(world.text(purpose("2021-12-31")).await, "Nobody asks twice");
    assert_eq!(world.text(purpose("2022-01-01")).await, "Nobody asks at all");
}

#[tokio::test]
async fn a_row_that_names_nothing_or_two_things_or_comes_too_early_is_rejected() {
    let world = World::with_a_department().await;
    let which = "department: or initiative or metric: fill in one of the three, for what the row names";
    let cases = [
        ("RETAIL,,,,Care,,2022-01-01", which),
        ("RETAIL,,REFUNDS,NPS,Care,,2022-01-01", which),
        ("RETAIL,CARE,,,Care,,2022-01-01", "program: has no departments of its own; empty it"),
        (",,REFUNDS,,Money back,,2022-01-01", "program: is empty; fill it in"),
        (",CARE,,,Care,To help,2022-01-01", "purpose: belongs to an initiative; empty it"),
        (
            "RETAIL,,REFUNDS,,Money back,,2020-01-01",
            "from: what it is called on 2020-01-01 stands in initiatives.csv; correct it there, or give a later day",
        ),
        (
            "RETAIL,,,NPS,Promoters,,2014-01-01",
            "from: what it is called on 2015-01-01 stands in metrics.csv; correct it there, or give a later day",
        ),
    ];
    for (row, reason) in cases {
        assert_eq!(world.names(row).await, (0, vec![format!("names.csv:2:{reason}")]), "{row}");
    }
}

#[tokio::test]
async fn a_definition_that_repeats_an_older_name_takes_the_later_one_back_only_where_it_stood_beside_it() {
    let world = World::with_a_department().await;
    let header = "program,code,name,kind,direction,rhythm,definition,definition_version,from";
    let nps = |name: &str| format!("RETAIL,NPS,{name},nps,increase,month,Among members,2,2022-01-01");
    assert_eq!(world.row("metrics.csv", header, &nps("Would recommend us")).await.1, [""; 0]);
    assert_eq!(world.names("RETAIL,,,NPS,Promoters,,2021-01-01").await, (1, vec![]));
    assert_eq!(world.row("metrics.csv", header, &nps("Would recommend us")).await, (0, vec![]));
    assert_eq!(world.called("2022-01-01").await[2], "Promoters");
    for name in ["Recommendation", "Would recommend us"] {
        assert_eq!(world.row("metrics.csv", header, &nps(name)).await, (1, vec![]));
        assert_eq!(world.called("2022-01-01").await[2], name);
    }
}
