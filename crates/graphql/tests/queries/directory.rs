//! People and labels: what codes stand for.

use cxl_domain::calendar::Period;
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, RecordReading};
use cxl_domain::program::{self, CodeLabeled, Vocabulary};
use cxl_domain::role::Role;
use cxl_ledger::Command;
use serde_json::{Value, json};

use crate::world::{World, code, day, text};

#[tokio::test]
async fn people_are_listed_with_their_roles_for_whoever_reads_the_organization() {
    let world = World::new().await;
    let reader = world.person("READER", Role::Reader, world.program).await;
    world.person("AN", Role::Contributor, world.program).await;
    let people = "{ organization { people(first: 2) { totalCount pageInfo { endCursor }
        edges { node { code { value } name { value } roles { role program { code } } } } } } }";
    let mut answer = world.ask_as(reader, people).await;
    let page = answer["data"]["organization"]["people"].take();
    assert_eq!(page["totalCount"], 3);
    assert_eq!(page["edges"][0]["node"]["code"]["value"], "ADMIN");
    let expected = json!({
        "code": { "value": "READER" }, "name": { "value": "Person READER" },
        "roles": [{ "role": "READER", "program": { "code": "CX" } }],
    });
    assert_eq!(page["edges"][1]["node"], expected);
    let next = format!(
        "{{ organization {{ people(first: 2, after: {}) {{ edges {{ node {{ code {{ value }} }} }} }} }} }}",
        page["pageInfo"]["endCursor"]
    );
    let rest = world.ask_as(reader, &next).await;
    let rest = rest["data"]["organization"]["people"]["edges"].as_array().unwrap();
    assert_eq!(rest.iter().map(|it| &it["node"]["code"]["value"]).collect::<Vec<_>>(), ["AN"]);
    let stranger = cxl_domain::id::PersonId(uuid::Uuid::from_u128(9));
    assert_eq!(world.ask_as(stranger, people).await["data"]["organization"], Value::Null);
}

#[tokio::test]
async fn codes_carry_the_label_that_the_program_gave_them_last() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let metric = world.primary_metric("IN-DAY", refunds).await;
    for (vocabulary, named, label) in [
        (Vocabulary::Source, "CRM", "The customer file"),
        (Vocabulary::Channel, "APP", "The application"),
        (Vocabulary::Channel, "APP", "The app"),
    ] {
        let labeled = CodeLabeled { vocabulary, code: code(named), label: text(label) };
        world.run(Command::Program(Some(world.program), program::Command::LabelCode { labeled })).await;
    }
    let series = SeriesKey {
        channel: Some(code("APP")),
        segment: Some(code("YOUNG")),
        source: Some(code("CRM")),
        ..SeriesKey::of(1)
    };
    let reading = metric::Command::RecordReading(RecordReading {
        series,
        period: Period::new(day("2019-12-01"), day("2019-12-31")).unwrap(),
        irregular: false,
        reading: Reading::of(Figures::Ratio { numerator: 90.into(), denominator: 100.into() }),
        restatement: None,
    });
    world.run(Command::Metric(Some(metric), reading)).await;
    let answer = world
        .ask(
            r#"{ program(code: "CX") { codeLabels { vocabulary code label { value } } }
                 metric(program: "CX", code: "IN-DAY") { unitLabel { value } series {
                     channel channelLabel { value } segmentLabel { value } sourceLabel { value } } } }"#,
        )
        .await;
    let labels = json!([
        { "vocabulary": "CHANNEL", "code": "APP", "label": { "value": "The app" } },
        { "vocabulary": "SOURCE", "code": "CRM", "label": { "value": "The customer file" } },
    ]);
    assert_eq!(answer["program"]["codeLabels"], labels);
    let series = json!({
        "channel": "APP", "channelLabel": { "value": "The app" }, "segmentLabel": null,
        "sourceLabel": { "value": "The customer file" },
    });
    assert_eq!(answer["metric"], json!({ "unitLabel": null, "series": [series] }));
}
