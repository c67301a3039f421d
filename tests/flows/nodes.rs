//! Several nodes over one log and one vault.
//!
//! The log is kept by a stand-in for KurrentDB within this process, not by a real server.

use std::fs::{self, File};
use std::path::Path;
use std::thread;

use cxl_kurrent_standin::Cluster;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::act::{command_id, record, send};
use crate::keyd::Certificates;
use crate::server::{Server, TOKEN, folder};

/// Two nodes, and what they share.
struct Nodes {
    one: Server,
    other: Server,
    _data: [TempDir; 3],
    _keyd: Server,
    _cluster: Cluster,
}

impl Nodes {
    fn start() -> Self {
        let (cluster, certificates) = (Cluster::start(1), Certificates::new());
        let data = [folder(), folder(), folder()];
        let keyd = certificates.keyd(data[2].path(), "127.0.0.1:0");
        let node = |data: &TempDir| {
            let mut node = certificates.node(data.path(), &["serve"], &keyd);
            Server::of(node.env("CX_LEDGER_STORE", cluster.url()))
        };
        let (one, other) = (node(&data[0]), node(&data[1]));
        let program = json!({ "code": "P", "name": "A program", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                              "on": "2024-01-01" });
        let created = record(&one, "createProgram", program);
        await_on(&other, &created);
        Self { one, other, _data: data, _keyd: keyd, _cluster: cluster }
    }

    /// An initiative that both nodes know; its revision.
    fn chartered(&self) -> u64 {
        let input = json!({ "program": {"code": "P"}, "code": "I", "name": "Refunds", "purpose": "To be written to",
                            "on": "2024-01-01" });
        let chartered = record(&self.one, "charterInitiative", input);
        await_on(&self.other, &chartered);
        number(&chartered["revision"])
    }
}

fn number(value: &Value) -> u64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap()
}

/// Waits until what one node answered counts on another.
#[track_caller]
fn await_on(node: &Server, answer: &Value) -> Value {
    let asked = "{ ledger { position } initiative(program: \"P\", code: \"I\") { name { value } } }";
    let (status, mut found) = node.ask_at_least(answer["position"].as_str().unwrap(), asked);
    assert!(status == 200 && found["errors"].is_null(), "{status} {found:#}");
    found["data"].take()
}

fn report(revision: u64, writer: usize) -> Value {
    json!({
        "commandId": command_id(),
        "initiative": {"code": {"program": "P", "code": "I"}},
        "expectedRevision": revision.to_string(),
        "period": {"from": "2024-01-01", "to": "2024-03-31"},
        "state": "ON_TRACK",
        "summary": format!("writer {writer} reports"),
    })
}

#[test]
fn what_one_node_answered_counts_on_the_other_at_least_at_its_position() {
    let nodes = Nodes::start();
    let input = json!({ "program": {"code": "P"}, "code": "I", "name": "Refunds", "purpose": "To be seen",
                        "on": "2024-01-01" });
    let chartered = record(&nodes.other, "charterInitiative", input);
    let seen = await_on(&nodes.one, &chartered);
    assert_eq!(seen["initiative"]["name"]["value"], "Refunds", "its text too, by the shared vault");
    assert!(number(&seen["ledger"]["position"]) >= number(&chartered["position"]));
}

#[test]
fn a_command_repeated_on_the_other_node_is_answered_with_the_first_result() {
    let nodes = Nodes::start();
    let revision = nodes.chartered();
    let input = report(revision, 0);
    let first = send(&nodes.one, TOKEN, "reportProgress", input.clone());
    let again = send(&nodes.other, TOKEN, "reportProgress", input);
    assert_eq!((&first["replayed"], &again["replayed"]), (&json!(false), &json!(true)));
    assert_eq!((&first["events"], &first["position"]), (&again["events"], &again["position"]));
}

#[test]
fn of_writers_on_both_nodes_exactly_one_wins_each_revision() {
    let nodes = Nodes::start();
    let chartered = nodes.chartered();
    for revision in chartered..chartered + 8 {
        let answers: Vec<Value> = thread::scope(|scope| {
            let writers: Vec<_> = (0..4)
                .map(|writer| {
                    let node = if writer % 2 == 0 { &nodes.one } else { &nodes.other };
                    scope.spawn(move || send(node, TOKEN, "reportProgress", report(revision, writer)))
                })
                .collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        let won: Vec<_> = answers.iter().filter(|answer| answer["position"].is_string()).collect();
        let [won] = won[..] else { panic!("revision {revision}: {answers:#?}") };
        let lost = answers.iter().filter(|answer| answer["code"] == "CONFLICT").count();
        assert_eq!(lost, 3, "revision {revision}: {answers:#?}");
        assert_eq!(number(&won["revision"]), revision + 1);
        await_on(&nodes.one, won);
        await_on(&nodes.other, won);
    }
}

/// A figure that a server tells.
#[track_caller]
fn figure(server: &Server, name: &str) -> u64 {
    let (_, metrics) = server.read("/metrics");
    let line = metrics.lines().find_map(|line| line.strip_prefix(&format!("cx_ledger_{name} ")));
    line.and_then(|figure| figure.parse().ok()).unwrap_or_else(|| panic!("{name} in {metrics}"))
}

#[test]
fn nodes_that_share_a_folder_have_one_of_them_write_the_checkpoint() {
    let (cluster, certificates, [keys, data]) =
        (Cluster::start(1), Certificates::new(), [folder(), folder()]);
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    let serve = |log: &Path| {
        let mut node = certificates.node(data.path(), &["serve"], &keyd);
        node.env("CX_LEDGER_STORE", cluster.url()).env("CX_LEDGER_LOG", "warn");
        Server::of(node.stderr(File::create(log).unwrap()))
    };
    let logs = ["one", "other"].map(|name| keys.path().join(name));
    let (one, other) = (serve(&logs[0]), serve(&logs[1]));
    let renamed = record(&other, "renameOrganization", json!({ "name": "Songhong" }));
    let (status, seen) = one.ask_at_least(renamed["position"].as_str().unwrap(), "{ ledger { position } }");
    assert_eq!(status, 200, "{seen:#}");
    other.stop();
    one.stop();
    let shares =
        logs.map(|log| fs::read_to_string(log).unwrap().contains("another process keeps the checkpoint"));
    assert_eq!(shares, [false, true]);

    let next = serve(&keys.path().join("next"));
    assert_eq!(
        figure(&next, "checkpoint_events"),
        figure(&next, "log_events"),
        "the first one wrote all of it"
    );
}
