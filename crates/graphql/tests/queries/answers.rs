//! What the schema says about each noun.

use cxl_domain::calendar::Period;
use cxl_domain::command::Annul;
use cxl_domain::initiative;
use cxl_domain::maturity::PracticeId;
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::role::Role;
use cxl_ledger::Command;
use serde_json::json;

use crate::world::{World, day, ratio, text};

#[tokio::test]
async fn owners_are_listed_with_the_gaps_between_them() {
    let world = World::new().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    let refunds = world.chartered("REFUNDS", None).await;
    world.assign_owner(refunds, an, "2020-03-01").await;
    let vacate = initiative::Command::VacateOwner {
        reason: Some(text("Moved to another company")),
        on: Some(day("2020-05-01")),
        authority: None,
    };
    world.run(Command::Initiative(Some(refunds), vacate)).await;
    world.at("2020-09-01T02:00:00Z");
    let answer = world
        .ask(
            r#"{ initiative(program: "CX", code: "REFUNDS") {
                owner { id }
                owners { person { name { value } } from until reason { value } fact { withoutDecision } }
            } }"#,
        )
        .await;
    assert_eq!(answer["initiative"]["owner"], json!(null));
    assert_eq!(
        answer["initiative"]["owners"],
        json!([
            { "person": null, "from": "2020-01-01", "until": "2020-03-01", "reason": null, "fact": null },
            {
                "person": { "name": { "value": "Person AN" } }, "from": "2020-03-01", "until": "2020-05-01",
                "reason": null, "fact": { "withoutDecision": true }
            },
            {
                "person": null, "from": "2020-05-01", "until": null,
                "reason": { "value": "Moved to another company" }, "fact": { "withoutDecision": true }
            },
        ])
    );
}

#[tokio::test]
async fn a_reading_shows_every_publication_and_which_one_counts() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let metric = world.primary_metric("IN-DAY", refunds).await;
    world.at("2022-12-01T02:00:00Z");
    let october = Period::new(day("2022-10-01"), day("2022-10-31")).unwrap();
    world.read(metric, october, 417, None, Some("2022-11-05")).await;
    let revised = Some(RestatementReason::SourceRevised);
    world.read(metric, october, 127, revised, Some("2022-11-20")).await;
    let answer = world
        .ask(
            r#"{ metric(program: "CX", code: "IN-DAY") { readings { totalCount edges { node {
                period { from to } alignment value n status published restated
                figures { ... on RatioFigures { numerator denominator } }
                interval { lower upper method }
                publications {
                    counts isFallen restatement value fact { published known by { name { value } } }
                    figures { ... on RatioFigures { numerator denominator } }
                }
            } } } } }"#,
        )
        .await;
    let readings = &answer["metric"]["readings"];
    assert_eq!(readings["totalCount"], 1);
    let reading = &readings["edges"][0]["node"];
    assert_eq!(reading["period"], json!({ "from": "2022-10-01", "to": "2022-10-31" }));
    assert_eq!(reading["alignment"], "REGULAR");
    assert_eq!((&reading["value"], &reading["n"]), (&json!("0.127"), &json!("1000")));
    assert_eq!(reading["published"], "2022-11-20");
    assert_eq!(reading["restated"], true);
    assert_eq!(reading["figures"], ratio("127", "1000"));
    assert_eq!(reading["interval"]["method"], "WILSON");
    let lower = reading["interval"]["lower"].as_f64().unwrap();
    assert!((0.10..0.127).contains(&lower), "{lower}");
    assert_eq!(
        reading["publications"],
        json!([
            {
                "counts": false, "isFallen": false, "restatement": null, "value": "0.417",
                "fact": {
                    "published": "2022-11-05", "known": "2022-11-04T17:00:00.000000Z",
                    "by": { "name": { "value": "Nguyễn Thị Minh" } }
                },
                "figures": ratio("417", "1000"),
            },
            {
                "counts": true, "isFallen": false, "restatement": "SOURCE_REVISED", "value": "0.127",
                "fact": {
                    "published": "2022-11-20", "known": "2022-11-19T17:00:00.000000Z",
                    "by": { "name": { "value": "Nguyễn Thị Minh" } }
                },
                "figures": ratio("127", "1000"),
            },
        ])
    );
    let before = world
        .ask(
            r#"{ metric(program: "CX", code: "IN-DAY", asOf: {known: {date: "2022-11-10"}}) {
                readings { edges { node { value } } } } }"#,
        )
        .await;
    // The metric itself was recorded long before; of its readings only the first was published by then.
    assert_eq!(before["metric"]["readings"]["edges"], json!([{ "node": { "value": "0.417" } }]));
}

