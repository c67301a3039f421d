//! The to-do list as a calendar.

use serde_json::json;

use crate::server::{Server, TOKEN, folder};

const MINE: &str = "{ viewer { toDo { kind due } } }";

#[test]
fn what_is_to_be_done_is_served_as_a_calendar_to_whoever_presents_a_token() {
    let data = folder();
    let server = Server::start(data.path());
    let (status, body) = server.read("/todo.ics");
    assert_eq!((status, body.contains("Authorization: Bearer")), (401, true), "{body}");

    let person = server.ask("{ viewer { id } }")["viewer"]["id"].clone();
    let command = |number: u8| format!("018cc251-f400-7000-8000-0000000000{number:02}");
    let program = json!({ "input": {
        "commandId": command(1), "code": "CX", "name": "Customers first", "sponsor": { "id": person },
        "zone": "Asia/Ho_Chi_Minh", "on": "2020-01-01",
    } });
    let create = "mutation($input: CreateProgramInput!) { createProgram(input: $input) { __typename } }";
    server.ask_with(create, &program);
    let charter = json!({ "input": {
        "commandId": command(2), "program": { "code": "CX" }, "code": "REFUNDS",
        "name": "Hoàn tiền, trong ngày", "purpose": "Nobody asks twice.", "owner": { "id": person },
        "on": "2020-01-01",
    } });
    let document =
        "mutation($input: CharterInitiativeInput!) { charterInitiative(input: $input) { __typename } }";
    server.ask_with(document, &charter);
    let improvement = json!({ "input": {
        "commandId": command(3), "initiative": { "code": { "program": "CX", "code": "REFUNDS" } },
        "title": "Một mẫu đơn; không hơn", "on": "2020-02-01", "due": "2020-06-01",
    } });
    let document =
        "mutation($input: StartImprovementInput!) { startImprovement(input: $input) { __typename } }";
    server.ask_with(document, &improvement);

    let kinds = server.ask(MINE)["viewer"]["toDo"].clone();
    assert_eq!(kinds[0], json!({ "kind": "DELIVER", "due": "2020-06-01" }));
    let (status, content_type, calendar) = server.read_as(TOKEN, "/todo.ics");
    assert_eq!((status, content_type.as_str()), (200, "text/calendar; charset=utf-8"));
    let lines = calendar.replace("\r\n ", "");
    assert!(lines.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{lines}");
    assert!(
        lines.contains("SUMMARY:Deliver the improvement: REFUNDS · Một mẫu đơn\\; không hơn\r\n"),
        "{lines}"
    );
    assert!(lines.contains("DUE;VALUE=DATE:20200601\r\nCATEGORIES:CX\r\n"), "{lines}");
    let (_, _, again) = server.read_as(TOKEN, "/todo.ics");
    let uids = |calendar: &str| -> Vec<String> {
        calendar.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    assert!(!uids(&calendar).is_empty(), "{calendar}");
    assert_eq!(uids(&calendar), uids(&again), "an entry is the same one each time");
}
