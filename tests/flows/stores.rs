//! Where the log is kept is said in one line, and a keeper is asked whether it keeps its promises.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use cxl_kurrent_standin::{Call, Cluster};
use serde_json::Value;

use crate::files::contents;
use crate::keyd::Certificates;
use crate::server::{Server, TOKEN, command, folder, printed, refusal, refused, run};

/// The report of `conformance` on a store.
fn asked(arguments: &[&str]) -> (Option<i32>, Value) {
    let data = folder();
    let output = run(data.path(), &[&["conformance", "--json"], arguments].concat());
    let told = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    (output.status.code(), serde_json::from_str(&told).unwrap_or_else(|_| panic!("{told}{stderr}")))
}

#[test]
fn a_log_elsewhere_is_served_exported_and_examined_by_the_same_line() {
    let [data, elsewhere] = [folder(), folder()];
    let path = elsewhere.path().join("other.db");
    let store = format!("sqlite:{}", path.display());
    let server = Server::of(
        command(data.path(), &["serve"]).env("CX_LEDGER_STORE", &store).env("CX_LEDGER_TOKEN", TOKEN),
    );
    assert_eq!(server.ask("{ organization { zone } }")["organization"]["zone"], "UTC");
    server.stop();
    assert!(path.is_file() && !data.path().join("ledger.db").exists());
    assert!(data.path().join("keys.db").is_file(), "keys stay in the data folder");

    let exported = printed(data.path(), &["export", "--jsonl", "--store", &store]);
    assert!(exported.contains("organization.founded.v1"), "{exported}");
    let report: Value =
        serde_json::from_str(&printed(data.path(), &["doctor", "--json", "--store", &store])).unwrap();
    assert_eq!(
        report["log"]["path"].as_str().map(fs::canonicalize).unwrap().unwrap(),
        path.canonicalize().unwrap()
    );
    printed(data.path(), &["token", "list", "--store", &store]);
}

#[test]
fn a_log_that_is_not_there_is_named_as_it_was_asked_for() {
    let data = folder();
    let path = data.path().join("other.db");
    let store = format!("sqlite:{}", path.display());
    for arguments in [&["doctor"][..], &["export", "--jsonl"], &["token", "list"]] {
        let error = refused(data.path(), &[arguments, &["--store", &store]].concat());
        assert!(error.contains(path.to_str().unwrap()) && error.contains("--store"), "{error}");
    }
    assert!(contents(data.path()).is_empty());
}

#[test]
fn a_store_that_names_no_keeper_is_refused_without_repeating_a_password() {
    let data = folder();
    for store in ["ledger.db", "postgres://ann:swordfish@host/l", "sqlite://host/l.db", "memory:"] {
        let mut serve = command(data.path(), &["serve", "--listen", "127.0.0.1:0"]);
        let error = refusal(serve.env("CX_LEDGER_STORE", store));
        assert!(error.contains("sqlite:"), "{error}");
        assert!(!error.contains("swordfish"), "{error}");
    }
    let help =
        command(data.path(), &["serve", "--help"]).env("CX_LEDGER_STORE", "x:swordfish").output().unwrap();
    assert!(!String::from_utf8_lossy(&help.stdout).contains("swordfish"));
    assert!(contents(data.path()).is_empty());
}

#[test]
fn a_demonstration_keeps_its_ledger_where_nobody_keeps_a_real_one() {
    let data = folder();
    let error =
        refused(data.path(), &["serve", "--demo", "--store", "sqlite:real.db", "--listen", "127.0.0.1:0"]);
    assert!(error.contains("--demo") && error.contains("--store"), "{error}");
}

#[test]
fn memory_and_sqlite_keep_every_promise_also_under_load() {
    let file = folder();
    let path = file.path().join("throw-away.db");
    for store in ["memory:".to_owned(), format!("sqlite:{}", path.display())] {
        let (code, report) = asked(&["--store", &store, "--for", "1s"]);
        assert_eq!(code, Some(0), "{report:#}");
        let promises = report["promises"].as_array().unwrap();
        assert!(promises.len() > 30 && promises.iter().all(|promise| promise["held"] == true), "{report:#}");
        assert!(report["load"]["events"].as_u64().unwrap() > 100, "{report:#}");
        assert!(report["held"] == true && report["load"]["held"] == true, "{report:#}");
    }
    // What it left behind is said, and is no ground for another run.
    let told = refused(file.path(), &["conformance", "--store", &format!("sqlite:{}", path.display())]);
    assert!(told.contains("events") && told.contains("does not exist"), "{told}");
}

#[test]
fn a_ledger_is_never_the_ground_for_a_trial() {
    let data = folder();
    Server::start(data.path()).stop();
    let before = printed(data.path(), &["export", "--jsonl"]);
    let store = format!("sqlite:{}", data.path().join("ledger.db").display());
    let told = refused(data.path(), &["conformance", "--store", &store]);
    assert!(told.contains("does not exist"), "{told}");
    assert_eq!(printed(data.path(), &["export", "--jsonl"]), before);
}

#[test]
fn a_person_reads_a_line_for_each_promise() {
    let data = folder();
    let told = printed(data.path(), &["conformance", "--store", "memory:"]);
    assert!(told.contains("held    a repeated append is recorded once"), "{told}");
    assert!(told.lines().last().unwrap().ends_with("promises held by memory:"), "{told}");
}