/// Two years of 60 to 64 percent, then a fix, then eight months of 80 to 82 percent.
async fn improved() -> World {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let metric = world.primary_metric("IN-DAY", refunds).await;
    world.at("2023-01-10T02:00:00Z");
    let before: Vec<i64> = (0..24).map(|month| 60 + (month * 7) % 5).collect();
    world.months(metric, "2021-01-01", &before).await;
    let start = initiative::Command::StartImprovement {
        title: text("Pay refunds without a second approval"),
        metric: None,
        due: Some(day("2023-02-01")),
        on: Some(day("2023-01-02")),
    };
    let started = world.run(Command::Initiative(Some(refunds), start)).await;
    let improvement = cxl_domain::id::ImprovementId(started.events[0].id.0);
    let moved = initiative::Command::MoveImprovementDate {
        improvement,
        due: day("2023-03-01"),
        reason: text("The bank needs a month more"),
    };
    world.run(Command::Initiative(Some(refunds), moved)).await;
    world.at("2023-12-10T02:00:00Z");
    let deliver = initiative::Command::DeliverImprovement { improvement, on: Some(day("2023-03-01")) };
    world.run(Command::Initiative(Some(refunds), deliver)).await;
    let after: Vec<i64> = (0..8).map(|month| 80 + month % 3).collect();
    world.months(metric, "2023-03-01", &after).await;
    world
}

#[tokio::test]
async fn an_improvement_shows_its_moves_and_the_comparison_in_full() {
    let world = improved().await;
    let answer = world
        .ask(
            r#"{ initiative(program: "CX", code: "REFUNDS") {
                signal
                latestDelivered {
                    id title { value } started due delivered state verdict
                    moves { due on reason { value } }
                    comparison {
                        rule verdict reason holding difference margin
                        baseline { n mean window { from to } backfilled } lateBaseline after { n mean }
                        limits { mean lower upper } signals { period { from } signal } seasonNotCovered { months }
                    }
                }
            } }"#,
        )
        .await;
    let improvement = &answer["initiative"]["latestDelivered"];
    assert_eq!(improvement["title"]["value"], "Pay refunds without a second approval");
    assert_eq!(
        improvement["moves"],
        json!([{ "due": "2023-03-01", "on": "2023-01-10", "reason": { "value": "The bank needs a month more" } }])
    );
    assert_eq!((&improvement["state"], &improvement["verdict"]), (&json!("DELIVERED"), &json!("IMPROVED")));
    let comparison = &improvement["comparison"];
    assert_eq!((&comparison["rule"], &comparison["holding"]), (&json!("compare/1"), &json!(true)));
    assert_eq!((&comparison["baseline"]["n"], &comparison["after"]["n"]), (&json!(24), &json!(8)));
    assert_eq!(comparison["baseline"]["window"], json!({ "from": "2021-01-01", "to": "2022-12-31" }));
    assert_eq!(comparison["reason"], json!(null));
    assert_eq!(comparison["signals"].as_array().unwrap().len(), 8);
    let id = &improvement["id"];
    let alone = world.ask(&format!("{{ improvement(id: {id}) {{ verdict initiative {{ code }} }} }}")).await;
    assert_eq!(alone["improvement"], json!({ "verdict": "IMPROVED", "initiative": { "code": "REFUNDS" } }));
    let verdicts =
        |verdict: &str| format!("{{ initiatives(filter: {{verdict: {verdict}}}) {{ totalCount }} }}");
    assert_eq!(world.ask(&verdicts("IMPROVED")).await["initiatives"]["totalCount"], 1);
    assert_eq!(world.ask(&verdicts("WORSE")).await["initiatives"]["totalCount"], 0);
}

