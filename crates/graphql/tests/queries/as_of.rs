//! The past on both clocks.

use cxl_domain::role::Role;
use serde_json::json;

use crate::world::World;

/// An initiative owned by AN from January on; in July it is recorded that BINH has owned it since June.
async fn world() -> World {
    let world = World::new().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    let binh = world.person("BINH", Role::Contributor, world.program).await;
    let refunds = world.chartered("REFUNDS", Some(an)).await;
    world.at("2020-07-01T02:00:00Z");
    world.assign_owner(refunds, binh, "2020-06-01").await;
    world.at("2020-09-01T02:00:00Z");
    world
}

async fn owner(world: &World, as_of: &str) -> serde_json::Value {
    let query = format!(
        "{{ initiative(program: \"cx\", code: \"refunds\", asOf: {as_of}) {{ owner {{ name {{ value }} }} }} }}"
    );
    world.ask(&query).await["initiative"]["owner"]["name"]["value"].take()
}

#[tokio::test]
async fn what_holds_on_a_day_is_told_from_what_was_known_at_a_time() {
    let world = world().await;
    assert_eq!(owner(&world, "{}").await, "Person BINH");
    assert_eq!(owner(&world, "{effectiveOn: \"2020-05-15\"}").await, "Person AN");
    assert_eq!(owner(&world, "{effectiveOn: \"2020-06-15\"}").await, "Person BINH");
    let in_june = "known: {date: \"2020-06-20\"}, effectiveOn: \"2020-06-15\"";
    assert_eq!(owner(&world, &format!("{{{in_june}}}")).await, "Person AN");
    assert_eq!(owner(&world, &format!("{{{in_june}, strict: true}}")).await, "Person AN");
}

#[tokio::test]
async fn the_point_in_time_is_echoed_on_whatever_hangs_below_the_root() {
    let world = world().await;
    let head = world.ledger.snapshot().head().unwrap();
    let position = head - 1;
    let answer = world
        .ask(&format!(
            r#"{{ initiative(program: "CX", code: "REFUNDS", asOf: {{known: {{position: "{position}"}}, effectiveOn: "2020-08-01"}}) {{
                asOf {{ position known strict effectiveOn settled }}
                owner {{ name {{ value }} }}
                program {{ asOf {{ position effectiveOn }} initiatives {{ asOf {{ position settled }} }} }}
            }} }}"#
        ))
        .await;
    let initiative = &answer["initiative"];
    assert_eq!(
        initiative["asOf"],
        json!({
            "position": position.to_string(), "known": "2020-01-01T02:00:00.000000Z", "strict": false,
            "effectiveOn": "2020-08-01", "settled": true
        })
    );
    assert_eq!(initiative["owner"]["name"]["value"], "Person AN");
    assert_eq!(
        initiative["program"]["asOf"],
        json!({ "position": position.to_string(), "effectiveOn": "2020-08-01" })
    );
    assert_eq!(
        initiative["program"]["initiatives"]["asOf"],
        json!({ "position": position.to_string(), "settled": true })
    );
}

#[tokio::test]
async fn nothing_given_means_everything_recorded_today_in_the_programs_zone() {
    let world = world().await;
    // In Hanoi it is the next morning already.
    world.at("2020-09-01T18:00:00Z");
    let answer = world.ask(r#"{ program(code: "CX") { asOf { effectiveOn settled known } } }"#).await;
    assert_eq!(
        answer["program"]["asOf"],
        json!({ "effectiveOn": "2020-09-02", "settled": false, "known": "2020-09-01T18:00:00.000000Z" })
    );
}

#[tokio::test]
async fn two_points_in_time_in_one_document_are_refused() {
    let world = world().await;
    let conflict = r#"{
        now: program(code: "CX") { code }
        then: program(code: "CX", asOf: {effectiveOn: "2020-05-01"}) { code }
    }"#;
    assert_eq!(world.refused(conflict).await, "AS_OF_CONFLICT");
    let same = r#"{
        one: program(code: "CX", asOf: {effectiveOn: "2020-05-01"}) { code }
        other: organization(asOf: {effectiveOn: "2020-05-01", strict: false}) { isDemo }
    }"#;
    assert_eq!(world.ask(same).await["other"]["isDemo"], true);
}

#[tokio::test]
async fn what_is_not_known_yet_and_what_is_no_position_are_refused() {
    let world = world().await;
    let asked = |known: &str| format!("{{ program(code: \"CX\", asOf: {{known: {known}}}) {{ code }} }}");
    assert_eq!(world.refused(&asked("{position: \"4000\"}")).await, "UNKNOWN_POSITION");
    assert_eq!(world.refused(&asked("{instant: \"2020-09-01T02:00:01Z\"}")).await, "IN_FUTURE");
    assert_eq!(world.refused(&asked("{date: \"2020-09-02\"}")).await, "IN_FUTURE");
    let both = asked("{date: \"2020-08-01\", position: \"3\"}");
    assert_eq!(world.refused(&both).await, "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn history_older_than_its_program_is_found_by_its_code_as_it_is_in_the_list() {
    let world = world().await;
    let lead = world.person("LEAD", Role::ProgramLead, world.program).await;
    world.backfilled("HOTLINE", lead, "2017-03-01", "2017-03-05").await;
    let then = "asOf: {known: {date: \"2017-06-30\"}, effectiveOn: \"2017-06-30\"}";
    let answer = world
        .ask(&format!(
            r#"{{ initiative(program: "CX", code: "HOTLINE", {then}) {{ code }}
                  later: initiative(program: "CX", code: "REFUNDS", {then}) {{ code }}
                  program(code: "CX", {then}) {{ code }}
                  initiatives({then}) {{ edges {{ node {{ code }} }} }} }}"#
        ))
        .await;
    assert_eq!(answer["initiative"]["code"], "HOTLINE");
    assert_eq!(answer["initiatives"]["edges"], json!([{ "node": { "code": "HOTLINE" } }]));
    assert_eq!(answer["later"], json!(null));
    assert_eq!(answer["program"], json!(null));
}
