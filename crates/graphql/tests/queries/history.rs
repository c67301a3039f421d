//! The trail of a thing, and that part of it for which somebody asks.

use cxl_domain::initiative;
use cxl_domain::role::Role;
use cxl_ledger::Command;
use serde_json::{Value, json};

use crate::world::{World, day};

async fn types(world: &World, arguments: &str) -> Vec<String> {
    let query = format!(
        r#"{{ initiative(program: "CX", code: "REFUNDS") {{
            history{arguments} {{ edges {{ node {{ type }} }} }} }} }}"#
    );
    let answer = world.ask(&query).await;
    let edges = answer["initiative"]["history"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_history_is_asked_for_by_type_by_person_and_by_the_days_on_which_it_was_recorded() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let lead = world.person("LEAD", Role::ProgramLead, world.program).await;
    let assign = |on: &str| {
        let (owner, on) = (world.administrator, Some(day(on)));
        Command::Initiative(Some(refunds), initiative::Command::AssignOwner { owner, on, authority: None })
    };
    world.run(assign("2024-05-01")).await;
    world.at("2024-06-10T03:00:00Z");
    let vacate = initiative::Command::VacateOwner { reason: None, on: None, authority: None };
    world.run_as(lead, None, Command::Initiative(Some(refunds), vacate)).await;
    // Still the 20th in London, and the 21st in Hanoi.
    world.at("2024-06-20T20:00:00Z");
    world.run(assign("2024-06-21")).await;

    let (assigned, vacated) = ("initiative.owner-assigned.v1", "initiative.owner-vacated.v1");
    let whole = types(&world, "").await;
    assert_eq!(whole[whole.len() - 3..], [assigned, vacated, assigned]);
    assert_eq!(types(&world, r#"(only: {types: ["initiative.owner-assigned"]})"#).await, [assigned; 2]);
    let both = r#"(only: {types: ["initiative.owner-assigned.v1", "initiative.owner-vacated"]})"#;
    assert_eq!(types(&world, both).await, [assigned, vacated, assigned]);
    assert_eq!(types(&world, r#"(only: {types: ["initiative.stopped"]})"#).await, Vec::<String>::new());
    let answer = world.ask(r#"{ person(code: "LEAD") { id } }"#).await;
    let theirs = format!("(only: {{person: {}}})", answer["person"]["id"]);
    assert_eq!(types(&world, &theirs).await, [vacated]);
    let days = |from: &str, to: &str| format!(r#"(only: {{recordedFrom: "{from}", recordedTo: "{to}"}})"#);
    assert_eq!(types(&world, &days("2024-06-10", "2024-06-20")).await, [vacated]);
    assert_eq!(types(&world, &days("2024-06-21", "2024-06-21")).await, [assigned]);
}

#[tokio::test]
async fn a_filtered_history_comes_in_pages_and_a_cursor_belongs_to_its_filter() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    for (from, to) in
        [("2024-05-01", "2024-05-02"), ("2024-05-03", "2024-05-04"), ("2024-05-05", "2024-05-06")]
    {
        let (owner, authority) = (world.administrator, None);
        let assign = initiative::Command::AssignOwner { owner, on: Some(day(from)), authority };
        let vacate = initiative::Command::VacateOwner { reason: None, on: Some(day(to)), authority: None };
        world.run(Command::Initiative(Some(refunds), assign)).await;
        world.run(Command::Initiative(Some(refunds), vacate)).await;
    }
    let page = |only: &str, after: &Value| {
        let after = if after.is_null() { String::new() } else { format!(", after: {after}") };
        format!(
            r#"{{ initiative(program: "CX", code: "REFUNDS") {{ history(first: 2, only: {only}{after}) {{
                edges {{ node {{ type effective {{ from }} }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"#
        )
    };
    let vacated = r#"{types: ["initiative.owner-vacated"]}"#;
    let first = world.ask(&page(vacated, &Value::Null)).await["initiative"]["history"].take();
    let info = &first["pageInfo"];
    assert_eq!((first["edges"].as_array().unwrap().len(), &info["hasNextPage"]), (2, &json!(true)));
    let last = world.ask(&page(vacated, &info["endCursor"])).await["initiative"]["history"].take();
    let event = json!({"type": "initiative.owner-vacated.v1", "effective": {"from": "2024-05-06"}});
    assert_eq!(last["edges"], json!([{ "node": event }]));
    assert_eq!(last["pageInfo"]["hasNextPage"], false);
    let other = page(r#"{types: ["initiative.owner-assigned"]}"#, &info["endCursor"]);
    assert_eq!(world.refused(&other).await, "INVALID_CURSOR");
}

#[tokio::test]
async fn a_filter_that_can_fit_nothing_is_refused() {
    let world = World::new().await;
    world.chartered("REFUNDS", None).await;
    for only in [
        r#"{types: ["metric.target-set"]}"#,
        "{types: []}",
        r#"{recordedFrom: "2024-06-02", recordedTo: "2024-06-01"}"#,
        r#"{person: "nobody"}"#,
    ] {
        let query = format!(
            r#"{{ initiative(program: "CX", code: "REFUNDS") {{ history(only: {only}) {{ totalCount }} }} }}"#
        );
        assert_eq!(world.refused(&query).await, "BAD_USER_INPUT", "{only}");
    }
}
