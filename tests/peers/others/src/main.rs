//! Other event stores, each driven by the protocol of `../src/protocol.rs`: `cx-ledger-peers-others STORE FOLDER SIZE`.

use std::env;

#[path = "../../src/payload.rs"]
mod payload;
mod postgres;
#[path = "../../src/protocol.rs"]
mod protocol;
mod sqlite;
mod stream;
#[cfg(feature = "umadb")]
mod umadb;
#[path = "../../src/writers.rs"]
mod writers;

use protocol::{Outcome, Place, speak};

fn main() -> Outcome<()> {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some("sqlite-es") => speak(Place::of(arguments).and_then(|place| sqlite::open(&place))),
        Some("postgres-es") => speak(Place::of(arguments).and_then(|place| postgres::open(&place))),
        #[cfg(feature = "umadb")]
        Some("umadb") => speak(Place::of(arguments).and_then(|place| umadb::open(&place))),
        #[cfg(feature = "umadb")]
        Some(umadb::SERVER) => umadb::serve(arguments),
        #[cfg(not(feature = "umadb"))]
        Some("umadb") => protocol::leave_out("built without it: it needs protoc"),
        _ => Err("name a store: sqlite-es, postgres-es or umadb; then a folder and a size".into()),
    }
}

/// The version of a package in the lock file.
fn version(package: &str) -> &'static str {
    let entry = format!("name = \"{package}\"\nversion = \"");
    let lock = include_str!("../Cargo.lock");
    lock.split_once(&entry).and_then(|(_, rest)| rest.split('"').next()).unwrap_or("unknown")
}