#[tokio::test]
async fn a_chart_and_two_stated_windows_are_answered_for_the_headline() {
    let world = improved().await;
    let metric = world
        .ask(
            r#"{ metric(program: "CX", code: "IN-DAY") { id headline { definition channel } series { definition }
                chart { ruleSet signal onTrial groups { n limits { mean } } points { i date signal specialCause } } } }"#,
        )
        .await;
    let metric = &metric["metric"];
    assert_eq!(metric["headline"], json!({ "definition": 1, "channel": null }));
    assert_eq!(metric["series"], json!([{ "definition": 1 }]));
    assert_eq!(
        (&metric["chart"]["ruleSet"], &metric["chart"]["signal"]),
        (&json!("MDC_7_7"), &json!("IMPROVEMENT"))
    );
    assert_eq!(metric["chart"]["points"].as_array().unwrap().len(), 32);
    let compare = |baseline: &str, after: &str| {
        format!(
            "{{ compare(metric: {{id: {}}}, baseline: {baseline}, after: {after}) {{ comparison {{ verdict reason }} }} }}",
            metric["id"]
        )
    };
    let (y21, y22) =
        (r#"{from: "2021-01-01", to: "2021-12-31"}"#, r#"{from: "2022-01-01", to: "2022-12-31"}"#);
    let same = world.ask(&compare(y21, y22)).await;
    assert_eq!(same["compare"]["comparison"], json!({ "verdict": "NO_DETECTABLE_CHANGE", "reason": null }));
    let short = world.ask(&compare(r#"{from: "2021-01-01", to: "2021-03-31"}"#, y22)).await;
    assert_eq!(short["compare"]["comparison"], json!({ "verdict": "NOT_ENOUGH_DATA", "reason": "TOO_FEW" }));
    assert_eq!(world.refused(&compare(y22, y21)).await, "NO_ANALYSIS");
    assert_eq!(
        world.refused(&compare(r#"{from: "2021-02-01", to: "2021-01-31"}"#, y22)).await,
        "BAD_USER_INPUT"
    );
}

#[tokio::test]
async fn too_few_readings_show_their_difference_with_its_interval_and_no_more() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let metric = world.primary_metric("IN-DAY", refunds).await;
    world.at("2022-12-01T02:00:00Z");
    world.months(metric, "2021-01-01", &[60, 62, 58, 80, 82]).await;
    let compared = |after: &str| {
        format!(
            r#"{{ compare(metric: {{code: {{program: "CX", code: "IN-DAY"}}}},
                 baseline: {{from: "2021-01-01", to: "2021-03-31"}}, after: {{from: "2021-04-01", to: "{after}"}})
                 {{ comparison {{ verdict reason difference differenceInterval {{ lower upper method }} }} }} }}"#
        )
    };
    let few = world.ask(&compared("2021-05-31")).await["compare"]["comparison"].take();
    assert_eq!((&few["verdict"], &few["reason"]), (&json!("NOT_ENOUGH_DATA"), &json!("TOO_FEW")));
    assert_eq!(
        (&few["difference"], &few["differenceInterval"]["method"]),
        (&json!("0.21"), &json!("RECOVERED"))
    );
    let interval = &few["differenceInterval"];
    let (lower, upper) = (interval["lower"].as_f64().unwrap(), interval["upper"].as_f64().unwrap());
    assert!(0.18 < lower && lower < 0.19 && 0.23 < upper && upper < 0.24, "{interval}");

    // Fewer were asked in the one month that is left, so less is known.
    let fewer = world.ask(&compared("2021-04-30")).await["compare"]["comparison"].take();
    let width = |it: &serde_json::Value| it["upper"].as_f64().unwrap() - it["lower"].as_f64().unwrap();
    assert!(width(&fewer["differenceInterval"]) > width(interval));
    let none = world.ask(&compared("2021-04-15")).await["compare"]["comparison"].take();
    assert_eq!((&none["difference"], &none["differenceInterval"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn maturity_names_the_evidence_that_counts_and_what_holds_it_back() {
    let world = World::new().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    let refunds = world.chartered("REFUNDS", Some(an)).await;
    world.at("2020-09-01T02:00:00Z");
    for covers in [("2020-01-01", "2020-03-31"), ("2020-04-01", "2020-06-30")] {
        world.accepted_evidence(an, refunds, PracticeId::R1, covers).await;
    }
    let answer = world
        .ask(
            r#"{ initiative(program: "CX", code: "REFUNDS") {
                maturity {
                    level holdsBack reach model { id levels { number name } }
                    practices { practice state periods needed lapsesOn counting { covers { to } } }
                }
                evidence(first: 1) { totalCount edges { node {
                    practice judgment ofProgram summary { value } remark { value }
                    provided { by { name { value } } } judged { by { name { value } } } initiatives { code }
                } } }
            } }"#,
        )
        .await;
    let maturity = &answer["initiative"]["maturity"];
    assert_eq!((&maturity["level"], &maturity["model"]["id"]), (&json!(0), &json!("cx-maturity/1")));
    assert_eq!(maturity["holdsBack"], json!(["R2", "R3", "R4"]));
    assert_eq!(maturity["reach"], json!(["R1"]));
    assert_eq!(
        maturity["practices"][0],
        json!({
            "practice": "R1", "state": "ROUTINE", "periods": 2, "needed": 2, "lapsesOn": "2021-03-31",
            "counting": [{ "covers": { "to": "2020-03-31" } }, { "covers": { "to": "2020-06-30" } }]
        })
    );
    let evidence = &answer["initiative"]["evidence"];
    assert_eq!(evidence["totalCount"], 2);
    assert_eq!(
        evidence["edges"][0]["node"],
        json!({
            "practice": "R1", "judgment": "ACCEPTED", "ofProgram": false,
            "summary": { "value": "Forty complaints read and sorted" }, "remark": { "value": "Seen and agreed" },
            "provided": { "by": { "name": { "value": "Person AN" } } },
            "judged": { "by": { "name": { "value": "Nguyễn Thị Minh" } } },
            "initiatives": [{ "code": "REFUNDS" }]
        })
    );
}

#[tokio::test]
async fn the_history_of_a_thing_is_paged_with_everything_beside_each_fact() {
    let world = World::new().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    let refunds = world.chartered("REFUNDS", None).await;
    world.assign_owner(refunds, an, "2020-03-01").await;
    let id = world.ask(r#"{ initiative(program: "CX", code: "REFUNDS") { id } }"#).await;
    let of = &id["initiative"]["id"];
    let fields = "edges { node { type revision isFallen enteredFor rule body effective { from } \
                  by { name { value } } actor { person { name { value } } token } claim { published } } } \
                  pageInfo { hasNextPage endCursor }";
    let mut types = Vec::new();
    let mut last = json!(null);
    let mut after = String::new();
    loop {
        let page = world.ask(&format!("{{ history(of: {of}, first: 2{after}) {{ {fields} }} }}")).await;
        let page = &page["history"];
        for edge in page["edges"].as_array().unwrap() {
            types.push(edge["node"]["type"].as_str().unwrap().to_owned());
            assert_eq!(edge["node"]["revision"], (types.len() - 1).to_string());
            last = edge["node"].clone();
        }
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(types.last().map(String::as_str), Some("initiative.owner-assigned.v1"));
    assert!(types.iter().any(|name| name == "initiative.named.v1"));
    assert_eq!(last["body"]["fact"]["owner"], an.to_string());
    assert_eq!(last["effective"]["from"], "2020-03-01");
    assert_eq!((&last["isFallen"], &last["enteredFor"]), (&json!(false), &json!(false)));
    assert_eq!(last["actor"]["person"]["name"]["value"], "Nguyễn Thị Minh");
}

#[tokio::test]
async fn an_annulled_fact_stays_in_the_history_and_is_fallen_from_then_on() {
    let world = World::new().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    let refunds = world.chartered("REFUNDS", None).await;
    let assign = initiative::Command::AssignOwner { owner: an, on: None, authority: None };
    let assigned = world.run(Command::Initiative(Some(refunds), assign)).await;
    world.at("2020-03-01T02:00:00Z");
    let annul = Annul { event: assigned.events[0].id, reason: text("It was somebody else") };
    world.run(Command::Initiative(Some(refunds), initiative::Command::Annul(annul))).await;
    let id = world.ask(r#"{ initiative(program: "CX", code: "REFUNDS") { id } }"#).await;
    let of = &id["initiative"]["id"];
    for (as_of, fallen, events) in [("{}", true, 5), ("{known: {date: \"2020-02-01\"}}", false, 4)] {
        let query =
            format!("{{ history(of: {of}, asOf: {as_of}) {{ edges {{ node {{ position isFallen }} }} }} }}");
        let answer = world.ask(&query).await;
        let edges = answer["history"]["edges"].as_array().unwrap();
        let position = assigned.events[0].position.to_string();
        assert!(edges.contains(&json!({ "node": { "position": position, "isFallen": fallen } })), "{answer}");
        assert_eq!(edges.len(), events, "{answer}");
    }
}

#[tokio::test]
async fn the_organization_and_the_ledger_introduce_themselves() {
    let world = World::new().await;
    let answer = world
        .ask(
            r#"{
                organization { name { value } zone isDemo ruleSet model { practices { id } } departments { code } }
                ledger { position events eventsBehind isWritable missingKeys version }
                program(code: "cx") { code name { value } zone fiscalYearBegins sponsor { code { value } } begins }
                person(code: "admin") { name { value } roles { role program { code } } }
            }"#,
        )
        .await;
    assert_eq!(answer["organization"]["name"]["value"], "Songhong Telecom");
    assert_eq!(answer["organization"]["zone"], "Asia/Ho_Chi_Minh");
    assert_eq!(answer["organization"]["model"]["practices"].as_array().unwrap().len(), 14);
    let events = world.ledger.snapshot().len;
    assert_eq!(answer["ledger"]["events"], events.to_string());
    assert_eq!(answer["ledger"]["position"], (events - 1).to_string());
    assert_eq!(
        (&answer["ledger"]["eventsBehind"], &answer["ledger"]["isWritable"]),
        (&json!("0"), &json!(true))
    );
    assert_eq!(answer["program"]["sponsor"]["code"]["value"], "ADMIN");
    assert_eq!(answer["program"]["fiscalYearBegins"], 1);
    assert_eq!(answer["person"]["roles"][0], json!({ "role": "ADMINISTRATOR", "program": null }));
}

#[tokio::test]
async fn many_ids_are_answered_in_their_order_with_null_for_what_there_is_not() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for code in ["A", "B"] {
        world.chartered(code, None).await;
        let answer =
            world.ask(&format!("{{ initiative(program: \"CX\", code: \"{code}\") {{ id }} }}")).await;
        ids.push(answer["initiative"]["id"].as_str().unwrap().to_owned());
    }
    // The id of an initiative that nobody chartered.
    let nobody = "aW5pdGlhdGl2ZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDc";
    let query = format!(
        "{{ nodes(ids: [\"{}\", \"{nobody}\", \"{}\"]) {{ ... on Initiative {{ code }} }} }}",
        ids[1], ids[0]
    );
    assert_eq!(world.ask(&query).await["nodes"], json!([{ "code": "B" }, null, { "code": "A" }]));
}

#[tokio::test]
async fn initiatives_are_filtered_by_program_owner_level_and_signal() {
    let world = improved().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    let other = world.create_program("OTHER").await;
    world.chartered("OWNED", Some(an)).await;
    world.chartered_in(other, "ELSEWHERE", None).await;
    world.at("2024-01-10T02:00:00Z");
    for (filter, expected) in [
        ("{}", "ELSEWHERE OWNED REFUNDS"),
        (r#"{program: {code: "cx"}}"#, "OWNED REFUNDS"),
        (r#"{owner: {code: "an"}}"#, "OWNED"),
        ("{vacant: true}", "ELSEWHERE REFUNDS"),
        ("{vacant: false}", "OWNED"),
        ("{level: 0}", "ELSEWHERE OWNED REFUNDS"),
        ("{level: 1}", ""),
        ("{signal: IMPROVEMENT}", "REFUNDS"),
        ("{signal: CONCERN}", ""),
        (r#"{program: {code: "other"}, verdict: IMPROVED}"#, ""),
    ] {
        let query =
            format!("{{ initiatives(filter: {filter}) {{ totalCount edges {{ node {{ code }} }} }} }}");
        let answer = world.ask(&query).await;
        let edges = answer["initiatives"]["edges"].as_array().unwrap();
        let codes: Vec<_> = edges.iter().map(|edge| edge["node"]["code"].as_str().unwrap()).collect();
        assert_eq!(codes.join(" "), expected, "{filter}");
        assert_eq!(answer["initiatives"]["totalCount"], codes.len());
    }
    let within = world
        .ask(
            r#"{ program(code: "CX") { initiatives(filter: {vacant: false}) { edges { node { code } } } } }"#,
        )
        .await;
    assert_eq!(within["program"]["initiatives"]["edges"], json!([{ "node": { "code": "OWNED" } }]));
}
