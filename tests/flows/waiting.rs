//! A store that is away when the program starts.
//!
//! The server that keeps the log is a stand-in for KurrentDB within this process, not a real one.

use std::path::Path;
use std::process::{Command, Stdio};

use cxl_kurrent_standin::Cluster;
use serde_json::{Value, json};

use crate::server::{Server, TOKEN, command, folder, refusal, run};

fn serve(data: &Path, store: &str) -> Command {
    let mut serve = command(data, &["serve", "--listen", "127.0.0.1:0"]);
    serve.env("CX_LEDGER_STORE", store).env("CX_LEDGER_TOKEN", TOKEN);
    serve
}

#[test]
fn a_server_whose_store_is_away_says_so_to_everybody_and_serves_once_it_comes() {
    let (data, cluster) = (folder(), Cluster::start(1));
    cluster.kill(0);
    let (mut server, mut lines) = Server::waiting(&mut serve(data.path(), &cluster.url()));
    let place = format!("the store at kurrentdb://127.0.0.1:{} cannot be reached since ", cluster.port(0));
    assert!(server.greeting.contains(&place), "{}", server.greeting);

    assert_eq!(server.read("/health/live").0, 200);
    let (status, told) = server.read("/health/ready");
    let told: Value = serde_json::from_str(&told).unwrap();
    let reason = told["reason"].as_str().unwrap();
    assert_eq!((status, &told["status"]), (503, &json!("opening")), "{told:#}");
    assert!(
        reason.starts_with(&format!("not ready: {place}")) && reason.contains("trying again in "),
        "{reason}"
    );
    for _ in 0..2 {
        let (status, answer) = server.ask_as(TOKEN, "{ organization { zone } }", &json!({}));
        assert_eq!(
            (status, &answer["errors"][0]["extensions"]["code"]),
            (503, &json!("UNAVAILABLE")),
            "{answer:#}"
        );
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains(&place), "{answer:#}");
    }
    assert_eq!(server.read("/todo.ics").0, 503);

    cluster.revive(0);
    server.listens(&mut lines);
    assert_eq!(server.ask("{ organization { zone } }")["organization"]["zone"], "UTC");
    assert_eq!(server.read("/health/ready").0, 200);
}

#[cfg(unix)]
#[test]
fn a_server_that_waits_for_its_store_stops_when_it_is_told_to() {
    let (data, cluster) = (folder(), Cluster::start(1));
    cluster.kill(0);
    let (server, _lines) = Server::waiting(&mut serve(data.path(), &cluster.url()));
    server.stop();
}

#[test]
fn a_server_that_turns_us_away_is_not_waited_for() {
    let (data, cluster) = (folder(), Cluster::start(1));
    cluster.admit_only("cx", "right");
    let url = cluster.url().replace("://", "://cx:S3CR3T@");
    let error = refusal(&mut serve(data.path(), &url));
    assert!(error.contains("check user and password") && !error.contains("S3CR3T"), "{error}");
}

#[test]
fn a_command_waits_for_its_store_for_a_while() {
    let (data, cluster) = (folder(), Cluster::start(1));
    Server::of(&mut serve(data.path(), &cluster.url())).stop();
    cluster.kill(0);
    let store = cluster.url();
    let export = ["export", "--jsonl", "--store", &store];
    let refused = run(data.path(), &[&export[..], &["--store-timeout", "0.1"]].concat());
    let error = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{error}");
    assert!(error.contains("waited 0.1 s") && error.contains(&cluster.port(0).to_string()), "{error}");

    let mut patient = command(data.path(), &export);
    let patient = patient.env("CX_LEDGER_LOG", "warn").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut patient = patient.spawn().unwrap();
    let mut told = std::io::BufRead::lines(std::io::BufReader::new(patient.stderr.take().unwrap()));
    assert!(told.any(|line| line.unwrap().contains("cannot be followed")));
    cluster.revive(0);
    let output = patient.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("organization.founded.v1"));
}

#[test]
fn keys_of_one_ledger_open_nothing_of_another() {
    let ([mine, theirs], cluster) = ([folder(), folder()], Cluster::start(1));
    let url = |name: &str| format!("{}&ledger={name}", cluster.url());
    Server::of(&mut serve(mine.path(), &url("mine"))).stop();
    Server::of(&mut serve(theirs.path(), &url("theirs"))).stop();
    let before = cluster.events().len();
    let error = refusal(&mut serve(mine.path(), &url("theirs")));
    assert!(error.contains("another ledger than the keys at") && error.contains("?ledger=NAME"), "{error}");
    assert_eq!(cluster.events().len(), before);
    Server::of(&mut serve(mine.path(), &url("mine"))).stop();
}
