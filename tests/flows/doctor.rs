//! What `doctor` says of a log that a server keeps.
//!
//! The server is a stand-in for KurrentDB within this process, not a real one.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use chrono::{Days, NaiveDate, Utc};
use cxl_kurrent_standin::Cluster;
use serde_json::{Value, json};

use crate::keyd::Certificates;
use crate::server::{Server, TOKEN, command, folder, printed};

/// Exit code and report.
#[track_caller]
fn examined(doctor: &mut Command) -> (Option<i32>, Value) {
    let output = doctor.output().unwrap();
    let (told, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code(), serde_json::from_str(&told).unwrap_or_else(|_| panic!("{told}{stderr}")))
}

fn doctor(data: &Path, store: &str) -> Command {
    let mut doctor = command(data, &["doctor", "--json", "--store-timeout", "0.5"]);
    doctor.env("CX_LEDGER_STORE", store);
    doctor
}

fn serve(data: &Path, store: &str) {
    let mut serve = command(data, &["serve"]);
    Server::of(serve.env("CX_LEDGER_STORE", store).env("CX_LEDGER_TOKEN", TOKEN)).stop();
}

/// What was found, apart from the room on the disk of whoever runs this.
fn findings(report: &Value) -> Vec<&str> {
    let codes =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap());
    codes.filter(|code| *code != "space-low").collect()
}

#[test]
fn a_sound_server_is_judged_in_everything_that_a_ledger_needs_of_it() {
    let (data, (cluster, ca)) = (folder(), Cluster::start_secure(3));
    let file = data.path().join("ca.crt");
    std::fs::write(&file, ca).unwrap();
    let store = format!("{}&tlsCaFile={}", cluster.url(), file.display());
    serve(data.path(), &store);
    let before = cluster.events().len();
    let (code, report) = examined(&mut doctor(data.path(), &store));
    assert_eq!(findings(&report), Vec::<&str>::new(), "{report:#}");
    assert!(matches!(code, Some(0 | 1)), "{report:#}");
    // The client reads the numbers alone of what the stand-in calls itself.
    assert_eq!(report["server"]["version"], "0.0.0");
    for host in report["server"]["hosts"].as_array().unwrap() {
        assert_eq!(host["reached"], true);
        assert!(host["certificateEnds"].is_string() && host["clock"].is_string(), "{host:#}");
    }
    let leader = format!("127.0.0.1:{}", cluster.port(0));
    assert_eq!(report["server"]["leader"], leader);
    let members = report["server"]["members"].as_array().unwrap();
    assert!(members.len() == 3 && members.iter().all(|member| member["alive"] == true), "{members:#?}");
    let judged = report["checks"].as_array().unwrap().iter().map(|check| check["name"].as_str().unwrap());
    let judged: Vec<_> = judged.collect();
    for name in [
        "encryption",
        "host",
        "certificate",
        "server clock",
        "leader",
        "server",
        "writing",
        "repetition",
        "ranks",
        "events",
        "clock",
        "keys",
        "files",
        "permissions",
    ] {
        assert!(judged.contains(&name), "{name}: {judged:?}");
    }
    assert_eq!(cluster.events().len(), before, "nothing is recorded");

    let moved = folder();
    let log = format!("sqlite:{}", moved.path().join("ledger.db").display());
    printed(moved.path(), &["migrate", "--from", &store, "--to", &log]);
    let (_, of_file) = examined(&mut command(moved.path(), &["doctor", "--json"]));
    assert_eq!(of_file["root"], report["root"], "the root is that of the same ledger in a file");
}

#[test]
fn a_server_that_is_away_or_turns_us_away_is_a_finding_and_no_report_on_the_log() {
    let (data, cluster) = (folder(), Cluster::start(1));
    serve(data.path(), &cluster.url());
    cluster.admit_only("cx", "right");
    let (code, report) = examined(&mut doctor(data.path(), &cluster.url().replace("://", "://cx:S3CR3T@")));
    assert_eq!((code, findings(&report)), (Some(2), vec!["store-refused"]), "{report:#}");
    assert!(!report.to_string().contains("S3CR3T") && report["root"].is_null());

    cluster.kill(0);
    let (code, report) = examined(&mut doctor(data.path(), &cluster.url()));
    assert_eq!((code, findings(&report)), (Some(2), vec!["host-away", "store-away"]), "{report:#}");
}

