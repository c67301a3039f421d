//! Commands as a client program sends them.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};
use uuid::{Builder, Uuid};

use crate::server::{Server, TOKEN};

/// A command id that no other command of this run has.
pub(crate) fn command_id() -> Uuid {
    static DRAWN: AtomicU64 = AtomicU64::new(1);
    let number = DRAWN.fetch_add(1, Ordering::Relaxed);
    Builder::from_random_bytes(u128::from(number).to_le_bytes()).into_uuid()
}

/// The document of a mutation whose input is the variable `input`.
pub(crate) fn document(mutation: &str) -> String {
    let input = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    format!(
        "mutation($input: {input}!) {{ answer: {mutation}(input: $input) {{ __typename \
         ... on CommandRecorded {{ position revision replayed events {{ id type position revision }} }} \
         ... on CommandError {{ code message path values {{ name value }} }} }} }}"
    )
}

/// Sends a command as a person; the answer is a success or an error as data.
#[track_caller]
pub(crate) fn send(server: &Server, token: &str, mutation: &str, mut input: Value) -> Value {
    if input["commandId"].is_null() {
        input["commandId"] = json!(command_id());
    }
    let (status, mut answer) = server.ask_as(token, &document(mutation), &json!({ "input": input }));
    assert!(status == 200 && answer["errors"].is_null(), "{mutation}: {status} {answer:#}");
    answer["data"]["answer"].take()
}

/// Sends a command as the administrator, which must be carried out.
#[track_caller]
pub(crate) fn record(server: &Server, mutation: &str, input: Value) -> Value {
    let answer = send(server, TOKEN, mutation, input);
    assert!(answer["position"].is_string(), "{mutation}: {answer:#}");
    answer
}

/// The period of a month, counted from January of `year`, as an input has it.
pub(crate) fn month(year: i32, index: u32) -> Value {
    let first =
        NaiveDate::from_ymd_opt(year, 1, 1).and_then(|day| day.checked_add_months(Months::new(index)));
    let first = first.expect("a month of the calendar");
    let last = first + Months::new(1) - Days::new(1);
    json!({ "from": first, "to": last })
}

/// Records readings as the administrator, each of which must be carried out.
#[track_caller]
pub(crate) fn record_readings(server: &Server, items: &[Value]) {
    let document = "mutation($input: RecordReadingsInput!) { recordReadings(input: $input) { __typename \
                    ... on ReadingsAnswered { items { __typename } } ... on CommandError { code message } } }";
    let input = json!({ "commandId": command_id(), "items": items });
    let answer = server.ask_with(document, &json!({ "input": input }));
    let answered = answer["recordReadings"]["items"].as_array().cloned().unwrap_or_default();
    let recorded = answered.iter().filter(|item| item["__typename"] == "MetricRecorded").count();
    assert_eq!(recorded, items.len(), "{answer:#}");
}
