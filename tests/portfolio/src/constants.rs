//! The two peers that answer out of their own memory: this program, once more, in a process of its own.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::child::Running;
use crate::protocol::{LISTENING, Outcome};
use crate::{bare, constant};

/// As the command line calls them.
pub(crate) const CONSTANT: &str = "constant";
pub(crate) const BARE: &str = "bare";

/// Starts one of them over an answer of the ledger.
pub(crate) fn start(name: &str, answer: &Path) -> Outcome<Running> {
    Running::start(Command::new(env::current_exe()?).arg(name).arg(answer))
}

/// Serves one of them, in the process that [`start`] makes, until it is ended.
pub(crate) fn serve(name: &str, answer: Option<String>) -> Outcome<()> {
    let answer = fs::read(answer.ok_or("the file of the answer is missing")?)?;
    let (router, described) = match name {
        BARE => (bare::router(&answer)?, format!("async-graphql {}, its axum integration", engine()?)),
        _ => (constant::router(answer), "an axum handler with the ledger's bytes".to_owned()),
    };
    println!("{described}, axum {}", version(OURS, "axum")?);
    Runtime::new()?.block_on(listen(router))
}

async fn listen(router: Router) -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{LISTENING}http://{}/graphql", listener.local_addr()?);
    // What can't be set is not slower for it on this machine's own network.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    Ok(axum::serve(listener, router).await?)
}

const OURS: &str = include_str!("../Cargo.lock");
const OF_THE_LEDGER: &str = include_str!("../../../Cargo.lock");

/// The version of the engine, which must be that of the ledger.
fn engine() -> Outcome<&'static str> {
    let (ours, ledgers) = (version(OURS, "async-graphql")?, version(OF_THE_LEDGER, "async-graphql")?);
    if ours == ledgers {
        return Ok(ours);
    }
    let remedy = "name that version in tests/portfolio/Cargo.toml";
    Err(format!("the bare resolver is built with async-graphql {ours}, the ledger with {ledgers}: {remedy}")
        .into())
}

/// The version of a package that a lock file names.
fn version<'a>(lock: &'a str, package: &str) -> Outcome<&'a str> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(version.ok_or_else(|| format!("{package} is not in the lock file"))?)
}