/// Waits until so many more appends reached the cluster.
#[track_caller]
fn await_appends(cluster: &Cluster, more: u64) {
    let (begun, until) = (Instant::now(), cluster.calls(Call::Append) + more);
    while cluster.calls(Call::Append) < until {
        assert!(begun.elapsed() < Duration::from_mins(1), "no append arrives any more");
        thread::yield_now();
    }
}

/// The cluster is a stand-in for KurrentDB within this process, not a real server.
#[test]
fn a_cluster_keeps_every_promise_while_its_leader_is_killed() {
    let (data, cluster) = (folder(), Cluster::start(3));
    let mut asked = command(data.path(), &["conformance", "--store", &cluster.url(), "--for", "8s"]);
    let mut asked = asked.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(asked.stdout.take().unwrap()).lines().map(Result::unwrap);
    let promises: Vec<String> =
        lines.by_ref().take_while(|line| !line.starts_with("the load begins")).collect();
    await_appends(&cluster, 10);
    cluster.kill(0);
    cluster.lead(Some(1));
    await_appends(&cluster, 10);
    cluster.revive(0);
    let rest: Vec<String> = lines.collect();
    assert!(asked.wait().unwrap().success(), "{promises:#?} {rest:#?}");
    assert!(promises.len() > 30 && promises.iter().all(|line| line.starts_with("held")), "{promises:#?}");
    assert!(rest.iter().any(|line| line.contains("nothing acknowledged was lost")), "{rest:#?}");
    let left = rest.last().unwrap();
    assert!(left.contains("left behind") && left.contains("cxlconf"), "{left}");
    assert!(cluster.events().iter().all(|event| event.stream.starts_with("cxlconf")));
}

/// The server is a stand-in for KurrentDB within this process, not a real one.
#[test]
fn a_shared_vault_of_a_ledger_that_stands_elsewhere_founds_no_second_one() {
    let (keys, mine, other, certificates) = (folder(), folder(), folder(), Certificates::new());
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    Server::of(&mut certificates.node(mine.path(), &["serve"], &keyd)).stop();

    let error = refusal(&mut certificates.node(other.path(), &["serve"], &keyd));
    assert!(error.contains("shared vault") && error.contains("is empty"), "{error}");
    assert!(!other.path().join("ledger.db").exists());

    let empty = Cluster::start(1);
    let mut serve = certificates.node(other.path(), &["serve"], &keyd);
    let error = refusal(serve.env("CX_LEDGER_STORE", empty.url()));
    assert!(error.contains("shared vault") && error.contains("is empty"), "{error}");
    assert!(empty.events().is_empty());

    Server::of(&mut certificates.node(mine.path(), &["serve"], &keyd)).stop();
}

/// The servers are stand-ins for KurrentDB within this process, not real ones.
#[test]
fn keys_of_a_ledger_that_stands_elsewhere_found_no_second_one() {
    let (data, [mine, empty]) = (folder(), [Cluster::start(1), Cluster::start(1)]);
    let serve = |cluster: &Cluster| {
        let mut serve = command(data.path(), &["serve", "--listen", "127.0.0.1:0"]);
        serve.env("CX_LEDGER_STORE", cluster.url()).env("CX_LEDGER_TOKEN", TOKEN);
        serve
    };
    Server::of(&mut serve(&mine)).stop();
    let error = refusal(&mut serve(&empty));
    assert!(error.contains("keys.db") && error.contains("is empty"), "{error}");
    assert!(empty.events().is_empty());
    let server = Server::of(&mut serve(&mine));
    assert_eq!(server.ask("{ organization { zone } }")["organization"]["zone"], "UTC");
}

/// The cluster is a stand-in for KurrentDB within this process, not a real server.
#[test]
fn two_ledgers_of_one_cluster_are_served_moved_and_read_apart() {
    let (cluster, [north, south, moved]) = (Cluster::start(1), [folder(), folder(), folder()]);
    let url = |name: &str| format!("{}&ledger={name}", cluster.url());
    for (data, name, zone) in [(&north, "north", "Europe/Oslo"), (&south, "south-2", "Asia/Ho_Chi_Minh")] {
        let mut serve = command(data.path(), &["serve", "--zone", zone]);
        let server = Server::of(serve.env("CX_LEDGER_STORE", url(name)).env("CX_LEDGER_TOKEN", TOKEN));
        assert_eq!(server.ask("{ organization { zone } }")["organization"]["zone"], zone);
        server.stop();
    }
    let exported = |name: &str, data: &Path| printed(data, &["export", "--jsonl", "--store", &url(name)]);
    let (of_north, of_south) = (exported("north", north.path()), exported("south-2", south.path()));
    assert!(of_north.contains("Europe/Oslo") && !of_north.contains("Ho_Chi_Minh"), "{of_north}");
    assert!(of_south.contains("Ho_Chi_Minh") && !of_south.contains("Europe/Oslo"), "{of_south}");
    assert!(
        cluster
            .events()
            .iter()
            .all(|event| event.stream.starts_with("north_") || event.stream.starts_with("south-2_"))
    );

    let file = format!("sqlite:{}", moved.path().join("ledger.db").display());
    printed(moved.path(), &["migrate", "--from", &url("north"), "--to", &file]);
    assert_eq!(printed(moved.path(), &["export", "--jsonl"]), of_north);
    let error = refused(moved.path(), &["export", "--jsonl", "--store", &url("North")]);
    assert!(error.contains("ledger is no name"), "{error}");
}