#[test]
fn a_cluster_that_lacks_a_member_or_a_leader_is_a_finding() {
    let (data, cluster) = (folder(), Cluster::start(3));
    serve(data.path(), &cluster.url());
    cluster.kill(2);
    cluster.lead(Some(1));
    let (code, report) = examined(&mut doctor(data.path(), &cluster.url()));
    assert_eq!((code, findings(&report)), (Some(1), vec!["host-away", "member-away"]), "{report:#}");
    assert_eq!(report["server"]["leader"], format!("127.0.0.1:{}", cluster.port(1)));

    cluster.lead(None);
    let (_, report) = examined(&mut doctor(data.path(), &cluster.url()));
    assert!(findings(&report).contains(&"no-leader") && report["server"]["leader"].is_null(), "{report:#}");
}

#[test]
fn what_does_not_belong_on_the_server_is_a_finding_that_says_what_to_do() {
    let (data, cluster) = (folder(), Cluster::start(1));
    serve(data.path(), &cluster.url());
    cluster.record("cx_stray", cxl_kurrent_standin::log::Expected::Any, uuid::Uuid::nil(), b"{}");
    let (code, report) = examined(&mut doctor(data.path(), &cluster.url()));
    assert_eq!((code, findings(&report)), (Some(1), vec!["strange-streams"]), "{report:#}");
}

#[test]
fn a_shared_vault_is_judged_with_the_certificates_that_lead_to_it() {
    let (cluster, certificates, [keys, data]) =
        (Cluster::start(1), Certificates::new(), [folder(), folder()]);
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    let node = |arguments: &[&str]| {
        let mut node = certificates.node(data.path(), arguments, &keyd);
        node.env("CX_LEDGER_STORE", cluster.url());
        node
    };
    Server::of(&mut node(&["serve"])).stop();
    let (code, report) = examined(&mut node(&["doctor", "--json"]));
    assert_eq!(findings(&report), Vec::<&str>::new(), "{report:#}");
    assert!(matches!(code, Some(0 | 1)), "{report:#}");
    assert_eq!(report["vault"]["missing"], json!(0));
    let messages = report["checks"].to_string();
    assert!(messages.contains("holds until") && messages.contains("with the keys of ledger"), "{report:#}");

    let mut doctor = node(&["doctor", "--json"]);
    drop(keyd);
    let (code, report) = examined(&mut doctor);
    assert_eq!((code, findings(&report)), (Some(1), vec!["vault-away"]), "{report:#}");
}

#[expect(clippy::disallowed_methods, reason = "certificates are judged by the machine's clock")]
fn today() -> NaiveDate {
    Utc::now().date_naive()
}

#[test]
fn a_vault_whose_certificate_ends_soon_says_so_and_is_a_finding_on_its_nodes() {
    let (certificates, [keys, data]) = (Certificates::new(), [folder(), folder()]);
    certificates.issue("keyd", Some(today() + Days::new(20)));
    let (cluster, log) = (Cluster::start(1), keys.path().join("log.txt"));
    let mut keyd = certificates.vault(keys.path(), "127.0.0.1:0");
    let keyd = Server::of(keyd.env("CX_LEDGER_LOG", "warn").stderr(File::create(&log).unwrap()));
    let warned = std::fs::read_to_string(&log).unwrap();
    assert!(warned.contains("keyd.pem, issued by CX vault, holds until"), "{warned}");
    assert!(!warned.contains("ca.pem"), "{warned}");

    let mut node = certificates.node(data.path(), &["serve"], &keyd);
    Server::of(node.env("CX_LEDGER_STORE", cluster.url())).stop();
    let mut node = certificates.node(data.path(), &["doctor", "--json"], &keyd);
    let (code, report) = examined(node.env("CX_LEDGER_STORE", cluster.url()));
    assert_eq!((code, findings(&report)), (Some(1), vec!["certificate-ends"]), "{report:#}");
    assert_eq!(report["vault"]["certificateIssuer"], "CX vault");
    assert!(report["vault"]["certificateEnds"].is_string(), "{report:#}");
}
